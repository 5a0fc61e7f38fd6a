"""The one place that checks an uploaded file: what it is, how large, what hides in it.

Neither the name nor the type that the browser states is believed: the content is opened. What
comes back is safe to store and to serve (always as an attachment, with `nosniff`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

from django import forms

from .kinds import (
    ALL,
    KINDS,
    SafeFile,
    UploadError,
    accept,
    content_type_of,
    hint,
    max_bytes,
    suffix_of,
)
from .office import check_office
from .pdfs import check_pdf
from .pictures import clean_picture
from .serving import confined, served
from .viruses import refuse_infected

__all__ = [
    "ALL",
    "KINDS",
    "SafeFile",
    "UploadError",
    "UploadField",
    "accept",
    "checked",
    "confined",
    "content_type_of",
    "hint",
    "max_bytes",
    "refuse_infected",
    "served",
    "suffix_of",
]


def checked(upload: Any, allowed: Collection[str] = ALL) -> SafeFile:
    """Return the safe content of an uploaded file (name, size, chunks: Django's UploadedFile).

    Raises UploadError: a kind that is not allowed, too large or empty, a content that is not what
    the name says, a password, a program, a script, macros, an archive made to burst, a virus.
    """
    suffix = suffix_of(upload.name)
    if suffix not in allowed:
        names = ", ".join(f".{one}" for one in allowed)
        raise UploadError(f"Chỉ nhận tệp {names}. Hãy lưu tệp sang một trong các dạng đó.")
    if upload.size > max_bytes():
        raise UploadError(f"Tệp lớn hơn {max_bytes() // 1024 // 1024} MB. Hãy giảm dung lượng.")
    data = b"".join(upload.chunks())
    if not data:
        raise UploadError("Tệp rỗng. Hãy chọn lại tệp.")
    data, pages = _checked_content(data, suffix)
    refuse_infected(data)
    return SafeFile(data, suffix, hashlib.sha256(data).hexdigest(), pages)


def _checked_content(data: bytes, suffix: str) -> tuple[bytes, int | None]:
    if suffix == "pdf":
        return data, check_pdf(data, attached=_check_attached)
    if suffix in ("jpg", "png"):
        return clean_picture(data, suffix), None
    check_office(data, suffix)
    return data, None


def _check_attached(data: bytes, suffix: str) -> None:
    """Check a file that lies inside a PDF; of its own it may carry none."""
    if suffix == "pdf":
        check_pdf(data)
    elif suffix in ("jpg", "png"):
        clean_picture(data, suffix)
    else:
        check_office(data, suffix, is_inner=True)


class UploadField(forms.FileField):
    """A file input whose value is a `SafeFile`; its errors stand beside it."""

    def __init__(self, *, kinds: Collection[str] = ALL, **options: Any) -> None:
        self.kinds = tuple(kinds)
        options.setdefault("help_text", hint(self.kinds))
        options.setdefault("widget", forms.FileInput(attrs={"accept": accept(self.kinds)}))
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> SafeFile | None:
        """Return the checked file, None when none was chosen."""
        upload = super().clean(data, None)
        return checked(upload, self.kinds) if upload else None
