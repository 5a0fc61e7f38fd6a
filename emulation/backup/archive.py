"""The archive itself: members with size and SHA-256, and a reader that trusts none of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

MANIFEST = "MANIFEST.json"
LONGEST_MANIFEST = 256 * 1024 * 1024
PIECE = 1 << 20
# What the standard library raises for archives that are not what they seem.
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)
_PLACE = re.compile(r"(?:tables/[a-z0-9_]+\.jsonl|README\.md|files/.+)", re.DOTALL)


class ArchiveError(Exception):
    """The archive cannot be used; the message says why, in Vietnamese."""


class Writer:
    """Writes members one after the other and remembers what they are; `close` adds the manifest."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.part = target.with_name(f"{target.name}.part")
        self.members: dict[str, dict[str, Any]] = {}
        descriptor = os.open(self.part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
        self.stream = os.fdopen(descriptor, "w+b")
        self.zip = zipfile.ZipFile(self.stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add(self, name: str, pieces: Iterable[bytes]) -> int:
        """Write one member in pieces and return its size."""
        info = zipfile.ZipInfo(name, dt.datetime(1980, 1, 1).timetuple()[:6])
        packed = name.lower().endswith((".pdf", ".jpg", ".png", ".docx", ".xlsx", ".zip"))
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self.zip.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self.members[name] = {"size": size, "sha256": digest.hexdigest()}
        return size

    def close(self, manifest: dict[str, Any]) -> None:
        """Finish the archive and give it its name: it is whole or not there."""
        said = json.dumps(manifest | {"members": self.members}, ensure_ascii=False, indent=1)
        self.zip.writestr(MANIFEST, said)
        self.zip.close()
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        self.part.replace(self.target)

    def drop(self) -> None:
        """Throw away what was written."""
        with suppress(OSError, ValueError):
            self.zip.close()
        with suppress(OSError):
            self.stream.close()
        self.part.unlink(missing_ok=True)


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Yield a writer; what it wrote goes away when something fails before `close`."""
    writer = Writer(target)
    try:
        yield writer
    except BaseException:
        writer.drop()
        raise


class Reader:
    """An archive whose members are all named in the manifest and are what it says."""

    def __init__(self, source: Path, kind: str) -> None:
        """Open and look at the names and sizes; raises ArchiveError."""
        try:
            self.zip = zipfile.ZipFile(source)
            self.manifest = self._manifest()
        except (*BROKEN, KeyError) as error:
            raise ArchiveError("Tệp không phải bản sao lưu hoặc đã hỏng.") from error
        if self.manifest.get("kind") != kind or self.manifest.get("format") != 1:
            raise ArchiveError("Tệp không phải loại bản lưu này hoặc của phiên bản khác.")
        self.members: dict[str, dict[str, Any]] = self.manifest["members"]
        self._names()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: Any) -> None:
        self.zip.close()

    def _manifest(self) -> dict[str, Any]:
        info = self.zip.getinfo(MANIFEST)
        if info.file_size > LONGEST_MANIFEST:
            raise ValueError(MANIFEST)
        found = json.loads(self.zip.read(info))
        if not isinstance(found, dict) or not isinstance(found.get("members"), dict):
            raise ValueError(MANIFEST)
        return found

    def _names(self) -> None:
        """Refuse names that lead elsewhere, come twice or are not in the manifest."""
        names = [info.filename for info in self.zip.infolist()]
        if sorted(names) != sorted([MANIFEST, *self.members]):
            raise ArchiveError("Các tệp trong bản sao lưu không khớp với MANIFEST.json.")
        if wrong := [name for name in self.members if not is_safe(name)]:
            raise ArchiveError(f"Tên tệp trong bản sao lưu không hợp lệ: {wrong[0][:80]!r}.")
        total = 0
        for info in self.zip.infolist():
            known = self.members.get(info.filename, {"size": info.file_size})
            if info.file_size != known.get("size"):
                raise ArchiveError(f"Tệp {info.filename} trong bản sao lưu sai dung lượng.")
            total += info.file_size
        if total > settings.BACKUP_MAX_BYTES:
            raise ArchiveError("Bản sao lưu lớn hơn mức cho phép (BACKUP_MAX_BYTES).")

    @property
    def size(self) -> int:
        """Return how many bytes the members have unpacked."""
        return sum(member["size"] for member in self.members.values())

    def verify(self) -> None:
        """Compare every member with its SHA-256; raises ArchiveError for the first that differs."""
        for name, known in self.members.items():
            digest = hashlib.sha256()
            for piece in self.pieces(name):
                digest.update(piece)
            if digest.hexdigest() != known.get("sha256"):
                raise ArchiveError(f"Tệp {name} trong bản sao lưu không đúng mã băm.")

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a member in pieces, never more than it is said to be; raises ArchiveError."""
        left = self.members[name]["size"]
        try:
            with self.zip.open(name) as member:
                while piece := member.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise ArchiveError(f"Tệp {name} trong bản sao lưu sai dung lượng.")
                    yield piece
        except BROKEN as error:
            raise ArchiveError(f"Tệp {name} trong bản sao lưu đã hỏng.") from error

    def lines(self, name: str) -> Iterator[Any]:
        """Yield the JSON of each line of a member."""
        try:
            with self.zip.open(name) as member:
                for line in io.TextIOWrapper(member, encoding="utf-8", newline="\n"):
                    yield json.loads(line)
        except BROKEN as error:
            raise ArchiveError(f"Tệp {name} trong bản sao lưu đã hỏng.") from error

    def files(self) -> dict[str, str]:
        """Return the stored files: member and name in the storage."""
        return {
            name: name.removeprefix("files/") for name in self.members if name.startswith("files/")
        }


def is_safe(name: str) -> bool:
    """Return whether a member stays in its place: no way up, no drive, no device, no NUL."""
    parts = name.split("/")
    return bool(
        _PLACE.fullmatch(name)
        and "\\" not in name
        and ":" not in name
        and name.isprintable()
        and len(name) < 500
        and all(part not in ("", ".", "..") and part.strip(" .") == part for part in parts)
    )
