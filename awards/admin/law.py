"""Admin of the law by date: regimes, documents to cite, votes."""

from __future__ import annotations

from django.contrib import admin

from awards.citing import papers_citing, topics_of
from awards.models import AwardShare, LegalDocument, Regime, Topic, VoteRule
from emulation.adminbase import ChoicesRadioFilter, DayFilter, SeveralField, display
from emulation.organization.models import Level
from emulation.vietnamese import short_date

from .base import BY_LAW, BY_LAW_SHORT, CodesForm, LawAdmin


class RegimeForm(CodesForm):
    """A regime with its levels as check boxes."""

    codes = ("levels",)
    levels = SeveralField(label="Các cấp", choices=Level.choices)


@admin.register(Regime)
class RegimeAdmin(LawAdmin):
    """Periods of the law."""

    form = RegimeForm
    worded = {"levels": "levels_text"}
    list_display = ("name", "levels_text", "quorum", "validity", "checked", "checked_by")
    search_fields = ("code", "name", "note")
    fieldsets = (
        ("Giai đoạn", {"fields": ("name", "code", "levels")}),
        ("Hội đồng", {"fields": (("quorum_numerator", "quorum_denominator"),)}),
        BY_LAW_SHORT,
        ("Ghi chú", {"fields": ("note",)}),
    )

    @display(description="Các cấp")
    def levels_text(self, regime: Regime) -> str:
        """Return the levels in words."""
        return "; ".join(level.label for level in Level if level in regime.level_codes)

    @display(description="Họp hợp lệ khi có")
    def quorum(self, regime: Regime) -> str:
        """Return the share of members that must attend."""
        return f"{regime.quorum_numerator}/{regime.quorum_denominator} thành viên"


class LegalDocumentForm(CodesForm):
    """A document with its topics as check boxes."""

    codes = ("topics",)
    topics = SeveralField(label="Dùng làm căn cứ về", choices=Topic.choices, required=False)


@admin.register(LegalDocument)
class LegalDocumentAdmin(LawAdmin):
    """What papers cite, and what the review of papers knows of the law."""

    form = LegalDocumentForm
    worded = {"topics": "topics_text"}
    list_display = ("number", "heading", "topics_text", "validity", "checked", "checked_by")
    list_filter = (DayFilter, ("verified", ChoicesRadioFilter))
    search_fields = ("number", "kind", "title", "issuer")
    search_help_text = "Tìm theo số, ký hiệu, trích yếu; gõ có dấu hay không dấu đều được."
    readonly_fields = ("cited_in",)
    fieldsets = (
        ("Văn bản", {"fields": (("kind", "number"), ("issuer", "dated"), "title")}),
        ("Viện dẫn", {"fields": ("topics", "cited_in", "replaced_by", "position")}),
        BY_LAW_SHORT,
    )

    @display(description="Trích yếu")
    def heading(self, document: LegalDocument) -> str:
        """Return kind, date and subject."""
        dated = f" ({short_date(document.dated)})" if document.dated else ""
        return f"{document.kind}{dated}: {document.title}"

    @display(description="Dùng làm căn cứ về")
    def topics_text(self, document: LegalDocument) -> str:
        """Return the topics in words."""
        return "; ".join(t.label for t in Topic if t in topics_of(document)) or "không tự viện dẫn"

    @display(description="Có trong căn cứ của")
    def cited_in(self, document: LegalDocument) -> str:
        """Return which papers cite the document while it is in force."""
        return "; ".join(papers_citing(document)) or "không văn bản nào"


@admin.register(VoteRule)
class VoteRuleAdmin(LawAdmin):
    """Which share of votes an award needs."""

    list_display = ("award_code", "share", "base", "is_secret", "validity", "checked", "checked_by")
    search_fields = ("award_code", "source")
    search_help_text = "Tìm theo mã danh hiệu, hình thức; dấu * là mức chung."
    fieldsets = (
        ("Tỷ lệ phiếu", {"fields": ("award_code", ("percent", "base"), "is_secret")}),
        BY_LAW_SHORT,
    )

    @display(description="Tỷ lệ", ordering="percent")
    def share(self, rule: VoteRule) -> str:
        """Return the share."""
        return f"từ {rule.percent}%"


@admin.register(AwardShare)
class AwardShareAdmin(LawAdmin):
    """Which share of one title's holders may be given another."""

    list_display = (
        "award_code", "share", "legal_basis", "validity", "checked", "checked_by",
    )  # fmt: skip
    search_fields = ("award_code", "of_code", "legal_basis")
    search_help_text = "Tìm theo mã danh hiệu, căn cứ."
    fieldsets = (("Tỷ lệ", {"fields": (("award_code", "of_code"), "percent")}), BY_LAW)

    @display(description="Không quá", ordering="percent")
    def share(self, row: AwardShare) -> str:
        """Return the share and what it is reckoned from."""
        return f"{row.percent}% số {row.of_code}"
