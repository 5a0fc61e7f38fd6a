"""Expanding a group of nominees into its members on a given day."""

import datetime as dt

from .models import Group, Household, NomineeKind, Person, Unit


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
