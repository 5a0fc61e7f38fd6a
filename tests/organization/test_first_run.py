"""The first run: claimed with the console's key only, step by step, over when others come."""

import pytest
from django.test import Client
from django.urls import reverse

from emulation.organization.models import AccountLog, Group, Membership, Role, Unit, User
from emulation.organization.services import first_run as service
from tests.make import make_authority, make_superuser, make_unit, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "Mat-khau-moi-2026"
AUTHORITY = {
    "place_kind": "xã", "name": "Đình Dù", "province_kind": "tỉnh", "province": "Hưng Yên",
    "head_position": "Chủ tịch", "head_name": "Lê Văn Chung",
}  # fmt: skip


def page(step=""):
    return reverse(f"organization:first_run{'_' if step else ''}{step}")


def account(**values):
    return {
        "key": service.first_key(), "full_name": "Lê Thị Mai", "username": "vanphong",
        "password1": PASSWORD, "password2": PASSWORD,
    } | values  # fmt: skip


def rows_of(*rows, **more):
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": more.get("initial", 0)}
    for place, row in enumerate(rows):
        data |= {f"form-{place}-{name}": value for name, value in row.items()}
    return data


@pytest.fixture
def first(client):
    """The administrator in the browser, with nothing set up yet."""
    client.post(page(), account())
    return client


@pytest.fixture
def commune(first):
    first.post(page("authority"), AUTHORITY)
    return Unit.objects.get(name="Ủy ban nhân dân xã Đình Dù")


VILLAGE, OFFICE = {"name": "Thôn 1", "kind": "village"}, {"name": "Văn phòng", "kind": "office"}


# --- the claim ---------------------------------------------------------------------------------


def test_a_new_installation_leads_from_the_first_page_to_its_claim(client):
    answer = client.get("/", follow=True)
    assert answer.redirect_chain[-1][0] == page()
    assert answer.status_code == 200


@pytest.mark.parametrize("key", ["", "AAAA-AAAA-AAAA-AAAA", "khóa"])
def test_nobody_claims_it_without_the_key(client, key):
    answer = client.post(page(), account(key=key))
    assert "key" in answer.context["form"].errors
    assert answer.context["form"]["full_name"].value() == "Lê Thị Mai"
    assert not User.objects.exists()


def test_the_key_is_taken_however_it_is_written(client):
    client.post(page(), account(key=f" {service.first_key().lower().replace('-', ' ')} "))
    assert User.objects.get().is_superuser


def test_the_key_is_that_of_this_installation(settings):
    one = service.first_key()
    settings.SECRET_KEY = "another"
    assert service.first_key() != one
    assert not service.is_first_key(one)


def test_the_key_is_good_for_one_account_only(first):
    Client().post(page(), account(username="ke.gian"))
    assert [user.username for user in User.objects.all()] == ["vanphong"]


def test_a_stranger_does_not_get_into_the_middle_of_it(first):
    assert Client().get(page()).url == reverse("login")
    assert Client().get(page("authority")).status_code == 302
    assert Client().post(page("authority"), AUTHORITY).status_code == 302
    assert not Unit.objects.exists()


def test_the_first_account_is_logged_and_its_password_is_checked(client):
    answer = client.post(page(), account(password1="123456", password2="123456"))
    assert "password2" in answer.context["form"].errors
    client.post(page(), account())
    assert AccountLog.objects.get().account_name == "vanphong"


# --- the steps ---------------------------------------------------------------------------------


def test_the_authority_is_named_on_papers_and_has_its_office_and_superior(commune):
    assert commune.letterhead_lines() == ("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ")
    assert (commune.level, commune.place, commune.symbol) == ("X", "Đình Dù", "UBND")
    assert (commune.head_position, commune.collective_name) == ("CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN")
    assert commune.superiors.get().superior.name == "Ủy ban nhân dân tỉnh Hưng Yên"
    assert Membership.objects.get().role == Role.OFFICE


def test_coming_back_shows_and_changes_what_was_saved(first, commune):
    form = first.get(page("authority")).context["form"]
    assert {name: form.initial[name] for name in AUTHORITY} == AUTHORITY | {
        "head_position": "CHỦ TỊCH"
    }
    first.post(page("authority"), AUTHORITY | {"place_kind": "phường", "province": "Hà Nội",
                                               "province_kind": "thành phố"})  # fmt: skip
    names = {unit.name for unit in Unit.objects.all()}
    assert names == {"Ủy ban nhân dân phường Đình Dù", "Ủy ban nhân dân thành phố Hà Nội"}


def test_a_wrong_step_says_where_and_keeps_what_was_typed(first):
    answer = first.post(page("authority"), AUTHORITY | {"province": ""})
    assert list(answer.context["form"].errors) == ["province"]
    assert "Lê Văn Chung" in answer.content.decode()
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("place", "expected", "missing"),
    [("xã", "Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng và Đô thị"),
     ("phường", "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế")],
)  # fmt: skip
def test_the_proposed_parts_are_those_of_the_law(first, place, expected, missing):
    first.post(page("authority"), AUTHORITY | {"place_kind": place})
    rows = first.get(page("units"), {"villages": 3}).context["rows"]
    names = [form.initial["name"] for form in rows]
    assert expected in names
    assert missing not in names
    assert names[-1] == ("Thôn 3" if place == "xã" else "Tổ dân phố 3")


def test_the_corrected_list_is_saved_whole_with_the_groups_of_plans(first, commune):
    first.post(page("units"), rows_of(VILLAGE, OFFICE, initial=2))
    assert {unit.name for unit in service.units_of(commune)} == {"Thôn 1", "Văn phòng"}
    assert Group.objects.filter(authority=commune, name="Các thôn").exists()


def test_two_parts_of_one_name_save_none(first, commune):
    answer = first.post(page("units"), rows_of(VILLAGE, VILLAGE | {"name": "THÔN 1"}))
    assert "hai lần" in answer.content.decode()
    assert not service.units_of(commune).exists()


def test_coming_back_to_the_parts_renames_and_takes_out(first, commune):
    first.post(page("units"), rows_of(VILLAGE, OFFICE))
    village, office = (Unit.objects.get(name=n) for n in ("Thôn 1", "Văn phòng"))
    first.post(
        page("units"),
        rows_of(VILLAGE | {"pk": village.pk, "name": "Thôn Ngọc"},
                OFFICE | {"pk": office.pk, "DELETE": "on"}, initial=2),
    )  # fmt: skip
    assert [unit.name for unit in service.units_of(commune)] == ["Thôn Ngọc"]


def test_it_goes_on_where_it_was_left(first, commune):
    assert first.get(page()).url == page("units")
    first.post(page("units"), rows_of(VILLAGE))
    assert first.get(page()).url == page("accounts")


def test_accounts_are_given_with_passwords_shown_once(first, commune):
    first.post(page("units"), rows_of(VILLAGE))
    village = Unit.objects.get(name="Thôn 1")
    answer = first.post(
        page("accounts"),
        rows_of({"full_name": "Phạm Văn Bảy", "unit": village.pk, "role": "unit"},
                {"full_name": "", "unit": commune.pk, "role": "chair"}),
    )  # fmt: skip
    slip = answer.context["slips"][0]
    made = User.objects.get(username="bay.pv")
    assert slip.password in answer.content.decode()
    assert made.check_password(slip.password)
    assert made.must_change_password
    assert User.objects.count() == 2


def test_a_chair_of_a_village_is_refused_beside_the_field(first, commune):
    first.post(page("units"), rows_of(VILLAGE))
    village = Unit.objects.get(name="Thôn 1")
    row = {"full_name": "Phạm Văn Bảy", "unit": village.pk, "role": "chair"}
    answer = first.post(page("accounts"), rows_of(row))
    assert "phải ghi đơn vị là cơ quan" in answer.content.decode()
    assert User.objects.count() == 1


# --- when it is over ---------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["authority", "units", "accounts"])
def test_it_is_over_when_others_have_come(client, step):
    commune = make_authority()
    make_user(role=Role.UNIT, unit=make_unit(parent=commune))
    client.force_login(make_superuser())
    assert client.get(page(step)).status_code == 404
    assert client.post(page(step), AUTHORITY).status_code == 404
    assert client.get(page()).url == reverse("home")


def test_the_last_step_leads_to_last_years_plan(first, commune):
    assert reverse("campaigns:plan_import") in first.get(page("plan")).content.decode()


def test_an_office_has_no_part_in_it(client):
    client.force_login(make_user(role=Role.OFFICE, unit=make_authority()))
    assert {
        client.get(page(s)).status_code for s in ("authority", "units", "accounts", "plan")
    } == {404}
