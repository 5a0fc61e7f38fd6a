"""The one place that checks an uploaded file: what it is, how large, what hides in it.

Neither the name nor the type that the browser states is believed: the content is opened. What
comes back is safe to store and to serve (always as an attachment, with `nosniff`).
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pikepdf
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse
from PIL import Image, ImageOps, UnidentifiedImageError

from emulation.papers.pictures import is_cut_off
from emulation.papers.reading import archive
from emulation.papers.reading.values import ReadingError

DEFAULT_MAX_BYTES = 20 * 1024 * 1024
MAX_PAGES = 1_000
MAX_PIXELS = 60_000_000
MAX_FRAMES = 1
# A long side beyond this is no photograph of a paper; it is scaled down, which also bounds memory.
LONGEST_SIDE = 5_000

# suffix: (name for people, content type to serve)
KINDS = {
    "pdf": ("PDF", "application/pdf"),
    "jpg": ("ảnh JPG", "image/jpeg"),
    "png": ("ảnh PNG", "image/png"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_SPELLED = {"jpeg": "jpg"}
ALL = tuple(KINDS)
_SIGNATURES = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
_OFFICE_MAIN = {"docx": b"wordprocessingml.document.main+xml", "xlsx": b"spreadsheetml.sheet.main+"}
_EXECUTABLE = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|jar|msi|hta|lnk|apk|sh|wsf|reg)$", re.IGNORECASE
)
# Keys of a PDF that run something or open something by themselves.
_ACTIVE_KEYS = ("/JavaScript", "/JS")
_ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition"}
MAX_OBJECTS, MAX_DEPTH = 200_000, 50
_TOO_COMPLEX = "Tệp PDF quá phức tạp. Hãy in lại ra PDF rồi tải lên."
# What the reader of archives says of a plan, said of any file.
_OFFICE_TROUBLE = {
    archive.TOO_BIG: "Tệp quá lớn khi mở ra. Hãy bỏ bớt nội dung hoặc tách thành nhiều tệp.",
    archive.BOMB: "Tệp nén bất thường (có dấu hiệu gây quá tải máy), không nhận.",
    archive.ENCRYPTED: "Tệp có đặt mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.",
    archive.MACROS: "Tệp có chứa macro, không nhận. Hãy lưu thành .docx hoặc .xlsx thường.",
}


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


def checked(upload: Any, allowed: Collection[str] = ALL) -> SafeFile:
    """Return the safe content of an uploaded file (name, size, chunks: Django's UploadedFile).

    Raises UploadError: a kind that is not allowed, too large or empty, a content that is not what
    the name says, a password, a program, a script, macros or an archive made to burst.
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
    pages = None
    if suffix == "pdf":
        pages = _check_pdf(data)
    elif suffix in ("jpg", "png"):
        data = _clean_picture(data, suffix)
    else:
        _check_office(data, suffix)
    return SafeFile(data, suffix, hashlib.sha256(data).hexdigest(), pages)


def suffix_of(name: str) -> str:
    """Return the kind that a file's name claims, "" without one."""
    suffix = name.rpartition(".")[2].strip().lower() if "." in name else ""
    return _SPELLED.get(suffix, suffix)


def content_type_of(name: str) -> str:
    """Return the type of a stored file by its (our own) name."""
    return KINDS[suffix_of(name)][1]


def _unlike(suffix: str) -> UploadError:
    name = KINDS[suffix][0]
    return UploadError(f"Nội dung tệp không phải {name} hoặc tệp bị hỏng. Hãy mở thử rồi lưu lại.")


# --- PDF -----------------------------------------------------------------------------------------


def _check_pdf(data: bytes) -> int:
    if not data.startswith(_SIGNATURES["pdf"]):
        raise _unlike("pdf")
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            if document.is_encrypted:
                raise UploadError("Tệp PDF có đặt mật khẩu hoặc hạn chế. Hãy bỏ rồi tải lên lại.")
            pages = len(document.pages)
            if pages > MAX_PAGES:
                raise UploadError(f"Tệp PDF có hơn {MAX_PAGES} trang. Hãy tách thành nhiều tệp.")
            if not pages:
                raise UploadError("Tệp PDF không có trang nào.")
            _check_pdf_objects(document)
    except pikepdf.PasswordError:
        raise UploadError("Tệp PDF có đặt mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as error:
        raise _unlike("pdf") from error
    return pages


def _check_pdf_objects(document: pikepdf.Pdf) -> None:
    """Refuse scripts, actions that start something, and programs carried along.

    Every numbered object is looked at, with what lies directly inside it: an action can hang on
    the catalogue, a page, a field, a note or an outline entry.
    """
    for count, found in enumerate(document.objects):
        if count > MAX_OBJECTS:
            raise UploadError(_TOO_COMPLEX)
        _check_pdf_value(found, 0)


def _check_pdf_value(value: Any, depth: int) -> None:
    if not isinstance(value, pikepdf.Object):
        return
    if depth > MAX_DEPTH:
        raise UploadError(_TOO_COMPLEX)
    if isinstance(value, pikepdf.Array):
        for part in value:
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                _check_pdf_value(part, depth + 1)
        return
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return
    if any(key in value for key in _ACTIVE_KEYS) or str(value.get("/S", "")) in _ACTIVE_ACTIONS:
        raise UploadError("Tệp PDF có chứa mã lệnh hoặc lệnh tự chạy. Hãy in lại ra PDF.")
    if "/EF" in value and _EXECUTABLE.search(str(value.get("/UF", value.get("/F", "")))):
        raise UploadError("Tệp PDF có đính kèm chương trình. Hãy bỏ phần đính kèm.")
    for _key, part in value.items():
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _check_pdf_value(part, depth + 1)


# --- pictures ------------------------------------------------------------------------------------


def _clean_picture(data: bytes, suffix: str) -> bytes:
    """Return the picture written anew: turned upright, without EXIF (place, device) and comments.

    Whatever else was hidden behind or inside the picture is gone with it.
    """
    if not data.startswith(_SIGNATURES[suffix]) or is_cut_off(data):
        raise _unlike(suffix)
    format_name = "JPEG" if suffix == "jpg" else "PNG"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[format_name]) as probe:
                width, height = probe.size
                if width * height > MAX_PIXELS or getattr(probe, "n_frames", 1) > MAX_FRAMES:
                    raise UploadError(
                        f"Ảnh quá lớn ({width} × {height} điểm) hoặc có nhiều khung hình. "
                        "Hãy thu nhỏ ảnh."
                    )
                probe.verify()
            with Image.open(io.BytesIO(data), formats=[format_name]) as picture:
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _written(upright, format_name)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise UploadError("Ảnh quá lớn. Hãy thu nhỏ ảnh rồi tải lên lại.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError) as error:
        raise _unlike(suffix) from error


def _written(picture: Image.Image, format_name: str) -> bytes:
    if format_name == "JPEG" and picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    elif format_name == "PNG" and picture.mode not in ("RGB", "RGBA", "L", "LA", "1"):
        picture = picture.convert("RGBA")
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    out = io.BytesIO()
    plain.save(out, format_name, **({"quality": 88} if format_name == "JPEG" else {}))
    return out.getvalue()


# --- Word and Excel ------------------------------------------------------------------------------


def _check_office(data: bytes, suffix: str) -> None:
    if not data.startswith(b"PK\x03\x04"):
        # What Office encrypts is no zip any more but an OLE file.
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise UploadError(
                f"Tệp có đặt mật khẩu hoặc là dạng cũ. Hãy lưu thành .{suffix} không mật khẩu."
            )
        raise _unlike(suffix)
    try:
        package = archive.Package(data)
        types = package.part("[Content_Types].xml")
        if not types or _OFFICE_MAIN[suffix] not in types:
            raise _unlike(suffix)
        for name in package.names():
            if name.endswith((".xml", ".rels", ".vml")):
                _check_xml(package, name)
            if _EXECUTABLE.search(name) or "/activex/" in name:
                raise UploadError("Tệp có nhúng chương trình. Hãy bỏ phần nhúng rồi lưu lại.")
    except ReadingError as error:
        known = _OFFICE_TROUBLE.get(str(error))
        raise UploadError(known) if known else _unlike(suffix) from error


def _check_xml(package: archive.Package, name: str) -> None:
    """Refuse entities (Office writes none): they read other files or grow without end."""
    flat = (package.part(name) or b"").replace(b"\x00", b"")  # UTF-16 as well
    if b"<!DOCTYPE" in flat or b"<!ENTITY" in flat:
        raise UploadError("Tệp có khai báo lạ trong nội dung XML, không nhận.")


# --- serving -------------------------------------------------------------------------------------


def served(stored: Any, stem: str) -> FileResponse:
    """Return a stored file as a download called by `stem`; never shown as a page of ours."""
    response = FileResponse(
        stored.open("rb"),
        as_attachment=True,
        filename=f"{stem}.{suffix_of(stored.name)}",
        content_type=content_type_of(stored.name),
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- the field of a form -------------------------------------------------------------------------


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
