"""The pack that members read before they vote: a list of the nominees, then a page for each."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone

from awards.eligibility.snapshot import SnapshotError, from_json
from awards.facts import Verdict
from campaigns.models import Result
from dossiers.models import CouncilSession, Nomination, Wording
from emulation.papers.catalogue import Sheets, rows_of
from emulation.papers.enlarging import enlarged
from emulation.papers.paper import (
    Annex,
    Block,
    Column,
    Paper,
    Paragraph,
    Row,
    Table,
)
from emulation.papers.pdf import render
from emulation.vietnamese import short_date

from .criteria_results import achieved
from .frame import Draft, Worded
from .meeting import Meeting, Vote, lowered_words, meeting_of, named_with_detail, rule_words
from .words import (
    any_award,
    counted,
    each_once,
    hour_words,
    lower_first,
    nominee_detail,
    two_digits,
    upper_first,
)

SLUG = "agenda_pack"


# What was reported on each criterion, by period, criterion and nominee.
Results = dict[tuple[int, int, int | None, int | None, int | None], Result]


def draft(session: CouncilSession, words: Wording | None) -> Draft:
    """Return the pack of a session."""
    meeting = meeting_of(session)
    nominations = [vote.nomination for vote in meeting.votes]
    results = results_of(nominations)
    sums = f" ({counted(each_once(nominations))})" if nominations else ""
    return Draft(
        authority=meeting.authority,
        parent=meeting.authority.letterhead_lines(),
        issuer=meeting.issuer,
        type_name="TÀI LIỆU HỌP",
        subject=session.title,
        before=(
            Paragraph(f"Thời gian: {hour_words(session.planned_at)}."),
            Paragraph(f"Địa điểm: {session.place}."),
            Paragraph(
                f"Hội đồng xét {two_digits(len(nominations))} đề nghị khen thưởng{sums}; tóm tắt "
                "từng đề nghị ở các phụ lục, theo thứ tự của bảng dưới đây."
            ),
        ),
        data=(agenda_table(meeting),),
        annexes=tuple(page(vote, results) for vote in meeting.votes),
        end_mark=False,
        year=meeting.day.year,
        is_place_dated=False,
        is_draft=False,
    )


build = Worded(SLUG, draft)


def agenda_table(meeting: Meeting) -> Table:
    """Return the agenda in order: nominee, unit that proposes, award voted on."""
    columns = (
        Column("STT", 6, "center"),
        Column("Tập thể, cá nhân, hộ gia đình", 38),
        Column("Đơn vị trình", 24),
        Column("Danh hiệu, hình thức đề nghị", 32),
    )
    rows = [
        Row((str(n), named_with_detail(v), str(v.nomination.dossier.unit), v.award))
        for n, v in enumerate(meeting.votes, start=1)
    ]
    return Table(columns, tuple(rows), number_row=False, landscape="no")


def build_large(session: CouncilSession) -> Sheets:
    """Return the pack in large letters, on A3 sheets."""
    paper = build(session)
    return Sheets(f"{paper.metadata_title} (chữ lớn)", rows_of(paper), paper, _write_large)


def _write_large(paper: Paper, progress: Callable[[int], None] | None, archival: bool) -> bytes:
    return enlarged(render(paper, archival=archival, progress=progress))


def page(vote: Vote, results: Results) -> Annex:
    """Return one nominee's page: who, what, by which rule, what was found, the achievements."""
    nomination = vote.nomination
    facts = [
        ("Đối tượng", nomination.subject.label),
        ("Chức vụ, đơn vị, địa chỉ", nominee_detail(nomination)),
        ("Đơn vị trình", str(nomination.dossier.unit)),
        ("Phong trào", nomination.period.campaign.name),
        ("Kỳ xét", nomination.period.name),
        ("Danh hiệu, hình thức đề nghị", upper_first(any_award(nomination.award_type))),
        ("Tỷ lệ phiếu phải đạt", "; ".join(rule_words([vote])).partition(": ")[2]),
        ("Kết luận khi gửi hồ sơ", found(vote)),
    ]
    columns = (Column("Nội dung", 32), Column("Thông tin", 68))
    rows = tuple(Row(fact) for fact in facts if fact[1])
    blocks: list[Block] = [Table(columns, rows, number_row=False, landscape="no")]
    if lowered := lowered_words([vote]):
        blocks.append(Paragraph(f"{lowered[0]}."))
    blocks += judged(nomination, results)
    summary = [line.strip() for line in nomination.summary.splitlines() if line.strip()]
    blocks.append(Paragraph("Tóm tắt thành tích:" if summary else "Chưa có tóm tắt thành tích."))
    blocks += [Paragraph(line) for line in summary]
    asked = upper_first(any_award(vote.item.voted_award))
    return Annex(vote.name, tuple(blocks), note=f"({asked})")


def results_of(nominations: list[Nomination]) -> Results:
    """Return what is recorded about the nominees in their periods; two queries for all of them."""
    about = Q()
    for name in ("unit_id", "person_id", "household_id"):
        if found := {getattr(n, name) for n in nominations} - {None}:
            about |= Q(**{f"{name}__in": found})
    if not about:
        return {}
    rows = Result.objects.filter(about, period__in={n.period_id for n in nominations})
    return {
        (r.period_id, r.criterion_id, r.unit_id, r.person_id, r.household_id): r
        for r in rows.prefetch_related("evidence")
    }


def judged(nomination: Nomination, results: Results) -> list[Block]:
    """Return the campaign's criteria with what was achieved, and what was found when it was sent.

    What else was found (bars, registration) stands in the conclusion alone: it may be confidential.
    """
    try:
        assessment = from_json(nomination.snapshot) if nomination.snapshot else None
    except SnapshotError:
        assessment = None
    findings = [f for f in assessment.findings if f.rule.criterion] if assessment else []
    if not findings:
        return []
    who = nomination.unit_id, nomination.person_id, nomination.household_id
    rows = []
    for place, one in enumerate(findings, start=1):
        result = results.get((nomination.period_id, one.rule.criterion, *who))
        told = " ".join(achieved(result)) if result else "Chưa báo cáo kết quả."
        verdict = Verdict(one.verdict).label
        reason = one.reason.strip().rstrip(" .;")
        said = f"{verdict}: {lower_first(reason)}" if reason else verdict
        rows.append(Row((str(place), one.rule.text, told, said)))
    columns = (
        Column("STT", 6, "center"),
        Column("Tiêu chuẩn", 34),
        Column("Kết quả báo cáo", 32),
        Column("Kết luận khi gửi hồ sơ", 28),
    )
    return [
        Paragraph("Kết quả theo từng tiêu chuẩn:"),
        Table(columns, tuple(rows), number_row=False, landscape="no"),
    ]


def found(vote: Vote) -> str:
    """Return what the assessment found when the dossier was sent, and on which day."""
    nomination = vote.nomination
    if not nomination.snapshot_outcome:
        return ""
    sent = nomination.snapshot_at
    day = short_date(timezone.localdate(sent)) if sent else ""
    outcome = nomination.get_snapshot_outcome_display()
    return f"{outcome} (ngày {day})" if day else outcome
