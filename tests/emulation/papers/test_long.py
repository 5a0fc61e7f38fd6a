"""A long table printed in pieces is, page for page, the paper printed whole."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from emulation.papers import pdf, presses, splitting
from emulation.papers.paper import Column, Row, Table
from emulation.papers.presses import Order, PressError
from emulation.papers.text import parse
from tests.emulation.papers.made import make_paper, make_text
from tests.emulation.papers.measure import runs
from tests.emulation.papers.tagging import bookmarks, tags, unowned

MISSING = pdf.missing_libraries()
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}"),
    pytest.mark.skipif(not presses.usable(), reason="this machine cannot fork"),
]
NAMES = ("Nguyễn Văn An", "Lê Thị Phương Thảo", "Võ Ái", "Trần Đặng Minh Quỳnh Hương")
POSTS = ("hưu trí", "Kế toán/Thủ quỹ", "Bí thư Chi bộ, Trưởng Ban công tác Mặt trận thôn")


@pytest.fixture(autouse=True)
def few_rows_are_long_and_none_are_drawn(monkeypatch):
    monkeypatch.setattr(splitting, "SHORTEST", 100)
    monkeypatch.setattr(pdf, "_drawn", lambda *given: None)


def long_paper(rows=100, *, landscape="auto"):
    """A draft with captions, totals and rows of different heights, and text behind the table."""
    columns = (
        Column("STT", 5, "center"),
        Column("Họ và tên, chức vụ", 24),
        Column("Nội dung", 30),
        Column("Giấy khen", 8, "center", "Danh hiệu"),
        Column("Bằng khen", 8, "center", "Danh hiệu"),
    )
    lines = []
    for number in range(1, rows + 1):
        if number % 40 == 1:
            lines.append(Row(("I", "Tập thể, cá nhân thuộc các thôn", "", "", ""), "group"))
        who = f"{NAMES[number % 4]} {number}, {POSTS[number % 3]}"
        what = " ".join(POSTS[: number * 7 % 4])
        lines.append(Row((str(number), who, what, "x" * (number % 2), "")))
        if number % 40 == 0:
            lines.append(Row(("", "Cộng", str(number), "", ""), "total"))
    table = Table(columns, tuple(lines), landscape=landscape, number_row=True)
    body = (*make_text(3), table, *parse("I. Tổ chức thực hiện\n1. Giao văn phòng theo dõi."))
    return make_paper(draft=True, body=body)


def whole(paper, monkeypatch, **options):
    with monkeypatch.context() as patched:
        patched.setattr(pdf, "printed_in_pieces", lambda *given: None)
        return pdf.render(paper, **options)


@pytest.fixture(scope="module", autouse=True)
def no_press_stays():
    yield
    presses._stop()


@pytest.mark.parametrize(("rows", "landscape"), [(320, "no"), (100, "yes")])
def test_every_page_is_the_same(monkeypatch, caplog, rows, landscape):
    paper = long_paper(rows, landscape=landscape)
    in_pieces, at_once = pdf.render(paper), whole(paper, monkeypatch)
    assert not caplog.records
    assert in_pieces != at_once
    assert drawn(in_pieces) == drawn(at_once)


def drawn(content):
    """Return of each page where its letters stand, in which face, and every line that is drawn."""
    pages = []
    for page in PdfReader(BytesIO(content)).pages:
        lines = [
            tuple(round(float(number), 2) for number in operands)
            for operands, operator in page.get_contents().operations
            if operator in (b"re", b"m", b"l", b"w")
        ]
        letters = [replace(run, x=round(run.x, 2), y=round(run.y, 2)) for run in runs(page)]
        pages.append((page.mediabox.width, letters, lines))
    return pages


def test_the_issued_file_has_the_tags_of_the_whole(monkeypatch):
    paper = replace(long_paper(), draft=False)
    in_pieces = pdf.render(paper, archival=True)
    at_once = whole(paper, monkeypatch, archival=True)
    assert tags(in_pieces) == tags(at_once)
    assert bookmarks(in_pieces) == bookmarks(at_once)
    with pikepdf.open(BytesIO(in_pieces)) as file:
        assert file.open_metadata()["pdfaid:part"] == "2"
        assert len(file.Root.OutputIntents) == 1
        assert unowned(file) == []


def test_the_progress_counts_the_pages_of_all_pieces():
    seen = []
    content = pdf.render(long_paper(), progress=seen.append)
    with pikepdf.open(BytesIO(content)) as file:
        assert (seen == sorted(seen), seen[-1]) == (True, len(file.pages))


def test_a_piece_is_never_too_big(monkeypatch):
    monkeypatch.setattr(splitting, "LONGEST_PIECE", 30)
    orders = []
    printing = presses.print_all
    monkeypatch.setattr(
        presses, "print_all", lambda given, *rest: orders.append(given) or printing(given, *rest)
    )
    content, at_once = pdf.render(long_paper()), whole(long_paper(), monkeypatch)
    assert len(orders[-1]) == 4
    assert drawn(content) == drawn(at_once)


def test_a_table_of_which_only_the_caption_had_room_begins_on_the_next_page(monkeypatch, caplog):
    paper = long_paper()
    moved = replace(paper, body=(*make_text(10), *paper.body[3:]))
    at_once = whole(moved, monkeypatch)
    assert not any(run.text == "STT" for run in runs(PdfReader(BytesIO(at_once)).pages[0]))
    assert drawn(pdf.render(moved)) == drawn(at_once)
    assert not caplog.records


# --- when it cannot be ---------------------------------------------------------------------------


def test_wrong_foretelling_prints_the_paper_whole(monkeypatch, caplog):
    counting = splitting.line_count
    monkeypatch.setattr(
        splitting,
        "line_count",
        lambda text, *given, **more: counting(text, *given, **more) + text.endswith(", hưu trí"),
    )
    paper = long_paper()
    content = pdf.render(paper)
    assert "came out other than foretold" in caplog.text
    assert drawn(content) == drawn(whole(paper, monkeypatch))


def test_a_proof_that_does_not_agree_prints_the_paper_whole(monkeypatch, caplog):
    monkeypatch.setattr(splitting, "LEADING", 1.3)
    monkeypatch.setattr(pdf, "write", lambda engine, html, **options: b"%PDF-whole")
    assert pdf.render(long_paper()) == b"%PDF-whole"
    assert "cannot be foretold" in caplog.text


def test_a_press_that_fails_prints_the_paper_whole(monkeypatch, caplog):
    def fail(orders, progress=None):
        raise PressError("killed")

    monkeypatch.setattr(presses, "print_all", fail)
    monkeypatch.setattr(pdf, "write", lambda engine, html, **options: b"%PDF-whole")
    assert pdf.render(long_paper()) == b"%PDF-whole"
    assert "killed" in caplog.text


def test_presses_start_anew_after_one_died():
    order = Order("<p>Một</p>", "", {})
    assert presses.print_all([order])[0].content.startswith(b"%PDF")
    for press in presses._presses:
        press.process.kill()
        press.process.wait()
    assert presses.print_all([order])[0].content.startswith(b"%PDF")


def test_a_page_that_asks_for_a_file_stops_its_press_and_says_so():
    with pytest.raises(PressError, match="FatalURLFetchingError"):
        presses.print_all([Order('<img src="file:///etc/passwd">', "", {})])


def test_a_short_paper_starts_no_press(monkeypatch):
    monkeypatch.setattr(presses, "_start", lambda: pytest.fail("a press was started"))
    presses._stop()
    assert pdf.render(make_paper()).startswith(b"%PDF")
