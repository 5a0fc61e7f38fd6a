"""Reading a paper back: both real plans line by line, plans nobody has seen, spellings, gaps."""

import unicodedata
from pathlib import Path

import docx
import pytest

from emulation.papers.paper import PaperDate, Signature
from emulation.papers.reader import read
from tests import plans

SEEDS = {
    path.name[:3]: path for path in (Path(__file__).parents[4] / "shared" / "seeds").glob("*.txt")
}
needs_seeds = pytest.mark.skipif(len(SEEDS) < 2, reason="the two real documents are not here")


def seed(number):
    return read(SEEDS[number].read_bytes(), "plan.txt")


def outline(reading):
    """The body as lines "  label kind text", to be compared at a glance."""
    found = []

    def add(node, depth):
        found.append(f"{'  ' * depth}{node.kind} {node.label or ''} {node.text[:40]}".rstrip())
        for child in node.children:
            add(child, depth + 1)

    for node in reading.nodes:
        add(node, 0)
    return found


def counted(reading, kind):
    return sum(node.kind == kind for node in reading.walk())


def problems(reading):
    return [finding.message for finding in reading.findings]


# --- the two real plans ------------------------------------------------------------------------


@needs_seeds
def test_commune_plan_is_read_completely():
    reading = seed("000")
    paper = reading.paper
    assert (paper.issuer, paper.number, paper.symbol) == ((), None, None)
    assert (paper.place, paper.date) == ("Đình Dù", PaperDate(2024, 4, 16))
    assert paper.type_name == "KẾ HOẠCH"
    assert paper.subject == "Phát động phong trào thi đua cải cách hành chính năm 2024."
    assert len(paper.bases) == 1
    assert len(paper.recipients) == 8
    assert paper.signatures == (Signature("CHỦ TỊCH", "Trần Quang Huy", ("TM. ỦY BAN NHÂN DÂN",)),)
    sections = [node for node in reading.nodes if node.kind == "section"]
    assert [node.label for node in sections] == ["I", "II", "III", "IV", "V", "VI", "V"]
    assert [len(node.children) for node in sections] == [5, 3, 4, 1, 2, 2, 3]
    assert counted(reading, "item") == 12
    assert counted(reading, "bullet") == 30
    assert [other.title[:7] for other in reading.others] == ["ĐĂNG KÝ"]
    assert any("ĐĂNG KÝ" in message for message in problems(reading))


@needs_seeds
def test_inspectorate_plan_is_read_completely():
    reading = seed("002")
    paper = reading.paper
    assert (paper.number, paper.symbol, paper.date) == (None, "KH-TT", PaperDate(2021, 8))
    assert paper.place == "Lào Cai"
    assert "\n“Cải cách" in paper.subject
    assert len(paper.bases) == 2
    assert len(paper.recipients) == 7
    assert paper.signatures == (Signature("CHÁNH THANH TRA", "Đàm Quang Vinh"),)
    sections = [node for node in reading.nodes if node.kind == "section"]
    assert [node.label for node in sections] == ["I", "II", "III", "IV", "V"]
    assert [len(node.children) for node in sections] == [2, 4, 2, 3, 4]
    assert counted(reading, "item") == 17
    assert counted(reading, "bullet") == 21
    assert reading.others == ()


@needs_seeds
@pytest.mark.parametrize("number", ["000", "002"])
def test_a_sentence_broken_by_hand_is_one_block(number):
    broken = [node for node in seed(number).walk() if len(node.lines) == 2]
    assert len(broken) == 1
    assert "  " not in broken[0].text


@needs_seeds
@pytest.mark.parametrize("number", ["000", "002"])
def test_every_word_of_the_plan_stands_somewhere(number):
    reading = seed(number)
    last = min([other.first for other in reading.others], default=len(reading.lines))
    kept = {line for node in reading.walk() for line in node.lines}
    kept |= {line for fact in reading.facts for line in fact.lines}
    lost = [
        line.text
        for index, line in enumerate(reading.lines[:last])
        if index not in kept and line.key not in ("noi nhan:",)
    ]
    assert lost == []


@needs_seeds
@pytest.mark.parametrize("number", ["000", "002"])
def test_decomposed_letters_read_the_same(number):
    text = SEEDS[number].read_text(encoding="utf-8")
    assert read(unicodedata.normalize("NFD", text)) == read(text)


def as_word(lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return plans.saved(document)


@needs_seeds
@pytest.mark.parametrize("number", ["000", "002"])
def test_the_same_plan_in_any_file_reads_the_same(number):
    text = SEEDS[number].read_text(encoding="utf-8")
    written = [line for line in text.split("\n") if line.strip()]
    expected = read(text).paper
    for source in (
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        text.replace("\n", "\r\n").encode(),
        "\n".join(written),
        as_word(text.split("\n")),
        as_word(written),
        as_word(unicodedata.normalize("NFD", line) for line in written),
    ):
        assert read(source).paper == expected


# --- plans nobody has seen ---------------------------------------------------------------------


def test_school_with_a_superior_and_a_deputy():
    reading = read(plans.school())
    paper = reading.paper
    assert (paper.parent, paper.issuer) == (("UBND XÃ TÂN LẬP",), ("TRƯỜNG TIỂU HỌC TÂN LẬP A",))
    assert (paper.number, paper.symbol) == ("7", "KH-THTLA")
    assert (paper.place, paper.date) == ("Tân Lập", PaperDate(2025, 9, 5))
    assert paper.subject.splitlines()[1] == "năm học 2025 - 2026"
    assert paper.bases[1] == "Căn cứ tình hình thực tế"
    assert paper.recipients == ("UBND xã (b/c)", "Các tổ chuyên môn", "Lưu: VT")
    assert paper.signatures == (
        Signature("PHÓ HIỆU TRƯỞNG", "Nguyễn Thị Hoà", ("KT. HIỆU TRƯỞNG",)),
    )
    assert [node.label for node in reading.nodes if node.kind == "section"] == [
        "I", "II", "III", "IV", "V", "VI", "VII",
    ]  # fmt: skip
    assert problems(reading) == []


def test_ward_whose_header_is_paragraphs_and_whose_numbers_are_decimal():
    reading = read(plans.ward())
    paper = reading.paper
    assert paper.issuer == ("ỦY BAN NHÂN DÂN", "PHƯỜNG MINH XUÂN")
    assert (paper.number, paper.symbol) == ("112", "KH-UBND")
    assert (paper.place, paper.date) == ("Minh Xuân", PaperDate(2026, 1, 12))
    assert paper.subject.startswith("PHÁT ĐỘNG PHONG TRÀO")
    assert paper.signatures[0].authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")
    assert paper.recipients[-1] == "Lưu: VT, VHXH"
    assert [n.label for n in reading.walk() if n.kind == "item"][2:8] == [
        "3", "3.1", "a", "b", "3.2", "a",
    ]  # fmt: skip
    assert paper.bases[1].endswith("của UBND tỉnh")


def test_trade_union_with_slashes_and_blank_number_and_day():
    reading = read(plans.trade_union())
    paper = reading.paper
    assert paper.parent == ("LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM",)
    assert paper.issuer == ("CÔNG ĐOÀN CÁC KHU CÔNG NGHIỆP",)
    assert (paper.number, paper.symbol) == (None, "KH-CĐKCN")
    assert paper.date == PaperDate(2025)
    assert paper.signatures == (Signature("CHỦ TỊCH", "Phạm Văn Đồng Tâm", ("TM. BAN CHẤP HÀNH",)),)
    assert outline(reading)[3:6] == [
        "section II Tiêu chí khen thưởng",
        "  item 1 Đối với tập thể công đoàn cơ sở:",
        "    item a Hoàn thành tốt nhiệm vụ trở lên;",
    ]
    assert "    item b Phát triển đoàn viên đạt chỉ tiêu được g" in outline(reading)
    assert not paper.end_mark


def test_party_committee():
    reading = read(plans.party())
    paper = reading.paper
    assert (paper.parent, paper.issuer) == (("ĐẢNG BỘ TỈNH HƯNG YÊN",), ("ĐẢNG ỦY XÃ ĐẠI ĐỒNG",))
    assert (paper.number, paper.symbol) == ("12", "KH/ĐU")
    assert paper.signatures == (Signature("BÍ THƯ", "Đỗ Mạnh Cường", ("T/M BAN THƯỜNG VỤ",)),)
    assert paper.recipients[0] == "Ban Thường vụ Tỉnh ủy (báo cáo)"
    assert outline(reading)[1:3] == ["section I MỤC ĐÍCH, YÊU CẦU", "  item 1 Mục đích"]
    assert "  bullet  Đối với tập thể:" in outline(reading)
    assert "    bullet  Chi bộ hoàn thành tốt nhiệm vụ;" in outline(reading)


def test_articles_without_a_header_and_without_an_end():
    reading = read(plans.articles())
    assert outline(reading)[:4] == [
        "chapter Chương I QUY ĐỊNH CHUNG",
        "  article Điều 1 Đối tượng thi đua",
        "    item 1 Các phòng, ban, đơn vị.",
        "    item 2 Công chức, viên chức.",
    ]
    assert reading.paper.issuer == reading.paper.recipients == reading.paper.signatures == ()
    for missing in ("cơ quan ban hành", "số, ký hiệu", "địa danh", "ngày văn bản", "nơi nhận"):
        assert any(missing in message for message in problems(reading)), missing


def test_table_in_the_middle_with_merged_headings():
    reading = read(plans.table_between())
    table = reading.paper.body[0].children[0]
    assert [(column.group, column.heading) for column in table.columns] == [
        ("", "STT"), ("", "Chỉ tiêu"), ("Quý", "I"), ("Quý", "II"),
    ]  # fmt: skip
    assert table.number_row
    assert [row.cells for row in table.rows] == [
        ("1", "Thuế đất", "10", "20"),
        ("2", "Phí, lệ phí", "5", "7"),
    ]
    assert [node.kind for node in reading.walk()] == ["section", "table", "section", "bullet"]


def test_text_in_a_table_with_invisible_rules_is_text():
    assert outline(read(plans.inside_a_table())) == [
        "section I MỤC ĐÍCH",
        "  bullet  Giữ gìn môi trường xanh, sạch, đẹp trong",
        "section II ĐĂNG KÝ THI ĐUA",
        "  item 1 Các thôn đăng ký với UBND xã trước ngày",
    ]


def test_numbers_of_words_list_feature():
    assert outline(read(plans.listed())) == [
        "section I MỤC ĐÍCH",
        "  bullet  Huy động sức dân;",
        "    bullet  Ngày công;",
        "section II ĐĂNG KÝ THI ĐUA",
        "  item 1 Các thôn đăng ký trước ngày 10/3/2025;",
        "  item 2 Mỗi thôn gồm:",
        "    item a Một bản giấy;",
        "    item b Một bản điện tử.",
        "section III TỔ CHỨC THỰC HIỆN",
        "  item 1 Văn phòng theo dõi.",
    ]


def test_a_list_may_start_anew_and_name_its_levels():
    body = "".join((
        plans.p("KẾ HOẠCH"),
        plans.p("Tên", numbering=3), plans.p("Khoản", numbering=3, level=1),
        plans.p("Khoản nữa", numbering=3, level=1), plans.p("Tên sau", numbering=3),
    ))  # fmt: skip
    labels = [node.label for node in read(plans.raw(body, numbering=plans.LISTS)).walk()]
    assert labels == ["Điều 5", "5.1", "5.2", "Điều 6"]
