"""What the council lowers may come down to what the commune gives itself: then it decides."""

import pytest

from awards.models import AwardType
from dossiers.papers import minutes
from dossiers.services import deciding, submitting
from dossiers.states import NominationState, SessionState
from tests.dossiers.test_papers_council import text
from tests.dossiers.test_submitting import TODAY, Proposer
from tests.make import make_agenda_item, make_council, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Proposer()


def lowered(desk, code):
    """A province's certificate was asked for; the council proposes `code` instead."""
    award = AwardType.objects.valid_on(TODAY).get(code=code)
    return desk.nominate(state=NominationState.LOWERED, lowered_to=award)


def test_the_commune_s_own_certificate_waits_for_its_decision(desk):
    nomination = lowered(desk, "GK_XA")
    assert list(deciding.ready(desk.authority)) == [nomination]
    assert submitting.batches(desk.authority, TODAY) == ([], [])


def test_it_is_decided_and_enters_the_register(desk):
    nomination = lowered(desk, "GK_XA")
    desk.issue(desk.draft(nomination))
    nomination.refresh_from_db()
    assert nomination.state == NominationState.DECIDED
    award = nomination.decision_lines.get().award
    assert (award.award_type.code, award.issued_by) == ("GK_XA", desk.authority)


def test_an_award_that_stays_above_is_still_proposed(desk):
    nomination = lowered(desk, "BK_BO")
    assert list(deciding.ready(desk.authority)) == []
    assert list(submitting.ready(desk.authority)) == [nomination]


def test_the_minutes_say_who_gives_the_lower_award(desk):
    nomination = lowered(desk, "GK_XA")
    session = make_session(
        council=make_council(authority=desk.authority, seats=5), state=SessionState.OPENED
    )
    make_agenda_item(
        session=session, nomination=nomination, tally=(5, 0, 0), lower_to=nomination.lowered_to,
        lower_note="Thành tích trong phạm vi xã",
    )  # fmt: skip
    said = text(minutes.build(session))
    assert "Trình cấp trên" not in said
    assert "tặng Giấy khen" in said
