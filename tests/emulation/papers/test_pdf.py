"""The printed paper, measured: positions, sizes, faces and rules of Nghị định 30/2020.

Lengths are in millimetres from the top left corner of the page, sizes in points.
"""

import subprocess
import sys
import unicodedata
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from types import SimpleNamespace

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from emulation.papers import pdf
from emulation.papers.metrics import column_shares, is_wide, width_mm
from emulation.papers.paper import (
    Column,
    Paper,
    PaperDate,
    PaperError,
    Paragraph,
    Row,
    Signature,
    Slot,
    Table,
)
from emulation.papers.text import parse

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")

MM = 25.4 / 72
BODY = """Ủy ban nhân dân xã xây dựng kế hoạch như sau:
I. Mục đích, yêu cầu
- Nâng cao trách nhiệm của tập thể, cá nhân trong việc giải quyết thủ tục cho người dân, bảo đảm
1. Đối tượng
- Các thôn;
+ Tổ tự quản.
2. Các đơn vị thực hiện nghiêm túc.
a) Đúng hạn
Trên đây là Kế hoạch của Ủy ban nhân dân xã."""


def make_paper(**changes):
    paper = Paper(
        issuer=("ỦY BAN NHÂN DÂN", "XÃ AN BÌNH"),
        number="5",
        symbol="KH-UBND",
        place="An Bình",
        date=PaperDate(2024, 4, 6),
        type_name="KẾ HOẠCH",
        subject="Phát động phong trào thi đua năm 2024",
        bases=("Căn cứ Luật Thi đua, khen thưởng", "Căn cứ Quyết định số 12/QĐ-UBND,"),
        body=parse(BODY),
        recipients=("Như trên", "Lưu: VT"),
        signatures=(Signature("CHỦ TỊCH", "Trần Văn Ớt", ("TM. ỦY BAN NHÂN DÂN",)),),
    )
    return replace(paper, **changes)


def make_table(columns=4, rows=3, **changes):
    heads = tuple(Column(f"Cột {i}", group="Nhóm" if i > 2 else "") for i in range(1, columns + 1))
    cells = [tuple(f"ô {row}.{i}" for i in range(1, columns + 1)) for row in range(1, rows + 1)]
    return Table(heads, tuple(map(Row, cells)), **changes)


def make_text(paragraphs):
    return tuple(
        Paragraph(
            f"Đoạn {i} dài hơn một dòng, để xem phần ký có đi cùng với chữ trên trang hay không."
        )
        for i in range(1, paragraphs + 1)
    )


def printed(paper):
    return PdfReader(BytesIO(pdf.render(paper))).pages


def texts(paper):
    return [unicodedata.normalize("NFC", page.extract_text()) for page in printed(paper)]


def runs(page):
    """Return the page's pieces of text with place, size, face and width."""
    found = []

    def visit(text, cm, tm, font, size):
        if text.strip():
            points = size * cm[0]
            face = str(font["/BaseFont"]).split("+")[-1]
            x = (tm[4] * cm[0] + cm[4]) * MM
            y = (float(page.mediabox.height) - tm[5] * cm[3] - cm[5]) * MM
            wide = width_mm(text.strip("\n"), points, bold="Bold" in face)
            found.append(
                SimpleNamespace(text=text.strip(), x=x, y=y, size=points, face=face, width=wide)
            )

    page.extract_text(visitor_text=visit)
    return found


def find(page, start):
    """Return the first piece of text that begins with `start`."""
    return next(run for run in runs(page) if run.text.startswith(start))


def middle(run):
    return run.x + run.width / 2


def rules(page):
    """Return the rules under boxes as (x, y, width): drawn as a box less a slightly lower box."""
    operations = ContentStream(page["/Contents"].get_object(), page.pdf).operations
    boxes = [[float(v) * 0.75 * MM for v in ops] for ops, name in operations if name == b"re"]
    return [
        (x, y + inner, width)
        for (x, y, width, inner), (*corner, _, outer) in pairwise(boxes)
        if corner == [x, y] and 0 < outer - inner < 1
    ]


def rule_under(page, run):
    """Return the width of the one rule that is centred closely below a piece of text."""
    (width,) = (
        width
        for x, y, width in rules(page)
        if 0 < y - run.y < 3 and x + width / 2 == pytest.approx(middle(run), abs=1)
    )
    return width


# --- the page ----------------------------------------------------------------------------------


def test_the_page_is_a4_with_the_decrees_margins():
    table = Table((Column("Tên"), Column("Tiền", align="right")), (Row(("", "702.000")),))
    first, second = printed(make_paper(body=(*make_text(20), table)))
    assert [round(float(side) * MM) for side in first.mediabox[2:]] == [210, 297]
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
    assert middle(number) == pytest.approx(110, abs=1)


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
    assert middle(number) == pytest.approx(middle(find(page, "XÃ AN BÌNH")), abs=1)
    assert middle(date) == pytest.approx(middle(find(page, "Độc lập")), abs=1)
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
    assert middle(kind) == pytest.approx(110, abs=1)
    assert middle(subject) == pytest.approx(110, abs=1)
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
    assert middle(about) == pytest.approx(middle(number), abs=1)
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
    assert [round(float(side) * MM) for side in page.mediabox[2:]] == [297, 210]


def test_a_landscape_paper_is_landscape_on_every_page():
    pages = printed(make_paper(body=make_text(30), landscape=True))
    assert len(pages) > 1
    assert {round(float(page.mediabox.width) * MM) for page in pages} == {297}


def test_columns_are_as_wide_as_asked():
    table = Table((Column("STT", 1), Column("Họ và tên", 3)), (Row(("", "Đỗ Ân")),))
    (page,) = printed(make_paper(body=(table,)))
    assert find(page, "Đỗ Ân").x == pytest.approx(30 + 40 + 1.2, abs=0.5)


def test_a_narrow_column_still_holds_its_longest_word():
    table = Table((Column("STT", 0.1), Column("Họ và tên", 10)), (Row(("1.000.000", "An")),))
    share = column_shares(table, 160)[0]
    assert share * 1.6 > width_mm("1.000.000", 13, bold=True)


# --- the end -----------------------------------------------------------------------------------


def test_recipients_stand_left_and_level_with_the_signature():
    (page,) = printed(make_paper())
    heading, first, last = find(page, "Nơi nhận:"), find(page, "- Như trên"), find(page, "- Lưu")
    assert (round(heading.size), heading.face) == (12, "Tinos-Bold-Italic")
    assert (round(first.size), first.face) == (11, "Tinos")
    assert (first.text, last.text) == ("- Như trên;", "- Lưu: VT.")
    assert heading.x == pytest.approx(30, abs=0.3)
    authority, name = find(page, "TM."), find(page, "Trần Văn Ớt")
    assert heading.y == pytest.approx(authority.y, abs=1)
    assert authority.face == name.face == "Tinos-Bold"
    assert middle(name) == pytest.approx(middle(authority), abs=1)
    assert middle(name) > 130
    assert 25 < name.y - find(page, "CHỦ TỊCH").y < 38


def test_two_signers_stand_side_by_side_above_the_recipients():
    pair = (Signature("THƯ KÝ", "Lê An"), Signature("CHỦ TỌA", "Hồ Bình"))
    (page,) = printed(make_paper(signatures=pair))
    left, right = find(page, "THƯ KÝ"), find(page, "CHỦ TỌA")
    assert left.y == pytest.approx(right.y)
    assert left.x < 110 < right.x
    assert find(page, "Nơi nhận:").y > find(page, "Lê An").y


@pytest.mark.parametrize("paragraphs", range(13, 20))
def test_the_signature_is_never_split_and_never_alone_on_a_page(paragraphs):
    *_, last = texts(make_paper(body=make_text(paragraphs)))
    above, _, below = last.partition("Nơi nhận")
    assert f"Đoạn {paragraphs} dài" in above
    assert "Trần Văn Ớt" in below


@pytest.mark.parametrize("rows", range(16, 26, 2))
def test_the_signature_takes_the_last_row_of_a_table_with_it(rows):
    *_, last = texts(make_paper(body=(make_table(rows=rows),)))
    assert f"ô {rows}.1" in last
    assert "Trần Văn Ớt" in last


# --- what must not happen ----------------------------------------------------------------------


def test_an_unfilled_slot_is_not_printed():
    with pytest.raises(PaperError, match=r"\[\[tiêu chí\]\]"):
        pdf.render(make_paper(body=(Slot("tiêu chí"),)))


def test_what_a_user_types_opens_no_file_and_prints_as_typed():
    evil = '<img src="file:///etc/passwd"><style>@import "http://example.com/x.css"</style>'
    (text,) = texts(make_paper(body=(Paragraph(evil),), place=evil, recipients=(evil,)))
    assert text.replace("\n", "").count("<img") == 3


@pytest.mark.parametrize(
    "source",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://example.com/a.png">',
        '<img src="data:image/svg+xml,<svg/>">',
        '<link rel="stylesheet" href="{folder}/../../manage.css">',
        '<link rel="stylesheet" href="{folder}/paper.html">',
        '<object data="{folder}/missing.css"></object>',
    ],
)
def test_every_address_but_our_own_fonts_and_styles_stops_the_print(source):
    html = source.replace("{folder}", pdf._styles_folder().as_uri())
    with pytest.raises(PaperError, match="không được phép"):
        pdf._write(pdf._engine(), html)


def test_a_style_sheet_in_another_folder_stops_the_print(tmp_path):
    (tmp_path / "paper.css").write_text("p { color: red }")
    with pytest.raises(PaperError, match="không được phép"):
        pdf._write(pdf._engine(), f'<link rel="stylesheet" href="{tmp_path.as_uri()}/paper.css">')


def test_letters_that_no_font_prints_do_not_stop_the_print():
    (text,) = texts(make_paper(body=(Paragraph("Một\x00\x07\ud800 hai"),)))
    assert "Một hai" in text


def test_missing_system_libraries_are_a_sentence_with_the_command():
    program = (
        "import sys, os; sys.modules['weasyprint'] = None\n"
        "import builtins; real = builtins.__import__\n"
        "def broken(name, *a, **k):\n"
        "    if name == 'weasyprint': raise OSError('libpango')\n"
        "    return real(name, *a, **k)\n"
        "builtins.__import__ = broken\n"
        "from emulation.papers.pdf import missing_libraries; print(missing_libraries())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "apt-get install" in done.stdout
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in done.stdout
