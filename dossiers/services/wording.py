"""The words that an office writes for its papers: who may, until when; saving, issuing them.

Whom a paper names stays data; a text that equals the drafted one is not kept, so it follows the
data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Period
from campaigns.services.extending import note_reported
from dossiers.models import CouncilSession, Decision, Dossier, Wording
from dossiers.naming import full_number
from dossiers.papers.frame import Draft, Worded
from dossiers.papers.result_notice import GIVEN, NOT_GIVEN
from dossiers.papers.words import OPEN
from dossiers.states import DecisionState, NominationState, SessionState, SubmissionState
from emulation.organization import jobs
from emulation.organization.models import IssuedPaper, PrintJob, Role, Unit
from emulation.organization.numbering import number_fault
from emulation.papers.catalogue import PaperKind
from emulation.papers.paper import PaperError
from emulation.workflow import TransitionNotAllowed

SIGNER = ("signer_authority", "signer_position", "signer_name")
TEXTS = (
    "symbol", "place", "subject", "addressees", "bases", "lead_in", "body", "closing",
    "recipients", *SIGNER,
)  # fmt: skip
STORED = "Văn bản đã ban hành và lưu cố định, không sửa lời văn được."


@dataclass(frozen=True)
class Rule:
    """Who writes the words of a kind of paper (`roles` at `of` the subject), and until when.

    `lock` says why the subject no longer lets them change ("" while it does); `unready` what keeps
    the paper from being issued by itself, None for one that is issued with its record; `then` is
    what its issue says about the subject.
    """

    roles: frozenset[str]
    of: Callable[[Any], Any]
    lock: Callable[[Any], str]
    unready: Callable[[Any], list[str]] | None = None
    then: Callable[[Any, dt.date], None] | None = None


def _itself(subject: Any) -> Any:
    return subject


def _dossier_lock(dossier: Dossier) -> str:
    return "" if dossier.is_editable else "Hồ sơ đã gửi, không sửa lời văn được."


def _session_lock(session: CouncilSession) -> str:
    if session.state in (SessionState.CONCLUDED, SessionState.CANCELLED):
        state = session.get_state_display().lower()
        return f"Phiên họp ở trạng thái «{state}», không sửa lời văn được."
    return ""


def _draft_lock(record: Any) -> str:
    if record.state in (DecisionState.DRAFT, SubmissionState.DRAFT):
        return ""
    return f"Văn bản ở trạng thái «{record.get_state_display().lower()}», không sửa lời văn được."


def _standing_lock(decision: Decision) -> str:
    gone = decision.state in (DecisionState.REVOKED, DecisionState.CANCELLED)
    return "Quyết định không còn hiệu lực, không soạn văn bản kèm theo được." if gone else ""


def _never(subject: Any) -> str:
    return ""


def _notice_unready(dossier: Dossier) -> list[str]:
    """Say which nominations still wait: a notice that is sent out tells the result of each."""
    waiting = [
        nomination
        for nomination in dossier.nominations.all()
        if nomination.state not in {*GIVEN, *NOT_GIVEN, NominationState.WITHDRAWN}
    ]
    return [f"{len(waiting)} đề nghị chưa có kết quả."] if waiting else []


def _invitation_unready(decision: Decision) -> list[str]:
    """Say what of the invitation is still open."""
    if decision.state != DecisionState.ISSUED:
        return ["Quyết định khen thưởng chưa ban hành."]
    words = Wording.of("invitation", decision)
    if not (words and words.body) or OPEN in words.body:
        return ["Chưa ghi thời gian, địa điểm của buổi lễ."]
    return []


def _campaign(period: Period) -> Campaign:
    return period.campaign


def _without_gaps(slug: str) -> Callable[[Period], list[str]]:
    """Return the check of a report: what only people know has to be written before it goes out."""

    def unready(period: Period) -> list[str]:
        words = Wording.of(slug, period)
        if words and words.body and OPEN not in words.body:
            return []
        return [f"Báo cáo còn chỗ chưa ghi ({OPEN}): ưu điểm, hạn chế, nhiệm vụ."]

    return unready


def _reported(period: Period, on: dt.date) -> None:
    """Note the day of the closing report as that on which it went, unless one is noted already."""
    if period.reported_on is None and on >= period.starts_on:
        note_reported(period, on)


_OFFICE = frozenset({Role.OFFICE})
_DESK = frozenset({Role.OFFICE, Role.CHAIR})
_AUTHOR = frozenset({Role.UNIT, Role.OFFICE})
_OF_UNIT = Rule(_AUTHOR, _itself, _dossier_lock)
_OF_SESSION = Rule(_OFFICE, _itself, _session_lock)
_OF_DRAFT = Rule(_DESK, _itself, _draft_lock)
RULES: Mapping[str, Rule] = {
    "achievement_report": Rule(
        _AUTHOR, lambda nomination: nomination.dossier, lambda n: _dossier_lock(n.dossier)
    ),
    "dossier_submission": _OF_UNIT,
    "dossier_list": _OF_UNIT,
    "peer_review": _OF_UNIT,
    "receipt": Rule(_OFFICE, _itself, _never),
    "supplement_slip": Rule(_OFFICE, _itself, _never),
    "result_notice": Rule(_OFFICE, _itself, _never, _notice_unready),
    "minutes": _OF_SESSION,
    "ballot_count": _OF_SESSION,
    "opinion_sheet": Rule(
        _OFFICE, lambda attendance: attendance.session, lambda a: _session_lock(a.session)
    ),
    "submission": _OF_DRAFT,
    "nominee_list": _OF_DRAFT,
    "decision": _OF_DRAFT,
    "invitation": Rule(_DESK, _itself, _standing_lock, _invitation_unready),
    "broadcast": Rule(_DESK, _itself, _standing_lock),
    "examples_broadcast": Rule(_DESK, _campaign, _never),
    "interim_report": Rule(_DESK, _campaign, _never, _without_gaps("interim_report")),
    "final_report": Rule(_DESK, _campaign, _never, _without_gaps("final_report"), _reported),
}


# --- who and until when --------------------------------------------------------------------------


def is_worded(kind: PaperKind) -> bool:
    """Whether an office writes words of its own for this kind of paper."""
    return kind.slug in RULES and isinstance(kind.build, Worded)


def may_write(slug: str, subject: Any, user: Any) -> bool:
    """Whether `user` is one of those who write the words of this paper."""
    rule = RULES.get(slug)
    return bool(rule and rule.roles & rule.of(subject).roles_of(user))


def lock_of(slug: str, subject: Any) -> str:
    """Say why the words may no longer change; "" while they may."""
    if reason := RULES[slug].lock(subject):
        return reason
    if IssuedPaper.of(slug, subject) or PrintJob.objects.filter(
        slug=slug, subject_id=subject.pk, dated__isnull=False
    ):
        return STORED
    return ""


def require_open(slug: str, subject: Any, by: Any) -> None:
    """Raise PermissionDenied for whoever does not write it, TransitionNotAllowed once locked."""
    if not may_write(slug, subject, by):
        raise PermissionDenied
    if reason := lock_of(slug, subject):
        raise TransitionNotAllowed(reason)


# --- drafted and written -------------------------------------------------------------------------


def drafted(kind: PaperKind, subject: Any, words: Wording | None) -> Draft:
    """Return what is proposed for the paper, with the data as it is now."""
    return kind.build.draft(subject, words)


def texts_of(draft: Draft) -> dict[str, str]:
    """Return the drafted texts by field of `Wording`; lists have one entry a line."""
    signed = draft.signatures[0] if draft.signatures else None
    return {
        "symbol": draft.symbol or "",
        "place": draft.place or draft.authority.place,
        "subject": draft.subject,
        "addressees": "\n".join(draft.addressees),
        "bases": "\n".join(draft.bases),
        "lead_in": draft.lead_in,
        "body": draft.body,
        "closing": draft.closing,
        "recipients": "\n".join(draft.recipients),
        "signer_authority": "\n".join(signed.authority) if signed else "",
        "signer_position": signed.position if signed else "",
        "signer_name": signed.name if signed else "",
    }


def shown_texts(draft: Draft, words: Wording | None) -> dict[str, str]:
    """Return the texts as they print: the office's own where there is one, else the drafted."""
    found = texts_of(draft)
    if words is None:
        return found
    signs = bool(words.signer_position)
    return {
        name: getattr(words, name) if (signs if name in SIGNER else getattr(words, name)) else text
        for name, text in found.items()
    }


def tidy(text: str) -> str:
    """Return `text` as two versions of it are compared: line ends alike, no blanks around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def own_texts(draft: Draft, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what of the typed texts is the office's own: "" where it is the drafted text.

    Who signs is one thing: position, name and authority are kept together or not at all.
    """
    proposed = texts_of(draft)
    own = {
        name: "" if tidy(text) == tidy(proposed[name]) else tidy(text)
        for name, text in typed.items()
        if name in proposed
    }
    signer = [name for name in SIGNER if name in typed]
    changed = any(tidy(typed[name]) != tidy(proposed[name]) for name in signer)
    named = changed and bool(tidy(typed.get("signer_position", "")))
    return own | {name: tidy(typed[name]) if named else "" for name in signer}


@transaction.atomic
def save(
    kind: PaperKind, subject: Any, texts: Mapping[str, str], options: Mapping[str, Any], *, by: Any
) -> Wording:
    """Keep the office's words: texts by field as typed, and number, day, how it prints.

    Raises PermissionDenied, TransitionNotAllowed once locked, and ValidationError by field for a
    number that is taken.
    """
    fresh = kind.subjects().get(pk=subject.pk)
    require_open(kind.slug, fresh, by)
    words = Wording.of(kind.slug, fresh)
    draft = drafted(kind, fresh, words)
    if words is None:
        words = Wording(
            authority=draft.authority,
            slug=kind.slug,
            subject_id=fresh.pk,
            is_place_dated=draft.is_place_dated,
        )
    for name, value in {**own_texts(draft, texts), **options}.items():
        setattr(words, name, value)
    if words.number:
        day = words.dated or draft.dated or timezone.localdate()
        symbol = words.symbol or draft.symbol or ""
        if fault := number_fault(draft.authority, words.number, symbol, day):
            raise ValidationError({"number": fault})
    words.saved_by = by
    words.full_clean(exclude=["saved_by"])
    words.save()
    return words


@transaction.atomic
def reset(kind: PaperKind, subject: Any, *, by: Any) -> None:
    """Take the drafted texts back; number, day and how it prints stay. Raises as `save` does."""
    fresh = kind.subjects().get(pk=subject.pk)
    require_open(kind.slug, fresh, by)
    if words := Wording.of(kind.slug, fresh):
        for name in TEXTS:
            setattr(words, name, "")
        words.saved_by = by
        words.save()


# --- issued by itself ----------------------------------------------------------------------------


def unready(slug: str, subject: Any) -> list[str] | None:
    """Say what keeps the paper from being issued by itself; None for one that never is."""
    rule = RULES[slug]
    return rule.unready(subject) if rule.unready else None


@transaction.atomic
def issue(
    kind: PaperKind, subject: Any, *, number: str, dated: dt.date, by: Any
) -> IssuedPaper | PrintJob:
    """Give the paper number and day and keep it for good, in the register of outgoing papers.

    Raises PermissionDenied, TransitionNotAllowed, and ValidationError by field (nothing saved).
    """
    fresh = kind.subjects().get(pk=subject.pk)
    # Two who issue in the same moment wait for each other here: numbers stay single.
    authority_id = RULES[kind.slug].of(fresh).authority_id
    Unit.objects.select_for_update().get(pk=authority_id)
    require_open(kind.slug, fresh, by)
    missing = unready(kind.slug, fresh)
    if missing is None:
        raise TransitionNotAllowed("Văn bản này không ban hành riêng.")
    words = Wording.of(kind.slug, fresh)
    draft = drafted(kind, fresh, words)
    symbol = (words and words.symbol) or draft.symbol or ""
    number = number.strip().lstrip("0")
    errors: dict[str, Any] = {"__all__": missing} if missing else {}
    if fault := number_fault(draft.authority, number, symbol, dated):
        errors["number"] = fault
    if dated > timezone.localdate():
        errors["dated"] = "Ngày văn bản không thể ở tương lai."
    if errors:
        raise ValidationError(errors)
    words = words or Wording(authority=draft.authority, slug=kind.slug, subject_id=fresh.pk)
    words.number, words.dated, words.saved_by = number, dated, by
    words.save()
    if then := RULES[kind.slug].then:
        then(fresh, dated)
    try:
        return jobs.issue(kind, fresh, number=full_number(number, symbol), dated=dated, by=by)
    except PaperError as error:
        raise ValidationError({"__all__": [str(error)]}) from error
