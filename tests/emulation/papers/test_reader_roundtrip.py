"""What we print can be read back: papers as text and as Word files, the demo's and made-up ones."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import (
    Bullet,
    Item,
    Paper,
    PaperDate,
    Paragraph,
    Section,
    Signature,
    Table,
    listed,
)
from emulation.papers.reader import read
from emulation.papers.text import END_MARK, number

word = pytest.importorskip("emulation.papers.word", reason="papers/word.py is not written yet")


def alike(paper):
    """A paper without what print does not show: lines the page broke, widths, closing marks.

    A wide table turns the page by itself, so a turned page does not say that the paper asked.
    """
    body = list(paper.body)
    if paper.end_mark and isinstance(body[-1], Paragraph):
        body[-1] = Paragraph(body[-1].text.rstrip(" .;,"))
    return replace(
        paper,
        issuer=(" ".join(paper.issuer),),
        parent=(" ".join(paper.parent),) if paper.parent else (),
        subject=" ".join(paper.subject.split()),
        bases=listed(paper.bases),
        recipients=listed(paper.recipients),
        addressees=listed(paper.addressees),
        body=tuple(map(plain, body)),
        landscape=False,
        title="",
    )


def plain(block):
    """A block with its tables reduced to headings and rows, its headings in capitals."""
    if isinstance(block, Table):
        columns = tuple(replace(c, width=1, align="left") for c in block.columns)
        return replace(block, columns=columns, landscape="auto")
    if isinstance(block, Section):
        block = replace(block, heading=block.heading.upper())
    if children := getattr(block, "children", ()):
        return replace(block, children=tuple(map(plain, children)))
    return block


def has_inner_table(paper):
    """Whether a table stands below a numbered item: which one, no printed page says."""
    return any(
        isinstance(line.block, Item) and any(isinstance(c, Table) for c in line.block.children)
        for line in number(paper.body)
    )


def printed_lines(paper):
    """The body as its lines and cells read, whatever they hang on."""
    lines = []
    for line in number(alike(paper).body, end_mark=False):
        rows = line.block.rows if isinstance(line.block, Table) else ()
        lines += [line.line, *(row.cells for row in rows)]
    return lines


def as_text(paper):
    """The paper as an officer would copy it into a mail."""
    nation = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    day = paper.date
    dated = f"{paper.place}, ngày {day.day_text} tháng {day.month_text} năm {day.year_text}"
    closing = ["\n".join(("Nơi nhận:", *(f"- {line}" for line in listed(paper.recipients))))]
    signed = [
        "\n".join((*signature.authority, signature.position, "", signature.name))
        for signature in paper.signatures
    ]
    return "\n\n".join((
        "\n".join((*paper.parent, *paper.issuer)), "\n".join(nation),
        f"Số: {paper.number_text}/{paper.symbol}", dated,
        f"{paper.type_name}\n{paper.subject}", *filter(None, [paper.decided_by]),
        *listed(paper.bases), *filter(None, [paper.verdict]),
        *(line.line for line in number(paper.printed_body, end_mark=paper.end_mark)),
        *closing, *signed,
    ))  # fmt: skip


# --- the demo ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo_papers(loaded_demo, django_db_blocker):
    with django_db_blocker.unblock():
        return [
            (f"{slug} {subject}", kind.build(subject))
            for slug, kind in all_kinds().items()
            for subject in kind.subjects()
            if slug in ("plan", "registration")
        ]


@pytest.mark.django_db
def test_demo_papers_come_back_out_of_word(demo_papers):
    assert len(demo_papers) > 30
    for name, paper in demo_papers:
        back = read(word.to_docx(paper)).paper
        if has_inner_table(paper):
            assert printed_lines(back) == printed_lines(paper), name
            back = replace(back, body=paper.body)
        assert alike(back) == alike(paper), name


@pytest.mark.django_db
def test_demo_plans_come_back_out_of_text(demo_papers):
    found = [(name, paper) for name, paper in demo_papers if paper.number and paper.symbol]
    assert found
    for name, paper in found:
        back = read(as_text(paper)).paper
        assert alike(replace(back, draft=paper.draft)) == alike(paper), name


# --- made-up papers ----------------------------------------------------------------------------

# Whole sentences of ordinary words: what a line is, is tested with the grammar.
NOUNS = ("Phong trào", "Cán bộ", "Tập thể", "Nhân dân", "Học sinh", "Tổ dân phố")
VERBS = ("thực hiện tốt nhiệm vụ", "hoàn thành chỉ tiêu", "giữ gìn vệ sinh", "nộp báo cáo")
sentences = st.builds(lambda a, b, n: f"{a} {b} {n}.", st.sampled_from(NOUNS),
                      st.sampled_from(VERBS), st.integers(1, 99))  # fmt: skip
titles = st.sampled_from(("Mục tiêu", "Việc phải làm", "Cách làm", "Ai làm"))
headings = st.sampled_from(("MỤC TIÊU", "VIỆC PHẢI LÀM", "TỔ CHỨC THỰC HIỆN"))


def some(strategy, low=0):
    return st.lists(strategy, min_size=low, max_size=3).map(tuple)


bullets = st.builds(Bullet, sentences, some(st.builds(Bullet, sentences)))
paragraphs = st.builds(Paragraph, sentences)
points = st.builds(Item, sentences)
items = st.one_of(
    st.builds(Item, sentences),
    st.builds(Item, titles, some(bullets, 1)),
    st.builds(Item, titles, some(points, 1)),
)
sections = st.builds(Section, headings, some(bullets, 1) | some(items, 1))
papers = st.builds(
    Paper,
    issuer=st.sampled_from([("UBND XÃ ĐÔNG",), ("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG"), ("TRẠM Y TẾ",)]),
    number=st.sampled_from(["5", "12", "118"]),
    symbol=st.sampled_from(["KH-UBND", "KH-TYT"]),
    place=st.just("Đông"),
    date=st.dates(dt.date(2021, 1, 1), dt.date(2030, 12, 31)).map(PaperDate.of),
    type_name=st.just("KẾ HOẠCH"),
    subject=st.just("Phát động phong trào thi đua"),
    bases=some(st.sampled_from(["Căn cứ Luật Thi đua", "Thực hiện Kế hoạch số 3/KH-UBND"]), 1),
    body=st.tuples(paragraphs, some(sections, 1)).map(
        lambda found: (
            Paragraph(found[0].text[:-1] + " như sau:"),
            *found[1],
            Paragraph("Trên đây là kế hoạch."),
        )
    ),
    recipients=some(st.sampled_from(["Các thôn", "Các trường học", "Lưu: VT"]), 1),
    signatures=st.sampled_from([
        (Signature("CHỦ TỊCH", "Lê Văn Tám", ("TM. ỦY BAN NHÂN DÂN",)),),
        (Signature("PHÓ CHỦ TỊCH", "Trần Thị Ân", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),),
        (Signature("TRƯỞNG TRẠM", "Vàng A Páo"),),
    ]),
)  # fmt: skip
patient = examples(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(papers)
def test_a_paper_comes_back_out_of_text(paper):
    assert alike(read(as_text(paper)).paper) == alike(paper)


@patient
@given(papers)
def test_a_paper_comes_back_out_of_word(paper):
    assert alike(read(word.to_docx(paper)).paper) == alike(paper)


def test_the_end_mark_is_no_text():
    body = (Section("MỤC", (Bullet("Một."), Bullet("Hai."))),)
    paper = Paper(
        ("UBND XÃ A",), type_name="KẾ HOẠCH", subject="Thi đua", place="A", symbol="KH", body=body
    )
    reading = read(word.to_docx(paper))
    assert reading.paper.end_mark
    assert reading.walk()[-1].text.endswith(END_MARK)
    assert reading.paper.body == paper.body
