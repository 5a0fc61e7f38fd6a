"""All that happened to one dossier: each move and change, who, when, why; and the last seal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils import timezone

from dossiers.comparing import ADDED, REMOVED, Comparison, compared
from dossiers.models import Dossier, DossierVersion, Nomination, Part, Wording
from dossiers.naming import movement_words
from emulation.changes import Edit, edits
from emulation.organization.history import timeline
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import Column, Paper, Paragraph, Row, Table
from emulation.verifying import head_of

from .frame import Draft, framed
from .words import joined, lower_first, nominee_name, upper_first

SLUG = "dossier_history"
LONGEST = 200


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, by whom, what, and what became different or why."""

    at: dt.datetime
    by: str
    what: str
    details: tuple[str, ...] = ()


def build(dossier: Dossier) -> Paper:
    """Return the history of a dossier, for those who oversee its authority."""
    events = sorted(events_of(dossier), key=lambda event: event.at)
    rows = tuple(
        Row((str(number), _moment(event.at), event.by, event.what, "\n".join(event.details)))
        for number, event in enumerate(events, start=1)
    )
    columns = (
        Column("STT", 5, "center"),
        Column("Thời điểm", 11, "center"),
        Column("Người thực hiện", 17),
        Column("Việc", 27),
        Column("Nội dung thay đổi, lý do", 40),
    )
    return framed(
        Draft(
            authority=dossier.authority,
            type_name="LỊCH SỬ XỬ LÝ HỒ SƠ",
            subject=f"Hồ sơ đề nghị khen thưởng của {dossier.unit.name}",
            lead_in=f"Hồ sơ đề nghị khen thưởng trong {movement_words(dossier.period)}.",
            before=(Table(columns, rows),) if rows else (Paragraph("Chưa có việc nào."),),
            data=tuple(_sealed()),
            end_mark=False,
            is_draft=False,
            is_place_dated=False,
            extra={"landscape": True},
        ),
        None,
    )


def _sealed() -> Iterator[Paragraph]:
    """Say how the chain of seals ended when this was printed: `check_records --anchor` asks it."""
    position, chain = head_of()
    yield Paragraph(
        f"In lúc {_moment(timezone.now())}. Nhật ký và lịch sử sửa được niêm phong thành chuỗi; "
        f"mắt xích cuối khi in: {position}:{chain[:32]}."
    )


def events_of(dossier: Dossier) -> Iterator[Event]:
    """Yield what happened to the dossier, its nominations, words and scans, in no order."""
    nominations = list(
        dossier.nominations.select_related("award_type", "unit", "person__unit", "household__unit")
    )
    yield from _moves(dossier, "Hồ sơ")
    yield from _edits(dossier, "Hồ sơ")
    for nomination in nominations:
        name = f"{nominee_name(nomination)}, {nomination.award_type.name}"
        yield from _moves(nomination, name)
        yield from _edits(nomination, name)
    yield from _versions(dossier)
    yield from _scans(dossier)
    yield from _words(dossier, nominations)


def _moves(record: Any, name: str) -> Iterator[Event]:
    states = dict(type(record)._meta.get_field("state").flatchoices)
    begun = None
    for entry in timeline(record):
        ended = states.get(entry["state"], entry["state"])
        change = [f"Trạng thái: {begun} → {ended}"] if begun else [f"Trạng thái: {ended}"]
        reason = [f"Lý do: {_short(entry['note'])}"] if entry["note"] else []
        role = lower_first(entry["role"].partition(" (")[0])
        by = f"{entry['by'].get_full_name()} ({role})".replace(" ()", "")
        yield Event(entry["at"], by, f"{name}: {entry['label']}", (*change, *reason))
        begun = ended


def _edits(record: Any, name: str) -> Iterator[Event]:
    for edit in reversed(edits(record)):
        if edit.changes or edit.label != "Sửa":
            by = edit.by or str(getattr(record, "created_by", "") or "")
            yield Event(edit.at, by, f"{name}: {edit.label.lower()}", tuple(_changed(edit)))


def _changed(edit: Edit) -> Iterator[str]:
    for change in edit.changes:
        yield f"{upper_first(change.label)}: {_short(change.before)} → {_short(change.after)}"
    if edit.reason:
        yield f"Lý do: {_short(edit.reason)}"


def _versions(dossier: Dossier) -> Iterator[Event]:
    """Yield what was different each time the dossier was sent again."""
    versions: Iterable[DossierVersion] = dossier.versions.select_related("sent_by")
    for old, new in pairwise(versions):
        details = tuple(_differences(compared(old.content, new.content, confidential=True)))
        by = new.sent_by.get_full_name()
        yield Event(new.sent_at, by, f"Hồ sơ: gửi lần {new.number}", details)


def _differences(found: Comparison) -> Iterator[str]:
    kinds = {ADDED: "thêm", REMOVED: "bỏ"}
    for nominee in found.nominees:
        name = f"{nominee.nominee}, {nominee.award}"
        if nominee.kind in kinds:
            yield f"Đối tượng: {kinds[nominee.kind]} {name}"
        for fact in nominee.facts:
            yield f"{name}, {fact.label}: {_short(fact.before)} → {_short(fact.after)}"
        if nominee.texts:
            yield f"{name}: sửa {joined([label.lower() for label, _ in nominee.texts])}"
    for part in found.parts:
        yield f"Tài liệu: {kinds.get(part.kind, 'thay')} {part.name}"


def _scans(dossier: Dossier) -> Iterator[Event]:
    parts: Iterable[Part] = dossier.parts.select_related("uploaded_by")
    for part in parts:
        yield Event(
            part.uploaded_at,
            part.uploaded_by.get_full_name(),
            f"Nộp tài liệu: {part.name}",
            (f"Mã băm SHA-256: {part.sha256[:16]}",),
        )


def _words(dossier: Dossier, nominations: list[Nomination]) -> Iterator[Event]:
    """Yield the changes of the words that were written for papers of the dossier."""
    of_nominations = [nomination.pk for nomination in nominations]
    for kind in all_kinds().values():
        model = kind.subjects().model
        ids = {Dossier: [dossier.pk], Nomination: of_nominations}.get(model, [])
        if ids:
            for words in Wording.objects.filter(slug=kind.slug, subject_id__in=ids):
                yield from _edits(words, f"Lời văn của «{kind.title}»")


def _moment(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"


def _short(text: str) -> str:
    """Return a text on one line, cut where it is long: the versions keep it whole."""
    line = " ".join(str(text).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…"
