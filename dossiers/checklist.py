"""What a dossier's route asks for: what is there, what is missing, and who owes it (one line each).

Rules of the campaign, not of the law: the components are data (domain.md 4.1). The unit brings
what it knows: reports, the list with summaries, its own peer review, whatever has no slug. The
council's minutes come after the appraisal, and to a superior it is the authority that submits, so
neither ever keeps a unit from sending. What the system cannot draft is uploaded as a scan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from campaigns.models import DossierComponent, Route
from dossiers.models import Dossier, Nomination, Part
from dossiers.states import DossierState, NominationState, SessionState
from emulation.papers.catalogue import all_kinds


class Owner(StrEnum):
    """Who has to bring a component."""

    UNIT = "đơn vị"
    OFFICE = "văn phòng"
    COUNCIL = "Hội đồng"


# `DossierComponent.paper`: what is drafted per nominee, by the council, by whoever submits.
PER_NOMINEE = "achievement_report"
BY_COUNCIL = frozenset({"minutes", "ballot_count"})
SUBMISSION = "submission"
NOMINEE_LIST = "nominee_list"
PEER_REVIEW = "peer_review"
# The paper about a dossier that stands for a component.
PAPERS = {
    NOMINEE_LIST: "dossier_list",
    SUBMISSION: "dossier_submission",
    PEER_REVIEW: "peer_review",
}
# While a nomination stands so, a superior may still have to be asked about it.
TO_BE_SUBMITTED = frozenset({
    NominationState.PROPOSED, NominationState.ELIGIBLE, NominationState.DEFERRED,
    NominationState.PASSED, NominationState.LOWERED,
})  # fmt: skip


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
    offers = {nomination.offer_id: nomination.offer for nomination in standing(dossier)}
    found: dict[tuple[str, str], DossierComponent] = {}
    for offer in sorted(offers.values(), key=lambda offer: (offer.position, offer.pk)):
        for component in offer.components.all():
            found.setdefault((component.name.casefold(), component.paper), component)
    return list(found.values())


def checklist(dossier: Dossier) -> list[Entry]:
    """Return the route's components with what is there and what is missing.

    Queries nothing for a dossier read by `with_contents`.
    """
    nominations, parts = standing(dossier), list(dossier.parts.all())
    return [_entry(component, dossier, nominations, parts) for component in components_of(dossier)]


def _entry(
    component: DossierComponent,
    dossier: Dossier,
    nominations: list[Nomination],
    parts: Iterable[Part],
) -> Entry:
    scans = tuple(part for part in parts if part.component_id and _same(part.component, component))
    slug = component.paper
    if slug in BY_COUNCIL:
        met = any(
            item.session.state == SessionState.CONCLUDED for n in nominations for item in _items(n)
        )
        missing = "" if met or scans else "có sau phiên họp Hội đồng"
        return Entry(component, Owner.COUNCIL, missing, scans=scans)
    if slug == SUBMISSION and dossier.route == Route.SUPERIOR:
        sent = bool(nominations) and not any(n.state in TO_BE_SUBMITTED for n in nominations)
        missing = "" if sent or scans else "lập khi trình cấp trên"
        return Entry(component, Owner.OFFICE, missing, scans=scans)
    if slug == PER_NOMINEE:
        without = [n for n in nominations if not n.report.strip() and not _has_scan(n, scans)]
        written = [n for n in nominations if n.report.strip()]
        papers = tuple((slug, n.pk) for n in written if slug in all_kinds())
        return Entry(component, Owner.UNIT, _lacking("chưa có của", without), papers, scans)
    drafted = ((PAPERS[slug], dossier.pk),) if PAPERS.get(slug) in all_kinds() else ()
    if slug == NOMINEE_LIST:
        # The rows are the nominations themselves; what they lack is the summary.
        without = [] if scans else [n for n in nominations if not n.summary.strip()]
        missing = _lacking("chưa có tóm tắt thành tích của", without)
    elif slug == SUBMISSION:
        missing = "" if scans or drafted else "chưa nộp"
    elif slug == PEER_REVIEW:
        missing = "" if scans else "chưa nộp bản đã ký"
    else:
        missing = "" if scans else "chưa nộp"
    return Entry(component, Owner.UNIT, missing, drafted, scans)


def _same(one: DossierComponent, other: DossierComponent) -> bool:
    """Whether two offers ask for the same thing: it is brought once."""
    return (one.name.casefold(), one.paper) == (other.name.casefold(), other.paper)


def _lacking(words: str, without: list[Nomination]) -> str:
    return f"{words} {'; '.join(str(n.nominee) for n in without)}" if without else ""


def _items(nomination: Nomination) -> list:
    return list(nomination.agenda_items.all())


def _has_scan(nomination: Nomination, scans: Iterable[Part]) -> bool:
    return any(part.nomination_id in (None, nomination.pk) for part in scans)


def missing_to_send(dossier: Dossier) -> list[str]:
    """Say what keeps the dossier from being sent; the page shows it, sending obeys it."""
    if not standing(dossier):
        return ["Hồ sơ chưa có đề nghị nào."]
    return [entry.line for entry in checklist(dossier) if entry.keeps_from_sending]


# --- what may be changed now -------------------------------------------------------------------


def takes_scan(dossier: Dossier, component: DossierComponent | None) -> bool:
    """Whether a scan of `component` (None: an annex) may be brought or taken away now.

    While a supplement is due only what the office named is open.
    """
    if dossier.state != DossierState.SUPPLEMENT:
        return dossier.is_editable
    if component is None:
        return _asks_in_words(dossier)
    return component.name.casefold() in _named(dossier)


def open_texts(dossier: Dossier) -> frozenset[str]:
    """Return which texts of a nomination may be changed now: summary, report."""
    if dossier.state != DossierState.SUPPLEMENT:
        return frozenset({"summary", "report"} if dossier.is_editable else ())
    if _asks_in_words(dossier):
        return frozenset({"summary", "report"})
    fields = {PER_NOMINEE: "report", NOMINEE_LIST: "summary"}
    named = _named(dossier)
    return frozenset(
        fields[component.paper]
        for component in components_of(dossier)
        if component.paper in fields and component.name.casefold() in named
    )


def _named(dossier: Dossier) -> frozenset[str]:
    return frozenset(item.strip().casefold() for item in dossier.supplement_items)


def _asks_in_words(dossier: Dossier) -> bool:
    """Whether the office asks for something beside the components, in its own words."""
    return bool(_named(dossier) - {c.name.casefold() for c in components_of(dossier)})
