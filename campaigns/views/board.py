"""The office's board of one period: who has sent, who is late; consolidation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.board import LATE, STATE_LABELS, counts, counts_by_kind, rows
from campaigns.models import Campaign, Period, Registration
from campaigns.services import consolidating
from emulation.organization.exports import table_to_xlsx
from emulation.organization.models import Role, UnitKind
from emulation.vietnamese import search_key
from emulation.workflow import TransitionNotAllowed

LATE_LABEL = "Nhận muộn"
OVERSEERS = frozenset({Role.OFFICE, Role.CHAIR, Role.AUDITOR})


def period_for(request, pk: int) -> Period:
    """Return a period whose whole authority the user oversees; 404 or 403 otherwise."""
    period = get_object_or_404(
        Period.objects.select_related("campaign__authority", "campaign__plan").filter(
            campaign__in=Campaign.objects.visible_to(request.user)
        ),
        pk=pk,
    )
    if not (request.user.is_superuser or OVERSEERS & period.campaign.roles_of(request.user)):
        raise PermissionDenied
    return period


def _filtered(request, board):
    """Return the rows that the query asks for: state, kind of unit, words of the name."""
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    words = search_key(request.GET.get("q", ""))
    return [
        row
        for row in board
        if (not state or row.state == state or (state == LATE and row.is_late))
        and (not kind or row.unit.kind == kind)
        and (not words or words in row.unit.search_key)
    ]


def period_board(request, pk):
    """Show the board with its counts."""
    period = period_for(request, pk)
    board = rows(period, timezone.localdate())
    context = {
        "period": period,
        "campaign": period.campaign,
        "rows": _filtered(request, board),
        "total": len(board),
        "counts": [
            {"label": STATE_LABELS[state], "count": count, "url": f"?state={state}"}
            for state, count in counts(board).items()
        ]
        + [{"label": LATE_LABEL, "count": sum(r.is_late for r in board), "url": f"?state={LATE}"}],
        "by_kind": counts_by_kind(board),
        "states": [*STATE_LABELS.items(), (LATE, LATE_LABEL)],
        "kinds": [(k.value, k.label) for k in UnitKind if k in {row.unit.kind for row in board}],
        "query": request.GET,
        "is_office": Role.OFFICE in period.campaign.roles_of(request.user),
        "is_late": period.is_late(),
        "consolidated": Registration.objects.standing()
        .filter(period=period, unit=period.campaign.authority)
        .first(),
    }
    return render(request, "campaigns/period_board.html", context)


def period_export(request, pk):
    """Return the board as .xlsx, filtered as on the page."""
    period = period_for(request, pk)
    board = _filtered(request, rows(period, timezone.localdate()))
    return table_to_xlsx(
        ["Đơn vị", "Loại đơn vị", "Trạng thái", "Nhận muộn", "Số dòng", "Gửi lúc"],
        [
            [
                str(row.unit),
                row.unit.get_kind_display(),
                row.label,
                "x" if row.registration and row.registration.is_late else None,
                row.nominees,
                row.registration.submitted_at if row.registration else None,
            ]
            for row in board
        ],
        f"Tình hình đăng ký {period.name}",
    )


@require_POST
def period_consolidate(request, pk):
    """Build the authority's registration from the confirmed ones."""
    period = period_for(request, pk)
    try:
        outcome = consolidating.rebuild(period, by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect(period)
    waiting = f" Còn {len(outcome.waiting)} đơn vị chưa xác nhận xong." if outcome.waiting else ""
    messages.success(request, f"Đã tổng hợp từ {outcome.included} bản đăng ký.{waiting}")
    return redirect(outcome.registration)
