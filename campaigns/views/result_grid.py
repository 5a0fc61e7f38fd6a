"""The office's grid of results: nominees × criteria, bulk verifying, comparison, sheets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.assessing.candidates import KIND_SLUGS, Ref
from campaigns.assessing.results import (
    STATES,
    Row,
    columns_of,
    rows_of,
    totals,
    year_on_year,
)
from campaigns.models import Period, ReportRound, Result, ResultReport
from campaigns.services import verifying
from campaigns.states import ResultState
from emulation.organization.exports import table_to_xlsx
from emulation.organization.models import NOMINEE_FIELDS, NomineeKind, Role
from emulation.vietnamese import search_key

from .scope import Scope, scope_of

PER_PAGE = 50
TONES = {"reported": "info", "returned": "warn", "met": "good", "not_met": "bad"}


def grid(request, scope: Scope):
    """Show one nominee kind's results side by side, those waiting for the office marked."""
    period = scope.period
    everybody = rows_of(period, timezone.localdate())
    subjects = [kind for kind in NomineeKind if any(row.subject == kind for row in everybody)]
    subject = _subject(request.GET.get("subject", ""), subjects)
    rows = [row for row in everybody if row.subject == subject]
    rounds = reported_rounds(period)
    shown = filtered(request.GET, rows, rounds)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    on_page = [result for row in page.object_list for result in row.results.values()]
    prefetch_related_objects(on_page, "reports")
    columns = columns_of(rows)
    states = sum((row.states for row in rows), Counter())
    done, total = totals(rows)
    is_office = Role.OFFICE in period.campaign.roles_of(request.user)
    context = {
        "period": period,
        "campaign": period.campaign,
        "subjects": [(kind.value, kind.label) for kind in subjects],
        "subject": subject,
        "criteria": columns,
        "entries": [
            _entry(row, period)
            | {"cells": [(c in row.criteria, row.results.get(c.pk)) for c in columns]}
            for row in page.object_list
        ],
        "page": page,
        "shown": len(shown),
        "count": len(rows),
        "done": done,
        "total": total,
        "stats": _stats(states, subject),
        "states": STATES.items(),
        "rounds": [(r.value, r.label, _in_round(rows, rounds, r)) for r in ReportRound
                   if r != ReportRound.END],
        "round_choices": [(r.value, r.label) for r in ReportRound],
        "query": request.GET,
        "is_office": is_office,
        "waiting": is_office and states[ResultState.REPORTED],
        "ticked": bool(request.GET.get("all")),
        "bulk_url": f"{reverse('campaigns:period_results_verify', args=[period.pk])}"
        f"?{request.GET.urlencode()}",
        "all_url": _with(request.GET, all="1"),
    }  # fmt: skip
    return render(request, "campaigns/results_grid.html", context)


def _subject(asked: str, subjects: list[NomineeKind]) -> str:
    if asked in subjects or not subjects:
        return asked if asked in NomineeKind.values else NomineeKind.COLLECTIVE
    return subjects[0]


def _with(query: Any, **changes: str) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed[name] = value
    return f"?{changed.urlencode()}"


def _entry(row: Row, period: Period) -> dict[str, Any]:
    args = [period.pk, KIND_SLUGS[NomineeKind(row.subject)], row.nominee.pk]
    return {"row": row, "url": reverse("campaigns:period_results_nominee", args=args)}


def _stats(states: Counter[str], subject: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "count": states[state],
            "tone": TONES.get(state, "") if states[state] else "",
            "url": f"?subject={subject}&state={state}",
        }
        for state, label in STATES.items()
        if state != ResultState.DRAFT
    ]


def reported_rounds(period: Period) -> dict[Ref, set[str]]:
    """Return for which rounds each nominee has reported something (one query)."""
    fields = list(NOMINEE_FIELDS.items())
    rows = (
        ResultReport.objects.filter(result__period=period)
        .order_by()
        .values_list("round", *(f"result__{field}" for _, field in fields))
        .distinct()
    )
    found: dict[Ref, set[str]] = defaultdict(set)
    for round, *ids in rows:
        for (kind, _), pk in zip(fields, ids, strict=True):
            if pk:
                found[str(kind), pk].add(round)
    return found


def _in_round(rows: Iterable[Row], rounds: dict[Ref, set[str]], round: str) -> int:
    return sum(round in rounds.get(row.ref, ()) for row in rows)


def filtered(query: Any, rows: Iterable[Row], rounds: dict[Ref, set[str]]) -> list[Row]:
    """Return the rows that the query asks for: words, a state in any cell, a round not reported."""
    words, state = search_key(query.get("q", "")).split(), query.get("state", "")
    missing = query.get("missing", "")
    return [
        row
        for row in rows
        if (not state or row.states[state])
        and (not missing or missing not in rounds.get(row.ref, ()))
        and all(word in f"{row.nominee.search_key} {row.unit.search_key}" for word in words)
    ]


@require_POST
def period_results_verify(request, pk):
    """Verify the ticked results as met; say which could not be, and why."""
    scope = scope_of(request.user, pk)
    if Role.OFFICE not in scope.period.campaign.roles_of(request.user):
        raise PermissionDenied
    ids = [int(one) for one in request.POST.getlist("result") if one.isdecimal()]
    results = (
        Result.objects.filter(period=scope.period, pk__in=ids)
        .with_nominee()
        .select_related("criterion")
    )
    bulk = verifying.verify_all(results, by=request.user)
    if bulk.done:
        messages.success(request, f"Đã xác nhận đạt {len(bulk.done)} kết quả.")
    for result, reason in bulk.left:
        messages.warning(request, f"{result.nominee} – «{result.criterion}»: {reason}.")
    if not ids:
        messages.warning(request, "Hãy đánh dấu các ô cần xác nhận.")
    query = request.GET.copy()
    query.pop("all", None)
    back = reverse("campaigns:period_results", args=[pk])
    return redirect(f"{back}?{query.urlencode()}" if query else back)


# --- sheets and the comparison -------------------------------------------------------------------


def period_results_export(request, pk):
    """Return the results as .xlsx, one row a nominee and criterion; a unit gets its own."""
    scope = scope_of(request.user, pk)
    rows = [r for r in rows_of(scope.period, timezone.localdate()) if scope.admits(r.nominee)]
    if subject := request.GET.get("subject"):
        rows = [row for row in rows if row.subject == subject]
    rows = filtered(request.GET, rows, reported_rounds(scope.period))
    prefetch_related_objects([r for row in rows for r in row.results.values()], "checks", "log")
    return table_to_xlsx(
        ["Đối tượng", "Loại", "Đơn vị", "Tiêu chuẩn", "Trạng thái", "Tự đánh giá", "Số liệu",
         "Kết quả đạt được", "Điểm tự chấm", "Điểm xác nhận", "Số minh chứng",
         "Nhận xét của văn phòng", "Kiểm tra thực tế"],
        [line for row in rows for line in _lines(row)],
        f"Kết quả {scope.period.name}",
    )  # fmt: skip


def _lines(row: Row) -> Iterable[list[Any]]:
    for criterion, result in row.cells:
        head = [str(row.nominee), NomineeKind(row.subject).label, str(row.unit), criterion.text]
        if result is None:
            yield [*head, STATES["none"], None, None, None, None, None, 0, None, None]
            continue
        notes = [entry.note for entry in result.log.all() if entry.note]
        yield [
            *head, STATES[result.verdict], result.claims_met, result.number, result.text or None,
            result.claimed_points, result.points, result.files, notes[-1] if notes else None,
            "\n".join(map(str, result.checks.all())) or None,
        ]  # fmt: skip


def period_results_compare(request, pk):
    """Put what was registered beside what was achieved, and each index beside last year's."""
    scope, rows = _compared(request, pk)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    indexes = year_on_year(scope.period, page.object_list)
    context = {
        "period": scope.period,
        "campaign": scope.period.campaign,
        "entries": [
            _entry(row, scope.period)
            | {"indexes": indexes.get(row.nominee.pk, []) if row.subject == "C" else []}
            for row in page.object_list
        ],
        "page": page,
        "shown": len(rows),
        "query": request.GET,
        "kinds": NomineeKind.choices,
        "year": scope.period.year,
    }
    return render(request, "campaigns/results_compare.html", context)


def _compared(request, pk: int) -> tuple[Scope, list[Row]]:
    scope = scope_of(request.user, pk)
    if not scope.oversees:
        raise Http404
    rows = rows_of(scope.period, timezone.localdate())
    if subject := request.GET.get("subject"):
        rows = [row for row in rows if row.subject == subject]
    return scope, filtered(request.GET, rows, {})


def period_results_compare_export(request, pk):
    """Return the comparison as .xlsx."""
    scope, rows = _compared(request, pk)
    indexes = year_on_year(scope.period, rows)
    year = scope.period.year
    return table_to_xlsx(
        ["Đối tượng", "Loại", "Đơn vị", "Đăng ký", "Kết quả báo cáo", "Tiêu chuẩn phải báo cáo",
         "Đã báo cáo", "Đã xác nhận đạt", "Điểm xác nhận", "Chỉ số", f"Điểm {year - 1}",
         f"Điểm {year}", f"Thứ hạng {year - 1}", f"Thứ hạng {year}"],
        [
            [*_compared_line(row), *index]
            for row in rows
            for index in _index_lines(indexes.get(row.nominee.pk, [])
                                      if row.subject == NomineeKind.COLLECTIVE else [])
        ],
        f"Đăng ký và kết quả {scope.period.name}",
    )  # fmt: skip


def _compared_line(row: Row) -> list[Any]:
    achieved = [r.text for _, r in row.cells if r and r.text and r.state != ResultState.DRAFT]
    return [
        str(row.nominee), NomineeKind(row.subject).label, str(row.unit),
        "\n".join(row.targets) or None, "\n".join(achieved) or None, row.total, row.reported,
        row.met, row.points,
    ]  # fmt: skip


def _index_lines(indexes: Iterable[Any]) -> list[list[Any]]:
    """Return a line's columns for each index, one empty line for none."""
    lines = [
        [
            one.name,
            one.before and one.before.score,
            one.after and one.after.score,
            one.before and one.before.rank,
            one.after and one.after.rank,
        ]
        for one in indexes
    ]
    return lines or [[None] * 5]
