"""What somebody was put down for, as entries of his timeline (`settings.PROFILE_SOURCES`)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone

from awards.profile import Entry
from campaigns.assessing.candidates import SENT, Nominee, named_in, unit_of
from campaigns.models import Line, Registration
from campaigns.states import RegistrationState
from emulation.organization.models import NomineeKind, field_for, kind_of
from emulation.organization.selection import Roster

TONES = {RegistrationState.SUBMITTED: "info", RegistrationState.CONFIRMED: "good"}


def registrations(nominee: Nominee, user: Any) -> list[Entry]:
    """Return an entry for each row of a sent registration that names the nominee, or his group.

    Only of registrations that `user` sees. A group counts where the nominee was there on its
    reckoning day. The number of queries does not depend on how many rows there are.
    """
    today, unit = timezone.localdate(), unit_of(nominee)
    mine = Q(**{field_for(nominee): nominee})
    groups = Q(group__authority=unit.authority_id, group__subject=kind_of(nominee))
    rows = (
        Line.objects.filter(
            mine | groups,
            registration__in=Registration.objects.visible_to(user),
            registration__state__in=SENT,
            is_collected=False,
        )
        .select_related(
            "registration__unit", "registration__period__campaign", "group__authority",
            "group__within", "within",
        )
        .prefetch_related("marks__offer__award_type", "registration__period__extensions")
    )  # fmt: skip
    return [_entry(row) for row in rows if not row.group_id or _is_in_group(nominee, row, today)]


def _is_in_group(nominee: Nominee, row: Line, today: dt.date) -> bool:
    if not nominee.is_active_on(row.registration.period.reckoning_day(today)):
        return False
    alone = {kind: (nominee,) if kind == kind_of(nominee) else () for kind in NomineeKind}
    return nominee in named_in(row, Roster(*alone.values()))


def _entry(row: Line) -> Entry:
    registration = row.registration
    period = registration.period
    titles = [mark.offer.title for mark in row.marks.all()]
    day = registration.dated
    if day is None and registration.submitted_at:
        day = timezone.localdate(registration.submitted_at)
    made = Entry(
        period.year,
        "; ".join(titles) or period.campaign.name,
        "pencil-square",
        kind="đăng ký",
        on=day,
        marks=[(TONES[registration.state], registration.get_state_display().lower())],
        details=[f"{period.campaign.name}, {period.name.lower()}"] if titles else [],
        source=f"Bản đăng ký của {registration.unit}" + (f" ngày {day:%d/%m/%Y}" if day else ""),
        url=registration.get_absolute_url(),
    )
    if row.group_id:
        made.about = f"theo nhóm «{row.group.name}»"
    if registration.is_late:
        made.marks.append(("warn", "nhận muộn"))
    return made
