"""A commune of ordinary size: 60 units, 400 people, a short movement in the spring of 2026.

The clock is the caller's: days are given, none is read. Everything is written in few queries.
"""

import datetime as dt

from django.utils import timezone

from campaigns.models import Line, Mark, Participant, Period, Registration, Result, Route
from campaigns.services import registering, reporting
from campaigns.services.reporting import Claim
from campaigns.states import SUBMIT, CampaignState, RegistrationState, ResultState
from emulation.organization.models import (
    Membership,
    NomineeKind,
    Person,
    Role,
    Unit,
    UnitKind,
    User,
)
from tests.make import (
    make_authority,
    make_award_type,
    make_campaign,
    make_criterion_set,
    make_group,
    make_offer,
    make_period,
    make_user,
)

FIRST = dt.date(2026, 3, 2)
LAST = dt.date(2026, 4, 14)
KINDS = (
    (UnitKind.VILLAGE, "Thôn", 44),
    (UnitKind.DEPARTMENT, "Phòng chuyên môn", 8),
    (UnitKind.MASS_ORGANISATION, "Đoàn thể", 5),
    (UnitKind.SCHOOL, "Trường học", 3),
)
PEOPLE = 400
TITLES = {
    NomineeKind.INDIVIDUAL: "Lao động tiên tiến",
    NomineeKind.COLLECTIVE: "Tập thể lao động tiên tiến",
}
CRITERIA = ("Có phong trào tốt", "Thu quỹ đúng hạn", "Không có đơn thư vượt cấp")
BODY = """I. ĐỐI TƯỢNG VÀ ĐĂNG KÝ THI ĐUA
1. Đối tượng thi đua
[[đối tượng thi đua]]
2. Đăng ký thi đua
[[thời hạn đăng ký]]
II. TIÊU CHUẨN
[[tiêu chuẩn tập thể]]
"""


class Crowd:
    """The commune; `units[n]` and `clerks[n]` (who can be written to) belong together."""

    def __init__(self, *, state=CampaignState.ISSUED, first=FIRST, last=LAST, **deadlines):
        self.commune = make_authority()
        self.office = make_user(
            role=Role.OFFICE, unit=self.commune, email="van.phong@dinhdu.example"
        )
        self.units = [
            Unit.objects.create(parent=self.commune, kind=kind, name=f"{word} {number:02}")
            for kind, word, count in KINDS
            for number in range(1, count + 1)
        ]
        self.people = self._people()
        self.clerks = self._clerks()
        self.campaign = make_campaign(
            authority=self.commune,
            bare=True,
            state=state,
            starts_on=first,
            ends_on=last,
            issued_on=first if state == CampaignState.ISSUED else None,
        )
        self.campaign.plan.body = BODY
        self.campaign.plan.save()
        deadlines.setdefault("dossier_before", None)
        self.period = make_period(campaign=self.campaign, name="Đợt xuân 2026", **deadlines)
        self.offers = {
            subject: make_offer(
                campaign=self.campaign,
                award_type=make_award_type(name=name, subjects=subject),
                column=column,
                route=Route.REGISTER,
            )
            for column, (subject, name) in enumerate(TITLES.items(), start=1)
        }
        self.criteria = list(
            make_criterion_set(authority=self.commune, criteria=CRITERIA).criteria.all()
        )
        self.campaign.criterion_sets.add(self.criteria[0].criterion_set)
        everyone = make_group(authority=self.commune, name="Các đơn vị", unit_kinds=[])
        Participant.objects.create(campaign=self.campaign, group=everyone)

    def _people(self):
        people = [
            Person(
                unit=self.units[number % len(self.units)],
                full_name=f"Nguyễn Văn {number:03}",
                position="Thành viên",
            )
            for number in range(PEOPLE)
        ]
        for person in people:
            person.derive()
        return Person.objects.bulk_create(people)

    def _clerks(self):
        clerks = User.objects.bulk_create(
            User(username=f"dv{n:02}", email=f"dv{n:02}@dinhdu.example")
            for n in range(len(self.units))
        )
        Membership.objects.bulk_create(
            Membership(user=clerk, unit=unit, role=Role.UNIT)
            for clerk, unit in zip(clerks, self.units, strict=True)
        )
        return clerks

    def clerk(self, place):
        """The account of `units[place]` as a request reads it, with its roles of today."""
        return User.objects.get(pk=self.clerks[place].pk)

    def draft(self, place, *, by=None, people=1):
        """Put a unit and the first of its people down, as its clerk or as the office (`by`)."""
        unit, by = self.units[place], by or self.clerk(place)
        registration = registering.start(self.period, unit, by=by)
        members = [person for person in self.people if person.unit_id == unit.pk]
        if registration.lines.count() == 1:
            for person in members[:people]:
                registering.add_line(registration, "person", person.pk, by=by)
            marks = {
                line.pk: (frozenset({self.offers[line.subject].pk}), "Không trễ hạn việc nào.")
                for line in registration.lines.all()
            }
            registering.save_lines(registration, marks, by=by)
        return Registration.objects.with_lines().get(pk=registration.pk)

    def send(self, place, transition=SUBMIT, *, by=None, note=""):
        """Register a unit, as its clerk or as the office (`by`)."""
        registration = self.draft(place, by=by)
        return registering.take(registration, transition, by=by or self.clerk(place), note=note)

    def sent_by_many(self, places, state=RegistrationState.SUBMITTED):
        """The registrations of many units at once, as rows: each with its unit, sent now."""
        sent = Registration.objects.bulk_create(
            Registration(
                authority=self.commune, period=self.period, unit=self.units[place], state=state,
                submitted_at=timezone.now(), dated=timezone.localdate(),
                created_by=self.clerks[place],
            )
            for place in places
        )  # fmt: skip
        lines = Line.objects.bulk_create(
            Line(registration=one, subject=NomineeKind.COLLECTIVE, unit=one.unit, position=1)
            for one in sent
        )
        offer = self.offers[NomineeKind.COLLECTIVE]
        Mark.objects.bulk_create(Mark(line=line, offer=offer) for line in lines)

    def reported_by_many(self, places):
        """The results of many units at once, as rows: each criterion met, in their own words."""
        Result.objects.bulk_create(
            Result(
                authority=self.commune, period=self.period, criterion=criterion,
                unit=self.units[place], state=ResultState.REPORTED, claims_met=True, text="Đủ",
            )
            for place in places
            for criterion in self.criteria
        )  # fmt: skip

    def report(self, place, *, by=None, note="", text="Đã làm đủ", criteria=None):
        """Report the results of a unit, on every criterion unless some are named."""
        by = by or self.clerk(place)
        period = self.save_claims(place, by=by, text=text, criteria=criteria)
        results = reporting.results_of(period, self.units[place]).values()
        return reporting.report(results, "end", by=by, note=note)

    def save_claims(self, place, *, by=None, text="Đã làm đủ", criteria=None):
        """Enter the results of a unit; returns the period as the page reads it."""
        period = Period.objects.select_related("campaign").get(pk=self.period.pk)
        unit, by = self.units[place], by or self.clerk(place)
        stored = reporting.results_of(period, unit)
        seen = {c.pk: Claim.of(stored.get(c.pk)).seen for c in self.criteria}
        claims = {c: Claim(claims_met=True, text=text) for c in criteria or self.criteria}
        reporting.save(period, unit, claims, seen=seen, by=by)
        return period
