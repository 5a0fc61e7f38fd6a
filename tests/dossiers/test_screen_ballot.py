"""The ballot on screen: counted once, hidden while open, and nothing says who voted what."""

from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models

from dossiers.counting import outcome_of, tally_of
from dossiers.models import AgendaItem, Attendance
from dossiers.services import agenda, council, screen_ballot
from dossiers.states import (
    CANCEL_SESSION,
    COUNT,
    RECOUNT,
    START_VOTING,
    STOP_VOTING,
    VOID_VOTING,
    SessionState,
)
from emulation.workflow import TransitionNotAllowed
from tests.dossiers.meetings import Meeting, ScreenMeeting
from tests.make import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def voting():
    return ScreenMeeting()


def test_votes_grow_the_sums_and_the_outcome_follows(voting):
    for place, choice in enumerate(("agree", "agree", "agree", "disagree", "blank")):
        voting.vote(place, choice)
    voting.take(STOP_VOTING)
    assert voting.sums() == {
        "issued": 5, "returned": 5, "valid": 5, "invalid": 0, "agree": 3, "disagree": 1, "blank": 1,
    }  # fmt: skip
    item = voting.session.items.get()
    outcome = outcome_of(item, voting.session.attendances.all())
    assert (outcome.agree, outcome.base, outcome.passed) == (3, 5, False)


def test_a_second_ballot_of_the_same_member_has_no_effect(voting):
    voting.vote(0, "agree")
    with pytest.raises(TransitionNotAllowed, match="một lần"):
        voting.vote(0, "disagree")
    assert (voting.sums()["agree"], voting.sums()["disagree"]) == (1, 0)


@pytest.mark.parametrize("choice", [None, "maybe"])
def test_a_ballot_that_leaves_an_item_out_is_not_cast(choice):
    meeting = ScreenMeeting(items=2)
    given = {meeting.items[0].pk: "agree", meeting.items[1].pk: choice}
    with pytest.raises(ValidationError) as refused:
        screen_ballot.cast(meeting.session, given, by=meeting.seats[0].user)
    assert list(refused.value.message_dict) == [f"item-{meeting.items[1].pk}"]
    assert meeting.sums()["issued"] == 0
    assert not meeting.session.attendances.filter(has_voted=True).exists()


def test_a_recused_member_has_no_vote_on_that_item():
    meeting = ScreenMeeting(started=False, items=2)
    agenda.recuse(meeting.items[0], meeting.seats[1], "Người nhà", by=meeting.office)
    meeting.take(START_VOTING)
    given = {item.pk: "agree" for item in meeting.items}
    screen_ballot.cast(meeting.session, given, by=meeting.seats[1].user)
    assert (meeting.sums(0)["agree"], meeting.sums(1)["agree"]) == (0, 1)


def test_only_a_present_member_votes(voting):
    voting.session.attendances.filter(seat=voting.seats[1]).update(presence="written", reason="Ốm")
    for user in (voting.seats[1].user, voting.office, make_user()):
        with pytest.raises(PermissionDenied):
            screen_ballot.cast(voting.session, {voting.items[0].pk: "agree"}, by=user)
    assert voting.sums()["issued"] == 0


def test_nobody_votes_before_the_ballot_opens_or_after_it_stops():
    meeting = ScreenMeeting(started=False)
    with pytest.raises(TransitionNotAllowed, match="Chưa mở"):
        meeting.vote(0, "agree")
    meeting.take(START_VOTING)
    for place in range(3):
        meeting.vote(place, "agree")
    meeting.take(STOP_VOTING)
    with pytest.raises(TransitionNotAllowed, match="đã kết thúc"):
        meeting.vote(3, "agree")
    assert meeting.sums()["agree"] == 3


# --- opening, stopping, voiding ------------------------------------------------------------------


def test_the_ballot_does_not_open_while_a_member_has_no_account():
    meeting = ScreenMeeting(started=False)
    meeting.seats[2].user = None
    meeting.seats[2].save()
    with pytest.raises(ValidationError, match="chưa có tài khoản bỏ phiếu"):
        meeting.take(START_VOTING)


def test_an_item_that_too_few_may_vote_on_is_not_voted_on_screen():
    meeting = ScreenMeeting(started=False)
    for seat in meeting.seats[:3]:
        agenda.recuse(meeting.items[0], seat, "Người nhà", by=meeting.office)
    with pytest.raises(ValidationError, match="chỉ có 2 người bỏ phiếu"):
        meeting.take(START_VOTING)


def test_a_session_on_paper_has_no_ballot_on_screen():
    meeting = Meeting(SessionState.OPENED)
    meeting.item()
    with pytest.raises(TransitionNotAllowed, match="kiểm phiếu giấy"):
        meeting.take(START_VOTING)


@pytest.mark.parametrize(("voters", "stops"), [(0, False), (2, False), (3, True)])
def test_the_ballot_stops_only_when_the_sums_tell_nobody_s_vote(voting, voters, stops):
    for place in range(voters):
        voting.vote(place, "agree")
    if stops:
        voting.take(STOP_VOTING)
    else:
        with pytest.raises(ValidationError, match=f"Mới có {voters}/5"):
            voting.take(STOP_VOTING)
    voting.session.refresh_from_db()
    assert voting.session.is_voting != stops


def test_another_ballot_begins_only_after_the_first_was_voided_with_a_reason(voting):
    for place in range(4):
        voting.vote(place, "agree")
    voting.take(STOP_VOTING)
    with pytest.raises(TransitionNotAllowed, match="hủy lượt bỏ phiếu trước"):
        voting.take(START_VOTING)
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi lý do"):
        voting.take(VOID_VOTING)
    voting.take(VOID_VOTING, note="Máy treo")
    assert set(voting.sums().values()) == {None}
    voting.take(START_VOTING)
    voting.vote(0, "disagree")
    assert voting.sums()["disagree"] == 1


def test_a_cancelled_session_keeps_no_vote(voting):
    voting.vote(0, "agree")
    voting.take(CANCEL_SESSION, note="Mất điện")
    assert set(voting.sums().values()) == {None}
    voting.session.refresh_from_db()
    assert not voting.session.is_voting


def test_what_is_voted_on_and_by_whom_cannot_change_under_the_voters(voting):
    item, other = voting.items[0], voting.nominate()
    changes = (
        lambda: voting.attend(s1=("absent", "Về sớm")),
        lambda: agenda.put_on_agenda(voting.session, [other], by=voting.office),
        lambda: agenda.take_off_agenda(item, by=voting.office),
        lambda: agenda.recuse(item, voting.seats[1], "Người nhà", by=voting.office),
        lambda: agenda.vote_on_lower(item, None, "", by=voting.office),
        lambda: council.record_counts(voting.session, {}, by=voting.office),
        lambda: voting.take(COUNT),
    )
    for change in changes:
        with pytest.raises(TransitionNotAllowed, match="Đang nhận phiếu"):
            change()
    for place in range(3):
        voting.vote(place, "agree")
    voting.take(STOP_VOTING)
    for change in changes[:5]:
        with pytest.raises(TransitionNotAllowed, match="hủy lượt bỏ phiếu"):
            change()


def test_written_opinions_are_entered_by_hand_beside_the_machine_s_sums():
    meeting = ScreenMeeting(started=False)
    meeting.attend(s1=("written", "Đi học"))
    meeting.take(START_VOTING)
    for place in (0, 2, 3, 4):
        meeting.vote(place, "agree")
    meeting.take(STOP_VOTING)
    sums = {"agree": 0, "issued": 99, "written_disagree": 1}
    council.record_counts(meeting.session, {meeting.items[0].pk: sums}, by=meeting.office)
    item = AgendaItem.objects.get(pk=meeting.items[0].pk)
    assert (item.agree, item.issued, item.written_disagree) == (4, 4, 1)


def test_a_recount_on_screen_is_a_voided_ballot_and_a_new_one(voting):
    for place in range(5):
        voting.vote(place, "agree")
    voting.take(STOP_VOTING)
    voting.take(COUNT)
    voting.take(RECOUNT, note="Có khiếu nại")
    voting.take(VOID_VOTING, note="Bỏ phiếu lại")
    voting.take(START_VOTING)
    assert voting.sums()["agree"] == 0


# --- what can be known ---------------------------------------------------------------------------


def test_the_sums_are_nobody_s_to_see_while_the_ballot_is_open(voting):
    voting.vote(0, "agree")
    item = voting.session.items.get()
    assert tally_of(item) is None
    assert outcome_of(item, voting.session.attendances.all()) is None


def everything():
    """Every row of the dossiers' tables, history tables too, by table and key."""
    return {
        (model._meta.db_table, row["id"] if "id" in row else str(row)): row
        for model in apps.get_app_config("dossiers").get_models(include_auto_created=True)
        for row in model._base_manager.values()
    }


def changes_between(before, after):
    found = set()
    for key in before.keys() | after.keys():
        old, new = before.get(key, {}), after.get(key, {})
        found |= {
            (key[0], name) for name in old.keys() | new.keys() if old.get(name) != new.get(name)
        }
    return found


def test_a_vote_changes_one_mark_and_sums_and_nothing_else_in_the_database(voting):
    before = everything()
    voting.vote(0, "disagree")
    assert changes_between(before, everything()) == {
        ("dossiers_attendance", "has_voted"),
        *(("dossiers_agendaitem", name) for name in ("issued", "returned", "valid", "disagree")),
    }


def test_two_members_who_vote_otherwise_leave_the_same_rows():
    """Who votes for and who against: swapped, the database says the same."""

    def rows_after(*choices):
        meeting = ScreenMeeting()
        for place, choice in enumerate(choices):
            meeting.vote(place, choice)
        meeting.take(STOP_VOTING)
        marks = list(meeting.session.attendances.values_list("seat__position", "has_voted"))
        return meeting.sums(), marks, list(meeting.session.log.values_list("transition", "note"))

    assert rows_after("agree", "disagree", "blank", "agree") == rows_after(
        "blank", "agree", "agree", "disagree"
    )


@pytest.mark.parametrize("model", [AgendaItem, Attendance])
def test_sums_and_marks_have_no_time_and_no_history(model):
    kinds = {type(field) for field in model._meta.get_fields()}
    assert not kinds & {models.DateTimeField, models.DateField, models.TimeField}
    assert not hasattr(model, "history")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="xmin is PostgreSQL's")
def test_after_the_ballot_no_row_s_age_tells_who_voted_when(voting):
    for place in range(4):
        voting.vote(place, "agree")
    voting.take(STOP_VOTING)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT xmin::text FROM dossiers_attendance WHERE session_id = %s",
            [voting.session.pk],
        )
        assert len(cursor.fetchall()) == 1


# --- at the same moment --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_members_who_vote_in_the_same_moment_all_count():
    meeting = ScreenMeeting()
    given = {meeting.items[0].pk: "agree"}
    assert failures_of([seat.user for seat in meeting.seats], meeting, given) == []
    assert (meeting.sums()["agree"], meeting.sums()["issued"]) == (5, 5)


@pytest.mark.django_db(transaction=True)
def test_one_member_who_sends_twice_in_the_same_moment_counts_once():
    meeting = ScreenMeeting()
    given = {meeting.items[0].pk: "agree"}
    failures = failures_of([meeting.seats[0].user] * 4, meeting, given)
    assert [type(error) for error in failures] == [TransitionNotAllowed] * 3
    assert meeting.sums()["agree"] == 1


def failures_of(users, meeting, given):
    """What went wrong when all `users` cast at once: in threads on PostgreSQL, else in turn."""
    failures, start = [], Barrier(len(users))

    def one(user, wait=True):
        try:
            if wait:
                start.wait(timeout=20)
            screen_ballot.cast(meeting.session, given, by=user)
        except Exception as error:
            failures.append(error)
        finally:
            if wait:
                connection.close()

    if connection.vendor != "postgresql":
        for user in users:
            one(user, wait=False)
        return failures
    threads = [Thread(target=one, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return failures


def test_the_members_own_case_is_not_on_his_ballot():
    meeting = ScreenMeeting(started=False, items=0)
    person = make_person(unit=meeting.dossier.unit)
    meeting.seats[3].person = person
    meeting.seats[3].save()
    nominations = [meeting.nominate(person=person), meeting.nominate()]
    own, other = agenda.put_on_agenda(meeting.session, nominations, by=meeting.office)
    voter = screen_ballot.voter_of(meeting.session, meeting.seats[3].user)
    assert screen_ballot.items_for(meeting.session, voter) == [other]
    neighbour = screen_ballot.voter_of(meeting.session, meeting.seats[0].user)
    assert screen_ballot.items_for(meeting.session, neighbour) == [own, other]
