"""A decision's own lines, who decides and "QUYẾT ĐỊNH:": in Word, read back, reviewed."""

import pytest

from emulation.papers.paper import Annex, Article, Bullet, Signature
from emulation.papers.reader import read
from emulation.papers.review import Context, review_paper, review_text
from emulation.papers.word import to_docx
from tests.emulation.papers.made import make_paper, make_table
from tests.emulation.papers.office import opened, paragraphs
from tests.emulation.papers.test_reader_roundtrip import alike, as_text
from tests.emulation.papers.typed import as_typed

POWER, VERDICT = "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN BÌNH", "QUYẾT ĐỊNH:"
STYLE = "Thẩm quyền ban hành"


def make_decision(**changes):
    values = {
        "type_name": "QUYẾT ĐỊNH",
        "symbol": "QĐ-UBND",
        "number": "15",
        "subject": "Về việc khen thưởng thành tích trong phong trào thi đua cải cách hành chính",
        "decided_by": POWER,
        "verdict": VERDICT,
        "bases": (
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
            "Theo đề nghị của Hội đồng Thi đua - Khen thưởng xã",
        ),
        "body": (
            Article("Tặng Giấy khen cho 02 tập thể:", (Bullet("Thôn Một;"), Bullet("Thôn Hai."))),
            Article("Quyết định này có hiệu lực thi hành kể từ ngày ký."),
        ),
        "signatures": (Signature("CHỦ TỊCH", "Trần Văn Ớt"),),
        "recipients": ("Như Điều 1", "Lưu: VT"),
    }
    return make_paper(**values | changes)


def test_word_prints_who_decides_above_the_bases_and_the_verdict_below():
    styles = [style for style, _ in paragraphs(opened(to_docx(make_decision())))]
    first, last = styles.index(STYLE), len(styles) - 1 - styles[::-1].index(STYLE)
    assert styles[first : last + 1] == [STYLE, "Căn cứ", "Căn cứ", STYLE]


def test_word_of_any_other_paper_has_no_such_line():
    assert STYLE not in [style for style, _ in paragraphs(opened(to_docx(make_paper())))]


@pytest.mark.parametrize("write", [to_docx, as_text], ids=["word", "text"])
@pytest.mark.parametrize(
    "power", [POWER, "GIÁM ĐỐC SỞ NỘI VỤ TỈNH LÀO CAI", "ỦY BAN NHÂN DÂN XÃ AN BÌNH"]
)
def test_a_decision_is_read_back(write, power):
    paper = make_decision(decided_by=power)
    assert alike(read(write(paper)).paper) == alike(paper)


def test_the_subject_ends_where_the_power_begins():
    found = read(as_text(make_decision(subject="Về việc khen thưởng"))).paper
    assert (found.subject, found.decided_by) == ("Về việc khen thưởng", POWER)


def test_the_verdict_is_no_lead_in():
    paper = read(to_docx(make_decision())).paper
    assert (paper.verdict, type(paper.body[0])) == (VERDICT, Article)


def test_a_plan_has_no_power_and_no_verdict():
    found = read(to_docx(make_paper())).paper
    assert (found.decided_by, found.verdict) == ("", "")


@pytest.mark.parametrize("kind", ["paper", "typed"])
def test_a_right_decision_has_no_finding(kind):
    paper = make_decision()
    found = review_paper(paper) if kind == "paper" else review_text(as_typed(paper))
    assert found == []


def test_the_head_who_decides_does_not_sign_for_the_collective():
    signed = (Signature("CHỦ TỊCH", "Trần Văn Ớt", ("TM. ỦY BAN NHÂN DÂN",)),)
    found = review_paper(make_decision(signatures=signed))
    assert [f.code for f in found] == ["signature"]


def test_the_text_of_a_decision_ends_before_its_lists():
    annex = Annex("Danh sách tập thể được khen thưởng", (make_table(),))
    assert review_paper(make_decision(annexes=(annex,))) == []


def test_minutes_need_no_place_and_date_of_their_own():
    minutes = make_paper(type_name="BIÊN BẢN", symbol="BB-HĐTĐKT", place="", date=None)
    assert "missing-part" not in {f.code for f in review_paper(minutes, Context(final=True))}


def test_any_other_paper_needs_them():
    plan = make_paper(place="", date=None)
    messages = [f.message for f in review_paper(plan, Context(final=True))]
    assert [m for m in messages if "địa danh" in m or "ngày, tháng" in m]
