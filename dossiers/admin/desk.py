"""What the office does on the page of a dossier in the admin.

Each act is a form of its own that calls a service; the state is never a field. What a service
refuses comes back on the page, beside what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from dossiers.admin.desk_page import Refused, desk_page
from dossiers.checklist import standing
from dossiers.models import Dossier
from dossiers.services import appraising
from dossiers.states import APPRAISE, MARK_ELIGIBLE, RECEIVE, RESUME, NominationState
from dossiers.views.acting import ask_supplement, file_paper
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed, find

STEPS = {
    RECEIVE: appraising.receive,
    APPRAISE: appraising.appraise,
    RESUME: appraising.resume,
}


def act(model_admin: Any, request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Do what the form named in `do` asks; PermissionDenied but for the office."""
    if Role.OFFICE not in dossier.roles_of(request.user):
        raise PermissionDenied
    acts: dict[str, Callable] = {
        "step": _step, "judge": _judge, "judge_all": _judge_all, "supplement": _supplement,
        "paper": _paper,
    }  # fmt: skip
    try:
        refused = acts[request.POST.get("do", "")](request, dossier)
    except KeyError:
        raise Http404 from None
    if refused is None:
        return redirect(request.path)
    fresh = Dossier.objects.with_contents().get(pk=dossier.pk)
    return desk_page(model_admin, request, fresh, refused, status=422)


def _step(request: HttpRequest, dossier: Dossier) -> Refused | None:
    transition = find(STEPS, request.POST.get("transition", ""))
    note = request.POST.get("note", "")
    try:
        STEPS[transition](dossier, by=request.user, note=note)
    except TransitionNotAllowed as error:
        return Refused("step", [str(error)], note)
    except ValidationError as error:
        return Refused("step", error.messages, note)
    messages.success(request, f"{transition.done}: xong.")
    return None


def _judge(request: HttpRequest, dossier: Dossier) -> Refused | None:
    wanted, note = request.POST.get("nomination", ""), request.POST.get("note", "")
    nomination = next((n for n in standing(dossier) if str(n.pk) == wanted), None)
    if nomination is None:
        raise Http404
    transition = find(appraising.VERDICTS, request.POST.get("transition", ""))
    try:
        appraising.judge(nomination, transition, by=request.user, note=note)
    except TransitionNotAllowed as error:
        return Refused(f"nomination-{nomination.pk}", [str(error)], note)
    messages.success(request, f"{transition.done}: {nomination.nominee}.")
    return None


def _judge_all(request: HttpRequest, dossier: Dossier) -> Refused | None:
    """Mark eligible whatever waits for a verdict, but for what is ticked to be left."""
    left_out = frozenset(int(pk) for pk in request.POST.getlist("leave_out") if pk.isdecimal())
    waiting = [n for n in standing(dossier) if n.state == NominationState.PROPOSED]
    note = request.POST.get("note", "")
    done, refused = appraising.judge_all(
        waiting, MARK_ELIGIBLE, by=request.user, note=note, except_for=left_out
    )
    if done:
        messages.success(request, f"{MARK_ELIGIBLE.done}: {done} đề nghị.")
    if refused or not done:
        return Refused(
            "judge_all", refused or ["Không có đề nghị nào để kết luận."], note, left_out
        )
    return None


def _supplement(request: HttpRequest, dossier: Dossier) -> Refused | None:
    form = ask_supplement(request, dossier)
    return form and Refused("supplement", forms={"supplement_form": form})


def _paper(request: HttpRequest, dossier: Dossier) -> Refused | None:
    form = file_paper(request, dossier)
    return form and Refused("paper", forms={"paper_form": form})
