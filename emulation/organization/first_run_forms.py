"""Forms of the first run: the first account, the authority, its parts, the accounts of others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm

from emulation.organization.models import Role, Unit, UnitKind, User

PLACES = (
    ("xã", "Ủy ban nhân dân xã"),
    ("phường", "Ủy ban nhân dân phường"),
    ("đặc khu", "Ủy ban nhân dân đặc khu"),
    ("", "Cơ quan khác (sở, ngành cấp tỉnh)"),
)
MOST_UNITS = 300


class FirstAccountForm(BaseUserCreationForm):
    """The key of the console, and the administrator's name and password."""

    key = forms.CharField(
        label="Khóa cài đặt", max_length=40,
        help_text="Bốn nhóm chữ hiện trên màn hình máy chủ khi chạy phần mềm.",
        widget=forms.TextInput(attrs={
            "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters",
        }),
    )  # fmt: skip
    full_name = forms.CharField(label="Họ và tên", max_length=120)

    class Meta:
        model = User
        fields = ("username",)

    field_order = ("key", "full_name", "username", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["key"].widget.attrs["autofocus"] = True


class AuthorityForm(forms.Form):
    """Who the installation belongs to; names on papers follow from it."""

    place_kind = forms.ChoiceField(
        label="Loại cơ quan", choices=PLACES, required=False, initial="xã"
    )
    name = forms.CharField(
        label="Tên", max_length=120,
        help_text="Tên riêng của xã, phường (ví dụ: Đình Dù); cơ quan khác ghi tên đầy đủ.",
    )  # fmt: skip
    province_kind = forms.ChoiceField(
        label="Trực thuộc", choices=[("tỉnh", "Tỉnh"), ("thành phố", "Thành phố")]
    )
    province = forms.CharField(label="Tên tỉnh, thành phố", max_length=60)
    head_position = forms.CharField(
        label="Chức vụ người đứng đầu", max_length=80, initial="Chủ tịch"
    )
    head_name = forms.CharField(label="Họ tên người đứng đầu", max_length=80)
    place = forms.CharField(
        label="Địa danh trên văn bản", max_length=80, required=False,
        help_text="Để trống: theo tên. Ví dụ «Đình Dù» trong «Đình Dù, ngày…».",
    )  # fmt: skip
    symbol = forms.CharField(
        label="Ký hiệu văn bản", max_length=20, required=False,
        help_text="Để trống: UBND, như trong 15/KH-UBND.",
    )  # fmt: skip
    parent_letterhead = forms.CharField(
        label="Cơ quan chủ quản trên văn bản", max_length=200, required=False,
        help_text="Để trống với Ủy ban nhân dân xã, phường. Sở, ngành: dòng trên tên cơ quan, "
        "ví dụ ỦY BAN NHÂN DÂN|TỈNH HƯNG YÊN.",
    )  # fmt: skip


def facts_of(authority: Unit) -> dict[str, Any]:
    """Return what the form asks, read back from the authority that it made."""
    facts = {
        "head_position": authority.head_position, "head_name": authority.head_name,
        "place": authority.place, "symbol": authority.symbol,
        "parent_letterhead": authority.parent_letterhead, "place_kind": "", "name": authority.name,
    }  # fmt: skip
    for words, field, kinds in (
        (authority.name, "place_kind", ("xã", "phường", "đặc khu")),
        (authority.parent.name if authority.parent else "", "province_kind", ("tỉnh", "thành phố")),
    ):
        for kind in kinds:
            before, found, name = words.partition(f"Ủy ban nhân dân {kind} ")
            if found and not before:
                facts[field] = kind
                facts["name" if field == "place_kind" else "province"] = name
    return facts


class UnitRowForm(forms.Form):
    """A part of the authority."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Tên đơn vị", max_length=200)
    kind = forms.ChoiceField(
        label="Loại", choices=[c for c in UnitKind.choices if c[0] != UnitKind.AUTHORITY]
    )


UnitRows = forms.formset_factory(
    UnitRowForm, extra=0, can_delete=True, max_num=MOST_UNITS, validate_max=True
)


class VillagesForm(forms.Form):
    """How many villages the proposed list is to have."""

    villages = forms.IntegerField(
        label="Số thôn, tổ dân phố", min_value=0, max_value=150, initial=5
    )


class AccountRowForm(forms.Form):
    """An account for somebody; a row without a name is left out."""

    full_name = forms.CharField(label="Họ và tên", max_length=120, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label=None)
    role = forms.ChoiceField(label="Việc được làm", choices=Role.choices)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.fields["unit"].choices = [(unit.pk, str(unit)) for unit in units]

    def clean(self) -> dict[str, Any]:
        """Whoever works for the whole authority has his role there."""
        data = super().clean()
        unit, role = data.get("unit"), data.get("role")
        if unit and role and role != Role.UNIT and not unit.is_authority:
            self.add_error("unit", "Vai trò này phải ghi đơn vị là cơ quan.")
        return data


AccountRows = forms.formset_factory(AccountRowForm, extra=0, max_num=MOST_UNITS)
