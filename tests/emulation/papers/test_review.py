"""The review: no finding in a clean paper, the seeds' own faults, and it never raises."""

import dataclasses
import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from emulation.papers.paper import Bullet, Item, Paper, PaperDate, Paragraph, Section
from emulation.papers.review import (
    CHECKS,
    SEVERITIES,
    Context,
    by_severity,
    review,
    review_paper,
    review_text,
)
from emulation.papers.reviewing.from_text import manuscripts_of
from emulation.papers.reviewing.manuscript import Role
from emulation.papers.text import parse, to_text

from .typed import DECISION, PLAN, changed, faults

SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("*.txt"))
needs_seeds = pytest.mark.skipif(not SEEDS, reason="the two real documents are not here")
patient = examples(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("text", [PLAN, DECISION])
@pytest.mark.parametrize("final", [False, True])
def test_a_clean_paper_has_no_finding(text, final):
    assert review_text(text, Context(final=final)) == []


def test_every_check_is_there_once_and_names_the_source_of_its_rule():
    assert len(set(CHECKS)) == len(CHECKS)
    assert all(check.__doc__ for check in CHECKS)
    for finding in review_text(PLAN.replace("tháng 4", "tháng 04").replace("./.", ".")):
        assert finding.source
        assert finding.message.endswith(".")
        assert finding.severity in SEVERITIES


def test_findings_come_in_the_order_of_the_paper_with_their_lines():
    text = changed("IV. TỔ", "V. TỔ").replace("tháng 4", "tháng 04")
    assert [(f.code, f.where, f.line) for f in review_text(text)] == [
        ("date-form", "dòng 7", 7),
        ("numbering", "dòng 27", 27),
    ]


def test_groups_go_from_the_gravest_to_the_lightest():
    text = changed("IV. TỔ", "V. TỔ").replace("tháng 4", "tháng 04")
    groups = by_severity(review_text(text))
    assert [(title, [f.code for f in found]) for _, title, found in groups] == [
        ("Lỗi cần sửa", ["numbering"]),
        ("Nên sửa", ["date-form"]),
    ]


# --- reading the frame ---------------------------------------------------------------------------


def roles(text):
    (manuscript,) = manuscripts_of(text.splitlines(), Context())
    return manuscript


def test_the_parts_of_a_typed_paper_are_found():
    paper = roles(PLAN)
    assert paper.type_name == "KẾ HOẠCH"
    assert (paper.number, paper.symbol) == ("38", "KH-UBND")
    assert (paper.place, paper.date) == ("Đình Dù", PaperDate(2024, 4, 16))
    assert paper.issuer == "ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ"
    (signature,) = paper.signatures
    assert (signature.authority, signature.position, signature.name) == (
        ("TM. ỦY BAN NHÂN DÂN",),
        "CHỦ TỊCH",
        "Trần Quang Huy",
    )
    assert len(paper.having(Role.BASIS)) == 2
    assert len(paper.having(Role.RECIPIENT)) == 4


def test_the_power_that_a_decision_uses_is_no_signature():
    paper = roles(DECISION)
    assert [s.position for s in paper.signatures] == ["CHỦ TỊCH"]
    assert len(paper.having(Role.BASIS)) == 3


def test_head_cells_that_stand_side_by_side_are_read_apart():
    text = PLAN.replace("Số: 38/KH-UBND\n", "Số: 38/KH-UBND          ", 1)
    paper = roles(text)
    assert (paper.number, paper.place) == ("38", "Đình Dù")


def test_a_second_paper_in_the_file_is_reviewed_for_itself():
    text = PLAN + PLAN.replace("IV. TỔ", "VI. TỔ")
    assert len(manuscripts_of(text.splitlines(), Context())) == 2
    assert [f.line for f in review_text(text)] == [27 + len(PLAN.splitlines())]


def test_a_piece_of_text_lacks_nothing():
    assert review_text("I. MỤC ĐÍCH\nNâng cao trách nhiệm.\nII. YÊU CẦU\nThiết thực.") == []


# --- the two real documents ----------------------------------------------------------------------


def seed(index):
    return review_text(SEEDS[index].read_text(encoding="utf-8"))


def lines_of(findings, code):
    return [f.line for f in findings if f.code == code]


@needs_seeds
def test_the_first_seed_shows_its_second_v_its_spellings_its_townships_and_its_month():
    found = seed(0)
    assert lines_of(found, "numbering") == [103]
    assert "“VII.”" in next(f.message for f in found if f.code == "numbering")
    assert lines_of(found, "other-kind") == [75, 77, 101, 107]
    assert lines_of(found, "date-form") == [3, 147]
    first, second = (f for f in found if f.code == "two-spellings")
    assert "“Đinh Dù” (5 chỗ: dòng 9, dòng 11, dòng 118)" in first.message
    assert "“Đình Dù”" in first.message
    assert second.line == 155


@needs_seeds
def test_the_first_seed_shows_what_else_the_fact_sheet_names():
    found = seed(0)
    assert lines_of(found, "heading-stop") == [7, 13, 24, 43, 53, 57, 81, 103]
    assert lines_of(found, "missing-part") == [None]
    assert lines_of(found, "list-ending") == [63, 65, 73, 97]
    assert lines_of(found, "reference-order") == [33]
    assert lines_of(found, "recipients") == [121]
    assert lines_of(found, "award-name") == [158, 158]


@needs_seeds
def test_the_second_seed_has_one_broken_line_and_nothing_else():
    assert [(f.code, f.line) for f in seed(1)] == [("broken-line", 109)]


# --- Papers --------------------------------------------------------------------------------------


def paper(**facts):
    standard = {
        "issuer": ("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"),
        "number": "38",
        "symbol": "KH-UBND",
        "place": "Đình Dù",
        "date": PaperDate(2024, 4, 16),
        "type_name": "KẾ HOẠCH",
        "subject": "Phát động phong trào thi đua",
        "recipients": ("Các thôn", "Lưu: VT"),
        "draft": True,
    }
    return Paper(**(standard | facts))


def test_a_place_in_a_paper_is_named_by_its_numbers():
    body = parse("I. MỤC ĐÍCH\n1. Mục đích\n- Của thị trấn.\nII. YÊU CẦU\nCủa  thị trấn , đủ.")
    assert [(f.code, f.where) for f in review(paper(body=body))] == [
        ("other-kind", "Mục I, khoản 1"),
        ("other-kind", "Mục II"),
        ("spacing", "Mục II"),
    ]


def test_text_around_the_sections_has_its_place_too():
    body = (
        Paragraph("Thị trấn và của thị trấn."),
        Section("MỤC ĐÍCH", (Paragraph("Nâng cao."),)),
        Paragraph("Trên đây là Kế hoạch của thị trấn"),
    )
    where = [f.where for f in review(paper(body=body)) if f.code == "other-kind"]
    assert set(where) == {"phần mở đầu", "phần kết"}


def test_numbers_of_a_paper_are_counted_and_never_wrong():
    body = parse("V. MỤC ĐÍCH\n3. Một.\nV. YÊU CẦU\n2. Hai.")
    assert [f.code for f in review(paper(body=body))] == []


def test_the_context_gives_the_day_of_a_draft_without_a_date():
    body = (Paragraph("Đề nghị Phòng Nội vụ xem xét."),)
    plan = paper(body=body, date=PaperDate(2025), number=None)
    late = Context(date=dt.date(2025, 7, 1))
    assert [f.code for f in review_paper(plan, late)] == ["dead-level"]
    assert review_paper(plan, Context(date=dt.date(2025, 6, 30))) == []


def test_an_issued_paper_lacks_what_a_draft_may_leave_open():
    plan = paper(number=None, date=PaperDate(2024), body=(Paragraph("Nội dung."),))
    assert review_paper(plan) == []
    final = dataclasses.replace(plan, draft=False)
    assert {f.code for f in review_paper(final)} == {"missing-part"}
    assert len(review_paper(final)) == 3


# --- for every text ------------------------------------------------------------------------------

words = st.text(st.sampled_from("aáâđêiưo nhctmL"), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)
plain = words.filter(lambda text: text and parse(text) == (Paragraph(text),))
points = st.lists(st.builds(Item, plain), max_size=25).map(tuple)
items = st.lists(st.builds(Item, plain, points), max_size=4).map(tuple)
bullets = st.lists(st.builds(Bullet, plain), max_size=3).map(tuple)
inside = st.tuples(bullets, items).map(lambda parts: parts[0] + parts[1])
headings = plain.map(str.upper).filter(lambda text: parse(f"I. {text}") == (Section(text),))
bodies = st.lists(st.builds(Section, headings, inside), max_size=5).map(tuple)


@patient
@given(bodies)
def test_what_the_grammar_prints_has_no_fault_of_numbering(body):
    wrong = {"numbering", "heading-form", "missing-reference"}
    assert [f for f in review_text(to_text(body)) if f.code in wrong] == []
    assert [f for f in review_paper(paper(body=body)) if f.code in wrong] == []


fragments = st.sampled_from(
    [
        "I. ", "V. ", "IIII. ", "1. ", "1.1. ", "a) ", "f) ", "- ", "+ ", "Điều 1. ", "Phần I\n",
        "Chương II. ", "Mục 1. ", "KẾ HOẠCH\n", "QUYẾT ĐỊNH\n", "Số: /KH-UBND\n", "Nơi nhận:\n",
        "- Lưu: VT.\n", "TM. ỦY BAN NHÂN DÂN\n", "CHỦ TỊCH\n", "Kính gửi: ", "Căn cứ Luật ",
        "ngày 31/02/2024", "ngày 99 tháng 99 năm 0000", "Đình Dù, ngày 31 tháng 02 năm 2024\n",
        "UBND xã Đình Dù", "xã Đinh Dù", "thị trấn", "khoản 9 mục XX", "91/2017/NĐ-CP", "“", "(",
        "[[", "hoá", "hóa", "./.", "\t", "\n", " , ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n",
        "Phụ lục II\n", "ß", "ŉ", "\u200b", "\u0301", "İ",
    ]
)  # fmt: skip


@patient
@given(st.lists(st.one_of(fragments, st.text(max_size=12)), max_size=30).map("".join))
def test_the_review_never_raises(text):
    for finding in review_text(text):
        assert finding.message
        assert finding.where
    body = tuple(block for block in parse(text) if not hasattr(block, "name"))
    review_paper(paper(body=body, subject=text[:50], recipients=tuple(text.split()[:3])))


def test_a_long_text_is_reviewed_quickly():
    text = "\n".join(f"{n}. {'Căn cứ xã Đình Dù (' * 20}" for n in range(400))
    began = time.perf_counter()
    review_text(text)
    assert time.perf_counter() - began < 20


def test_faults_of_one_check_can_be_asked_for():
    assert faults(changed("tháng 4", "tháng 04"), "date-form")
