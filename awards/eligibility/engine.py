"""The engine: rules and facts in, findings and what they come to out; nothing is read or written.

Of the findings that decide one `not_met` refuses, whatever else is open: who fails a criterion
would fail it also after a complaint is settled, and so his file need not wait. Else one `deferred`
puts off (NĐ 98 Điều 4.4, NĐ 152 Điều 4: "chưa xét"), else one `unknown` leaves it open.
In a set with points to pass the total decides and not each scored criterion; bonuses and penalties
never decide alone, nor do criteria that are neither mandatory nor alternatives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from awards.facts import (
    Alternatives,
    Assessment,
    Context,
    Facts,
    Finding,
    Occasion,
    Outcome,
    OverrideFact,
    Rule,
    RuleSet,
    Verdict,
    Warning,
)
from awards.kinds import CriterionKind
from awards.models import Scoring
from emulation.organization.models import Recognition

from . import bars, points
from .case import (
    DEFERRED,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Asked,
    Case,
    Judgement,
)
from .prepared import Prepared
from .principles import DISCIPLINE_KEY, PENDING_KEY, rules_on
from .reports import claim_on, verified
from .summaries import summary_of
from .warnings import warnings_of
from .words import clause_inside, joined, satisfying

PRINCIPLES = "Nguyên tắc chung"

K = CriterionKind
# Met when nothing is recorded, so what the office confirmed to the contrary weighs more.
_MET_BY_SILENCE = frozenset({K.NO_DISCIPLINE.value, K.MEMBERS_NO_DISCIPLINE.value})
_MANUAL = K.MANUAL.value
_INITIATIVE = K.INITIATIVE.value
_REFUSED = Recognition.REFUSED.value
del K

_NONE = Scoring.NONE.value


class Assessor:
    """Rule sets made ready once for one occasion, to judge any number of nominees."""

    def __init__(self, rulesets: Sequence[RuleSet], occasion: Occasion) -> None:
        self.occasion = occasion
        self.sets = [Prepared(ruleset) for ruleset in rulesets]
        discipline, pending = rules_on(occasion.day)
        self.principles = (
            Asked(discipline, bars.discipline, {}),
            Asked(pending, bars.pending, {}),
        )
        self._law: dict[str, Prepared] = {}
        self.keys = {
            DISCIPLINE_KEY,
            PENDING_KEY,
            *(ask.rule.key for each in self.sets for ask, *_ in each.rules),
            *(rule.key for each in self.sets for rule in each.groups.values()),
            *(each.total.key for each in self.sets if each.total),
        }
        self.condition_codes = self._conditions()

    def _conditions(self) -> frozenset[str]:
        """Return the awards that are conditions of the one asked, so no second award for it."""
        codes = set()
        for each in self.sets:
            for ask, *_ in each.rules:
                codes.update(ask.given.get("codes") or ())
                codes.update(filter(None, [ask.given.get("code")]))
        return frozenset(codes)

    def assess(
        self,
        facts: Facts,
        overrides: Iterable[OverrideFact] = (),
        context: Context | None = None,
    ) -> Assessment:
        """Judge one nominee; see `assess`."""
        occasion = self.occasion
        case = Case(facts, occasion, self._nested)
        usable, warnings = self._usable(overrides)
        findings = []
        for ask in self.principles:
            found = _found(ask.rule, ask.judge(ask, case), True, PRINCIPLES)
            findings.append(_overridden(found, usable))
        total = None
        for each in self.sets:
            found, sum_of_set = self._judge_set(each, case, usable)
            findings += found
            if sum_of_set is not None:
                total = sum_of_set if total is None else total + sum_of_set
        is_asked = any(each.decides for each in self.sets)
        outcome = outcome_of(findings) if is_asked else _without_criteria(findings)
        warnings += warnings_of(facts, occasion, self.condition_codes, context)
        return Assessment(
            outcome,
            summary_of(outcome, findings, is_asked),
            tuple(findings),
            tuple(warnings),
            total,
            facts.subject,
            facts.name,
            occasion.award,
            occasion.year,
            occasion.day,
        )

    def _judge_set(
        self, each: Prepared, case: Case, overrides: Mapping[str, OverrideFact]
    ) -> tuple[list[Finding], Decimal | None]:
        findings: list[Finding] = []
        spans: list[points.Span] = []
        members: dict[str, list[Finding]] = {}
        places: dict[str, int] = {}
        section = each.ruleset.name
        for ask, group, decides in each.rules:
            found = _found(ask.rule, _judged(ask, case), decides, section)
            if overrides:
                found = _overridden(found, overrides)
            if ask.rule.scoring != _NONE:
                found, span = _scored(found, ask, case)
                spans.append(span)
            if group is not None:
                places.setdefault(group.key, len(findings))
                members.setdefault(group.key, []).append(found)
            findings.append(found)
        for key, place in reversed(places.items()):  # the last first: places stay right
            group = each.alternatives[key]
            judgement = _judge_group(group, members[key], each.groups[key])
            found = _found(each.groups[key], judgement, True, section)
            findings.insert(place, _overridden(found, overrides))
        if not each.scored:
            return findings, None
        low, high = points.total_of(spans)
        if each.total is not None and each.ruleset.pass_points is not None:
            verdict, reason, proofs = points.judge_total(
                (low, high), each.ruleset.pass_points, each.total.clause
            )
            found = Finding(each.total, verdict, reason, proofs, points=low, section=section)
            findings.append(_overridden(found, overrides))
        return findings, low

    def _usable(
        self, overrides: Iterable[OverrideFact]
    ) -> tuple[dict[str, OverrideFact], list[Warning]]:
        """Return the last override of each rule, and a warning for each that fits no rule."""
        usable: dict[str, OverrideFact] = {}
        strange = set()
        for override in overrides:
            if override.rule_key not in self.keys or override.verdict not in Verdict.values:
                strange.add(override)
                continue
            other = usable.get(override.rule_key)
            if other is None or _override_key(override) > _override_key(other):
                usable[override.rule_key] = override
        return usable, [
            Warning(
                "override",
                f"Kết luận khác của {override.by} ngày {override.at:%d/%m/%Y} thuộc tiêu chuẩn "
                f"không còn trong bộ tiêu chuẩn nên không áp dụng. Lý do đã ghi: {override.reason}",
            )
            for override in sorted(strange, key=_override_key)
        ]

    def _nested(self, code: str, case: Case) -> Judgement:
        """Judge the conditions of another award by law; a circle of conditions ends as unknown."""
        law = self.occasion.law.get(code)
        if law is None or code in case.trail or len(case.trail) > 10:
            return Judgement(
                UNKNOWN,
                f"Chưa có bộ tiêu chuẩn của {case.award_name(code)} áp dụng tại thời điểm xét."
                if law is None
                else f"Tiêu chuẩn của {case.award_name(code)} dẫn chiếu vòng tròn.",
            )
        if code not in self._law:
            self._law[code] = Prepared(law)
        each = self._law[code]
        trail, case.trail = case.trail, (*case.trail, code)
        try:
            findings, _ = self._judge_set(each, case, {})
        finally:
            case.trail = trail
        if not each.decides:
            return Judgement(
                UNKNOWN, f"Bộ tiêu chuẩn của {case.award_name(code)} chưa có tiêu chuẩn nào."
            )
        verdict = _NESTED[outcome_of(findings)]
        telling = [found for found in findings if found.decides and found.verdict == verdict]
        proofs = tuple(dict.fromkeys(proof for found in telling for proof in found.proofs))
        return Judgement(verdict, " ".join(found.reason for found in telling), proofs)


_NESTED = {
    Outcome.ELIGIBLE: MET,
    Outcome.INELIGIBLE: NOT_MET,
    Outcome.DEFERRED: DEFERRED,
    Outcome.UNKNOWN: UNKNOWN,
}


def assess(
    facts: Facts,
    rulesets: Sequence[RuleSet],
    occasion: Occasion,
    overrides: Iterable[OverrideFact] = (),
    context: Context | None = None,
) -> Assessment:
    """Judge one nominee by all rule sets together and by the general principles.

    For many nominees of one occasion make one `Assessor` and ask it. Never raises for odd rules or
    facts: what cannot be judged is a finding that says why.
    """
    return Assessor(rulesets, occasion).assess(facts, overrides, context)


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """Return what findings come to: refused before put off before open before eligible."""
    verdicts = {found.verdict for found in findings if found.decides}
    if NOT_MET in verdicts:
        return Outcome.INELIGIBLE
    if DEFERRED in verdicts:
        return Outcome.DEFERRED
    return Outcome.UNKNOWN if UNKNOWN in verdicts else Outcome.ELIGIBLE


def _without_criteria(findings: Iterable[Finding]) -> Outcome:
    """Nobody is eligible by the principles alone."""
    outcome = outcome_of(findings)
    return Outcome.UNKNOWN if outcome == Outcome.ELIGIBLE else outcome


def _found(rule: Rule, judgement: Judgement, decides: bool, section: str) -> Finding:
    """Return the finding; its fields are filled at once, in half the constructor's time.

    A frozen dataclass sets each field through `object.__setattr__`, which was a quarter of all the
    time of judging 5,000 candidates (`manage.py bench --only eligibility-5000`).
    """
    found = object.__new__(Finding)
    verdict, reason, proofs = judgement
    found.__dict__.update(
        rule=rule,
        verdict=verdict,
        reason=reason,
        proofs=proofs,
        override=None,
        machine="",
        points=None,
        decides=decides,
        section=section,
    )
    return found


def _judged(ask: Asked, case: Case) -> Judgement:
    """Ask the judge; what the office confirmed on evidence fills in where records are silent."""
    found = ask.judge(ask, case)
    rule = ask.rule
    if rule.criterion is None or rule.kind == _MANUAL or not case.facts.claims:
        return found
    silent = rule.kind in _MET_BY_SILENCE and found.verdict == MET
    if found.verdict == UNKNOWN or silent or _only_short(rule, found, case):
        claim = claim_on(ask, case)
        if claim is None or claim.is_met is None or (claim.is_met and found.verdict == MET):
            return found
        return verified(ask, claim)
    return found


def _only_short(rule: Rule, found: Judgement, case: Case) -> bool:
    """Whether records hold too few initiatives but none refused: others may go unrecorded.

    Else an initiative entered later would undo what the office confirmed when none was entered.
    """
    return (
        rule.kind == _INITIATIVE
        and found.verdict == NOT_MET
        and all(fact.recognition != _REFUSED for fact in case.facts.initiatives)
    )


def _scored(found: Finding, ask: Asked, case: Case) -> tuple[Finding, points.Span]:
    claim = claim_on(ask, case)
    rule = ask.rule
    by_hand = rule.kind == _MANUAL
    span = points.span_of(rule.scoring, rule.points, claim, found.verdict, by_hand)
    return replace(found, points=span[0] if span[0] == span[1] else None), span


def _judge_group(group: Alternatives, members: Sequence[Finding], rule: Rule) -> Judgement:
    """At least `needed` members met; those that do not apply are not asked for."""
    by_verdict: dict[str, list[Finding]] = {}
    for found in members:
        by_verdict.setdefault(found.verdict, []).append(found)
    met, unknown = by_verdict.get(MET, []), by_verdict.get(UNKNOWN, [])
    waiting = by_verdict.get(DEFERRED, [])
    applicable = len(members) - len(by_verdict.get(NOT_APPLICABLE, []))
    needed = min(group.needed, applicable)
    if not applicable:
        return Judgement(
            NOT_APPLICABLE, "Không tiêu chuẩn nào trong nhóm áp dụng cho đối tượng này."
        )
    proofs = tuple(dict.fromkeys(proof for found in met for proof in found.proofs))
    told = f"Đạt {len(met)}/{applicable} tiêu chuẩn của nhóm, cần ít nhất {needed}"
    if met:
        told += f": {_named(met, members)}"
    if len(met) >= needed:
        return Judgement(MET, f"{told}; {satisfying(rule.clause)}.", proofs)
    if len(met) + len(unknown) + len(waiting) >= needed:
        # What is put off can still be met, like what is unknown; unknown is what to work on.
        verdict = UNKNOWN if unknown or not waiting else DEFERRED
        open_ones = _named(unknown + waiting, members)
        return Judgement(verdict, f"{told}; chưa kết luận được {open_ones}.", proofs)
    return Judgement(NOT_MET, f"{told}; chưa {satisfying(rule.clause)}.", proofs)


def _named(some: Sequence[Finding], members: Sequence[Finding]) -> str:
    """Name members by their clauses where these tell them apart, else by their words."""
    clauses = [clause_inside(found.rule.clause) for found in members]
    if len(set(clauses)) == len(clauses):
        return joined([clause_inside(found.rule.clause) for found in some])
    return joined([f"«{found.rule.text.strip().rstrip('.;')}»" for found in some])


def _overridden(found: Finding, overrides: Mapping[str, OverrideFact]) -> Finding:
    override = overrides.get(found.rule.key) if overrides else None
    if override is None:
        return found
    return replace(found, verdict=override.verdict, machine=found.verdict, override=override)


def _override_key(override: OverrideFact) -> tuple:
    return (override.at, str(override.verdict), override.reason, override.by, override.rule_key)
