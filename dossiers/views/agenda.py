"""Pages that prepare a session: agenda, one item, attendance, the tellers' sums."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from awards.competence import vote_rule, vote_rules
from dossiers.counting import day_of, quorum_of
from dossiers.forms.counting import CountForm
from dossiers.forms.session import AttendanceForm, LowerForm, RecusalForm
from dossiers.models import AgendaItem, CouncilSession
from dossiers.services import agenda
from dossiers.services import council as meeting
from dossiers.states import SessionState
from emulation.vietnamese import search_key
from emulation.workflow import TransitionNotAllowed

from .council import is_office
from .session import PREPARING, items_of, prepared_session


def session_agenda(request, pk):
    """Choose which eligible nominations the council votes on: all of an award but some."""
    session = prepared_session(request, pk)
    if session.state not in PREPARING:
        raise PermissionDenied
    problems: list[str] = []
    if request.method == "POST":
        keys = {int(key) for key in request.POST.getlist("nomination") if key.isdecimal()}
        chosen = [n for n in agenda.eligible_for(session) if n.pk in keys]
        try:
            if not chosen:
                raise ValidationError("Chưa chọn đề nghị nào.")
            agenda.put_on_agenda(session, chosen, by=request.user)
        except (ValidationError, TransitionNotAllowed) as error:
            problems = getattr(error, "messages", [str(error)])
        else:
            messages.success(request, f"Đã đưa {len(chosen)} đề nghị vào chương trình.")
            return redirect("dossiers:session_agenda", session.pk)
    query = request.GET.get("q", "")
    found = list(agenda.eligible_for(session))
    shown = [n for n in found if search_key(query) in search_key(f"{n} {n.dossier.unit}")]
    day = day_of(session)
    rules = vote_rules(day)
    context = {
        "session": session,
        "items": items_of(session),
        "groups": [
            (award, vote_rule(award.code, day, rules), list(nominations))
            for award, nominations in groupby(shown, key=lambda n: n.award_type)
        ],
        "total": len(found),
        "shown": len(shown),
        "query": query,
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "dossiers/session_agenda.html", context, status=status)


def item_for(request: Any, pk: int) -> AgendaItem:
    """Return an item of a session in scope; 404 otherwise."""
    return get_object_or_404(
        AgendaItem.objects.filter(
            session__in=CouncilSession.objects.visible_to(request.user)
        ).select_related(
            "session__council",
            "session__authority",
            "lower_to",
            "nomination__award_type",
            "nomination__dossier__unit",
            "nomination__unit",
            "nomination__person__unit",
            "nomination__household__unit",
        ),
        pk=pk,
    )


def session_item(request, pk):
    """One item: who does not vote on it, a lower award put to the vote, taking it off."""
    item = item_for(request, pk)
    session = item.session
    if not is_office(request.user, session):
        raise PermissionDenied
    action = request.POST.get("action", "")
    recusal = RecusalForm(item, request.POST if action == "recuse" else None)
    lower = LowerForm(item, request.POST if action == "lower" else None)
    if request.method == "POST":
        try:
            done = _change_item(request, item, action, recusal, lower)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
            return redirect("dossiers:session_item", item.pk)
        if done:
            messages.success(request, done)
            gone = action == "remove"
            return redirect(session) if gone else redirect("dossiers:session_item", item.pk)
    context = {
        "item": item_for(request, pk),
        "session": session,
        "recusals": item.recusals.select_related("seat", "declared_by"),
        "recusal_form": recusal,
        "lower_form": lower,
        "may_change": session.state in PREPARING and not session.is_voting,
        "rule": vote_rule(item.voted_award.code, day_of(session)),
    }
    status = 422 if recusal.errors or lower.errors else 200
    return render(request, "dossiers/session_item.html", context, status=status)


def _change_item(request, item, action, recusal, lower) -> str:
    """Do what the POST asks; return the words for the user, "" when a form has a mistake."""
    if action == "remove":
        agenda.take_off_agenda(item, by=request.user)
        return "Đã đưa ra khỏi chương trình."
    if action == "unrecuse":
        found = get_object_or_404(item.recusals, pk=request.POST.get("recusal") or None)
        agenda.take_back_recusal(found, by=request.user)
        return f"{found.seat} tham gia biểu quyết."
    form = {"recuse": recusal, "lower": lower}.get(action)
    if form is None:
        raise Http404
    if not form.is_valid():
        return ""
    try:
        if form is recusal:
            seat = form.cleaned_data["seat"]
            agenda.recuse(item, seat, form.cleaned_data["reason"], by=request.user)
            return f"{seat} không tham gia biểu quyết nội dung này."
        agenda.vote_on_lower(item, **_named(form.cleaned_data), by=request.user)
    except ValidationError as error:
        for field, texts in error.message_dict.items():
            form.add_error(field, texts)
        return ""
    return "Đã lưu mức đưa ra biểu quyết."


def _named(data):
    return {"award_type": data["lower_to"], "note": data["lower_note"]}


# --- attendance ----------------------------------------------------------------------------------


def session_attendance(request, pk):
    """Enter who is present; asked by htmx, only the quorum of what is typed is returned."""
    session = prepared_session(request, pk)
    if session.state not in PREPARING:
        raise PermissionDenied
    form = AttendanceForm(session, request.POST if request.method == "POST" else None)
    if request.htmx:
        return render(request, "dossiers/_session_quorum.html", _quorum(session, form.presences()))
    if request.method == "POST" and form.is_valid():
        seats = {name: form.cleaned_data[name] for name in ("presided_by", "secretary", "tellers")}
        try:
            agenda.record_attendance(session, form.typed(), **seats, by=request.user)
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                form.add_error(field, texts)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã lưu điểm danh.")
            return redirect(session)
    context = {"session": session, "form": form} | _quorum(session, form.presences())
    status = 422 if form.errors else 200
    return render(request, "dossiers/session_attendance.html", context, status=status)


def _quorum(session, attendances) -> dict[str, Any]:
    members, present, needed = quorum_of(session, attendances)
    return {"members": members, "present": present, "needed": needed}


# --- the tellers' sums ---------------------------------------------------------------------------


def session_count(request, pk):
    """Enter the sums of all items at once; rows that are complete are kept, none with a mistake."""
    session = prepared_session(request, pk)
    if session.state != SessionState.OPENED or session.is_voting:
        raise PermissionDenied
    attendances = list(session.attendances.all())
    form = CountForm(session, items_of(session), attendances, request.POST or None)
    if request.method == "POST" and "fill" in request.POST:
        form = form.filled()
    elif request.method == "POST" and form.is_valid():
        try:
            meeting.record_counts(session, form.sums, by=request.user)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
            return redirect(session)
        if not form.later:
            messages.success(request, "Đã lưu kết quả kiểm phiếu.")
            return redirect(session)
        saved = f"Đã lưu {len(form.sums)} nội dung; {len(form.later)} nội dung chưa ghi ý kiến."
        messages.warning(request, saved)
    status = 422 if form.is_bound and form.errors and not form.is_filled else 200
    context = {"session": session, "form": form}
    return render(request, "dossiers/session_count.html", context, status=status)
