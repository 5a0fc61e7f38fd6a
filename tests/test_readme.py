"""README says what the code does: the tables of the workflows."""

from pathlib import Path

import pytest

from campaigns.states import (
    CAMPAIGN_TRANSITIONS,
    LETTER_TRANSITIONS,
    MESSAGE_TRANSITIONS,
    REGISTRATION_TRANSITIONS,
    RESULT_TRANSITIONS,
    TASK_TRANSITIONS,
)
from dossiers.states import (
    DECISION_TRANSITIONS,
    DOSSIER_TRANSITIONS,
    NOMINATION_TRANSITIONS,
    SESSION_TRANSITIONS,
    SUBMISSION_TRANSITIONS,
)
from emulation.organization.states import TRANSFER_TRANSITIONS

ALL = (
    CAMPAIGN_TRANSITIONS
    + REGISTRATION_TRANSITIONS
    + RESULT_TRANSITIONS
    + MESSAGE_TRANSITIONS
    + LETTER_TRANSITIONS
    + TASK_TRANSITIONS
    + TRANSFER_TRANSITIONS
    + DOSSIER_TRANSITIONS
    + NOMINATION_TRANSITIONS
    + SESSION_TRANSITIONS
    + DECISION_TRANSITIONS
    + SUBMISSION_TRANSITIONS
)
README = Path(__file__).resolve().parent.parent / "README.md"


def row_of(transition):
    """Return the transition as README's table prints it."""
    cells = (
        transition.label,
        ", ".join(sorted(transition.sources)),
        transition.target,
        ", ".join(sorted(transition.roles)),
        "yes" if transition.needs_note else "",
    )
    return "| " + " | ".join(cells) + " |"


@pytest.mark.parametrize("transition", ALL, ids=lambda t: t.name)
def test_readme_lists_every_transition(transition):
    assert row_of(transition) in README.read_text(encoding="utf-8").splitlines()


def test_readme_lists_no_other_transition():
    text = README.read_text(encoding="utf-8").split("## Workflows")[1].split("## Deployment")[0]
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    listed = [row for row in rows if not row.startswith(("| step", "|---"))]
    assert len(listed) == len(ALL)
