"""The grammar: what a line is, how it is counted, and that writing and reading are inverse."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from emulation.papers.paper import (
    Article,
    Bullet,
    Chapter,
    Column,
    Item,
    PaperError,
    Paragraph,
    Part,
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


def then(before, *levels, size=3):
    """Return what stands on one level: some of `before`, then some blocks of each level."""
    later = (st.lists(level, max_size=size).map(tuple) for level in levels)
    return st.tuples(before, *later).map(lambda parts: sum(parts, ()))


deep = st.builds(Item, words, then(plain, points, size=2), st.just(True))
decimals = st.builds(Item, words, then(plain, points, deep, size=2), st.just(True))
items = st.builds(Item, words, then(plain, points, size=25) | then(plain, points, decimals, size=2))
inside = then(plain, items)
articles = st.builds(Article, words, inside)
headings = words.filter(lambda text: parse(f"I. {text}") == (Section(text),))
sections = st.builds(Section, headings, then(inside, articles, size=1))
chapters = st.builds(Chapter, words, then(plain, articles, sections, size=2))
parts = st.builds(Part, words, then(plain, articles, sections, chapters, size=2))
simple = then(inside, sections, size=4)
trees = simple | then(inside, articles) | then(plain, articles, sections, chapters, parts, size=2)
LABELS = """
I. ;V.;1. ;12.;a) ;i);đ);- ;–;+ ;[[;1.234 ;C. ;1.1. ;1.1.1. ;2.3 ;Điều 4. ;Điều 1;Phần I;
PHẦN THỨ HAI;
Phần II: ;Chương I;CHƯƠNG IV. ;Mục 1;Mục II. ;"""
label = st.sampled_from(LABELS.replace("\n", "").split(";"))
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
        ("Phần I. QUY ĐỊNH CHUNG", Part("QUY ĐỊNH CHUNG")),
        ("PHẦN THỨ NHẤT: Mục tiêu", Part("Mục tiêu")),
        ("Phần II - Giải pháp", Part("Giải pháp")),
        ("Chương IV\nTỔ CHỨC THỰC HIỆN", Chapter("TỔ CHỨC THỰC HIỆN")),
        ("CHƯƠNG 2.", Chapter("")),
        ("Mục 1. Đối tượng", Section("Đối tượng")),
        ("MỤC I\n\nĐối tượng", Section("Đối tượng")),
        ("Điều 1. Phạm vi", Article("Phạm vi")),
        ("Điều 12: Phạm vi", Article("Phạm vi")),
        ("Điều 4 Luật này quy định", Paragraph("Điều 4 Luật này quy định")),
        ("Phần I của Kế hoạch", Paragraph("Phần I của Kế hoạch")),
        ("phần I.", Paragraph("phần I.")),
        ("Mục này nêu", Paragraph("Mục này nêu")),
        ("30.4.1975 là ngày", Paragraph("30.4.1975 là ngày")),
        ("1.5 triệu đồng", Paragraph("1.5 triệu đồng")),
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


def test_decimal_numbers_go_on_with_the_number_above_and_points_may_follow_them():
    text = "3. Một\na) điểm\n1.1. hai\n1.1.7. ba\nb) bốn\n1.2 Năm\n4. Sáu\n4.1. bảy"
    assert lines_of(text) == [
        *("1. Một", "a) điểm", "1.1. hai", "1.1.1. ba", "a) bốn", "1.2. Năm"),
        *("2. Sáu", "2.1. bảy"),
    ]
    assert problems(text) == []


def test_decimal_numbers_without_the_number_above_are_raised_and_reported_once():
    text = "I. MỘT\n1.1. một\n1.2. hai\na) ba\nII. HAI\n1. bốn\n1.1.1. năm\n1.1.2. sáu"
    assert lines_of(text)[1:4] == ["1. một", "2. hai", "a) ba"]
    assert lines_of(text)[-2:] == ["1.1. năm", "1.2. sáu"]
    assert [problem.line for problem in problems(text)] == [2, 7]


def test_parts_chapters_and_articles_are_counted_through_and_sections_afresh():
    text = (
        "Phần II\nMột\nChương V\nHai\nMục 1. Ba\nĐiều 9. Bốn\n1. năm\nMục 3. Sáu\nĐiều 9. Bảy\n"
        "Phần II\nTám\nI. Chín\nChương I. Mười\nMục 5. Thêm\nĐiều 1. Hết"
    )
    assert lines_of(text) == [
        *("Phần I. MỘT", "Chương I. HAI", "Mục 1. BA", "Điều 1. Bốn", "1. năm", "Mục 2. SÁU"),
        *("Điều 2. Bảy", "Phần II. TÁM", "I. CHÍN", "Chương II. MƯỜI", "Mục 1. THÊM"),
        "Điều 3. Hết",
    ]
    assert [n.depth for n in number(parse(text))] == [0, 1, 2, 3, 4, 2, 3, 0, 1, 1, 2, 3]
    assert [n.label for n in number(parse(text)) if n.centred][:3] == [
        *("Phần I", "Chương I", "Mục 1"),
    ]


def test_an_article_is_a_title_unless_it_is_a_sentence_or_opens_a_list():
    text = "Điều 1. Phạm vi\nđoạn\nĐiều 2. Tặng cho:\n1. một\nĐiều 3. Hiệu lực.\nĐiều 4. Một mình"
    assert titles_of(text) == ["Điều 1. Phạm vi"]


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


@pytest.mark.parametrize(
    ("text", "block", "message"),
    [
        ("I. MỘT\n[[x]]", Section("HAI"), "mục La Mã"),
        ("1. Một\n[[x]]", Section("HAI"), "mục La Mã"),
        ("Điều 1. Một\n[[x]]", Article("Hai"), "điều"),
        ("I. MỘT\n[[x]]", Part("HAI"), "phần"),
    ],
)
def test_a_heading_cannot_be_filled_in_below_its_own_rank(text, block, message):
    with pytest.raises(PaperError, match=message):
        fill(parse(text), {"x": (block,)})


def test_a_section_can_be_filled_in_below_a_chapter():
    filled = fill(parse("Chương I. MỘT\n[[x]]"), {"x": (Section("Hai", (Article("Ba"),)),)})
    assert [n.line for n in number(filled)] == ["Chương I. MỘT", "Mục 1. HAI", "Điều 1. Ba"]


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
        ("1.1.1.1. đoạn", 1, "không được đánh số"),
        ("Phần I) đoạn", 1, "không được đánh số"),
        ("Phần I\n- gạch", 1, "Phần chưa có tiêu đề"),
        ("Chương I.\n- gạch", 1, "Chương chưa có tiêu đề"),
        ("Điều 1.", 1, "Điều chưa có nội dung"),
        ("1.1. đoạn", 1, "trong một khoản “1.”"),
        ("1. Một\n1.1.1. đoạn", 2, "trong một khoản “1.1.”"),
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
