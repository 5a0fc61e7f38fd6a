"""Taking a lock off before its time is over."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.db import transaction

from emulation.organization.models import AccountAction, User

from .account_log import note
from .accounts import require_manager


@transaction.atomic
def unlock(account: User, *, by: Any) -> None:
    """Forget the wrong passwords of an account, so that its login is open again.

    Raises PermissionDenied.
    """
    require_manager(by, account)
    AccessAttempt.objects.filter(username=account.username).delete()
    note(AccountAction.UNLOCKED, account, by=by)


@transaction.atomic
def unlock_address(address: str, *, by: Any) -> None:
    """Forget the wrong passwords from an address. Raises PermissionDenied for an office."""
    if not by.is_superuser:
        raise PermissionDenied
    AccessAttempt.objects.filter(ip_address=address).delete()
    note(AccountAction.UNLOCKED, None, by=by, name=f"địa chỉ {address}", address=address)
