"""The calendar: what is late, what comes next, and the private feed for phones."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.calendar_file import LONGEST, calendar_file
from campaigns.models import Period, Subscription
from campaigns.timetable import entries_for
from campaigns.todo import work_for
from emulation.organization.models import Role, User
from tests.make import (
    days_from_today,
    make_campaign,
    make_extension,
    make_registration,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def entries(user):
    today = timezone.localdate()
    found = entries_for(User.objects.get(pk=user.pk), today)
    return [(entry.title, entry.last_day, entry.is_open) for entry in found]


# --- what is on it -------------------------------------------------------------------------------


def test_a_unit_sees_what_it_owes_itself(period, village, unit_clerk):
    name = period.name
    assert entries(unit_clerk) == [
        (f"Thôn Ngọc: gửi đăng ký thi đua – {name}", days_from_today(29), True),
        (f"Thôn Ngọc: nộp hồ sơ đề nghị khen thưởng – {name}", days_from_today(199), True),
    ]


def test_what_was_sent_is_no_longer_open(period, village, unit_clerk):
    make_registration(period=period, unit=village, state="submitted")
    assert [is_open for _, _, is_open in entries(unit_clerk)] == [False, True]


def test_the_office_sees_how_many_owe(period, village, commune, office_clerk):
    other = make_unit(parent=commune, name="Thôn Đoài")
    make_registration(period=period, unit=other, state="confirmed")
    first = entries_for(office_clerk, timezone.localdate())[0]
    assert (first.title, first.detail) == (
        f"Gửi đăng ký thi đua – {period.name}",
        f"{period.campaign}; 1/2 đơn vị chưa gửi",
    )


def test_a_unit_with_more_time_stands_on_its_own_day(period, village, unit_clerk, office_clerk):
    make_extension(period=period, unit=village)
    assert entries(unit_clerk)[0][1] == days_from_today(39)
    assert entries(office_clerk)[0][:2] == (
        f"Gửi đăng ký thi đua – {period.name} (gia hạn: Thôn Ngọc)", days_from_today(39),
    )  # fmt: skip


def test_tasks_stand_with_the_deadlines(period, village, unit_clerk, office_clerk):
    make_task(campaign=period.campaign, unit=village, who="Thôn Ngọc", text="Treo băng rôn")
    make_task(campaign=period.campaign, text="Phát thanh", before=None)
    assert entries(unit_clerk)[0] == ("Thôn Ngọc: Treo băng rôn", days_from_today(9), True)
    assert entries(office_clerk)[0][0] == "Thôn Ngọc: Treo băng rôn"


def test_a_task_of_another_unit_is_not_ones_own(period, commune, unit_clerk):
    make_task(campaign=period.campaign, unit=make_unit(parent=commune, name="Thôn Đoài"))
    assert not any("Tuyên truyền" in title for title, _, _ in entries(unit_clerk))


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_only_movements_in_force_are_on_it(commune, village, unit_clerk, office_clerk, state):
    campaign = make_campaign(authority=commune, state=state)
    make_task(campaign=campaign)
    assert entries(unit_clerk) == entries(office_clerk) == []


def test_another_commune_sees_nothing(period, village, outsider):
    assert entries(outsider) == []


@pytest.mark.parametrize("campaigns", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("office_clerk", 15), ("unit_clerk", 15)])
def test_it_costs_no_more_with_more_movements(
    commune, village, request, who, queries, campaigns, django_assert_num_queries
):
    for number in range(campaigns):
        made = make_campaign(authority=commune, name=f"Phong trào {number}")
        made.periods.update(results_before=days_from_today(60), report_before=days_from_today(70))
        make_unit(parent=commune, name=f"Thôn {number}")
        make_task(campaign=made)
    user = User.objects.get(pk=request.getfixturevalue(who).pk)
    with django_assert_num_queries(queries):
        entries_for(user, timezone.localdate())


# --- the first page ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "heading"),
    [(0, "Quá hạn"), (1, "Hạn hôm nay, ngày mai"), (2, "Hạn hôm nay, ngày mai"),
     (8, "Hạn trong 7 ngày tới")],
)  # fmt: skip
def test_the_first_page_says_what_is_near_and_what_is_late(
    client, period, village, unit_clerk, days, heading
):
    Period.objects.update(registration_before=days_from_today(days))
    client.force_login(unit_clerk)
    groups = client.get(reverse("home")).context["groups"]
    assert [found for found, _ in groups] == [heading]


def test_late_registrations_stay_on_the_offices_list(period, village, office_clerk):
    Period.objects.update(registration_before=days_from_today(-3))
    (work,) = work_for(office_clerk)
    assert (work.title, work.tone) == (f"Gửi đăng ký thi đua – {period.name}", "bad")


def test_what_was_late_for_long_leaves_the_list(period, village, office_clerk):
    Period.objects.update(registration_before=days_from_today(-60))
    assert work_for(office_clerk) == []


# --- the page ------------------------------------------------------------------------------------


def test_the_page_shows_late_near_and_the_year(client, period, village, unit_clerk):
    Period.objects.update(registration_before=days_from_today(-1))
    client.force_login(unit_clerk)
    response = client.get(reverse("campaigns:calendar"))
    assert [entry.kind for entry in response.context["late"]] == ["registration"]
    assert "đã hết hạn 2 ngày" in response.content.decode()


@pytest.mark.parametrize("year", ["2024", "abc", "99999", "²"])
def test_any_year_can_be_asked_for(client, unit_clerk, year):
    client.force_login(unit_clerk)
    assert client.get(reverse("campaigns:calendar"), {"nam": year}).status_code == 200


# --- the file ------------------------------------------------------------------------------------


def read(content):
    """Read an iCalendar file as a calendar does: unfold, then the properties of each event."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= LONGEST for line in text.split("\r\n"))
    events, event = [], None
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            events.append(event)
            event = None
        elif event is not None:
            event[name] = value
    return events


STAMP = dt.datetime(2026, 11, 22, 7, tzinfo=dt.UTC)


def test_an_event_is_the_whole_last_day():
    content = calendar_file(
        "Lịch", [("a@b", dt.date(2026, 12, 31), "Nộp hồ sơ", "", "")], stamp=STAMP
    )
    assert read(content) == [
        {
            "UID": "a@b",
            "DTSTAMP": "20261122T070000Z",
            "DTSTART;VALUE=DATE": "20261231",
            "DTEND;VALUE=DATE": "20270101",
            "SUMMARY": "Nộp hồ sơ",
            "TRANSP": "TRANSPARENT",
        }
    ]
    assert b"X-WR-TIMEZONE:Asia/Ho_Chi_Minh\r\n" in content


def test_marks_are_escaped_and_long_lines_folded_between_letters():
    long = "Ủy ban; thôn, xóm\\" + "ế" * 100 + "\nhết"
    (event,) = read(
        calendar_file("Lịch", [("a@b", dt.date(2026, 1, 1), long, "", "")], stamp=STAMP)
    )
    assert event["SUMMARY"] == "Ủy ban\\; thôn\\, xóm\\\\" + "ế" * 100 + "\\nhết"


# --- the feed ------------------------------------------------------------------------------------


@pytest.fixture
def feed(client, unit_clerk):
    """The address of the clerk's calendar, made on his page; nobody is logged in."""
    client.force_login(unit_clerk)
    client.post(reverse("campaigns:subscription_feed"))
    url = client.get(reverse("campaigns:subscription")).context["feed_url"]
    client.logout()
    return url


def test_the_feed_needs_no_login_but_its_secret(client, period, village, feed):
    response = client.get(feed)
    first = read(response.content)[0]
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert first["SUMMARY"] == f"Thôn Ngọc: gửi đăng ký thi đua – {period.name}"
    assert first["DTSTART;VALUE=DATE"] == f"{days_from_today(29):%Y%m%d}"


def test_an_entry_keeps_its_name_when_its_day_moves(client, period, village, feed):
    (first, *_) = read(client.get(feed).content)
    Period.objects.update(registration_before=days_from_today(50))
    (moved, *_) = read(client.get(feed).content)
    assert first["UID"] == moved["UID"]
    assert first["DTSTART;VALUE=DATE"] != moved["DTSTART;VALUE=DATE"]


@pytest.mark.parametrize("data", [{}, {"withdraw": "1"}], ids=["new address", "withdrawn"])
def test_an_address_that_leaked_is_revoked(client, unit_clerk, feed, data):
    client.force_login(unit_clerk)
    client.post(reverse("campaigns:subscription_feed"), data)
    assert client.get(feed).status_code == 404


def test_a_closed_account_has_no_calendar(client, unit_clerk, feed):
    User.objects.filter(pk=unit_clerk.pk).update(is_active=False)
    assert client.get(feed).status_code == 404


def test_without_a_secret_there_is_no_feed(client, unit_clerk):
    Subscription.objects.create(user=unit_clerk)
    assert client.get("/lich/x.ics").status_code == 404


def test_an_account_says_whether_and_where_it_is_written_to(client, unit_clerk):
    client.force_login(unit_clerk)
    url = reverse("campaigns:subscription")
    client.post(url, {"email": "thon.ngoc@dinhdu.example"})
    unit_clerk.refresh_from_db()
    assert unit_clerk.email == "thon.ngoc@dinhdu.example"
    assert not Subscription.objects.get(user=unit_clerk).wants_mail


def test_a_wrong_address_is_said_beside_the_field(client, unit_clerk):
    client.force_login(unit_clerk)
    response = client.post(reverse("campaigns:subscription"), {"email": "thon.ngoc"})
    assert "email" in response.context["form"].errors
    assert "thon.ngoc" in response.content.decode()


def test_who_has_no_part_anywhere_sees_an_empty_calendar(client):
    client.force_login(make_user(role=Role.UNIT, unit=make_unit(name="Đài", kind="broadcast")))
    assert "Chưa có thời hạn nào" in client.get(reverse("campaigns:calendar")).content.decode()
