"""Who decides what on which day, what papers cite, votes and criteria of a day: tables by date."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from awards.citing import PAPER_NAMES, PAPER_TOPICS, bases_of, citation, citations, known_laws
from awards.competence import (
    Answer,
    awards_on,
    decides,
    gone_message,
    law_sets,
    regime_on,
    vote_rule,
    vote_rules,
)
from awards.models import AwardType, CriterionSet, LegalDocument, Topic
from campaigns.models import Route
from campaigns.models.offer import fitting_route, route_message
from campaigns.papers.review_context import context_of
from campaigns.services.filing import create, missing_to_issue
from emulation.organization.models import Role
from emulation.papers.review import Context, review_text
from tests.make import make_authority, make_award_type, make_campaign, make_offer, make_user

pytestmark = pytest.mark.django_db
D = dt.date
R2003, R2022 = D(2023, 12, 31), D(2024, 1, 1)
LAST_DISTRICT, FIRST_WITHOUT = D(2025, 6, 30), D(2025, 7, 1)
R2025_END, R2026 = D(2026, 9, 30), D(2026, 10, 1)


@pytest.fixture
def commune():
    """A commune under a district until 30/06/2025, then under the province."""
    made = make_authority()
    district = make_authority(name="Ủy ban nhân dân huyện Văn Lâm", level="H")
    province = make_authority(name="Ủy ban nhân dân tỉnh Hưng Yên", level="T")
    made.superiors.create(superior=district, valid_to=LAST_DISTRICT)
    made.superiors.create(superior=province, valid_from=FIRST_WITHOUT)
    return made


def row_of(code, day):
    """The award's row of that day, or the last one that there was."""
    rows = AwardType.objects.filter(code=code).order_by("valid_from")
    return next((row for row in rows if row.is_valid_on(day)), rows.last())


# --- regimes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (D(2014, 6, 1), "R2003"),
        (R2003, "R2003"),
        (R2022, "R2022"),
        (LAST_DISTRICT, "R2022"),
        (FIRST_WITHOUT, "R2025"),
        (R2025_END, "R2025"),
        (R2026, "R2026"),
    ],
)
def test_the_regime_of_a_day(day, code):
    assert regime_on(day).code == code


def test_before_the_first_regime_there_is_none():
    assert regime_on(D(2014, 5, 31)) is None


@pytest.mark.parametrize(
    ("day", "exists"),
    [(R2003, True), (LAST_DISTRICT, True), (FIRST_WITHOUT, False), (R2026, False)],
)
def test_districts_exist_until_june_2025(day, exists):
    assert ("H" in regime_on(day).level_codes) is exists


def test_awards_of_a_day_come_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        codes = [award.code for award in awards_on(FIRST_WITHOUT)]
    assert "GK_HUYEN" not in codes


# --- who decides ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "day", "answer", "superior"),
    [
        ("LDTT", R2003, Answer.OWN, ""),
        ("LDTT", LAST_DISTRICT, Answer.OWN, ""),
        ("CSTDCS", R2003, Answer.SUPERIOR, "UBND huyện Văn Lâm"),
        ("CSTDCS", R2022, Answer.SUPERIOR, "UBND huyện Văn Lâm"),
        ("CSTDCS", LAST_DISTRICT, Answer.SUPERIOR, "UBND huyện Văn Lâm"),
        ("CSTDCS", FIRST_WITHOUT, Answer.OWN, ""),
        ("CSTDCS", R2026, Answer.OWN, ""),
        ("TTLDTT", LAST_DISTRICT, Answer.SUPERIOR, "UBND huyện Văn Lâm"),
        ("TTLDTT", FIRST_WITHOUT, Answer.OWN, ""),
        ("GK_XA", R2003, Answer.OWN, ""),
        ("GK_XA", FIRST_WITHOUT, Answer.OWN, ""),
        ("GK_HUYEN", LAST_DISTRICT, Answer.SUPERIOR, "UBND huyện Văn Lâm"),
        ("GK_HUYEN", FIRST_WITHOUT, Answer.GONE, ""),
        ("BK_TINH", LAST_DISTRICT, Answer.SUPERIOR, "UBND huyện Văn Lâm"),
        ("BK_TINH", FIRST_WITHOUT, Answer.SUPERIOR, "UBND tỉnh Hưng Yên"),
        ("BK_TTG", FIRST_WITHOUT, Answer.SUPERIOR, "UBND tỉnh Hưng Yên"),
        ("HTNV", FIRST_WITHOUT, Answer.NONE, ""),
    ],
)
def test_what_a_commune_does(commune, code, day, answer, superior):
    found = decides(commune, row_of(code, day), day)
    assert (found.answer, str(found.superior or "")) == (answer, superior)


@pytest.mark.parametrize(
    ("name", "level", "code", "day", "answer"),
    [
        ("Ủy ban nhân dân huyện Văn Lâm", "H", "CSTDCS", LAST_DISTRICT, Answer.OWN),
        ("Ủy ban nhân dân huyện Văn Lâm", "H", "GK_XA", LAST_DISTRICT, Answer.LOWER),
        ("Ủy ban nhân dân huyện Văn Lâm", "H", "LDTT", LAST_DISTRICT, Answer.UNSURE),
        ("Ủy ban nhân dân huyện Văn Lâm", "H", "BK_TINH", FIRST_WITHOUT, Answer.GONE),
        ("UBND tỉnh Hưng Yên", "T", "BK_TINH", FIRST_WITHOUT, Answer.OWN),
        ("UBND tỉnh Hưng Yên", "T", "KNC", FIRST_WITHOUT, Answer.OWN),
        ("UBND tỉnh Hưng Yên", "T", "GK_SO", FIRST_WITHOUT, Answer.LOWER),
        ("UBND tỉnh Hưng Yên", "T", "BK_TTG", FIRST_WITHOUT, Answer.SUPERIOR),
        ("Thanh tra tỉnh Lào Cai", "T", "BK_TINH", R2003, Answer.SUPERIOR),
        ("Thanh tra tỉnh Lào Cai", "T", "GK_SO", R2003, Answer.OWN),
        ("Thanh tra tỉnh Lào Cai", "T", "CSTDCS", R2003, Answer.UNSURE),
        ("Thanh tra tỉnh Lào Cai", "T", "CSTDCS", R2022, Answer.OWN),
        ("Trường Tiểu học Lê Lợi", "X", "LDTT", FIRST_WITHOUT, Answer.UNSURE),
        ("Trường Tiểu học Lê Lợi", "X", "BK_TINH", FIRST_WITHOUT, Answer.SUPERIOR),
    ],
)
def test_what_other_authorities_do(name, level, code, day, answer):
    authority = make_authority(name=name, level=level)
    assert decides(authority, row_of(code, day), day).answer == answer


def test_a_whole_catalogue_is_asked_in_a_constant_number_of_queries(
    commune, django_assert_num_queries
):
    awards = awards_on(FIRST_WITHOUT)
    with django_assert_num_queries(2):
        assert decides(commune, row_of_list(awards, "BK_TINH"), FIRST_WITHOUT).superior
    with django_assert_num_queries(0):
        assert len({decides(commune, award, FIRST_WITHOUT).answer for award in awards}) > 2


def row_of_list(awards, code):
    return next(award for award in awards if award.code == code)


# --- refusals ------------------------------------------------------------------------------------


def test_deciding_what_the_district_decides_is_refused_with_article_and_day(commune):
    refusal = decides(commune, row_of("CSTDCS", LAST_DISTRICT), LAST_DISTRICT).refusal_to_decide
    assert refusal == (
        "Vào ngày 30/06/2025, «Chiến sĩ thi đua cơ sở» do Chủ tịch UBND cấp huyện quyết định "
        "(Điều 23, khoản 2 Điều 80 Luật Thi đua, khen thưởng năm 2022); UBND xã Đình Dù không tự "
        "quyết định mà đề nghị UBND huyện Văn Lâm."
    )


def test_proposing_what_the_commune_decides_is_refused_with_the_decree(commune):
    found = decides(commune, row_of("CSTDCS", FIRST_WITHOUT), FIRST_WITHOUT)
    assert found.refusal_to_decide == ""
    assert found.refusal_to_propose == (
        "Vào ngày 01/07/2025, «Chiến sĩ thi đua cơ sở» do Chủ tịch UBND cấp xã quyết định "
        "(Điều 23, Điều 80 Luật Thi đua, khen thưởng năm 2022; Nghị định số 129/2025/NĐ-CP); "
        "UBND xã Đình Dù tự quyết định, không đề nghị cấp trên."
    )


def test_the_districts_certificate_is_gone_and_what_takes_its_place_is_said():
    said = gone_message(AwardType.objects.get(code="GK_HUYEN"), FIRST_WITHOUT)
    assert "chỉ áp dụng từ 01/06/2014 đến hết 30/06/2025." in said
    assert "Thay vào đó có «Giấy khen của Chủ tịch UBND cấp xã»" in said
    assert said.endswith("không còn cấp huyện, thẩm quyền chuyển theo Nghị định số 129/2025/NĐ-CP.")


def test_a_renamed_title_is_told_by_its_new_name():
    old = AwardType.objects.get(code="XPTTB", valid_to=LAST_DISTRICT)
    assert "Nay là «Xã, phường, đặc khu tiêu biểu»" in gone_message(old, FIRST_WITHOUT)


def test_an_award_that_is_still_to_come_has_no_successor():
    said = gone_message(row_of("XPTTB", D(2024, 1, 1)), R2003)
    assert said.endswith("chỉ áp dụng từ 01/01/2024 đến hết 30/06/2025.")


def test_a_district_that_no_longer_exists_gives_and_proposes_nothing():
    district = make_authority(name="Ủy ban nhân dân huyện Văn Lâm", level="H")
    found = decides(district, row_of("BK_TINH", FIRST_WITHOUT), FIRST_WITHOUT)
    assert found.refusal_to_propose == found.refusal_to_decide
    assert found.refusal_to_decide.startswith("Vào ngày 01/07/2025 không còn cấp huyện")


# --- campaigns ask the same rules ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "route", "day", "refused"),
    [
        ("CSTDCS", Route.OWN, LAST_DISTRICT, True),
        ("CSTDCS", Route.SUPERIOR, LAST_DISTRICT, False),
        ("CSTDCS", Route.OWN, FIRST_WITHOUT, False),
        ("CSTDCS", Route.SUPERIOR, FIRST_WITHOUT, True),
        ("CSTDCS", Route.REGISTER, LAST_DISTRICT, False),
        ("GK_XA", Route.SUPERIOR, LAST_DISTRICT, True),
        ("BK_TINH", Route.OWN, FIRST_WITHOUT, True),
        ("HTNV", Route.OWN, FIRST_WITHOUT, False),
    ],
)
def test_a_route_that_the_law_bars(commune, code, route, day, refused):
    assert bool(route_message(row_of(code, day), route, commune, day)) is refused


def test_the_refusal_stands_beside_the_route(commune):
    campaign = make_campaign(
        authority=commune, state="draft", bare=True, starts_on=LAST_DISTRICT, ends_on=None
    )
    award = row_of("CSTDCS", LAST_DISTRICT)
    offer = make_offer(campaign=campaign, award_type=award, route=Route.OWN)
    with pytest.raises(ValidationError) as caught:
        offer.full_clean()
    assert list(caught.value.message_dict) == ["route"]


def test_a_plan_with_a_wrong_route_is_not_issued(commune):
    campaign = make_campaign(
        authority=commune, state="draft", bare=True, starts_on=FIRST_WITHOUT, ends_on=None
    )
    make_offer(campaign=campaign, award_type=row_of("BK_TINH", FIRST_WITHOUT), route=Route.OWN)
    messages = [problem.message for problem in missing_to_issue(campaign)]
    assert any("UBND xã Đình Dù không tự quyết định" in message for message in messages)


@pytest.mark.parametrize(
    ("code", "route", "day", "fitting"),
    [
        ("CSTDCS", Route.SUPERIOR, FIRST_WITHOUT, Route.OWN),
        ("CSTDCS", Route.OWN, LAST_DISTRICT, Route.SUPERIOR),
        ("CSTDCS", Route.REGISTER, FIRST_WITHOUT, Route.REGISTER),
        ("GK_XA", Route.OWN, FIRST_WITHOUT, Route.OWN),
    ],
)
def test_copying_moves_an_award_to_the_route_of_the_new_law(commune, code, route, day, fitting):
    assert fitting_route(row_of(code, day), route, commune, day) == fitting


def test_a_new_draft_cites_the_law_of_its_day(commune):
    officer = make_user(role=Role.OFFICE, unit=commune)
    campaign = make_campaign(authority=commune, state="draft", bare=True, by=officer)
    draft = type(campaign)(
        authority=commune, name="Phong trào mới", theme="văn thư", starts_on=D(2024, 4, 16)
    )
    bases = create(draft, by=officer).plan.bases.splitlines()
    assert bases == [f"Căn cứ {text}" for text in bases_of("plan", D(2024, 4, 16))]
    assert "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022" in bases


# --- what papers cite ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "cited", "not_cited"),
    [
        (R2003, {"91/2017/NĐ-CP", "12/2019/TT-BNV"}, {"98/2023/NĐ-CP", "129/2025/NĐ-CP"}),
        (R2022, {"98/2023/NĐ-CP"}, {"91/2017/NĐ-CP", "152/2025/NĐ-CP"}),
        (LAST_DISTRICT, {"98/2023/NĐ-CP", "01/2024/TT-BNV"}, {"152/2025/NĐ-CP"}),
        (
            FIRST_WITHOUT,
            {"129/2025/NĐ-CP", "152/2025/NĐ-CP", "01/2024/TT-BNV"},
            {"98/2023/NĐ-CP", "15/2025/TT-BNV"},
        ),
        (D(2025, 8, 5), {"15/2025/TT-BNV"}, {"01/2024/TT-BNV"}),
    ],
)
def test_a_decision_cites_what_is_in_force(day, cited, not_cited):
    named = {line.split()[3] for line in bases_of("decision", day) if " số " in line[:14]}
    assert named & (cited | not_cited) == cited


@pytest.mark.parametrize(
    ("day", "lines"),
    [
        (R2003, ["26 tháng 11 năm 2003", "14 tháng 6 năm 2005", "16 tháng 11 năm 2013"]),
        (R2022, ["15 tháng 6 năm 2022"]),
        (R2025_END, ["15 tháng 6 năm 2022"]),
        (R2026, ["15 tháng 6 năm 2022", "23 tháng 4 năm 2026"]),
    ],
)
def test_the_laws_of_emulation_and_their_amendments(day, lines):
    laws = [line for line in citations(day, Topic.GENERAL) if line.startswith("Luật")]
    assert [line.rpartition("ngày ")[2] for line in laws] == lines


def test_a_law_is_cited_without_number_and_issuer_a_decree_with_all():
    assert citation(LegalDocument.objects.get(number="06/2022/QH15")) == (
        "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    )
    assert citation(LegalDocument.objects.get(number="98/2023/NĐ-CP")) == (
        "Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết thi "
        "hành một số điều của Luật Thi đua, khen thưởng"
    )


def test_an_unknown_date_is_left_out_of_the_line():
    document = LegalDocument(kind="Nghị định", number="9/2030/NĐ-CP", issuer="Chính phủ", title="x")
    assert citation(document) == "Nghị định số 9/2030/NĐ-CP của Chính phủ x"


def test_laws_come_first_and_the_organisation_of_the_state_before_all():
    kinds = [line.split()[0] for line in bases_of("decision", FIRST_WITHOUT)]
    assert kinds == sorted(kinds, key=["Luật", "Nghị", "Thông"].index)
    assert "chính quyền địa phương" in bases_of("decision", FIRST_WITHOUT)[0]


@pytest.mark.parametrize(
    ("day", "salary"),
    [(D(2024, 6, 30), "24/2023/NĐ-CP"), (D(2024, 7, 1), "73/2024/NĐ-CP")],
)
def test_a_payment_list_cites_the_salary_of_its_day(day, salary):
    assert salary in bases_of("payment_list", day)[-1]


def test_every_kind_of_paper_has_its_name():
    assert PAPER_TOPICS.keys() == PAPER_NAMES.keys()


@pytest.mark.parametrize("paper", sorted(PAPER_TOPICS))
@pytest.mark.parametrize("day", [D(2021, 8, 16), D(2024, 4, 16), FIRST_WITHOUT, R2026])
def test_what_the_system_cites_its_own_review_does_not_blame(paper, day):
    text = "\n".join(f"Căn cứ {line};" for line in bases_of(paper, day))
    found = review_text(text, Context(date=day, laws=known_laws()))
    assert [f for f in found if f.code in ("law-in-force", "law-with-number")] == []


def test_the_review_of_papers_knows_the_offices_edited_rows():
    campaign = make_campaign(state="draft", starts_on=D(2024, 4, 16), ends_on=None)
    LegalDocument.objects.filter(number="98/2023/NĐ-CP").update(valid_to=D(2024, 3, 1))
    text = "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ;"
    codes = [finding.code for finding in review_text(text, context_of(campaign))]
    assert "law-in-force" in codes


def test_two_laws_of_one_year_are_told_apart_by_their_date():
    context = Context(date=D(2025, 7, 1), laws=known_laws())
    valid = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
    over = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025;"
    assert "law-in-force" not in [f.code for f in review_text(valid, context)]
    assert "law-in-force" in [f.code for f in review_text(over, context)]


# --- votes and criteria --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "day", "percent", "verified"),
    [
        ("LDTT", FIRST_WITHOUT, 70, "n"),
        ("GK_XA", FIRST_WITHOUT, 70, "n"),
        ("CSTDT", R2003, 90, "y"),
        ("CSTDT", R2022, 90, "n"),
        ("CSTDTQ", FIRST_WITHOUT, 90, "n"),
        ("CTD_CP", FIRST_WITHOUT, 80, "p"),
        ("CTD_CP", LAST_DISTRICT, 80, "n"),
    ],
)
def test_the_votes_an_award_needs(code, day, percent, verified):
    rule = vote_rule(code, day)
    assert (rule.percent, rule.base, rule.verified) == (percent, "all", verified)
    assert vote_rule(code, day, vote_rules(day)) == rule


def test_before_the_law_nobody_set_a_vote():
    assert vote_rule("LDTT", D(2014, 5, 31)) is None


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (R2003, ["meets_award", "initiative"]),
        (R2022, ["meets_award", "rating", "initiative"]),
        (R2025_END, ["meets_award", "rating", "initiative"]),
        (R2026, ["meets_award", "rating", "initiative"]),
    ],
)
def test_criteria_of_cstdcs_by_day(day, kinds):
    found = law_sets(day)["CSTDCS", "I"]
    assert [criterion.kind for criterion in found.criteria.all()] == kinds
    alternatives = [c.kind for c in found.criteria.all() if c.group_id]
    assert alternatives == ([] if day == R2003 else ["rating", "initiative"])


def test_what_is_not_verified_is_not_applied_silently():
    row = law_sets(R2026)["CSTDCS", "I"]
    assert row.verified == "n"
    assert "chưa đối chiếu" in row.source
    assert "CHƯA được đối chiếu" in regime_on(R2026).note
    before, after = (
        [c.text for c in law_sets(day)["CSTDCS", "I"].criteria.all()] for day in (R2025_END, R2026)
    )
    assert before == after


@pytest.mark.parametrize("extra", [0, 3])
def test_the_laws_criteria_cost_three_queries(django_assert_num_queries, extra):
    for _ in range(extra):
        code = make_award_type().code
        one = CriterionSet.objects.create(name=code, subject="I", award_code=code, valid_from=R2022)
        one.criteria.create(text="Tiêu chuẩn")
    with django_assert_num_queries(3):
        sets = law_sets(FIRST_WITHOUT)
        total = sum(len(one.criteria.all()) + len(one.groups.all()) for one in sets.values())
    assert total > len(sets) >= 15 + extra


@pytest.mark.parametrize(
    ("day", "there"),
    [(LAST_DISTRICT, True), (FIRST_WITHOUT, False)],
)
def test_the_districts_certificate_has_criteria_while_it_exists(day, there):
    assert (("GK_HUYEN", "I") in law_sets(day)) is there
