"""Word's lists and styles: which number a paragraph shows that nobody typed.

numbering.xml describes lists by levels; paragraphs name a list and a level, themselves or by their
style. Counting goes through the document once, in order (ECMA-376 part 1, 17.9).
"""

from dataclasses import dataclass, field

from emulation.papers.paper import roman
from emulation.papers.reading.markup import Handler, walk

LEVELS = 9
_DASHES = {"-": "-", "–": "-", "—": "-", "+": "+"}
HIGHEST = 999


@dataclass
class Level:
    """How one level of a list counts."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    legal: bool = False


@dataclass
class List:
    """A list that paragraphs name: its abstract list and what it sets anew."""

    abstract: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


def _number(value: str | None, default: int = 0) -> int:
    try:
        return max(-1, min(int(value or default), HIGHEST))
    except ValueError:
        return default


class _Numbering(Handler):
    """Takes numbering.xml."""

    def __init__(self) -> None:
        self.abstracts: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, List] = {}
        self.abstract = self.list = ""
        self.level: Level | None = None
        self.rank = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        match name:
            case "abstractNum":
                self.abstract = attributes.get("abstractNumId", "")
                self.abstracts[self.abstract] = {}
            case "num":
                self.list = attributes.get("numId", "")
                self.lists[self.list] = List()
            case "abstractNumId" if self.list:
                self.lists[self.list].abstract = value
            case "lvlOverride":
                self.rank = _number(attributes.get("ilvl"))
            case "startOverride" if self.list:
                self.lists[self.list].starts[self.rank] = _number(value)
            case "lvl":
                self.rank, self.level = _number(attributes.get("ilvl")), Level()
                if self.list:
                    self.lists[self.list].levels[self.rank] = self.level
                elif self.abstract:
                    self.abstracts[self.abstract][self.rank] = self.level
            case "start" if self.level:
                self.level.start = _number(value, 1)
            case "numFmt" if self.level:
                self.level.form = value
            case "lvlText" if self.level:
                self.level.text = value[:60]
            case "pStyle" if self.level:
                self.level.style = value
            case "isLgl" if self.level:
                self.level.legal = value not in ("0", "false")

    def end(self, name: str) -> None:
        match name:
            case "lvl":
                self.level = None
            case "abstractNum":
                self.abstract = ""
            case "num":
                self.list = ""


@dataclass
class Style:
    """What a style says of the paragraphs that bear it; None where it says nothing."""

    based_on: str = ""
    list_id: str | None = None
    level: int | None = None
    bold: bool | None = None
    capitals: bool | None = None
    centred: bool | None = None
    ruled: bool | None = None
    name: str = ""


class Styles(Handler):
    """Takes styles.xml, and answers for a style and all that it is based on."""

    def __init__(self, data: bytes | None) -> None:
        self.styles: dict[str, Style] = {}
        self.style = Style()
        self.inside: list[str] = []
        if data:
            walk(data, self)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        on = value not in ("0", "false", "none", "off")
        within = self.inside[-1] if self.inside else ""
        self.inside.append(name)
        match name:
            case "style":
                self.style = self.styles.setdefault(attributes.get("styleId", ""), Style())
            case "basedOn":
                self.style.based_on = value
            case "name" if within == "style":
                self.style.name = value
            case "numId" if within == "numPr":
                self.style.list_id = value
            case "ilvl" if within == "numPr":
                self.style.level = _number(value)
            case "b" if self.inside[-3:-1] == ["style", "rPr"]:
                self.style.bold = on
            case "caps" if self.inside[-3:-1] == ["style", "rPr"]:
                self.style.capitals = on
            case "jc" if within == "pPr":
                self.style.centred = value == "center"
            case _ if within == "tblBorders" and value not in ("", "nil", "none"):
                self.style.ruled = True

    def end(self, name: str) -> None:
        self.inside.pop()

    def of(self, style: str, what: str) -> object:
        """Return what the style says, or what the style says that it is based on."""
        for _ in range(20):
            found = self.styles.get(style)
            if found is None:
                return None
            if (value := getattr(found, what)) is not None:
                return value
            style = found.based_on
        return None


class Counter:
    """Counts the paragraphs of all lists of one document."""

    def __init__(self, data: bytes | None, styles: Styles) -> None:
        numbering = _Numbering()
        if data:
            walk(data, numbering)
        self.abstracts, self.lists, self.styles = numbering.abstracts, numbering.lists, styles
        self.counts: dict[str, list[int | None]] = {}
        self.used: set[str] = set()

    def label(self, style: str, name: str | None, rank: int | None) -> str:
        """Count a paragraph and return what Word prints before it: "I.", "1.1.", "-" or ""."""
        if name is None:
            name = self.styles.of(style, "list_id")
            rank = self.styles.of(style, "level") if rank is None else rank
        found = self.lists.get(name or "")
        if found is None:
            return ""
        levels = self.abstracts.get(found.abstract, {}) | found.levels
        if rank is None:
            rank = next((r for r, level in levels.items() if style and level.style == style), 0)
        level = levels.get(rank)
        if level is None or not 0 <= rank < LEVELS:
            return ""
        if level.form == "bullet":
            above = levels.get(rank - 1)
            return _DASHES.get(level.text, "+" if above and above.form == "bullet" else "-")
        counts = self.counts.setdefault(found.abstract, [None] * LEVELS)
        if name not in self.used:
            self.used.add(name)
            for place, start in found.starts.items():
                if 0 <= place < LEVELS:
                    counts[place] = start - 1
        before = counts[rank]
        counts[rank] = level.start if before is None else before + 1
        counts[rank + 1 :] = [None] * (LEVELS - rank - 1)
        return self._written(level, levels, counts)

    def _written(self, level: Level, levels: dict[int, Level], counts: list[int | None]) -> str:
        if level.form == "none":
            return ""
        text = level.text
        for place in range(LEVELS):
            if f"%{place + 1}" in text:
                one = levels.get(place, Level())
                count = one.start if counts[place] is None else counts[place]
                form = "decimal" if level.legal else one.form
                text = text.replace(f"%{place + 1}", _count(count, form))
        return " ".join(text.split())


def _count(count: int, form: str) -> str:
    """Write a count as Word does in one of its number formats."""
    if form in ("upperRoman", "lowerRoman") and 0 < count <= HIGHEST:
        written = roman(count) if count < 90 else str(count)
        return written if form == "upperRoman" else written.lower()
    if form in ("upperLetter", "lowerLetter") and 0 < count <= HIGHEST:
        times, index = divmod(count - 1, 26)
        letters = chr(ord("a") + index) * (times + 1)
        return letters.upper() if form == "upperLetter" else letters
    return f"{count:02}" if form == "decimalZero" else str(count)
