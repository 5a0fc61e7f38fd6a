"""Filters of the desk's lists: decisions, proposals, outgoing papers."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import F, Q

from dossiers.models import Decision, Submission
from dossiers.states import DecisionState, SubmissionState
from emulation.organization.models import IssuedPaper

# Drafts, which have no day yet, come first.
NEWEST_FIRST = (F("dated").desc(nulls_first=True), "-pk")
SEARCH = forms.TextInput(attrs={"type": "search"})


class DecisionFilter(django_filters.FilterSet):
    """By title or number, state and year."""

    q = django_filters.CharFilter(label="Tìm theo trích yếu, số", method="search", widget=SEARCH)
    state = django_filters.ChoiceFilter(
        label="Trạng thái", choices=DecisionState.choices, empty_label="Mọi trạng thái"
    )
    year = django_filters.NumberFilter(label="Năm", field_name="dated", lookup_expr="year")

    class Meta:
        model = Decision
        fields = ["q", "state", "year"]

    def search(self, queryset, name, value):
        """Match the title, or the number however it is written ("05" finds 5)."""
        number = value.strip().lstrip("0")
        wanted = Q(title__icontains=value)
        return queryset.filter(wanted | Q(number=number) if number else wanted)


class SubmissionFilter(django_filters.FilterSet):
    """By state and year."""

    state = django_filters.ChoiceFilter(
        label="Trạng thái", choices=SubmissionState.choices, empty_label="Mọi trạng thái"
    )
    year = django_filters.NumberFilter(label="Năm", field_name="dated", lookup_expr="year")

    class Meta:
        model = Submission
        fields = ["state", "year"]


class OutgoingFilter(django_filters.FilterSet):
    """By words of the title or number, and year."""

    q = django_filters.CharFilter(label="Tìm theo trích yếu, số", method="search", widget=SEARCH)
    year = django_filters.NumberFilter(label="Năm", field_name="dated", lookup_expr="year")

    class Meta:
        model = IssuedPaper
        fields = ["q", "year"]

    def search(self, queryset, name, value):
        """Match title or number."""
        return queryset.filter(Q(title__icontains=value) | Q(number__icontains=value))
