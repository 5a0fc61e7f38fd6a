"""Each check both ways: the fault is found where it is put, and what only looks like it is not."""

import datetime as dt

import pytest

from emulation.papers.paper import Paper, PaperDate, Paragraph, Signature
from emulation.papers.review import Context, review_paper
from emulation.papers.reviewing.tables import laws, levels

from .typed import DECISION, PLAN, changed, codes, faults

SEASON = dt.date(2024, 4, 16)
LATER = PLAN.replace("tháng 4 năm 2024", "tháng 4 năm 2026").replace("26/04/2024", "26/04/2026")


def body(text):
    """Faults of a piece of text."""
    return [(f.code, f.line) for f in faults(text)]


# --- numbering -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "right"),
    [
        ("I. A\nII. B\nII. C", 3, "III."),
        ("I. A\nIII. B", 2, "II."),
        ("II. A\nIII. B", 1, "I."),
        ("I. A\n1. Một.\n1. Hai.", 3, "2."),
        ("I. A\n1. Một.\n3. Hai.", 3, "2."),
        ("I. A\n1. Một.\nII. B\n2. Hai.", 4, "1."),
        ("1. Gồm:\na) Một;\nb) Hai;\nb) Ba.", 4, "c)"),
        ("1. Gồm:\na) Một;\nb) Hai;\nc) Ba;\nd) Bốn;\ne) Năm.", 6, "đ)"),
        ("Điều 1. Một.\nĐiều 2. Hai.\nĐiều 2. Ba.", 3, "Điều 3"),
        ("1. Một\n1.1. Ý một.\n1.3. Ý hai.", 3, "1.2."),
        ("1. Một\n1.1. Ý một.\n2. Hai\n1.2. Ý hai.", 4, "2.1."),
        ("1. Một\n1.1. Ý\n1.1.1. Một.\n1.1.1. Hai.", 4, "1.1.2."),
        ("Chương I. QUY ĐỊNH\nChương III. THI HÀNH", 2, "Chương II"),
        ("Phần I. QUY ĐỊNH\nPhần I. THI HÀNH", 2, "Phần II"),
        ("1) Một;\n3) Hai.", 2, "2)"),
    ],
)
def test_a_number_that_is_doubled_or_missing_is_named_with_the_right_one(text, line, right):
    (found,) = faults(text, "numbering")
    assert found.line == line
    assert f"“{right}”" in found.message


@pytest.mark.parametrize("text", ["I. A\nIIII. B", "1. Gồm:\na) Một;\nf) Hai."])
def test_a_label_that_is_no_number_of_its_kind_is_named(text):
    assert len(faults(text, "numbering")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "I. A\n1. Một.\n2. Hai.\nII. B\n1. Một.",
        "Chương I. QUY ĐỊNH\nĐiều 1. Một.\n1. Ý.\nChương II. THI HÀNH\nĐiều 2. Hai.\n1. Ý.",
        "Phần thứ nhất. QUY ĐỊNH\nI. A\nPhần thứ hai. THI HÀNH\nI. B",
        "Chương I. QUY ĐỊNH\nMục 1. A\nMục 2. B\nChương II. THI HÀNH\nMục 1. C",
        "1. Một\n1.1. Ý.\n1.2. Ý.\n2. Hai\n2.1. Ý.\n2.1.1. Ý.\n2.1.2. Ý.\n2.2. Ý.",
        "I. A\n1.1. Ý.\n1.2. Ý.",
        "1. Gồm:\na) Một;",
        "2024 là năm thứ ba.\n1.234 người.\nV.I. Lênin viết.\n2.5 triệu đồng.",
        "A. PHẦN CHUNG\nI. A\nII. B\nB. PHẦN RIÊNG\nI. C",
        "Nội dung:\n(1) Một;\n(2) Hai.\nYêu cầu:\n(1) Một;\n(2) Hai.",
    ],
)  # fmt: skip
def test_numbers_that_start_again_or_are_none_are_no_fault(text):
    assert faults(text, "numbering") == []


def test_an_annex_is_counted_for_itself():
    assert faults("I. A\nII. B\nPhụ lục I\nI. C\nPhụ lục II\nI. D", "numbering") == []


# --- headings ------------------------------------------------------------------------------------


def test_headings_of_two_forms_are_named():
    assert [f.line for f in faults("I. MỤC ĐÍCH\nII. Yêu cầu\nIII. NỘI DUNG", "heading-form")] == [
        2
    ]
    assert faults("I/ MỤC ĐÍCH\n1/ Một.\na. Ý một;", "heading-form")[0].message.startswith(
        "Ghi số của mục La Mã là “I.”"
    )
    assert len(faults("I/ MỤC ĐÍCH\n1/ Một.\na. Ý một;", "heading-form")) == 3
    (colon,) = faults("1. Mục đích:\n- Một.\n2. Yêu cầu\n- Hai.\n3. Gồm\n- Ba.", "heading-form")
    assert (colon.severity, colon.line) == ("note", 1)


def test_headings_of_one_form_are_no_fault():
    assert faults("I. Mục đích\nII. Yêu cầu\n1. Một:\n- Ý.\n2. Hai:\n- Ý.", "heading-form") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "MỤC ĐÍCH, YÊU CẦU."),
        ("cải cách hành chính năm 2024", "cải cách hành chính năm 2024."),
        ("KẾ HOẠCH\n", "KẾ HOẠCH.\n"),
        ("II. ĐĂNG KÝ THI ĐUA", "II. ĐĂNG KÝ THI ĐUA;"),
    ],
)
def test_a_stop_behind_a_heading_type_or_subject_is_named(old, new):
    assert codes(changed(old, new)) == {"heading-stop"}


def test_a_sentence_that_is_an_item_keeps_its_stop():
    assert faults(PLAN, "heading-stop") == []


# --- references ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["khoản 3 Mục này", "khoản 5 Mục II", "Mục VII của Kế hoạch này", "điểm c khoản 1 Mục III"],
)
def test_a_reference_to_nothing_is_named(words):
    (found,) = faults(changed("khoản 1 Mục này", words), "missing-reference")
    assert found.severity == "error"


@pytest.mark.parametrize(
    "words",
    [
        "khoản 2 Mục I",
        "điểm b khoản 1 Mục III của Kế hoạch này",
        "Mục IV",
        "khoản 9 Điều 74 Luật Thi đua, khen thưởng",
        "Điều 12, Quyết định số 33/2021/QĐ-UBND ngày 28/6/2021",
    ],
)
def test_references_that_lead_somewhere_are_no_fault(words):
    assert faults(changed("khoản 1 Mục này", words)) == []


def test_the_order_of_a_reference_is_advised():
    (found,) = faults(changed("khoản 1 Mục này", "mục I, khoản 1 của Kế hoạch này"))
    assert (found.code, found.severity) == ("reference-order", "note")
    assert "“khoản 1 Mục I”" in found.message


# --- names and tones -----------------------------------------------------------------------------


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


# --- levels --------------------------------------------------------------------------------------


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


def test_a_level_that_is_still_to_come_is_named():
    (found,) = faults("Xã, phường, đặc khu.", "dead-level", date=dt.date(2024, 5, 1))
    assert "từ ngày 01/07/2025" in found.message


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("ngày 16 tháng 04", "tháng 4"),
        ("ngày 5 tháng 4", "ngày 05"),
        ("ngày 16 tháng 1", "tháng 01"),
    ],
)
def test_the_date_line_has_the_decrees_zeros(typed, right):
    text = PLAN.replace("Đình Dù, ngày 16 tháng 4", f"Đình Dù, {typed}")
    (found,) = faults(text)
    assert (found.code, found.severity) == ("date-form", "warning")
    assert f"“{right}”" in found.message


@pytest.mark.parametrize(
    "line", ["Đình Dù ngày 16 tháng 4 năm 2024", "Đình Dù, ngày 16 tháng 4 năm 2024."]
)
def test_the_date_line_has_its_comma_and_no_stop(line):
    assert codes(changed("Đình Dù, ngày 16 tháng 4 năm 2024", line)) == {"date-form"}


def test_dates_spelled_out_in_the_text_are_only_advised_and_short_ones_left_alone():
    (found,) = faults("Họp ngày 5 tháng 04 năm 2024 tại xã.")[:1]
    assert found.severity == "note"
    assert faults("Họp ngày 5/4/2024, 05/04/2024 và ngày 05 tháng 4 năm 2024.") == []


@pytest.mark.parametrize(
    "day", ["31/02/2024", "29/02/2023", "ngày 31/04", "ngày 31 tháng 4 năm 2024"]
)
def test_a_day_that_is_not_in_the_calendar_is_named(day):
    (found,) = faults(f"Họp vào {day} tại xã.", "unreal-date")
    assert found.severity == "error"


@pytest.mark.parametrize(
    "text",
    ["Họp 29/02/2024.", "Trước ngày 29/02 hằng năm.", "Số 45/15, tỷ lệ 31/02 phần.", "10.12.2024"],
)
def test_days_of_the_calendar_and_fractions_are_no_fault(text):
    assert faults(text, "unreal-date") == []


def test_a_paper_with_an_unreal_day_is_reviewed_all_the_same():
    assert "unreal-date" in codes(PLAN.replace("ngày 16 tháng 4", "ngày 31 tháng 4"))


@pytest.mark.parametrize(
    "words",
    ["trước ngày 26/03/2024", "trước ngày 16/04/2024", "chậm nhất ngày 15/04/2024",
     "trước 17h00 ngày 26/03/2024", "chậm nhất là ngày 05 tháng 01 năm 2024",
     "đến hết ngày 15/04/2024"],
)  # fmt: skip
def test_a_deadline_before_the_papers_day_is_named(words):
    text = changed("trước ngày 26/04/2024", words)
    assert codes(text) == {"past-deadline"}


@pytest.mark.parametrize(
    "words",
    ["trước ngày 17/04/2024", "chậm nhất ngày 16/04/2024", "trước ngày 01/02 hằng năm",
     "từ ngày 01/01/2024", "theo Kế hoạch ngày 26/01/2024"],
)  # fmt: skip
def test_deadlines_ahead_and_dates_that_are_none_are_no_fault(words):
    assert faults(changed("trước ngày 26/04/2024", words)) == []


def test_of_a_blank_day_the_first_possible_one_counts():
    text = PLAN.replace("ngày 16 tháng 4 năm 2024", "ngày   tháng 4 năm 2024")
    assert faults(text.replace("26/04/2024", "05/04/2024"), "past-deadline") == []
    assert faults(text.replace("26/04/2024", "26/03/2024"), "past-deadline")


# --- the law -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "severity"),
    [
        ("Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ;", "error"),
        ("Căn cứ Nghị định 91/2017 của Chính phủ;", "error"),
        ("Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003;", "error"),
        ("Căn cứ Luật Thi đua, Khen thưởng năm 2003;", "error"),
        ("Căn cứ Thông tư số 12/2019/TT-BNV của Bộ Nội vụ;", "error"),
        ("Căn cứ Nghị định số 152/2025/NĐ-CP;", "warning"),
        ("Căn cứ Nghị định số 110/2004/NĐ-CP;", "note"),
    ],
)
def test_a_text_that_is_not_in_force_on_the_day_is_named(cited, severity):
    text = changed("Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ.", cited)
    (found,) = faults(text, "law-in-force")
    assert (found.severity, found.line) == (severity, 12)


def test_what_to_cite_instead_is_said():
    text = LATER.replace("huyện Văn Lâm", "tỉnh Hưng Yên")
    (found,) = faults(text, "law-in-force")
    assert "98/2023/NĐ-CP" in found.excerpt
    assert "Nghị định số 152/2025/NĐ-CP" in found.message
    assert "30/06/2025" in found.message


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Căn cứ Nghị định số 91/2017/NĐ-CP;", dt.date(2023, 12, 31)),
        ("Căn cứ Nghị định số 98/2023/NĐ-CP;", dt.date(2024, 1, 1)),
        ("Căn cứ Thông tư số 01/2024/TT-BNV;", dt.date(2025, 8, 4)),
        ("Nghị định số 98/2023/NĐ-CP thay thế Nghị định số 91/2017/NĐ-CP.", SEASON),
        ("Họp tháng 12/2019 và 91/2017 người.", SEASON),
        ("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", SEASON),
        ("Căn cứ Luật Thi đua, khen thưởng;", SEASON),
    ],
)
def test_texts_in_force_or_named_as_history_are_no_fault(text, day):
    assert faults(text, "law-in-force", date=day) == []


def test_no_day_no_verdict_on_the_law():
    assert faults("Căn cứ Nghị định số 91/2017/NĐ-CP;") == []


def test_laws_are_cited_by_name_without_their_number():
    text = changed(
        "Luật Thi đua, khen thưởng ngày 15", "Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15"
    )
    assert codes(text) == {"law-with-number"}
    assert faults(PLAN, "law-with-number") == []


def test_the_tables_say_where_each_row_comes_from():
    for row in (*laws(), *levels()):
        assert row.source
        assert row.verified in ("y", "p", "n")
        assert row.valid_from or row.valid_to
        if row.valid_from and row.valid_to:
            assert row.valid_from < row.valid_to
    assert len({law.number for law in laws()}) == len(laws())


# --- endings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Gồm:\n- Một;\n- Hai\n- Ba.", 3),
        ("Gồm:\n- Một;\n- Hai,\n- Ba.", 3),
        ("Gồm:\n- Một;\n- Hai:\n- Ba.", 3),
        ("Gồm:\n- Một;\n- Hai.\n- Ba.", 3),
        ("Gồm:\n- Một;\n- Hai;", 3),
        ("Gồm:\n- Một\n- Hai", 2),
        ("1. Gồm:\na) Một;\nb) Hai,\nc) Ba.", 3),
    ],
)
def test_a_list_that_closes_wrongly_is_named(text, line):
    assert body(text) == [("list-ending", line)]


@pytest.mark.parametrize(
    "text",
    [
        "Gồm:\n- Một;\n- Hai;\n- Ba.",
        "Gồm:\n- Một.\n- Hai.\n- Ba.",
        "Gồm:\n- Một:\n+ Ý một;\n+ Ý hai;\n- Hai.",
        "Gồm:\n- Một.\nĐoạn.\n- Hai;\n- Ba.",
        "1. Gồm:\na) Một.\n- Ý;\n- Ý.\nb) Hai.",
        "- Chỉ một ý",
    ],
)
def test_lists_that_close_as_lists_do_are_no_fault(text):
    assert faults(text) == []


def test_a_line_that_goes_on_is_named_once_and_not_as_an_open_list():
    assert body("Gồm:\n- Một và\nphần còn lại;\n- Hai.") == [("broken-line", 3)]
    assert faults("Gồm:\nphần một.") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Dù./.", "Dù."),
        ("Dù./.", "Dù. / ."),
        ("Dù./.", "Dù/."),
        ("thiết thực, đúng", "thiết thực./. Đúng"),
    ],
)
def test_an_end_mark_missing_misplaced_or_mistyped_is_named(old, new):
    assert codes(changed(old, new)) == {"end-mark"}


def test_a_registration_that_ends_with_its_table_needs_no_end_mark():
    text = (
        "XÃ ĐÌNH DÙ\nĐình Dù, ngày 16 tháng 4 năm 2024\nĐĂNG KÝ\nDanh hiệu thi đua\n\n"
        "Căn cứ Kế hoạch của xã.\nUBND xã đăng ký như sau:\nSTT\tTập thể\nI\tTập thể\n1\tUBND xã\n"
    )
    assert faults(text) == []


# --- head and tail -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Số: 38/KH-UBND\n", ""),
        ("Số: 38/", "Số: /"),
        ("ngày 16 tháng", "ngày   tháng"),
        ("ỦY BAN NHÂN DÂN\nXÃ ĐÌNH DÙ\n", ""),
        ("Trần Quang Huy\n", ""),
    ],
)
def test_a_final_paper_lacks_nothing_and_a_draft_may(old, new):
    text = changed(old, new)
    found = faults(text, "missing-part", final=True)
    assert found
    assert {f.severity for f in found} == {"error"}
    assert {f.severity for f in faults(text)} <= {"note"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Số: 38 /KH-UBND", "viết liền"),
        ("Số: 38/KH - UBND", "viết liền"),
        ("Số: 38/KH/UBND", "“KH-UBND”"),
        ("Số: 5/KH-UBND", "“05/KH-UBND”"),
        ("Số: 38/QĐ-UBND", "“KH”"),
    ],
)
def test_a_symbol_out_of_form_is_named(line, words):
    (found,) = faults(changed("Số: 38/KH-UBND", line))
    assert found.code == "symbol-form"
    assert words in found.message


def test_symbols_cited_in_the_text_are_looked_at_too():
    text = "Thực hiện Kế hoạch số 15/KH/UBND và số 16/KH - UBND."
    assert [f.code for f in faults(text)] == ["symbol-form", "symbol-form"]
    clean = "Theo số 15/KH-UBND, số 36-HD/VPTW, Hướng dẫn số 956/SNV-TĐKT, 33/2021/QĐ-UBND."
    assert faults(clean) == []


def test_a_blank_number_of_a_draft_is_no_fault():
    assert faults(changed("Số: 38/KH-UBND", "Số:     /KH-UBND")) == []


LETTER = PLAN.replace("KẾ HOẠCH\n", "TỜ TRÌNH\n").replace("/KH-", "/TTr-")


@pytest.mark.parametrize(
    "block",
    [
        "Kính gửi Sở Nội vụ\n",
        "Kính gửi: Sở Nội vụ\n- Sở Tài chính.\n",
        "Kính gửi:\n- Sở Nội vụ;\n- Sở Tài chính;\n",
        "Kính gửi:\n- Sở Nội vụ\n- Sở Tài chính.\n",
        "Kính gửi:\n- Sở Nội vụ.\n",
    ],
)
def test_addressees_out_of_form_are_named(block):
    text = changed("\nCăn cứ Luật", f"\n{block}Căn cứ Luật", LETTER)
    assert codes(text) - {"recipients"} == {"addressees"}


@pytest.mark.parametrize(
    "block", ["Kính gửi: Sở Nội vụ\n", "Kính gửi:\n- Sở Nội vụ;\n- Sở Tài chính.\n"]
)
def test_addressees_in_form_are_no_fault(block):
    text = changed("\nCăn cứ Luật", f"\n{block}Căn cứ Luật", LETTER)
    assert faults(text.replace("- Phòng Nội vụ huyện Văn Lâm (để báo cáo);", "- Như trên;")) == []


def test_a_plan_has_no_addressees():
    text = changed("\nCăn cứ Luật", "\nKính gửi: Sở Nội vụ\nCăn cứ Luật")
    assert "addressees" in codes(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nơi nhận:", "Noi nhận:"),
        ("Nơi nhận:", "Nơi nhận"),
        ("- Lưu: VT.\n", "- Văn phòng.\n"),
        ("- Lưu: VT.", "- Lưu VT."),
        ("- Lưu: VT.", "- Lưu: VT;"),
        ("đoàn thể;\n- Lưu", "đoàn thể\n- Lưu"),
        ("- Các thôn", "Các thôn"),
        ("- Các thôn, ban, ngành, đoàn thể;\n- Lưu: VT.", "- Lưu: VT;\n- Các thôn."),
    ],
)
def test_recipients_out_of_form_are_named(old, new):
    assert codes(changed(old, new)) == {"recipients"}


def test_a_plan_without_recipients_is_named():
    start, end = PLAN.index("Nơi nhận"), PLAN.index("TM. ỦY BAN")
    assert codes(PLAN[:start] + PLAN[end:]) == {"recipients"}


def test_a_decision_says_first_who_carries_it_out():
    (found,) = faults(changed("- Như Điều 3;", "- Sở Nội vụ;", DECISION))
    assert (found.code, found.severity) == ("recipients", "note")


def test_dashes_typed_into_the_recipients_of_a_paper_are_named():
    paper = Paper(
        issuer=("THÔN",), type_name="KẾ HOẠCH", subject="A", recipients=("- Xã", "Lưu: VT"),
        body=(Paragraph("A"),), draft=True,
    )  # fmt: skip
    assert [f.code for f in review_paper(paper)] == ["recipients"]


# --- signatures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "severity"),
    [
        ("TM. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "error"),
        ("KT. ỦY BAN NHÂN DÂN\nPHÓ CHỦ TỊCH", "error"),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nCHỦ TỊCH", "error"),
        ("TM. ỦY BAN NHÂN DÂN\nPHÓ CHỦ TỊCH", "error"),
        ("T/M ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "warning"),
        ("TM ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "warning"),
        ("TM. ỦY BAN NHÂN DÂN", "warning"),
        ("CHỦ TỊCH", "warning"),
    ],
)
def test_prefixes_misused_are_named(block, severity):
    found = faults(changed("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", block))
    assert {f.code for f in found} == {"signature"}
    assert found[0].severity == severity


@pytest.mark.parametrize(
    "block",
    [
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN\nQ. CHỦ TỊCH",
        "TM. HỘI ĐỒNG\nCHỦ TỊCH",
        "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG",
        "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG",
        "TUQ. CHỦ TỊCH\nTRƯỞNG PHÒNG",
    ],
)
def test_prefixes_as_the_decree_means_them_are_no_fault(block):
    assert faults(changed("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", block)) == []


def test_a_chairmans_own_decision_is_not_signed_for_the_committee():
    text = changed("\nCHỦ TỊCH\n\nTrần", "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần", DECISION)
    assert [(f.code, f.severity) for f in faults(text)] == [("signature", "error")]


def test_no_degree_stands_before_the_signers_name():
    assert codes(changed("Trần Quang Huy", "ThS. Trần Quang Huy")) == {"signature"}


def test_a_position_missing_in_a_final_paper_is_an_error():
    paper = Paper(
        issuer=("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"), number="1", symbol="KH-UBND", place="Đình Dù",
        date=PaperDate(2024, 4, 16), type_name="KẾ HOẠCH", subject="A",
        body=(Paragraph("A"),), recipients=("Lưu: VT",),
        signatures=(Signature("", "Trần Quang Huy", ("TM. ỦY BAN NHÂN DÂN",)),),
    )  # fmt: skip
    assert [(f.code, f.severity) for f in review_paper(paper)] == [("signature", "error")]
    assert review_paper(paper, Context(final=False))[0].severity == "warning"


# --- wording -------------------------------------------------------------------------------------


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
