"""The bank of good examples: who did what worth telling, by period."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import render

from campaigns.assessing.candidates import unit_of
from campaigns.models import Campaign, Example
from emulation.organization.exports import table_to_xlsx
from emulation.vietnamese import search_key

PER_PAGE = 30


def _seen(request):
    """Return the examples of the campaigns that the user sees: they are there to be told."""
    found = (
        Example.objects.filter(period__campaign__in=Campaign.objects.visible_to(request.user))
        .with_nominee()
        .select_related("period__campaign", "result__criterion")
    )
    period = request.GET.get("period", "")
    if period.isdecimal():
        found = found.filter(period=int(period))
    words = search_key(request.GET.get("q", "")).split()
    return [
        example
        for example in found
        if all(word in search_key(f"{example} {example.text}") for word in words)
    ]


def _periods(request):
    """Return the periods that have examples, newest first."""
    seen = Campaign.objects.visible_to(request.user)
    rows = Example.objects.filter(period__campaign__in=seen).select_related("period__campaign")
    found = {example.period_id: example.period for example in rows}
    return sorted(found.values(), key=lambda period: (period.starts_on, period.pk), reverse=True)


def example_list(request):
    """List the examples; each period has a bulletin to print."""
    found = _seen(request)
    periods = _periods(request)
    chosen = request.GET.get("period", "")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "count": len(found),
        "periods": [(str(period.pk), f"{period.campaign} – {period}") for period in periods],
        "bulletins": [p for p in periods if not chosen or str(p.pk) == chosen],
        "query": request.GET,
        "reachable": set(Example.objects.visible_to(request.user).values_list("pk", flat=True)),
    }
    return render(request, "campaigns/example_list.html", context)


def example_export(request):
    """Return the examples as .xlsx."""
    return table_to_xlsx(
        ["Họ tên, tên tập thể", "Đơn vị", "Tên gương", "Việc làm, kết quả", "Tiêu chuẩn",
         "Phong trào", "Kỳ"],
        [
            [
                str(e.nominee), str(unit_of(e.nominee)), e.title, e.text,
                e.result.criterion.text, str(e.period.campaign), str(e.period),
            ]
            for e in _seen(request)
        ],
        "Gương điển hình tiên tiến",
    )  # fmt: skip
