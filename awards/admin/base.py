"""What the pages of the law share: everybody reads, the superuser changes, used rows stay."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from awards.models import Verified
from emulation.adminbase import ChangesAdmin, ChoicesRadioFilter, DayFilter, RuleForm, display
from emulation.vietnamese import short_date

TONES = {Verified.YES: "success", Verified.PARTLY: "warning", Verified.NO: "danger"}
BY_LAW = (
    "Áp dụng theo pháp luật",
    {"fields": (("valid_from", "valid_to"), "legal_basis", ("verified", "source"))},
)
BY_LAW_SHORT = (
    "Áp dụng theo pháp luật",
    {"fields": (("valid_from", "valid_to"), ("verified", "source"))},
)


class CodesForm(RuleForm):
    """A form whose columns of codes are check boxes: named in `codes`, joined by commas."""

    codes: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.codes:
            stored = str(self.initial.get(name) or "").split(",")
            self.initial[name] = [code.strip() for code in stored if code.strip()]

    def clean(self) -> dict[str, Any]:
        """Store the codes as one text; a text longer than its column is refused at the field."""
        data = super().clean() or self.cleaned_data
        for name in self.codes:
            if name not in data:
                continue
            data[name] = ",".join(data[name])
            if len(data[name]) > (self._meta.model._meta.get_field(name).max_length or 0):
                self.add_error(name, "Chọn ít mục hơn: không đủ chỗ ghi.")
        return data


class LawAdmin(ChangesAdmin):
    """A table of the law by date.

    A row that has begun to hold is not deleted: what was decided rests on it. It gets an end.
    """

    list_filter = (DayFilter, ("verified", ChoicesRadioFilter))
    list_per_page = 100

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Everybody reads the law."""
        return records

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Refuse a row that is, or was, in force."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        in_force = record.valid_from <= timezone.localdate()
        if in_force and self.has_delete_permission(request, record):
            messages.error(
                request,
                f"Không xóa được «{record}»: đã áp dụng từ ngày {short_date(record.valid_from)}, "
                "những gì đã quyết định dựa vào dòng này. Hãy ghi ngày hết áp dụng và thêm dòng "
                "mới.",
            )
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)
        return super().delete_view(request, object_id, extra_context)

    @display(description="Áp dụng", ordering="valid_from")
    def validity(self, row: Any) -> str:
        """Return the period in two short lines."""
        start = f"từ {short_date(row.valid_from)}"
        end = f"đến hết {short_date(row.valid_to)}" if row.valid_to else "đang áp dụng"
        return format_html('<span class="whitespace-nowrap">{}<br>{}</span>', start, end)

    @display(description="Đối chiếu", ordering="verified", label=TONES)
    def checked(self, row: Any) -> tuple[str, str]:
        """Return as a badge how far the row has been checked; the source stands beside it."""
        return row.verified, row.get_verified_display()

    @display(description="Nguồn")
    def checked_by(self, row: Any) -> str:
        """Return the source; OWN and nothing mark a row that nobody has looked up."""
        source = "chưa có" if row.source in ("", "OWN") else row.source
        return format_html('<span class="whitespace-normal">{}</span>', source)
