"""One chase letter: whom it names, its words, its number."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from campaigns.forms.deadlines import LetterForm, LetterNumberForm
from campaigns.models import ChaseLetter
from campaigns.papers.chase_letter import symbol_of
from campaigns.services import chasing
from campaigns.states import CANCEL_LETTER, DESK
from emulation.organization.history import timeline
from emulation.organization.models import IssuedPaper
from emulation.workflow import TransitionNotAllowed, available, move


def letter_for(request, pk, *, to_change=False):
    """Return a letter in the user's scope; 404 otherwise, 403 for who may not change it."""
    found = ChaseLetter.objects.visible_to(request.user).select_related(
        "authority", "period__campaign__plan", "period__campaign__authority"
    )
    letter = get_object_or_404(found, pk=pk)
    if to_change and not DESK & letter.roles_of(request.user):
        raise PermissionDenied
    return letter


def letter_detail(request, pk):
    """Show the letter and, while it is a draft, change it."""
    letter = letter_for(request, pk, to_change=request.method == "POST")
    named = list(letter.units.all())
    form = LetterForm(request.POST or None, instance=letter, owing=named)
    if request.method == "POST":
        if not letter.is_draft:
            messages.error(request, "Công văn không còn là dự thảo, không sửa được.")
            return redirect(letter)
        if form.is_valid():
            form.save()
            messages.success(request, "Đã lưu công văn.")
            return redirect(letter)
    return _page(request, letter, form)


def _page(request, letter, form, number_form=None):
    is_desk = bool(DESK & letter.roles_of(request.user))
    context = {
        "letter": letter,
        "period": letter.period,
        "campaign": letter.period.campaign,
        "units": letter.units.all(),
        "form": form,
        "number_form": number_form
        or LetterNumberForm(authority=letter.authority, symbol=symbol_of(letter.authority)),
        "may_edit": is_desk and letter.is_draft,
        "transitions": [t for t in available(letter, request.user) if t == CANCEL_LETTER],
        "issued_paper": IssuedPaper.of("chase_letter", letter),
        "log": timeline(letter),
    }
    return render(request, "campaigns/letter_detail.html", context)


@require_POST
def letter_issue(request, pk):
    """Give the letter its number and keep its PDF."""
    letter = letter_for(request, pk, to_change=True)
    symbol = symbol_of(letter.authority)
    form = LetterNumberForm(request.POST, authority=letter.authority, symbol=symbol)
    if form.is_valid():
        try:
            chasing.issue(letter, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
            return redirect(letter)
        else:
            messages.success(request, "Đã ban hành công văn đôn đốc.")
            return redirect(letter)
    named = list(letter.units.all())
    return _page(request, letter, LetterForm(instance=letter, owing=named), form)


@require_POST
def letter_transition(request, pk):
    """Drop a draft, with the reason."""
    letter = letter_for(request, pk, to_change=True)
    try:
        move(letter, CANCEL_LETTER, by=request.user, note=request.POST.get("note", ""))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect(letter)
    messages.success(request, "Đã bỏ dự thảo công văn.")
    return redirect("campaigns:period_deadlines", letter.period_id)
