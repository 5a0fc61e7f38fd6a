"""A draft of running text that we write ourselves looks and reads as WeasyPrint prints it."""

import re
import string
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from emulation.papers import pdf
from emulation.papers.benchmark_papers import plan
from emulation.papers.flowing import look, writer
from emulation.papers.flowing.letters import letters as letters_of
from emulation.papers.flowing.lines import SIMPLE
from emulation.papers.paper import Annex, PaperDate, Paragraph, Signature, Table
from emulation.papers.reader import read
from emulation.papers.shaping import BREAKS
from emulation.papers.text import parse
from tests.emulation.papers.drawing import (
    different_dots,
    is_written,
    letters,
    needs_poppler,
    only_written,
    read_aloud,
    whole,
)
from tests.emulation.papers.made import make_paper, make_table, make_text
from tests.emulation.papers.tagging import bookmarks

MISSING = pdf.missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")

SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("*.txt"))
CHAIR = Signature("CHỦ TỊCH", "Trần Văn Ớt", ("TM. ỦY BAN NHÂN DÂN",))
DEPUTY = Signature("PHÓ CHỦ TỊCH", "Lê Thị Ổi", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"))
LONG = "Các đơn vị thực hiện nghiêm túc, đúng hạn, công khai (98%), dân chủ, đúng quy định. " * 4
TREE = f"""{LONG}
I. Mục đích, yêu cầu
1. Mục đích
- {LONG}
+ Tổ tự quản – theo Nghị định số 98/2023/NĐ-CP ngày 31/12/2023;
2. {LONG}
a) {LONG}
1.1. Khoản cấp hai.
II. {LONG}
Điều 1. Phạm vi
1. “Đổi mới, sáng tạo” (giai đoạn 2021-2025).
Điều 2. {LONG}
{LONG}"""

CHAPTERS = f"""Phần I. Quy định chung
Chương I. Đối tượng, phạm vi và các nguyên tắc thi đua, khen thưởng của xã An Bình
I. Mục trong chương
Điều 1. Phạm vi
{LONG}
Chương II. Tổ chức thực hiện
Điều 2. {LONG}
"""


def letter():
    """Return a công văn: its subject below the number, several addressees, blanks to write in."""
    return make_paper(
        type_name=None, subject="đôn đốc đăng ký thi đua", number=None, date=PaperDate(2024),
        addressees=("Các thôn", "Công chức xã"), draft=True,
    )  # fmt: skip


def decision():
    """Return a decision with articles, who decides and the verdict."""
    return make_paper(
        type_name="QUYẾT ĐỊNH", subject="Về việc tặng Giấy khen", verdict="QUYẾT ĐỊNH:",
        decided_by="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN BÌNH", signatures=(DEPUTY,),
        body=parse(f"Điều 1. {LONG}\nĐiều 2. Quyết định có hiệu lực."),
    )  # fmt: skip


def minutes():
    """Return minutes: no place and date, no addressees, two who sign."""
    return make_paper(
        type_name="BIÊN BẢN", date=None, parent=("HUYỆN VĂN LÂM",), bases=(),
        signatures=(Signature("THƯ KÝ", "Trần Bình"), CHAIR),
    )  # fmt: skip


PAPERS = {
    "plan": plan,
    "draft": lambda: make_paper(draft=True, number=None, date=PaperDate(2026, 4)),
    "levels": lambda: make_paper(body=parse(TREE), bases_inline=True, addressees=("Sở Nội vụ",)),
    "chapters": lambda: make_paper(body=parse(CHAPTERS * 2)),
    "letter": letter,
    "decision": decision,
    "minutes": minutes,
    "five signers": lambda: make_paper(
        body=make_text(17), signatures=(CHAIR, DEPUTY) * 2 + (CHAIR,)
    ),
    "nobody signs": lambda: make_paper(signatures=(), recipients=(), end_mark=False),
    "long recipients": lambda: make_paper(recipients=(LONG, "Lưu: VT"), signatures=(DEPUTY,)),
    "bases alone": lambda: make_paper(body=()),
    "no issuer": lambda: make_paper(issuer=(), symbol=None),
    "quotes": lambda: make_paper(body=(Paragraph("“a b” (c) d “e” " * 60), *make_text(3))),
    "twelve pages": lambda: make_paper(body=make_text(230), draft=True),
}


@cache
def both(name):
    """Return a paper as we write it, and as WeasyPrint prints it."""
    paper = PAPERS[name]()
    with pytest.MonkeyPatch.context() as patched:
        return only_written(paper), whole(paper, patched)


@needs_poppler
@pytest.mark.parametrize("name", PAPERS)
def test_every_page_looks_the_same(tmp_path, name):
    assert max(different_dots(tmp_path, *both(name))) <= 3


@pytest.mark.parametrize("name", PAPERS)
def test_every_letter_stands_at_its_place(name):
    ours, theirs = map(letters, both(name))
    assert ours == theirs


@pytest.mark.parametrize("name", PAPERS)
def test_it_reads_the_same(name):
    ours, theirs = map(read_aloud, both(name))
    assert ours == theirs


@pytest.mark.parametrize("name", PAPERS)
def test_the_outline_is_the_same(name):
    ours, theirs = map(bookmarks, both(name))
    assert ours == theirs


def test_bookmarks_lead_to_the_same_places():
    def places(content):
        with pikepdf.open(BytesIO(content)) as file, file.open_outline() as outline:
            pages = [page.objgen for page in file.pages]
            return [
                (pages.index(item.destination[0].objgen), *map(float, item.destination[2:4]))
                for item in outline.root[0].children
            ]

    ours, theirs = map(places, both("plan"))
    assert len(ours) == 7
    for one, other in zip(ours, theirs, strict=True):
        assert one == pytest.approx(other, abs=0.01)


@pytest.mark.parametrize("paragraphs", range(9, 14))
def test_the_signature_takes_text_with_it_to_its_page(monkeypatch, paragraphs):
    text = "- Một dòng.\n" * paragraphs + f"I. Mục\n1. Khoản\n{LONG}"
    paper = make_paper(body=parse(text))
    assert letters(only_written(paper)) == letters(whole(paper, monkeypatch))


@pytest.mark.skipif(len(SEEDS) < 2, reason="the two real documents are not here")
@pytest.mark.parametrize("seed", range(2))
def test_the_two_real_plans_look_the_same(monkeypatch, tmp_path, seed):
    paper = read(SEEDS[seed].read_bytes(), SEEDS[seed].name).paper
    paper = replace(paper, body=without_tables(paper.body), annexes=())
    ours, theirs = only_written(paper), whole(paper, monkeypatch)
    assert letters(ours) == letters(theirs)


def without_tables(blocks):
    """Return blocks without the tables that stand in them."""
    kept = [block for block in blocks if not isinstance(block, Table)]
    return tuple(
        replace(block, children=without_tables(block.children))
        if getattr(block, "children", ())
        else block
        for block in kept
    )


def test_lines_end_at_the_spaces_where_pango_lets_them():
    face, signs = letters_of(False, False, 16.0), [*string.punctuation, *"«»“”‘’–—…•₫€aÁ5"]
    wrong = [
        (last, first)
        for last in signs
        for first in signs
        if face.joint(last, first).firm == (3 in pdf.line_ends(f"x{last} {first}y"))
    ]
    assert wrong == []


def test_lines_end_inside_words_where_pango_lets_them():
    chance = Random(7)
    words = {"".join(chance.choices("aĐb15.,:;-/(“)”%_", k=n % 6 + 2)) for n in range(12000)}
    plain = [word for word in sorted(words) if SIMPLE.fullmatch(word)]
    wrong = [
        word
        for word in plain
        if [gap.start() + 2 for gap in BREAKS.finditer(word)]
        != [place for place in pdf.line_ends(f"a {word} a") if 2 < place < len(word) + 2]
    ]
    assert (wrong, len(plain) > 500) == ([], True)


# --- papers made up --------------------------------------------------------------------------

WORDS = re.split(
    r"\s+",
    """các đơn vị chủ động xây dựng kế hoạch, phân công rõ người, rõ việc; báo cáo “Đổi mới” (nếu
    có) 98% 2021-2025 15/QĐ-UBND TP. Hồ Chí Minh Y tế Văn phòng – thi đua - khen thưởng 1.234.567
    đồng Kế toán/Thủ quỹ VT, VHXH … định./.""",
)
LABELS = ("", "Chương I. ", "I. ", "1. ", "a) ", "- ", "+ ", "Điều 1. ", "1.1. ")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join)
TREES = st.lists(st.tuples(st.sampled_from(LABELS), SENTENCES), min_size=12, max_size=50)


@given(tree=TREES)
@examples(
    max_examples=25, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_any_tree_of_sections_breaks_where_it_did(monkeypatch, tree):
    paper = make_paper(body=parse("\n".join(map("".join, tree))))
    ours = writer.flowed(paper, pdf.line_ends)
    assert ours is None or letters(ours) == letters(whole(paper, monkeypatch))


def test_most_made_up_trees_are_written():
    trees = [[(LABELS[(n * k) % 8], " ".join(WORDS[n % 9 :])) for n in range(20)] for k in range(9)]
    papers = [make_paper(body=parse("\n".join(map("".join, tree)))) for tree in trees]
    assert sum(map(is_written, papers)) >= 8


# --- the file --------------------------------------------------------------------------------


def test_the_file_says_title_and_language_and_has_no_tags():
    with pikepdf.open(BytesIO(only_written(make_paper()))) as file:
        assert (
            str(file.docinfo["/Title"])
            == "KẾ HOẠCH 05/KH-UBND Phát động phong trào thi đua năm 2024"
        )
        assert str(file.Root["/Lang"]) == "vi"
        assert "/StructTreeRoot" not in file.Root
        assert file.check_pdf_syntax() == []


def test_the_file_is_about_as_small():
    ours, theirs = both("plan")
    assert len(ours) < 1.3 * len(theirs)


def test_pages_are_told_one_after_the_other():
    seen = []
    only_written(make_paper(body=make_text(60)), progress=seen.append)
    assert seen == [1, 2, 3, 4]


def test_a_paper_printed_twice_is_the_same_file():
    assert only_written(plan()) == only_written(plan())


# --- when it is not ours ---------------------------------------------------------------------


def test_what_is_issued_is_left_to_weasyprint():
    with pikepdf.open(BytesIO(pdf.render(make_paper(), archival=True))) as file:
        assert "/StructTreeRoot" in file.Root


OTHERS = {
    "table": {"body": (*make_text(2), make_table())},
    "annex": {"annexes": (Annex("Tiêu chí", make_text(2)),)},
    "lying": {"landscape": True},
    "no glyph": {"body": (Paragraph("漢字"),)},
    "mark": {"body": (Paragraph("x̣́"),)},
    "decomposed": {"body": (Paragraph("Thi đua ye\u0302u nước"),)},
    "zero width": {"body": (Paragraph("a\u200bb"),)},
    "soft hyphen": {"body": (Paragraph("mềm\xadmại"),)},
    "right to left": {"body": (Paragraph("שלום"),)},
    "long word": {"body": (Paragraph("nghiêngngảnghiênglệch" * 9),)},
    "stretched blank": {"body": (Paragraph(f"Số\xa0\xa0\xa0 {LONG}"),)},
    "empty paragraph": {"body": (Paragraph(""), Paragraph("Một."))},
    "long symbol": {"symbol": "KH-UBND" * 9},
    "long addressee": {"addressees": (LONG,)},
    "nobody signs": {"signatures": ()},
    "high closing": {"recipients": ("Các thôn",) * 60},
    "title": {"title": "Kế hoạch \ud800"},
    "nothing": {"body": (), "bases": ()},
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_only_weasyprint_can_place_is_left_to_it(name):
    assert is_written(make_paper())
    assert not is_written(make_paper(**OTHERS[name]))


def test_a_page_that_fills_to_a_hairs_breadth_is_left_to_weasyprint(monkeypatch):
    # Three lines of a page whose text is as high as these, to the last digit.
    monkeypatch.setattr("emulation.papers.flowing.paging.UNSURE", 10000)
    assert not is_written(make_paper())


ODD_STYLES = [
    {"margin-top": "1em"},
    {"margin-top": "calc(1pt)"},
    {"margin": "1pt 2pt 3pt 4pt 5pt"},
    {"line-height": "normal"},
    {"font": "14pt Arial"},
]


@pytest.mark.parametrize("style", ODD_STYLES, ids=str)
def test_a_stylesheet_that_says_something_else_is_left_to_weasyprint(monkeypatch, style):
    rules = {**look._rules(), ".body p": look.Rule(style)}
    monkeypatch.setattr(look, "_rules", lambda: rules)
    assert not is_written(make_paper())
