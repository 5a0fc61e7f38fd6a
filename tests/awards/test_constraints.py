"""The database keeps the rules of the law's tables, past Python."""

import datetime as dt

import pytest

from awards.models import (
    AwardShare,
    BaseSalary,
    BonusRate,
    BonusRule,
    Criterion,
    CriterionGroup,
    CriterionSet,
    LegalDocument,
    Regime,
    VoteRule,
)
from tests.make import make_award_type, make_criterion_set
from tests.rules import constraints_of, refused_by, write_past_python

pytestmark = pytest.mark.django_db
DAY, DAY_BEFORE = dt.date(2024, 4, 25), dt.date(2024, 4, 24)
LAW = (Regime, LegalDocument, VoteRule, AwardShare, BaseSalary, BonusRate, BonusRule)
# Asked by tests/emulation/test_constraints.py and by the register's own test.
ELSEWHERE = ("awards_awardtype_", "awards_award_")


def name(model, rule):
    return f"awards_{model._meta.model_name}_{rule}"


def law_set():
    return CriterionSet.objects.filter(authority__isnull=True).first()


BY_UPDATE = {
    **{name(m, "verified_known"): (m.objects.first, {"verified": "x"}) for m in LAW},
    **{
        name(m, "valid_to_after"): (m.objects.first, {"valid_from": DAY, "valid_to": DAY_BEFORE})
        for m in LAW
    },
    "awards_regime_quorum_is_a_share": (Regime.objects.first, {"quorum_numerator": 4}),
    "awards_voterule_base_known": (VoteRule.objects.first, {"base": "x"}),
    "awards_voterule_percent_is_a_share": (VoteRule.objects.first, {"percent": 101}),
    "awards_awardshare_percent_is_a_share": (AwardShare.objects.first, {"percent": 0}),
    "awards_awardshare_of_another_title": (AwardShare.objects.first, {"of_code": "CSTDCS"}),
    "awards_bonusrate_subject_known": (BonusRate.objects.first, {"subject": "X"}),
    "awards_bonusrule_rounding_known": (BonusRule.objects.first, {"rounding": "x"}),
    "awards_bonusrule_factors_positive": (BonusRule.objects.first, {"collective_factor": 0}),
    "awards_criterionset_subject_known": (law_set, {"subject": "X"}),
    "awards_criterionset_verified_known": (law_set, {"verified": "x"}),
    "awards_criterionset_valid_to_after": (law_set, {"valid_from": DAY, "valid_to": DAY_BEFORE}),
    "awards_criterionset_law_names_award_and_day": (law_set, {"award_code": ""}),
    "awards_criteriongroup_needs_one": (CriterionGroup.objects.first, {"needed": 0}),
    "awards_criterion_kind_known": (Criterion.objects.first, {"kind": "x"}),
    "awards_criterion_scoring_known": (Criterion.objects.first, {"scoring": "x", "points": 1}),
    "awards_criterion_points_when_scored": (Criterion.objects.first, {"scoring": "score"}),
}

# A second row with the same key: (model, the values that must differ from another row's).
ONCE = {
    "awards_voterule_once_per_day": (VoteRule, ("award_code", "valid_from")),
    "awards_awardshare_once_per_day": (AwardShare, ("award_code", "valid_from")),
    "awards_basesalary_once_per_day": (BaseSalary, ("valid_from",)),
    "awards_bonusrate_once_per_day": (BonusRate, ("award_code", "subject", "valid_from")),
    "awards_bonusrule_once_per_day": (BonusRule, ("valid_from",)),
    "awards_criterionset_law_once": (CriterionSet, ("award_code", "subject", "valid_from")),
}


@pytest.mark.parametrize("rule", sorted(BY_UPDATE))
def test_a_broken_row_is_refused(rule):
    make, values = BY_UPDATE[rule]
    with refused_by(rule):
        write_past_python(make(), **values)


@pytest.mark.parametrize("rule", sorted(ONCE))
def test_a_key_stands_once(rule):
    model, fields = ONCE[rule]
    first, *_, last = model.objects.order_by("pk")
    if first.valid_from == last.valid_from:
        type(last).objects.filter(pk=last.pk).update(valid_to=None)
    values = {field: getattr(first, field) for field in fields}
    if "valid_to" in {f.name for f in model._meta.fields}:
        values["valid_to"] = None
    with refused_by(rule):
        write_past_python(last, **values)


@pytest.mark.parametrize("scoring", ["score", "bonus", "penalty"])
def test_a_scored_criterion_with_points_is_taken(scoring):
    criterion = make_criterion_set().criteria.get()
    write_past_python(criterion, scoring=scoring, points=5)
    criterion.refresh_from_db()
    assert criterion.points == 5


def test_two_versions_of_a_set_of_an_authority_may_share_their_name():
    one = make_criterion_set()
    two = make_criterion_set(authority=one.authority)
    assert one.name == two.name


def test_a_code_has_one_row_a_day():
    one = make_award_type()
    two = make_award_type()
    with refused_by("awards_awardtype_code_once_per_day"):
        write_past_python(two, code=one.code)


def test_no_rule_of_the_law_is_left_untested():
    asked = {rule for rule in constraints_of("awards") if not rule.startswith(ELSEWHERE)}
    assert BY_UPDATE.keys() | ONCE.keys() == asked
