"""What waits for a user on this floor: dossiers to begin, send, supplement, handle; ballots."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from campaigns.deadlines import DeadlineKind
from campaigns.models import Campaign, Period, Route
from campaigns.states import CampaignState
from campaigns.todo import Work
from dossiers.checklist import missing_to_send
from dossiers.models import Dossier
from dossiers.services.screen_ballot import ballots_waiting
from dossiers.states import DossierState
from emulation.organization.models import Role

# How long before dossiers are due a unit is told to begin one.
BEGIN_DAYS = 60
WAITING = {
    DossierState.SUBMITTED: ("Tiếp nhận {} hồ sơ đề nghị", "warn"),
    DossierState.RECEIVED: ("Thẩm định {} hồ sơ đề nghị", "info"),
}


def work_for(user: Any) -> list[Work]:
    """Return what waits for `user` today, the most pressing first."""
    today = timezone.localdate()
    found = [*_of_unit(user, today), *_of_office(user)]
    return sorted(found, key=lambda work: (work.before is None, work.before or today))


def ballots_for(user: Any) -> list[Work]:
    """Return the ballots of the council that are open for `user` now: before all other work."""
    return [
        Work(
            f"Bỏ phiếu: {session}",
            "Hội đồng đang bỏ phiếu kín trên máy",
            reverse("dossiers:session_ballot", args=[session.pk]),
            tone="bad",
        )
        for session in ballots_waiting(user)
    ]


def _of_unit(user: Any, today: dt.date) -> list[Work]:
    """The user's own units: drafts with what they lack, supplements, dossiers not begun."""
    own = {m.unit_id: m.unit for m in user.active_memberships() if m.role == Role.UNIT}
    if not own:
        return []
    found = []
    standing: dict[int, set[int]] = defaultdict(set)
    for dossier in Dossier.objects.filter(unit__in=own).with_contents():
        standing[dossier.period_id].add(dossier.unit_id)
        if dossier.is_editable and dossier.period.campaign.state == CampaignState.ISSUED:
            found.append(_to_send(dossier))
    due = (
        Period.objects.filter(
            campaign__state=CampaignState.ISSUED,
            campaign__authority__in={unit.authority_id for unit in own.values()},
            campaign__offers__route__in=[Route.OWN, Route.SUPERIOR],
            dossier_before__gt=today,
            dossier_before__lte=today + dt.timedelta(days=BEGIN_DAYS),
        )
        .distinct()
        .select_related("campaign")
        .prefetch_related("extensions")
    )
    return [*found, *_to_begin(list(due), own, standing, today)]


def _to_begin(
    due: list[Period], own: dict[int, Any], standing: dict[int, set[int]], today: dt.date
) -> list[Work]:
    """Return the dossiers that the user's units have not begun, where they take part."""
    campaigns = Campaign.objects.filter(pk__in=[p.campaign_id for p in due]).prefetch_related(
        "participants__group__within", "participants__group__authority"
    )
    by_id = {campaign.pk: campaign for campaign in campaigns}
    return [
        Work(
            f"{unit}: lập hồ sơ đề nghị khen thưởng {period.name.lower()}",
            period.campaign.name,
            reverse("dossiers:period_dossiers", args=[period.pk]),
            period.before(DeadlineKind.DOSSIER, unit),
        )
        for period in due
        for unit in by_id[period.campaign_id].units_on(period.reckoning_day(today), own.values())
        if unit.pk not in standing[period.pk]
    ]


def _to_send(dossier: Dossier) -> Work:
    missing = missing_to_send(dossier)
    asked = dossier.state == DossierState.SUPPLEMENT
    lacks = f"còn thiếu {len(missing)} mục" if missing else "đã đủ thành phần"
    return Work(
        f"{dossier.unit}: {'bổ sung' if asked else 'hoàn thiện, gửi'} hồ sơ đề nghị "
        f"({dossier.get_route_display().lower()})",
        f"{dossier.period.campaign.name} – {dossier.period.name}; {lacks}",
        dossier.get_absolute_url(),
        dossier.supplement_before if asked else dossier.before,
        "bad" if asked else "warn" if missing else "info",
    )


def _of_office(user: Any) -> list[Work]:
    """What lies on the office's desk: dossiers to receive and to appraise, by period."""
    authorities = user.authorities_as(Role.OFFICE)
    if not authorities:
        return []
    counts = {state: Count("dossiers", filter=Q(dossiers__state=state)) for state in WAITING}
    periods = (
        Period.objects.filter(campaign__authority__in=authorities)
        .annotate(**{f"n_{state}": count for state, count in counts.items()})
        .filter(Q(n_submitted__gt=0) | Q(n_received__gt=0))
        .select_related("campaign")
    )
    return [
        Work(
            title.format(getattr(period, f"n_{state}")),
            f"{period.campaign.name} – {period.name}",
            f"{reverse('dossiers:dossier_list')}?period={period.pk}&state={state}",
            tone=tone,
        )
        for period in periods
        for state, (title, tone) in WAITING.items()
        if getattr(period, f"n_{state}")
    ]
