"""Forms of a decision: drafting, issuing, refusing, revoking, making public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from awards.models import Basis
from emulation.organization.models import Unit
from emulation.organization.numbering import next_number


class DraftForm(forms.Form):
    """What the decision is about, and whom it names."""

    title = forms.CharField(
        label="Về việc",
        max_length=300,
        help_text="Trích yếu của quyết định, ví dụ: Khen thưởng phong trào thi đua năm 2025.",
    )
    basis = forms.ChoiceField(
        label="Loại hình khen thưởng", choices=Basis.choices, initial=Basis.MOVEMENT
    )
    nominations = forms.ModelMultipleChoiceField(
        None,
        label="Người, tập thể được khen thưởng",
        error_messages={
            "required": "Hãy chọn ít nhất một đề nghị.",
            "invalid_choice": "Có đề nghị không còn chờ quyết định. Hãy chọn lại.",
        },
    )

    def __init__(self, *args: Any, ready: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = ready


class NumberForm(forms.Form):
    """The number and date of an outgoing paper; the next free number is suggested."""

    number = forms.CharField(label="Số", max_length=10)
    dated = forms.DateField(label="Ngày văn bản")

    def __init__(self, *args: Any, authority: Unit, symbol: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["number"].initial = next_number(authority, symbol, today.year)
        self.fields["number"].help_text = (
            f"Số/{symbol}. Đã gợi ý số tiếp theo của năm {today.year}; mỗi số chỉ dùng một lần "
            "trong năm."
        )
        self.fields["dated"].initial = today


class ReasonForm(forms.Form):
    """A reason that the step asks for."""

    reason = forms.CharField(
        label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class RevokeForm(forms.Form):
    """By which document, when and why an award is revoked."""

    document = forms.CharField(
        label="Quyết định hủy bỏ, thu hồi",
        max_length=200,
        help_text="Ví dụ: Quyết định số 9/QĐ-UBND ngày 05/01/2026 của Chủ tịch UBND xã.",
    )
    on = forms.DateField(label="Thu hồi từ ngày")
    reason = forms.CharField(
        label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class PublishForm(forms.Form):
    """From when on a decision is public."""

    at = forms.DateTimeField(
        label="Công khai từ",
        required=False,
        help_text="Ngày và giờ, ví dụ 02/12/2026 08:00. Để trống: công khai ngay.",
    )
