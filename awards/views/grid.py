"""The table of a year: everybody of a unit or of the whole authority, saved in one go."""

import datetime as dt

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from awards.directory import rated_on
from awards.forms.grid import Grid
from awards.records.kinds import INDEX, KINDS
from awards.services.records import SavedMeanwhile, save_all
from emulation.changes import words
from emulation.organization.models import PAR_INDEX, Unit
from emulation.organization.services.records import bands_on
from emulation.organization.sheets.columns import EARLIEST, LATEST

from .records import authorities_of, require_office

LARGEST = 400


def year_grid(request, kind):
    """Show the table; a POST saves what was edited, all of it or nothing."""
    kind = KINDS[kind]
    require_office(request)
    authorities = authorities_of(request.user)
    units = Unit.objects.filter(authority__in=authorities).select_related("authority")
    chosen = units.filter(pk=_number(request.GET.get("don_vi"))).first()
    authority = chosen.authority if chosen else authorities.first()
    today = timezone.localdate()
    year = _number(request.GET.get("nam"))
    year = year if EARLIEST <= year <= LATEST else today.year
    index = request.GET.get("chi_so") or PAR_INDEX
    day = min(max(dt.date(year, 12, 31), today if year == today.year else dt.date.min),
              dt.date(year, 12, 31))  # fmt: skip
    nominees = rated_on(authority, chosen, kind.subjects, day) if authority else []
    too_many = len(nominees) > LARGEST
    grid = Grid(kind, [] if too_many else nominees, year,
                request.POST if request.method == "POST" else None, index)  # fmt: skip
    bands = bands_on(authority, day) if authority and kind is INDEX else []
    if request.method == "POST":
        records = grid.records(bands)
        if records is not None:
            try:
                new, changed = save_all(
                    kind, records, by=request.user, reason=f"Bảng {kind.one} năm {year}"
                )
            except SavedMeanwhile as error:
                grid.head.add_error(None, str(error))
            else:
                messages.success(request, f"Đã lưu: ghi mới {new}, sửa {changed} dòng.")
                return redirect(request.get_full_path())
    context = {
        "kind": kind,
        "grid": grid,
        "year": year,
        "years": range(today.year, today.year - 8, -1),
        "units": units,
        "chosen": chosen,
        "index": index,
        "groups": _groups(grid),
        "too_many": too_many,
        "bands": [f"{band.get_rating_display()} từ {words(band.from_percent)}%" for band in bands],
        "list_url": reverse(kind.url("list")),
    }
    return render(request, "awards/year_grid.html", context)


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _groups(grid):
    """Return the rows under the unit that they belong to, units under a heading of their own."""
    groups = {}
    for row in grid.rows:
        unit = getattr(row.nominee, "unit", None)
        groups.setdefault(str(unit) if unit else "Tập thể", []).append(row)
    return list(groups.items())
