"""The printed page against the table of Nghị định 30/2020/NĐ-CP, Phụ lục I (domain.md 5.1, 5.2).

One row for each element, one measured paper for each kind. Sizes in points, lengths in
millimetres from the top left corner of the page.
"""

from functools import cache
from types import SimpleNamespace

import pytest

from emulation.papers import pdf
from emulation.papers.paper import (
    Annex,
    Column,
    Paper,
    PaperDate,
    Paragraph,
    Row,
    Signature,
    Table,
)
from emulation.papers.text import parse
from tests.emulation.papers.measure import find, printed, rule_under, runs, size_mm

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")

UPRIGHT, ITALIC, BOLD, BOLD_ITALIC = "Tinos", "Tinos-Italic", "Tinos-Bold", "Tinos-Bold-Italic"
LEFT, RIGHT, TOP, BOTTOM = 30, 190, 20, 277
MIDDLE = (LEFT + RIGHT) / 2
INDENT = LEFT + 12.7

LONG = (
    "Các đơn vị thực hiện nghiêm túc, đúng hạn, công khai, dân chủ, công bằng, đúng quy định. " * 2
)
PLAN = Paper(
    parent=("HUYỆN VĂN LÂM",),
    issuer=("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"),
    number="5",
    symbol="KH-UBND",
    place="Đình Dù",
    date=PaperDate(2024, 1, 6),
    type_name="KẾ HOẠCH",
    subject="Phát động phong trào thi đua năm 2024",
    addressees=("Sở Nội vụ",),
    bases=("Căn cứ Luật Thi đua, khen thưởng", "Căn cứ Nghị định số 98/2023/NĐ-CP"),
    body=(
        *parse(
            "Phần I. Quy định chung\nChương I. Đối tượng\nĐiều 1. Phạm vi\n1. Khoản có tiêu đề\n"
            f"a) Điểm của khoản.\n1.1. Khoản cấp hai.\nĐiều 2. {LONG}\nPhần II. Nội dung\n"
            f"I. Mục có tiêu đề\n2. Khoản trọn câu.\n- Gạch.\n+ Cộng.\n{LONG}\nĐoạn giữa.\n"
        ),
        Table(
            (Column("STT", 1, "center"), Column("Họ và tên", 5), Column("Tiền", 2, "right")),
            (
                Row(("I", "Tập thể", ""), "group"),
                *(Row((str(i), f"Thôn {i}", "702.000")) for i in range(1, 24)),
                Row(("", "Tổng cộng", "1.404.000"), "total"),
            ),
        ),
        *parse(f"{LONG}\nTrên đây là Kế hoạch."),
    ),
    recipients=("Như trên", "Lưu: VT, VHXH"),
    signatures=(Signature("PHÓ CHỦ TỊCH", "Lê Thị Ớt", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),),
    annexes=(
        Annex("Danh sách tập thể", tuple(Paragraph(LONG) for _ in range(16))),
        Annex("Danh sách cá nhân", tuple(Paragraph(LONG) for _ in range(16)), landscape=True),
    ),
)
LETTER = Paper(
    issuer=("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"),
    symbol="UBND-VHXH",
    place="Đình Dù",
    date=PaperDate(2024, 4),
    subject="đôn đốc đăng ký thi đua",
    addressees=("Các thôn", "Công chức xã"),
    body=(Paragraph(LONG),),
    draft=True,
)
DECISION = Paper(
    issuer=("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"),
    number="105",
    symbol="QĐ-UBND",
    place="Đình Dù",
    date=PaperDate(2024, 12, 16),
    type_name="QUYẾT ĐỊNH",
    subject="Về việc tặng Giấy khen",
    decided_by="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",
    bases=("Căn cứ Luật Thi đua, khen thưởng",),
    verdict="QUYẾT ĐỊNH:",
    body=parse("Điều 1. Tặng Giấy khen cho 05 tập thể.\nĐiều 2. Quyết định có hiệu lực."),
    recipients=("Như Điều 2", "Lưu: VT"),
    signatures=(Signature("CHỦ TỊCH", "Hồ Văn An"),),
)
MINUTES = Paper(
    parent=("ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",),
    issuer=("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",),
    number="7",
    symbol="BB-HĐTĐKT",
    type_name="BIÊN BẢN",
    subject="Họp Hội đồng",
    body=(Paragraph("Hôm nay, Hội đồng họp."),),
    recipients=("Lưu: VT",),
    signatures=(
        Signature("THƯ KÝ", "Trần Bình"),
        Signature("CHỦ TỊCH", "Hồ An", ("TM. HỘI ĐỒNG",)),
    ),
)
PAPERS = {"plan": PLAN, "letter": LETTER, "decision": DECISION, "minutes": MINUTES}


@cache
def pages(name):
    return list(printed(PAPERS[name]))


def the(name, start):
    """Return the page and the piece of text of a paper that begins with `start`."""
    for page in pages(name):
        for run in runs(page):
            if run.text.startswith(start):
                return page, run
    raise AssertionError(f"{start!r} is not printed")


# --- what each element looks like --------------------------------------------------------------
# (no. in the decree, paper, begins with, sizes allowed, face)

LOOKS = [
    ("1 Quốc hiệu", "plan", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), BOLD),
    ("1 Tiêu ngữ", "plan", "Độc lập - Tự do - Hạnh phúc", (13, 14), BOLD),
    ("2 cơ quan chủ quản", "plan", "HUYỆN VĂN LÂM", (12, 13), UPRIGHT),
    ("2 cơ quan ban hành", "plan", "XÃ ĐÌNH DÙ", (12, 13), BOLD),
    ("2 hội đồng", "minutes", "THI ĐUA - KHEN THƯỞNG", (12, 13), BOLD),
    ("3 số, ký hiệu", "plan", "Số: 05/KH-UBND", (13, 13), UPRIGHT),
    ("3 số từ 10", "decision", "Số: 105/QĐ-UBND", (13, 13), UPRIGHT),
    ("3 ký hiệu hội đồng", "minutes", "Số: 07/BB-HĐTĐKT", (13, 13), UPRIGHT),
    ("4 địa danh, ngày", "plan", "Đình Dù, ngày 06 tháng 01 năm 2024", (13, 14), ITALIC),
    ("4 ngày, tháng từ 10", "decision", "Đình Dù, ngày 16 tháng 12 năm 2024", (13, 14), ITALIC),
    ("5a tên loại", "plan", "KẾ HOẠCH", (13, 14), BOLD),
    ("5a trích yếu", "plan", "Phát động phong trào", (13, 14), BOLD),
    ("5b V/v", "letter", "V/v đôn đốc đăng ký thi đua", (12, 13), UPRIGHT),
    ("6 thẩm quyền", "decision", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ", (13, 14), BOLD),
    ("6 căn cứ", "plan", "Căn cứ Luật", (13, 14), ITALIC),
    ("6 QUYẾT ĐỊNH:", "decision", "QUYẾT ĐỊNH:", (13, 14), BOLD),
    ("6 lời văn", "plan", "Các đơn vị thực hiện", (13, 14), UPRIGHT),
    ("6 Phần", "plan", "Phần I", (13, 14), BOLD),
    ("6 tiêu đề phần", "plan", "QUY ĐỊNH CHUNG", (13, 14), BOLD),
    ("6 Chương", "plan", "Chương I", (13, 14), BOLD),
    ("6 tiêu đề chương", "plan", "ĐỐI TƯỢNG", (13, 14), BOLD),
    ("6 Điều có tiêu đề", "plan", "Điều 1. Phạm vi", (14, 14), BOLD),
    ("6 Điều là câu", "decision", "Điều 1.", (14, 14), BOLD),
    ("6 lời của điều", "decision", "Tặng Giấy khen cho", (14, 14), UPRIGHT),
    ("6 Mục", "plan", "I. MỤC CÓ TIÊU ĐỀ", (13, 14), BOLD),
    ("6 khoản có tiêu đề", "plan", "1. Khoản có tiêu đề", (14, 14), BOLD),
    ("6 khoản", "plan", "1. Khoản trọn câu.", (14, 14), UPRIGHT),
    ("6 khoản 1.1", "plan", "1.1. Khoản cấp hai.", (14, 14), UPRIGHT),
    ("6 điểm", "plan", "a) Điểm của khoản.", (14, 14), UPRIGHT),
    ("6 dòng cộng của bảng", "plan", "Tổng cộng", (12, 14), BOLD),
    ("6 dòng nhóm của bảng", "plan", "I Tập thể", (12, 14), BOLD),
    ("7a thay mặt", "plan", "TM. ỦY BAN NHÂN DÂN", (13, 14), BOLD),
    ("7a ký thay", "plan", "KT. CHỦ TỊCH", (13, 14), BOLD),
    ("7a chức vụ", "plan", "PHÓ CHỦ TỊCH", (13, 14), BOLD),
    ("7b họ tên", "plan", "Lê Thị Ớt", (13, 14), BOLD),
    ("9a Kính gửi", "plan", "Kính gửi", (13, 14), UPRIGHT),
    ("9a nhiều nơi", "letter", "- Công chức xã.", (13, 14), UPRIGHT),
    ("9b Nơi nhận", "plan", "Nơi nhận:", (12, 12), BOLD_ITALIC),
    ("9b danh sách", "plan", "- Lưu: VT, VHXH.", (11, 11), UPRIGHT),
    ("Phụ lục", "plan", "Phụ lục II", (14, 14), BOLD),
    ("Phụ lục: tên", "plan", "DANH SÁCH CÁ NHÂN", (13, 14), BOLD),
    ("Phụ lục: kèm theo", "plan", "(Kèm theo Kế hoạch số 05/KH-UBND", (13, 14), ITALIC),
    ("số trang", "plan", "2", (13, 14), UPRIGHT),
]


@pytest.mark.parametrize(("name", "start", "sizes", "face"), [row[1:] for row in LOOKS])
def test_the_element_has_the_size_and_face_of_the_decree(name, start, sizes, face):
    _, run = the(name, start)
    low, high = sizes
    assert low - 0.05 <= run.size <= high + 0.05
    assert run.face == face


# --- where each element stands -----------------------------------------------------------------

CENTRED = [
    ("plan", "KẾ HOẠCH"),
    ("plan", "Phát động phong trào"),
    ("plan", "Phần I"),
    ("plan", "QUY ĐỊNH CHUNG"),
    ("plan", "Chương I"),
    ("plan", "ĐỐI TƯỢNG"),
    ("plan", "Phụ lục I"),
    ("plan", "DANH SÁCH TẬP THỂ"),
    ("decision", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ"),
    ("decision", "QUYẾT ĐỊNH:"),
]


@pytest.mark.parametrize(("name", "start"), CENTRED)
def test_it_is_centred_between_the_margins(name, start):
    assert the(name, start)[1].middle == pytest.approx(MIDDLE, abs=1)


INDENTED = [
    ("plan", "Căn cứ Luật"),
    ("plan", "Điều 1."),
    ("plan", "1. Khoản có"),
    ("plan", "a) Điểm"),
    ("plan", "1.1. Khoản"),
    ("plan", "I. MỤC CÓ"),
    ("plan", "- Gạch."),
    ("plan", "+ Cộng."),
    ("plan", "Trên đây"),
    ("decision", "Điều 2."),
]


@pytest.mark.parametrize(("name", "start"), INDENTED)
def test_it_begins_12_7_mm_inside_the_margin(name, start):
    assert the(name, start)[1].x == pytest.approx(INDENT, abs=0.3)


# (paper, the line below, the line whose middle it has)
UNDER = [
    ("plan", "Độc lập", "CỘNG HÒA"),
    ("plan", "XÃ ĐÌNH DÙ", "HUYỆN VĂN LÂM"),
    ("plan", "Số:", "XÃ ĐÌNH DÙ"),
    ("plan", "Đình Dù, ngày", "Độc lập"),
    ("letter", "V/v", "XÃ ĐÌNH DÙ"),
    ("minutes", "Số:", "THI ĐUA - KHEN THƯỞNG"),
    ("plan", "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"),
    ("plan", "PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH"),
    ("plan", "Lê Thị Ớt", "PHÓ CHỦ TỊCH"),
]


@pytest.mark.parametrize(("name", "below", "above"), UNDER)
def test_it_stands_centred_below(name, below, above):
    lower, upper = the(name, below)[1], the(name, above)[1]
    assert lower.y > upper.y
    assert lower.middle == pytest.approx(upper.middle, abs=1)


# (paper, left, right): both on one line
LEVEL = [
    ("plan", "HUYỆN VĂN LÂM", "CỘNG HÒA"),
    ("plan", "Số:", "Đình Dù, ngày"),
    ("plan", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
    ("decision", "Nơi nhận:", "CHỦ TỊCH"),
    ("minutes", "Trần Bình", "Hồ An"),
]


@pytest.mark.parametrize(("name", "left", "right"), LEVEL)
def test_left_and_right_stand_level(name, left, right):
    page, one = the(name, left)
    other = [run for run in runs(page) if run.text.startswith(right)][-1]
    assert one.y == pytest.approx(other.y, abs=1)
    assert one.right < other.x


# (paper, text, from, to): the rule's length as a share of the text's
RULES = [
    ("plan", "Độc lập", 0.97, 1.03),
    ("plan", "XÃ ĐÌNH DÙ", 1 / 3, 1 / 2),
    ("plan", "Phát động", 1 / 3, 1 / 2),
    ("minutes", "THI ĐUA - KHEN THƯỞNG", 1 / 3, 1 / 2),
]


@pytest.mark.parametrize(("name", "start", "least", "most"), RULES)
def test_the_rule_below_is_as_long_as_the_decree_says(name, start, least, most):
    page, run = the(name, start)
    assert least <= rule_under(page, run) / run.width <= most


# --- the page ----------------------------------------------------------------------------------


def test_every_page_is_a4_and_all_text_stays_between_the_margins():
    for page in pages("plan"):
        wide, high = size_mm(page)
        assert {wide, high} == {210, 297}
        inside = [run for run in runs(page) if not run.text.isdigit() or run.y > TOP]
        assert min(run.x for run in inside) >= LEFT - 0.3
        assert max(run.right for run in inside) <= wide - 20 + 0.5
        assert min(run.y for run in inside) > TOP
        assert max(run.y for run in inside) < high - 20


def test_quoc_hieu_and_tieu_ngu_stand_in_the_right_half_on_one_line_each():
    country, motto = the("plan", "CỘNG HÒA")[1], the("plan", "Độc lập")[1]
    assert country.text.endswith("VIỆT NAM")
    assert motto.text.endswith("Hạnh phúc")
    assert country.middle > MIDDLE
    assert country.right <= RIGHT + 0.5


def test_signer_and_recipients_share_the_width():
    assert the("plan", "Lê Thị Ớt")[1].x > MIDDLE
    assert the("plan", "Nơi nhận:")[1].x == pytest.approx(LEFT, abs=0.3)
    assert the("minutes", "Trần Bình")[1].right < MIDDLE < the("minutes", "Hồ An")[1].x


def test_lines_and_paragraphs_have_the_distances_of_the_decree():
    page, first = the("letter", "Các đơn vị")
    lines = [run for run in runs(page) if run.y > first.y and run.x < INDENT]
    single = 1.15 * 14 * 25.4 / 72
    assert single - 0.01 <= lines[0].y - first.y <= 1.5 * single + 0.01
    heading, next_ = the("plan", "- Gạch.")[1], the("plan", "+ Cộng.")[1]
    assert next_.y - heading.y - (lines[0].y - first.y) >= 6 * 25.4 / 72 - 0.01


def numbers(name):
    """Return what each page says in its top margin, with the place of it."""
    found = []
    for page in pages(name):
        above = [run for run in runs(page) if run.y < TOP]
        found.append(above[0] if above else SimpleNamespace(text="", middle=None))
    return found


def test_pages_are_numbered_from_the_second_on_and_annexes_afresh():
    said = [run.text for run in numbers("plan")]
    main = said.index("", 1)
    assert said[:main] == ["", *map(str, range(2, main + 1))]
    assert said[main:] == ["", "2", "", "2"]


def test_the_page_number_stands_in_the_middle_of_the_top_margin():
    for page, run in zip(pages("plan"), numbers("plan"), strict=True):
        if run.text:
            assert run.middle == pytest.approx((LEFT + size_mm(page)[0] - 20) / 2, abs=1)


def test_only_the_annex_that_lies_lies():
    said = [size_mm(page) for page in pages("plan")]
    assert said[-2:] == [(297, 210)] * 2
    assert set(said[:-2]) == {(210, 297)}


def test_minutes_have_no_place_and_date():
    assert not [run for run in runs(pages("minutes")[0]) if run.face == ITALIC]


def test_a_draft_leaves_room_for_number_and_day_and_is_marked_on_every_page():
    page = pages("letter")[0]
    assert find(page, "/UBND-VHXH").x - find(page, "Số:").x > 12
    assert find(page, "tháng 4").x - find(page, "Đình Dù, ngày").x > 28
    assert find(page, "DỰ THẢO").y < TOP


def test_lists_and_the_text_end_as_the_decree_writes():
    said = [run.text for page in pages("plan") for run in runs(page)]
    assert "Căn cứ Luật Thi đua, khen thưởng;" in said
    assert "Căn cứ Nghị định số 98/2023/NĐ-CP." in said
    assert "- Như trên;" in said
    assert "Trên đây là Kế hoạch./." in said
