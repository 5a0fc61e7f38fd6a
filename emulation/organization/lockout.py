"""Locking out after wrong passwords: django-axes' counting with limits that fit an office.

All officers of a commune mostly share one address. So three limits count together, each within
LOCKOUT_MINUTES:

- one account from one address (LOCKOUT_FAILURES): who guesses at an account locks it only there;
- one account from everywhere (LOCKOUT_ACCOUNT_FAILURES): guessing from many addresses;
- one address on all accounts (LOCKOUT_ADDRESS_FAILURES): trying one password on many accounts.

The two wide ones spare the account that has logged in from this very address in the last
FAMILIAR_DAYS: an attacker behind the commune's address, or one who knows all names, cannot lock
the officers out of their own desks.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from emulation.organization.models import AccountAction, User

from .services.account_log import note

FAMILIAR_DAYS = 90


class Lock(NamedTuple):
    """A lock in force: of what kind, and until when."""

    kind: str
    until: dt.datetime


def cool_off() -> dt.timedelta:
    """Return how long failures count."""
    return dt.timedelta(minutes=settings.LOCKOUT_MINUTES)


def lock_of(username: str | None, address: str | None) -> Lock | None:
    """Return the lock that a login as `username` from `address` meets, the longest one."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - cool_off())
    mine = recent.filter(username=username)
    found = [_lock("pair", mine.filter(ip_address=address), settings.LOCKOUT_FAILURES)]
    found += [
        _lock("account", mine, settings.LOCKOUT_ACCOUNT_FAILURES),
        _lock("address", recent.filter(ip_address=address), settings.LOCKOUT_ADDRESS_FAILURES),
    ]
    locks = [lock for lock in found if lock]
    if any(lock.kind != "pair" for lock in locks) and is_familiar(username, address):
        locks = [lock for lock in locks if lock.kind == "pair"]
    return max(locks, key=lambda lock: lock.until, default=None)


def _lock(kind: str, attempts: Any, limit: int) -> Lock | None:
    rows = attempts.order_by("-attempt_time").values_list("attempt_time", "failures_since_start")
    until = _until(rows, limit)
    return Lock(kind, until) if until else None


def _until(rows: Iterable[tuple[dt.datetime, int]], limit: int) -> dt.datetime | None:
    """Return when enough of `rows` (moment, failures; the latest first) will be too old to count,
    None when they do not come to `limit`."""
    total = 0
    for at, failures in rows:
        total += failures
        if total >= limit:
            return at + cool_off()
    return None


def is_familiar(username: str | None, address: str | None) -> bool:
    """Whether the account has logged in from this address lately."""
    seen = AccessLog.objects.filter(username=username, ip_address=address)
    return seen.filter(attempt_time__gte=_familiar_since()).exists()


def _familiar_since() -> dt.datetime:
    return timezone.now() - dt.timedelta(days=FAMILIAR_DAYS)


def locked_accounts() -> dict[str, dt.datetime]:
    """Return the names that are locked somewhere, and until when; one query."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - cool_off())
    everywhere: dict[str, list[tuple[dt.datetime, int]]] = defaultdict(list)
    places: dict[tuple[str, str], list[tuple[dt.datetime, int]]] = defaultdict(list)
    for row in recent.order_by("-attempt_time"):
        seen = (row.attempt_time, row.failures_since_start)
        everywhere[row.username or ""].append(seen)
        places[row.username or "", row.ip_address].append(seen)
    found = {
        name: _until(rows, settings.LOCKOUT_ACCOUNT_FAILURES) for name, rows in everywhere.items()
    }
    for (name, _address), rows in places.items():
        locks = (found[name], _until(rows, settings.LOCKOUT_FAILURES))
        found[name] = max(filter(None, locks), default=None)
    return {name: until for name, until in found.items() if until}


def locked_addresses() -> dict[str, dt.datetime]:
    """Return the addresses from which unfamiliar accounts cannot log in, and until when."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - cool_off())
    found = {}
    for address in set(recent.values_list("ip_address", flat=True)):
        attempts = recent.filter(ip_address=address)
        if lock := _lock("address", attempts, settings.LOCKOUT_ADDRESS_FAILURES):
            found[address] = lock.until
    return found


class LockoutHandler(AxesDatabaseHandler):
    """django-axes' handler with our three limits; it keeps the counts and the rows."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Return the one limit that axes knows when a lock is in force, else what is counted."""
        username = get_client_username(request, credentials)
        if lock_of(username, request.axes_ip_address):
            return settings.AXES_FAILURE_LIMIT
        return min(super().get_failures(request, credentials), settings.AXES_FAILURE_LIMIT - 1)

    def user_login_failed(
        self, sender: Any, credentials: dict, request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count the failure; the one that locks is written into the account's log."""
        was_locked = bool(request and request.axes_locked_out)
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request and request.axes_locked_out and not was_locked:
            username = get_client_username(request, credentials) or ""
            note(
                AccountAction.LOCKED,
                User.objects.filter(username=username).first(),
                by=None,
                name=username,
                address=request.axes_ip_address,
            )

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        """Remember where the account logged in; for no longer than it counts as familiar."""
        super().user_logged_in(sender, request, user, **kwargs)
        AccessLog.objects.filter(attempt_time__lt=_familiar_since()).delete()


def locked_response(
    request: HttpRequest, response: HttpResponse | None, credentials: dict | None
) -> HttpResponse:
    """Return the page that says until when the login is locked (status 429, Retry-After)."""
    lock = lock_of(get_client_username(request, credentials), request.axes_ip_address)
    until = lock.until if lock else timezone.now() + cool_off()
    wait = max(int((until - timezone.now()).total_seconds()), 1)
    page = render(
        request,
        "registration/locked.html",
        {"until": until, "of_address": bool(lock and lock.kind == "address")},
        status=429,
    )
    page["Retry-After"] = str(wait)
    return page
