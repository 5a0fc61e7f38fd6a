"""Việc cần làm: what waits for whom, the most pressing first, in a constant number of queries."""

import pytest

from campaigns.models import Period
from campaigns.states import RegistrationState
from campaigns.todo import work_for
from emulation.organization.models import Role, User
from tests.make import (
    days_from_today,
    make_campaign,
    make_membership,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def titles(user):
    return [work.title for work in work_for(User.objects.get(pk=user.pk))]


def due(period):
    return f"{period.name.lower()}"


# --- units ---------------------------------------------------------------------------------------


def test_a_unit_is_asked_to_register(period, unit_clerk):
    (work,) = work_for(unit_clerk)
    assert (work.title, work.detail, work.before, work.tone, work.url) == (
        f"Thôn Ngọc: gửi đăng ký thi đua {due(period)}",
        period.campaign.name,
        period.registration_before,
        "warn",
        period.campaign.get_absolute_url(),
    )


def test_a_draft_leads_to_its_own_page(period, village, unit_clerk):
    draft = make_registration(period=period, unit=village)
    (work,) = work_for(unit_clerk)
    assert (work.tone, work.url) == ("info", draft.get_absolute_url())


@pytest.mark.parametrize("state", ["submitted", "confirmed"])
def test_what_is_sent_waits_for_nobody_in_the_unit(period, village, unit_clerk, state):
    make_registration(period=period, unit=village, state=state)
    assert titles(unit_clerk) == []


def test_a_withdrawn_registration_leaves_the_unit_to_register(period, village, unit_clerk):
    make_registration(period=period, unit=village, state=RegistrationState.WITHDRAWN)
    assert titles(unit_clerk) == [f"Thôn Ngọc: gửi đăng ký thi đua {due(period)}"]


def test_a_returned_registration_is_to_be_mended(period, village, unit_clerk):
    returned = make_registration(period=period, unit=village, state=RegistrationState.RETURNED)
    (work,) = work_for(unit_clerk)
    assert (work.title, work.tone, work.url) == (
        "Thôn Ngọc: sửa bản đăng ký bị trả lại",
        "bad",
        returned.get_absolute_url(),
    )


def test_after_the_last_day_a_unit_is_told_that_it_is_late(period, unit_clerk):
    Period.objects.update(registration_before=days_from_today(0))
    (work,) = work_for(unit_clerk)
    assert (work.title, work.tone) == (
        f"Thôn Ngọc: gửi đăng ký thi đua – {period.name}",
        "bad",
    )
    assert work.url == period.campaign.get_absolute_url()


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_only_campaigns_in_force_ask_for_registrations(commune, unit_clerk, state):
    make_campaign(authority=commune, state=state)
    assert titles(unit_clerk) == []


def test_a_unit_that_is_not_to_register_is_not_asked(period, commune):
    station = make_unit(parent=commune, name="Đài truyền thanh", kind="broadcast")
    assert titles(make_user(role=Role.UNIT, unit=station)) == []


def test_the_clerk_of_another_commune_is_not_asked(period, outsider):
    assert titles(outsider) == []


def test_a_clerk_of_two_units_is_asked_for_both(period, village, commune, unit_clerk):
    make_membership(user=unit_clerk, role=Role.UNIT, unit=make_unit(parent=commune, name="Thôn Ao"))
    assert titles(unit_clerk) == [
        f"Thôn Ao: gửi đăng ký thi đua {due(period)}",
        f"Thôn Ngọc: gửi đăng ký thi đua {due(period)}",
    ]


# --- the office ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["office_clerk", "chair"])
def test_the_desk_is_told_how_many_units_have_not_sent(period, village, commune, request, who):
    make_registration(period=period, unit=make_unit(parent=commune, name="Thôn Ao"))
    make_registration(
        period=period, unit=make_unit(parent=commune, name="Thôn Cầu"), state="confirmed"
    )
    (work,) = work_for(request.getfixturevalue(who))
    assert (work.title, work.detail, work.before, work.url) == (
        "2/3 đơn vị chưa gửi xong đăng ký",
        f"{period.campaign.name} – chưa gửi: 1; đang soạn, chưa gửi: 1",
        period.registration_before,
        period.get_absolute_url(),
    )


def test_when_all_have_sent_and_are_confirmed_the_desk_is_free(period, village, office_clerk):
    make_registration(period=period, unit=village, state=RegistrationState.CONFIRMED)
    assert titles(office_clerk) == []


def test_the_office_is_told_what_waits_to_be_confirmed(period, commune, office_clerk):
    for name in ("Thôn Ao", "Thôn Cầu"):
        make_registration(
            period=period, unit=make_unit(parent=commune, name=name), state="submitted"
        )
    (work,) = work_for(office_clerk)
    assert (work.title, work.detail, work.tone, work.url) == (
        "Xem và xác nhận 2 bản đăng ký",
        f"{period.campaign.name} – {period.name}",
        "warn",
        f"{period.get_absolute_url()}?state=submitted",
    )


def test_what_waits_to_be_confirmed_is_told_after_the_last_day_too(period, village, office_clerk):
    make_registration(period=period, unit=village, state=RegistrationState.SUBMITTED)
    Period.objects.update(registration_before=days_from_today(0))
    assert titles(office_clerk) == ["Xem và xác nhận 1 bản đăng ký"]


def test_the_offices_own_consolidated_registration_is_not_a_units(period, commune, office_clerk):
    """The board, where the entry leads, shows units only."""
    make_registration(period=period, unit=commune, state=RegistrationState.SUBMITTED)
    assert titles(office_clerk) == []


def test_a_draft_campaign_is_to_be_finished(commune, office_clerk):
    draft = make_campaign(authority=commune, state="draft", name="Phong trào mới")
    (work,) = work_for(office_clerk)
    assert (work.title, work.url, work.before) == (
        "Hoàn thiện, ban hành «Phong trào mới»",
        draft.get_absolute_url(),
        None,
    )


@pytest.mark.parametrize("who", ["auditor", "outsider", "unit_clerk"])
def test_the_desks_work_is_nobody_elses(commune, village, request, who):
    make_campaign(authority=commune, state="draft")
    assert titles(request.getfixturevalue(who)) == []


def test_an_auditor_has_nothing_to_do(period, village, auditor):
    assert titles(auditor) == []


# --- order and cost ------------------------------------------------------------------------------


def test_the_most_pressing_comes_first_and_what_has_no_date_last(commune, village, office_clerk):
    later, sooner = (make_campaign(authority=commune, name=name) for name in ("Sau", "Trước"))
    sooner.periods.update(registration_before=days_from_today(3))
    later.periods.update(registration_before=days_from_today(9))
    make_campaign(authority=commune, state="draft", name="Dự thảo")
    assert [work.before for work in work_for(office_clerk)] == [
        days_from_today(3),
        days_from_today(9),
        None,
    ]


def forget_memberships(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("units", [1, 3])
def test_the_offices_list_costs_no_more_with_more_units(
    period, commune, office_clerk, units, django_assert_num_queries
):
    for number in range(units):
        unit = make_unit(parent=commune, name=f"Thôn {number}")
        make_registration(period=period, unit=unit)
    user = forget_memberships(office_clerk)
    with django_assert_num_queries(17):
        work_for(user)


@pytest.mark.parametrize("units", [1, 3])
def test_a_units_list_costs_no_more_with_more_units(
    period, commune, units, django_assert_num_queries
):
    clerk = make_user()
    for number in range(units):
        unit = make_unit(parent=commune, name=f"Thôn {number}")
        make_registration(period=period, unit=unit)
        make_membership(user=clerk, role=Role.UNIT, unit=unit)
    with django_assert_num_queries(14):
        assert len(work_for(clerk)) == units


@pytest.mark.parametrize("campaigns", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("office_clerk", 17), ("unit_clerk", 13)])
def test_a_list_costs_no_more_with_more_campaigns(
    commune, village, request, who, queries, campaigns, django_assert_num_queries
):
    for number in range(campaigns):
        make_campaign(authority=commune, name=f"Phong trào {number}")
    user = forget_memberships(request.getfixturevalue(who))
    with django_assert_num_queries(queries):
        assert len(work_for(user)) == campaigns


# --- eligibility ---------------------------------------------------------------------------------

REVIEW = "Rà soát điều kiện khen thưởng trước khi lập hồ sơ"


@pytest.mark.parametrize(
    ("registration_before", "dossier_before", "is_asked"),
    [(-5, 30, True), (-5, 60, True), (-5, 61, False), (5, 30, False), (-30, 0, False)],
    ids=["closed", "two months", "too early", "still open", "too late"],
)
def test_eligibility_is_to_be_reviewed_before_the_dossiers_are_due(
    period, village, unit_clerk, office_clerk, registration_before, dossier_before, is_asked
):
    period.registration_before = days_from_today(registration_before)
    period.dossier_before = days_from_today(dossier_before)
    period.save()
    make_registration(period=period, unit=village, state=RegistrationState.CONFIRMED)
    assert (REVIEW in titles(office_clerk), REVIEW in titles(unit_clerk)) == (is_asked, is_asked)


def test_a_unit_without_a_confirmed_registration_has_nothing_to_review(period, unit_clerk):
    period.registration_before = days_from_today(-5)
    period.dossier_before = days_from_today(30)
    period.save()
    other = make_unit(parent=period.campaign.authority, name="Thôn Đoài")
    make_registration(period=period, unit=other, state=RegistrationState.CONFIRMED)
    assert REVIEW not in titles(unit_clerk)
