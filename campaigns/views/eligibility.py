"""Who is eligible in a period, and why: the list, its sheet, a unit's own nominees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from awards.facts import Outcome
from campaigns.assessing.candidates import KIND_SLUGS, Candidate
from campaigns.assessing.judging import Assessed, assessments
from campaigns.assessing.outcomes import achievements
from emulation.organization.exports import table_to_xlsx
from emulation.organization.models import NomineeKind
from emulation.vietnamese import search_key

from .proofs import profile_of
from .scope import Scope, scope_of

PER_PAGE = 50
UNCONFIRMED = "unconfirmed"
ORDERS = {
    "award": "Danh hiệu, hình thức",
    "unit": "Đơn vị",
    "name": "Họ tên (theo tên gọi)",
}


def detail_url(row: Assessed) -> str:
    """Return the page of one nominee and award."""
    return candidate_url(row.candidate)


def candidate_url(candidate: Candidate) -> str:
    """Return the page of a candidate."""
    slug = KIND_SLUGS[NomineeKind(candidate.subject)]
    return reverse(
        "campaigns:period_eligibility_detail",
        args=[candidate.period.pk, candidate.offer.pk, slug, candidate.nominee.pk],
    )


def period_eligibility(request, pk):
    """List every candidate of the period with what was found; a unit goes to its own page."""
    scope = scope_of(request.user, pk)
    if not scope.oversees:
        return redirect("campaigns:period_eligibility_own", pk)
    found = assessments(scope.period, timezone.localdate())
    rows = _ordered(_filtered(request.GET, found), request.GET.get("order", ""))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_base(scope),
        "counts": _counts(found),
        "total": len(found),
        "shown": len(rows),
        "page": page,
        "groups": _groups(page.object_list, request.GET.get("order", "")),
        "awards": _awards(found),
        "units": _units(found),
        "outcomes": [*Outcome.choices, (UNCONFIRMED, "Chờ xác nhận đăng ký")],
        "orders": ORDERS.items(),
        "query": request.GET,
        "export_url": reverse("campaigns:period_eligibility_export", args=[pk]),
    }
    return render(request, "campaigns/eligibility.html", context)


def period_eligibility_export(request, pk):
    """Return the list as .xlsx, filtered and in the order of the page."""
    scope = scope_of(request.user, pk)
    found = assessments(scope.period, timezone.localdate(), confidential=scope.oversees)
    found = [row for row in found if scope.admits(row.candidate.nominee)]
    rows = _ordered(_filtered(request.GET, found), request.GET.get("order", ""))
    return table_to_xlsx(
        [
            "Họ tên, tên tập thể",
            "Đối tượng",
            "Đơn vị",
            "Danh hiệu, hình thức",
            "Kết luận",
            "Nhận xét",
            "Chưa đạt, chưa có dữ liệu",
            "Lưu ý",
            "Văn phòng kết luận khác",
            "Đăng ký đã xác nhận",
        ],
        [_sheet_row(row) for row in rows],
        f"Điều kiện khen thưởng {scope.period.name}",
    )


def _sheet_row(row: Assessed) -> list[Any]:
    candidate, found = row.candidate, row.assessment
    return [
        str(candidate.nominee),
        NomineeKind(candidate.subject).label,
        str(candidate.unit),
        candidate.award_name,
        row.label,
        found.summary,
        "\n".join(f"{f.rule.text}: {f.reason}" for f in row.missing),
        "\n".join(warning.text for warning in found.warnings),
        "\n".join(f"{f.rule.text}: {f.override.reason}" for f in row.overrides),
        candidate.is_confirmed,
    ]


def period_achieved(request, pk):
    """Compare what was registered with who is eligible and what was given (year's end)."""
    scope = scope_of(request.user, pk)
    if not scope.oversees:
        raise Http404
    found = assessments(scope.period, timezone.localdate())
    context = {
        **_base(scope),
        "rows": achievements(scope.period, found),
        "total": len(found),
    }
    return render(request, "campaigns/eligibility_achieved.html", context)


def period_eligibility_own(request, pk):
    """Show a unit what its own nominees still lack, so that it can mend it in time."""
    scope = scope_of(request.user, pk)
    if not scope.units:
        return redirect("campaigns:period_eligibility", pk)
    found = [
        row
        for row in assessments(scope.period, timezone.localdate(), confidential=False)
        if any(unit.contains(row.candidate.unit) for unit in scope.units)
    ]
    found.sort(key=lambda row: (row.candidate.subject, row.candidate.nominee.sort_key))
    context = {
        **_base(scope),
        "counts": _counts(found),
        "nominees": [
            {
                "nominee": rows[0].candidate.nominee,
                "profile": profile_of(rows[0].candidate.nominee),
                "rows": [{"row": row, "url": detail_url(row)} for row in rows],
            }
            for rows in _by_nominee(found)
        ],
        "units": scope.units,
        "export_url": reverse("campaigns:period_eligibility_export", args=[pk]),
    }
    return render(request, "campaigns/eligibility_own.html", context)


def _by_nominee(found: Iterable[Assessed]) -> list[list[Assessed]]:
    return [list(rows) for _, rows in groupby(found, key=lambda row: row.candidate.ref)]


def _base(scope: Scope) -> dict[str, Any]:
    return {"period": scope.period, "campaign": scope.period.campaign, "scope": scope}


def _counts(found: Iterable[Assessed]) -> list[dict[str, Any]]:
    """Return how many of the confirmed candidates stand where, then those not confirmed yet."""
    rows = list(found)
    counted = Counter(row.assessment.outcome for row in rows if row.candidate.is_confirmed)
    tones = {
        Outcome.ELIGIBLE: "good",
        Outcome.INELIGIBLE: "bad",
        Outcome.DEFERRED: "warn",
        Outcome.UNKNOWN: "",
    }
    counts = [
        {
            "label": outcome.label,
            "count": counted[outcome],
            "tone": tone if counted[outcome] else "",
            "url": f"?outcome={outcome}",
        }
        for outcome, tone in tones.items()
    ]
    waiting = sum(not row.candidate.is_confirmed for row in rows)
    if waiting:
        counts.append(
            {
                "label": "Chờ xác nhận đăng ký",
                "count": waiting,
                "tone": "",
                "url": f"?outcome={UNCONFIRMED}",
            }
        )
    return counts


def _filtered(query: Any, found: Iterable[Assessed]) -> list[Assessed]:
    """Return the rows that the query asks for: award, outcome, unit, words of the name."""
    award, unit = query.get("award", ""), query.get("unit", "")
    outcome, words = query.get("outcome", ""), search_key(query.get("q", "")).split()
    return [
        row
        for row in found
        if (not award or str(row.candidate.offer.pk) == award)
        and (not unit or str(row.candidate.unit.pk) == unit)
        and _has_outcome(row, outcome)
        and all(word in row.candidate.nominee.search_key for word in words)
    ]


def _has_outcome(row: Assessed, outcome: str) -> bool:
    if outcome == UNCONFIRMED:
        return not row.candidate.is_confirmed
    return not outcome or (row.candidate.is_confirmed and row.assessment.outcome == outcome)


def _ordered(rows: list[Assessed], order: str) -> list[Assessed]:
    """Sort by heading, then by Vietnamese given name; what is not confirmed stands last."""

    def key(row: Assessed) -> tuple:
        candidate = row.candidate
        name = (candidate.subject, candidate.nominee.sort_key, candidate.nominee.pk)
        last = (candidate.offer.position, candidate.offer.pk)
        heads = {"unit": (candidate.unit.sort_key,), "name": ()}
        return (not candidate.is_confirmed, *heads.get(order, last), *name, *last)

    return sorted(rows, key=key)


def _groups(rows: Iterable[Assessed], order: str) -> list[dict[str, Any]]:
    """Return the rows of a page under their headings, with the address of each."""

    def heading(row: Assessed) -> str:
        candidate = row.candidate
        if not candidate.is_confirmed:
            return "Bản đăng ký chờ văn phòng xác nhận"
        return {"unit": str(candidate.unit), "name": ""}.get(order, candidate.offer.title)

    return [
        {"title": title, "rows": [(row, detail_url(row)) for row in group]}
        for title, group in groupby(rows, key=heading)
    ]


def _awards(found: Iterable[Assessed]) -> list[tuple[str, str]]:
    offers = {row.candidate.offer.pk: row.candidate.offer for row in found}
    ordered = sorted(offers.values(), key=lambda offer: (offer.position, offer.pk))
    return [(str(offer.pk), offer.title) for offer in ordered]


def _units(found: Iterable[Assessed]) -> list[tuple[str, str]]:
    units = {row.candidate.unit.pk: row.candidate.unit for row in found}
    ordered = sorted(units.values(), key=lambda unit: unit.sort_key)
    return [(str(unit.pk), str(unit)) for unit in ordered]
