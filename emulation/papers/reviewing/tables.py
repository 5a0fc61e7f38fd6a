"""The two tables of the law that the review reads: texts by date, levels and bodies by date.

`awards.catalogue` loads the same texts into the database, where the office may correct them.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
UNVERIFIED = "n"


@dataclass(frozen=True)
class Validity:
    """From when to when something holds; open ends mean that no limit is known."""

    valid_from: Date | None
    valid_to: Date | None
    instead: str
    source: str
    verified: str

    def is_over(self, day: Date) -> bool:
        """Whether it no longer holds on `day`."""
        return self.valid_to is not None and day > self.valid_to

    def is_ahead(self, day: Date) -> bool:
        """Whether it does not hold yet on `day`."""
        return self.valid_from is not None and day < self.valid_from


@dataclass(frozen=True)
class Law(Validity):
    """A law, decree or circular. `verified`: y sourced, p partly, n nobody has compared it.

    `topics` says, comma-separated, what a paper cites it for (`awards.models.Topic`).
    """

    number: str
    kind: str
    title: str
    dated: Date | None
    issuer: str = ""
    topics: str = ""


@dataclass(frozen=True)
class Level(Validity):
    """A body or level that papers may name; `kind` is "authority" or "level"."""

    words: str
    kind: str


@cache
def laws() -> tuple[Law, ...]:
    """Return the texts of the law (data/laws.csv; domain.md section 0)."""
    return tuple(Law(**row) for row in _rows("laws.csv"))


@cache
def levels() -> tuple[Level, ...]:
    """Return levels and bodies (data/levels.csv; domain.md sections 0 and 1.1), longest first."""
    return tuple(
        sorted((Level(**row) for row in _rows("levels.csv")), key=lambda level: -len(level.words))
    )


def _rows(name: str) -> Iterator[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="|"):
            dates = ("valid_from", "valid_to", "dated")
            yield {
                key: (Date.fromisoformat(value) if value else None) if key in dates else value
                for key, value in row.items()
            }
