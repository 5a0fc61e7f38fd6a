"""Forms of records: one for each kind, lifting, deleting, moving, uploading a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import modelform_factory
from django.utils import timezone

from awards.models import AwardType
from awards.records.defaults import completed, default_day, recipient_name
from awards.records.kinds import RecordKind, similar
from awards.records.matching import subject_of
from emulation.adminbase import RuleForm
from emulation.changes import words
from emulation.organization.models import Person, Unit
from emulation.organization.services import records as keeping
from emulation.uploads import UploadField
from emulation.vietnamese import short_date

REQUIRED = {"award": ("document",)}
# The field beside which a record that stands there already is told.
DUPLICATE_BESIDE = {
    "rating": "year", "bar": "starts_on", "initiative": "name", "index": "year",
    "award": "document",
}  # fmt: skip


class AwardTypeField(forms.ModelChoiceField):
    """A row of the catalogue, told apart by who decides and for how long."""

    def label_from_instance(self, award: AwardType) -> str:
        """Return name, competence and period."""
        return f"{award.name} – {award.decided_by} ({award.validity_phrase()})"


class RecordForm(RuleForm):
    """A record of one kind about a nominee who is given; `kind` is set by `form_for`."""

    kind: RecordKind
    attachment = UploadField(label="Tệp đính kèm", required=False)
    drop_attachment = forms.BooleanField(label="Bỏ tệp đang đính kèm", required=False)

    def __init__(self, *args: Any, nominee: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duplicate: Any = None
        self.wide = (*self.kind.wide, "document", "note")
        if nominee is not None:
            setattr(self.instance, subject_of(nominee), nominee)
        self.nominee = self.instance.nominee
        self.authority = keeping.home_of(self.nominee).authority
        if not self.instance.attachment:
            del self.fields["drop_attachment"]
        self.fields["note"].widget.attrs["rows"] = 2
        for name in REQUIRED.get(self.kind.code, ()):
            self.fields[name].required = True
        for field in self.fields.values():
            if isinstance(field, forms.DecimalField):  # 84,20 as offices write it.
                field.localize = True
                field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
                field.widget.is_localized = True
        if self.instance._state.adding and "year" in self.fields:
            self.initial.setdefault("year", timezone.localdate().year)
        getattr(self, f"_prepare_{self.kind.code}", lambda: None)()

    def _prepare_initiative(self) -> None:
        people = Person.objects.filter(authority=self.authority).select_related("unit")
        if self.instance.person_id:
            people = people.exclude(pk=self.instance.person_id)
        field = self.fields["co_authors"]
        field.queryset = people
        field.label_from_instance = lambda person: f"{person.full_name} – {person.unit}"
        field.widget.attrs |= {"data-search": "", "data-placeholder": "Gõ tên để thêm"}

    def _prepare_award(self) -> None:
        letter = {"unit": "C", "person": "I", "household": "H"}[subject_of(self.nominee)]
        types = AwardType.objects.filter(subjects__contains=letter)
        self.fields["award_type"] = AwardTypeField(
            types, label="Danh hiệu, hình thức", empty_label="Chọn danh hiệu, hình thức"
        )
        self.fields["award_type"].widget.attrs["data-search"] = ""
        self.fields["issued_by"].queryset = Unit.objects.filter(pk=self.authority.pk)
        self.fields["issued_by"].empty_label = "Cơ quan khác"
        self.fields["issued_by"].help_text = "Chọn khi chính cơ quan mình khen thưởng."
        self.initial.setdefault("recipient", recipient_name(self.nominee))
        for name in ("decided_by", "award_name"):
            self.fields[name].required = False
            self.fields[name].help_text = "Để trống: ghi theo danh mục."
        self.fields["achievement"].widget.attrs["rows"] = 3
        if letter != "I":
            del self.fields["with_initiative"]  # Only people win titles by an initiative.

    def _prepare_index(self) -> None:
        self.bands = keeping.bands_on(self.authority, timezone.localdate())
        listed = "; ".join(
            f"{band.get_rating_display()} từ {words(band.from_percent)}%" for band in self.bands
        )
        if listed:
            self.fields["rating"].help_text = f"Để trống: xếp theo điểm ({listed})."

    def clean(self) -> dict[str, Any]:
        """Fill in what is left out; an award must exist on its day."""
        data = super().clean()
        getattr(self, f"_clean_{self.kind.code}", lambda data: None)(data)
        return data

    def _clean_index(self, data: dict[str, Any]) -> None:
        if not data.get("rating") and data.get("year"):
            day = timezone.localdate().replace(year=data["year"], month=12, day=31)
            bands = keeping.bands_on(self.authority, day)
            data["rating"] = keeping.suggested_rating(bands, data.get("score"), data.get("maximum"))
        if data.get("score") is None and not data.get("rating") and data.get("rank") is None:
            self.add_error("score", "Hãy ghi điểm, xếp loại hoặc thứ hạng.")

    def _clean_award(self, data: dict[str, Any]) -> None:
        award, year = data.get("award_type"), data.get("year")
        if not award or not year:
            return
        day = default_day(data.get("document_date"), year)
        if not award.is_valid_on(day):
            self.add_error(
                "award_type",
                f"Ngày {short_date(day)} không có danh hiệu, hình thức này: áp dụng "
                f"{award.validity_phrase()}.",
            )
        data["award_name"] = data.get("award_name") or award.name
        data["decided_by"] = data.get("decided_by") or award.decided_by

    def _post_clean(self) -> None:
        # The field holds the checked file, not what the model's own field expects.
        upload = self.cleaned_data.pop("attachment", None)
        super()._post_clean()
        self.cleaned_data["attachment"] = upload
        if not self._errors:
            completed(self.kind, self.instance)
            self._find_duplicate()
        if self._errors and upload:
            self.add_error("attachment", "Chưa lưu được nên trình duyệt bỏ tệp; hãy chọn lại tệp.")

    def _find_duplicate(self) -> None:
        self.duplicate = similar(self.kind, self.instance)
        if self.duplicate is not None:
            source = f" ({self.duplicate.source})" if self.duplicate.source else ""
            self.add_error(
                DUPLICATE_BESIDE[self.kind.code],
                f"Đã ghi «{self.duplicate}»{source} cho {self.nominee}. "
                "Hãy sửa bản ghi đó thay vì ghi thêm.",
            )

    def keep(self, *, by: Any) -> Any:
        """Save the record with its attachment and co-authors; raises PermissionDenied."""
        data, record = self.cleaned_data, self.instance
        others = data.get("co_authors")
        if others is not None and record.pk:
            before = ", ".join(map(str, record.co_authors.all()))
            after = ", ".join(map(str, others))
            if before != after:
                gone = f"{before or '(trống)'} → {after or '(trống)'}"
                record._change_reason = f"Đồng tác giả: {gone}"
        keeping.save(
            record, by=by, attachment=data["attachment"], drop=data.get("drop_attachment", False)
        )
        if others is not None:
            record.co_authors.set(others)
        return record


def form_for(kind: RecordKind) -> type[RecordForm]:
    """Return the form of a kind of record."""
    names = [name for name in kind.form_fields if name != "attachment"]
    made = modelform_factory(kind.model, form=RecordForm, fields=names)
    made.kind = kind
    order = [*kind.form_fields, "drop_attachment"]
    made.base_fields = {name: made.base_fields[name] for name in order}
    return made


class LiftForm(forms.Form):
    """From which day a bar holds no longer, and why."""

    lifted_on = forms.DateField(label="Gỡ bỏ từ ngày")
    lift_reason = forms.CharField(
        label="Lý do gỡ bỏ",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: Thông báo kết luận nội dung tố cáo số 12/TB-UBND: tố cáo không đúng.",
    )


class DeleteForm(forms.Form):
    """Why a record that was entered by mistake goes."""

    reason = forms.CharField(
        label="Lý do xóa", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class MoveForm(forms.Form):
    """Where a member goes, or a unit is merged into; from when; by which paper."""

    to_unit = forms.ModelChoiceField(None, label="Đơn vị mới", empty_label="Chọn đơn vị")
    moved_on = forms.DateField(label="Từ ngày")
    reason = forms.CharField(
        label="Văn bản, lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: Quyết định số 31/QĐ-UBND ngày 28/6/2025 về việc điều động.",
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_unit"]
        field.queryset = units
        field.widget.attrs["data-search"] = ""
        several = len({unit.authority_id for unit in units}) > 1
        if several:
            field.label_from_instance = lambda unit: f"{unit} – {unit.authority}"


class SheetForm(forms.Form):
    """A filled-in sheet."""

    authority = forms.ModelChoiceField(None, label="Cơ quan", empty_label=None)
    file = UploadField(label="Tệp Excel đã ghi", kinds=("xlsx",))

    def __init__(self, *args: Any, authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities
        if len(authorities) == 1:
            self.fields["authority"].initial = authorities[0]
            self.fields["authority"].widget = forms.HiddenInput()
