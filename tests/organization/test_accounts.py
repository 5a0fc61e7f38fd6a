"""Accounts: what a user sees, and as what he may act where, today."""

import pytest

from emulation.organization.models import (
    Group,
    Household,
    Level,
    Membership,
    Person,
    Role,
    Unit,
    User,
)
from tests.make import (
    days_from_today,
    make_authority,
    make_group,
    make_household,
    make_membership,
    make_person,
    make_superuser,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """A province with two communes, one of them with a department, a village and its cell."""
    province = make_authority(name="Ủy ban nhân dân tỉnh", level=Level.PROVINCE)
    commune = make_authority(parent=province)
    village = make_unit(parent=commune)
    return {
        "province": province,
        "province's department": make_unit(parent=province, name="Sở Nội vụ", kind="department"),
        "commune": commune,
        "department": make_unit(parent=commune, name="Phòng Văn hóa", kind="department"),
        "village": village,
        "cell": make_unit(parent=village, name="Xóm 1"),
        "other commune": make_authority(name="Ủy ban nhân dân xã Lạc Đạo", parent=province),
    }


# --- roles_at ------------------------------------------------------------------------------------

WHERE_A_ROLE_REACHES = [
    ("unit", "village", {"village", "cell"}),
    ("unit", "commune", {"commune", "department", "village", "cell"}),
    ("office", "commune", {"commune", "department", "village", "cell"}),
    ("chair", "commune", {"commune", "department", "village", "cell"}),
    ("office", "department", {"department"}),
    # A province's office reads its communes' records but does not act for them.
    ("office", "province", {"province", "province's department"}),
    ("chair", "province", {"province", "province's department"}),
    ("unit", "province", {"province", "province's department"}),
    (
        "auditor",
        "province",
        {
            "province",
            "province's department",
            "commune",
            "department",
            "village",
            "cell",
            "other commune",
        },
    ),
    ("auditor", "commune", {"commune", "department", "village", "cell"}),
]


@pytest.mark.parametrize(("role", "home", "reached"), WHERE_A_ROLE_REACHES)
def test_a_role_reaches_down_but_not_into_another_authority(places, role, home, reached):
    user = make_user(role=role, unit=places[home])
    acts = {name for name, unit in places.items() if role in user.roles_at(unit)}
    assert acts == reached


def test_roles_of_several_memberships_add_up(places):
    user = make_user(role=Role.UNIT, unit=places["village"])
    make_membership(user=user, role=Role.OFFICE, unit=places["commune"])
    assert user.roles_at(places["village"]) == {Role.UNIT, Role.OFFICE}


def test_an_administrator_of_the_system_holds_no_office(places):
    assert make_superuser().roles_at(places["commune"]) == frozenset()


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        (None, None, True),
        (0, None, True),
        (None, 0, True),
        (1, None, False),
        (None, -1, False),
        (-10, 10, True),
    ],
)
def test_a_membership_holds_from_its_first_to_its_last_day(places, starts, ends, counts):
    user = make_user()
    make_membership(
        user=user,
        role=Role.OFFICE,
        unit=places["commune"],
        starts_on=None if starts is None else days_from_today(starts),
        ends_on=None if ends is None else days_from_today(ends),
    )
    assert (Role.OFFICE in user.roles_at(places["commune"])) is counts


def test_an_expired_membership_shows_nothing(places):
    user = make_user()
    make_membership(
        user=user, role=Role.AUDITOR, unit=places["province"], ends_on=days_from_today(-1)
    )
    assert not Unit.objects.visible_to(user).exists()


@pytest.mark.parametrize(
    ("role", "home", "asked", "acts"),
    [
        ("office", "commune", ("office", "chair"), True),
        ("chair", "commune", ("office", "chair"), True),
        ("chair", "commune", ("office",), False),
        # A role in a part of the authority is none over the authority.
        ("office", "department", ("office",), False),
        ("auditor", "commune", ("office", "chair"), False),
    ],
)
def test_somebody_acts_for_an_authority_only_with_a_role_in_it(places, role, home, asked, acts):
    user = make_user(role=role, unit=places[home])
    assert user.authorities_as(*asked) == ([places["commune"].pk] if acts else [])


def test_memberships_are_read_once(places, django_assert_num_queries):
    user = User.objects.get(pk=make_user(role=Role.OFFICE, unit=places["commune"]).pk)
    with django_assert_num_queries(1):
        for unit in places.values():
            user.roles_at(unit)


# --- visible_to ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("home", "seen"),
    [
        ("village", {"village", "cell"}),
        ("department", {"department"}),
        ("commune", {"commune", "department", "village", "cell"}),
        ("other commune", {"other commune"}),
        (None, set()),
    ],
)
def test_a_user_sees_his_subtree_and_nothing_else(places, home, seen):
    user = make_user(role=Role.AUDITOR, unit=places[home]) if home else make_user()
    visible = set(Unit.objects.visible_to(user))
    assert {name for name, unit in places.items() if unit in visible} == seen


def test_a_province_sees_its_communes(places):
    user = make_user(role=Role.OFFICE, unit=places["province"])
    assert set(Unit.objects.visible_to(user)) == set(places.values())


@pytest.mark.parametrize("model", [Unit, Person, Household, Group, Membership])
def test_an_administrator_sees_everything(places, model):
    make_person(unit=places["village"])
    make_household(unit=places["village"])
    make_group(authority=places["commune"])
    make_user(role=Role.UNIT, unit=places["village"])
    assert model.objects.visible_to(make_superuser()).count() == model.objects.count() > 0


@pytest.mark.parametrize("make", [make_person, make_household], ids=["person", "household"])
def test_people_and_households_are_seen_with_their_unit(places, make):
    mine, foreign = make(unit=places["village"]), make(unit=places["other commune"])
    user = make_user(role=Role.OFFICE, unit=places["commune"])
    assert list(type(mine).objects.visible_to(user)) == [mine]
    assert foreign.pk


def test_a_village_sees_the_groups_of_its_commune(places):
    group = make_group(authority=places["commune"])
    make_group(authority=places["other commune"])
    user = make_user(role=Role.UNIT, unit=places["village"])
    assert list(Group.objects.visible_to(user)) == [group]


def test_memberships_are_seen_with_their_unit(places):
    user = make_user(role=Role.OFFICE, unit=places["commune"])
    clerk = make_user(role=Role.UNIT, unit=places["village"])
    make_user(role=Role.OFFICE, unit=places["other commune"])
    seen = {membership.user for membership in Membership.objects.visible_to(user)}
    assert seen == {user, clerk}


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("full_name", "shown"), [("Lê Thị Én", "Lê Thị Én"), ("", "thon1")], ids=["named", "unnamed"]
)
def test_an_account_shows_its_full_name_or_else_its_login(full_name, shown):
    user = User(username="thon1", full_name=full_name)
    assert [str(user), user.get_full_name(), user.get_short_name()] == [shown] * 3
