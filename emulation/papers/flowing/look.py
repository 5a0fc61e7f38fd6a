"""Lengths and faces of a paper's elements, read from paper.css: the only place that has them.

Not a browser: whoever asks names the rules that meet an element, from the outside in. A test holds
every paper so made against what WeasyPrint makes of the same stylesheet.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Self

import tinycss2
from django.conf import settings

PIXELS = {"px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4}
LENGTH = re.compile(r"(-?[\d.]+)(px|pt|mm)")
FONT = re.compile(r"(italic )?(bold )?([\d.]+)pt(?:/([\d.]+))? Tinos")
SIDES = ("top", "right", "bottom", "left")


class UnknownStyle(Exception):
    """The stylesheet says something of an element that is not understood here."""


@dataclass(frozen=True)
class Look:
    """How an element looks; lengths in pixels, `leading` in parts of the letters' size.

    Letters, leading, indent and alignment are inherited (`inside`), the rest is not.
    """

    size: float = 16.0
    leading: float = 1.0
    bold: bool = False
    italic: bool = False
    indent: float = 0.0
    align: str = "left"
    margin: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    padding: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    keeps_next: bool = False

    def inside(self, *selectors: str) -> Self:
        """Return the look of an element inside this one that these rules meet, the last strongest.

        Raises UnknownStyle for a rule that is not there, or not understood.
        """
        look = replace(self, margin=(0.0,) * 4, padding=(0.0,) * 4, keeps_next=False)
        for selector in selectors:
            for name, value in rule(selector).items():
                try:
                    look = look._with(name, value)
                except ValueError:
                    raise UnknownStyle(f"{selector} {name}: {value}") from None
        return look

    def strong(self) -> Self:
        """Return the look of the same element in bold letters."""
        return replace(self, bold=True)

    def _with(self, name: str, value: str) -> Self:
        match name.split("-"):
            case ["font"]:
                found = FONT.fullmatch(value)
                if not found:
                    raise UnknownStyle(value)
                return replace(
                    self,
                    italic=bool(found[1]),
                    bold=bool(found[2]),
                    size=float(found[3]) * PIXELS["pt"],
                    leading=float(found[4] or 0),
                )
            case ["font", "size"]:
                return self if value == "inherit" else replace(self, size=pixels(value))
            case ["font", "weight"]:
                return self if value == "inherit" else replace(self, bold=value == "bold")
            case ["font", "style"]:
                return replace(self, italic=value == "italic")
            case ["line", "height"]:
                return replace(self, leading=float(value))
            case ["text", "indent"]:
                return replace(self, indent=pixels(value))
            case ["text", "align"]:
                return replace(self, align=value)
            case ["break", "after"]:
                return replace(self, keeps_next=value == "avoid")
            case ["margin" | "padding"]:
                return replace(self, **{name: four_sides(value)})
            case ["margin" | "padding" as kind, side]:
                sides = list(getattr(self, kind))
                sides[SIDES.index(side)] = pixels(value)
                return replace(self, **{kind: tuple(sides)})
        return self


def pixels(value: str) -> float:
    """Return a length in pixels; UnknownStyle when it is none."""
    if value in ("0", "auto"):
        return 0.0
    if not (found := LENGTH.fullmatch(value)):
        raise UnknownStyle(value)
    return float(found[1]) * PIXELS[found[2]]


def share(value: str) -> float:
    """Return a value in per cent as a share of 1."""
    if not value.endswith("%"):
        raise UnknownStyle(value)
    return float(value[:-1]) / 100


def four_sides(value: str) -> tuple[float, float, float, float]:
    """Return what a short "6pt 0 12pt" says of top, right, bottom and left."""
    match [pixels(side) for side in value.split()]:
        case [every]:
            return every, every, every, every
        case [high, wide]:
            return high, wide, high, wide
        case [top, wide, bottom]:
            return top, wide, bottom, wide
        case [top, right, bottom, left]:
            return top, right, bottom, left
    raise UnknownStyle(value)


class Rule(dict):
    """The declarations for a selector; asking for one that is not there raises UnknownStyle."""

    def __missing__(self, name: str) -> str:
        raise UnknownStyle(name)


def rule(selector: str) -> Rule:
    """Return the declarations of all rules for `selector`; UnknownStyle when there is none."""
    found = _rules().get(selector)
    if found is None:
        raise UnknownStyle(selector)
    return found


@cache
def _rules() -> dict[str, Rule]:
    """Return the declarations of every selector in paper.css, those of "@page" as well."""
    file = Path(settings.BASE_DIR) / "templates" / "papers" / "paper.css"
    found: dict[str, Rule] = {}
    text = file.read_text(encoding="utf-8")
    for entry in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        head = " ".join(tinycss2.serialize(entry.prelude).split())
        kind = getattr(entry, "at_keyword", "")
        _take(found, f"@{kind} {head}".strip() if kind else head, entry.content)
    return found


def _take(found: dict[str, Rule], head: str, content: list) -> None:
    """Add the declarations of a rule, and those of the rules of a page's margins."""
    for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            value = " ".join(tinycss2.serialize(part.value).split())
            for selector in head.split(","):
                found.setdefault(" ".join(selector.split()), Rule())[part.name] = value
        elif part.type == "at-rule":
            _take(found, f"{head} @{part.at_keyword}", part.content)
