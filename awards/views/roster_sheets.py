"""Lists of people and units sent in: upload, columns, preview, progress."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from awards.forms.records import SheetForm
from awards.forms.roster import ColumnsForm
from awards.roster.lists import LISTS
from awards.roster.reading import MOVED, missing_columns, read_sheet
from awards.services import roster as services
from emulation.organization.models import RosterSheet, RosterState
from emulation.organization.sheets.reading import CHANGED, NEW, SAME, UNCLEAR, WRONG, SheetError

from .records import authorities_of, require_office
from .sheets import STATES

SHOWN = 300
VERDICTS = STATES | {MOVED: ("Chuyển đơn vị", "info")}


def roster_upload(request, kind):
    """Take a filled-in list, or somebody's own one."""
    require_office(request)
    form = SheetForm(
        request.POST or None, request.FILES or None, authorities=authorities_of(request.user)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sheet = services.receive(
                kind, data["file"].content, name=request.FILES["file"].name,
                authority=data["authority"], by=request.user,
            )  # fmt: skip
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            known = not missing_columns(sheet)
            return redirect(f"awards:rostersheet_{'review' if known else 'columns'}", sheet.pk)
    waiting = RosterSheet.objects.visible_to(request.user).filter(kind=kind)
    context = {"list": LISTS[kind], "form": form, "earlier": waiting[:5]}
    return render(request, "awards/roster_upload.html", context)


def sheet_for(request, pk):
    """Return a list of the user's own office; 404 otherwise."""
    found = RosterSheet.objects.visible_to(request.user).select_related("authority")
    return get_object_or_404(found, pk=pk)


def roster_columns(request, pk):
    """Choose which column of the list means what."""
    sheet = sheet_for(request, pk)
    if not services.may_change(sheet):
        raise Http404
    head = request.GET.get("dong", "")
    if head.isdecimal() and int(head) < len(sheet.lines):
        sheet.head = int(head)
    form = ColumnsForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        services.map_columns(sheet, form.cleaned_data["head"], form.mapping, form.defaults)
        return redirect("awards:rostersheet_review", pk)
    context = {
        "sheet": sheet,
        "list": LISTS[sheet.kind],
        "form": form,
        "above": [form[name] for name in ("head", "unit", "employment") if name in form.fields],
        "columns": [form[name] for name in form.columns],
    }
    return render(request, "awards/roster_columns.html", context)


def roster_review(request, pk):
    """Show what was read, row by row, and how far it is; a POST saves it, all of it or nothing."""
    sheet = sheet_for(request, pk)
    if not services.may_change(sheet):
        return _progress(request, sheet)
    if request.method == "POST":
        answers = {
            name.removeprefix("who-"): value
            for name, value in request.POST.items()
            if name.startswith("who-") and name.removeprefix("who-").isdecimal()
        }
        services.answer(sheet, answers, replaces="replaces" in request.POST)
        if "save" in request.POST:
            services.start(sheet, by=request.user)
            if sheet.state == RosterState.DONE:
                messages.success(request, sheet.message)
                return redirect(f"awards:roster_{sheet.kind}")
        return redirect("awards:rostersheet_review", pk)
    try:
        reading = read_sheet(sheet)
    except SheetError as error:
        messages.error(request, str(error))
        return redirect("awards:rostersheet_columns", pk)
    return render(request, "awards/roster_review.html", _review(sheet, reading))


def _progress(request, sheet):
    template = "awards/_roster_progress.html" if request.htmx else "awards/roster_progress.html"
    return render(request, template, {"sheet": sheet, "list": LISTS[sheet.kind]})


def _review(sheet, reading):
    order = [WRONG, UNCLEAR, MOVED, CHANGED, NEW, SAME]
    rows = sorted(reading.rows, key=lambda row: (order.index(row.state), row.number))
    asked = [row for row in rows if row.choices and row.state != UNCLEAR]
    others = [row for row in rows if not (row.choices and row.state != UNCLEAR)]
    shown = (asked + others) if len(asked) < SHOWN else rows
    return {
        "sheet": sheet,
        "list": LISTS[sheet.kind],
        "reading": reading,
        "rows": [
            {"row": row, "label": VERDICTS[row.state][0], "tone": VERDICTS[row.state][1],
             "who": f"who-{row.number}"}
            for row in sorted(shown[:SHOWN], key=lambda row: (order.index(row.state), row.number))
        ],
        "hidden": max(len(rows) - SHOWN, 0),
        "differs": reading.count(CHANGED) + reading.count(MOVED),
        "counts": [
            {"label": VERDICTS[state][0], "tone": VERDICTS[state][1], "count": reading.count(state)}
            for state in order
        ],
    }  # fmt: skip
