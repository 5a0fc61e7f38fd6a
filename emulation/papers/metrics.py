"""How wide a text prints: read from the font files, to balance lines and to turn the page."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

from emulation.papers.paper import PaperError, Table

MM_PER_POINT = 25.4 / 72
# A4 between margins of 30 and 20 mm, upright and landscape.
TEXT_WIDTH = 160.0
LANDSCAPE_WIDTH = 247.0
TABLE_SIZE = 13.0
# Padding and rules of a cell, as in paper.css.
CELL_EDGES = 2.6
# Words of two syllables that a heading does not break: "ỦY BAN NHÂN / DÂN" reads badly.
COMPOUNDS = re.compile(
    r"(ủy ban|nhân dân|hội đồng|thi đua|khen thưởng|hành chính|cải cách|kế hoạch|phong trào|"
    r"tập thể|cá nhân|chủ tịch|giấy khen|bằng khen|thành tích|đăng ký|đề nghị|giai đoạn|"
    r"văn phòng|quyết định|tổ chức|thực hiện|triển khai|đổi mới|sáng tạo|xây dựng|nông thôn|"
    r"chuyển đổi|đầu tư|công nghiệp|quản lý|(xã|phường|thôn|huyện|tỉnh) \w+)$",
    re.IGNORECASE,
)
# Abbreviations before an authority ("TM. ỦY BAN …") and what else never ends a line.
LEADING = re.compile(r"(TM|KT|TL|TUQ|Q)\.$")
DASHES = ("-", "–")
QUOTES = '“”"(),;'
LONGEST_NAME = 5
# A table that squeezes its roomy columns below this share of what they asked for turns the page.
TIGHTEST = 0.7


def font_file(face: str) -> Path:
    """Return the Tinos file of a face such as "700Bold"; PaperError when npm has not run."""
    folder = Path(settings.NODE_MODULES) / "@expo-google-fonts" / "tinos"
    file = folder / face / f"Tinos_{face}.ttf"
    if not file.is_file():
        raise PaperError("Thiếu phông chữ Tinos để in văn bản: hãy chạy “./run setup”.")
    return file


@cache
def _advances(face: str) -> tuple[dict[int, float], float]:
    """Return the advance of each character in em, and that of a character not in the font."""
    with TTFont(font_file(face), lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {char: widths[name][0] / em for char, name in font.getBestCmap().items()}, widths[
            ".notdef"
        ][0] / em


def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """Return the printed width of one line of `text` at `size` points."""
    advances, missing = _advances("700Bold" if bold else "400Regular")
    return sum(advances.get(ord(char), missing) for char in text) * size * MM_PER_POINT


def balanced(text: str, limit: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break `text` into as few lines of `limit` mm as it needs, about equally long.

    A line break in `text` is kept.
    """
    lines: list[str] = []
    for piece in text.splitlines():
        # Not at no-break spaces: they hold what stays together, and a blank open to write in.
        words = _unbroken(re.split(r"[ \t]+", piece.strip(" \t")))
        best = _wrapped(words, limit, size, bold)
        width = width_mm(" ".join(words), size, bold=bold) / max(len(best), 1)
        while width < limit:
            if len(narrower := _wrapped(words, width, size, bold)) <= len(best):
                best = narrower
                break
            width += 2
        lines += best
    return tuple(lines)


def _unbroken(words: list[str]) -> list[str]:
    """Join what stays on one line: compounds, numbers, a dash with both its sides, short names.

    A name in quotation marks is short up to five words.
    """
    joined: list[str] = []
    for word in words:
        # A blank that is written in by hand (paper.BLANK) has no words.
        before = (["", *joined[-1].split()] if joined else [""])[-1]
        together = before in DASHES or word in DASHES or word.isdigit() or LEADING.match(before)
        if before and (together or COMPOUNDS.match(f"{before.strip(QUOTES)} {word.strip(QUOTES)}")):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return _quoted(joined)


def _quoted(pieces: list[str]) -> list[str]:
    """Join the pieces of a short name in quotation marks."""
    joined: list[str] = []
    for piece in pieces:
        last = joined[-1] if joined else ""
        is_open = last.count("“") > last.count("”")
        if is_open and len(f"{last} {piece}"[last.rindex("“") :].split()) <= LONGEST_NAME:
            joined[-1] += f" {piece}"
        else:
            joined.append(piece)
    return joined


def _wrapped(words: list[str], limit: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and width_mm(f"{lines[-1]} {word}", size, bold=bold) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def is_wide(table: Table) -> bool:
    """Say whether the table asks for a landscape page (see `Table.landscape`)."""
    if table.landscape != "auto":
        return table.landscape == "yes"
    return _squeezed(table, TEXT_WIDTH)[1] < TIGHTEST


def column_shares(table: Table, width: float) -> list[float]:
    """Return the columns' widths in per cent of `width` mm: as asked, but no word is broken."""
    columns = _squeezed(table, width)[0]
    return [100 * column / sum(columns) for column in columns]


def _squeezed(table: Table, width: float) -> tuple[list[float], float]:
    """Return the columns in mm and the part of what they asked for that the roomy ones keep."""
    total = sum(column.width for column in table.columns)
    asked = [column.width / total * width for column in table.columns]
    least = [_longest_word(table, index) + CELL_EDGES for index in range(len(asked))]
    tight: set[int] = set()
    while len(tight) < len(asked):
        roomy = [index for index in range(len(asked)) if index not in tight]
        room = width - sum(least[index] for index in tight)
        keep = room / sum(asked[index] for index in roomy)
        if not (more := {index for index in roomy if asked[index] * keep < least[index]}):
            sizes = [least[i] if i in tight else asked[i] * keep for i in range(len(asked))]
            return sizes, keep
        tight |= more
    return least, 0.0


def _longest_word(table: Table, index: int) -> float:
    """Return the width of the widest heading word, or of the word with most letters below it."""
    words = table.columns[index].heading.split()
    below = (word for row in table.rows for word in row.cells[index].split())
    words.append(max(below, key=len, default=""))
    return max(width_mm(word, TABLE_SIZE, bold=True) for word in words)
