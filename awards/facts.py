"""Plain values of eligibility: what is known about a nominee, what is asked, what was found.

Nothing here reads the database: `campaigns.services.assessing` gathers facts and rules,
`awards.eligibility` judges them, pages and snapshots show the findings. Levels and kinds are the
values of the models' choices (`RatingLevel`, `BarKind`, `CriterionKind` …).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from emulation.organization.models import PAR_INDEX


class Verdict(models.TextChoices):
    """What was found for one rule."""

    MET = "met", "Đạt"
    NOT_MET = "not_met", "Không đạt"
    DEFERRED = "deferred", "Chưa xét"
    UNKNOWN = "unknown", "Chưa có dữ liệu"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"


class Outcome(models.TextChoices):
    """What all findings together say about one nominee for one award."""

    ELIGIBLE = "eligible", "Đủ điều kiện"
    INELIGIBLE = "ineligible", "Không đủ điều kiện"
    DEFERRED = "deferred", "Chưa xét"
    UNKNOWN = "unknown", "Chưa đủ dữ liệu"


# --- what is known -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proof:
    """The record behind a fact: its words for the page, and which one it is (label, pk)."""

    text: str
    model: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class RatingFact:
    """A yearly rating; `months` counts maternity leave, None when nobody recorded it."""

    year: int
    level: str
    proof: Proof
    months: int | None = None


@dataclass(frozen=True)
class BarFact:
    """A discipline or a matter under verification, from a day to a day (None: still open).

    `lifted` when somebody ended it with a reason before its time.
    """

    kind: str
    starts_on: dt.date
    last_day: dt.date | None
    proof: Proof
    severity: str = ""
    lifted: bool = False


@dataclass(frozen=True)
class InitiativeFact:
    """An initiative of a year; `recognition` is a `Recognition`, `level` its reach."""

    year: int
    recognition: str
    level: str
    proof: Proof


@dataclass(frozen=True)
class IndexFact:
    """A unit's result in the index `name` in a year; rank 1 is best."""

    year: int
    proof: Proof
    score: Decimal | None = None
    maximum: Decimal = Decimal(100)
    rating: str = ""
    rank: int | None = None
    rank_of: int | None = None
    name: str = PAR_INDEX


@dataclass(frozen=True)
class AwardFact:
    """An award in the register; `years` it covers up to `year`, `basis` a `Basis`.

    Revoked ones are left out. `with_initiative` says whether the title was won with an initiative,
    None when nobody recorded that.
    """

    code: str
    year: int
    basis: str
    proof: Proof
    name: str = ""
    years: int = 1
    decided_on: dt.date | None = None
    campaign: int | None = None
    movement: str = ""
    with_initiative: bool | None = None


@dataclass(frozen=True)
class ClaimFact:
    """What was reported on one criterion and how the office judged it (`is_met` None: not yet)."""

    criterion: int
    proof: Proof
    claims_met: bool | None = None
    is_met: bool | None = None
    points: Decimal | None = None
    has_evidence: bool = False


@dataclass(frozen=True)
class MemberFact:
    """A member of a collective: name, ratings, bars and awards of his own."""

    name: str
    ratings: tuple[RatingFact, ...] = ()
    bars: tuple[BarFact, ...] = ()
    awards: tuple[AwardFact, ...] = ()


@dataclass(frozen=True)
class RegistrationFact:
    """That the nominee was put down for award `code`; `in_time` False when taken late."""

    code: str
    in_time: bool
    proof: Proof


@dataclass(frozen=True)
class Facts:
    """Everything known about one nominee; order of the tuples means nothing.

    `members` is None where the nominee has no members by nature (a person).
    """

    subject: str
    name: str
    ratings: tuple[RatingFact, ...] = ()
    bars: tuple[BarFact, ...] = ()
    initiatives: tuple[InitiativeFact, ...] = ()
    indexes: tuple[IndexFact, ...] = ()
    awards: tuple[AwardFact, ...] = ()
    claims: tuple[ClaimFact, ...] = ()
    registrations: tuple[RegistrationFact, ...] = ()
    members: tuple[MemberFact, ...] | None = None
    has_index: bool = True


# --- what is asked -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """One criterion; `clause` is where it stands ("Điều 23 Luật…", "tiêu chuẩn 2 của Kế hoạch…").

    `criterion` is the id that claims refer to; `group` the key of the alternatives it belongs to.
    """

    key: str
    text: str
    kind: str
    clause: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    mandatory: bool = True
    group: str = ""
    criterion: int | None = None
    evidence: str = ""
    scoring: str = "none"
    points: Decimal | None = None
    verified: str = "y"


@dataclass(frozen=True)
class Alternatives:
    """Of the rules with this group key at least `needed` must be met."""

    key: str
    text: str
    needed: int


@dataclass(frozen=True)
class RuleSet:
    """Rules that belong together: a title's conditions by law, or a campaign's criteria."""

    key: str
    name: str
    rules: tuple[Rule, ...]
    groups: tuple[Alternatives, ...] = ()
    pass_points: Decimal | None = None


@dataclass(frozen=True)
class Occasion:
    """What the question is about: the award, the year and the time that count, the day it is put.

    `law` maps an award's code to its conditions on `day`, for rules that refer to another award.
    `award_basis` is the `Basis` of the award asked for: prior awards that do not count towards
    merit are skipped for awards of merit (domain.md section 0). `names` maps award codes to their
    names on `day`, for sentences about awards that the nominee does not hold.
    """

    code: str
    award: str
    year: int
    starts_on: dt.date
    ends_on: dt.date
    day: dt.date
    award_basis: str = "merit"
    campaign: int | None = None
    law: Mapping[str, RuleSet] = field(default_factory=dict)
    years: int = 1
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProposalFact:
    """The same nominee is already put forward elsewhere: award, achievement year, where."""

    code: str
    name: str
    year: int
    proof: Proof
    basis: str = "merit"
    campaign: int | None = None


@dataclass(frozen=True)
class Quota:
    """How many may be put forward for an award, and how many others hold a place already.

    `clause` is where the limit stands; `basis` says what it was reckoned from, where it is a share
    of something counted.
    """

    places: int
    taken: int
    clause: str = ""
    basis: str = ""
    verified: str = "y"


@dataclass(frozen=True)
class Context:
    """What stands beside the nominee, for warnings only: his other proposals."""

    proposals: tuple[ProposalFact, ...] = ()


@dataclass(frozen=True)
class OverrideFact:
    """The office's own verdict on one rule."""

    rule_key: str
    verdict: str
    reason: str
    by: str
    at: dt.datetime


# --- what was found ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """The verdict on one rule, why, and the records that prove it.

    After an override `verdict` is the office's, `machine` what the rule itself gave. `decides` is
    False for a member of alternatives and for what is told only; `section` is the rule set's name.
    """

    rule: Rule
    verdict: str
    reason: str
    proofs: tuple[Proof, ...] = ()
    override: OverrideFact | None = None
    machine: str = ""
    points: Decimal | None = None
    decides: bool = True
    section: str = ""


@dataclass(frozen=True)
class Warning:
    """Something to look at that decides nothing: a double award, a used-up quota."""

    kind: str
    text: str
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """Findings for one nominee and one award, and what they come to, in one sentence.

    `subject` … `day` say who was judged for what and when, so that a frozen one speaks for itself.
    """

    outcome: str
    summary: str
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Warning, ...] = ()
    points: Decimal | None = None
    subject: str = ""
    name: str = ""
    award: str = ""
    year: int = 0
    day: dt.date | None = None
