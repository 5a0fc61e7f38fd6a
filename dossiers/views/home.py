"""The first page after login: what waits for the user, from all floors."""

from django.shortcuts import render

from campaigns.todo import work_for


def home(request):
    """Show "Việc cần làm"."""
    return render(request, "dossiers/home.html", {"work": work_for(request.user)})
