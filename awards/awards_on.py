"""The awards that can be chosen on a day, by code, and the names of all that ever were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from awards.models import AwardType


@dataclass(frozen=True)
class AwardsOn:
    """The catalogue of a day: `valid` by code, `names` of every code whenever valid."""

    day: dt.date
    valid: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def on(cls, day: dt.date) -> AwardsOn:
        """Read the catalogue in one query; a code's name is the one of `day`, else the latest."""
        rows = list(AwardType.objects.all())
        valid = {row.code: row.name for row in rows if row.is_valid_on(day)}
        latest = {row.code: row.name for row in sorted(rows, key=lambda row: row.valid_from)}
        return cls(day, valid, latest | valid)

    def choices(self, stored: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Return what a form offers: awards of the day, and stored ones that are gone, named so."""
        gone = [(code, f"{self.names.get(code, code)} (không còn áp dụng)") for code in stored
                if code and code not in self.valid]  # fmt: skip
        return [*self.valid.items(), *gone]

    def gone(self, codes: Iterable[str]) -> list[str]:
        """Return a message for each code that is not in the catalogue of the day."""
        return [
            f"«{self.names.get(code, code)}» không có trong danh mục vào ngày {self.day:%d/%m/%Y}."
            for code in codes
            if code not in self.valid
        ]
