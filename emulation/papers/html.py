"""Blocks → semantic HTML, the same for the PDF template and for the live preview in the browser.

Classes: h2.section; h2.centred (phần, chương, mục in a chương) with span.label and span.heading;
h3.article, p.article; h3.item, p.item, p.point, p.bullet, p.sub-bullet, p.text, p.slot; table.grid,
inside div.turned when it stands on landscape pages of its own.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from emulation.papers.paper import (
    Article,
    Block,
    Bullet,
    Chapter,
    Column,
    Item,
    Paragraph,
    Part,
    Section,
    Slot,
    Table,
)
from emulation.papers.text import Numbered, number

Shares = Callable[[Table], list[float]]


def as_asked(table: Table) -> list[float]:
    """Return the columns' widths in per cent, in proportion to what the builder asked for."""
    total = sum(column.width for column in table.columns)
    return [100 * column.width / total for column in table.columns]


def never(table: Table) -> bool:
    """Say that no table is turned: a screen has no pages."""
    return False


def body_html(
    blocks: Iterable[Block],
    *,
    end_mark: bool = False,
    shares: Shares = as_asked,
    turned: Callable[[Table], bool] = never,
) -> SafeString:
    """Return `blocks` as HTML with counted labels; everything a user typed is escaped.

    A slot that nobody filled shows as `[[name]]`, which only a preview should meet. `shares`
    gives the columns' widths of a table in per cent, `turned` says which tables stand on landscape
    pages of their own.
    """
    lines = (_block(numbered, shares, turned) for numbered in number(blocks, end_mark=end_mark))
    return mark_safe("\n".join(lines))


def element_of(numbered: Numbered) -> tuple[str, str, str]:
    """Return name and class of the element that shows a block, and what stands bold in front.

    Of a centred heading the label stands on a line of its own.
    """
    match numbered.block:
        case Table():
            return "table", "grid", ""
        case Part() | Chapter() | Section() if numbered.centred:
            return "h2", "centred", ""
        case Article() if numbered.title:
            return "h3", "article", ""
        case Article():
            return "p", "article", numbered.label
        case Section():
            return "h2", "section", ""
        case Slot():
            return "p", "slot", ""
        case Item():
            kind = "point" if numbered.label.endswith(")") else "item"
            return ("h3" if numbered.title else "p"), kind, ""
        case Bullet():
            return "p", "bullet" if numbered.label == "-" else "sub-bullet", ""
        case Paragraph():
            return "p", "text", ""
    raise TypeError(numbered.block)


def _block(numbered: Numbered, shares: Shares, turned: Callable[[Table], bool]) -> str:
    tag, kind, label = element_of(numbered)
    if isinstance(table := numbered.block, Table):
        html = table_html(table, shares(table))
        return f'<div class="turned">{html}</div>' if turned(table) else html
    line = escape(numbered.line)
    if kind == "centred":
        line = (
            f'<span class="label">{escape(numbered.label)}</span> '
            f'<span class="heading">{escape(numbered.text)}</span>'
        )
    elif isinstance(slot := numbered.block, Slot):
        line = f"[[{escape(slot.name)}]]"
    elif label:
        line = f"<b>{escape(label)}</b> {escape(numbered.text)}"
    return f'<{tag} class="{kind}">{line}</{tag}>'


def table_html(table: Table, shares: list[float]) -> SafeString:
    """Return a table with one or two rows of headings, and the row of column numbers if wanted."""
    cols = "".join(f'<col width="{share:.3f}%">' for share in shares)
    head = _headings(table.columns)
    if table.number_row:
        cells = (f"<td>({position})</td>" for position in range(1, len(table.columns) + 1))
        head += f'<tr class="numbers">{"".join(cells)}</tr>'
    opens = [f'<td class="{column.align}">' for column in table.columns]
    rows = "\n".join(
        f'<tr class="{row.kind}">'
        + "".join(
            f"{open_}{_cell(cell)}</td>" for open_, cell in zip(opens, row.cells, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return mark_safe(
        f'<table class="grid"><colgroup>{cols}</colgroup>\n<thead>{head}</thead>\n'
        f"<tbody>\n{rows}\n</tbody></table>"
    )


def _headings(columns: tuple[Column, ...]) -> str:
    """Return the heading rows: two when any column stands in a group, else one."""
    if not any(column.group for column in columns):
        return f"<tr>{''.join(_th(column) for column in columns)}</tr>"
    upper, lower = "", ""
    for group, members in groupby(columns, key=lambda column: column.group):
        inside = list(members)
        if group:
            upper += f'<th scope="colgroup" colspan="{len(inside)}">{_cell(group)}</th>'
            lower += "".join(_th(column) for column in inside)
        else:
            upper += "".join(_th(column, ' rowspan="2"') for column in inside)
    return f"<tr>{upper}</tr><tr>{lower}</tr>"


def _th(column: Column, span: str = "") -> str:
    return f'<th scope="col"{span}>{_cell(column.heading)}</th>'


def _cell(text: str) -> str:
    """Return what a cell says; spaces at the ends of its lines would count in narrow columns."""
    return "<br>".join(map(str.strip, escape(text).split("\n"))) if text else ""
