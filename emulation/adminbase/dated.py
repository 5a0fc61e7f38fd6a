"""A page of dated records in the admin: who they are about, by year, with their history."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from emulation.vietnamese import search_key

from .changes import ChangesAdmin
from .look import DropdownFilter, display


class YearFilter(DropdownFilter):
    """Records of one year, offered as names and not as figures."""

    title = "năm"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the years that there are."""
        years = model_admin.get_queryset(request).order_by("-year").values_list("year", flat=True)
        return [(str(year), str(year)) for year in years.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to the year."""
        value = self.value() or ""
        return queryset.filter(year=int(value)) if value.isdecimal() else queryset


class DatedRecordAdmin(ChangesAdmin):
    """Records with a history: entered on the pages by the office, corrected here by a superuser."""

    list_per_page = 50
    search_fields = ("person__search_key", "unit__search_key", "household__search_key")
    list_select_related = ("unit", "person__unit", "household__unit")
    autocomplete_fields = ("person", "unit", "household")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find every word in the key of whoever the record is about, or in a named column."""
        for word in search_key(search_term).split():
            condition = Q()
            for name in self.search_fields:
                way = "contains" if name.endswith("search_key") else "icontains"
                condition |= Q(**{f"{name}__{way}": word})
            queryset = queryset.filter(condition)
        return queryset, False

    @display(description="Đối tượng")
    def nominee_name(self, record: Any) -> str:
        """Return who the record is about."""
        return str(record.nominee)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Name who entered it."""
        if not change and hasattr(obj, "created_by"):
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
