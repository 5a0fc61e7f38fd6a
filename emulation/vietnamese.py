"""Vietnamese text: clean input, keys to search and sort by, dates and numbers in words."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

# What is seen by nobody: zero-width spaces and joiners, bidirectional controls, byte order marks,
# soft hyphens, fillers, variation selectors, tags, interlinear notes.
_INVISIBLE = dict.fromkeys(
    [
        *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180E),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *(0x3164, 0xFEFF, 0xFFA0),
        *range(0xFE00, 0xFE10),
        *range(0xFFF9, 0xFFFC),
        *range(0x1D173, 0x1D17B),
        *range(0xE0000, 0xE0200),
    ]
)
# What no database, XML or PDF has a place for: controls but for tab and line ends, lone
# surrogates, letters that Unicode will never give a meaning.
_IMPOSSIBLE = dict.fromkeys(
    [
        *(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)),
        *(code for code in range(0x7F, 0xA0) if code != 0x85),
        *range(0xD800, 0xE000),
        *range(0xFDD0, 0xFDF0),
        *(plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF)),
    ]
)
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x2800, 0x3000], " ")
_LINE_ENDS = dict.fromkeys([0x85, 0x2028, 0x2029], "\n")
_UNWANTED = _INVISIBLE | _IMPOSSIBLE | _SPACES | _LINE_ENDS

# The Icelandic eth and the African d look like đ and come out of old converters (TCVN3, VNI).
_LIKE_D_BAR = str.maketrans({"ð": "đ", "ɖ": "đ"})
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`"))
_WORD = re.compile(r"[0-9]+|[^\W\d_]+")

# f, j, w and z are not Vietnamese letters but stand in names; they keep their Latin place.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODES = {letter: str(10 + place) for place, letter in enumerate(_ALPHABET)}
_NUMBER_CODE = "09"
# Grave, hook above, tilde, acute, dot below.
_TONES = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


def normalize(text: str) -> str:
    """Return `text` as we store it: NFC, no invisible characters, only ordinary spaces.

    macOS gives NFD, Word and Zalo give non-breaking spaces, zero-width characters and byte order
    marks; whoever means harm gives NUL, lone surrogates and marks that turn the direction around.
    Nothing else changes: line breaks, tabs, runs of spaces and letter case stay.
    """
    return unicodedata.normalize("NFC", text.translate(_UNWANTED))


def search_key(text: str) -> str:
    """Return `text` without accents, case and extra spaces: both what is stored and what is sought.

    SQLite folds only ASCII and neither database ignores accents, so searching compares keys.
    """
    folded = normalize(normalize(text).casefold()).translate(_LIKE_D_BAR).replace("đ", "d")
    letters = (c for c in unicodedata.normalize("NFD", folded) if unicodedata.category(c) != "Mn")
    return " ".join(unicodedata.normalize("NFC", "".join(letters)).split())


def sort_key(full_name: str) -> str:
    """Return the key that sorts people: given name, then family name, then middle names.

    The given name is the last word and the family name the first, as on Vietnamese lists. Within
    a word the letters count first (a ă â b c d đ e ê …), then the tone: ngang, huyền, hỏi, ngã,
    sắc, nặng (the order of dictionaries and of Unicode CLDR for vi); a whole word counts before
    the next one, so every "Hà" stands before every "Hạ". "hòa" and "hoà" are the same.

    The key holds digits only, in pairs, so bytes, ICU and every locale sort it alike (no letter
    pairs such as the Czech "ch"); it is at most twice as long as the name plus 2. A name of one
    word has no family name; where the given name does not stand last (Ê Đê, M'Nông) the last
    word counts all the same.
    """
    words = full_name.split()
    return _key(" ".join(words[-1:] + words[:-1]))


def title_sort_key(text: str) -> str:
    """Return the key that sorts units and titles: words in order, numbers by their value.

    The letters and tones of `sort_key`; "Thôn 2" comes before "Thôn 10", numbers before letters.
    """
    return _key(text)


def _key(text: str) -> str:
    folded = normalize(text).casefold().translate(_LIKE_D_BAR).translate(_APOSTROPHES)
    return "".join(map(_word_key, _WORD.findall(unicodedata.normalize("NFC", folded))))


def _word_key(word: str) -> str:
    """Return pairs of digits: one for each letter, then one, below all letters, for the tone."""
    if word.isdecimal():
        number = word.lstrip("0")[:99]
        return f"{_NUMBER_CODE}{len(number):02d}{number}"
    codes, tone = [], 0
    for letter, mark in map(_split_tone, word):
        codes.append(_LETTER_CODES.get(letter, ""))
        tone = tone or mark
    return "".join(codes) + f"0{tone}"


def _split_tone(char: str) -> tuple[str, int]:
    """Return the letter without its tone, and the tone: "ấ" is "â" and sắc."""
    base, *marks = unicodedata.normalize("NFD", char)
    letter = unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in _TONES))
    tone = next((_TONES[m] for m in marks if m in _TONES), 0)
    return (letter if letter in _LETTER_CODES else base), tone


def long_date(day: date | None) -> str:
    """Return "ngày 05 tháng 01 năm 2024"; dots to fill in by hand when there is no day yet.

    A leading zero stands only before days under 10 and the months 1 and 2 (Nghị định
    30/2020/NĐ-CP, Phụ lục I, mục II.4).
    """
    if day is None:
        return "ngày … tháng … năm …"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: date | None) -> str:
    """Return "05/01/2024", or nothing when there is no day."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else ""


def last_day_before(day: date) -> date:
    """Return the last acceptable day of a deadline "trước ngày `day`": the day before it."""
    return day - timedelta(days=1)


def before_phrase(day: date) -> str:
    """Return the deadline in both readings: "trước ngày 26/04/2024 (hết ngày 25/04/2024)"."""
    return f"trước ngày {short_date(day)} (hết ngày {short_date(last_day_before(day))})"


def number_words(number: int, *, zero_tens: str = "linh") -> str:
    """Return `number`, from 0 to below 1.000 tỷ tỷ, in words as schools and treasuries read it.

    `zero_tens` is the word for a tens digit 0 before a unit: "linh" (official) or "lẻ" (southern).
    Groups of three zeros are left out; a group after another one is read with its hundreds
    ("một nghìn không trăm linh năm").
    """
    if not 0 <= number < 1000 * _BILLION**2:
        raise ValueError(f"{number}: chỉ đọc được số từ 0 đến dưới 1.000 tỷ tỷ")
    return " ".join(_number(int(number), zero_tens)) or _DIGITS[0]


def money_words(amount: int | Decimal, *, zero_tens: str = "linh") -> str:
    """Return a whole sum of đồng in words: "Ba trăm năm mươi mốt nghìn đồng"."""
    if amount != int(amount):
        raise ValueError(f"{amount}: số tiền phải là số nguyên đồng")
    words = number_words(int(amount), zero_tens=zero_tens)
    return f"{words[0].upper()}{words[1:]} đồng"


def _number(number: int, zero_tens: str, *, follows: bool = False) -> Iterator[str]:
    billions, rest = divmod(number, _BILLION)
    if billions:
        yield from _number(billions, zero_tens, follows=follows)
        yield "tỷ"
    follows = follows or bool(billions)
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            yield from _group(group, zero_tens, follows=follows)
            follows = True
            if name:
                yield name


def _group(group: int, zero_tens: str, *, follows: bool) -> Iterator[str]:
    """Read three digits: mười or mươi, mốt, tư and lăm after mươi, "không trăm" inside a number."""
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    if hundreds or follows:
        yield _DIGITS[hundreds]
        yield "trăm"
    if tens == 1:
        yield "mười"
    elif tens:
        yield _DIGITS[tens]
        yield "mươi"
    elif units and (hundreds or follows):
        yield zero_tens
    if units == 5 and tens:
        yield "lăm"
    elif units in (1, 4) and tens > 1:
        yield "mốt" if units == 1 else "tư"
    elif units:
        yield _DIGITS[units]
