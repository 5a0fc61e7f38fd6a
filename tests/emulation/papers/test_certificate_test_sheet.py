"""The test sheet: rulers, and every box with its name where it will be printed."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from emulation.papers import certificate_test_sheet, pdf
from emulation.papers.certificate_layout import A4, Box
from emulation.papers.paper import PaperError
from tests.emulation.papers.measure import find, runs, size_mm

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")


def sheet(layout):
    (page,) = PdfReader(BytesIO(certificate_test_sheet.test_sheet(layout))).pages
    return page


def test_every_box_is_named_with_its_numbers():
    page = sheet(A4)
    assert size_mm(page) == (297, 210)
    box = A4.boxes["achievement"]
    assert find(page, "Thành tích").text == "Thành tích (34; 118; 229 × 25)"
    assert find(page, "Thành tích").x == pytest.approx(box.x + 1, abs=0.3)
    assert find(page, "Mã QR").text == "Mã QR"


def test_the_rulers_count_every_ten_millimetres():
    texts = [run.text for run in runs(sheet(A4))]
    assert [text for text in texts if text.isdigit()] == [
        *(str(mm) for mm in range(10, 295, 10)),
        *(str(mm) for mm in range(10, 208, 10)),
    ]
    number = find(sheet(A4), "100")
    assert number.middle == pytest.approx(100, abs=0.3)


def test_the_offset_moves_what_is_printed_and_not_what_the_blank_has():
    plain, moved = sheet(A4), sheet(replace(A4, dx=3))
    assert find(moved, "Thành tích").x - find(plain, "Thành tích").x == pytest.approx(3, abs=0.1)
    assert find(moved, "Quốc hiệu").x == pytest.approx(find(plain, "Quốc hiệu").x, abs=0.1)
    assert "lệch ngang 3 mm" in find(moved, "TỜ IN THỬ").text


def test_a_box_off_the_page_does_not_stop_the_sheet():
    assert find(sheet(replace(A4, boxes={"signer": Box(250, 100, 90, 8)})), "Họ tên")


def test_a_sheet_without_a_size_is_refused():
    with pytest.raises(PaperError, match="Chiều rộng trang"):
        sheet(replace(A4, width=0))
