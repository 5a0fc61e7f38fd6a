"""The minutes of a council's session (Nghị định 30/2020 mẫu 1.9; domain.md section 3).

Attendance, votes and conclusions are data; what was said is the office's own text.
"""

from __future__ import annotations

from collections.abc import Iterable

from awards.models import AwardType
from campaigns.models import Campaign
from dossiers.models import CouncilSession, Presence, Wording
from dossiers.naming import minutes_symbol
from emulation.papers.paper import Block, Item, Paragraph, Section, Signature
from emulation.vietnamese import long_date

from .frame import Draft, Worded
from .meeting import (
    Meeting,
    Vote,
    absent_words,
    lowered_words,
    meeting_of,
    mode_words,
    recusal_words,
    result_table,
    rule_words,
    seat_words,
)
from .words import (
    OPEN,
    any_award,
    bullets,
    by_kind,
    counted,
    each_once,
    head_title,
    hour_words,
    joined,
    lower_first,
    nominee_words,
    own_award,
    spelled,
    two_digits,
    upper_first,
)

SLUG = "minutes"


def draft(session: CouncilSession, words: Wording | None) -> Draft:
    """Return the minutes of a session: a draft until it is concluded."""
    meeting = meeting_of(session)
    ended = f"Phiên họp kết thúc vào {hour_words(session.closed_at)}."
    return Draft(
        authority=meeting.authority,
        parent=meeting.authority.letterhead_lines(),
        issuer=meeting.issuer,
        symbol=minutes_symbol(session),
        type_name="BIÊN BẢN",
        subject=session.title,
        before=(
            Paragraph(f"Thời gian bắt đầu: {hour_words(session.opened_at)}."),
            Paragraph(f"Địa điểm: {session.place}."),
            Section("Thành phần tham dự", attendance(meeting)),
        ),
        body=content(meeting),
        data=(
            Section("Biểu quyết", voting(meeting)),
            Section("Kết luận", conclusions(meeting)),
        ),
        closing=ended,
        recipients=("Các thành viên Hội đồng", "Lưu: VT, hồ sơ khen thưởng"),
        signatures=(
            Signature("THƯ KÝ", session.secretary.name if session.secretary else ""),
            Signature("CHỦ TỌA", session.presided_by.name if session.presided_by else ""),
        ),
        is_place_dated=False,
        year=meeting.day.year,
        # Minutes need no date of their own (mẫu 1.9); where the office wants one, it is the
        # meeting's.
        dated=None if words and words.dated else meeting.ended_on,
        is_draft=meeting.is_draft,
    )


build = Worded(SLUG, draft)


def attendance(meeting: Meeting) -> tuple[Item, ...]:
    """Return who took part: sums and quorum, chair, secretary, those present, those absent."""
    session, council = meeting.session, meeting.session.council
    members, present, needed = meeting.quorum
    absent = meeting.having(Presence.ABSENT, Presence.WRITTEN)
    share = f"{council.quorum_numerator}/{council.quorum_denominator}"
    enough = "bảo đảm" if members and present >= needed else "chưa bảo đảm"
    others = [
        seat
        for seat in meeting.present
        if seat.pk not in (session.presided_by_id, session.secretary_id)
    ]
    items = [
        Item(
            f"Hội đồng có {two_digits(members)} thành viên; có mặt {two_digits(present)}, vắng mặt "
            f"{two_digits(len(absent))}; {enough} số thành viên dự họp tối thiểu {share}."
        ),
        Item(f"Chủ tọa: {seat_words(session.presided_by)}."),
        Item(f"Thư ký: {seat_words(session.secretary)}."),
    ]
    if others:
        items.append(Item("Thành viên có mặt:", bullets(map(seat_words, others))))
    if absent:
        items.append(Item("Thành viên vắng mặt:", bullets(map(absent_words, absent))))
    return tuple(items)


def content(meeting: Meeting) -> str:
    """Draft what was dealt with, for the office to write on: contents, criteria, discussion."""
    nominations = [vote.nomination for vote in meeting.votes]
    campaigns = dict.fromkeys(nomination.period.campaign for nomination in nominations)
    movements = joined(dict.fromkeys(lower_first(c.name) for c in campaigns)) or OPEN
    plans = joined(dict.fromkeys(_plan_words(c) for c in campaigns)) or OPEN
    discussion = meeting.session.discussion.strip() or OPEN
    return "\n".join(
        [
            "I. NỘI DUNG",
            "1. Nội dung xét khen thưởng",
            f"Hội đồng xét {two_digits(len(nominations))} đề nghị khen thưởng"
            f"{f' ({counted(each_once(nominations))})' if nominations else ''} trong {movements}.",
            "2. Tiêu chuẩn xét khen thưởng",
            f"Áp dụng tiêu chuẩn, điều kiện tại {plans}.",
            "3. Ý kiến thảo luận",
            discussion,
        ]
    )


def _plan_words(campaign: Campaign) -> str:
    plan = campaign.plan
    number = f" số {plan.full_number}" if plan.full_number else ""
    dated = f" {long_date(plan.dated)}" if plan.dated else ""
    return f"Kế hoạch{number}{dated} của {campaign.authority.name}"


def voting(meeting: Meeting) -> tuple[Block, ...]:
    """Return how the council voted, by which rule, who did not, and the result in %."""
    items = [Item(f"Cách thức biểu quyết: {mode_words(meeting)}.")]
    if meeting.tellers:
        names = bullets(seat_words(seat, role=False) for seat in meeting.tellers)
        items.append(Item("Tổ kiểm phiếu:", names))
    if rules := rule_words(meeting.votes):
        items.append(Item("Tỷ lệ phiếu để được đề nghị khen thưởng:", bullets(rules)))
    if lowered := lowered_words(meeting.votes):
        items.append(Item("Nội dung biểu quyết mức khen thưởng thấp hơn:", bullets(lowered)))
    if recusals := recusal_words(meeting.votes):
        items.append(Item("Thành viên không tham gia biểu quyết:", bullets(recusals)))
    items.append(Item("Kết quả biểu quyết:", (result_table(meeting),)))
    return tuple(items)


def conclusions(meeting: Meeting) -> tuple[Block, ...]:
    """Return who is proposed for what, award by award, and who did not reach the share."""
    if any(vote.outcome is None for vote in meeting.votes) or not meeting.votes:
        return (Paragraph(f"Kết quả kiểm phiếu: {OPEN}"),)
    passed = [vote for vote in meeting.votes if vote.outcome.passed]
    failed = [vote for vote in meeting.votes if not vote.outcome.passed]
    groups: dict[str, list[Vote]] = {}
    for vote in passed:
        groups.setdefault(_proposal(meeting, vote), []).append(vote)
    items = [
        Item(f"{words} cho {counted(v.nomination for v in votes)}:", _names(votes))
        for words, votes in groups.items()
    ]
    if failed:
        names = bullets(
            f"{upper_first(nominee_words(v.nomination))}: {v.outcome.agree}/{v.outcome.base} phiếu "
            f"({v.outcome.share}), cần {v.outcome.needed} phiếu"
            for v in failed
        )
        items.append(Item("Không đủ tỷ lệ phiếu để đề nghị khen thưởng:", names))
    return tuple(items)


def _proposal(meeting: Meeting, vote: Vote) -> str:
    """Word what the council proposes: the head's own decision, or one of the superior."""
    award: AwardType = vote.item.voted_award
    if vote.is_own:
        whom, what = head_title(meeting.authority), own_award(award, meeting.authority)
        return f"Đề nghị {whom} tặng {what.partition(' của ')[0]}"
    whom, what = spelled(award.decided_by.split(" (")[0]), any_award(award)
    return f"Trình cấp trên, đề nghị {whom} xét tặng {what.partition(' của ')[0]}"


def _names(votes: Iterable[Vote]) -> tuple[Block, ...]:
    ordered = [n for _, group in by_kind(v.nomination for v in votes) for n in group]
    return bullets(upper_first(nominee_words(nomination)) for nomination in ordered)
