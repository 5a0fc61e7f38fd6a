"""Admin of decisions, proposals upwards, certificates and wordings: read here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from dossiers.admin.base import TONES, StateAdmin
from dossiers.models import (
    Certificate,
    CertificateSheet,
    Decision,
    DecisionLine,
    DecisionLog,
    Submission,
    SubmissionLine,
    SubmissionLog,
    Wording,
)
from emulation.adminbase import (
    ChangesAdmin,
    ChoicesRadioFilter,
    LogInline,
    ReadInline,
    WorkedElsewhere,
    display,
    page_link,
)
from emulation.papers.catalogue import all_kinds

NOMINEE = tuple(
    f"nomination__{name}" for name in ("award_type", "unit", "person", "household", "lowered_to")
)


class DecisionLineInline(ReadInline):
    """Whom the decision commends, with the money."""

    model = DecisionLine
    fields = readonly_fields = ("position", "nomination", "money", "amount_note")
    verbose_name_plural = "danh sách khen thưởng"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch nominees and awards with the rows."""
        return super().get_queryset(request).select_related(*NOMINEE)

    @display(description="Tiền thưởng")
    def money(self, line: DecisionLine) -> str:
        """Return the amount in đồng."""
        return "—" if line.amount is None else f"{line.amount:,} đồng".replace(",", ".")


class DecisionLogInline(LogInline):
    """Log of a decision."""

    model = DecisionLog


@admin.register(Decision)
class DecisionAdmin(StateAdmin):
    """Decisions to commend."""

    list_display = ("title", "authority", "number", "dated", "state_badge", "work_page")
    list_select_related = ("authority",)
    list_filter = (("state", ChoicesRadioFilter), ("basis", ChoicesRadioFilter))
    search_fields = ("title", "number")
    inlines = (DecisionLineInline, DecisionLogInline)
    fieldsets = (
        (None, {"fields": ("work_page", "state", "title", "authority", "basis")}),
        ("Ban hành", {"fields": (("number", "dated"), "published_at")}),
        ("Theo dõi", {"fields": (("created_by", "created_at"),)}),
    )
    readonly_fields = ("work_page", "state", "number", "dated", "created_by", "created_at")


class SubmissionLineInline(ReadInline):
    """Whom the proposal names, with the answer."""

    model = SubmissionLine
    fields = readonly_fields = ("position", "nomination", "answer_badge", "reason")
    verbose_name_plural = "danh sách đề nghị"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch nominees and awards with the rows."""
        return super().get_queryset(request).select_related(*NOMINEE)

    @display(description="Trả lời", label=TONES)
    def answer_badge(self, line: SubmissionLine) -> tuple[str, str]:
        """Return the superior's answer as a badge."""
        return line.answer, line.get_answer_display()


class SubmissionLogInline(LogInline):
    """Log of a proposal."""

    model = SubmissionLog


@admin.register(Submission)
class SubmissionAdmin(StateAdmin):
    """Proposals to the superior."""

    list_display = ("decided_by", "authority", "number", "dated", "state_badge", "work_page")
    list_select_related = ("authority",)
    list_filter = (("state", ChoicesRadioFilter), ("basis", ChoicesRadioFilter))
    search_fields = ("addressee", "decided_by", "number")
    inlines = (SubmissionLineInline, SubmissionLogInline)
    fieldsets = (
        (None, {"fields": ("work_page", "state", "authority", "addressee", "decided_by", "basis")}),
        ("Văn bản", {"fields": (("number", "dated"),)}),
        ("Theo dõi", {"fields": (("created_by", "created_at"),)}),
    )
    readonly_fields = ("work_page", "state", "number", "dated", "created_by", "created_at")


@admin.register(Certificate)
class CertificateAdmin(WorkedElsewhere, ChangesAdmin):
    """Certificates: number, hand-over, reissue."""

    list_display = ("book_number", "recipient", "award", "handed_on", "work_page")
    list_select_related = (
        "award__award_type", "award__unit", "award__person", "award__household",
    )  # fmt: skip
    search_fields = ("recipient",)
    fieldsets = (
        (None, {"fields": ("work_page", "book_number", "award", "code")}),
        ("Ghi trên bằng", {"fields": ("recipient", "detail", "achievement")}),
        ("In và trao", {"fields": ("printed_at", ("handed_to", "handed_on"))}),
        ("Cấp lại", {"fields": ("replaces", "reissue_reason")}),
    )
    readonly_fields = ("work_page", "book_number")

    @display(description="Số sổ vàng", ordering=("-year", "number"))
    def book_number(self, certificate: Certificate) -> str:
        """Return number and year of the golden book."""
        return f"{certificate.number}/{certificate.year}"

    @display(description="Trang làm việc")
    def work_page(self, certificate: Certificate) -> str:
        """Return a link to the certificate's page."""
        url = reverse("dossiers:certificate_detail", args=[certificate.pk])
        return page_link(url, "Mở trang làm việc")


@admin.register(CertificateSheet)
class CertificateSheetAdmin(WorkedElsewhere, ChangesAdmin):
    """How certificates print; set up on the staff page, where a test sheet prints too."""

    list_display = ("name", "authority", "award_type", "work_page")
    list_select_related = ("authority", "award_type")
    search_fields = ("name",)
    fieldsets = ((None, {"fields": ("work_page", "name", "authority", "award_type")}),)
    readonly_fields = ("work_page",)

    @display(description="Trang làm việc")
    def work_page(self, sheet: CertificateSheet) -> str:
        """Return a link to the sheet's page."""
        url = reverse("dossiers:certificate_sheet_edit", args=[sheet.pk])
        return page_link(url, "Mở trang làm việc")


@admin.register(Wording)
class WordingAdmin(WorkedElsewhere, ChangesAdmin):
    """The words of papers; written on each paper's own page."""

    list_display = ("paper", "authority", "full_number", "dated", "saved_at")
    list_select_related = ("authority",)
    search_fields = ("slug", "number", "subject")
    fieldsets = (
        (None, {"fields": ("paper", "authority", ("number", "symbol"), ("place", "dated"))}),
        ("Lời văn", {"fields": ("subject", "addressees", "bases", "lead_in", "body", "closing")}),
        ("Ký", {"fields": ("recipients", "signer_authority", ("signer_position", "signer_name"))}),
        ("Theo dõi", {"fields": (("saved_by", "saved_at"),)}),
    )
    readonly_fields = ("paper", "saved_by", "saved_at")

    @display(description="Giấy tờ", ordering="slug")
    def paper(self, wording: Wording) -> str:
        """Return a link to the paper, by its title."""
        kind = all_kinds().get(wording.slug)
        if kind is None:  # A kind that this version no longer prints.
            return wording.slug
        url = reverse("organization:paper", args=[wording.slug, wording.subject_id])
        return page_link(url, kind.title)

    @display(description="Số, ký hiệu")
    def full_number(self, wording: Wording) -> str:
        """Return the number, or a dash."""
        return wording.full_number or "—"
