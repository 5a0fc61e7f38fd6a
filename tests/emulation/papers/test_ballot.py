"""Ballots: complete, alike to the byte, without a trace of the voter, one or two a sheet."""

import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from emulation.papers import pdf
from emulation.papers.ballot import Ballot, Nominee, ballot_paper, render_ballots
from emulation.papers.paper import PaperDate, PaperError, Table
from tests.emulation.papers.measure import find, size_mm

MISSING = pdf.missing_libraries()
needs_pdf = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")
NOMINEES = (
    Nominee("Nguyễn Thị An", "Công chức Tư pháp", "Chiến sĩ thi đua cơ sở"),
    Nominee("Tập thể thôn Hạ", "", "Tập thể Lao động tiên tiến"),
)


def make_ballot(**changes):
    ballot = Ballot(
        issuer=("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG", "XÃ AN BÌNH"),
        subject="Xét tặng danh hiệu thi đua năm 2026",
        nominees=NOMINEES,
        meeting="(Phiên họp ngày 05 tháng 12 năm 2026)",
    )
    return replace(ballot, **changes)


def make_written(**changes):
    known = {"title": "PHIẾU LẤY Ý KIẾN", "written": True, "seal": ""}
    return make_ballot(**(known | changes))


def pages(ballot, copies=1, per_sheet=1):
    return PdfReader(BytesIO(render_ballots(ballot, copies, per_sheet))).pages


def text_of(page):
    return unicodedata.normalize("NFC", page.extract_text()).replace("\xa0", " ")


def many(count):
    return tuple(Nominee(f"Nguyễn Văn {n}", "Công chức", "Giấy khen") for n in range(1, count + 1))


# --- what it says --------------------------------------------------------------------------------


def test_each_nominee_has_a_row_with_two_boxes_to_tick():
    (table,) = (block for block in ballot_paper(make_ballot()).body if isinstance(block, Table))
    assert [row.cells for row in table.rows] == [
        ("1", "Nguyễn Thị An", "Công chức Tư pháp", "Chiến sĩ thi đua cơ sở", "□", "□"),
        ("2", "Tập thể thôn Hạ", "", "Tập thể Lao động tiên tiến", "□", "□"),
    ]


def test_a_secret_ballot_has_nothing_to_name_or_sign():
    paper = ballot_paper(make_ballot())
    assert paper.signatures == ()
    assert paper.recipients == ()
    assert paper.symbol is None
    said = " ".join(getattr(block, "text", "") for block in paper.body)
    assert "Không ghi tên, không ký tên" in said
    assert "Họ và tên thành viên" not in said


@pytest.mark.parametrize("mark", [{"member": "Trần Văn Ớt"}, {"return_by": "Gửi về Văn phòng"}])
def test_a_secret_ballot_that_tells_its_voter_is_refused(mark):
    with pytest.raises(PaperError, match="Phiếu kín"):
        make_ballot(**mark)


def test_an_absent_member_signs_his_written_opinion():
    paper = ballot_paper(make_written(member="Trần Văn Ớt", return_by="Gửi về Văn phòng."))
    said = [getattr(block, "text", "") for block in paper.body]
    assert "Họ và tên thành viên Hội đồng: Trần Văn Ớt" in said
    assert said[-1] == "Gửi về Văn phòng."
    (signature,) = paper.signatures
    assert (signature.position, signature.name) == ("NGƯỜI CHO Ý KIẾN", "Trần Văn Ớt")


def test_a_ballot_without_nominees_is_refused():
    with pytest.raises(PaperError, match="chưa có người"):
        make_ballot(nominees=())


# --- printed -------------------------------------------------------------------------------------


@needs_pdf
def test_all_copies_are_the_same_page():
    printed = pages(make_ballot(), copies=5)
    assert len(printed) == 5
    assert {size_mm(page) for page in printed} == {(210, 297)}
    assert len({page["/Contents"].get_object().get_data() for page in printed}) == 1


@needs_pdf
def test_the_place_of_the_seal_stands_below_the_council():
    (page,) = pages(make_ballot())
    seal = find(page, "Dấu của")
    assert seal.y > find(page, "XÃ AN BÌNH").y
    assert seal.right < 105
    assert "Dấu của" not in text_of(pages(make_ballot(seal=""))[0])


@needs_pdf
def test_the_headings_repeat_where_nominees_go_on():
    first, *others = pages(make_ballot(nominees=many(60)))
    assert others
    for page in (first, *others):
        assert "Không" in text_of(page)
        assert "STT" in text_of(page)
    assert "Nguyễn Văn 60" in text_of(others[-1])


@needs_pdf
@pytest.mark.parametrize(("copies", "sheets"), [(1, 1), (2, 1), (5, 3), (6, 3)])
def test_two_ballots_stand_on_a_lying_sheet(copies, sheets):
    printed = pages(make_ballot(), copies, per_sheet=2)
    assert {size_mm(page) for page in printed} == {(297, 210)}
    assert len(printed) == sheets
    assert sum(text_of(page).count("PHIẾU BẦU") for page in printed) == copies


@needs_pdf
def test_a_long_ballot_is_complete_before_the_next_begins():
    alone = len(pages(make_ballot(nominees=many(40)), 1, per_sheet=2))
    printed = pages(make_ballot(nominees=many(40)), 3, per_sheet=2)
    assert alone > 1
    assert len(printed) == 2 * alone
    counts = [text_of(page).count("PHIẾU BẦU") for page in printed]
    assert counts == [2, *[0] * (alone - 1), 1, *[0] * (alone - 1)]
    ends = [text_of(page).count("Nguyễn Văn 40") for page in printed]
    assert (ends[alone - 1], ends[-1]) == (2, 1)


@needs_pdf
def test_dots_to_write_on_end_with_the_line():
    page = pages(make_written(place="An Bình", date=PaperDate(2026)))[0]
    line = find(page, "Họ và tên thành viên")
    assert line.text.endswith("……")
    assert line.right <= 190.5


@needs_pdf
@pytest.mark.parametrize(("copies", "per_sheet"), [(0, 1), (501, 1), (3, 3)])
def test_an_order_that_cannot_be_printed_is_refused(copies, per_sheet):
    with pytest.raises(PaperError, match="phiếu"):
        render_ballots(make_ballot(), copies, per_sheet)
