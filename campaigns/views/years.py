"""A movement of several years: adding its next year, fitting the awards to the law of a year."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from campaigns.forms.years import InsteadForm, NextPeriodForm
from campaigns.models import Campaign, Period
from campaigns.services import years
from campaigns.states import ADD_PERIOD
from emulation.workflow import TransitionNotAllowed


def _campaign_for(request, pk):
    """Return an issued campaign that the user files for; 404, 403 otherwise."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).with_filing(), pk=pk)
    if not ADD_PERIOD.roles & campaign.roles_of(request.user):
        raise PermissionDenied
    return campaign


def campaign_next_year(request, pk):
    """Show the year that follows and what becomes of the awards; a POST adds it."""
    campaign = _campaign_for(request, pk)
    period = years.next_period(campaign)
    if period is None or not campaign.is_issued:
        messages.error(request, "Phong trào không còn năm nào để thêm.")
        return redirect(campaign)
    form = NextPeriodForm(request.POST or None, instance=period)
    return _page(
        request, campaign, period, form, lambda chosen: _added(request, campaign, period, chosen)
    )


def _added(request, campaign, period, chosen):
    years.add_period(campaign, period, chosen, by=request.user)
    messages.success(request, f"Đã thêm kỳ «{period}».")


def period_awards(request, pk):
    """Show what the law of a period makes of the campaign's awards; a POST takes it over."""
    period = get_object_or_404(Period.objects.visible_to(request.user), pk=pk)
    campaign = _campaign_for(request, period.campaign_id)
    period.campaign = campaign
    return _page(
        request, campaign, period, None, lambda chosen: _fitted(request, campaign, period, chosen)
    )


def _fitted(request, campaign, period, chosen):
    years.fit_awards(campaign, period, chosen, by=request.user)
    messages.success(request, f"Đã cập nhật khen thưởng của kỳ «{period}».")


def _page(request, campaign, period, form, save):
    fitted = years.fitting(campaign, period)
    instead = InsteadForm(fitted.gone, request.POST if request.method == "POST" else None)
    problems = []
    # All messages show at once, so both forms are asked.
    if request.method == "POST" and all([instead.is_valid(), form is None or form.is_valid()]):
        try:
            save(instead.chosen())
        except TransitionNotAllowed as error:
            problems = [str(error)]
        except ValidationError as error:
            problems = error.messages
        else:
            return redirect(campaign)
    context = {
        "campaign": campaign,
        "period": period,
        "form": form,
        "instead": instead,
        "fitted": fitted,
        "problems": problems,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/campaign_next_year.html", context, status=status)
