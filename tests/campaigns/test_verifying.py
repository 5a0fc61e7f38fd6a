"""The office's verdicts: met, not met, returned one by one, in bulk; checks and examples."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from awards.facts import Verdict
from awards.models import Scoring
from campaigns.assessing.judging import assessment_of
from campaigns.models import Example, FieldCheck
from campaigns.services import verifying
from campaigns.services.reporting import Claim
from campaigns.states import RETURN_RESULT, VERIFY_MET, VERIFY_UNMET, ResultState
from campaigns.views.proofs import links_to, proofs_in
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed
from tests.campaigns.reported import Reported, said
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    return Reported()


def judge(season, transition, place=0, **values):
    return verifying.judge(season.result(place), transition, by=season.office, **values)


def test_only_the_returned_result_opens_again(season):
    season.report(said("Một"), said("Hai"), said("Ba"))
    judge(season, RETURN_RESULT, 0, note="Ghi rõ số liệu")
    judge(season, VERIFY_MET, 1)
    states = [season.result(place).state for place in range(3)]
    assert states == [ResultState.RETURNED, ResultState.VERIFIED, ResultState.REPORTED]
    assert [season.result(place).is_editable for place in range(3)] == [True, False, False]


@pytest.mark.parametrize("transition", [VERIFY_UNMET, RETURN_RESULT], ids=lambda t: t.name)
def test_a_no_has_a_reason(season, transition):
    season.report(said())
    with pytest.raises(ValidationError) as refused:
        judge(season, transition, note="  ")
    assert set(refused.value.message_dict) == {"note"}
    assert season.result().state == ResultState.REPORTED


@pytest.mark.parametrize("role", [Role.UNIT, Role.CHAIR, Role.AUDITOR])
def test_only_the_office_judges(season, role):
    season.report(said())
    user = make_user(role=role, unit=season.commune)
    with pytest.raises(PermissionDenied):
        verifying.judge(season.result(), VERIFY_MET, by=user)


def test_what_the_unit_changed_since_is_not_judged_unseen(season):
    season.report(said("Cũ"))
    seen = Claim.of(season.result()).seen
    judge(season, RETURN_RESULT, note="Sửa")
    season.report(said("Mới"))
    with pytest.raises(TransitionNotAllowed, match="vừa báo cáo lại"):
        judge(season, VERIFY_MET, seen=seen)


# --- points --------------------------------------------------------------------------------------


@pytest.fixture
def scored():
    made = Reported(criteria=())
    made.scored(10)
    return made


def test_points_other_than_claimed_need_a_reason(scored):
    scored.report(said(claimed_points=Decimal(9)))
    with pytest.raises(ValidationError) as refused:
        judge(scored, VERIFY_MET, points=Decimal(7))
    assert set(refused.value.message_dict) == {"note"}
    judge(scored, VERIFY_MET, points=Decimal(7), note="Thiếu biên bản họp thôn")
    assert scored.result().points == 7


@pytest.mark.parametrize(
    ("points", "message"), [(None, "Hãy ghi điểm"), (Decimal("10.5"), "từ 0 đến 10")]
)
def test_points_lie_within_the_criterion(scored, points, message):
    scored.report(said(claimed_points=Decimal(9)))
    with pytest.raises(ValidationError, match=message):
        judge(scored, VERIFY_MET, points=points, note="Chấm lại")


def test_a_criterion_without_points_gets_none(season):
    season.report(said())
    judge(season, VERIFY_MET, points=Decimal(5))
    assert season.result().points is None


def test_points_taken_away_count_down(scored):
    scored.scored(5, Scoring.PENALTY)
    scored.report(said(claimed_points=Decimal(9)), said(claimed_points=Decimal(2)))
    judge(scored, VERIFY_MET, 0, points=Decimal(9))
    judge(scored, VERIFY_MET, 1, points=Decimal(2))
    assert [scored.result(place).points for place in (0, 1)] == [9, 2]


# --- many at once --------------------------------------------------------------------------------


def test_many_are_verified_and_the_exceptions_named(season):
    season.report(said("Tốt"), said("Chưa xong", claims_met=False), said("Được"))
    judge(season, RETURN_RESULT, 2, note="Sửa")
    bulk = verifying.verify_all(season.results(), by=season.office)
    assert [result.text for result in bulk.done] == ["Tốt"]
    assert [reason for _, reason in bulk.left] == [
        "đơn vị tự đánh giá chưa đạt",
        "Không thể «Xác nhận đạt»: hồ sơ đang ở trạng thái «Trả lại để sửa».",
    ]


def test_scored_results_are_verified_with_the_units_own_points(scored):
    scored.scored(5)
    scored.report(said(claimed_points=Decimal(9)), said())
    bulk = verifying.verify_all(scored.results(), by=scored.office)
    assert [result.points for result in bulk.done] == [9]
    assert [reason for _, reason in bulk.left] == ["chưa có điểm tự chấm"]


def test_another_commune_verifies_nothing(season):
    season.report(said())
    stranger = make_user(role=Role.OFFICE)
    with pytest.raises(PermissionDenied):
        verifying.verify_all(season.results(), by=stranger)


# --- what it leads to ----------------------------------------------------------------------------


def verdict_of(season, user):
    found = assessment_of(
        season.period, season.unit_offer, season.village, timezone.localdate()
    ).assessment
    finding = next(f for f in found.findings if f.rule.criterion == season.criteria[0].pk)
    return finding.verdict, links_to(proofs_in(found), user)


def test_a_verified_result_decides_and_is_linked_as_proof(season):
    assert verdict_of(season, season.clerk)[0] == Verdict.UNKNOWN
    result = season.verified()
    verdict, links = verdict_of(season, season.clerk)
    assert verdict == Verdict.MET
    assert links["campaigns.result", result.pk] == result.get_absolute_url()


def test_a_stranger_gets_no_link_to_a_result(season):
    season.verified()
    assert verdict_of(season, make_user(role=Role.OFFICE))[1] == {}


def test_a_verdict_can_be_looked_at_again(season):
    result = season.verified()
    verifying.reopen(result, by=season.office, note="Có đơn phản ánh")
    fresh = season.result()
    assert (fresh.state, fresh.is_met, fresh.points) == (ResultState.REPORTED, None, None)
    assert list(fresh.log.values_list("note", flat=True))[-1] == "Có đơn phản ánh"


# --- on the spot ---------------------------------------------------------------------------------


def note(season, **values):
    given = {
        "checked_on": timezone.localdate(), "checked_by": "Lê Thị Mai", "finding": "Đúng",
    }  # fmt: skip
    return verifying.note_check(season.result(), **given | values, by=season.office)


def test_a_check_is_noted_and_taken_back(season):
    season.report(said())
    check = note(season, follow_up="Bổ sung biển báo")
    assert FieldCheck.objects.get().follow_up == "Bổ sung biển báo"
    verifying.drop_check(check, by=season.office)
    assert FieldCheck.objects.count() == 0
    assert FieldCheck.history.filter(history_type="-").count() == 1


def test_a_check_cannot_lie_ahead(season):
    season.report(said())
    with pytest.raises(ValidationError, match="không thể sau hôm nay"):
        note(season, checked_on=timezone.localdate() + dt.timedelta(days=1))


def test_the_unit_notes_no_check(season):
    season.report(said())
    with pytest.raises(PermissionDenied):
        verifying.note_check(
            season.result(), checked_on=timezone.localdate(), checked_by="Tôi", finding="Tốt",
            by=season.clerk,
        )  # fmt: skip


# --- examples ------------------------------------------------------------------------------------


def test_a_verified_result_becomes_an_example_and_is_worded_anew(season):
    result = season.verified()
    verifying.praise(result, title="Thu quỹ không dùng tiền mặt", text="Cả thôn", by=season.office)
    verifying.praise(result, title="Thu quỹ qua điện thoại", text="Cả thôn", by=season.office)
    example = Example.objects.get()
    assert (example.title, example.nominee, example.period) == (
        "Thu quỹ qua điện thoại", season.village, season.period,
    )  # fmt: skip


@pytest.mark.parametrize("user", ["clerk", "outsider"])
def test_who_is_not_the_office_praises_nobody(season, user):
    result = season.verified()
    by = season.clerk if user == "clerk" else make_user(role=Role.OFFICE)
    with pytest.raises(PermissionDenied):
        verifying.praise(result, title="Tốt", text="Tốt", by=by)


def test_only_what_is_confirmed_as_met_is_praised(season):
    season.report(said())
    judge(season, VERIFY_UNMET, note="Chưa đủ")
    with pytest.raises(PermissionDenied):
        verifying.praise(season.result(), title="Tốt", text="Tốt", by=season.office)


def test_an_example_is_not_judged_anew_before_it_is_taken_off(season):
    result = season.verified()
    example = verifying.praise(result, title="Tốt", text="Tốt", by=season.office)
    with pytest.raises(TransitionNotAllowed, match="gương điển hình"):
        verifying.reopen(result, by=season.office, note="Xem lại")
    verifying.drop_example(example, by=season.office)
    assert verifying.reopen(result, by=season.office, note="Xem lại")
