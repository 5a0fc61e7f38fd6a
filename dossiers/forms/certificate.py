"""Forms of certificates: hand-over, issuing again, the sheet they print on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone

from awards.models import AwardType
from dossiers.models import CertificateSheet
from emulation.organization.models import Unit
from emulation.papers.certificate_layout import STARTING_LAYOUTS, CertificateLayout
from emulation.versions import VersionedForm

FARTHEST = 50  # millimetres that a printer can reasonably be off


class HandOverForm(forms.Form):
    """Who took the certificate, and when."""

    handed_to = forms.CharField(label="Người nhận", max_length=120)
    handed_on = forms.DateField(label="Ngày trao")


class HandOverAllForm(forms.Form):
    """The day on which the ticked certificates were handed over at the ceremony."""

    to = forms.CharField(
        label="Người nhận thay",
        max_length=120,
        required=False,
        help_text="Để trống: từng người, tập thể tự nhận.",
    )
    handed_on = forms.DateField(label="Ngày trao")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handed_on"].initial = timezone.localdate()


class ReissueForm(forms.Form):
    """Why a certificate is issued again, and what it shall say."""

    recipient = forms.CharField(label="Tên ghi trên bằng", max_length=200)
    detail = forms.CharField(label="Chức vụ, địa chỉ ghi trên bằng", max_length=300, required=False)
    reissue_reason = forms.CharField(
        label="Lý do cấp lại",
        max_length=300,
        help_text="Ví dụ: bị thất lạc, hư hỏng, in sai tên.",
    )


class SheetForm(VersionedForm):
    """The sheet of one kind of certificate: size, what is printed, how far the printer is off."""

    size = forms.ChoiceField(
        label="Khổ giấy", choices=[(key, label) for key, (label, _) in STARTING_LAYOUTS.items()]
    )
    mode = forms.ChoiceField(
        label="Cách in",
        choices=[
            ("whole", "In cả trang (giấy trắng)"),
            ("text_only", "Chỉ in chữ (phôi in sẵn)"),
        ],
        widget=forms.RadioSelect,
    )
    dx = forms.FloatField(
        label="Dịch sang phải (mm)",
        min_value=-FARTHEST,
        max_value=FARTHEST,
        initial=0,
        localize=True,
        help_text="Số âm: dịch sang trái. Đo trên tờ thử.",
    )
    dy = forms.FloatField(
        label="Dịch xuống dưới (mm)",
        min_value=-FARTHEST,
        max_value=FARTHEST,
        initial=0,
        localize=True,
        help_text="Số âm: dịch lên trên. Chỉ có tác dụng khi in trên phôi.",
    )

    class Meta:
        model = CertificateSheet
        fields = ["name", "award_type"]

    def __init__(self, *args: Any, authority: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.authority = authority
        known = AwardType.objects.valid_on(timezone.localdate())
        if self.instance.award_type_id:
            known = known | AwardType.objects.filter(pk=self.instance.award_type_id)
        self.fields["award_type"].queryset = known
        self.fields["award_type"].empty_label = "Mọi loại chưa có mẫu riêng"
        self.initial.setdefault("mode", "whole")
        if self.instance.pk:
            kept = CertificateLayout.from_data(self.instance.layout)
            self.initial |= {"mode": kept.mode, "dx": kept.dx, "dy": kept.dy}
            self.initial["size"] = size_of(kept)

    def clean(self) -> dict[str, Any]:
        """Put the layout together; what it cannot print is said beside the offsets."""
        cleaned = super().clean()
        if not {"size", "mode", "dx", "dy"} <= cleaned.keys():
            return cleaned
        base = STARTING_LAYOUTS[cleaned["size"]][1]
        if self.instance.pk:
            kept = CertificateLayout.from_data(self.instance.layout)
            # Boxes that were moved stay as they are while the paper stays the same.
            base = kept if size_of(kept) == cleaned["size"] else base
        layout = replace(base, mode=cleaned["mode"], dx=cleaned["dx"], dy=cleaned["dy"])
        if problems := layout.problems():
            self.add_error("dx", [problem.message for problem in problems])
        self.instance.layout = layout.as_data()
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The authority is no field of the form, but the name is unique inside it.
        return super()._get_validation_exclusions() - {"authority"}


def size_of(layout: CertificateLayout) -> str:
    """Return the key of the paper that `layout` is for; the first when it is none of ours."""
    for key, (_, start) in STARTING_LAYOUTS.items():
        if (start.width, start.height) == (layout.width, layout.height):
            return key
    return next(iter(STARTING_LAYOUTS))
