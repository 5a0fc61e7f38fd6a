"""Groups of nominees: the standard ones, and who belongs to one on a given day."""

import datetime as dt
from dataclasses import dataclass

from .models import Employment, Group, Household, NomineeKind, Person, Unit, UnitKind

Nominee = Unit | Person | Household


@dataclass(frozen=True)
class Roster:
    """Everybody of an authority who is there on a day, read at once (three queries)."""

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
    """Return who belongs to `authority` on `day`."""
    return Roster(
        tuple(Unit.objects.filter(authority=authority).active_on(day)),
        *(
            tuple(model.objects.filter(authority=authority).active_on(day).select_related("unit"))
            for model in (Person, Household)
        ),
    )


def members_on(group: Group, day: dt.date) -> list[Nominee]:
    """Return the units, people or households that `group` names on `day`, in list order."""
    return roster_on(group.authority, day).members(group)


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
