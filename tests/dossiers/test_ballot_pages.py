"""The ballot page of a member: cast once, and nothing of it is kept anywhere."""

import pytest
from django.urls import reverse

from dossiers.models import CouncilSession
from dossiers.services import screen_ballot
from dossiers.states import STOP_VOTING
from emulation.organization.models import AccountSession, Role
from emulation.papers.catalogue import all_kinds
from tests.dossiers.meetings import ScreenMeeting
from tests.make import make_user

pytestmark = pytest.mark.django_db


def url(name, record=None):
    return reverse(f"dossiers:{name}", args=[record.pk] if record else [])


def text(response):
    return response.content.decode()


def page(client, user, address):
    client.force_login(user)
    return client.get(address)


# --- the ballot ----------------------------------------------------------------------------------


def ballot(meeting, choice, **more):
    return {f"item-{item.pk}": choice for item in meeting.items} | more


def test_a_ballot_is_chosen_looked_at_and_cast_once(client):
    meeting = ScreenMeeting()
    address = url("session_ballot", meeting.session)
    shown = page(client, meeting.seats[0].user, address)
    assert "checked" not in text(shown).split("<form")[-1]
    looked = client.post(address, ballot(meeting, "agree"))
    assert "Phiếu chưa được bỏ" in text(looked)
    assert meeting.sums()["issued"] == 0
    assert client.post(address, ballot(meeting, "agree", cast="1")).url == address
    again = client.post(address, ballot(meeting, "disagree", cast="1"))
    assert "Đồng chí đã bỏ phiếu" in text(again)
    assert (meeting.sums()["agree"], meeting.sums()["disagree"]) == (1, 0)


def test_a_ballot_with_a_gap_comes_back_with_what_was_chosen(client):
    meeting = ScreenMeeting(items=2)
    client.force_login(meeting.seats[0].user)
    first, second = meeting.items
    response = client.post(
        url("session_ballot", meeting.session), {f"item-{first.pk}": "blank", "cast": "1"}
    )
    assert response.status_code == 422
    assert f'id="id_item-{second.pk}_error"' in text(response)
    assert meeting.sums()["issued"] == 0


def test_the_ballot_waits_on_the_first_page_until_it_is_cast(client):
    meeting = ScreenMeeting()
    client.force_login(meeting.seats[0].user)
    assert "Bỏ phiếu: Họp xét khen thưởng" in text(client.get("/"))
    meeting.vote(0, "agree")
    assert "Bỏ phiếu: Họp xét khen thưởng" not in text(client.get("/"))


def test_who_has_no_seat_finds_no_ballot(client):
    meeting = ScreenMeeting()
    for user in (meeting.office, make_user(role=Role.CHAIR, unit=meeting.authority)):
        assert page(client, user, url("session_ballot", meeting.session)).status_code == 404


def test_neither_session_nor_cache_nor_error_report_holds_a_choice(client, rf):
    meeting = ScreenMeeting()
    address = url("session_ballot", meeting.session)
    client.force_login(meeting.seats[0].user)
    looked = client.post(address, ballot(meeting, "disagree"))
    cast = client.post(address, ballot(meeting, "disagree", cast="1"))
    assert "no-store" in looked["Cache-Control"]
    assert looked.wsgi_request.sensitive_post_parameters == "__ALL__"
    assert cast.wsgi_request.sensitive_post_parameters == "__ALL__"
    assert not any("disagree" in str(row.get_decoded()) for row in AccountSession.objects.all())
    assert "disagree" not in str(cast.headers) + str(cast.cookies)


def test_the_office_sees_who_has_voted_and_no_sum_until_the_ballot_stops(client):
    meeting = ScreenMeeting()
    for place in range(4):
        meeting.vote(place, "agree")
    shown = text(page(client, meeting.office, url("session_detail", meeting.session)))
    assert "Đã bỏ phiếu 4/5 thành viên có mặt" in shown
    assert "Đang bỏ phiếu" in shown
    assert "4/5<span" not in shown
    meeting.take(STOP_VOTING)
    assert "4/5<span" in text(client.get(url("session_detail", meeting.session)))


def test_the_papers_of_an_open_ballot_hold_no_sum():
    def said():
        session = CouncilSession.objects.get(pk=meeting.session.pk)
        return [repr(all_kinds()[slug].build(session)) for slug in ("minutes", "ballot_count")]

    meeting = ScreenMeeting()
    before = said()
    for place in range(4):
        meeting.vote(place, "disagree")
    assert said() == before
    assert not screen_ballot.ballots_waiting(meeting.seats[0].user)
