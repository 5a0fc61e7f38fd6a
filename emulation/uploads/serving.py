"""Handing an uploaded file back: as a download, under our name, never as a page of ours."""

from __future__ import annotations

import logging
from typing import Any

from django.http import FileResponse, Http404, HttpResponseBase

from .kinds import content_type_of, suffix_of

# Should a browser show the file all the same, then without scripts, forms, or our cookies.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
logger = logging.getLogger(__name__)


def served(stored: Any, stem: str) -> FileResponse:
    """Return a stored file as a download called by `stem`; never shown as a page of ours.

    Raises Http404 when the storage has it no longer (`manage.py check_records` names it).
    """
    try:
        content = stored.open("rb")
    except (FileNotFoundError, ValueError) as error:
        logger.error("A stored file is missing: %s", type(stored.instance).__name__)
        raise Http404("Tệp không còn trong kho lưu trữ.") from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"{stem}.{suffix_of(stored.name)}",
        content_type=content_type_of(stored.name),
    )
    return confined(response)


def confined(response: HttpResponseBase) -> Any:
    """Return a response with somebody's file in it so that a browser takes it for nothing else."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
