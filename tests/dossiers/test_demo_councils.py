"""The demo's council can meet: an odd number, one chair, a secretary, everybody of the roster."""

import pytest

from dossiers.demo import councils
from dossiers.models import Council, SeatRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def seats(demo):
    return list(
        Council.objects.get(starts_on=councils.FOUNDED).seats.select_related("person", "user")
    )


def test_the_council_has_nine_seats(seats):
    assert len(seats) == 9


@pytest.mark.parametrize("role", [SeatRole.CHAIR, SeatRole.SECRETARY])
def test_there_is_one_of_each_office(seats, role):
    assert [seat.role for seat in seats].count(role) == 1


def test_every_member_is_of_the_roster_and_named_alike(seats):
    assert [seat.name for seat in seats] == [str(seat.person) for seat in seats]


def test_chair_and_secretary_can_vote_on_screen(seats):
    assert {seat.user.username for seat in seats if seat.user} == {"chutich", "vanphong"}
