"""Lào Cai 2021-2025, whole: five yearly registrations and reviews, the province, the closing."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from awards.competence import regime_on
from awards.models import Award
from campaigns.models import Review, Route
from campaigns.services import registering
from campaigns.states import SUBMIT
from dossiers.demo import lao_cai, places
from dossiers.models import Answer
from dossiers.services import appraising, nominating, submitting
from dossiers.services.submitting import Reply
from dossiers.states import MARK_ELIGIBLE, NominationState
from emulation.papers.pdf import missing_libraries
from emulation.workflow import TransitionNotAllowed
from tests.dossiers.story import Story, local

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(bool(missing_libraries()), reason="no pango: PDF libraries"),
]
FIRST, SECOND = "Phòng Nghiệp vụ 1", "Phòng Nghiệp vụ 2"
SINH = "Giàng A Sinh"
MEMBERS = (
    "Đàm Quang Vinh", "Lù Thị Hương", "Nguyễn Mạnh Hà", "Vũ Tiến Đạt", "Hoàng Thị Thanh Bình",
)  # fmt: skip
# The decree that the letter of each year cites: the rules of the day on which it is signed.
DECREES = {
    2021: ("91/2017/NĐ-CP", "98/2023/NĐ-CP"),
    2024: ("98/2023/NĐ-CP", "152/2025/NĐ-CP"),
    2025: ("152/2025/NĐ-CP", "98/2023/NĐ-CP"),
}


@pytest.fixture
def story(db):
    with time_machine.travel(local(2021, 8, 9), tick=False) as clock:
        told = Story(clock, places.INSPECTORATE, office="thanhtra")
        campaign = lao_cai.filed(told.authority)
        told.on(2021, 8, 16)
        told.campaign = told.issue(campaign, number="41", dated=dt.date(2021, 8, 16))
        told.council = told.found_council(dt.date(2021, 1, 4), *MEMBERS)
        yield told


def turn_to(story, year, review=Review.YEARLY):
    story.period = next(
        p for p in story.campaign.periods.all() if p.review == review and p.year == year
    )


def register(story, year, month, day):
    story.on(year, month, day)
    story.register(
        FIRST,
        {FIRST: ("BK_TINH", f"100% nhiệm vụ năm {year}"), SINH: ("BK_TINH", "Có 01 sáng kiến")},
    )
    story.register(SECOND, {SECOND: ("BK_TINH", f"100% kế hoạch năm {year}")})


def review(story, number, *days):
    """Dossier, appraisal, session, letter to the province: each on its day."""
    sent, met, signed = days
    story.on(*sent)
    dossier = story.begin(FIRST, Route.SUPERIOR, {FIRST: "BK_TINH", SINH: "BK_TINH"})
    nominating.submit(dossier, by=story.clerk(FIRST))
    appraising.receive(dossier, by=story.office)
    appraising.judge_all(
        dossier.nominations.all(), MARK_ELIGIBLE, by=story.office, note="Đã đối chiếu"
    )
    appraising.appraise(story.contents(dossier), by=story.office)
    story.on(*met)
    title = f"Họp xét khen thưởng {story.period.name.lower()}"
    session = story.convene(story.council, dossier.nominations.all(), title=title)
    story.open(session)
    story.count(session, 5, **{SINH: (4, 1)})
    story.finish(session)
    story.on(*signed)
    day = dt.date(*signed)
    [batch], refused = submitting.batches(story.authority, day)
    assert refused == []
    assert batch.superior.name == "Ủy ban nhân dân tỉnh Lào Cai"
    submission = submitting.draft(story.authority, batch, by=story.office)
    submitting.send(submission, number=number, dated=day, by=story.chair)
    return dossier, session, submission


def answer(story, submission, *day, refused=()):
    story.on(*day)
    document = f"Quyết định số {day[0] % 100}12/QĐ-UBND"
    given = Reply(Answer.AWARDED, document=document, dated=dt.date(*day))
    no = Reply(Answer.REFUSED, reason="Vượt số lượng được phân bổ")
    replies = {
        line.pk: no if str(line.nomination.nominee) in refused else given
        for line in submission.lines.all()
    }
    submitting.record_answers(submission, replies, by=story.office)


def test_the_plan_asks_every_year_before_february_and_in_2021_before_30_august(story):
    text = story.paper("plan", story.campaign)
    assert "THANH TRA TỈNH" in text
    assert "01/02 hằng năm" in text
    assert "30/08/2021" in text
    turn_to(story, 2021)
    story.on(2021, 8, 29, 23, 59)
    draft = story.draft_registration(FIRST, {FIRST: ("BK_TINH", "100% nhiệm vụ")})
    story.on(2021, 8, 30, 0, 0)
    with pytest.raises(TransitionNotAllowed, match="hết ngày 29/08/2021"):
        registering.take(draft, SUBMIT, by=story.clerk(FIRST))
    turn_to(story, 2022)
    story.on(2022, 1, 31, 23, 59)
    draft = story.draft_registration(FIRST, {FIRST: ("BK_TINH", "100% nhiệm vụ")})
    registering.take(draft, SUBMIT, by=story.clerk(FIRST))
    story.on(2022, 2, 1, 0, 0)
    with pytest.raises(TransitionNotAllowed, match="hết ngày 31/01/2022"):
        story.draft_registration(SECOND, {SECOND: ("BK_TINH", "100% kế hoạch")})


def test_each_year_is_reviewed_under_its_own_rules_and_the_five_are_closed(story):
    turn_to(story, 2021)
    register(story, 2021, 8, 20)
    _, session, submission = review(story, "77", (2021, 12, 6), (2021, 12, 13), (2021, 12, 20))
    the_papers_say(story, session, submission, 2021, "20 tháng 12 năm 2021")
    answer(story, submission, 2022, 1, 10, refused=[SINH])

    turn_to(story, 2024)
    register(story, 2024, 1, 15)
    dossier, session, submission = review(
        story, "91", (2024, 12, 5), (2024, 12, 12), (2024, 12, 19)
    )
    the_papers_say(story, session, submission, 2024, "19 tháng 12 năm 2024")
    answer(story, submission, 2025, 1, 15)
    told = story.paper("result_notice", dossier)
    assert "2512/QĐ-UBND" in told

    turn_to(story, 2025)
    register(story, 2025, 1, 10)
    turn_to(story, 2025, Review.CLOSING)
    assert story.period.name == "Tổng kết giai đoạn 2021-2025"
    _, session, submission = review(story, "95", (2025, 12, 8), (2025, 12, 15), (2025, 12, 22))
    the_papers_say(story, session, submission, 2025, "22 tháng 12 năm 2025")
    answer(story, submission, 2026, 1, 12)

    awards = Award.objects.filter(unit=story.units[FIRST]).order_by("document_date")
    assert [award.document_date.year for award in awards] == [2022, 2025, 2026]
    assert [(award.year, award.years) for award in awards] == [(2021, 1), (2024, 1), (2025, 5)]
    said = [award.achievement.partition("giai đoạn ")[2] for award in awards]
    assert said == ["2021-2025, năm 2021", "2021-2025, năm 2024", "2021-2025"]
    assert Award.objects.filter(person=story.people[SINH]).count() == 2
    assert {award.decided_by for award in awards} == {"Chủ tịch UBND cấp tỉnh"}


def the_papers_say(story, session, submission, year, dated):
    letter, names = story.paper("submission", submission), story.paper("nominee_list", submission)
    cited, not_cited = DECREES[year]
    assert cited in letter
    assert not_cited not in letter
    assert dated in letter
    assert "Ủy ban nhân dân tỉnh Lào Cai" in letter
    assert {FIRST, SINH} <= {name for name in (FIRST, SINH) if name in names}
    minutes = story.paper("minutes", session)
    assert "4/5 phiếu" in minutes or "80,0%" in minutes
    assert regime_on(submission.dated).code


def test_a_year_whose_review_has_nobody_left_is_not_sent(story):
    turn_to(story, 2022)
    register(story, 2022, 1, 10)
    _, _, submission = review(story, "70", (2022, 12, 5), (2022, 12, 12), (2022, 12, 19))
    assert story.state(SINH, "BK_TINH") == NominationState.FORWARDED
    with pytest.raises(ValidationError) as wrong:
        answer(story, submission, 2022, 12, 18)
    assert all("trước ngày tờ trình" in text for text in wrong.value.messages)
