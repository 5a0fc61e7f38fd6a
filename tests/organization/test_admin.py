"""The admin: who gets in, what the office sees and may change there.

Every page for every account: test_admin_walk.py; one record of every model: admin_records.py.
"""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group as DjangoGroup
from django.template import engines
from django.urls import reverse

from emulation.organization.models import (
    Group,
    Household,
    Membership,
    Person,
    Role,
    Superior,
    Unit,
    UnitKind,
    User,
)
from tests.make import (
    PASSWORD,
    days_from_today,
    make_authority,
    make_campaign,
    make_household,
    make_issued_paper,
    make_membership,
    make_person,
    make_superuser,
    make_unit,
    make_user,
)
from tests.organization.admin_records import MODELS, url

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "Mat-khau-moi-2026"


def logged_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def quiet_templates(monkeypatch):
    """Unfold's own templates look into variables that are not there, and mean to."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def village(commune):
    return make_unit(parent=commune, name="Thôn Ngọc")


@pytest.fixture
def elsewhere():
    """A village of another commune."""
    return make_unit(parent=make_authority(name="Ủy ban nhân dân xã Lạc Đạo"), name="Thôn Lạc")


@pytest.fixture
def office(client, commune):
    """The office of the commune, in its browser."""
    return logged_in(client, make_user(role=Role.OFFICE, unit=commune, is_staff=True))


@pytest.fixture
def superuser(client):
    return logged_in(client, make_superuser())


# --- the door ----------------------------------------------------------------------------------


def test_a_stranger_is_sent_to_our_own_login_page(client):
    make_user()
    start = url(Unit, "changelist")
    response = client.get(start, follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('login')}?next={start}"


@pytest.mark.parametrize("is_staff", [True, False])
def test_the_unit_role_does_not_open_the_admin(client, village, is_staff):
    logged_in(client, make_user(role=Role.UNIT, unit=village, is_staff=is_staff))
    response = client.get(reverse("admin:index"), follow=True)
    assert response.status_code == 403
    assert client.get(url(Unit, "changelist")).status_code == 302


def test_an_office_role_without_the_staff_mark_does_not_open_the_admin(client, commune):
    logged_in(client, make_user(role=Role.OFFICE, unit=commune))
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_a_role_that_has_ended_opens_nothing(client, commune):
    user = make_user(is_staff=True)
    make_membership(user=user, role=Role.OFFICE, unit=commune, ends_on=days_from_today(-1))
    logged_in(client, user)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_logging_in_leads_back_to_the_admin_and_passwords_are_changed_on_our_page(client, commune):
    user = make_user(role=Role.OFFICE, unit=commune, is_staff=True)
    start = url(Unit, "changelist")
    login = client.get(start, follow=True).redirect_chain[-1][0]
    response = client.post(login, {"username": user.username, "password": PASSWORD})
    assert response.url == start
    assert client.get(reverse("admin:password_change")).url == reverse("password_change")
    assert client.get(reverse("admin:login")).url == reverse("admin:index")


def test_django_groups_of_permissions_have_no_page():
    assert DjangoGroup not in admin.site._registry


def test_every_model_of_the_admin_stands_in_the_sidebar(superuser):
    page = superuser.get(reverse("admin:index")).content.decode()
    for label in MODELS:
        assert page.count(url(label, "changelist")) >= 2, label  # Sidebar and first page.
    assert "Việc cần làm" in page


# --- the scope ---------------------------------------------------------------------------------


def test_nothing_of_another_commune_can_be_changed_by_posting(office, elsewhere):
    person = make_person(unit=elsewhere, full_name="Lê Thị Én")
    office.post(url(Person, "change", person.pk), {"full_name": "Khác", "unit": elsewhere.pk})
    person.refresh_from_db()
    assert person.full_name == "Lê Thị Én"


def test_the_office_changes_people_of_its_own_units(office, village):
    person = make_person(unit=village)
    data = {"full_name": "Lê Thị Én", "unit": village.pk, "employment": "employee"}
    office.post(url(Person, "change", person.pk), data)
    person.refresh_from_db()
    assert person.full_name == "Lê Thị Én"


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (Person, {"full_name": "Lê Thị Én", "employment": "employee"}),
        (Household, {"head_name": "Lê Thị Én"}),
    ],
)
def test_a_unit_of_another_commune_cannot_be_chosen(office, elsewhere, model, data):
    response = office.post(url(model, "add"), data | {"unit": elsewhere.pk})
    assert response.context["adminform"].form.errors["unit"]
    assert not model.objects.exists()


def test_units_offered_while_typing_are_those_of_the_commune(office, village, elsewhere):
    query = {"app_label": "organization", "model_name": "person", "field_name": "unit"}
    answer = office.get(reverse("admin:autocomplete"), query | {"term": "thon"}).json()
    assert [row["text"] for row in answer["results"]] == ["Thôn Ngọc"]


def test_the_unit_filter_neither_offers_nor_names_another_commune(office, village, elsewhere):
    make_person(unit=elsewhere)
    page = office.get(url(Person, "changelist"), {"unit": elsewhere.pk})
    assert not page.context["cl"].queryset.exists()
    assert "Thôn Lạc" not in page.content.decode()
    assert "Thôn Ngọc" in page.content.decode()


def test_a_province_reads_its_communes_and_changes_none_of_them(client):
    province = make_authority(name="Ủy ban nhân dân tỉnh Hưng Yên", level="T")
    village = make_unit(parent=make_authority(parent=province))
    logged_in(client, make_user(role=Role.OFFICE, unit=province, is_staff=True))
    page = client.get(url(Unit, "change", village.pk))
    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    response = client.post(url(Unit, "change", village.pk), {"name": "Khác"})
    assert response.status_code == 403


# --- units -------------------------------------------------------------------------------------


UNIT = {"kind": UnitKind.VILLAGE, "level": "", "name": "Thôn Đông", "short_name": ""}


def test_the_office_adds_a_village(office, commune):
    office.post(url(Unit, "add"), UNIT | {"parent": commune.pk})
    assert Unit.objects.get(name="Thôn Đông").authority == commune


def test_the_office_cannot_add_a_root_or_an_authority(office, commune):
    errors = office.post(url(Unit, "add"), UNIT).context["adminform"].form.errors
    assert "parent" in errors
    data = UNIT | {"kind": UnitKind.AUTHORITY, "level": "X", "parent": commune.pk}
    assert "kind" in office.post(url(Unit, "add"), data).context["adminform"].form.errors


def test_the_office_keeps_its_letterhead_but_not_its_place_in_the_state(client):
    province = make_authority(name="Ủy ban nhân dân tỉnh Hưng Yên", level="T")
    commune = make_authority(parent=province)
    logged_in(client, make_user(role=Role.OFFICE, unit=commune, is_staff=True))
    data = {
        "name": commune.name, "short_name": commune.short_name, "head_name": "Trần Thị Mới",
        "kind": UnitKind.VILLAGE, "parent": "", "level": "T",
    }  # fmt: skip
    data |= {"superiors-TOTAL_FORMS": "1", "superiors-INITIAL_FORMS": "0"}
    data |= {"superiors-0-superior": commune.pk}
    assert client.post(url(Unit, "change", commune.pk), data).status_code == 302
    assert not Superior.objects.exists()
    commune.refresh_from_db()
    assert commune.head_name == "Trần Thị Mới"
    assert (commune.kind, commune.parent, commune.level) == ("authority", province, "X")
    assert client.get(url(Unit, "delete", commune.pk)).status_code == 403


def test_a_broken_rule_stands_beside_its_field(superuser, commune, village):
    data = UNIT | {"parent": commune.pk, "merged_into": village.pk}
    errors = superuser.post(url(Unit, "add"), data).context["adminform"].form.errors
    assert errors["valid_to"] == ["Đơn vị đã sáp nhập phải có ngày kết thúc hoạt động."]
    data = UNIT | {"parent": commune.pk, "valid_from": "02/01/2025", "valid_to": "01/01/2025"}
    errors = superuser.post(url(Unit, "add"), data).context["adminform"].form.errors
    assert errors["valid_to"] == ["Ngày kết thúc phải sau ngày thành lập."]
    errors = (
        superuser.post(url(Unit, "add"), UNIT | {"kind": "authority"})
        .context["adminform"]
        .form.errors
    )
    assert errors["level"] == ["Cơ quan phải có cấp (xã, huyện, tỉnh…)."]


def test_a_rule_over_a_read_only_field_is_a_message_not_a_crash(client, elsewhere):
    commune = make_authority()
    merged = make_unit(
        parent=commune, name="Thôn Cũ", valid_to=days_from_today(-1), merged_into=elsewhere
    )
    logged_in(client, make_user(role=Role.OFFICE, unit=commune, is_staff=True))
    data = UNIT | {"name": "Thôn Cũ", "parent": commune.pk, "valid_to": ""}
    errors = client.post(url(Unit, "change", merged.pk), data).context["adminform"].form.errors
    assert errors["valid_to"] == ["Đơn vị đã sáp nhập phải có ngày kết thúc hoạt động."]


def test_what_is_in_use_is_not_deleted_and_the_page_says_why(office, village):
    make_person(unit=village)
    make_household(unit=village)
    page = office.post(url(Unit, "delete", village.pk), {"post": "yes"}, follow=True)
    text = str(next(iter(page.context["messages"])))
    assert "Không xóa được «Thôn Ngọc»" in text
    assert "1 cá nhân" in text
    assert "1 hộ gia đình" in text
    assert Unit.objects.filter(pk=village.pk).exists()


def test_what_nobody_uses_can_be_deleted(office, village):
    person = make_person(unit=village)
    assert "Lê" not in office.get(url(Person, "delete", person.pk)).content.decode()
    office.post(url(Person, "delete", person.pk), {"post": "yes"})
    assert not Person.objects.exists()
    assert Person.everyone.get().delete_reason == "Xóa ở trang quản trị"


def test_only_a_superuser_sets_the_superior(client, commune):
    province = make_authority(name="Ủy ban nhân dân tỉnh Hưng Yên", level="T")
    Superior.objects.create(unit=commune, superior=province)
    logged_in(client, make_user(role=Role.OFFICE, unit=commune, is_staff=True))
    page = client.get(url(Unit, "change", commune.pk))
    assert "UBND tỉnh Hưng Yên" in page.content.decode()
    assert "superiors-0-superior" not in page.content.decode()
    logged_in(client, make_superuser())
    assert "superiors-0-superior" in client.get(url(Unit, "change", commune.pk)).content.decode()


def test_a_group_belongs_to_the_office_of_its_authority(office, commune, elsewhere):
    page = office.get(url(Group, "add"))
    assert page.context["adminform"].form.initial["authority"] == commune.pk
    data = {"authority": commune.pk, "name": "Các thôn", "subject": "C", "position": "0"}
    office.post(url(Group, "add"), data | {"unit_kinds": ["village"]})
    assert Group.objects.get().unit_kinds == ["village"]
    errors = office.post(url(Group, "add"), data).context["adminform"].form.errors
    assert errors["name"] == ["Cơ quan đã có nhóm mang tên này."]
    data |= {"authority": elsewhere.authority_id}
    assert "authority" in office.post(url(Group, "add"), data).context["adminform"].form.errors


# --- accounts ----------------------------------------------------------------------------------


def account(username="thon.ngoc", *memberships, **values):
    """What the account's form posts; `memberships` are (pk, unit, role)."""
    data = {
        "username": username,
        "full_name": "Lê Văn Đức",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
        "is_active": "on",
        "memberships-TOTAL_FORMS": len(memberships),
        "memberships-INITIAL_FORMS": sum(bool(pk) for pk, _, _ in memberships),
    }
    for place, (pk, unit, role) in enumerate(memberships):
        data |= {
            f"memberships-{place}-id": pk or "",
            f"memberships-{place}-unit": unit.pk,
            f"memberships-{place}-role": role,
        }
    return data | values


def test_the_office_makes_an_account_that_can_log_in(office, village, client):
    data = account("thon.ngoc", (None, village, Role.UNIT), is_superuser="on")
    office.post(url(User, "add"), data)
    made = User.objects.get(username="thon.ngoc")
    assert made.full_name == "Lê Văn Đức"
    assert made.check_password(NEW_PASSWORD)
    assert made.memberships.get().unit == village
    assert not made.is_superuser


def test_an_account_needs_a_role_inside_the_authority(office, elsewhere):
    page = office.post(url(User, "add"), account())
    assert "Hãy ghi ít nhất một vai trò" in page.content.decode()
    page = office.post(url(User, "add"), account("a", (None, elsewhere, Role.UNIT)))
    assert "unit" in page.context["inline_admin_formsets"][0].formset.errors[0]
    assert not User.objects.filter(username__in=["thon.ngoc", "a"]).exists()


def test_nobody_but_a_superuser_makes_a_superuser(office, village):
    clerk = make_user(role=Role.UNIT, unit=village, username="thu")
    row = clerk.memberships.get()
    data = account("thu", (row.pk, village, Role.UNIT), is_superuser="on")
    assert office.post(url(User, "change", clerk.pk), data).status_code == 302
    clerk.refresh_from_db()
    assert clerk.full_name == "Lê Văn Đức"
    assert not clerk.is_superuser
    assert "is_superuser" not in office.get(url(User, "change", clerk.pk)).content.decode()


def test_a_superuser_is_out_of_sight_even_with_a_role_inside(office, commune):
    boss = make_superuser()
    make_membership(user=boss, role=Role.AUDITOR, unit=commune)
    assert boss not in office.get(url(User, "changelist")).context["cl"].queryset
    assert office.get(url(User, "change", boss.pk)).status_code == 404
    change = reverse("admin:auth_user_password_change", args=[boss.pk])
    data = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert office.post(change, data).status_code in (302, 403, 404)
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)


def test_who_has_power_elsewhere_is_seen_but_not_changed(office, commune, elsewhere):
    user = make_user(role=Role.AUDITOR, unit=commune)
    make_membership(user=user, role=Role.OFFICE, unit=elsewhere.authority)
    page = office.get(url(User, "change", user.pk))
    assert not page.context["has_change_permission"]
    assert "Lạc Đạo" not in page.content.decode()
    assert "pbkdf2" not in page.content.decode()
    assert "md5" not in page.content.decode()
    change = reverse("admin:auth_user_password_change", args=[user.pk])
    assert office.get(change).status_code == 403
    assert office.post(url(User, "change", user.pk), account("x")).status_code == 403


def test_a_role_elsewhere_that_has_ended_does_not_stand_in_the_way(office, commune, elsewhere):
    user = make_user(role=Role.AUDITOR, unit=commune)
    past = make_membership(user=user, role=Role.OFFICE, unit=elsewhere, ends_on=days_from_today(-1))
    row = user.memberships.get(role=Role.AUDITOR)
    data = account("moi", (row.pk, commune, Role.AUDITOR))
    assert office.post(url(User, "change", user.pk), data).status_code == 302
    assert Membership.objects.filter(pk=past.pk).exists()


def test_the_office_sets_a_new_password(office, village):
    user = make_user(role=Role.UNIT, unit=village)
    change = reverse("admin:auth_user_password_change", args=[user.pk])
    assert office.get(change).status_code == 200
    office.post(change, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


def test_accounts_are_locked_not_deleted(office, village):
    user = make_user(role=Role.UNIT, unit=village)
    assert office.get(url(User, "delete", user.pk)).status_code == 403


# --- reading only ------------------------------------------------------------------------------


def test_an_issued_paper_shows_its_hash_and_leads_to_the_pdf(office, commune):
    paper = make_issued_paper(authority=commune, slug="plan", subject_id=7)
    page = office.get(url(paper, "change", paper.pk)).content.decode()
    assert paper.sha256 in page
    assert reverse("organization:paper", args=["plan", 7]) in page
    assert "Kế hoạch" in page


def test_a_campaign_shows_its_state_and_log_and_leads_to_its_page(office, commune):
    by = make_user(full_name="Lê Thị Thư")
    campaign = make_campaign(authority=commune, by=by)
    campaign.log.create(
        transition="issue", from_state="draft", to_state="issued", by=by, role=Role.OFFICE
    )
    page = office.get(url(campaign, "change", campaign.pk)).content.decode()
    assert "Mở trang làm việc" in page
    assert campaign.get_absolute_url() in page
    for words in ("Đã ban hành", "Ban hành kế hoạch", "Lê Thị Thư", "Văn phòng"):
        assert words in page
    assert "issued" not in re.sub(r"<[^>]*>", "", page)


# --- finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize("term", ["duc", "Đức", "ĐỨC", "le duc"])
def test_people_are_found_without_accents_and_sorted_by_given_name(office, village, term):
    for name in ("Lê Văn Đức", "Lê Thị Ánh", "Lê Minh Đức"):
        make_person(unit=village, full_name=name)
    found = office.get(url(Person, "changelist"), {"q": term}).context["cl"].result_list
    assert [person.full_name for person in found] == ["Lê Minh Đức", "Lê Văn Đức"]


def test_units_stand_in_the_order_of_their_numbers(superuser, commune):
    for name in ("Thôn 10", "Thôn 2", "Thôn Đồng", "Thôn Dừa"):
        make_unit(parent=commune, name=name)
    found = superuser.get(url(Unit, "changelist"), {"kind__exact": "village"}).context["cl"]
    assert [u.name for u in found.result_list] == ["Thôn 2", "Thôn 10", "Thôn Dừa", "Thôn Đồng"]


def test_accounts_are_found_by_name_without_accents(office, village):
    user = make_user(role=Role.UNIT, unit=village, full_name="Đỗ Thị Ửng")
    found = office.get(url(User, "changelist"), {"q": "do ung"}).context["cl"].queryset
    assert list(found) == [user]


def test_what_has_ended_can_be_filtered_out(office, commune, village):
    old = make_unit(parent=commune, name="Thôn Cũ", valid_to=days_from_today(-1))
    page = office.get(url(Unit, "changelist"), {"active": "1"}).context["cl"].queryset
    assert village in page
    assert old not in page
    assert list(office.get(url(Unit, "changelist"), {"active": "0"}).context["cl"].queryset) == [
        old
    ]
