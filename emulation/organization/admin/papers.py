"""The register of issued papers in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from emulation.adminbase import (
    RecordAdmin,
    display,
    page_link,
)
from emulation.organization.models import IssuedPaper
from emulation.papers.catalogue import all_kinds

from .accounts import overseen


@admin.register(IssuedPaper)
class IssuedPaperAdmin(RecordAdmin):
    """The register of issued papers: read only, for everybody."""

    superuser_may = frozenset()
    list_display = ("number_text", "dated", "kind", "title", "authority", "pdf")
    list_select_related = ("authority",)
    list_filter = ("dated",)
    search_fields = ("number", "title")
    search_help_text = "Tìm theo số, ký hiệu hoặc trích yếu; gõ có dấu hay không dấu đều được."
    fields = (
        "pdf",
        "number_text",
        "dated",
        "kind",
        "title",
        "authority",
        "signer",
        "recipients",
        ("copies", "sent_on", "received_by"),
        "note",
        "issued_by",
        "issued_at",
        "fingerprint",
    )
    readonly_fields = (
        "pdf", "number_text", "dated", "kind", "title", "authority", "signer", "recipients",
        "copies", "sent_on", "received_by", "note", "issued_by", "issued_at", "fingerprint",
    )  # fmt: skip

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return the papers of the authorities that `user` oversees."""
        if user.is_superuser:
            return records
        return records.filter(authority__in=overseen(user).authorities())

    @display(description="Số, ký hiệu", ordering="number")
    def number_text(self, paper: IssuedPaper) -> str:
        """Return the number, or say that the paper carries none."""
        return paper.number or "Không số"

    @display(description="Loại giấy tờ", ordering="slug")
    def kind(self, paper: IssuedPaper) -> str:
        """Return what kind of paper it is, in words."""
        known = all_kinds().get(paper.slug)
        return known.title if known else paper.slug

    @display(description="Bản PDF")
    def pdf(self, paper: IssuedPaper) -> str:
        """Return a link to the stored bytes."""
        return page_link(
            reverse("organization:paper", args=[paper.slug, paper.subject_id]), "Mở PDF"
        )

    @display(description="Mã băm SHA-256")
    def fingerprint(self, paper: IssuedPaper) -> str:
        """Return the hash so that it breaks on a narrow screen."""
        return format_html('<span class="fingerprint">{}</span>', paper.sha256)
