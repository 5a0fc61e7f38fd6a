"""Pages for everybody, without login: is a certificate genuine; who was commended."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from dossiers.models import Certificate
from dossiers.naming import decision_symbol, full_number
from dossiers.services.publishing import public_awards
from emulation.organization.models import Unit

ATTEMPTS, WINDOW = 30, 600  # looks from one address in so many seconds
PER_PAGE = 500


def _public(response: HttpResponse) -> HttpResponse:
    """Keep search machines away."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def too_often(request: Any) -> bool:
    """Count this look; whether the address looked more often than a person would.

    What is not the address of a person (a proxy in front) is the deployment's to pass on.
    """
    key = f"check-{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > ATTEMPTS
    except ValueError:  # Ran out between the two.
        return False


@login_not_required
@require_safe
def certificate_search(request):
    """Ask for the code on a certificate."""
    code = "".join(request.GET.get("ma", "").split()).upper()[:12]
    if code.isalnum() and code.isascii():
        return redirect("dossiers:certificate_check", code)
    context = {"asked": request.GET.get("ma", ""), "code": "", "found": None, "busy": False}
    return _public(render(request, "dossiers/public_check.html", context))


@login_not_required
@require_safe
def certificate_check(request, code):
    """Say what the certificate with this code says, or that there is none.

    Only what stands on it; an unknown code gets the same page, status and all.
    """
    context = {"asked": code, "code": code, "found": None, "busy": too_often(request)}
    if not context["busy"]:
        context["found"] = _found(code)
    status = 429 if context["busy"] else 200
    return _public(render(request, "dossiers/public_check.html", context, status=status))


def _found(code: str) -> dict[str, Any] | None:
    certificate = (
        Certificate.objects.filter(code=code.upper())
        .select_related("authority", "award__decision_line__decision", "replaced_by")
        .first()
    )
    if certificate is None:
        return None
    award = certificate.award
    line = getattr(award, "decision_line", None)
    symbol = decision_symbol(certificate.authority)
    verdict = "valid"
    if award.revoked_on:
        verdict = "revoked"
    elif not certificate.is_current:
        verdict = "replaced"
    return {
        "verdict": verdict,
        "recipient": certificate.recipient,
        "award": award.award_name,
        "number": full_number(line.decision.number, symbol) if line else "",
        "dated": award.document_date,
        "authority": certificate.authority.name,
    }


@login_not_required
@require_safe
def honours(request, pk):
    """Show whom an authority commended, of the decisions that its office made public."""
    authority = get_object_or_404(Unit, pk=pk)
    awards = list(public_awards(authority)[:PER_PAGE])
    if not awards:
        raise Http404
    groups = [
        {"decision": awards_of[0].decision_line.decision, "awards": awards_of}
        for awards_of in (
            list(found)
            for _, found in groupby(awards, key=lambda award: award.decision_line.decision_id)
        )
    ]
    symbol = decision_symbol(authority)
    for group in groups:
        group["number"] = full_number(group["decision"].number, symbol)
    context = {"authority": authority, "groups": groups}
    return _public(render(request, "dossiers/public_honours.html", context))
