"""Pages of decisions: the list, a draft from what was passed, one decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from awards.competence import decides
from dossiers.forms.decision import DraftForm, PublishForm, ReasonForm
from dossiers.forms.errors import add_errors
from dossiers.forms.filters import NEWEST_FIRST, DecisionFilter
from dossiers.lines import lines_of, of_day, payments
from dossiers.models import Decision, Nomination
from dossiers.naming import decision_symbol, full_number
from dossiers.services import deciding
from dossiers.states import DecisionState
from emulation.organization.history import timeline
from emulation.organization.models import IssuedPaper, Role, Unit

from .desk import chosen_desk, desk_units, is_desk, papers_of, require_overseer

PER_PAGE = 25
PAPERS = ("decision", "payment_list", "handover_sheet", "invitation", "broadcast")


def decision_for(request: Any, pk: int) -> Decision:
    """Return a decision in the user's scope; 404 otherwise."""
    found = Decision.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("authority", "period__campaign", "session__council"), pk=pk
    )


def decision_list(request):
    """List the decisions in scope; at the desk, how many nominations wait for one."""
    require_overseer(request.user)
    found = DecisionFilter(
        request.GET,
        queryset=Decision.objects.visible_to(request.user)
        .select_related("authority")
        .annotate(line_count=Count("lines"))
        .order_by(*NEWEST_FIRST),
    )
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    desks = desk_units(request.user)
    context = {
        "filter": found,
        "page": page,
        "rows": [(decision, number_of(decision)) for decision in page],
        "may_draft": bool(desks),
        "waiting": sum(deciding.ready(unit).count() for unit in desks),
    }
    return render(request, "dossiers/decision_list.html", context)


def number_of(decision: Decision) -> str:
    """Return "05/QĐ-UBND", "" for a draft."""
    return full_number(decision.number, decision_symbol(decision.authority))


def decision_create(request):
    """Draft a decision: choose among what the council passed."""
    authority = chosen_desk(request)
    ready = deciding.ready(authority)
    nominations = list(ready.order_by("period_id", "dossier__unit__sort_key", "pk"))
    first = nominations[0].period if nominations else None
    initial = {"title": f"Khen thưởng {_lower(first.campaign.name)}"} if first else {}
    form = DraftForm(request.POST or None, ready=ready, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = {nomination.pk for nomination in form.cleaned_data["nominations"]}
        try:
            decision = deciding.draft(
                authority,
                [nomination for nomination in nominations if nomination.pk in chosen],
                title=form.cleaned_data["title"],
                basis=form.cleaned_data["basis"],
                by=request.user,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Đã lập dự thảo quyết định.")
            return redirect(decision)
    checked = set(request.POST.getlist("nominations")) if form.is_bound else None
    context = {
        "form": form,
        "authority": authority,
        "groups": _groups(authority, nominations, checked),
    }
    return render(request, "dossiers/decision_create.html", context)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _groups(
    authority: Unit, nominations: Iterable[Nomination], checked: set[str] | None
) -> list[dict[str, Any]]:
    """Return what is ready by period; first of all, the first period is ticked.

    Each row says what would keep it out of a decision of today.
    """
    today = timezone.localdate()
    groups = []
    for place, (_, found) in enumerate(groupby(nominations, key=lambda n: n.period_id)):
        members = list(found)
        rows = []
        for nomination in members:
            award_type = of_day(nomination.proposed_award, today)
            rows.append(
                {
                    "nomination": nomination,
                    "award": award_type,
                    "refusal": decides(authority, award_type, today).refusal_to_decide,
                    "is_checked": place == 0 if checked is None else str(nomination.pk) in checked,
                }
            )
        groups.append({"period": members[0].period, "rows": rows})
    return groups


def decision_detail(request, pk):
    """Show whom the decision names, with how much money, its papers, and what comes next."""
    decision = decision_for(request, pk)
    lines = lines_of(decision)
    draft = decision.state == DecisionState.DRAFT
    issued = decision.state == DecisionState.ISSUED
    at_desk = is_desk(request.user, decision.authority)
    rows, problems = _rows(decision, lines, timezone.localdate() if draft else None)
    slugs = PAPERS if decision.state != DecisionState.CANCELLED else ()
    context = {
        "decision": decision,
        "number": number_of(decision),
        "rows": rows,
        "total": sum(row["amount"] or 0 for row in rows),
        "faults": (deciding.faults(decision, timezone.localdate(), lines) + problems)
        if draft
        else [],
        "papers": papers_of(
            decision, *slugs, *(["certificates"] if issued else []), user=request.user
        ),
        "issued_paper": IssuedPaper.of("decision", decision),
        "may_issue": draft and at_desk,
        "may_treat": at_desk and (draft or issued),
        "may_revoke": issued and Role.CHAIR in decision.roles_of(request.user),
        "may_publish": issued and at_desk,
        "has_certificates": not draft and decision.state != DecisionState.CANCELLED,
        "is_public": issued
        and decision.published_at is not None
        and decision.published_at <= timezone.now(),
        "discard_form": ReasonForm(auto_id="discard_%s"),
        "publish_form": PublishForm(auto_id="publish_%s"),
        "unpublish_form": ReasonForm(auto_id="unpublish_%s"),
        "log": timeline(decision),
    }
    return render(request, "dossiers/decision_detail.html", context)


def _rows(
    decision: Decision, lines: list[Any], day: dt.date | None
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the lines with award and money: as reckoned for `day`, as kept when it is None."""
    reckoned, problems = {}, []
    if day:
        money = payments(decision, day, lines)
        problems = list(money.problems)
        reckoned = {(*row.line.nominee, row.line.code, row.line.period): row for row in money.rows}
    rows = []
    for line in lines:
        nomination = line.nomination
        award_type = of_day(nomination.proposed_award, day) if day else None
        amount, note = line.amount, line.amount_note
        if award_type:
            key = (nomination.subject, nomination.nominee.pk, award_type.code, nomination.period_id)
            row = reckoned.get(key)
            amount = row.amount if row else None
            note = (row.reason or row.bonus.explanation) if row else ""
        name = line.award.award_name if line.award else nomination.proposed_award.name
        rows.append({"line": line, "award": name, "amount": amount, "note": note})
    return rows, problems
