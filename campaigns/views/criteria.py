"""Criteria of a draft: take them from a set, save them into the library, follow a new version."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render

from awards.awards_on import AwardsOn
from awards.models import CriterionSet
from awards.services import criteria as library
from campaigns.forms.criteria import KeepForm, TakeForm
from campaigns.services import criteria as services
from campaigns.services.criteria import criterion_set
from emulation.organization.models import NomineeKind

from .filing import draft_for


def _draft(request, pk, subject):
    """Return the draft and the nominee kind; 404 for an unknown one."""
    campaign = draft_for(request, pk)
    if subject not in NomineeKind.values:
        raise Http404
    return campaign, NomineeKind(subject)


def _back(campaign):
    return redirect("campaigns:campaign_edit", campaign.pk, "criteria")


def campaign_criteria_take(request, pk, subject):
    """Choose a set and copy its criteria into the campaign."""
    campaign, kind = _draft(request, pk, subject)
    found = services.sources(campaign, subject)
    if request.method == "POST":
        form = TakeForm(request.POST)
        chosen = form.is_valid() and next(
            (one for one in found if one.set.pk == form.cleaned_data["source"]), None
        )
        if not chosen:
            raise Http404
        services.take(
            campaign, subject, chosen.set, replace=form.cleaned_data["replace"], by=request.user
        )
        messages.success(request, f"Đã lấy tiêu chuẩn từ «{chosen.set}». Xem lại trước khi in.")
        return _back(campaign)
    names = AwardsOn.on(campaign.reference_day).names
    context = {
        "campaign": campaign,
        "subject": kind,
        "count": len(campaign.criteria_for(subject)),
        "sources": [(one, library.shown(one.set, names)) for one in found],
    }
    return render(request, "campaigns/campaign_criteria_take.html", context)


def campaign_criteria_keep(request, pk, subject):
    """Save the campaign's criteria for a nominee kind into the authority's library."""
    campaign, kind = _draft(request, pk, subject)
    own = criterion_set(campaign, subject)
    if not own.criteria.exists():
        messages.error(request, "Chưa có tiêu chuẩn nào để lưu vào thư viện.")
        return _back(campaign)
    known = CriterionSet.objects.templates_of(campaign.authority).newest().filter(subject=subject)
    form = KeepForm(
        request.POST if request.method == "POST" else None,
        library=known,
        initial={"name": own.name, "newer_than": _followed(own, known)},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            kept = library.keep(
                own, name=data["name"], newer_than=data.get("newer_than"), by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Đã lưu vào thư viện: «{kept}», phiên bản {kept.version}.")
            return _back(campaign)
    context = {"campaign": campaign, "subject": kind, "form": form}
    return render(request, "campaigns/campaign_criteria_keep.html", context)


def _followed(own, known):
    """Return the library set that the campaign's criteria were taken from, if it is the newest."""
    return next((found for found in known if found.pk == own.copied_from_id), None)


def campaign_criteria_compare(request, pk, subject):
    """Show what a newer version of the library would change; a POST takes it."""
    campaign, kind = _draft(request, pk, subject)
    own = criterion_set(campaign, subject)
    origin = services.origin(own)
    if origin is None or origin.newer is None:
        raise Http404
    if request.method == "POST":
        services.take(campaign, subject, origin.newer, replace=True, by=request.user)
        messages.success(request, f"Đã lấy phiên bản {origin.newer.version}.")
        return _back(campaign)
    names = AwardsOn.on(campaign.reference_day).names
    rows = [
        {
            "difference": one,
            "before": library.judged(one.before, names),
            "after": library.judged(one.after, names),
        }
        for one in library.differences(own, origin.newer)
    ]
    context = {
        "campaign": campaign, "subject": kind, "own": own, "newer": origin.newer, "rows": rows,
        "changed": sum(row["difference"].state != "same" for row in rows),
    }  # fmt: skip
    return render(request, "campaigns/campaign_criteria_compare.html", context)
