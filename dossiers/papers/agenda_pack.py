"""The pack that members read before they vote: a list of the nominees, then a page for each."""

from __future__ import annotations

from django.utils import timezone

from dossiers.models import CouncilSession
from emulation.papers.paper import (
    Annex,
    Block,
    Column,
    Paper,
    Paragraph,
    Row,
    Table,
)
from emulation.vietnamese import short_date

from .frame import Draft, framed
from .meeting import Meeting, Vote, lowered_words, meeting_of, named_with_detail, rule_words
from .words import (
    any_award,
    counted,
    each_once,
    hour_words,
    nominee_detail,
    two_digits,
    upper_first,
)

SLUG = "agenda_pack"


def build(session: CouncilSession) -> Paper:
    """Return the pack of a session."""
    meeting = meeting_of(session)
    nominations = [vote.nomination for vote in meeting.votes]
    sums = f" ({counted(each_once(nominations))})" if nominations else ""
    draft = Draft(
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
        annexes=tuple(page(vote) for vote in meeting.votes),
        end_mark=False,
        year=meeting.day.year,
        is_place_dated=False,
    )
    return framed(SLUG, session, draft, is_draft=False)


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


def page(vote: Vote) -> Annex:
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
    summary = [line.strip() for line in nomination.summary.splitlines() if line.strip()]
    blocks.append(Paragraph("Tóm tắt thành tích:" if summary else "Chưa có tóm tắt thành tích."))
    blocks += [Paragraph(line) for line in summary]
    asked = upper_first(any_award(vote.item.voted_award))
    return Annex(vote.name, tuple(blocks), note=f"({asked})")


def found(vote: Vote) -> str:
    """Return what the assessment found when the dossier was sent, and on which day."""
    nomination = vote.nomination
    if not nomination.snapshot_outcome:
        return ""
    sent = nomination.snapshot_at
    day = short_date(timezone.localdate(sent)) if sent else ""
    outcome = nomination.get_snapshot_outcome_display()
    return f"{outcome} (ngày {day})" if day else outcome
