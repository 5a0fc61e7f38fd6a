"""Columns of a sheet: how a cell is read without trust and written back the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl.utils.datetime import from_excel

from emulation.vietnamese import normalize, search_key

EARLIEST, LATEST = 1945, 2100


class CellError(ValueError):
    """A cell that cannot be read; the message is Vietnamese."""


@dataclass(frozen=True)
class Column:
    """One column: `name` is the record's field, `type` how a cell is read.

    Types: text, year, whole, decimal, date, choice, yes (Có, Không, or nothing). `choices` maps
    stored values to their official words; `spelled` maps further spellings (search keys) to stored
    values.
    """

    name: str
    heading: str
    type: str = "text"
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    spelled: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    width: int = 16
    help: str = ""
    longest: int = 300

    def is_headed(self, text: Any) -> bool:
        """Whether a cell of the head names this column, whatever case and accents."""
        return search_key(str(text or "")) in {
            search_key(one) for one in (self.heading, *self.also)
        }

    def read(self, raw: Any) -> Any:
        """Return the value of a cell, None (text: "") when it is empty; raises CellError."""
        if isinstance(raw, str):
            raw = normalize(raw).strip()
        if raw is None or raw == "":
            if self.required:
                raise CellError("chưa ghi")
            return "" if self.type in ("text", "choice") else None
        return getattr(self, f"_read_{self.type}")(raw)

    def _read_text(self, raw: Any) -> str:
        if isinstance(raw, dt.datetime | dt.date):
            return f"{raw:%d/%m/%Y}"
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        text = " ".join(str(raw).split())
        if len(text) > self.longest:
            raise CellError(f"dài quá {self.longest} chữ")
        return text

    def _read_whole(self, raw: Any) -> int:
        number = self._read_decimal(raw)
        if number != number.to_integral_value() or not 0 <= number < 1_000_000:
            raise CellError(f"«{raw}» không phải số nguyên")
        return int(number)

    def _read_year(self, raw: Any) -> int:
        if isinstance(raw, dt.datetime | dt.date):
            return raw.year
        words = search_key(str(raw)).removeprefix("nam ").removesuffix(".0")
        if not words.isdecimal() or not EARLIEST <= int(words) <= LATEST:
            raise CellError(f"«{raw}» không phải năm")
        return int(words)

    def _read_decimal(self, raw: Any) -> Decimal:
        if isinstance(raw, bool | dt.datetime | dt.date):
            raise CellError(f"«{raw}» không phải số")
        text = str(raw).replace(" ", "").removesuffix("%")
        if isinstance(raw, str):
            # Vietnamese figures: 1.234,5; a lone dot is a decimal point as machines write it.
            text = text.replace(".", "").replace(",", ".") if "," in text else text
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise CellError(f"«{raw}» không phải số") from None
        if not number.is_finite() or abs(number) >= 10**7:
            raise CellError(f"«{raw}» không phải số dùng được")
        return round(number, 2)

    def _read_date(self, raw: Any) -> dt.date:
        if isinstance(raw, dt.datetime):
            return raw.date()
        if isinstance(raw, dt.date):
            return raw
        if isinstance(raw, int | float) and not isinstance(raw, bool) and 10_000 < raw < 80_000:
            return from_excel(raw).date()
        text = str(raw).replace(".", "/").replace("-", "/").replace(" ", "")
        for pattern in ("%d/%m/%Y", "%Y/%m/%d"):
            try:
                return dt.datetime.strptime(text, pattern).date()
            except ValueError:
                continue
        raise CellError(f"«{raw}» không phải ngày; hãy ghi ngày/tháng/năm")

    def _read_yes(self, raw: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        key = search_key(str(raw)).rstrip(".")
        if key in ("co", "x", "1"):
            return True
        if key in ("khong", "0"):
            return False
        raise CellError(f"«{raw}»: hãy ghi Có hoặc Không")

    def _read_choice(self, raw: Any) -> str:
        key = search_key(str(raw)).rstrip(".")
        for value, words in self.choices.items():
            if key in (search_key(value), search_key(words)):
                return value
        if key in self.spelled:
            return self.spelled[key]
        raise CellError(f"«{raw}» không có trong danh mục: {'; '.join(self.choices.values())}")

    def write(self, value: Any) -> Any:
        """Return what a cell shows for a stored value; `read` of it gives the value again."""
        if value is None or value == "":
            return None
        if self.type == "yes":
            return "Có" if value else "Không"
        return self.choices.get(value, value) if self.type == "choice" else value
