"""The matrix of a registration: one small form a row, a tick a cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse

from campaigns.models import AwardOffer, Line, Registration
from campaigns.papers.registration import GROUP_TITLES, columns_of, lines_of
from campaigns.services.registering import candidates, mark_errors
from emulation.organization.models import NomineeKind
from emulation.papers.text import roman
from emulation.uploads import UploadField
from emulation.versions import VersionedForm


def row_mark(marks: Iterable[int], targets: str) -> str:
    """Return a short mark of what a row holds: two people who saw the same have the same."""
    text = f"{sorted(marks)} {targets.replace(chr(13), '').strip()}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


class LineForm(forms.Form):
    """Marks and targets of one row; the fields are named by the line ("line-12-marks")."""

    def __init__(self, line: Line, offers: list[AwardOffer], data: Any = None) -> None:
        super().__init__(data, prefix=f"line-{line.pk}")
        self.line, self.offers = line, offers
        self.fields["marks"] = forms.TypedMultipleChoiceField(
            choices=[(offer.pk, offer.title) for offer in offers],
            coerce=int,
            required=False,
            initial=sorted(line.marked),
            error_messages={"invalid_choice": "Cột này không có trong phong trào."},
        )
        self.fields["targets"] = forms.CharField(
            label="Nội dung, chỉ tiêu",
            required=False,
            initial=line.targets,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.stored = row_mark(line.marked, line.targets)
        self.is_left = False
        self.fields["seen"] = forms.CharField(
            required=False, max_length=64, initial=self.stored, widget=forms.HiddenInput
        )

    def clean(self) -> dict[str, Any]:
        """Tell of a row that somebody else changed since the page was opened.

        A row that was left as it was shown is not told of and not saved.
        """
        data = super().clean()
        seen = data.get("seen") or self.stored
        typed = row_mark(data.get("marks", ()), data.get("targets", ""))
        self.is_left = seen != self.stored and typed == seen
        if seen != self.stored and typed not in (seen, self.stored):
            titles = ", ".join(o.title for o in self.offers if o.pk in self.line.marked)
            now = "; ".join(filter(None, (titles, self.line.targets))) or "(trống)"
            self.add_error(
                "targets",
                f"Người khác vừa sửa dòng này trong lúc bạn đang sửa; nay là: «{now}». Điều bạn "
                "ghi vẫn còn đây: sửa lại cho khớp, hoặc lưu lần nữa để ghi đè.",
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.stored
        return data

    def clean_marks(self) -> list[int]:
        """Refuse an award that does not admit the row's nominee kind or no longer exists."""
        marked = self.cleaned_data["marks"]
        chosen = [offer for offer in self.offers if offer.pk in marked]
        errors = mark_errors(self.line, chosen, self.line.registration.period.starts_on)
        if errors:
            raise forms.ValidationError(errors)
        return marked

    @property
    def name(self) -> str:
        """Return whom the row is about."""
        return str(self.line)

    @property
    def place(self) -> str:
        """Return position and unit of a person, unit of a household."""
        person, household = self.line.person, self.line.household
        if person:
            return person.post
        return str(household.unit) if household else ""

    @property
    def is_unmarked(self) -> bool:
        """Whether no award is marked in the row as stored."""
        return not self.line.marked

    @property
    def remove_url(self) -> str:
        """Return where a POST takes the row out."""
        return reverse(
            "campaigns:registration_remove_line", args=[self.line.registration_id, self.line.pk]
        )

    def cells(self) -> list[dict[str, Any]]:
        """Return the cells of the row for the page, in the order of the columns."""
        marked = {str(value) for value in self["marks"].value() or ()}
        return [
            {
                "offer": offer,
                "value": str(offer.pk),
                "name": self.add_prefix("marks"),
                "checked": str(offer.pk) in marked,
                "admitted": self.line.subject in offer.admits,
            }
            for offer in self.offers
        ]


class Matrix:
    """All rows of a registration as forms, in their blocks."""

    def __init__(self, registration: Registration, data: Any = None) -> None:
        self.registration, self.offers = registration, columns_of(registration)
        self.blocks = []
        for subject in NomineeKind.values:
            lines = lines_of(registration, subject)
            for line in lines:
                line.registration = registration
            # A row that another window added meanwhile is not in the data: leave it as it is.
            self.blocks.append(
                {
                    "title": GROUP_TITLES[subject],
                    "rows": [
                        LineForm(line, self.offers, data if self._sent(line, data) else None)
                        for line in lines
                    ],
                }
            )

    @property
    def shown_blocks(self) -> list[dict[str, Any]]:
        """Return the blocks that have rows, counted I, II, III."""
        shown = [block for block in self.blocks if block["rows"]]
        return [block | {"label": roman(count)} for count, block in enumerate(shown, start=1)]

    @property
    def span(self) -> int:
        """Return how many columns stand right of the row number."""
        return len(self.offers) + 1

    @staticmethod
    def _sent(line: Line, data: Any) -> bool:
        return data is not None and f"line-{line.pk}-targets" in data

    @property
    def rows(self) -> list[LineForm]:
        """Return the rows of all blocks."""
        return [row for block in self.blocks for row in block["rows"]]

    def is_valid(self) -> bool:
        """Validate the rows that were sent; every row is asked, so all messages show at once."""
        verdicts = [row.is_valid() for row in self.rows if row.is_bound]
        return all(verdicts)

    def values(self) -> dict[int, tuple[frozenset[int], str]]:
        """Return what `save_lines` takes, from the valid rows that were sent."""
        return {
            row.line.pk: (frozenset(row.cleaned_data["marks"]), row.cleaned_data["targets"])
            for row in self.rows
            if row.is_bound and not row.is_left
        }

    def marks_after_saving(self) -> dict[str, str]:
        """Return what each row that was saved is known by now, by the name of its hidden input."""
        return {
            row.add_prefix("seen"): row_mark(row.cleaned_data["marks"], row.cleaned_data["targets"])
            for row in self.rows
            if row.is_bound and not row.is_left
        }

    def head(self) -> list[dict[str, Any]]:
        """Return the group headings over the award columns: title and number of columns."""
        groups: list[dict[str, Any]] = []
        for offer in self.offers:
            if not groups or groups[-1]["title"] != offer.group_title:
                groups.append({"title": offer.group_title, "span": 0})
            groups[-1]["span"] += 1
        return groups

    @property
    def numbers(self) -> list[str]:
        """Return the column numbers "(1)" to "(n)" under the headings."""
        return [f"({count})" for count in range(1, len(self.offers) + 3)]


class AddLineForm(forms.Form):
    """Whom to add: one list, grouped by nominee kind."""

    nominee = forms.ChoiceField(
        label="Thêm tập thể, cá nhân",
        error_messages={
            "invalid_choice": "Đối tượng này không thuộc đơn vị hoặc đã có trong bản đăng ký.",
            "required": "Hãy chọn đối tượng cần thêm.",
        },
    )

    def __init__(self, registration: Registration, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["nominee"]
        field.choices = [
            ("", "Tìm và chọn…"),
            *(
                (
                    NomineeKind(subject).label,
                    [(f"{kind}:{record.pk}", _label(kind, record)) for kind, record in rows],
                )
                for subject, rows in candidates(registration).items()
                if rows
            ),
        ]
        field.widget.choices = field.choices
        field.widget.attrs["data-search"] = ""

    def clean_nominee(self) -> tuple[str, int]:
        """Return the field of Line and the record's id."""
        kind, pk = self.cleaned_data["nominee"].split(":")
        return kind, int(pk)


def _label(kind: str, record: Any) -> str:
    if kind == "group":
        return f"{record} (nhóm)"
    if kind == "person":
        return f"{record}, {record.post}"
    if kind == "household":
        return f"{record}, {record.unit}"
    return str(record)


class SignerForm(VersionedForm):
    """Who signs the unit's registration."""

    class Meta:
        model = Registration
        fields = ["signer_position", "signer_name"]


class TableFileForm(forms.Form):
    """A registration table that was filled in as a file."""

    file = UploadField(label="Bảng đăng ký đã ghi", kinds=("xlsx", "docx"))
