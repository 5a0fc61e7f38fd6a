"""What a dossier's route asks for: what is there, what is missing, and who owes it (one line each).

Rules of the campaign, not of the law: the components are data (domain.md 4.1). The council's
minutes come after appraisal, so they never keep a unit from sending.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from campaigns.models import DossierComponent
from dossiers.models import Dossier, Nomination, Part
from dossiers.states import NominationState


class Owner(StrEnum):
    """Who has to bring a component."""

    UNIT = "đơn vị"
    COUNCIL = "Hội đồng"


# What the system drafts, and who answers for it; anything else is uploaded by the unit.
PER_NOMINEE = "achievement_report"
BY_COUNCIL = frozenset({"minutes", "ballot_count"})
FROM_DATA = {"nominee_list": "dossier_list", "submission": "dossier_submission"}
WITH_SCAN = frozenset({"peer_review"})


@dataclass(frozen=True)
class Entry:
    """One line of the checklist.

    `papers` are (slug, id) of what the system drafts for it; `missing` is "" when all is there.
    """

    component: DossierComponent
    owner: Owner
    missing: str
    papers: tuple[tuple[str, int], ...] = ()
    scans: tuple[Part, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def keeps_from_sending(self) -> bool:
        """Whether the unit cannot send before this is there."""
        return bool(self.missing) and self.owner == Owner.UNIT

    @property
    def line(self) -> str:
        """Return what is missing and who owes it, in one line."""
        return f"{self.component.name}: {self.missing} ({self.owner})" if self.missing else ""


def standing(dossier: Dossier) -> list[Nomination]:
    """Return the nominations that were not withdrawn, in order (no query when prefetched)."""
    return [n for n in dossier.nominations.all() if n.state != NominationState.WITHDRAWN]


def components_of(dossier: Dossier) -> list[DossierComponent]:
    """Return what the offers of the dossier's nominations ask for, each name once, in order."""
    offers = {nomination.offer_id for nomination in standing(dossier)}
    found: dict[tuple[str, str], DossierComponent] = {}
    asked = DossierComponent.objects.filter(offer__in=offers).order_by(
        "offer__position", "position"
    )
    for component in asked:
        found.setdefault((component.name.casefold(), component.paper), component)
    return list(found.values())


def checklist(dossier: Dossier) -> list[Entry]:
    """Return the route's components with what is there and what is missing."""
    nominations, parts = standing(dossier), list(dossier.parts.all())
    return [_entry(component, dossier, nominations, parts) for component in components_of(dossier)]


def _entry(
    component: DossierComponent,
    dossier: Dossier,
    nominations: list[Nomination],
    parts: Iterable[Part],
) -> Entry:
    scans = tuple(part for part in parts if part.component_id == component.pk)
    slug = component.paper
    if slug in BY_COUNCIL:
        done = any(item.session.state == "concluded" for n in nominations for item in _items(n))
        missing = "" if done or scans else "có sau phiên họp Hội đồng"
        return Entry(component, Owner.COUNCIL, missing, scans=scans)
    if slug == PER_NOMINEE:
        without = [n for n in nominations if not n.report.strip() and not _has_scan(n, scans)]
        missing = "thiếu của " + "; ".join(str(n.nominee) for n in without) if without else ""
        papers = tuple((slug, nomination.pk) for nomination in nominations)
        return Entry(component, Owner.UNIT, missing, papers, scans)
    if slug in FROM_DATA:
        without = [n for n in nominations if not n.summary.strip()]
        missing = ""
        if slug == "nominee_list" and without:
            names = "; ".join(str(n.nominee) for n in without)
            missing = f"chưa có tóm tắt thành tích của {names}"
        return Entry(component, Owner.UNIT, missing, ((FROM_DATA[slug], dossier.pk),), scans)
    if slug in WITH_SCAN:
        missing = "" if scans else "chưa có bản ký (in từ hệ thống, ký rồi chụp hoặc quét nộp lại)"
        return Entry(component, Owner.UNIT, missing, ((slug, dossier.pk),), scans)
    return Entry(component, Owner.UNIT, "" if scans else "chưa nộp", (), scans)


def _items(nomination: Nomination) -> list:
    return list(nomination.agenda_items.all())


def _has_scan(nomination: Nomination, scans: Iterable[Part]) -> bool:
    return any(part.nomination_id in (None, nomination.pk) for part in scans)


def missing_to_send(dossier: Dossier) -> list[str]:
    """Say what keeps the dossier from being sent; the page shows it, sending obeys it."""
    if not standing(dossier):
        return ["Hồ sơ chưa có đề nghị nào."]
    return [entry.line for entry in checklist(dossier) if entry.keeps_from_sending]
