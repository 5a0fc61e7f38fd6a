"""The table of cases: person or unit, records, day, award → outcome and the sentence."""

import pytest

from awards.eligibility import as_json, assess, from_json
from awards.kinds import CriterionKind
from tests.awards.eligibility_words import OUTCOMES, facts, question, rows

CASES = rows()


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.line}-{row.asked}")
def test_case(row):
    rulesets, occasion = question(row)
    found = assess(facts(row.records), rulesets, occasion)
    sentences = "\n".join([found.summary, *(finding.reason for finding in found.findings)])
    assert found.outcome == OUTCOMES[row.outcome], sentences
    assert row.sentence in sentences


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.line}-{row.asked}")
def test_sentences_are_whole(row):
    rulesets, occasion = question(row)
    found = assess(facts(row.records), rulesets, occasion)
    for text in [found.summary, *(finding.reason for finding in found.findings)]:
        assert text[0].isupper()
        assert text.endswith(".")
        assert [mark for mark in ("  ", " ,", " .", "..", "()", "None") if mark in text] == []
    assert from_json(as_json(found)) == found


def test_the_table_covers_the_four_periods_of_the_law():
    years = {row.day.year for row in CASES}
    assert years >= {2022, 2024, 2025, 2026}
    assert len(CASES) >= 80


def test_every_kind_of_criterion_is_in_the_table():
    kinds = {rule.kind for row in CASES for ruleset in question(row)[0] for rule in ruleset.rules}
    assert kinds == set(CriterionKind.values)
