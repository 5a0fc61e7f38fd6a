"""Last year's plan becomes this year's draft: upload, look at what was read, correct, file."""

import secrets

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render

from campaigns.forms.importing import FactsForms, SourceForm, marked_lines
from campaigns.reading import understand
from campaigns.services import filing
from campaigns.services.importing import catalogue_for, draft_from
from emulation.organization.models import Unit
from emulation.papers.reader import ReadingError, read

KEPT_FOR = 24 * 3600  # seconds that an upload waits for its corrections


def _authorities(request):
    """Return the authorities for which the user may file; 403 without one."""
    authorities = filing.may_file_for(request.user)
    if not authorities:
        raise PermissionDenied
    return Unit.objects.filter(pk__in=[unit.pk for unit in authorities])


def _key(request, token):
    return f"plan-source-{request.user.pk}-{token}"


def plan_import(request):
    """Take a plan as file or text and read it."""
    form = SourceForm(
        request.POST or None, request.FILES or None, authorities=_authorities(request)
    )
    if request.method == "POST" and form.is_valid():
        source, name = form.source()
        try:
            read(source, name)
        except ReadingError as error:
            form.add_error("file" if name else "text", str(error))
        else:
            token = secrets.token_urlsafe(12)
            kept = {"source": source, "name": name, "authority": form.cleaned_data["authority"].pk}
            cache.set(_key(request, token), kept, KEPT_FOR)
            return redirect("campaigns:plan_import_review", token)
    return render(request, "campaigns/plan_import.html", {"form": form})


def plan_import_review(request, token):
    """Show the reading beside the draft that it makes; a POST files the draft as corrected."""
    kept = cache.get(_key(request, token))
    if kept is None:
        raise Http404
    authority = _authorities(request).get(pk=kept["authority"])
    reading = read(kept["source"], kept["name"])
    facts = understand(reading, catalogue_for(reading))
    forms = FactsForms(facts, request.POST if request.method == "POST" else None)
    if request.method == "POST" and forms.is_valid():
        try:
            made = draft_from(forms.corrected(), reading, authority=authority, by=request.user)
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                forms.form.add_error(field if field in forms.form.fields else None, texts)
        else:
            # The same page as after copying shows what wants a look.
            made.campaign.copy_report = [
                {"where": "Kế hoạch đã đọc", "before": text, "after": text}
                for text in made.left_out
            ]
            made.campaign.save(update_fields=["copy_report"])
            cache.delete(_key(request, token))
            messages.success(request, "Đã lập dự thảo từ kế hoạch đã đọc.")
            return redirect("campaigns:campaign_copied", made.campaign.pk)
    context = {
        "authority": authority,
        "lines": marked_lines(reading, facts),
        "findings": [finding.message for finding in reading.findings] + list(facts.findings),
        "forms": forms,
    }
    return render(request, "campaigns/plan_import_review.html", context)
