"""What waits for a user on this floor: deadlines to meet, registrations to send or to confirm."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from campaigns.board import STATE_LABELS, counts, rows_of
from campaigns.deadlines import WEEK, DeadlineKind, Stage, stage_on
from campaigns.models import Campaign, Message, Period, Registration, Result
from campaigns.states import CampaignState, MessageState, RegistrationState, ResultState
from campaigns.timetable import Entry, entries_for
from emulation.organization.models import Role, TransferRequest, Unit, about_those_of

# How long before the dossiers are due eligibility is worth looking at.
REVIEW_DAYS = 60
# How long what is late stays on the list; the calendar keeps it.
LATE_DAYS = 60


@dataclass(frozen=True)
class Work:
    """One thing to do: what, where, by when, and how pressing."""

    title: str
    detail: str
    url: str
    before: dt.date | None = None
    tone: str = "info"
    takes_place: bool = False

    def stage(self, day: dt.date) -> Stage | None:
        """Return how near it is on `day`; None when it is far off or has no day."""
        return self.before and stage_on(self.before, day)


def work_for(user: Any) -> list[Work]:
    """Return what waits for `user` today, the most pressing first."""
    today = timezone.localdate()
    found = [
        *_of_unit(user, today),
        *_of_office(user, today),
        *_to_review(user, today),
        *_results(user),
        *_due(user, today),
        *_transfers(user),
    ]
    return sorted(found, key=lambda work: (work.before is None, work.before or today))


def _transfers(user: Any) -> list[Work]:
    """People who are to come to the user's units, and wait for his word."""
    number = TransferRequest.objects.waiting_for(user).count()
    if not number:
        return []
    return [
        Work(
            f"Xác nhận tiếp nhận {number} người chuyển đến",
            "Nơi đi đã đề nghị; người và thành tích chuyển khi được xác nhận",
            reverse("awards:transfer_list"),
            tone="warn",
        )
    ]


def _due(user: Any, today: dt.date) -> list[Work]:
    """What is due within a week or late, and not on the list as a step of its own.

    Registrations and dossiers that can still be sent are (`_of_unit`, `_of_office`, the floor
    above); so is what was returned, and a dossier that was begun.
    """
    around = (today - dt.timedelta(days=LATE_DAYS - 1), today + dt.timedelta(days=WEEK + 1))
    return [
        Work(
            entry.title,
            entry.detail,
            entry.url,
            entry.before,
            "bad" if stage == Stage.LATE else "warn",
            entry.takes_place,
        )
        for entry in entries_for(user, today, around)
        if (stage := entry.stage(today)) and not _stands_elsewhere(entry, stage)
    ]


def _stands_elsewhere(entry: Entry, stage: Stage) -> bool:
    if entry.state == "returned" or (entry.kind, entry.state) == (DeadlineKind.DOSSIER, "draft"):
        return True
    asked = entry.kind in (DeadlineKind.REGISTRATION, DeadlineKind.DOSSIER)
    return asked and stage != Stage.LATE


def _results(user: Any) -> list[Work]:
    """Results that wait: for the office to be confirmed, for a unit to be corrected."""
    desks = user.authorities_as(Role.OFFICE)
    own = [m.unit for m in user.active_memberships() if m.role == Role.UNIT]
    inside = Q(pk__in=[])
    for unit in own:
        inside |= Q(path__startswith=unit.path)
    mine = about_those_of(Unit.objects.filter(inside))
    waiting = Q(state=ResultState.REPORTED, authority__in=desks)
    counted = (
        Result.objects.filter(waiting | (Q(state=ResultState.RETURNED) & mine))
        .order_by()
        .values_list("period", "state")
        .annotate(n=Count("pk"))
    )
    rows = list(counted) if desks or own else []
    periods = Period.objects.select_related("campaign").in_bulk([period for period, _, _ in rows])
    found = []
    for pk, state, count in sorted(rows):
        period, is_returned = periods[pk], state == ResultState.RETURNED
        found.append(
            Work(
                f"Sửa {count} kết quả văn phòng trả lại"
                if is_returned
                else f"Xem và xác nhận {count} kết quả báo cáo",
                f"{period.campaign.name} – {period.name}",
                reverse("campaigns:period_results", args=[pk])
                + ("" if is_returned else f"?state={ResultState.REPORTED}"),
                period.before(DeadlineKind.RESULTS) if is_returned else None,
                "bad" if is_returned else "warn",
            )
        )
    return found


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
    found = [
        Work(
            "Rà soát điều kiện khen thưởng trước khi lập hồ sơ",
            f"{period.campaign.name} – {period.name}",
            reverse("campaigns:period_eligibility", args=[period.pk]),
            period.dossier_before,
        )
        for period in due
    ]
    # Where the plan sets no day for results, they are due before the dossiers.
    return found + [
        Work(
            "Báo cáo kết quả theo từng tiêu chuẩn",
            f"{period.campaign.name} – {period.name}",
            reverse("campaigns:period_results", args=[period.pk]),
            period.dossier_before,
        )
        for period in due
        if own and period.results_before is None
    ]


def _open_periods(
    authorities: list[int], today: dt.date, units: Collection[int] = ()
) -> list[Period]:
    return list(
        Period.objects.taking_registrations_on(today, units)
        .filter(campaign__authority__in=authorities)
        .with_scope()
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
    periods = _open_periods([unit.authority_id for unit in own.values()], today, own)
    standing = {
        (r.period_id, r.unit_id): r
        for r in Registration.objects.standing()
        .filter(unit__in=own)
        .select_related("period__campaign", "unit")
        .prefetch_related("period__extensions")
    }
    found = []
    for period in periods:
        for unit in period.campaign.units_on(today, own.values()):
            if period.is_late(today, unit):
                continue
            registration = standing.get((period.pk, unit.pk))
            if registration is None or registration.state == RegistrationState.DRAFT:
                found.append(
                    Work(
                        f"{unit}: gửi đăng ký thi đua {period.name.lower()}",
                        period.campaign.name,
                        (registration or period.campaign).get_absolute_url(),
                        period.before(DeadlineKind.REGISTRATION, unit),
                        "warn" if registration is None else "info",
                    )
                )
    found += [
        Work(
            f"{r.unit}: sửa bản đăng ký bị trả lại",
            r.period.campaign.name,
            r.get_absolute_url(),
            r.before,
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
    waiting = Message.objects.filter(authority__in=authorities, state=MessageState.WAITING).count()
    if waiting:
        found.append(
            Work(
                f"Xem và gửi {waiting} thư nhắc việc",
                "Thư chờ văn phòng xem trước khi gửi",
                reverse("campaigns:message_list"),
                tone="warn",
            )
        )
    periods = _open_periods(authorities, today)
    units, sent_in = _units_of(authorities), defaultdict(list)
    standing = Registration.objects.standing().of_units().filter(period__in=periods)
    for registration in standing.select_related("unit").order_by():
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
