"""A session of the council as it meets: opening, counting, concluding.

The rules of domain.md section 3; the arithmetic is `dossiers.voting`; what is prepared before is
`services.agenda`, the ballot on screen `services.screen_ballot`. Who voted what is never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from dossiers.counting import (
    BALLOT_FIELDS,
    WRITTEN_FIELDS,
    outcome_of,
    quorum_of,
    tally_of,
    turnout_of,
)
from dossiers.models import AgendaItem, Attendance, CouncilSession, Presence, SessionLog, Wording
from dossiers.naming import full_number, minutes_symbol
from dossiers.states import (
    CANCEL_SESSION,
    CONCLUDE,
    COUNT,
    FAIL,
    LOWER,
    OPEN,
    PASS,
    START_VOTING,
    STOP_VOTING,
    VOID_VOTING,
    NominationState,
    SessionState,
)
from dossiers.voting import Tally, faults
from emulation.organization.issuing import freeze
from emulation.papers.catalogue import all_kinds
from emulation.workflow import Transition, TransitionNotAllowed, move

from . import screen_ballot
from .agenda import require_office, require_state

FROZEN = ("minutes", "ballot_count")


# --- opening -------------------------------------------------------------------------------------


def missing_to_open(session: CouncilSession) -> list[str]:
    """Say what keeps the session from being opened."""
    members, present, needed = quorum_of(session)
    found = []
    if not members:
        found.append("Chưa ghi thành viên dự họp.")
    elif present < needed:
        found.append(
            f"Có mặt {present}/{members} thành viên, chưa đủ {needed} thành viên theo quy chế."
        )
    attending = {a.seat_id for a in session.attendances.all() if a.presence == Presence.PRESENT}
    for seat_id, word in ((session.presided_by_id, "Chủ tọa"), (session.secretary_id, "Thư ký")):
        if seat_id is None:
            found.append(f"Chưa chọn {word.lower()}.")
        elif seat_id not in attending:
            found.append(f"{word} không có mặt.")
    if session.presided_by_id and session.presided_by_id == session.secretary_id:
        found.append("Chủ tọa không đồng thời làm thư ký.")
    if not session.items.exists():
        found.append("Chương trình họp chưa có nội dung nào.")
    return found + no_longer_eligible(session)


def no_longer_eligible(session: CouncilSession) -> list[str]:
    """Name the items whose nomination was judged otherwise since it was put on the agenda."""
    return [
        f"«{item}» đã chuyển sang «{item.nomination.get_state_display().lower()}»; "
        "hãy đưa ra khỏi chương trình."
        for item in _with_nominee(session.items.all())
        if item.nomination.state != NominationState.ELIGIBLE
    ]


def _with_nominee(items: Any) -> Any:
    return items.select_related(
        "lower_to",
        "nomination__dossier__unit__authority",
        "nomination__award_type",
        "nomination__unit",
        "nomination__person",
        "nomination__household",
    ).prefetch_related("recused")


@transaction.atomic
def take(session: CouncilSession, transition: Transition, *, by: Any, note: str = "") -> SessionLog:
    """Take the session through a step.

    Raises PermissionDenied for a wrong role, TransitionNotAllowed for a wrong state or a missing
    reason, ValidationError with what is missing; nothing is saved then.
    """
    now = CouncilSession.objects.select_for_update().get(pk=session.pk)
    if not transition.roles & now.roles_of(by):
        raise PermissionDenied(transition.name)
    session.state, session.is_voting = now.state, now.is_voting
    changes: dict[str, Any] = {}
    if session.state in transition.sources:
        if missing := _missing_for(session, transition):
            raise ValidationError(missing)
        if transition == OPEN:
            changes["opened_at"] = session.opened_at or timezone.now()
        elif transition == CONCLUDE:
            changes["closed_at"] = session.closed_at or timezone.now()
        elif transition == START_VOTING:
            changes["is_voting"] = True
        elif transition in (STOP_VOTING, VOID_VOTING, CANCEL_SESSION):
            changes["is_voting"] = False
    log = move(session, transition, by=by, note=note, **changes)
    if transition == START_VOTING:
        screen_ballot.empty(session, 0)
    elif transition == VOID_VOTING or (transition == CANCEL_SESSION and session.on_screen):
        screen_ballot.empty(session, None)
    elif transition == STOP_VOTING:
        screen_ballot.seal(session)
    elif transition == CONCLUDE:
        _pass_on(session, by)
        _freeze_papers(session, by)
    return log


def _missing_for(session: CouncilSession, transition: Transition) -> list[str]:
    """Say what keeps the session from a step; raises TransitionNotAllowed for the wrong moment."""
    if transition == OPEN:
        return missing_to_open(session)
    if transition in (START_VOTING, STOP_VOTING, VOID_VOTING):
        screen_ballot.require_moment(session, transition)
    if transition == START_VOTING:
        return screen_ballot.missing_to_start(session) + no_longer_eligible(session)
    if transition == STOP_VOTING:
        return screen_ballot.missing_to_stop(session)
    if transition == COUNT:
        require_no_voting(session)
    if transition in (COUNT, CONCLUDE):
        return no_longer_eligible(session) + uncounted(session)
    return []


def require_no_voting(session: CouncilSession) -> None:
    """Raise TransitionNotAllowed while ballots are taken on screen."""
    if session.is_voting:
        raise TransitionNotAllowed("Đang nhận phiếu trên máy; hãy kết thúc bỏ phiếu trước.")


# --- counting ------------------------------------------------------------------------------------


@transaction.atomic
def record_counts(
    session: CouncilSession, sums: Mapping[int, Mapping[str, int]], *, by: Any
) -> None:
    """Enter the tellers' sums: item id → field → number; all of them or, with a mistake, none.

    On screen the machine counted the ballots: only the written opinions are taken. Raises
    ValidationError by "item-<id>-<field>", with the sum shown, when something does not add up.
    """
    require_office(session, by)
    now = CouncilSession.objects.select_for_update().get(pk=session.pk)
    require_state(now, SessionState.OPENED)
    require_no_voting(now)
    attendances, errors, changed = list(now.attendances.all()), {}, []
    for item in now.items.filter(pk__in=sums).prefetch_related("recused"):
        found = faults_of(item, sums[item.pk], attendances, on_screen=now.on_screen)
        errors |= {f"item-{item.pk}-{name}": text for name, text in found.items()}
        changed.append(item)
    if errors:
        raise ValidationError(errors)
    for item in changed:
        tally = given_tally(item, sums[item.pk], on_screen=now.on_screen)
        for name in BALLOT_FIELDS:
            setattr(item, name, getattr(tally, name))
        item.save(update_fields=BALLOT_FIELDS)


def given_tally(item: AgendaItem, sums: Mapping[str, int], *, on_screen: bool) -> Tally:
    """Return the sums as entered; on screen only the written ones, the machine counts the rest."""
    given = {name: sums.get(name, 0) for name in BALLOT_FIELDS}
    if on_screen:
        given |= {n: getattr(item, n) or 0 for n in BALLOT_FIELDS if n not in WRITTEN_FIELDS}
    return Tally(**given)


def faults_of(
    item: AgendaItem,
    sums: Mapping[str, int],
    attendances: Iterable[Attendance],
    *,
    on_screen: bool = False,
) -> dict[str, str]:
    """Say what is wrong with sums as entered, by field; empty when they add up."""
    if on_screen and not item.is_counted:
        return {"written_agree": "Chưa bỏ phiếu trên máy."}
    tally = given_tally(item, sums, on_screen=on_screen)
    return faults(tally, turnout_of(item, attendances))


def uncounted(session: CouncilSession) -> list[str]:
    """Say which items have no count, or one that no longer adds up with the attendance."""
    attendances = list(session.attendances.all())
    found = []
    for item in _with_nominee(session.items.all()):
        tally = tally_of(item)
        if tally is None:
            found.append(f"«{item}» chưa có kết quả kiểm phiếu.")
        else:
            wrong = faults(tally, turnout_of(item, attendances)).values()
            found += [f"«{item}»: {fault}" for fault in wrong]
    return found


# --- concluding ----------------------------------------------------------------------------------


def _pass_on(session: CouncilSession, by: Any) -> None:
    """Move every nomination by its vote, with the figures as the reason."""
    attendances = list(session.attendances.all())
    for item in _with_nominee(session.items.all()):
        outcome = outcome_of(item, attendances)
        said = f"Đạt {outcome.agree}/{outcome.base} phiếu ({outcome.share}), cần {outcome.needed}."
        if not outcome.passed:
            move(item.nomination, FAIL, by=by, note=said)
        elif item.lower_to:
            words = f"{said} {item.lower_note}"
            move(item.nomination, LOWER, by=by, note=words, lowered_to=item.lower_to)
        else:
            move(item.nomination, PASS, by=by, note=said)


def _number(slug: str, words: Wording | None, session: CouncilSession) -> str:
    """Return number and symbol of the minutes as the register of outgoing papers has them."""
    if words is None or slug != "minutes":
        return ""
    return full_number(words.number, words.symbol or minutes_symbol(session))


def _freeze_papers(session: CouncilSession, by: Any) -> None:
    """Store the minutes and the minutes of the count as they are now, for good."""
    kinds = all_kinds()
    for slug in FROZEN:
        words = Wording.of(slug, session)
        freeze(
            kinds[slug],
            session,
            authority=session.authority,
            number=_number(slug, words, session),
            dated=timezone.localdate(session.closed_at),
            by=by,
        )
