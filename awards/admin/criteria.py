"""Admin of the award catalogue and of the sets of criteria."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from emulation.adminbase import (
    OFFICE_MAY,
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    DayFilter,
    PartInline,
    RecordAdmin,
    RuleForm,
    SeveralField,
    display,
    references,
)
from emulation.organization.models import Level, NomineeKind, Unit
from emulation.vietnamese import short_date

from .models import AwardType, Criterion, CriterionSet, Verified

TONES = {Verified.YES: "success", Verified.PARTLY: "warning", Verified.NO: "danger"}


class AwardTypeForm(RuleForm):
    """An award type with its lists of codes as check boxes."""

    subjects = SeveralField(label="Đối tượng", choices=NomineeKind.choices)
    level = SeveralField(label="Cấp quyết định", choices=Level.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("subjects", "level"):
            codes = str(self.initial.get(name) or "").split(",")
            self.initial[name] = [code.strip() for code in codes if code.strip()]

    def clean_subjects(self) -> str:
        """Store the codes as one text."""
        return ",".join(self.cleaned_data["subjects"])

    def clean_level(self) -> str:
        """Store the codes as one text; the column is short."""
        codes = ",".join(self.cleaned_data["level"])
        if len(codes) > AwardType._meta.get_field("level").max_length:
            self.add_error("level", "Chọn nhiều nhất hai hoặc ba cấp.")
        return codes


@admin.register(AwardType)
class AwardTypeAdmin(RecordAdmin):
    """The catalogue: the law's, so read by everybody and changed by the superuser alone."""

    form = AwardTypeForm
    worded = {"subjects": "subjects_text", "level": "level_text"}
    list_display = ("title", "subjects_text", "decided_by", "validity", "checked", "checked_by")
    list_filter = (
        DayFilter,
        ("kind", ChoicesRadioFilter),
        ("verified", ChoicesRadioFilter),
        ("level", ChoicesDropdownFilter),
    )
    search_fields = ("code", "name", "decided_by", "legal_basis")
    search_help_text = "Tìm theo tên, mã, thẩm quyền, căn cứ; gõ có dấu hay không dấu đều được."
    ordering = ("position", "valid_from", "pk")
    list_per_page = 100
    fieldsets = (
        ("Danh hiệu, hình thức", {"fields": ("name", ("code", "kind"), "subjects", "position")}),
        ("Thẩm quyền", {"fields": ("level", "decided_by")}),
        (
            "Áp dụng theo pháp luật",
            {"fields": (("valid_from", "valid_to"), "legal_basis", ("verified", "source"))},
        ),
    )

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Everybody reads the law."""
        return records

    @display(description="Danh hiệu, hình thức", ordering="position")
    def title(self, award: AwardType) -> str:
        """Return the official name over its code."""
        return format_html(
            '<span class="whitespace-normal">{}</span> <span class="text-xs">({})</span>',
            award.name,
            award.code,
        )

    @display(description="Đối tượng")
    def subjects_text(self, award: AwardType) -> str:
        """Return the nominee kinds in words."""
        return award.subjects_display

    @display(description="Cấp quyết định")
    def level_text(self, award: AwardType) -> str:
        """Return the levels in words."""
        return award.level_display

    @display(description="Áp dụng", ordering="valid_from")
    def validity(self, award: AwardType) -> str:
        """Return the period in two short lines."""
        start = f"từ {short_date(award.valid_from)}"
        end = f"đến hết {short_date(award.valid_to)}" if award.valid_to else "đang áp dụng"
        return format_html('<span class="whitespace-nowrap">{}<br>{}</span>', start, end)

    @display(description="Đối chiếu", ordering="verified", label=TONES)
    def checked(self, award: AwardType) -> tuple[str, str]:
        """Return as a badge how far the row has been checked; the source stands beside it."""
        return award.verified, award.get_verified_display()

    @display(description="Nguồn")
    def checked_by(self, award: AwardType) -> str:
        """Return the source under a short heading; OWN marks a row that nobody has looked up."""
        return "chưa có" if award.source == "OWN" else award.source.replace(",", ", ")


class CriterionInline(PartInline):
    """The criteria of a set, in the order and the words that the plan prints."""

    model = Criterion
    fields = ("position", "text", "kind", "mandatory", "evidence")


@admin.register(CriterionSet)
class CriterionSetAdmin(RecordAdmin):
    """Sets of criteria; one that a campaign uses is changed on the campaign's own pages."""

    office_may = OFFICE_MAY
    authority_fields = ("authority",)
    list_display = ("name", "subject", "size", "authority")
    list_select_related = ("authority",)
    list_filter = (("subject", ChoicesRadioFilter),)
    search_fields = ("name",)
    inlines = (CriterionInline,)
    fieldsets = ((None, {"fields": ("authority", "name", "subject")}),)

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return the sets of the authorities that `user` sees."""
        records = records.annotate(criteria_count=Count("criteria"))
        if user.is_superuser:
            return records
        return records.filter(authority__in=Unit.objects.visible_to(user).authorities())

    def may(self, request: HttpRequest, verb: str, record: Any = None) -> bool:
        """Leave a set alone that something uses: an issued plan must stay true."""
        if verb == "change" and record is not None:
            if not hasattr(record, "_used"):
                record._used = bool(references(record))
            if record._used:
                return False
        return super().may(request, verb, record)

    @display(description="Số tiêu chuẩn", ordering="criteria_count")
    def size(self, criteria: CriterionSet) -> int:
        """Return how many criteria the set has (counted with the list)."""
        return criteria.criteria_count
