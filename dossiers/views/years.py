"""The years of a movement side by side: registered, achieved, awarded, and the closing review."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from campaigns.models import Campaign, Review
from campaigns.services.years import next_period
from campaigns.states import ADD_PERIOD
from dossiers.totals import totals_of
from emulation.organization.models import OVERSEERS


def campaign_years(request, pk):
    """Show what came of each period, for those who oversee the authority; 404 for others."""
    issued = Campaign.objects.visible_to(request.user).filter(issued_on__isnull=False)
    campaign = get_object_or_404(issued.select_related("authority", "plan"), pk=pk)
    roles = campaign.roles_of(request.user)
    if not (request.user.is_superuser or {*OVERSEERS} & roles):
        raise Http404
    periods = list(campaign.periods.with_scope())
    rows = totals_of(periods, timezone.localdate())
    yearly = [row for row in rows if row.period.review == Review.YEARLY]
    context = {
        "campaign": campaign,
        "rows": rows,
        "summed": {
            "registered": sum(len(row.registered) for row in yearly),
            "achieved": sum(len(row.achieved) for row in yearly),
            "awarded": sum(row.awarded for row in yearly),
            "paid": sum(row.paid for row in yearly),
        }
        if len(yearly) > 1
        else None,
        "writes": (writes := campaign.is_issued and bool(roles & ADD_PERIOD.roles)),
        "may_add": writes and next_period(campaign) is not None,
    }
    return render(request, "dossiers/campaign_years.html", context)
