"""Issued papers keep: the main rules of PDF/A-2b hold (pdfa.py says what is and is not asked)."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from emulation.papers import pdf
from emulation.papers.certificate import render_certificates
from emulation.papers.certificate_layout import A4
from emulation.papers.pictures import checked_picture
from emulation.papers.text import parse
from tests.emulation.papers.certificates import make_certificate
from tests.emulation.papers.made import BODY, WIDE, make_paper, make_table
from tests.emulation.papers.pdfa import faults

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")


@pytest.fixture(scope="module")
def plan():
    body = (*parse(BODY), make_table(rows=60), WIDE)
    return pdf.render(make_paper(body=body), archival=True)


def changed(content, change):
    """Return the file after `change` was done to it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


def test_an_issued_paper_keeps_the_rules(plan):
    assert faults(plan) == ()


def test_a_certificate_with_frame_code_and_emblem_keeps_the_rules():
    out = BytesIO()
    Image.new("RGBA", (300, 300), (200, 30, 30, 120)).save(out, "PNG")
    layout = replace(A4, emblem=checked_picture(out.getvalue()))
    printed = render_certificates([make_certificate()] * 2, layout, archival=True)
    assert faults(printed) == ()


def test_text_for_a_blank_keeps_the_rules():
    printed = render_certificates(
        [make_certificate()], replace(A4, mode="text_only"), archival=True
    )
    assert faults(printed) == ()


def test_a_draft_is_not_archival():
    assert "no XMP metadata" in faults(pdf.render(make_paper()))


def _rename(opened):
    opened.docinfo["/Title"] = "Khác"


def _open_action(opened):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    opened.Root.OpenAction = opened.make_indirect(action)


def _no_intent(opened):
    del opened.Root.OutputIntents


def _no_font_file(opened):
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            del thing["/FontFile2"]


def _no_unicode(opened):
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type0":
            del thing["/ToUnicode"]


def _untagged(opened):
    del opened.Root.StructTreeRoot
    del opened.Root.Lang


def _ink(opened):
    opened.pages[0].contents_add(b"0 0 0 1 k")


def _foreign(opened):
    stream = opened.make_stream(b"", F="elsewhere.bin")
    opened.Root.Elsewhere = stream


def _attachment(opened):
    opened.attachments["a.txt"] = b"a"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_rename, "/Title differs from dc:title"),
        (_open_action, "the action /JavaScript"),
        (_no_intent, "no single output intent with a profile"),
        (_no_font_file, "a font that is not embedded"),
        (_no_unicode, "a font without ToUnicode"),
        (_untagged, "no structure tree"),
        (_ink, "a CMYK colour"),
        (_foreign, "a stream outside the file"),
        (_attachment, "an embedded or foreign file"),
    ],
)
def test_the_check_finds_each_broken_rule(plan, change, fault):
    assert fault in faults(changed(plan, change))
