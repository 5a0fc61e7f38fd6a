"""Two texts side by side: which words changed, and what is folded away."""

import pytest

from emulation.differences import MOST_PAIRS, rows


def marked(spans):
    return "".join(f"[{span.text}]" if span.is_changed else span.text for span in spans)


def sides(before, after):
    return [
        (marked(row.before), marked(row.after)) for row in rows(before, after) if not row.skipped
    ]


def test_the_words_that_changed_are_marked():
    assert sides("Đúng hạn 95% hồ sơ.", "Đúng hạn 98% hồ sơ.") == [
        ("Đúng hạn [95]% hồ sơ.", "Đúng hạn [98]% hồ sơ.")
    ]


def test_a_word_is_never_cut():
    assert sides("Thôn có năm hộ nghèo.", "Thôn có nắm hộ nghèo.") == [
        ("Thôn có [năm] hộ nghèo.", "Thôn có [nắm] hộ nghèo.")
    ]


def test_a_paragraph_that_came_stands_alone():
    assert sides("Một.", "Một.\nHai.") == [("Một.", "Một."), ("", "[Hai.]")]


def test_a_paragraph_that_went_stands_alone():
    assert sides("Một.\nHai.", "Một.") == [("Một.", "Một."), ("[Hai.]", "")]


def test_paragraphs_that_share_nothing_are_two():
    assert sides("Xanh lá cây", "12345 67890") == [("[Xanh lá cây]", ""), ("", "[12345 67890]")]


def test_blanks_and_line_ends_are_no_change():
    assert rows("Một  hai.\r\n\r\nBa.", "Một hai.\nBa.") == []


def test_long_unchanged_stretches_are_folded():
    same = "\n".join(f"Đoạn {n}." for n in range(10))
    found = rows(f"{same}\nCũ đây.", f"{same}\nMới đây.")
    assert [row.skipped for row in found] == [9, 0, 0]


@pytest.mark.parametrize("words", [1, 2_000])
def test_a_text_without_measure_takes_no_time(words):
    """Above the bound a paragraph counts as written anew instead of being looked at closely."""
    before, after = "một " * words, "hai " * words
    found = rows(before, after)
    assert (2 * words) ** 2 < MOST_PAIRS or [bool(row.after) for row in found] == [False, True]
    assert all(row.is_changed for row in found)


def test_a_single_unchanged_paragraph_is_no_stretch():
    same = "\n".join(f"Đoạn {n}." for n in range(3))
    found = rows(f"{same}\nCũ đây.", f"{same}\nMới đây.")
    assert [row.skipped for row in found] == [2, 0, 0]
    assert not any(row.skipped for row in rows("A.\nB.\nCũ đây.", "A.\nB.\nMới đây."))
