"""References to other parts of the paper: found, resolved, and following what they name."""

import subprocess
import sys
from pathlib import Path

import pytest

from emulation.papers.following import follow
from emulation.papers.paper import Column, Paragraph, Section, Table
from emulation.papers.references import references
from emulation.papers.text import parse, to_text

ROOT = Path(__file__).resolve().parents[3]
PLAN = """Mở đầu.
I. Mục đích
1. Một:
a) chữ a;
b) chữ b.
2. Hai.
II. Nội dung
1. Tập thể:
1.1. Thôn.
1.2. Trường.
2. Cá nhân.
III. Tổ chức
{}"""
DECREE = """Chương I. Chung
Điều 1. Phạm vi
1. Một:
a) chữ a;
Điều 2. Đối tượng
Chương II. Riêng
Mục 1. Một
Điều 3. Hồ sơ
1. Một.
Mục 2. Hai
Điều 4. Thực hiện
1. Khoản.
{}"""


def found(frame, sentence):
    """Return text, labels and target of what the last line of a text refers to."""
    return [
        (r.text, r.labels, r.target.line if r.target else None)
        for r in references(parse(frame.format(sentence)))
    ]


def targets(frame, sentence):
    return [target for _, _, target in found(frame, sentence)]


# --- finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "lines"),
    [
        ("Theo mục II.", ["II. NỘI DUNG"]),
        ("Theo Mục II Kế hoạch này.", ["II. NỘI DUNG"]),
        ("Theo mục I khoản 2.", ["2. Hai."]),
        ("Theo mục I, khoản 1, điểm b.", ["b) chữ b."]),
        ("Theo điểm a khoản 1 mục I.", ["a) chữ a;"]),
        ("Theo điểm a, khoản 1, mục I của Kế hoạch này.", ["a) chữ a;"]),
        ("Theo mục II.2 và mục I.1.", ["2. Cá nhân.", "1. Một:"]),
        ("Theo khoản 1.2 mục II.", ["1.2. Trường."]),
        ("Theo các điểm a, b khoản 1 mục I.", ["a) chữ a;", "b) chữ b."]),
        ("Theo khoản 1 và khoản 2 mục I.", ["1. Một:", "2. Hai."]),
        ("Theo khoản 1 và 2 mục II.", ["1. Tập thể:", "2. Cá nhân."]),
        ("Theo khoản 1 mục I và khoản 2 mục II.", ["1. Một:", "2. Cá nhân."]),
        ("Theo mục I khoản 1 và khoản 2.", ["1. Một:", "2. Hai."]),
        ("Theo mục I, II.", ["I. MỤC ĐÍCH", "II. NỘI DUNG"]),
        # Offices that call the levels I. and 1. "phần" and "mục".
        ("Theo mục 2 phần II.", ["2. Cá nhân."]),
        ("Theo mục IX và khoản 7 mục II.", [None, None]),
    ],
)
def test_places_in_a_plan_are_found_however_they_are_worded(sentence, lines):
    assert targets(PLAN, sentence) == lines


@pytest.mark.parametrize(
    ("sentence", "lines"),
    [
        ("theo Điều 1.", ["Điều 1. Phạm vi"]),
        ("theo khoản 1 Điều 3 Quyết định này.", ["1. Một."]),
        ("theo điểm a khoản 1 Điều 1, khoản 1 Điều này.", ["a) chữ a;", "1. Khoản."]),
        ("theo Mục 2 Chương II và Chương I.", ["Mục 2. HAI", "Chương I. CHUNG"]),
        ("theo Điều 9.", [None]),
        ("theo khoản 1.", ["1. Khoản."]),
    ],
)
def test_places_in_a_regulation_are_found_from_where_they_are_named(sentence, lines):
    assert targets(DECREE, sentence) == lines


def test_a_reference_tells_its_words_its_labels_and_its_line():
    reference = references(parse(PLAN.format("Xem khoản 2 Mục này và khoản 1, mục II.")))[-1]
    assert reference.text == "khoản 1, mục II"
    assert reference.labels == ("mục II", "khoản 1")
    assert to_text(parse(PLAN.format("Xem"))).splitlines()[reference.position] == "Xem"


def test_this_section_and_this_item_mean_what_stands_around():
    text = (
        "I. Một\n1. A\n2. B theo khoản 1 Mục này.\nII. Hai\n1. C:\na) D;\nb) theo điểm a khoản này."
    )
    assert [r.target.line for r in references(parse(text))] == ["1. A", "a) D;"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo khoản 1 Điều 4 Luật Thi đua, khen thưởng.",
        "Theo Điều 12 Quyết định số 12/QĐ-TTg và điểm a khoản 1 mục II Kế hoạch số 5/KH-UBND.",
        "Theo khoản 3, Điều 5 của Nghị định số 152/2025/NĐ-CP.",
        "Nghị định số 152/2025/NĐ-CP quy định tại mục II.",
        "Theo mục II Công văn số 15/UBND-VHXH.",
        "Đạt 90 điểm, điểm 8 trở lên, khoản 5 triệu đồng, phần 2, thời điểm 1.",
        "Danh mục 1, hạng mục 2, tài khoản 123, địa điểm 3, thành phần I.",
        "Điều kiện, khoản tiền, mục tiêu, điểm y tế, phần lớn, điểm cầu.",
        "Theo Điều 4.",
    ],
)
def test_other_documents_and_other_words_are_no_references(sentence):
    assert found(PLAN, sentence) == []


def test_a_verb_that_is_also_a_kind_of_document_hides_nothing():
    assert targets(PLAN, "Báo cáo kết quả, Hướng dẫn các thôn theo mục II.") == ["II. NỘI DUNG"]


def test_a_name_that_may_mean_several_places_is_left_out():
    assert references(parse("Xem khoản 1.\nI. A\n1. B\nII. C\n1. D")) == ()


def test_tables_and_empty_bodies_hold_no_references():
    assert references((Table((Column("Mục I"),)), Section(""), Paragraph(""))) == ()


# --- following ---------------------------------------------------------------------------------


def followed(old, new):
    result = follow(old, new)
    return result.text.splitlines(), [tuple(change) for change in result.changes]


def test_references_follow_the_heading_when_one_is_inserted_before():
    old = PLAN.format("Theo mục II, khoản 1.1 mục II và mục I.")
    new = old.replace("II. Nội dung", "II. Mới\n- x\nIII. Nội dung\n1. Thêm:\n- y")
    lines, changes = followed(old, new)
    assert lines[-1] == "Theo mục III, khoản 2.1 mục III và mục I."
    assert lines[:-1] == new.splitlines()[:-1]
    assert changes == [
        (17, "mục II", "mục III"),
        (17, "khoản 1.1 mục II", "khoản 2.1 mục III"),
    ]


def test_articles_points_and_compound_numbers_follow_too():
    old = "Điều 1. A\n1. B:\na) C;\nb) D theo Điều 2.\nĐiều 2. E theo điểm b khoản 1 Điều 1."
    new = old.replace("Điều 1. A", "Điều 1. Mới.\nĐiều 1. A").replace("a) C", "a) Mới;\nb) C")
    lines, _ = followed(old, new)
    assert "theo Điều 3." in lines[5]
    assert lines[-1].endswith("theo điểm c khoản 1 Điều 2.")
    old = PLAN.format("Theo mục II.1.2.")
    assert followed(old, old.replace("II. N", "II. X\n- x\nII. N"))[0][-1] == "Theo mục III.1.2."


def test_lists_follow_label_by_label_and_moved_items_take_their_new_place():
    old = PLAN.format("Theo khoản 1, 2 mục II.")
    new = old.replace("2. Cá nhân.", "2. Hộ.\n3. Cá nhân.")
    assert followed(old, new)[0][-1] == "Theo khoản 1, 3 mục II."
    old = PLAN.format("Theo khoản 2 mục II.")
    new = old.replace("2. Cá nhân.\n", "").replace("1. Một:", "1. Cá nhân.\n2. Một:")
    assert followed(old, new)[0][-1] == "Theo khoản 1 mục I."


def test_a_renamed_heading_is_still_the_same():
    old = PLAN.format("Theo mục II.")
    new = old.replace("II. Nội dung", "II. Mới\n- x\nIII. Các nội dung thi đua")
    assert followed(old, new)[0][-1] == "Theo mục III."


def test_a_lost_target_is_told_and_its_reference_kept():
    old = PLAN.format("Theo mục II.")
    new = old[: old.index("II. Nội")] + old[old.index("III. Tổ") :]
    lines, changes = followed(old, new)
    assert lines[-1] == "Theo mục II."
    assert changes == [(8, "mục II", None)]


def test_what_the_writer_changed_or_added_himself_stays():
    old = PLAN.format("Theo mục II.")
    new = old.replace("II. Nội dung", "II. Mới\n- x\nIII. Nội dung")
    typed = new.replace("Theo mục II.", "Theo mục III.\nXem mục II.")
    assert followed(old, typed) == (typed.splitlines(), [])


def test_other_documents_never_follow():
    line = "Theo mục II Kế hoạch số 5/KH-UBND; khoản 1 Điều 2 Luật Thi đua, khen thưởng."
    old = PLAN.format(line)
    assert followed(old, old.replace("I. Mục", "I. Mới\n- x\nII. Mục", 1))[0][-1] == line


def test_a_title_below_its_number_keeps_its_place():
    old = "Chương I\nMột\nĐiều 1. A\nChương II\nNhư Chương I\nĐiều 2. B"
    lines, _ = followed(old, "Chương I\nMới\nĐiều 1. C\n" + old)
    assert lines[-3:] == ["Chương II", "Như Chương II", "Điều 2. B"]


def test_a_text_that_did_not_change_is_returned_as_typed():
    text = PLAN.format("  Theo   mục II.")
    assert followed(text, text) == (text.splitlines(), [])


# --- absurd lengths ----------------------------------------------------------------------------

LONG = 200_000
ABSURD = [
    "Theo mục I khoản 2 và mục II. ",
    "theo mục I khoản 2, rồi ",
    "mục I, II, ",
    "điểm a khoản 1 mục I và ",
    "Luật A khoản 1 ",
    "danh mục 1 ",
    "mục" + " " * 50,
    "1, ",
]


def run_apart(unit):
    """Read and follow a paragraph of 200,000 letters in a process that is ended when it hangs.

    A doubled length took four times as long: minutes, where a linear reading takes seconds.
    """
    code = f"""
from emulation.papers.following import follow
from emulation.papers.references import references
from emulation.papers.text import parse
frame = "I. Một\\n1. A.\\n2. B.\\nII. Hai\\n1. C.\\n"
text = frame + ("Theo khoản " + {unit!r} * {LONG // len(unit)})[:{LONG}]
print(len(references(parse(text))), len(follow(text, "I. Mới\\n" + text).changes))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return [int(number) for number in done.stdout.split()]


@pytest.mark.parametrize("unit", ABSURD)
def test_a_paragraph_of_absurd_length_is_read_all_the_same(unit):
    found, changed = run_apart(unit)
    assert found >= changed


def test_every_reference_of_a_very_long_paragraph_is_found_and_follows():
    unit = "Theo mục I khoản 2 và mục II. "
    found, changed = run_apart(unit)
    assert found > LONG // len(unit)
    assert changed == 2  # told once each: all stand at one line and say the same
