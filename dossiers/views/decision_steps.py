"""Steps of a decision: issue, discard, revoke, make public; treating one line of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from dossiers.forms.decision import NumberForm, PublishForm, ReasonForm, RevokeForm
from dossiers.forms.errors import add_errors
from dossiers.lines import lines_of, payments
from dossiers.models import Decision, DecisionLine
from dossiers.naming import decision_symbol
from dossiers.services import deciding, publishing
from dossiers.states import DISCARD, DecisionState
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed, move

from .decision import decision_for, number_of
from .desk import is_desk


def decision_at_desk(request: Any, pk: int) -> Decision:
    """Return a decision that the user may act on; 404 outside his scope, 403 otherwise."""
    decision = decision_for(request, pk)
    if not is_desk(request.user, decision.authority):
        raise PermissionDenied
    return decision


def decision_issue(request, pk):
    """Show what is in the way, then issue under a number and date."""
    decision = decision_at_desk(request, pk)
    if decision.state != DecisionState.DRAFT:
        return redirect(decision)
    symbol = decision_symbol(decision.authority)
    form = NumberForm(request.POST or None, authority=decision.authority, symbol=symbol)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.issue(decision, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã ban hành Quyết định số {number_of(decision)}.")
            return redirect("dossiers:decision_detail", pk)
    lines, today = lines_of(decision), timezone.localdate()
    money = payments(decision, today, lines)
    context = {
        "decision": decision,
        "form": form,
        "count": len(lines),
        "total": sum(row.amount for row in money.rows),
        "faults": [*deciding.faults(decision, today, lines), *money.problems],
    }
    return render(request, "dossiers/decision_issue.html", context)


@require_POST
def decision_discard(request, pk):
    """Give up a draft, with a reason; its nominations wait for another decision."""
    decision = decision_at_desk(request, pk)
    return _stepped(
        request,
        decision,
        lambda: move(decision, DISCARD, by=request.user, note=request.POST.get("reason", "")),
        "Đã bỏ dự thảo; các đề nghị trở lại chờ quyết định.",
    )


@require_POST
def decision_publish(request, pk):
    """Make an issued decision public, now or from an hour on."""
    decision = decision_at_desk(request, pk)
    form = PublishForm(request.POST)
    if not form.is_valid():
        for texts in form.errors.values():
            messages.error(request, f"Công khai từ: {' '.join(texts)}")
        return redirect(decision)
    at = form.cleaned_data["at"]
    return _stepped(
        request,
        decision,
        lambda: publishing.publish(decision, at=at, by=request.user),
        "Đã ghi việc công khai trên trang vinh danh.",
    )


@require_POST
def decision_unpublish(request, pk):
    """Take a decision off the honour page, with a reason."""
    decision = decision_at_desk(request, pk)
    note = request.POST.get("reason", "")
    return _stepped(
        request,
        decision,
        lambda: publishing.unpublish(decision, by=request.user, note=note),
        "Đã thôi công khai.",
    )


def _stepped(request: Any, decision: Decision, step: Any, said: str) -> HttpResponse:
    """Take a step and go back to the decision, with what happened."""
    try:
        step()
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("dossiers:decision_detail", decision.pk)


def decision_revoke(request, pk):
    """Revoke the whole decision: the head's step."""
    decision = decision_for(request, pk)
    if Role.CHAIR not in decision.roles_of(request.user):
        raise PermissionDenied
    form = RevokeForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            deciding.revoke(decision, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã hủy bỏ quyết định và thu hồi mọi khen thưởng của nó.")
            return redirect("dossiers:decision_detail", pk)
    context = {"decision": decision, "number": number_of(decision), "form": form}
    return render(request, "dossiers/decision_revoke.html", context)


def decision_line(request, pk, line_pk):
    """Treat one nominee: out of the draft, refused by the head, or revoked once decided."""
    decision = decision_at_desk(request, pk)
    line = get_object_or_404(
        DecisionLine.objects.select_related(
            "decision__authority", "award", "nomination__authority", "nomination__award_type",
            "nomination__lowered_to", "nomination__unit", "nomination__person__unit",
            "nomination__household__unit",
        ),
        decision=decision,
        pk=line_pk,
    )  # fmt: skip
    action = request.POST.get("action", "")
    refuse_form = ReasonForm(request.POST if action == "refuse" else None, auto_id="refuse_%s")
    revoke_form = RevokeForm(
        request.POST if action == "revoke" else None, initial={"on": timezone.localdate()}
    )
    try:
        said = _treated(line, action, refuse_form, revoke_form, request.user)
    except ValidationError as error:
        add_errors(revoke_form, error)
        said = ""
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        said = ""
    if said:
        messages.success(request, said)
        return redirect("dossiers:decision_detail", pk)
    context = {
        "decision": decision,
        "number": number_of(decision),
        "line": line,
        "is_draft": decision.state == DecisionState.DRAFT,
        "may_revoke": decision.state == DecisionState.ISSUED
        and line.award is not None
        and line.award.revoked_on is None
        and Role.CHAIR in decision.roles_of(request.user),
        "refuse_form": refuse_form,
        "revoke_form": revoke_form,
        "form": revoke_form if action == "revoke" else refuse_form,
    }
    return render(request, "dossiers/decision_line.html", context)


def _treated(
    line: DecisionLine, action: str, refuse_form: ReasonForm, revoke_form: RevokeForm, by: Any
) -> str:
    """Do what was asked; return what to say, "" when nothing was done."""
    if action == "leave_out":
        deciding.leave_out(line, by=by)
        return f"Đã bỏ «{line.nomination.nominee}» khỏi dự thảo."
    if action == "refuse" and refuse_form.is_valid():
        deciding.refuse(line.nomination, by=by, note=refuse_form.cleaned_data["reason"])
        return f"Đã ghi không khen thưởng «{line.nomination.nominee}»."
    if action == "revoke" and revoke_form.is_valid():
        deciding.revoke_award(line, by=by, **revoke_form.cleaned_data)
        return f"Đã thu hồi khen thưởng của «{line.award.recipient}»."
    return ""
