"""The history page of records that keep every version: who changed what, from what to what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import Http404, HttpRequest

from emulation.changes import edits

from .records import RecordAdmin


class ChangesAdmin(RecordAdmin):
    """A page of records with a `history` field; its history page shows the versions in words."""

    object_history_template = "admin/record_changes.html"

    def parts(self, record: Model) -> Iterable[tuple[str, Model]]:
        """Return what else belongs to the record's history: a title and a record each."""
        return ()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Show the versions of the record and of its parts, newest first."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        found = [(edit, "") for edit in edits(record)]
        for title, part in self.parts(record):
            found += [(edit, title) for edit in edits(part)]
        found.sort(key=lambda pair: pair[0].at, reverse=True)
        return super().history_view(request, object_id, {"edits": found, **(extra_context or {})})
