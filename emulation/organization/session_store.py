"""Sessions in the database, each with its account, place and time, under a fingerprint of its key.

What the browser keeps is not stored: who reads the table (or a backup) cannot take over a session.
Only the synchronous interface is used and overridden.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

# What the session itself keeps: moments in seconds since 1970, and where it is used.
STARTED, SEEN, ADDRESS, DEVICE = "started_at", "seen_at", "address", "device"


def fingerprint(key: str) -> str:
    """Return under which primary key the session of a browser's `key` is stored."""
    return hashlib.sha256(key.encode()).hexdigest()


class SessionStore(DatabaseStore):
    """Django's database store with our own table (`AccountSession`)."""

    @classmethod
    def get_model_class(cls) -> type:
        """Return the model of the rows."""
        from emulation.organization.models import AccountSession  # noqa: PLC0415

        return AccountSession

    def _get_session_from_db(self) -> Any:
        try:
            return self.model.objects.get(
                session_key=fingerprint(self.session_key), expire_date__gt=timezone.now()
            )
        except self.model.DoesNotExist:
            self._session_key = None
            return None

    def exists(self, session_key: str) -> bool:
        """Whether the browser's key is taken."""
        return super().exists(fingerprint(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row to save; a session of an account begins to count its idle time here."""
        user = data.get(SESSION_KEY)
        if user and SEEN not in data:
            data[STARTED] = data[SEEN] = int(time.time())
        return self.model(
            session_key=fingerprint(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=user,
            address=data.get(ADDRESS),
            device=data.get(DEVICE, ""),
            started_at=_moment(data.get(STARTED)),
            seen_at=_moment(data.get(SEEN)),
        )

    def delete(self, session_key: str | None = None) -> None:
        """End the session; one that is gone already is no error."""
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=fingerprint(key)).delete()


def _moment(seconds: int | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(seconds, dt.UTC) if seconds else None
