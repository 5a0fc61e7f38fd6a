"""The Word file from within: named styles, every word and label, nothing foreign in the package.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I (domain.md section 5).
"""

import time
import unicodedata
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.oxml.ns import qn

from emulation.papers.numbering import number
from emulation.papers.paper import Bullet, Paper, PaperError, Paragraph, Row, Signature, Slot
from emulation.papers.word import to_docx

from .office import body_of, found, grids, opened, paragraph_of, paragraphs, text_of, written
from .word_samples import DECISION, LETTER, LONG, MINUTES, PAPERS, REPORT, RULES, table

# --- styles ------------------------------------------------------------------------------------

STYLED = [
    (DECISION, "CỘNG HÒA", "Quốc hiệu"),
    (DECISION, "Độc lập", "Tiêu ngữ"),
    (MINUTES, "ỦY BAN NHÂN DÂN", "Cơ quan chủ quản"),
    (DECISION, "CHỦ TỊCH ỦY BAN", "Cơ quan ban hành"),
    (DECISION, "Số: 07/QĐ-UBND", "Số và ký hiệu"),
    (DECISION, "Đình Dù, ngày 05 tháng 8", "Địa danh và ngày tháng"),
    (DECISION, "QUYẾT ĐỊNH", "Tên loại"),
    (DECISION, "Về việc", "Trích yếu"),
    (LETTER, "V/v đôn đốc", "Trích yếu công văn"),
    (LETTER, "Kính gửi: Trưởng các thôn", "Kính gửi"),
    (REPORT, "- Sở Nội vụ tỉnh Hưng Yên.", "Kính gửi"),
    (DECISION, "Căn cứ Luật Thi đua", "Căn cứ"),
    (MINUTES, "Bắt đầu lúc", "Nội dung"),
    (RULES, "Phần I QUY ĐỊNH CHUNG", "Phần"),
    (RULES, "Chương II TỔ CHỨC", "Chương"),
    (RULES, "Mục 1 MỤC ĐẦU", "Mục trong chương"),
    (RULES, "Điều 1. Đối tượng", "Điều"),
    (DECISION, "Điều 1. Tặng", "Điều không có tiêu đề"),
    (MINUTES, "I. THÀNH PHẦN", "Mục"),
    (MINUTES, "1. Có mặt", "Khoản có tiêu đề"),
    (MINUTES, "2. Vắng mặt", "Khoản"),
    (RULES, "1.1. Thập phân", "Khoản"),
    (MINUTES, "đ) năm", "Điểm"),
    (MINUTES, "- Ông A", "Gạch đầu dòng"),
    (MINUTES, "+ thành viên", "Dấu cộng"),
    (MINUTES, "Họ và tên", "Đầu bảng"),
    (MINUTES, "(1)", "Số cột"),
    (MINUTES, "Cá nhân", "Dòng nhóm"),
    (MINUTES, "Nguyễn Văn Ân 1", "Ô bảng"),
    (MINUTES, "Tổng cộng", "Dòng tổng"),
    (DECISION, "Nơi nhận:", "Nơi nhận"),
    (DECISION, "- Lưu: VT", "Danh sách nơi nhận"),
    (DECISION, "KT. CHỦ TỊCH", "Quyền hạn"),
    (DECISION, "PHÓ CHỦ TỊCH", "Chức vụ"),
    (DECISION, "Trần Thị Ớt", "Họ tên người ký"),
    (REPORT, "Phụ lục II", "Phụ lục"),
    (REPORT, "BẢNG TỔNG HỢP", "Tên phụ lục"),
    (REPORT, "(Kèm theo Báo cáo số 07/BC-UBND", "Kèm theo"),
]


@pytest.mark.parametrize(("paper", "start", "style"), STYLED)
def test_every_element_has_its_named_style(paper, start, style):
    assert style == next(
        name for name, text in paragraphs(written(paper)) if text.startswith(start)
    )


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        ("Quốc hiệu", 13, True, None),
        ("Tiêu ngữ", 14, True, None),
        ("Cơ quan chủ quản", 13, None, None),
        ("Cơ quan ban hành", 13, True, None),
        ("Số và ký hiệu", 13, None, None),
        ("Địa danh và ngày tháng", 14, None, True),
        ("Tên loại", 14, True, None),
        ("Trích yếu", 14, True, None),
        ("Căn cứ", None, None, True),
        ("Mục", None, True, None),
        ("Khoản", None, None, None),
        ("Nơi nhận", 12, True, True),
        ("Danh sách nơi nhận", 11, None, None),
        ("Họ tên người ký", 14, True, None),
        ("Số trang", 14, None, None),
    ],
)
def test_the_styles_have_the_sizes_and_faces_of_the_decree(style, size, bold, italic):
    font = written(DECISION).styles[style].font
    points = font.size.pt if font.size else None
    assert (points, font.bold, font.italic) == (size, bold, italic)


def test_everything_is_times_new_roman_14_in_vietnamese_unless_its_style_says_otherwise():
    styles = written(REPORT).styles.element
    (defaults,) = found(styles, "docDefaults")
    assert {font.get(qn("w:ascii")) for font in found(styles, "rFonts")} == {"Times New Roman"}
    assert found(defaults, "sz")[0].get(qn("w:val")) == "28"
    assert found(defaults, "lang")[0].get(qn("w:val")) == "vi-VN"


def test_body_text_is_justified_and_indented_with_room_above():
    look = written(DECISION).styles["Nội dung"].paragraph_format
    assert (look.alignment, round(look.first_line_indent.mm, 1), look.space_before.pt) == (
        3,
        12.7,
        6,
    )


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_is_set_by_hand_that_a_style_could_say(name):
    body = body_of(PAPERS[name])
    assert {p.tag for p in body.iter(qn("w:rPr")) for p in p} <= {qn("w:rStyle")}


# --- the words ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_every_line_stands_there_with_its_label_in_order(name):
    paper = PAPERS[name]
    counted = number(paper.body, end_mark=paper.end_mark)
    wanted = [f"{n.label} {n.text}".strip() for n in counted if n.label or n.text]
    lines = iter(text for _, text in paragraphs(written(paper)))
    assert all(line in lines for line in wanted)


def test_the_number_of_an_article_alone_is_bold():
    label, text = paragraph_of(body_of(DECISION), "Điều 1. Tặng").findall(qn("w:r"))
    assert (text_of(label), text_of(text)[:5]) == ("Điều 1.", " Tặng")
    assert found(label, "rStyle")[0].get(qn("w:val")) == "SoDieu"


def test_text_is_composed_and_what_xml_forbids_is_left_out():
    typed = unicodedata.normalize("NFD", "Ủy ban") + " \x07<w:p>&amp;\ud800  hết"
    texts = [text for _, text in paragraphs(written(replace(LETTER, body=(Paragraph(typed),))))]
    assert "Ủy ban <w:p>&amp; hết./." in texts


def test_a_line_break_typed_in_a_cell_stays():
    one = table(1)
    rows = (Row(("1", "dòng một\ndòng hai", "", "")),)
    grid = grids(body_of(replace(LETTER, body=(replace(one, rows=rows),))))[0]
    (cell,) = (p for p in grid.iter(qn("w:p")) if "dòng một" in text_of(p))
    assert len(found(cell, "r/br")) == 1


@pytest.mark.parametrize(
    ("paper", "start"),
    [(DECISION, "Về việc"), (DECISION, "CHỦ TỊCH ỦY BAN"), (LETTER, "V/v"), (REPORT, "(Kèm")],
)
def test_long_names_and_titles_wrap_by_themselves_so_that_they_can_be_edited(paper, start):
    paragraph = paragraph_of(body_of(paper), start)
    (indent,) = found(paragraph, "ind")
    assert not found(paragraph, "br")
    assert int(indent.get(qn("w:left"))) == int(indent.get(qn("w:right"))) > 0


def test_a_break_that_the_writer_put_into_the_subject_stays():
    subject = paragraph_of(body_of(replace(DECISION, subject="Dòng một\ndòng hai")), "Dòng một")
    assert len(found(subject, "br")) == 1


def test_the_line_of_an_annex_leaves_room_for_number_and_day():
    note = text_of(paragraph_of(body_of(replace(REPORT, number=None)), "(Kèm theo"))
    assert "số \u00a0\u00a0\u00a0\u00a0\u00a0/BC-UBND" in note


def test_a_slot_that_nobody_filled_is_refused():
    with pytest.raises(PaperError, match="thời hạn"):
        to_docx(replace(LETTER, body=(Bullet("a"), Slot("thời hạn"))))


def test_the_barest_paper_can_be_written():
    assert "CỘNG HÒA" in text_of(body_of(Paper(issuer=())))
    assert (
        text_of(body_of(Paper(issuer=("A",), signatures=(Signature("B"),)))).endswith("AB") is False
    )


# --- the file ----------------------------------------------------------------------------------


def test_the_file_says_what_it_is():
    properties = written(replace(DECISION, title="Tên " * 100)).core_properties
    assert properties.title.startswith("Tên Tên")
    assert (properties.language, properties.author) == ("vi-VN", DECISION.issuer[0])
    assert (properties.comments, properties.keywords) == ("", "")
    assert written(DECISION).core_properties.title.startswith("QUYẾT ĐỊNH 07/QĐ-UBND Về việc")


def test_the_file_holds_nothing_but_the_document():
    with ZipFile(BytesIO(to_docx(MINUTES))) as file:
        names = set(file.namelist())
        everything = b"".join(file.read(name) for name in names)
    assert names == {
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml",
        "word/_rels/document.xml.rels", "word/fontTable.xml", "word/header1.xml",
        "word/header2.xml", "word/settings.xml", "word/styles.xml", "word/theme/theme1.xml",
    }  # fmt: skip
    assert b'TargetMode="External"' not in everything
    assert b'w:compatSetting w:name="compatibilityMode"' in everything


def test_a_thousand_rows_take_about_a_second():
    paper = replace(LETTER, body=(Paragraph(LONG), table(1000, wide=True)))
    to_docx(LETTER)
    start = time.perf_counter()
    content = to_docx(paper)
    assert time.perf_counter() - start < 2
    assert len(grids(opened(content).element.body)[0].findall(qn("w:tr"))) == 1005
