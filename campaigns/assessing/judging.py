"""Assessing the candidates of a period: facts and rules gathered at once, judged one by one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from awards.awards_on import AwardsOn
from awards.competence import gone_message
from awards.eligibility import GROUP, PENDING_KEY, Assessor, as_json, used_up
from awards.facts import (
    Assessment,
    Context,
    Facts,
    Finding,
    Occasion,
    Outcome,
    OverrideFact,
    Proof,
    ProposalFact,
    RegistrationFact,
    Verdict,
    Warning,
)
from awards.models import AwardKind, Basis
from campaigns.models import AwardOffer, CampaignKind, Override, Period, Review, Route
from emulation.vietnamese import short_date

from .candidates import (
    Candidate,
    Nominee,
    Ref,
    candidates_of,
    closing_day,
    periods_beside,
    ref_of,
    type_for,
)
from .gathering import gather
from .quotas import Place, Quotas, place_of
from .rules import Rulebook, law_on, own_of

STANDS_IN_THE_WAY = frozenset({Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.DEFERRED})


@dataclass(frozen=True)
class Assessed:
    """A candidate and what was found about him."""

    candidate: Candidate
    assessment: Assessment

    @property
    def label(self) -> str:
        """Return the outcome in words."""
        return Outcome(self.assessment.outcome).label

    @property
    def is_ineligible(self) -> bool:
        """Whether the candidate was refused, so that he takes nobody's place."""
        return self.assessment.outcome == Outcome.INELIGIBLE

    @property
    def why(self) -> str:
        """Return the summary without the outcome, which stands beside it."""
        return why(self.assessment)

    @property
    def missing(self) -> list[Finding]:
        """Return what stands in the way; of alternatives not met yet, each that is open."""
        findings = self.assessment.findings
        groups = {
            f.rule.key for f in findings if f.rule.kind == GROUP and f.verdict in STANDS_IN_THE_WAY
        }
        return [
            finding
            for finding in findings
            if finding.verdict in STANDS_IN_THE_WAY
            and finding.rule.kind != GROUP
            and (finding.decides or finding.rule.group in groups)
        ]

    @property
    def overrides(self) -> list[Finding]:
        """Return the findings that the office judged otherwise."""
        return [finding for finding in self.assessment.findings if finding.override]


def why(assessment: Assessment) -> str:
    """Return the summary without the outcome's name in front."""
    text = assessment.summary.removeprefix(f"{Outcome(assessment.outcome).label}: ")
    return text[:1].upper() + text[1:]


def assessments(
    period: Period,
    day: dt.date,
    candidates: Sequence[Candidate] | None = None,
    *,
    confidential: bool = True,
    places: Iterable[Place] | None = None,
) -> list[Assessed]:
    """Return the candidates of `period` with their assessments on `day`.

    Criteria are those of the law on the period's last day (domain.md section 0) and those of the
    campaign; overrides are in. `candidates` narrows the answer, not what warnings look at.
    Without `confidential`, what a unit is not told is left out. A place of a limited award is
    taken by whoever `places` names; without them, by whoever is put down in the period and not
    found ineligible. The number of queries does not depend on the number of candidates.
    """
    everybody = candidates_of(periods_beside(period), day)
    asked = [c for c in everybody if c.period.pk == period.pk] if candidates is None else candidates
    return _judged(period, day, everybody, asked, confidential, places)


def assessment_of(
    period: Period,
    offer: AwardOffer,
    nominee: Nominee,
    day: dt.date,
    *,
    confidential: bool = True,
) -> Assessed:
    """Return the assessment of one nominee, who need not be registered.

    Raises ValueError when the award is not for this nominee kind.
    """
    everybody = candidates_of(periods_beside(period), day)
    ref = ref_of(nominee)
    key = (period.pk, offer.pk, *ref)
    candidate = next((c for c in everybody if c.key == key), None)
    if candidate is None:
        award_type = type_for(offer, ref[0], closing_day(period))
        if award_type is None or award_type.kind == AwardKind.RATING:
            raise ValueError(f"{offer} không dành cho {nominee}")
        candidate = Candidate(period, offer, award_type, nominee)
    return _judged(period, day, everybody, [candidate], confidential)[0]


def snapshot(period: Period, offer: AwardOffer, nominee: Nominee, day: dt.date) -> dict[str, Any]:
    """Return the assessment as JSON values, to be frozen into a nomination when it is submitted.

    `awards.eligibility.from_json` reads it back.
    """
    return as_json(assessment_of(period, offer, nominee, day).assessment)


def _judged(
    period: Period,
    day: dt.date,
    everybody: Sequence[Candidate],
    asked: Sequence[Candidate],
    confidential: bool,
    places: Iterable[Place] | None = None,
) -> list[Assessed]:
    """Judge those asked, and whoever stands with them for a limited award, then look at limits."""
    closing, catalogue = closing_day(period), AwardsOn.on(closing_day(period))
    quotas = Quotas(period, closing, everybody, asked, catalogue.names)
    judged = [*asked, *(quotas.rivals() if places is None else ())]
    desk = _Desk(period, day, everybody, judged, confidential, catalogue)
    found = [Assessed(candidate, desk.judge(candidate)) for candidate in judged]
    if places is None:
        out = {row.candidate.key for row in found if row.is_ineligible}
        places = [place_of(c) for c in everybody if c.key not in out]
    quotas.fill(places)
    return [_warned(row, quotas) for row in found[: len(asked)]]


def _warned(row: Assessed, quotas: Quotas) -> Assessed:
    """Add what is said about used-up limits, to whoever could still take a place."""
    if row.is_ineligible:
        return row
    notes = used_up(quotas.of(row.candidate), row.candidate.award_name)
    if not notes:
        return row
    found = row.assessment
    return replace(row, assessment=replace(found, warnings=(*found.warnings, *notes)))


class _Desk:
    """Everything that judging needs, read once for all candidates."""

    def __init__(
        self,
        period: Period,
        day: dt.date,
        everybody: Sequence[Candidate],
        asked: Sequence[Candidate],
        confidential: bool,
        catalogue: AwardsOn,
    ) -> None:
        self.period, self.day, self.confidential = period, day, confidential
        self.closing = closing_day(period)
        self.rulebook = Rulebook(law_on(self.closing), own_of([period.campaign]))
        self.catalogue = catalogue
        self.everybody = everybody
        nominees = {candidate.ref: candidate.nominee for candidate in asked}
        self.facts: Mapping[Ref, Facts] = gather(
            nominees.values(),
            day=min(day, self.closing),
            period=period,
            registrations=registration_facts(c for c in everybody if c.period.pk == period.pk),
            confidential=confidential,
        )
        self.overrides = overrides_of(period)
        self.law = {subject: self.rulebook.law_for(subject) for subject, _ in nominees}
        self.assessors: dict[tuple[int, str], Assessor] = {}
        self.beside: dict[Ref, list[Candidate]] = defaultdict(list)
        for candidate in everybody:
            self.beside[candidate.ref].append(candidate)

    def judge(self, candidate: Candidate) -> Assessment:
        """Return what is found about one candidate, warnings of the period included."""
        rules = self.rulebook.of(candidate)
        assessor = self._assessor(candidate)
        stored = [
            override
            for override in self.overrides.get((candidate.offer.pk, candidate.ref), ())
            if self.confidential or override.rule_key != PENDING_KEY
        ]
        texts = {rule.key: rule.text for ruleset in rules for rule in ruleset.rules}
        valid = [o for o in stored if texts.get(o.rule_key, o.rule_text) == o.rule_text]
        found = assessor.assess(
            self.facts[candidate.ref],
            [_override_fact(override) for override in valid],
            Context(proposals=self._proposals(candidate)),
        )
        if not self.confidential:
            findings = tuple(f for f in found.findings if f.rule.key != PENDING_KEY)
            found = replace(found, findings=findings)
        notes = [*self._notes(candidate), *(_outdated(o) for o in stored if o not in valid)]
        return replace(found, warnings=(*found.warnings, *notes))

    def _assessor(self, candidate: Candidate) -> Assessor:
        """Return the judge of the candidate's award and kind, made ready once."""
        key = (candidate.offer.pk, candidate.subject)
        if key not in self.assessors:
            self.assessors[key] = Assessor(self.rulebook.of(candidate), self._occasion(candidate))
        return self.assessors[key]

    def _occasion(self, candidate: Candidate) -> Occasion:
        basis = basis_of(candidate)
        period = self.period
        closing = period.review == Review.CLOSING
        return Occasion(
            code=candidate.award_type.code,
            award=candidate.award_name,
            year=self.closing.year if closing else period.year,
            starts_on=period.starts_on,
            ends_on=self.closing,
            day=self.day,
            award_basis=basis,
            campaign=period.campaign_id if basis == Basis.MOVEMENT else None,
            law=self.law[candidate.subject],
            years=self.closing.year - period.starts_on.year + 1 if closing else 1,
            names=self.catalogue.names,
        )

    def _proposals(self, candidate: Candidate) -> tuple[ProposalFact, ...]:
        """The nominee's other candidatures of the year that he was put down for.

        Several titles of merit build on one another; what a movement leads to is one achievement,
        so only there the campaign counts (domain.md 4.4-4).
        """
        return tuple(
            ProposalFact(
                other.award_type.code,
                other.award_name,
                other.period.year,
                proof_of_registration(other),
                basis := basis_of(other),
                other.offer.campaign_id if basis == Basis.MOVEMENT else None,
            )
            for other in self.beside[candidate.ref]
            if other.key != candidate.key and other.offer.column is not None
        )

    def _notes(self, candidate: Candidate) -> Iterable[Warning]:
        """What is odd about the candidature itself."""
        code, proof = candidate.award_type.code, proof_of_registration(candidate)
        if code not in self.catalogue.valid:
            yield Warning("gone", gone_message(candidate.award_type, self.closing))
        if candidate.registrations and not candidate.is_confirmed:
            yield Warning("unconfirmed", "Bản đăng ký chưa được văn phòng xác nhận.", (proof,))
        if len(candidate.registrations) > 1:
            units = ", ".join(str(r.unit) for r in candidate.registrations)
            yield Warning("twice", f"Có trong nhiều bản đăng ký: {units}.", (proof,))


def basis_of(candidate: Candidate) -> str:
    """Return for what the award would be given (Luật 2022 Điều 8; domain.md section 0).

    Titles, and awards of which the campaign only takes registrations, are for merit; what a themed
    campaign itself leads to is for the movement.
    """
    offer = candidate.offer
    for_merit = (
        offer.route == Route.REGISTER
        or candidate.award_type.kind == AwardKind.TITLE
        or candidate.period.campaign.kind == CampaignKind.REGULAR
    )
    return Basis.MERIT if for_merit else Basis.MOVEMENT


def proof_of_registration(candidate: Candidate) -> Proof:
    """Return the registration that names the candidate, in words."""
    if not candidate.registrations:
        return Proof("")
    registration = min(candidate.registrations, key=lambda r: (r.is_late, r.pk))
    day = registration.dated or timezone.localdate(registration.submitted_at)
    where = f"bản đăng ký của {registration.unit} ngày {short_date(day)}"
    return Proof(where, registration._meta.label_lower, registration.pk)


def registration_facts(candidates: Iterable[Candidate]) -> dict[Ref, list[RegistrationFact]]:
    """Return what each nominee was put down for: every award that a marked column stands for."""
    found: dict[Ref, list[RegistrationFact]] = defaultdict(list)
    for candidate in candidates:
        proof = proof_of_registration(candidate)
        for award_type in candidate.offer.types:
            if candidate.subject in award_type.admits:
                found[candidate.ref].append(
                    RegistrationFact(award_type.code, candidate.in_time, proof)
                )
    return found


def overrides_of(period: Period) -> dict[tuple[int, Ref], list[Override]]:
    """Return the office's own verdicts of a period, by offer and nominee (one query)."""
    found: dict[tuple[int, Ref], list[Override]] = defaultdict(list)
    rows = Override.objects.filter(period=period).select_related(
        "by", "unit", "person", "household"
    )
    for override in rows:
        found[override.offer_id, ref_of(override.nominee)].append(override)
    return found


def _override_fact(override: Override) -> OverrideFact:
    return OverrideFact(
        override.rule_key, override.verdict, override.reason, str(override.by), override.at
    )


def _outdated(override: Override) -> Warning:
    return Warning(
        "outdated",
        f"Văn phòng từng kết luận «{override.get_verdict_display()}» về một tiêu chuẩn nay đã "
        f"sửa lời; kết luận đó không còn được tính: «{override.rule_text}»",
    )
