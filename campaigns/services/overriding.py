"""The office's own verdict in place of the machine's: given with a reason, taken back with one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from awards.facts import Verdict
from campaigns.assessing.candidates import Nominee
from campaigns.assessing.judging import assessment_of
from campaigns.models import AwardOffer, Override, Period
from campaigns.states import CampaignState
from emulation.organization.models import Role, field_for

# What the office may conclude: "nobody recorded it" is no conclusion.
CONCLUSIONS = [choice for choice in Verdict.choices if choice[0] != Verdict.UNKNOWN]
ROLES = frozenset({Role.OFFICE, Role.CHAIR})


def may_override(user: Any, period: Period) -> bool:
    """Whether `user` may judge otherwise: office and chair, while the campaign is not cancelled."""
    return period.campaign.state != CampaignState.CANCELLED and bool(
        ROLES & period.campaign.roles_of(user)
    )


def _require(user: Any, period: Period) -> None:
    if not may_override(user, period):
        raise PermissionDenied


@transaction.atomic
def override(
    period: Period,
    offer: AwardOffer,
    nominee: Nominee,
    rule_key: str,
    *,
    verdict: str,
    reason: str,
    by: Any,
    day: dt.date,
) -> Override:
    """Judge one finding otherwise; a second time changes the first verdict, the history keeps both.

    Raises PermissionDenied without the role, ValidationError (by field: verdict, reason, and
    rule_key when the finding is not one of the nominee's or is the office's own already).
    """
    _require(by, period)
    errors: dict[str, str] = {}
    if verdict not in dict(CONCLUSIONS):
        errors["verdict"] = "Hãy chọn kết luận."
    if not (reason := reason.strip()):
        errors["reason"] = "Phải ghi lý do, căn cứ của kết luận."
    findings = assessment_of(period, offer, nominee, day).assessment.findings
    finding = next((f for f in findings if f.rule.key == rule_key), None)
    if finding is None:
        errors["rule_key"] = "Không còn tiêu chuẩn này; hãy tải lại trang."
    elif verdict == (finding.machine or finding.verdict):
        errors["verdict"] = "Hệ thống đã kết luận như vậy; chỉ ghi khi văn phòng kết luận khác."
    if errors:
        raise ValidationError(errors)
    record = _stored(period, offer, nominee, rule_key) or Override(
        period=period, offer=offer, rule_key=rule_key, **{field_for(nominee): nominee}
    )
    record.rule_text, record.verdict = finding.rule.text, verdict
    record.reason, record.by = reason, by
    record._history_user, record._change_reason = by, reason
    record.save()
    return record


@transaction.atomic
def withdraw_override(record: Override, *, reason: str, by: Any) -> None:
    """Take a verdict back: the machine's holds again; the history keeps who, when and why.

    Raises PermissionDenied without the role, ValidationError (by field) without a reason.
    """
    _require(by, record.period)
    if not (reason := reason.strip()):
        raise ValidationError({"reason": "Phải ghi lý do bỏ kết luận."})
    record._history_user, record._change_reason = by, reason
    record.delete()


def _stored(period: Period, offer: AwardOffer, nominee: Nominee, rule_key: str) -> Override | None:
    return (
        Override.objects.select_for_update()
        .filter(period=period, offer=offer, rule_key=rule_key, **{field_for(nominee): nominee})
        .first()
    )


def log_of(period: Period, offer: AwardOffer, nominee: Nominee) -> list[dict[str, Any]]:
    """Return what the office concluded about a nominee and took back, oldest first (one query)."""
    rows = Override.history.filter(
        period=period, offer=offer, **{field_for(nominee): nominee}
    ).select_related("history_user")
    words = {"+": "Kết luận", "~": "Sửa kết luận", "-": "Bỏ kết luận"}
    return [
        {
            "label": f"{words[row.history_type]}: {Verdict(row.verdict).label.lower()}",
            "by": str(row.history_user or ""),
            "role": "",
            "at": row.history_date,
            "note": f"{row.rule_text}\n{row.history_change_reason or row.reason}",
            "state": "withdrawn" if row.history_type == "-" else row.verdict,
        }
        for row in rows.order_by("history_date", "history_id")
    ]
