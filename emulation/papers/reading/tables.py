"""Tables: those that hold data become a `Table`, those that only place text become lines.

The header of a paper, its signatures and sometimes its whole text stand in tables with invisible
rules; what such a table says is read cell by cell.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from emulation.papers.paper import Column, Row, Table
from emulation.papers.reading import words
from emulation.papers.reading.values import MAX_LINES, Line, ReadingError
from emulation.papers.text import clean
from emulation.vietnamese import search_key

TOO_MANY_LINES = "Tệp có quá nhiều dòng so với một kế hoạch, không đọc."
MAX_COLUMNS = 60
SHORT = 80
_ENDS = re.compile(
    r"cong hoa xa hoi chu nghia|dang cong san viet nam|doc lap - tu do|^noi nhan\b|"
    r"^(tm|t/m|kt|tl|tuq)\b ?\.?|^so ?:? ?\S* ?/",
)
_LABEL = re.compile(r"(?:[IVX]+|\d+|[a-zđ]|\d+\.\d+)[.)]?|[-–+•*]")
_MARKED = re.compile(r"(?:[IVX]+|\d+|[a-zđ])[.)]|[-–+•*]")
_GROUP = re.compile(r"[IVX]+\.?|[A-ZĐ]\.?")
_ORDINAL = re.compile(r"\(?(\d{1,2})\)?")


@dataclass
class Para:
    """A paragraph of a Word file, with its soft line breaks."""

    text: str
    label: str = ""
    bold: bool = False
    centred: bool = False


@dataclass
class Cell:
    """A cell: how many columns it spans, whether it goes on the cell above, what is in it."""

    span: int = 1
    goes_on: bool = False
    blocks: list["Para | Grid"] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """All text of the cell as one line; asked for when the table has been read."""
        return clean(" ".join(_texts(self.blocks)))


@dataclass
class Grid:
    """A table as the file has it."""

    rows: list[list[Cell]] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    ruled: bool = False


def _texts(blocks: list[Para | Grid]) -> list[str]:
    found = []
    for block in blocks:
        if isinstance(block, Para):
            found.append(f"{block.label} {block.text}")
        else:
            found += [cell.text for row in block.rows for cell in row]
    return found


def is_end(text: str, *, ruled: bool = False) -> bool:
    """Whether a cell's text belongs to a paper's header or to its signatures.

    In a table with rules a position in capitals may be a heading.
    """
    for line in text.splitlines()[:3]:
        key = search_key(line)
        signs = not ruled and words.is_capitals(line) and words.POSITION.match(key)
        if _ENDS.search(key) or signs:
            return True
    return False


def is_layout(grid: Grid) -> bool:
    """Whether the table only places text: header, signatures, or no table to the eye."""
    rows = [row for row in grid.rows if any(cell.text for cell in row)]
    columns = max((sum(cell.span for cell in row) for row in rows), default=0)
    firsts = [
        block.text
        for row in rows[:4]
        for cell in row
        for block in cell.blocks[:4]
        if isinstance(block, Para)
    ]
    if columns <= 1 or any(is_end(text, ruled=grid.ruled) for text in firsts):
        return True
    if grid.ruled or any(grid.heads):
        return False
    marked = sum(bool(_MARKED.fullmatch(row[0].text)) for row in rows)
    if columns == 2 and marked * 2 > len(rows):
        return True
    head = rows[0]
    return len(rows) < 2 or not all(0 < len(cell.text) <= SHORT for cell in head)


def lines_of(blocks: list[Para | Grid]) -> list[Line]:
    """Return the lines of a whole document, tables taken apart or kept as one line each."""
    flow = _Flow()
    for position, block in enumerate(blocks, start=1):
        flow.add(block, f"đoạn {position}", None)
    return flow.lines


class _Flow:
    """Lines as they are collected."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables = 0
        self.gap = False

    def add(self, block: Para | Grid, where: str, cell: tuple[int, int, int] | None) -> None:
        """Add a paragraph or a table, inside a cell of a layout table or not."""
        if isinstance(block, Para):
            self.paragraph(block, where, cell)
            return
        if not any(c.text for row in block.rows for c in row):
            return
        self.tables += 1
        if is_layout(block):
            self.layout(block, self.tables)
        elif made := table_of(block):
            self.put(Line("", f"bảng {self.tables}", gap=self.gap, cell=cell, table=made))

    def put(self, line: Line) -> None:
        """Add one line."""
        self.lines.append(line)
        self.gap = False
        if len(self.lines) > MAX_LINES:
            raise ReadingError(TOO_MANY_LINES)

    def paragraph(self, para: Para, where: str, cell: tuple[int, int, int] | None) -> None:
        """Add the lines of a paragraph; tabs in a header set two things side by side."""
        label, joined = para.label, False
        # "**" are bold marks of a text that was pasted.
        for part in para.text.replace("**", "").split("\n"):
            pieces = split_columns(part)
            for piece in pieces:
                if not piece:
                    continue
                self.put(Line(
                    piece, where, label, para.bold, para.centred, self.gap, joined, cell,
                ))  # fmt: skip
                label, joined = "", len(pieces) == 1
        if not clean(para.text):
            self.gap = True

    def layout(self, grid: Grid, table: int) -> None:
        """Add what a layout table holds: header and signatures by column, other text by row."""
        cells = [
            (row, column, cell)
            for row, cells in enumerate(grid.rows)
            for column, cell in enumerate(cells)
        ]
        if any(is_end(line) for _, _, cell in cells for line in _texts(cell.blocks)):
            cells.sort(key=lambda found: (found[1], found[0]))
        waiting = ""
        for row, column, cell in cells:
            text = cell.text
            if _LABEL.fullmatch(text) and column == 0 and len(grid.rows[row]) > 1:
                waiting = text
                continue
            for block in cell.blocks:
                if waiting and isinstance(block, Para) and block.text.strip():
                    block = Para(f"{waiting} {block.text}", "", block.bold, block.centred)
                    waiting = ""
                where = f"bảng {table}, dòng {row + 1}, cột {column + 1}"
                self.add(block, where, (table, row, column))
            self.gap = True


def split_columns(text: str) -> list[str]:
    """Split a line of a header or of the signatures at tabs and wide spaces; others stay whole."""
    pieces = [clean(piece) for piece in re.split(r"\t+| {4,}", text)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) > 1 and any(is_end(piece) for piece in pieces):
        return pieces
    return [clean(text)]


def table_of(grid: Grid) -> Table | None:
    """Return a data table: headings in one or two rows, merged cells filled with ""."""
    width = min(max(sum(cell.span for cell in row) for row in grid.rows), MAX_COLUMNS)
    rows = [(_spread(row, width), row) for row in grid.rows if any(cell.text for cell in row)]
    if not rows:
        return None
    head = _head_rows(grid, rows)
    numbered = len(rows) > head and _counts(rows[head][0])
    columns = _columns(
        rows[:head], [cells for _, cells in rows[head + numbered :]], width, grid.widths
    )
    body = tuple(_row(texts, cells) for texts, cells in rows[head + numbered :])
    return Table(columns, body, number_row=numbered)


def _spread(row: list[Cell], width: int) -> tuple[str, ...]:
    texts: list[str] = []
    for cell in row:
        texts += ["" if cell.goes_on else cell.text, *[""] * (cell.span - 1)]
    return tuple((texts + [""] * width)[:width])


def _head_rows(grid: Grid, rows: list[tuple[tuple[str, ...], list[Cell]]]) -> int:
    """Count the rows of the heading: those Word repeats, else one, or two below merged cells."""
    repeated = 0
    for head in grid.heads:
        if not head:
            break
        repeated += 1
    if repeated:
        rest = [texts for texts, _ in rows[:repeated]]
        return max(1, repeated - (len(rest) > 1 and _counts(rest[-1])))
    first = rows[0][1]
    second = rows[1][1] if len(rows) > 1 else []
    spans = any(cell.span > 1 for cell in first) and len(first) > 1
    return 2 if second and (spans or any(cell.goes_on for cell in second)) else 1


def _counts(texts: tuple[str, ...]) -> bool:
    """Whether a row only counts the columns: (1) (2) (3) …"""
    numbers = [_ORDINAL.fullmatch(text) for text in texts]
    return len(texts) > 1 and all(
        number and int(number[1]) == position for position, number in enumerate(numbers, start=1)
    )


def _columns(
    heads: list[tuple[tuple[str, ...], list[Cell]]],
    body: list[list[Cell]],
    width: int,
    widths: list[int],
) -> tuple[Column, ...]:
    texts = [[""] * width for _ in heads]
    groups = [""] * width
    for level, (_, cells) in enumerate(heads):
        place = 0
        for cell in cells:
            last = min(place + cell.span, width)
            below = heads[level + 1][0] if level + 1 < len(heads) else ()
            if any(below[place:last]):
                groups[place:last] = [cell.text] * (last - place)
            elif place < width and not cell.goes_on:
                texts[level][place] = cell.text
            place += cell.span
    total = sum(widths) if len(widths) == width else 0
    return tuple(
        Column(
            clean(" ".join(row[place] for row in texts)),
            round(widths[place] / total * 100, 1) if total else 1,
            "center" if _is_centred(body, place, width) else "left",
            groups[place],
        )
        for place in range(width)
    )


def _is_centred(body: list[list[Cell]], place: int, width: int) -> bool:
    """Whether what stands in a column is centred, in the rows that have all columns."""
    cells = [row[place] for row in body if len(row) == width and row[place].text]
    return bool(cells) and all(
        block.centred for cell in cells for block in cell.blocks if isinstance(block, Para)
    )


def _row(texts: tuple[str, ...], cells: list[Cell]) -> Row:
    """Return a row; a caption such as "I | Tập thể" or over the whole width groups those below."""
    filled = [text for text in texts if text]
    whole = len(cells) == 1 and len(texts) > 1
    caption = len(filled) == 2 and len(texts) > 2 and _GROUP.fullmatch(texts[0]) and texts[1]
    if whole or caption:
        return Row(texts, "group")
    total = search_key(" ".join(filled[:1])) in ("tong", "tong cong", "tong so", "cong")
    return Row(texts, "total" if total else "body")
