"""How fast eligibility is judged, as a ratio to a bare loop over the same facts.

The bare loop answers yes or no by the same criteria for the same 5,000 people and nothing more: no
verdicts beyond that, no sentence, no record named, no override. It is what an office's own
spreadsheet formula would compute.
"""

from __future__ import annotations

import datetime as dt

from awards.eligibility import Assessor
from awards.facts import (
    Alternatives,
    AwardFact,
    BarFact,
    ClaimFact,
    Facts,
    InitiativeFact,
    Occasion,
    Proof,
    RatingFact,
    RegistrationFact,
    Rule,
    RuleSet,
)
from emulation.papers.benchmark import Result, measure

CANDIDATES = 5000
YEAR = 2025
DAY = dt.date(YEAR, 12, 10)
LIMIT = 60  # seconds


def _rules(key: str, *rules: tuple) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            f"{key}.{number}",
            f"Tiêu chuẩn {number}",
            kind,
            f"tiêu chuẩn {number} mục V.2 của Kế hoạch",
            parameters,
            group=group,
            criterion=number,
        )
        for number, (kind, parameters, group) in enumerate(rules, start=1)
    )


LAW = {
    "LDTT": RuleSet("LDTT", "Lao động tiên tiến", _rules("LDTT", ("rating", {"level": "T"}, ""))),
}
SETS = (
    RuleSet(
        "law",
        "Chiến sĩ thi đua cơ sở",
        _rules(
            "law",
            ("meets_award", {"code": "LDTT"}, ""),
            ("rating", {"level": "XS"}, "one"),
            ("initiative", {}, "one"),
        ),
        (Alternatives("one", "Đạt một trong các tiêu chuẩn sau", 1),),
    ),
    RuleSet(
        "plan",
        "Tiêu chuẩn của Kế hoạch",
        _rules(
            "plan",
            ("rating", {"level": "T"}, ""),
            ("rating_years", {"level": "T", "years": 2}, ""),
            ("manual", {}, ""),
            ("manual", {}, ""),
            ("initiative", {"count": 1, "years": 2}, ""),
            ("no_discipline", {}, ""),
            ("title_years", {"codes": ["CSTDCS"], "times": 2}, ""),
            ("award_held", {"codes": ["GK_XA"]}, ""),
            ("service_months", {"months": 10}, ""),
            ("registered", {}, ""),
        ),
    ),
)
OCCASION = Occasion(
    "CSTDCS",
    "Chiến sĩ thi đua cơ sở",
    YEAR,
    dt.date(YEAR, 1, 1),
    dt.date(YEAR, 12, 31),
    DAY,
    award_basis="merit",
    law=LAW,
    names={"LDTT": "Lao động tiên tiến", "GK_XA": "Giấy khen của Chủ tịch UBND cấp xã"},
)


def candidates(count: int = CANDIDATES) -> list[Facts]:
    """Return people with the records of an ordinary file, no two neighbours alike."""
    return [_candidate(number) for number in range(count)]


def _candidate(number: int) -> Facts:
    proof = Proof(f"Quyết định số {number}/QĐ-UBND ngày 05/12/2025", "record", number)
    levels = ("XS", "T", "T", "HT", "XS", "T", "KHT")
    return Facts(
        f"person.{number}",
        f"Nguyễn Văn {number}",
        ratings=tuple(
            RatingFact(YEAR - back, levels[(number + back) % 7], proof, 12 - number % 4)
            for back in range(4)
            if (number + back) % 11
        ),
        bars=(
            (BarFact("discipline", dt.date(YEAR, 2, 1), None, proof, "1_reprimand"),)
            if number % 50 == 0
            else ()
        ),
        initiatives=tuple(
            InitiativeFact(YEAR - back, state, "X", proof)
            for back, state in enumerate(("recognised", "pending", "refused"))
            if (number + back) % 3
        ),
        awards=tuple(
            AwardFact(code, YEAR - back, "merit", proof, "Chiến sĩ thi đua cơ sở")
            for back, code in enumerate(("CSTDCS", "CSTDCS", "LDTT", "GK_XA"))
            if (number + back) % 4
        ),
        claims=tuple(
            ClaimFact(criterion, proof, True, (number + criterion) % 5 > 0 or None)
            for criterion in (3, 4)
        ),
        registrations=(RegistrationFact("CSTDCS", number % 9 > 0, proof),),
    )


def judged(people: list[Facts]) -> list[tuple[str, str]]:
    """Judge everybody with findings, sentences and records; keep what a list shows of each."""
    assessor = Assessor(SETS, OCCASION)
    found = map(assessor.assess, people)
    return [(each.outcome, each.summary) for each in found]


def plainly(people: list[Facts]) -> list[bool]:
    """Answer yes or no for everybody by the same criteria."""
    return [_holds(facts) for facts in people]


def _holds(facts: Facts) -> bool:
    order = {"XS": 0, "T": 1, "HT": 2, "KHT": 3}
    rated = {fact.year: order[fact.level] for fact in facts.ratings}
    recognised = [fact.year for fact in facts.initiatives if fact.recognition == "recognised"]
    titles = {fact.year for fact in facts.awards if fact.code == "CSTDCS"}
    met = {fact.criterion for fact in facts.claims if fact.is_met}
    open_bars = [bar for bar in facts.bars if bar.last_day is None or bar.last_day >= DAY]
    answers = [
        not open_bars,
        rated.get(YEAR, 9) <= 1,
        rated.get(YEAR, 9) == 0 or YEAR in recognised,
        all(rated.get(year, 9) <= 1 for year in (YEAR - 1, YEAR)),
        3 in met,
        4 in met,
        any(YEAR - 1 <= year <= YEAR for year in recognised),
        not any(bar.kind == "discipline" and bar.starts_on <= DAY for bar in facts.bars),
        {YEAR - 1, YEAR} <= titles,
        any(fact.code == "GK_XA" for fact in facts.awards),
        any(fact.year == YEAR and (fact.months or 0) >= 10 for fact in facts.ratings),
        any(fact.code == "CSTDCS" for fact in facts.registrations),
    ]
    return all(answers)


def eligibility_5000() -> Result:
    """5,000 candidates by a full set of criteria, beside the bare loop."""
    people = candidates()
    programs = {"ours": lambda: judged(people), "plain-loop": lambda: plainly(people)}
    return measure("eligibility-5000", programs, 5, LIMIT)


CASES = {"eligibility-5000": eligibility_5000}
