"""The board of a period: every unit in scope and where its registration stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.models import Period, Registration
from campaigns.states import RegistrationState
from emulation.organization.models import Unit, UnitKind

NOT_SENT = "not_sent"
# Not a state of its own: sent or confirmed, but accepted after the deadline.
LATE = "late"
STATE_LABELS = {
    NOT_SENT: "Chưa gửi",
    RegistrationState.DRAFT: "Đang soạn, chưa gửi",
    RegistrationState.SUBMITTED: "Đã gửi, chờ xác nhận",
    RegistrationState.RETURNED: "Trả lại để sửa",
    RegistrationState.CONFIRMED: "Đã xác nhận",
}

# The unit still owes the office something.
OPEN_STATES = frozenset({NOT_SENT, RegistrationState.DRAFT, RegistrationState.RETURNED})


@dataclass(frozen=True)
class BoardRow:
    """One unit of the board."""

    unit: Unit
    registration: Registration | None

    @property
    def nominees(self) -> int:
        """Return how many rows it sent; no query when its lines were fetched."""
        return len(self.registration.lines.all()) if self.registration else 0

    @property
    def state(self) -> str:
        """Return the registration's state, or `NOT_SENT`."""
        return self.registration.state if self.registration else NOT_SENT

    @property
    def label(self) -> str:
        """Return the state in the office's words."""
        return STATE_LABELS[self.state]

    @property
    def is_late(self) -> bool:
        """Whether the office accepted it after the deadline."""
        return self.registration is not None and self.registration.is_late

    @property
    def is_open(self) -> bool:
        """Whether the unit still owes the office something."""
        return self.state in OPEN_STATES


def rows(period: Period, today: dt.date) -> list[BoardRow]:
    """Return the rows of all units in scope, and of units that registered anyway.

    Scope is reckoned on `today` while registration is open, then on its last day. The number of
    queries does not depend on the number of units.
    """
    standing = Registration.objects.filter(period=period).standing().of_units()
    units = period.campaign.units_on(period.reckoning_day(today))
    return rows_of(units, standing.select_related("unit").prefetch_related("lines"))


def rows_of(units: Iterable[Unit], registrations: Iterable[Registration]) -> list[BoardRow]:
    """Return the rows of `units` and of the units of `registrations`."""
    standing = {registration.unit_id: registration for registration in registrations}
    shown = {unit.pk: unit for unit in units} | {pk: r.unit for pk, r in standing.items()}
    return [
        BoardRow(unit, standing.get(unit.pk))
        for unit in sorted(shown.values(), key=lambda unit: unit.sort_key)
    ]


def counts_by_kind(board: list[BoardRow]) -> list[tuple[str, dict[str, int], int]]:
    """Return the counts for each kind of unit: its name, how many in each state, how many late."""
    kinds = [kind for kind in UnitKind if any(row.unit.kind == kind for row in board)]
    found = []
    for kind in kinds:
        rows_of_kind = [row for row in board if row.unit.kind == kind]
        late = sum(row.is_late for row in rows_of_kind)
        found.append((kind.label, counts(rows_of_kind), late))
    return found


def counts(board: list[BoardRow]) -> dict[str, int]:
    """Return how many units stand in each state, in the order of the work."""
    found = Counter(row.state for row in board)
    return {state: found.get(state, 0) for state in STATE_LABELS}
