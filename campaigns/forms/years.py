"""The next year of a movement: its deadlines, and what stands for awards that are gone."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.models import Period
from campaigns.services.years import Gone
from emulation.versions import VersionedForm

NOTHING = "none"


class NextPeriodForm(VersionedForm):
    """Name and deadlines of the period that follows."""

    class Meta:
        model = Period
        fields = [
            "name", "registration_before", "results_before", "dossier_before", "report_before",
        ]  # fmt: skip


class InsteadForm(forms.Form):
    """One choice for each award that is gone; the fields are named by the offer."""

    def __init__(self, gone: list[Gone], data: Any = None) -> None:
        super().__init__(data)
        for one in gone:
            self.fields[f"instead-{one.offer.pk}"] = forms.ChoiceField(
                label=f"Thay «{one.offer.name}» bằng",
                help_text=one.message,
                choices=[
                    ("", "Chọn…"),
                    (NOTHING, "Không thay"),
                    *((str(kind.pk), f"{kind.name} ({kind.decided_by})") for kind in one.choices),
                ],
                error_messages={"required": "Hãy chọn khen thưởng thay thế, hoặc không thay."},
            )

    def chosen(self) -> dict[int, int | None]:
        """Return the award type by offer, None for an award that nothing takes the place of."""
        return {
            int(name.removeprefix("instead-")): None if value == NOTHING else int(value)
            for name, value in self.cleaned_data.items()
        }
