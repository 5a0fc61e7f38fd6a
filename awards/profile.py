"""Everything about one person, unit or household, year by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from awards.models import NOT_TOWARDS_MERIT
from awards.records.kinds import (
    AWARD,
    BAR,
    INDEX,
    INITIATIVE,
    KINDS,
    RATING,
    RecordKind,
    kind_of_record,
)
from awards.records.matching import subject_of
from emulation.changes import words
from emulation.organization.models import (
    CONFIDENTIAL,
    Bar,
    Household,
    IndexRating,
    Person,
    RatingLevel,
    Recognition,
    Transfer,
    Unit,
)
from emulation.organization.services.records import home_of, keeper_of, may_keep, oversees

TONES = {
    RatingLevel.EXCELLENT: "good", RatingLevel.GOOD: "good", RatingLevel.DONE: "quiet",
    RatingLevel.NOT_DONE: "bad", Recognition.RECOGNISED: "good", Recognition.PENDING: "info",
    Recognition.REFUSED: "bad", IndexRating.EXCELLENT: "good", IndexRating.GOOD: "good",
    IndexRating.FAIR: "quiet", IndexRating.AVERAGE: "warn", IndexRating.WEAK: "bad",
}  # fmt: skip


@dataclass
class Entry:
    """One thing of a timeline: when, what in a line, what more, and the record behind it.

    `marks` are small labels (tone, words); `struck` says that it holds no longer.
    """

    year: int
    title: str
    icon: str
    tone: str = "quiet"
    kind: str = ""
    on: dt.date | None = None
    details: list[str] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)
    source: str = ""
    struck: bool = False
    record: Any = None
    record_kind: RecordKind | None = None
    url: str = ""
    about: str = ""
    may_edit: bool = False
    may_lift: bool = False


def entry_of(record: Any, *, today: dt.date, user: Any = None) -> Entry:
    """Return a record as an entry; `user` decides which steps are offered."""
    kind = kind_of_record(record)
    made = BUILDERS[kind.code](record, today)
    made.icon, made.record, made.record_kind = kind.icon, record, kind
    made.kind = "" if kind is BAR else kind.one  # A bar says by itself what it is.
    made.source = record.source
    if user is not None:
        made.may_edit = may_keep(user, keeper_of(record))
        made.may_lift = made.may_edit and isinstance(record, Bar) and is_open(record, today)
    return made


def is_open(bar: Bar, today: dt.date) -> bool:
    """Whether a bar may still be lifted."""
    return bar.lifted_on is None and (bar.ends_on is None or bar.ends_on >= today)


def _rating(record: Any, today: dt.date) -> Entry:
    details = []
    if record.score is not None:
        details.append(f"{words(record.score)} điểm")
    if record.months_worked is not None:
        details.append(f"công tác {record.months_worked} tháng")
    if record.maternity_months:
        counted = f", tính đủ {record.months_counted} tháng" if record.months_counted else ""
        details.append(f"nghỉ thai sản {record.maternity_months} tháng{counted}")
    title = record.get_level_display()
    return Entry(record.year, title, "", TONES[record.level], details=details)


def _bar(record: Any, today: dt.date) -> Entry:
    what = record.get_kind_display()
    if record.severity:
        what = f"{what}: {record.get_severity_display().lower()}"
    last = record.last_day
    until = f"đến hết {last:%d/%m/%Y}" if last else "chưa kết thúc"
    made = Entry(
        record.starts_on.year, what, "", on=record.starts_on,
        details=[f"từ {record.starts_on:%d/%m/%Y} {until}"],
    )  # fmt: skip
    if record.summary:
        made.details.append(record.summary)
    if record.lifted_on:
        made.marks.append(("good", f"đã gỡ bỏ từ {record.lifted_on:%d/%m/%Y}"))
        made.details.append(f"Lý do gỡ bỏ: {record.lift_reason}")
        made.struck = True
    elif last and last < today:
        made.marks.append(("quiet", "đã hết hiệu lực"))
    else:
        refused = record.kind == "discipline"
        made.tone = "bad" if refused else "warn"
        made.marks.append((made.tone, "không xét" if refused else "chưa xét"))
    return made


def _initiative(record: Any, today: dt.date) -> Entry:
    made = Entry(record.year, f"«{record.name}»", "", TONES[record.recognition])
    made.marks.append((made.tone, record.get_recognition_display()))
    made.details.append(f"phạm vi {record.get_level_display().lower()}")
    if record.recognised_by:
        made.details.append(f"công nhận: {record.recognised_by}")
    read_already = "co_authors" in getattr(record, "_prefetched_objects_cache", ())
    if read_already and (names := ", ".join(map(str, record.co_authors.all()))):
        made.details.append(f"đồng tác giả: {names}")
    return made


def _index(record: Any, today: dt.date) -> Entry:
    parts = []
    if record.score is not None:
        parts.append(f"{words(record.score)}/{words(record.maximum)} điểm")
    if record.rank:
        total = f"/{record.rank_of}" if record.rank_of else ""
        parts.append(f"thứ hạng {record.rank}{total}")
    made = Entry(record.year, record.name, "", TONES.get(record.rating, "quiet"), details=parts)
    if record.rating:
        made.marks.append((made.tone, record.get_rating_display()))
    return made


def _award(record: Any, today: dt.date) -> Entry:
    made = Entry(record.year, record.award_name, "", "accent", on=record.document_date)
    if record.years > 1:
        first = record.year - record.years + 1
        made.details.append(f"thành tích các năm {first}–{record.year}")
    made.details.append(record.decided_by)
    if record.movement:
        made.details.append(f"phong trào: {record.movement}")
    if record.achievement:
        made.details.append(record.achievement)
    if record.with_initiative:
        made.details.append("xét bằng sáng kiến")
    if record.basis in NOT_TOWARDS_MERIT:
        made.marks.append(("warn", "không tính vào thành tích công trạng"))
    if record.basis != "merit":
        made.marks.insert(0, ("quiet", record.get_basis_display().lower()))
    if record.revoked_on:
        made.struck, made.tone = True, "quiet"
        made.marks.append(("bad", f"thu hồi ngày {record.revoked_on:%d/%m/%Y}"))
        source = f" ({record.revoke_document})" if record.revoke_document else ""
        made.details.append(f"Lý do thu hồi: {record.revoke_reason}{source}")
    return made


BUILDERS = {
    RATING.code: _rating, BAR.code: _bar, INITIATIVE.code: _initiative, INDEX.code: _index,
    AWARD.code: _award,
}  # fmt: skip


def timeline_of(
    nominee: Unit | Person | Household, user: Any, *, today: dt.date
) -> list[tuple[int, list[Entry]]]:
    """Return the years of a nominee, newest first, each with what `user` may see of it.

    The number of queries does not depend on how much there is. What is about units that were
    merged into this one is told under their name.
    """
    subject = subject_of(nominee)
    merged = _predecessors(nominee)
    entries: list[Entry] = []
    for kind in KINDS.values():
        if subject not in kind.subjects:
            continue
        for record in _records(kind, subject, nominee, merged, user):
            entry = entry_of(record, today=today, user=user)
            if kind is INITIATIVE and kind.of_nominee(record) != (subject, nominee.pk):
                entry.about = f"đồng tác giả; tác giả chính: {record.nominee}"
            elif kind.of_nominee(record) != (subject, nominee.pk):
                entry.about = f"của {record.nominee} (đã sáp nhập)"
            entries.append(entry)
    if subject != "unit":
        entries += [_moved(row) for row in _transfers(subject, nominee)]
    for source in settings.PROFILE_SOURCES:
        entries += import_string(source)(nominee, user)
    return by_year(entries)


def by_year(entries: Iterable[Entry]) -> list[tuple[int, list[Entry]]]:
    """Return entries by year, newest first; within a year by day, then in the order of kinds."""
    order = {k.code: place for place, k in enumerate((RATING, INDEX, INITIATIVE, AWARD, BAR))}

    def place(entry: Entry) -> tuple:
        day = entry.on or dt.date(entry.year, 1, 1)
        code = entry.record_kind.code if entry.record_kind else ""
        return (-entry.year, order.get(code, 9), -day.toordinal(), entry.title)

    return [
        (year, list(found))
        for year, found in groupby(sorted(entries, key=place), key=lambda entry: entry.year)
    ]


def _predecessors(nominee: Any) -> list[int]:
    """Return the units merged into this one, at whatever remove (a query a generation)."""
    if not isinstance(nominee, Unit):
        return []
    found: list[int] = []
    level = [nominee.pk]
    while level:
        level = list(
            Unit.objects.filter(merged_into__in=level)
            .exclude(pk__in=[*found, nominee.pk]).values_list("pk", flat=True)
        )  # fmt: skip
        found += level
    return found


def _records(kind: RecordKind, subject: str, nominee: Any, merged: list[int], user: Any) -> Any:
    condition = Q(**{subject: nominee})
    if merged:
        condition |= Q(unit__in=merged)
    if kind is INITIATIVE and subject == "person":
        condition |= Q(co_authors=nominee)
    found = kind.model.objects.filter(condition)
    if kind is BAR and not oversees(user, home_of(nominee)):
        found = found.exclude(kind__in=CONFIDENTIAL)
    found = found.select_related("unit__merged_into", "unit__authority")
    if kind is not INDEX:
        found = found.select_related(
            "person__unit__authority", "person__unit__merged_into",
            "household__unit__authority", "household__unit__merged_into",
        )  # fmt: skip
    if kind is AWARD:
        found = found.select_related("award_type", "issued_by__authority")
    if kind is INITIATIVE:
        found = found.prefetch_related("co_authors").distinct()
    return found


def _transfers(subject: str, nominee: Any) -> Any:
    return Transfer.objects.filter(**{subject: nominee}).select_related("from_unit", "to_unit")


def _moved(row: Transfer) -> Entry:
    return Entry(
        row.moved_on.year, f"Chuyển từ {row.from_unit} sang {row.to_unit}", "arrow-left-right",
        on=row.moved_on, details=[f"từ ngày {row.moved_on:%d/%m/%Y}"], source=row.reason,
        kind="chuyển đơn vị",
    )  # fmt: skip
