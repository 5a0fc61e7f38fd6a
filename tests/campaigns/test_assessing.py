"""Candidates, facts and rules of a period: who is judged, on what, in how many queries."""

import datetime as dt

import pytest

from awards.eligibility import from_json
from awards.facts import Outcome, Verdict
from awards.kinds import CriterionKind
from awards.models import AwardShare, AwardType
from campaigns.assessing.candidates import candidates_of, ref_of, type_for
from campaigns.assessing.gathering import gather, members_on
from campaigns.assessing.judging import assessment_of, assessments, registration_facts, snapshot
from campaigns.assessing.outcomes import achievements
from campaigns.assessing.qualifying import qualifying
from campaigns.assessing.quotas import Place
from campaigns.models import Override, Result, Route
from campaigns.states import RegistrationState, ResultState
from emulation.organization.models import BarKind, Employment, NomineeKind, RatingLevel
from tests.make import (
    make_award,
    make_bar,
    make_campaign,
    make_criterion,
    make_criterion_set,
    make_group,
    make_household,
    make_index_score,
    make_initiative,
    make_line,
    make_offer,
    make_period,
    make_person,
    make_rating,
    make_registration,
    make_transfer,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def named(candidates):
    return {(str(c.nominee), c.award_type.code) for c in candidates}


def only(found):
    (row,) = found
    return row


def verdicts(row):
    return {f.rule.text: f.verdict for f in row.assessment.findings}


# --- candidates ----------------------------------------------------------------------------------


def test_every_mark_of_a_named_row_is_a_candidate_but_not_the_rating(year):
    person = year.person()
    year.register("HTNV", "LDTT", "GK_XA", person=person)
    assert named(candidates_of([year.period], year.day)) == {
        ("Nguyễn Văn An", "LDTT"),
        ("Nguyễn Văn An", "GK_XA"),
    }


def test_a_group_stands_for_its_members_on_the_reckoning_day(year):
    year.person("Lê Thị Bình", employment=Employment.CIVIL_SERVANT)
    year.person("Phạm Văn Cảnh", joined_on=dt.date(2024, 1, 31))
    year.person("Vũ Thị Dung", joined_on=dt.date(2024, 2, 1))
    year.person("Trần Văn Em", left_on=dt.date(2024, 1, 31))
    group = make_group(authority=year.commune, name="Công chức", subject=NomineeKind.INDIVIDUAL)
    year.register("LDTT", group=group)
    found = candidates_of([year.period], year.day)
    assert named(found) == {("Lê Thị Bình", "LDTT"), ("Phạm Văn Cảnh", "LDTT")}
    assert {tuple(c.groups) for c in found} == {("Công chức",)}


def test_a_group_of_a_unit_reaches_no_further_than_the_unit(year):
    year.person("Lê Thị Bình")
    make_person(unit=make_unit(parent=year.commune, name="Thôn Đoài"), full_name="Đỗ Văn Giang")
    group = make_group(authority=year.commune, name="Công chức", subject=NomineeKind.INDIVIDUAL)
    year.register("LDTT", group=group)
    assert named(candidates_of([year.period], year.day)) == {("Lê Thị Bình", "LDTT")}


@pytest.mark.parametrize("state", [RegistrationState.DRAFT, RegistrationState.RETURNED,
                                   RegistrationState.WITHDRAWN])  # fmt: skip
def test_what_was_not_sent_or_was_withdrawn_puts_nobody_forward(year, state):
    year.register("LDTT", person=year.person(), state=state)
    assert candidates_of([year.period], year.day) == []


def test_what_was_sent_and_not_confirmed_is_told_apart(year):
    year.register("LDTT", person=year.person(), state=RegistrationState.SUBMITTED)
    row = only(assessments(year.period, year.day))
    assert not row.candidate.is_confirmed
    assert "unconfirmed" in {w.kind for w in row.assessment.warnings}


def test_one_put_down_by_two_units_is_one_candidate_with_a_warning(year):
    person = year.person()
    year.register("LDTT", person=person)
    year.register("LDTT", person=person, unit=make_unit(parent=year.commune, name="Đoàn xã"))
    row = only(assessments(year.period, year.day))
    assert [str(r.unit) for r in row.candidate.registrations] == ["Đoàn xã", "Thôn Ngọc"]
    assert "twice" in {w.kind for w in row.assessment.warnings}


def test_a_column_of_several_awards_means_the_one_in_force_for_the_kind(year):
    both = year.offers["LDTT"]
    collective = AwardType.objects.filter(code="TTLDTT").valid_on(year.day).get()
    both.also.add(collective)
    assert type_for(both, NomineeKind.INDIVIDUAL, year.day).code == "LDTT"
    assert type_for(both, NomineeKind.COLLECTIVE, year.day) == collective
    assert type_for(both, NomineeKind.HOUSEHOLD, year.day) is None


def test_an_award_without_a_column_takes_everybody_who_takes_part(year):
    offer = year.offers["GK_XA"]
    offer.column = None
    offer.save()
    year.register("LDTT", person=year.person())
    year.register("LDTT", household=make_household(unit=year.village))
    assert named(candidates_of([year.period], year.day)) == {
        ("Nguyễn Văn An", "LDTT"),
        ("Nguyễn Văn An", "GK_XA"),
        ("Hộ gia đình Trần Thị Bình", "GK_XA"),
    }


# --- facts ---------------------------------------------------------------------------------------


def test_facts_hold_every_kind_of_record(year):
    person, other = year.person(), make_person(unit=year.village, full_name="Lê Thị Bình")
    make_initiative(person=other, name="Của người khác").co_authors.add(person)
    make_initiative(person=person, name="Của mình")
    make_bar(person=person)
    award = make_award(person=person)
    make_award(person=person, revoked_on=dt.date(2025, 1, 1), revoke_reason="Khai gian")
    line = year.register("LDTT", person=person, late=True)
    found = gather(
        [person],
        day=year.day,
        registrations=registration_facts(candidates_of([year.period], year.day)),
    )[ref_of(person)]
    assert [fact.level for fact in found.ratings] == [RatingLevel.EXCELLENT]
    assert {fact.proof.text for fact in found.initiatives} == {"«Của người khác»", "«Của mình»"}
    assert [fact.kind for fact in found.bars] == [BarKind.DENUNCIATION]
    assert [fact.code for fact in found.awards] == [award.award_type.code]
    assert [(fact.code, fact.in_time) for fact in found.registrations] == [("LDTT", False)]
    assert found.registrations[0].proof.pk == line.registration_id
    assert found.members is None


def test_an_award_of_a_movement_is_known_as_its_campaigns(year):
    person = year.person()
    values = {"person": person, "basis": "movement"}
    name = year.campaign.name.upper()
    of_ours = make_award(year=2024, movement=name, **values)
    of_another_year = make_award(year=2023, movement=name, **values)
    of_others = make_award(year=2024, movement="Phong trào khác", **values)
    merit = make_award(person=person, year=2024, movement=name)
    found = gather([person], day=year.day)[ref_of(person)]
    campaigns = {fact.proof.pk: fact.campaign for fact in found.awards}
    assert campaigns == {
        of_ours.pk: year.campaign.pk, of_another_year.pk: None, of_others.pk: None, merit.pk: None,
    }  # fmt: skip


def test_a_second_award_of_the_same_campaign_is_warned_of(year):
    person = year.person()
    year.register("GK_XA", person=person)
    make_award(person=person, year=2024, basis="movement", movement=year.campaign.name)
    texts = [w.text for w in only(assessments(year.period, year.day)).assessment.warnings
             if w.kind == "double_award"]  # fmt: skip
    assert "trong cùng phong trào" in only(texts)


@pytest.mark.parametrize("known", [True, False, None])
def test_whether_a_title_was_won_with_an_initiative_is_a_fact(year, known):
    person = year.person()
    make_award(person=person, with_initiative=known)
    (fact,) = gather([person], day=year.day)[ref_of(person)].awards
    assert fact.with_initiative is known


def test_a_unit_is_told_nothing_of_what_is_being_verified(year):
    person = year.person()
    make_bar(person=person)
    make_bar(person=person, kind=BarKind.DISCIPLINE, severity="2_warning")
    found = gather([person, year.village], day=year.day, confidential=False)
    assert [fact.kind for fact in found[ref_of(person)].bars] == [BarKind.DISCIPLINE]
    (member,) = found[ref_of(year.village)].members
    assert [fact.kind for fact in member.bars] == [BarKind.DISCIPLINE]


def test_members_are_those_who_worked_there_on_the_day(year):
    elsewhere = make_unit(parent=year.commune, name="Thôn Đoài")
    stayed = year.person("Lê Thị Bình")
    year.person("Dân trong thôn", employment=Employment.RESIDENT)
    year.person("Người mới", joined_on=dt.date(2024, 12, 1))
    moved = make_person(unit=elsewhere, full_name="Đỗ Văn Giang", joined_on=dt.date(2024, 12, 5))
    make_transfer(
        person=moved, from_unit=year.village, to_unit=elsewhere, moved_on=dt.date(2024, 12, 5)
    )
    found = members_on([year.village, elsewhere, year.commune], year.day)
    assert found[year.village.pk] == [stayed, moved]
    assert found[elsewhere.pk] == []
    assert found[year.commune.pk] == [stayed, moved]


def test_records_go_with_who_moved_to_another_commune(year):
    person = year.person()
    person.unit = make_unit(name="Thôn ở xã khác")
    person.save()
    found = gather([person], day=year.day)[ref_of(person)]
    assert len(found.ratings) == 1


def test_only_what_is_scored_has_an_index(year):
    scored = make_unit(parent=year.commune, name="Thôn Đoài")
    make_index_score(unit=scored, score=85)
    found = gather([year.village, scored, year.commune], day=year.day)
    assert [found[ref_of(u)].has_index for u in (year.village, scored, year.commune)] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(("state", "counted"), [(ResultState.DRAFT, 0), (ResultState.REPORTED, 1)])
def test_a_claim_counts_from_its_report_on(year, state, counted):
    criterion = year.units.criteria.get()
    Result.objects.create(
        period=year.period, criterion=criterion, unit=year.village, state=state, claims_met=True
    )
    found = gather([year.village], day=year.day, period=year.period)[ref_of(year.village)]
    assert [claim.criterion for claim in found.claims] == [criterion.pk] * counted


# --- judging -------------------------------------------------------------------------------------


def test_titles_go_by_law_and_what_the_campaign_gives_by_its_criteria_too(year):
    person = year.person(level=RatingLevel.GOOD)
    year.register("LDTT", "GK_XA", person=person)
    found = {row.candidate.award_type.code: row for row in assessments(year.period, year.day)}
    assert found["LDTT"].assessment.outcome == Outcome.ELIGIBLE
    assert "Hoàn thành xuất sắc nhiệm vụ" not in verdicts(found["LDTT"])
    assert found["GK_XA"].assessment.outcome == Outcome.INELIGIBLE
    assert verdicts(found["GK_XA"])["Hoàn thành xuất sắc nhiệm vụ"] == Verdict.NOT_MET


def test_a_reason_names_the_clause_of_the_plan(year):
    person = year.person(level=RatingLevel.GOOD)
    year.register("GK_XA", person=person)
    row = only(assessments(year.period, year.day))
    reason = next(f.reason for f in row.assessment.findings if f.verdict == Verdict.NOT_MET)
    assert "tiêu chuẩn 1 đối với cá nhân của Kế hoạch số 15/KH-UBND ngày 15/01/2024" in reason


def test_criteria_are_those_of_the_law_at_the_end_of_the_period(year):
    year.campaign.ends_on = year.period.ends_on = dt.date(2023, 12, 31)
    year.campaign.starts_on = year.period.starts_on = dt.date(2023, 1, 1)
    year.campaign.save()
    year.period.save()
    person = make_person(unit=year.village)
    found = assessment_of(year.period, year.offers["LDTT"], person, year.day)
    assert any("năm 2003" in f.rule.clause for f in found.assessment.findings)


def test_nobody_recorded_it_is_unknown(year):
    year.register("GK_XA", person=year.person(level=None))
    assert only(assessments(year.period, year.day)).assessment.outcome == Outcome.UNKNOWN


def test_a_denunciation_puts_off_and_a_unit_does_not_learn_of_it(year):
    person = year.person()
    make_bar(person=person, starts_on=dt.date(2024, 6, 1))
    year.register("LDTT", person=person)
    seen = only(assessments(year.period, year.day)).assessment
    hidden = only(assessments(year.period, year.day, confidential=False)).assessment
    assert (seen.outcome, hidden.outcome) == (Outcome.DEFERRED, Outcome.ELIGIBLE)
    assert not any("tố cáo" in f.rule.text + f.reason for f in hidden.findings)


@pytest.mark.parametrize(("late", "verdict"), [(False, Verdict.MET), (True, Verdict.NOT_MET)])
def test_a_late_registration_is_late(year, late, verdict):
    year.register("GK_XA", person=year.person(), late=late)
    assert verdicts(only(assessments(year.period, year.day)))["Đã đăng ký đúng hạn"] == verdict


def test_an_award_without_any_criteria_stays_open(year):
    year.campaign.criterion_sets.clear()
    order = AwardType.objects.filter(code="HC").valid_on(year.day).get()
    year.offers["HC"] = make_offer(
        campaign=year.campaign, award_type=order, column=7, route=Route.REGISTER
    )
    year.register("HC", person=year.person())
    assert only(assessments(year.period, year.day)).assessment.outcome == Outcome.UNKNOWN


def test_an_award_that_is_gone_at_the_end_of_the_period_is_warned_of(year):
    year.period.starts_on, year.period.ends_on = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    year.period.save()
    district = AwardType.objects.filter(code="GK_HUYEN").valid_on(year.day).get()
    year.offers["GK_HUYEN"] = make_offer(campaign=year.campaign, award_type=district, column=8)
    year.register("GK_HUYEN", person=year.person())
    row = only(assessments(year.period, dt.date(2025, 11, 1)))
    assert "gone" in {w.kind for w in row.assessment.warnings}


def quota_texts(row):
    return [w.text for w in row.assessment.warnings if w.kind == "quota"]


@pytest.fixture
def crowded(year):
    """Two who qualify for one place, and one who does not."""
    year.offers["GK_XA"].quota = 1
    year.offers["GK_XA"].save()
    for name, level in (("Lê Thị Bình", "XS"), ("Phạm Văn Cảnh", "XS"), ("Đỗ Văn Giang", "T")):
        year.register("GK_XA", person=year.person(name, level=level))
    return year


def test_more_than_the_quota_are_all_warned_of_but_who_is_refused(crowded):
    found = {
        str(row.candidate.nominee): quota_texts(row)
        for row in assessments(crowded.period, crowded.day)
    }
    text = (
        f"Hết số lượng {crowded.offers['GK_XA'].name}: đã có 1 trường hợp khác, nhiều nhất 1 "
        "(chỉ tiêu của Kế hoạch số 15/KH-UBND ngày 15/01/2024)."
    )
    assert found == {"Lê Thị Bình": [text], "Phạm Văn Cảnh": [text], "Đỗ Văn Giang": []}


def test_the_nominees_own_page_and_the_snapshot_say_what_the_list_says(crowded):
    for row in assessments(crowded.period, crowded.day):
        asked = crowded.period, crowded.offers["GK_XA"], row.candidate.nominee, crowded.day
        assert assessment_of(*asked).assessment == row.assessment
        assert from_json(snapshot(*asked)) == row.assessment


def test_as_many_as_the_quota_are_not_warned_of(crowded):
    crowded.offers["GK_XA"].quota = 2
    crowded.offers["GK_XA"].save()
    assert not any(quota_texts(row) for row in assessments(crowded.period, crowded.day))


def test_who_holds_a_place_is_said_by_the_dossiers_once_there_are_some(crowded):
    places = [
        Place(crowded.period.pk, crowded.offers["GK_XA"].pk, "GK_XA", ref_of(row.candidate.nominee))
        for row in assessments(crowded.period, crowded.day)
        if str(row.candidate.nominee) == "Lê Thị Bình"
    ]
    found = {
        str(row.candidate.nominee): bool(quota_texts(row))
        for row in assessments(crowded.period, crowded.day, places=places)
    }
    assert found == {"Lê Thị Bình": False, "Phạm Văn Cảnh": True, "Đỗ Văn Giang": False}


@pytest.fixture
def titled(year):
    """Fourteen Lao động tiên tiến: six of the register, eight put down; two may be CSTĐCS."""
    title = AwardType.objects.filter(code="CSTDCS").valid_on(year.day).get()
    year.offers["CSTDCS"] = make_offer(
        campaign=year.campaign, award_type=title, column=6, route=Route.REGISTER
    )
    for number in range(6):
        person = make_person(unit=year.village, full_name=f"Người thứ {number}")
        make_award(person=person, award_type=year.offers["LDTT"].award_type, year=2024)
    for number in range(8):
        year.register("LDTT", person=year.person(f"Người đăng ký {number}"))
    return year


def test_one_in_the_share_of_the_law_is_not_warned_of(titled):
    person = titled.person("Lê Thị Bình")
    titled.register("CSTDCS", person=person)
    row = assessment_of(titled.period, titled.offers["CSTDCS"], person, titled.day)
    assert quota_texts(row) == []


def test_beyond_the_share_of_the_law_the_warning_says_what_was_counted(titled):
    titled.register("CSTDCS", person=titled.person("Lê Thị Bình"))
    for name in ("Đã được tặng", "Cũng đã được tặng"):
        given = make_person(unit=titled.village, full_name=name)
        make_award(person=given, award_type=titled.offers["CSTDCS"].award_type, year=2024)
    rows = [r for r in assessments(titled.period, titled.day)
            if r.candidate.award_type.code == "CSTDCS"]  # fmt: skip
    assert quota_texts(only(rows)) == [
        "Hết số lượng Chiến sĩ thi đua cơ sở: đã có 2 trường hợp khác, nhiều nhất 2 (không quá 15% "
        "của 14 Lao động tiên tiến năm 2024, gồm 6 đã công nhận và 8 đang đề nghị; mức thường áp "
        "dụng; bộ, ngành, tỉnh quy định tỷ lệ cụ thể; chưa đối chiếu đủ với văn bản)."
    ]


def test_a_share_goes_by_the_law_of_the_periods_last_day(titled):
    AwardShare.objects.filter(valid_from=dt.date(2024, 1, 1)).update(percent=5)
    row = assessment_of(
        titled.period, titled.offers["CSTDCS"], titled.person("Lê Thị Bình"), titled.day
    )
    assert "nhiều nhất 0 (không quá 5% của 14" in only(quota_texts(row))
    AwardShare.objects.filter(valid_from=dt.date(2024, 1, 1)).update(valid_from=dt.date(2025, 1, 1))
    row = assessment_of(
        titled.period, titled.offers["CSTDCS"], titled.person("Phạm Văn Cảnh"), titled.day
    )
    assert quota_texts(row) == []


def test_the_same_title_registered_in_another_campaign_is_warned_of(year):
    person = year.person()
    year.register("LDTT", person=person)
    other = make_campaign(
        authority=year.commune, bare=True, name="Phong trào khác", starts_on=dt.date(2024, 1, 1),
        ends_on=dt.date(2024, 12, 31), issued_on=dt.date(2024, 1, 1),
    )  # fmt: skip
    offer = make_offer(campaign=other, award_type=year.offers["LDTT"].award_type)
    make_line(
        registration=make_registration(
            period=make_period(campaign=other), unit=year.village,
            state=RegistrationState.CONFIRMED,
        ),
        offers=[offer],
        person=person,
    )  # fmt: skip
    row = only(assessments(year.period, year.day))
    assert "same_proposal" in {w.kind for w in row.assessment.warnings}


def test_an_override_holds_as_long_as_the_criterion_reads_the_same(year):
    person = year.person(level=RatingLevel.GOOD)
    year.register("GK_XA", person=person)
    Override.objects.create(
        period=year.period, offer=year.offers["GK_XA"], person=person,
        rule_key=f"tc-{year.rated.pk}", rule_text=year.rated.text, verdict=Verdict.MET,
        reason="Có quyết định xếp loại lại", by=make_user(),
    )  # fmt: skip
    row = only(assessments(year.period, year.day))
    assert (row.assessment.outcome, len(row.overrides)) == (Outcome.ELIGIBLE, 1)
    year.rated.text = "Hoàn thành xuất sắc nhiệm vụ chuyên môn"
    year.rated.save()
    row = only(assessments(year.period, year.day))
    assert (row.assessment.outcome, row.overrides) == (Outcome.INELIGIBLE, [])
    assert "outdated" in {w.kind for w in row.assessment.warnings}


def test_who_is_not_registered_can_be_assessed_and_is_told_so(year):
    person = year.person()
    row = assessment_of(year.period, year.offers["GK_XA"], person, year.day)
    assert verdicts(row)["Đã đăng ký đúng hạn"] == Verdict.NOT_MET


def test_an_award_is_not_assessed_for_a_kind_it_does_not_admit(year):
    with pytest.raises(ValueError, match="không dành cho"):
        assessment_of(year.period, year.offers["LDTT"], year.village, year.day)


def test_a_snapshot_is_read_back_as_it_was(year):
    person = year.person()
    year.register("GK_XA", person=person)
    frozen = snapshot(year.period, year.offers["GK_XA"], person, year.day)
    live = assessment_of(year.period, year.offers["GK_XA"], person, year.day).assessment
    assert from_json(frozen) == live


def test_the_numbers_of_criteria_run_on_over_two_sets_of_one_kind(year):
    second = make_criterion_set(
        authority=year.commune, name="Cá nhân, bổ sung", subject=NomineeKind.INDIVIDUAL,
        criteria=["Tác phong tốt"],
    )  # fmt: skip
    year.campaign.criterion_sets.add(second)
    year.register("GK_XA", person=year.person())
    row = only(assessments(year.period, year.day))
    clauses = [f.rule.clause for f in row.assessment.findings if "Kế hoạch số" in f.rule.clause]
    assert [clause.split(" đối")[0] for clause in clauses] == [
        "tiêu chuẩn 1",
        "tiêu chuẩn 2",
        "tiêu chuẩn 3",
    ]


def test_missing_names_the_alternatives_only_while_none_is_met(year):
    criteria = [
        make_criterion(
            criterion_set=year.people, text=text, kind=kind, parameters=parameters,
            group=group,
        )
        for group in [year.people.groups.create(text="Một trong hai", needed=1)]
        for text, kind, parameters in [
            ("Có sáng kiến", CriterionKind.INITIATIVE, {}),
            ("Xếp loại tốt", CriterionKind.RATING, {"level": RatingLevel.GOOD}),
        ]
    ]  # fmt: skip
    met, open_one = year.person("Lê Thị Bình"), year.person("Phạm Văn Cảnh", level=None)
    for person in (met, open_one):
        year.register("GK_XA", person=person)
    found = {str(r.candidate.nominee): r for r in assessments(year.period, year.day)}
    assert found["Lê Thị Bình"].missing == []
    missing = {f.rule.key for f in found["Phạm Văn Cảnh"].missing}
    assert {f"tc-{criterion.pk}" for criterion in criteria} <= missing


# --- queries -------------------------------------------------------------------------------------


def fill(year, count):
    for number in range(count):
        unit = make_unit(parent=year.commune, name=f"Thôn {number}")
        make_rating(unit=unit)
        person = make_person(unit=unit, full_name=f"Nguyễn Văn {number}")
        make_rating(person=person)
        make_bar(person=person)
        make_award(person=person)
        make_initiative(person=person)
        year.register("LDTT", "GK_XA", unit=unit, person=person)
        year.register("GK_XA", unit=unit)
        make_line(
            registration=year.period.registrations.get(unit=unit),
            household=make_household(unit=unit),
            offers=[year.offers["GK_XA"]],
            position=9,
        )


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_number_of_queries_does_not_grow(year, count, django_assert_num_queries):
    fill(year, count)
    period = type(year.period).objects.select_related(
        "campaign__plan", "campaign__authority"
    ).get()  # fmt: skip
    with django_assert_num_queries(23):
        assert len(assessments(period, year.day)) == 4 * count


@pytest.mark.parametrize("count", [1, 3])
def test_who_qualifies_costs_a_constant_number_of_queries(year, count, django_assert_num_queries):
    fill(year, count)
    with django_assert_num_queries(22):
        qualifying(year.commune, 2024, year.day)


# --- who qualifies -------------------------------------------------------------------------------


def able(found):
    return {(str(row.nominee), row.title.code) for row in found if row.prospect.qualifies}


def test_who_qualifies_need_not_be_registered(year):
    year.person("Lê Thị Bình")
    listed = year.person("Phạm Văn Cảnh", level=RatingLevel.GOOD)
    year.register("LDTT", person=listed)
    found = qualifying(year.commune, 2024, year.day, ["LDTT", "CSTDCS"])
    assert able(found) == {
        ("Lê Thị Bình", "LDTT"),
        ("Lê Thị Bình", "CSTDCS"),
        ("Phạm Văn Cảnh", "LDTT"),
    }
    put_down = {(str(row.nominee), row.title.code) for row in found if row.registered}
    assert put_down == {("Phạm Văn Cảnh", "LDTT")}


def test_next_year_supposes_that_what_is_registered_is_achieved(year):
    title = AwardType.objects.filter(code="CSTDCS").valid_on(year.day).get()
    year.offers["CSTDCS"] = make_offer(
        campaign=year.campaign, award_type=title, column=5, route=Route.REGISTER
    )
    hopeful, other = year.person("Lê Thị Bình"), year.person("Phạm Văn Cảnh")
    for person in (hopeful, other):
        make_award(person=person, award_type=title, year=2023)
        make_initiative(
            person=person, year=2024, level="T", recognition="recognised", document="QĐ 5"
        )
    year.register("CSTDCS", person=hopeful)
    now = qualifying(year.commune, 2024, year.day, ["CSTDT"])
    ahead = qualifying(year.commune, 2024, year.day, ["CSTDT"], ahead=True)
    assert able(now) == set()
    assert able(ahead) == {("Lê Thị Bình", "CSTDT")}


def test_awards_whose_conditions_the_giver_sets_are_not_asked(year):
    year.person()
    codes = {row.title.code for row in qualifying(year.commune, 2024, year.day)}
    assert "LDTT" in codes
    assert "GK_XA" not in codes


# --- registered and achieved ---------------------------------------------------------------------


def test_registered_and_achieved_stand_side_by_side(year):
    given, missed = year.person("Lê Thị Bình"), year.person("Phạm Văn Cảnh", level=None)
    for person in (given, missed):
        year.register("LDTT", person=person)
    make_award(person=given, award_type=year.offers["LDTT"].award_type, year=2024)
    line = only(achievements(year.period, assessments(year.period, year.day)))
    assert (len(line.registered), line.eligible, line.given, line.share) == (2, 1, 1, 50)
    assert [str(candidate.nominee) for candidate in line.missed] == ["Phạm Văn Cảnh"]
