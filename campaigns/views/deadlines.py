"""The deadlines of a period: what holds, who has not sent, more time, one click to chase."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.deadlines import DeadlineKind
from campaigns.forms.deadlines import ExtensionForm, ReportedForm
from campaigns.models import Period
from campaigns.owing import owed, units_in_scope
from campaigns.services import chasing, extending, reminding
from campaigns.states import DESK, LetterState
from emulation.organization.models import Role, Unit
from emulation.workflow import TransitionNotAllowed

from .board import period_for


def period_deadlines(request, pk):
    """Show the four deadlines, who owes what, and every change; take a new one."""
    period = period_for(request, pk)
    scoped = Period.objects.with_scope().get(pk=period.pk)
    today = timezone.localdate()
    units = Unit.objects.filter(pk__in=[u.pk for u in units_in_scope([scoped], today)[scoped.pk]])
    form = ExtensionForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            extending.extend(period, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
            return redirect("campaigns:period_deadlines", period.pk)
        else:
            messages.success(request, "Đã đổi thời hạn; các đơn vị gửi được theo thời hạn mới.")
            return redirect("campaigns:period_deadlines", period.pk)
    return render(
        request, "campaigns/period_deadlines.html", _shown(request, scoped, form, ReportedForm())
    )


def _shown(request, period, form, reported_form):
    roles, standings = period.campaign.roles_of(request.user), owed([period], timezone.localdate())
    letters = period.chase_letters.exclude(state=LetterState.CANCELLED)
    return {
        "period": period,
        "campaign": period.campaign,
        "deadlines": [
            {
                "kind": kind,
                "before": period.before(kind),
                "planned": period.planned(kind),
                "rows": (rows := standings.get((period.pk, kind), [])),
                "owing": [row for row in rows if row.owes],
                "letters": [letter for letter in letters if letter.kind == kind],
                "is_own": kind == DeadlineKind.REPORT,
            }
            for kind in DeadlineKind
        ],
        "changes": period.extensions.select_related("unit", "by").order_by("-at", "-pk"),
        "form": form,
        "reported_form": reported_form,
        "may_change": bool(DESK & roles) and period.campaign.is_issued,
        "is_office": Role.OFFICE in roles and period.campaign.is_issued,
    }


@require_POST
def period_reported(request, pk):
    """Note when the closing report went to the superior."""
    period = period_for(request, pk)
    form = ReportedForm(request.POST)
    if form.is_valid():
        try:
            extending.set_reported(period, on=form.cleaned_data["on"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Đã ghi ngày gửi báo cáo tổng kết.")
    if form.errors:
        scoped = Period.objects.with_scope().get(pk=period.pk)
        context = _shown(request, scoped, ExtensionForm(units=Unit.objects.none()), form)
        return render(request, "campaigns/period_deadlines.html", context)
    return redirect("campaigns:period_deadlines", period.pk)


def _kind(slug: str) -> str:
    if slug not in DeadlineKind.values:
        raise Http404
    return slug


@require_POST
def period_chase(request, pk, kind):
    """Write a reminder to everybody who has not sent; it waits in the outbox."""
    period = period_for(request, pk)
    try:
        done = reminding.chase(period, _kind(kind), by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect("campaigns:period_deadlines", period.pk)
    if not done.reminders:
        messages.info(request, "Không có đơn vị nào cần nhắc thêm hôm nay.")
        return redirect("campaigns:period_deadlines", period.pk)
    messages.success(request, f"Đã soạn {done.messages} thư nhắc {done.reminders} đơn vị.")
    if done.unreached:
        names = ", ".join(map(str, done.unreached))
        messages.warning(request, f"Chưa có địa chỉ thư, hãy nhắc cách khác: {names}.")
    return redirect("campaigns:message_list")


@require_POST
def period_letter(request, pk, kind):
    """Draft the chase letter about a deadline, or bring the draft up to date."""
    period = period_for(request, pk)
    try:
        letter = chasing.draft(period, _kind(kind), by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect("campaigns:period_deadlines", period.pk)
    messages.success(request, f"Đã lập dự thảo công văn gửi {letter.units.count()} đơn vị.")
    return redirect(letter)
