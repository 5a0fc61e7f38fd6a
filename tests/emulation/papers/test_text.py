"""The grammar: what a line is, how it is counted, and that writing and reading are inverse."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from emulation.papers.paper import (
    Bullet,
    Column,
    Item,
    PaperError,
    Paragraph,
    Section,
    Slot,
    Table,
)
from emulation.papers.text import (
    clean,
    fill,
    number,
    parse,
    point,
    problems,
    roman,
    slots,
    to_text,
)

SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("*.txt"))


def lines_of(text):
    return [numbered.line for numbered in number(parse(text))]


def titles_of(text):
    return [numbered.line for numbered in number(parse(text)) if numbered.title]


# --- trees and texts ---------------------------------------------------------------------------

# A busy machine is no finding.
patient = examples(deadline=None, suppress_health_check=[HealthCheck.too_slow])
words = st.text(st.characters(codec="utf-8"), max_size=30).map(clean)
labelled = words.filter(lambda text: not text.startswith(tuple("-‐‑‒–—―−•+")))
paragraphs = words.filter(bool).filter(lambda t: parse(t) == (Paragraph(t),)).map(Paragraph)
names = words.filter(bool).filter(lambda t: not set("[]") & set(t)).map(Slot)
bullets = st.builds(Bullet, labelled, st.lists(st.builds(Bullet, labelled), max_size=3).map(tuple))
plain = st.lists(paragraphs | bullets | names, max_size=4).map(tuple)
points = st.builds(Item, words, plain)
items = st.builds(
    Item,
    words,
    st.tuples(plain, st.lists(points, max_size=25).map(tuple)).map(lambda p: p[0] + p[1]),
)
inside = st.tuples(plain, st.lists(items, max_size=3).map(tuple)).map(lambda p: p[0] + p[1])
headings = words.filter(lambda text: parse(f"I. {text}") == (Section(text),))
trees = st.tuples(inside, st.lists(st.builds(Section, headings, inside), max_size=4)).map(
    lambda parts: parts[0] + tuple(parts[1])
)
label = st.sampled_from(
    ["", "I. ", "V.", "1. ", "12.", "a) ", "i)", "đ)", "- ", "–", "+ ", "[[", "1.234 ", "C. "]
)
texts = st.lists(st.tuples(label, words).map("".join), max_size=15).map("\n".join)


@patient
@given(trees)
def test_a_written_tree_reads_back_as_the_same_tree(tree):
    assert parse(to_text(tree)) == tree


@patient
@given(texts)
def test_writing_what_was_read_changes_nothing_the_second_time(text):
    once = to_text(parse(text))
    assert to_text(parse(once)) == once


@patient
@given(st.text())
def test_no_text_is_refused_and_its_problems_name_existing_lines(text):
    count = len(text.splitlines())
    assert all(1 <= problem.line <= count for problem in problems(text))
    assert to_text(parse(text)).count("\n") < max(count, 1)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_a_real_plan_keeps_every_line_through_reading_and_writing(seed):
    text = seed.read_text()
    blocks = parse(text)
    assert parse(to_text(blocks)) == blocks
    written = [line.split(maxsplit=1)[-1] for line in to_text(blocks).splitlines()]
    assert written == [clean(x).split(maxsplit=1)[-1] for x in text.splitlines() if clean(x)]


# --- forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("I. MỤC ĐÍCH", Section("MỤC ĐÍCH")),
        ("XIV.YÊU CẦU", Section("YÊU CẦU")),
        ("1. Đối tượng", Item("Đối tượng")),
        ("12.Đối tượng", Item("Đối tượng")),
        ("- Thôn Đông", Bullet("Thôn Đông")),
        ("–Thôn Đông", Bullet("Thôn Đông")),
        ("— Thôn Đông", Bullet("Thôn Đông")),
        ("• Thôn Đông", Bullet("Thôn Đông")),
        ("[[ tiêu chí ]]", Slot("tiêu chí")),
        ("1.234 người tham gia", Paragraph("1.234 người tham gia")),
        ("2024. Năm của cải cách", Paragraph("2024. Năm của cải cách")),
        ("30.4 là ngày nghỉ", Paragraph("30.4 là ngày nghỉ")),
        ("C. Một dòng", Paragraph("C. Một dòng")),
        ("IIII. Một dòng", Paragraph("IIII. Một dòng")),
        ("V. I. Lênin", Paragraph("V. I. Lênin")),
        ("V.I. Lênin", Paragraph("V.I. Lênin")),
        ("i. Một dòng", Paragraph("i. Một dòng")),
        ("I) Một dòng", Paragraph("I) Một dòng")),
        ("-----", Paragraph("-----")),
        ("Xem [[tiêu chí]]", Paragraph("Xem [[tiêu chí]]")),
    ],
)
def test_the_form_of_a_line_decides_what_it_is(line, block):
    assert parse(line) == (block,)


def test_typed_numbers_are_dropped_and_counted_anew():
    assert lines_of("V. MỘT\n7. Một\nc) một\na) hai\n7. Hai\nV. HAI\n3. Ba") == [
        "I. MỘT",
        "1. Một",
        "a) một",
        "b) hai",
        "2. Hai",
        "II. HAI",
        "1. Ba",
    ]


def test_points_follow_the_vietnamese_alphabet_and_go_on_after_its_end():
    assert "".join(point(count) for count in range(1, 24)) == "abcdđeghiklmnopqrstuvxy"
    assert [point(24), point(25)] == ["aa", "bb"]
    assert parse("1. Một\ny) hai mươi ba\naa) hai mươi tư")[0].children == (
        Item("hai mươi ba"),
        Item("hai mươi tư"),
    )


def test_roman_numbers_are_written_as_in_print():
    assert [roman(count) for count in (1, 4, 9, 14, 20)] == ["I", "IV", "IX", "XIV", "XX"]


def test_i_with_a_bracket_is_the_letter_and_not_the_roman_number():
    assert parse("1. Một\ni) một")[0].children == (Item("một"),)


def test_a_paragraph_belongs_to_the_innermost_section_or_item_and_never_to_a_bullet():
    assert parse("I. MỘT\n1. Một\na) một\n- gạch\nđoạn") == (
        Section("MỘT", (Item("Một", (Item("một", (Bullet("gạch"), Paragraph("đoạn"))),)),)),
    )


def test_an_item_may_stand_before_any_section():
    assert parse("1. Một\nI. MỘT") == (Item("Một"), Section("MỘT"))


def test_points_without_an_item_are_counted_as_items_and_reported_once():
    text = "I. MỘT\na) một\nb) hai\n1. ba\na) bốn"
    assert lines_of(text) == ["I. MỘT", "1. một", "2. hai", "3. ba", "a) bốn"]
    assert [problem.line for problem in problems(text)] == [2]


def test_a_sub_bullet_without_a_bullet_is_a_bullet_and_reported():
    text = "+ một\n+ hai\n- ba\n+ bốn\nĐoạn.\n+ năm"
    assert lines_of(text) == ["- một", "- hai", "- ba", "+ bốn", "Đoạn.", "- năm"]
    assert [problem.line for problem in problems(text)] == [1, 6]


def test_decomposed_letters_wide_blanks_and_invisible_marks_are_cleaned():
    assert parse("1.\u00a0 Đối tu\u031bo\u031b\u0323ng\u200b \t thi đua\ufeff") == (
        Item("Đối tượng thi đua"),
    )


# --- titles and the end mark -------------------------------------------------------------------


def test_an_item_is_a_title_when_something_follows_below_it():
    text = "I. Mục\n1. Có tiêu đề:\n- gạch\n2. Câu trọn.\n- gạch\n3. Cụm;\n- gạch\n4. Một mình"
    assert titles_of(text) == ["I. MỤC", "1. Có tiêu đề:"]


def test_a_point_is_never_a_title():
    assert titles_of("1. Một\na) hai\n- ba") == ["1. Một"]


@pytest.mark.parametrize("text", ["Hết", "Hết.", "Hết;", "Hết ./.", "Hết./."])
def test_the_last_text_closes_with_the_end_mark(text):
    last = number((Paragraph("Một."), Paragraph(text)), end_mark=True)[-1]
    assert last.text == "Hết./."


def test_nothing_is_added_after_a_table_or_a_heading():
    table = Table((Column("STT"),))
    assert [n.text for n in number((Paragraph("Một."), table), end_mark=True)] == ["Một.", ""]
    assert number((Section("Mục"),), end_mark=True)[-1].text == "MỤC"


# --- slots -------------------------------------------------------------------------------------


def test_slots_are_listed_and_filled_where_they_stand():
    blocks = parse("I. MỘT\n[[một]]\nII. HAI\n1. Một\n[[hai]]")
    assert slots(blocks) == ("một", "hai")
    filled = fill(blocks, {"một": (Paragraph("đoạn"),), "hai": (Item("điểm"), Item("khác"))})
    assert [n.line for n in number(filled)] == [
        "I. MỘT",
        "đoạn",
        "II. HAI",
        "1. Một",
        "a) điểm",
        "b) khác",
    ]


def test_items_filled_in_below_a_point_become_dashes():
    filled = fill(parse("1. Một\na) hai\n[[x]]"), {"x": (Item("ba", (Bullet("bốn"),)),)})
    assert [n.line for n in number(filled)] == ["1. Một", "a) hai", "- ba", "+ bốn"]


def test_an_unknown_slot_is_an_error_in_vietnamese():
    with pytest.raises(PaperError, match=r"Không có chỗ dữ liệu “\[\[lạ\]\]”"):
        fill(parse("[[lạ]]"), {})


def test_a_section_cannot_be_filled_in_below_a_section():
    with pytest.raises(PaperError, match="mục La Mã"):
        fill(parse("I. MỘT\n[[x]]"), {"x": (Section("HAI"),)})


def test_a_table_has_no_written_form():
    with pytest.raises(PaperError, match="Bảng"):
        to_text((Table((Column("STT"),)),))


# --- problems ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("đoạn.\n\n+ gạch", 3, "dưới một dòng “-”"),
        ("I. MỘT\na) điểm", 2, "trong một khoản"),
        ("I.\nđoạn", 1, "chưa có tiêu đề"),
        ("1.", 1, "Khoản chưa có nội dung"),
        ("-", 1, "chưa có nội dung"),
        ("[[lạ]]", 1, r"Các chỗ dùng được: \[\[biết\]\]"),
        ("Xem [[biết]]", 1, "đứng một mình"),
        ("1) đoạn", 1, "không được đánh số"),
        ("a. đoạn", 1, "không được đánh số"),
        ("- một dòng dài\nbị ngắt đôi", 2, "nối tiếp dòng trên"),
    ],
)
def test_bad_structure_is_named_at_its_line(text, line, message):
    (problem,) = problems(text, {"biết"})
    assert problem.line == line
    assert re.search(message, problem.message)


def test_a_sound_text_has_no_problems():
    text = "Mở đầu:\nI. MỘT\n1. Một:\n- gạch;\n+ cộng.\na) điểm.\n[[biết]]\nKết thúc."
    assert problems(text, {"biết"}) == []
