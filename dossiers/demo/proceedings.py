"""From dossiers to certificates, by the services of the office, on days of the past.

Where a step asks what time it is, it is told the day on which it would have happened: deadlines,
laws, receipts and logs are those of that day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any, NamedTuple

import pikepdf
from django.utils import timezone

from campaigns.models import Period
from dossiers.checklist import PEER_REVIEW, checklist
from dossiers.models import (
    AgendaItem,
    CouncilSession,
    Decision,
    Dossier,
    Nomination,
    Presence,
    SeatRole,
    Submission,
    Wording,
)
from dossiers.services import (
    agenda,
    appraising,
    council,
    deciding,
    nominating,
    scanning,
    submitting,
)
from dossiers.states import CONCLUDE, COUNT, OPEN
from emulation.organization.issuing import printed, without_papers
from emulation.organization.models import Household, Person, Unit
from emulation.papers.catalogue import all_kinds
from emulation.uploads import SafeFile
from emulation.workflow import Transition

from . import accounts, places
from .building import Run, moment
from .councils import council_on

SUMS = ("issued", "returned", "valid", "invalid", "agree", "disagree", "blank")


@contextmanager
def at(run: Run, day: dt.date, clock: str = "08:30") -> Iterator[None]:
    """Let the services work as at that hour of that day; without papers where none are stored."""
    moved, now = moment(day, clock), timezone.now
    timezone.now = lambda: moved
    try:
        with nullcontext() if run.with_papers else without_papers():
            yield
    finally:
        timezone.now = now


class Put(NamedTuple):
    """One nominee of a dossier, by name: award, summary, and the lines of the report."""

    name: str
    code: str
    summary: str
    report: str


class Proceedings:
    """The dossiers of one period of an authority; `office` names the account of its office."""

    def __init__(self, run: Run, period: Period, office: str) -> None:
        self.run, self.period = run, period
        self.authority = places.authority(period.campaign.authority.name)
        self.office = accounts.user(office)
        self.clerks = accounts.clerks_of(self.authority.name, office)
        self.units = places.units_of(self.authority)
        self.people = {p.full_name: p for p in Person.objects.filter(authority=self.authority)}
        self.homes = {h.head_name: h for h in Household.objects.filter(authority=self.authority)}
        offers = period.campaign.offers.select_related("award_type")
        self.offers = {(offer.award_type.code, offer.route): offer for offer in offers}

    def nominee(self, name: str) -> Unit | Person | Household:
        """Return a unit, a person or a household of the authority by name."""
        found = self.units.get(name) or self.people.get(name) or self.homes.get(name)
        return found or self.authority

    def nomination(self, name: str, code: str) -> Nomination:
        """Return who was proposed, by name and award."""
        rows = Nomination.objects.filter(period=self.period, award_type__code=code)
        return next(n for n in rows if n.nominee == self.nominee(name))

    # --- the unit's side -------------------------------------------------------------------------

    def write(self, day: dt.date, unit: str, route: str, *nominees: Put) -> Dossier:
        """Begin a unit's dossier and write it: by its own account, else by the office."""
        by = self.clerks.get(unit, self.office)
        with at(self.run, day, "08:15"):
            dossier = nominating.begin(self.period, self.units[unit], route, by=by)
            for put in nominees:
                offer, nominee = self.offers[put.code, route], self.nominee(put.name)
                nomination = nominating.propose(dossier, offer, nominee, by=by)
                nominating.save_texts(
                    nomination,
                    {"summary": put.summary, "report": put.report.strip()},
                    seen=nomination.saved_at,
                    by=by,
                )
        return self._fresh(dossier)

    def bring_scans(self, day: dt.date, dossier: Dossier) -> None:
        """Bring the signed minutes of the unit and what else has to be handed in as a scan."""
        with at(self.run, day, "09:00"):
            for entry in checklist(dossier):
                if entry.keeps_from_sending:
                    name, kind = entry.component.name, all_kinds()[PEER_REVIEW]
                    drafted = entry.component.paper == PEER_REVIEW and self.run.with_papers
                    content = printed(kind.build(dossier)) if drafted else _blank_page()
                    scanning.bring(
                        dossier, _scan(content), name=name, component=entry.component,
                        by=dossier.created_by, is_signed=True,
                    )  # fmt: skip

    def send(self, day: dt.date, dossier: Dossier) -> None:
        """Send a dossier that is complete."""
        self.bring_scans(day, dossier)
        with at(self.run, day, "09:30"):
            nominating.submit(self._fresh(dossier), by=dossier.created_by)
        dossier.refresh_from_db()

    def _fresh(self, dossier: Dossier) -> Dossier:
        return Dossier.objects.with_contents().get(pk=dossier.pk)

    # --- the office's side -----------------------------------------------------------------------

    def receive(self, day: dt.date, dossier: Dossier) -> None:
        """Receive a dossier with its one set on paper."""
        with at(self.run, day, "14:00"):
            appraising.receive(dossier, by=self.office)
            appraising.file_paper(
                dossier, sets=1, received_on=day, shelf=f"Tủ 2, ngăn {day.year}", by=self.office
            )
        dossier.refresh_from_db()

    def ask(self, day: dt.date, dossier: Dossier, *items: str, note: str, before: dt.date) -> None:
        """Ask for a supplement."""
        with at(self.run, day, "15:00"):
            appraising.request_supplement(
                dossier, items=items, before=before, note=note, by=self.office
            )

    def supplement(self, day: dt.date, dossier: Dossier, name: str, code: str, report: str) -> None:
        """Send the supplement: the report of one nominee written anew."""
        with at(self.run, day, "10:00"):
            nomination = self.nomination(name, code)
            nominating.save_texts(
                nomination, {"report": report.strip()}, seen=nomination.saved_at,
                by=dossier.created_by,
            )  # fmt: skip
            nominating.send_supplement(self._fresh(dossier), by=dossier.created_by)
        dossier.refresh_from_db()

    def judge(self, day: dt.date, name: str, code: str, step: Transition, note: str) -> None:
        """Give the verdict on one nomination, with its reason."""
        with at(self.run, day, "10:30"):
            appraising.judge(self.nomination(name, code), step, by=self.office, note=note)

    def close(self, day: dt.date, *dossiers: Dossier) -> None:
        """Close the appraisal of these dossiers."""
        with at(self.run, day, "16:00"):
            for dossier in dossiers:
                appraising.appraise(dossier, by=self.office)

    # --- the council -----------------------------------------------------------------------------

    def convene(
        self,
        day: dt.date,
        nominations: Iterable[Nomination],
        *,
        planned: dt.datetime,
        **values: Any,
    ) -> CouncilSession:
        """Plan a session and put these on its agenda."""
        with at(self.run, day, "16:30"):
            session = CouncilSession.objects.create(
                council=council_on(self.authority, timezone.localdate(planned)),
                planned_at=planned,
                created_by=self.office,
                **values,
            )
            agenda.prepare(session, by=self.office)
            agenda.put_on_agenda(session, nominations, by=self.office)
        return session

    def hold(
        self,
        session: CouncilSession,
        *,
        absent: Mapping[str, tuple[str, str]],
        against: Mapping[str, int],
        until: str,
        discussion: str,
        number: str,
    ) -> None:
        """Hold the session: all present vote for everybody, but `against` (name → how many).

        `number` is that of the minutes; the minutes of the count have the next one.
        """
        day = timezone.localdate(session.planned_at)
        with at(self.run, day, "08:00"):
            seats = list(session.council.seats.all())
            others = [s for s in seats if s.role == SeatRole.MEMBER and s.name not in absent]
            agenda.record_attendance(
                session,
                {seat.pk: absent.get(seat.name, (Presence.PRESENT, "")) for seat in seats},
                presided_by=session.presided_by,
                secretary=session.secretary,
                tellers=others[:3],
                by=self.office,
            )
            council.take(session, OPEN, by=self.office)
        with at(self.run, day, until):
            CouncilSession.objects.filter(pk=session.pk).update(discussion=discussion)
            sums = {item.pk: _sums(item, seats, absent, against) for item in session.items.all()}
            council.record_counts(session, sums, by=self.office)
            council.take(session, COUNT, by=self.office)
            session.refresh_from_db()
            for place, slug in enumerate(council.FROZEN):
                Wording.objects.create(
                    authority=self.authority,
                    slug=slug,
                    subject_id=session.pk,
                    number=str(int(number) + place),
                    is_place_dated=False,
                    saved_by=self.office,
                )
            council.take(session, CONCLUDE, by=self.office)

    # --- decision and proposal -------------------------------------------------------------------

    def decide(self, day: dt.date, *, number: str, title: str, by: Any) -> Decision:
        """Issue the decision on everything that waits for one."""
        with at(self.run, day, "15:00"):
            waiting = deciding.ready(self.authority).filter(period=self.period).order_by("pk")
            decision = deciding.draft(self.authority, waiting, title=title, by=self.office)
            deciding.issue(decision, number=number, dated=day, by=by)
        return Decision.objects.get(pk=decision.pk)

    def propose_upward(self, day: dt.date, *, number: str, by: Any) -> Submission:
        """Send the letter to the superior of the day."""
        with at(self.run, day, "15:30"):
            [batch], _ = submitting.batches(self.authority, day)
            submission = submitting.draft(self.authority, batch, by=self.office)
            submitting.send(submission, number=number, dated=day, by=by)
        return submission

    def answered(
        self, day: dt.date, submission: Submission, replies: Mapping[str, submitting.Reply]
    ) -> None:
        """Record the superior's answer, by nominee."""
        with at(self.run, day, "09:00"):
            lines = submission.lines.select_related("nomination")
            found = {line.pk: replies[str(line.nomination.nominee)] for line in lines}
            submitting.record_answers(submission, found, by=self.office)


def _sums(item: AgendaItem, seats: list, absent: Mapping, against: Mapping[str, int]) -> dict:
    """Return what the tellers of a session found on an item."""
    recused = {seat.pk for seat in item.recused.all()}
    votes = sum(seat.name not in absent and seat.pk not in recused for seat in seats)
    no = against.get(str(item.nomination.nominee), 0)
    return dict(zip(SUMS, (votes, votes, votes, 0, votes - no, no, 0), strict=True))


def _blank_page() -> bytes:
    """Return a scan of which the demo shows no more than that it is there."""
    with pikepdf.new() as pdf, io.BytesIO() as file:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(file, deterministic_id=True)
        return file.getvalue()


def _scan(content: bytes) -> SafeFile:
    return SafeFile(content, "pdf", hashlib.sha256(content).hexdigest())
