"""What holds for any facts: good records never hurt, order means nothing, snapshots come back."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from awards.eligibility import DISCIPLINE_KEY, Assessor, as_json, assess, from_json
from awards.facts import (
    Alternatives,
    AwardFact,
    BarFact,
    ClaimFact,
    Context,
    Facts,
    IndexFact,
    InitiativeFact,
    MemberFact,
    Occasion,
    Outcome,
    OverrideFact,
    Proof,
    ProposalFact,
    RatingFact,
    RegistrationFact,
    Rule,
    RuleSet,
    Verdict,
)
from tests.awards.eligibility_words import NAMES, law_on

YEAR = 2025
DAY = dt.date(2025, 12, 10)
CODES = ["LDTT", "CSTDCS", "CSTDT", "BK_TINH"]

# --- strategies ----------------------------------------------------------------------------------

proofs = st.builds(
    Proof, st.sampled_from(["", "QĐ 1", "QĐ 2"]), st.just("x"), st.integers(1, 9) | st.none()
)
years = st.integers(2021, 2026)
days = st.dates(dt.date(2023, 1, 1), dt.date(2026, 6, 1))
points = st.decimals(0, 40, places=1) | st.none()
ratings = st.builds(
    RatingFact,
    years,
    st.sampled_from(["XS", "T", "HT", "KHT", "?"]),
    proofs,
    st.none() | st.integers(0, 12),
)
kinds_of_bar = [
    ("discipline", "1_reprimand"), ("discipline", "2_warning"), ("complaint", ""),
    ("denunciation", ""), ("under_review", ""),
]  # fmt: skip
bars = st.builds(
    lambda kind, start, length, proof: BarFact(
        kind[0], start, None if length is None else start + dt.timedelta(length), proof, kind[1]
    ),
    st.sampled_from(kinds_of_bar),
    days,
    st.none() | st.integers(0, 500),
    proofs,
)
initiatives = st.builds(
    InitiativeFact,
    years,
    st.sampled_from(["pending", "recognised", "refused"]),
    st.sampled_from(["X", "H", "T", "B", "TW"]),
    proofs,
)
indexes = st.builds(
    IndexFact,
    years,
    proofs,
    st.decimals(0, 100, places=2) | st.none(),
    rating=st.sampled_from(["", "1_weak", "3_fair", "4_good", "5_excellent"]),
    rank=st.integers(1, 20) | st.none(),
    rank_of=st.just(20),
)
awards = st.builds(
    AwardFact,
    st.sampled_from(CODES),
    years,
    st.sampled_from(["merit", "movement", "sudden"]),
    proofs,
    st.sampled_from(["", "Tên trong quyết định"]),
    st.integers(1, 3),
    campaign=st.sampled_from([None, 1, 2]),
    with_initiative=st.sampled_from([None, True, False]),
)
claims = st.builds(
    ClaimFact,
    st.integers(1, 20),
    proofs,
    st.sampled_from([None, True, False]),
    st.sampled_from([None, True, False]),
    points,
    st.booleans(),
)
registrations = st.builds(
    RegistrationFact, st.sampled_from(["CSTDCS", "GK_XA"]), st.booleans(), proofs
)
members = st.builds(
    MemberFact,
    st.sampled_from(["An", "Bình", "Chi"]),
    st.lists(ratings, max_size=2).map(tuple),
    st.lists(bars, max_size=1).map(tuple),
    st.lists(awards, max_size=2).map(tuple),
)


def several(records, most=4):
    return st.lists(records, max_size=most).map(tuple)


facts = st.builds(
    Facts,
    st.just("person.1"),
    st.just("Hoa"),
    several(ratings),
    several(bars, 2),
    several(initiatives),
    several(indexes),
    several(awards),
    several(claims, 6),
    several(registrations, 2),
    st.none() | several(members),
    st.booleans(),
)

RULES = [
    ("rating", {"level": "T"}),
    ("rating", {"level": "XS", "initiative": True}),
    ("rating_years", {"years": 2}),
    ("index_rating", {"rise": True}),
    ("index_rise", {"by": "1"}),
    ("rank", {"at_most": 5, "rise_by": 2}),
    ("initiative", {"count": 2, "years": 3, "beyond": ["CSTDCS"]}),
    ("initiative", {"level": "T"}),
    ("no_discipline", {"years": 2}),
    ("members_clean", {}),
    ("title_years", {"codes": ["CSTDCS"], "times": 2}),
    ("title_years", {"codes": ["LDTT", "CSTDCS"], "times": 2, "within": 4, "before": True}),
    ("meets_award", {"code": "LDTT"}),
    ("award_held", {"codes": ["BK_TINH"], "years_ago": 1}),
    ("member_share", {"codes": ["LDTT"], "percent": 50, "above": True, "count": 1}),
    ("member_rating", {"percent": 70}),
    ("service_months", {}),
    ("registered", {"late": False}),
    ("manual", {}),
    ("no such kind", {}),
    ("rank", {}),  # asks nothing: its parameters are refused
]  # fmt: skip


@st.composite
def rulesets(draw, most=6):
    chosen = draw(st.lists(st.sampled_from(range(len(RULES))), max_size=most, unique=True))
    rules = []
    for place in chosen:
        kind, parameters = RULES[place]
        scoring = draw(st.sampled_from(["none", "none", "score", "bonus", "penalty"]))
        rules.append(
            Rule(
                key=f"r{place}",
                text=f"Nội dung {place}",
                kind=kind,
                clause=f"tiêu chuẩn {place + 1} của Kế hoạch",
                parameters=parameters,
                mandatory=draw(st.booleans()),
                group=draw(st.sampled_from(["", "", "g", "no such group"])),
                criterion=draw(st.sampled_from([None, place])),
                scoring=scoring,
                points=None if scoring == "none" else Decimal(30),
            )
        )
    needed = draw(st.integers(1, 3))
    wanted = draw(st.sampled_from([None, Decimal(40)]))
    return RuleSet("set", "Bộ tiêu chuẩn", tuple(rules), (Alternatives("g", "", needed),), wanted)


def occasion(**changes):
    law = law_on(DAY, "I")
    return replace(
        Occasion(
            "CSTDCS",
            NAMES["CSTDCS"],
            YEAR,
            dt.date(YEAR, 1, 1),
            dt.date(YEAR, 12, 31),
            DAY,
            campaign=1,
            law=law,
            names=NAMES,
        ),
        **changes,
    )


def verdicts(assessment):
    return {found.rule.key: found.verdict for found in assessment.findings}


GOOD = Proof("giấy tờ tốt")
ORDER = [Outcome.INELIGIBLE, Outcome.DEFERRED, Outcome.UNKNOWN, Outcome.ELIGIBLE]
fast = settings(max_examples=100, deadline=None)

# --- properties ----------------------------------------------------------------------------------


@fast
@given(facts, rulesets(), st.sampled_from(["merit", "movement"]))
def test_any_facts_are_judged_and_every_sentence_is_whole(facts, ruleset, basis):
    found = assess(facts, [ruleset], occasion(award_basis=basis))
    assert found.outcome in Outcome.values
    for each in found.findings:
        assert each.verdict in Verdict.values
        assert each.reason.endswith(".")


@fast
@given(facts, rulesets(), st.sampled_from(["XS", "T"]), st.sampled_from(CODES), st.integers(0, 3))
def test_a_good_record_never_turns_met_into_not_met(facts, ruleset, level, code, which):
    before = assess(facts, [ruleset], occasion())
    rating = RatingFact(YEAR, level, GOOD, 12)
    claim = {rule.criterion for rule in ruleset.rules} - {None}
    better = [
        {"ratings": (*(r for r in facts.ratings if r.year != YEAR), replace(rating, level="XS"))},
        {"initiatives": (*facts.initiatives, InitiativeFact(YEAR, "recognised", "TW", GOOD))},
        {"awards": (*facts.awards, AwardFact(code, YEAR, "merit", GOOD))},
        {
            "claims": (
                *facts.claims,
                *(ClaimFact(criterion, GOOD, True, True, Decimal(30)) for criterion in claim),
            )
        },
    ][which]
    after = assess(replace(facts, **better), [ruleset], occasion())
    # More titles ask for more initiatives where these must not have won a title (MoHA); penalties
    # are no good records.
    hurt = [
        key
        for key, verdict in verdicts(before).items()
        if verdict == "met" and verdicts(after)[key] == "not_met"
    ]
    if which == 2:
        hurt = [key for key in hurt if key not in ("r6", "g", "set.points")]
    if not any(rule.scoring == "penalty" for rule in ruleset.rules):
        assert hurt == []


@fast
@given(facts, st.sampled_from(["XS", "T"]), st.sampled_from(["LDTT", "CSTDCS", "CSTDT"]))
def test_a_good_record_never_turns_eligible_by_law_into_ineligible(facts, level, code):
    law = occasion().law[code]
    sound = replace(
        facts,
        bars=(),
        awards=tuple(
            AwardFact("CSTDCS", year, "merit", GOOD) for year in range(YEAR - 2, YEAR + 1)
        ),
        ratings=(RatingFact(YEAR, level, GOOD),),
        initiatives=(*facts.initiatives, InitiativeFact(YEAR, "recognised", "T", GOOD)),
    )
    assert assess(sound, [law], occasion(code=code)).outcome == Outcome.ELIGIBLE
    better = replace(
        sound,
        ratings=(*facts.ratings, RatingFact(YEAR, "XS", GOOD)),
        initiatives=(*sound.initiatives, InitiativeFact(YEAR, "recognised", "TW", GOOD)),
        awards=(*facts.awards, *sound.awards),
    )
    assert assess(better, [law], occasion(code=code)).outcome == Outcome.ELIGIBLE


@fast
@given(facts, rulesets(), st.lists(bars, min_size=1, max_size=2), st.integers(0, 900))
def test_lifting_a_bar_never_hurts(facts, ruleset, more, days_after):
    barred = replace(facts, bars=(*facts.bars, *more))
    lifted = replace(
        facts,
        bars=(
            *facts.bars,
            *(
                replace(bar, last_day=min(bar.last_day or day, day), lifted=True)
                for bar in more
                for day in [bar.starts_on + dt.timedelta(days_after)]
            ),
        ),
    )
    outcomes = [
        assess(each, [ruleset], occasion()).outcome for each in (barred, lifted, facts)
    ]  # fmt: skip
    ranks = [ORDER.index(outcome) for outcome in outcomes]
    assert ranks == sorted(ranks)


@fast
@given(facts, rulesets(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_means_nothing(facts, ruleset, random):
    def shuffled(values):
        return values and tuple(random.sample(values, len(values)))

    names = (
        "ratings", "bars", "initiatives", "indexes", "awards", "claims", "registrations", "members",
    )  # fmt: skip
    mixed = replace(facts, **{name: shuffled(getattr(facts, name)) for name in names})
    assert assess(mixed, [ruleset], occasion()) == assess(facts, [ruleset], occasion())


@fast
@given(facts, rulesets(), st.randoms(use_true_random=False))
def test_the_order_of_the_rules_changes_no_verdict(facts, ruleset, random):
    mixed = replace(ruleset, rules=tuple(random.sample(ruleset.rules, len(ruleset.rules))))
    one, other = (assess(facts, [each], occasion()) for each in (ruleset, mixed))
    assert verdicts(one) == verdicts(other)
    assert one.outcome == other.outcome


@fast
@given(facts, rulesets(), st.sampled_from(Verdict.values), st.data())
def test_an_override_changes_its_rule_and_what_that_adds_up_to(facts, ruleset, verdict, data):
    plain = assess(facts, [ruleset], occasion())
    key = data.draw(st.sampled_from([found.rule.key for found in plain.findings]))
    by_office = OverrideFact(
        key, verdict, "vì", "Văn phòng", dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
    )
    changed = assess(facts, [ruleset], occasion(), [by_office])
    sums = {"g", "set.points"}
    for before, after in zip(plain.findings, changed.findings, strict=True):
        if after.rule.key == key:
            assert (after.verdict, after.override) == (verdict, by_office)
            assert after.machine in Verdict.values
        elif after.rule.key not in sums:
            assert after == before


@fast
@given(facts, rulesets(most=21), st.data())
def test_taking_records_away_leaves_open_what_was_open(facts, ruleset, data):
    """A record left out is ignorance; a pending initiative is none, and a gap in titles is known
    by the other records of its year, so those are taken away together."""
    gone = data.draw(st.sets(st.integers(2019, 2026)))
    one_a_year = {fact.year: fact for fact in facts.ratings}, {f.year: f for f in facts.indexes}
    facts = replace(
        facts,
        ratings=tuple(one_a_year[0].values()),
        indexes=tuple(one_a_year[1].values()),
        awards=tuple(replace(fact, years=1) for fact in facts.awards),
        initiatives=tuple(f for f in facts.initiatives if f.recognition != "pending"),
        claims=(),
        members=None,
    )
    fewer = replace(
        facts,
        ratings=tuple(fact for fact in facts.ratings if fact.year not in gone),
        indexes=tuple(fact for fact in facts.indexes if fact.year not in gone),
        awards=tuple(fact for fact in facts.awards if fact.year not in gone),
        initiatives=tuple(fact for fact in facts.initiatives if fact.year not in gone),
    )
    ungrouped = replace(
        ruleset,
        rules=tuple(
            replace(rule, group="", scoring="none", points=None)
            for rule in ruleset.rules
            if rule.kind != "registered"
        ),
        pass_points=None,
    )
    before = verdicts(assess(facts, [ungrouped], occasion()))
    after = verdicts(assess(fewer, [ungrouped], occasion()))
    assert [key for key in after if (before[key], after[key]) == ("unknown", "not_met")] == []


@fast
@given(rulesets(most=21))
def test_of_whom_nothing_is_recorded_nothing_is_refused(ruleset):
    """Registration alone is known for certain: the list is the system's own."""
    rules = tuple(rule for rule in ruleset.rules if rule.kind != "registered")
    nobody = Facts("person.1", "Hoa")
    unscored = replace(ruleset, rules=rules, pass_points=None)
    found = verdicts(assess(nobody, [unscored], occasion()))
    assert "not_met" not in found.values()


@fast
@given(facts, rulesets(), st.booleans())
def test_a_snapshot_comes_back_as_it_was(facts, ruleset, is_overridden):
    overrides = [
        OverrideFact(key, "met", "lý do", "Bà Hoa", dt.datetime(2025, 12, 1, 8, tzinfo=dt.UTC))
        for key in (DISCIPLINE_KEY, "strange")
    ]
    context = Context((ProposalFact("CSTDCS", "CSTĐCS", YEAR, GOOD),))
    found = assess(facts, [ruleset], occasion(), overrides if is_overridden else (), context)
    assert from_json(as_json(found)) == found


@fast
@given(st.lists(facts, min_size=1, max_size=3), rulesets())
def test_one_assessor_judges_many_as_if_each_came_alone(many, ruleset):
    assessor = Assessor([ruleset], occasion())
    assert [assessor.assess(each) for each in many] == [
        assess(each, [ruleset], occasion()) for each in many
    ]
