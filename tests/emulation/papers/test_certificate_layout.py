"""Layouts in millimetres: the starting points are sound, faults are named, settings are kept."""

import json
from dataclasses import replace

import pytest

from emulation.papers.certificate_layout import (
    A4,
    DECREE_2006,
    STARTING_LAYOUTS,
    Box,
    CertificateLayout,
)
from emulation.papers.ornament import Frame
from emulation.papers.paper import PaperError


def said(layout):
    return [problem.message for problem in layout.problems()]


@pytest.mark.parametrize("key", STARTING_LAYOUTS)
@pytest.mark.parametrize("mode", ["whole", "text_only"])
def test_the_starting_layouts_have_no_problem_and_no_overlap(key, mode):
    layout = replace(STARTING_LAYOUTS[key][1], mode=mode)
    assert layout.problems() == ()
    assert layout.overlaps() == ()


@pytest.mark.parametrize("key", STARTING_LAYOUTS)
def test_every_box_stands_inside_the_frame(key):
    layout = STARTING_LAYOUTS[key][1]
    x, y, _ = layout.frame
    for box in layout.boxes.values():
        assert box.x >= x
        assert box.y >= y
        assert box.x + box.width <= layout.width - x
        assert box.y + box.height <= layout.height - y


def test_the_decrees_sheet_has_its_inner_frame():
    x, y, _ = DECREE_2006.frame
    assert (DECREE_2006.width - 2 * x, DECREE_2006.height - 2 * y) == (320, 230)


def test_emblem_and_code_stay_square():
    for _, layout in STARTING_LAYOUTS.values():
        assert all(
            layout.boxes[name].width == layout.boxes[name].height for name in ("emblem", "qr")
        )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"width": 20}, "Chiều rộng trang phải từ 100 đến 600 mm."),
        ({"height": 5000}, "Chiều cao trang phải từ 100 đến 600 mm."),
        ({"mode": "half"}, "Chọn in cả trang hoặc chỉ in chữ."),
        ({"frame": Frame(5, 5, 8)}, "Khung phải nằm trọn trong trang."),
        ({"frame": Frame(150, 14, 8)}, "Khung để lại quá ít chỗ cho chữ."),
    ],
)
def test_a_sheet_that_cannot_be_is_named(change, message):
    assert message in said(replace(A4, **change))


@pytest.mark.parametrize(
    ("box", "message"),
    [
        (Box(10, 10, 0, 5), "Họ tên người ký: chiều rộng và chiều cao phải lớn hơn 0."),
        (Box(290, 10, 20, 5), "Họ tên người ký: ô nằm ngoài trang."),
        (Box(10, -1, 20, 5), "Họ tên người ký: ô nằm ngoài trang."),
        (Box(10, 10, 20, 5, size=3), "Họ tên người ký: cỡ chữ phải từ 6 đến 120."),
        (Box(10, 10, 20, 5, align="x"), "Họ tên người ký: cách canh chữ hoặc màu chữ không có."),
    ],
)
def test_a_box_that_cannot_be_is_named_at_its_field(box, message):
    layout = replace(A4, boxes={"signer": box})
    assert [tuple(problem) for problem in layout.problems()] == [("signer", message)]


def test_an_unknown_field_is_named():
    assert said(replace(A4, boxes={"stamp": Box(1, 1, 9, 9)})) == ["Không có ô nào tên là “stamp”."]


def test_an_offset_that_pushes_a_printed_box_off_the_page_is_named():
    blank = replace(A4, mode="text_only", dy=25)
    assert "Họ tên người ký: ô nằm ngoài trang." in said(blank)
    assert "Quốc hiệu: ô nằm ngoài trang." not in said(blank)


def test_boxes_that_meet_are_named():
    boxes = {"signer": Box(10, 10, 50, 10), "position": Box(40, 15, 50, 10)}
    assert replace(A4, boxes=boxes).overlaps() == (("position", "signer"),)


def test_a_layout_is_kept_as_json_and_comes_back():
    layout = replace(A4, mode="text_only", dx=1.5, dy=-2)
    assert CertificateLayout.from_data(json.loads(json.dumps(layout.as_data()))) == layout


@pytest.mark.parametrize(
    "data", [{}, {"boxes": {"signer": {"x": 1}}}, {"boxes": {"signer": {"colour2": 1}}}]
)
def test_a_kept_layout_that_is_not_one_is_refused(data):
    with pytest.raises(PaperError, match="Không đọc được bố cục"):
        CertificateLayout.from_data(data)
