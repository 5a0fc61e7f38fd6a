"""The registration table as offices write it: headings, blocks, marks, whatever the spelling."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from campaigns.reading.grid import Grid, GridError, grid_of
from campaigns.reading.register import is_mark, match_headings, name_key, read_register
from emulation.organization.models import NomineeKind
from tests.campaigns.sheets import HEAD, SEED, seed_rows, table, xlsx


def read(*rows, head=HEAD):
    return read_register(grid_of(table(*rows, head=head), "xlsx"))


@pytest.mark.parametrize("text", ["x", "X", " x ", "✓", "✔", "v", "Có", "1", "x.", "×"])
def test_a_mark_is_understood_however_it_is_written(text):
    assert is_mark(text) is True


@pytest.mark.parametrize("text", ["", "-", "–", "không", "0", " "])
def test_an_empty_cell_is_no_mark(text):
    assert is_mark(text) is False


@pytest.mark.parametrize("text", ["xx", "2", "Giấy khen", "?"])
def test_anything_else_is_neither(text):
    assert is_mark(text) is None


def test_blocks_say_whether_a_row_is_a_collective_a_person_or_a_household():
    found = read(
        ("I", "Tập thể"), ("1", "Thôn Ngọc", "", "x"),
        ("II.", "CÁ NHÂN"), ("1", "Lê Thị Én", "X"),
        ("III", "Hộ gia đình"), ("1", "Hộ ông Nam", "x"),
    )  # fmt: skip
    assert [(e.name, e.subject) for e in found.entries] == [
        ("Thôn Ngọc", NomineeKind.COLLECTIVE),
        ("Lê Thị Én", NomineeKind.INDIVIDUAL),
        ("Hộ ông Nam", NomineeKind.HOUSEHOLD),
    ]


def test_merged_headings_are_read_with_the_group_above_them():
    found = read(("1", "Thôn Ngọc", "", "x", "Không có đơn thư"))
    assert found.headings[2] == ("Lao động tiên tiến", "Danh hiệu thi đua Lao động tiên tiến")
    assert found.headings[3][1] == "Danh hiệu thi đua Tập thể lao động tiên tiến"
    assert found.entries[0].targets == "Không có đơn thư"


def test_a_group_of_titles_gives_its_name_to_the_levels_below_it():
    head = (
        ("STT", "Họ và tên", "Chiến sĩ thi đua", "", ""),
        ("", "", "Cơ sở", "Cấp tỉnh", "Toàn quốc"),
    )
    content = xlsx([*head, ("1", "Lê Thị Én", "", "x")], merge=["C1:E1", "A1:A2", "B1:B2"])
    found = read_register(grid_of(content, "xlsx"))
    titles = {
        1: ["Chiến sĩ thi đua toàn quốc"], 2: ["Chiến sĩ thi đua cơ sở"],
        3: ["Chiến sĩ thi đua cấp tỉnh"],
    }  # fmt: skip
    assert match_headings(found.headings, titles) == {2: 2, 3: 3, 4: 1}


def test_the_head_repeated_on_a_new_page_and_numbers_of_columns_are_no_rows():
    found = read(("1", "Thôn Ngọc", "", "x"), HEAD[0], HEAD[2], ("2", "Thôn Đoài", "", "x"))
    assert [entry.name for entry in found.entries] == ["Thôn Ngọc", "Thôn Đoài"]


def test_a_mark_beside_no_name_is_told():
    assert read(("1", "Thôn Ngọc", "", "x"), ("2", "", "x")).nameless == [5]


def test_text_above_the_table_is_passed_over():
    rows = [("UBND xã Đình Dù",), ("ĐĂNG KÝ",), (), *HEAD, ("1", "Thôn Ngọc", "", "x")]
    assert len(read_register(grid_of(xlsx(rows), "xlsx")).entries) == 1


def test_a_sheet_without_such_a_table_is_refused_in_words():
    with pytest.raises(GridError, match="Tập thể, cá nhân"):
        read_register(grid_of(xlsx([("Họ", "Tên")]), "xlsx"))


def test_an_area_merged_over_the_whole_sheet_does_not_stop_the_reading():
    content = patched(table(("1", "Thôn Ngọc", "", "x")), b"C1:D1", b"E9:XFD1048576")
    assert len(read_register(grid_of(content, "xlsx")).entries) == 1


def patched(content, old, new):
    """Return the .xlsx with something replaced in its sheet."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return out.getvalue()


def test_a_table_without_names_is_refused():
    with pytest.raises(GridError, match="không có dòng nào"):
        read(("I", "Tập thể"))


def test_what_is_no_excel_file_is_refused():
    with pytest.raises(GridError, match="Không đọc được"):
        grid_of(b"PK\x03\x04 broken", "xlsx")


OFFERED = {
    1: ["Giấy khen của Chủ tịch UBND cấp xã"],
    2: ["Giấy khen của Chủ tịch UBND cấp huyện"],
    3: ["Chiến sĩ thi đua cơ sở"],
    4: ["Bằng khen của Thủ tướng Chính phủ"],
}


@pytest.mark.parametrize(
    ("heading", "award"),
    [
        ("Giấy khen UBND xã", 1),
        ("GIẤY KHEN CỦA UBND HUYỆN", 2),
        ("Chiến sỹ thi đua cấp cơ sở", 3),
        ("CSTĐCS", 3),
        ("Bằng khen Thủ tướng CP", 4),
    ],
)
def test_a_heading_finds_its_award(heading, award):
    assert match_headings({5: [heading]}, OFFERED) == {5: award}


@pytest.mark.parametrize("heading", ["Giấy khen Giám đốc Sở", "Cờ thi đua", "Huân chương"])
def test_a_heading_of_another_award_finds_none(heading):
    assert match_headings({5: [heading]}, OFFERED) == {}


def test_two_columns_never_mean_the_same_award():
    found = match_headings({2: ["Giấy khen UBND xã"], 3: ["Giấy khen UBND xã"]}, OFFERED)
    assert found == {2: 1}


def test_names_are_compared_without_case_accents_and_abbreviations():
    assert name_key("UBND xã Đình Dù") == name_key("Uỷ ban nhân dân Xã ĐÌNH DÙ")
    assert name_key("Các ban ngành, đoàn thể") == name_key("Các ban, ngành, đoàn thể")


@pytest.mark.skipif(not SEED.exists(), reason="the real plan is not on this machine")
def test_the_table_of_the_real_plan_is_understood_with_its_misspellings():
    grid = Grid({number: tuple(row) for number, row in enumerate(seed_rows(), start=1)})
    found = read_register(grid)
    titles = {
        3: ["Hoàn thành nhiệm vụ"], 4: ["Lao động tiên tiến"], 5: ["Chiến sĩ thi đua cơ sở"],
        6: ["Chiến sĩ thi đua cấp tỉnh"], 7: ["Chiến sĩ thi đua toàn quốc"],
        8: ["Giấy khen của Chủ tịch UBND cấp huyện"],
        9: ["Bằng khen của Chủ tịch UBND tỉnh", "Bằng khen UBND tỉnh, các Bộ, ngành, đoàn thể TW"],
        10: ["Bằng khen của Thủ tướng Chính phủ"], 11: ["Huân chương các loại"],
    }  # fmt: skip
    assert match_headings(found.headings, titles) == {number - 1: number for number in titles}
    assert [(e.subject, sorted(c for c, t in e.cells.items() if t)) for e in found.entries] == [
        ("C", [7]), ("C", [7]), ("C", [7, 8]), ("C", [7]), ("I", [7, 9]),
    ]  # fmt: skip
