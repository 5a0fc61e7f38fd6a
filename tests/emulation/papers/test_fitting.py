"""A text into its box: whatever was typed, it stays inside."""

import pytest

from emulation.papers.blocks import PaperError
from emulation.papers.fitting import SMALLEST_SIZE, fitted, line_height
from emulation.papers.metrics import width_mm

NAMES = (
    "Ông Nguyễn Văn Bình",
    "Bà Công Tằng Tôn Nữ Hoàng Phương",
    "Tập thể " + "Phòng Văn hóa - Xã hội và Trung tâm Phục vụ hành chính công " * 2,
    "x" * 150,
    "Đã có thành tích xuất sắc trong phong trào thi đua " * 8,
)


@pytest.mark.parametrize("one_line", [True, False])
@pytest.mark.parametrize("text", NAMES)
def test_a_text_stays_inside_its_box(text, one_line):
    found = fitted(text, 200, 30, 26, bold=True, one_line=one_line)
    assert found.height <= 30
    assert all(width_mm(line, found.size, bold=True) <= 200 for line in found.lines)
    assert "".join(found.lines).replace(" ", "") == text.replace(" ", "")


def test_a_short_text_keeps_its_size():
    assert fitted("Ông Nguyễn Văn Bình", 200, 15, 26) == (("Ông Nguyễn Văn Bình",), 26)


def test_a_name_shrinks_a_little_rather_than_break():
    name = "Bà Công Tằng Tôn Nữ Hoàng Phương"
    assert width_mm(name, 26, bold=True) > 130
    kept = fitted(name, 130, 30, 26, bold=True, one_line=True)
    broken = fitted(name, 130, 30, 26, bold=True)
    assert (len(kept.lines), kept.size < 26) == (1, True)
    assert (len(broken.lines), broken.size) == (2, 26)


def test_a_line_break_of_the_writer_is_kept():
    assert fitted("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", 100, 15, 14).lines == (
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )


def test_a_word_is_broken_only_when_no_size_holds_it():
    found = fitted("x" * 150, 100, 30, 14)
    assert found.size == SMALLEST_SIZE
    assert len(found.lines) > 1


def test_what_has_no_room_is_refused_with_the_size_of_the_box():
    with pytest.raises(PaperError, match="20,5 × 4 mm"):
        fitted("Đã có thành tích xuất sắc " * 20, 20.5, 4, 14)


def test_a_line_lower_than_its_letters_makes_them_smaller():
    assert line_height(fitted("Bình", 100, 4, 14, one_line=True).size) <= 4
