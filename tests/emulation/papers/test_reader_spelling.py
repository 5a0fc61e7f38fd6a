"""Spellings and habits of offices: labels, columns, missing parts; where each fact was found."""

import pytest

from emulation.papers.paper import PaperDate, Signature
from emulation.papers.reader import ReadingError, read
from tests import plans

PLAN = """UỶ BAN NHÂN DÂN
XÃ ĐÔNG HOÀ
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 05/KH-UBND
Đông Hoà, ngày 03 tháng 02 năm 2025

KẾ HOẠCH
Phát động phong trào thi đua năm 2025

Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;
UBND xã xây dựng kế hoạch như sau:
I. MỤC ĐÍCH
- Nâng cao chất lượng phục vụ.
II. TỔ CHỨC THỰC HIỆN
1. Văn phòng theo dõi.
Trên đây là kế hoạch của UBND xã./.
Nơi nhận:
- Các thôn;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Hoà
"""


def problems(reading):
    return [finding.message for finding in reading.findings]


def test_a_plain_plan():
    reading = read(PLAN)
    paper = reading.paper
    assert paper.issuer == ("UỶ BAN NHÂN DÂN", "XÃ ĐÔNG HOÀ")
    assert (paper.number, paper.symbol, paper.place) == ("5", "KH-UBND", "Đông Hoà")
    assert reading.printed("number") == ("05",)
    assert paper.bases == ("Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022",)
    assert reading.printed("basis")[0].endswith(";")
    assert paper.body[-1].text == "Trên đây là kế hoạch của UBND xã."
    assert paper.end_mark
    assert problems(reading) == []


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("I. MỤC ĐÍCH", "I"),
        ("I/ MỤC ĐÍCH", "I"),
        ("I) MỤC ĐÍCH", "I"),
        ("I - MỤC ĐÍCH", "I"),
        ("I- MỤC ĐÍCH", "I"),
        ("Mục I. MỤC ĐÍCH", "I"),
        ("**I. MỤC ĐÍCH**", "I"),
    ],
)
def test_spellings_of_a_section(typed, label):
    section = read(f"KẾ HOẠCH\nThi đua\n{typed}\n- Một").nodes[0]
    assert (section.kind, section.label, section.text) == ("section", label, "MỤC ĐÍCH")


@pytest.mark.parametrize("typed", ["1. Một", "1) Một", "1/ Một", "(1) Một", "1- Một", "1.Một"])
def test_spellings_of_an_item(typed):
    item = read(f"KẾ HOẠCH\nThi đua\nI. MỤC\n{typed}").nodes[0].children[0]
    assert (item.kind, item.label, item.text) == ("item", "1", "Một")


@pytest.mark.parametrize("typed", ["- Một", "– Một", "• Một", "\uf0b7 Một", "✓ Một", "-Một"])
def test_spellings_of_a_dash(typed):
    bullet = read(f"KẾ HOẠCH\nThi đua\nI. MỤC\n{typed}").nodes[0].children[0]
    assert (bullet.kind, bullet.label, bullet.text) == ("bullet", None, "Một")


@pytest.mark.parametrize("text", ["2024 là năm bứt phá", "1.234 hộ tham gia", "I-1 là mã"])
def test_numbers_that_are_no_labels(text):
    assert read(f"KẾ HOẠCH\nThi đua\nI. MỤC\n{text}").nodes[0].children[0].kind == "paragraph"


def test_misspelt_recipients_and_columns_of_tabs():
    text = PLAN.partition("Nơi nhận:")[0] + (
        "Noi nhận:\t\tTM. ỦY BAN NHÂN DÂN\n- Các thôn;\t\tCHỦ TỊCH\n- Các trường;\n"
        "- Lưu: VT.\t\tNguyễn Văn Hoà\n"
    )
    paper = read(text).paper
    assert paper.recipients == ("Các thôn", "Các trường", "Lưu: VT")
    assert paper.signatures == (Signature("CHỦ TỊCH", "Nguyễn Văn Hoà", ("TM. ỦY BAN NHÂN DÂN",)),)


def test_header_in_columns_of_tabs():
    text = (
        "UBND XÃ A\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTRẠM Y TẾ\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 3/KH-TYT\tXã A, ngày 5 tháng 6 năm 2025\n\nKẾ HOẠCH\nThi đua năm 2025\n- Một"
    )
    paper = read(text).paper
    assert (paper.parent, paper.issuer) == (("UBND XÃ A",), ("TRẠM Y TẾ",))
    assert (paper.number, paper.symbol, paper.place) == ("3", "KH-TYT", "Xã A")
    assert paper.date == PaperDate(2025, 6, 5)


def test_two_signatures_side_by_side():
    text = PLAN.replace(
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Hoà\n",
        "\nTHƯ KÝ\tCHỦ TỊCH\nLê Thị Ba\tNguyễn Văn Hoà\n",
    )
    assert [(s.position, s.name) for s in read(text).paper.signatures] == [
        ("THƯ KÝ", "Lê Thị Ba"),
        ("CHỦ TỊCH", "Nguyễn Văn Hoà"),
    ]


def test_date_that_does_not_exist_is_not_read():
    reading = read(PLAN.replace("ngày 03 tháng 02", "ngày 31 tháng 02"))
    assert reading.paper.date is None
    assert any("không có trong lịch" in message for message in problems(reading))


def test_facts_say_where_they_stand():
    reading = read(PLAN)
    for name in ("number", "place", "subject", "basis", "position", "name", "recipient"):
        for fact in (fact for fact in reading.facts if fact.name == name):
            line = reading.lines[fact.lines[0]].text
            assert fact.text.splitlines()[0] in line, name
    assert reading.lines[0].where == "dòng 1"


def test_annexes_are_taken_off():
    text = PLAN + "\nPhụ lục I\nBIỂU MẪU ĐĂNG KÝ\n(Kèm theo Kế hoạch số 05/KH-UBND)\n1. Họ tên\n"
    paper = read(text).paper
    assert [annex.title for annex in paper.annexes] == ["BIỂU MẪU ĐĂNG KÝ"]
    assert paper.annexes[0].note.startswith("(Kèm theo")
    assert paper.signatures[0].name == "Nguyễn Văn Hoà"


def test_letter_without_a_type():
    reading = read(
        "UBND XÃ A\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 9/UBND-VP\nV/v đăng ký thi đua\n"
        "Kính gửi:\n- Các thôn;\n- Các trường.\nĐề nghị các đơn vị đăng ký./.\n"
    )
    assert reading.paper.type_name is None
    assert reading.paper.addressees == ("Các thôn", "Các trường")
    assert any("tên loại" in message for message in problems(reading))


def test_deleted_and_hidden_text_is_no_text():
    body = (
        plans.p("KẾ HOẠCH")
        + "<w:p><w:r><w:t>Thi đua </w:t></w:r><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>năm 2025</w:t></w:r></w:p>"
        + plans.p("- Một")
    )
    assert read(plans.raw(body)).paper.subject == "Thi đua năm 2025"


@pytest.mark.parametrize("source", ["", " \n\t\n", b"", "\ufeff"])
def test_nothing_to_read(source):
    with pytest.raises(ReadingError, match="Không có chữ nào"):
        read(source)
