"""The database keeps the rules of this floor, past Python."""

import datetime as dt

import pytest

from awards.models import AwardType
from dossiers.states import DossierState
from tests.make import (
    make_agenda_item,
    make_council,
    make_dossier,
    make_household,
    make_nomination,
    make_seat,
    make_session,
    make_unit,
    make_user,
)
from tests.rules import refused_by, write_past_python

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2024, 4, 25, tzinfo=dt.UTC)
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


# --- the dossier ---------------------------------------------------------------------------------

DOSSIER_BY_UPDATE = {
    "dossiers_dossier_route_known": (make_dossier, {"route": "x"}),
    "dossiers_dossier_basis_known": (make_dossier, {"basis": "x"}),
    "dossiers_dossier_state_known": (make_dossier, {"state": "x", "submitted_at": NOW,
                                                    "received_at": NOW, "receipt_number": 1}),
    "dossiers_dossier_submitted_at_by_state": (make_dossier, {"state": DossierState.SUBMITTED}),
    "dossiers_dossier_received_by_state": (make_dossier, {"state": DossierState.RECEIVED,
                                                          "submitted_at": NOW}),
    "dossiers_nomination_state_known": (make_nomination, {"state": "x"}),
    "dossiers_nomination_lowered_names_award": (make_nomination, {"state": "lowered"}),
    "dossiers_nomination_names_one_nominee": (make_nomination, {"person": None}),
}  # fmt: skip


@pytest.mark.parametrize("rule", sorted(DOSSIER_BY_UPDATE))
def test_a_broken_row_of_the_dossier_is_refused(rule):
    make, values = DOSSIER_BY_UPDATE[rule]
    record = make()
    with refused_by(rule):
        write_past_python(record, **values)


def test_a_unit_has_one_dossier_a_route():
    dossier = make_dossier()
    with refused_by("dossiers_dossier_once_per_route"):
        make_dossier(period=dossier.period, unit=dossier.unit)


def test_a_receipt_number_is_given_once_a_period():
    first = make_dossier(state=DossierState.RECEIVED)
    second = make_dossier(
        period=first.period,
        unit=make_unit(parent=first.authority, name="Thôn Cầu"),
        state=DossierState.RECEIVED,
    )
    with refused_by("dossiers_dossier_receipt_number_once"):
        write_past_python(second, receipt_number=first.receipt_number)


@pytest.mark.parametrize("field", ["unit", "person", "household"])
def test_a_nominee_is_proposed_once_for_an_award(field):
    dossier = make_dossier()
    nominees = {"unit": {"unit": dossier.unit}, "person": {},
                "household": {"household": make_household(unit=dossier.unit)}}  # fmt: skip
    first = make_nomination(dossier=dossier, **nominees[field])
    with refused_by(f"dossiers_nomination_{field}_once"):
        make_nomination(dossier=dossier, offer=first.offer, **{field: first.nominee})


def test_a_version_has_its_number_once():
    dossier = make_dossier()
    dossier.versions.create(number=1, content={}, sent_by=make_user())
    with refused_by("dossiers_dossierversion_number_once"):
        dossier.versions.create(number=1, content={}, sent_by=make_user())
