"""Ballots of a session: as many as are needed, each the same for every voter.

Items from which the same members are recused stand on a sheet of their own, which these do not
get: so the sheet that everybody fills in tells nothing about anybody (domain.md section 3).
"""

from __future__ import annotations

from collections.abc import Callable

from dossiers.models import CouncilSession
from emulation.papers.ballot import Ballot, Nominee, render_ballots
from emulation.papers.catalogue import Sheets
from emulation.papers.merging import appended
from emulation.papers.paper import PaperError
from emulation.vietnamese import long_date

from .meeting import Meeting, Vote, meeting_of
from .words import nominee_detail

# So many nominees still fit on half a sheet.
MOST_ON_HALF = 6
# A ballot is some rows of a table long, as a print goes.
ROWS_OF_HEAD = 5

Print = tuple[Ballot, int, int]


def build(session: CouncilSession) -> Sheets:
    """Return the ballots of a session for those present.

    Raises PaperError while nobody can vote, or when nothing is voted on in secret.
    """
    meeting = meeting_of(session)
    prints = tuple(prints_of(meeting))
    rows = sum(ROWS_OF_HEAD + len(ballot.nominees) for ballot, _, _ in prints)
    return Sheets(f"Phiếu bầu: {session.title}", rows, prints, _write)


def prints_of(meeting: Meeting) -> list[Print]:
    """Return each kind of ballot with its number of copies, and how many go on a sheet."""
    secret = [vote for vote in meeting.votes if vote.item.is_secret]
    if not meeting.votes:
        raise PaperError("Chương trình họp chưa có nội dung nào để bỏ phiếu.")
    if not secret:
        raise PaperError("Không có nội dung nào bỏ phiếu kín.")
    present = {seat.pk for seat in meeting.present}
    if not present:
        raise PaperError("Chưa ghi thành viên dự họp nên chưa biết số phiếu phải in.")
    groups: dict[frozenset[int], list[Vote]] = {}
    for vote in secret:
        recused = frozenset(r.seat_id for r in vote.recusals) & present
        groups.setdefault(recused, []).append(vote)
    ordered = sorted(groups.items(), key=lambda group: len(group[0]))
    found: list[Print] = []
    for count, (recused, votes) in enumerate(ordered, start=1):
        if copies := len(present) - len(recused):
            title = "PHIẾU BẦU" if len(ordered) == 1 else f"PHIẾU BẦU SỐ {count}"
            per_sheet = 2 if len(votes) <= MOST_ON_HALF else 1
            found.append((_ballot(meeting, votes, title), copies, per_sheet))
    return found


def _ballot(meeting: Meeting, votes: list[Vote], title: str) -> Ballot:
    session = meeting.session
    return Ballot(
        parent=meeting.authority.letterhead_lines(),
        issuer=meeting.issuer,
        title=title,
        subject=session.title,
        meeting=f"Phiên họp {long_date(meeting.day)}",
        nominees=tuple(
            Nominee(vote.name, nominee_detail(vote.nomination), vote.award) for vote in votes
        ),
    )


def _write(
    prints: tuple[Print, ...], progress: Callable[[int], None] | None, archival: bool
) -> bytes:
    return appended([render_ballots(*one) for one in prints])
