"""Many documents as one PDF: order, index, bookmarks, page numbers, and files that misbehave."""

import io

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from emulation.papers import pdf
from emulation.papers.bundle import Chapter, Cover, Piece, bind
from emulation.papers.leaves import BROKEN, LOCKED, OTHER, SIGNED, UnmergeableError, leaves
from emulation.papers.paper import PaperError
from tests import hostile
from tests.emulation.papers.measure import find, size_mm

needs_pdf = pytest.mark.skipif(bool(pdf.missing_libraries()), reason="no PDF libraries (pango)")
COVER = Cover(
    parent=("ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",),
    issuer=("THÔN NGỌC",),
    title="HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG",
    subject="Năm 2025",
    facts=(("Đơn vị trình", "Thôn Ngọc"),),
    groups=(("Giấy khen:", ("1. Thôn Ngọc",)),),
    place_date="Đình Dù, ngày 05 tháng 12 năm 2025",
)
UPRIGHT, LYING = (210, 297), (297, 210)


def piece(content, title="Bản quét", filename="01-ban-quet.pdf", **given):
    return Piece(title, filename, lambda: content, **given)


def chapter(*contents, title="Tờ trình", note=""):
    return Chapter(title, tuple(piece(each) for each in contents), note)


def bound(*chapters, **given):
    return PdfReader(io.BytesIO(bind("Hồ sơ thôn Ngọc", COVER, chapters, **given)))


def texts(reader):
    return [page.extract_text() for page in reader.pages]


def sizes(content):
    return [size_mm(page) for page in PdfReader(io.BytesIO(content)).pages]


def drawn(content):
    """The one picture on the page."""
    with pikepdf.open(io.BytesIO(content)) as document:
        (image,) = document.pages[0].get_images().values()
        return pikepdf.PdfImage(image).as_pil_image()


# --- a file as leaves ----------------------------------------------------------------------------


def test_a_picture_becomes_a_page_of_its_own_orientation():
    assert sizes(leaves(hostile.picture((900, 1200)))) == [UPRIGHT]
    assert sizes(leaves(hostile.picture((1200, 900)))) == [LYING]


def test_a_picture_is_turned_as_exif_says():
    content = leaves(hostile.picture((1200, 900), orientation=6))
    assert sizes(content) == [UPRIGHT]
    image = drawn(content)
    assert image.height > image.width
    assert image.convert("L").getpixel((5, 5)) > 200  # what lay left is up, light is left


def test_a_large_picture_is_made_smaller():
    noise = Image.effect_noise((3000, 4000), 80).convert("RGB")
    content = io.BytesIO()
    noise.save(content, "JPEG", quality=95)
    small = leaves(content.getvalue())
    assert max(drawn(small).size) == 2340
    assert len(small) < len(content.getvalue()) / 2


def test_what_is_transparent_is_paper():
    image = drawn(leaves(hostile.picture((300, 400), kind="PNG", mode="RGBA")))
    assert image.convert("RGB").getpixel((10, 390)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, UPRIGHT),
        ({"size": (842, 595)}, LYING),
        ({"rotate": 90}, LYING),
        ({"rotate": 180}, UPRIGHT),
        ({"size": (2000, 4000)}, UPRIGHT),
    ],
)
def test_a_page_keeps_the_orientation_in_which_it_is_shown(given, expected):
    assert sizes(leaves(hostile.pdf(**given))) == [expected]


def test_every_page_of_a_scan_is_there_in_order():
    reader = PdfReader(io.BytesIO(leaves(hostile.pdf(10, words="SCAN"))))
    assert [page.extract_text().strip() for page in reader.pages] == [
        f"SCAN {n}" for n in range(1, 11)
    ]


def test_a_stamp_beside_the_content_is_kept():
    (page,) = PdfReader(io.BytesIO(leaves(hostile.stamped_pdf()))).pages
    assert "STAMP" in page.extract_text().replace("STAMPED", "")
    assert "/Annots" not in page


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (hostile.signed_pdf(), SIGNED),
        (hostile.locked_pdf(), LOCKED),
        (hostile.pdf(encryption=pikepdf.Encryption(owner="chu", user="")), LOCKED),
        (b"%PDF-1.7\nnothing", BROKEN),
        (hostile.truncated(hostile.picture()), BROKEN),
        (hostile.truncated(hostile.picture(kind="PNG")), BROKEN),
        (b"\xff\xd8\xff\xe0" + b"0" * 500, BROKEN),
        (b"MZ program", OTHER),
        (b"", OTHER),
    ],
)
def test_what_cannot_be_bound_says_why(content, reason):
    with pytest.raises(UnmergeableError) as refused:
        leaves(content)
    assert str(refused.value) == reason


def test_an_empty_signature_field_is_no_signature():
    def ask(document):
        field = document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="ky"))
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))

    assert sizes(leaves(hostile.pdf(alter=ask))) == [UPRIGHT]


# --- one file ------------------------------------------------------------------------------------


@needs_pdf
def test_chapters_stand_in_order_after_cover_and_index():
    reader = bound(
        chapter(hostile.pdf(2, words="FIRST")),
        chapter(hostile.pdf(1, words="SECOND"), title="Báo cáo thành tích"),
    )
    found = texts(reader)
    assert "HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG" in found[0]
    assert "MỤC LỤC" in found[1]
    assert [text.split("\n")[0].strip() for text in found[2:]] == ["FIRST 1", "FIRST 2", "SECOND 1"]


@needs_pdf
def test_every_page_says_which_of_how_many_it_is():
    reader = bound(chapter(hostile.pdf(3, size=(842, 595)), hostile.picture()))
    assert len(reader.pages) == 6
    for number, page in enumerate(reader.pages, start=1):
        run = find(page, f"Trang {number}/6")
        width, height = size_mm(page)
        assert height - 12 < run.y < height - 3  # below what the page says
        assert width / 2 < run.x < run.right < width - 10


@needs_pdf
def test_the_index_names_the_page_of_each_part_and_leads_there():
    reader = bound(chapter(hostile.pdf(4)), chapter(hostile.pdf(1), title="Báo cáo thành tích"))
    index = reader.pages[1]
    assert "Báo cáo thành tích 7" in " ".join(index.extract_text().split())
    targets = [note.get_object()["/Dest"][0] for note in index["/Annots"]]
    pages = [page.indirect_reference for page in reader.pages]
    assert [pages.index(each.indirect_reference) + 1 for each in map(_page, targets)] == [
        3,
        3,
        7,
        7,
    ]


def _page(target):
    return target.get_object()


@needs_pdf
def test_an_index_of_several_pages_counts_itself():
    chapters = [chapter(hostile.pdf(), title=f"Thành phần {n}") for n in range(1, 31)]
    reader = bound(*chapters)
    before = len(reader.pages) - 30
    assert before > 2
    index = " ".join(" ".join(texts(reader)[1:before]).split())
    assert f"Thành phần 1 {before + 1}" in index
    assert f"Thành phần 30 {before + 30}" in index


@needs_pdf
def test_bookmarks_lead_to_every_part():
    reader = bound(
        chapter(hostile.pdf(2), hostile.pdf(1)), chapter(title="Biên bản", note="Chưa nộp")
    )
    titles = [(item.title, reader.get_destination_page_number(item)) for item in reader.outline[:3]]
    assert titles == [("Bìa hồ sơ", 0), ("Mục lục", 1), ("1. Tờ trình", 2)]
    children = reader.outline[3]
    assert [reader.get_destination_page_number(item) for item in children] == [2, 4]
    assert len(reader.outline) == 4


@needs_pdf
def test_what_is_missing_stands_in_the_index():
    assert "Chưa nộp (đơn vị)" in texts(bound(chapter(note="Chưa nộp (đơn vị)")))[1]


@needs_pdf
@pytest.mark.parametrize("content", [hostile.signed_pdf(), hostile.locked_pdf(), b"%PDF-1.7\nno"])
def test_what_cannot_be_bound_is_attached_unchanged_with_a_page_in_its_place(content):
    reader = bound(chapter(content), chapter(hostile.pdf(words="NEXT")))
    assert reader.attachments == {"01-ban-quet.pdf": [content]}
    assert "01-ban-quet.pdf" in texts(reader)[2]
    assert "NEXT 1" in texts(reader)[3]


@needs_pdf
@pytest.mark.parametrize("error", [OSError("gone"), PaperError("Sai mã băm.")])
def test_what_cannot_be_read_does_not_stop_the_others(error):
    def read():
        raise error

    lost = Chapter("Tờ trình", (Piece("Bản quét", "01.pdf", read),))
    reader = bound(lost, chapter(hostile.pdf(words="NEXT")))
    assert reader.attachments == {}
    assert "NEXT 1" in texts(reader)[3]


@needs_pdf
def test_the_file_says_what_it_is_and_in_which_language():
    reader = bound(chapter(hostile.pdf()))
    assert reader.metadata.title == "Hồ sơ thôn Ngọc"
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert reader.trailer["/Root"]["/PageMode"] == "/UseOutlines"


@needs_pdf
def test_progress_hears_of_the_pages_that_are_ready():
    heard = []
    bound(chapter(hostile.pdf(3), hostile.picture()), progress=heard.append)
    assert heard == [3, 4]


@needs_pdf
def test_a_print_of_our_own_keeps_its_pages():
    content = pdf.render_sheet("<html><body><p>Thôn Ngọc</p></body></html>", "@page{size:A5}")
    reader = bound(Chapter("Tờ trình", (piece(content, is_print=True),)))
    assert round(reader.pages[2].mediabox.width * 25.4 / 72) == 148
