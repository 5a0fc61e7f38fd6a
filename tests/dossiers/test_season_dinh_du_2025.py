"""Đình Dù 2025, across 1 July: the district is gone, the province is asked, the commune decides."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from awards.models import Award, CriterionKind
from campaigns.models import Campaign, CampaignKind, Period, Route
from campaigns.services import copying, filing
from dossiers.demo import dinh_du_2024, lac_hong, places
from dossiers.demo.building import Offered, Rule, fill
from dossiers.models import Certificate
from dossiers.services import appraising, certifying, deciding, nominating, submitting
from dossiers.states import MARK_ELIGIBLE, NominationState
from emulation.organization.models import NomineeKind
from emulation.papers.pdf import missing_libraries
from tests.dossiers.story import Story, local

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(bool(missing_libraries()), reason="no pango: PDF libraries"),
]
DESK, OFFICE = "Bộ phận Tiếp nhận và trả kết quả", "Văn phòng UBND xã"
THANG, DUC = "Nguyễn Văn Thắng", "Phạm Minh Đức"
NAME = "Phong trào thi đua 6 tháng cuối năm 2025"


@pytest.fixture
def story(db):
    with time_machine.travel(local(2025, 1, 6), tick=False) as clock:
        yield Story(clock, places.DINH_DU, office="vanphong", chair="chutich")


def offers(*codes):
    routes = {"GK_XA": Route.OWN, "CSTDCS": Route.OWN}
    return [Offered(code, routes.get(code, Route.SUPERIOR), heading=code) for code in codes]


def file_in_july(story, *codes):
    """A movement of the second half of 2025 that offers these awards; its plan is Lạc Hồng's."""
    plan = {
        "symbol": "KH-UBND", "place": "Đình Dù", "subject": f"Phát động {NAME}",
        "bases": "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "lead_in": "UBND xã Đình Dù ban hành Kế hoạch như sau:",
        "body": lac_hong.BODY.replace("hộ gia đình]]", "cá nhân]]"),
        "recipients": "Các thôn\nLưu: VT", "signer_authority": "TM. ỦY BAN NHÂN DÂN",
        "signer_position": "CHỦ TỊCH", "signer_name": "Trần Quang Huy",
    }  # fmt: skip
    groups, start = places.groups_of(story.authority), dt.date(2025, 7, 7)
    campaign = Campaign(
        authority=story.authority, name=NAME, theme="cải cách hành chính",
        kind=CampaignKind.THEMATIC, starts_on=start, ends_on=dt.date(2025, 12, 31),
        registration_sent_to="Văn phòng UBND xã", created_by=story.office,
    )  # fmt: skip
    return fill(
        campaign,
        periods=[
            Period(name="Năm 2025", starts_on=start, ends_on=campaign.ends_on,
                   registration_before=dt.date(2025, 8, 1), dossier_before=dt.date(2025, 12, 10)),
        ],
        participants=[(groups[places.ALL_UNITS], ""), (groups[places.EVERYBODY], "")],
        criteria={
            kind: [Rule(CriterionKind.MANUAL, "Hoàn thành các chỉ tiêu đã đăng ký")]
            for kind in (NomineeKind.COLLECTIVE, NomineeKind.INDIVIDUAL)
        },
        offers=offers(*codes), plan=plan, at=local(2025, 7, 4),
    )  # fmt: skip


def test_what_was_filed_for_the_district_is_refused_after_june(story):
    source = dinh_du_2024.filed(story.authority)
    campaign = copying.copy(source, 2025, by=story.office)
    story.period = campaign.periods.get()
    story.on(2025, 4, 16)
    story.issue(campaign, number="31", dated=dt.date(2025, 4, 16))
    story.on(2025, 6, 30, 17)
    dossier = nominating.begin(
        story.period, story.units[DESK], Route.SUPERIOR, by=story.clerk(DESK)
    )
    offer, clerk = story.offer("GK_HUYEN"), story.clerk(DESK)
    proposed = nominating.propose(dossier, offer, story.units[DESK], by=clerk)
    assert proposed.award_type.code == "GK_HUYEN"
    story.on(2025, 7, 1, 0, 0)
    with pytest.raises(ValidationError) as refused:
        nominating.propose(dossier, offer, story.people[THANG], by=clerk)
    [message] = refused.value.messages
    assert "«Giấy khen của Chủ tịch UBND cấp huyện» không có trong danh mục" in message
    assert "30/06/2025" in message
    assert "Nghị định số 129/2025/NĐ-CP" in message


def test_next_year_s_movement_leaves_the_district_s_award_out_and_says_so(story):
    story.on(2026, 1, 6)
    campaign = copying.copy(dinh_du_2024.filed(story.authority), 2026, by=story.office)
    assert "GK_HUYEN" not in {offer.award_type.code for offer in campaign.offers.all()}
    assert any("không còn áp dụng" in change["after"] for change in campaign.copy_report)


def test_the_commune_decides_and_asks_the_province(story):
    campaign = story_until_december(story)
    proposing = story.begin(DESK, Route.SUPERIOR, {DESK: "BK_TINH"})
    own = story.begin(OFFICE, Route.OWN, {OFFICE: "GK_XA", DUC: "GK_XA"})
    title = story.begin(DESK, Route.OWN, {THANG: "CSTDCS"})
    for dossier in (proposing, own, title):
        nominating.submit(dossier, by=dossier.created_by)
        appraising.receive(dossier, by=story.office)
        appraising.judge_all(
            dossier.nominations.all(), MARK_ELIGIBLE, by=story.office, note="Đủ điều kiện"
        )
        appraising.appraise(story.contents(dossier), by=story.office)
    session = a_session_that_passes_all(story)

    story.on(2025, 12, 22)
    letters, refused = submitting.batches(story.authority, dt.date(2025, 12, 22))
    assert refused == []
    [batch] = letters
    assert batch.superior.name == "Ủy ban nhân dân tỉnh Hưng Yên"
    submission = submitting.draft(story.authority, batch, by=story.office)
    submitting.send(submission, number="88", dated=dt.date(2025, 12, 22), by=story.chair)
    letter = story.paper("submission", submission)
    assert "Kính gửi: Ủy ban nhân dân tỉnh Hưng Yên" in letter
    assert "huyện" not in letter.lower()

    waiting = deciding.ready(story.authority)
    assert {n.proposed_award.code for n in waiting} == {"GK_XA", "CSTDCS"}
    decision = deciding.draft(
        story.authority, waiting, title=f"Khen thưởng {campaign.name}", by=story.office
    )
    deciding.issue(decision, number="301", dated=dt.date(2025, 12, 22), by=story.chair)
    text = story.paper("decision", decision)
    assert decision.session == session
    assert "152/2025/NĐ-CP" in text
    assert "98/2023/NĐ-CP" not in text
    assert "huyện" not in text.lower()
    assert {THANG, DUC} <= set(Award.objects.exclude(person=None).values_list("recipient", flat=1))
    awards = Award.objects.filter(decision_line__decision=decision)
    assert {award.decided_by for award in awards} == {"Chủ tịch UBND cấp xã"}
    certificate = Certificate.objects.get(recipient=DUC)
    certifying.hand_over(certificate, to=DUC, on=dt.date(2025, 12, 22), by=story.office)
    assert story.state(DUC, "GK_XA") == NominationState.AWARDED
    assert "CHỦ TỊCH" in story.paper("certificate", certificate).upper()


def story_until_december(story):
    story.on(2025, 7, 4)
    campaign = file_in_july(story, "GK_XA", "CSTDCS", "BK_TINH")
    assert filing.missing_to_issue(Campaign.objects.with_filing().get(pk=campaign.pk)) == []
    story.on(2025, 7, 7)
    campaign = story.issue(campaign, number="9", dated=dt.date(2025, 7, 7))
    story.period = campaign.periods.get()
    story.on(2025, 7, 20)
    story.register(DESK, {DESK: ("BK_TINH", "Không hồ sơ quá hạn"), THANG: ("CSTDCS", "")})
    story.register_on_paper(OFFICE, {OFFICE: ("GK_XA", ""), DUC: ("GK_XA", "")})
    story.on(2025, 12, 3)
    return campaign


def a_session_that_passes_all(story):
    story.on(2025, 12, 18)
    made = story.found_council(
        dt.date(2025, 7, 15), "Trần Quang Huy", "Đỗ Thị Hồng Vân", "Lương Văn Bình",
        "Lê Văn Khải", "Nguyễn Thị Thu Hằng",
    )  # fmt: skip
    nominations = nominating.Nomination.objects.filter(state=NominationState.ELIGIBLE)
    session = story.convene(made, nominations, title="Họp xét khen thưởng cuối năm 2025")
    story.open(session)
    story.count(session, 5)
    story.finish(session)
    return session
