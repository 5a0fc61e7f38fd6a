"""What a list says about an authority: who is new, known, changed or moved, what is wrong where."""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from awards.records.matching import described
from emulation.changes import words
from emulation.organization.models import Employment, Person, RosterKind, RosterSheet, Unit
from emulation.organization.sheets.reading import (
    CHANGED,
    NEW,
    SAME,
    UNCLEAR,
    WRONG,
    Reading,
    Row,
    SheetError,
    SheetRows,
)
from emulation.vietnamese import normalize, search_key

from .lists import LISTS, PEOPLE, UNITS

MOVED = "moved"
OTHER = "new"
STEP = 250  # rows between two reports of progress
PERSON_FIELDS = (
    "full_name", "gender", "born_on", "position", "employment", "joined_on", "left_on",
)  # fmt: skip
UNIT_FIELDS = ("name", "short_name", "kind", "head_position", "head_name", "valid_from", "valid_to")


@dataclass
class RosterRow(Row):
    """A row of the roster: where the person goes, and whether somebody said who he is."""

    move_to: Unit | None = None
    moved_on: dt.date | None = None
    asked: bool = False


def read_sheet(sheet: RosterSheet, progress: Callable[[int], None] = lambda done: None) -> Reading:
    """Return what the rows of a list mean today; the number of queries does not grow with them.

    `progress` is told how many rows were read. Raises SheetError when a column is missing.
    """
    roster_list = LISTS[sheet.kind]
    columns = {int(place): roster_list.column(name) for place, name in sheet.columns.items()}
    columns = dict(sorted(columns.items()))
    if missing := missing_columns(sheet):
        raise SheetError(f"Chưa chọn cột: {', '.join(missing)}.")
    chosen = {int(number): value for number, value in sheet.answers.items()}
    rows_of = {RosterKind.PERSON: _People, RosterKind.UNIT: _Units}[sheet.kind]
    found = rows_of(sheet, columns, chosen)
    rows = []
    for place, (number, cells) in enumerate(sheet.lines[sheet.head + 1 :], start=1):
        if any(cell != "" for cell in cells):
            rows.append(found.row(number, tuple(cells)))
        if place % STEP == 0:
            progress(place)
    if not rows:
        raise SheetError("Dưới dòng tiêu đề không có dòng nào.")
    head = sheet.lines[sheet.head][1]
    ignored = [str(cell) for place, cell in enumerate(head) if cell != "" and place not in columns
               and search_key(str(cell)) not in ("stt", "tt")]  # fmt: skip
    return Reading(rows, [column.heading for column in columns.values()], ignored)


def missing_columns(sheet: RosterSheet) -> list[str]:
    """Return the headings of the required columns that are neither chosen nor have a default."""
    given = set(sheet.columns.values())
    if sheet.defaults.get("unit"):
        given.add("unit_name")
    return [
        column.heading
        for column in LISTS[sheet.kind].columns
        if column.required and column.name not in given
    ]


class _Known(SheetRows):
    """What the rows of one list are compared with: the units of the authority, by name."""

    def __init__(
        self, sheet: RosterSheet, columns: Mapping[int, Any], chosen: Mapping[int, str]
    ) -> None:
        super().__init__(columns, LISTS[sheet.kind].columns, chosen)
        self.today = timezone.localdate()
        self.authority, self.defaults = sheet.authority, sheet.defaults
        units = list(
            Unit.objects.filter(authority=sheet.authority).select_related("parent", "authority")
        )
        self.units_by_id = {unit.pk: unit for unit in units}
        self.units: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self.know(unit)
        self.taken: dict[int, int] = {}

    def know(self, unit: Unit) -> None:
        """Let later rows name `unit`."""
        for key in {search_key(unit.short_name or unit.name), search_key(unit.name)}:
            self.units[key].append(unit)

    def unit_called(self, row: Row, column: str, name: str) -> Unit | None:
        """Return the one unit of this name that exists today; says otherwise what is wrong."""
        found = self.units.get(search_key(name), [])
        today = [unit for unit in found if unit.is_active_on(self.today)]
        if len(today) == 1:
            return today[0]
        if len(today) > 1:
            self.wrong(row, column, f"có {len(today)} đơn vị tên «{name}»; hãy ghi tên đầy đủ")
        elif found:
            self.wrong(row, column, f"«{name}» đã ngừng hoạt động")
        else:
            self.wrong(row, column, f"không có đơn vị «{name}» trong {self.authority}")
        return None

    def claim(self, row: Row, record: Any) -> None:
        """Refuse a second row about the same record."""
        if record.pk in self.taken:
            self.wrong(row, "code", f"cùng là {record} của dòng {self.taken[record.pk]}")
        self.taken[record.pk] = row.number

    def change(self, row: Row, record: Any, fields: Any, values: dict[str, Any]) -> Any:
        """Return a copy with what the row says otherwise; an empty cell changes nothing."""
        changed = copy.copy(record)
        for column in self.known:
            after = values.get(column.name)
            if column.name not in fields or after in (None, ""):
                continue
            before = getattr(record, column.name)
            if before != after:
                setattr(changed, column.name, after)
                row.changes.append(
                    (column.heading, words(before, column.choices), words(after, column.choices))
                )
        row.state = CHANGED if row.changes else SAME
        return changed

    def check(self, row: Row, record: Any) -> None:
        """Ask the model's own rules about its columns."""
        keys = [field.name for field in record._meta.fields if field.is_relation]
        try:
            record.clean_fields(exclude=[*keys, "path", "sort_key", "search_key"])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.wrong(row, name, message)

    def in_order(self, row: Row, record: Any, first: str, later: str) -> None:
        """Refuse an end before the beginning; the database has the same rule."""
        start, end = getattr(record, first), getattr(record, later)
        if start and end and end < start:
            rule = next(r for r in record._meta.constraints if r.name.endswith(f"{later}_after"))
            self.wrong(row, later, rule.violation_error_message)


class _People(_Known):
    """Rows about people."""

    def __init__(self, sheet: RosterSheet, *args: Any) -> None:
        super().__init__(sheet, *args)
        people = Person.objects.filter(authority=sheet.authority).select_related("unit")
        self.people = {person.pk: person for person in people}
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for person in self.people.values():
            self.by_name[person.search_key].append(person)
        self.seen: dict[tuple[str, int], list[tuple[int, dict[str, Any]]]] = defaultdict(list)

    def row(self, number: int, cells: tuple[Any, ...]) -> RosterRow:
        """Return one row, read and compared."""
        row = RosterRow(number, "")
        values = self.values_of(row, cells)
        row.name = str(values.get("full_name") or "")
        unit = self._unit(row, values)
        if not row.errors:
            self._match(row, values, unit)
        if row.record is not None and not row.errors:
            self.check(row, row.record)
            self.in_order(row, row.record, "joined_on", "left_on")
        row.state = WRONG if row.errors else row.state
        return row

    def values_of(self, row: Row, cells: tuple[Any, ...]) -> dict[str, Any]:
        """Return the values; a row without a unit belongs to the one chosen for such rows."""
        values = super().values_of(row, cells)
        default = self.units_by_id.get(self.defaults.get("unit") or 0)
        if default and not values.get("unit_name"):
            row.errors = [e for e in row.errors if e.heading != PEOPLE.column("unit_name").heading]
            values["unit_name"] = ""
        return values

    def _unit(self, row: Row, values: dict[str, Any]) -> Unit | None:
        name = values.get("unit_name")
        if name:
            known = self.people.get(_number(values.get("code")))
            if known and search_key(name) in (
                search_key(known.unit.short_name), search_key(known.unit.name)
            ):  # fmt: skip
                return known.unit
            return self.unit_called(row, "unit_name", name)
        return self.units_by_id.get(self.defaults.get("unit") or 0)

    def _match(self, row: RosterRow, values: dict[str, Any], unit: Unit) -> None:
        if code := values.get("code"):
            person = self.people.get(_number(code))
            if person is None:
                self.wrong(row, "code", f"không có cá nhân mã {code} trong {self.authority}")
                return
            self._against(row, person, values, unit)
            return
        candidates = self._candidates(values)
        here = [p for p in candidates if p.unit_id == unit.pk]
        if len(here) == 1 and (here[0].left_on is None or values.get("left_on")):
            values["full_name"] = here[0].full_name
            self._against(row, here[0], values, unit)
            return
        if candidates:
            self._ask(row, here or candidates, unit)
            row.chosen = self.chosen.get(row.number, "")
            if row.chosen not in {value for value, _label in row.choices}:
                row.chosen, row.state = "", UNCLEAR
                return
            row.asked = True
            if row.chosen != OTHER:
                person = self.people[int(row.chosen.removeprefix("same-"))]
                values["full_name"] = person.full_name
                self._against(row, person, values, unit)
                return
        self._new(row, values, unit)

    def _candidates(self, values: dict[str, Any]) -> list[Person]:
        """Return who may be meant: of this name, the accents too if there is such a one, and not
        born on another day."""
        name = values["full_name"]
        found = self.by_name.get(search_key(name), [])
        exact = [p for p in found if _folded(p.full_name) == _folded(name)]
        born = values.get("born_on")
        return [p for p in exact or found if not (born and p.born_on and p.born_on != born)]

    def _ask(self, row: RosterRow, found: list[Person], unit: Unit) -> None:
        for person in found:
            if person.unit_id != unit.pk:
                words_ = f"Chính là {described(person)}: chuyển về {unit}"
            elif person.left_on:
                words_ = f"Chính là {described(person)}: trở lại làm việc"
            else:
                words_ = f"Chính là {described(person)}"
            row.choices.append((f"same-{person.pk}", words_))
        row.choices.append((OTHER, "Người khác trùng tên: ghi mới"))

    def _against(self, row: RosterRow, person: Person, values: dict[str, Any], unit: Unit) -> None:
        row.nominee = person
        self.claim(row, person)
        moves = unit.pk != person.unit_id
        fields = [name for name in PERSON_FIELDS if not (moves and name == "joined_on")]
        row.record = self.change(row, person, fields, values)
        if row.asked and person.left_on and not values.get("left_on"):
            column = PEOPLE.column("left_on")
            row.changes.append((column.heading, words(person.left_on), words(None)))
            row.record.left_on, row.state = None, CHANGED
        if moves:
            row.move_to = unit
            row.moved_on = min(values.get("joined_on") or self.today, self.today)
            row.changes.insert(0, (PEOPLE.column("unit_name").heading, str(person.unit), str(unit)))
            row.state = MOVED
            if person.joined_on and row.moved_on < person.joined_on:
                self.wrong(row, "joined_on", f"trước ngày vào {person.unit}")
        elif row.state == SAME:
            row.record = None

    def _new(self, row: RosterRow, values: dict[str, Any], unit: Unit) -> None:
        given = {name: values[name] for name in PERSON_FIELDS if values.get(name)}
        for number, earlier in self.seen[search_key(given["full_name"]), unit.pk]:
            born = given.get("born_on"), earlier.get("born_on")
            if earlier == given:
                row.state = SAME
                return
            if None in born or born[0] == born[1]:
                self.wrong(row, "full_name", f"trùng tên với dòng {number}; "
                           "hãy ghi ngày sinh của cả hai để phân biệt")  # fmt: skip
                return
        self.seen[search_key(given["full_name"]), unit.pk].append((row.number, given))
        default = self.defaults.get("employment") or Employment.CIVIL_SERVANT
        row.record = Person(unit=unit, **{"employment": default} | given)
        row.record.derive()
        row.state = NEW


class _Units(_Known):
    """Rows about units."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.seen: dict[str, int] = {}

    def row(self, number: int, cells: tuple[Any, ...]) -> RosterRow:
        """Return one row, read and compared."""
        row = RosterRow(number, "")
        values = self.values_of(row, cells)
        row.name = str(values.get("name") or "")
        if not row.errors:
            self._match(row, values)
        if row.record is not None and not row.errors:
            self.check(row, row.record)
            self.in_order(row, row.record, "valid_from", "valid_to")
        row.state = WRONG if row.errors else row.state
        return row

    def _match(self, row: RosterRow, values: dict[str, Any]) -> None:
        if code := values.get("code"):
            known = [unit for unit in (self.units_by_id.get(_number(code)),) if unit]
            if not known:
                self.wrong(row, "code", f"không có đơn vị mã {code} trong {self.authority}")
                return
        else:
            named = self.units.get(search_key(values["name"]), [])
            known = [unit for unit in named if unit.pk]
            if len(named) > len(known):
                self.wrong(row, "name", f"trùng tên với dòng {self.seen[search_key(row.name)]}")
                return
        if len(known) > 1:
            self.wrong(row, "name", f"có {len(known)} đơn vị tên này; hãy ghi mã")
            return
        if known and known[0].is_authority:
            self.wrong(row, "name", "là cơ quan, không sửa bằng danh sách")
            return
        parent = self._parent(row, values, known)
        if row.errors:
            return
        if known:
            self._against(row, known[0], values, parent)
        else:
            given = {name: values[name] for name in UNIT_FIELDS if values.get(name)}
            row.record = Unit(parent=parent or self.authority, **given)
            row.record.short_name = row.record.short_name or row.record.name
            self.seen[search_key(row.name)] = row.number
            self.know(row.record)

    def _parent(self, row: RosterRow, values: dict[str, Any], known: list[Unit]) -> Unit | None:
        name = values.get("parent_name")
        if not name:
            return None
        if known and known[0].parent and search_key(name) in (
            search_key(known[0].parent.short_name), search_key(known[0].parent.name)
        ):  # fmt: skip
            return known[0].parent
        return self.unit_called(row, "parent_name", name)

    def _against(
        self, row: RosterRow, unit: Unit, values: dict[str, Any], parent: Unit | None
    ) -> None:
        row.nominee = unit
        self.claim(row, unit)
        if not values.get("code"):
            values = values | {"name": ""}  # The row named it so; that is no new name.
        row.record = self.change(row, unit, UNIT_FIELDS, values)
        if row.record.valid_to != unit.valid_to:
            self.wrong(row, "valid_to", "hãy ghi «Thôi hoạt động» trên trang của đơn vị")
        if parent is not None and parent is not unit.parent:
            if parent.pk and unit.contains(parent):
                self.wrong(row, "parent_name", "không thể trực thuộc chính nó")
            row.record.parent = parent
            heading = UNITS.column("parent_name").heading
            row.changes.append((heading, words(str(unit.parent or "")), str(parent)))
            row.state = CHANGED
        if row.state == SAME:
            row.record = None


def _number(code: str | None) -> int:
    """Return the id that a code names, 0 for none."""
    return int(code) if code and code.isdecimal() else 0


def _folded(text: str) -> str:
    return " ".join(normalize(text).casefold().split())
