"""The awards that can be chosen on a day, by code, and the names of all that ever were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from awards.models import AwardType


@dataclass(frozen=True)
class AwardsOn:
    """The catalogue of a day: `valid` by code, `past` ones, `names` of every code whenever valid.

    What was given in the past still counts where a criterion looks back; so past awards can be
    chosen there, and nowhere else.
    """

    day: dt.date
    valid: dict[str, str] = field(default_factory=dict)
    past: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def on(cls, day: dt.date) -> AwardsOn:
        """Read the catalogue in one query; a code's name is the one of `day`, else the latest."""
        rows = list(AwardType.objects.all())
        valid = {row.code: row.name for row in rows if row.is_valid_on(day)}
        latest = {row.code: row.name for row in sorted(rows, key=lambda row: row.valid_from)}
        ended = {row.code for row in rows if row.valid_to and row.valid_to < day}
        past = {code: latest[code] for code in latest if code in ended and code not in valid}
        return cls(day, valid, past, latest | valid)

    def choices(
        self, stored: Iterable[str] = (), *, looks_back: bool = False
    ) -> list[tuple[str, str]]:
        """Return what a form offers: awards of the day, then past ones, named so.

        Of the past ones those that are stored, and all of them where a criterion `looks_back`.
        """
        offered = [*(self.past if looks_back else ()), *stored]
        gone = dict.fromkeys(code for code in offered if code and code not in self.valid)
        named = [(code, f"{self.names.get(code, code)} (không còn áp dụng)") for code in gone]
        return [*self.valid.items(), *named]

    def gone(self, codes: Iterable[str], *, looks_back: bool = False) -> list[str]:
        """Return a message for each code that cannot be chosen on the day."""
        return [
            f"«{self.names.get(code, code)}» không có trong danh mục vào ngày {self.day:%d/%m/%Y}."
            for code in codes
            if code not in self.valid and not (looks_back and code in self.past)
        ]
