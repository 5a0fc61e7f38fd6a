"""Whether an office works as fast in a province of a hundred offices as it does alone.

Each office has 60 units, 400 people and a movement for which every unit has registered. They are
written inside a transaction that is taken back: nothing stays.
"""

from __future__ import annotations

import datetime as dt
import time

from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.models import AwardType
from campaigns import board
from campaigns.benchmark import taken_back
from campaigns.models import (
    AwardOffer,
    Campaign,
    Line,
    Mark,
    Participant,
    Period,
    Plan,
    Registration,
    Route,
)
from campaigns.states import CampaignState, RegistrationState
from campaigns.todo import work_for
from emulation.organization.models import (
    Group,
    Level,
    Membership,
    NomineeKind,
    Person,
    Role,
    Unit,
    UnitKind,
    User,
)
from emulation.papers.benchmark import Result

OFFICES, UNITS, PEOPLE, ROUNDS = 100, 60, 400, 7


class Office:
    """One commune with its units, people and this year's movement, all units registered."""

    def __init__(self, number: int) -> None:
        self.today = timezone.localdate()
        self.clerk = User.objects.create(username=f"do-toc-do-{number}", is_active=False)
        self.commune = Unit.objects.create(
            name=f"Xã đo tốc độ {number}", kind=UnitKind.AUTHORITY, level=Level.COMMUNE
        )
        Membership.objects.create(user=self.clerk, unit=self.commune, role=Role.OFFICE)
        self.units = [
            Unit.objects.create(name=f"Thôn {n}", kind=UnitKind.VILLAGE, parent=self.commune)
            for n in range(UNITS)
        ]
        people = [
            Person(unit=self.units[n % UNITS], full_name=f"Nguyễn Văn {n}") for n in range(PEOPLE)
        ]
        for person in people:
            person.derive()
        Person.objects.bulk_create(people)
        self._movement()

    def _movement(self) -> None:
        first = self.today - dt.timedelta(days=20)
        award = AwardType.objects.filter(code="LDTT").valid_on(self.today).first()
        if award is None:
            raise CommandError("Danh mục thiếu Lao động tiên tiến, không đo được.")
        campaign = Campaign.objects.create(
            authority=self.commune, name="Phong trào đo tốc độ", starts_on=first,
            ends_on=self.today + dt.timedelta(days=200), state=CampaignState.ISSUED,
            issued_on=first, created_by=self.clerk,
        )  # fmt: skip
        Plan.objects.create(campaign=campaign, number="1", symbol="KH-UBND", dated=first)
        self.period = Period.objects.create(
            campaign=campaign, name="Năm nay", starts_on=first, ends_on=campaign.ends_on,
            registration_before=self.today + dt.timedelta(days=5),
        )  # fmt: skip
        group = Group.objects.create(
            authority=self.commune, name="Các thôn", subject=NomineeKind.COLLECTIVE,
            unit_kinds=[UnitKind.VILLAGE],
        )  # fmt: skip
        Participant.objects.create(campaign=campaign, group=group)
        offer = AwardOffer.objects.create(
            campaign=campaign, award_type=award, route=Route.OWN, column=1
        )
        sent = Registration.objects.bulk_create(
            Registration(
                authority=self.commune, period=self.period, unit=unit, created_by=self.clerk,
                state=RegistrationState.SUBMITTED, submitted_at=timezone.now(), dated=self.today,
            )
            for unit in self.units
        )  # fmt: skip
        members = {}
        for person in Person.objects.filter(authority=self.commune):
            members.setdefault(person.unit_id, []).append(person)
        lines = Line.objects.bulk_create(
            Line(registration=one, subject=NomineeKind.INDIVIDUAL, person=person, position=place)
            for one in sent
            for place, person in enumerate(members[one.unit_id], start=1)
        )
        Mark.objects.bulk_create(Mark(line=line, offer=offer) for line in lines)

    def work(self) -> int:
        """Do what the first pages of the day do: what waits, the board, who is in the roster."""
        clerk = User.objects.get(pk=self.clerk.pk)
        rows = board.rows(Period.objects.visible_to(clerk).get(pk=self.period.pk), self.today)
        people = Person.objects.visible_to(clerk).order_by("sort_key")[:50]
        return len(work_for(clerk)) + sum(board.counts(rows).values()) + len(list(people))

    def timed(self) -> list[float]:
        """Return the seconds that the work takes, several times over."""
        taken = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            self.work()
            taken.append(time.perf_counter() - start)
        return taken

    def queries(self) -> int:
        """Return how many queries the work takes."""
        with CaptureQueriesContext(connection) as found:
            self.work()
        return len(found)


def office_among_100() -> Result:
    """An office alone in the database, then among a hundred: "alone" over "ours" is near 1."""
    if Period._meta.db_table not in connection.introspection.table_names():
        raise CommandError("Cơ sở dữ liệu chưa có bảng: hãy chạy migrate trước.")
    result = Result("office-among-100")
    with taken_back():
        office = Office(1)
        result.queries["1"] = office.queries()
        result.times["alone"] = office.timed()
        for number in range(2, OFFICES + 1):
            Office(number)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        result.queries[str(OFFICES)] = office.queries()
        result.times["ours"] = office.timed()
    return result


CASES = {"office-among-100": office_among_100}
