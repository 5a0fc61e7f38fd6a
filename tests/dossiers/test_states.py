"""Every state of a session and of a nomination against every step: only what the table says."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import AwardType
from dossiers.models import CouncilSession, Nomination
from dossiers.states import (
    NOMINATION_TRANSITIONS,
    SESSION_TRANSITIONS,
    NominationState,
    SessionState,
)
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed, available, move
from tests.make import (
    make_authority,
    make_council,
    make_nomination,
    make_session,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
# What the tables allow, written once more by hand: (from, step).
SESSION_STEPS = {
    ("planned", "open"), ("planned", "cancel"),
    ("opened", "start_voting"), ("opened", "stop_voting"), ("opened", "void_voting"),
    ("opened", "count"), ("opened", "cancel"),
    ("counted", "recount"), ("counted", "conclude"),
}  # fmt: skip
NOMINATION_STEPS = {
    ("proposed", "mark_eligible"), ("proposed", "mark_ineligible"), ("proposed", "defer"),
    ("proposed", "withdraw"),
    ("eligible", "mark_ineligible"), ("eligible", "defer"), ("eligible", "withdraw"),
    ("eligible", "pass"), ("eligible", "fail"), ("eligible", "lower"),
    ("ineligible", "mark_eligible"), ("ineligible", "defer"), ("ineligible", "withdraw"),
    ("deferred", "mark_eligible"), ("deferred", "mark_ineligible"), ("deferred", "withdraw"),
    ("passed", "decide"), ("passed", "forward"), ("passed", "refuse"),
    ("lowered", "decide"), ("lowered", "forward"), ("lowered", "refuse"),
    ("decided", "award"), ("decided", "revoke"),
    ("forwarded", "award"), ("forwarded", "refuse"),
    ("awarded", "revoke"),
}  # fmt: skip
SESSION_ROLES = {role: set() for role in Role} | {
    Role.OFFICE: {step.name for step in SESSION_TRANSITIONS}
}
NOMINATION_ROLES = {
    Role.UNIT: {"withdraw"},
    Role.OFFICE: {
        "mark_eligible", "mark_ineligible", "defer", "pass", "fail", "lower", "decide", "forward",
        "award", "refuse", "withdraw",
    },
    Role.CHAIR: {"decide", "forward", "refuse", "revoke"},
    Role.AUDITOR: set(),
}  # fmt: skip


def step_name(value):
    return getattr(value, "name", value)


def somebody(record, roles):
    return make_user(role=min(roles), unit=record.authority)


def session_in(state):
    return make_session(council=make_council(), state=state, title="Phiên")


def nomination_in(state):
    lowered = AwardType.objects.first() if state == NominationState.LOWERED else None
    return make_nomination(state=state, lowered_to=lowered)


def try_to(record, step):
    """Whether the workflow let `record` through the step; nothing may change when it did not."""
    before = record.state
    more = {"lowered_to": AwardType.objects.first()} if step.name == "lower" else {}
    try:
        move(record, step, by=somebody(record, step.roles), note="Vì lý do này", **more)
    except TransitionNotAllowed:
        record.refresh_from_db()
        assert record.state == before
        assert not record.log.exists()
        return False
    record.refresh_from_db()
    assert record.state == step.target
    assert record.log.get().transition == step.name
    return True


@pytest.mark.parametrize(
    ("state", "step"),
    list(product(SessionState, SESSION_TRANSITIONS)),
    ids=step_name,
)
def test_a_session_moves_only_as_the_table_says(state, step):
    assert try_to(session_in(state), step) == ((state, step.name) in SESSION_STEPS)


@pytest.mark.parametrize(
    ("state", "step"),
    list(product(NominationState, NOMINATION_TRANSITIONS)),
    ids=step_name,
)
def test_a_nomination_moves_only_as_the_table_says(state, step):
    assert try_to(nomination_in(state), step) == ((state, step.name) in NOMINATION_STEPS)


@pytest.mark.parametrize(("role", "step"), list(product(Role, SESSION_TRANSITIONS)), ids=step_name)
def test_who_may_move_a_session(role, step):
    session = session_in(min(step.sources))
    user = make_user(role=role, unit=session.authority)
    allowed = step.name in SESSION_ROLES[role]
    assert (step in available(session, user)) == allowed
    if not allowed:
        with pytest.raises(PermissionDenied):
            move(session, step, by=user, note="Vì lý do này")


@pytest.mark.parametrize(
    ("role", "step"), list(product(Role, NOMINATION_TRANSITIONS)), ids=step_name
)
def test_who_may_move_a_nomination(role, step):
    nomination = nomination_in(min(step.sources))
    unit = nomination.dossier.unit if role == Role.UNIT else nomination.authority
    user = make_user(role=role, unit=unit)
    allowed = step.name in NOMINATION_ROLES[role]
    assert (step in available(nomination, user)) == allowed
    if not allowed:
        with pytest.raises(PermissionDenied):
            move(nomination, step, by=user, note="Vì lý do này")


@pytest.mark.parametrize(
    "step",
    [s for s in (*SESSION_TRANSITIONS, *NOMINATION_TRANSITIONS) if s.needs_note],
    ids=lambda step: step.name,
)
def test_a_step_that_asks_for_a_reason_is_refused_without_one(step):
    make = session_in if step in SESSION_TRANSITIONS else nomination_in
    record = make(min(step.sources))
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi"):
        move(record, step, by=somebody(record, step.roles), note="  ")
    record.refresh_from_db()
    assert record.state == min(step.sources)


@pytest.mark.parametrize("model", [CouncilSession, Nomination])
def test_nobody_of_another_commune_may_do_anything(model):
    record = session_in("planned") if model is CouncilSession else nomination_in("proposed")
    other = make_authority(name="Ủy ban nhân dân xã Lạc Hồng")
    for role in Role:
        unit = make_unit(parent=other) if role == Role.UNIT else other
        assert available(record, make_user(role=role, unit=unit)) == []
