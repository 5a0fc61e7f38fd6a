"""The lists of people and units: found without accents, by unit, kind, still there or not."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from emulation.organization.models import Employment, Person, RosterKind, Unit, UnitKind
from emulation.vietnamese import search_key

THERE = (("co", "Đang hoạt động"), ("thoi", "Đã thôi"))


class RosterFilter(django_filters.FilterSet):
    """What both lists are narrowed by."""

    q = django_filters.CharFilter(
        label="Tìm theo tên", method="search", widget=forms.TextInput(attrs={"type": "search"})
    )

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match every word of the name."""
        for word in search_key(value).split():
            queryset = queryset.filter(search_key__contains=word)
        return queryset


class PeopleFilter(RosterFilter):
    """People by unit, employment and whether they are still there."""

    don_vi = django_filters.ModelChoiceFilter(
        label="Đơn vị", queryset=lambda request: Unit.objects.visible_to(request.user),
        method="of_unit", empty_label="Mọi đơn vị",
    )  # fmt: skip
    loai = django_filters.ChoiceFilter(
        label="Loại hình lao động", choices=Employment.choices, field_name="employment",
        empty_label="Mọi loại hình",
    )  # fmt: skip
    con = django_filters.ChoiceFilter(
        label="Tình trạng", choices=THERE, method="there", empty_label="Tất cả"
    )

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """Narrow to a unit and those below it."""
        return queryset.filter(unit__path__startswith=value.path)

    def there(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Narrow to who is there today, or no longer."""
        gone = Q(left_on__isnull=False, left_on__lte=timezone.localdate())
        return queryset.filter(gone if value == "thoi" else ~gone)


class UnitsFilter(RosterFilter):
    """Units by kind and whether they still exist."""

    loai = django_filters.ChoiceFilter(
        label="Loại đơn vị", choices=UnitKind.choices, field_name="kind", empty_label="Mọi loại"
    )
    con = django_filters.ChoiceFilter(
        label="Tình trạng", choices=THERE, method="there", empty_label="Tất cả"
    )

    def there(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Narrow to what exists today, or no longer."""
        gone = Q(valid_to__isnull=False, valid_to__lt=timezone.localdate())
        return queryset.filter(gone if value == "thoi" else ~gone)


def found(kind: str, data: Any, *, request: Any) -> RosterFilter:
    """Return the list of a kind that the user sees, narrowed as asked."""
    if kind == RosterKind.PERSON:
        from_all = Person.objects.visible_to(request.user).select_related("unit")
        return PeopleFilter(data, queryset=from_all, request=request)
    units = Unit.objects.visible_to(request.user).select_related("parent", "merged_into")
    return UnitsFilter(data, queryset=units, request=request)
