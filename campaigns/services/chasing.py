"""The chase letter: drafted from who has not sent, issued under a number."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.models import ChaseLetter, ChaseLetterLog, Period
from campaigns.owing import to_chase
from campaigns.papers.chase_letter import symbol_of
from campaigns.states import DESK, ISSUE_LETTER, LetterState
from emulation.organization.issuing import freeze
from emulation.organization.numbering import number_fault
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError
from emulation.workflow import TransitionNotAllowed, move

# From today to the first day too late, once the deadline is over; the office may change it.
GRACE = dt.timedelta(days=6)


@transaction.atomic
def draft(period: Period, kind: str, *, by: Any) -> ChaseLetter:
    """Return the draft letter about a deadline, with the units that have not sent today.

    A draft that stands is brought up to date. Once the deadline is over, a unit that was given
    more time is not named while its own lasts. It asks for the deadline, or for `GRACE` from now
    once that is over. Raises PermissionDenied without a role at the desk, TransitionNotAllowed when
    nobody owes anything.
    """
    authority = period.campaign.authority
    if not DESK & period.campaign.roles_of(by):
        raise PermissionDenied
    today = timezone.localdate()
    scoped = Period.objects.with_scope().get(pk=period.pk)
    asked = [row.unit for row in to_chase(scoped, kind, today)]
    units = [unit for unit in asked if unit.pk != authority.pk]
    if not units:
        raise TransitionNotAllowed("Không còn đơn vị nào chưa gửi.")
    due = period.before(kind)
    fresh = {
        "counted_on": today,
        "due_before": due if due > today else today + GRACE,
    }
    letter, is_new = ChaseLetter.objects.get_or_create(
        period=period,
        kind=kind,
        state=LetterState.DRAFT,
        defaults={
            **fresh,
            "authority": authority,
            "signer_authority": authority.collective_name,
            "signer_position": authority.head_position or "CHỦ TỊCH",
            "signer_name": authority.head_name,
            "created_by": by,
        },
    )
    if not is_new:
        ChaseLetter.objects.filter(pk=letter.pk).update(**fresh)
        letter.refresh_from_db()
    letter.units.set(units)
    return letter


@transaction.atomic
def issue(letter: ChaseLetter, *, number: str, dated: dt.date, by: Any) -> ChaseLetterLog:
    """Issue the letter under a number: its PDF is kept for good.

    Raises ValidationError by field (nothing saved) for a number or day that cannot be;
    PermissionDenied and TransitionNotAllowed as `move` does.
    """
    number, symbol = number.strip().lstrip("0"), symbol_of(letter.authority)
    errors: dict[str, str] = {}
    if fault := number_fault(letter.authority, number, symbol, dated):
        errors["number"] = fault
    if dated > timezone.localdate():
        errors["dated"] = "Ngày văn bản không thể ở tương lai."
    elif dated < letter.counted_on:
        errors["dated"] = "Ngày văn bản không thể trước ngày tổng hợp danh sách."
    if letter.due_before <= dated:
        errors["__all__"] = "Ngày yêu cầu gửi phải sau ngày văn bản. Hãy sửa lại trước."
    if errors:
        raise ValidationError(errors)
    log = move(letter, ISSUE_LETTER, by=by, number=number, dated=dated)
    try:
        freeze(
            all_kinds()["chase_letter"],
            letter,
            authority=letter.authority,
            number=f"{number}/{symbol}",
            dated=dated,
            by=by,
        )
    except PaperError as error:
        letter.state, letter.number, letter.dated = LetterState.DRAFT, "", None
        raise ValidationError({"__all__": [str(error)]}) from error
    return log
