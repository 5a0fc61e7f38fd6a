"""What the first request would do slowly is done before it comes, once for all workers."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.urls import get_resolver

from emulation.papers.paper import Paper, PaperError, Paragraph
from emulation.papers.pdf import missing_libraries, render


def warm_up(application: Callable[..., Any]) -> None:
    """Load addresses and views, the login, the list of migrations, the PDF engine and its fonts.

    Never fails: what cannot be loaded now says so where it is asked for.
    """
    with suppress(Exception):
        _ = get_resolver().url_patterns
        for address in ("/dang-nhap/", "/healthz"):
            ask_for(address, application)
    missing_libraries()
    with suppress(PaperError):
        render(Paper(issuer=("ỦY BAN NHÂN DÂN",), type_name="THỬ", body=(Paragraph("Thử."),)))


def ask_for(address: str, application: Callable[..., Any]) -> str:
    """Ask the application for a page that everybody may see; returns the status."""
    environ: dict[str, Any] = {"PATH_INFO": address, "wsgi.url_scheme": "https"}
    environ |= {"HTTP_HOST": settings.PUBLIC_HOST or "localhost", "wsgi.input": io.BytesIO()}
    setup_testing_defaults(environ)
    answered = []
    answer = application(environ, lambda status, headers: answered.append(status))
    b"".join(answer)
    answer.close()
    return answered[0]
