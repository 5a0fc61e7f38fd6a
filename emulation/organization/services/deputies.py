"""Acting deputies: the office's or the chair's role for somebody else, from a day to a day.

Who acts for another does not pass that on (Luật Tổ chức chính quyền địa phương 72/2025/QH15: who
is authorised may not authorise further; unverified). Papers and logs name who really acted.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from emulation.organization.models import AccountAction, Membership, Role, Unit, User

from .account_log import note, role_in_words
from .accounts import NO_REASON

ACTING_ROLES = (Role.OFFICE, Role.CHAIR)
LONGEST = dt.timedelta(days=366)


def authorities_appointing(user: Any) -> QuerySet:
    """Return the authorities where `user` gives a role away: its office or chair in his own right,
    or an administrator."""
    authorities = Unit.objects.authorities()
    if user.is_superuser:
        return authorities
    own = [
        m.unit_id
        for m in user.active_memberships()
        if m.role in ACTING_ROLES and m.unit.is_authority and not m.is_acting
    ]
    return authorities.filter(pk__in=own)


def eligible(authority: Unit) -> QuerySet:
    """Return the accounts of an authority that may act: open, with a role in it today."""
    today = timezone.localdate()
    inside = Membership.objects.active_on(today).filter(unit__authority=authority, is_acting=False)
    return User.objects.filter(is_active=True, is_superuser=False, pk__in=inside.values("user"))


def appointments(authorities: QuerySet) -> QuerySet:
    """Return who acts, has acted or will act in `authorities`, the latest first."""
    rows = Membership.objects.filter(is_acting=True, unit__in=authorities)
    return rows.select_related("user", "unit").order_by("-ends_on", "-starts_on", "-pk")


@transaction.atomic
def appoint(
    account: User,
    *,
    authority: Unit,
    role: str,
    starts_on: dt.date,
    ends_on: dt.date,
    reason: str,
    by: Any,
) -> Membership:
    """Let `account` act in a role over the authority, both days included.

    Raises PermissionDenied and ValidationError (fields: account, role, starts_on, ends_on, reason).
    """
    if not authorities_appointing(by).filter(pk=authority.pk).exists():
        raise PermissionDenied
    errors = {}
    if role not in ACTING_ROLES:
        errors["role"] = "Chỉ ủy quyền vai trò văn phòng hoặc người đứng đầu."
    if account == by:
        errors["account"] = "Không tự ủy quyền cho mình."
    elif not eligible(authority).filter(pk=account.pk).exists():
        errors["account"] = "Tài khoản này không thuộc cơ quan hoặc đã khóa."
    if starts_on < timezone.localdate():
        errors["starts_on"] = "Không ghi ngày đã qua."
    if ends_on < starts_on:
        errors["ends_on"] = "Phải từ ngày bắt đầu trở đi."
    elif ends_on - starts_on > LONGEST:
        errors["ends_on"] = "Không quá một năm; hết hạn thì ủy quyền lại."
    if not reason.strip():
        errors["reason"] = NO_REASON
    if not errors and (held := _held(account, authority, role, starts_on, ends_on)):
        errors["account"] = f"Đã có vai trò này trong thời gian đó ({role_in_words(held)})."
    if errors:
        raise ValidationError(errors)
    made = Membership.objects.create(
        user=account, unit=authority, role=role, starts_on=starts_on, ends_on=ends_on,
        is_acting=True, reason=reason.strip(),
    )  # fmt: skip
    note(AccountAction.DEPUTY_APPOINTED, account, by=by, reason=reason, detail=role_in_words(made))
    return made


def _held(
    account: User, authority: Unit, role: str, starts_on: dt.date, ends_on: dt.date
) -> Membership | None:
    return account.memberships.filter(
        Q(starts_on=None) | Q(starts_on__lte=ends_on),
        Q(ends_on=None) | Q(ends_on__gte=starts_on),
        unit=authority,
        role=role,
    ).first()


@transaction.atomic
def end_early(appointment: Membership, *, reason: str, by: Any) -> None:
    """End an appointment now: it held until yesterday, or not at all when it began today or later.

    Raises PermissionDenied and ValidationError (field: reason).
    """
    today = timezone.localdate()
    if not authorities_appointing(by).filter(pk=appointment.unit_id).exists():
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": NO_REASON})
    if appointment.ends_on < today:
        raise ValidationError({"reason": f"Đã hết hạn ngày {appointment.ends_on:%d/%m/%Y}."})
    words = role_in_words(appointment)
    if appointment.starts_on < today:
        appointment.ends_on = today - dt.timedelta(days=1)
        appointment.save(update_fields=["ends_on"])
    else:
        appointment.delete()
    note(AccountAction.DEPUTY_ENDED, appointment.user, by=by, reason=reason, detail=words)
