"""The engine apart from single criteria: outcomes, alternatives, overrides, points, warnings."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from awards.eligibility import (
    DISCIPLINE_KEY,
    PENDING_KEY,
    Assumption,
    SnapshotError,
    as_json,
    assess,
    assume,
    from_json,
    next_year,
    prospect,
    rests_on_initiative,
    share_quota,
    used_up,
)
from awards.eligibility.assumptions import prospects
from awards.facts import (
    Alternatives,
    AwardFact,
    BarFact,
    ClaimFact,
    Context,
    Facts,
    InitiativeFact,
    Occasion,
    OverrideFact,
    Proof,
    ProposalFact,
    Quota,
    RatingFact,
    Rule,
    RuleSet,
)
from tests.awards.eligibility_words import NAMES, law_on

DAY = dt.date(2024, 12, 10)


def occasion(**changes):
    return replace(
        Occasion(
            "CSTDCS",
            NAMES["CSTDCS"],
            DAY.year,
            dt.date(DAY.year, 1, 1),
            dt.date(DAY.year, 12, 31),
            DAY,
            law=law_on(DAY, "I"),
            names=NAMES,
        ),
        **changes,
    )


def rule(number=1, kind="manual", parameters=None, **more):
    return Rule(
        f"r{number}",
        f"Nội dung {number}",
        kind,
        f"tiêu chuẩn {number} của Kế hoạch",
        parameters or {},
        criterion=number,
        **more,
    )


def ruleset(*rules, **more):
    return RuleSet("set", "Bộ tiêu chuẩn", rules, **more)


def claim(number, is_met, points=None):
    return ClaimFact(number, Proof("báo cáo"), True, is_met, points and Decimal(points))


def person(**records):
    return Facts("person.1", "Nguyễn Thị Hoa", **records)


def rating(year=2024, level="XS"):
    return RatingFact(year, level, Proof(f"Quyết định xếp loại {year}"))


def complaint(last_day=None):
    return BarFact("complaint", dt.date(2024, 11, 1), last_day, Proof("đơn"))


def override(key, verdict="met", day=1):
    at = dt.datetime(2024, 12, day, 8, tzinfo=dt.UTC)
    return OverrideFact(key, verdict, "Đã họp thống nhất", "Trần Văn Nam", at)


def verdict_of(assessment, key):
    return next(found.verdict for found in assessment.findings if found.rule.key == key)


# --- outcome -------------------------------------------------------------------------------------


def test_who_fails_a_criterion_is_refused_although_a_complaint_is_open():
    found = assess(
        person(bars=(complaint(),), claims=(claim(1, False),)), [ruleset(rule())], occasion()
    )
    assert found.outcome == "ineligible"
    assert verdict_of(found, PENDING_KEY) == "deferred"


def test_an_open_complaint_outranks_missing_records():
    assert assess(person(bars=(complaint(),)), [ruleset(rule())], occasion()).outcome == "deferred"


def test_law_and_campaign_decide_together():
    law = occasion().law["LDTT"]
    facts = person(ratings=(rating(),), claims=(claim(1, False),))
    assert assess(facts, [law], occasion()).outcome == "eligible"
    assert assess(facts, [law, ruleset(rule())], occasion()).outcome == "ineligible"


def test_nobody_is_eligible_without_any_criterion():
    found = assess(person(ratings=(rating(),)), [ruleset()], occasion())
    assert (found.outcome, found.summary) == (
        "unknown",
        "Chưa đủ dữ liệu: chưa có bộ tiêu chuẩn để xét.",
    )


def test_a_criterion_neither_mandatory_nor_alternative_is_told_only():
    facts = person(ratings=(rating(),), claims=(claim(2, False),))
    rules = ruleset(rule(1, "rating"), rule(2, mandatory=False))
    found = assess(facts, [rules], occasion())
    assert found.outcome == "eligible"
    assert [each.decides for each in found.findings] == [True, True, True, False]


def test_the_summary_names_three_criteria_and_counts_the_rest():
    facts = person(claims=tuple(claim(number, False) for number in range(1, 6)))
    found = assess(facts, [ruleset(*(rule(number) for number in range(1, 6)))], occasion())
    assert found.summary == (
        "Không đủ điều kiện: thiếu xác nhận của văn phòng (tiêu chuẩn 1 của Kế hoạch); "
        "xác nhận của văn phòng (tiêu chuẩn 2 của Kế hoạch); "
        "xác nhận của văn phòng (tiêu chuẩn 3 của Kế hoạch); và 2 tiêu chuẩn khác."
    )


def test_a_rule_that_cannot_be_judged_says_why():
    found = assess(person(), [ruleset(rule(1, "rank"))], occasion())
    assert found.findings[-1].reason == (
        "Tham số chưa dùng được: Hãy ghi thứ hạng phải đạt hoặc số bậc phải tăng; "
        "văn phòng sửa tiêu chuẩn 1 của Kế hoạch rồi xem lại."
    )


def test_laws_that_refer_to_each_other_end_as_unknown():
    circle = {
        "LDTT": ruleset(rule(1, "meets_award", {"code": "CSTDCS"})),
        "CSTDCS": ruleset(rule(1, "meets_award", {"code": "LDTT"})),
    }
    found = assess(person(), [circle["CSTDCS"]], occasion(law=circle))
    assert found.outcome == "unknown"
    assert "dẫn chiếu vòng tròn" in found.findings[-1].reason


def test_an_award_whose_law_is_missing_is_unknown():
    rules = ruleset(rule(1, "meets_award", {"code": "LDTT"}))
    found = assess(person(ratings=(rating(),)), [rules], occasion(law={}))
    assert found.findings[-1].reason == (
        "Chưa kết luận được tiêu chuẩn Lao động tiên tiến năm 2024 để xét tiêu chuẩn 1 của Kế hoạch"
        ". Chưa có bộ tiêu chuẩn của Lao động tiên tiến áp dụng tại thời điểm xét."
    )


# --- alternatives --------------------------------------------------------------------------------

TWO_OF_THREE = ruleset(
    *(rule(number, group="g") for number in (1, 2, 3)),
    groups=(Alternatives("g", "Đạt hai trong ba tiêu chuẩn", 2),),
)


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        ([claim(1, True), claim(2, True), claim(3, False)], "met"),
        ([claim(1, True), claim(2, True)], "met"),
        ([claim(1, True), claim(3, False)], "unknown"),
        ([claim(1, True), claim(2, False), claim(3, False)], "not_met"),
        ([claim(2, False), claim(3, False)], "not_met"),
    ],
)
def test_of_alternatives_the_group_decides(claims, verdict):
    found = assess(person(claims=tuple(claims)), [TWO_OF_THREE], occasion())
    assert verdict_of(found, "g") == verdict
    assert [each.rule.key for each in found.findings if each.decides][2:] == ["g"]


def test_the_group_stands_before_its_members():
    found = assess(person(), [TWO_OF_THREE], occasion())
    assert [each.rule.key for each in found.findings[2:]] == ["g", "r1", "r2", "r3"]


def test_an_alternative_that_does_not_apply_is_not_asked_for():
    rules = ruleset(
        rule(1, "index_rise", group="g"),
        rule(2, group="g"),
        groups=(Alternatives("g", "", 2),),
    )
    facts = person(has_index=False, claims=(claim(2, True),))
    assert verdict_of(assess(facts, [rules], occasion()), "g") == "met"


# --- overrides -----------------------------------------------------------------------------------


def test_an_override_replaces_the_verdict_and_keeps_the_machines():
    found = assess(person(), [ruleset(rule())], occasion(), [override("r1")])
    last = found.findings[-1]
    assert (last.verdict, last.machine, last.override) == ("met", "unknown", override("r1"))
    assert found.outcome == "eligible"


def test_an_override_of_a_member_counts_in_its_group():
    found = assess(person(claims=(claim(1, True),)), [TWO_OF_THREE], occasion(), [override("r3")])
    assert verdict_of(found, "g") == "met"


def test_an_override_of_the_group_leaves_its_members():
    found = assess(person(), [TWO_OF_THREE], occasion(), [override("g", "not_met")])
    assert found.outcome == "ineligible"
    assert [verdict_of(found, f"r{number}") for number in (1, 2, 3)] == ["unknown"] * 3


def test_a_principle_can_be_overridden():
    found = assess(
        person(bars=(complaint(),), ratings=(rating(),)),
        [ruleset(rule(1, "rating"))],
        occasion(),
        [override(PENDING_KEY)],
    )
    assert found.outcome == "eligible"


def test_of_two_overrides_the_later_counts():
    overrides = [override("r1", "not_met", day=2), override("r1", "met", day=1)]
    found = assess(person(), [ruleset(rule())], occasion(), overrides)
    assert found.findings[-1].verdict == "not_met"


def test_an_override_of_a_rule_that_is_gone_is_reported():
    found = assess(person(), [ruleset(rule())], occasion(), [override("r99")])
    assert [each.text for each in found.warnings] == [
        "Kết luận khác của Trần Văn Nam ngày 01/12/2024 thuộc tiêu chuẩn không còn trong bộ tiêu "
        "chuẩn nên không áp dụng. Lý do đã ghi: Đã họp thống nhất"
    ]


# --- points --------------------------------------------------------------------------------------

SCORED = ruleset(
    rule(1, scoring="score", points=Decimal(60)),
    rule(2, scoring="score", points=Decimal(30)),
    rule(3, scoring="bonus", points=Decimal(10)),
    rule(4, scoring="penalty", points=Decimal(20)),
    pass_points=Decimal(80),
)


@pytest.mark.parametrize(
    ("claims", "verdict", "total"),
    [
        ([claim(1, True, 60), claim(2, True, 25), claim(3, False, 0)], "met", 85),
        ([claim(1, True, 60), claim(2, True, 20)], "met", 80),
        ([claim(1, True, 60), claim(2, True, 19)], "unknown", 79),
        ([claim(1, True, 60), claim(2, True, 19), claim(3, True, 1)], "met", 80),
        ([claim(1, True, 99), claim(2, True, 99), claim(3, True, 99)], "met", 100),
        ([claim(1, True, 60), claim(2, True, 30), claim(4, True, 20)], "unknown", 70),
        ([claim(1, True, 60), claim(2, True, 30), claim(3, False), claim(4, True, 99)],
         "not_met", 70),
        ([claim(1, True, 30)], "not_met", 30),
        ([claim(1, None, 60), claim(2, True, 30)], "unknown", 30),
    ],
)  # fmt: skip
def test_confirmed_points_decide_unless_those_open_could_turn_it(claims, verdict, total):
    found = assess(person(claims=tuple(claims)), [SCORED], occasion())
    assert (verdict_of(found, "set.points"), found.points) == (verdict, total)


def test_where_points_decide_a_single_criterion_does_not():
    claims = (claim(1, True, 60), claim(2, False, 0), claim(3, True, 10), claim(4, False))
    found = assess(person(claims=claims), [replace(SCORED, pass_points=Decimal(70))], occasion())
    assert found.outcome == "eligible"


def test_without_points_to_pass_a_scored_criterion_decides_and_a_bonus_does_not():
    claims = (claim(1, True, 60), claim(2, True, 1), claim(3, False))
    found = assess(person(claims=claims), [replace(SCORED, pass_points=None)], occasion())
    assert (found.outcome, found.points) == ("eligible", 61)


def test_a_sum_is_none_where_nothing_is_scored():
    assert assess(person(), [ruleset(rule())], occasion()).points is None


# --- warnings ------------------------------------------------------------------------------------


def award(code, year=2024, basis="merit", campaign=None):
    proof = Proof(f"QĐ {code} {year}", "award", 7)
    return AwardFact(code, year, basis, proof, NAMES[code], campaign=campaign)


def warned(facts, context=None, **changes):
    law = occasion().law["CSTDCS"]
    found = assess(facts, [law], occasion(**changes), context=context)
    return [(each.kind, each.proofs) for each in found.warnings]


def test_the_same_title_of_the_same_year_is_warned_of_with_its_record():
    held = award("CSTDCS")
    assert warned(person(awards=(held,))) == [("same_award", (held.proof,))]


def test_an_award_of_another_year_is_no_double():
    assert warned(person(awards=(award("CSTDCS", 2023),))) == []


def test_two_awards_of_one_campaign_are_warned_of():
    held = award("GK_XA", basis="movement", campaign=5)
    assert warned(person(awards=(held,)), campaign=5) == [("double_award", (held.proof,))]
    assert warned(person(awards=(held,)), campaign=6) == []


def test_two_awards_of_one_basis_and_year_are_warned_of():
    held = award("GK_XA")
    assert warned(person(awards=(held,))) == [("double_award", (held.proof,))]


def test_a_title_that_is_a_condition_of_the_one_asked_is_no_double():
    assert warned(person(awards=(award("LDTT"),))) == []


def test_a_jump_over_lower_forms_is_no_warning():
    assert warned(person(ratings=(rating(),)), code="BK_TTG") == []


def proposal(code, year=2024, campaign=None):
    proof = Proof(f"hồ sơ {code}", "nomination", 3)
    return ProposalFact(code, NAMES[code], year, proof, campaign=campaign)


def test_other_proposals_of_the_same_title_or_campaign_are_warned_of():
    context = Context(
        proposals=(proposal("CSTDCS"), proposal("GK_XA", campaign=5), proposal("BK_TINH"))
    )
    assert warned(person(), context, campaign=5) == [
        ("same_proposal", (proposal("CSTDCS").proof,)),
        ("double_proposal", (proposal("GK_XA").proof,)),
    ]


@pytest.mark.parametrize(("taken", "kinds"), [(2, []), (3, ["quota"]), (4, ["quota"])])
def test_a_used_up_quota_is_warned_of(taken, kinds):
    assert [each.kind for each in used_up([Quota(3, taken)], "Giấy khen")] == kinds


def test_a_used_up_quota_says_where_it_stands():
    (found,) = used_up([Quota(3, 4, "Chỉ tiêu của Kế hoạch số 15/KH-UBND")], "Giấy khen")
    assert found.text == (
        "Hết số lượng Giấy khen: đã có 4 trường hợp khác, nhiều nhất 3 "
        "(chỉ tiêu của Kế hoạch số 15/KH-UBND)."
    )


def test_a_used_up_share_says_what_was_counted_and_that_nobody_has_compared_it():
    quota = share_quota(
        15, "Lao động tiên tiến năm 2024", 12, 8, 3, clause="Mức thường áp dụng", verified="n"
    )
    (found,) = used_up([quota], "Chiến sĩ thi đua cơ sở")
    assert found.text == (
        "Hết số lượng Chiến sĩ thi đua cơ sở: đã có 3 trường hợp khác, nhiều nhất 3 (không quá 15% "
        "của 20 Lao động tiên tiến năm 2024, gồm 12 đã công nhận và 8 đang đề nghị; mức thường áp "
        "dụng; chưa đối chiếu đủ với văn bản)."
    )


@pytest.mark.parametrize(
    ("percent", "holders", "places"),
    [(15, 20, 3), (15, 19, 2), (15, 13, 1), (15, 6, 0), (15, 0, 0), (10, 99, 9), (100, 7, 7)],
)
def test_a_share_is_cut_off_to_whole_people(percent, holders, places):
    assert share_quota(percent, "Lao động tiên tiến", holders, 0, 0).places == places
    assert share_quota(percent, "Lao động tiên tiến", 0, holders, 0).places == places


def test_warnings_decide_nothing():
    facts = person(ratings=(rating(),), awards=(award("GK_XA"),))
    law = occasion().law["CSTDCS"]
    context = Context((proposal("CSTDCS"),))
    found = assess(facts, [law], occasion(), context=context)
    assert (found.outcome, len(found.warnings)) == ("eligible", 2)


# --- resting on an initiative --------------------------------------------------------------------


ONE_OF_TWO = RuleSet(
    "law",
    "Chiến sĩ thi đua cơ sở",
    (
        Rule("1", "Hoàn thành xuất sắc", "rating", "Điều 23", {"level": "XS"}, group="one"),
        Rule("2", "Có sáng kiến", "initiative", "Điều 23", {}, group="one"),
    ),
    (Alternatives("one", "Một trong hai", 1),),
)
ALWAYS = RuleSet("law", "Năm 2003", (Rule("1", "Có sáng kiến", "initiative", "Điều 23"),))
BOTH_IN_ONE = RuleSet(
    "plan", "Kế hoạch",
    (Rule("1", "Tốt, có sáng kiến", "rating", "tiêu chuẩn 1", {"level": "T", "initiative": True}),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "level", "recognition", "rests"),
    [
        (ONE_OF_TWO, "XS", "recognised", False),
        (ONE_OF_TWO, "T", "recognised", True),
        (ONE_OF_TWO, "T", "pending", None),
        (ALWAYS, "XS", "recognised", True),
        (ALWAYS, "XS", "refused", False),
        (BOTH_IN_ONE, "T", "recognised", True),
        (ruleset(rule()), "XS", "recognised", False),
    ],
)
def test_an_award_rests_on_an_initiative_that_was_needed(rules, level, recognition, rests):
    facts = person(
        ratings=(RatingFact(2024, level, Proof("xếp loại")),),
        initiatives=(InitiativeFact(2024, recognition, "X", Proof("sáng kiến")),),
    )
    assert rests_on_initiative(assess(facts, [rules], occasion())) is rests


# --- snapshot ------------------------------------------------------------------------------------


def test_the_snapshot_tells_who_was_judged_for_what_and_when():
    data = as_json(assess(person(), [ruleset(rule())], occasion()))
    told = {name: data[name] for name in ("version", "subject", "name", "award", "year", "day")}
    assert told == {
        "version": 1,
        "subject": "person.1",
        "name": "Nguyễn Thị Hoa",
        "award": "Chiến sĩ thi đua cơ sở",
        "year": 2024,
        "day": "2024-12-10",
    }


@pytest.mark.parametrize("data", [{}, [], None, {"version": 2}, {"version": 1}])
def test_a_strange_snapshot_is_refused(data):
    with pytest.raises(SnapshotError):
        from_json(data)


# --- what if, who qualifies ----------------------------------------------------------------------


def test_next_year_with_a_title_supposed_is_marked_so():
    facts = person(awards=(award("CSTDCS", 2023), award("CSTDCS", 2024)))
    supposed = assume(
        facts,
        [Assumption(2025, rating="XS", codes=("CSTDCS",), initiatives=1, reach="T")],
        NAMES,
    )
    ahead = next_year(occasion(code="CSTDT"))
    law = law_on(ahead.day, "I")["CSTDT"]
    assert (ahead.year, ahead.day) == (2025, dt.date(2025, 12, 10))
    assert assess(facts, [law], ahead).outcome == "unknown"
    found = assess(supposed, [law], ahead)
    assert found.outcome == "eligible"
    assert "QĐ CSTDCS 2024; giả định" in " ".join(each.reason for each in found.findings)


def test_a_supposed_rating_takes_the_place_of_the_recorded_one():
    supposed = assume(person(ratings=(rating(2024, "KHT"),)), [Assumption(2024, rating="XS")])
    assert [fact.level for fact in supposed.ratings] == ["XS"]


def test_a_year_after_the_leap_day_is_the_28th():
    assert next_year(occasion(day=dt.date(2024, 2, 29))).day == dt.date(2025, 2, 28)


def test_who_qualifies_by_records_is_told_what_people_must_confirm():
    law = ruleset(
        rule(1, "meets_award", {"code": "LDTT"}),
        rule(2, "rating", {"level": "XS"}),
        rule(3),
        rule(4, "registered", {"late": False}),
    )
    found = prospect(person(ratings=(rating(),)), law, occasion())
    assert found.qualifies
    assert [each.key for each in found.to_confirm] == ["r3"]


@pytest.mark.parametrize(
    "facts",
    [
        person(ratings=(rating(level="T"),), initiatives=()),
        person(),
        person(ratings=(rating(),), bars=(complaint(),)),
        person(ratings=(rating(level="HT"),)),
    ],
)
def test_who_lacks_records_does_not_qualify(facts):
    assert not prospect(facts, occasion().law["CSTDCS"], occasion()).qualifies


def test_nobody_qualifies_by_a_law_that_asks_nothing_of_the_records():
    assert not prospect(person(ratings=(rating(),)), ruleset(rule()), occasion()).qualifies


def test_many_nominees_are_asked_at_once():
    recognised = InitiativeFact(2024, "recognised", "X", Proof("QĐ sáng kiến"))
    many = [person(ratings=(rating(level="T"),), initiatives=(recognised,)), person()]
    found = prospects(many, occasion().law["CSTDCS"], occasion())
    assert [each.qualifies for each in found] == [True, False]


def test_the_discipline_principle_names_its_article_and_how_far_it_was_checked():
    for day, clause, verified in [
        (dt.date(2023, 12, 31), "nguyên tắc khen thưởng của Nghị định số 91/2017/NĐ-CP", "n"),
        (dt.date(2024, 1, 1), "Điều 4 Nghị định số 98/2023/NĐ-CP", "y"),
        (dt.date(2025, 7, 1), "Điều 4 Nghị định số 152/2025/NĐ-CP", "y"),
        (dt.date(2026, 10, 1), "Điều 4 Nghị định số 152/2025/NĐ-CP", "p"),
    ]:
        found = assess(person(), [ruleset(rule())], occasion(day=day))
        principle = next(f.rule for f in found.findings if f.rule.key == DISCIPLINE_KEY)
        assert (principle.clause, principle.verified) == (clause, verified)


# --- records beside what the office confirmed ----------------------------------------------------


@pytest.mark.parametrize(
    ("recognition", "is_met", "verdict"),
    [
        ("recognised", True, "met"),
        ("recognised", False, "not_met"),
        ("recognised", None, "not_met"),
        ("refused", True, "not_met"),
    ],
)
def test_one_of_two_initiatives_recorded_does_not_undo_what_the_office_confirmed(
    recognition, is_met, verdict
):
    wanted = rule(kind="initiative", parameters={"count": 2, "years": 3})
    one = InitiativeFact(2024, recognition, "TW", Proof("QĐ sáng kiến"))
    found = assess(
        person(initiatives=(one,), claims=(claim(1, is_met),)), [ruleset(wanted)], occasion()
    )
    assert verdict_of(found, "r1") == verdict
