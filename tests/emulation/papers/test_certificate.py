"""The printed certificate: what stands where, on whole sheets and on pre-printed blanks."""

import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from emulation.papers import certificate, pdf, presses
from emulation.papers.certificate import certificate_rows, render_certificates
from emulation.papers.certificate_layout import A3, A4, DECREE_2006, Box, CertificateLayout
from emulation.papers.paper import PaperDate, PaperError
from emulation.papers.pictures import checked_picture
from tests.emulation.papers.certificates import (
    ACHIEVEMENT_OF_400,
    SIX_SYLLABLES,
    UNIT_OF_120,
    make_certificate,
)
from tests.emulation.papers.measure import MM, find, runs, size_mm

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")
BLANK = replace(A4, mode="text_only")


def pages(*certificates, layout=A4, **options):
    content = render_certificates(certificates, layout, **options)
    return PdfReader(BytesIO(content)).pages


def text_of(page):
    return unicodedata.normalize("NFC", page.extract_text())


def inside(page, start, box):
    """Whether every line of a text that begins so stands in the box, as wide as it is drawn."""
    run = find(page, start)
    size = run.size * MM
    return (
        box.x - 0.2 <= run.x
        and run.right <= box.x + box.width + 0.2
        and box.y <= run.y - size * 0.6
        and run.y <= box.y + box.height
    )


# --- whole ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "size"), [(A4, (297, 210)), (A3, (420, 297)), (DECREE_2006, (400, 300))]
)
def test_a_sheet_has_its_size_and_the_order_of_the_decree(layout, size):
    (page,) = pages(make_certificate(), layout=layout)
    assert size_mm(page) == size
    order = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN BÌNH",
        "TẶNG",
        "GIẤY KHEN",
        "Ông Nguyễn Văn Bình",
        "Trưởng thôn Hạ, xã An Bình",
        "Đã có thành tích xuất sắc",
        "An Bình, ngày 15 tháng 12 năm 2026",
        "Trần Văn Ớt",
    )
    heights = [find(page, start).y for start in order]
    assert heights == sorted(heights)
    assert find(page, "Quyết định").text == "Quyết định số 15/QĐ-UBND ngày 05 tháng 02 năm 2026"
    assert find(page, "Số sổ vàng").text == "Số sổ vàng: 07"
    assert find(page, "Mã kiểm tra").text == "Mã kiểm tra: 7K3F-Q9TX"


def test_decision_and_register_stand_left_and_the_signature_right():
    (page,) = pages(make_certificate())
    assert find(page, "Quyết định").right < 297 / 2
    assert find(page, "Số sổ vàng").x == pytest.approx(find(page, "Quyết định").x, abs=0.1)
    assert find(page, "CHỦ TỊCH").x < 297 / 2  # the title above; the position is its own line
    position = next(run for run in runs(page) if run.text == "CHỦ TỊCH")
    assert position.middle == pytest.approx(find(page, "Trần Văn Ớt").middle, abs=0.5)
    assert position.x > 297 / 2
    assert find(page, "Trần Văn Ớt").y - position.y > 22  # room for signature and seal


def stays(page, layout, field, text):
    """Whether all words of a text stand in its box."""
    box, text = layout.boxes[field], " ".join(text.split())
    lines = [run for run in runs(page) if box.y <= run.y <= box.y + box.height]
    lines = [run for run in lines if run.text in text]
    whole = " ".join(run.text for run in lines) == text
    return whole and all(inside(page, run.text, box) for run in lines)


@pytest.mark.parametrize("layout", [A4, A3, DECREE_2006])
def test_long_texts_stay_in_their_boxes(layout):
    title = "CHỦ TỊCH ỦY BAN NHÂN DÂN " + "PHƯỜNG ĐÔNG HƯƠNG " * 4
    person = make_certificate(recipient=SIX_SYLLABLES, achievement=ACHIEVEMENT_OF_400)
    unit = make_certificate(recipient=UNIT_OF_120, authority_title=title)
    first, second = pages(person, unit, layout=layout)
    assert stays(first, layout, "recipient", SIX_SYLLABLES)
    assert stays(first, layout, "achievement", ACHIEVEMENT_OF_400)
    assert stays(second, layout, "recipient", UNIT_OF_120)
    assert stays(second, layout, "authority", title)


def test_long_texts_stay_in_their_boxes_on_a_blank():
    certificate = make_certificate(recipient=UNIT_OF_120, achievement=ACHIEVEMENT_OF_400)
    (page,) = pages(certificate, layout=BLANK)
    for field, start in (("recipient", "Tập thể"), ("achievement", "Đã có")):
        assert inside(page, start, BLANK.boxes[field])


def test_a_recipient_of_whom_nothing_more_is_said_gets_that_room_too():
    (page,) = pages(make_certificate(recipient=UNIT_OF_120, recipient_detail=""))
    (said,) = pages(make_certificate(recipient=UNIT_OF_120))
    assert find(page, "Tập thể").size > find(said, "Tập thể").size


def test_what_is_not_known_yet_is_left_open_for_the_pen():
    bare = make_certificate(decision_number="", decision_date=None, register_number="", date=None)
    (page,) = pages(bare)
    assert find(page, "Quyết định").text == "Quyết định số …… ngày …… tháng …… năm ……"
    assert find(page, "Số sổ vàng").text == "Số sổ vàng: ……"
    assert find(page, "An Bình").text == "An Bình, ngày …… tháng …… năm ……"


def test_without_an_address_there_is_no_code():
    (page,) = pages(make_certificate(verify_url=None), layout=replace(A4, frame=None))
    assert "Mã kiểm tra" not in text_of(page)


def test_the_frame_is_drawn_once_for_all_pages():
    many = pages(*[make_certificate()] * 3)
    grounds = {page["/Resources"]["/XObject"]["/Ground"].indirect_reference.idnum for page in many}
    assert len(grounds) == 1


def test_the_emblem_of_the_office_fills_its_place():
    out = BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    emblem = checked_picture(out.getvalue())
    (page,) = pages(make_certificate(), layout=replace(A4, emblem=emblem))
    inside_ground = page["/Resources"]["/XObject"]["/Ground"]["/Resources"]["/XObject"]
    assert [image.get_object()["/Subtype"] for image in inside_ground.values()] == ["/Image"]


# --- text only -----------------------------------------------------------------------------------


def test_on_a_blank_only_what_varies_is_printed():
    (page,) = pages(make_certificate(), layout=BLANK)
    text = text_of(page)
    for printed in ("CỘNG HÒA", "Độc lập", "GIẤY KHEN", "TẶNG", "ỦY BAN NHÂN DÂN"):
        assert printed not in text
    for varies in ("Ông Nguyễn Văn Bình", "15/QĐ-UBND", "Số sổ vàng: 07", "Trần Văn Ớt"):
        assert varies in text
    assert "/Ground" not in page["/Resources"].get("/XObject", {})


def test_the_offset_moves_every_text_by_millimetres():
    (plain,) = pages(make_certificate(), layout=BLANK)
    (moved,) = pages(make_certificate(), layout=replace(BLANK, dx=2.5, dy=-1))
    shifts = {
        (round(b.x - a.x, 1), round(b.y - a.y, 1))
        for a, b in zip(runs(plain), runs(moved), strict=True)
    }
    assert shifts == {(2.5, -1.0)}


def test_single_numbers_can_stand_on_the_dots_of_a_blank():
    boxes = {
        "decision_day": Box(60, 150, 10, 6),
        "decision_month": Box(80, 150, 10, 6),
        "decision_year": Box(100, 150, 15, 6),
        "register_number": Box(60, 160, 20, 6, align="left"),
    }
    layout = CertificateLayout(297, 210, boxes, mode="text_only")
    (page,) = pages(make_certificate(), layout=layout)
    assert [run.text for run in runs(page)] == ["05", "02", "2026", "07"]
    assert find(page, "05").middle == pytest.approx(65, abs=0.3)
    assert find(page, "07").x == pytest.approx(60, abs=0.3)


# --- the run -------------------------------------------------------------------------------------


def test_a_run_prints_one_page_each_and_tells_its_progress():
    told = []
    names = [f"Ông Nguyễn Văn {number}" for number in range(1, 31)]
    printed = pages(
        *(make_certificate(recipient=name) for name in names), layout=BLANK, progress=told.append
    )
    assert [find(page, "Ông").text for page in printed] == names
    assert told == list(range(1, 31))


@pytest.mark.skipif(not presses.usable(), reason="this machine cannot fork")
def test_a_long_run_is_printed_side_by_side(monkeypatch):
    names = [f"Ông Nguyễn Văn {number}" for number in range(1, 6)]
    run = [make_certificate(recipient=name) for name in names]
    at_once = pages(*run)
    told, given = [], []
    printing = pdf.print_all
    monkeypatch.setattr(certificate, "_drawn", lambda *given: None)
    monkeypatch.setattr(certificate, "MANY", 5)
    monkeypatch.setattr(certificate, "usable", lambda: 2)
    monkeypatch.setattr(
        pdf, "print_all", lambda orders, heard: given.extend(orders) or printing(orders, heard)
    )
    side_by_side = pages(*run, progress=told.append, archival=True)
    presses._stop()
    assert len(given) == 2
    assert told[-1] == 5
    assert [text_of(page) for page in side_by_side] == [text_of(page) for page in at_once]


def test_a_run_whose_presses_fail_is_printed_here(monkeypatch, caplog):
    def fail(orders, progress):
        raise presses.PressError("killed")

    names = [f"Ông Nguyễn Văn {number}" for number in range(1, 4)]
    monkeypatch.setattr(certificate, "_drawn", lambda *given: None)
    monkeypatch.setattr(certificate, "MANY", 2)
    monkeypatch.setattr(certificate, "usable", lambda: 2)
    monkeypatch.setattr(pdf, "print_all", fail)
    told = []
    printed = pages(
        *(make_certificate(recipient=name) for name in names), layout=BLANK, progress=told.append
    )
    assert [find(page, "Ông").text for page in printed] == names
    assert told == [1, 2, 3]
    assert "killed" in caplog.text


def test_the_file_says_its_title_and_language():
    reader = PdfReader(BytesIO(render_certificates([make_certificate()], A4)))
    assert reader.metadata.title == "Giấy khen: Ông Nguyễn Văn Bình"
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    reader = PdfReader(BytesIO(render_certificates([make_certificate()] * 2, A4)))
    assert reader.metadata.title == "Giấy khen (2 bản)"


def test_no_certificate_is_refused():
    with pytest.raises(PaperError, match="Chưa chọn"):
        render_certificates([], A4)


def test_a_layout_with_a_problem_is_refused():
    with pytest.raises(PaperError, match="Thành tích: ô nằm ngoài trang"):
        pages(make_certificate(), layout=replace(A4, boxes={"achievement": Box(200, 10, 200, 9)}))


def test_a_text_without_room_is_refused_by_the_name_of_its_recipient():
    with pytest.raises(PaperError, match="Ông Nguyễn Văn Bình: Chữ quá dài"):
        pages(make_certificate(achievement="Đã có thành tích " * 200))


def test_what_was_typed_is_text():
    (page,) = pages(make_certificate(recipient="<img src='file:///etc/passwd'> & Bình"))
    assert "<img src='file:///etc/passwd'> & Bình" in text_of(page)


# --- mail-merge ----------------------------------------------------------------------------------


def test_rows_for_mail_merge_have_a_heading_and_one_line_each():
    heading, row = certificate_rows(
        [make_certificate(signer_position="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")]
    )
    merged = dict(zip(heading, row, strict=True))
    assert merged["Tên người, tập thể được khen"] == "Ông Nguyễn Văn Bình"
    assert merged["Ngày quyết định"] == "05/02/2026"
    assert merged["Chức vụ người ký"] == "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"
    assert merged["Địa chỉ kiểm tra"].endswith("7K3F-Q9TX")


def test_a_date_that_is_not_whole_is_an_empty_cell():
    heading, row = certificate_rows([make_certificate(date=PaperDate(2026, 5), verify_url=None)])
    merged = dict(zip(heading, row, strict=True))
    assert (merged["Ngày ký"], merged["Địa chỉ kiểm tra"]) == ("", "")
