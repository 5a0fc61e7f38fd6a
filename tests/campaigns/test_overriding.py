"""The office's own verdicts: who may give them, with a reason, and what the history keeps."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.eligibility import PENDING_KEY
from awards.facts import Outcome, Verdict
from campaigns.assessing.judging import assessment_of
from campaigns.models import Override
from campaigns.services.overriding import log_of, override, withdraw_override
from emulation.organization.models import RatingLevel
from tests.make import make_bar

pytestmark = pytest.mark.django_db


@pytest.fixture
def low(year):
    """A person whose rating is too low for the criterion of the campaign."""
    person = year.person(level=RatingLevel.GOOD)
    year.register("GK_XA", person=person)
    return person


def judge(year, person, by, **values):
    given = {"verdict": Verdict.MET, "reason": "Quyết định xếp loại lại số 7", "day": year.day}
    key = values.pop("rule_key", f"tc-{year.rated.pk}")
    return override(
        year.period, year.offers["GK_XA"], person, key, **given | values, by=by
    )  # fmt: skip


def outcome(year, person):
    return assessment_of(year.period, year.offers["GK_XA"], person, year.day).assessment.outcome


@pytest.mark.parametrize("who", ["office_clerk", "chair"])
def test_office_and_chair_judge_otherwise(year, low, who, request):
    judge(year, low, request.getfixturevalue(who))
    assert outcome(year, low) == Outcome.ELIGIBLE


@pytest.mark.parametrize("who", ["unit_clerk", "auditor", "outsider"])
def test_nobody_else_does(year, low, who, request):
    with pytest.raises(PermissionDenied):
        judge(year, low, request.getfixturevalue(who))
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"verdict": ""}, "verdict"),
        ({"verdict": Verdict.UNKNOWN}, "verdict"),
        ({"verdict": Verdict.NOT_MET}, "verdict"),
        ({"rule_key": "tc-0"}, "rule_key"),
    ],
    ids=["no reason", "no verdict", "unknown is none", "the machine says so", "no such rule"],
)
def test_what_is_wrong_is_said_by_field(year, low, office_clerk, values, field):
    with pytest.raises(ValidationError) as error:
        judge(year, low, office_clerk, **values)
    assert list(error.value.message_dict) == [field]
    assert not Override.objects.exists()


def test_a_second_verdict_takes_the_place_of_the_first(year, low, office_clerk, chair):
    judge(year, low, office_clerk)
    judge(year, low, chair, verdict=Verdict.DEFERRED, reason="Chờ Hội đồng")
    record = Override.objects.get()
    assert (record.verdict, record.by, record.reason) == (Verdict.DEFERRED, chair, "Chờ Hội đồng")
    assert record.history.count() == 2


def test_taking_back_needs_a_reason(year, low, office_clerk):
    record = judge(year, low, office_clerk)
    with pytest.raises(ValidationError):
        withdraw_override(record, reason="", by=office_clerk)
    assert Override.objects.exists()


def test_taken_back_the_machine_s_verdict_holds_again(year, low, office_clerk):
    withdraw_override(judge(year, low, office_clerk), reason="Nhầm người", by=office_clerk)
    assert outcome(year, low) == Outcome.INELIGIBLE


def test_the_unit_takes_nothing_back(year, low, office_clerk, unit_clerk):
    record = judge(year, low, office_clerk)
    with pytest.raises(PermissionDenied):
        withdraw_override(record, reason="Không đồng ý", by=unit_clerk)


def test_the_log_keeps_who_why_and_what_was_taken_back(year, low, office_clerk, chair):
    withdraw_override(judge(year, low, office_clerk), reason="Nhầm người", by=chair)
    log = log_of(year.period, year.offers["GK_XA"], low)
    assert [(entry["label"], entry["by"]) for entry in log] == [
        ("Kết luận: đạt", str(office_clerk)),
        ("Bỏ kết luận: đạt", str(chair)),
    ]
    assert "Quyết định xếp loại lại số 7" in log[0]["note"]
    assert "Nhầm người" in log[1]["note"]


def test_a_unit_is_not_shown_what_the_office_concluded_on_a_denunciation(year, low, office_clerk):
    make_bar(person=low, starts_on=year.day)
    judge(year, low, office_clerk, rule_key=PENDING_KEY, reason="Đơn tố cáo không có căn cứ")
    found = assessment_of(
        year.period, year.offers["GK_XA"], low, year.day, confidential=False
    ).assessment
    assert not any(finding.override for finding in found.findings)
    assert not found.warnings
