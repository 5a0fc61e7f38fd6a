"""Backups in the browser, for administrators alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render

from emulation.organization import backups
from emulation.uploads.serving import confined


def backup_list(request):
    """Show the backups of the folder; a POST has the worker take another one."""
    if not request.user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        if backups.ask_for(by=request.user):
            messages.success(request, "Đang sao lưu ở phía sau; tải lại trang sau ít phút.")
        else:
            messages.info(request, "Bản sao lưu trước đang được lập, chưa lập thêm.")
        return redirect("organization:backup_list")
    context = {"kept": backups.kept(), "state": backups.last_state()}
    return render(request, "organization/backup_list.html", context)


def backup_file(request, name):
    """Hand over one backup; who fetched it is written down."""
    path = backups.file_of(name) if request.user.is_superuser else None
    if path is None:
        raise Http404
    backups.note_fetched(name, by=request.user)
    return confined(FileResponse(path.open("rb"), as_attachment=True, filename=name))
