"""The register of awards in the admin: read in one's scope, corrected by the superuser."""

from __future__ import annotations

from django.contrib import admin

from awards.models import Award
from emulation.adminbase import (
    ChoicesDropdownFilter,
    DatedRecordAdmin,
    YearFilter,
    display,
)


@admin.register(Award)
class AwardAdmin(DatedRecordAdmin):
    """Awards given; a wrong one is revoked on its page, never deleted here."""

    superuser_may = frozenset({"add", "change"})
    list_display = ("award_name", "recipient", "year_text", "basis", "document_date", "revoked_on")
    list_filter = (("basis", ChoicesDropdownFilter), YearFilter)
    search_fields = ("person__search_key", "unit__search_key", "household__search_key")
    autocomplete_fields = ("person", "unit", "household", "award_type", "issued_by")
    fieldsets = (
        ("Người nhận", {"fields": (("person", "unit", "household"), "recipient")}),
        (
            "Khen thưởng",
            {
                "fields": (
                    "award_type", "award_name", ("year", "years"), ("basis", "movement"),
                    "achievement", ("decided_by", "issued_by", "register_number"),
                    "with_initiative",
                )
            },
        ),
        ("Quyết định", {"fields": (("document", "document_date"), "note")}),
        ("Thu hồi", {"fields": (("revoked_on", "revoke_document"), "revoke_reason")}),
    )  # fmt: skip

    @display(description="Năm", ordering="year")
    def year_text(self, record: Award) -> str:
        """Return the year as a name, not as a figure."""
        return str(record.year)
