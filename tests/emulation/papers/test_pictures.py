"""Uploaded pictures: pixels and drawings pass, everything else is refused with a reason."""

from io import BytesIO

import pytest
from PIL import Image

from emulation.papers.engine import loaded
from emulation.papers.paper import PaperError
from emulation.papers.pictures import LARGEST_FILE, checked_picture
from tests.hostile_files import REFUSED

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"'


def svg(inside, head=HEAD):
    return f"{head}>{inside}</svg>".encode()


def pixels(kind="PNG", mode="RGB", size=(8, 8), **options):
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("what", ["half a picture", "a text in a picture that bursts"])
def test_a_broken_picture_is_refused_after_something_was_printed_too(what):
    loaded()
    _name, content, _message = REFUSED[what]
    with pytest.raises(PaperError):
        checked_picture(content)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "CMYK")])
def test_pixels_are_written_anew_as_png_of_red_green_blue(kind, mode):
    picture = checked_picture(pixels(kind, mode))
    assert picture.kind == "image/png"
    with Image.open(BytesIO(picture.content)) as image:
        assert (image.size, image.mode) == ((8, 8), "RGBA" if mode == "RGBA" else "RGB")


def test_what_a_file_carries_beside_its_pixels_does_not_pass():
    hidden = pixels("JPEG") + b"<script>alert(1)</script>"
    assert b"script" not in checked_picture(hidden).content


def test_a_drawing_passes_without_its_programs_notes():
    notes = (
        '<s:view xmlns:s="http://sodipodi.example"/><metadata><x/></metadata>'
        '<linearGradient id="g"/><path d="M0 0h9" style="fill:url(#g)"/>'
    )
    picture = checked_picture(svg(notes))
    assert picture.kind == "image/svg+xml"
    assert b"M0 0h9" in picture.content
    assert b"sodipodi" not in picture.content


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Không đọc được hình"),
        (b"GIF89a", "Không đọc được hình"),
        (b"\x89PNG broken", "Không đọc được hình"),
        (pixels(size=(5000, 10)), "mỗi cạnh tối đa 4000"),
        (b"\x89PNG" + b"x" * LARGEST_FILE, "tối đa 2 MB"),
        (svg("<script>alert(1)</script>"), "thành phần “script”"),
        (svg("<style>@import 'x'</style>"), "thành phần “style”"),
        (svg('<image href="file:///etc/passwd"/>'), "thành phần “image”"),
        (svg('<use href="#a"/>'), "thành phần “use”"),
        (svg("<foreignObject/>"), "thành phần “foreignObject”"),
        (svg('<path fill="url(http://x.vn/a)"/>'), "trỏ ra ngoài"),
        (svg('<path style="fill:url(#a);mask:url(//x)"/>'), "trỏ ra ngoài"),
        (svg('<path onload="alert(1)"/>'), "trỏ ra ngoài"),
        (svg("<path/>", '<svg xmlns="http://www.w3.org/2000/svg"'), "không có kích thước"),
        (svg("<path/>", "<svg"), "thành phần “svg”"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "DOCTYPE"),
        (svg("<path>"), "Không đọc được hình"),
        (svg("<path/>" * 20_001), "quá phức tạp"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content, message):
    with pytest.raises(PaperError, match=message):
        checked_picture(content)
