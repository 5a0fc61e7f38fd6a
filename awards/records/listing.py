"""The list of one kind of record: by name, year, unit and kind of nominee."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from emulation.organization.models import Unit
from emulation.vietnamese import search_key

from .kinds import SUBJECTS, RecordKind


class RecordFilter(django_filters.FilterSet):
    """Search without accents among who the records are about; year, unit, kind of nominee."""

    q = django_filters.CharFilter(
        label="Tìm theo tên", method="search", widget=forms.TextInput(attrs={"type": "search"})
    )
    nam = django_filters.ChoiceFilter(
        label="Năm", method="of_year", empty_label="Mọi năm", choices=()
    )
    don_vi = django_filters.ModelChoiceFilter(
        label="Đơn vị", queryset=lambda request: Unit.objects.visible_to(request.user),
        method="of_unit", empty_label="Mọi đơn vị",
    )  # fmt: skip
    loai = django_filters.ChoiceFilter(
        label="Đối tượng", method="of_subject", empty_label="Mọi đối tượng",
        choices=list(SUBJECTS.items()),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: RecordKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        years = self.queryset.order_by(f"-{kind.year}").values_list(kind.year, flat=True).distinct()
        self.filters["nam"].extra["choices"] = [(str(year), str(year)) for year in years]
        if len(kind.subjects) == 1:
            del self.filters["loai"]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match every word in the key of whoever the record is about."""
        for word in search_key(value).split():
            condition = Q()
            for subject in self.kind.subjects:
                condition |= Q(**{f"{subject}__search_key__contains": word})
            queryset = queryset.filter(condition)
        return queryset

    def of_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Narrow to a year."""
        return queryset.filter(**{self.kind.year: int(value)})

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """Narrow to a unit, those below it, and their members."""
        condition = Q()
        for subject in self.kind.subjects:
            path = "unit__path" if subject == "unit" else f"{subject}__unit__path"
            condition |= Q(**{f"{path}__startswith": value.path})
        return queryset.filter(condition)

    def of_subject(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Narrow to people, units or households."""
        return queryset.filter(**{f"{value}__isnull": False})
