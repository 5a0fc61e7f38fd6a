"""The printed paper: signatures, annexes, the archived file, and what must never happen."""

import subprocess
import sys
import unicodedata
from io import BytesIO

import pytest
from pypdf import PdfReader

from emulation.papers import engine, pdf
from emulation.papers.paper import Annex, PaperError, Paragraph, Signature, Slot
from emulation.papers.text import parse
from tests.emulation.papers.made import BODY, WIDE, make_paper, make_table, make_text
from tests.emulation.papers.measure import find, printed, runs, size_mm, texts

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")

# --- the end -----------------------------------------------------------------------------------


def test_recipients_stand_left_and_level_with_the_signature():
    (page,) = printed(make_paper())
    heading, first, last = find(page, "Nơi nhận:"), find(page, "- Như trên"), find(page, "- Lưu")
    assert (round(heading.size), heading.face) == (12, "Tinos-Bold-Italic")
    assert (round(first.size), first.face) == (11, "Tinos")
    assert (first.text, last.text) == ("- Như trên;", "- Lưu: VT.")
    assert heading.x == pytest.approx(30, abs=0.3)
    authority, name = find(page, "TM."), find(page, "Trần Văn Ớt")
    assert heading.y == pytest.approx(authority.y, abs=1)
    assert authority.face == name.face == "Tinos-Bold"
    assert name.middle == pytest.approx(authority.middle, abs=1)
    assert name.middle > 130
    assert 25 < name.y - find(page, "CHỦ TỊCH").y < 38


def test_two_signers_stand_side_by_side_above_the_recipients():
    pair = (Signature("THƯ KÝ", "Lê An"), Signature("CHỦ TỌA", "Hồ Bình"))
    (page,) = printed(make_paper(signatures=pair))
    left, right = find(page, "THƯ KÝ"), find(page, "CHỦ TỌA")
    assert left.y == pytest.approx(right.y)
    assert left.x < 110 < right.x
    assert find(page, "Nơi nhận:").y > find(page, "Lê An").y


@pytest.mark.parametrize("paragraphs", range(13, 20))
def test_the_signature_is_never_split_and_never_alone_on_a_page(paragraphs):
    *_, last = texts(make_paper(body=make_text(paragraphs)))
    above, _, below = last.partition("Nơi nhận")
    assert f"Đoạn {paragraphs} dài" in above
    assert "Trần Văn Ớt" in below


@pytest.mark.parametrize("lines", range(14, 34))
def test_at_least_two_lines_of_text_stand_above_the_signature(lines):
    body = tuple(Paragraph(f"Đoạn ngắn {i}.") for i in range(1, lines + 1))
    *_, last = texts(make_paper(body=body))
    assert last.partition("Nơi nhận")[0].count("Đoạn ngắn") >= 2


@pytest.mark.parametrize("lines", range(1, 9))
def test_a_long_last_paragraph_leaves_two_lines_with_the_signature(lines):
    words = "Ủy ban nhân dân xã yêu cầu các đơn vị nghiêm túc thực hiện đúng hạn. " * 14
    body = (*(Paragraph("Đoạn ngắn.") for _ in range(12 + lines)), Paragraph(words))
    *_, last = printed(make_paper(body=body))
    text = [run for run in runs(last) if run.face == "Tinos" and round(run.size) == 14]
    assert len([run for run in text if run.y > 20]) >= 2


@pytest.mark.parametrize("rows", range(16, 26, 2))
def test_the_signature_takes_the_last_row_of_a_table_with_it(rows):
    *_, last = texts(make_paper(body=(make_table(rows=rows),)))
    assert f"ô {rows}.1" in last
    assert "Trần Văn Ớt" in last


def test_signers_of_one_row_sign_level_however_much_stands_above():
    pair = (
        Signature("THƯ KÝ", "Lê An"),
        Signature("CHỦ TỊCH", "Hồ Bình", ("TM. HỘI ĐỒNG", "KT. CHỦ TỊCH")),
    )
    (page,) = printed(make_paper(signatures=pair))
    assert find(page, "THƯ KÝ").y == pytest.approx(find(page, "TM. HỘI ĐỒNG").y, abs=0.1)
    assert find(page, "Lê An").y == pytest.approx(find(page, "Hồ Bình").y, abs=0.1)


def test_five_signers_stand_in_two_rows():
    five = tuple(Signature("ỦY VIÊN", f"Người {i}") for i in range(5))
    (page,) = printed(make_paper(body=(Paragraph("A."),), signatures=five))
    heights = [round(find(page, f"Người {i}").y) for i in range(5)]
    assert heights[0] == heights[1] == heights[2] < heights[3] == heights[4]


# --- annexes -----------------------------------------------------------------------------------


def test_one_annex_has_no_number_and_says_what_it_belongs_to():
    annex = Annex("Danh sách", make_text(1))
    *_, page = texts(make_paper(annexes=(annex,)))
    said = " ".join(page.split())
    assert said.startswith("Phụ lục DANH SÁCH (Kèm theo Kế hoạch số 05/KH-UBND ngày 06 tháng 4 năm")
    assert "Phụ lục I" not in said


def test_every_annex_counts_its_own_pages_and_lies_when_its_table_is_wide():
    annexes = (Annex("Một", make_text(40)), Annex("Hai", (WIDE,)), Annex("Ba", make_text(40)))
    pages = printed(make_paper(body=make_text(20), annexes=annexes, draft=True))
    tops = [[run.text for run in runs(page) if run.y < 20] for page in pages]
    assert [top[1:] for top in tops[2:]] == [[], ["2"], ["3"], [], ["2"], [], ["2"], ["3"]]
    assert all(top[0] == "DỰ THẢO" for top in tops)
    lying = [i for i, page in enumerate(pages) if size_mm(page) == (297, 210)]
    assert lying == [5, 6]


# --- archiving ---------------------------------------------------------------------------------


def test_an_archival_file_is_tagged_pdf_a_with_title_and_language():
    paper = make_paper(body=(*parse(BODY), make_table()))
    reader = PdfReader(BytesIO(pdf.render(paper, archival=True)))
    root = reader.trailer["/Root"]
    about = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in about or 'pdfaid:part="2"' in about
    assert "B</pdfaid:conformance>" in about or 'pdfaid:conformance="B"' in about
    assert "KẾ HOẠCH 05/KH-UBND" in about
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    assert "/OutputIntents" in root
    assert reader.pdf_header >= "%PDF-1.7"
    assert not reader.is_encrypted


def test_the_tags_name_headings_tables_and_paragraphs_in_reading_order():
    paper = make_paper(body=(*parse(BODY), make_table(rows=2)))
    reader = PdfReader(BytesIO(pdf.render(paper, archival=True)))
    kinds = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif hasattr(node, "get") and "/S" in node:
            kinds.append(node["/S"])
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TR", "/TH", "/TD"} <= set(kinds)
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/TH") < kinds.index("/TD", 60)


def test_a_draft_goes_without_tags_and_both_print_the_same_text():
    paper = make_paper(body=(*parse(BODY), make_table()))
    draft, issued = (
        PdfReader(BytesIO(pdf.render(paper, archival=wanted))) for wanted in (False, True)
    )
    assert "/StructTreeRoot" not in draft.trailer["/Root"]
    said = ["".join(page.extract_text() for page in reader.pages) for reader in (draft, issued)]
    assert said[0] == said[1] == unicodedata.normalize("NFC", said[1])


# --- what must not happen ----------------------------------------------------------------------


def test_an_unfilled_slot_is_not_printed():
    with pytest.raises(PaperError, match=r"\[\[tiêu chí\]\]"):
        pdf.render(make_paper(body=(Slot("tiêu chí"),)))
    with pytest.raises(PaperError, match=r"\[\[danh sách\]\]"):
        pdf.render(make_paper(annexes=(Annex("A", (Slot("danh sách"),)),)))


def test_what_a_user_types_opens_no_file_and_prints_as_typed():
    evil = '<img src="file:///etc/passwd"><style>@import "http://example.com/x.css"</style>'
    (text,) = texts(make_paper(body=(Paragraph(evil),), place=evil, recipients=(evil,)))
    assert text.replace("\n", "").count("<img") == 3


@pytest.mark.parametrize(
    "source",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://example.com/a.png">',
        '<img src="data:image/svg+xml,<svg/>">',
        '<link rel="stylesheet" href="{folder}/../../manage.css">',
        '<link rel="stylesheet" href="{folder}/paper.html">',
        '<object data="{folder}/missing.css"></object>',
    ],
)
def test_every_address_but_our_own_fonts_and_styles_stops_the_print(source):
    html = source.replace("{folder}", engine.styles_folder().as_uri())
    with pytest.raises(PaperError, match="không được phép"):
        engine.write(engine.loaded(), html)


def test_a_style_sheet_in_another_folder_stops_the_print(tmp_path):
    (tmp_path / "paper.css").write_text("p { color: red }")
    with pytest.raises(PaperError, match="không được phép"):
        engine.write(
            engine.loaded(), f'<link rel="stylesheet" href="{tmp_path.as_uri()}/paper.css">'
        )


def test_letters_that_no_font_prints_do_not_stop_the_print():
    (text,) = texts(make_paper(body=(Paragraph("Một\x00\x07\ud800 hai"),)))
    assert "Một hai" in text


def test_missing_system_libraries_are_a_sentence_with_the_command():
    program = (
        "import sys, os; sys.modules['weasyprint'] = None\n"
        "import builtins; real = builtins.__import__\n"
        "def broken(name, *a, **k):\n"
        "    if name == 'weasyprint': raise OSError('libpango')\n"
        "    return real(name, *a, **k)\n"
        "builtins.__import__ = broken\n"
        "from emulation.papers.pdf import missing_libraries; print(missing_libraries())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "apt-get install" in done.stdout
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in done.stdout
