"""Transfers that both sides confirm: asking, answering, what waits."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from awards.forms.roster import AcceptTransferForm, AskTransferForm
from emulation.organization.models import TransferRequest
from emulation.organization.services import transferring as services
from emulation.organization.states import ACCEPT_TRANSFER
from emulation.workflow import TransitionNotAllowed, available

from .profile import nominee_for
from .roster import tabs

PER_PAGE = 100


def transfer_list(request):
    """List the transfers from and to the user's units, what waits for him first."""
    found = TransferRequest.objects.visible_to(request.user).select_related(
        "person", "from_unit", "to_unit__authority", "created_by"
    )
    waiting = set(TransferRequest.objects.waiting_for(request.user).values_list("pk", flat=True))
    rows = sorted(found[:PER_PAGE], key=lambda row: row.pk not in waiting)
    context = tabs(request.user, "transfers") | {"rows": rows, "mine": waiting}
    return render(request, "awards/transfer_list.html", context)


def transfer_ask(request, pk):
    """Ask another unit or authority to take a person."""
    person = nominee_for(request, "person", pk)
    if not services.may_ask(request.user, person):
        raise PermissionDenied
    form = AskTransferForm(request.POST or None, units=services.places_for(person))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.ask(person, data["to_unit"], on=data["moved_on"],
                                reason=data["reason"], by=request.user)  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Đã gửi đề nghị; chờ {made.to_unit} xác nhận.")
            return redirect("awards:transfer_detail", made.pk)
    context = {
        "form": form,
        "person": person,
        "profile_url": reverse("awards:person_profile", args=[person.pk]),
    }
    return render(request, "awards/transfer_ask.html", context)


def transfer_detail(request, pk):
    """Show one request; a POST takes the person, refuses or withdraws."""
    found = TransferRequest.objects.visible_to(request.user).select_related(
        "person__unit", "from_unit__authority", "to_unit__authority", "created_by"
    )
    asked = get_object_or_404(found, pk=pk)
    steps = available(asked, request.user)
    takes = ACCEPT_TRANSFER in steps
    units = services.receiving_units(asked, request.user)
    initial = {} if asked.to_unit.is_authority else {"unit": asked.to_unit}
    form = AcceptTransferForm(
        request.POST if "take" in request.POST else None, units=units, initial=initial
    )
    if request.method == "POST":
        try:
            if "take" not in request.POST:
                services.answer(asked, request.POST.get("transition", ""), by=request.user,
                                note=request.POST.get("note", ""))  # fmt: skip
            elif form.is_valid():
                services.accept(asked, form.cleaned_data["unit"], by=request.user)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        if form.is_valid() or "take" not in request.POST:
            return redirect("awards:transfer_detail", pk)
    context = {
        "asked": asked,
        "facts": _facts(asked),
        "form": form if takes else None,
        "steps": [step for step in steps if step is not ACCEPT_TRANSFER],
        "entries": [
            {"label": step.done, "by": row.by, "at": row.at, "note": row.note, "role": "",
             "state": row.to_state}
            for row in asked.log.select_related("by")
            for step in asked.TRANSITIONS
            if step.name == row.transition
        ],
        "may_open": asked.person.unit in request.user.member_units()
        or any(unit.contains(asked.person.unit) for unit in request.user.member_units()),
    }  # fmt: skip
    return render(request, "awards/transfer_detail.html", context)


def _facts(asked):
    return [
        ("Họ và tên", asked.person.full_name),
        ("Chức vụ, chức danh", asked.person.position),
        ("Nơi đi", f"{asked.from_unit} – {asked.from_unit.authority}"),
        ("Nơi đến", f"{asked.to_unit} – {asked.to_unit.authority}"),
        ("Chuyển từ ngày", f"{asked.moved_on:%d/%m/%Y}"),
        ("Văn bản, lý do", asked.reason),
        ("Người đề nghị", str(asked.created_by)),
    ]
