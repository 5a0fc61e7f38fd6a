"""The first page after login: what waits for the user, from all floors."""

import datetime as dt

from django.shortcuts import render

from campaigns import todo as campaigns_todo
from dossiers import todo


def home(request):
    """Show "Việc cần làm", the most pressing first."""
    work = [*todo.work_for(request.user), *campaigns_todo.work_for(request.user)]
    work.sort(key=lambda one: one.before or dt.date.max)
    waiting = [*todo.ballots_for(request.user), *work]
    return render(request, "dossiers/home.html", {"work": waiting})
