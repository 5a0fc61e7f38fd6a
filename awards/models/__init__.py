"""Models of awards, one module per aggregate."""

from .award_type import AwardKind, AwardType, AwardTypeQuerySet, Verified
from .criteria import Criterion, CriterionGroup, CriterionKind, CriterionSet, Scoring
from .money import BaseSalary, BonusRate, BonusRule, Rounding
from .regime import AwardShare, LegalDocument, Regime, Topic, VoteBase, VoteRule
from .register import NOT_TOWARDS_MERIT, Award, Basis

__all__ = [
    "NOT_TOWARDS_MERIT",
    "Award",
    "AwardKind",
    "AwardShare",
    "AwardType",
    "AwardTypeQuerySet",
    "BaseSalary",
    "Basis",
    "BonusRate",
    "BonusRule",
    "Criterion",
    "CriterionGroup",
    "CriterionKind",
    "CriterionSet",
    "LegalDocument",
    "Regime",
    "Rounding",
    "Scoring",
    "Topic",
    "Verified",
    "VoteBase",
    "VoteRule",
]
