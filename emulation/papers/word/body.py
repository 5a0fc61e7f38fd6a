"""The text of a paper, block by block, each in the style of its kind.

Labels are written out ("II.", "1.", "đ)"), as `text.number` counts them, and are no Word lists:
Word cannot count điểm in Vietnamese letters (a, b, c, d, đ, e …; domain.md section 5.2), a list
renumbers the references in other paragraphs no more than typed numbers do, and typed numbers
survive copying into mail and other programs, as offices do it. Whoever inserts a khoản lets the
system read the file back: numbers are counted anew there.
"""

from collections.abc import Iterable, Iterator

from emulation.papers.metrics import is_wide
from emulation.papers.paper import (
    Article,
    Block,
    Bullet,
    Chapter,
    Item,
    Paragraph,
    Part,
    Section,
    Table,
)
from emulation.papers.text import Numbered, number
from emulation.papers.word.markup import Page, Para, clean, lines, run
from emulation.papers.word.tables import Grid

Flow = Iterator[tuple[Page, Para | Grid]]


def body(blocks: Iterable[Block], page: Page, *, end_mark: bool) -> Flow:
    """Yield the blocks with the page on which each stands: a wide table asks for a turned one."""
    turned = Page(landscape=True)
    for numbered in number(blocks, end_mark=end_mark):
        if isinstance(numbered.block, Table):
            on = turned if is_wide(numbered.block) and not page.landscape else page
            yield on, Grid(numbered.block, on.text_width)
        else:
            yield page, paragraph(numbered)


def paragraph(numbered: Numbered) -> Para:
    """Return a block of text as a paragraph of the style that its kind has."""
    style = _style(numbered)
    if numbered.centred:
        return Para(style, lines((numbered.label, numbered.text)))
    if isinstance(numbered.block, Article) and not numbered.title:
        return Para(style, run(numbered.label, style="SoDieu") + run(f" {clean(numbered.text)}"))
    return Para(style, run(clean(numbered.line)))


def _style(numbered: Numbered) -> str:
    match numbered.block:
        case Part():
            return "Phan"
        case Chapter():
            return "Chuong"
        case Section():
            return "MucTrongChuong" if numbered.centred else "Muc"
        case Article():
            return "Dieu" if numbered.title else "DieuKhongTieuDe"
        case Item():
            if numbered.label.endswith("."):
                return "KhoanTieuDe" if numbered.title else "Khoan"
            return "Diem" if numbered.label.endswith(")") else "GachDauDong"
        case Bullet():
            return "GachDauDong" if numbered.label == "-" else "DauCong"
        case Paragraph():
            return "NoiDung"
    raise TypeError(numbered.block)
