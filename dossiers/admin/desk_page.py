"""The desk's page: a dossier with its nominations, findings, components, scans and log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from awards.eligibility import SnapshotError, from_json
from awards.facts import Assessment, Finding, Verdict
from campaigns.assessing.judging import Assessed, why
from campaigns.views.eligibility import candidate_url
from dossiers.checklist import Entry, checklist, standing
from dossiers.forms.nominating import PaperCopiesForm, SupplementForm
from dossiers.models import Dossier, Nomination
from dossiers.services.appraising import UNDER_APPRAISAL, VERDICTS, missing_to_appraise
from dossiers.services.findings import findings_of
from dossiers.states import (
    APPRAISE,
    BEFORE_COUNCIL,
    RECEIVE,
    REQUEST_SUPPLEMENT,
    RESUME,
    NominationState,
)
from dossiers.views.desk import papers_of_dossier
from emulation.organization.history import timeline
from emulation.organization.models import Role
from emulation.papers.catalogue import all_kinds
from emulation.workflow import available

STEPS = (RECEIVE, APPRAISE, RESUME)
STANDS_IN_THE_WAY = frozenset({Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.DEFERRED})
DESK_PAPERS = (
    "receipt", "supplement_slip", "dossier_list", "dossier_submission", "result_notice",
    "dossier_history",
)  # fmt: skip


@dataclass
class Refused:
    """What was refused: the form it came from, why, and what was typed there."""

    place: str = ""
    messages: list[str] = field(default_factory=list)
    note: str = ""
    left_out: frozenset[int] = frozenset()
    forms: dict[str, Any] = field(default_factory=dict)


def desk_page(
    model_admin: Any,
    request: HttpRequest,
    dossier: Dossier,
    refused: Refused | None = None,
    *,
    status: int = 200,
) -> TemplateResponse:
    """Return the page of `dossier`, read by `with_contents`; `refused` is shown in its place."""
    refused, user = refused or Refused(), request.user
    office = Role.OFFICE in dossier.roles_of(user)
    steps = available(dossier, user)
    rows = _rows(dossier, user)
    waiting = [row for row in rows if row["nomination"].state == NominationState.PROPOSED]
    judges = office and dossier.state in UNDER_APPRAISAL
    asks = REQUEST_SUPPLEMENT in steps
    may_ask = dossier.supplement_count < settings.SUPPLEMENT_REQUESTS
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": dossier,
        "title": str(dossier),
        "has_view_permission": True,
        "has_change_permission": False,
        "dossier": dossier,
        "rows": rows,
        "judges": judges,
        "waiting": waiting if judges else [],
        "entries": [_entry(entry) for entry in checklist(dossier)],
        "annexes": [part for part in dossier.parts.all() if part.component_id is None],
        "papers": papers_of_dossier(dossier, user, *DESK_PAPERS),
        "versions": dossier.versions.count(),
        "steps": [step for step in steps if step in STEPS],
        "missing": missing_to_appraise(dossier) if APPRAISE in steps else [],
        "is_asked_out": asks and not may_ask,
        "supplement_form": refused.forms.get("supplement_form")
        or (SupplementForm(dossier) if asks and may_ask else None),
        "paper_form": refused.forms.get("paper_form")
        or (PaperCopiesForm(instance=dossier) if office else None),
        "refused": refused,
        "log": timeline(dossier),
    }
    return TemplateResponse(request, "admin/dossier_desk.html", context, status=status)


def _rows(dossier: Dossier, user: Any) -> list[dict[str, Any]]:
    """Return the standing nominations: frozen finding, today's, what differs, what can be done."""
    nominations = standing(dossier)
    before = [n for n in nominations if n.state in BEFORE_COUNCIL]
    live = findings_of(dossier, before, timezone.localdate())
    judging = dossier.state in UNDER_APPRAISAL
    return [
        {
            "nomination": nomination,
            "url": reverse("dossiers:nomination_detail", args=[nomination.pk]),
            "results_url": candidate_url(live[nomination.pk].candidate)
            if nomination.pk in live
            else "",
            "place": f"nomination-{nomination.pk}",
            "steps": [t for t in available(nomination, user) if t in VERDICTS] if judging else [],
            **_found(nomination, live.get(nomination.pk)),
        }
        for nomination in nominations
    ]


def _found(nomination: Nomination, live: Assessed | None) -> dict[str, Any]:
    """Return both findings about one nomination and, rule by rule, where they differ."""
    frozen = _frozen(nomination)
    today = live.assessment if live else None
    shown = today or frozen
    return {
        "frozen": frozen,
        "frozen_why": why(frozen) if frozen else "",
        "live": live,
        "is_changed": bool(frozen and today and frozen.outcome != today.outcome),
        "differences": _differences(frozen, today) if frozen and today else [],
        "open_findings": [f for f in shown.findings if f.decides and _is_open(f)] if shown else [],
        "met": sum(f.verdict == Verdict.MET for f in shown.findings) if shown else 0,
        "warnings": shown.warnings if shown else (),
    }


def _frozen(nomination: Nomination) -> Assessment | None:
    """Return the finding frozen when the dossier was sent; None without one that can be read."""
    try:
        return from_json(nomination.snapshot) if nomination.snapshot else None
    except SnapshotError:
        return None


def _is_open(finding: Finding) -> bool:
    return finding.verdict in STANDS_IN_THE_WAY


def _differences(frozen: Assessment, today: Assessment) -> list[dict[str, str]]:
    """Return the rules whose verdict is another today than when the dossier was sent."""
    then = {finding.rule.key: finding for finding in frozen.findings}
    return [
        {
            "text": found.rule.text,
            "then": Verdict(then[found.rule.key].verdict).label,
            "now": Verdict(found.verdict).label,
            "reason": found.reason,
        }
        for found in today.findings
        if found.rule.key in then and then[found.rule.key].verdict != found.verdict
    ]


def _entry(entry: Entry) -> dict[str, Any]:
    kinds = all_kinds()
    return {
        "entry": entry,
        "papers": [
            (kinds[slug].title, reverse("organization:paper", args=[slug, pk]))
            for slug, pk in entry.papers
        ],
    }
