"""The award register: its rules, what counts towards merit, who sees what was given."""

import datetime as dt

import pytest

from awards.models import Award
from emulation.organization.models import Role
from emulation.organization.services import moving
from emulation.organization.services.records import keeper_of
from tests.make import (
    days_from_today,
    make_authority,
    make_award,
    make_person,
    make_unit,
    make_user,
)
from tests.rules import refused_by

pytestmark = pytest.mark.django_db


def test_a_number_of_the_golden_book_is_used_once():
    commune = make_authority()
    make_award(issued_by=commune, register_number=7)
    with refused_by("awards_award_register_number_once"):
        make_award(issued_by=commune, register_number=7)


def test_two_authorities_count_their_golden_books_apart():
    first = make_award(issued_by=make_authority(), register_number=7)
    second = make_award(issued_by=make_authority(name="UBND xã Lạc Hồng"), register_number=7)
    assert first.register_number == second.register_number


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"basis": "merit"}, True),
        ({"basis": "dedication"}, True),
        ({"basis": "movement", "movement": "Phong trào"}, False),
        ({"basis": "sudden"}, False),
        ({"revoked_on": dt.date(2025, 1, 1), "revoke_reason": "Gian dối"}, False),
    ],
)
def test_what_counts_towards_merit(values, counts):
    assert make_award(**values).counts_towards_merit is counts


def test_revoked_awards_do_not_stand():
    standing = make_award()
    make_award(revoked_on=dt.date(2025, 1, 1), revoke_reason="Gian dối")
    assert list(Award.objects.standing()) == [standing]


def test_the_register_stays_whole_when_a_recipient_goes_elsewhere():
    commune = make_authority()
    person = make_person(unit=make_unit(parent=commune))
    given = make_award(person=person, issued_by=commune)
    elsewhere = make_award(person=person)
    target = make_unit(parent=make_authority(name="UBND xã Lạc Hồng"), name="Thôn Thượng")
    admin = make_user(is_superuser=True)
    moving.transfer(person, target, on=days_from_today(-1), reason="Điều động", by=admin)
    for record in (given, elsewhere):
        record.refresh_from_db()
    office = make_user(role=Role.OFFICE, unit=commune)
    receiving = make_user(role=Role.OFFICE, unit=target.authority)
    assert set(Award.objects.visible_to(office)) == {given}
    assert set(Award.objects.visible_to(receiving)) == {given, elsewhere}
    assert (keeper_of(given), keeper_of(elsewhere)) == (commune, target)
