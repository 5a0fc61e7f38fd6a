"""Reminders: each falls due once, day by day on a frozen clock; the office reads and releases."""

import datetime as dt
import logging

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import default_task_backend

from campaigns.models import Message, Period, PlanTask, Reminder, ReminderSetting, Subscription
from campaigns.services import extending, reminding, tasking
from campaigns.services.sending import send_message
from campaigns.states import FINISH_TASK, CampaignState, MessageState, RegistrationState
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    days_from_today,
    make_dossier,
    make_membership,
    make_message,
    make_registration,
    make_reminder,
    make_result,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def noon(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@pytest.fixture
def clerk(unit_clerk):
    """The village's clerk, who can be written to."""
    unit_clerk.email = "thon.ngoc@dinhdu.example"
    unit_clerk.save()
    return unit_clerk


@pytest.fixture(autouse=True)
def no_tasks_left():
    default_task_backend.clear()


def run_days(*days):
    """Run the timer on each of the days, reckoned from today; return what fell due on which."""
    due = {}
    for days_ahead in days:
        with time_machine.travel(noon(days_from_today(days_ahead)), tick=False):
            before = set(Reminder.objects.values_list("pk", flat=True))
            call_command("remind", verbosity=0)
            for one in Reminder.objects.exclude(pk__in=before):
                due.setdefault(days_ahead, []).append((one.kind, str(one.unit), one.stage))
    return due


# --- what falls due when -------------------------------------------------------------------------


def test_day_by_day_each_reminder_falls_due_once(period, clerk):
    """The last day to register is in 29 days, that for dossiers far off."""
    assert run_days(*range(20, 40)) == {
        22: [("registration", "Thôn Ngọc", "week")],
        28: [("registration", "Thôn Ngọc", "eve")],
        30: [("registration", "Thôn Ngọc", "late")],
    }


def test_running_again_on_the_same_day_writes_nothing_more(period, clerk):
    run_days(22, 22, 22)
    assert (Reminder.objects.count(), Message.objects.count()) == (1, 1)


def test_a_day_on_which_nothing_ran_is_made_up_for(period, clerk):
    assert run_days(24, 29, 33) == {
        24: [("registration", "Thôn Ngọc", "week")],
        29: [("registration", "Thôn Ngọc", "eve")],
        33: [("registration", "Thôn Ngọc", "late")],
    }


def test_what_was_over_for_long_is_not_reminded_of(period, clerk):
    assert run_days(37) == {}


def test_who_has_sent_is_not_reminded(period, village, clerk):
    make_registration(period=period, unit=village, state=RegistrationState.SUBMITTED)
    assert run_days(22) == {}


def test_a_returned_registration_is_owed_again(period, village, clerk):
    make_registration(period=period, unit=village, state=RegistrationState.RETURNED)
    assert run_days(22) == {22: [("registration", "Thôn Ngọc", "week")]}


def test_an_extension_falls_due_anew_for_the_new_day(period, village, clerk, office_clerk):
    run_days(22)
    extending.extend(
        period, "registration", before=days_from_today(36), reason="Mưa lũ.", by=office_clerk,
        unit=village,
    )  # fmt: skip
    assert run_days(27, 28, 29, 34) == {
        28: [("registration", "Thôn Ngọc", "week")],
        34: [("registration", "Thôn Ngọc", "eve")],
    }


@pytest.mark.parametrize("state", [CampaignState.CLOSED, CampaignState.CANCELLED])
def test_a_movement_that_is_over_reminds_nobody(period, clerk, state):
    period.campaign.state = state
    period.campaign.save()
    assert run_days(22, 28, 30) == {}


def test_results_are_owed_by_who_was_confirmed(period, village, commune, clerk):
    Period.objects.update(registration_before=days_from_today(1), results_before=days_from_today(8))
    make_registration(period=period, unit=village, state=RegistrationState.CONFIRMED)
    make_registration(
        period=period, unit=make_unit(parent=commune, name="Thôn Đoài"),
        state=RegistrationState.SUBMITTED,
    )  # fmt: skip
    assert run_days(0) == {0: [("results", "Thôn Ngọc", "week")]}


def test_reported_results_are_not_owed_any_more(period, village, clerk):
    Period.objects.update(registration_before=days_from_today(1), results_before=days_from_today(8))
    make_registration(period=period, unit=village, state=RegistrationState.CONFIRMED)
    make_result(period=period, unit=village, state="reported")
    assert run_days(0) == {}


@pytest.mark.parametrize(
    ("state", "is_owed"), [(None, True), ("draft", True), ("submitted", False)]
)
def test_a_dossier_is_owed_until_it_is_sent(period, village, clerk, state, is_owed):
    Period.objects.update(registration_before=None, dossier_before=days_from_today(8))
    if state:
        make_dossier(period=period, unit=village, state=state)
    assert bool(run_days(0)) is is_owed


def test_the_authoritys_own_report_is_the_offices(period, office_clerk):
    office_clerk.email = "van.phong@dinhdu.example"
    office_clerk.save()
    Period.objects.update(
        registration_before=None, dossier_before=None, report_before=days_from_today(8)
    )
    run_days(0)
    assert Message.objects.get().recipient == office_clerk


def test_the_database_refuses_a_second_reminder_of_a_stage(period, village):
    make_reminder(period=period, unit=village)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reminder(period=period, unit=village, on=days_from_today(1))


def test_two_runs_in_the_same_moment_write_once(period, village, clerk, monkeypatch):
    """Another run stores the reminder after ours has looked what is there."""
    key = reminding._key

    def looked(reminder):
        if not Reminder.objects.exists():
            make_reminder(period=period, unit=village, before=period.registration_before)
        return key(reminder)

    monkeypatch.setattr(reminding, "_key", looked)
    done = reminding.remind(period.campaign.authority, days_from_today(22))
    assert (done.reminders, Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("units", [1, 3])
def test_reminding_costs_no_more_with_more_units(period, commune, units, django_assert_num_queries):
    for number in range(units):
        make_unit(parent=commune, name=f"Thôn {number}")
    with django_assert_num_queries(19):
        reminding.remind(commune, days_from_today(22))


# --- tasks of the plan ---------------------------------------------------------------------------


def test_a_task_falls_due_like_a_deadline(period, village, clerk):
    make_task(campaign=period.campaign, unit=village, before=days_from_today(11))
    make_task(campaign=period.campaign, unit=village, before=None)
    found = run_days(*range(15))
    assert found == {day: [("", "Thôn Ngọc", stage)] for day, stage in
                     [(3, "week"), (9, "eve"), (11, "late")]}  # fmt: skip


def test_the_mail_names_the_task_in_the_words_of_the_plan(period, village, clerk):
    make_task(
        campaign=period.campaign, unit=village, text="Treo băng rôn;", before=days_from_today(8)
    )
    run_days(0)
    message = Message.objects.get()
    assert message.subject == "Nhắc việc: việc được phân công trong kế hoạch"
    assert "- Thôn Ngọc: Treo băng rôn, xong trước ngày" in message.body


def test_what_the_plan_leaves_to_nobody_is_the_offices(period, office_clerk):
    office_clerk.email = "van.phong@dinhdu.example"
    office_clerk.save()
    make_task(campaign=period.campaign, before=days_from_today(8))
    run_days(0)
    assert Message.objects.get().recipient == office_clerk


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_a_task_that_is_done_is_not_reminded_of(period, village, clerk, state):
    make_task(campaign=period.campaign, unit=village, before=days_from_today(8), state=state)
    assert run_days(0) == {}


def test_a_task_done_meanwhile_is_not_mailed(period, village, clerk, office_clerk):
    task = make_task(campaign=period.campaign, unit=village, before=days_from_today(8))
    run_days(0)
    message = Message.objects.get()
    tasking.step(task, FINISH_TASK, by=clerk, note="Đã treo 5 băng rôn.")
    assert not reminding.release(message, by=office_clerk)


def test_a_task_handed_to_another_unit_is_not_reminded_of_twice(period, village, commune, clerk):
    task = make_task(campaign=period.campaign, unit=village, before=days_from_today(8))
    run_days(0)
    PlanTask.objects.filter(pk=task.pk).update(unit=make_unit(parent=commune, name="Thôn Đoài"))
    assert run_days(1) == {}


# --- who hears of it -----------------------------------------------------------------------------


def test_one_person_gets_one_digest_of_all_that_is_due(period, village, commune, clerk):
    other = make_unit(parent=commune, name="Thôn Đoài")
    make_membership(user=clerk, role=Role.UNIT, unit=other)
    run_days(22)
    message = Message.objects.get()
    assert message.reminders.count() == 2
    assert message.subject == "Nhắc 2 việc thi đua, khen thưởng"
    assert "- Thôn Đoài: gửi đăng ký thi đua trước ngày" in message.body


def test_who_opted_out_or_has_no_address_is_not_written_to(period, clerk):
    Subscription.objects.create(user=clerk, wants_mail=False)
    done = reminding.remind(period.campaign.authority, days_from_today(22))
    assert (done.reminders, done.messages, [str(unit) for unit in done.unreached]) == (
        1, 0, ["Thôn Ngọc"],
    )  # fmt: skip


def test_an_account_that_is_closed_is_not_written_to(period, clerk):
    clerk.is_active = False
    clerk.save()
    assert reminding.remind(period.campaign.authority, days_from_today(22)).messages == 0


# --- the office releases -------------------------------------------------------------------------


@pytest.fixture
def waiting(period, clerk):
    """The reminder of the village, waiting in the outbox."""
    reminding.remind(period.campaign.authority, days_from_today(22))
    return Message.objects.get()


def test_a_message_waits_until_the_office_releases_it(waiting, office_clerk):
    assert (waiting.state, default_task_backend.results) == (MessageState.WAITING, [])
    assert reminding.release(waiting, by=office_clerk)
    (task,) = default_task_backend.results
    assert (waiting.state, task.args) == (MessageState.RELEASED, [waiting.pk])
    assert waiting.log.get().by == office_clerk


def test_a_released_message_goes_by_mail_and_says_when(waiting, office_clerk):
    reminding.release(waiting, by=office_clerk)
    send_message.func(waiting.pk)
    (sent,) = mail.outbox
    waiting.refresh_from_db()
    assert (sent.to, sent.subject) == (["thon.ngoc@dinhdu.example"], waiting.subject)
    assert (waiting.state, waiting.sent_at is not None) == (MessageState.SENT, True)
    assert [entry.transition for entry in waiting.log.all()] == ["release", "deliver"]


def test_running_the_task_twice_sends_once(waiting, office_clerk):
    reminding.release(waiting, by=office_clerk)
    send_message.func(waiting.pk)
    send_message.func(waiting.pk)
    assert len(mail.outbox) == 1


def test_a_message_that_is_not_released_is_not_sent(waiting):
    send_message.func(waiting.pk)
    assert mail.outbox == []


class Refusing:
    """A mail server that takes nothing."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError(messages[0].to)


def test_a_server_that_refuses_is_asked_again_and_at_last_the_office_is_told(
    waiting, office_clerk, settings, caplog
):
    settings.EMAIL_BACKEND = "tests.campaigns.test_reminding.Refusing"
    reminding.release(waiting, by=office_clerk)
    with caplog.at_level(logging.INFO):
        for _ in range(4):
            send_message.func(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (MessageState.FAILED, 4)
    assert "sau 4 lần thử (ConnectionRefusedError)" in waiting.log.last().note
    waits = [task.task.run_after for task in default_task_backend.results[1:]]
    assert len(waits) == 3
    assert waits == sorted(waits)
    assert "thon.ngoc" not in caplog.text
    assert str(waiting.recipient) not in caplog.text


def test_what_failed_can_be_released_again(waiting, office_clerk):
    Message.objects.update(state=MessageState.FAILED, released_by=office_clerk, attempts=4)
    waiting.refresh_from_db()
    assert reminding.release(waiting, by=office_clerk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (MessageState.RELEASED, 0)


def test_what_was_handed_in_meanwhile_is_not_chased(waiting, period, village, office_clerk):
    make_registration(period=period, unit=village, state=RegistrationState.SUBMITTED)
    assert not reminding.release(waiting, by=office_clerk)
    waiting.refresh_from_db()
    assert (waiting.state, default_task_backend.results) == (MessageState.DROPPED, [])


def test_a_dropped_message_is_not_sent(waiting, office_clerk):
    reminding.drop(waiting, by=office_clerk, note="Đã gọi điện.")
    with pytest.raises(TransitionNotAllowed):
        reminding.release(waiting, by=office_clerk)


def test_words_are_changed_only_while_it_waits(waiting, office_clerk):
    reminding.reword(waiting, subject="Nhắc", body="Đề nghị gửi sớm.", by=office_clerk)
    waiting.refresh_from_db()
    assert waiting.body == "Đề nghị gửi sớm."
    reminding.release(waiting, by=office_clerk)
    with pytest.raises(TransitionNotAllowed):
        reminding.reword(waiting, subject="Nhắc", body="Khác.", by=office_clerk)


@pytest.mark.parametrize("units", [1, 3])
def test_what_is_still_owed_is_looked_up_once_for_all(
    period, commune, clerk, office_clerk, units, django_assert_max_num_queries
):
    """Each letter costs its move, its log row, the seal of this and its task; who owes what is
    asked once."""
    for number in range(units):
        unit = make_unit(parent=commune, name=f"Thôn {number}")
        make_user(role=Role.UNIT, unit=unit, email=f"thon{number}@dinhdu.example")
    reminding.remind(commune, days_from_today(22))
    with django_assert_max_num_queries(16 + 5 * (units + 1)):
        assert reminding.release_all(commune, by=office_clerk) == (units + 1, 0)


def test_all_that_waits_goes_at_once(waiting, commune, office_clerk):
    make_message(authority=make_unit(parent=None), subject="Xã khác")
    assert reminding.release_all(commune, by=office_clerk) == (1, 0)
    assert len(default_task_backend.results) == 1


@pytest.mark.parametrize("who", ["clerk", "chair", "auditor", "outsider"])
def test_only_the_office_releases(waiting, request, who):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        reminding.release(waiting, by=user)
    with pytest.raises(PermissionDenied):
        reminding.release_all(waiting.authority, by=user)


def test_an_office_may_have_its_reminders_sent_without_reading(
    period, commune, clerk, office_clerk
):
    ReminderSetting.objects.create(
        authority=commune, sends_unread=True, opening="Văn phòng thông báo:", set_by=office_clerk
    )
    reminding.remind(commune, days_from_today(22))
    message = Message.objects.get()
    assert (message.state, message.released_by) == (MessageState.RELEASED, office_clerk)
    assert message.body.startswith("Văn phòng thông báo:")


# --- chasing -------------------------------------------------------------------------------------


def test_one_click_chases_who_has_not_sent_once_a_day(period, village, clerk, office_clerk):
    first = reminding.chase(period, "registration", by=office_clerk)
    again = reminding.chase(period, "registration", by=office_clerk)
    assert (first.reminders, first.messages, again.reminders) == (1, 1, 0)
    with time_machine.travel(noon(days_from_today(1)), tick=False):
        assert reminding.chase(period, "registration", by=office_clerk).reminders == 1


def test_chasing_does_not_use_up_the_reminders_of_the_timer(period, clerk, office_clerk):
    reminding.chase(period, "registration", by=office_clerk)
    assert 22 in run_days(22)


def test_what_has_no_deadline_is_not_chased(period, office_clerk):
    with pytest.raises(TransitionNotAllowed):
        reminding.chase(period, "results", by=office_clerk)


def test_the_timer_does_not_need_a_user(period):
    make_user()
    call_command("remind", verbosity=0)
    assert Reminder.objects.count() == 0
