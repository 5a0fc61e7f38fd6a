"""Who may read what of a period's eligibility: overseers all of it, a unit its own nominees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from campaigns.assessing.candidates import Nominee, unit_of
from campaigns.models import Campaign, Period
from emulation.organization.models import OVERSEERS, Role, Unit


@dataclass(frozen=True)
class Scope:
    """A period and what the user sees of it; `units` are his own ones, where he registers."""

    period: Period
    oversees: bool
    units: tuple[Unit, ...]

    def admits(self, nominee: Nominee) -> bool:
        """Whether the user may read about this nominee."""
        home = unit_of(nominee)
        if home.authority_id != self.period.campaign.authority_id:
            return False
        return self.oversees or any(unit.contains(home) for unit in self.units)


def scope_of(user: Any, pk: int) -> Scope:
    """Return what `user` sees of the period; 404 for who has no part in it."""
    period = get_object_or_404(
        Period.objects.select_related("campaign__authority", "campaign__plan").filter(
            campaign__in=Campaign.objects.visible_to(user)
        ),
        pk=pk,
    )
    authority = period.campaign.authority
    oversees = user.is_superuser or bool({*OVERSEERS} & user.roles_at(authority))
    own = tuple(
        m.unit
        for m in user.active_memberships()
        if m.role == Role.UNIT and m.unit.authority_id == authority.pk
    )
    if not oversees and not own:
        raise Http404
    return Scope(period, oversees, own)
