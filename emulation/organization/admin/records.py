"""Records about people and units in the admin: read in one's scope, corrected by the superuser."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet

from emulation.adminbase import (
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    DatedRecordAdmin,
    RecordAdmin,
    YearFilter,
    display,
)
from emulation.organization.models import (
    AnnualRating,
    Bar,
    IndexScore,
    Initiative,
    Transfer,
    Unit,
)

PROOF = ("Căn cứ", {"fields": (("document", "document_date"), "note")})


@admin.register(AnnualRating)
class AnnualRatingAdmin(DatedRecordAdmin):
    """Yearly ratings."""

    list_display = ("nominee_name", "year_text", "level", "months_worked", "maternity_months")
    list_filter = (("level", ChoicesRadioFilter), YearFilter)
    fieldsets = (
        ("Đối tượng", {"fields": (("person", "unit"),)}),
        (
            "Xếp loại",
            {"fields": (("year", "level", "score"), ("months_worked", "maternity_months"))},
        ),
        PROOF,
    )
    autocomplete_fields = ("person", "unit")

    @display(description="Năm", ordering="year")
    def year_text(self, record: AnnualRating) -> str:
        """Return the year as a name, not as a figure."""
        return str(record.year)


@admin.register(Bar)
class BarAdmin(DatedRecordAdmin):
    """Disciplines and matters under verification."""

    list_display = ("nominee_name", "kind", "severity", "starts_on", "ends_on", "lifted_on")
    list_filter = (("kind", ChoicesDropdownFilter), "starts_on")
    fieldsets = (
        ("Đối tượng", {"fields": (("person", "unit", "household"),)}),
        ("Nội dung", {"fields": (("kind", "severity"), "summary", ("starts_on", "ends_on"))}),
        ("Gỡ bỏ", {"fields": (("lifted_on", "lift_reason"),)}),
        PROOF,
    )


@admin.register(Initiative)
class InitiativeAdmin(DatedRecordAdmin):
    """Initiatives with their recognition."""

    list_display = ("name", "nominee_name", "year_text", "recognition", "level")
    list_filter = (
        ("recognition", ChoicesRadioFilter),
        ("level", ChoicesDropdownFilter),
        YearFilter,
    )
    search_fields = ("person__search_key", "unit__search_key", "name")
    fieldsets = (
        ("Tác giả", {"fields": (("person", "unit"), "co_authors")}),
        ("Sáng kiến", {"fields": ("name", ("year", "level"), ("recognition", "recognised_by"))}),
        PROOF,
    )
    autocomplete_fields = ("person", "unit", "co_authors")

    @display(description="Năm", ordering="year")
    def year_text(self, record: Initiative) -> str:
        """Return the year as a name, not as a figure."""
        return str(record.year)


@admin.register(IndexScore)
class IndexScoreAdmin(DatedRecordAdmin):
    """Results in a yearly index."""

    list_display = ("nominee_name", "name", "year_text", "score", "rating", "rank", "rank_of")
    list_select_related = ("unit",)
    list_filter = (("rating", ChoicesRadioFilter), YearFilter)
    search_fields = ("unit__search_key", "name")
    fieldsets = (
        ("Đơn vị", {"fields": ("unit",)}),
        (
            "Kết quả",
            {"fields": (("name", "year"), ("score", "maximum", "rating"), ("rank", "rank_of"))},
        ),
        PROOF,
    )
    autocomplete_fields = ("unit",)

    @display(description="Năm", ordering="year")
    def year_text(self, record: IndexScore) -> str:
        """Return the year as a name, not as a figure."""
        return str(record.year)


@admin.register(Transfer)
class TransferAdmin(RecordAdmin):
    """Who moved where, and why: written by the pages, read here."""

    superuser_may = frozenset()
    list_display = ("who", "from_unit", "to_unit", "moved_on", "reason", "created_by")
    list_select_related = ("person", "household", "from_unit", "to_unit", "created_by")
    list_filter = ("moved_on",)
    search_fields = ("person__search_key", "household__search_key")
    fields = (
        "person", "household", "from_unit", "to_unit", "moved_on", "reason", "created_by",
        "created_at",
    )  # fmt: skip
    readonly_fields = fields

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return the moves of those whom `user` sees today."""
        if user.is_superuser:
            return records
        units = Unit.objects.visible_to(user)
        return records.filter(Q(person__unit__in=units) | Q(household__unit__in=units))

    @display(description="Đối tượng")
    def who(self, row: Transfer) -> str:
        """Return the person or household."""
        return str(row.person or row.household)
