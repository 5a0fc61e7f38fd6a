"""A long table whose rows are drawn looks, reads and is tagged as WeasyPrint prints it."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from emulation.papers import pdf
from emulation.papers.drawing import cells, pages
from emulation.papers.paper import Annex, Column, Row, Table
from emulation.papers.text import parse
from tests.emulation.papers.drawing import (
    different_dots,
    letters,
    needs_poppler,
    only_drawn,
    read_aloud,
    whole,
)
from tests.emulation.papers.made import make_paper, make_table, make_text
from tests.emulation.papers.pdfa import faults
from tests.emulation.papers.tagging import bookmarks, headings, kinds_of_tags, spoken, unowned

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")
NAMES = ("Nguyễn Văn An", "Lê Thị Phương Thảo", "Võ Ái", "Trần Đặng Minh Quỳnh Hương")
POSTS = ("hưu trí", "Kế toán/Thủ quỹ", "Bí thư Chi bộ, Trưởng Ban công tác Mặt trận thôn")
ODD = (
    "Quyết định số 15/QĐ-UBND ngày 01/01/2026",
    "(nhiệm kỳ 2024–2029) “Gia đình văn hóa” – 100%; km/h…",
    "nghiêngngảnghiênglệchnghiêngngảngoắtngoéonghiêng",
    "dòng một\n\ndòng ba ",
    "1.234,5 < 2 & 3 > 1 \\ (a) [b] # 5 € №",
    "",
    "  ",
    "https://anbinh.vn/khen-thuong?nam=2026&loai=1",
)


def rows_of(count, texts, columns):
    """Return so many rows, each tenth a caption, each one before a total."""
    lines = []
    for number in range(count):
        kind = {9: "total", 0: "group"}.get(number % 10, "body")
        told = (texts[(number * 3 + column * 5) % len(texts)] for column in range(columns - 1))
        lines.append(Row((str(number), *told), kind))
    return tuple(lines)


def people(count=60, **changes):
    """Return a draft with a table of people and text before and behind it."""
    columns = (
        Column("STT", 5, "center"),
        Column("Họ và tên, chức vụ", 24),
        Column("Nội dung", 30, "right"),
        Column("Giấy khen", 8, "center", "Danh hiệu"),
        Column("Bằng khen", 8, "center", "Danh hiệu"),
    )
    texts = tuple(f"{name}, {post}" for name in NAMES for post in POSTS)
    lines = tuple(
        replace(row, cells=(*row.cells[:3], "x" * (number % 2), ""))
        for number, row in enumerate(rows_of(count, texts, 5))
    )
    body = (*make_text(3), Table(columns, lines, landscape="no"), *parse("I. Thực hiện\n1. Giao."))
    return make_paper(**({"draft": True, "body": body} | changes))


def odd(landscape="no"):
    """Return a paper with a table of texts that break in other places than at spaces."""
    columns = tuple(Column(f"Cột {n}", n, ("left", "center", "right")[n % 3]) for n in range(1, 6))
    table = Table(columns, rows_of(50, ODD, 5), number_row=False, landscape=landscape)
    return make_paper(body=(*make_text(9), table))


def lying():
    """Return a paper that is nothing but a wide table: all pages lie."""
    columns = (Column("STT"), *(Column(f"Danh hiệu {n}", 2, "center", "Nhóm") for n in range(10)))
    return make_paper(body=(Table(columns, rows_of(60, ("x", "", "hưu trí"), 11)),))


def annexed(landscape="no"):
    """Return a paper with three annexes, of which the last begins with a long list."""
    first, second = Annex("Tiêu chí", make_text(3)), Annex("Mẫu đơn", make_text(30))
    table = replace(make_table(rows=80), landscape=landscape)
    listed = Annex("Danh sách", (*make_text(2), table, *make_text(2)))
    return make_paper(annexes=(first, second, listed, first))


PAPERS = {
    "people": people,
    "odd": odd,
    "turned": lambda: odd("yes"),
    "lying": lying,
    "annex": annexed,
    "lying annex": lambda: annexed("yes"),
    "plain": lambda: make_paper(body=(make_table(rows=90),)),
}


@needs_poppler
@pytest.mark.parametrize("name", PAPERS)
def test_every_page_looks_the_same(monkeypatch, tmp_path, name):
    paper = PAPERS[name]()
    ours, theirs = only_drawn(paper, monkeypatch), whole(paper, monkeypatch)
    assert max(different_dots(tmp_path, ours, theirs)) <= 3
    assert read_aloud(ours) == read_aloud(theirs)


def test_every_letter_stands_at_its_place(monkeypatch):
    paper = people()
    assert letters(only_drawn(paper, monkeypatch)) == letters(whole(paper, monkeypatch))


@pytest.mark.parametrize("rows", range(84, 90))
def test_the_signature_takes_the_last_rows_with_it(monkeypatch, rows):
    paper = make_paper(body=(make_table(rows=rows),))
    ours, theirs = only_drawn(paper, monkeypatch), whole(paper, monkeypatch)
    assert read_aloud(ours) == read_aloud(theirs)


@pytest.mark.parametrize("paper", [people(draft=False), annexed()], ids=["body", "annex"])
def test_the_issued_file_has_the_tags_of_the_whole(monkeypatch, paper):
    ours = only_drawn(paper, monkeypatch, archival=True)
    theirs = whole(paper, monkeypatch, archival=True)
    assert kinds_of_tags(ours) == kinds_of_tags(theirs)
    assert headings(ours) == headings(theirs)
    assert bookmarks(ours) == bookmarks(theirs)
    assert spoken(ours) == spoken(theirs)


def test_the_issued_file_keeps_the_rules_of_archives(monkeypatch):
    ours = only_drawn(people(draft=False), monkeypatch, archival=True)
    assert faults(ours) == ()
    with pikepdf.open(BytesIO(ours)) as file:
        assert unowned(file) == []
        assert file.check_pdf_syntax() == []


def test_each_page_is_told(monkeypatch):
    seen = []
    content = only_drawn(people(), monkeypatch, progress=seen.append)
    with pikepdf.open(BytesIO(content)) as file:
        assert (seen == sorted(seen), seen[-1]) == (True, len(file.pages))


# --- when it cannot be ---------------------------------------------------------------------------


def is_drawn(paper, monkeypatch):
    """Say whether the rows of a paper are drawn."""
    with monkeypatch.context() as patched:
        patched.setattr(pdf, "printed_in_pieces", lambda *given: b"other")
        return pdf.render(paper) != b"other"


def with_cell(text):
    """Return a paper with a long table of which one cell says `text`."""
    table = make_table(rows=60)
    rows = (*table.rows[:50], Row((text, "", "", "")), *table.rows[50:])
    return make_paper(body=(replace(table, rows=rows),))


@pytest.mark.parametrize(
    "text",
    ["漢字", "x̣́", "a\u200bb", "שלום", "mềm\xadmại", "\n".join("dòng" for _ in range(60))],
    ids=["no glyph", "mark", "zero width", "right to left", "soft hyphen", "high"],
)
def test_what_only_weasyprint_can_place_is_left_to_it(monkeypatch, text):
    assert not is_drawn(with_cell(text), monkeypatch)


def test_papers_without_one_long_table_are_not_drawn(monkeypatch):
    table, short = make_table(rows=60), make_table(rows=pages.SHORTEST - 1)
    assert is_drawn(make_paper(body=(table,)), monkeypatch)
    assert not is_drawn(make_paper(body=(short,)), monkeypatch)
    assert not is_drawn(make_paper(body=(table, table)), monkeypatch)


def test_rows_all_of_captions_are_not_drawn(monkeypatch):
    rows = tuple(Row(("I", "", "", ""), "group") for _ in range(60))
    assert not is_drawn(make_paper(body=(replace(make_table(), rows=rows),)), monkeypatch)


def test_lines_that_break_elsewhere_are_noticed_at_both_ends(monkeypatch):
    monkeypatch.setattr(cells, "lines", lambda text, places, width, ask: [(0, len(text))] * 2)
    assert not is_drawn(people(), monkeypatch)


def test_boxes_of_another_library_are_left_to_it(monkeypatch):
    monkeypatch.setattr(pages, "frame_of", lambda page: page.of_tomorrow)
    assert not is_drawn(people(), monkeypatch)
