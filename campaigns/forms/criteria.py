"""Forms for taking criteria from a set, and for saving them into the library."""

from __future__ import annotations

from typing import Any

from django import forms

from awards.models import CriterionSet


class KeepForm(forms.Form):
    """Under which name criteria go into the library, or as which set's next version."""

    name = forms.CharField(label="Tên trong thư viện", max_length=200)
    newer_than = forms.ModelChoiceField(
        CriterionSet.objects.none(),
        label="Là phiên bản mới của",
        required=False,
        empty_label="Không: lưu thành bộ mới",
    )

    def __init__(self, *args: Any, library: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["newer_than"].queryset = library
        if not library:
            del self.fields["newer_than"]


class TakeForm(forms.Form):
    """Which set to take, and whether it replaces what there is."""

    source = forms.IntegerField()
    replace = forms.BooleanField(required=False)
