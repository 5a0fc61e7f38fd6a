"""One engine of deadlines: more time for all or for one unit, and every check asks it."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from campaigns.models import Extension, Period
from campaigns.services import extending, registering
from campaigns.services.copying import copy
from campaigns.services.filing import may_file_for
from campaigns.states import ACCEPT_LATE, SUBMIT
from campaigns.todo import work_for
from emulation.workflow import TransitionNotAllowed
from tests.make import days_from_today, make_dossier, make_registration, make_unit

pytestmark = pytest.mark.django_db
WHY = "Mưa lũ kéo dài, thôn chưa họp được."


def at(day):
    """Noon of a day in Việt Nam."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def extend(period, by, kind="registration", days=40, **values):
    values = {"before": days_from_today(days), "reason": WHY} | values
    return extending.extend(period, kind, by=by, **values)


def fresh(period):
    return Period.objects.get(pk=period.pk)


# --- what an extension does ----------------------------------------------------------------------


def test_more_time_for_all_moves_the_deadline_and_keeps_the_old_day(period, office_clerk):
    old = period.registration_before
    made = extend(period, office_clerk)
    assert (made.old_before, made.before, made.reason, made.by) == (
        old, days_from_today(40), WHY, office_clerk,
    )  # fmt: skip
    assert fresh(period).registration_before == days_from_today(40)
    assert fresh(period).planned("registration") == old


def test_more_time_for_one_unit_leaves_the_others_alone(period, village, commune, office_clerk):
    other = make_unit(parent=commune, name="Thôn Đoài")
    extend(period, office_clerk, unit=village)
    period = fresh(period)
    assert period.before("registration", village) == days_from_today(40)
    assert period.before("registration", other) == days_from_today(30)
    assert period.registration_before == days_from_today(30)


def test_later_of_both_holds_when_all_get_more_time_than_the_unit_had(
    period, village, office_clerk
):
    extend(period, office_clerk, unit=village, days=40)
    extend(period, office_clerk, days=50)
    assert fresh(period).before("registration", village) == days_from_today(50)


def test_a_deadline_that_the_plan_left_open_is_set(period, office_clerk):
    made = extend(period, office_clerk, kind="results", days=90)
    assert (made.old_before, fresh(period).results_before) == (None, days_from_today(90))


@pytest.mark.parametrize(
    ("kind", "days", "field", "words"),
    [
        ("registration", 30, "before", "Phải sau thời hạn đang áp dụng"),
        ("registration", 20, "before", "Phải sau thời hạn đang áp dụng"),
        ("registration", 201, "before", "hãy gia hạn mục đó trước"),
        ("results", 29, "before", "Trước hạn đăng ký"),
        ("results", 0, "before", "từ hôm nay trở đi"),
        ("dossier", 302, "before", "Sau ngày kết thúc phong trào"),
    ],
)
def test_a_day_that_cannot_be_is_refused(period, office_clerk, kind, days, field, words):
    with pytest.raises(ValidationError) as refused:
        extend(period, office_clerk, kind=kind, days=days)
    assert words in refused.value.message_dict[field][0]
    assert not Extension.objects.exists()


def test_the_report_to_the_superior_may_follow_the_end_of_the_movement(period, office_clerk):
    extend(period, office_clerk, kind="report", days=320)
    assert fresh(period).report_before == days_from_today(320)


def test_a_reason_is_needed(period, office_clerk):
    with pytest.raises(ValidationError, match="Hãy ghi lý do"):
        extend(period, office_clerk, reason="  ")


def test_one_unit_has_nothing_to_extend_while_there_is_no_deadline(period, village, office_clerk):
    with pytest.raises(ValidationError, match="Chưa có thời hạn chung"):
        extend(period, office_clerk, kind="results", days=90, unit=village)


@pytest.mark.parametrize("who", ["unit_clerk", "auditor", "outsider"])
def test_only_the_desk_gives_time(period, request, who):
    with pytest.raises(PermissionDenied):
        extend(period, request.getfixturevalue(who))


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_movement_that_is_over_gives_no_more_time(period, office_clerk, state):
    period.campaign.state = state
    period.campaign.save()
    with pytest.raises(TransitionNotAllowed):
        extend(fresh(period), office_clerk)


def test_two_at_once_do_not_overwrite_each_other(period, office_clerk, monkeypatch):
    """Another officer moves the same deadline between our reading and our writing."""
    fault = extending._fault

    def meanwhile(found, *args):
        Period.objects.filter(pk=found.pk).update(registration_before=days_from_today(60))
        return fault(found, *args)

    monkeypatch.setattr(extending, "_fault", meanwhile)
    with pytest.raises(TransitionNotAllowed, match="Có người khác"):
        extend(period, office_clerk)


# --- every check asks ----------------------------------------------------------------------------


def test_day_by_day_a_unit_with_more_time_may_send_when_others_may_not(
    period, village, commune, office_clerk
):
    other = make_unit(parent=commune, name="Thôn Đoài")
    extend(period, office_clerk, unit=village, days=33)
    mine = make_registration(period=period, unit=village)
    theirs = make_registration(period=period, unit=other)
    seen = []
    for days in (29, 30, 32, 33):
        with time_machine.travel(at(days_from_today(days)), tick=False):
            today = timezone.localdate()
            seen.append(
                tuple(
                    not registering.refusal(type(one).objects.get(pk=one.pk), SUBMIT, today)
                    for one in (mine, theirs)
                )
            )
    assert seen == [(True, True), (True, False), (True, False), (False, False)]


def test_late_is_reckoned_by_the_units_own_day(period, village, office_clerk):
    extend(period, office_clerk, unit=village, days=33)
    registration = make_registration(period=period, unit=village)
    assert "không cần nhận muộn" in registering.refusal(
        registration, ACCEPT_LATE, days_from_today(32)
    )
    assert registering.refusal(registration, ACCEPT_LATE, days_from_today(33)) == ""


def test_the_unit_still_finds_the_registration_on_its_list(
    period, village, unit_clerk, office_clerk
):
    extend(period, office_clerk, unit=village, days=33)
    with time_machine.travel(at(days_from_today(31)), tick=False):
        (work,) = work_for(type(unit_clerk).objects.get(pk=unit_clerk.pk))
    assert work.title == "Thôn Ngọc: gửi đăng ký thi đua " + period.name.lower()
    assert work.before == days_from_today(33)


def test_a_dossier_keeps_to_the_units_own_day(period, village, office_clerk):
    extend(period, office_clerk, kind="dossier", days=210, unit=village)
    dossier = make_dossier(period=fresh(period), unit=village)
    assert dossier.before == days_from_today(210)


def test_next_years_copy_starts_from_what_the_plan_said(period, office_clerk):
    campaign = period.campaign
    planned = period.registration_before
    extend(period, office_clerk)
    assert may_file_for(office_clerk)
    copied = copy(campaign, campaign.starts_on.year + 1, by=office_clerk)
    assert (copied.periods.get().registration_before.month, copied.periods.get().year) == (
        planned.month,
        period.year + 1,
    )


# --- the report ----------------------------------------------------------------------------------


def test_the_report_is_noted_with_its_day(period, office_clerk):
    extending.set_reported(period, on=timezone.localdate(), by=office_clerk)
    assert fresh(period).reported_on == timezone.localdate()


@pytest.mark.parametrize("days", [1, -40])
def test_a_report_is_not_sent_tomorrow_or_before_the_period(period, office_clerk, days):
    with pytest.raises(ValidationError):
        extending.set_reported(period, on=days_from_today(days), by=office_clerk)
