"""The outbox of reminders: what waits for the office, what went, how it reminds."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from campaigns.forms.deadlines import MessageForm, ReminderSettingForm
from campaigns.models import Message
from campaigns.services import reminding
from campaigns.states import DROP, RELEASE, MessageState
from emulation.organization.history import timeline
from emulation.organization.models import OVERSEERS, Role, Unit
from emulation.workflow import TransitionNotAllowed, available, find

PER_PAGE = 25


def _offices(user) -> list[Unit]:
    """Return the authorities whose office the user is."""
    return list(Unit.objects.filter(pk__in=user.authorities_as(Role.OFFICE)))


def message_list(request):
    """List the reminders of the authorities in scope, newest first, what waits on top."""
    if not (request.user.is_superuser or request.user.member_units_as(*OVERSEERS)):
        raise Http404
    scope = Message.objects.visible_to(request.user)
    state = request.GET.get("state", "")
    found = scope.filter(state=state) if state in MessageState.values else scope
    counts = dict(scope.order_by().values_list("state").annotate(n=Count("pk")))
    page = Paginator(found.select_related("recipient", "authority"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "state": state,
        "counts": [
            {"label": one.label, "count": counts.get(one.value, 0), "url": f"?state={one.value}"}
            for one in MessageState
        ],
        "waiting": counts.get(MessageState.WAITING, 0),
        "offices": _offices(request.user),
    }
    return render(request, "campaigns/message_list.html", context)


def message_for(request, pk):
    """Return a message in the user's scope; 404 otherwise."""
    found = Message.objects.visible_to(request.user).select_related("authority", "recipient")
    return get_object_or_404(found, pk=pk)


def message_detail(request, pk):
    """Show one reminder with what happened to it; its words can be changed while it waits."""
    message = message_for(request, pk)
    form = MessageForm(request.POST or None, instance=message)
    if request.method == "POST" and form.is_valid():
        try:
            reminding.reword(message, by=request.user, **form.cleaned_data)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Đã lưu nội dung thư.")
        return redirect(message)
    steps = available(message, request.user)
    context = {
        "message": message,
        "form": form,
        "may_edit": message.state == MessageState.WAITING
        and Role.OFFICE in message.roles_of(request.user),
        "transitions": [step for step in steps if step in (RELEASE, DROP)],
        "reminders": message.reminders.select_related("unit", "period__campaign", "task__campaign"),
        "log": timeline(message),
    }
    return render(request, "campaigns/message_detail.html", context)


@require_POST
def message_transition(request, pk):
    """Let one reminder go, or drop it."""
    message = message_for(request, pk)
    try:
        step = find((RELEASE, DROP), request.POST.get("transition", ""))
    except KeyError:
        raise Http404 from None
    try:
        if step == DROP:
            reminding.drop(message, by=request.user)
            messages.success(request, "Thư này sẽ không được gửi.")
        elif reminding.release(message, by=request.user):
            messages.success(request, "Thư đang được gửi.")
        else:
            messages.info(request, "Đơn vị đã gửi rồi nên thư không được gửi đi.")
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    return redirect("campaigns:message_list")


@require_POST
def message_release_all(request):
    """Let everything that waits at the user's offices go."""
    offices = _offices(request.user)
    if not offices:
        raise PermissionDenied
    went = met = 0
    for office in offices:
        gone, dropped = reminding.release_all(office, by=request.user)
        went, met = went + gone, met + dropped
    note = f" {met} thư không gửi vì đơn vị đã gửi rồi." if met else ""
    messages.success(request, f"Đang gửi {went} thư nhắc.{note}")
    return redirect("campaigns:message_list")


def reminder_setting(request):
    """How the user's office reminds: read first or at once, its own words."""
    offices = _offices(request.user)
    if not offices:
        raise PermissionDenied
    # One account works for one office as a rule; another one is named in the address.
    chosen = request.GET.get("co-quan", "")
    office = next((unit for unit in offices if str(unit.pk) == chosen), offices[0])
    setting = reminding.setting_of(office)
    form = ReminderSettingForm(request.POST or None, instance=setting)
    if request.method == "POST" and form.is_valid():
        form.instance.set_by = request.user
        form.save()
        messages.success(request, "Đã lưu cách nhắc việc.")
        return redirect("campaigns:message_list")
    context = {"form": form, "office": office}
    return render(request, "campaigns/reminder_setting.html", context)
