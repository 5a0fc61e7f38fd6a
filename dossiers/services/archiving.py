"""Everything of a dossier in one .zip: its one PDF, papers as PDF and Word, scans as they came.

Papers are printed before the first byte goes out, so that what cannot be printed is said in words
and not by a download that breaks off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from dossiers.models import Dossier, Part
from dossiers.papers.bundle import FULL_SLUG, SLUG, Document, Section, filename, parts_of
from emulation.organization.issuing import content_of, word_of
from emulation.papers.catalogue import all_kinds
from emulation.uploads import suffix_of
from emulation.zipping import Entry, zipped

BUNDLE_NAME, INDEX_NAME = "ho-so-mot-tep.pdf", "muc-luc.txt"
LOST = "Không còn trong kho lưu trữ"


@dataclass(frozen=True)
class _File:
    """One file of the archive: printed now (`content`), or a scan that is read when its turn comes.

    `sha256` of a scan is that of the day when it came.
    """

    path: str
    title: str
    sha256: str
    content: bytes = b""
    part: Part | None = None

    @property
    def is_lost(self) -> bool:
        """Whether a scan's file is no longer there."""
        return self.part is not None and not self.part.file.storage.exists(self.part.file.name)

    def chunks(self) -> Iterable[bytes]:
        """Return the bytes, a scan's in pieces."""
        if self.part is None:
            return [self.content]
        return self._read(self.part)

    def _read(self, part: Part) -> Iterator[bytes]:
        with part.file.open("rb") as stream:
            yield from stream.chunks()


def archive(dossier: Dossier, *, full: bool) -> Iterator[bytes]:
    """Return the .zip of a dossier read by `with_contents`, piece by piece; `full` as in bundles.

    Raises PaperError when a paper cannot be printed, before anything is written.
    """
    bundle = all_kinds()[FULL_SLUG if full else SLUG]
    sections = parts_of(dossier, full=full)
    whole = _printed(BUNDLE_NAME, bundle.title, content_of(bundle, dossier))
    files = [
        [file for place, each in enumerate(section.documents, 1)
         for file in _files(each, filename(number, section.title, "")[:-1], place)]
        for number, section in enumerate(sections, start=1)
    ]  # fmt: skip
    index = _index(dossier, whole, sections, files)
    kept = [file for found in files for file in found if not file.is_lost]
    made_at = timezone.localtime(dossier.saved_at)
    return zipped(
        Entry(file.path, made_at, file.chunks)
        for file in (_printed(INDEX_NAME, "", index), whole, *kept)
    )


def _printed(path: str, title: str, content: bytes) -> _File:
    return _File(path, title, hashlib.sha256(content).hexdigest(), content)


def _files(document: Document, folder: str, place: int) -> list[_File]:
    """Return the files of one document: a scan as it came, or a paper as PDF and as Word."""
    path = partial(filename, place, document.title)
    if part := document.part:
        suffix = suffix_of(part.file.name)
        return [_File(f"{folder}/{path(suffix)}", document.title, part.sha256, part=part)]
    kind, subject = document.kind, document.subject
    files = [_printed(f"{folder}/{path('pdf')}", document.title, content_of(kind, subject))]
    if kind.has_word:
        title, word = f"{document.title} (Word)", word_of(kind, subject)
        files.append(_printed(f"{folder}/{path('docx')}", title, word))
    return files


def _index(
    dossier: Dossier, whole: _File, sections: list[Section], files: list[list[_File]]
) -> bytes:
    """Return the list of all files with their fingerprints, as Windows' own editor reads it."""
    lines = [str(dossier), f"{dossier.period.campaign} – {dossier.period}", "", *_lines(whole)]
    for number, (section, found) in enumerate(zip(sections, files, strict=True), start=1):
        lines += ["", f"{number}. {section.title}", *filter(None, [section.note])]
        lines += [line for file in found for line in _lines(file)]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _lines(file: _File) -> list[str]:
    if file.is_lost:
        return [f"  {file.title}: {LOST}"]
    return [f"  {file.path}", f"    {file.title}", f"    SHA-256: {file.sha256}"]
