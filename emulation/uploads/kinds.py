"""Which kinds of files are taken, what is said of the others, and what a checked file is."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError

DEFAULT_MAX_BYTES = 20 * 1024 * 1024
# suffix: (name for people, content type to serve)
KINDS = {
    "pdf": ("PDF", "application/pdf"),
    "jpg": ("ảnh JPG", "image/jpeg"),
    "png": ("ảnh PNG", "image/png"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
ALL = tuple(KINDS)
_SPELLED = {"jpeg": "jpg"}
EXECUTABLE = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|jar|msi|hta|lnk|apk|sh|wsf|reg|html?|svg)$",
    re.IGNORECASE,
)


class UploadError(ValidationError):
    """A file that is not taken; the message is Vietnamese and says what to do."""


@dataclass(frozen=True)
class SafeFile:
    """What may be stored: the content (pictures are written anew), its kind and fingerprint."""

    content: bytes
    suffix: str
    sha256: str
    pages: int | None = None

    @property
    def content_type(self) -> str:
        """Return the type under which the file is served."""
        return KINDS[self.suffix][1]


def max_bytes() -> int:
    """Return the largest size that is taken (setting UPLOAD_MAX_BYTES)."""
    return getattr(settings, "UPLOAD_MAX_BYTES", DEFAULT_MAX_BYTES)


def accept(allowed: Collection[str] = ALL) -> str:
    """Return the value of an input's `accept` attribute."""
    more = [f".{odd}" for odd, kind in _SPELLED.items() if kind in allowed]
    return ",".join([*(f".{suffix}" for suffix in allowed), *more])


def hint(allowed: Collection[str] = ALL) -> str:
    """Return in words what may be uploaded."""
    names = ", ".join(KINDS[suffix][0] for suffix in allowed)
    return f"Tệp {names}; không quá {max_bytes() // 1024 // 1024} MB."


def suffix_of(name: str) -> str:
    """Return the kind that a file's name claims, "" without one."""
    suffix = name.rpartition(".")[2].strip().lower() if "." in name else ""
    return _SPELLED.get(suffix, suffix)


def content_type_of(name: str) -> str:
    """Return the type of a stored file by its (our own) name."""
    return KINDS[suffix_of(name)][1]


def unlike(suffix: str) -> UploadError:
    """Return the refusal of a content that is not what the name says."""
    name = KINDS[suffix][0]
    return UploadError(f"Nội dung tệp không phải {name} hoặc tệp bị hỏng. Hãy mở thử rồi lưu lại.")
