"""Sessions of the council on the calendar, its feed and the list of what waits."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Subscription
from campaigns.timetable import entries_for
from campaigns.todo import work_for
from dossiers.models import Seat
from dossiers.states import SessionState
from emulation.organization.models import Role, User
from tests.make import (
    days_from_today,
    make_authority,
    make_council,
    make_seat,
    make_session,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def at(days, hour=14):
    return timezone.make_aware(dt.datetime.combine(days_from_today(days), dt.time(hour)))


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def office(commune):
    return make_user(role=Role.OFFICE, unit=commune)


@pytest.fixture
def session(commune):
    """A session in the afternoon in three days."""
    return make_session(
        council=make_council(authority=commune, seats=5), planned_at=at(3), place="Hội trường"
    )


def entries(user):
    return entries_for(User.objects.get(pk=user.pk), timezone.localdate())


def test_the_office_sees_when_and_where_the_council_meets(session, office):
    (entry,) = entries(office)
    assert (entry.title, entry.detail, entry.url) == (
        "Họp Hội đồng: Họp xét khen thưởng",
        "14 giờ 00, Hội trường; chuẩn bị",
        session.get_absolute_url(),
    )
    assert (entry.last_day, entry.is_open, entry.takes_place) == (days_from_today(3), True, True)


def test_a_late_evening_is_still_that_day(session, office):
    session.planned_at = at(3, hour=23)
    session.save()
    assert entries(office)[0].last_day == days_from_today(3)


def test_a_session_of_this_week_waits_on_the_first_page(session, office):
    (work,) = work_for(User.objects.get(pk=office.pk))
    assert (work.title, work.tone) == ("Họp Hội đồng: Họp xét khen thưởng", "warn")
    session.planned_at = at(20)
    session.save()
    assert work_for(User.objects.get(pk=office.pk)) == []


@pytest.mark.parametrize(
    ("state", "days", "is_open"),
    [("opened", 0, True), ("concluded", 0, False), ("planned", -1, False)],
)
def test_what_is_over_is_not_late(commune, office, state, days, is_open):
    make_session(council=make_council(authority=commune, seats=3), state=state, planned_at=at(days))
    (entry,) = entries(office)
    assert entry.is_open is is_open
    assert len(work_for(User.objects.get(pk=office.pk))) == is_open


def test_a_cancelled_session_is_not_on_it(session, office):
    session.state = SessionState.CANCELLED
    session.save()
    assert entries(office) == []


def test_a_member_with_an_account_sees_it_once_and_only_what_he_may_open(session, commune):
    member = make_user(role=Role.UNIT, unit=make_unit(parent=commune))
    Seat.objects.filter(pk=session.council.seats.first().pk).update(user=member)
    (entry,) = entries(member)
    assert entry.url == reverse("campaigns:calendar")
    session.on_screen = True
    session.save()
    assert entries(member)[0].url == reverse("dossiers:session_ballot", args=[session.pk])


def test_nobody_else_sees_it(session, commune):
    village = make_user(role=Role.UNIT, unit=make_unit(parent=commune))
    elsewhere = make_user(role=Role.OFFICE, unit=make_authority(name="UBND xã Lạc Đạo"))
    assert (entries(village), entries(elsewhere)) == ([], [])


def test_the_page_and_the_feed_name_the_day_itself(session, office, client):
    client.force_login(office)
    page = client.get(reverse("campaigns:calendar")).content.decode()
    day = f"{days_from_today(3):%d/%m/%Y}"
    assert f"ngày <strong>{day}</strong>" in page
    assert f"hết ngày <strong>{day}</strong>" not in page
    Subscription.objects.create(user=office, calendar_token="x" * 43)
    feed = client.get(reverse("campaigns:calendar_feed", args=["x" * 43])).content.decode()
    assert f"DTSTART;VALUE=DATE:{days_from_today(3):%Y%m%d}" in feed
    assert "SUMMARY:Họp Hội đồng: Họp xét khen thưởng" in feed


@pytest.mark.parametrize("sessions", [1, 3])
def test_it_costs_no_more_with_more_sessions(commune, office, sessions, django_assert_num_queries):
    council = make_council(authority=commune, seats=3)
    for days in range(sessions):
        make_session(council=council, planned_at=at(days))
    user = User.objects.get(pk=office.pk)
    with django_assert_num_queries(4):
        assert len(entries_for(user, timezone.localdate())) == sessions


def test_a_second_seat_does_not_double_it(session, office):
    seat = make_seat(council=session.council, user=office)
    session.attendances.create(seat=seat)
    assert len(entries(office)) == 1
