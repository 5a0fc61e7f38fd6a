"""Forms of the office about results: the verdict, a check on the spot, a good example."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from awards.sentences import number
from campaigns.models import Example, FieldCheck, Result
from campaigns.services.reporting import Claim
from campaigns.services.verifying import VERDICTS, is_scored
from emulation.versions import VersionedForm
from emulation.workflow import Transition, find


class VerdictForm(forms.Form):
    """Met, not met or returned, with points where the criterion has them, and the note."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    verdict = forms.ChoiceField(
        label="Văn phòng kết luận",
        choices=[(t.name, t.label) for t in VERDICTS],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn kết luận."},
    )
    points = forms.DecimalField(
        label="Điểm xác nhận", min_value=0, max_digits=6, decimal_places=2, required=False,
        localize=True,
    )  # fmt: skip
    note = forms.CharField(
        label="Nhận xét, lý do",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bắt buộc khi không đạt, trả lại hoặc cho điểm khác điểm tự chấm.",
    )

    def __init__(self, result: Result, data: Any = None) -> None:
        super().__init__(
            data,
            auto_id=f"id_v{result.pk}_%s",
            initial={"seen": Claim.of(result).seen, "points": result.claimed_points},
        )
        if is_scored(result):
            most = number(result.criterion.points)
            self.fields["points"].label = f"Điểm xác nhận (tối đa {most})"
        else:
            del self.fields["points"]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where the step needs one."""
        cleaned = super().clean()
        name = cleaned.get("verdict")
        if name and find(VERDICTS, name).needs_note and not cleaned.get("note", "").strip():
            self.add_error("note", f"Hãy ghi {find(VERDICTS, name).note_label.lower()}.")
        return cleaned

    @property
    def transition(self) -> Transition:
        """Return the step that was chosen (after validation)."""
        return find(VERDICTS, self.cleaned_data["verdict"])


class CheckForm(VersionedForm):
    """What was found on the spot."""

    class Meta:
        model = FieldCheck
        fields = ("checked_on", "checked_by", "finding", "follow_up")
        widgets = {
            "finding": forms.Textarea(attrs={"rows": 3}),
            "follow_up": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("checked_on", timezone.localdate())


class ExampleForm(VersionedForm):
    """The words in which an example is told."""

    class Meta:
        model = Example
        fields = ("title", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
