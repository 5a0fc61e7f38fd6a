"""Pages of the councils: list with their sessions, one council with its members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from awards.competence import awards_on, regime_on, vote_rules
from dossiers.forms.council import CouncilForm, SeatForm
from dossiers.models import Council, CouncilSession, Seat, SeatRole
from dossiers.services.agenda import seats_on
from dossiers.states import SessionState
from emulation.changes import edits
from emulation.organization.models import OVERSEERS, Role, Unit
from emulation.vietnamese import search_key

PER_PAGE = 25


def require_overseer(user: Any) -> None:
    """Raise Http404 for who oversees nothing: a council is not a unit's matter."""
    if not (user.is_superuser or user.member_units_as(*OVERSEERS)):
        raise Http404


def offices_of(user: Any) -> list[Unit]:
    """Return the authorities whose office `user` is of."""
    return list(Unit.objects.filter(pk__in=user.authorities_as(Role.OFFICE)))


def council_for(request: Any, pk: int) -> Council:
    """Return a council in the user's scope; 404 otherwise."""
    return get_object_or_404(
        Council.objects.visible_to(request.user).select_related("authority", "standing_unit"),
        pk=pk,
    )


def is_office(user: Any, record: Any) -> bool:
    """Whether `user` is of the office of the record's authority."""
    return Role.OFFICE in user.roles_at(record.authority)


def require_office(user: Any, record: Any) -> None:
    """Raise PermissionDenied but for the office."""
    if not is_office(user, record):
        raise PermissionDenied


def council_list(request):
    """List the sessions in scope, searched and filtered, and the councils."""
    require_overseer(request.user)
    query, state = request.GET.get("q", ""), request.GET.get("state", "")
    sessions = CouncilSession.objects.visible_to(request.user).select_related(
        "council", "authority"
    )
    if state in SessionState.values:
        sessions = sessions.filter(state=state)
    if query:
        # Titles have no search key of their own; there are few sessions a year.
        wanted = search_key(query)
        found = [s.pk for s in sessions if wanted in search_key(f"{s.title} {s.place}")]
        sessions = sessions.filter(pk__in=found)
    sessions = sessions.annotate(item_count=Count("items")).order_by("-planned_at", "-pk")
    page = Paginator(sessions, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "councils": Council.objects.visible_to(request.user)
        .select_related("authority")
        .annotate(seat_count=Count("seats"))
        .order_by("authority", "-starts_on", "pk"),
        "page": page,
        "states": SessionState.choices,
        "query": query,
        "state": state,
        "may_create": bool(request.user.authorities_as(Role.OFFICE)),
    }
    return render(request, "dossiers/council_list.html", context)


def council_create(request):
    """Enter a council; the regime's quorum is offered."""
    require_overseer(request.user)
    authorities = offices_of(request.user)
    if not authorities:
        raise PermissionDenied
    form = CouncilForm(request.POST or None, authorities=authorities)
    if request.method == "POST" and form.is_valid():
        council = form.save()
        messages.success(request, "Đã lập Hội đồng. Tiếp theo: thêm thành viên.")
        return redirect(council)
    return _council_form(request, form, None)


def council_edit(request, pk):
    """Change a council's facts."""
    council = council_for(request, pk)
    require_office(request.user, council)
    form = CouncilForm(request.POST or None, instance=council, authorities=[council.authority])
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Đã lưu Hội đồng.")
        return redirect(council)
    return _council_form(request, form, Council.objects.get(pk=pk))


def _council_form(request, form, council):
    regime = regime_on(timezone.localdate())
    context = {"form": form, "council": council, "regime": regime}
    return render(request, "dossiers/council_form.html", context)


def council_detail(request, pk):
    """Show the members of today, those before, what the council still lacks, its sessions."""
    council = council_for(request, pk)
    today = timezone.localdate()
    current = seats_on(council, today)
    seats = list(council.seats.select_related("person__unit", "user"))
    keys = {seat.pk for seat in current}
    context = {
        "council": council,
        "current": [seat for seat in seats if seat.pk in keys],
        "others": [seat for seat in seats if seat.pk not in keys],
        "warnings": warnings_about(current),
        "sessions": council.sessions.annotate(item_count=Count("items")).order_by("-planned_at")[
            :10
        ],
        "is_office": is_office(request.user, council),
        "rules": _rules(today),
    }
    return render(request, "dossiers/council_detail.html", context)


def warnings_about(seats: list[Seat]) -> list[str]:
    """Say what is unusual about the members of a day (domain.md section 3)."""
    found = []
    chairs = sum(seat.role == SeatRole.CHAIR for seat in seats)
    if chairs != 1:
        found.append(f"Hội đồng phải có đúng một Chủ tịch, hiện có {chairs}.")
    if not any(seat.role == SeatRole.SECRETARY for seat in seats):
        found.append("Chưa có thư ký.")
    if seats and len(seats) % 2 == 0:
        found.append(f"Số thành viên đang là số chẵn ({len(seats)}); nên là số lẻ.")
    return found


def _rules(day):
    """Return which share of votes awards need on the day, the common rule last."""
    rules = vote_rules(day)
    names = {award.code: award.name for award in awards_on(day)}
    return [
        (names.get(code, "Các danh hiệu, hình thức khác"), rule)
        for code, rule in sorted(rules.items(), key=lambda pair: pair[0] == "*")
        if code == "*" or code in names
    ]


def council_seat_create(request, pk):
    """Add a member."""
    council = council_for(request, pk)
    require_office(request.user, council)
    form = SeatForm(request.POST or None, instance=Seat(council=council))
    if request.method == "POST" and form.is_valid():
        seat = form.save()
        messages.success(request, f"Đã thêm {seat.name}.")
        if "more" in request.POST:
            return redirect("dossiers:council_seat_create", council.pk)
        return redirect(council)
    context = {"form": form, "council": council, "seat": None, "edits": []}
    return render(request, "dossiers/council_seat_form.html", context)


def council_seat_edit(request, pk):
    """Change a member or end his term; every version is kept."""
    seat = get_object_or_404(
        Seat.objects.filter(council__in=Council.objects.visible_to(request.user)).select_related(
            "council__authority"
        ),
        pk=pk,
    )
    require_office(request.user, seat.council)
    form = SeatForm(request.POST or None, instance=seat)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Đã lưu {seat.name}.")
        return redirect(seat.council)
    stored = Seat.objects.select_related("council").get(pk=pk)
    context = {"form": form, "council": seat.council, "seat": stored, "edits": edits(stored)}
    return render(request, "dossiers/council_seat_form.html", context)
