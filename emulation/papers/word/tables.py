"""A table of a paper as a Word table: headings that repeat, rows that do not split."""

from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from emulation.papers.metrics import column_shares
from emulation.papers.paper import Column, Row, Table
from emulation.papers.word.markup import lines, table_head, twips

ROW_STYLES = {"body": "OBang", "group": "DongNhom", "total": "DongTong"}
# Paddings of the row of column numbers, as in paper.css.
NUMBER_PADDING = (0.3, 0.5)
_ROW = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
_HEAD_ROW = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"


@dataclass
class Grid:
    """A table between margins `width` mm apart; `keep_next` ties its last row to what follows."""

    table: Table
    width: float
    keep_next: bool = False

    @property
    def xml(self) -> str:
        """The table as WordprocessingML."""
        widths = self._widths()
        rows = self.table.rows
        opens = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' for width in widths]
        # A total never stands alone on a page.
        keeps = [row.kind == "total" for row in rows[1:]] + [self.keep_next]
        body = "".join(
            _row(row, self.table.columns, opens, keep=keep)
            for row, keep in zip(rows, keeps, strict=False)
        )
        return f"<w:tbl>{table_head('Bang', widths)}{self._head(widths)}{body}</w:tbl>"

    def _widths(self) -> list[int]:
        """Return the columns in twips; rounding never makes the table wider than the text."""
        shares = accumulate(column_shares(self.table, self.width), initial=0)
        return [b - a for a, b in pairwise(twips(self.width * share / 100) for share in shares)]

    def _head(self, widths: list[int]) -> str:
        """Return the heading rows: two when any column stands in a group, and the numbers."""
        columns = self.table.columns
        if any(column.group for column in columns):
            head = _HEAD_ROW + _upper(columns, widths) + "</w:tr>" + _HEAD_ROW
            head += "".join(
                _heading(column.heading if column.group else "", width, continued=not column.group)
                for column, width in zip(columns, widths, strict=True)
            )
        else:
            head = _HEAD_ROW + "".join(
                _heading(column.heading, width)
                for column, width in zip(columns, widths, strict=True)
            )
        head += "</w:tr>"
        if self.table.number_row:
            cells = (_number(place, width) for place, width in enumerate(widths, start=1))
            head += f"{_HEAD_ROW}{''.join(cells)}</w:tr>"
        return head


def _upper(columns: tuple[Column, ...], widths: list[int]) -> str:
    """Return the upper row of headings: groups over their columns, lone headings over two rows."""
    cells = ""
    pairs = zip(columns, widths, strict=True)
    for group, members in groupby(pairs, key=lambda pair: pair[0].group):
        inside = list(members)
        if group:
            cells += _heading(group, sum(width for _, width in inside), span=len(inside))
        else:
            cells += "".join(_heading(c.heading, width, tall=True) for c, width in inside)
    return cells


def _heading(
    text: str, width: int, *, span: int = 1, tall: bool = False, continued: bool = False
) -> str:
    """Return a heading cell; `tall` begins a cell of two rows, `continued` is its lower half."""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if tall:
        merged += '<w:vMerge w:val="restart"/>'
    elif continued:
        merged += "<w:vMerge/>"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="DauBang"/></w:pPr>{_content(text)}</w:p></w:tc>'
    )


def _number(place: int, width: int) -> str:
    above, beside = map(twips, NUMBER_PADDING)
    margins = "".join(
        f'<w:{side} w:w="{length}" w:type="dxa"/>'
        for side, length in (("top", above), ("left", beside), ("bottom", above), ("right", beside))
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcMar>{margins}</w:tcMar></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="SoCot"/></w:pPr>{lines((f"({place})",))}</w:p></w:tc>'
    )


def _row(row: Row, columns: tuple[Column, ...], opens: list[str], *, keep: bool) -> str:
    look = f'<w:p><w:pPr><w:pStyle w:val="{ROW_STYLES[row.kind]}"/>'
    if keep:
        look += "<w:keepNext/>"
    cells = "".join(
        f"{open_}{look}{_align(column)}</w:pPr>{_content(text)}</w:p></w:tc>"
        for open_, column, text in zip(opens, columns, row.cells, strict=True)
    )
    return f"{_ROW}{cells}</w:tr>"


def _align(column: Column) -> str:
    return "" if column.align == "left" else f'<w:jc w:val="{column.align}"/>'


def _content(text: str) -> str:
    """Return the run of a cell; a line break that a user typed stays one."""
    return lines(text.split("\n")) if text else ""
