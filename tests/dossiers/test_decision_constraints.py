"""The database keeps the rules of decisions, proposals and certificates, past Python."""

import datetime as dt

import pytest
from django.utils import timezone

from dossiers.models import SubmissionLine, Wording
from tests.make import (
    make_authority,
    make_award,
    make_certificate,
    make_certificate_sheet,
    make_decision,
    make_decision_line,
    make_nomination,
    make_submission,
    make_user,
)
from tests.rules import refused_by, write_past_python

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 20)


def make_submission_line(**values):
    submission = values.pop("submission", None) or make_submission()
    nomination = values.pop("nomination", None) or make_nomination()
    return SubmissionLine.objects.create(submission=submission, nomination=nomination, **values)


def a_certificate():
    return make_certificate(award=make_award())


BY_UPDATE = {
    "dossiers_decision_basis_known": (make_decision, {"basis": "x"}),
    "dossiers_decision_state_known": (make_decision, {"state": "x"}),
    "dossiers_decision_numbered_by_state": (make_decision, {"number": "5"}),
    "dossiers_decision_published_when_issued": (make_decision, {"published_at": timezone.now()}),
    "dossiers_submission_basis_known": (make_submission, {"basis": "x"}),
    "dossiers_submission_state_known": (make_submission, {"state": "x"}),
    "dossiers_submission_numbered_by_state": (make_submission, {"dated": DAY}),
    "dossiers_submissionline_answer_known": (make_submission_line, {"answer": "x"}),
    "dossiers_submissionline_refused_with_reason": (make_submission_line, {"answer": "refused"}),
    "dossiers_certificate_handed_to_somebody": (a_certificate, {"handed_on": DAY}),
}


@pytest.mark.parametrize("name", BY_UPDATE)
def test_the_database_refuses_the_change(name):
    make, values = BY_UPDATE[name]
    record = make()
    names = {name}
    if name.endswith("state_known"):
        names.add(name.replace("state_known", "numbered_by_state"))
    with refused_by(*names):
        write_past_python(record, **values)


def test_an_award_belongs_to_an_answer_that_awarded():
    line = make_submission_line()
    with refused_by("dossiers_submissionline_award_when_awarded"):
        write_past_python(line, award=make_award())


def test_a_nomination_stands_once_in_a_decision():
    line = make_decision_line()
    with refused_by("dossiers_decisionline_nomination_once"):
        make_decision_line(decision=line.decision, nomination=line.nomination)


def test_a_nomination_stands_once_in_a_proposal():
    line = make_submission_line()
    with refused_by("dossiers_submissionline_nomination_once"):
        make_submission_line(submission=line.submission, nomination=line.nomination)


def test_a_number_of_the_golden_book_stands_on_one_first_certificate():
    first = a_certificate()
    with refused_by("dossiers_certificate_number_once"):
        make_certificate(award=first.award, number=first.number, year=first.year)


def test_a_certificate_is_issued_again_with_a_reason():
    first = a_certificate()
    with refused_by("dossiers_certificate_reissued_with_reason"):
        make_certificate(award=first.award, number=first.number, replaces=first)


def test_two_sheets_of_an_office_do_not_share_a_name():
    sheet = make_certificate_sheet()
    with refused_by("dossiers_certificatesheet_name_once"):
        make_certificate_sheet(authority=sheet.authority, name=sheet.name)


def test_a_paper_has_one_wording():
    values = {
        "authority": make_authority(), "slug": "decision", "subject_id": 1,
        "saved_by": make_user(),
    }  # fmt: skip
    Wording.objects.create(**values)
    with refused_by("dossiers_wording_once"):
        Wording.objects.create(**values)
