"""Where a long table is cut, and how it is proven that the pages are those of the whole."""

import pytest

from emulation.papers.layout import page_html
from emulation.papers.paper import Annex, Column, Table
from emulation.papers.paper import Row as Line
from emulation.papers.splitting import (
    Measured,
    Piece,
    Proof,
    Row,
    fits,
    long_table,
    page_starts,
    proof_page,
    proven,
)
from tests.emulation.papers.made import make_paper, make_table

PROOF = Proof(number=1, first_room=50, next_room=100, widths=(10,), heights=(20, 20))


def starts(heights, kinds=None, proof=PROOF):
    return page_starts(heights, kinds or [""] * len(heights), proof)


# --- which tables ------------------------------------------------------------------------------


def test_the_page_is_taken_apart_around_the_rows():
    html = page_html(make_paper(body=(make_table(rows=5),)))
    table = long_table(html, shortest=5)
    whole = table.before + "\n<tr ".join(table.rows) + table.after
    assert len(table.rows) == 5
    assert whole.replace("grid long", "grid") == html


@pytest.mark.parametrize(
    "paper",
    [
        make_paper(body=(make_table(rows=4),)),
        make_paper(body=(make_table(rows=5), make_table(rows=5))),
        make_paper(body=(), annexes=(Annex("Danh sách", (make_table(rows=5),)),)),
    ],
    ids=["short", "two", "annex"],
)
def test_other_papers_are_printed_whole(paper):
    assert long_table(page_html(paper), shortest=5) is None


# --- foretelling -------------------------------------------------------------------------------


def test_a_page_ends_before_the_row_that_has_no_room():
    assert starts([20] * 8) == [0, 2, 7]


def test_a_row_that_just_fits_stays():
    assert starts([25, 25, 50, 50, 1]) == [0, 2, 4]


def test_a_caption_goes_with_the_row_below():
    assert starts([20, 20, 20], ["", "group", ""]) == [0, 1]


def test_a_total_goes_with_the_row_above():
    assert starts([20, 20, 20], ["", "", "total"]) == [0, 1]


def test_a_row_higher_than_a_page_stands_alone():
    assert starts([20, 200, 20]) == [0, 1, 2]


def page(number, *heights, bottom=100):
    top, rows = 0, []
    for height in heights:
        rows.append(Row(top, top + height, (10,)))
        top += height
    return Measured(number, bottom, tuple(rows))


def test_the_proof_tells_the_room_of_the_first_and_of_later_pages():
    first = Measured(2, 100, (Row(60, 80, (10, 30)),))
    second = Measured(3, 100, (Row(15, 45, (10, 30)),))
    assert proven([Measured(1, 100, ()), first, second]) == Proof(2, 40, 85, (10, 30), (20, 30))


def test_rows_on_one_page_prove_nothing():
    assert proven([page(1, 20, 20)]) is None


def test_rows_that_came_apart_prove_nothing():
    assert proven([page(1, 20), page(2, 20, 20)]) is None
    assert proven([page(1, 20), page(2), page(3, 20)]) is None


def test_captions_stand_with_the_row_below_them_in_the_proof():
    rows = (Line("I", "group"), Line("1"), Line("2"))
    html = page_html(make_paper(body=(Table((Column("STT"),), rows),)))
    proof = proof_page(long_table(html, shortest=3))
    before, after = proof.split("break-before: page")
    assert ('<td class="left">1</td>' in before, '<td class="left">2</td>' in after) == (True, True)


# --- the proof afterwards ----------------------------------------------------------------------


def piece(**changes):
    return Piece(**{"html": "", "style": "", "number": 1, "rows": 3, "pages": 1} | changes)


def test_pieces_that_came_out_as_foretold_fit():
    assert fits([piece(), piece()], [[page(1, 30, 30, 30)], [page(1, 20, 30, 30)]])


def test_a_next_row_that_had_room_does_not_fit():
    assert not fits([piece(), piece()], [[page(1, 30, 30, 30)], [page(1, 10, 30, 30)]])


def test_more_pages_than_foretold_do_not_fit():
    assert not fits([piece(), piece()], [[page(1, 60), page(2, 60, 30)], [page(1, 20, 30, 30)]])


def test_an_empty_page_before_a_piece_does_not_fit():
    assert not fits([piece(), piece()], [[page(1, 30, 30, 30)], [page(1), page(2, 20, 30, 30)]])


def test_a_page_after_the_rows_of_a_piece_does_not_fit():
    assert not fits([piece(), piece()], [[page(1, 30, 30, 30), page(2)], [page(1, 20, 30, 30)]])


def test_a_table_that_begins_on_another_page_does_not_fit():
    first = [page(1), page(2, 30, 30, 30)]
    assert not fits([piece(), piece()], [first, [page(1, 20, 30, 30)]])
    assert fits([piece(number=2), piece()], [first, [page(1, 20, 30, 30)]])


def test_a_lost_row_does_not_fit():
    assert not fits([piece(), piece()], [[page(1, 45, 45)], [page(1, 20, 30, 30)]])
