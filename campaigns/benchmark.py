"""How fast a whole period is assessed from the database, and in how many queries.

5,000 people are put down for Chiến sĩ thi đua cơ sở, with the records of an ordinary file and nine
criteria beside the law's. They are written inside a transaction that is taken back: nothing stays,
and other writers wait as long. The plain loop reads the same rows with one query a table and
answers yes or no: no sentence, no record named, no group taken apart, no warning.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.facts import Outcome
from awards.models import Award, AwardType, Criterion, CriterionSet
from campaigns.assessing.judging import assessments
from campaigns.models import (
    AwardOffer,
    Campaign,
    Line,
    Mark,
    Period,
    Plan,
    Registration,
    Result,
    Route,
)
from campaigns.states import CampaignState, RegistrationState, ResultState
from emulation.organization.models import (
    AnnualRating,
    Bar,
    Initiative,
    Level,
    NomineeKind,
    Person,
    Unit,
    UnitKind,
    User,
)
from emulation.papers import benchmark
from emulation.papers.benchmark import measure

CANDIDATES, FEW = 5000, 50
IN_A_UNIT = 100
YEAR = 2025
DAY = dt.date(YEAR, 12, 10)
LIMIT = 60  # seconds
LEVELS = ("XS", "T", "T", "HT", "XS", "T", "KHT")
CRITERIA = (
    ("rating", {"level": "T"}),
    ("rating_years", {"level": "T", "years": 2}),
    ("manual", {}),
    ("initiative", {"count": 1, "years": 2}),
    ("no_discipline", {}),
    ("title_years", {"codes": ["LDTT"], "times": 2, "before": True}),
    ("award_held", {"codes": ["GK_XA"]}),
    ("service_months", {"months": 10}),
    ("registered", {}),
)


class Season:
    """A commune with a campaign of the year; `fill` puts people down until there are so many."""

    def __init__(self) -> None:
        self.by = User.objects.create(username="do-toc-do", is_active=False)
        self.commune = Unit.objects.create(
            name="Xã đo tốc độ", kind=UnitKind.AUTHORITY, level=Level.COMMUNE
        )
        self.types = {
            code: AwardType.objects.filter(code=code).valid_on(DAY).first()
            for code in ("CSTDCS", "LDTT", "GK_XA")
        }
        if None in self.types.values():
            raise CommandError("Danh mục thiếu Chiến sĩ thi đua cơ sở, không đo được.")
        first, last = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
        campaign = Campaign.objects.create(
            authority=self.commune, name="Phong trào đo tốc độ", starts_on=first, ends_on=last,
            state=CampaignState.ISSUED, issued_on=first, created_by=self.by,
        )  # fmt: skip
        Plan.objects.create(campaign=campaign, number="1", symbol="KH-UBND", dated=first)
        period = Period.objects.create(
            campaign=campaign, name=f"Năm {YEAR}", starts_on=first, ends_on=last
        )
        self.period = Period.objects.select_related(
            "campaign__plan", "campaign__authority"
        ).get(pk=period.pk)  # fmt: skip
        self.offer = AwardOffer.objects.create(
            campaign=campaign, award_type=self.types["CSTDCS"], route=Route.OWN, column=1
        )
        own = CriterionSet.objects.create(
            authority=self.commune, name="Cá nhân", subject=NomineeKind.INDIVIDUAL
        )
        self.criteria = [
            Criterion.objects.create(
                criterion_set=own, position=place, text=f"Tiêu chuẩn {place}", kind=kind,
                parameters=parameters,
            )
            for place, (kind, parameters) in enumerate(CRITERIA, start=1)
        ]  # fmt: skip
        campaign.criterion_sets.add(own)
        self.count = 0

    def fill(self, count: int) -> None:
        """Put down as many more people as are missing to `count`."""
        while self.count < count:
            self._unit(range(self.count, min(count, self.count + IN_A_UNIT)))

    def _unit(self, numbers: range) -> None:
        unit = Unit.objects.create(
            name=f"Thôn {numbers.start}", kind=UnitKind.VILLAGE, parent=self.commune
        )
        people = Person.objects.bulk_create(
            Person(
                unit=unit, authority=self.commune, full_name=f"Nguyễn Văn {number}",
                sort_key=f"{number:06}", search_key=f"nguyen van {number}",
            )
            for number in numbers
        )  # fmt: skip
        registration = Registration.objects.create(
            authority=self.commune, period=self.period, unit=unit, created_by=self.by,
            state=RegistrationState.CONFIRMED, submitted_at=timezone.now(), dated=DAY,
        )  # fmt: skip
        lines = Line.objects.bulk_create(
            Line(registration=registration, subject=NomineeKind.INDIVIDUAL, person=person,
                 position=place)
            for place, person in enumerate(people, start=1)
        )  # fmt: skip
        Mark.objects.bulk_create(Mark(line=line, offer=self.offer) for line in lines)
        numbered = list(zip(numbers, people, strict=True))
        self._records(numbered)
        self._results(numbered)
        self.count = numbers.stop

    def _records(self, numbered: list[tuple[int, Person]]) -> None:
        common = {"authority": self.commune, "created_by": self.by}
        paper = {"document": "Quyết định số 1/QĐ-UBND", "document_date": DAY}
        AnnualRating.objects.bulk_create(
            AnnualRating(
                person=person, year=YEAR - back, level=LEVELS[(n + back) % 7],
                months_worked=12 - n % 4, **common, **paper,
            )
            for n, person in numbered
            for back in range(3)
            if (n + back) % 11
        )  # fmt: skip
        Initiative.objects.bulk_create(
            Initiative(
                person=person, year=YEAR - back, name=f"Sáng kiến {n}", recognition=state,
                level="X", **common, **paper,
            )
            for n, person in numbered
            for back, state in enumerate(("recognised", "pending"))
            if (n + back) % 3
        )  # fmt: skip
        Award.objects.bulk_create(
            Award(
                person=person, award_type=self.types[code], award_name=self.types[code].name,
                recipient=person.full_name, decided_by="Chủ tịch UBND xã", year=YEAR - back,
                **common, **paper,
            )
            for n, person in numbered
            for back, code in enumerate(("LDTT", "LDTT", "GK_XA"), start=1)
            if (n + back) % 8
        )  # fmt: skip
        Bar.objects.bulk_create(
            Bar(
                person=person, kind="discipline", severity="1_reprimand",
                starts_on=dt.date(YEAR, 2, 1), **common, **paper,
            )
            for n, person in numbered
            if n % 50 == 0
        )  # fmt: skip

    def _results(self, numbered: list[tuple[int, Person]]) -> None:
        (asked,) = [criterion for criterion in self.criteria if criterion.kind == "manual"]
        Result.objects.bulk_create(
            Result(
                authority=self.commune, period=self.period, criterion=asked, person=person,
                state=ResultState.VERIFIED, claims_met=True, is_met=n % 5 > 0,
            )
            for n, person in numbered
        )  # fmt: skip


def judged(season: Season) -> list[bool]:
    """Assess the period as its page does; say of each candidate whether he is eligible."""
    found = assessments(season.period, DAY)
    return [row.assessment.outcome == Outcome.ELIGIBLE for row in found]


def plainly(season: Season) -> list[bool]:
    """Read the rows and answer yes or no by the same criteria."""
    commune = {"authority": season.commune}
    people = Mark.objects.filter(offer=season.offer).order_by("line__registration__unit", "line")
    order = list(people.values_list("line__person", flat=True))
    rated: dict[int, dict[int, tuple[str, int | None]]] = defaultdict(dict)
    for person, year, level, months in AnnualRating.objects.filter(**commune).values_list(
        "person", "year", "level", "months_worked"
    ):
        rated[person][year] = (level, months)
    recognised, held = defaultdict(set), defaultdict(set)
    for person, year in Initiative.objects.filter(
        recognition="recognised", **commune
    ).values_list("person", "year"):  # fmt: skip
        recognised[person].add(year)
    for person, year, code in Award.objects.filter(**commune).values_list(
        "person", "year", "award_type__code"
    ):
        held[person].add((code, year))
    barred = set(Bar.objects.filter(**commune).values_list("person", flat=True))
    met = set(
        Result.objects.filter(period=season.period, is_met=True).values_list("person", flat=True)
    )
    good = ("XS", "T")

    def holds(person: int) -> bool:
        mine, awards, ideas = rated[person], held[person], recognised[person]
        level, months = mine.get(YEAR, ("", None))
        return (
            person not in barred
            and level in good
            and (level == "XS" or YEAR in ideas)
            and mine.get(YEAR - 1, ("", None))[0] in good
            and person in met
            and bool({YEAR - 1, YEAR} & ideas)
            and {("LDTT", YEAR - 1), ("LDTT", YEAR - 2)} <= awards
            and any(code == "GK_XA" for code, _ in awards)
            and (months or 0) >= 10
        )

    return [holds(person) for person in order]


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo whatever the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def queries_of(season: Season) -> int:
    """Return how many queries the assessment of the period takes."""
    with CaptureQueriesContext(connection) as found:
        judged(season)
    return len(found)


def eligibility_gather_5000() -> benchmark.Result:
    """5,000 candidates read from the database and judged, beside the plain loop."""
    if Period._meta.db_table not in connection.introspection.table_names():
        raise CommandError("Cơ sở dữ liệu chưa có bảng: hãy chạy migrate trước.")
    with taken_back():
        season = Season()
        season.fill(FEW)
        queries = {str(FEW): queries_of(season)}
        season.fill(CANDIDATES)
        queries[str(CANDIDATES)] = queries_of(season)
        programs = {"ours": lambda: judged(season), "plain-loop": lambda: plainly(season)}
        result = measure("eligibility-gather-5000", programs, 3, LIMIT)
        result.queries = queries
    return result


CASES = {"eligibility-gather-5000": eligibility_gather_5000}
