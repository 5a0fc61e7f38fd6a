"""Managing accounts: whose office does what with whose, the admin included, and the log."""

import re

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from emulation.chaining import SealedRowError
from emulation.organization.models import (
    AccountAction,
    AccountLog,
    AccountSession,
    Level,
    Role,
    User,
)
from emulation.organization.services import (
    codes,
    passwords,
    roster,
)
from tests.make import (
    PASSWORD,
    days_from_today,
    make_authority,
    make_membership,
    make_superuser,
    make_user,
)
from tests.organization.signing_in import (
    actions,
)

pytestmark = pytest.mark.django_db
LIST, UPLOAD = reverse("organization:account_list"), reverse("organization:accounts_upload")


@pytest.fixture
def office(officer, client):
    client.force_login(officer)
    return client


def step(name, account):
    return reverse(f"organization:account_{name}", args=[account.pk])


# --- who manages whom ----------------------------------------------------------------------------


def test_an_office_lists_the_accounts_of_its_authority(office, clerk):
    make_user(role=Role.UNIT, unit=make_authority(name="Xã khác"), username="xakhac")
    page = office.get(LIST).content.decode()
    assert "Lê Văn Đức" in page
    assert "xakhac" not in page


@pytest.mark.parametrize("role", [Role.UNIT, Role.CHAIR, Role.AUDITOR])
def test_only_an_office_manages_accounts(client, commune, clerk, role):
    client.force_login(make_user(role=role, unit=commune))
    assert {client.get(url).status_code for url in (LIST, UPLOAD)} == {403}
    assert client.get(step("detail", clerk)).status_code == 404
    assert client.post(step("password", clerk)).status_code == 404
    assert clerk.check_password(PASSWORD)


def test_the_office_of_a_part_manages_no_accounts(client, village):
    client.force_login(make_user(role=Role.OFFICE, unit=village))
    assert client.get(LIST).status_code == 403


STEPS = ["password", "stop", "resume", "device_remove", "sessions_end", "unlock"]


@pytest.mark.parametrize("name", STEPS)
def test_who_has_power_elsewhere_is_seen_but_nothing_is_done_to_him(office, clerk, name):
    make_membership(user=clerk, role=Role.UNIT, unit=make_authority(name="Xã khác"))
    assert office.get(step("detail", clerk)).status_code == 200
    assert office.post(step(name, clerk), {"note": "Lý do"}).status_code == 403
    assert actions(clerk) == []


@pytest.mark.parametrize("name", STEPS)
def test_a_superuser_is_out_of_an_offices_sight(office, commune, name):
    boss = make_superuser()
    make_membership(user=boss, role=Role.AUDITOR, unit=commune)
    assert office.get(step("detail", boss)).status_code == 404
    assert office.post(step(name, boss), {"note": "Lý do"}).status_code == 404


def test_a_provinces_office_does_not_manage_its_communes_accounts(client):
    province = make_authority(name="Ủy ban nhân dân tỉnh", level=Level.PROVINCE)
    below = make_user(role=Role.OFFICE, unit=make_authority(parent=province))
    client.force_login(make_user(role=Role.OFFICE, unit=province))
    assert client.get(step("detail", below)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_more_accounts(
    office, village, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_user(role=Role.UNIT, unit=village)
    # Session, user, roles; locked names; count, accounts, their roles.
    with django_assert_num_queries(7):
        office.get(LIST)


def test_accounts_are_found_without_accents_and_by_state(office, clerk, village):
    make_user(role=Role.UNIT, unit=village, username="thon2", must_change_password=True)
    found = office.get(LIST, {"q": "le duc"}).context["rows"]
    assert [row["account"] for row in found] == [clerk]
    found = office.get(LIST, {"state": "new"}).context["rows"]
    assert [row["account"].username for row in found] == ["thon2"]


# --- what is done to one account -----------------------------------------------------------------


def test_a_new_password_is_shown_once_and_has_to_be_changed(office, officer, clerk):
    session = Client()
    session.force_login(clerk)
    page = office.post(step("password", clerk))
    password = re.search(r"<code>(\w{4}-\w{4}-\w{4}-\w{4})</code>", page.content.decode())[1]
    assert "no-store" in page["Cache-Control"]
    clerk.refresh_from_db()
    assert clerk.check_password(password)
    assert clerk.must_change_password
    assert not AccountSession.objects.filter(user=clerk).exists()
    row = clerk.account_log.get(action=AccountAction.PASSWORD_SET)
    assert row.by == officer
    assert password not in row.detail + row.reason


def test_ones_own_password_is_changed_on_its_own_page(office, officer):
    assert office.post(step("password", officer)).url == reverse("password_change")
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_an_account_is_closed_with_a_reason_and_opened_again(office, clerk):
    page = office.post(step("stop", clerk), {"note": ""})
    assert page.context["form"].errors["reason"]
    assert clerk.account_log.count() == 0
    office.post(step("stop", clerk), {"note": "Nghỉ việc từ 01/7"})
    clerk.refresh_from_db()
    assert not clerk.is_active
    office.post(step("resume", clerk), {"note": "Trở lại"})
    clerk.refresh_from_db()
    assert clerk.is_active
    log = clerk.account_log.values_list("action", "reason")
    assert list(log) == [("resumed", "Trở lại"), ("stopped", "Nghỉ việc từ 01/7")]


def test_nobody_closes_his_own_account(office, officer):
    assert office.post(step("stop", officer), {"note": "Nhầm"}).status_code == 403


def test_the_office_takes_a_lost_device_off(office, clerk):
    TOTPDevice.objects.create(user=clerk, confirmed=True)
    office.post(step("device_remove", clerk), {"note": "Mất máy"})
    assert codes.phone_of(clerk) is None
    assert actions(clerk) == [AccountAction.DEVICE_REMOVED]


def test_the_office_logs_an_account_out(office, clerk):
    session = Client()
    session.force_login(clerk)
    office.post(step("sessions_end", clerk))
    assert session.get("/").status_code == 302
    assert actions(clerk) == [AccountAction.SESSIONS_ENDED]


def test_one_time_passwords_differ_and_are_long():
    made = {passwords.one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert {len(one.replace("-", "")) for one in made} == {16}


# --- the admin writes the same log ---------------------------------------------------------------


def admin_form(account, **values):
    row = account.memberships.get(is_acting=False)
    return {
        "username": account.username,
        "full_name": "Lê Văn Mới",
        "email": "moi@xa.example",
        "is_active": "on",
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": row.pk,
        "memberships-0-unit": row.unit_id,
        "memberships-0-role": Role.AUDITOR,
    } | values


def test_a_change_in_the_admin_is_logged_field_by_field(office, officer, clerk):
    office.post(reverse("admin:organization_user_change", args=[clerk.pk]), admin_form(clerk))
    row = clerk.account_log.get()
    assert (row.action, row.by) == (AccountAction.CHANGED, officer)
    assert row.detail.splitlines() == [
        "Họ và tên: Lê Văn Đức → Lê Văn Mới",
        "Thư điện tử: đã đổi",
        "Vai trò: Đơn vị đăng ký – Thôn Ngọc → Theo dõi, kiểm tra (chỉ xem) – Thôn Ngọc",
    ]


def test_closing_an_account_in_the_admin_ends_its_sessions(office, clerk):
    session = Client()
    session.force_login(clerk)
    data = admin_form(clerk)
    del data["is_active"]
    office.post(reverse("admin:organization_user_change", args=[clerk.pk]), data)
    assert not AccountSession.objects.filter(user=clerk).exists()


def test_an_account_made_in_the_admin_has_to_change_its_password(office, village):
    data = {
        "username": "moi", "full_name": "Lê Thị Mới", "password1": "Mot-mat-khau-9",
        "password2": "Mot-mat-khau-9", "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 0, "memberships-0-unit": village.pk,
        "memberships-0-role": Role.UNIT,
    }  # fmt: skip
    office.post(reverse("admin:organization_user_add"), data)
    made = User.objects.get(username="moi")
    assert made.must_change_password
    assert actions(made) == [AccountAction.CREATED]
    assert "Mot-mat-khau-9" not in made.account_log.get().detail


def test_a_password_set_in_the_admin_has_to_be_changed_and_ends_sessions(office, clerk):
    session = Client()
    session.force_login(clerk)
    data = {"password1": "Mot-mat-khau-9", "password2": "Mot-mat-khau-9"}
    office.post(reverse("admin:auth_user_password_change", args=[clerk.pk]), data)
    clerk.refresh_from_db()
    assert clerk.must_change_password
    assert not AccountSession.objects.filter(user=clerk).exists()
    assert actions(clerk) == [AccountAction.SESSIONS_ENDED, AccountAction.PASSWORD_SET]


def test_an_account_with_a_log_is_not_deleted(client, clerk, officer):
    passwords.give_password(clerk, by=officer)
    client.force_login(make_superuser())
    page = client.get(reverse("admin:organization_user_delete", args=[clerk.pk]), follow=True)
    assert "1 nhật ký tài khoản" in page.content.decode()
    with pytest.raises(ProtectedError):
        clerk.delete()


def test_the_log_is_written_once(clerk, officer):
    passwords.give_password(clerk, by=officer)
    row = AccountLog.objects.get(action=AccountAction.PASSWORD_SET)
    row.reason = "khác"
    with pytest.raises(SealedRowError):
        row.save()


def test_a_role_that_ends_with_its_unit_is_logged(village, clerk, officer):
    roster.stop(village, on=days_from_today(0), reason="Giải thể", by=officer)
    row = clerk.account_log.get()
    assert (row.action, row.by) == (AccountAction.CHANGED, officer)
    assert f"đến hết {days_from_today(-1):%d/%m/%Y}" in row.detail


def test_the_admin_leaves_a_role_held_for_somebody_else_alone(office, clerk, commune):
    acting = make_membership(
        user=clerk, role=Role.CHAIR, unit=commune, is_acting=True, reason="Đi công tác",
        starts_on=days_from_today(0), ends_on=days_from_today(3),
    )  # fmt: skip
    change = reverse("admin:organization_user_change", args=[clerk.pk])
    (roles,) = office.get(change).context["inline_admin_formsets"]
    assert acting not in [form.instance for form in roles.formset]
