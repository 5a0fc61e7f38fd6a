"""The pages of deadlines and of the outbox: who sees them, what they do, what they keep."""

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Extension, Message, ReminderSetting
from campaigns.states import MessageState
from tests.make import (
    days_from_today,
    make_message,
    make_registration,
    make_reminder,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, office_clerk):
    client.force_login(office_clerk)
    return client


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def day(days):
    return f"{days_from_today(days):%d/%m/%Y}"


# --- deadlines -----------------------------------------------------------------------------------


def test_the_office_gives_more_time_and_everybody_reads_why(office, period, village, unit_clerk):
    data = {"kind": "registration", "unit": "", "before": day(40), "reason": "Mưa lũ kéo dài."}
    response = office.post(url("period_deadlines", period.pk), data, follow=True)
    assert "Mưa lũ kéo dài." in response.content.decode()
    office.force_login(unit_clerk)
    page = office.get(period.campaign.get_absolute_url()).content.decode()
    assert f"đến hết ngày {day(39)}. Mưa lũ kéo dài." in page


def test_more_time_for_one_village_is_not_told_to_the_others(
    office, period, village, commune, unit_clerk
):
    data = {"kind": "registration", "unit": village.pk, "before": day(40), "reason": "Mưa lũ."}
    office.post(url("period_deadlines", period.pk), data)
    office.force_login(unit_clerk)
    assert "Mưa lũ." in office.get(period.campaign.get_absolute_url()).content.decode()
    neighbour = make_user(role="unit", unit=make_unit(parent=commune, name="Thôn Đoài"))
    office.force_login(neighbour)
    assert "Mưa lũ." not in office.get(period.campaign.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"before": "31/02/2026"}, "before"),
        ({"before": "1/1/2020"}, "before"),
        ({"reason": ""}, "reason"),
        ({"kind": "tea"}, "kind"),
        ({"unit": "999999"}, "unit"),
    ],
)
def test_what_cannot_be_comes_back_beside_the_field(office, period, village, data, field):
    typed = {"kind": "registration", "before": day(40), "reason": "Mưa lũ kéo dài."} | data
    response = office.post(url("period_deadlines", period.pk), typed)
    assert field in response.context["form"].errors
    assert ("Mưa lũ kéo dài." in response.content.decode()) is (field != "reason")
    assert not Extension.objects.exists()


def test_a_unit_of_another_commune_cannot_be_given_time(office, period, village):
    foreign = make_unit(name="Thôn Xa")
    data = {"kind": "registration", "unit": foreign.pk, "before": day(40), "reason": "Mưa lũ."}
    assert "unit" in office.post(url("period_deadlines", period.pk), data).context["form"].errors


def test_an_auditor_reads_and_gives_no_time(client, period, auditor):
    client.force_login(auditor)
    assert (
        "Gia hạn, đặt thời hạn"
        not in client.get(url("period_deadlines", period.pk)).content.decode()
    )
    data = {"kind": "registration", "before": day(40), "reason": "Mưa lũ."}
    assert client.post(url("period_deadlines", period.pk), data).status_code == 403


def test_a_unit_does_not_see_the_offices_page(client, period, unit_clerk):
    client.force_login(unit_clerk)
    assert client.get(url("period_deadlines", period.pk)).status_code == 403


@pytest.mark.parametrize("units", [1, 3])
def test_the_page_costs_no_more_with_more_units(
    office, period, commune, units, django_assert_num_queries
):
    for number in range(units):
        unit = make_unit(parent=commune, name=f"Thôn {number}")
        make_registration(period=period, unit=unit)
        Extension.objects.create(
            period=period, kind="registration", unit=unit, old_before=period.registration_before,
            before=days_from_today(40 + number), reason="Mưa lũ.", by=make_user(),
        )  # fmt: skip
    with django_assert_num_queries(18):
        office.get(url("period_deadlines", period.pk))


def test_the_report_that_went_is_noted(office, period):
    period.report_before = days_from_today(20)
    period.save()
    page = url("period_reported", period.pk)
    assert "on" in office.post(page, {"on": day(3)}).context["reported_form"].errors
    office.post(page, {"on": day(0)})
    period.refresh_from_db()
    assert period.reported_on == timezone.localdate()


def test_nothing_is_changed_by_looking(office, period):
    for name in ("period_reported",):
        assert office.get(url(name, period.pk)).status_code == 405
    for name in ("period_chase", "period_letter"):
        assert office.get(url(name, period.pk, "registration")).status_code == 405


# --- the board -----------------------------------------------------------------------------------


def test_the_board_counts_late_ones_and_by_kind_of_unit(office, period, village, commune):
    make_registration(period=period, unit=village, state="submitted", is_late=True)
    make_unit(parent=commune, name="Thôn Đoài")
    department = make_unit(parent=commune, name="Bộ phận Tư pháp", kind="department")
    make_registration(period=period, unit=department, state="confirmed")
    context = office.get(period.get_absolute_url(), {"state": "late"}).context
    assert [str(row.unit) for row in context["rows"]] == ["Thôn Ngọc"]
    found = {kind: (counts["not_sent"], counts["confirmed"], late)
             for kind, counts, late in context["by_kind"]}  # fmt: skip
    assert found == {
        "Bộ phận, phòng chuyên môn": (0, 1, 0),
        "Thôn, tổ dân phố": (1, 0, 1),
    }


# --- the outbox ----------------------------------------------------------------------------------


@pytest.fixture
def message(period, village, commune):
    return make_message(authority=commune, reminders=[make_reminder(period=period, unit=village)])


def test_the_office_reads_changes_and_releases(office, message):
    assert message.subject in office.get(url("message_list")).content.decode()
    office.post(message.get_absolute_url(), {"subject": "Nhắc gấp", "body": "Đề nghị gửi ngay."})
    assert Message.objects.get().body == "Đề nghị gửi ngay."
    office.post(url("message_transition", message.pk), {"transition": "release"})
    assert Message.objects.get().state == MessageState.RELEASED
    assert "Đề nghị gửi ngay." in office.get(message.get_absolute_url()).content.decode()


def test_one_click_releases_all(office, message):
    office.post(url("message_release_all"))
    assert Message.objects.get().state == MessageState.RELEASED


def test_a_message_is_dropped(office, message):
    office.post(url("message_transition", message.pk), {"transition": "drop"})
    assert Message.objects.get().state == MessageState.DROPPED


@pytest.mark.parametrize("step", ["deliver", "fail", "fly", ""])
def test_the_carriers_steps_are_not_for_people(office, message, step):
    page = url("message_transition", message.pk)
    assert office.post(page, {"transition": step}).status_code == 404


def test_an_empty_message_is_not_saved(office, message):
    response = office.post(message.get_absolute_url(), {"subject": "", "body": "Gửi ngay."})
    assert "subject" in response.context["form"].errors
    assert Message.objects.get().body == message.body


def test_an_auditor_reads_the_outbox_and_sends_nothing(client, message, auditor):
    client.force_login(auditor)
    assert client.get(message.get_absolute_url()).status_code == 200
    step = url("message_transition", message.pk)
    assert client.post(step, {"transition": "release"}).status_code == 403
    assert client.post(url("message_release_all")).status_code == 403
    assert client.get(url("reminder_setting")).status_code == 403


def test_a_unit_has_no_outbox(client, message, unit_clerk):
    client.force_login(unit_clerk)
    assert client.get(url("message_list")).status_code == 404
    assert client.get(message.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("messages", [1, 3])
def test_the_outbox_costs_no_more_with_more_messages(
    office, commune, messages, django_assert_num_queries
):
    for _ in range(messages):
        make_message(authority=commune)
    with django_assert_num_queries(7):
        office.get(url("message_list"))


def test_the_office_sets_how_it_reminds(office, commune, office_clerk):
    office.post(url("reminder_setting"), {"sends_unread": "on", "opening": "Kính gửi đơn vị,"})
    setting = ReminderSetting.objects.get()
    assert (setting.authority, setting.sends_unread, setting.set_by) == (
        commune, True, office_clerk,
    )  # fmt: skip
    assert setting.history.count() == 1
