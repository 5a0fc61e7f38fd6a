"""A movement whose results are reported: one commune, villages with criteria, an office."""

import hashlib

from awards.models import Scoring
from campaigns.models import ReportRound, Result
from campaigns.services import reporting, verifying
from campaigns.services.reporting import Claim
from campaigns.states import VERIFY_MET, RegistrationState
from emulation.organization.models import NomineeKind, Role
from emulation.uploads import SafeFile
from tests.make import (
    make_authority,
    make_campaign,
    make_criterion,
    make_criterion_set,
    make_line,
    make_person,
    make_registration,
    make_unit,
    make_user,
)

TEXTS = ("Có phong trào tốt", "Thu quỹ đúng hạn", "Không có đơn thư vượt cấp")


class Reported:
    """A confirmed registration of Thôn Ngọc; three criteria for units, one for people."""

    def __init__(self, criteria=TEXTS):
        self.commune = make_authority()
        self.village = make_unit(parent=self.commune, name="Thôn Ngọc")
        self.campaign = make_campaign(authority=self.commune)
        self.period = self.campaign.periods.get()
        self.person_offer, self.unit_offer = self.campaign.offers.order_by("column")
        self.units = make_criterion_set(authority=self.commune, criteria=criteria)
        self.people = make_criterion_set(
            authority=self.commune, name="Cá nhân", subject=NomineeKind.INDIVIDUAL,
            criteria=["Gương mẫu"],
        )  # fmt: skip
        self.campaign.criterion_sets.set([self.units, self.people])
        self.criteria = list(self.units.criteria.order_by("position"))
        self.clerk = make_user(role=Role.UNIT, unit=self.village)
        self.office = make_user(role=Role.OFFICE, unit=self.commune)
        self.register(self.village)

    def register(self, unit, person=None):
        """Confirm a registration of `unit` with a row for itself and one for `person`."""
        registration = make_registration(
            period=self.period, unit=unit, state=RegistrationState.CONFIRMED
        )
        make_line(
            registration=registration, unit=unit, offers=[self.unit_offer], targets="Thu đủ quỹ"
        )
        if person:
            make_line(
                registration=registration, person=person, offers=[self.person_offer], position=2
            )
        return registration

    def another(self, name):
        """A further village, registered with one person."""
        village = make_unit(parent=self.commune, name=name)
        self.register(village, make_person(unit=village, full_name=f"Lê Văn {name}"))
        return village

    def scored(self, points=10, scoring=Scoring.SCORE):
        """A criterion with points at the end of the units' set."""
        made = make_criterion(
            criterion_set=self.units, text="Chấm điểm", scoring=scoring, points=points
        )
        self.criteria.append(made)
        return made

    def save(self, *claims, nominee=None, by=None, seen=None):
        """Save claims on the first criteria, as one who saw what is stored."""
        nominee = nominee or self.village
        given = dict(zip(self.criteria, claims, strict=False))
        stored = reporting.results_of(self.period, nominee)
        if seen is None:
            seen = {c.pk: Claim.of(stored.get(c.pk)).seen for c in given}
        return reporting.save(self.period, nominee, given, seen=seen, by=by or self.clerk)

    def report(self, *claims, nominee=None, round=ReportRound.END, by=None, note=""):
        """Save claims and report everything; returns what was reported."""
        nominee = nominee or self.village
        if claims:
            self.save(*claims, nominee=nominee, by=by)
        return reporting.report(self.results(nominee), round, by=by or self.clerk, note=note)

    def results(self, nominee=None):
        """The nominee's results as they are stored, in the order of the criteria."""
        found = Result.objects.about(nominee or self.village).filter(period=self.period)
        return list(found.with_work().select_related("period__campaign", "criterion"))

    def result(self, place=0, nominee=None):
        """The result on the criterion at `place`."""
        wanted = self.criteria[place]
        return next(r for r in self.results(nominee) if r.criterion_id == wanted.pk)

    def verified(self, claim=None, nominee=None):
        """The result on the first criterion, reported and confirmed as met."""
        self.report(claim or said("Tốt"), nominee=nominee)
        verifying.judge(self.result(nominee=nominee), VERIFY_MET, by=self.office)
        return self.result(nominee=nominee)


def said(text="Đã làm", **values):
    """A claim in words."""
    return Claim(text=text, **values)


def safe_file(content=b"%PDF-1.4 minh chung", suffix="pdf"):
    """A file that was checked."""
    return SafeFile(content, suffix, hashlib.sha256(content).hexdigest())
