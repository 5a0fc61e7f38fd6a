"""Deleting in the admin what a roster holds: it is removed, and may be restored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from emulation.organization.services.roster import remove


class RemovedHere:
    """A page of people, households or units: deleting takes them out of the lists only."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Remove the record; `delete_view` has said already when something refers to it."""
        remove(obj, reason="Xóa ở trang quản trị", by=request.user)
