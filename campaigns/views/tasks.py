"""The tasks of a plan: the list, taking them from the plan's text, one task and its steps."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.tasks import TaskForm
from campaigns.models import Campaign, PlanTask
from campaigns.services import tasking
from campaigns.states import DESK, TaskState
from emulation.organization.exports import table_to_xlsx
from emulation.organization.history import timeline
from emulation.vietnamese import last_day_before
from emulation.workflow import TransitionNotAllowed, available, find


def campaign_for(request, pk, *, to_change=False):
    """Return a campaign in the user's scope; 404 otherwise, 403 for who may not change it."""
    found = Campaign.objects.visible_to(request.user).select_related("authority", "plan")
    campaign = get_object_or_404(found, pk=pk)
    if to_change:
        _require_desk(request, campaign)
    return campaign


def _require_desk(request, campaign):
    if not DESK & campaign.roles_of(request.user):
        raise PermissionDenied


def _rows(request, campaign):
    """Return the tasks that the query asks for: state, or what is late."""
    state, today = request.GET.get("state", ""), timezone.localdate()
    return [
        {"task": task, "late": task.is_late(today)}
        for task in campaign.tasks.select_related("unit", "campaign")
        if not state or task.state == state or (state == "late" and task.is_late(today))
    ]


def campaign_tasks(request, pk):
    """Show who does what by when."""
    campaign = campaign_for(request, pk)
    tasks, today = list(campaign.tasks.all()), timezone.localdate()
    context = {
        "campaign": campaign,
        "rows": _rows(request, campaign),
        "total": len(tasks),
        "state": request.GET.get("state", ""),
        "counts": [
            *(
                {"label": s.label, "count": sum(t.state == s for t in tasks),
                 "url": f"?state={s.value}", "tone": ""}
                for s in TaskState
            ),
            {"label": "Quá hạn", "count": (n := sum(t.is_late(today) for t in tasks)),
             "url": "?state=late", "tone": "bad" if n else ""},
        ],
        "may_edit": bool(DESK & campaign.roles_of(request.user)) and campaign.state in tasking.LIVE,
    }  # fmt: skip
    return render(request, "campaigns/campaign_tasks.html", context)


def campaign_tasks_export(request, pk):
    """Return the list as .xlsx, filtered as on the page."""
    campaign = campaign_for(request, pk)
    return table_to_xlsx(
        ["Ai làm", "Đơn vị chịu trách nhiệm", "Việc phải làm", "Hết ngày", "Trạng thái", "Quá hạn"],
        [
            [
                row["task"].who,
                str(row["task"].unit or ""),
                row["task"].text,
                last_day_before(row["task"].before) if row["task"].before else None,
                row["task"].get_state_display(),
                "x" if row["late"] else None,
            ]
            for row in _rows(request, campaign)
        ],
        "Phân công nhiệm vụ",
    )


@require_POST
def campaign_tasks_take(request, pk):
    """Add what the plan's "Tổ chức thực hiện" says."""
    campaign = campaign_for(request, pk, to_change=True)
    try:
        taken = tasking.take_from_plan(campaign, by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        if taken:
            messages.success(request, f"Đã lấy {taken} việc. Hãy xem lại đơn vị và thời hạn.")
        else:
            messages.info(request, "Không có việc nào mới trong phần «Tổ chức thực hiện».")
    return redirect("campaigns:campaign_tasks", campaign.pk)


def campaign_task_create(request, pk):
    """Add one task by hand."""
    campaign = campaign_for(request, pk, to_change=True)
    task = PlanTask(campaign=campaign, created_by=request.user)
    return _edit(request, task, "Thêm việc")


def task_for(request, pk):
    """Return a task in the user's scope; 404 otherwise."""
    found = PlanTask.objects.visible_to(request.user).select_related(
        "unit", "campaign__authority", "campaign__plan"
    )
    return get_object_or_404(found, pk=pk)


def task_edit(request, pk):
    """Change one task."""
    task = task_for(request, pk)
    _require_desk(request, task.campaign)
    return _edit(request, task, "Sửa việc")


def _edit(request, task, heading):
    campaign = task.campaign
    form = TaskForm(request.POST or None, instance=task)
    if request.method == "POST" and form.is_valid():
        try:
            tasking.require_desk(campaign, request.user)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        else:
            form.instance.position = task.position or tasking.next_position(campaign)
            form.save()
            messages.success(request, "Đã lưu việc phân công.")
        return redirect("campaigns:campaign_tasks", campaign.pk)
    context = {"campaign": campaign, "form": form, "heading": heading}
    return render(request, "campaigns/task_form.html", context)


def task_detail(request, pk):
    """Show one task, what was done about it, and the next steps."""
    task = task_for(request, pk)
    live = task.campaign.state in tasking.LIVE
    context = {
        "task": task,
        "campaign": task.campaign,
        "is_late": task.is_late(),
        "may_edit": live and bool(DESK & task.campaign.roles_of(request.user)),
        "transitions": available(task, request.user) if live else [],
        "log": timeline(task),
    }
    return render(request, "campaigns/task_detail.html", context)


@require_POST
def task_transition(request, pk):
    """Take a task one step on."""
    task = task_for(request, pk)
    try:
        step = find(PlanTask.TRANSITIONS, request.POST.get("transition", ""))
    except KeyError:
        raise Http404 from None
    try:
        tasking.step(task, step, by=request.user, note=request.POST.get("note", ""))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{step.done}: xong.")
    return redirect(task)
