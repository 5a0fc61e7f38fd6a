"""Builders for the database rules that models share; names stay under PostgreSQL's 63 letters."""

from collections.abc import Iterable

from django.db.models import CheckConstraint, F, Q


def one_of(field: str, choices: type) -> CheckConstraint:
    """`field` holds one of the values of `choices` (choices= alone does not constrain data)."""
    return CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}_known",
        condition=Q(**{f"{field}__in": list(choices.values)}),
        violation_error_message="Giá trị không có trong danh mục.",
    )


def ordered(first: str, later: str, message: str) -> CheckConstraint:
    """`later` is not before `first`; either may be empty."""
    return CheckConstraint(
        name=f"%(app_label)s_%(class)s_{later}_after",
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{later}__isnull": True})
        | Q(**{f"{later}__gte": F(first)}),
        violation_error_message=message,
    )


def set_exactly_when(field: str, state_field: str, states: Iterable[str]) -> CheckConstraint:
    """`field` is filled in exactly while the record is in one of `states`."""
    inside = Q(**{f"{state_field}__in": sorted(states)})
    filled = Q(**{f"{field}__isnull": False})
    return CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}_by_state",
        condition=(inside & filled) | (~inside & ~filled),
    )


def exactly_one_of(rule: str, *fields: str) -> CheckConstraint:
    """Exactly one of the nullable `fields` is filled in; `rule` is the constraint's claim."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in fields})
    return CheckConstraint(name=f"%(app_label)s_%(class)s_{rule}", condition=condition)
