"""Whether an award rests on an initiative, which then serves for no second one (domain.md 1.2)."""

from __future__ import annotations

from collections.abc import Iterable

from awards.facts import Assessment, Finding, Rule
from awards.kinds import CriterionKind

from .case import MET, UNKNOWN


def rests_on_initiative(assessment: Assessment) -> bool | None:
    """Return whether an initiative was needed to qualify; None where that was left open.

    One that is mandatory was; one among alternatives only where none of the others is met.
    """
    asking = [found for found in assessment.findings if _asks(found.rule)]
    answers = {_was_needed(found, assessment.findings) for found in asking}
    if True in answers:
        return True
    return None if None in answers else False


def _asks(rule: Rule) -> bool:
    both = rule.kind == CriterionKind.RATING and rule.parameters.get("initiative")
    return rule.kind == CriterionKind.INITIATIVE or bool(both)


def _was_needed(found: Finding, findings: Iterable[Finding]) -> bool | None:
    if not found.rule.group:
        needed = found.decides
    else:
        others = (f for f in findings if f.rule.group == found.rule.group and f is not found)
        needed = not any(f.verdict == MET and not _asks(f.rule) for f in others)
    if not needed:
        return False
    return None if found.verdict == UNKNOWN else found.verdict == MET
