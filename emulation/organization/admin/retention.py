"""How long personal data are kept, and what was made anonymous, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse

from emulation.adminbase import RecordAdmin, display, page_link
from emulation.organization.models import Anonymisation, Retention


@admin.register(Retention)
class RetentionAdmin(RecordAdmin):
    """The periods: read by every office, changed by the superuser."""

    list_display = ("kind", "years", "legal_source", "is_verified")
    fields = ("kind", "years", "legal_source", "is_verified")
    search_fields = ("legal_source",)

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return all: the periods are everybody's."""
        return records


@admin.register(Anonymisation)
class AnonymisationAdmin(RecordAdmin):
    """The runs of `manage.py anonymise`, each with its minutes: read only."""

    superuser_may = frozenset()
    list_display = ("at", "authority", "by", "minutes")
    list_select_related = ("authority", "by")
    fields = readonly_fields = ("at", "authority", "by", "said", "minutes")

    @display(description="Số lượng")
    def said(self, done: Anonymisation) -> str:
        """Return the counts in words."""
        return "; ".join(f"{label}: {count}" for label, count in done.counts.items())

    @display(description="Biên bản")
    def minutes(self, done: Anonymisation) -> str:
        """Return a link to the minutes."""
        return page_link(reverse("organization:paper", args=["anonymisation", done.pk]), "Xem PDF")
