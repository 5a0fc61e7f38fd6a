"""One result: the claim, its evidence, the office's verdict, checks on the spot, the example."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from campaigns.assessing.results import STATES
from campaigns.forms.verifying import CheckForm, ExampleForm, VerdictForm
from campaigns.models import Evidence, Example, FieldCheck, Result
from campaigns.services import reporting, verifying
from campaigns.states import REOPEN_RESULT, ResultState
from emulation.organization.history import timeline
from emulation.organization.models import Role
from emulation.uploads import served
from emulation.workflow import TransitionNotAllowed

from .results import nominee_url


def result_for(request, pk: int) -> Result:
    """Return a result inside the user's scope; 404 otherwise."""
    return get_object_or_404(
        Result.objects.visible_to(request.user)
        .with_work()
        .select_related("criterion__criterion_set", "period__campaign__authority",
                        "unit__authority", "person__unit", "household__unit"),
        pk=pk,
    )  # fmt: skip


def result_detail(request, pk):
    """Show one result with everything about it."""
    return _page(request, result_for(request, pk))


def _page(request, result, *, verdict=None, check=None, example=None, status=200):
    is_office = Role.OFFICE in result.roles_of(request.user)
    known = Example.objects.filter(result=result).first()
    praises = verifying.may_praise(result, request.user)
    context = {
        **panel(request, result, verdict),
        "log": timeline(result),
        "checks": result.checks.all(),
        "check_form": (check or CheckForm()) if is_office else None,
        "example": known,
        "example_form": (example or ExampleForm(instance=known)) if praises else None,
        "nominee_url": nominee_url(result.period, result.nominee),
        "reopening": [t for t in verifying.steps_for(result, request.user) if t == REOPEN_RESULT],
    }
    return render(request, "campaigns/result_detail.html", context, status=status)


def panel(request, result: Result, verdict: VerdictForm | None = None) -> dict[str, Any]:
    """Return what the claim and the form of the verdict show."""
    reports = list(result.reports.all())
    judges = any(t in verifying.VERDICTS for t in verifying.steps_for(result, request.user))
    return {
        "result": result,
        "criterion": result.criterion,
        "period": result.period,
        "campaign": result.period.campaign,
        "nominee": result.nominee,
        "reports": reports[::-1],
        "before": changed_from(reports),
        "evidence": result.evidence.all(),
        "verdict_form": (verdict or VerdictForm(result)) if judges else None,
        "state_label": STATES[result.verdict],
    }


def changed_from(reports: list) -> Any:
    """Return the report before the last one of the same round, when they differ."""
    if not reports:
        return None
    same = [one for one in reports[:-1] if one.round == reports[-1].round]
    if not same or reporting.Claim.of(same[-1]) == reporting.Claim.of(reports[-1]):
        return None
    return same[-1]


def result_panel(request, pk):
    """Return the claim and the form of the verdict for the side of the grid."""
    return render(request, "campaigns/_result_panel.html", panel(request, result_for(request, pk)))


@require_POST
def result_judge(request, pk):
    """Verify the result or return it; from the grid its panel and cell come back."""
    result = result_for(request, pk)
    if Role.OFFICE not in result.roles_of(request.user):
        raise PermissionDenied
    form = VerdictForm(result, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            verifying.judge(
                result, form.transition, by=request.user, note=data["note"],
                points=data.get("points"), seen=data["seen"],
            )  # fmt: skip
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                form.add_error(field if field in form.fields else None, texts)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            form.data["seen"] = reporting.Claim.of(result_for(request, pk)).seen
        else:
            return _judged(request, result, form)
    result = result_for(request, pk)
    if request.htmx:
        # htmx shows nothing of an answer that is an error by its status.
        return render(request, "campaigns/_result_panel.html", panel(request, result, form))
    return _page(request, result, verdict=form, status=422)


def _judged(request, result: Result, form: VerdictForm):
    done = f"{form.transition.done}: {result.nominee}."
    if request.htmx:
        fresh = result_for(request, result.pk)
        context = {**panel(request, fresh), "done": done, "swaps_cell": True}
        return render(request, "campaigns/_result_panel.html", context)
    messages.success(request, done)
    following = (
        Result.objects.about(result.nominee)
        .filter(period=result.period, state=ResultState.REPORTED)
        .order_by("criterion__position", "pk")
        .first()
    )
    return redirect(following or nominee_url(result.period, result.nominee))


@require_POST
def result_reopen(request, pk):
    """Take the verdict back, with the reason."""
    result = result_for(request, pk)
    try:
        verifying.reopen(result, by=request.user, note=request.POST.get("note", ""))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{REOPEN_RESULT.done}: {result.nominee}.")
    return redirect(result)


@require_POST
def result_check(request, pk):
    """Write down what was found on the spot."""
    result = result_for(request, pk)
    form = CheckForm(request.POST)
    if form.is_valid():
        try:
            verifying.note_check(result, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Đã ghi biên bản kiểm tra thực tế.")
            return redirect(f"{result.get_absolute_url()}#kiem-tra")
    elif Role.OFFICE not in result.roles_of(request.user):
        raise PermissionDenied
    return _page(request, result, check=form, status=422)


@require_POST
def result_check_remove(request, pk, check_pk):
    """Take a check back that was entered by mistake."""
    result = result_for(request, pk)
    check = get_object_or_404(FieldCheck.objects.filter(result=result), pk=check_pk)
    verifying.drop_check(check, by=request.user)
    messages.success(request, "Đã bỏ biên bản kiểm tra.")
    return redirect(f"{result.get_absolute_url()}#kiem-tra")


# --- evidence ------------------------------------------------------------------------------------


def evidence_for(request, pk: int) -> Evidence:
    """Return a file of a result inside the user's scope; 404 otherwise."""
    seen = Result.objects.visible_to(request.user)
    return get_object_or_404(Evidence.objects.filter(result__in=seen), pk=pk)


def evidence_file(request, pk):
    """Return the file; never shown by the browser as a page of ours."""
    evidence = evidence_for(request, pk)
    return served(evidence.file, f"minh-chung-{evidence.pk}")


# --- good examples -------------------------------------------------------------------------------


@require_POST
def result_praise(request, pk):
    """Set a verified result up as a good example, or word its example anew."""
    result = result_for(request, pk)
    if not verifying.may_praise(result, request.user):
        raise PermissionDenied
    form = ExampleForm(request.POST)
    if not form.is_valid():
        return _page(request, result, example=form, status=422)
    verifying.praise(result, **form.cleaned_data, by=request.user)
    messages.success(request, f"Đã giới thiệu {result.nominee} là gương điển hình.")
    return redirect(f"{result.get_absolute_url()}#guong-dien-hinh")


@require_POST
def result_unpraise(request, pk):
    """Take the result's nominee off the list of examples."""
    result = result_for(request, pk)
    example = Example.objects.filter(result=result).select_related("result").first()
    if example is None:
        raise Http404
    verifying.drop_example(example, by=request.user)
    messages.success(request, "Đã bỏ khỏi danh sách gương điển hình.")
    return redirect(result)
