"""The list of campaigns and one campaign's page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from campaigns import tables
from campaigns.board import OPEN_STATES
from campaigns.deadlines import DeadlineKind
from campaigns.models import Campaign, Registration
from campaigns.papers.registration import GROUP_TITLES
from campaigns.services import filing
from campaigns.services.criteria import shown_criteria
from campaigns.services.years import lasts_years, next_period
from campaigns.states import ADD_PERIOD, CAMPAIGN_PAGES, ISSUE
from emulation.organization.exports import table_to_xlsx
from emulation.organization.history import timeline
from emulation.organization.models import IssuedPaper, Role
from emulation.workflow import TransitionNotAllowed, available, find, move


def campaign_list(request):
    """List the campaigns in the user's scope."""
    found = tables.CampaignFilter(
        request.GET, queryset=Campaign.objects.visible_to(request.user).with_overview()
    )
    table = tables.CampaignTable(found.qs)
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    context = {
        "filter": found,
        "export_url": reverse("campaigns:campaign_export"),
        "table": table,
        "may_file": bool(filing.may_file_for(request.user)),
    }
    return render(request, "campaigns/campaign_list.html", context)


def campaign_export(request):
    """Return the list as .xlsx, filtered as on the page."""
    found = tables.CampaignFilter(
        request.GET, queryset=Campaign.objects.visible_to(request.user).with_overview()
    )
    return table_to_xlsx(*tables.campaign_sheet(found.qs), "Danh sách phong trào thi đua")


def campaign_detail(request, pk):
    """Show one campaign: what, who, by when, which awards; and what the user can do next."""
    found = Campaign.objects.visible_to(request.user).with_filing()
    campaign = get_object_or_404(found.prefetch_related("periods__extensions__unit"), pk=pk)
    today = timezone.localdate()
    roles = campaign.roles_of(request.user)
    oversees = request.user.is_superuser or bool(roles & {Role.OFFICE, Role.CHAIR, Role.AUDITOR})
    context = {
        "campaign": campaign,
        "plan": campaign.plan,
        "offers": numbered(campaign),
        "may_edit": campaign.may_edit(request.user),
        "may_copy": campaign.authority in filing.may_file_for(request.user),
        "oversees": oversees,
        "next_period": _next_period(campaign, roles),
        "has_years": lasts_years(campaign),
        "periods": _periods(request.user, campaign, today, oversees),
        "criteria": [
            (GROUP_TITLES[found.subject], shown) for found, shown in shown_criteria(campaign)
        ],
        "transitions": [t for t in available(campaign, request.user) if t not in CAMPAIGN_PAGES],
        "log": timeline(campaign),
        "issued_paper": IssuedPaper.of("plan", campaign),
    }
    return render(request, "campaigns/campaign_detail.html", context)


def _next_period(campaign, roles):
    """Return the year that the desk may add now, None without one."""
    return next_period(campaign) if campaign.is_issued and roles & ADD_PERIOD.roles else None


def numbered(campaign):
    """Return the offers with their number in the registration table, "(3)" on; "" without one."""
    columns = sorted((o for o in campaign.offers.all() if o.column), key=lambda o: o.column)
    numbers = {offer.pk: f"({count})" for count, offer in enumerate(columns, start=3)}
    return [(numbers.get(offer.pk, ""), offer) for offer in campaign.offers.all()]


def _periods(user, campaign, today, oversees):
    """Return each period with its counts for overseers and the user's own units' registrations."""
    periods = list(campaign.periods.all())
    if not campaign.issued_on:
        return [{"period": period, "own": [], "changes": [], "sent": 0} for period in periods]
    own = {m.unit_id for m in user.active_memberships() if m.role == Role.UNIT}
    standing = Registration.objects.standing().of_units().filter(period__in=periods)
    scope = campaign.units_ever()
    by_key = {(r.period_id, r.unit_id): r for r in standing.select_related("unit")}
    found = []
    for period in periods:
        day = period.reckoning_day(today)
        units = [unit for unit in scope if unit.is_active_on(day)]
        sent = [r for (p, _), r in by_key.items() if p == period.pk and r.state not in OPEN_STATES]
        found.append(
            {
                "period": period,
                "changes": [
                    change
                    for change in period.extensions.all()
                    if oversees or change.unit_id is None or change.unit_id in own
                ],
                "own": [
                    {
                        "unit": unit,
                        "registration": by_key.get((period.pk, unit.pk)),
                        "before": period.before(DeadlineKind.REGISTRATION, unit),
                        "takes": period.takes_registrations(today, unit),
                        "late": period.is_late(today, unit),
                    }
                    for unit in units
                    if unit.pk in own
                ],
                "total": len(units),
                "sent": len(sent),
            }
        )
    return found


@require_POST
def campaign_transition(request, pk):
    """Close, reopen or cancel a campaign; issuing has a page of its own."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    try:
        transition = find(campaign.TRANSITIONS, request.POST.get("transition", ""))
    except KeyError:
        raise Http404 from None
    if transition == ISSUE:
        return redirect("campaigns:campaign_issue", campaign.pk)
    if transition in CAMPAIGN_PAGES:
        raise Http404
    if not transition.roles & campaign.roles_of(request.user):
        raise PermissionDenied
    try:
        move(campaign, transition, by=request.user, note=request.POST.get("note", ""))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{transition.done}: xong.")
    return redirect(campaign)
