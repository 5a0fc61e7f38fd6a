"""What the clerk notes about an issued paper: copies, sending, receipt."""

from __future__ import annotations

import datetime as dt

from django import forms

from emulation.organization.models import IssuedPaper
from emulation.versions import VersionedForm


class OutgoingForm(VersionedForm):
    """Copies, when the paper was sent, who took it (NĐ 30/2020, Phụ lục IV)."""

    class Meta:
        model = IssuedPaper
        fields = ["copies", "sent_on", "received_by", "note"]
        help_texts = {
            "received_by": "Người, đơn vị đã nhận văn bản.",
        }

    def clean_sent_on(self) -> dt.date | None:
        """Refuse a day before that of the paper, which is no field of the form."""
        day = self.cleaned_data["sent_on"]
        if day and day < self.instance.dated:
            raise forms.ValidationError("Ngày chuyển không thể trước ngày văn bản.")
        return day
