"""Which column of somebody's own list means what: guessed without accents, corrected by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from emulation.organization.sheets.columns import Column
from emulation.organization.sheets.reading import HEAD_WITHIN
from emulation.vietnamese import search_key

SAMPLES = 3


def guess(
    columns: Sequence[Column], lines: Sequence[tuple[int, Sequence[Any]]]
) -> tuple[int, dict[int, str]]:
    """Return which of `lines` is the head, and the column that each of its cells names.

    The head is the line among the first that names most columns; the first one when none does.
    """
    best: tuple[int, dict[int, str]] = (0, {})
    for place, (_number, cells) in enumerate(lines[:HEAD_WITHIN]):
        found = named(columns, cells)
        if len(found) > len(best[1]):
            best = (place, found)
    return best


def named(columns: Sequence[Column], cells: Sequence[Any]) -> dict[int, str]:
    """Return by position the columns that the cells of a head name.

    A heading that is a column's own word comes first; then one that has such a word in it
    ("Họ và tên cán bộ, công chức"), the longest word first.
    """
    found: dict[int, str] = {}
    keys = {position: search_key(str(cell)) for position, cell in enumerate(cells) if cell != ""}
    for position in keys:
        column = next((c for c in columns if c.is_headed(cells[position])), None)
        if column and column.name not in found.values():
            found[position] = column.name
    inside = sorted(
        (
            (-len(word), position, column.name)
            for position, key in keys.items()
            if position not in found
            for column in columns
            for word in map(search_key, (column.heading, *column.also))
            if len(word) > SAMPLES and f" {word} " in f" {_plain(key)} "
        )
    )
    for _length, position, name in inside:
        if position not in found and name not in found.values():
            found[position] = name
    return found


def _plain(key: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in key).split())


def samples(lines: Sequence[tuple[int, Sequence[Any]]], head: int, position: int) -> list[str]:
    """Return the first cells below a heading, to recognise the column by."""
    cells = (row[position] for _number, row in lines[head + 1 :] if position < len(row))
    shown = []
    for cell in cells:
        if cell != "":
            shown.append(str(cell))
        if len(shown) == SAMPLES:
            break
    return shown
