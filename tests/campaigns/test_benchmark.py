"""The benchmark of a whole period: like with like, few queries, nothing left behind."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from campaigns import benchmark
from emulation.papers.pdf import missing_libraries

pytestmark = pytest.mark.django_db
MISSING = missing_libraries()


def rows():
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_a_period_takes_as_many_queries_for_300_people_as_for_one():
    season, found = benchmark.Season(), {}
    for count in (1, 3, 300):
        season.fill(count)
        found[count] = benchmark.queries_of(season)
    assert len(set(found.values())) == 1, found


def test_the_plain_loop_answers_as_the_engine_does():
    season = benchmark.Season()
    season.fill(250)
    answers = benchmark.judged(season)
    assert answers == benchmark.plainly(season)
    assert {True, False} == set(answers)


@pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")
def test_bench_says_the_ratio_and_the_queries_and_leaves_nothing(monkeypatch):
    monkeypatch.setattr(benchmark, "CANDIDATES", 6)
    monkeypatch.setattr(benchmark, "FEW", 2)
    before, out = rows(), StringIO()
    call_command("bench", "--json", "--only", "eligibility-gather-5000", stdout=out)
    (case,) = json.loads(out.getvalue())["cases"]
    assert case["ratios"]["plain-loop"] > 0
    assert case["queries"]["2"] == case["queries"]["6"]
    assert rows() == before
    told = StringIO()
    call_command("bench", "--only", "eligibility-gather-5000", stdout=told)
    assert f"2 hồ sơ: {case['queries']['2']} truy vấn" in told.getvalue()
