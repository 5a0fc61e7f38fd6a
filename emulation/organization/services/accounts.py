"""Accounts: who manages whose, giving new ones, closing and opening them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from emulation.organization.models import AccountAction, Membership, Role, Unit, User

from .account_log import described, difference, note
from .sessions import end_sessions

NO_REASON = "Phải ghi lý do."


def authorities_managed_by(user: Any) -> QuerySet:
    """Return the authorities whose accounts `user` manages: as their office, or all."""
    authorities = Unit.objects.authorities()
    if user.is_superuser:
        return authorities
    return authorities.filter(pk__in=user.authorities_as(Role.OFFICE))


def manages_accounts(user: Any) -> bool:
    """Whether `user` manages any accounts."""
    return user.is_superuser or bool(user.authorities_as(Role.OFFICE))


def managed_by(user: Any) -> QuerySet:
    """Return the accounts that `user` manages or at least sees: never a superuser's to an office.

    An office sees who has, had or will have a role inside its authority.
    """
    if user.is_superuser:
        return User.objects.all()
    inside = Membership.objects.filter(unit__authority__in=user.authorities_as(Role.OFFICE))
    return User.objects.filter(pk__in=inside.values("user"), is_superuser=False)


def has_power_outside(account: User, authorities: Collection[int]) -> bool:
    """Whether an account may do anything outside `authorities`, now or later."""
    if account.is_superuser:
        return True
    today = timezone.localdate()
    roles = account.memberships.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return roles.exclude(unit__authority__in=authorities).exists()


def may_manage(user: Any, account: User) -> bool:
    """Whether `user` changes `account`: who sets a password can act as that account.

    So an office changes only accounts that have no power outside its authority.
    """
    if user.is_superuser:
        return True
    authorities = user.authorities_as(Role.OFFICE)
    inside = account.memberships.filter(unit__authority__in=authorities)
    return inside.exists() and not has_power_outside(account, authorities)


def require_manager(user: Any, account: User) -> None:
    """Raise PermissionDenied unless `user` manages `account`."""
    if not may_manage(user, account):
        raise PermissionDenied


@transaction.atomic
def create_account(
    *, username: str, full_name: str, email: str, unit: Unit, role: str, password: str, by: Any
) -> User:
    """Give somebody an account with one role; the password has to be changed at the first login.

    Raises PermissionDenied when `unit` lies outside the authorities that `by` manages.
    """
    if not authorities_managed_by(by).filter(pk=unit.authority_id).exists():
        raise PermissionDenied
    account = User.objects.create_user(
        username, email, password, full_name=full_name, must_change_password=True
    )
    Membership.objects.create(user=account, unit=unit, role=role)
    noted_change(account, {}, by=by, created=True)
    return account


def noted_change(account: User, before: dict[str, str], *, by: Any, created: bool = False) -> None:
    """Write down how an account differs from `before` (`described`); nothing when it does not."""
    detail = difference(before, described(account))
    if detail or created:
        action = AccountAction.CREATED if created else AccountAction.CHANGED
        note(action, account, by=by, detail=detail)


@transaction.atomic
def stop(account: User, *, by: Any, reason: str) -> None:
    """Close an account: nobody logs in with it, and who is logged in is out.

    Raises ValidationError (field: reason), PermissionDenied, also for one's own account.
    """
    require_manager(by, account)
    if account == by:
        raise PermissionDenied
    _needs(reason)
    account.is_active = False
    account.save(update_fields=["is_active"])
    note(AccountAction.STOPPED, account, by=by, reason=reason)
    end_sessions(account, by=by, reason=reason)


@transaction.atomic
def resume(account: User, *, by: Any, reason: str) -> None:
    """Open a closed account again. Raises ValidationError (field: reason) and PermissionDenied."""
    require_manager(by, account)
    _needs(reason)
    account.is_active = True
    account.save(update_fields=["is_active"])
    note(AccountAction.RESUMED, account, by=by, reason=reason)


def _needs(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": NO_REASON})
