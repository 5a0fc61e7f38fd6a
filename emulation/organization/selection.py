"""Groups of nominees: the standard ones, and who belongs to one on a given day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from .models import (
    Employment,
    Group,
    Household,
    NomineeKind,
    Person,
    Transfer,
    Unit,
    UnitKind,
)

Nominee = Unit | Person | Household


@dataclass(frozen=True)
class Roster:
    """Everybody of an authority who is there on a day, read at once (four queries)."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    households: tuple[Household, ...]

    def of(self, subject: str, inside: Unit | None = None) -> list[Nominee]:
        """Return the nominees of one kind in list order; `inside` narrows them to a unit."""
        if subject == NomineeKind.COLLECTIVE:
            return [unit for unit in self.units if inside is None or inside.contains(unit)]
        members = self.people if subject == NomineeKind.INDIVIDUAL else self.households
        return [m for m in members if inside is None or inside.contains(m.unit)]

    def members(self, group: Group, inside: Unit | None = None) -> list[Nominee]:
        """Return whom `group` names; `inside` narrows them to a unit."""
        found = self.of(group.subject, inside)
        if group.subject == NomineeKind.COLLECTIVE:
            return [unit for unit in found if group.selects(unit)]
        return [member for member in found if group.selects_member(member, group.subject)]


def roster_on(authority: Unit, day: dt.date) -> Roster:
    """Return who belongs to `authority` on `day`, each in his unit of that day."""
    moved = _moved_since(authority, day)
    return Roster(
        tuple(Unit.objects.filter(authority=authority).active_on(day)),
        *(
            tuple(_present(model, authority, day, moved[field]))
            for field, model in (("person", Person), ("household", Household))
        ),
    )


def _moved_since(authority: Unit, day: dt.date) -> dict[str, dict[int, Transfer]]:
    """Return by field and id the first transfer after `day` of everybody whom it took from or
    brought to `authority`: it tells where he was on the day."""
    first: dict[str, dict[int, Transfer]] = {"person": {}, "household": {}}
    later = (
        Transfer.objects.filter(moved_on__gt=day)
        .filter(Q(from_unit__authority=authority) | Q(to_unit__authority=authority))
        .select_related("from_unit", "person", "household")
        .order_by("moved_on", "pk")
    )
    for row in later:
        field = "person" if row.person_id else "household"
        first[field].setdefault(row.person_id or row.household_id, row)
    return first


def _present(
    model: type[Person | Household], authority: Unit, day: dt.date, moved: dict[int, Transfer]
) -> list[Person | Household]:
    present = model.objects.filter(authority=authority).active_on(day).select_related("unit")
    found = [member for member in present if member.pk not in moved]
    for row in moved.values():
        member = row.person or row.household
        if member.is_removed or row.from_unit.authority_id != authority.pk:
            continue
        if row.since and row.since > day:
            continue
        # As he was: nobody saves this one.
        member.unit, member.joined_on, member.left_on = row.from_unit, row.since, None
        member.authority_id = authority.pk
        found.append(member)
    return sorted(found, key=lambda member: (member.sort_key, member.pk)) if moved else found


def members_on(group: Group, day: dt.date) -> list[Nominee]:
    """Return the units, people or households that `group` names on `day`, in list order."""
    return roster_on(group.authority, day).members(group)


@dataclass(frozen=True)
class Change:
    """One member who stands in a group on only one of two days, and why if it is known."""

    nominee: Nominee
    why: str = ""


@dataclass(frozen=True)
class Comparison:
    """Whom a group names on two days: who stayed, who joined, who left."""

    stayed: list[Nominee]
    joined: list[Change]
    left: list[Change]


def compare(group: Group, before: dt.date, after: dt.date) -> Comparison:
    """Return how the members of `group` on `after` differ from those on `before`."""
    first = {_key(member): member for member in members_on(group, before)}
    second = {_key(member): member for member in members_on(group, after)}
    transfers = _transfers_between(group.authority, before, after)
    return Comparison(
        [member for key, member in second.items() if key in first],
        [
            Change(member, _why_joined(member, transfers))
            for key, member in second.items()
            if key not in first
        ],
        [
            Change(member, _why_left(member, transfers))
            for key, member in _as_now([m for k, m in first.items() if k not in second])
        ],
    )


def _key(nominee: Nominee) -> tuple[type, int]:
    return type(nominee), nominee.pk


def _transfers_between(authority: Unit, after: dt.date, until: dt.date) -> dict[tuple, Transfer]:
    rows = (
        Transfer.objects.filter(moved_on__gt=after, moved_on__lte=until)
        .filter(Q(from_unit__authority=authority) | Q(to_unit__authority=authority))
        .select_related("from_unit", "to_unit")
        .order_by("moved_on", "pk")
    )
    return {
        (Person if row.person_id else Household, row.person_id or row.household_id): row
        for row in rows
    }


def _as_now(nominees: list[Nominee]) -> list[tuple[tuple, Nominee]]:
    """Return the nominees as they are recorded today: they know when they left (a query a kind)."""
    recorded: dict[tuple, Nominee] = {}
    for model in {type(nominee) for nominee in nominees}:
        above = "merged_into" if model is Unit else "unit"
        wanted = [nominee.pk for nominee in nominees if type(nominee) is model]
        found = model.everyone.filter(pk__in=wanted).select_related(above)
        recorded |= {_key(nominee): nominee for nominee in found}
    return [(_key(nominee), recorded[_key(nominee)]) for nominee in nominees]


def _why_joined(nominee: Nominee, transfers: dict[tuple, Transfer]) -> str:
    if row := transfers.get(_key(nominee)):
        return f"chuyển từ {row.from_unit} đến {row.to_unit} từ {row.moved_on:%d/%m/%Y}"
    start = nominee.valid_from if isinstance(nominee, Unit) else nominee.joined_on
    word = "thành lập" if isinstance(nominee, Unit) else "vào đơn vị"
    return f"{word} ngày {start:%d/%m/%Y}" if start else ""


def _why_left(nominee: Nominee, transfers: dict[tuple, Transfer]) -> str:
    if row := transfers.get(_key(nominee)):
        return f"chuyển từ {row.from_unit} đến {row.to_unit} từ {row.moved_on:%d/%m/%Y}"
    if isinstance(nominee, Unit):
        into = f", sáp nhập vào {nominee.merged_into}" if nominee.merged_into else ""
        return f"hoạt động đến hết {nominee.valid_to:%d/%m/%Y}{into}" if nominee.valid_to else ""
    return f"thôi từ {nominee.left_on:%d/%m/%Y}" if nominee.left_on else ""


# Groups that nearly every office names in its plans: name, nominee kind, kinds, employments.
STANDARD = (
    ("Các thôn, tổ dân phố", NomineeKind.COLLECTIVE, (UnitKind.VILLAGE,), ()),
    (
        "Các ban, ngành, đoàn thể",
        NomineeKind.COLLECTIVE,
        (UnitKind.MASS_ORGANISATION, UnitKind.BROADCAST),
        (),
    ),
    (
        "Các bộ phận, phòng chuyên môn",
        NomineeKind.COLLECTIVE,
        (UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.ONE_STOP),
        (),
    ),
    ("Các trường học", NomineeKind.COLLECTIVE, (UnitKind.SCHOOL,), ()),
    ("Tất cả các đơn vị trực thuộc", NomineeKind.COLLECTIVE, (), ()),
    (
        "Toàn thể cán bộ, công chức, người lao động",
        NomineeKind.INDIVIDUAL,
        (),
        (Employment.ELECTED_OFFICIAL, Employment.CIVIL_SERVANT, Employment.EMPLOYEE),
    ),
    (
        "Toàn thể người hoạt động không chuyên trách",
        NomineeKind.INDIVIDUAL,
        (),
        (Employment.PART_TIME,),
    ),
    ("Các hộ gia đình trên địa bàn", NomineeKind.HOUSEHOLD, (), ()),
)


def ensure_groups(authority: Unit) -> None:
    """Give an authority that has no groups yet the standard ones, so that it can file at once.

    Groups of unit kinds that it does not have are left out; everything can be edited later.
    """
    if authority.groups.exists():
        return
    present = set(Unit.objects.filter(authority=authority).values_list("kind", flat=True))
    Group.objects.bulk_create(
        Group(
            authority=authority,
            name=name,
            subject=subject,
            unit_kinds=list(kinds),
            employments=list(employments),
            position=position,
        )
        for position, (name, subject, kinds, employments) in enumerate(STANDARD, start=1)
        if not kinds or present & set(kinds)
    )
