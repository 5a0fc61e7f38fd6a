"""Preparing a session: members of the day, agenda, a lower award, recusals."""

import pytest
from django.core.exceptions import ValidationError

from awards.models import AwardType, VoteRule
from dossiers.counting import turnout_of
from dossiers.models import Presence
from dossiers.services import agenda
from dossiers.states import (
    CANCEL_SESSION,
    NominationState,
    SessionState,
)
from emulation.workflow import TransitionNotAllowed
from tests.dossiers.meetings import Meeting
from tests.make import (
    days_from_today,
    make_nomination,
    make_person,
    make_seat,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return Meeting()


@pytest.fixture
def opened():
    return Meeting(SessionState.OPENED)


# --- members -------------------------------------------------------------------------------------


def test_members_of_the_day_are_entered_with_chair_and_secretary(meeting):
    meeting.session.attendances.all().delete()
    meeting.session.presided_by = meeting.session.secretary = None
    former = make_seat(council=meeting.council, ends_on=days_from_today(-1))
    future = make_seat(council=meeting.council, starts_on=days_from_today(1))
    agenda.prepare(meeting.session, by=meeting.office)
    entered = {row.seat for row in meeting.session.attendances.all()}
    assert entered == set(meeting.seats)
    assert not entered & {former, future}
    assert meeting.session.presided_by == meeting.seats[0]
    assert meeting.session.secretary == meeting.seats[-1]


def test_preparing_again_keeps_what_was_entered(meeting):
    meeting.attend(s1=("absent", "Đi học"))
    agenda.prepare(meeting.session, by=meeting.office)
    assert meeting.session.attendances.get(seat=meeting.seats[1]).reason == "Đi học"


def test_a_member_whose_term_has_ended_leaves_the_attendance(meeting):
    meeting.seats[1].ends_on = days_from_today(-1)
    meeting.seats[1].save()
    agenda.prepare(meeting.session, by=meeting.office)
    assert not meeting.session.attendances.filter(seat=meeting.seats[1]).exists()


def test_an_absent_member_needs_a_reason_and_nothing_else_is_saved(meeting):
    with pytest.raises(ValidationError) as refused:
        meeting.attend(s1=("absent", " "), s2=("written", "Ốm"))
    assert list(refused.value.message_dict) == [f"seat-{meeting.seats[1].pk}"]
    assert not meeting.session.attendances.exclude(presence=Presence.PRESENT).exists()


def test_the_reason_of_one_who_came_after_all_is_forgotten(meeting):
    meeting.attend(s1=("absent", "Đi học"))
    meeting.attend(s1=("present", "Đi học"))
    assert meeting.session.attendances.get(seat=meeting.seats[1]).reason == ""


# --- agenda --------------------------------------------------------------------------------------


def test_an_item_takes_the_vote_rule_of_its_award_on_the_day(meeting):
    VoteRule.objects.create(
        award_code=meeting.dossier.period.campaign.offers.first().award_type.code,
        percent=90, base="attending", valid_from=days_from_today(-1),
    )  # fmt: skip
    (item,) = agenda.put_on_agenda(meeting.session, [meeting.nominate()], by=meeting.office)
    assert (item.percent, item.base, item.is_secret) == (90, "attending", True)


def test_a_member_who_is_the_nominee_is_recused_by_itself(meeting):
    person = make_person(unit=meeting.dossier.unit)
    meeting.seats[1].person = person
    meeting.seats[1].save()
    nominations = [meeting.nominate(person=person), meeting.nominate()]
    own, other = agenda.put_on_agenda(meeting.session, nominations, by=meeting.office)
    assert own.recusals.get().seat == meeting.seats[1]
    assert own.recusals.get().reason == agenda.OWN_CASE
    assert not other.recusals.exists()


@pytest.mark.parametrize(
    "state",
    [s for s in NominationState if s not in (NominationState.ELIGIBLE, NominationState.LOWERED)],
)
def test_only_an_eligible_nomination_is_put_on_the_agenda(meeting, state):
    with pytest.raises(ValidationError, match="chưa đưa ra Hội đồng được"):
        agenda.put_on_agenda(
            meeting.session, [meeting.nominate(), meeting.nominate(state)], by=meeting.office
        )
    assert not meeting.session.items.exists()


def test_a_nomination_of_another_authority_is_refused(meeting):
    with pytest.raises(ValidationError, match="không thuộc cơ quan"):
        agenda.put_on_agenda(
            meeting.session, [make_nomination(state="eligible")], by=meeting.office
        )


def test_a_nomination_stands_on_one_open_agenda(meeting):
    nomination = meeting.nominate()
    agenda.put_on_agenda(meeting.session, [nomination], by=meeting.office)
    other = make_session(council=meeting.council, title="Phiên khác", by=meeting.office)
    with pytest.raises(ValidationError, match="đã có trong chương trình «Họp xét khen thưởng»"):
        agenda.put_on_agenda(other, [nomination], by=meeting.office)
    assert nomination not in agenda.eligible_for(other)


def test_a_cancelled_session_frees_its_nominations(meeting):
    nomination = meeting.item().nomination
    meeting.take(CANCEL_SESSION, note="Hoãn họp")
    other = make_session(council=meeting.council, title="Phiên khác", by=meeting.office)
    assert agenda.put_on_agenda(other, [nomination], by=meeting.office)


@pytest.mark.parametrize("count", [1, 3])
def test_putting_on_the_agenda_asks_once_for_rules_and_members(
    meeting, count, django_assert_max_num_queries
):
    nominations = list(
        agenda.eligible_for(meeting.session) if [meeting.nominate() for _ in range(count)] else ()
    )
    with django_assert_max_num_queries(12 + 3 * count):
        agenda.put_on_agenda(meeting.session, nominations, by=meeting.office)


def test_taking_an_item_off_closes_the_gap(meeting):
    nominations = [meeting.nominate() for _ in range(3)]
    items = agenda.put_on_agenda(meeting.session, nominations, by=meeting.office)
    agenda.take_off_agenda(items[0], by=meeting.office)
    assert [item.position for item in meeting.session.items.all()] == [1, 2]


# --- lower award, recusal ------------------------------------------------------------------------


def test_a_lower_award_is_put_to_the_vote_under_its_own_rule(opened):
    item = opened.item(tally=(5, 0, 0), percent=90)
    lower = AwardType.objects.get(code="GK_XA")
    agenda.vote_on_lower(item, lower, "Chưa đủ thời gian", by=opened.office)
    item.refresh_from_db()
    assert (item.voted_award, item.lower_note, item.percent) == (lower, "Chưa đủ thời gian", 70)
    assert not item.is_counted


@pytest.mark.parametrize(
    ("code", "note", "field"),
    [("GK_XA", " ", "lower_note"), ("GK_HUYEN", "Vì", "lower_to"), ("TTLDTT", "Vì", "lower_to")],
)
def test_a_lower_award_must_exist_admit_the_nominee_and_have_a_reason(meeting, code, note, field):
    award = AwardType.objects.filter(code=code).order_by("-valid_from").first()
    with pytest.raises(ValidationError) as refused:
        agenda.vote_on_lower(meeting.item(), award, note, by=meeting.office)
    assert list(refused.value.message_dict) == [field]


def test_the_award_asked_for_comes_back(opened):
    item = opened.item()
    agenda.vote_on_lower(item, AwardType.objects.get(code="GK_XA"), "Vì", by=opened.office)
    agenda.vote_on_lower(item, None, "", by=opened.office)
    assert (item.lower_to, item.lower_note) == (None, "")


def test_a_declared_recusal_leaves_base_and_ballot(opened):
    item = opened.item(tally=(5, 0, 0))
    agenda.recuse(item, opened.seats[2], "Là vợ của người được xét", by=opened.office)
    turnout = turnout_of(item, opened.session.attendances.all())
    assert (turnout.base("all"), turnout.ballots) == (4, 4)
    assert not item.is_counted
    agenda.take_back_recusal(item.recusals.get(), by=opened.office)
    assert turnout_of(item, opened.session.attendances.all()).ballots == 5


def test_a_recusal_needs_a_reason_and_a_member(meeting):
    item = meeting.item()
    with pytest.raises(ValidationError) as refused:
        agenda.recuse(item, meeting.seats[2], "  ", by=meeting.office)
    assert list(refused.value.message_dict) == ["reason"]
    with pytest.raises(ValidationError) as refused:
        agenda.recuse(item, make_seat(), "Người nhà", by=meeting.office)
    assert list(refused.value.message_dict) == ["seat"]


def test_nobody_votes_on_his_own_case_after_all(meeting):
    person = make_person(unit=meeting.dossier.unit)
    meeting.seats[1].person = person
    meeting.seats[1].save()
    (item,) = agenda.put_on_agenda(
        meeting.session, [meeting.nominate(person=person)], by=meeting.office
    )
    with pytest.raises(TransitionNotAllowed, match="về chính mình"):
        agenda.take_back_recusal(item.recusals.get(), by=meeting.office)
    assert item.recusals.exists()
