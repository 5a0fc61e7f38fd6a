"""What the papers of a council's session say: attendance, rules, votes; read once for all of them.

Only sums are there: who voted what is stored nowhere (domain.md section 3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from awards.models import VoteBase
from dossiers.counting import day_of, outcome_of, quorum_of, tally_of
from dossiers.lines import is_own
from dossiers.models import (
    AgendaItem,
    Attendance,
    CouncilSession,
    Nomination,
    Presence,
    Recusal,
    Seat,
    SeatRole,
)
from dossiers.states import SessionState
from dossiers.voting import Outcome, Tally
from emulation.organization.models import Unit
from emulation.papers.paper import Column, Row, Table

from .words import any_award, joined, lower_first, nominee_detail, nominee_name, spelled


@dataclass(frozen=True)
class Vote:
    """One nomination on the agenda with what was counted; None while nothing was."""

    item: AgendaItem
    tally: Tally | None
    outcome: Outcome | None
    recusals: tuple[Recusal, ...]

    @property
    def nomination(self) -> Nomination:
        """The nomination that is voted on."""
        return self.item.nomination

    @property
    def name(self) -> str:
        """The nominee's name."""
        return nominee_name(self.nomination)

    @property
    def award(self) -> str:
        """The award that the vote is about: a lower one where the council put it to the vote.

        Who gives it is left out where it is the council's own authority.
        """
        name = spelled(self.item.voted_award.name)
        return name.partition(" của ")[0] if self.is_own else name

    @property
    def is_own(self) -> bool:
        """Whether the authority of the council decides the award itself."""
        session = self.item.session
        award = self.item.voted_award
        return is_own(self.nomination, award, session.authority, day_of(session))

    @property
    def verdict(self) -> str:
        """What the vote came to, in a word."""
        if self.outcome is None:
            return ""
        return "Đạt" if self.outcome.passed else "Không đạt"


@dataclass(frozen=True)
class Meeting:
    """A session with all that its papers need."""

    session: CouncilSession
    attendances: tuple[Attendance, ...]
    votes: tuple[Vote, ...]
    tellers: tuple[Seat, ...]

    @property
    def authority(self) -> Unit:
        """The authority whose council meets."""
        return self.session.authority

    @property
    def day(self) -> dt.date:
        """The day of the meeting."""
        return day_of(self.session)

    @property
    def is_draft(self) -> bool:
        """Whether the session may still change."""
        return self.session.state != SessionState.CONCLUDED

    def having(self, *presences: str) -> list[Attendance]:
        """Return the members who took part in one of these ways."""
        return [one for one in self.attendances if one.presence in presences]

    @cached_property
    def quorum(self) -> tuple[int, int, int]:
        """Members, those present, and how many must be."""
        return quorum_of(self.session)

    @property
    def present(self) -> list[Seat]:
        """Members who are in the room."""
        return [one.seat for one in self.having(Presence.PRESENT)]

    @property
    def ended_on(self) -> dt.date | None:
        """The day on which the session was concluded."""
        closed = self.session.closed_at
        return timezone.localdate(closed) if closed and not self.is_draft else None

    @property
    def issuer(self) -> tuple[str, ...]:
        """The letterhead's line below those of the authority, which say the place."""
        name = self.session.council.name
        for words in (place_of(self.authority), place_of(self.authority).split()[0]):
            name = name.removesuffix(f" {words}")
        return (name.upper(),)


def place_of(authority: Unit) -> str:
    """Return "xã Đình Dù" of "Ủy ban nhân dân xã Đình Dù", any other name as it is."""
    return authority.name.removeprefix("Ủy ban nhân dân ")


def meeting_of(session: CouncilSession) -> Meeting:
    """Read a session for its papers, in a constant number of queries."""
    attendances = tuple(session.attendances.select_related("seat"))
    items = session.items.select_related(
        "lower_to",
        "nomination__award_type",
        "nomination__offer",
        "nomination__dossier__unit",
        "nomination__period__campaign__plan",
        "nomination__period__campaign__authority",
        "nomination__unit",
        "nomination__person__unit",
        "nomination__household__unit",
    ).prefetch_related("recused", "recusals__seat")
    votes = tuple(
        Vote(item, tally_of(item), outcome_of(item, attendances), tuple(item.recusals.all()))
        for item in items
    )
    return Meeting(session, attendances, votes, tuple(session.tellers.all()))


# --- words that several papers say ---------------------------------------------------------------


def seat_words(seat: Seat | None, *, role: bool = True) -> str:
    """Return "Lê Văn Chung, Chủ tịch UBND xã, Chủ tịch Hội đồng"."""
    if seat is None:
        return "……"
    said = seat.get_role_display() if role and seat.role != SeatRole.MEMBER else ""
    return ", ".join(filter(None, (seat.name, seat.post, said)))


def absent_words(attendance: Attendance) -> str:
    """Name who is absent, why, and whether his opinion was asked in writing."""
    written = ", đã gửi ý kiến bằng văn bản" if attendance.presence == Presence.WRITTEN else ""
    return f"{seat_words(attendance.seat)}: {lower_first(attendance.reason)}{written}"


def rule_words(votes: Iterable[Vote]) -> list[str]:
    """Return which share each award needs: "Giấy khen …: từ 70% tổng số thành viên Hội đồng"."""
    rules: dict[tuple[int, str], dict[str, None]] = {}
    for vote in votes:
        rules.setdefault((vote.item.percent, vote.item.base), {})[vote.award] = None
    return [
        f"{'; '.join(awards)}: đạt từ {percent}% trở lên tính trên "
        f"{lower_first(VoteBase(base).label)}"
        for (percent, base), awards in rules.items()
    ]


def recusal_words(votes: Iterable[Vote]) -> list[str]:
    """Name the members who did not vote on an item, on which, and why."""
    about: dict[tuple[str, str], list[str]] = {}
    for vote in votes:
        for recusal in vote.recusals:
            key = recusal.seat.name, recusal.reason.strip().rstrip(" .;")
            about.setdefault(key, []).append(vote.name)
    return [
        f"{name} không biểu quyết đề nghị về {joined(whom)}; lý do: {lower_first(reason)}"
        for (name, reason), whom in about.items()
    ]


def lowered_words(votes: Iterable[Vote]) -> list[str]:
    """Say for whom a lower award was put to the vote, and why."""
    return [
        f"{vote.name}: biểu quyết {any_award(vote.item.lower_to)} thay cho "
        f"{any_award(vote.nomination.award_type)}; lý do: "
        f"{lower_first(vote.item.lower_note.strip().rstrip(' .;'))}"
        for vote in votes
        if vote.item.lower_to
    ]


def mode_words(meeting: Meeting) -> str:
    """Say how the council votes."""
    secret = [vote for vote in meeting.votes if vote.item.is_secret]
    way = "bỏ phiếu kín trên máy" if meeting.session.on_screen else "bỏ phiếu kín"
    if len(secret) == len(meeting.votes):
        return f"Hội đồng biểu quyết bằng hình thức {way}"
    if not secret:
        return "Hội đồng biểu quyết công khai"
    return f"Hội đồng {way} đối với {', '.join(dict.fromkeys(v.award for v in secret))}; các mức "\
        "khác biểu quyết công khai"  # fmt: skip


def result_table(meeting: Meeting) -> Table:
    """Return what each vote came to: votes in favour of the base, the share, the verdict."""
    columns = (
        Column("STT", 5, "center"),
        Column("Tập thể, cá nhân, hộ gia đình được đề nghị", 32),
        Column("Danh hiệu, hình thức khen thưởng", 29),
        Column("Số phiếu", 10, "center", "Tán thành"),
        Column("Tỷ lệ", 10, "center", "Tán thành"),
        Column("Kết quả", 11, "center"),
    )
    rows = []
    for count, vote in enumerate(meeting.votes, start=1):
        found = vote.outcome
        votes, share = (f"{found.agree}/{found.base}", found.share) if found else ("", "")
        who = named_with_detail(vote)
        rows.append(Row((str(count), who, vote.award, votes, share, vote.verdict)))
    return Table(columns, tuple(rows), number_row=False, landscape="no")


def named_with_detail(vote: Vote) -> str:
    """Return name and post of a nominee for a cell."""
    return ", ".join(filter(None, (vote.name, nominee_detail(vote.nomination))))
