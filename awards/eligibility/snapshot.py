"""The assessment as JSON, frozen into a nomination and shown years later without the database.

Keys are those of `awards.facts`; `version` grows when they change, and `from_json` goes on reading
every version that was ever written.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from awards.facts import Assessment, Finding, OverrideFact, Proof, Rule, Warning

VERSION = 1


class SnapshotError(ValueError):
    """A snapshot that no version of this module wrote."""


def as_json(assessment: Assessment) -> dict[str, Any]:
    """Return the assessment as values of JSON only; parameters of rules must be such already."""
    return {
        "version": VERSION,
        "outcome": str(assessment.outcome),
        "summary": assessment.summary,
        "points": _text(assessment.points),
        "subject": assessment.subject,
        "name": assessment.name,
        "award": assessment.award,
        "year": assessment.year,
        "day": assessment.day and assessment.day.isoformat(),
        "findings": [_finding(found) for found in assessment.findings],
        "warnings": [
            {"kind": warning.kind, "text": warning.text, "proofs": _proofs(warning.proofs)}
            for warning in assessment.warnings
        ],
    }


def _finding(found: Finding) -> dict[str, Any]:
    rule, override = found.rule, found.override
    return {
        "rule": {
            "key": rule.key,
            "text": rule.text,
            "kind": str(rule.kind),
            "clause": rule.clause,
            "parameters": dict(rule.parameters),
            "mandatory": rule.mandatory,
            "group": rule.group,
            "criterion": rule.criterion,
            "evidence": rule.evidence,
            "scoring": str(rule.scoring),
            "points": _text(rule.points),
            "verified": str(rule.verified),
        },
        "verdict": str(found.verdict),
        "reason": found.reason,
        "proofs": _proofs(found.proofs),
        "override": override
        and {
            "rule_key": override.rule_key,
            "verdict": str(override.verdict),
            "reason": override.reason,
            "by": override.by,
            "at": override.at.isoformat(),
        },
        "machine": str(found.machine),
        "points": _text(found.points),
        "decides": found.decides,
        "section": found.section,
    }


def _proofs(proofs: tuple[Proof, ...]) -> list[dict[str, Any]]:
    return [{"text": proof.text, "model": proof.model, "pk": proof.pk} for proof in proofs]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def from_json(data: dict[str, Any]) -> Assessment:
    """Return the assessment that `as_json` wrote; `from_json(as_json(x)) == x`.

    Raises SnapshotError for anything else.
    """
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise SnapshotError("Bản lưu kết quả xét điều kiện không đúng định dạng.")
    try:
        return Assessment(
            data["outcome"],
            data["summary"],
            tuple(map(_read_finding, data["findings"])),
            tuple(
                Warning(each["kind"], each["text"], _read_proofs(each["proofs"]))
                for each in data["warnings"]
            ),
            _decimal(data["points"]),
            data["subject"],
            data["name"],
            data["award"],
            data["year"],
            dt.date.fromisoformat(data["day"]) if data["day"] else None,
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise SnapshotError("Bản lưu kết quả xét điều kiện bị hỏng.") from error


def _read_finding(data: dict[str, Any]) -> Finding:
    override = data["override"]
    return Finding(
        Rule(**{**data["rule"], "points": _decimal(data["rule"]["points"])}),
        data["verdict"],
        data["reason"],
        _read_proofs(data["proofs"]),
        override and OverrideFact(**{**override, "at": dt.datetime.fromisoformat(override["at"])}),
        data["machine"],
        _decimal(data["points"]),
        data["decides"],
        data["section"],
    )


def _read_proofs(data: list[dict[str, Any]]) -> tuple[Proof, ...]:
    return tuple(Proof(each["text"], each["model"], each["pk"]) for each in data)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
