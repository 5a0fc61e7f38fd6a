"""Admin of the sets of criteria: the law's by date, and those of authorities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest

from awards.models import Criterion, CriterionGroup, CriterionSet
from emulation.adminbase import (
    OFFICE_MAY,
    ChangesAdmin,
    ChoicesRadioFilter,
    DayFilter,
    PartInline,
    display,
    references,
)
from emulation.organization.models import Unit
from emulation.vietnamese import short_date

from .base import TONES


class LawDayFilter(DayFilter):
    """The law's sets in force on the day that was typed in."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to the law's sets of that day."""
        day = self.day()
        return queryset.of_law_on(day) if day else queryset


class GroupInline(PartInline):
    """The alternatives of a set: how many of the criteria of a group must be met."""

    model = CriterionGroup
    fields = ("position", "text", "needed")


class CriterionInline(PartInline):
    """The criteria of a set, in the order and the words that the plan prints."""

    model = Criterion
    fields = ("position", "text", "kind", "parameters", "mandatory", "group", "evidence", "clause")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the groups of this set only."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "group":
            match = request.resolver_match
            pk = match.kwargs.get("object_id") if match else None
            owner = int(pk) if pk and str(pk).isdecimal() else None
            field.queryset = CriterionGroup.objects.filter(criterion_set=owner)
        return field


@admin.register(CriterionSet)
class CriterionSetAdmin(ChangesAdmin):
    """Sets of criteria; the law's are the superuser's, one that a campaign uses is left alone."""

    office_may = OFFICE_MAY
    authority_fields = ("authority",)
    list_display = ("name", "subject", "size", "validity", "checked", "whose")
    list_select_related = ("authority",)
    list_filter = (
        LawDayFilter,
        ("subject", ChoicesRadioFilter),
        ("verified", ChoicesRadioFilter),
    )
    list_per_page = 100
    search_fields = ("name", "award_code", "legal_basis")
    inlines = (GroupInline, CriterionInline)
    own_fields = ((None, {"fields": ("authority", "name", "subject")}),)
    law_fields = (
        (None, {"fields": ("name", ("award_code", "subject"))}),
        (
            "Áp dụng theo pháp luật",
            {"fields": (("valid_from", "valid_to"), "legal_basis", ("verified", "source"))},
        ),
    )
    # The superuser adds either kind: the law's have no authority.
    all_fields = (
        (None, {"fields": ("authority", "name", ("award_code", "subject"))}),
        law_fields[1],
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the columns of the law for the law's sets, the owner for an authority's."""
        if obj is None:
            return self.all_fields if request.user.is_superuser else self.own_fields
        return self.law_fields if obj.is_law else self.own_fields

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return the law's sets and those of the authorities that `user` sees."""
        records = records.annotate(criteria_count=Count("criteria"))
        if user.is_superuser:
            return records
        seen = Unit.objects.visible_to(user).authorities()
        return records.filter(Q(authority__isnull=True) | Q(authority__in=seen))

    def may(self, request: HttpRequest, verb: str, record: Any = None) -> bool:
        """Leave a set alone that something uses: an issued plan must stay true."""
        if verb == "change" and record is not None:
            if not hasattr(record, "_used"):
                record._used = bool(references(record))
            if record._used:
                return False
        return super().may(request, verb, record)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never delete a set of the law: what was judged by it refers to its clauses."""
        return not (obj and obj.is_law) and super().has_delete_permission(request, obj)

    def parts(self, record: Model) -> Iterable[tuple[str, Model]]:
        """Return groups and criteria, also those that were taken out."""
        for model in (CriterionGroup, Criterion):
            versions = model.history.filter(criterion_set_id=record.pk).order_by("history_id")
            for last in {version.id: version for version in versions}.values():
                title = f"{model._meta.verbose_name.capitalize()} «{last.text[:80]}»"
                yield title, last.instance

    @display(description="Số tiêu chuẩn", ordering="criteria_count")
    def size(self, criteria: CriterionSet) -> int:
        """Return how many criteria the set has (counted with the list)."""
        return criteria.criteria_count

    @display(description="Áp dụng", ordering="valid_from")
    def validity(self, criteria: CriterionSet) -> str:
        """Return the period of a set of the law."""
        if not criteria.valid_from:
            return "—"
        end = f" đến hết {short_date(criteria.valid_to)}" if criteria.valid_to else ""
        return f"từ {short_date(criteria.valid_from)}{end}"

    @display(description="Đối chiếu", ordering="verified", label=TONES)
    def checked(self, criteria: CriterionSet) -> tuple[str, str]:
        """Return as a badge how far a set of the law has been checked."""
        if not criteria.is_law:
            return "", "—"
        return criteria.verified, criteria.get_verified_display()

    @display(description="Của")
    def whose(self, criteria: CriterionSet) -> str:
        """Return whose set it is."""
        return str(criteria.authority) if criteria.authority else "Pháp luật"
