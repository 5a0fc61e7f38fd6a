"""The first page after login: what waits for the user, from all floors."""

import datetime as dt

from django.shortcuts import redirect, render
from django.utils import timezone

from campaigns import todo as campaigns_todo
from campaigns.deadlines import Stage
from dossiers import todo
from emulation.organization.models import Unit

# Late first; what is far off or has no day comes last.
HEADINGS = {
    Stage.LATE: "Quá hạn",
    Stage.EVE: "Hạn hôm nay, ngày mai",
    Stage.WEEK: "Hạn trong 7 ngày tới",
    None: "Việc khác",
}


def home(request):
    """Show "Việc cần làm", the most pressing first."""
    if request.user.is_superuser and not Unit.objects.authorities().exists():
        return redirect("organization:first_run")
    today = timezone.localdate()
    work = [*todo.work_for(request.user), *campaigns_todo.work_for(request.user)]
    work.sort(key=lambda one: one.before or dt.date.max)
    ballots = todo.ballots_for(request.user)
    groups = [("Đang bỏ phiếu", ballots)] + [
        (heading, [one for one in work if one.stage(today) == stage])
        for stage, heading in HEADINGS.items()
    ]
    context = {"work": [*ballots, *work], "groups": [group for group in groups if group[1]]}
    return render(request, "dossiers/home.html", context)
