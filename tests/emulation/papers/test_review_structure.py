"""Numbers, headings, references, ends of lines: each check both ways."""

import pytest

from .typed import PLAN, changed, codes, faults


def body(text):
    """Faults of a piece of text."""
    return [(f.code, f.line) for f in faults(text)]


# --- numbering ------------------------------------------------------------------------------------


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


# --- headings -------------------------------------------------------------------------------------


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


# --- references -----------------------------------------------------------------------------------


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


# --- endings --------------------------------------------------------------------------------------


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
