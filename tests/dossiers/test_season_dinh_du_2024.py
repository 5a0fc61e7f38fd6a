"""Đình Dù 2024, whole: from the plan to the revoked certificate, under the district of the day."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Award
from campaigns.models import Route
from campaigns.services import registering
from campaigns.states import ACCEPT_LATE, CONFIRM, SUBMIT
from dossiers.demo import dinh_du_2024, places
from dossiers.models import Answer, Certificate, Presence
from dossiers.services import appraising, certifying, council, deciding, nominating, submitting
from dossiers.services.submitting import Reply
from dossiers.states import (
    CONCLUDE,
    DEFER,
    MARK_ELIGIBLE,
    MARK_INELIGIBLE,
    DecisionState,
    DossierState,
    NominationState,
    SubmissionState,
)
from emulation.organization.models import (
    AnnualRating,
    Bar,
    BarKind,
    IndexRating,
    IndexScore,
    Initiative,
    IssuedPaper,
    Level,
    RatingLevel,
    Recognition,
)
from emulation.papers.pdf import missing_libraries
from emulation.workflow import TransitionNotAllowed
from tests.dossiers.story import Story, local

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(bool(missing_libraries()), reason="no pango: PDF libraries"),
]
DESK, CULTURE, LAND = (
    "Bộ phận Tiếp nhận và trả kết quả", "Bộ phận Văn hóa - Xã hội", "Bộ phận Địa chính - Xây dựng",
)  # fmt: skip
THANG, THUY, HUYEN = "Nguyễn Văn Thắng", "Lưu Thị Bích Thủy", "Đặng Thị Huyền"
TRUONG, THUONG, HAU, HOA = (
    "Đào Xuân Trường", "Tạ Thị Hoài Thương", "Chu Văn Hậu", "Nguyễn Văn Hòa",
)  # fmt: skip
MEMBERS = (
    "Trần Quang Huy", "Đỗ Thị Hồng Vân", "Lương Văn Bình", "Lê Văn Khải", THANG,
    "Phan Thị Kim Oanh", "Đinh Thị Thanh Mai", "Nguyễn Hoàng Nam", "Nguyễn Thị Thu Hằng",
)  # fmt: skip
REPORT = "Báo cáo thành tích của từng tập thể, cá nhân được đề nghị"


@pytest.fixture
def story(db):
    with time_machine.travel(local(2024, 4, 8), tick=False) as clock:
        yield Story(clock, places.DINH_DU, office="vanphong", chair="chutich")


def test_from_the_plan_to_the_revoked_certificate(story):
    plan_is_issued(story)
    units_register(story)
    results_are_recorded(story)
    proposing, own = dossiers_are_sent(story)
    dossiers_are_appraised(story, proposing, own)
    session = the_council_votes(story)
    the_district_is_asked_and_answers(story)
    decision = the_chair_decides(story, session)
    units_are_told(story, proposing, own)
    certificates_are_handed_over_and_revoked(story, decision)


def plan_is_issued(story):
    campaign = dinh_du_2024.filed(story.authority)
    story.on(2024, 4, 16, 8)
    campaign = story.issue(campaign, number="38", dated=dt.date(2024, 4, 16))
    story.period = campaign.periods.get()
    text = story.paper("plan", campaign)
    assert "Số: 38/KH-UBND" in text
    assert "Đình Dù, ngày 16 tháng 4 năm 2024" in text
    assert "hết ngày 25/04/2024" in text
    assert "DỰ THẢO" not in text


def units_register(story):
    story.on(2024, 4, 22)
    story.register(
        DESK,
        {
            DESK: ("GK_HUYEN BK_TINH", "Trên 99% hồ sơ giải quyết đúng hạn"),
            THANG: ("GK_HUYEN", "Không có hồ sơ quá hạn"),
            THUY: ("GK_HUYEN", "Không có phản ánh của người dân"),
        },
    )
    story.on(2024, 4, 25, 23, 59)
    village = story.register("Thôn 1", {"Thôn 1": ("GK_HUYEN", "70% hồ sơ nộp trực tuyến")})
    assert "Thôn 1" in story.paper("registration", village)
    draft = story.draft_registration(CULTURE, {CULTURE: ("GK_HUYEN", "100% chế độ đúng hạn")})
    story.on(2024, 4, 26, 0, 0)
    with pytest.raises(TransitionNotAllowed, match="hết ngày 25/04/2024"):
        registering.take(draft, SUBMIT, by=story.clerk(CULTURE))
    registering.take(draft, ACCEPT_LATE, by=story.office, note="Cán bộ phụ trách nghỉ ốm")
    registering.take(story.fresh(draft), CONFIRM, by=story.office)
    assert story.fresh(draft).is_late


def results_are_recorded(story):
    story.on(2024, 12, 2)
    people, desk = story.people, story.units[DESK]
    proof = {"document": "Thông báo số 140/TB-UBND", "document_date": dt.date(2024, 12, 2)}
    story.keep(
        *(
            AnnualRating(year=2024, level=level, months_worked=12, **proof, **who)
            for level, who in (
                (RatingLevel.EXCELLENT, {"person": people[THANG]}),
                (RatingLevel.EXCELLENT, {"person": people[THUY]}),
                (RatingLevel.EXCELLENT, {"unit": desk}),
                (RatingLevel.GOOD, {"person": people[HAU]}),
            )
        ),
        IndexScore(unit=desk, year=2023, score="81", rating=IndexRating.GOOD),
        IndexScore(unit=desk, year=2024, score="86.5", rating=IndexRating.GOOD),
        Bar(person=people[TRUONG], kind=BarKind.DENUNCIATION, starts_on=dt.date(2024, 11, 20),
            summary="Việc chi trả chế độ"),
    )  # fmt: skip
    initiative = Initiative(
        person=people[THANG], name="Hẹn giờ nộp hồ sơ qua điện thoại", year=2024,
        recognition=Recognition.RECOGNISED, level=Level.COMMUNE,
        document="Quyết định số 65/QĐ-HĐSK", document_date=dt.date(2024, 11, 5),
    )  # fmt: skip
    story.keep(initiative)
    initiative.co_authors.set([people[THUY]])
    for name in (DESK, THANG, THUY):
        story.conclude("GK_HUYEN", name)


def dossiers_are_sent(story):
    """The desk asks for the district's certificate, others for the commune's own."""
    clerk = story.clerk(DESK)
    story.on(2024, 12, 4)
    named = {DESK: "GK_HUYEN", THANG: "GK_HUYEN", THUY: "GK_HUYEN"}
    proposing = story.begin(DESK, Route.SUPERIOR, named, written=False)
    with pytest.raises(ValidationError) as lacking:
        nominating.submit(proposing, by=clerk)
    assert [line.partition(":")[0] for line in lacking.value.messages] == [
        REPORT, "Danh sách trích ngang thành tích tập thể, cá nhân được đề nghị",
    ]  # fmt: skip
    for nomination in proposing.nominations.all():
        story.write(nomination, by=clerk)
    nominating.submit(story.contents(proposing), by=clerk)
    assert [story.nomination(n, "GK_HUYEN").snapshot_outcome for n in named] == ["eligible"] * 3
    report = story.paper("achievement_report", story.nomination(THANG, "GK_HUYEN"))
    assert "BÁO CÁO THÀNH TÍCH" in report
    assert f"{THANG} hoàn thành các chỉ tiêu đã đăng ký" in report
    assert THUY in story.paper("dossier_list", proposing)

    own = [
        story.begin("Thôn 1", Route.OWN, {"Thôn 1": "GK_XA", HOA: "GK_XA"}),
        story.begin(DESK, Route.OWN, {HUYEN: "GK_XA"}),
        story.begin(LAND, Route.OWN, {HAU: "GK_XA"}),
    ]
    for dossier in own:
        nominating.submit(dossier, by=dossier.created_by)
    story.on(2024, 12, 9, 23, 59)
    late = story.begin(CULTURE, Route.OWN, {TRUONG: "GK_XA", THUONG: "GK_XA"})
    story.on(2024, 12, 10, 0, 0)
    with pytest.raises(TransitionNotAllowed, match="hết ngày 09/12/2024"):
        nominating.submit(late, by=story.clerk(CULTURE))
    with pytest.raises(TransitionNotAllowed, match="lý do nhận muộn"):
        nominating.submit(late, by=story.office)
    nominating.submit(late, by=story.office, note="Mất điện, không gửi được trong ngày")
    assert story.contents(late).is_late
    return proposing, [*own, late]


def dossiers_are_appraised(story, proposing, own):
    story.on(2024, 12, 10, 14)
    for number, dossier in enumerate([proposing, *own], start=1):
        dossier = story.contents(dossier)
        appraising.receive(dossier, by=story.office)
        assert dossier.receipt_number == number
    assert "GIẤY TIẾP NHẬN" in story.paper("receipt", proposing).upper()

    story.on(2024, 12, 11)
    asked = story.contents(proposing)
    appraising.request_supplement(
        asked, items=[REPORT], before=dt.date(2024, 12, 14), by=story.office,
        note="Báo cáo của đồng chí Thủy chưa có số liệu",
    )  # fmt: skip
    slip = story.paper("supplement_slip", asked)
    assert REPORT in slip
    assert "13/12/2024" in slip
    story.on(2024, 12, 13, 23, 59)
    clerk, nomination = story.clerk(DESK), story.nomination(THUY, "GK_HUYEN")
    with pytest.raises(TransitionNotAllowed, match="không mở để sửa"):
        nominating.save_texts(nomination, {"summary": "Khác"}, seen=nomination.saved_at, by=clerk)
    report = "Hướng dẫn 2.150 lượt người dân nộp hồ sơ trực tuyến."
    nominating.save_texts(nomination, {"report": report}, seen=nomination.saved_at, by=clerk)
    nominating.send_supplement(story.contents(asked), by=clerk)
    assert proposing.versions.count() == 2

    story.on(2024, 12, 14)
    everybody = nominating.Nomination.objects.filter(dossier=proposing)
    assert appraising.judge_all(everybody, MARK_ELIGIBLE, by=story.office) == (3, [])
    for name in ("Thôn 1", HOA, HUYEN, THUONG):
        story.judge(name, "GK_XA", MARK_ELIGIBLE, note="Đối chiếu báo cáo, đủ điều kiện")
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi"):
        story.judge(HAU, "GK_XA", MARK_INELIGIBLE)
    story.judge(HAU, "GK_XA", MARK_INELIGIBLE, note="Chậm giải quyết nhiều hồ sơ đất đai")
    late = story.contents(own[-1])
    with pytest.raises(ValidationError, match="chưa có kết luận"):
        appraising.appraise(late, by=story.office)
    assert story.nomination(TRUONG, "GK_XA").snapshot_outcome == "deferred"
    story.judge(TRUONG, "GK_XA", DEFER, note="Đang xác minh đơn tố cáo")
    for dossier in (proposing, *own):
        appraising.appraise(story.contents(dossier), by=story.office)
        assert story.contents(dossier).state == DossierState.APPRAISED


def the_council_votes(story):
    """Nine members: one absent who writes; a member is a nominee; one nominee fails."""
    story.on(2024, 12, 16, 8)
    made = story.found_council(dt.date(2021, 8, 2), *MEMBERS)
    nominations = nominating.Nomination.objects.filter(state=NominationState.ELIGIBLE)
    title = "Họp xét khen thưởng phong trào thi đua cải cách hành chính năm 2024"
    absent = ("Nguyễn Hoàng Nam", "Lê Văn Khải", "Đinh Thị Thanh Mai", "Phan Thị Kim Oanh")
    session = story.convene(
        made, nominations, title=title,
        absent=dict.fromkeys(absent, (Presence.ABSENT, "Đi công tác")),
    )  # fmt: skip
    assert THUY in story.paper("agenda_pack", session)
    assert THANG in story.paper("ballot", session)
    with pytest.raises(ValidationError, match="Có mặt 5/9 thành viên, chưa đủ 6"):
        story.open(session)
    story.attend(session, {"Nguyễn Hoàng Nam": (Presence.ABSENT, "Đi công tác")})
    story.open(session)
    assert list(session.items.get(nomination__person__full_name=THANG).recused.all()) == [
        made.seats.get(name=THANG)
    ]
    with pytest.raises(ValidationError, match="9 phiếu, nhưng chỉ có 8"):
        story.count(session, 9)
    story.count(session, 8, **{THUONG: (5, 3)})
    story.on(2024, 12, 16, 10, 30)
    with pytest.raises(TransitionNotAllowed):
        council.take(session, CONCLUDE, by=story.office)
    story.finish(session)
    assert story.state(THUONG, "GK_XA") == NominationState.FAILED
    assert story.state(THANG, "GK_HUYEN") == NominationState.PASSED
    minutes, count = story.paper("minutes", session), story.paper("ballot_count", session)
    for words in ("Nguyễn Hoàng Nam", "10 giờ 30", f"{THUONG}", "5/9 phiếu (55,5%)"):
        assert words in minutes
    assert "BIÊN BẢN" in count
    assert "87,5%" in count
    return session


def the_district_is_asked_and_answers(story):
    story.on(2024, 12, 17)
    [batch], refused = submitting.batches(story.authority, dt.date(2024, 12, 17))
    assert refused == []
    assert batch.superior.name == "Ủy ban nhân dân huyện Văn Lâm"
    submission = submitting.draft(story.authority, batch, by=story.office)
    assert "DỰ THẢO" in story.paper("submission", submission)
    submitting.send(submission, number="62", dated=dt.date(2024, 12, 17), by=story.chair)
    letter, names = story.paper("submission", submission), story.paper("nominee_list", submission)
    assert "Số: 62/TTr-UBND" in letter
    assert "Kính gửi: Ủy ban nhân dân huyện Văn Lâm" in letter
    assert all(name in names for name in (DESK, THANG, THUY))
    story.on(2024, 12, 30)
    document = "Quyết định số 1486/QĐ-UBND ngày 27/12/2024 của Chủ tịch UBND huyện Văn Lâm"
    given = Reply(Answer.AWARDED, document=document, dated=dt.date(2024, 12, 27))
    refused = Reply(Answer.REFUSED, reason="Vượt số lượng khen thưởng của huyện")
    replies = {
        line.pk: refused if str(line.nomination.nominee) == THUY else given
        for line in submission.lines.all()
    }
    with pytest.raises(PermissionDenied):
        submitting.record_answers(submission, replies, by=story.clerk(DESK))
    submitting.record_answers(submission, replies, by=story.office)
    assert submission.state == SubmissionState.ANSWERED
    award = Award.objects.get(person=story.people[THANG])
    assert award.document == document
    assert (award.decided_by, award.year) == ("Chủ tịch UBND cấp huyện", 2024)
    assert story.state(THUY, "GK_HUYEN") == NominationState.REFUSED


def the_chair_decides(story, session):
    story.on(2024, 12, 20)
    waiting = list(deciding.ready(story.authority))
    assert {str(n.nominee) for n in waiting} == {"Thôn 1", HOA, HUYEN}
    title = "Khen thưởng thành tích trong phong trào thi đua cải cách hành chính năm 2024"
    decision = deciding.draft(story.authority, waiting, title=title, by=story.office)
    assert decision.session == session
    with pytest.raises(ValidationError, match="sau ngày quyết định"):
        deciding.issue(decision, number="215", dated=dt.date(2024, 12, 15), by=story.chair)
    deciding.issue(decision, number="215", dated=dt.date(2024, 12, 20), by=story.chair)
    text = story.paper("decision", decision)
    for words in ("Số: 215/QĐ-UBND", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ", HUYEN, "Thôn 1"):
        assert words in text
    assert "DỰ THẢO" not in text
    # 0,15 and 0,3 times the base salary of the day (2,340,000), rounded up to ten thousand.
    money = story.paper("payment_list", decision)
    assert {"360.000", "710.000", "1.430.000"} <= set(money.split())
    stored = IssuedPaper.of("decision", decision)
    assert (stored.number, stored.dated) == ("215/QĐ-UBND", dt.date(2024, 12, 20))
    return decision


def units_are_told(story, proposing, own):
    story.on(2024, 12, 31)
    told = story.paper("result_notice", proposing)
    assert "1486/QĐ-UBND" in told
    assert "vượt số lượng khen thưởng của huyện" in told
    failed = story.paper("result_notice", own[-1])
    assert "55,5%" in failed
    assert "tố cáo" not in failed


def certificates_are_handed_over_and_revoked(story, decision):
    story.on(2025, 1, 6)
    assert HOA in story.paper("invitation", decision)
    assert "Kính thưa toàn thể Nhân dân" in story.paper("broadcast", decision)
    certificates = Certificate.objects.filter(award__decision_line__decision=decision)
    assert sorted(c.number for c in certificates) == [1, 2, 3]
    handed = certifying.hand_over_all(certificates, on=dt.date(2025, 1, 6), by=story.office)
    assert handed == 3
    assert story.state(HUYEN, "GK_XA") == NominationState.AWARDED
    assert "06/01/2025" in story.paper("handover_sheet", decision)
    first = Certificate.objects.get(recipient__contains=HUYEN)
    assert HUYEN in story.paper("certificate", first)
    story.on(2025, 1, 9)
    again = certifying.reissue(first, reason="In sai chức vụ", by=story.office)
    assert (again.number, again.code == first.code) == (first.number, False)

    story.on(2025, 2, 10)
    line = decision.lines.get(nomination__person__full_name=HUYEN)
    revoked = {"on": dt.date(2025, 2, 10), "document": "Quyết định số 21/QĐ-UBND",
               "reason": "Xác minh: số liệu báo cáo không đúng"}  # fmt: skip
    with pytest.raises(PermissionDenied):
        deciding.revoke_award(line, by=story.office, **revoked)
    deciding.revoke_award(line, by=story.chair, **revoked)
    assert story.state(HUYEN, "GK_XA") == NominationState.REVOKED
    assert story.state("Thôn 1", "GK_XA") == NominationState.AWARDED
    again = Certificate.objects.get(pk=again.pk)
    with pytest.raises(TransitionNotAllowed, match="thu hồi"):
        certifying.hand_over(again, to=HUYEN, on=dt.date(2025, 2, 10), by=story.office)
    story.on(2025, 3, 3)
    deciding.revoke(decision, by=story.chair, **revoked | {"on": dt.date(2025, 3, 3)})
    assert decision.state == DecisionState.REVOKED
    assert not Award.objects.standing().filter(decision_line__decision=decision).exists()
