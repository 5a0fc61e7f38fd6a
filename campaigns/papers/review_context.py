"""What the review of a paper has to know of its campaign: day, kind of commune, known names."""

import datetime as dt
from typing import Any

from awards.citing import known_laws
from campaigns.models import Campaign
from emulation.organization.models import Level, Unit
from emulation.papers.paper import PaperError
from emulation.papers.review import Context, Finding, review_paper

from .plan import build

_KINDS = ("xã", "phường", "thị trấn", "đặc khu")


def context_of(campaign: Campaign) -> Context:
    """Return the context of a campaign's papers.

    A draft is judged by the day that chooses the campaign's law (`reference_day`); a paper with a
    date of its own goes by that.
    """
    return context_for(campaign.authority, campaign.reference_day)


def context_for(authority: Unit, day: dt.date) -> Context:
    """Return the context of a paper that `authority` writes on `day`."""
    return Context(
        date=day,
        kind=commune_kind(authority),
        names=tuple(filter(None, [authority.place])),
        laws=known_laws(),
    )


def commune_kind(authority: Unit) -> str:
    """Return what a commune is called ("xã", "phường" …); nothing for any other authority."""
    if authority.level != Level.COMMUNE:
        return ""
    words = f" {authority.name.lower()} "
    return next((kind for kind in _KINDS if f" {kind} " in words), "")


def findings_of(campaign: Campaign) -> list[Finding]:
    """Review the plan as it would print now; a text that has no form yet has no findings either."""
    try:
        paper = build(campaign)
    except PaperError:
        return []
    return review_paper(paper, context_of(campaign))


def of_subject(subject: Any) -> Context:
    """Return the context of the paper of any record of this floor."""
    return context_of(subject if isinstance(subject, Campaign) else subject.period.campaign)
