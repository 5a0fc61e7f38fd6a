"""Passwords: changed by oneself, or given anew by another and then changed at the first login."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction

from emulation.organization.models import AccountAction, User

from .account_log import note
from .accounts import require_manager
from .sessions import end_sessions

# Letters and figures that are not mistaken for each other on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 4, 4


def one_time_password() -> str:
    """Return a random password to be printed: four groups of four, 79 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


@transaction.atomic
def give_password(account: User, *, by: Any, reason: str = "") -> str:
    """Give an account a random password, to be changed at its next login; return it.

    Its sessions end. Raises PermissionDenied.
    """
    require_manager(by, account)
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    note(AccountAction.PASSWORD_SET, account, by=by, reason=reason)
    end_sessions(account, by=by, reason="Cấp lại mật khẩu")
    return password


@transaction.atomic
def password_set_by(account: User, *, by: Any) -> None:
    """Note that `by` typed a password for somebody else, who has to change it."""
    account.must_change_password = True
    account.save(update_fields=["must_change_password"])
    note(AccountAction.PASSWORD_SET, account, by=by)
    end_sessions(account, by=by, reason="Cấp lại mật khẩu")


@transaction.atomic
def password_changed(account: User, *, keep: str | None, address: str | None = None) -> None:
    """Note that somebody changed his own password; he is logged out everywhere else."""
    if account.must_change_password:
        account.must_change_password = False
        account.save(update_fields=["must_change_password"])
    note(AccountAction.PASSWORD_CHANGED, account, by=account, address=address)
    end_sessions(account, by=account, reason="Đổi mật khẩu", keep=keep)
