"""What waits for a user on this floor: deadlines to meet, registrations to send or to confirm."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from campaigns.board import STATE_LABELS, counts, rows_of
from campaigns.models import Campaign, Period, Registration
from campaigns.states import CampaignState, RegistrationState
from emulation.organization.models import Role, Unit

# How long before the dossiers are due eligibility is worth looking at.
REVIEW_DAYS = 60


@dataclass(frozen=True)
class Work:
    """One thing to do: what, where, by when, and how pressing."""

    title: str
    detail: str
    url: str
    before: dt.date | None = None
    tone: str = "info"


def work_for(user: Any) -> list[Work]:
    """Return what waits for `user` today, the most pressing first."""
    today = timezone.localdate()
    found = [*_of_unit(user, today), *_of_office(user, today), *_to_review(user, today)]
    return sorted(found, key=lambda work: (work.before is None, work.before or today))


def _to_review(user: Any, today: dt.date) -> list[Work]:
    """Eligibility to look through before the dossiers are due: registration is over."""
    authorities = user.authorities_as(Role.OFFICE, Role.CHAIR)
    own = [m.unit_id for m in user.active_memberships() if m.role == Role.UNIT]
    if not authorities and not own:
        return []
    confirmed = Q(registrations__state=RegistrationState.CONFIRMED)
    mine = Q(registrations__unit__in=own) | Q(campaign__authority__in=authorities)
    due = (
        Period.objects.filter(
            campaign__state=CampaignState.ISSUED,
            registration_before__lte=today,
            dossier_before__gt=today,
            dossier_before__lte=today + dt.timedelta(days=REVIEW_DAYS),
        )
        .annotate(confirmed=Count("registrations", filter=confirmed & mine))
        .filter(confirmed__gt=0)
        .select_related("campaign")
    )
    return [
        Work(
            "Rà soát điều kiện khen thưởng trước khi lập hồ sơ",
            f"{period.campaign.name} – {period.name}",
            reverse("campaigns:period_eligibility", args=[period.pk]),
            period.dossier_before,
        )
        for period in due
    ]


def _open_periods(authorities: list[int], today: dt.date) -> list[Period]:
    return list(
        Period.objects.taking_registrations_on(today)
        .filter(campaign__authority__in=authorities)
        .select_related("campaign__authority")
        .prefetch_related(
            "campaign__participants__group__within", "campaign__participants__group__authority"
        )
    )


def _units_of(authorities: Iterable[int]) -> dict[int, list[Unit]]:
    """Return the units of each authority, in order; one query for all of them."""
    units: dict[int, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.filter(authority__in=authorities):
        units[unit.authority_id].append(unit)
    return units


def _of_unit(user: Any, today: dt.date) -> list[Work]:
    """What the user's own units owe: registrations not sent, or returned."""
    own = {m.unit_id: m.unit for m in user.active_memberships() if m.role == Role.UNIT}
    if not own:
        return []
    periods = _open_periods([unit.authority_id for unit in own.values()], today)
    standing = {
        (r.period_id, r.unit_id): r
        for r in Registration.objects.standing()
        .filter(unit__in=own)
        .select_related("period__campaign", "unit")
    }
    found = []
    for period in periods:
        for unit in period.campaign.units_on(today, own.values()):
            registration = standing.get((period.pk, unit.pk))
            if registration is None or registration.state == RegistrationState.DRAFT:
                found.append(
                    Work(
                        f"{unit}: gửi đăng ký thi đua {period.name.lower()}",
                        period.campaign.name,
                        (registration or period.campaign).get_absolute_url(),
                        period.registration_before,
                        "warn" if registration is None else "info",
                    )
                )
    found += [
        Work(
            f"{r.unit}: sửa bản đăng ký bị trả lại",
            r.period.campaign.name,
            r.get_absolute_url(),
            r.period.registration_before,
            "bad",
        )
        for r in standing.values()
        if r.state == RegistrationState.RETURNED
    ]
    return found


def _of_office(user: Any, today: dt.date) -> list[Work]:
    """What lies on the office's desk: drafts, registrations to confirm, units to chase."""
    authorities = user.authorities_as(Role.OFFICE, Role.CHAIR)
    if not authorities:
        return []
    found = [
        Work(f"Hoàn thiện, ban hành «{c.name}»", "Kế hoạch đang là dự thảo", c.get_absolute_url())
        for c in Campaign.objects.filter(authority__in=authorities, state=CampaignState.DRAFT)
    ]
    # The consolidated registration is the office's own: it waits for the superior.
    sent = Q(registrations__state=RegistrationState.SUBMITTED)
    own = Q(registrations__unit=F("campaign__authority"))
    waiting = (
        Period.objects.filter(campaign__authority__in=authorities)
        .annotate(waiting=Count("registrations", filter=sent & ~own))
        .filter(waiting__gt=0)
        .select_related("campaign")
    )
    found += [
        Work(
            f"Xem và xác nhận {period.waiting} bản đăng ký",
            f"{period.campaign.name} – {period.name}",
            f"{period.get_absolute_url()}?state={RegistrationState.SUBMITTED}",
            tone="warn",
        )
        for period in waiting
    ]
    periods = _open_periods(authorities, today)
    units, sent_in = _units_of(authorities), defaultdict(list)
    standing = Registration.objects.standing().of_units().filter(period__in=periods)
    for registration in standing.select_related("unit").prefetch_related("lines"):
        sent_in[registration.period_id].append(registration)
    for period in periods:
        scope = period.campaign.units_on(today, units[period.campaign.authority_id])
        board = rows_of(scope, sent_in[period.pk])
        open_rows = [row for row in board if row.is_open]
        if open_rows:
            by_state = {
                s: n for s, n in counts(board).items() if n and s in {r.state for r in open_rows}
            }
            detail = "; ".join(f"{STATE_LABELS[s].lower()}: {n}" for s, n in by_state.items())
            found.append(
                Work(
                    f"{len(open_rows)}/{len(board)} đơn vị chưa gửi xong đăng ký",
                    f"{period.campaign.name} – {detail}",
                    period.get_absolute_url(),
                    period.registration_before,
                )
            )
    return found
