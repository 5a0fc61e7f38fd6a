"""Names, tone marks, levels, typing: the fault is found, what only looks like it is not."""

import datetime as dt

import pytest

from .typed import PLAN, changed, codes, faults

LATER = PLAN.replace("tháng 4 năm 2024", "tháng 4 năm 2026").replace("26/04/2024", "26/04/2026")


# --- names and tones ------------------------------------------------------------------------------


def test_a_second_spelling_of_the_place_is_named_with_its_frequency():
    (found,) = faults(changed("xã Đình Dù ban hành", "xã Đinh Dù ban hành"))
    assert found.code == "two-spellings"
    assert "“Đinh Dù” (1 chỗ: dòng 13) viết khác “Đình Dù” (3 chỗ)" in found.message


def test_the_known_name_wins_over_the_more_frequent_one():
    text = "UBND xã Đinh Dù.\nUBND xã Đinh Dù.\nUBND xã Đình Dù."
    (found,) = faults(text, "two-spellings", names=("Đình Dù",))
    assert "Tên “Đinh Dù” (2 chỗ" in found.message
    (found,) = faults(text, "two-spellings")
    assert "Tên “Đình Dù” (1 chỗ" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "Xã Đình Dù và xã Đông Dù.",
        "Huyện Văn Lâm; xã Vân Lâm.",
        "Các xã Tân Tiến, xã Tân Tiên.",
        "UBND xã Đình Dù; ông Nguyễn Đinh Dũ; bà Đinh Thị Dù.",
        "UBND xã Hòa Bình và UBND xã Hoà Bình.",
        "thôn Đông họp; thôn Đồng họp.",
    ],
)
def test_different_names_are_no_two_spellings(text):
    assert faults(text, "two-spellings") == []


def test_two_places_that_are_known_are_two_places():
    text = "UBND xã Yên Phú.\nUBND xã Yên Phụ."
    assert faults(text, "two-spellings")
    assert faults(text, "two-spellings", names=("Yên Phú", "Yên Phụ")) == []


def test_one_word_in_two_tone_styles_is_named():
    (found,) = faults("Văn hóa xã.\nVăn hóa thôn.\nVăn hoá bản.")
    assert (found.code, found.severity, found.line) == ("tone-style", "warning", 3)
    (found,) = faults("Ủy ban và văn hoá.")
    assert (found.code, found.severity) == ("tone-style", "note")


@pytest.mark.parametrize("text", ["Ủy ban, văn hóa, quý, quỹ, hoàn thành.", "Uỷ ban, văn hoá."])
def test_one_tone_style_is_no_fault(text):
    assert faults(text, "tone-style") == []


# --- levels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["của thị trấn", "UBND thị trấn", "trên địa bàn phường", "Hội đồng thi đua thị trấn"]
)
def test_another_kind_of_commune_is_named(words):
    found = faults(changed("Phong trào phải", f"Phong trào {words} phải"))
    assert [(f.code, f.severity) for f in found] == [("other-kind", "error")]


@pytest.mark.parametrize(
    "words",
    [
        "các xã, phường, thị trấn",
        "phường Hiến Nam",
        "“Thị trấn kiểu mẫu”",
        "xã hội và hợp tác xã",
        "các phường",
        "nguyên thị trấn",
        "phường bạn",
        "xã, thị trấn tiêu biểu",
    ],
)
def test_general_lists_and_other_places_are_no_fault(words):
    assert faults(changed("Phong trào phải", f"Phong trào {words} phải"), "other-kind") == []


def test_a_ward_does_not_speak_of_the_commune():
    text = PLAN.replace("XÃ ĐÌNH DÙ", "PHƯỜNG ĐÌNH DÙ").replace("xã", "phường")
    assert faults(text) == []
    assert codes(changed("phường theo dõi", "xã theo dõi", text)) == {"other-kind"}
    assert faults(changed("thiết thực", "thiết thực với xã hội, toàn xã hội", text)) == []


def test_a_province_may_name_them_all():
    text = PLAN.replace("XÃ ĐÌNH DÙ", "TỈNH HƯNG YÊN")
    assert faults(changed("Phong trào phải", "Phong trào của thị trấn phải", text)) == []


def test_the_context_says_what_the_issuer_is():
    assert faults("Gửi về UBND thị trấn.", "other-kind", kind="xã")
    assert faults("Gửi về UBND thị trấn.", "other-kind") == []


def test_after_the_district_its_bodies_are_no_addressees_awards_or_authorities():
    found = faults(LATER, "dead-level")
    assert [(f.line, f.severity) for f in found] == [(24, "error"), (30, "error"), (30, "error")]
    assert "UBND tỉnh" in found[0].message
    assert "Sở Nội vụ" in found[1].message
    assert faults(PLAN, "dead-level") == []


@pytest.mark.parametrize(("day", "count"), [(dt.date(2025, 6, 30), 0), (dt.date(2025, 7, 1), 1)])
def test_levels_end_on_their_day(day, count):
    assert len(faults("Đề nghị UBND huyện khen thưởng.", "dead-level", date=day)) == count


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 05/03/2025 của UBND huyện Văn Lâm;",
        "Tài liệu của Phòng Nội vụ huyện Văn Lâm (cũ) được bàn giao.",
        "Sau khi không tổ chức cấp huyện, xã trực thuộc tỉnh.",
        "Phong trào “Huyện nông thôn mới” đã kết thúc.",
        "Truyện kể ở địa phương.",
    ],
)
def test_what_was_before_may_be_named(text):
    assert faults(text, "dead-level", date=dt.date(2026, 1, 5)) == []


def test_what_a_district_decided_in_its_time_is_cited_after_its_name():
    said = "Giấy khen của Chủ tịch UBND huyện tại Quyết định số 12/QĐ-UBND ngày "
    today = dt.date(2026, 1, 5)
    assert faults(f"{said}27/12/2024.", "dead-level", date=today) == []
    assert len(faults(f"{said}27/12/2025.", "dead-level", date=today)) == 1


def test_a_level_that_is_still_to_come_is_named():
    (found,) = faults("Xã, phường, đặc khu.", "dead-level", date=dt.date(2024, 5, 1))
    assert "từ ngày 01/07/2025" in found.message


# --- wording --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Hai  dấu cách.", "note"),
        ("Cách trước , dấu phẩy.", "warning"),
        ("Cách ( trong ngoặc).", "warning"),
        ("Thiếu cách,sau dấu.", "note"),
        ("HĐND- UBND xã.", "note"),
    ],
)
def test_spaces_are_looked_at(text, severity):
    (found,) = faults(text)
    assert (found.code, found.severity) == ("spacing", severity)


@pytest.mark.parametrize(
    "text", ["Giai đoạn 2021-2025.", "Kinh tế - xã hội.", "1,5 lần; 2.000.", "gồm:..."]
)
def test_spaces_as_they_should_be_are_no_fault(text):
    assert faults(text, "spacing") == []


@pytest.mark.parametrize("text", ["Mở “ngoặc kép.", "Mở (ngoặc đơn.", "Đóng) ngoặc.", ")Ngược("])
def test_open_quotes_and_brackets_are_named(text):
    assert "unbalanced" in {f.code for f in faults(text)}


@pytest.mark.parametrize(
    "text",
    ["Đủ “cặp” (và đủ).", "Gồm: a) một; b) hai.", "(hết ngày 31/01); riêng (năm 2021).", "1) Một."],
)
def test_pairs_and_enumerations_are_no_fault(text):
    assert faults(text, "unbalanced") == []


@pytest.mark.parametrize(
    "text",
    ["Gửi xxx trước hạn.", "TODO: bổ sung.", "Theo Kế hoạch số … của tỉnh.", "Đơn vị …………",
     "[[chỗ dữ liệu]] còn đây", "Tên: ......", "[điền tên] đơn vị", "**Đậm**", "Đúng không??"],
)  # fmt: skip
def test_traces_of_a_draft_are_named(text):
    assert "draft-trace" in {f.code for f in faults(text)}
    assert {f.severity for f in faults(text, "draft-trace")} == {"warning"}
    assert {f.severity for f in faults(text, "draft-trace", final=True)} == {"error"}


@pytest.mark.parametrize("text", ["Phần mềm, văn bản điện tử,...", "Và nhiều việc khác…"])
def test_dots_that_mean_and_so_on_are_no_trace(text):
    assert faults(text, "draft-trace") == []


def test_awards_are_called_as_the_law_calls_them():
    assert codes("Danh hiệu Chiến sỹ thi đua cơ sở.") == {"award-name"}
    assert codes("Danh hiệu Chiến sĩ thi đua cơ sở của chiến sỹ.") == set()
