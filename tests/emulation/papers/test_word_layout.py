"""The Word file's sections, letterhead and tables, its page numbers, and what keeps together.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I (domain.md section 5).
"""

from dataclasses import replace
from itertools import pairwise

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from emulation.papers.metrics import width_mm

from .office import body_of, found, grids, paragraph_of, paragraphs, text_of, written
from .word_samples import DECISION, LETTER, MINUTES, REPORT, table

W_P, W_TBL, W_TR, W_TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")


# --- the page and its sections -----------------------------------------------------------------


def test_the_page_is_a4_with_the_decrees_margins():
    section = written(DECISION).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin,
               section.left_margin, section.right_margin)  # fmt: skip
    assert [round(length.mm, 1) for length in lengths] == [210, 297, 20, 20, 30, 20]


def test_pages_are_numbered_by_a_field_but_not_the_first():
    section = written(DECISION).sections[0]
    field = found(section.header._element, "fldSimple")
    assert [one.get(qn("w:instr")).strip() for one in field] == ["PAGE"]
    assert section.header.paragraphs[0].style.name == "Số trang"
    assert section.different_first_page_header_footer
    assert not found(section.first_page_header._element, "fldSimple")


def test_wide_tables_lie_and_each_annex_counts_from_one():
    sections = written(REPORT).sections
    lying = [section.orientation == WD_ORIENT.LANDSCAPE for section in sections]
    assert lying == [False, True, False, False, True, False]
    fresh = [bool(found(section._sectPr, "titlePg")) for section in sections]
    assert fresh == [True, False, False, True, True, True]
    restarts = [[e.get(qn("w:start")) for e in found(s._sectPr, "pgNumType")] for s in sections]
    assert restarts == [["1"] if first else [] for first in fresh]
    assert all(
        section.page_width.mm > 296 for section, lies in zip(sections, lying, strict=True) if lies
    )


@pytest.mark.parametrize(("paper", "marks"), [(LETTER, 1), (DECISION, 0)])
def test_a_draft_says_so_on_every_page(paper, marks):
    section = written(paper).sections[0]
    for header in (section.header, section.first_page_header):
        texts = [paragraph.text for paragraph in header.paragraphs]
        assert texts.count("DỰ THẢO") == marks


# --- the letterhead ----------------------------------------------------------------------------


def test_issuer_and_nation_stand_side_by_side_without_rules():
    first = next(body_of(DECISION).iter(W_TBL))
    left, right = first.findall(f"{W_TR}[1]/{W_TC}")
    assert "CHỦ TỊCH ỦY BAN" in text_of(left)
    assert "CỘNG HÒA" in text_of(right)
    assert found(first, "tblStyle")[0].get(qn("w:val")) == "KhungTrinhBay"
    assert not found(written(DECISION).styles["Khung trình bày"].element, "tblBorders")
    width = int(found(right, "tcW")[0].get(qn("w:w"))) / 1440 * 25.4
    assert width > width_mm("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True) + 1


def test_the_rules_are_as_long_as_the_decree_says():
    first, *_ = body_of(DECISION).iter(W_TBL)
    lengths = []
    for cell in first.findall(f"{W_TR}[1]/{W_TC}"):
        *_, indent = found(cell, "ind")
        width = int(found(cell, "tcW")[0].get(qn("w:w")))
        sides = sum(int(indent.get(qn(f"w:{side}"))) for side in ("left", "right"))
        lengths.append((width - sides) / 1440 * 25.4)
    issuer, motto = lengths
    assert motto == pytest.approx(width_mm("Độc lập - Tự do - Hạnh phúc", 14, bold=True), abs=0.2)
    assert 1 / 3 < issuer / width_mm("NHÂN DÂN XÃ ĐÌNH DÙ", 13, bold=True) < 1 / 2


def test_a_draft_leaves_room_for_number_and_day():
    texts = [text for _, text in paragraphs(written(LETTER))]
    assert "Số: " + "\u00a0" * 9 + "/UBND-VP" in texts
    (date,) = (text for text in texts if text.startswith("Đình Dù, ngày"))
    assert date.split() == ["Đình", "Dù,", "ngày", "tháng", "năm", "2025"]
    assert "ngày \u00a0" in date


# --- tables ------------------------------------------------------------------------------------


def test_heading_rows_repeat_and_no_row_splits():
    grid, *_ = grids(body_of(REPORT))
    rows = grid.findall(W_TR)
    heads = [bool(found(row, "trPr/tblHeader")) for row in rows]
    assert heads == [True] * 3 + [False] * 16
    assert all(found(row, "trPr/cantSplit") for row in rows)


def test_groups_span_their_columns_and_lone_headings_both_rows():
    upper, lower, numbers = grids(body_of(REPORT))[0].findall(W_TR)[:3]
    spans = [[e.get(qn("w:val")) for e in found(cell, "gridSpan")] for cell in upper.iter(W_TC)]
    assert spans == [[], [], [], [], ["3"], ["3"]]
    begun = [[e.get(qn("w:val")) for e in found(cell, "vMerge")] for cell in upper.iter(W_TC)]
    assert begun == [["restart"]] * 4 + [[]] * 2
    assert [bool(found(cell, "vMerge")) for cell in lower.iter(W_TC)] == [True] * 4 + [False] * 6
    assert text_of(numbers) == "".join(f"({i})" for i in range(1, 11))


def test_columns_are_as_wide_as_the_text():
    narrow, wide = grids(body_of(replace(DECISION, body=(table(),)))), grids(body_of(REPORT))
    for grid, width in ((narrow[0], 160), (wide[0], 247)):
        columns = [int(column.get(qn("w:w"))) for column in found(grid, "gridCol")]
        assert sum(columns) / 1440 * 25.4 == pytest.approx(width, abs=0.05)
        cells = [int(e.get(qn("w:w"))) for e in found(grid.findall(W_TR)[-1], "tcW")]
        assert cells == columns


def test_no_two_tables_touch_for_word_would_make_them_one():
    tables = (table(), table(), table())
    for paper in (replace(DECISION, body=tables), replace(LETTER, addressees=(), body=tables)):
        body = body_of(paper)
        tags = [child.tag for child in body]
        assert tags.count(W_TBL) == 5
        assert (W_TBL, W_TBL) not in pairwise(tags)
        assert tags[-2:] == [W_P, qn("w:sectPr")]


# --- what keeps together -----------------------------------------------------------------------


@pytest.mark.parametrize("paper", [DECISION, MINUTES, LETTER])
def test_the_signature_stays_whole_and_with_the_text_above(paper):
    body = body_of(paper)
    signing = paragraph_of(body, paper.signatures[0].name).getparent().getparent()
    assert found(signing, "trPr/cantSplit")
    above = signing.getparent().getprevious()
    assert text_of(above).endswith("./.")
    assert found(above, "pPr/keepNext")


def test_a_table_right_above_the_signature_goes_along():
    body = body_of(replace(DECISION, body=(table(),)))
    grid = grids(body)[0]
    assert all(found(cell, "keepNext") for cell in grid.findall(W_TR)[-1].iter(W_TC))
    assert found(grid.getnext(), "pPr/keepNext")


def test_several_signers_keep_with_the_recipients_below():
    body = body_of(MINUTES)
    names = [paragraph_of(body, signer.name) for signer in MINUTES.signatures]
    assert all(found(name, "pPr/keepNext") for name in names)
    (room,) = found(names[0], "spacing")
    assert int(room.get(qn("w:before"))) > 28 / 25.4 * 1440
    assert not found(names[1], "spacing")


@pytest.mark.parametrize("style", ["Tên loại", "Mục", "Khoản có tiêu đề", "Điều", "Đầu bảng"])
def test_a_heading_keeps_with_what_it_heads(style):
    assert written(DECISION).styles[style].paragraph_format.keep_with_next
