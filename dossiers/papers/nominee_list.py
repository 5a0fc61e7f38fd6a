"""The list of the proposed with their achievements in short (danh sách trích ngang, domain.md 4.3).

One for a letter to the superior, with the council's votes; one for a unit's own dossier.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from dossiers.models import Dossier, Submission, Wording
from dossiers.naming import full_number, movement_words, submission_symbol
from dossiers.states import NominationState
from emulation.organization.models import NomineeKind
from emulation.papers.paper import Block, Column, Item, Paragraph, Row, Table, roman
from emulation.vietnamese import long_date

from .frame import Draft, Worded, head_signature
from .proposed import (
    Proposed,
    award_words,
    in_dossier,
    in_submission,
    is_draft,
    kinds_words,
    letter_day,
    parent_lines,
    unit_signature,
)
from .words import (
    OPEN,
    by_kind,
    nominee_detail,
    nominee_name,
    nominee_words,
    upper_first,
)

SLUG = "nominee_list"
OWN_SLUG = "dossier_list"


def draft(submission: Submission, words: Wording | None) -> Draft:
    """Return the list that goes with a letter to the superior: a draft until that is sent."""
    proposed = in_submission(submission)
    authority, period = submission.authority, submission.period
    about = movement_words(period)
    return Draft(
        authority=authority,
        type_name="DANH SÁCH",
        subject=f"{_title(proposed)} trong {about}\n(Kèm theo {_letter(submission)})",
        data=content(words, proposed, with_votes=True),
        signatures=(head_signature(authority, collective=True),),
        end_mark=False,
        year=letter_day(submission).year,
        dated=submission.dated,
        is_draft=is_draft(submission),
        may_be_text=True,
    )


build = Worded(SLUG, draft)


def own_draft(dossier: Dossier, words: Wording | None) -> Draft:
    """Return the list of a unit's dossier: a draft until the dossier is sent."""
    proposed = in_dossier(dossier)
    unit, period = dossier.unit, dossier.period
    sent = dossier.submitted_at and timezone.localdate(dossier.submitted_at)
    return Draft(
        authority=dossier.authority,
        parent=parent_lines(unit),
        issuer=unit.letterhead_lines(),
        place=unit.place,
        type_name="DANH SÁCH",
        subject=f"{_title(proposed)} trong {movement_words(period)}",
        data=content(words, proposed, with_votes=False),
        signatures=(unit_signature(unit),),
        end_mark=False,
        year=(sent or timezone.localdate()).year,
        dated=sent or None,
        is_draft=is_draft(dossier),
        may_be_text=True,
    )


build_own = Worded(OWN_SLUG, own_draft)


def _title(proposed: Sequence[Proposed]) -> str:
    return f"Trích ngang thành tích {kinds_words(proposed)} đề nghị {award_words(proposed)}"


def _letter(submission: Submission) -> str:
    symbol, year = submission_symbol(submission.authority), letter_day(submission).year
    if submission.dated is None:
        return f"Tờ trình số {OPEN}/{symbol} ngày {OPEN} tháng {OPEN} năm {year}"
    return f"Tờ trình số {full_number(submission.number, symbol)} {long_date(submission.dated)}"


def content(
    words: Wording | None, proposed: Sequence[Proposed], *, with_votes: bool
) -> tuple[Block, ...]:
    """Return the list as the office wants it: a table across the page, or numbered text."""
    if not proposed:
        return (Paragraph("Chưa có đề nghị nào."),)
    if words and words.as_text:
        return tuple(as_text(one, with_votes=with_votes) for one in proposed)
    return (as_table(proposed, with_votes=with_votes),)


def as_table(proposed: Sequence[Proposed], *, with_votes: bool) -> Table:
    """Return the table, kind by kind; columns that concern nobody in it are left out."""
    people = any(one.nomination.person for one in proposed)
    columns = [Column("STT", 5, "center"), Column("Họ và tên, tên tập thể, hộ gia đình", 20)]
    if people:
        columns += [Column("Năm sinh", 7, "center"), Column("Giới tính", 6, "center")]
    columns += [
        Column("Chức vụ, đơn vị, địa chỉ", 18),
        Column("Tóm tắt thành tích", 36),
        Column("Danh hiệu, hình thức đề nghị", 17),
    ]
    if with_votes:
        columns += [
            Column("Số phiếu", 7, "center", "Kết quả bỏ phiếu"),
            Column("Tỷ lệ", 8, "center", "Kết quả bỏ phiếu"),
        ]
    columns.append(Column("Ghi chú", 12))
    rows: list[Row] = []
    groups = by_kind(one.nomination for one in proposed)
    for count, (kind, _) in enumerate(groups, start=1):
        if len(groups) > 1:
            rest = ("",) * (len(columns) - 2)
            rows.append(Row((roman(count), GROUP_TITLES[kind], *rest), "group"))
        members = [one for one in proposed if one.nomination.subject == kind]
        rows += [
            Row(_cells(place, one, people=people, with_votes=with_votes))
            for place, one in enumerate(members, start=1)
        ]
    return Table(tuple(columns), tuple(rows), number_row=True, landscape="yes")


GROUP_TITLES = {
    NomineeKind.COLLECTIVE: "Tập thể",
    NomineeKind.INDIVIDUAL: "Cá nhân",
    NomineeKind.HOUSEHOLD: "Hộ gia đình",
}


def _cells(place: int, one: Proposed, *, people: bool, with_votes: bool) -> tuple[str, ...]:
    nomination = one.nomination
    cells = [str(place), nominee_name(nomination)]
    if people:
        cells += _born(one)
    cells += [nominee_detail(nomination), summary(one), upper_first(one.award)]
    if with_votes:
        vote = one.vote
        cells += [f"{vote.agree}/{vote.base}", vote.share] if vote else [OPEN, OPEN]
    return (*cells, note(one))


def _born(one: Proposed) -> tuple[str, str]:
    person = one.nomination.person
    if person is None:
        return "", ""
    year = str(person.born_on.year) if person.born_on else OPEN
    return year, person.get_gender_display() if person.gender else OPEN


def summary(one: Proposed) -> str:
    """Return the achievements in short, in one cell; open while the unit wrote none."""
    return " ".join(one.nomination.summary.split()) or OPEN


def note(one: Proposed) -> str:
    """Say that the council proposes less than the unit had asked for."""
    nomination = one.nomination
    if nomination.state == NominationState.LOWERED or nomination.lowered_to:
        return "Hội đồng đề nghị mức thấp hơn đề nghị của đơn vị"
    return ""


def as_text(one: Proposed, *, with_votes: bool) -> Item:
    """Return one nominee as numbered text: who, the achievements, the award, the vote."""
    person = one.nomination.person
    who = upper_first(nominee_words(one.nomination))
    if person and person.born_on:
        who = f"{who}, sinh năm {person.born_on.year}"
    lines = [
        f"Tóm tắt thành tích: {summary(one)}",
        f"Danh hiệu, hình thức đề nghị: {upper_first(one.award)}.",
    ]
    if with_votes:
        vote = one.vote
        said = f"{vote.agree}/{vote.base} phiếu tán thành, đạt {vote.share}" if vote else OPEN
        lines.append(f"Kết quả bỏ phiếu của Hội đồng: {said}.")
    if said := note(one):
        lines.append(f"Ghi chú: {said}.")
    return Item(who, tuple(Paragraph(line) for line in lines))
