"""A dossier as one file, in the order of its checklist: what was drafted, then what was scanned.

`parts_of` says what belongs in it; the one PDF and the .zip of everything are both made from that.
The council's minutes and the letter to the superior are the office's: only the full bundle, which
is for those who oversee the authority, has them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.utils.text import slugify

from campaigns.models import Route
from dossiers.checklist import BY_COUNCIL, PEER_REVIEW, SUBMISSION, Entry, checklist, standing
from dossiers.models import CouncilSession, Dossier, Nomination, Part, Submission
from dossiers.states import DossierState, SessionState, SubmissionState
from emulation.organization.issuing import rendered
from emulation.organization.models import IssuedPaper
from emulation.papers.bundle import Chapter, Cover, Piece, bind
from emulation.papers.catalogue import PaperKind, Sheets, all_kinds, rows_of
from emulation.papers.paper import Paper, PaperError
from emulation.uploads import suffix_of
from emulation.vietnamese import long_date, search_key

from .proposed import by_award, in_dossier, local_day, parent_lines
from .words import nominee_detail, nominee_name, upper_first

SLUG, FULL_SLUG = "dossier_bundle", "dossier_bundle_full"
TITLE = "HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG"
ANNEXES = "Tài liệu khác kèm theo"
MINUTES = ("minutes", "ballot_count")
LETTER = ("submission", "nominee_list")
# A nominee's line on the cover is about as long as the page is wide; the rest is in the list.
MOST_ON_COVER = 12
# How long a piece takes, in rows of a table: to print a short paper, to bind a file and its bytes.
ROWS_A_PAPER, ROWS_A_FILE, BYTES_A_ROW = 8, 4, 100_000


@dataclass(frozen=True)
class Document:
    """One document of a dossier: a paper of ours (`kind` about `subject`) or a scan (`part`)."""

    title: str
    kind: PaperKind | None = None
    subject: Any = None
    part: Part | None = None


@dataclass(frozen=True)
class Section:
    """One component of the checklist with its documents; `note` says what is missing."""

    title: str
    documents: tuple[Document, ...] = ()
    note: str = ""


def parts_of(dossier: Dossier, *, full: bool = False) -> list[Section]:
    """Return what the dossier holds, in the order of its checklist; annexes come last.

    `dossier` is one read by `with_contents`.
    """
    sections = [_section(dossier, entry, full=full) for entry in checklist(dossier)]
    if not sections:
        # The plan names no components: the usual papers, each a part of its own.
        sections = [Section(doc.title, (doc,)) for doc in _drafted(_usual(dossier))]
    shown = {doc.part.pk for each in sections for doc in each.documents if doc.part}
    rest = [part for part in dossier.parts.all() if part.pk not in shown]
    if rest:
        # What was brought for a component that nobody asks for any more is not lost either.
        sections.append(Section(ANNEXES, tuple(_scan(dossier, part) for part in rest)))
    return sections


def _section(dossier: Dossier, entry: Entry, *, full: bool) -> Section:
    drafted = _drafted(pair for pair in entry.papers if pair[0] != PEER_REVIEW)
    if full:
        drafted += _by_office(dossier, entry.component.paper)
    documents = (*drafted, *(_scan(dossier, part) for part in entry.scans))
    note = f"{upper_first(entry.missing)} ({entry.owner})" if entry.missing else ""
    if not (note or documents):
        note = "Lưu tại văn phòng"
    return Section(entry.component.name, documents, note)


def _usual(dossier: Dossier) -> list[tuple[str, int]]:
    """Return what a dossier consists of where the plan names no components."""
    reports = [("achievement_report", n.pk) for n in standing(dossier) if n.report.strip()]
    own = ("dossier_submission", "dossier_list") if standing(dossier) else ()
    return [*((slug, dossier.pk) for slug in own), *reports]


def _drafted(pairs: Iterable[tuple[str, int]]) -> list[Document]:
    kinds, found = all_kinds(), []
    for slug, pk in pairs:
        subject = kinds[slug].subjects().get(pk=pk)
        name = f"{kinds[slug].title}: {subject.nominee}" if isinstance(subject, Nomination) else ""
        found.append(Document(name or kinds[slug].title, kinds[slug], subject))
    return found


def _by_office(dossier: Dossier, slug: str) -> list[Document]:
    """Return what the council or the office wrote for a component: minutes, the letter that went.

    Both only once they can no longer change.
    """
    mine = [nomination.pk for nomination in standing(dossier)]
    if slug in BY_COUNCIL:
        slugs = MINUTES
        found = CouncilSession.objects.filter(
            state=SessionState.CONCLUDED, items__nomination__in=mine
        ).order_by("planned_at", "pk")
    elif slug == SUBMISSION and dossier.route == Route.SUPERIOR:
        slugs = LETTER
        found = Submission.objects.filter(
            state__in=[SubmissionState.SENT, SubmissionState.ANSWERED], lines__nomination__in=mine
        ).order_by("dated", "pk")
    else:
        return []
    kinds = [all_kinds()[each] for each in slugs]
    return [Document(kind.title, kind, each) for each in found.distinct() for kind in kinds]


def _scan(dossier: Dossier, part: Part) -> Document:
    whose = {n.pk: n.nominee for n in dossier.nominations.all()}.get(part.nomination_id)
    return Document(f"{part.name} – {whose}" if whose else part.name, part=part)


def filename(number: int, title: str, suffix: str) -> str:
    """Return a name that every system can read: "03-bien-ban-hop-xet.pdf"."""
    return f"{number:02}-{slugify(search_key(title))[:60].strip('-') or 'tai-lieu'}.{suffix}"


# --- the one PDF ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filed:
    """A file of the storage with its SHA-256 of when it came; ours when it `is_print`."""

    path: str
    sha256: str
    is_print: bool = False

    def read(self) -> bytes:
        """Return the bytes; raises PaperError when they are no longer those that came."""
        with default_storage.open(self.path) as stream:
            content = stream.read()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise PaperError("Tệp trong kho lưu trữ không còn đúng như khi nộp (sai mã băm)")
        return content


@dataclass(frozen=True)
class Failed:
    """A paper that cannot be made, and why."""

    reason: str


# A paper of ours, printed when it is bound, or what stands for it.
Source = Filed | Paper | Sheets | Failed


@dataclass(frozen=True)
class Facts:
    """All that a bundle shows: equal facts are bound alike."""

    title: str
    cover: Cover
    chapters: tuple[tuple[str, str, tuple[tuple[str, str, Source], ...]], ...]


def build(dossier: Dossier) -> Sheets:
    """Return what the unit handed in as one PDF."""
    return _sheets(dossier, full=False)


def build_full(dossier: Dossier) -> Sheets:
    """Return the whole dossier as one PDF, with what council and office added."""
    return _sheets(dossier, full=True)


def _sheets(dossier: Dossier, *, full: bool) -> Sheets:
    dossier = Dossier.objects.with_contents().get(pk=dossier.pk)
    chapters, rows, number = [], 0, 0
    for section in parts_of(dossier, full=full):
        pieces = []
        for document in section.documents:
            number += 1
            source = source_of(document)
            rows += _rows(document, source)
            suffix = suffix_of(document.part.file.name) if document.part else "pdf"
            pieces.append((document.title, filename(number, document.title, suffix), source))
        chapters.append((section.title, section.note, tuple(pieces)))
    title = f"{TITLE.capitalize()}: {dossier.unit} – {dossier.period.campaign}"
    return Sheets(title, rows, Facts(title, cover(dossier), tuple(chapters)), _write)


def source_of(document: Document) -> Source:
    """Return what a document is printed from: the file, the paper that was issued, or a draft."""
    if document.part:
        return Filed(document.part.file.name, document.part.sha256)
    if issued := IssuedPaper.of(document.kind.slug, document.subject):
        return Filed(issued.file.name, issued.sha256, is_print=True)
    try:
        return document.kind.build(document.subject)
    except PaperError as error:
        return Failed(str(error))


def _rows(document: Document, source: Source) -> int:
    if document.part:
        return ROWS_A_FILE + document.part.size // BYTES_A_ROW
    return ROWS_A_PAPER + (rows_of(source) if isinstance(source, Paper | Sheets) else 0)


def _read(source: Source) -> bytes:
    if isinstance(source, Failed):
        raise PaperError(source.reason)
    return source.read() if isinstance(source, Filed) else rendered(source)


def _write(facts: Facts, progress: Callable[[int], None] | None, archival: bool) -> bytes:
    chapters = [
        Chapter(
            title,
            tuple(
                Piece(name, file, partial(_read, source), getattr(source, "is_print", True))
                for name, file, source in pieces
            ),
            note,
        )
        for title, note, pieces in facts.chapters
    ]
    return bind(facts.title, facts.cover, chapters, progress)


def cover(dossier: Dossier) -> Cover:
    """Return the cover: who proposes whom for what, in which movement, and how far it came."""
    unit, period, campaign = dossier.unit, dossier.period, dossier.period.campaign
    draft = dossier.state == DossierState.DRAFT
    place = unit.place or dossier.authority.place
    sent = local_day(dossier.submitted_at) if dossier.submitted_at else None
    facts = [
        ("Đơn vị trình", str(unit)),
        ("Phong trào", campaign.name),
        ("Kỳ xét", period.name),
        ("Thẩm quyền", dossier.get_route_display()),
        ("Cơ quan tiếp nhận", dossier.authority.name),
    ]
    if dossier.receipt_number:
        received = f"{local_day(dossier.received_at):%d/%m/%Y}"
        facts.append(("Số đến", f"{dossier.receipt_number}, ngày {received}"))
    return Cover(
        parent=parent_lines(unit),
        issuer=unit.letterhead_lines(),
        title=TITLE,
        subject="" if period.name.casefold() in campaign.name.casefold() else period.name,
        facts=tuple(facts),
        groups=_groups(dossier),
        place_date=", ".join(filter(None, [place, long_date(sent)])) if sent else "",
        draft=draft,
    )


def _groups(dossier: Dossier) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the nominees under their awards, so many as the cover has room for."""
    found, room = [], MOST_ON_COVER
    for award, members in by_award(in_dossier(dossier)).items():
        names = [_name(one.nomination) for one in members]
        shown = [f"{n}. {name}" for n, name in enumerate(names[: max(room, 0)], start=1)]
        if left := len(names) - len(shown):
            shown.append(f"… và {left} đối tượng khác" if shown else f"{left} đối tượng")
        found.append((f"{upper_first(award)}:", tuple(shown)))
        room -= len(shown) + 1
    return tuple(found)


def _name(nomination: Nomination) -> str:
    detail = nominee_detail(nomination)
    name = f"{nominee_name(nomination)}, {detail}" if detail else nominee_name(nomination)
    return name if len(name) <= 110 else f"{name[:108].rstrip(' ,')}…"
