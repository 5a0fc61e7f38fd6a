"""The two real campaigns, and this year's, assessed from the demo from end to end."""

from collections import Counter

import pytest
from django.utils import timezone

from awards.facts import Outcome
from campaigns.assessing.judging import assessments
from campaigns.models import Period, Review
from dossiers.demo import places

pytestmark = pytest.mark.usefixtures("demo")


def assessed(authority, **values):
    periods = Period.objects.filter(
        campaign__authority__name=authority, campaign__issued_on__isnull=False, **values
    ).select_related("campaign__authority", "campaign__plan")
    today = timezone.localdate()
    return [row for period in periods for row in assessments(period, today)]


CAMPAIGNS = [
    (places.DINH_DU, {"campaign__starts_on__year": 2024}),
    (places.DINH_DU, {"campaign__starts_on__year__gt": 2024}),
    (places.INSPECTORATE, {"review": Review.YEARLY}),
]


@pytest.mark.parametrize(("authority", "values"), CAMPAIGNS, ids=["2024", "now", "Lào Cai"])
def test_every_criterion_of_the_demo_can_be_judged(authority, values):
    findings = [f for row in assessed(authority, **values) for f in row.assessment.findings]
    broken = {f.reason for f in findings if "sửa" in f.reason and "rồi xem lại" in f.reason}
    assert any("của Kế hoạch số" in finding.rule.clause for finding in findings)
    assert broken == set()


@pytest.mark.parametrize(("authority", "values"), CAMPAIGNS[:2], ids=["2024", "now"])
def test_the_demo_shows_green_red_amber_and_grey(authority, values):
    found = Counter(row.assessment.outcome for row in assessed(authority, **values))
    assert set(found) == set(Outcome)
