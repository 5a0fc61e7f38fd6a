"""Filing a campaign: create, edit step by step, preview, issue, copy."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns.forms.filing import CampaignForm, CopyForm, IssueForm, PlanForm
from campaigns.models import Campaign
from campaigns.papers.plan import filled
from campaigns.papers.review_context import findings_of
from campaigns.papers.slots import SLOTS
from campaigns.services import copying, filing, wording
from emulation.organization.models import Unit
from emulation.papers.following import Followed
from emulation.papers.html import body_html
from emulation.papers.paper import PaperError
from emulation.papers.review import by_severity
from emulation.papers.text import problems
from emulation.workflow import TransitionNotAllowed

from .steps import STEPS, parents_for, step_called


def campaign_create(request):
    """File a new campaign: its general facts; the rest follows step by step."""
    authorities = filing.may_file_for(request.user)
    if not authorities:
        raise PermissionDenied
    parents = Campaign.objects.none()
    for authority in authorities:
        parents = parents | parents_for(authority)
    form = CampaignForm(
        request.POST or None,
        authorities=Unit.objects.filter(pk__in=[unit.pk for unit in authorities]),
        parents=parents,
    )
    if request.method == "POST" and form.is_valid():
        campaign = filing.create(form.save(commit=False), by=request.user)
        messages.success(request, "Đã lập phong trào. Tiếp theo: kỳ và thời hạn.")
        return redirect("campaigns:campaign_edit", campaign.pk, "periods")
    return render(request, "campaigns/campaign_create.html", {"form": form})


def draft_for(request, pk: int) -> Campaign:
    """Return a campaign that the user may change now; 404 outside his scope, 403 otherwise."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).with_filing(), pk=pk)
    if not campaign.may_edit(request.user):
        raise PermissionDenied
    return campaign


def step_list(campaign: Campaign, current: str) -> list[dict]:
    """Return the navigation of the steps: which are done, which still lack something."""
    missing = {problem.step for problem in filing.missing_to_issue(campaign)}
    return [
        {
            "label": step.title,
            "url": reverse("campaigns:campaign_edit", args=[campaign.pk, step.slug]),
            "state": "current"
            if step.slug == current
            else ("attention" if step.slug in missing else "done"),
        }
        for step in STEPS
    ] + [
        {
            "label": "Ban hành",
            "url": reverse("campaigns:campaign_issue", args=[campaign.pk]),
            "state": "current" if current == "issue" else "todo",
        }
    ]


def campaign_edit(request, pk, slug):
    """Edit one step of the filing."""
    campaign, step = draft_for(request, pk), step_called(slug)
    if step is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    blocks = step.blocks(campaign, data)
    # Every block is asked, so that all messages show at once.
    verdicts = [block.is_valid() for block in blocks] if data is not None else [False]
    if all(verdicts):
        step.save(blocks, campaign)
        position = STEPS.index(step)
        messages.success(request, f"Đã lưu phần «{step.title}».")
        if slug == "plan":
            _tell_followed(request, blocks[0].form.followed)
        if "next" in request.POST and position + 1 < len(STEPS):
            return redirect("campaigns:campaign_edit", campaign.pk, STEPS[position + 1].slug)
        if "next" in request.POST:
            return redirect("campaigns:campaign_issue", campaign.pk)
        return redirect("campaigns:campaign_edit", campaign.pk, slug)
    context = {
        "campaign": campaign,
        "step": step,
        "blocks": blocks,
        "steps": step_list(campaign, slug),
        "is_last": step is STEPS[-1],
        "slots": SLOTS if slug == "plan" else (),
        "preview": _editor_preview(campaign, blocks[0].form) if slug == "plan" else None,
    }
    return render(request, step.template, context)


@require_POST
def campaign_preview(request, pk):
    """Return the typed text as it will be numbered and filled, with its faults by line."""
    campaign = draft_for(request, pk)
    preview = _preview(campaign, request.POST.dict(), campaign.plan.body)
    return render(request, "campaigns/_plan_preview.html", {"preview": preview})


def _editor_preview(campaign: Campaign, form: PlanForm) -> dict:
    """Return the preview of what the fields of the plan show: typed, else saved."""
    typed = {name: form[name].value() or "" for name in form.fields}
    return _preview(campaign, typed, form.initial["body"])


def _tell_followed(request, followed: Followed) -> None:
    """Tell which references were renumbered when the body was saved, and which lead nowhere."""
    if renamed := wording.renamed(followed.changes):
        messages.info(request, renamed)
    if lost := wording.lost(followed.changes):
        messages.warning(request, lost)


def _preview(campaign: Campaign, typed: dict[str, str], saved: str) -> dict:
    """Return the body as it will be saved and print, its faults, the review of the whole plan.

    `changes` are the references that will follow what they named in the `saved` body, each with
    its line before and after.
    """
    text = typed.get("body", "")
    faults = problems(text, SLOTS)
    followed = Followed(text, ())
    if not typed.get("keep_references"):
        followed = wording.with_references(saved, text)
    for name in set(PlanForm.Meta.fields) & typed.keys():
        setattr(campaign.plan, name, typed[name])
    campaign.plan.body = followed.text
    preview = {"html": "", "problems": faults, "findings": [], "changes": _shown(text, followed)}
    try:
        preview["html"] = body_html(filled(campaign, followed.text))
    except PaperError as error:
        return preview | {"error": str(error)}
    return preview | {"findings": by_severity(findings_of(campaign))}


def _shown(typed: str, followed: Followed) -> list[dict]:
    """Return the changes of references with the words of their lines, as typed and as changed."""
    before, after = typed.splitlines(), followed.text.splitlines()
    return [
        change._asdict() | {"typed": before[change.line - 1], "saved": after[change.line - 1]}
        for change in followed.changes
    ]


def campaign_issue(request, pk):
    """Show what is missing, then issue under a number and date."""
    campaign = draft_for(request, pk)
    missing = filing.missing_to_issue(campaign)
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            filing.issue(campaign, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã ban hành kế hoạch và mở đăng ký cho các đơn vị.")
            return redirect(campaign)
    context = {
        "campaign": campaign,
        "form": form,
        "missing": missing,
        "findings": by_severity(findings_of(campaign)),
        "steps": step_list(campaign, "issue"),
    }
    return render(request, "campaigns/campaign_issue.html", context)


def campaign_copy(request, pk):
    """Start a new draft from this campaign, moved to another year."""
    source = get_object_or_404(Campaign.objects.visible_to(request.user).with_filing(), pk=pk)
    if source.authority not in filing.may_file_for(request.user):
        raise PermissionDenied
    form = CopyForm(request.POST or None, initial={"year": source.starts_on.year + 1})
    if request.method == "POST" and form.is_valid():
        campaign = copying.copy(source, form.cleaned_data["year"], by=request.user)
        messages.success(request, "Đã sao chép. Xem lại những chỗ đã chuyển và chưa chuyển.")
        return redirect("campaigns:campaign_copied", campaign.pk)
    return render(request, "campaigns/campaign_copy.html", {"campaign": source, "form": form})


def campaign_copied(request, pk) -> HttpResponse:
    """Show what copying moved, and what it left alone for the officer to look at."""
    campaign = draft_for(request, pk)
    report = campaign.copy_report
    context = {
        "campaign": campaign,
        "moved": [change for change in report if change["before"] != change["after"]],
        "kept": [change for change in report if change["before"] == change["after"]],
    }
    return render(request, "campaigns/campaign_copied.html", context)
