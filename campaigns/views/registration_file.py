"""A registration as a file: the table to fill in, the upload, the preview, what was sent."""

import base64
import secrets

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from campaigns.forms.registration import TableFileForm
from campaigns.models import RegistrationFile
from campaigns.papers.registration_sheet import sheet
from campaigns.reading.grid import GridError
from campaigns.services import register_sheet, registering
from campaigns.services.register_sheet import (
    CHANGED,
    NEW,
    REMOVED,
    SAME,
    UNCLEAR,
    UNMARKED,
    WRONG,
    ChangedMeanwhile,
)
from emulation.organization.exports import CONTENT_TYPE
from emulation.uploads import SafeFile, served
from emulation.workflow import TransitionNotAllowed

from .registration import registration_for

KEPT_FOR = 24 * 3600  # seconds that an upload waits for its answers
STATES = {
    WRONG: ("Có lỗi", "bad"), UNCLEAR: ("Cần chọn", "warn"), REMOVED: ("Bỏ dòng", "bad"),
    CHANGED: ("Sửa", "info"), NEW: ("Thêm", "good"), SAME: ("Giữ nguyên", "quiet"),
    UNMARKED: ("Không đăng ký", "quiet"),
}  # fmt: skip


def registration_sheet(request, pk):
    """Return the official table as .xlsx; while it is open, with all who could be put down."""
    registration = registration_for(request, pk)
    is_open = registration.may_edit(request.user)
    more = registering.candidates(registration) if is_open else None
    response = HttpResponse(sheet(registration, more), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="dang-ky-thi-dua-{pk}.xlsx"'
    return response


def _open_registration(request, pk):
    """Return a registration whose rows the user may change now; 404, 403 otherwise."""
    registration = registration_for(request, pk)
    if not registration.may_edit(request.user):
        raise PermissionDenied
    return registration


def _key(request, registration, token):
    return f"registration-file-{request.user.pk}-{registration.pk}-{token}"


def registration_upload(request, pk):
    """Take a filled-in table and look at it."""
    registration = _open_registration(request, pk)
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            register_sheet.compare(registration, file.content, file.suffix)
        except GridError as error:
            form.add_error("file", str(error))
        else:
            token = secrets.token_urlsafe(12)
            kept = {
                "content": base64.b64encode(file.content).decode(),
                "suffix": file.suffix,
                "sha256": file.sha256,
                "name": request.FILES["file"].name[:200],
            }
            cache.set(_key(request, registration, token), kept, KEPT_FOR)
            return redirect("campaigns:registration_review", pk, token)
    context = {
        "registration": registration,
        "campaign": registration.period.campaign,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "campaigns/registration_upload.html", context, status=status)


def registration_review(request, pk, token):
    """Show row by row what the file changes; a POST takes all of it over, or nothing."""
    registration = _open_registration(request, pk)
    kept = cache.get(_key(request, registration, token))
    if kept is None:
        raise Http404
    file = SafeFile(base64.b64decode(kept["content"]), kept["suffix"], kept["sha256"])
    chosen = {
        int(name.removeprefix("who-")): value
        for name, value in request.POST.items()
        if name.startswith("who-") and name.removeprefix("who-").isdecimal()
    }
    drop, error = "drop" in request.POST, ""
    if request.method == "POST" and "save" in request.POST:
        try:
            register_sheet.apply(
                registration, file, kept["name"], seen=request.POST.get("seen", ""),
                drop_absent=drop, by=request.user, chosen=chosen,
            )  # fmt: skip
        except ChangedMeanwhile:
            error = "Bản đăng ký vừa được sửa ở nơi khác. Hãy xem lại so sánh ở dưới rồi lưu."
        except TransitionNotAllowed as trouble:
            error = str(trouble)
        except ValidationError as trouble:
            error = " ".join(trouble.messages)
        else:
            cache.delete(_key(request, registration, token))
            messages.success(request, f"Đã nạp bảng đăng ký từ tệp «{kept['name']}».")
            return redirect(registration)
    found = register_sheet.compare(registration, file.content, file.suffix, chosen)
    order = list(STATES)
    shown = [row for row in found.rows if row.state != UNMARKED]
    rows = sorted(shown, key=lambda row: (order.index(row.state), row.number))
    context = {
        "registration": registration,
        "campaign": registration.period.campaign,
        "name": kept["name"],
        "found": found,
        "rows": [_shown(row, found) for row in rows],
        "counts": [
            {"label": label, "tone": tone, "count": found.count(state)}
            for state, (label, tone) in STATES.items()
            if found.count(state)
        ],
        "respelled": [(heading, title) for heading, title in found.columns if heading != title],
        "drop": drop,
        "error": error,
    }
    return render(
        request, "campaigns/registration_review.html", context, status=422 if error else 200
    )


def _shown(row, found):
    label, tone = STATES[row.state]
    named = str(row.named[1]) if row.named else ""
    return {
        "row": row,
        "label": label,
        "tone": tone,
        "who": f"who-{row.number}",
        "named": "" if row.entry.name.startswith(named) else named,
        "marks": found.titles(row.offers),
    }


def registration_file(request, pk, file_pk):
    """Return a table as it was sent."""
    registration = registration_for(request, pk)
    kept = get_object_or_404(RegistrationFile, registration=registration, pk=file_pk)
    return served(kept.file, f"dang-ky-da-gui-{kept.pk}")
