"""The lists of criteria: an authority's library, and the conditions of titles by law."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils import timezone

from awards.models import AwardType, CriterionSet
from emulation.organization.models import Level, NomineeKind
from emulation.vietnamese import search_key


def _matching(sets: list[CriterionSet], words: str) -> list[CriterionSet]:
    """Keep the sets whose name or criteria hold every word, whatever the accents; names first."""
    keys = search_key(words).split()

    def holds(text: str) -> bool:
        key = search_key(text)
        return all(word in key for word in keys)

    by_name = [found for found in sets if holds(found.name)]
    by_content = [
        found
        for found in sets
        if found not in by_name
        and holds(" ".join([found.name, *(c.text for c in found.criteria.all())]))
    ]
    return by_name + by_content


class LibraryFilter(django_filters.FilterSet):
    """The library by nominee kind."""

    q = django_filters.CharFilter(
        label="Tìm theo tên, nội dung",
        method="later",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    subject = django_filters.ChoiceFilter(
        label="Đối tượng", choices=NomineeKind.choices, empty_label="Mọi đối tượng"
    )

    class Meta:
        model = CriterionSet
        fields = ["q", "subject"]

    def later(self, queryset: Any, name: str, value: str) -> Any:
        """Leave the words to `found`: texts have no key to search by."""
        return queryset

    @property
    def found(self) -> list[CriterionSet]:
        """Return the sets that match, with their content read."""
        words = self.form.cleaned_data.get("q", "") if self.form.is_valid() else ""
        return _matching(list(self.qs), words)


class LawFilter(LibraryFilter):
    """The law's sets by title, level, nominee kind and day."""

    level = django_filters.ChoiceFilter(
        label="Cấp quyết định", choices=Level.choices, empty_label="Mọi cấp", method="later"
    )
    day = django_filters.DateFilter(label="Áp dụng vào ngày", method="on_day")

    class Meta:
        model = CriterionSet
        fields = ["q", "subject", "level", "day"]

    def on_day(self, queryset: Any, name: str, value: Any) -> Any:
        """Keep the sets in force on the day."""
        return queryset.of_law_on(value)

    @property
    def chosen_day(self) -> Any:
        """Return the day asked for, else today."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return data.get("day") or timezone.localdate()

    @property
    def found(self) -> list[CriterionSet]:
        """Return the sets that match; a set's level is that of its award on the day."""
        level = self.form.cleaned_data.get("level") if self.form.is_valid() else ""
        sets = super().found
        if not level:
            return sets
        at_level = {
            award.code
            for award in AwardType.objects.valid_on(self.chosen_day)
            if level in [part.strip() for part in award.level.split(",")]
        }
        return [found for found in sets if found.award_code in at_level]
