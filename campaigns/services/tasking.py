"""Tasks of the plan: taken from its text, edited, followed to done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from campaigns.models import Campaign, PlanTask, PlanTaskLog
from campaigns.reading.tasks import ToldTask, tasks_in
from campaigns.states import DESK, CampaignState
from emulation.organization.models import Unit
from emulation.papers.text import parse
from emulation.vietnamese import search_key
from emulation.workflow import Transition, TransitionNotAllowed, move

LIVE = (CampaignState.DRAFT, CampaignState.ISSUED)


def require_desk(campaign: Campaign, by: Any) -> None:
    """Raise unless `by` runs the campaign and it is not over."""
    if not DESK & campaign.roles_of(by):
        raise PermissionDenied
    if campaign.state not in LIVE:
        raise TransitionNotAllowed("Phong trào đã kết thúc, không sửa phân công được nữa.")


@transaction.atomic
def take_from_plan(campaign: Campaign, *, by: Any) -> int:
    """Add what the plan's "Tổ chức thực hiện" has somebody do; returns how many were new.

    What is on the list already, word for word, is not added again. Raises as `require_desk` does.
    """
    require_desk(campaign, by)
    told = tasks_in(parse(campaign.plan.body), year=campaign.starts_on.year)
    known = {search_key(text) for text in campaign.tasks.values_list("text", flat=True)}
    units = list(Unit.objects.filter(authority=campaign.authority).active_on(campaign.starts_on))
    position = next_position(campaign)
    fresh = [task for task in told if search_key(task.text) not in known]
    for place, task in enumerate(fresh, start=position):
        _add(campaign, task, unit_named(task.who, units), place, by)
    return len(fresh)


def _add(campaign: Campaign, task: ToldTask, unit: Unit | None, place: int, by: Any) -> None:
    PlanTask.objects.create(
        campaign=campaign,
        who=task.who[:300],
        unit=unit,
        text=task.text,
        before=_inside(campaign, task.before),
        position=place,
        created_by=by,
    )


def _inside(campaign: Campaign, day: dt.date | None) -> dt.date | None:
    """Return a day that lies after the campaign's beginning; another one was misread."""
    return day if day and day > campaign.starts_on else None


def unit_named(who: str, units: list[Unit]) -> Unit | None:
    """Return the unit whose name opens `who`, or that `who` abbreviates; None for several."""
    key = search_key(who)
    found = [unit for unit in units if _is_named(key, unit)]
    return found[0] if len(found) == 1 else None


def _is_named(key: str, unit: Unit) -> bool:
    names = {search_key(unit.name), search_key(unit.short_name)}
    return any(name and (key == name or name.startswith(f"{key} ")) for name in names)


def next_position(campaign: Campaign) -> int:
    """Return the place after the last task."""
    return (campaign.tasks.aggregate(last=Max("position"))["last"] or 0) + 1


def step(task: PlanTask, transition: Transition, *, by: Any, note: str = "") -> PlanTaskLog:
    """Take a task one step on; TransitionNotAllowed once the campaign is over."""
    if task.campaign.state not in LIVE:
        raise TransitionNotAllowed("Phong trào đã kết thúc.")
    return move(task, transition, by=by, note=note)
