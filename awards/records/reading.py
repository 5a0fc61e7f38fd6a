"""Reading a sheet of records: rows, what is new, the same or different, what is wrong and where."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from awards.models import AwardType
from emulation.changes import words
from emulation.organization.models import Unit
from emulation.organization.sheets.columns import Column
from emulation.organization.sheets.reading import (
    CHANGED,
    SAME,
    UNCLEAR,
    WRONG,
    Reading,
    Row,
    SheetError,
    SheetRows,
    head_of,
    lines_of,
)
from emulation.vietnamese import search_key

from .defaults import completed, default_day
from .kinds import AWARD, RecordKind
from .matching import Roster, WhoError, described, subject_of


def read(
    kind: RecordKind, content: bytes, authority: Unit, chosen: Mapping[int, str] | None = None
) -> Reading:
    """Return what a sheet says about the people and units of `authority`.

    `chosen` tells by row number ("person-12") who is meant where a name alone does not. The
    number of queries does not grow with the rows but for the rules of values not seen before.
    Raises SheetError.
    """
    lines = list(lines_of(content))
    columns, ignored, start = head_of(kind.sheet_columns, lines)
    found = _Rows(kind, authority, columns, chosen or {})
    rows = [found.row(number, cells) for number, cells in lines[start:] if any(cells)]
    if not rows:
        raise SheetError("Dưới dòng tiêu đề không có dòng nào.")
    return Reading(rows, [column.heading for column in columns.values()], ignored)


class _Rows(SheetRows):
    """What the rows of one sheet are compared with, read once."""

    def __init__(
        self,
        kind: RecordKind,
        authority: Unit,
        columns: dict[int, Column],
        chosen: Mapping[int, str],
    ) -> None:
        super().__init__(columns, kind.sheet_columns, chosen)
        self.kind = kind
        self.authority = authority
        self.roster = Roster(authority, kind.subjects)
        existing = kind.model.objects.filter(authority=authority)
        if kind is AWARD:
            existing = existing.select_related("award_type")
        self.existing = {kind.full_key(record): record for record in existing}
        self.types = list(AwardType.objects.all()) if kind is AWARD else []
        self.seen: dict[tuple, tuple[Row, dict[str, Any]]] = {}
        self.checked: dict[tuple, str] = {}

    def row(self, number: int, cells: tuple[Any, ...]) -> Row:
        """Return one row, read and compared."""
        row = Row(number, "")
        values = self.values_of(row, cells)
        row.name = str(values.get("who") or "")
        if not row.errors:
            self._find(row, values)
        if row.nominee is not None:
            self._compare(row, values)
        row.state = WRONG if row.errors else row.state
        return row

    def _find(self, row: Row, values: dict[str, Any]) -> None:
        try:
            found = self.roster.find(
                values["who"],
                subject=values.get("subject") or "",
                unit_name=values.get("unit_name") or "",
                born_on=values.get("born_on"),
            )
        except WhoError as error:
            self.wrong(row, "who", str(error))
            return
        if len(found) > 1:
            row.choices = [(f"{subject_of(n)}-{n.pk}", described(n)) for n in found]
            row.chosen = self.chosen.get(row.number, "")
            found = [n for n in found if f"{subject_of(n)}-{n.pk}" == row.chosen]
            if not found:
                row.state = UNCLEAR
                return
        row.nominee = found[0]

    def _compare(self, row: Row, values: dict[str, Any]) -> None:
        kind = self.kind
        given = {c.name: values[c.name] for c in self.columns.values()
                 if c not in kind.who_columns and values[c.name] not in (None, "")}  # fmt: skip
        if kind is AWARD and not self._find_type(row, given):
            return
        record = kind.model(**{subject_of(row.nominee): row.nominee})
        for name, value in given.items():
            setattr(record, name, value)
        record.authority_id = self.authority.pk
        completed(kind, record)
        key = kind.full_key(record)
        if key in self.seen:
            first, same = self.seen[key]
            if same == given:
                row.state = SAME
            else:
                self.wrong(row, "who", f"khác với dòng {first.number} về cùng một nội dung")
            return
        self.seen[key] = (row, given)
        existing = self.existing.get(key)
        if existing is not None:
            self._against(row, existing, given)
        else:
            row.record = record
        if row.record is not None:
            self._check(row)

    def _against(self, row: Row, existing: Any, given: dict[str, Any]) -> None:
        """Compare with what is recorded; an empty cell leaves the recorded value alone."""
        changed = copy.copy(existing)
        for column in self.kind.sheet_columns:
            if column.name not in given or column.name == "award_type":
                continue
            before, after = getattr(existing, column.name), given[column.name]
            if self._is_key(column.name) or before == after:
                continue
            setattr(changed, column.name, after)
            row.changes.append(
                (column.heading, words(before, column.choices), words(after, column.choices))
            )
        row.state = CHANGED if row.changes else SAME
        row.record = changed if row.changes else None

    def _is_key(self, name: str) -> bool:
        """Whether the value differs in spelling only: it found the record by its key."""
        return (self.kind.code, name) in {
            ("initiative", "name"), ("index", "name"), ("award", "document"),
        }  # fmt: skip

    def _find_type(self, row: Row, given: dict[str, Any]) -> bool:
        sought = search_key(given["award_type"])
        named = [t for t in self.types if sought in (search_key(t.code), search_key(t.name))]
        if not named:
            self.wrong(row, "award_type", f"«{given['award_type']}» không có trong danh mục")
            return False
        day = default_day(given.get("document_date"), given["year"])
        valid = [t for t in named if t.is_valid_on(day)]
        if not valid:
            self.wrong(row, "award_type", f"không áp dụng vào ngày {day:%d/%m/%Y}")
            return False
        letter = {"unit": "C", "person": "I", "household": "H"}[subject_of(row.nominee)]
        if not any(letter in t.admits for t in valid):
            self.wrong(row, "award_type", "không dành cho loại đối tượng này")
            return False
        given["award_type"] = next(t for t in valid if letter in t.admits)
        return True

    def _check(self, row: Row) -> None:
        """Ask the model's own rules; rules of the database once for each set of values."""
        record, keys = row.record, ("authority", "unit", "person", "household", "award_type",
                                    "issued_by", "created_by")  # fmt: skip
        keys = [name for name in keys if any(f.name == name for f in record._meta.fields)]
        try:
            record.clean_fields(exclude=keys)
            record.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.wrong(row, name, message)
        for rule in record._meta.constraints:
            if isinstance(rule, CheckConstraint) and not row.errors:
                self._ask(row, rule)

    def _ask(self, row: Row, rule: CheckConstraint) -> None:
        record = row.record
        names = sorted(set(_names(rule.condition)))
        key = (rule.name, *(getattr(record, record._meta.get_field(n).attname) for n in names))
        if key not in self.checked:
            try:
                rule.validate(type(record), record)
                self.checked[key] = ""
            except ValidationError as error:
                self.checked[key] = " ".join(error.messages)
        if self.checked[key]:
            self.wrong(row, names[-1] if len(names) == 1 else "who", self.checked[key])


def _names(condition: Any) -> Iterator[str]:
    for child in condition.children:
        if hasattr(child, "children"):
            yield from _names(child)
        else:
            yield child[0].partition("__")[0]
