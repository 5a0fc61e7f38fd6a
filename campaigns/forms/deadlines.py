"""Forms about deadlines: more time, the report that went, reminders, the letter, one's calendar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from campaigns.deadlines import DeadlineKind
from campaigns.models import ChaseLetter, Message, ReminderSetting, Subscription
from emulation.organization.models import Unit, User
from emulation.organization.numbering import next_number
from emulation.versions import VersionedForm


class ExtensionForm(forms.Form):
    """Which deadline, for whom, until when, why."""

    kind = forms.ChoiceField(label="Thời hạn", choices=DeadlineKind)
    unit = forms.ModelChoiceField(
        None, label="Gia hạn cho", required=False, empty_label="Tất cả các đơn vị"
    )
    before = forms.DateField(
        label="Thời hạn mới: trước ngày",
        help_text="Ngày này đã là quá hạn; hạn cuối là ngày liền trước.",
    )
    reason = forms.CharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Lý do được lưu lại và hiện cho các đơn vị.",
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class ReportedForm(forms.Form):
    """On which day the closing report went."""

    on = forms.DateField(label="Đã gửi báo cáo tổng kết ngày")


class MessageForm(VersionedForm):
    """The words of one reminder."""

    class Meta:
        model = Message
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 16})}


class ReminderSettingForm(VersionedForm):
    """How an authority reminds."""

    class Meta:
        model = ReminderSetting
        fields = ["sends_unread", "opening", "closing"]
        widgets = {
            "opening": forms.Textarea(attrs={"rows": 3}),
            "closing": forms.Textarea(attrs={"rows": 3}),
        }


class SubscriptionForm(VersionedForm):
    """What one account wants, and the address that reminders go to."""

    email = forms.EmailField(
        label="Địa chỉ thư điện tử",
        required=False,
        help_text="Thư nhắc việc gửi đến địa chỉ này; để trống thì không nhận được thư.",
    )

    class Meta:
        model = Subscription
        fields = ["wants_mail"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = self.instance.user.email

    def save(self, commit: bool = True) -> Subscription:
        """Keep the address with the account, the wish beside it."""
        user: User = self.instance.user
        user.email = self.cleaned_data["email"]
        user.save(update_fields=["email"])
        return super().save(commit)


class LetterForm(VersionedForm):
    """What the office says in a chase letter; whom it names is data."""

    class Meta:
        model = ChaseLetter
        fields = ["due_before", "units", "note", "signer_authority", "signer_position",
                  "signer_name"]  # fmt: skip
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "signer_authority": forms.Textarea(attrs={"rows": 2}),
            "units": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, owing: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in owing])
        self.fields["units"].error_messages["required"] = "Hãy chọn ít nhất một đơn vị."

    def clean_due_before(self) -> Any:
        """Refuse a day that has passed."""
        day = self.cleaned_data["due_before"]
        if day <= timezone.localdate():
            raise forms.ValidationError("Hạn cuối phải từ hôm nay trở đi.")
        return day


class LetterNumberForm(forms.Form):
    """Number and date of the letter; the next free number is suggested."""

    number = forms.CharField(label="Số", max_length=10)
    dated = forms.DateField(label="Ngày văn bản")

    def __init__(self, *args: Any, authority: Unit, symbol: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["number"].initial = next_number(authority, symbol, today.year)
        self.fields["number"].help_text = f"Số/{symbol}. Đã gợi ý số tiếp theo của năm."
        self.fields["dated"].initial = today
