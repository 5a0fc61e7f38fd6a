"""Forms of the roster: people and units, stopping, removing, lists, transfers, groups by day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from awards.roster.headings import samples
from awards.roster.lists import LISTS
from emulation.adminbase import RuleForm
from emulation.organization.models import (
    Employment,
    Gender,
    Person,
    RosterKind,
    RosterSheet,
    Unit,
    UnitKind,
)
from emulation.organization.services.roster import namesakes
from emulation.organization.sheets.reading import HEAD_WITHIN

REASON = forms.Textarea(attrs={"rows": 2})


class PersonForm(RuleForm):
    """A person of a unit; the unit of one who is there already changes by a transfer."""

    is_other = forms.BooleanField(label="Là người khác trùng tên", required=False)

    class Meta:
        model = Person
        fields = ["full_name", "gender", "born_on", "unit", "position", "employment", "joined_on"]

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].empty_label = "Chọn đơn vị"
        self.fields["unit"].widget.attrs["data-search"] = ""
        self.fields["gender"].choices = [("", "Chưa ghi"), *Gender.choices]
        if not self.instance._state.adding:
            del self.fields["unit"], self.fields["is_other"]
        self.twins: list[Person] = []

    def clean(self) -> dict[str, Any]:
        """Ask about somebody of the same name before a second one is made."""
        data = super().clean()
        name, unit = data.get("full_name"), data.get("unit")
        if name and unit and not data.get("is_other"):
            born = data.get("born_on")
            self.twins = [
                twin
                for twin in namesakes(name, unit.authority)
                if not (born and twin.born_on and born != twin.born_on)
            ]
            if self.twins:
                listed = "; ".join(twin.post for twin in self.twins)
                self.add_error(
                    "full_name",
                    f"Đã có người tên này: {listed}. Nếu là người khác, đánh dấu "
                    "«Là người khác trùng tên».",
                )
        return data

    def visible_fields(self) -> list[Any]:
        """Leave the question about namesakes out until it is asked."""
        asked = self.twins or self.data.get("is_other")
        return [f for f in super().visible_fields() if f.name != "is_other" or asked]


class UnitForm(RuleForm):
    """A part of an authority."""

    class Meta:
        model = Unit
        fields = ["kind", "name", "short_name", "parent", "head_position", "head_name",
                  "valid_from"]  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(v, label) for v, label in UnitKind.choices if v != UnitKind.AUTHORITY]
        self.fields["kind"].choices = [("", "Chọn loại"), *kinds]
        parent = self.fields["parent"]
        parent.required, parent.empty_label = True, "Chọn đơn vị cấp trên"
        if not self.instance._state.adding:
            units = units.exclude(path__startswith=self.instance.path)
        parent.queryset = units
        parent.widget.attrs["data-search"] = ""


class StopForm(forms.Form):
    """From when somebody is there no longer, and why."""

    on = forms.DateField(label="Thôi từ ngày")
    reason = forms.CharField(
        label="Lý do, văn bản", max_length=300, widget=REASON,
        help_text="Ví dụ: Quyết định nghỉ hưu số 12/QĐ-UBND ngày 20/6/2025.",
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Lý do", max_length=300, widget=REASON)


class ColumnsForm(forms.Form):
    """Which column of somebody's own list means what."""

    head = forms.TypedChoiceField(label="Dòng tiêu đề", coerce=int)
    unit = forms.ModelChoiceField(None, label="Đơn vị, khi ô để trống", required=False,
                                  empty_label="Không có: báo lỗi")  # fmt: skip
    employment = forms.ChoiceField(
        label="Loại hình lao động, khi ô để trống", choices=Employment.choices, required=False
    )

    def __init__(self, *args: Any, sheet: RosterSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.list = sheet, LISTS[sheet.kind]
        lines = sheet.lines
        self.fields["head"].choices = [
            (place, f"Dòng {number}: {' | '.join(str(c) for c in cells if c != '')[:90]}")
            for place, (number, cells) in enumerate(lines[:HEAD_WITHIN])
        ]
        self.fields["head"].initial = sheet.head
        if sheet.kind == RosterKind.PERSON:
            units = Unit.objects.filter(authority=sheet.authority)
            self.fields["unit"].queryset = units.active_on(timezone.localdate())
            self.fields["unit"].initial = sheet.defaults.get("unit")
            self.fields["unit"].widget.attrs["data-search"] = ""
            self.fields["employment"].initial = sheet.defaults.get(
                "employment", Employment.CIVIL_SERVANT
            )
        else:
            del self.fields["unit"], self.fields["employment"]
        choices = [("", "(không dùng)"), *((c.name, c.heading) for c in self.list.columns)]
        head = lines[sheet.head][1]
        self.columns = []
        for place in range(max(len(cells) for _number, cells in lines[:50])):
            heading = str(head[place]) if place < len(head) else ""
            shown = samples(lines, sheet.head, place)
            if not heading and not shown:
                continue
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or f"Cột thứ {place + 1}", choices=choices, required=False,
                initial=sheet.columns.get(str(place), ""),
                help_text=f"Ví dụ: {'; '.join(shown)}" if shown else "",
            )  # fmt: skip
            self.columns.append(f"column-{place}")

    def clean(self) -> dict[str, Any]:
        """Every required column is chosen once."""
        data = super().clean()
        chosen: dict[str, str] = {}
        for field in self.columns:
            name = data.get(field)
            if name and name in chosen:
                self.add_error(field, f"«{self.list.column(name).heading}» đã chọn cho cột khác.")
            elif name:
                chosen[name] = field
        for column in self.list.columns:
            covered = column.name == "unit_name" and data.get("unit")
            if column.required and column.name not in chosen and not covered:
                self.add_error(None, f"Chưa chọn cột nào là «{column.heading}».")
        return data

    @property
    def mapping(self) -> dict[str, str]:
        """Return the chosen columns by position."""
        return {
            field.removeprefix("column-"): self.cleaned_data[field]
            for field in self.columns
            if self.cleaned_data.get(field)
        }

    @property
    def defaults(self) -> dict[str, Any]:
        """Return what stands where a cell is empty."""
        unit, employment = self.cleaned_data.get("unit"), self.cleaned_data.get("employment")
        found = {"unit": unit.pk if unit else None, "employment": employment}
        return {name: value for name, value in found.items() if value}


class DaysForm(forms.Form):
    """Two days on which a group is looked at."""

    tu = forms.DateField(label="Ngày trước")
    den = forms.DateField(label="Ngày sau")


class AskTransferForm(forms.Form):
    """Where a person is to go, when, by which paper."""

    to_unit = forms.ModelChoiceField(None, label="Nơi đến", empty_label="Chọn đơn vị, cơ quan",
                                     help_text="Sang cơ quan khác: cơ quan đó chọn đơn vị "
                                               "khi xác nhận.")  # fmt: skip
    moved_on = forms.DateField(label="Chuyển từ ngày")
    reason = forms.CharField(
        label="Văn bản, lý do", max_length=300, widget=REASON,
        help_text="Ví dụ: Quyết định số 31/QĐ-UBND ngày 28/6/2025 về việc điều động.",
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_unit"]
        field.queryset = units
        field.widget.attrs["data-search"] = ""


class AcceptTransferForm(forms.Form):
    """The unit that takes the person."""

    unit = forms.ModelChoiceField(None, label="Nhận về đơn vị", empty_label="Chọn đơn vị")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
