"""The matrix page: what it shows, saves, refuses; every step of the workflow over HTTP."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from campaigns.models import Line, Mark, Registration
from campaigns.states import RegistrationState
from emulation.organization.models import IssuedPaper, Role
from tests.make import (
    days_from_today,
    make_authority,
    make_campaign,
    make_line,
    make_person,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    """An issued campaign with one village registering, and the users around it."""

    class Season:
        authority = make_authority()
        village = make_unit(parent=authority, name="Thôn Ngọc")
        campaign = make_campaign(authority=authority)
        period = campaign.periods.get()
        person_award, unit_award = campaign.offers.order_by("column")
        registration = make_registration(period=period, unit=village)
        line = make_line(registration=registration)
        head = make_user(role=Role.UNIT, unit=village)
        officer = make_user(role=Role.OFFICE, unit=authority)
        url = registration.get_absolute_url()

        def typed(self, **changes):
            """What the browser posts for the one row, marked for the collective's award."""
            prefix = f"line-{self.line.pk}"
            return {
                f"{prefix}-marks": [str(self.unit_award.pk)],
                f"{prefix}-targets": "Không có đơn thư",
            } | changes

        def take(self, client, user, step, note=""):
            client.force_login(user)
            url = reverse("campaigns:registration_transition", args=[self.registration.pk])
            return client.post(url, {"transition": step, "note": note}, follow=True)

        def state(self):
            return Registration.objects.get(pk=self.registration.pk).state

    return Season()


def test_the_page_shows_the_official_columns_in_order(client, season):
    client.force_login(season.head)
    text = client.get(season.url).content.decode()
    places = [text.index(word) for word in ("STT", "Tập thể, cá nhân", "Danh hiệu thi đua",
              "Lao động tiên tiến", "Tập thể lao động tiên tiến", "(1)", "(4)")]  # fmt: skip
    assert places == sorted(places)


def test_a_row_saves_its_marks_and_targets(client, season):
    client.force_login(season.head)
    client.post(season.url, season.typed())
    line = Line.objects.get()
    assert line.marked == {season.unit_award.pk}
    assert line.targets == "Không có đơn thư"


def test_autosave_answers_when_it_saved(client, season):
    client.force_login(season.head)
    url = reverse("campaigns:registration_autosave", args=[season.registration.pk])
    response = client.post(url, season.typed())
    assert response.status_code == 200
    assert set(response.json()) == {"saved_at", "fields"}
    assert Mark.objects.count() == 1


def test_an_award_for_people_is_refused_for_a_collective_and_nothing_typed_is_lost(client, season):
    client.force_login(season.head)
    data = season.typed(**{f"line-{season.line.pk}-marks": [str(season.person_award.pk)]})
    response = client.post(season.url, data)
    text = response.content.decode()
    assert "«Lao động tiên tiến» chỉ dành cho cá nhân, không dành cho tập thể." in text
    assert "Không có đơn thư" in text
    assert not Mark.objects.exists()


def test_autosave_names_the_row_that_is_wrong(client, season):
    client.force_login(season.head)
    url = reverse("campaigns:registration_autosave", args=[season.registration.pk])
    data = season.typed(**{f"line-{season.line.pk}-marks": [str(season.person_award.pk)]})
    response = client.post(url, data)
    assert response.status_code == 422
    assert f"line-{season.line.pk}" in response.json()["errors"]


def test_a_row_can_be_added_and_what_was_typed_is_kept(client, season):
    person = make_person(unit=season.village, full_name="Đỗ Thị Ánh")
    client.force_login(season.head)
    url = reverse("campaigns:registration_add_line", args=[season.registration.pk])
    client.post(url, season.typed(nominee=f"person:{person.pk}"))
    assert Line.objects.filter(person=person).exists()
    assert Line.objects.get(unit=season.village).targets == "Không có đơn thư"


@pytest.mark.parametrize("whose", ["another unit", "already there"])
def test_a_person_who_may_not_be_added_is_refused_beside_the_field(client, season, whose):
    if whose == "another unit":
        stranger = make_person(unit=make_unit(parent=season.authority, name="Thôn Đoài"))
        nominee = f"person:{stranger.pk}"
    else:
        nominee = f"unit:{season.village.pk}"
    client.force_login(season.head)
    url = reverse("campaigns:registration_add_line", args=[season.registration.pk])
    response = client.post(url, season.typed(nominee=nominee))
    text = response.content.decode()
    assert response.status_code == 422
    assert "không thuộc đơn vị hoặc đã có trong bản đăng ký" in text
    assert "Không có đơn thư" in text
    assert Line.objects.count() == 1


def test_a_row_can_be_removed(client, season):
    client.force_login(season.head)
    url = reverse(
        "campaigns:registration_remove_line", args=[season.registration.pk, season.line.pk]
    )
    client.post(url, season.typed())
    assert not Line.objects.exists()


def test_an_empty_registration_is_not_sent(client, season):
    season.line.delete()
    response = season.take(client, season.head, "submit")
    assert "Bản đăng ký chưa có dòng nào" in response.content.decode()
    assert season.state() == RegistrationState.DRAFT


def test_a_row_without_a_mark_is_not_sent(client, season):
    response = season.take(client, season.head, "submit")
    assert "«Thôn Ngọc» chưa chọn danh hiệu, hình thức nào." in response.content.decode()
    assert season.state() == RegistrationState.DRAFT


def test_the_whole_way_from_sending_to_confirming(client, season):
    client.force_login(season.head)
    client.post(season.url, season.typed())
    season.take(client, season.head, "submit")
    assert season.state() == RegistrationState.SUBMITTED
    season.take(client, season.officer, "return", note="Ghi rõ chỉ tiêu")
    assert season.state() == RegistrationState.RETURNED
    client.force_login(season.head)
    assert "Ghi rõ chỉ tiêu" in client.get(season.url).content.decode()
    season.take(client, season.head, "submit")
    season.take(client, season.officer, "confirm")
    assert season.state() == RegistrationState.CONFIRMED
    steps = list(season.registration.log.values_list("transition", flat=True))
    assert steps == ["submit", "return", "submit", "confirm"]
    assert IssuedPaper.objects.filter(
        slug="registration", subject_id=season.registration.pk
    ).exists()


def test_a_return_without_a_reason_is_refused(client, season):
    client.force_login(season.head)
    client.post(season.url, season.typed())
    season.take(client, season.head, "submit")
    response = season.take(client, season.officer, "return", note="  ")
    assert "Hãy ghi nội dung cần sửa." in response.content.decode()
    assert season.state() == RegistrationState.SUBMITTED


@pytest.mark.parametrize("step", ["return", "confirm", "accept_late"])
def test_a_unit_may_not_take_the_office_s_steps(client, season, step):
    assert season.take(client, season.head, step, note="x").status_code == 403
    assert season.state() == RegistrationState.DRAFT


def test_an_auditor_reads_and_changes_nothing(client, season):
    auditor = make_user(role=Role.AUDITOR, unit=season.authority)
    client.force_login(auditor)
    assert client.get(season.url).status_code == 200
    assert client.post(season.url, season.typed()).status_code == 403
    assert not Mark.objects.exists()


def test_a_sent_registration_cannot_be_changed(client, season):
    client.force_login(season.head)
    client.post(season.url, season.typed())
    season.take(client, season.head, "submit")
    prefix = f"line-{season.line.pk}"
    response = client.post(season.url, {f"{prefix}-targets": "khác"}, follow=True)
    assert "không sửa được" in response.content.decode()
    assert Line.objects.get().targets == "Không có đơn thư"


def test_after_the_last_day_the_unit_is_told_and_the_office_accepts_with_a_reason(client, season):
    client.force_login(season.head)
    client.post(season.url, season.typed())
    season.period.registration_before = days_from_today(0)
    season.period.save()
    response = season.take(client, season.head, "submit")
    assert "Đã hết hạn đăng ký" in response.content.decode()
    season.take(client, season.officer, "accept_late", note="Mất mạng hai ngày")
    fresh = Registration.objects.get(pk=season.registration.pk)
    assert (fresh.state, fresh.is_late) == (RegistrationState.SUBMITTED, True)


def test_the_last_day_ends_at_midnight_in_viet_nam(client, season):
    client.force_login(season.head)
    client.post(season.url, season.typed())
    last = season.period.last_registration_day
    minute = dt.datetime.combine(last, dt.time(23, 59), dt.timezone(dt.timedelta(hours=7)))
    with time_machine.travel(minute + dt.timedelta(minutes=1), tick=False):
        season.take(client, season.head, "submit")
        assert season.state() == RegistrationState.DRAFT
    with time_machine.travel(minute, tick=False):
        season.take(client, season.head, "submit")
        assert season.state() == RegistrationState.SUBMITTED


def test_starting_twice_opens_the_same_registration(client, season):
    other = make_unit(parent=season.authority, name="Thôn Đoài")
    client.force_login(make_user(role=Role.UNIT, unit=other))
    url = reverse("campaigns:registration_start", args=[season.period.pk, other.pk])
    first, second = client.post(url), client.post(url)
    assert first.url == second.url
    assert Registration.objects.filter(unit=other).count() == 1


def test_the_pdf_of_a_draft_says_so_and_of_another_slug_is_missing(client, season):
    client.force_login(season.head)
    response = client.get(
        reverse("organization:paper", args=["registration", season.registration.pk])
    )
    assert response["Content-Type"] == "application/pdf"
    assert client.get(reverse("organization:paper", args=["khac", 1])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_constant_number_of_queries(
    client, season, django_assert_num_queries, rows
):
    for number in range(rows):
        person = make_person(unit=season.village, full_name=f"Người thứ {number}")
        make_line(registration=season.registration, person=person, offers=[season.person_award])
    client.force_login(season.officer)
    client.get(season.url)
    with django_assert_num_queries(24):
        client.get(season.url)
