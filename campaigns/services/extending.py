"""Giving more time: for all or for one unit, with a reason that stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.deadlines import BEFORE_WORDS, DeadlineKind
from campaigns.models import Extension, Period
from campaigns.states import DESK
from emulation.organization.models import Unit
from emulation.vietnamese import last_day_before, short_date
from emulation.workflow import TransitionNotAllowed


def require_desk(period: Period, by: Any) -> None:
    """Raise unless `by` runs the campaign of `period` and it is in force."""
    if not DESK & period.campaign.roles_of(by):
        raise PermissionDenied
    if not period.campaign.is_issued:
        raise TransitionNotAllowed("Chỉ đổi được thời hạn khi phong trào đang thực hiện.")


@transaction.atomic
def extend(
    period: Period,
    kind: str,
    *,
    before: dt.date,
    reason: str,
    by: Any,
    unit: Unit | None = None,
) -> Extension:
    """Move a deadline on: for all, or for `unit` alone; sets one that the plan had left open.

    `before` is the first day that is too late. Raises ValidationError by field (nothing saved)
    for a day that gives no time, lies in the past or against the order of the period's
    deadlines, and for a missing reason; PermissionDenied and TransitionNotAllowed as
    `require_desk` does.
    """
    require_desk(period, by)
    period = Period.objects.select_related("campaign").get(pk=period.pk)
    old, reason = period.before(kind, unit), reason.strip()
    errors: dict[str, str] = {}
    if not reason:
        errors["reason"] = "Hãy ghi lý do."
    if unit and old is None:
        errors["unit"] = "Chưa có thời hạn chung; hãy đặt thời hạn chung trước."
    if fault := _fault(period, kind, old, before, unit):
        errors["before"] = fault
    if errors:
        raise ValidationError(errors)
    column = f"{kind}_before"
    same = Period.objects.filter(pk=period.pk, **{column: old})
    if unit is None and not same.update(**{column: before}):
        raise TransitionNotAllowed("Có người khác vừa đổi thời hạn này. Hãy xem lại rồi làm tiếp.")
    return Extension.objects.create(
        period=period, kind=kind, unit=unit, old_before=old, before=before, reason=reason, by=by
    )


def _fault(
    period: Period, kind: str, old: dt.date | None, before: dt.date, unit: Unit | None
) -> str:
    """Say what is wrong with the new day; "" when nothing is."""
    if old and before <= old:
        return f"Phải sau thời hạn đang áp dụng (trước ngày {short_date(old)})."
    if last_day_before(before) < timezone.localdate():
        return "Ngày cuối phải từ hôm nay trở đi."
    end = period.campaign.ends_on
    if end and kind != DeadlineKind.REPORT and last_day_before(before) > end:
        return f"Sau ngày kết thúc phong trào ({short_date(end)})."
    registration = period.before(DeadlineKind.REGISTRATION, unit)
    for later in (DeadlineKind.RESULTS, DeadlineKind.DOSSIER):
        due = period.before(later, unit)
        if kind == DeadlineKind.REGISTRATION and due and before > due:
            return (
                f"Sau hạn {BEFORE_WORDS[later]} (trước ngày {short_date(due)}); "
                "hãy gia hạn mục đó trước."
            )
        if kind == later and registration and before < registration:
            return f"Trước hạn đăng ký (trước ngày {short_date(registration)})."
    return ""


def set_reported(period: Period, *, on: dt.date, by: Any) -> None:
    """Note on which day the authority's closing report went to its superior.

    Raises ValidationError for a day in the future; PermissionDenied and TransitionNotAllowed as
    `require_desk` does.
    """
    require_desk(period, by)
    if on > timezone.localdate():
        raise ValidationError({"on": "Ngày gửi không thể ở tương lai."})
    if on < period.starts_on:
        raise ValidationError({"on": "Ngày gửi không thể trước khi kỳ bắt đầu."})
    note_reported(period, on)


def note_reported(period: Period, on: dt.date) -> None:
    """Keep the day on which the closing report went; the caller has asked whether he may."""
    Period.objects.filter(pk=period.pk).update(reported_on=on)
    period.reported_on = on
