"""Groups of nominees: the standard ones, and who belongs to one on a given day."""

import datetime as dt

from .models import Employment, Group, Household, NomineeKind, Person, Unit, UnitKind


def members_on(group: Group, day: dt.date) -> list[Unit | Person | Household]:
    """Return the units, people or households that `group` names on `day`, in list order."""
    if group.subject == NomineeKind.COLLECTIVE:
        units = Unit.objects.filter(authority=group.authority).active_on(day)
        return [unit for unit in units if group.selects(unit)]
    model = Person if group.subject == NomineeKind.INDIVIDUAL else Household
    members = model.objects.of_unit(group.within or group.authority).active_on(day)
    members = members.filter(authority=group.authority)
    if group.employments and model is Person:
        members = members.filter(employment__in=group.employments)
    return list(members)


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
