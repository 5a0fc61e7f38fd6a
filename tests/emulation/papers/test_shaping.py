"""How many lines a text takes in a column."""

import pytest

from emulation.papers.metrics import MM_PER_POINT, width_mm
from emulation.papers.shaping import line_count

SIZE = 13.0


def width_of(text):
    return width_mm(text, SIZE) / MM_PER_POINT


def test_an_empty_text_takes_no_line():
    assert line_count(" ", 100, SIZE) == 0


def test_a_text_as_wide_as_its_column_takes_one_line():
    text = "hưu trí"
    assert line_count(text, width_of(text), SIZE) == 1


def test_the_word_that_does_not_fit_begins_a_line():
    assert line_count("hưu trí", width_of("hưu trí") - 1, SIZE) == 2


def test_a_space_at_the_end_of_a_line_needs_no_room():
    assert line_count("hưu trí", width_of("hưu"), SIZE) == 2


def test_letters_that_are_drawn_together_are_measured_together():
    together = width_of("AVAVAVAV")
    assert line_count("AVAVAVAV AVAVAVAV", together * 2, SIZE) == 1
    assert line_count("AVAVAVAV", together - 3, SIZE) == 1


@pytest.mark.parametrize("text", ["toán/thủ", "toán-thủ", "toán–thủ"])
def test_a_line_may_end_behind_a_stroke_or_a_dash(text):
    assert line_count(text, width_of(text[:5]) + 1, SIZE) == 2


def test_a_line_does_not_end_inside_a_date():
    assert line_count("ngày 6/2024", width_of("ngày 6/"), SIZE) == 2


def test_white_space_counts_once():
    assert line_count("hưu  \n trí", width_of("hưu trí"), SIZE) == 1


def test_what_a_no_break_space_joins_stays_together():
    two = width_of("o o") + 1
    assert line_count("o o o o", two, SIZE) == 2
    assert line_count("o o\xa0o o", two, SIZE) == 3


def test_a_word_wider_than_the_column_is_broken():
    assert line_count("m" * 10, width_of("m" * 4) + 1, SIZE) == 3


def test_bold_letters_take_more_room():
    text = "Ủy ban nhân dân xã"
    assert line_count(text, width_of(text) + 1, SIZE, bold=True) == 2
