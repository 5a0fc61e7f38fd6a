"""The sheet on which an absent member gives his opinion in writing (domain.md section 3).

One for each absent member: an item from which he is recused is not on it. What he answers is
entered as sums only.
"""

from __future__ import annotations

from dossiers.models import Attendance, Wording
from emulation.papers.paper import Block, Column, Paragraph, Row, Signature, Table
from emulation.vietnamese import long_date

from .frame import Draft, Worded
from .meeting import Meeting, meeting_of, named_with_detail
from .words import OPEN, hour_words

SLUG = "opinion_sheet"
HOW = (
    "Đánh dấu “x” vào một trong ba cột của mỗi dòng. Dòng không đánh dấu hoặc đánh dấu hơn một cột "
    "được tính là không có ý kiến."
)


def draft(attendance: Attendance, words: Wording | None) -> Draft:
    """Return the sheet of one member who does not attend."""
    session, seat = attendance.session, attendance.seat
    meeting = meeting_of(session)
    council = session.council.name
    return Draft(
        authority=meeting.authority,
        parent=meeting.authority.letterhead_lines(),
        issuer=meeting.issuer,
        type_name="PHIẾU LẤY Ý KIẾN",
        subject=f"Về việc xét khen thưởng\n{session.title}",
        addressees=(", ".join(filter(None, (f"Ông (bà) {seat.name}", seat.post))),),
        lead_in=f"{council} họp lúc {hour_words(session.planned_at)}. Ông (bà) không dự họp, "
        f"{council} xin ý kiến ông (bà) bằng văn bản về các đề nghị khen thưởng sau:",
        before=(table(meeting, seat.pk),),
        body=f"{HOW}\nÝ kiến khác: {OPEN * 9}",
        closing=f"Đề nghị ông (bà) gửi phiếu này về thường trực Hội đồng trước giờ họp, "
        f"{long_date(meeting.day)}.",
        recipients=("Thành viên Hội đồng nêu trên", "Lưu: Hồ sơ phiên họp"),
        signatures=(Signature("THÀNH VIÊN HỘI ĐỒNG", seat.name),),
        end_mark=False,
        is_place_dated=False,
        year=meeting.day.year,
        is_draft=False,
        title=f"Phiếu lấy ý kiến: {seat.name}",
    )


build = Worded(SLUG, draft)


def table(meeting: Meeting, seat_pk: int) -> Block:
    """Return the items on which the member may give an opinion, with three columns to tick."""
    votes = [
        vote
        for vote in meeting.votes
        if seat_pk not in {recusal.seat_id for recusal in vote.recusals}
    ]
    if not votes:
        return Paragraph("Không có nội dung nào cần lấy ý kiến của ông (bà).")
    columns = (
        Column("STT", 6, "center"),
        Column("Tập thể, cá nhân, hộ gia đình được đề nghị", 32),
        Column("Danh hiệu, hình thức khen thưởng", 26),
        Column("Tán thành", 12, "center"),
        Column("Không tán thành", 12, "center"),
        Column("Không có ý kiến", 12, "center"),
    )
    rows = [
        Row((str(count), named_with_detail(vote), vote.award, "", "", ""))
        for count, vote in enumerate(votes, start=1)
    ]
    return Table(columns, tuple(rows), number_row=False, landscape="no")
