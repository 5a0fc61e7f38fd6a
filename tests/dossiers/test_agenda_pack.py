"""The pack of a session: criteria with result and finding of each nominee; large letters."""

import io

import pikepdf
import pytest

from awards.eligibility.snapshot import as_json
from awards.facts import Assessment, Finding, Rule, Verdict
from campaigns.states import ResultState
from dossiers.models import CouncilSession
from dossiers.papers import agenda_pack
from emulation.organization.issuing import word_of
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError, Table
from tests.make import make_criterion_set, make_result

from .seasons import Season
from .test_papers_council import needs_pdf, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    return Season()


@pytest.fixture
def criterion(season):
    return make_criterion_set(authority=season.authority).criteria.get()


def finding(key="c1", criterion=None, text="Giải quyết hồ sơ đúng hạn", **values):
    rule = Rule(key, text, "manual", "tiêu chuẩn 1", criterion=criterion)
    return Finding(
        **{"rule": rule, "verdict": Verdict.MET, "reason": "Văn phòng đã xác nhận."} | values
    )


def frozen(nomination, *findings):
    """Keep findings with a nomination, as sending does."""
    assessment = Assessment("eligible", "Đủ điều kiện", tuple(findings))
    nomination.snapshot, nomination.snapshot_outcome = as_json(assessment), "eligible"
    nomination.snapshot_at = nomination.period.campaign.created_at
    nomination.save()
    return nomination


def criteria_table(session, place=0):
    page = agenda_pack.build(session).annexes[place]
    found = [b for b in page.body if isinstance(b, Table) and len(b.columns) == 4]
    return found[0] if found else None


def test_each_criterion_stands_with_what_was_achieved_and_found(season, criterion):
    village = season.villages[0]
    nomination = frozen(season.nominate(village), finding(criterion=criterion.pk))
    make_result(
        period=season.period, unit=village, criterion=criterion, text="Đúng hạn 99% hồ sơ.",
        state=ResultState.REPORTED,
    )  # fmt: skip
    (row,) = criteria_table(season.meet([nomination])).rows
    assert row.cells == (
        "1", "Giải quyết hồ sơ đúng hạn", "Đúng hạn 99% hồ sơ.",
        "Đạt: văn phòng đã xác nhận",
    )  # fmt: skip


def test_a_criterion_without_a_result_says_so(season, criterion):
    nomination = frozen(season.nominate(season.villages[0]), finding(criterion=criterion.pk))
    (row,) = criteria_table(season.meet([nomination])).rows
    assert row.cells[2] == "Chưa báo cáo kết quả."


def test_the_result_of_another_nominee_is_not_taken(season, criterion):
    nomination = frozen(season.nominate(season.villages[0]), finding(criterion=criterion.pk))
    make_result(period=season.period, unit=season.villages[1], criterion=criterion, text="Khác.")
    (row,) = criteria_table(season.meet([nomination])).rows
    assert row.cells[2] == "Chưa báo cáo kết quả."


def test_what_is_no_criterion_of_the_campaign_stays_with_the_office(season, criterion):
    nomination = frozen(
        season.nominate(season.villages[0]),
        finding(criterion=criterion.pk),
        finding("bar", text="Không bị kỷ luật", reason="Có đơn tố cáo đang xác minh."),
    )
    session = season.meet([nomination])
    assert len(criteria_table(session).rows) == 1
    assert "tố cáo" not in repr(agenda_pack.build(session))


@pytest.mark.parametrize("kept", [None, {"version": 0}])
def test_without_a_finding_that_can_be_read_there_is_no_table(season, kept):
    nomination = season.nominate(season.villages[0])
    nomination.snapshot = kept
    nomination.save()
    assert criteria_table(season.meet([nomination])) is None


def test_the_pack_is_in_form(season, criterion):
    nomination = frozen(season.nominate(season.villages[0]), finding(criterion=criterion.pk))
    assert reviewed(agenda_pack.build(season.meet([nomination]))) == []


def test_it_asks_the_same_number_of_queries_for_one_and_three(
    season, criterion, django_assert_num_queries
):
    def session_of(*villages):
        nominations = []
        for village in villages:
            nomination = frozen(season.nominate(village), finding(criterion=criterion.pk))
            make_result(period=season.period, unit=village, criterion=criterion, text="Đạt.")
            nominations.append(nomination)
        return CouncilSession.objects.select_related("council", "authority").get(
            pk=season.meet(nominations).pk
        )

    one = session_of(season.villages[0])
    three = session_of(*season.villages[1:], season.desk)
    with django_assert_num_queries(8):
        agenda_pack.build(one)
    with django_assert_num_queries(8):
        agenda_pack.build(three)


@needs_pdf
def test_the_pack_in_large_letters_has_the_same_pages_on_a3(season):
    session = season.meet(season.usual()[:1])
    plain = all_kinds()["agenda_pack"].build(session)
    large = all_kinds()["agenda_pack_large"].build(session)
    assert large.rows == 1 + len(plain.annexes[0].body[0].rows)
    with pikepdf.open(io.BytesIO(large.render())) as pdf:
        sizes = {tuple(round(float(edge) * 25.4 / 72) for edge in p.mediabox) for p in pdf.pages}
        assert sizes == {(0, 0, 297, 420)}
        assert len(pdf.pages) == 2


def test_the_large_pack_has_no_word_file(season):
    with pytest.raises(PaperError):
        word_of(all_kinds()["agenda_pack_large"], season.meet(season.usual()[:1]))
