"""The authority's registration to its superior, built from its units' confirmed ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.consolidation import Entry, GroupFacts, consolidate
from campaigns.models import Line, Mark, Period, Registration
from campaigns.states import RegistrationState
from emulation.organization.models import Group, NomineeKind, Role, Unit, UnitKind
from emulation.organization.selection import Roster, roster_on
from emulation.workflow import TransitionNotAllowed

from .registering import start

# The order in which offices list their collectives; a group stands where its first kind does.
KIND_ORDER = (
    UnitKind.AUTHORITY,
    UnitKind.VILLAGE,
    UnitKind.ONE_STOP,
    UnitKind.OFFICE,
    UnitKind.DEPARTMENT,
    UnitKind.MASS_ORGANISATION,
)


@dataclass(frozen=True)
class Consolidated:
    """The outcome: the registration, how many units went in, which units are still open."""

    registration: Registration
    included: int
    waiting: list[Unit]


@transaction.atomic
def rebuild(period: Period, *, by: Any) -> Consolidated:
    """Build the consolidated registration of `period` anew from the confirmed registrations.

    Rows that the office added by hand stay; collected rows are replaced. Raises PermissionDenied
    without the office's role, TransitionNotAllowed once it has been sent.
    """
    authority = period.campaign.authority
    if Role.OFFICE not in by.roles_at(authority):
        raise PermissionDenied
    target = start(period, authority, by=by)
    if not target.is_editable:
        raise TransitionNotAllowed("Bản tổng hợp đã gửi, không lập lại được.")
    sources = list(
        Registration.objects.filter(period=period, state=RegistrationState.CONFIRMED)
        .of_units()
        .with_lines()
    )
    day = period.reckoning_day()
    groups = list(Group.objects.filter(authority=authority).select_related("within", "authority"))
    roster = roster_on(authority, day)
    entries = [entry for source in sources for entry in _entries(source, roster)]
    facts = [
        GroupFacts(group.pk, group.subject, frozenset(m.pk for m in roster.members(group)))
        for group in groups
    ]
    rows = sorted(consolidate(entries, facts), key=_order(groups, sources))
    _write(target, rows)
    sent = {source.unit_id for source in sources}
    waiting = [unit for unit in period.campaign.units_on(day) if unit.pk not in sent]
    return Consolidated(target, len(sources), waiting)


def _entries(source: Registration, roster: Roster) -> list[Entry]:
    found = []
    for line in source.lines.all():
        field = next(
            f for f in ("unit", "person", "household", "group") if getattr(line, f"{f}_id")
        )
        pk = getattr(line, f"{field}_id")
        members = roster.members(line.group, source.unit) if field == "group" else [line.nominee]
        found.append(
            Entry(
                (field, pk, line.within_id),
                line.subject,
                frozenset(member.pk for member in members),
                line.marked,
                tuple(t.strip() for t in line.targets.splitlines() if t.strip()),
                pk if field == "group" else None,
            )
        )
    return found


def _order(groups: list[Group], sources: list[Registration]) -> Any:
    """Return the sort key of rows: block, kind of unit, then as the units are listed."""
    kinds = {group.pk: group.unit_kinds for group in groups}
    units = {
        line.unit_id: line.unit for source in sources for line in source.lines.all() if line.unit
    }
    subjects = list(NomineeKind.values)

    def rank(kind: str) -> int:
        return KIND_ORDER.index(kind) if kind in KIND_ORDER else len(KIND_ORDER)

    def key(entry: Entry) -> tuple[int, int, int, str]:
        field, pk, _ = entry.ref
        if field == "group":
            ranks = [rank(kind) for kind in kinds[pk]] or [0]
            return subjects.index(entry.subject), min(ranks), 0, ""
        unit = units.get(pk) if field == "unit" else None
        return (
            subjects.index(entry.subject),
            rank(unit.kind) if unit else len(KIND_ORDER),
            1,
            unit.sort_key if unit else "",
        )

    return key


def _write(target: Registration, rows: list[Entry]) -> None:
    """Replace the collected rows of `target`; a row that stands there by hand is kept as it is."""
    target.lines.filter(is_collected=True).delete()
    by_hand = {
        (field, getattr(line, f"{field}_id"), line.within_id)
        for line in target.lines.all()
        for field in ("unit", "person", "household", "group")
    }
    for position, row in enumerate(rows, start=100):
        if row.ref in by_hand:
            continue
        field, pk, within = row.ref
        line = Line.objects.create(
            registration=target,
            subject=row.subject,
            position=position,
            is_collected=True,
            targets="\n".join(row.targets),
            within_id=within,
            **{f"{field}_id": pk},
        )
        Mark.objects.bulk_create(Mark(line=line, offer_id=offer) for offer in sorted(row.marks))
