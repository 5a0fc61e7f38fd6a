"""Words that the sentences of findings are made of: days, lists, records, clauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache

from awards.facts import Proof
from emulation.organization.models import BarKind, IndexRating, RatingLevel, Severity

RATING_NAMES: dict[str, str] = {value: str(label) for value, label in RatingLevel.choices}
INDEX_NAMES: dict[str, str] = {value: str(label) for value, label in IndexRating.choices}
BAR_NAMES: dict[str, str] = {value: str(label).lower() for value, label in BarKind.choices}
SEVERITY_NAMES: dict[str, str] = {value: str(label).lower() for value, label in Severity.choices}

# Words of a clause that are written small inside a sentence (NĐ 30/2020, Phụ lục II).
_SMALL = ("Tiêu chuẩn", "Tiêu chí", "Khoản", "Điểm", "Mục", "Các")


def day_text(day: dt.date) -> str:
    """Return "05/12/2024"."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def joined(parts: Sequence[str]) -> str:
    """Return "a", "a và b", "a, b và c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} và {parts[-1]}"


def years_text(years: Iterable[int]) -> str:
    """Return "2022, 2023 và 2024", each year once."""
    return joined(list(map(str, sorted(set(years)))))


def cited(*proofs: Proof) -> str:
    """Return " (Quyết định số …; Quyết định số …)", or "" when no record has words."""
    if len(proofs) == 1:
        return f" ({proofs[0].text})" if proofs[0].text else ""
    texts = [proof.text for proof in proofs if proof.text]
    return f" ({'; '.join(dict.fromkeys(texts))})" if texts else ""


@lru_cache(maxsize=4096)
def clause_inside(clause: str) -> str:
    """Return the clause as it stands inside a sentence; "tiêu chuẩn này" when there is none."""
    clause = clause.strip().rstrip(".")
    if not clause:
        return "tiêu chuẩn này"
    return clause[0].lower() + clause[1:] if clause.startswith(_SMALL) else clause


@lru_cache(maxsize=4096)
def satisfying(clause: str) -> str:
    """Return "đáp ứng tiêu chuẩn 2 mục V …" or "đáp ứng quy định tại Điều 23 …"."""
    inside = clause_inside(clause)
    if inside.startswith(("tiêu chuẩn", "tiêu chí", "nguyên tắc")):
        return f"đáp ứng {inside}"
    return f"đáp ứng quy định tại {inside}"


def small(text: str) -> str:
    """Return the text with its first letter small, unless it starts with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """Return the text with its first letter capital."""
    return text[:1].upper() + text[1:]


def percent_text(part: int, whole: int) -> str:
    """Return the share in percent with one decimal at most: 7 of 9 is "77,8%"."""
    tenths = (part * 2000 + whole) // (whole * 2)
    return f"{tenths // 10},{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def some_names(names: Iterable[str], most: int = 5) -> str:
    """Return the names in order, the first few of a long list."""
    names = sorted(names)
    more = len(names) - most
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:most])} và {more} người khác"
