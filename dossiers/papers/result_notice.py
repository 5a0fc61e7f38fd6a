"""What became of a unit's nominations: awarded, not awarded and why, still open (domain.md 4.2).

Why somebody is not considered for now stays with the office: the matter may be confidential.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from django.utils import timezone

from campaigns.models import Route
from dossiers.lines import is_own
from dossiers.models import Dossier, Nomination, Wording
from dossiers.naming import decision_symbol, full_number, movement_words
from dossiers.states import MARK_INELIGIBLE, DecisionState, NominationState
from emulation.papers.paper import Block, Bullet, Item, Paragraph
from emulation.vietnamese import long_date

from .frame import Draft, Worded, head_signature
from .proposed import asked_award, nominations_of, votes_on
from .words import bullets, lower_first, nominee_words, upper_first

SLUG = "result_notice"
GIVEN = frozenset({NominationState.DECIDED, NominationState.AWARDED})
NOT_GIVEN = frozenset({
    NominationState.INELIGIBLE, NominationState.DEFERRED, NominationState.FAILED,
    NominationState.REFUSED, NominationState.REVOKED,
})  # fmt: skip
WAITING = {
    NominationState.PASSED: "Hội đồng đã thông qua, chờ quyết định khen thưởng",
    NominationState.LOWERED: "Hội đồng đề nghị mức thấp hơn, chờ quyết định khen thưởng",
    NominationState.FORWARDED: "đã trình cấp trên, chờ kết quả",
}
REFUSED = "cấp có thẩm quyền không khen thưởng"
DEFERRED = "tạm thời chưa xét theo quy định"


def draft(dossier: Dossier, words: Wording | None) -> Draft:
    """Return the notice to a unit: a draft until the office gave it number and day."""
    authority, period = dossier.authority, dossier.period
    movement = movement_words(period)
    return Draft(
        authority=authority,
        symbol=f"TB-{authority.symbol}" if authority.symbol else "TB",
        type_name="THÔNG BÁO",
        subject=f"Kết quả xét khen thưởng trong {movement}",
        lead_in=f"{authority.name} thông báo kết quả xét khen thưởng đối với hồ sơ đề nghị của "
        f"{dossier.unit.name} như sau:",
        before=results(dossier),
        closing=f"{authority.name} thông báo để đơn vị biết.",
        recipients=(dossier.unit.name, "Lưu: VT, hồ sơ khen thưởng"),
        signatures=(head_signature(authority, collective=True),),
        year=timezone.localdate().year,
        numbered_on_issue=True,
        is_draft=not (words and words.number and words.dated),
    )


build = Worded(SLUG, draft)


def results(dossier: Dossier) -> tuple[Block, ...]:
    """Return who is awarded by which decision, who is not and why, who still waits."""
    nominations = nominations_of(dossier)
    prefetch_related_objects(
        nominations, "decision_lines__decision__authority", "submission_lines__award", "log"
    )
    given = [n for n in nominations if n.state in GIVEN]
    refused = [n for n in nominations if n.state in NOT_GIVEN]
    waiting = [n for n in nominations if n not in given and n not in refused]
    parts = (
        ("Được khen thưởng:", _given(dossier, given)),
        ("Không được khen thưởng:", _refused(refused)),
        ("Chưa có kết quả:", _waiting(waiting)),
    )
    found = tuple(Item(title, lines) for title, lines in parts if lines)
    return found or (Paragraph("Hồ sơ không có đề nghị nào."),)


def _who(nomination: Nomination) -> str:
    return upper_first(nominee_words(nomination))


def _given(dossier: Dossier, nominations: Iterable[Nomination]) -> tuple[Bullet, ...]:
    authority = dossier.authority
    said = []
    for nomination in nominations:
        award_type = nomination.proposed_award
        own = is_own(nomination, award_type, authority, timezone.localdate())
        award = asked_award(award_type, Route.OWN if own else dossier.route, authority)
        said.append(f"{_who(nomination)}: {award}{_by_decision(nomination)}")
    return bullets(said)


def _by_decision(nomination: Nomination) -> str:
    """Name the decision: the authority's own, or the superior's as it was recorded."""
    for line in nomination.decision_lines.all():
        decision = line.decision
        if decision.state == DecisionState.ISSUED:
            number = full_number(decision.number, decision_symbol(decision.authority))
            return f" (Quyết định số {number} {long_date(decision.dated)})"
    awards = [line.award for line in nomination.submission_lines.all() if line.award]
    return f" ({awards[-1].source})" if awards and awards[-1].source else ""


def _refused(nominations: list[Nomination]) -> tuple[Bullet, ...]:
    votes = votes_on(nominations) if nominations else {}
    said = []
    for nomination in nominations:
        reason = _reason(nomination, votes).strip().rstrip(" .;")
        said.append(f"{_who(nomination)}: {reason}")
    return bullets(said)


def _reason(nomination: Nomination, votes: dict) -> str:
    match nomination.state:
        case NominationState.DEFERRED:
            return DEFERRED
        case NominationState.FAILED:
            vote = votes.get(nomination.pk)
            counted = f" ({vote.agree}/{vote.base} phiếu, {vote.share})" if vote else ""
            return f"không đủ tỷ lệ phiếu tán thành của Hội đồng{counted}"
        case NominationState.REFUSED:
            reasons = [one.reason for one in nomination.submission_lines.all() if one.reason]
            return lower_first(reasons[-1]) if reasons else REFUSED
        case NominationState.REVOKED:
            return "khen thưởng đã bị thu hồi"
    notes = [row.note for row in nomination.log.all() if row.transition == MARK_INELIGIBLE.name]
    note = lower_first(notes[-1].strip()) if notes else ""
    return f"không đủ điều kiện{f'; lý do: {note}' if note else ''}"


def _waiting(nominations: Iterable[Nomination]) -> tuple[Bullet, ...]:
    return bullets(
        f"{_who(nomination)}: {WAITING.get(nomination.state, 'đang xét')}"
        for nomination in nominations
    )
