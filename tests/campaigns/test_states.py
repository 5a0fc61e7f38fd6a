"""The two workflows of this floor: every state × step × role, against tables written out here."""

import datetime as dt
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from campaigns.models import Campaign, Registration
from campaigns.states import (
    CAMPAIGN_TRANSITIONS,
    EDITABLE,
    REGISTRATION_TRANSITIONS,
    CampaignState,
    RegistrationState,
)
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed, available, find, move
from tests.make import (
    make_authority,
    make_campaign,
    make_period,
    make_registration,
    make_unit,
    make_user,
)

ISSUED_ON = dt.date(2024, 4, 16)
SENT_AT = dt.datetime(2024, 4, 25, 8, tzinfo=dt.UTC)
DESK = {"office", "chair"}

# (step, from): (to, who may)
CAMPAIGN_MOVES = {
    ("issue", "draft"): ("issued", DESK),
    ("close", "issued"): ("closed", DESK),
    ("reopen", "closed"): ("issued", DESK),
    ("cancel", "draft"): ("cancelled", DESK),
    ("cancel", "issued"): ("cancelled", DESK),
    ("add_period", "issued"): ("issued", DESK),
    ("fit_awards", "issued"): ("issued", DESK),
}
REGISTRATION_MOVES = {
    ("submit", "draft"): ("submitted", {"unit"}),
    ("submit", "returned"): ("submitted", {"unit"}),
    ("submit_for_unit", "draft"): ("submitted", {"office"}),
    ("submit_for_unit", "returned"): ("submitted", {"office"}),
    ("accept_late", "draft"): ("submitted", {"office"}),
    ("accept_late", "returned"): ("submitted", {"office"}),
    ("confirm", "submitted"): ("confirmed", {"office"}),
    ("return", "submitted"): ("returned", {"office"}),
    ("withdraw", "draft"): ("withdrawn", {"unit"}),
    ("withdraw", "submitted"): ("withdrawn", {"unit"}),
    ("withdraw", "returned"): ("withdrawn", {"unit"}),
}
NEEDS_A_REASON = {
    "close",
    "reopen",
    "cancel",
    "add_period",
    "fit_awards",
    "submit_for_unit",
    "accept_late",
    "return",
    "withdraw",
}
WORKFLOWS = {
    Campaign: (CAMPAIGN_TRANSITIONS, CampaignState, CAMPAIGN_MOVES),
    Registration: (REGISTRATION_TRANSITIONS, RegistrationState, REGISTRATION_MOVES),
}


def make_village_registration(**values):
    campaign = make_campaign(bare=True)
    return make_registration(
        period=make_period(campaign=campaign),
        unit=make_unit(parent=campaign.authority),
        **values,
    )


# Columns that are true only together with the new state.
STAMPS = {
    "issue": {"issued_on": ISSUED_ON},
    **{name: {"submitted_at": SENT_AT} for name in ("submit", "submit_for_unit", "accept_late")},
}


def matrix(model):
    """Every step × state × role with its outcome: the new state, or how it is turned down."""
    transitions, states, moves = WORKFLOWS[model]
    acting = {name: roles for (name, _), (_, roles) in moves.items()}
    for transition, state, role in product(transitions, states, Role):
        target, _ = moves.get((transition.name, state), ("refused", None))
        outcome = target if role in acting[transition.name] else "denied"
        name = f"{transition.name}, {state}, {role}: {outcome}"
        yield pytest.param(transition, state, role, outcome, id=name)


def outcome_of(record, transition, by):
    try:
        move(record, transition, by=by, note="Có lý do", **STAMPS.get(transition.name, {}))
    except PermissionDenied:
        return "denied"
    except TransitionNotAllowed:
        return "refused"
    return type(record).objects.get(pk=record.pk).state


@pytest.mark.django_db
@pytest.mark.parametrize(("transition", "state", "role", "outcome"), [*matrix(Campaign)])
def test_a_campaign_moves_as_the_table_says(transition, state, role, outcome):
    campaign = make_campaign(state=state, bare=True)
    user = make_user(role=role, unit=campaign.authority)
    assert outcome_of(campaign, transition, user) == outcome


@pytest.mark.django_db
@pytest.mark.parametrize(("transition", "state", "role", "outcome"), [*matrix(Registration)])
def test_a_registration_moves_as_the_table_says(transition, state, role, outcome):
    registration = make_village_registration(state=state)
    user = make_user(role=role, unit=registration.authority)
    assert outcome_of(registration, transition, user) == outcome


# --- the tables themselves -----------------------------------------------------------------------


@pytest.mark.parametrize("model", WORKFLOWS)
def test_the_table_holds_these_moves_and_no_other(model):
    transitions, _, moves = WORKFLOWS[model]
    assert {
        (transition.name, source): (transition.target, set(transition.roles))
        for transition in transitions
        for source in transition.sources
    } == moves


@pytest.mark.parametrize(
    "transition", [*CAMPAIGN_TRANSITIONS, *REGISTRATION_TRANSITIONS], ids=lambda t: t.name
)
def test_what_turns_somebody_down_or_cannot_be_undone_asks_for_a_reason(transition):
    assert transition.needs_note is (transition.name in NEEDS_A_REASON)


@pytest.mark.parametrize("model", WORKFLOWS)
def test_step_names_are_unique_and_fit_the_log(model):
    names = [transition.name for transition in WORKFLOWS[model][0]]
    assert (len(names), max(map(len, names)) <= 40) == (len(set(names)), True)


@pytest.mark.parametrize(
    ("model", "state"),
    [(Campaign, "cancelled"), (Registration, "confirmed"), (Registration, "withdrawn")],
)
def test_from_an_end_state_nothing_leads_on(model, state):
    assert [step.name for step in WORKFLOWS[model][0] if state in step.sources] == []


@pytest.mark.parametrize("step", ["cancel", "withdraw", "issue"])
def test_what_cannot_be_undone_asks_first(step):
    transition = find([*CAMPAIGN_TRANSITIONS, *REGISTRATION_TRANSITIONS], step)
    assert transition.confirm.endswith(".")


def test_rows_may_be_changed_while_the_unit_has_the_registration():
    assert {"draft", "returned"} == EDITABLE


# --- who acts ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        ("office", ["issue", "cancel"]),
        ("chair", ["issue", "cancel"]),
        ("unit", []),
        ("auditor", []),
    ],
)
def test_the_desk_has_the_buttons_of_a_draft(role, buttons):
    campaign = make_campaign(state="draft", bare=True)
    user = make_user(role=role, unit=campaign.authority)
    assert [step.name for step in available(campaign, user)] == buttons


@pytest.mark.django_db
def test_the_office_of_the_province_does_not_act_for_its_communes():
    province = make_authority(name="Ủy ban nhân dân tỉnh", level="T")
    campaign = make_campaign(authority=make_authority(parent=province), state="draft", bare=True)
    user = make_user(role=Role.OFFICE, unit=province)
    assert available(campaign, user) == []


@pytest.mark.django_db
def test_the_office_is_the_unit_of_the_consolidated_registration():
    own = make_village_registration()
    own.unit = own.authority
    user = make_user(role=Role.OFFICE, unit=own.authority)
    assert own.roles_of(user) == {Role.OFFICE, Role.UNIT}


@pytest.mark.django_db
def test_the_office_is_not_the_unit_of_a_villages_registration():
    registration = make_village_registration()
    user = make_user(role=Role.OFFICE, unit=registration.authority)
    assert registration.roles_of(user) == {Role.OFFICE}


@pytest.mark.django_db
@pytest.mark.parametrize("state", RegistrationState)
@pytest.mark.parametrize(("role", "may"), [("unit", True), ("office", True), ("chair", False)])
def test_unit_and_office_may_edit_while_the_state_admits_it(state, role, may):
    registration = make_village_registration(state=state)
    user = make_user(role=role, unit=registration.authority)
    assert registration.may_edit(user) is (may and state in ("draft", "returned"))


@pytest.mark.django_db
@pytest.mark.parametrize("state", CampaignState)
@pytest.mark.parametrize(
    ("role", "may"), [("office", True), ("chair", True), ("unit", False), ("auditor", False)]
)
def test_only_the_desk_edits_and_only_a_draft(state, role, may):
    campaign = make_campaign(state=state, bare=True)
    user = make_user(role=role, unit=campaign.authority)
    assert campaign.may_edit(user) is (may and state == "draft")
