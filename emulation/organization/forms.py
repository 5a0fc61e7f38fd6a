"""Forms of accounts: login, code, password, reasons, deputies, lists of new accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from emulation.organization.models import Unit, User
from emulation.organization.services.deputies import ACTING_ROLES, eligible
from emulation.uploads import UploadField

REASON = forms.Textarea(attrs={"rows": 2})


class LoginForm(AuthenticationForm):
    """Name and password; a name that no account can have is refused before it is counted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = User._meta.get_field("username").max_length
        self.fields["username"].validators.append(MaxLengthValidator(longest))


class CodeForm(forms.Form):
    """A code of the telephone, or a recovery code."""

    code = forms.CharField(
        label="Mã xác nhận", max_length=20,
        widget=forms.TextInput(attrs={
            "autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false",
            "autofocus": True, "class": "form-control code-input",
        }),
    )  # fmt: skip


class NewPasswordForm(PasswordChangeForm):
    """One's own new password; the old one is no new one."""

    def clean_new_password1(self) -> str:
        """Refuse the password that was to be changed."""
        password = self.cleaned_data.get("new_password1") or ""
        if password and self.user.check_password(password):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        return password


class WhyForm(forms.Form):
    """Why something is done to an account."""

    reason = forms.CharField(label="Lý do", max_length=300, widget=REASON)


class AuthorityField(forms.ModelChoiceField):
    """The authority; not asked of who has only one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit.objects.none(), label="Cơ quan", empty_label="Chọn cơ quan", **kwargs)


class _OfAuthority(forms.Form):
    """A form about one of the authorities that are given."""

    authority = AuthorityField()

    def __init__(self, *args: Any, authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["authority"]
        field.queryset = authorities
        only = list(authorities[:2])
        if len(only) == 1:
            field.initial, field.widget = only[0].pk, forms.HiddenInput()


class AccountListForm(_OfAuthority):
    """A filled-in list of new accounts."""

    file = UploadField(kinds=("xlsx",), label="Tệp Excel")


class AccountChoiceField(forms.ModelChoiceField):
    """An account with its name and its roles."""

    def label_from_instance(self, account: User) -> str:
        """Return "Nguyễn Văn An (an.nv)"."""
        return f"{account} ({account.username})" if account.full_name else account.username


class DeputyForm(_OfAuthority):
    """Who acts for whom, from when to when, and why."""

    account = AccountChoiceField(
        User.objects.none(), label="Người được ủy quyền", empty_label="Chọn tài khoản"
    )
    role = forms.ChoiceField(
        label="Làm việc của", choices=[(role.value, role.label) for role in ACTING_ROLES]
    )
    starts_on = forms.DateField(label="Từ ngày", initial=timezone.localdate)
    ends_on = forms.DateField(label="Đến hết ngày")
    reason = forms.CharField(
        label="Văn bản, lý do", max_length=300, widget=REASON,
        help_text="Ví dụ: Văn bản ủy quyền số 05/UQ-UBND ngày 02/7/2026; Chủ tịch đi công tác.",
    )  # fmt: skip

    def __init__(self, *args: Any, authorities: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, authorities=authorities, **kwargs)
        accounts = User.objects.none()
        for authority in authorities:
            accounts = accounts | eligible(authority)
        self.fields["account"].queryset = accounts.exclude(pk=by.pk).order_by("full_name", "pk")
        self.fields["account"].widget.attrs["data-search"] = ""
        self.order_fields(["authority", "account", "role", "starts_on", "ends_on", "reason"])
