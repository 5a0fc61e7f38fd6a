"""Proposing nominees, the texts of a nomination, taking one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.assessing.judging import Assessed, assessments
from campaigns.assessing.results import row_of
from campaigns.views.eligibility import candidate_url
from campaigns.views.results import nominee_url
from dossiers.checklist import open_texts
from dossiers.forms.nominating import AddNominationForm, PickForm, TextsForm, key_of
from dossiers.models import Dossier, Nomination
from dossiers.services import appraising, nominating
from dossiers.services.findings import places_of, registered_in
from dossiers.states import DEFER, MARK_ELIGIBLE, MARK_INELIGIBLE, WITHDRAW, NominationState
from emulation.organization.history import timeline
from emulation.organization.models import OVERSEERS, Role, field_for
from emulation.organization.selection import roster_on
from emulation.workflow import TransitionNotAllowed, available, find

from .dossier import dossier_for

STEPS = (MARK_ELIGIBLE, MARK_INELIGIBLE, DEFER, WITHDRAW)


def nomination_for(request: Any, pk: int) -> Nomination:
    """Return a nomination inside the user's scope; 404 otherwise."""
    return get_object_or_404(
        Nomination.objects.filter(
            dossier__in=Dossier.objects.visible_to(request.user)
        ).select_related(
            "dossier__unit", "dossier__authority", "dossier__period__campaign", "unit",
            "person__unit", "household__unit", "award_type", "offer__award_type",
        ),
        pk=pk,
    )  # fmt: skip


# --- whom to propose -----------------------------------------------------------------------------


def dossier_propose(request, pk):
    """Choose among those who are registered; add somebody who is not."""
    dossier = dossier_for(request, pk)
    nominating.require_author(dossier, request.user)
    try:
        nominating.require_draft(dossier, request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect(dossier)
    today = timezone.localdate()
    offers = list(
        dossier.period.campaign.offers.filter(route=dossier.route)
        .select_related("award_type", "campaign")
        .prefetch_related("also")
    )
    oversees = bool({*OVERSEERS} & dossier.roles_of(request.user))
    found = assessments(
        dossier.period,
        today,
        registered_in(dossier, today),
        confidential=oversees,
        places=places_of(dossier.period),
    )
    taken = _taken(dossier)
    free = {_key(row): row for row in found if _key(row) not in taken}
    adding = request.method == "POST" and "offer" in request.POST
    picking = request.method == "POST" and not adding
    pick = PickForm(free, request.POST if picking else None)
    roster = roster_on(dossier.authority, today)
    add = AddNominationForm(dossier, offers, roster, request.POST if adding else None)
    chosen, form = [], add if adding else pick
    if adding and add.is_valid():
        chosen = [(add.cleaned_data["offer"], add.cleaned_data["nominee"])]
    elif picking and pick.is_valid():
        rows = [free[key].candidate for key in pick.cleaned_data["picks"]]
        chosen = [(candidate.offer, candidate.nominee) for candidate in rows]
    if chosen and _proposed(request, dossier, chosen, form):
        return redirect(dossier)
    counted = nominating.quotas(dossier.period, offers)
    groups = []
    for offer in offers:
        rows = [_row(row, taken, request.POST) for row in found if row.candidate.offer == offer]
        groups.append({"offer": offer, "rows": rows, "used": counted[offer.pk][0],
                       "left": counted[offer.pk][1]})  # fmt: skip
    context = {
        "dossier": dossier,
        "period": dossier.period,
        "campaign": dossier.period.campaign,
        "groups": groups,
        "has_free": bool(free),
        "form": pick,
        "add_form": add,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dossiers/dossier_propose.html", context, status=status)


def _key(row: Assessed) -> str:
    candidate = row.candidate
    return key_of(candidate.offer, field_for(candidate.nominee), candidate.nominee.pk)


def _taken(dossier: Dossier) -> dict[str, Nomination]:
    """Return the standing nominations of the period by award and nominee."""
    rows = (
        Nomination.objects.filter(period=dossier.period)
        .exclude(state=NominationState.WITHDRAWN)
        .select_related("dossier__unit", "unit", "person", "household", "offer")
    )
    return {key_of(n.offer, field_for(n.nominee), n.nominee.pk): n for n in rows}


def _row(row: Assessed, taken: dict[str, Nomination], data: Any) -> dict[str, Any]:
    key = _key(row)
    return {
        "row": row,
        "key": key,
        "taken": taken.get(key),
        "checked": key in data.getlist("picks") if data else False,
        "url": candidate_url(row.candidate),
    }


def _proposed(request: Any, dossier: Dossier, chosen: list, form: Any) -> bool:
    """Propose all that were chosen, or nobody: then the form says why."""
    errors = []
    with transaction.atomic():
        for offer, nominee in chosen:
            try:
                nominating.propose(dossier, offer, nominee, by=request.user)
            except ValidationError as error:
                errors += error.messages
        transaction.set_rollback(bool(errors))
    for message in errors:
        form.add_error(None, message)
    if errors:
        return False
    messages.success(request, f"Đã đề nghị {len(chosen)} đối tượng.")
    registered = [nominee for offer, nominee in chosen]
    if isinstance(form, AddNominationForm):
        messages.warning(request, f"{registered[0]} chưa đăng ký; văn phòng xem xét khi thẩm định.")
    return True


# --- one nomination ------------------------------------------------------------------------------


def nomination_detail(request, pk):
    """Show one nomination; who works on the dossier writes its summary and report."""
    nomination = nomination_for(request, pk)
    dossier = nomination.dossier
    works = bool({Role.UNIT, Role.OFFICE} & dossier.roles_of(request.user))
    may_write = works and bool(open_texts(dossier))
    form = TextsForm(nomination, request.POST or None) if may_write else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        status = 422
        if form.is_valid():
            try:
                nominating.save_texts(nomination, form.texts(), seen=form.seen_at, by=request.user)
            except TransitionNotAllowed as error:
                form.add_error(None, str(error))
                nomination = nomination_for(request, pk)
                # What was typed stays; the next save starts from what the other has saved.
                form.data = form.data.copy()
                form.data["seen"] = nomination.saved_at.isoformat()
            else:
                messages.success(request, "Đã lưu.")
                return redirect("dossiers:nomination_detail", nomination.pk)
    stands = nomination.state != NominationState.WITHDRAWN
    context = {
        "nomination": nomination,
        "dossier": dossier,
        "period": dossier.period,
        "campaign": dossier.period.campaign,
        "form": form if stands else None,
        "shows_saved": status == 422,
        "results": row_of(dossier.period, nomination.nominee, timezone.localdate()),
        "results_url": nominee_url(dossier.period, nomination.nominee),
        "transitions": [
            step
            for step in available(nomination, request.user)
            if step == WITHDRAW or (step in STEPS and dossier.state in appraising.UNDER_APPRAISAL)
        ],
        "log": timeline(nomination),
    }
    return render(request, "dossiers/nomination_detail.html", context, status=status)


@require_POST
def nomination_transition(request, pk):
    """Take a nomination back, or give the appraisal's verdict on it."""
    nomination = nomination_for(request, pk)
    try:
        transition = find(STEPS, request.POST.get("transition", ""))
    except KeyError:
        raise Http404 from None
    note = request.POST.get("note", "")
    try:
        if transition == WITHDRAW:
            nominating.withdraw(nomination, by=request.user, note=note)
        else:
            appraising.judge(nomination, transition, by=request.user, note=note)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect("dossiers:nomination_detail", nomination.pk)
    messages.success(request, f"{transition.done}: {nomination.nominee}.")
    return redirect(nomination.dossier)
