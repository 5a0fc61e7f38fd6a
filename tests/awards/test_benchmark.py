"""The benchmark of eligibility compares like with like."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from awards.benchmark import candidates, judged, plainly
from emulation.papers.pdf import missing_libraries

MISSING = missing_libraries()


def test_the_bare_loop_answers_as_the_engine_does():
    people = candidates(500)
    answers = [outcome == "eligible" for outcome, _ in judged(people)]
    assert answers == plainly(people)
    assert {True, False} == set(answers)


@pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")
def test_bench_measures_what_apps_bring(monkeypatch):
    monkeypatch.setattr("awards.benchmark.CANDIDATES", 20)
    monkeypatch.setattr("awards.benchmark.candidates.__defaults__", (20,))
    out = StringIO()
    call_command("bench", "--json", "--only", "eligibility-5000", stdout=out)
    (case,) = json.loads(out.getvalue())["cases"]
    assert case["case"] == "eligibility-5000"
    assert case["ratios"]["plain-loop"] > 0
