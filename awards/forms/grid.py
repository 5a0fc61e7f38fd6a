"""The table of a year: one row for each person or unit, saved in one go or not at all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from awards.records.defaults import completed
from awards.records.kinds import INDEX, RATING, RecordKind
from awards.records.matching import subject_of
from emulation.changes import words
from emulation.organization.models import PAR_INDEX, RatingLevel
from emulation.organization.services.records import suggested_rating
from emulation.vietnamese import search_key

CELLS = {
    "rating": ("level", "score", "months_worked", "maternity_months"),
    "index": ("score", "rating", "rank"),
}
NEEDED = {"rating": ("level",), "index": ("score", "rating", "rank")}


class ProofForm(forms.Form):
    """What the rows have in common: the decision, and for an index its name and frame."""

    document = forms.CharField(label="Văn bản làm căn cứ", max_length=300, required=False)
    document_date = forms.DateField(label="Ngày văn bản", required=False)


class IndexHeadForm(ProofForm):
    """An index's name, maximum and number ranked."""

    name = forms.CharField(label="Chỉ số", max_length=120, initial=PAR_INDEX)
    maximum = forms.DecimalField(
        label="Điểm tối đa", min_value=1, max_value=99_999, decimal_places=2, initial=100
    )
    rank_of = forms.IntegerField(
        label="Tổng số đơn vị được xếp", min_value=1, max_value=20_000, required=False
    )
    field_order = ["name", "maximum", "rank_of", "document", "document_date"]


class RowForm(forms.Form):
    """One row; `seen` holds what the page showed, so that only what was edited is saved."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: RecordKind, nominee: Any, record: Any, **kwargs: Any):
        self.kind, self.nominee, self.record = kind, nominee, record
        self.names = CELLS[kind.code]
        shown = {name: getattr(record, name) for name in self.names} if record else {}
        self.now = _joined(shown.get(name) for name in self.names)
        kwargs["initial"] = shown | {"seen": self.now}
        super().__init__(*args, **kwargs)
        for name in self.names:
            field = kind.model._meta.get_field(name).formfield(required=False)
            field.label = f"{field.label.capitalize()}: {nominee}"
            field.help_text = ""
            field.initial = None
            if isinstance(field.widget, forms.NumberInput):
                field.localize = True
                field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
                field.widget.is_localized = True
            self.fields[name] = field
        if kind is RATING:
            self.fields["level"].choices = [("", "—"), *RatingLevel.choices]

    @property
    def cells(self) -> list[Any]:
        """Return the bound fields that the table shows."""
        return [self[name] for name in self.names]

    def clean(self) -> dict[str, Any]:
        """Say when somebody else changed the row since the page was opened."""
        data = super().clean()
        self.typed = _joined(data.get(name) for name in self.names)
        self.edited = self.typed != data.get("seen", "") or bool(self.errors)
        if not self.edited:
            return data
        if data.get("seen", "") != self.now and self.typed != self.now:
            self.add_error(
                None, "Người khác vừa sửa dòng này. Trang đã cập nhật, hãy xem lại giá trị."
            )
        if not any(data.get(name) not in (None, "") for name in NEEDED[self.kind.code]):
            if self.record:
                self.add_error(
                    self.names[0], "Đã có bản ghi; muốn bỏ hãy mở bản ghi và xóa, có ghi lý do."
                )
            elif any(data.get(name) not in (None, "", 0) for name in self.names):
                self.add_error(self.names[0], "Chưa ghi mức hoặc kết quả.")
            else:
                self.edited = False
        return data

    def built(self, year: int, head: dict[str, Any], bands: list[Any]) -> Any:
        """Return the record of an edited row; errors of the model's rules come beside the cells."""
        record = self.record or self.kind.model(
            year=year, **{subject_of(self.nominee): self.nominee}
        )
        for name in self.names:
            value = self.cleaned_data.get(name)
            setattr(record, name, 0 if value is None and name == "maternity_months" else value)
        if self.kind is INDEX:
            record.name, record.maximum = head["name"], head["maximum"]
            record.rank_of = head.get("rank_of") or record.rank_of
            record.rating = record.rating or suggested_rating(bands, record.score, record.maximum)
        for name in ("document", "document_date"):
            if head.get(name):
                setattr(record, name, head[name])
        record.authority = getattr(self.nominee, "authority", None)
        completed(self.kind, record)
        try:
            record.clean()
            for rule in record._meta.constraints:
                if isinstance(rule, CheckConstraint):
                    rule.validate(type(record), record)
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
            for name, messages in found.items():
                self.add_error(name if name in self.fields else None, messages)
        return record


class Grid:
    """The rows of a year for the given people and units, and what they have in common."""

    def __init__(
        self, kind: RecordKind, nominees: list[Any], year: int, data: Any = None,
        index: str = PAR_INDEX,
    ) -> None:  # fmt: skip
        self.kind, self.year = kind, year
        head = IndexHeadForm if kind is INDEX else ProofForm
        self.head = head(data, initial={"name": index} if kind is INDEX else None)
        existing = self._existing(nominees, index)
        self.rows = [
            RowForm(
                data, kind=kind, nominee=nominee, prefix=f"{subject_of(nominee)}{nominee.pk}",
                record=existing.get((subject_of(nominee), nominee.pk)),
            )
            for nominee in nominees
        ]  # fmt: skip

    def _existing(self, nominees: list[Any], index: str) -> dict[tuple[str, int], Any]:
        wanted: dict[str, list[int]] = {}
        for nominee in nominees:
            wanted.setdefault(subject_of(nominee), []).append(nominee.pk)
        found = {}
        for subject, numbers in wanted.items():
            records = self.kind.model.objects.filter(year=self.year, **{f"{subject}__in": numbers})
            for record in records:
                if self.kind is RATING or search_key(record.name) == search_key(index):
                    found[subject, getattr(record, f"{subject}_id")] = record
        for nominee in nominees:
            if record := found.get((subject_of(nominee), nominee.pk)):
                setattr(record, subject_of(nominee), nominee)
        return found

    @property
    def headings(self) -> list[str]:
        """Return the columns' names."""
        fields = self.kind.model._meta
        return [str(fields.get_field(name).verbose_name) for name in CELLS[self.kind.code]]

    def records(self, bands: list[Any]) -> list[Any] | None:
        """Return the records to save, None when something is wrong anywhere."""
        fine = self.head.is_valid()
        verdicts = [row.is_valid() for row in self.rows]
        if not fine or not all(verdicts):
            return None
        made = [
            row.built(self.year, self.head.cleaned_data, bands) for row in self.rows if row.edited
        ]
        return None if any(row.errors for row in self.rows) else made

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Return what is wrong: who, and the message."""
        return [
            (str(row.nominee), message)
            for row in self.rows
            for messages in row.errors.values()
            for message in messages
        ]


def _joined(values: Any) -> str:
    return "|".join("" if value in (None, "", 0) else words(value) for value in values)
