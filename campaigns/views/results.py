"""A unit's results: its nominees, and the page on which one's results are reported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.awards_on import AwardsOn
from awards.models import Criterion
from awards.services.criteria import judged
from campaigns.assessing.candidates import KIND_SLUGS, Nominee, ref_of, targets_of
from campaigns.assessing.results import Row, row_of, rows_of, totals
from campaigns.forms.reporting import ClaimSheet, ReportForm
from campaigns.models import Evidence, Period, ReportRound, Result
from campaigns.services import reporting
from campaigns.services.reporting import AUTHORS, roles_for
from campaigns.states import ResultState
from emulation.organization.models import NomineeKind, Role, kind_of
from emulation.workflow import TransitionNotAllowed

from .eligibility_detail import MODELS
from .proofs import profile_of
from .result_grid import grid
from .scope import Scope, scope_of


def nominee_url(period: Period, nominee: Nominee) -> str:
    """Return the page on which a nominee's results of a period are reported."""
    return reverse(
        "campaigns:period_results_nominee",
        args=[period.pk, KIND_SLUGS[kind_of(nominee)], nominee.pk],
    )


def period_results(request, pk):
    """Show the office the grid of all results, a unit the list of its own nominees."""
    scope = scope_of(request.user, pk)
    if scope.oversees:
        return grid(request, scope)
    return _own(request, scope)


def _own(request, scope: Scope, problem: str = ""):
    rows = own_rows(scope)
    done, total = totals(rows)
    context = {
        **_base(scope),
        "problem": problem,
        "units": scope.units,
        "done": done,
        "total": total,
        "returned": [
            f"{row.nominee}: {result.criterion}"
            for row in rows
            for result in row.results.values()
            if result.state == ResultState.RETURNED
        ],
        "waiting": any(
            r.is_editable and r.says_something for row in rows for r in row.results.values()
        ),
        "entries": [{"row": row, "url": nominee_url(scope.period, row.nominee)} for row in rows],
        "report_form": ReportForm(),
        "closed": reporting.refusal(
            scope.period, scope.units[0], timezone.localdate(), is_office=False
        ),
    }
    return render(request, "campaigns/results_own.html", context, status=422 if problem else 200)


def own_rows(scope: Scope) -> list[Row]:
    """Return the rows of the user's own units."""
    rows = rows_of(scope.period, timezone.localdate())
    return [row for row in rows if any(unit.contains(row.unit) for unit in scope.units)]


@require_POST
def period_results_report(request, pk):
    """Report everything that the user's own units have entered, for one round."""
    scope = scope_of(request.user, pk)
    if not scope.units:
        raise PermissionDenied
    own = [result.pk for row in own_rows(scope) for result in row.results.values()]
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _own(request, scope, problem="Hãy chọn kỳ báo cáo.")
    results = Result.objects.filter(pk__in=own).with_work().select_related("period__campaign")
    try:
        sent = reporting.report(results, form.cleaned_data["round"], by=request.user)
    except (ValidationError, TransitionNotAllowed) as error:
        return _own(request, scope, problem=_words(error))
    messages.success(request, _reported(form.cleaned_data["round"], len(sent)))
    return redirect("campaigns:period_results", pk)


def _words(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _reported(round: str, count: int) -> str:
    if round == ReportRound.END:
        return f"Đã gửi văn phòng xác nhận {count} tiêu chuẩn."
    return f"Đã ghi báo cáo tiến độ {ReportRound(round).label} của {count} tiêu chuẩn."


# --- one nominee ---------------------------------------------------------------------------------


def _asked(request, pk: int, kind: str, nominee_pk: int) -> tuple[Scope, Nominee]:
    """Return scope and nominee; 404 for what is not there or not the user's to see."""
    scope = scope_of(request.user, pk)
    subject = next((k for k, slug in KIND_SLUGS.items() if slug == kind), None)
    if subject is None:
        raise Http404
    people = MODELS[subject].objects.all()
    if subject != NomineeKind.COLLECTIVE:
        people = people.select_related("unit")
    nominee = get_object_or_404(people, pk=nominee_pk)
    if not scope.admits(nominee):
        raise Http404
    return scope, nominee


def _writes(request, nominee: Nominee) -> bool:
    return bool(AUTHORS & roles_for(nominee, request.user))


def _sheet(request, scope: Scope, nominee: Nominee, *, bound: bool) -> ClaimSheet:
    row = row_of(scope.period, nominee, timezone.localdate())
    return ClaimSheet(
        row.criteria,
        row.results,
        sentences=_sentences(scope.period, row.criteria),
        closed=reporting.closed_for(scope.period, nominee, request.user),
        writes=_writes(request, nominee),
        data=request.POST if bound else None,
        files=request.FILES if bound else None,
    )


def _sentences(period: Period, criteria: list[Criterion]) -> dict[int, str]:
    names = AwardsOn.on(period.campaign.reference_day).names if criteria else {}
    return {criterion.pk: judged(criterion, names) for criterion in criteria}


def period_results_nominee(request, pk, kind, nominee_pk):
    """Show one nominee's results; a POST saves them all, brings the files, and may report."""
    scope, nominee = _asked(request, pk, kind, nominee_pk)
    if request.method != "POST":
        return _page(request, scope, nominee, _sheet(request, scope, nominee, bound=False))
    if not _writes(request, nominee):
        raise PermissionDenied
    sheet = _sheet(request, scope, nominee, bound=True)
    reports = request.POST.get("action") == "report"
    report_form = _report_form(request, nominee, request.POST if reports else None)
    is_complete = report_form.is_valid() if reports else True
    if not sheet.is_valid() or not _saved(request, scope, nominee, sheet):
        return _page(request, scope, nominee, sheet, report_form, status=422)
    if not reports:
        if removed := _removed(request, scope, nominee):
            return redirect(f"{nominee_url(scope.period, nominee)}#tc-{removed}")
        messages.success(request, "Đã lưu kết quả.")
        return redirect(nominee_url(scope.period, nominee))
    if is_complete and _sent(request, scope, nominee, report_form):
        return redirect(nominee_url(scope.period, nominee))
    fresh = _sheet(request, scope, nominee, bound=False)
    return _page(request, scope, nominee, fresh, report_form, status=422)


def _report_form(request, nominee: Nominee, data: Any = None) -> ReportForm:
    return ReportForm(data, for_unit=Role.UNIT not in roles_for(nominee, request.user))


def _saved(request, scope: Scope, nominee: Nominee, sheet: ClaimSheet) -> bool:
    """Save claims and files, all of them or nothing; then the cards say why."""
    try:
        with transaction.atomic():
            reporting.save(
                scope.period, nominee, sheet.claims(), seen=sheet.seen(), by=request.user
            )
            files = {form.criterion: form.cleaned_data["files"] for form in sheet.forms}
            reporting.attach(scope.period, nominee, files, by=request.user)
    except ValidationError as error:
        sheet.put(error)
        sheet.accept_newer(reporting.results_of(scope.period, nominee))
        return False
    return True


def _removed(request, scope: Scope, nominee: Nominee) -> int | None:
    """Take away the file that the button names; return its criterion, None when none was meant."""
    pk = request.POST.get("remove", "")
    evidence = (
        Evidence.objects.filter(
            result__in=Result.objects.about(nominee).filter(period=scope.period),
            pk=int(pk) if pk.isdecimal() else None,
        )
        .select_related("result__period__campaign", "result__unit", "result__person__unit",
                        "result__household__unit")
        .first()
    )  # fmt: skip
    if evidence is None:
        return None
    try:
        reporting.remove_evidence(evidence, by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã bỏ tệp «{evidence.name}».")
    return evidence.result.criterion_id


def _sent(request, scope: Scope, nominee: Nominee, form: ReportForm) -> bool:
    """Report what was saved; the form says why when that cannot be."""
    round, note = form.cleaned_data["round"], form.cleaned_data.get("note", "")
    results = Result.objects.about(nominee).filter(period=scope.period).with_work()
    try:
        sent = reporting.report(
            results.select_related("period__campaign"), round, by=request.user, note=note
        )
    except (ValidationError, TransitionNotAllowed) as error:
        form.add_error(None, f"Đã lưu, nhưng chưa gửi. {_words(error)}")
        return False
    messages.success(request, _reported(round, len(sent)))
    return True


@require_POST
def period_results_autosave(request, pk, kind, nominee_pk):
    """Save what is valid so far; answers with JSON: the marks of what is stored, or messages."""
    scope, nominee = _asked(request, pk, kind, nominee_pk)
    if not _writes(request, nominee):
        raise PermissionDenied
    sheet = _sheet(request, scope, nominee, bound=True)
    if sheet.is_valid():
        try:
            reporting.save(
                scope.period, nominee, sheet.claims(), seen=sheet.seen(), by=request.user
            )
        except ValidationError as error:
            sheet.put(error)
    if errors := sheet.errors:
        message = next(iter(errors.values()))[0]
        return JsonResponse({"errors": errors, "message": message}, status=422)
    # Only of what was sent as it is stored: another's newer words stay to be seen first.
    fields = {form.add_prefix("seen"): form.claim().seen for form in sheet.forms
              if form.claim().seen != form.cleaned_data["seen"]}  # fmt: skip
    return JsonResponse({"saved_at": f"{timezone.localtime():%H:%M}", "fields": fields})


def _page(request, scope, nominee, sheet, report_form=None, *, status=200):
    period = scope.period
    results = {c.criterion.pk: c.result for c in sheet.cards if c.result}
    row = Row(nominee, [card.criterion for card in sheet.cards], results)
    writes = _writes(request, nominee)
    context = {
        **_base(scope),
        "nominee": nominee,
        "unit": row.unit,
        "profile": profile_of(nominee),
        "sheet": sheet,
        "row": row,
        "targets": targets_of(period, timezone.localdate()).get(ref_of(nominee), []),
        "writes": writes and any(card.form for card in sheet.cards),
        "closed": reporting.closed_for(period, nominee, request.user) if writes else "",
        "report_form": report_form or _report_form(request, nominee),
        "autosave_url": reverse(
            "campaigns:period_results_autosave",
            args=[period.pk, KIND_SLUGS[kind_of(nominee)], nominee.pk],
        ),
    }
    return render(request, "campaigns/results_nominee.html", context, status=status)


def _base(scope: Scope) -> dict[str, Any]:
    return {"period": scope.period, "campaign": scope.period.campaign, "scope": scope}
