"""The form in which the office judges a finding otherwise."""

from django import forms

from campaigns.services.overriding import CONCLUSIONS


class OverrideForm(forms.Form):
    """Verdict and reason, for one finding."""

    verdict = forms.ChoiceField(
        label="Văn phòng kết luận", choices=[("", "Chọn kết luận"), *CONCLUSIONS]
    )
    reason = forms.CharField(
        label="Lý do, căn cứ",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi rõ văn bản hoặc cuộc họp làm căn cứ; lý do được in kèm kết luận.",
    )
