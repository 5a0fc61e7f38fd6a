"""The office's side of results: verify, return single ones, checks on the spot, examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import Scoring
from awards.sentences import number
from campaigns.models import Example, FieldCheck, Result, ResultLog
from campaigns.states import (
    REOPEN_RESULT,
    RETURN_RESULT,
    VERIFY_MET,
    VERIFY_UNMET,
    ResultState,
)
from emulation.organization.models import Role
from emulation.workflow import Transition, TransitionNotAllowed, available, move

from .reporting import Claim, keep_version

VERDICTS = (VERIFY_MET, VERIFY_UNMET, RETURN_RESULT)
CHANGED = "Đơn vị vừa báo cáo lại tiêu chuẩn này. Hãy xem nội dung mới rồi xác nhận."


def is_scored(result: Result) -> bool:
    """Whether the criterion gives or takes points."""
    return result.criterion.scoring != Scoring.NONE


def steps_for(result: Result, user: Any) -> list[Transition]:
    """Return the office's steps that `user` may take the result through now."""
    return [t for t in available(result, user) if t in (*VERDICTS, REOPEN_RESULT)]


@transaction.atomic
def judge(
    result: Result,
    transition: Transition,
    *,
    by: Any,
    note: str = "",
    points: Decimal | None = None,
    seen: str = "",
) -> ResultLog:
    """Verify a reported result as met or not met, or return it to the unit.

    What is scored needs points when it is met; points other than the unit's own need a reason.
    `seen` is the mark of the claim that the judge was shown. Raises ValidationError by field
    (points, note), TransitionNotAllowed when the unit has reported anew meanwhile.
    """
    result.refresh_from_db(fields=["claims_met", "number", "text", "claimed_points", "state"])
    if seen and seen != Claim.of(result).seen:
        raise TransitionNotAllowed(CHANGED)
    if transition.needs_note and not note.strip():
        raise ValidationError({"note": f"Hãy ghi {transition.note_label.lower()}."})
    changes: dict[str, Any] = {}
    if transition != RETURN_RESULT:
        points = _points(result, transition, points, note)
        changes = {"is_met": transition == VERIFY_MET, "points": points}
    log = move(result, transition, by=by, note=note, **changes)
    keep_version(result)
    return log


def _points(
    result: Result, transition: Transition, points: Decimal | None, note: str
) -> Decimal | None:
    """Return the points to confirm, checked against the criterion and the unit's own."""
    if not is_scored(result):
        return None
    if points is None:
        if transition == VERIFY_UNMET:
            return None
        raise ValidationError({"points": "Hãy ghi điểm xác nhận."})
    most = result.criterion.points
    if not 0 <= points <= most:
        raise ValidationError({"points": f"Điểm phải từ 0 đến {number(most)}."})
    if result.claimed_points is not None and points != result.claimed_points and not note.strip():
        raise ValidationError({"note": "Điểm khác điểm tự chấm: hãy ghi lý do."})
    return points


@dataclass
class Bulk:
    """What came of verifying many results at once."""

    done: list[Result] = field(default_factory=list)
    left: list[tuple[Result, str]] = field(default_factory=list)


def verify_all(results: Iterable[Result], *, by: Any) -> Bulk:
    """Verify every result as met with the unit's own points; tell which could not be, and why.

    What the unit itself calls not met, or left without points, is left for a look of its own.
    """
    bulk = Bulk()
    for result in results:
        reason = ""
        if Role.OFFICE not in result.roles_of(by):
            raise PermissionDenied
        if result.claims_met is False:
            reason = "đơn vị tự đánh giá chưa đạt"
        elif is_scored(result) and result.claimed_points is None:
            reason = "chưa có điểm tự chấm"
        else:
            try:
                judge(result, VERIFY_MET, by=by, points=result.claimed_points)
            except ValidationError as error:
                reason = " ".join(error.messages)
            except TransitionNotAllowed as error:
                reason = str(error)
        if reason:
            bulk.left.append((result, reason))
        else:
            bulk.done.append(result)
    return bulk


@transaction.atomic
def reopen(result: Result, *, by: Any, note: str) -> ResultLog:
    """Take the verdict back to judge anew, with the reason; not while it is a good example."""
    if Example.objects.filter(result=result).exists():
        raise TransitionNotAllowed(
            "Kết quả đang được nêu gương điển hình. Hãy bỏ khỏi danh sách gương trước."
        )
    log = move(result, REOPEN_RESULT, by=by, note=note, is_met=None, points=None)
    keep_version(result)
    return log


# --- seen on the spot ----------------------------------------------------------------------------


def _require_office(result: Result, by: Any) -> None:
    if Role.OFFICE not in result.roles_of(by):
        raise PermissionDenied


@transaction.atomic
def note_check(
    result: Result,
    *,
    checked_on: dt.date,
    checked_by: str,
    finding: str,
    follow_up: str = "",
    by: Any,
) -> FieldCheck:
    """Write down what was found on the spot. Raises ValidationError for a day to come."""
    _require_office(result, by)
    if checked_on > timezone.localdate():
        raise ValidationError({"checked_on": "Ngày kiểm tra không thể sau hôm nay."})
    check = FieldCheck(
        result=result,
        checked_on=checked_on,
        checked_by=checked_by.strip(),
        finding=finding.strip(),
        follow_up=follow_up.strip(),
        entered_by=by,
    )
    check.full_clean()
    check.save()
    return check


@transaction.atomic
def drop_check(check: FieldCheck, *, by: Any) -> None:
    """Take a check back that was entered by mistake; its history stays."""
    _require_office(check.result, by)
    check.delete()


# --- good examples -------------------------------------------------------------------------------


def may_praise(result: Result, user: Any) -> bool:
    """Whether `user` may set the result up as an example: office or chair, once it is met."""
    return (
        result.state == ResultState.VERIFIED
        and bool(result.is_met)
        and bool({Role.OFFICE, Role.CHAIR} & result.roles_of(user))
    )


@transaction.atomic
def praise(result: Result, *, title: str, text: str, by: Any) -> Example:
    """Set a verified result up as a good example, or word its example anew.

    Raises PermissionDenied without the role or while the result is not confirmed as met.
    """
    if not may_praise(result, by):
        raise PermissionDenied
    example = Example.objects.filter(result=result).first()
    example = example or Example(
        period=result.period, result=result, by=by,
        unit=result.unit, person=result.person, household=result.household,
    )  # fmt: skip
    example.title, example.text = title.strip(), text.strip()
    example.save()
    return example


@transaction.atomic
def drop_example(example: Example, *, by: Any) -> None:
    """Take a nominee off the list of examples; the history stays."""
    if not {Role.OFFICE, Role.CHAIR} & example.roles_of(by):
        raise PermissionDenied
    example.delete()
