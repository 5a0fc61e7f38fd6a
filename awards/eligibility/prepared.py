"""Rule sets made ready once: a judge and cleaned parameters for each rule, groups, what decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from awards.facts import Alternatives, Rule, RuleSet
from awards.kinds import PARAMETERS, CriterionKind, ParameterError, cleaned
from awards.models import Scoring
from awards.sentences import number

from . import bars, honours, indexes, records, reports
from .case import UNKNOWN, Asked, Case, Judgement
from .words import clause_inside

GROUP = "group"  # the kind of the finding on alternatives
TOTAL = "points"  # the kind of the finding on the points of a set

K = CriterionKind
JUDGES = {
    K.RATING.value: records.rating,
    K.RATING_YEARS.value: records.rating_years,
    K.INDEX_RATING.value: indexes.index_rating,
    K.INDEX_RISE.value: indexes.index_rise,
    K.RANK.value: indexes.rank,
    K.INITIATIVE.value: records.initiative,
    K.SERVICE_MONTHS.value: records.service_months,
    K.REGISTERED.value: reports.registered,
    K.MANUAL.value: reports.manual,
    K.NO_DISCIPLINE.value: bars.no_discipline,
    K.MEMBERS_NO_DISCIPLINE.value: bars.members_clean,
    K.TITLE_YEARS.value: honours.title_years,
    K.AWARD_HELD.value: honours.award_held,
    K.MEETS_AWARD.value: honours.meets_award,
    K.MEMBER_SHARE.value: honours.member_share,
    K.MEMBER_RATING.value: honours.member_rating,
}
del K

_NONE, _SCORE = Scoring.NONE.value, Scoring.SCORE.value


class Prepared:
    """A rule set made ready: judges, groups, what decides."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        groups = {group.key: group for group in ruleset.groups}
        self.alternatives = groups
        self.scores = ruleset.pass_points is not None
        self.rules = [
            (asked(rule), groups.get(rule.group), self._decides(rule, groups))
            for rule in ruleset.rules
        ]
        self.groups: dict[str, Rule] = {
            rule.group: _group_rule(groups[rule.group], ruleset)
            for rule in ruleset.rules
            if rule.group in groups
        }
        self.scored = any(rule.scoring != _NONE for rule in ruleset.rules)
        self.total = _total_rule(ruleset) if self.scores else None
        self.decides = self.scores or bool(self.groups) or any(d for *_, d in self.rules)

    def _decides(self, rule: Rule, groups: Mapping[str, Alternatives]) -> bool:
        if rule.group in groups or not rule.mandatory:
            return False
        return rule.scoring == _NONE or (rule.scoring == _SCORE and not self.scores)


def asked(rule: Rule) -> Asked:
    """Make a rule ready; one that cannot be judged says so in its finding instead of failing."""
    judge = JUDGES.get(str(rule.kind))
    if judge is None or rule.kind not in PARAMETERS:
        return Asked(rule, _not_judged("Cách xét của tiêu chuẩn không còn dùng"), {})
    try:
        return Asked(rule, judge, cleaned(rule.kind, rule.parameters))
    except ParameterError as error:
        return Asked(rule, _not_judged(f"Tham số chưa dùng được: {str(error).rstrip('.')}"), {})


def _not_judged(why: str) -> Callable[[Asked, Case], Judgement]:
    def judge(ask: Asked, case: Case) -> Judgement:
        return Judgement(UNKNOWN, f"{why}; văn phòng sửa {ask.at} rồi xem lại.")

    return judge


def _group_rule(group: Alternatives, ruleset: RuleSet) -> Rule:
    members = [rule for rule in ruleset.rules if rule.group == group.key]
    text = group.text or f"Đạt ít nhất {group.needed} trong {len(members)} tiêu chuẩn"
    clauses = list(dict.fromkeys(clause_inside(rule.clause) for rule in members))
    return Rule(
        group.key,
        text,
        GROUP,
        " hoặc ".join(clauses) if len(clauses) <= 3 else f"{clauses[0]} đến {clauses[-1]}",
        verified=_least_verified(members),
    )


def _least_verified(rules: Iterable[Rule]) -> str:
    return min((rule.verified for rule in rules), key="npy".find, default="n")


def _total_rule(ruleset: RuleSet) -> Rule:
    wanted = number(ruleset.pass_points or Decimal(0))
    return Rule(
        f"{ruleset.key}.points",
        f"Tổng điểm đạt từ {wanted} điểm trở lên",
        TOTAL,
        ruleset.name,
        points=ruleset.pass_points,
        verified=_least_verified(ruleset.rules),
    )
