"""The superior's answer, line by line."""

from __future__ import annotations

from typing import Any

from django import forms

from dossiers.models import Answer, SubmissionLine
from dossiers.services.submitting import Reply


class ReplyForm(forms.Form):
    """What the superior answered about one nominee; pending ones can follow later."""

    answer = forms.ChoiceField(label="Trả lời", choices=Answer.choices, initial=Answer.PENDING)
    document = forms.CharField(label="Quyết định số", max_length=200, required=False)
    dated = forms.DateField(label="Ngày quyết định", required=False)
    reason = forms.CharField(label="Lý do không được khen thưởng", max_length=300, required=False)

    def __init__(self, *args: Any, line: SubmissionLine, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"line-{line.pk}", **kwargs)
        self.line = line

    def reply(self) -> Reply:
        """Return what was typed; call when the form is valid."""
        data = self.cleaned_data
        return Reply(data["answer"], data["reason"], data["document"], data["dated"])
