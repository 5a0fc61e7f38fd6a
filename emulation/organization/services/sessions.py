"""Where an account is logged in, and ending that."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from emulation.organization.models import AccountAction, AccountSession, User
from emulation.organization.session_store import fingerprint

from .account_log import note


def sessions_of(account: User) -> QuerySet:
    """Return the sessions of an account that have not run out, the latest used first."""
    return account.sessions.filter(expire_date__gt=timezone.now())


@transaction.atomic
def end_session(session: AccountSession, *, by: Any) -> None:
    """End one session; its browser has to log in again."""
    note(
        AccountAction.SESSIONS_ENDED,
        session.user,
        by=by,
        detail=f"{session.device}, {session.address or 'không rõ địa chỉ'}",
    )
    session.delete()


@transaction.atomic
def end_sessions(account: User, *, by: Any, reason: str = "", keep: str | None = None) -> int:
    """End all sessions of an account but the one with the browser's key `keep`; return how many."""
    found = account.sessions.all()
    if keep:
        found = found.exclude(session_key=fingerprint(keep))
    count = found.delete()[0]
    if count:
        note(AccountAction.SESSIONS_ENDED, account, by=by, reason=reason, detail=f"{count} phiên")
    return count
