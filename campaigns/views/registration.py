"""The matrix page of a registration, and the steps of its workflow."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.registration import AddLineForm, Matrix, SignerForm
from campaigns.models import Campaign, Period, Registration
from campaigns.services import registering
from campaigns.services.criteria import look_up
from emulation.organization.history import timeline
from emulation.organization.models import IssuedPaper, Role, Unit
from emulation.workflow import TransitionNotAllowed, find


def registration_for(request, pk: int) -> Registration:
    """Return a registration inside the user's scope with all its rows; 404 otherwise."""
    return get_object_or_404(Registration.objects.visible_to(request.user).with_lines(), pk=pk)


@require_POST
def registration_start(request, period_pk, unit_pk):
    """Open the registration of a unit for a period, making a draft when there is none."""
    campaigns = Campaign.objects.visible_to(request.user)
    period = get_object_or_404(
        Period.objects.select_related("campaign__authority").filter(campaign__in=campaigns),
        pk=period_pk,
    )
    unit = get_object_or_404(
        Unit.objects.visible_to(request.user).filter(authority=period.campaign.authority),
        pk=unit_pk,
    )
    try:
        registration = registering.start(period, unit, by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect(period.campaign)
    return redirect(registration)


def registration_detail(request, pk):
    """Show the matrix; a POST saves all of it (what autosave does while one types)."""
    registration = registration_for(request, pk)
    matrix = Matrix(registration, request.POST if request.method == "POST" else None)
    if request.method == "POST" and matrix.is_valid():
        try:
            registering.save_lines(registration, matrix.values(), by=request.user)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Đã lưu bản đăng ký.")
        return redirect(registration)
    return _page(request, registration, matrix)


def _page(
    request, registration, matrix, *, add_form=None, signer_form=None, problems=(), status=200
):
    may_edit = registration.may_edit(request.user)
    campaign = registration.period.campaign
    context = {
        "registration": registration,
        "campaign": campaign,
        "period": registration.period,
        "matrix": matrix,
        "may_edit": may_edit,
        "add_form": (add_form or AddLineForm(registration)) if may_edit else None,
        "signer_form": (signer_form or SignerForm(instance=registration)) if may_edit else None,
        "transitions": registering.transitions_for(registration, request.user),
        "problems": problems,
        "missing": registering.missing_to_submit(registration) if may_edit else (),
        "look_up": look_up(campaign),
        "log": timeline(registration),
        "files": registration.files.select_related("uploaded_by"),
        "is_office": Role.OFFICE in registration.roles_of(request.user),
        "issued_paper": IssuedPaper.of("registration", registration),
    }
    return render(request, "campaigns/registration_detail.html", context, status=status)


@require_POST
def registration_autosave(request, pk):
    """Save what is valid so far; answers with JSON: when saved, or the messages by row."""
    registration = registration_for(request, pk)
    matrix = Matrix(registration, request.POST)
    if not matrix.is_valid():
        errors = {
            f"line-{row.line.pk}": [text for texts in row.errors.values() for text in texts]
            for row in matrix.rows
            if row.is_bound and row.errors
        }
        message = next(iter(errors.values()))[0]
        return JsonResponse({"errors": errors, "message": message}, status=422)
    try:
        registering.save_lines(registration, matrix.values(), by=request.user)
    except TransitionNotAllowed as error:
        return JsonResponse({"message": str(error)}, status=409)
    return JsonResponse(
        {"saved_at": f"{timezone.localtime():%H:%M}", "fields": matrix.marks_after_saving()}
    )


@require_POST
def registration_add_line(request, pk):
    """Add a row; what was typed in the matrix is saved with it, so that nothing is lost."""
    registration = registration_for(request, pk)
    matrix = Matrix(registration, request.POST)
    form = AddLineForm(registration, request.POST)
    if not (matrix.is_valid() and form.is_valid()):
        return _page(request, registration, matrix, add_form=form, status=422)
    try:
        registering.save_lines(registration, matrix.values(), by=request.user)
        line = registering.add_line(registration, *form.cleaned_data["nominee"], by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect(registration)
    except ValidationError as error:
        form.add_error("nominee", error)
        return _page(request, registration, matrix, add_form=form, status=422)
    return redirect(f"{registration.get_absolute_url()}#line-{line.pk}")


@require_POST
def registration_remove_line(request, pk, line_pk):
    """Take a row out; the other rows are saved as typed."""
    registration = registration_for(request, pk)
    matrix = Matrix(registration, request.POST)
    try:
        if matrix.is_valid():
            registering.save_lines(registration, matrix.values(), by=request.user)
        registering.remove_line(registration, line_pk, by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    return redirect(registration)


@require_POST
def registration_signer(request, pk):
    """Keep who signs the unit's registration."""
    registration = registration_for(request, pk)
    if not registration.may_edit(request.user):
        raise PermissionDenied
    form = SignerForm(request.POST, instance=registration)
    if form.is_valid():
        form.save()
        messages.success(request, "Đã lưu người ký.")
        return redirect(registration)
    stored = registration_for(request, pk)
    return _page(request, stored, Matrix(stored), signer_form=form, status=422)


@require_POST
def registration_transition(request, pk):
    """Take the registration through the step named in the POST."""
    registration = registration_for(request, pk)
    try:
        transition = find(registration.TRANSITIONS, request.POST.get("transition", ""))
    except KeyError:
        raise Http404 from None
    if not transition.roles & registration.roles_of(request.user):
        raise PermissionDenied
    try:
        registering.take(
            registration, transition, by=request.user, note=request.POST.get("note", "")
        )
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    except ValidationError as error:
        fresh = registration_for(request, pk)
        return _page(request, fresh, Matrix(fresh), problems=error.messages, status=422)
    else:
        messages.success(request, f"{transition.done}: xong.")
    return redirect(registration)
