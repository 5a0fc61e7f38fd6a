"""Vietnamese text: cleaning, search and sort keys, dates and numbers in words."""

import functools
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from emulation import vietnamese
from emulation.vietnamese import (
    money_words,
    normalize,
    number_words,
    search_key,
    sort_key,
    title_sort_key,
)


def nfd(text):
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (nfd("Nguyễn Đức Thịnh"), "Nguyễn Đức Thịnh"),
        ("\ufeffKế hoạch", "Kế hoạch"),
        ("xã\u00a0Đình\u202fDù", "xã Đình Dù"),
        ("Đình\u200b Dù\u200d", "Đình Dù"),
        ("\u202aông A\u202c \u2066và\u2069 bà B\u200f", "ông A và bà B"),
        ("khen\u00adthưởng", "khenthưởng"),
        ("e\u200b\u0302\u0301", "ế"),
        ("  hai  khoảng trắng ", "  hai  khoảng trắng "),
        ("dòng 1\r\n\tdòng 2\n", "dòng 1\r\n\tdòng 2\n"),
        ("“Hòa” – HOÀ… ½ ﬁ ①", "“Hòa” – HOÀ… ½ ﬁ ①"),
        ("", ""),
    ],
)
def test_normalize_gives_the_text_as_it_is_stored(typed, stored):
    assert normalize(typed) == stored


@given(st.text())
def test_normalize_changes_nothing_the_second_time(text):
    assert normalize(normalize(text)) == normalize(text)


@pytest.mark.parametrize(
    "written",
    [
        "Nguyễn Đức",
        nfd("Nguyễn Đức"),
        "NGUYỄN ĐỨC",
        "nguyen duc",
        "NGUYEN duc",
        "  Nguyễn \t Đức\n",
        "Nguyễn\u00a0Đức",
        "Nguyễn Ð\u01b0\u0301c",  # eth instead of đ, and a half-composed ứ
        "Nguyễn\u200b Đức",
    ],
)
def test_every_way_to_write_a_name_has_the_same_search_key(written):
    assert search_key(written) == "nguyen duc"


def test_every_vietnamese_letter_loses_its_marks():
    assert search_key("ăâđêôơư ẮẤẾỐỚỨ ẶẬỆỘỢỰ ỳỷỹýỵ") == "aadeoou aaeoou aaeoou yyyyy"


def test_search_key_keeps_digits_and_punctuation():
    assert search_key("Số: 15/KH-UBND") == "so: 15/kh-ubnd"


@given(st.text())
def test_search_key_is_idempotent_and_blind_to_composition(text):
    assert search_key(search_key(text)) == search_key(text)
    assert search_key(nfd(text)) == search_key(text)


# The order of a Vietnamese dictionary, written out: letter, then its six tones.
ROWS = [
    *("aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "b", "c", "d", "đ", "eèẻẽéẹ", "êềểễếệ", "f", "g", "h"),
    *(
        "iìỉĩíị",
        "j",
        "k",
        "l",
        "m",
        "n",
        "oòỏõóọ",
        "ôồổỗốộ",
        "ơờởỡớợ",
        "p",
        "q",
        "r",
        "s",
        "t",
        "uùủũúụ",
    ),
    *("ưừửữứự", "v", "w", "x", "yỳỷỹýỵ", "z"),
]


def reference_word(word):
    places = [(row, tone) for c in word for row, r in enumerate(ROWS) if (tone := r.find(c)) >= 0]
    return [row for row, _ in places], max(tone for _, tone in places)


def reference_compare(one, other):
    """Compare two lists of words, slowly and plainly."""
    for a, b in zip(one, other, strict=False):
        (letters_a, tone_a), (letters_b, tone_b) = reference_word(a), reference_word(b)
        if letters_a != letters_b:
            return -1 if letters_a < letters_b else 1
        if tone_a != tone_b:
            return -1 if tone_a < tone_b else 1
    return (len(one) > len(other)) - (len(one) < len(other))


def assert_sorted(texts, key):
    """Every text has a greater key than the one before it."""
    keys = [key(text) for text in texts]
    assert keys == sorted(set(keys))


def given_name_first(name):
    first, *rest = name.split()
    return [rest[-1], first, *rest[:-1]] if rest else [first]


@st.composite
def words(draw):
    """A word of few letters, so that words share beginnings, with at most one tone."""
    rows = draw(st.lists(st.sampled_from(["aàảãáạ", "âầẩẫấậ", "d", "đ", "n"]), min_size=1))
    toned, tone = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, 5))
    return "".join(r[tone] if i == toned and len(r) > 1 else r[0] for i, r in enumerate(rows))


NAMES = st.lists(words(), min_size=1, max_size=4).map(" ".join)


@given(st.lists(NAMES, max_size=8))
def test_people_sort_as_the_slow_reference_says(names):
    ordered = sorted(
        names,
        key=functools.cmp_to_key(lambda a, b: reference_compare(*map(given_name_first, (a, b)))),
    )
    assert [sort_key(n) for n in ordered] == sorted(map(sort_key, names))


@given(NAMES, NAMES)
def test_two_names_share_a_sort_key_only_when_the_reference_finds_them_equal(one, other):
    same = reference_compare(given_name_first(one), given_name_first(other)) == 0
    assert (sort_key(one) == sort_key(other)) == same


@given(NAMES)
def test_sort_key_is_short_and_made_of_pairs_of_digits(name):
    key = sort_key(name)
    assert key.isascii()
    assert key.isdigit()
    assert len(key) % 2 == 0
    assert len(key) <= 2 * len(name) + 2


@given(st.text())
def test_any_text_has_a_sort_key_of_digits(text):
    for key in (sort_key(text), title_sort_key(text)):
        assert all(c in "0123456789" for c in key)


def test_letters_and_tones_stand_in_dictionary_order():
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert_sorted(letters, sort_key)
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "mai"]
    assert_sorted(tones, sort_key)


def test_people_sort_by_given_name_then_family_name_then_middle_names():
    people = [
        "Bùi Thị An",
        "Đỗ Văn An",
        "Nguyễn Bá An",
        "Nguyễn Văn An",
        "Lê Ân",
        "Hoàng Văn Dũng",
        "Cao Đức",
        "Trần Thị Hà",
        "Vũ Hà",
        "An Văn Hạ",
        "Phạm Hồng Ơn",
        "Y",
    ]
    assert_sorted(people, sort_key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn Hòa", "nguyễn văn HOÀ"),
        ("Nguyễn Văn Hòa", nfd("Nguyễn  Văn Hòa ")),
        ("Đỗ Đức", "Ðỗ Ðức"),
        ("H'Nhi Niê", "H’Nhi Niê"),
    ],
)
def test_spellings_of_one_name_sort_alike(one, other):
    assert sort_key(one) == sort_key(other)


def test_units_sort_in_word_order_with_numbers_by_value():
    units = [
        "Ban Chỉ huy Quân sự",
        "Đảng ủy",
        "Phòng Kinh tế",
        "Thôn 1",
        "Thôn 02",
        "Thôn 2A",
        "Thôn 10",
        "Thôn Đình Dù",
        "Thôn Thị Trung",
        "Trường THCS",
        "Ủy ban nhân dân xã",
    ]
    assert_sorted(units, title_sort_key)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_in_titles_sort_by_value(a, b):
    assert (title_sort_key(f"Tổ {a}") < title_sort_key(f"Tổ {b}")) == (a < b)


@pytest.mark.django_db
def test_the_database_sorts_the_keys_as_python_does():
    names = ["Hà", "Hạ An", "Vũ Hà", "Lê Hân", "Đỗ Đa", "Bùi Da", "Ỷ Ỵ", "Cao Áng", "Tổ 2", "Tổ 10"]
    keys = [*map(sort_key, names), *map(title_sort_key, names)]
    rows = " UNION ALL ".join(["SELECT %s AS key"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM ({rows}) AS keys ORDER BY key", keys)
        assert [key for (key,) in cursor.fetchall()] == sorted(keys)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 1, 5), "ngày 05 tháng 01 năm 2024"),
        (date(2024, 2, 10), "ngày 10 tháng 02 năm 2024"),
        (date(2024, 3, 9), "ngày 09 tháng 3 năm 2024"),
        (date(2024, 6, 30), "ngày 30 tháng 6 năm 2024"),
        (date(2024, 12, 31), "ngày 31 tháng 12 năm 2024"),
        (None, "ngày … tháng … năm …"),
    ],
)
def test_long_dates_follow_the_zero_rule_of_the_decree(day, words):
    assert vietnamese.long_date(day) == words


def test_short_dates_always_have_ten_characters_or_none():
    assert vietnamese.short_date(date(2024, 3, 5)) == "05/03/2024"
    assert vietnamese.short_date(None) == ""


@pytest.mark.parametrize(
    ("deadline", "last"),
    [
        (date(2024, 4, 26), date(2024, 4, 25)),
        (date(2024, 3, 1), date(2024, 2, 29)),
        (date(2025, 1, 1), date(2024, 12, 31)),
    ],
)
def test_the_last_day_before_a_deadline_is_the_day_before(deadline, last):
    assert vietnamese.last_day_before(deadline) == last


def test_a_deadline_is_told_in_both_readings():
    phrase = vietnamese.before_phrase(date(2024, 4, 26))
    assert phrase == "trước ngày 26/04/2024 (hết ngày 25/04/2024)"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (44, "bốn mươi tư"),
        (55, "năm mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (555, "năm trăm năm mươi lăm"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_010, "một nghìn không trăm mười"),
        (1_024, "một nghìn không trăm hai mươi tư"),
        (1_100, "một nghìn một trăm"),
        (2_024, "hai nghìn không trăm hai mươi tư"),
        (10_000, "mười nghìn"),
        (21_000, "hai mươi mốt nghìn"),
        (105_015, "một trăm linh năm nghìn không trăm mười lăm"),
        (351_000, "ba trăm năm mươi mốt nghìn"),
        (1_000_000, "một triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (2_340_000, "hai triệu ba trăm bốn mươi nghìn"),
        (10**9, "một tỷ"),
        (10**9 + 1, "một tỷ không trăm linh một"),
        (2_005_000_000, "hai tỷ không trăm linh năm triệu"),
        (10**12, "một nghìn tỷ"),
        (1_005 * 10**9, "một nghìn không trăm linh năm tỷ"),
        (10**15, "một triệu tỷ"),
        (10**18, "một tỷ tỷ"),
        (10**18 + 10**9, "một tỷ không trăm linh một tỷ"),
        (999 * 10**18, "chín trăm chín mươi chín tỷ tỷ"),
    ],
)
def test_numbers_are_read_as_schools_teach(number, words):
    assert number_words(number) == words


def test_the_south_says_le():
    assert number_words(1_105, zero_tens="lẻ") == "một nghìn một trăm lẻ năm"


@pytest.mark.parametrize("number", [-1, 1000 * 10**18])
def test_numbers_out_of_range_are_refused(number):
    with pytest.raises(ValueError, match="chỉ đọc được số"):
        number_words(number)


def read_back(words):
    """Read a number back from its words, the other way round."""
    units = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
    units |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "không": 0}
    total = group = digit = 0
    for word in words.split():
        if word in units:
            digit = units[word]
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word in ("mười", "mươi"):
            group, digit = group + (digit or 1) * 10, 0
        elif word == "linh":
            digit = 0
        elif word == "tỷ":
            total, group, digit = (total + group + digit) * 10**9, 0, 0
        else:
            size = {"nghìn": 10**3, "triệu": 10**6}[word]
            total, group, digit = total + (group + digit) * size, 0, 0
    return total + group + digit


@given(st.integers(0, 10**12 - 1))
def test_the_words_tell_the_number(number):
    assert read_back(number_words(number)) == number


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (351_000, "Ba trăm năm mươi mốt nghìn đồng"),
        (Decimal("702000.00"), "Bảy trăm linh hai nghìn đồng"),
        (4_680_000, "Bốn triệu sáu trăm tám mươi nghìn đồng"),
        (1_234_567_891, "Một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm"
         " chín mươi mốt đồng"),
    ],
)  # fmt: skip
def test_money_is_told_in_words_with_a_capital(amount, words):
    assert money_words(amount) == words


def test_money_with_a_fraction_is_refused():
    with pytest.raises(ValueError, match="số nguyên đồng"):
        money_words(Decimal("0.5"))
