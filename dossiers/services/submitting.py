"""Proposals to the superior: one letter per competent authority and basis, its answer by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from awards.competence import decides, gone_message
from awards.models import Award, Basis
from campaigns.models import Route
from dossiers.lines import lines_of, of_day
from dossiers.models import Answer, Nomination, Submission, SubmissionLine, SubmissionLog
from dossiers.naming import (
    achievement_words,
    full_number,
    recipient_name,
    submission_symbol,
    years_of,
)
from dossiers.services.findings import rests_on_initiative
from dossiers.states import (
    ANSWER,
    AWARD,
    FORWARD,
    REFUSE,
    SEND,
    SubmissionState,
)
from emulation.organization import jobs
from emulation.organization.models import Unit, field_for
from emulation.organization.numbering import number_fault
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError
from emulation.vietnamese import short_date
from emulation.workflow import TransitionNotAllowed, move

from .deciding import PASSED, passed_for, require_desk, require_office

# Those of them that the catalogue of papers has are frozen with the letter.
FROZEN = ("submission", "nominee_list")


def ready(authority: Unit) -> QuerySet[Nomination]:
    """Return what the council passed for the superior and no standing proposal names yet."""
    taken = SubmissionLine.objects.exclude(submission__state=SubmissionState.CANCELLED).values(
        "nomination"
    )
    return passed_for(authority, Route.SUPERIOR).exclude(pk__in=taken)


@dataclass(frozen=True)
class Batch:
    """Nominations that go into one letter: who decides, to whom the letter goes."""

    period: Any
    decided_by: str
    superior: Unit | None
    nominations: tuple[Nomination, ...]


def batches(authority: Unit, day: dt.date) -> tuple[list[Batch], list[str]]:
    """Group what is ready by period and competent authority on `day`; say what cannot be proposed.

    One letter per competent authority and basis: authorities are never mixed (domain.md 4.3).
    """
    groups: dict[tuple[int, str, int | None], list[Nomination]] = {}
    superiors: dict[int | None, Unit | None] = {}
    refused: list[str] = []
    for nomination in ready(authority):
        award_type = of_day(nomination.proposed_award, day)
        if not award_type.is_valid_on(day):
            refused.append(f"{nomination.nominee}: {gone_message(award_type, day)}")
            continue
        competence = decides(authority, award_type, day)
        if refusal := competence.refusal_to_propose:
            refused.append(f"{nomination.nominee}: {refusal}")
            continue
        superior = competence.superior
        superiors[superior and superior.pk] = superior
        decided_by = award_type.decided_by.split(" (")[0]
        key = (nomination.period_id, decided_by, superior and superior.pk)
        groups.setdefault(key, []).append(nomination)
    letters = [
        Batch(nominations[0].period, decided_by, superiors[pk], tuple(nominations))
        for (_, decided_by, pk), nominations in groups.items()
    ]
    return letters, refused


@transaction.atomic
def draft(authority: Unit, batch: Batch, *, by: Any, basis: str = Basis.MOVEMENT) -> Submission:
    """Draft the letter for one batch."""
    require_desk(authority, by)
    submission = Submission.objects.create(
        authority=authority,
        period=batch.period,
        superior=batch.superior,
        addressee=batch.superior.name if batch.superior else batch.decided_by,
        decided_by=batch.decided_by,
        basis=basis,
        created_by=by,
    )
    SubmissionLine.objects.bulk_create(
        SubmissionLine(submission=submission, nomination=nomination, position=position)
        for position, nomination in enumerate(batch.nominations, start=1)
    )
    return submission


@transaction.atomic
def leave_out(line: SubmissionLine, *, by: Any) -> None:
    """Take a nomination out of a draft; it waits for another letter."""
    require_desk(line.submission.authority, by)
    if line.submission.state != SubmissionState.DRAFT:
        raise TransitionNotAllowed("Tờ trình đã gửi, không bỏ dòng được.")
    line.delete()


def faults(submission: Submission, day: dt.date, lines: Sequence[SubmissionLine]) -> list[str]:
    """Say what keeps the letter from being sent on `day`, nominee by nominee."""
    if not lines:
        return ["Tờ trình chưa có ai được đề nghị."]
    found: list[str] = []
    for line in lines:
        nomination = line.nomination
        if nomination.state not in PASSED:
            state = nomination.get_state_display().lower()
            found.append(f"«{nomination}» đang ở trạng thái «{state}».")
        award_type = of_day(nomination.proposed_award, day)
        if not award_type.is_valid_on(day):
            found.append(f"{nomination.nominee}: {gone_message(award_type, day)}")
            continue
        competence = decides(submission.authority, award_type, day)
        if refusal := competence.refusal_to_propose:
            found.append(f"{nomination.nominee}: {refusal}")
        elif competence.superior and competence.superior.pk != submission.superior_id:
            found.append(
                f"{nomination.nominee}: vào ngày {short_date(day)} phải trình "
                f"{competence.superior}, không phải {submission.addressee}."
            )
    return found


@transaction.atomic
def send(submission: Submission, *, number: str, dated: dt.date, by: Any) -> SubmissionLog:
    """Sign the letter: number and date, papers frozen, nominations forwarded.

    Raises ValidationError by field (nothing saved); PermissionDenied and TransitionNotAllowed as
    `move` does.
    """
    Unit.objects.select_for_update().get(pk=submission.authority_id)
    symbol, lines = submission_symbol(submission.authority), lines_of(submission)
    errors: dict[str, Any] = {}
    number = number.strip().lstrip("0")
    if fault := number_fault(submission.authority, number, symbol, dated):
        errors["number"] = fault
    if dated > timezone.localdate():
        errors["dated"] = "Ngày tờ trình không thể ở tương lai."
    if found := faults(submission, dated, lines):
        errors["__all__"] = found
    if errors:
        raise ValidationError(errors)
    log = move(submission, SEND, by=by, number=number, dated=dated)
    for line in lines:
        move(line.nomination, FORWARD, by=by, note=f"Tờ trình số {full_number(number, symbol)}")
    try:
        kinds = all_kinds()
        for slug in filter(kinds.__contains__, FROZEN):
            jobs.issue(
                kinds[slug],
                Submission.objects.get(pk=submission.pk),
                number=full_number(number, symbol) if slug == "submission" else "",
                dated=dated,
                by=by,
            )
    except PaperError as error:
        submission.state, submission.number, submission.dated = SubmissionState.DRAFT, "", None
        raise ValidationError({"__all__": [str(error)]}) from error
    return log


# --- the answer ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reply:
    """What the superior answered about one line; an award names its decision."""

    answer: str
    reason: str = ""
    document: str = ""
    dated: dt.date | None = None


@transaction.atomic
def record_answers(
    submission: Submission, replies: Mapping[int, Reply], *, by: Any
) -> SubmissionLog | None:
    """Record answers by line id; those left pending can follow later.

    Awards enter the register, the refused keep their reason; when no line is pending the proposal
    is answered (its log row is returned, else None). Raises ValidationError by line
    ("line-<id>"), nothing saved.
    """
    require_office(submission.authority, by)
    if submission.state != SubmissionState.SENT:
        raise TransitionNotAllowed("Chỉ ghi trả lời cho tờ trình đã gửi.")
    lines = {line.pk: line for line in lines_of(submission)}
    todo = {
        pk: reply
        for pk, reply in replies.items()
        if pk in lines
        and reply.answer in (Answer.AWARDED, Answer.REFUSED)
        and lines[pk].answer == Answer.PENDING
    }
    errors = {
        f"line-{pk}": fault
        for pk, reply in todo.items()
        if (fault := _reply_fault(submission, reply))
    }
    if errors:
        raise ValidationError(errors)
    for pk, reply in todo.items():
        _answer(submission, lines[pk], reply, by)
    if submission.lines.filter(answer=Answer.PENDING).exists():
        return None
    return move(submission, ANSWER, by=by)


def _reply_fault(submission: Submission, reply: Reply) -> str:
    if reply.answer == Answer.REFUSED:
        return "" if reply.reason.strip() else "Hãy ghi lý do không được khen thưởng."
    if not reply.document.strip():
        return "Hãy ghi số quyết định khen thưởng."
    if reply.dated is None:
        return "Hãy ghi ngày quyết định khen thưởng."
    if submission.dated and reply.dated < submission.dated:
        return "Ngày quyết định không thể trước ngày tờ trình."
    if reply.dated > timezone.localdate():
        return "Ngày quyết định không thể ở tương lai."
    return ""


def _answer(submission: Submission, line: SubmissionLine, reply: Reply, by: Any) -> None:
    nomination = line.nomination
    line.answer, line.reason = reply.answer, reply.reason.strip()[:300]
    if reply.answer == Answer.REFUSED:
        move(nomination, REFUSE, by=by, note=reply.reason)
    else:
        award_type = of_day(nomination.proposed_award, reply.dated)
        line.award = Award.objects.create(
            award_type=award_type,
            award_name=award_type.name,
            recipient=recipient_name(nomination),
            decided_by=submission.decided_by,
            year=nomination.period.year,
            years=years_of(nomination),
            basis=submission.basis,
            movement=(
                nomination.period.campaign.name if submission.basis == Basis.MOVEMENT else ""
            ),
            achievement=achievement_words(nomination),
            with_initiative=rests_on_initiative(nomination),
            document=reply.document.strip()[:200],
            document_date=reply.dated,
            created_by=by,
            **{field_for(nomination.nominee): nomination.nominee},
        )
        move(nomination, AWARD, by=by, note=reply.document)
    line.save(update_fields=["answer", "reason", "award"])
