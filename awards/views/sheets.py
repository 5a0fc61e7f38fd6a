"""Sheets of records: the template, the upload, the preview, saving all of it or nothing."""

import secrets

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from awards.directory import rated_on
from awards.forms.records import SheetForm
from awards.records.kinds import INDEX, KINDS, RATING
from awards.records.reading import read
from awards.records.sheets import template
from awards.services.records import SavedMeanwhile, save_all
from emulation.organization.exports import CONTENT_TYPE
from emulation.organization.sheets.reading import CHANGED, NEW, SAME, UNCLEAR, WRONG, SheetError

from .records import authorities_of, require_office

KEPT_FOR = 24 * 3600  # seconds that an upload waits for its corrections
SHOWN = 300
STATES = {
    WRONG: ("Có lỗi", "bad"), UNCLEAR: ("Cần chọn", "warn"), CHANGED: ("Khác dữ liệu cũ", "info"),
    NEW: ("Ghi mới", "good"), SAME: ("Đã có, bỏ qua", "quiet"),
}  # fmt: skip


def sheet_template(request, kind):
    """Return an empty sheet; for yearly tables everybody of the authority stands in it already."""
    kind = KINDS[kind]
    require_office(request)
    authority = authorities_of(request.user).first()
    nominees, today = [], timezone.localdate()
    if kind in (RATING, INDEX) and authority:
        nominees = rated_on(authority, None, kind.subjects, today)
    response = HttpResponse(
        template(kind, nominees, today.year if nominees else None), content_type=CONTENT_TYPE
    )
    response["Content-Disposition"] = f'attachment; filename="mau-{kind.slug}.xlsx"'
    return response


def _key(request, token):
    return f"record-sheet-{request.user.pk}-{token}"


def sheet_upload(request, kind):
    """Take a filled-in sheet and look at it."""
    kind = KINDS[kind]
    require_office(request)
    form = SheetForm(
        request.POST or None, request.FILES or None, authorities=authorities_of(request.user)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            read(kind, data["file"].content, data["authority"])
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            token = secrets.token_urlsafe(12)
            kept = {
                "content": data["file"].content,
                "authority": data["authority"].pk,
                "name": request.FILES["file"].name[:120],
                "kind": kind.code,
            }
            cache.set(_key(request, token), kept, KEPT_FOR)
            return redirect(kind.url("sheet_review"), token)
    return render(request, "awards/sheet_upload.html", {"kind": kind, "form": form})


def sheet_review(request, kind, token):
    """Show what was read, row by row; a POST saves it as chosen, all of it or nothing."""
    kind = KINDS[kind]
    kept = cache.get(_key(request, token))
    if kept is None or kept["kind"] != kind.code:
        raise Http404
    authority = authorities_of(request.user).filter(pk=kept["authority"]).first()
    if authority is None:
        raise Http404
    chosen = {
        int(name.removeprefix("who-")): value
        for name, value in request.POST.items()
        if name.startswith("who-") and name.removeprefix("who-").isdecimal()
    }
    reading = read(kind, kept["content"], authority, chosen)
    ticked = {name for name in request.POST if name.startswith("replace-")}
    error = ""
    if request.method == "POST" and "save" in request.POST:
        if reading.may_save:
            records = [
                row.record for row in reading.rows
                if row.state == NEW or (row.state == CHANGED and f"replace-{row.number}" in ticked)
            ]  # fmt: skip
            try:
                new, changed = save_all(
                    kind, records, by=request.user, reason=f"Nạp từ tệp {kept['name']}"
                )
            except SavedMeanwhile as trouble:
                error = str(trouble)
            else:
                cache.delete(_key(request, token))
                left = reading.count(CHANGED) - changed
                more = f", để nguyên {left} dòng khác" if left else ""
                messages.success(
                    request,
                    f"Đã nạp: ghi mới {new}, sửa {changed}, "
                    f"bỏ qua {reading.count(SAME)} dòng đã có{more}.",
                )
                return redirect(kind.url("list"))
        else:
            error = "Chưa lưu gì: còn dòng có lỗi hoặc chưa chọn người."
    order = list(STATES)
    rows = sorted(reading.rows, key=lambda row: (order.index(row.state), row.number))
    page = Paginator(rows, SHOWN).page(1)
    context = {
        "kind": kind,
        "authority": authority,
        "name": kept["name"],
        "reading": reading,
        "rows": _shown(rows),
        "hidden": max(len(rows) - SHOWN, 0),
        "page": page,
        "ticked": ticked,
        "error": error,
        "counts": [
            {"label": label, "tone": tone, "count": reading.count(state)}
            for state, (label, tone) in STATES.items()
        ],
    }
    return render(request, "awards/sheet_review.html", context)


def _shown(rows):
    """Return what needs an answer in full, the rest up to a limit."""
    asking = [row for row in rows if row.state in (WRONG, UNCLEAR, CHANGED)]
    others = [row for row in rows if row.state not in (WRONG, UNCLEAR, CHANGED)]
    shown = asking + others[: max(SHOWN - len(asking), 0)]
    return [
        {
            "row": row,
            "label": STATES[row.state][0],
            "tone": STATES[row.state][1],
            "who": f"who-{row.number}",
            "replace": f"replace-{row.number}",
        }
        for row in shown
    ]
