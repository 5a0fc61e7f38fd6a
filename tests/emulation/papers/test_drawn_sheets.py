"""A run of certificates drawn by ourselves is the one that WeasyPrint prints, dot by dot."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from emulation.papers import certificate, pdf
from emulation.papers.certificate import Certificate, render_certificates
from emulation.papers.certificate_layout import A4, DECREE_2006, Box
from emulation.papers.drawing import sheets
from tests.emulation.papers.certificates import (
    ACHIEVEMENT_OF_400,
    SIX_SYLLABLES,
    UNIT_OF_120,
    make_certificate,
)
from tests.emulation.papers.drawing import different_dots, letters, needs_poppler, read_aloud
from tests.emulation.papers.pdfa import faults
from tests.emulation.papers.tagging import spoken, tags, unowned

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")
CHANGES = (
    {},
    {"recipient_detail": ""},
    {"recipient": SIX_SYLLABLES, "achievement": ACHIEVEMENT_OF_400},
    {"recipient": UNIT_OF_120, "verify_url": None},
    {"signer_position": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"},
    {"signer_position": "KT. CHỦ TỊCH\n\nPHÓ CHỦ TỊCH", "date": None},
    {"recipient": "Ông <b>A & Bình</b> (đã nghỉ)"},
)
RUN = [
    make_certificate(
        **{
            "verify_url": f"https://thidua.example.vn/kiem-tra/7K3F-Q9T{number}",
            "decision_number": f"{number}/QĐ-UBND",
            **changes,
        }
    )
    for number, changes in enumerate(CHANGES)
]
LAYOUTS = {
    "whole": A4,
    "blank": replace(A4, mode="text_only", dx=1.5, dy=-0.4),
    "decree": DECREE_2006,
    "one look": replace(
        A4,
        boxes={
            "recipient": Box(30, 80, 230, 20, align="right"),
            "achievement": Box(30, 120, 230, 60, align="left", valign="bottom"),
        },
    ),
}


def only_drawn(run, layout, monkeypatch, **options):
    """Return the run drawn; fail when it was not."""
    with monkeypatch.context() as patched:
        patched.setattr(certificate, "render_sheets", lambda *a, **k: pytest.fail("not drawn"))
        return render_certificates(run, layout, **options)


def whole(run, layout, monkeypatch, **options):
    """Return what WeasyPrint alone makes of a run."""
    with monkeypatch.context() as patched:
        patched.setattr(certificate, "_drawn", lambda *given: None)
        return render_certificates(run, layout, **options)


@needs_poppler
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_sheet_looks_the_same(monkeypatch, tmp_path, name):
    ours = only_drawn(RUN, LAYOUTS[name], monkeypatch)
    theirs = whole(RUN, LAYOUTS[name], monkeypatch)
    assert different_dots(tmp_path, ours, theirs) == [0] * len(RUN)
    assert read_aloud(ours) == read_aloud(theirs)
    assert letters(ours) == letters(theirs)


@pytest.mark.parametrize("name", ["whole", "blank"])
def test_the_issued_run_has_the_tags_of_the_whole(monkeypatch, name):
    ours = only_drawn(RUN, LAYOUTS[name], monkeypatch, archival=True)
    theirs = whole(RUN, LAYOUTS[name], monkeypatch, archival=True)
    assert tags(ours) == tags(theirs)
    assert spoken(ours) == spoken(theirs)
    assert figures(ours) == figures(theirs)


def figures(content):
    """Return what is read aloud for each picture, and where it stands."""
    with pikepdf.open(BytesIO(content)) as file:
        return [
            (str(tag.Alt), [round(float(edge), 2) for edge in tag.A.BBox])
            for tag in file.objects
            if isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == "/Figure"
        ]


def test_the_issued_run_keeps_the_rules_of_archives(monkeypatch):
    ours = only_drawn(RUN, A4, monkeypatch, archival=True)
    assert faults(ours) == ()
    with pikepdf.open(BytesIO(ours)) as file:
        assert unowned(file) == []
        assert file.check_pdf_syntax() == []


def test_what_is_the_same_is_shaped_once(monkeypatch):
    shaping, seen = sheets.shaped, []
    monkeypatch.setattr(
        sheets,
        "shaped",
        lambda line, *size, **face: seen.append(line) or shaping(line, *size, **face),
    )
    only_drawn(RUN, A4, monkeypatch)
    assert [seen.count(line) for line in ("GIẤY KHEN", "Trần Văn Ớt")] == [1, 1]


# --- when it cannot be ---------------------------------------------------------------------------


def told(run, monkeypatch):
    """Return the numbers of the pages that were drawn, or that the run was not."""
    heard = []
    with monkeypatch.context() as patched:
        patched.setattr(certificate, "render_sheets", lambda *a, **k: heard.append("not drawn"))
        patched.setattr(certificate, "_laid_under", lambda printed, ground: printed)
        render_certificates(run, A4, heard.append)
    return heard


@pytest.mark.parametrize(
    "recipient",
    ["漢字", "x̣́", "a\u200bb", "Ông\u202eBình"],
    ids=["no glyph", "mark", "zero width", "direction"],
)
def test_letters_that_only_weasyprint_can_place_are_left_to_it(monkeypatch, recipient):
    assert told([*RUN, make_certificate(recipient=recipient)], monkeypatch) == ["not drawn"]


def test_a_few_sheets_are_not_worth_it(monkeypatch):
    assert told(RUN[: sheets.FEWEST - 1], monkeypatch) == ["not drawn"]
    assert told(RUN[: sheets.FEWEST], monkeypatch) == list(range(1, sheets.FEWEST + 1))


def test_a_code_of_another_size_is_left_to_it(monkeypatch):
    longer = make_certificate(verify_url="https://thidua.example.vn/" + "7" * 48, code="7K3F-Q9TX")
    assert told([*RUN, longer], monkeypatch) == ["not drawn"]


def test_a_text_with_a_rule_is_only_copied(monkeypatch):
    class Other(Certificate):
        def texts(self):
            return super().texts() | {"motto": "Độc lập"}

    other = Other(**{name: getattr(RUN[0], name) for name in RUN[0].__dataclass_fields__})
    assert told([*RUN, other], monkeypatch) == ["not drawn"]


def test_letters_that_stand_elsewhere_are_noticed(monkeypatch):
    shaping = sheets.shaped
    monkeypatch.setattr(
        sheets, "shaped", lambda text, size, **face: shaping(text, size + 1, **face)
    )
    assert told(RUN, monkeypatch) == ["not drawn"]


@pytest.mark.parametrize("changed", [lambda operator: b"q", lambda operator: operator.of_tomorrow])
def test_what_another_library_paints_is_left_to_it(monkeypatch, changed):
    monkeypatch.setattr(sheets, "as_bytes", changed)
    assert told(RUN, monkeypatch) == ["not drawn"]
