"""The printed paper, measured: page, head, body and tables (Nghị định 30/2020).

Lengths are in millimetres from the top left corner of the page, sizes in points.
"""

import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from emulation.papers import pdf
from emulation.papers.metrics import column_shares, is_wide, width_mm
from emulation.papers.paper import Column, PaperDate, Paragraph, Row, Table
from emulation.papers.text import parse
from tests.emulation.papers.made import BODY, WIDE, make_paper, make_table, make_text
from tests.emulation.papers.measure import MM, find, printed, rule_under, runs, size_mm, texts

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")

# --- the page ----------------------------------------------------------------------------------


def test_the_page_is_a4_with_the_decrees_margins():
    table = Table((Column("Tên"), Column("Tiền", align="right")), (Row(("", "702.000")),))
    first, second = printed(make_paper(body=(*make_text(20), table)))
    assert size_mm(first) == (210, 297)
    assert min(run.x for run in runs(first)) == pytest.approx(30, abs=0.3)
    assert find(first, "CỘNG HÒA").y > 20
    assert max(run.y for run in runs(first)) < 277
    money = find(second, "702.000")
    assert 188 < money.x + money.width < 190


def test_only_tinos_is_embedded_whole_and_every_letter_comes_back_composed():
    page = printed(make_paper(draft=True))[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert {str(font["/BaseFont"]).split("+")[1] for font in fonts} <= {
        "Tinos",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-Bold-Italic",
    }
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor.get_object()
    text = page.extract_text()
    assert text == unicodedata.normalize("NFC", text)
    assert "Trần Văn Ớt" in text


def test_text_typed_in_decomposed_form_prints_composed():
    (text,) = (
        page.extract_text()
        for page in printed(make_paper(place=unicodedata.normalize("NFD", "Mỹ Lộc")))
    )
    assert "Mỹ Lộc, ngày" in text


def test_the_text_reads_in_the_order_of_the_paper():
    (text,) = texts(make_paper())
    parts = ["XÃ AN BÌNH", "Số:", "KẾ HOẠCH", "Phát động", "Căn cứ Luật", "I. MỤC", "1. Đối", "a)"]
    places = [text.index(part) for part in [*parts, "./.", "Nơi nhận", "CHỦ TỊCH", "Trần Văn Ớt"]]
    assert places == sorted(places)


def test_the_file_says_its_title_and_language():
    reader = PdfReader(BytesIO(pdf.render(make_paper())))
    assert reader.metadata.title == "KẾ HOẠCH 05/KH-UBND Phát động phong trào thi đua năm 2024"
    assert reader.trailer["/Root"]["/Lang"] == "vi"


def test_pages_are_numbered_in_the_top_margin_from_the_second_on():
    first, second, *_ = printed(make_paper(body=make_text(40)))
    assert not [run for run in runs(first) if run.y < 20]
    (number,) = (run for run in runs(second) if run.y < 20)
    assert (number.text, round(number.size)) == ("2", 14)
    assert number.middle == pytest.approx(110, abs=1)


# --- the head ----------------------------------------------------------------------------------


def test_the_motto_never_wraps_and_its_rule_is_as_long_as_the_text():
    (page,) = printed(make_paper())
    country, motto = find(page, "CỘNG HÒA"), find(page, "Độc lập")
    assert country.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert (round(country.size), round(motto.size)) == (13, 14)
    assert country.face == motto.face == "Tinos-Bold"
    assert country.x + country.width <= 190.5
    assert rule_under(page, motto) == pytest.approx(motto.width, abs=1)


def test_the_issuer_is_bold_with_a_rule_of_a_third_to_a_half():
    (page,) = printed(make_paper(parent=("HUYỆN AN LỘC",)))
    parent, issuer = find(page, "HUYỆN"), find(page, "XÃ AN BÌNH")
    assert (parent.face, issuer.face) == ("Tinos", "Tinos-Bold")
    assert 12 <= round(issuer.size) <= 13
    assert issuer.width / 3 <= rule_under(page, issuer) <= issuer.width / 2


def test_number_and_date_stand_level_each_centred_under_its_side():
    (page,) = printed(make_paper())
    number, date = find(page, "Số:"), find(page, "An Bình, ngày")
    assert number.text == "Số: 05/KH-UBND"
    assert date.text == "An Bình, ngày 06 tháng 4 năm 2024"
    assert number.y == pytest.approx(date.y, abs=0.3)
    assert number.middle == pytest.approx(find(page, "XÃ AN BÌNH").middle, abs=1)
    assert date.middle == pytest.approx(find(page, "Độc lập").middle, abs=1)
    assert (round(number.size), number.face) == (13, "Tinos")
    assert (round(date.size), date.face) == (14, "Tinos-Italic")


def test_a_draft_leaves_room_for_number_and_day_and_is_marked_without_moving_anything():
    final = printed(make_paper())[0]
    draft = printed(make_paper(draft=True, number=None, date=PaperDate(2024, 4)))[0]
    assert find(draft, "/KH-UBND").x - find(draft, "Số:").x > 12
    assert find(draft, "tháng 4").x - find(draft, "An Bình, ngày").x > 28
    mark = find(draft, "DỰ THẢO")
    assert mark.y < 20
    assert mark.x < 40
    assert find(draft, "Trần Văn Ớt").y == pytest.approx(find(final, "Trần Văn Ớt").y)
    assert "DỰ THẢO" not in texts(make_paper())[0]


def test_a_paper_without_a_symbol_has_no_number_line():
    (text,) = texts(make_paper(symbol=None))
    assert "Số:" not in text
    assert "An Bình, ngày 06" in text


def test_type_name_and_subject_are_bold_centred_with_a_short_rule():
    (page,) = printed(make_paper())
    kind, subject = find(page, "KẾ HOẠCH"), find(page, "Phát động")
    assert kind.face == subject.face == "Tinos-Bold"
    assert kind.middle == pytest.approx(110, abs=1)
    assert subject.middle == pytest.approx(110, abs=1)
    assert subject.width / 3 <= rule_under(page, subject) <= subject.width / 2


def test_a_long_subject_breaks_into_balanced_lines_and_keeps_the_writers_break():
    long = "Về việc tặng Giấy khen cho các tập thể và cá nhân có thành tích xuất sắc trong năm"
    (page,) = printed(make_paper(subject=long))
    start = next(i for i, run in enumerate(runs(page)) if run.text.startswith("Về việc"))
    first, second = runs(page)[start : start + 2]
    assert abs(first.width - second.width) < 25
    (page,) = printed(make_paper(subject="Phát động\nnăm 2024"))
    assert find(page, "Phát động").text == "Phát động"


def test_a_cong_van_prints_what_it_is_about_under_the_number():
    (page,) = printed(make_paper(type_name=None, subject="đôn đốc đăng ký"))
    about, number = find(page, "V/v đôn đốc"), find(page, "Số:")
    assert (round(about.size), about.face) == (12, "Tinos")
    assert about.middle == pytest.approx(number.middle, abs=1)
    assert about.y > number.y


def test_one_addressee_stands_on_the_line_and_several_make_a_list_under_the_colon():
    (text,) = texts(make_paper(addressees=("Sở Nội vụ tỉnh",)))
    assert "Kính gửi: Sở Nội vụ tỉnh\n" in text
    (page,) = printed(make_paper(addressees=("Các thôn", "Công chức xã.")))
    first, second = find(page, "- Các thôn;"), find(page, "- Công chức xã.")
    colon = find(page, "Kính gửi")
    assert first.x == pytest.approx(second.x, abs=0.1)
    assert first.x == pytest.approx(colon.x + width_mm("Kính gửi", 14), abs=1.5)


# --- the body ----------------------------------------------------------------------------------


def test_bases_are_italic_lines_closed_by_semicolons_and_a_full_stop():
    (page,) = printed(make_paper())
    first, last = find(page, "Căn cứ Luật"), find(page, "Căn cứ Quyết")
    assert first.text == "Căn cứ Luật Thi đua, khen thưởng;"
    assert last.text == "Căn cứ Quyết định số 12/QĐ-UBND."
    assert first.face == last.face == "Tinos-Italic"


def test_the_body_is_14_points_indented_spaced_and_justified():
    (page,) = printed(make_paper(body=make_text(2)))
    body = [run for run in runs(page) if run.face == "Tinos" and round(run.size) == 14]
    start, then, next_ = body[:3]
    assert start.x == pytest.approx(42.7, abs=0.2)
    assert then.x == pytest.approx(30, abs=0.2)
    assert 1.15 * 14 * MM - 0.01 <= then.y - start.y <= 1.5 * 1.15 * 14 * MM
    assert (next_.y - then.y) - (then.y - start.y) >= 6 * MM - 0.01


@pytest.mark.parametrize(
    ("start", "face"),
    [
        ("I. MỤC ĐÍCH", "Tinos-Bold"),
        ("1. Đối tượng", "Tinos-Bold"),
        ("2. Các đơn vị", "Tinos"),
        ("a) Đúng hạn", "Tinos"),
        ("- Các thôn", "Tinos"),
        ("+ Tổ tự quản", "Tinos"),
    ],
)
def test_headings_and_titles_are_bold_and_the_rest_upright(start, face):
    (page,) = printed(make_paper())
    assert find(page, start).face == face
    assert find(page, start).x == pytest.approx(42.7, abs=0.2)


@pytest.mark.parametrize("paragraphs", range(10, 16))
def test_a_heading_is_never_the_last_line_of_a_page(paragraphs):
    body = (*make_text(paragraphs), *parse("I. Mục\n1. Khoản:\n- Gạch đầu dòng thứ nhất."))
    holder = next(page for page in texts(make_paper(body=body)) if "I. MỤC" in page)
    assert "Gạch đầu dòng" in holder


def test_the_text_ends_with_the_end_mark_unless_told_not_to():
    assert "Kế hoạch của Ủy ban nhân dân xã./." in texts(make_paper())[0].replace("\n", " ")
    assert "./." not in texts(make_paper(end_mark=False))[0]


# --- tables ------------------------------------------------------------------------------------


def test_the_heading_of_a_table_repeats_on_every_page():
    pages = texts(make_paper(body=(make_table(rows=120),)))
    assert len(pages) > 3
    assert all("Nhóm" in page and "(1)" in page for page in pages)


def test_a_row_is_never_split_over_two_pages():
    rows = tuple(Row((f"đầu {i}.\n\n\n\n\ncuối {i}.",)) for i in range(1, 31))
    pages = texts(make_paper(body=(Table((Column("Nội dung"),), rows),)))
    assert len(pages) > 3
    for i in range(1, 31):
        assert any(f"đầu {i}." in page and f"cuối {i}." in page for page in pages)


def test_a_table_whose_words_do_not_fit_turns_the_page():
    words = ("Hoàn thành", "Lao động", "Chiến sĩ", "Giấy khen", "Bằng khen", "Huân chương")
    many = Table(tuple(Column(word, 1.5) for word in ("Tên đơn vị", *words, *words)))
    assert is_wide(many)
    assert not is_wide(make_table())
    assert not is_wide(replace(many, landscape="no"))
    (page,) = printed(make_paper(body=(many,), signatures=(), recipients=()))
    assert size_mm(page) == (297, 210)


def test_a_landscape_paper_is_landscape_on_every_page():
    pages = printed(make_paper(body=make_text(30), landscape=True))
    assert len(pages) > 1
    assert {size_mm(page) for page in pages} == {(297, 210)}


def test_columns_are_as_wide_as_asked():
    table = Table((Column("STT", 1), Column("Họ và tên", 3)), (Row(("", "Đỗ Ân")),))
    (page,) = printed(make_paper(body=(table,)))
    assert find(page, "Đỗ Ân").x == pytest.approx(30 + 40 + 1.2, abs=0.5)


def test_a_narrow_column_still_holds_its_longest_word():
    table = Table((Column("STT", 0.1), Column("Họ và tên", 10)), (Row(("1.000.000", "An")),))
    share = column_shares(table, 160)[0]
    assert share * 1.6 > width_mm("1.000.000", 13, bold=True)


def test_a_wide_table_in_a_text_lies_on_pages_of_its_own():
    body = (*parse(BODY), WIDE, *make_text(3))
    pages = printed(make_paper(body=body))
    assert [size_mm(page) for page in pages] == [(210, 297), (297, 210), (297, 210), (210, 297)]
    said = texts(make_paper(body=body))
    assert all("Hoàn" in page and "Đoạn" not in page for page in said[1:3])
    assert [find(page, str(i)).y < 20 for i, page in enumerate(pages[1:], start=2)] == [True] * 3


def test_the_signature_lies_with_a_wide_table_that_ends_the_text():
    *_, last = printed(make_paper(body=(*parse("I. Một\nĐoạn."), WIDE)))
    assert size_mm(last) == (297, 210)
    assert find(last, "Thôn 30").y < find(last, "Trần Văn Ớt").y


def test_a_paper_that_is_a_wide_table_lies_wholly():
    pages = printed(make_paper(body=(Paragraph("Như sau:"), WIDE, Paragraph("Hết"))))
    assert {size_mm(page) for page in pages} == {(297, 210)}


@pytest.mark.parametrize("rows", range(14, 22))
def test_a_total_is_never_alone_on_a_page(rows):
    table = make_table(rows=rows)
    total = Row(("Tổng", "", "", ""), "total")
    body = (Paragraph("Mở."), replace(table, rows=(*table.rows, total)), *make_text(6))
    page = next(page for page in texts(make_paper(body=body)) if "Tổng" in page)
    assert f"ô {rows}.1" in page
