"""The ballot of a member on his own screen: choose, look once more, cast; nothing is kept.

The choices travel in the body of the two requests alone: neither session, message, address nor
error report holds them (see `services.screen_ballot`).
"""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from dossiers.forms.counting import BallotForm
from dossiers.models import CouncilSession, Presence
from dossiers.services import screen_ballot
from emulation.workflow import TransitionNotAllowed


@never_cache
@sensitive_post_parameters()
def session_ballot(request, pk):
    """Show the ballot to a member of the session; 404 for anybody else."""
    session = get_object_or_404(
        CouncilSession.objects.select_related("council", "authority"), pk=pk
    )
    voter = screen_ballot.voter_of(session, request.user)
    if voter is None or not session.on_screen:
        raise Http404
    context = {"session": session, "voter": voter, "problem": ""}
    if voter.has_voted or not session.is_voting or voter.presence != Presence.PRESENT:
        return render(request, "dossiers/ballot_closed.html", context)
    items = screen_ballot.items_for(session, voter)
    form = BallotForm(items, request.POST if request.method == "POST" else None)
    context |= {"form": form, "others": session.items.count() - len(items)}
    if request.method != "POST" or "edit" in request.POST:
        return render(request, "dossiers/ballot_form.html", context)
    if not form.is_valid():
        return render(request, "dossiers/ballot_form.html", context, status=422)
    if "cast" not in request.POST:
        return render(request, "dossiers/ballot_confirm.html", context)
    try:
        screen_ballot.cast(session, form.choices(), by=request.user)
    except TransitionNotAllowed as error:
        context |= {"problem": str(error), "voter": screen_ballot.voter_of(session, request.user)}
        return render(request, "dossiers/ballot_closed.html", context, status=409)
    return redirect("dossiers:session_ballot", session.pk)
