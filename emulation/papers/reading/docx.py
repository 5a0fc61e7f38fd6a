"""A Word file as lines: paragraphs with the labels Word counts, tables, layout tables taken apart.

What is deleted under "track changes", hidden, in a comment, header or footer is not text of the
paper. Text boxes are read in place, once.
"""

from dataclasses import dataclass, field

from emulation.papers.reading.archive import Package
from emulation.papers.reading.lists import Counter, Styles, _number
from emulation.papers.reading.markup import TOO_DEEP, Handler, walk
from emulation.papers.reading.tables import Cell, Grid, Para, lines_of
from emulation.papers.reading.values import MAX_CHARACTERS, MAX_LINE, Line, ReadingError
from emulation.papers.reading.words import DRAFT

_SKIPPED = {"del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "tblPrChange", "tcPrChange",
            "trPrChange", "sectPrChange", "numberingChange"}  # fmt: skip
MOST_HEADERS = 6
# Tables in the cells of tables.
MOST_NESTED = 6
_OFF = ("0", "false", "off", "none")
_INVISIBLE = ("", "nil", "none")
TOO_LONG = "Tệp có quá nhiều chữ so với một kế hoạch, không đọc."
LONG_PARAGRAPH = "Tệp có một đoạn văn dài bất thường, không đọc."


@dataclass
class Document:
    """A Word file taken apart: its lines, and whether all its pages lie across."""

    lines: list[Line]
    landscape: bool = False


def read(data: bytes) -> Document:
    """Read the bytes of a .docx; raises ReadingError when that cannot or must not be done."""
    package = Package(data)
    main = package.main()
    styles = Styles(package.beside("styles.xml"))
    taken = _Body(styles, Counter(package.beside("numbering.xml"), styles))
    walk(main, taken)
    lines = lines_of(taken.found)
    return Document(_draft_mark(package) + lines, bool(taken.turned) and all(taken.turned))


def _draft_mark(package: Package) -> list[Line]:
    """Return the line "DỰ THẢO" when it stands in a page header; what else stands there is none."""
    for number in range(1, MOST_HEADERS + 1):
        if data := package.beside(f"header{number}.xml"):
            styles = Styles(None)
            header = _Body(styles, Counter(None, styles))
            walk(data, header)
            for line in lines_of(header.found):
                if DRAFT.match(line.key):
                    return [line]
    return []


@dataclass
class _Open:
    """A paragraph while it is read."""

    style: str = ""
    list_id: str | None = None
    level: int | None = None
    centred: bool | None = None
    parts: list[str] = field(default_factory=list)
    size: int = 0
    bold: int = 0
    letters: int = 0


@dataclass
class _Run:
    """What a run of letters looks like; None where its paragraph's style decides."""

    bold: bool | None = None
    capitals: bool | None = None
    hidden: bool = False


class _Body(Handler):
    """Takes document.xml."""

    def __init__(self, styles: Styles, counter: Counter) -> None:
        self.styles, self.counter = styles, counter
        self.found: list[Para | Grid] = []
        self.turned: list[bool] = []
        self.inside: list[str] = []
        self.skipping = self.size = self.in_text = 0
        self.paragraphs: list[_Open] = []
        self.tables: list[Grid] = []
        self.run = _Run()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipping or name in _SKIPPED:
            self.skipping += 1
            return
        within = self.inside[-1] if self.inside else ""
        self.inside.append(name)
        value = attributes.get("val", "")
        match name:
            case "p":
                self.paragraphs.append(_Open())
            case "t":
                self.in_text += 1
            case "r":
                self.run = _Run()
            case "tab" if within == "r":
                self.text("\t", whole=True)
            case "br" | "cr" if within == "r":
                self.text("\n", whole=True)
            case "noBreakHyphen":
                self.text("-", whole=True)
            case "b" | "caps" | "vanish" if within == "rPr" and "pPr" not in self.inside[-3:]:
                on = value not in _OFF
                key = {"b": "bold", "caps": "capitals", "vanish": "hidden"}[name]
                setattr(self.run, key, on)
            case "tbl":
                if len(self.tables) >= MOST_NESTED:
                    raise ReadingError(TOO_DEEP)
                self.tables.append(Grid())
            case _ if self.tables:
                self._in_table(name, within, value, attributes)
        if self.paragraphs:
            self._in_paragraph(name, within, value)
        if name == "pgSz":
            self.turned.append(attributes.get("orient") == "landscape")

    def _in_paragraph(self, name: str, within: str, value: str) -> None:
        paragraph = self.paragraphs[-1]
        match name:
            case "pStyle":
                paragraph.style = value
            case "numId" if within == "numPr":
                paragraph.list_id = value
            case "ilvl" if within == "numPr":
                paragraph.level = _number(value)
            case "jc" if within == "pPr":
                paragraph.centred = value == "center"

    def _in_table(self, name: str, within: str, value: str, attributes: dict[str, str]) -> None:
        grid = self.tables[-1]
        match name:
            case "tr":
                grid.rows.append([])
                grid.heads.append(False)
            case "tc" if grid.rows:
                grid.rows[-1].append(Cell())
            case "gridCol":
                grid.widths.append(max(1, _long(attributes.get("w"))))
            case "tblHeader" if grid.heads:
                grid.heads[-1] = value not in _OFF
            case "tblStyle":
                grid.ruled = grid.ruled or bool(self.styles.of(value, "ruled"))
            case "gridSpan" if grid.rows and grid.rows[-1]:
                grid.rows[-1][-1].span = max(1, min(_number(value, 1), 63))
            case "vMerge" if grid.rows and grid.rows[-1]:
                grid.rows[-1][-1].goes_on = value != "restart"
            case _ if within in ("tblBorders", "tcBorders") and value not in _INVISIBLE:
                grid.ruled = True

    def text(self, data: str, whole: bool = False) -> None:
        if self.skipping or not self.paragraphs or not (whole or self.in_text):
            return
        if self.run.hidden:
            return
        paragraph = self.paragraphs[-1]
        self.size += len(data)
        paragraph.size += len(data)
        if self.size > MAX_CHARACTERS:
            raise ReadingError(TOO_LONG)
        if paragraph.size > MAX_LINE:
            raise ReadingError(LONG_PARAGRAPH)
        capitals, bold = self.run.capitals, self.run.bold
        if capitals is None:
            capitals = self.styles.of(paragraph.style, "capitals")
        if bold is None:
            bold = self.styles.of(paragraph.style, "bold")
        paragraph.parts.append(data.upper() if capitals else data)
        letters = len(data) - data.count(" ")
        paragraph.letters += letters
        paragraph.bold += letters if bold else 0

    def end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        self.inside.pop()
        match name:
            case "t":
                self.in_text -= 1
            case "r":
                self.run = _Run()
            case "p":
                self._end_paragraph(self.paragraphs.pop())
            case "tbl":
                self._add(self.tables.pop())

    def _end_paragraph(self, read: _Open) -> None:
        centred = read.centred
        if centred is None:
            centred = bool(self.styles.of(read.style, "centred"))
        label = self.counter.label(read.style, read.list_id, read.level)
        bold = bool(read.letters and read.bold * 2 > read.letters)
        self._add(Para("".join(read.parts), label, bold, centred))

    def _add(self, block: "Para | Grid") -> None:
        if self.tables and self.tables[-1].rows and self.tables[-1].rows[-1]:
            self.tables[-1].rows[-1][-1].blocks.append(block)
        else:
            self.found.append(block)


def _long(value: str | None) -> int:
    """Read a width; Word allows a decimal."""
    try:
        return min(int(float(value or 0)), 100_000)
    except (ValueError, OverflowError):
        return 0
