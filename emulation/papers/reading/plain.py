"""Plain text as lines: hand-made tables with tabs, columns side by side, bold marks."""

import re

from emulation.papers.reading.tables import Cell, Grid, Para, is_end, table_of
from emulation.papers.reading.values import (
    MAX_CHARACTERS,
    MAX_LINE,
    MAX_LINES,
    Line,
    ReadingError,
)
from emulation.papers.text import clean

TOO_LONG = "Văn bản quá dài so với một kế hoạch, không đọc."
# Header and signatures never have more lines.
LONGEST_COLUMN = 200
_SPLIT = re.compile(r"\t+|(?<=\S) {4,}(?=\S)")
_LABEL = re.compile(r"(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])[.)]|[-–+•*]")
_BREAK = re.compile(r"\r\n?|\n|\x0b|\x0c|\x85|\u2028|\u2029")


def read(text: str) -> list[Line]:
    """Read text; raises ReadingError when it is far too long for a paper."""
    if len(text) > MAX_CHARACTERS:
        raise ReadingError(TOO_LONG)
    raw = _BREAK.split(text)
    if len(raw) > MAX_LINES or any(len(line) > MAX_LINE for line in raw):
        raise ReadingError(TOO_LONG)
    found: list[Line] = []
    gap = bold = False
    place, tables = 0, 0
    while place < len(raw):
        if not raw[place].strip():
            gap, bold, place = True, False, place + 1
            continue
        run = _side_by_side(raw, place)
        if run and _is_layout(raw[place : place + run]):
            tables += 1
            run = _whole_columns(raw, place)
            new = _columns(raw, place, run, tables, gap)
        elif run > 1 and (grid := _grid(raw[place : place + run])):
            new = [Line("", _where(place), gap=gap, table=table_of(grid))]
        else:
            run, new = max(run, 1), []
            for row in range(place, place + run):
                marks = raw[row].count("**")
                words = _unmarked(raw[row])
                bold_here = bold or bool(marks) or None
                new += [Line(words, _where(row), bold=bold_here, gap=gap and row == place)] * bool(
                    words
                )
                bold ^= marks % 2 == 1
        found += new
        gap, place = False if new else gap, place + run
    return found


def _where(place: int) -> str:
    return f"dòng {place + 1}"


def _unmarked(raw: str) -> str:
    return clean(raw.replace("**", ""))


def _cells(raw: str) -> list[str]:
    """Split a line at tabs, wide spaces or upright bars; an empty cell between tabs counts."""
    stripped = raw.strip()
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
        return [_unmarked(cell) for cell in stripped[1:-1].split("|")]
    return [words for part in _SPLIT.split(raw) if (words := _unmarked(part))]


def _side_by_side(raw: list[str], place: int) -> int:
    """Count the lines from `place` on that hold columns, up to the first that does not."""
    count = 0
    for line in raw[place:]:
        if not ("\t" in line or "    " in line or "|" in line):
            break
        parts = _cells(line)
        if len(parts) < 2 or (len(parts) == 2 and _LABEL.fullmatch(parts[0])):
            break
        count += 1
    return count


def _is_layout(lines: list[str]) -> bool:
    return any(is_end(part) for line in lines for part in _cells(line))


def _whole_columns(raw: list[str], place: int) -> int:
    """Count the lines of header or signatures: up to the last with columns, then more dashes.

    One column may be shorter than the other.
    """
    count = last = 0
    for count, line in enumerate(raw[place : place + LONGEST_COLUMN], start=1):
        parts = _cells(line)
        if not parts:
            break
        if len(parts) > 1 or line[:1] in "\t-–" or (last == count - 1 and line[:4] == "    "):
            last = count
    return last


def _columns(raw: list[str], place: int, run: int, table: int, gap: bool) -> list[Line]:
    """Read header or signatures that stand side by side: the left column, then the right."""
    columns: tuple[list[Line], list[Line]] = ([], [])
    for row in range(place, place + run):
        parts = _cells(raw[row])
        indented = len(parts) == 1 and raw[row][:1] in " \t"
        for column, words in enumerate(parts, start=int(indented)):
            side = min(column, 1)
            columns[side].append(
                Line(words, _where(row), gap=gap and not columns[side], cell=(table, row, side))
            )
    return columns[0] + columns[1]


def _grid(lines: list[str]) -> Grid | None:
    """Return the table that lines with tabs or bars make, or None when they make none."""
    rows = []
    for line in lines:
        stripped = line.strip()
        if stripped.startswith("|"):
            cells = _cells(line)
            if all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells):
                continue
        else:
            cells = [_unmarked(cell) for cell in line.rstrip("\r\n").split("\t")]
        rows.append([Cell(blocks=[Para(cell)]) for cell in cells])
    if len(rows) < 2 or max(map(len, rows)) < 3:
        return None
    return Grid(rows, [False] * len(rows), ruled=True)
