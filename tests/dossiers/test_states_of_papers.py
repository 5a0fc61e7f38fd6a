"""Every state of a dossier, a decision and a proposal against every step and every role."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dossiers.models import Decision, Dossier, Submission
from dossiers.states import (
    DECISION_TRANSITIONS,
    DOSSIER_TRANSITIONS,
    SUBMISSION_TRANSITIONS,
    DecisionState,
    DossierState,
    SubmissionState,
)
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed, available, move
from tests.make import make_decision, make_dossier, make_submission, make_user

pytestmark = pytest.mark.django_db
# What the tables allow, written once more by hand: (from, step).
STEPS = {
    Dossier: {
        ("draft", "submit"), ("submitted", "recall"), ("submitted", "receive"),
        ("received", "request_supplement"), ("received", "appraise"),
        ("supplement", "send_supplement"), ("appraised", "resume"),
    },
    Decision: {
        ("draft", "issue"), ("draft", "discard"),
        ("issued", "publish"), ("issued", "unpublish"), ("issued", "revoke"),
    },
    Submission: {("draft", "send"), ("draft", "drop"), ("sent", "answer")},
}  # fmt: skip
ROLES = {
    Dossier: {
        Role.UNIT: {"submit", "recall", "send_supplement"},
        Role.OFFICE: {step.name for step in DOSSIER_TRANSITIONS},
    },
    Decision: {
        Role.OFFICE: {"issue", "discard", "publish", "unpublish"},
        Role.CHAIR: {step.name for step in DECISION_TRANSITIONS},
    },
    Submission: {
        Role.OFFICE: {step.name for step in SUBMISSION_TRANSITIONS},
        Role.CHAIR: {"send", "drop"},
    },
}
# Columns that are true only together with the new state.
TOGETHER = {
    "submit": {"submitted_at": timezone.now()},
    "receive": {"received_at": timezone.now(), "receipt_number": 7},
    "issue": {"number": "9", "dated": timezone.localdate()},
    "send": {"number": "9", "dated": timezone.localdate()},
}
MAKE = {Dossier: make_dossier, Decision: make_decision, Submission: make_submission}
WORKFLOWS = (
    (Dossier, DossierState, DOSSIER_TRANSITIONS),
    (Decision, DecisionState, DECISION_TRANSITIONS),
    (Submission, SubmissionState, SUBMISSION_TRANSITIONS),
)
EVERY_STATE = [
    (model, state, step)
    for model, states, steps in WORKFLOWS
    for state, step in product(states, steps)
]
EVERY_ROLE = [
    (model, role, step) for model, _, steps in WORKFLOWS for role, step in product(Role, steps)
]


def named(value):
    return value.__name__ if isinstance(value, type) else getattr(value, "name", value)


def somebody(record, role):
    own = role == Role.UNIT and isinstance(record, Dossier)
    return make_user(role=role, unit=record.unit if own else record.authority)


@pytest.mark.parametrize(("model", "state", "step"), EVERY_STATE, ids=named)
def test_a_record_moves_only_as_the_table_says(model, state, step):
    record = MAKE[model](state=state)
    clerk, changes = somebody(record, min(step.roles)), TOGETHER.get(step.name, {})
    if (state, step.name) in STEPS[model]:
        move(record, step, by=clerk, note="Vì lý do này", **changes)
        record.refresh_from_db()
        assert record.state == step.target
        assert record.log.get().transition == step.name
        return
    with pytest.raises(TransitionNotAllowed):
        move(record, step, by=clerk, note="Vì lý do này", **changes)
    record.refresh_from_db()
    assert record.state == state
    assert not record.log.exists()


@pytest.mark.parametrize(("model", "role", "step"), EVERY_ROLE, ids=named)
def test_who_may_move_a_record(model, role, step):
    record = MAKE[model](state=min(step.sources))
    user = somebody(record, role)
    allowed = step.name in ROLES[model].get(role, set())
    assert (step in available(record, user)) == allowed
    if not allowed:
        with pytest.raises(PermissionDenied):
            move(record, step, by=user, note="Vì lý do này")


@pytest.mark.parametrize(
    ("model", "step"),
    [(model, step) for model, _, steps in WORKFLOWS for step in steps if step.needs_note],
    ids=named,
)
def test_a_step_that_asks_for_a_reason_is_refused_without_one(model, step):
    record = MAKE[model](state=min(step.sources))
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi"):
        move(record, step, by=somebody(record, min(step.roles)), note="  ")
