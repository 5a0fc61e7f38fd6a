"""Uploaded Word and Excel files: parts looked at one by one, nothing that acts or reaches out."""

from __future__ import annotations

import re

from emulation.papers.reading import archive
from emulation.papers.reading.values import ReadingError

from .kinds import EXECUTABLE, UploadError, suffix_of, unlike

_MAIN = {"docx": b"wordprocessingml.document.main+xml", "xlsx": b"spreadsheetml.sheet.main+"}
# What the reader of archives says of a plan, said of any file.
_TROUBLE = {
    archive.TOO_BIG: "Tệp quá lớn khi mở ra. Hãy bỏ bớt nội dung hoặc tách thành nhiều tệp.",
    archive.BOMB: "Tệp nén bất thường (có dấu hiệu gây quá tải máy), không nhận.",
    archive.ENCRYPTED: "Tệp có đặt mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.",
    archive.MACROS: "Tệp có chứa macro, không nhận. Hãy lưu thành .docx hoặc .xlsx thường.",
}
# 5,000 rows of 40 cells come to half of it.
MAX_TAGS = 1_500_000
_OLE = b"\xd0\xcf\x11\xe0"
_PLAIN_MEDIA = re.compile(r"/media/[^/]*\.(png|jpe?g|gif|bmp|emf|wmf|tiff?|wdp)$")
_FONTS = re.compile(r"/fonts/[^/]*\.(odttf|ttf|fntdata)$")
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii", b"ascii"}
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
# Fields of Word and formulas of Excel that start a program or fetch from elsewhere.
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)")
_SIMPLE_FIELD = re.compile(rb"<w:fldSimple\s[^>]*w:instr\s*=\s*[\"']([^\"']*)")
_FIELD = re.compile(rb"\bDDE(AUTO)?\b|\bINCLUDE(TEXT|PICTURE)\b\s*[^ ]*(//|\\\\)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]*)")
_CALLS_OUT = re.compile(
    rb"\w'?\|('[^']*'|[^'!\"&]*)!|\b(WEBSERVICE|CALL|REGISTER|EXEC)\s*\(", re.IGNORECASE
)
_ACTS = "Tệp có lệnh gọi chương trình khác (DDE), không nhận. Hãy chuyển công thức thành giá trị."


def check_office(data: bytes, suffix: str, *, is_inner: bool = False) -> None:
    """Refuse a .docx or .xlsx (`suffix`) that is none, or that is not to be kept: UploadError.

    `is_inner`: the file lies inside another one, and no third may lie in it.
    """
    if not data.startswith(b"PK\x03\x04"):
        # What Office encrypts is no zip any more but an OLE file.
        if data.startswith(_OLE):
            raise UploadError(
                f"Tệp có đặt mật khẩu hoặc là dạng cũ. Hãy lưu thành .{suffix} không mật khẩu."
            )
        raise unlike(suffix)
    try:
        package = archive.Package(data)
        types = package.part("[Content_Types].xml")
        if not types or _MAIN[suffix] not in types:
            raise unlike(suffix)
        for name in package.names():
            _check_part(package, name, is_inner)
    except ReadingError as error:
        known = _TROUBLE.get(str(error))
        raise UploadError(known) if known else unlike(suffix) from error


def _check_part(package: archive.Package, name: str, is_inner: bool) -> None:
    if ".." in name.split("/"):
        raise UploadError("Tệp có đường dẫn lạ bên trong, không nhận.")
    if (EXECUTABLE.search(name) and not name.endswith(".svg")) or "/activex/" in name:
        raise UploadError("Tệp có nhúng chương trình. Hãy bỏ phần nhúng rồi lưu lại.")
    if "/macrosheets/" in name or "/dialogsheets/" in name:
        raise UploadError(_TROUBLE[archive.MACROS])
    if "/embeddings/" in name:
        _check_embedded(package, name, is_inner)
    elif not _PLAIN_MEDIA.search(name) and not _FONTS.search(name) and not name.endswith("/"):
        _check_xml(package.part(name) or b"", name)


def _check_embedded(package: archive.Package, name: str, is_inner: bool) -> None:
    """Let the sheet behind a chart stay; any other object inside may be a program."""
    suffix = suffix_of(name)
    if is_inner or suffix not in _MAIN:
        raise UploadError(
            "Tệp có nhúng đối tượng hoặc tệp khác (OLE). Hãy dán thành hình hoặc bỏ phần nhúng."
        )
    check_office(package.part(name) or b"", suffix, is_inner=True)


def _check_xml(part: bytes, name: str) -> None:
    """Refuse entities (Office writes none), links that open by themselves, commands."""
    flat = part.replace(b"\x00", b"")  # UTF-16 as well
    if part.startswith((_OLE, b"PK\x03\x04", b"MZ")):
        raise UploadError("Tệp có nhúng chương trình hoặc tệp khác. Hãy bỏ phần nhúng.")
    encoding = _ENCODING.match(flat.lstrip(b"\xef\xbb\xbf\xff\xfe"))
    strange = encoding and encoding[1].lower() not in _ENCODINGS
    if strange or b"<!DOCTYPE" in flat or b"<!ENTITY" in flat:
        raise UploadError("Tệp có khai báo lạ trong nội dung XML, không nhận.")
    if flat.count(b"<") > MAX_TAGS:
        raise UploadError(_TROUBLE[archive.TOO_BIG])
    if name.endswith(".rels"):
        _check_links(flat)
    elif b"|" in flat or b"(" in flat or b"instr" in flat:
        _check_commands(flat)


def _check_links(flat: bytes) -> None:
    """Links that a reader clicks may stay; templates, pictures and tables from elsewhere not."""
    for link in _LINK.findall(flat):
        if b"External" in link and b"/hyperlink" not in link:
            raise UploadError(
                "Tệp có liên kết tới tệp khác ở bên ngoài. Hãy ngắt liên kết "
                "(Excel: Dữ liệu › Sửa liên kết; Word: Tệp › Thông tin › Sửa liên kết)."
            )


def _check_commands(flat: bytes) -> None:
    fields = b"".join(_INSTRUCTION.findall(flat)) + b" " + b" ".join(_SIMPLE_FIELD.findall(flat))
    if _FIELD.search(fields) or any(_CALLS_OUT.search(f) for f in _FORMULA.findall(flat)):
        raise UploadError(_ACTS)
