"""Acting deputies: from which day to which, appointed by whom, ended early, named in logs."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns.states import CLOSE
from emulation.organization.models import (
    AccountAction,
    Membership,
    Role,
    User,
)
from emulation.organization.services import (
    deputies,
)
from emulation.workflow import move
from tests.make import (
    days_from_today,
    make_authority,
    make_campaign,
    make_user,
)
from tests.organization.signing_in import (
    actions,
)

pytestmark = pytest.mark.django_db
DEPUTIES = reverse("organization:deputy_list")


@pytest.fixture
def chair(commune):
    return make_user(role=Role.CHAIR, unit=commune, username="chutich")


def appoint(account, by, authority, **values):
    return deputies.appoint(
        account,
        by=by,
        **{
            "authority": authority,
            "role": Role.CHAIR,
            "starts_on": days_from_today(0),
            "ends_on": days_from_today(10),
            "reason": "Chủ tịch đi công tác",
        }
        | values,
    )


def roles_of(account, unit):
    return User.objects.get(pk=account.pk).roles_at(unit)


def test_a_deputy_acts_from_his_first_to_his_last_day(commune, chair, clerk):
    with time_machine.travel("2026-07-01 10:00 +0700", tick=False):
        appoint(clerk, chair, commune, starts_on=dt.date(2026, 7, 2), ends_on=dt.date(2026, 7, 3))
    for moment, acts in (
        ("2026-07-01 23:59 +0700", False),
        ("2026-07-02 00:00 +0700", True),
        ("2026-07-03 23:59 +0700", True),
        ("2026-07-04 00:00 +0700", False),
    ):
        with time_machine.travel(moment, tick=False):
            assert (Role.CHAIR in roles_of(clerk, commune)) is acts, moment


def test_an_appointment_is_logged(commune, chair, clerk):
    made = appoint(clerk, chair, commune)
    row = clerk.account_log.get()
    assert (row.action, row.by, row.reason) == (
        AccountAction.DEPUTY_APPOINTED, chair, "Chủ tịch đi công tác",
    )  # fmt: skip
    assert f"đến hết {made.ends_on:%d/%m/%Y}" in row.detail


REFUSED = [
    ("role", {"role": Role.AUDITOR}),
    ("starts_on", {"starts_on": days_from_today(-1)}),
    ("ends_on", {"starts_on": days_from_today(5), "ends_on": days_from_today(4)}),
    ("ends_on", {"ends_on": days_from_today(400)}),
    ("reason", {"reason": "  "}),
]


@pytest.mark.parametrize(("field", "values"), REFUSED)
def test_what_no_appointment_may_say(commune, chair, clerk, field, values):
    with pytest.raises(ValidationError) as refused:
        appoint(clerk, chair, commune, **values)
    assert list(refused.value.message_dict) == [field]
    assert not Membership.objects.filter(is_acting=True).exists()


def test_nobody_appoints_himself(commune, officer):
    with pytest.raises(ValidationError, match="Không tự ủy quyền"):
        appoint(officer, officer, commune)


def test_somebody_of_another_authority_does_not_act(commune, chair):
    stranger = make_user(role=Role.UNIT, unit=make_authority(name="Xã khác"))
    with pytest.raises(ValidationError, match="không thuộc cơ quan"):
        appoint(stranger, chair, commune)


def test_nobody_holds_a_role_twice_at_a_time(commune, chair, clerk):
    appoint(clerk, chair, commune)
    with pytest.raises(ValidationError, match="Đã có vai trò này"):
        appoint(clerk, chair, commune, ends_on=days_from_today(1))


def test_a_deputy_does_not_appoint_others(commune, chair, clerk, officer, client):
    appoint(clerk, chair, commune)
    with pytest.raises(PermissionDenied):
        appoint(officer, User.objects.get(pk=clerk.pk), commune)
    client.force_login(clerk)
    assert client.get(DEPUTIES).status_code == 403


@pytest.mark.parametrize("role", [Role.UNIT, Role.AUDITOR])
def test_only_office_and_chair_appoint(commune, clerk, role):
    with pytest.raises(PermissionDenied):
        appoint(clerk, make_user(role=role, unit=commune), commune)


def test_an_appointment_ends_early_with_a_reason(commune, chair, clerk):
    made = appoint(clerk, chair, commune)
    Membership.objects.filter(pk=made.pk).update(starts_on=days_from_today(-3))
    made.refresh_from_db()
    with pytest.raises(ValidationError):
        deputies.end_early(made, reason="", by=chair)
    deputies.end_early(made, reason="Chủ tịch đã về", by=chair)
    assert Role.CHAIR not in roles_of(clerk, commune)
    made.refresh_from_db()
    assert made.ends_on == days_from_today(-1)
    assert actions(clerk)[0] == AccountAction.DEPUTY_ENDED


def test_an_appointment_that_has_not_begun_is_gone(commune, chair, clerk):
    made = appoint(clerk, chair, commune, starts_on=days_from_today(2))
    deputies.end_early(made, reason="Không đi nữa", by=chair)
    assert not Membership.objects.filter(pk=made.pk).exists()


def test_the_page_appoints_and_shows_who_acts(commune, chair, clerk, client):
    client.force_login(chair)
    data = {
        "authority": commune.pk, "account": clerk.pk, "role": "chair",
        "starts_on": f"{days_from_today(0):%d/%m/%Y}", "ends_on": f"{days_from_today(3):%d/%m/%Y}",
        "reason": "Văn bản ủy quyền số 05/UQ-UBND",
    }  # fmt: skip
    client.post(DEPUTIES, data)
    page = client.get(DEPUTIES).content.decode()
    assert "Lê Văn Đức" in page
    assert "05/UQ-UBND" in page
    made = Membership.objects.get(is_acting=True)
    client.post(reverse("organization:deputy_end", args=[made.pk]), {"note": "Đã về"})
    assert not Membership.objects.filter(is_acting=True, ends_on__gte=timezone.localdate()).exists()


def test_a_refused_appointment_keeps_what_was_typed(commune, chair, clerk, client):
    client.force_login(chair)
    data = {"authority": commune.pk, "account": clerk.pk, "role": "chair",
            "starts_on": "01/01/2020", "ends_on": "02/01/2020", "reason": "Đi họp"}  # fmt: skip
    page = client.post(DEPUTIES, data)
    assert page.context["form"].errors["starts_on"]
    assert "Đi họp" in page.content.decode()


def test_the_log_of_work_names_the_deputy_who_acted(commune, chair, clerk):
    campaign = make_campaign(authority=commune)
    appoint(clerk, chair, commune)
    move(campaign, CLOSE, by=User.objects.get(pk=clerk.pk), note="Đã tổng kết")
    row = campaign.log.first()
    assert (row.by, row.role) == (clerk, Role.CHAIR)
