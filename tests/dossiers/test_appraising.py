"""The office's desk: receipt, supplement, verdicts, the close of an appraisal."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from dossiers.services import appraising
from dossiers.states import (
    DEFER,
    MARK_ELIGIBLE,
    MARK_INELIGIBLE,
    DossierState,
    NominationState,
)
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    days_from_today,
    make_agenda_item,
    make_council,
    make_dossier,
    make_nomination,
    make_period,
    make_session,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def office_of(dossier):
    return make_user(role=Role.OFFICE, unit=dossier.authority)


def received(**values):
    return make_dossier(state=DossierState.RECEIVED, **values)


# --- receiving -----------------------------------------------------------------------------------


def test_a_received_dossier_is_numbered_and_has_a_handler():
    dossier = make_dossier(state=DossierState.SUBMITTED)
    office = office_of(dossier)
    appraising.receive(dossier, by=office)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.receipt_number, dossier.handler) == ("received", 1, office)


def test_receipt_numbers_run_within_a_period():
    first = make_dossier(state=DossierState.SUBMITTED)
    office = office_of(first)
    second = make_dossier(state=DossierState.SUBMITTED, period=first.period)
    appraising.receive(first, by=office)
    appraising.receive(second, by=office)
    assert second.receipt_number == 2


def test_another_period_counts_anew():
    first = make_dossier(state=DossierState.SUBMITTED)
    office = office_of(first)
    appraising.receive(first, by=office)
    later = make_period(campaign=first.period.campaign, name="Kỳ sau")
    other = make_dossier(state=DossierState.SUBMITTED, period=later)
    appraising.receive(other, by=office)
    assert other.receipt_number == 1


def test_the_second_who_receives_is_told():
    dossier = make_dossier(state=DossierState.SUBMITTED)
    office, stale = office_of(dossier), type(dossier).objects.get(pk=dossier.pk)
    appraising.receive(dossier, by=office)
    with pytest.raises(TransitionNotAllowed, match="vừa chuyển trạng thái"):
        appraising.receive(stale, by=office)


def test_a_unit_does_not_receive():
    dossier = make_dossier(state=DossierState.SUBMITTED)
    with pytest.raises(PermissionDenied):
        appraising.receive(dossier, by=make_user(role=Role.UNIT, unit=dossier.unit))


# --- supplement ----------------------------------------------------------------------------------


def ask(dossier, by, **values):
    return appraising.request_supplement(
        dossier,
        **{"items": ["Báo cáo thành tích"], "before": days_from_today(5), "note": "Thiếu chữ ký"}
        | values,
        by=by,
    )


def test_a_supplement_names_what_is_missing_and_until_when():
    dossier = received()
    ask(dossier, office_of(dossier))
    dossier.refresh_from_db()
    assert dossier.state == DossierState.SUPPLEMENT
    assert dossier.supplement_items == ["Báo cáo thành tích"]
    assert dossier.supplement_before == days_from_today(5)


def test_a_supplement_is_asked_for_once():
    dossier = received(supplement_count=1)
    with pytest.raises(TransitionNotAllowed, match="1 lần"):
        ask(dossier, office_of(dossier))


def test_how_often_is_a_setting(settings):
    settings.SUPPLEMENT_REQUESTS = 2
    dossier = received(supplement_count=1)
    ask(dossier, office_of(dossier))
    assert dossier.supplement_count == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"items": [" "]}, "items"), ({"before": days_from_today(0)}, "before")],
)
def test_an_empty_or_late_request_is_refused_beside_its_field(wrong, field):
    dossier = received()
    with pytest.raises(ValidationError) as refused:
        ask(dossier, office_of(dossier), **wrong)
    assert list(refused.value.message_dict) == [field]


# --- verdicts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("transition", "note", "state"),
    [
        (MARK_ELIGIBLE, "", NominationState.ELIGIBLE),
        (MARK_INELIGIBLE, "Chưa có sáng kiến", NominationState.INELIGIBLE),
        (DEFER, "Đang xác minh đơn", NominationState.DEFERRED),
    ],
)
def test_a_nomination_gets_its_verdict(transition, note, state):
    nomination = make_nomination(dossier=received())
    appraising.judge(nomination, transition, by=office_of(nomination.dossier), note=note)
    nomination.refresh_from_db()
    assert nomination.state == state
    assert nomination.log.get().note == note


@pytest.mark.parametrize("transition", [MARK_INELIGIBLE, DEFER])
def test_a_verdict_against_has_a_reason(transition):
    nomination = make_nomination(dossier=received())
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi lý do"):
        appraising.judge(nomination, transition, by=office_of(nomination.dossier))


@pytest.mark.parametrize("outcome", ["ineligible", "deferred"])
def test_eligible_against_the_finding_has_a_reason(outcome):
    nomination = make_nomination(dossier=received(), snapshot_outcome=outcome)
    with pytest.raises(TransitionNotAllowed, match="vẫn đủ điều kiện"):
        appraising.judge(nomination, MARK_ELIGIBLE, by=office_of(nomination.dossier))


@pytest.mark.parametrize("state", [DossierState.DRAFT, DossierState.SUBMITTED])
def test_nothing_is_judged_before_receipt(state):
    nomination = make_nomination(dossier=make_dossier(state=state))
    with pytest.raises(TransitionNotAllowed, match="chỉ thẩm định khi đã tiếp nhận"):
        appraising.judge(nomination, MARK_ELIGIBLE, by=office_of(nomination.dossier))


def test_many_are_judged_with_exceptions():
    dossier = received()
    first, second, third = (make_nomination(dossier=dossier) for _ in range(3))
    done, refused = appraising.judge_all(
        [first, second, third], MARK_ELIGIBLE, by=office_of(dossier), except_for={second.pk}
    )
    second.refresh_from_db()
    assert (done, refused, second.state) == (2, [], NominationState.PROPOSED)


def test_one_that_cannot_be_judged_is_named_and_the_others_go_on():
    dossier = received()
    good = make_nomination(dossier=dossier)
    odd = make_nomination(dossier=dossier, state=NominationState.PASSED)
    done, refused = appraising.judge_all([odd, good], MARK_ELIGIBLE, by=office_of(dossier))
    good.refresh_from_db()
    assert (done, good.state) == (1, NominationState.ELIGIBLE)
    assert str(odd) in refused[0]


# --- closing -------------------------------------------------------------------------------------


def test_an_appraisal_closes_when_everybody_has_a_verdict():
    dossier = received()
    make_nomination(dossier=dossier, state=NominationState.ELIGIBLE)
    appraising.appraise(dossier, by=office_of(dossier))
    assert dossier.state == DossierState.APPRAISED


def test_an_appraisal_names_who_has_no_verdict():
    dossier = received()
    nomination = make_nomination(dossier=dossier)
    with pytest.raises(ValidationError, match=str(nomination.nominee)):
        appraising.appraise(dossier, by=office_of(dossier))


def test_an_appraisal_is_resumed_with_a_reason():
    dossier = make_dossier(state=DossierState.APPRAISED)
    appraising.resume(dossier, by=office_of(dossier), note="Có thêm minh chứng")
    assert dossier.state == DossierState.RECEIVED


def test_what_the_council_has_is_not_resumed():
    dossier = make_dossier(state=DossierState.APPRAISED)
    nomination = make_nomination(dossier=dossier, state=NominationState.ELIGIBLE)
    session = make_session(council=make_council(authority=dossier.authority, seats=3))
    make_agenda_item(session=session, nomination=nomination)
    with pytest.raises(TransitionNotAllowed, match="đã được đưa ra Hội đồng"):
        appraising.resume(dossier, by=office_of(dossier), note="Xem lại")


# --- paper copies --------------------------------------------------------------------------------


def test_paper_copies_are_noted():
    dossier = received()
    appraising.file_paper(
        dossier, sets=1, received_on=days_from_today(0), shelf="Tủ 2", by=office_of(dossier)
    )
    dossier.refresh_from_db()
    assert (dossier.paper_sets, dossier.shelf) == (1, "Tủ 2")


@pytest.mark.parametrize("day", [None, days_from_today(1)])
def test_paper_copies_have_a_day_that_has_been(day):
    dossier = received()
    with pytest.raises(ValidationError, match="nộp"):
        appraising.file_paper(dossier, sets=1, received_on=day, shelf="", by=office_of(dossier))


def test_a_dossier_is_given_to_a_colleague():
    dossier = received()
    colleague = make_user(role=Role.OFFICE, unit=dossier.authority)
    appraising.assign(dossier, colleague, by=office_of(dossier))
    dossier.refresh_from_db()
    assert dossier.handler == colleague


def test_a_dossier_is_not_given_to_a_stranger():
    dossier = received()
    stranger = make_user(role=Role.UNIT, unit=make_unit(parent=dossier.authority, name="Thôn Cầu"))
    with pytest.raises(ValidationError, match="phải là cán bộ văn phòng"):
        appraising.assign(dossier, stranger, by=office_of(dossier))
