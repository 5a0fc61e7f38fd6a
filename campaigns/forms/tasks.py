"""The form of one task of the plan."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.models import PlanTask
from emulation.organization.models import Unit
from emulation.versions import VersionedForm


class TaskForm(VersionedForm):
    """Who does what by when."""

    class Meta:
        model = PlanTask
        fields = ["who", "unit", "text", "before"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign = self.instance.campaign
        self.fields["unit"].queryset = Unit.objects.filter(
            authority=campaign.authority_id
        ).active_on(campaign.reference_day)
        self.fields["unit"].empty_label = "Văn phòng theo dõi"

    def clean_before(self) -> Any:
        """Refuse a day before the campaign begins."""
        day = self.cleaned_data["before"]
        start = self.instance.campaign.starts_on
        if day and day <= start:
            raise forms.ValidationError(f"Phải sau ngày phong trào bắt đầu ({start:%d/%m/%Y}).")
        return day
