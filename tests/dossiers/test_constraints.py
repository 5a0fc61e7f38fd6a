"""The database keeps the rules of this floor, past Python."""

import datetime as dt

import pytest

from awards.models import AwardType
from tests.make import make_agenda_item, make_council, make_seat, make_session
from tests.rules import refused_by, write_past_python

pytestmark = pytest.mark.django_db
DAY, DAY_BEFORE = dt.date(2024, 4, 25), dt.date(2024, 4, 24)


# --- the council ---------------------------------------------------------------------------------


def make_recusal():
    item = make_agenda_item()
    return item.recusals.create(seat=item.session.council.seats.first(), reason="Người nhà")


def counted_item():
    return make_agenda_item(tally=(5, 0, 0))


COUNCIL_BY_UPDATE = {
    "dossiers_council_ends_on_after": (make_council, {"starts_on": DAY, "ends_on": DAY_BEFORE}),
    "dossiers_council_quorum_is_a_share": (make_council, {"quorum_numerator": 4}),
    "dossiers_seat_role_known": (make_seat, {"role": "king"}),
    "dossiers_seat_ends_on_after": (make_seat, {"starts_on": DAY, "ends_on": DAY_BEFORE}),
    "dossiers_councilsession_state_known": (make_session, {"state": "x"}),
    "dossiers_councilsession_votes_only_while_open": (make_session, {"is_voting": True}),
    "dossiers_attendance_presence_known": (lambda: make_session().attendances.first(), {
        "presence": "x", "reason": "Ốm",
    }),
    "dossiers_attendance_absent_with_reason": (lambda: make_session().attendances.first(), {
        "presence": "absent",
    }),
    "dossiers_agendaitem_base_known": (make_agenda_item, {"base": "x"}),
    "dossiers_agendaitem_percent_is_a_share": (make_agenda_item, {"percent": 101}),
    "dossiers_agendaitem_returned_not_over_issued": (counted_item, {"issued": 4}),
    "dossiers_agendaitem_valid_and_invalid_are_all": (counted_item, {"invalid": 1}),
    "dossiers_agendaitem_votes_are_all_valid": (counted_item, {"disagree": 1}),
    "dossiers_recusal_with_reason": (make_recusal, {"reason": ""}),
}  # fmt: skip


@pytest.mark.parametrize("rule", sorted(COUNCIL_BY_UPDATE))
def test_a_broken_row_of_the_council_is_refused(rule):
    make, values = COUNCIL_BY_UPDATE[rule]
    record = make()
    with refused_by(rule):
        write_past_python(record, **values)


def test_a_lower_award_has_a_reason():
    item = make_agenda_item()
    with refused_by("dossiers_agendaitem_lower_with_reason"):
        write_past_python(item, lower_to=AwardType.objects.first())


def test_a_member_attends_once():
    attendance = make_session().attendances.first()
    with refused_by("dossiers_attendance_seat_once"):
        type(attendance).objects.create(session=attendance.session, seat=attendance.seat)


def test_a_nomination_stands_once_on_an_agenda():
    item = make_agenda_item()
    with refused_by("dossiers_agendaitem_nomination_once"):
        make_agenda_item(session=item.session, nomination=item.nomination)


def test_a_member_is_recused_once_from_an_item():
    recusal = make_recusal()
    with refused_by("dossiers_recusal_seat_once"):
        recusal.item.recusals.create(seat=recusal.seat, reason="Lại một lần")
