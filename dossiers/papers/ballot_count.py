"""The minutes of the ballot count (domain.md section 3): sums only, written opinions apart."""

from __future__ import annotations

from dossiers.models import CouncilSession, Presence, Seat, Wording
from emulation.papers.paper import (
    Block,
    Column,
    Item,
    Paragraph,
    Row,
    Section,
    Signature,
    Table,
)
from emulation.vietnamese import long_date

from .frame import Draft, Worded
from .meeting import (
    Meeting,
    absent_words,
    lowered_words,
    meeting_of,
    recusal_words,
    result_table,
    rule_words,
    seat_words,
)
from .words import OPEN, bullets, two_digits

SLUG = "ballot_count"
NUMBER, NAME, AWARD = (
    Column("STT", 5, "center"),
    Column("Tập thể, cá nhân, hộ gia đình được đề nghị", 30),
    Column("Danh hiệu, hình thức khen thưởng", 26),
)


def draft(session: CouncilSession, words: Wording | None) -> Draft:
    """Return the minutes of the count: a draft until the session is concluded."""
    meeting = meeting_of(session)
    return Draft(
        authority=meeting.authority,
        parent=meeting.authority.letterhead_lines(),
        issuer=meeting.issuer,
        type_name="BIÊN BẢN",
        subject=f"Kiểm phiếu tại phiên họp\n{session.title}",
        before=(
            Paragraph(f"Thời gian: {long_date(meeting.day)}."),
            Paragraph(f"Địa điểm: {session.place}."),
            Section("Tổ kiểm phiếu", team(meeting)),
            Section("Thành viên Hội đồng và số phiếu", ballots(meeting)),
            Section("Kết quả kiểm phiếu", results(meeting)),
        ),
        body="",
        closing="Tổ kiểm phiếu chịu trách nhiệm về số liệu của Biên bản này.",
        recipients=("Hồ sơ phiên họp", "Lưu: VT"),
        signatures=signatures(meeting),
        is_place_dated=False,
        year=meeting.day.year,
        dated=None if words and words.dated else meeting.ended_on,
        is_draft=meeting.is_draft,
    )


build = Worded(SLUG, draft)


def team(meeting: Meeting) -> tuple[Block, ...]:
    """Return who counted."""
    if not meeting.tellers:
        return (Paragraph(f"Tổ kiểm phiếu gồm: {OPEN}"),)
    return bullets(seat_words(seat, role=False) for seat in meeting.tellers)


def signatures(meeting: Meeting) -> tuple[Signature, ...]:
    """Return the team's signatures; those of secretary and chair where no team was chosen."""
    if meeting.tellers:
        return tuple(Signature("NGƯỜI KIỂM PHIẾU", seat.name) for seat in meeting.tellers)
    session = meeting.session
    pairs = (("THƯ KÝ", session.secretary), ("CHỦ TỌA", session.presided_by))
    return tuple(Signature(position, _name(seat)) for position, seat in pairs)


def _name(seat: Seat | None) -> str:
    return seat.name if seat else ""


def ballots(meeting: Meeting) -> tuple[Block, ...]:
    """Return members and ballots: one sentence where every item had as many, else a table."""
    members, present, _ = meeting.quorum
    written = meeting.having(Presence.WRITTEN)
    absent = meeting.having(Presence.ABSENT, Presence.WRITTEN)
    apart = f", trong đó {two_digits(len(written))} gửi ý kiến bằng văn bản" if written else ""
    blocks: list[Block] = [
        Item(
            f"Tổng số thành viên Hội đồng: {two_digits(members)}; dự họp {two_digits(present)}; "
            f"vắng mặt {two_digits(len(absent))}{apart}."
        )
    ]
    if absent:
        blocks.append(Item("Thành viên vắng mặt:", bullets(map(absent_words, absent))))
    if recusals := recusal_words(meeting.votes):
        blocks.append(Item("Thành viên không tham gia biểu quyết:", bullets(recusals)))
    tallies = {
        (v.tally.issued, v.tally.returned, v.tally.valid, v.tally.invalid) if v.tally else None
        for v in meeting.votes
    }
    if len(tallies) == 1 and (only := tallies.pop()):
        issued, returned, valid, invalid = map(two_digits, only)
        blocks.append(
            Item(
                f"Số phiếu phát ra {issued}, thu về {returned}, hợp lệ {valid}, không hợp lệ "
                f"{invalid}."
            )
        )
    else:
        blocks.append(Item("Số phiếu của từng nội dung:", (ballot_table(meeting),)))
    return tuple(blocks)


def ballot_table(meeting: Meeting) -> Table:
    """Return ballots issued, returned, valid and invalid item by item."""
    heads = ("Phát ra", "Thu về", "Hợp lệ", "Không hợp lệ")
    columns = (NUMBER, NAME, *(Column(head, 12, "center") for head in heads))
    rows = [
        Row((str(count), vote.name, *_cells(vote.tally, *FIELDS)))
        for count, vote in enumerate(meeting.votes, start=1)
    ]
    return Table(columns, tuple(rows), number_row=False, landscape="no")


FIELDS = ("issued", "returned", "valid", "invalid")


def _cells(tally: object | None, *names: str) -> list[str]:
    return ["" if tally is None else str(getattr(tally, name)) for name in names]


def results(meeting: Meeting) -> tuple[Block, ...]:
    """Return the sums of the ballots, the written opinions apart, then what both come to."""
    blocks: list[Block] = []
    if rules := rule_words(meeting.votes):
        blocks.append(Item("Tỷ lệ phiếu phải đạt:", bullets(rules)))
    if lowered := lowered_words(meeting.votes):
        blocks.append(Item("Nội dung biểu quyết mức khen thưởng thấp hơn:", bullets(lowered)))
    blocks.append(
        Item("Phiếu của thành viên dự họp:", (_table(meeting, "agree", "disagree", "blank"),))
    )
    if meeting.having(Presence.WRITTEN):
        opinions = _table(meeting, "written_agree", "written_disagree", "written_blank")
        blocks.append(Item("Ý kiến bằng văn bản của thành viên vắng mặt:", (opinions,)))
    blocks.append(Item("Kết luận:", (result_table(meeting),)))
    return tuple(blocks)


def _table(meeting: Meeting, *names: str) -> Table:
    heads = ("Tán thành", "Không tán thành", "Không ý kiến")
    columns = (NUMBER, NAME, AWARD, *(Column(head, 11, "center") for head in heads))
    rows = [
        Row((str(count), vote.name, vote.award, *_cells(vote.tally, *names)))
        for count, vote in enumerate(meeting.votes, start=1)
    ]
    return Table(columns, tuple(rows), number_row=False, landscape="no")
