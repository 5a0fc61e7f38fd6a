"""Uploaded PDFs: no password, no script, nothing that bursts, nothing hidden behind or inside."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf

from .kinds import KINDS, UploadError, suffix_of, unlike

MAX_PAGES = 1_000
MAX_OBJECTS, MAX_DEPTH = 200_000, 50
# A stream is a page's content or a picture: A4 in colour at 600 dots an inch comes to 105 MB.
MAX_STREAM, MAX_UNPACKED = 120_000_000, 400_000_000
MAX_DOTS = 300_000_000
# 200 inches: what PDF itself allows a page to measure.
MAX_SIDE = 14_400
MAX_BEHIND = 1_024
_STREAM = re.compile(rb"stream\r?\n")
# Keys of a PDF that run something or open something by themselves.
_ACTIVE_KEYS = ("/JavaScript", "/JS", "/XFA")
_ACTIVE_ACTIONS = {
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE", "/Movie",
}  # fmt: skip
_ACTIVE_NOTES = {"/RichMedia", "/Movie", "/Screen", "/3D"}
_TOO_COMPLEX = "Tệp PDF quá phức tạp. Hãy in lại ra PDF rồi tải lên."
_BOMB = "Tệp PDF phình quá lớn khi mở ra, không nhận. Hãy in lại ra PDF rồi tải lên."
_ATTACHED = "Tệp PDF có đính kèm tệp không nhận được ({}). Hãy bỏ phần đính kèm."


def check_pdf(data: bytes, attached: Callable[[bytes, str], Any] | None = None) -> int:
    """Return how many pages a PDF has; raises UploadError for what is not to be kept.

    `attached` checks a file that the PDF carries (content, suffix); without it none is allowed.
    """
    if not data.startswith(b"%PDF-"):
        raise unlike("pdf")
    _check_streams(data)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            if document.is_encrypted:
                raise UploadError("Tệp PDF có đặt mật khẩu hoặc hạn chế. Hãy bỏ rồi tải lên lại.")
            pages = len(document.pages)
            if pages > MAX_PAGES:
                raise UploadError(f"Tệp PDF có hơn {MAX_PAGES} trang. Hãy tách thành nhiều tệp.")
            if not pages:
                raise UploadError("Tệp PDF không có trang nào.")
            _check_behind(data, document)
            _check_boxes(document)
            _check_objects(document, attached)
    except pikepdf.PasswordError:
        raise UploadError("Tệp PDF có đặt mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.") from None
    except (
        pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError, OverflowError,
    ) as error:  # fmt: skip
        raise unlike("pdf") from error
    return pages


def _check_streams(data: bytes) -> None:
    """Refuse streams that unpack to more than a page can hold, before anybody unpacks them.

    The file is not parsed for this: even its table of objects may be packed that way.
    """
    total = 0
    for start in _STREAM.finditer(data):
        total += _unpacked(data, start.end())
        if total > MAX_UNPACKED:
            raise UploadError(_BOMB)


def _unpacked(data: bytes, start: int) -> int:
    unpacker, size, chunk = zlib.decompressobj(), 0, 1 << 20
    rest = data[start : start + chunk]
    try:
        while rest and not unpacker.eof:
            size += len(unpacker.decompress(rest, 1 << 22))
            if size > MAX_STREAM:
                raise UploadError(_BOMB)
            rest = unpacker.unconsumed_tail
            if not rest:
                start += chunk
                rest = data[start : start + chunk]
    except zlib.error:
        pass  # Packed otherwise, or not at all.
    return size


def _check_behind(data: bytes, document: pikepdf.Pdf) -> None:
    """Refuse a second file behind the PDF: an archive starts at its end, a PDF at its start."""
    behind = data[data.rfind(b"%%EOF") + 5 :] if b"%%EOF" in data else b""
    hidden = len(behind.strip(b"\x00\r\n\t ")) > MAX_BEHIND
    if hidden or (not document.attachments and zipfile.is_zipfile(io.BytesIO(data))):
        raise UploadError("Tệp PDF có dữ liệu lạ nối phía sau, không nhận. Hãy in lại ra PDF.")


def _check_boxes(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        unit = float(page.obj.get("/UserUnit", 1))
        sides = abs(right - left) * unit, abs(top - bottom) * unit
        if not all(0 < side <= MAX_SIDE for side in sides):
            raise UploadError("Tệp PDF có trang với khổ giấy bất thường. Hãy in lại ra khổ A4.")


def _check_objects(document: pikepdf.Pdf, attached: Callable[[bytes, str], Any] | None) -> None:
    """Refuse scripts, actions that start something, and what should not be carried along.

    Every numbered object is looked at, with what lies directly inside it: an action can hang on
    the catalogue, a page, a field, a note or an outline entry.
    """
    _check_value(document.trailer, 0, attached)
    for count, found in enumerate(document.objects):
        if count > MAX_OBJECTS:
            raise UploadError(_TOO_COMPLEX)
        _check_value(found, 0, attached)


def _check_value(value: Any, depth: int, attached: Callable[[bytes, str], Any] | None) -> None:
    if not isinstance(value, pikepdf.Object):
        return
    if depth > MAX_DEPTH:
        raise UploadError(_TOO_COMPLEX)
    if isinstance(value, pikepdf.Array):
        parts = list(value)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        _check_dictionary(value, attached)
        parts = [part for _key, part in value.items()]
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _check_value(part, depth + 1, attached)


def _check_dictionary(value: Any, attached: Callable[[bytes, str], Any] | None) -> None:
    active = any(key in value for key in _ACTIVE_KEYS)
    kind = str(value.get("/Subtype", ""))
    if active or str(value.get("/S", "")) in _ACTIVE_ACTIONS or kind in _ACTIVE_NOTES:
        raise UploadError("Tệp PDF có chứa mã lệnh hoặc lệnh tự chạy. Hãy in lại ra PDF.")
    if kind == "/Image":
        width, height = int(value.get("/Width", 0)), int(value.get("/Height", 0))
        if width * height > MAX_DOTS:
            raise UploadError(_BOMB)
    filters = value.get("/Filter")
    if isinstance(filters, pikepdf.Array) and [str(f) for f in filters].count("/FlateDecode") > 1:
        raise UploadError(_BOMB)
    if "/EF" in value:
        _check_attached(value, attached)


def _check_attached(value: Any, attached: Callable[[bytes, str], Any] | None) -> None:
    name = str(value.get("/UF", value.get("/F", "")))
    suffix = suffix_of(name)
    refusal = UploadError(_ATTACHED.format(name[-60:] or "không tên"))
    if attached is None or suffix not in KINDS:
        raise refusal
    for _key, stream in value["/EF"].items():
        try:
            attached(stream.read_bytes(), suffix)
        except UploadError as error:
            raise refusal from error
