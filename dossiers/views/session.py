"""Pages of a session: its facts and results, its plan, what was said, its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dossiers.counting import outcome_of, quorum_of, tally_of
from dossiers.forms.session import CourseForm, SessionForm, members_missing
from dossiers.models import AgendaItem, CouncilSession, Presence
from dossiers.services import agenda, screen_ballot
from dossiers.services import council as meeting
from dossiers.states import (
    COUNT,
    START_VOTING,
    STOP_VOTING,
    VOID_VOTING,
    SessionState,
)
from emulation.organization.history import timeline
from emulation.workflow import TransitionNotAllowed, available, find

from .council import council_for, is_office, require_office
from .desk import papers_of

PREPARING = (SessionState.PLANNED, SessionState.OPENED)
SCREEN_STEPS = (START_VOTING, STOP_VOTING, VOID_VOTING)
PAPERS = ("agenda_pack", "agenda_pack_large", "ballot", "minutes", "ballot_count")


def session_for(request: Any, pk: int) -> CouncilSession:
    """Return a session in the user's scope; 404 otherwise."""
    return get_object_or_404(
        CouncilSession.objects.visible_to(request.user).select_related(
            "council__authority", "authority", "presided_by", "secretary"
        ),
        pk=pk,
    )


def prepared_session(request: Any, pk: int) -> CouncilSession:
    """Return a session whose preparation the user's office may change; 403 for others."""
    session = session_for(request, pk)
    require_office(request.user, session)
    return session


def items_of(session: CouncilSession) -> list[AgendaItem]:
    """Return the agenda with nominees, awards and recusals, in a constant number of queries."""
    return list(
        session.items.select_related(
            "lower_to",
            "nomination__award_type",
            "nomination__dossier__unit",
            "nomination__unit",
            "nomination__person__unit",
            "nomination__household__unit",
        ).prefetch_related("recused", "recusals__seat")
    )


def session_create(request, pk):
    """Plan a session of a council; its members of the day are entered as present."""
    council = council_for(request, pk)
    require_office(request.user, council)
    session = CouncilSession(council=council, created_by=request.user)
    form = SessionForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        session = form.save()
        agenda.prepare(session, by=request.user)
        messages.success(request, "Đã lập phiên họp. Tiếp theo: chương trình họp.")
        return redirect("dossiers:session_agenda", session.pk)
    context = {"form": form, "council": council, "session": None}
    return render(request, "dossiers/session_form.html", context)


def session_edit(request, pk):
    """Change when, where and how, before the session opens; members follow the day."""
    session = prepared_session(request, pk)
    if session.state != SessionState.PLANNED:
        raise PermissionDenied
    form = SessionForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        session = form.save()
        agenda.prepare(session, by=request.user)
        messages.success(request, "Đã lưu phiên họp.")
        return redirect(session)
    context = {"form": form, "council": session.council, "session": session_for(request, pk)}
    return render(request, "dossiers/session_form.html", context)


def session_course(request, pk):
    """Write what was said and when the meeting began and ended, until it is concluded."""
    session = prepared_session(request, pk)
    if session.state not in agenda.OPEN_STATES:
        raise PermissionDenied
    form = CourseForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        CouncilSession.objects.filter(pk=pk, state__in=agenda.OPEN_STATES).update(
            **form.cleaned_data
        )
        messages.success(request, "Đã lưu diễn biến phiên họp.")
        return redirect(session)
    context = {"form": form, "session": session}
    return render(request, "dossiers/session_course.html", context)


def session_detail(request, pk):
    """Show a session: what it lacks, quorum, results, log, papers, next steps."""
    return _page(request, session_for(request, pk))


def _page(request, session, *, problems=(), status=200):
    office = is_office(request.user, session)
    attendances = list(session.attendances.select_related("seat"))
    members, present, needed = quorum_of(session, attendances)
    voter = screen_ballot.voter_of(session, request.user) if session.is_voting else None
    items = [
        {
            "item": item,
            "tally": tally_of(item),
            "outcome": outcome_of(item, attendances),
        }
        for item in items_of(session)
    ]
    preparing = session.state in PREPARING and not session.is_voting
    context = {
        "session": session,
        "attendances": attendances,
        "tellers": [seat.name for seat in session.tellers.all()],
        "members": members,
        "present": present,
        "needed": needed,
        "quorum_note": f"cần ít nhất {needed}",
        "voted": sum(row.has_voted for row in attendances),
        "items": items,
        "missing": meeting.missing_to_open(session)
        if session.state == SessionState.PLANNED
        else [],
        "problems": problems,
        "stale_members": office
        and session.state == SessionState.PLANNED
        and members_missing(session),
        "is_office": office,
        "preparing": office and preparing,
        "counting": office and session.state == SessionState.OPENED and not session.is_voting,
        "has_written": any(row.presence == Presence.WRITTEN for row in attendances),
        "talking": office and session.state in agenda.OPEN_STATES,
        "may_vote": voter is not None and voter.presence == Presence.PRESENT,
        "has_voted": voter is not None and voter.has_voted,
        "transitions": steps_for(session, request.user),
        "log": timeline(session),
        "papers": papers_of(session, *PAPERS, user=request.user),
    }
    return render(request, "dossiers/session_detail.html", context, status=status)


def steps_for(session: CouncilSession, user: Any) -> list[Any]:
    """Return the steps whose moment it is: those of the ballot on screen only where it stands."""
    found = []
    for step in available(session, user):
        try:
            if step in SCREEN_STEPS:
                screen_ballot.require_moment(session, step)
            elif step == COUNT:
                meeting.require_no_voting(session)
        except TransitionNotAllowed:
            continue
        found.append(step)
    return found


@require_POST
def session_transition(request, pk):
    """Take the session through the step named in the POST."""
    session = session_for(request, pk)
    try:
        transition = find(session.TRANSITIONS, request.POST.get("transition", ""))
    except KeyError:
        raise Http404 from None
    try:
        meeting.take(session, transition, by=request.user, note=request.POST.get("note", ""))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    except ValidationError as error:
        return _page(request, session_for(request, pk), problems=error.messages, status=422)
    else:
        messages.success(request, f"{transition.done}: xong.")
    return redirect(session)


@require_POST
def session_members(request, pk):
    """Take over the council's members of the day once more."""
    session = prepared_session(request, pk)
    try:
        agenda.prepare(session, by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã cập nhật thành viên theo Hội đồng của ngày họp.")
    return redirect("dossiers:session_attendance", session.pk)
