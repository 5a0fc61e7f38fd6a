"""Results of the demo: green rows come from what the office verified; loading twice adds none."""

import pytest
from django.utils import timezone

from awards.facts import Outcome
from campaigns.assessing.judging import assessments
from campaigns.models import Evidence, Example, Period, Result, ResultLog
from dossiers.demo import dinh_du_2024, places, results
from dossiers.demo.building import Run

pytestmark = pytest.mark.usefixtures("demo")


def season():
    return Period.objects.select_related("campaign__authority", "campaign__plan").get(
        campaign__authority__name=places.DINH_DU, starts_on=dinh_du_2024.DAY
    )


def test_verified_results_alone_make_somebody_eligible():
    rows = assessments(season(), timezone.localdate())
    green = {
        str(row.candidate.nominee)
        for row in rows
        if row.assessment.outcome == Outcome.ELIGIBLE and not row.overrides
    }
    assert "Nguyễn Văn Thắng" in green


def test_results_stand_in_every_state_with_files_behind_them():
    states = set(Result.objects.filter(period=season()).values_list("state", flat=True))
    assert states == {"draft", "reported", "returned", "verified"}
    wanted = {told.evidence for told in results.TOLD if told.evidence}
    assert {file.name for file in Evidence.objects.all()} == wanted
    assert {str(example.nominee) for example in Example.objects.all()} == {
        results.ONE_STOP, "Thôn 1",
    }  # fmt: skip


def test_every_step_is_dated_in_the_season():
    days = {timezone.localdate(log.at) for log in ResultLog.objects.filter(record__period=season())}
    assert days == {results.REPORTED_ON, results.JUDGED_ON}


def test_building_again_adds_nothing():
    before = Result.objects.count()
    results.build(Run(timezone.localdate(), False, print))
    assert Result.objects.count() == before
