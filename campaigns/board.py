"""The board of a period: every unit in scope and where its registration stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.models import Period, Registration
from campaigns.states import RegistrationState
from emulation.organization.models import Unit

NOT_SENT = "not_sent"
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
    nominees: int

    @property
    def state(self) -> str:
        """Return the registration's state, or `NOT_SENT`."""
        return self.registration.state if self.registration else NOT_SENT

    @property
    def label(self) -> str:
        """Return the state in the office's words."""
        return STATE_LABELS[self.state]

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
    """Return the rows of `units` and of the units of `registrations`, which have their lines."""
    standing = {registration.unit_id: registration for registration in registrations}
    shown = {unit.pk: unit for unit in units} | {pk: r.unit for pk, r in standing.items()}
    return [
        BoardRow(unit, registration, len(registration.lines.all()) if registration else 0)
        for unit in sorted(shown.values(), key=lambda unit: unit.sort_key)
        for registration in (standing.get(unit.pk),)
    ]


def counts(board: list[BoardRow]) -> dict[str, int]:
    """Return how many units stand in each state, in the order of the work."""
    found = Counter(row.state for row in board)
    return {state: found.get(state, 0) for state in STATE_LABELS}
