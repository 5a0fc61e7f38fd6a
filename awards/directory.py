"""Finding people, units and households: one list, by given name, searched without accents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from awards.models import Award
from awards.records.kinds import NOMINEE_MODELS, SUBJECTS
from emulation.organization.models import AnnualRating, Household, Person, Unit, UnitKind
from emulation.vietnamese import search_key

PER_PAGE = 50
ORDER = ("person", "unit", "household")
PAGES = {"person": "awards:person_profile", "unit": "awards:unit_profile",
         "household": "awards:household_profile"}  # fmt: skip


@dataclass
class Found:
    """One person, unit or household of the list."""

    subject: str
    nominee: Unit | Person | Household
    rating: Any = None
    awards: int = 0

    @property
    def name(self) -> str:
        """Return the name that the list shows."""
        return getattr(self.nominee, "full_name", None) or str(self.nominee)

    @property
    def what(self) -> str:
        """Return position, kind of unit or address."""
        match self.nominee:
            case Person():
                return self.nominee.position
            case Household():
                return self.nominee.address
        return self.nominee.get_kind_display()

    @property
    def where(self) -> str:
        """Return the unit, for a unit the one above it."""
        above = self.nominee.parent if self.subject == "unit" else self.nominee.unit
        return str(above or "")

    @property
    def url(self) -> str:
        """Return the address of the profile."""
        return reverse(PAGES[self.subject], args=[self.nominee.pk])

    @property
    def subject_label(self) -> str:
        """Return what it is in a word."""
        return SUBJECTS[self.subject]

    @property
    def is_over(self) -> bool:
        """Whether the person has left or the unit has ended."""
        end = self.nominee.valid_to if self.subject == "unit" else self.nominee.left_on
        return end is not None and end <= timezone.localdate()


def profile_url(nominee: Unit | Person | Household) -> str:
    """Return the address of a nominee's page."""
    subject = next(s for s, model in NOMINEE_MODELS.items() if isinstance(nominee, model))
    return reverse(PAGES[subject], args=[nominee.pk])


class DirectoryFilter(django_filters.FilterSet):
    """What the list is narrowed by; `rows` does the narrowing, three tables at once."""

    q = django_filters.CharFilter(
        label="Tìm theo tên", method="kept", widget=forms.TextInput(attrs={"type": "search"})
    )
    loai = django_filters.ChoiceFilter(
        label="Loại đối tượng", choices=[(s, SUBJECTS[s]) for s in ORDER], method="kept",
        empty_label="Mọi loại",
    )  # fmt: skip
    don_vi = django_filters.ModelChoiceFilter(
        label="Đơn vị", queryset=lambda request: Unit.objects.visible_to(request.user),
        method="kept", empty_label="Mọi đơn vị",
    )  # fmt: skip

    def kept(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Leave the query alone: see `rows`."""
        return queryset


class Directory:
    """The list as `user` sees it, narrowed by what he asks."""

    def __init__(
        self, request: Any, subjects: Sequence[str] = ORDER, units: QuerySet | None = None
    ) -> None:
        self.filter = DirectoryFilter(request.GET, queryset=Person.objects.none(), request=request)
        if len(subjects) < len(ORDER):
            choices = [(s, SUBJECTS[s]) for s in ORDER if s in subjects]
            self.filter.form.fields["loai"].choices = [("", "Mọi loại"), *choices]
        form = self.filter.form
        data = form.cleaned_data if form.is_valid() else {}
        self.subjects = [s for s in ORDER if s in subjects and data.get("loai") in ("", None, s)]
        self.words = search_key(data.get("q") or "").split()
        self.inside = data.get("don_vi")
        self.units = Unit.objects.visible_to(request.user) if units is None else units

    def _of(self, subject: str) -> QuerySet:
        model = NOMINEE_MODELS[subject]
        if subject == "unit":
            found = model.objects.filter(pk__in=self.units.order_by().values("pk"))
            path = "path"
        else:
            found = model.objects.filter(unit__in=self.units.order_by())
            path = "unit__path"
        if self.inside:
            found = found.filter(**{f"{path}__startswith": self.inside.path})
        for word in self.words:
            found = found.filter(search_key__contains=word)
        return found

    def keys(self) -> QuerySet:
        """Return (place of the subject, sort key, id) of everything found, in order."""
        parts = [
            self._of(subject)
            .order_by()
            .annotate(rank=Value(ORDER.index(subject), output_field=IntegerField()))
            .values_list("rank", "sort_key", "pk")
            for subject in self.subjects
        ]
        if not parts:
            return Person.objects.none().values_list("sort_key", "sort_key", "pk")
        first, *others = parts
        found = first.union(*others, all=True) if others else first
        return found.order_by("rank", "sort_key", "pk")

    def page(self, number: Any) -> Page:
        """Return one page of `Found`."""
        page = Paginator(self.keys(), PER_PAGE).get_page(number)
        page.object_list = self.found(page.object_list)
        return page

    def found(self, keys: Iterable[tuple[int, str, int]], figures: bool = True) -> list[Found]:
        """Return the nominees behind `keys` in their order: a query a table, two for figures."""
        keys = [(ORDER[place], pk) for place, _key, pk in keys]
        found: dict[tuple[str, int], Found] = {}
        for subject in ORDER:
            wanted = [pk for s, pk in keys if s == subject]
            above = "parent" if subject == "unit" else "unit"
            rows = NOMINEE_MODELS[subject].objects.filter(pk__in=wanted).select_related(above)
            found |= {(subject, row.pk): Found(subject, row) for row in rows}
        if figures:
            _add_figures(found)
        return [found[key] for key in keys if key in found]


def _add_figures(found: dict[tuple[str, int], Found]) -> None:
    """Fill in the latest rating and the number of awards that stand."""
    ids = {s: [pk for subject, pk in found if subject == s] for s in ORDER}
    ratings = AnnualRating.objects.filter(
        Q(person__in=ids["person"]) | Q(unit__in=ids["unit"])
    ).order_by("year")
    for rating in ratings:
        key = ("person", rating.person_id) if rating.person_id else ("unit", rating.unit_id)
        found[key].rating = rating
    counts = (
        Award.objects.standing()
        .filter(
            Q(person__in=ids["person"]) | Q(unit__in=ids["unit"])
            | Q(household__in=ids["household"])
        )
        .order_by()
        .values_list("person", "unit", "household")
        .annotate(number=Count("pk"))
    )  # fmt: skip
    for person, unit, household, number in counts:
        for subject, pk in (("person", person), ("unit", unit), ("household", household)):
            if pk:
                found[subject, pk].awards = number


def directory_sheet(rows: Iterable[Found]) -> tuple[list[str], list[list[Any]]]:
    """Return headings and rows of the list for .xlsx."""
    headings = ["Tên", "Loại", "Ngày sinh", "Chức vụ, loại đơn vị, địa chỉ", "Đơn vị", "Từ ngày",
                "Xếp loại gần nhất", "Năm", "Số khen thưởng"]  # fmt: skip
    return headings, [
        [
            row.name, row.subject_label, getattr(row.nominee, "born_on", None), row.what, row.where,
            row.nominee.valid_from if row.subject == "unit" else row.nominee.joined_on,
            row.rating.get_level_display() if row.rating else None,
            str(row.rating.year) if row.rating else None, row.awards,
        ]
        for row in rows
    ]  # fmt: skip


def rated_on(authority: Unit, unit: Unit | None, subjects: Sequence[str], day: Any) -> list[Any]:
    """Return who is there on `day`: people by unit, then the units; rows of a year's table."""
    inside = unit or authority
    people = (
        Person.objects.filter(authority=authority, unit__path__startswith=inside.path)
        .active_on(day)
        .select_related("unit__authority", "unit__merged_into")
        .order_by("unit__sort_key", "sort_key", "pk")
    )
    units = (
        Unit.objects.filter(authority=authority, path__startswith=inside.path)
        .active_on(day)
        .select_related("authority", "merged_into")
    )
    if subjects == ("unit",):
        return list(units)
    return [*people, *units.exclude(kind=UnitKind.AUTHORITY)]
