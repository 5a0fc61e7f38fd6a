"""The law that ships (domain.md fixtures A, B, C): loaded by migration, told apart by date."""

import csv
import datetime as dt
import json
import re
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from awards.catalogue import SHIPPED, TABLES, load
from awards.kinds import cleaned
from awards.models import (
    AwardShare,
    AwardType,
    BaseSalary,
    BonusRate,
    Criterion,
    CriterionGroup,
    CriterionSet,
    LegalDocument,
    Regime,
    VoteRule,
)
from campaigns.models import Route
from emulation.organization.models import IndexBand, NomineeKind
from emulation.papers.reviewing.tables import laws
from tests.make import make_award_type, make_campaign, make_offer

pytestmark = pytest.mark.django_db

PLAN_OF_2024 = "2024-04-16"
LAST_DAY_OF_DISTRICTS = "2025-06-30"
FIRST_DAY_WITHOUT = "2025-07-01"


def shipped_rows():
    with (files("awards") / "data" / "award_types.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="|"))


def on(day, code):
    return AwardType.objects.valid_on(dt.date.fromisoformat(day)).get(code=code)


# --- loading -------------------------------------------------------------------------------------


def test_the_migration_loads_every_row_of_the_fixture():
    stored = {
        (row.code, row.valid_from.isoformat(), row.valid_to and row.valid_to.isoformat())
        for row in AwardType.objects.all()
    }
    assert stored == {
        (row["code"], row["valid_from"], row["valid_to"] or None) for row in shipped_rows()
    }


def test_the_fixture_has_all_thirty_rows():
    assert AwardType.objects.count() == len(shipped_rows()) == 30


def test_loading_again_adds_nothing():
    assert load() == 0


def test_loading_again_leaves_an_edited_row_alone():
    AwardType.objects.filter(code="GK_XA").update(name="Giấy khen của xã", verified="n")
    load()
    assert list(AwardType.objects.filter(code="GK_XA").values_list("name", "verified")) == [
        ("Giấy khen của xã", "n")
    ]


def test_loading_puts_back_a_row_that_is_missing():
    AwardType.objects.filter(code="HC").delete()
    assert (load(), AwardType.objects.filter(code="HC").count()) == (1, 1)


def test_a_row_keeps_what_the_fixture_says_of_it():
    row = on(PLAN_OF_2024, "CSTDCS")
    assert (row.name, row.kind, row.subjects, row.legal_basis, row.verified, row.source) == (
        "Chiến sĩ thi đua cơ sở",
        "title",
        "I",
        "Điều 23, khoản 2 Điều 80 Luật Thi đua, khen thưởng năm 2022",
        "y",
        "S1, S17",
    )


def test_rows_are_listed_in_the_order_of_the_fixture():
    assert [row.code for row in AwardType.objects.all()] == [row["code"] for row in shipped_rows()]


def test_every_row_of_the_fixture_passes_the_models_own_checks():
    assert {row.full_clean() for row in AwardType.objects.all()} == {None}


# --- what exists, and who decides, on which day --------------------------------------------------


@pytest.mark.parametrize(
    ("code", "day", "level", "decided_by"),
    [
        ("LDTT", "2023-12-31", "X", "Chủ tịch UBND cấp xã"),
        ("LDTT", PLAN_OF_2024, "X", "Chủ tịch UBND cấp xã"),
        ("LDTT", FIRST_DAY_WITHOUT, "X", "Chủ tịch UBND cấp xã"),
        ("CSTDCS", "2021-08-30", "H", "Chủ tịch UBND cấp huyện (xã đề nghị)"),
        ("CSTDCS", PLAN_OF_2024, "H", "Chủ tịch UBND cấp huyện"),
        ("CSTDCS", LAST_DAY_OF_DISTRICTS, "H", "Chủ tịch UBND cấp huyện"),
        ("CSTDCS", FIRST_DAY_WITHOUT, "X", "Chủ tịch UBND cấp xã"),
        ("TTLDTT", LAST_DAY_OF_DISTRICTS, "H", "Chủ tịch UBND cấp huyện"),
        ("TTLDTT", FIRST_DAY_WITHOUT, "X", "Chủ tịch UBND cấp xã"),
        ("TTPVH", LAST_DAY_OF_DISTRICTS, "H", "Chủ tịch UBND cấp huyện"),
        ("TTPVH", FIRST_DAY_WITHOUT, "X", "Chủ tịch UBND cấp xã"),
        ("CSTDT", PLAN_OF_2024, "T", "Chủ tịch UBND cấp tỉnh"),
        ("CSTDTQ", FIRST_DAY_WITHOUT, "TW", "Thủ tướng Chính phủ"),
        ("GK_XA", "2021-08-30", "X", "Chủ tịch UBND cấp xã"),
        ("GK_XA", FIRST_DAY_WITHOUT, "X", "Chủ tịch UBND cấp xã"),
        ("GK_HUYEN", PLAN_OF_2024, "H", "Chủ tịch UBND cấp huyện"),
        ("GK_HUYEN", LAST_DAY_OF_DISTRICTS, "H", "Chủ tịch UBND cấp huyện"),
        ("BK_TINH", FIRST_DAY_WITHOUT, "T", "Chủ tịch UBND cấp tỉnh"),
        ("BK_TTG", FIRST_DAY_WITHOUT, "TW", "Thủ tướng Chính phủ"),
    ],
)
def test_who_decides_depends_on_the_day(code, day, level, decided_by):
    award = on(day, code)
    assert (award.level, award.decided_by) == (level, decided_by)


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("GK_HUYEN", FIRST_DAY_WITHOUT),
        ("GK_HUYEN", "2014-05-31"),
        ("TTPVH", "2023-12-31"),
        ("XPTTB", "2023-12-31"),
        ("LDTT", "2014-05-31"),
    ],
)
def test_what_does_not_exist_on_a_day(code, day):
    award_types = AwardType.objects.valid_on(dt.date.fromisoformat(day))
    assert not award_types.filter(code=code).exists()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (LAST_DAY_OF_DISTRICTS, "Xã, phường, thị trấn tiêu biểu"),
        (FIRST_DAY_WITHOUT, "Xã, phường, đặc khu tiêu biểu"),
    ],
)
def test_a_name_changes_with_the_law(day, name):
    assert on(day, "XPTTB").name == name


def test_nothing_is_decided_by_a_district_once_there_is_none():
    after = AwardType.objects.valid_on(dt.date.fromisoformat(FIRST_DAY_WITHOUT))
    assert not after.filter(level="H").exists()


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("2014-05-31", 0),
        ("2014-06-01", 18),
        ("2023-12-31", 18),
        ("2024-01-01", 20),
        (LAST_DAY_OF_DISTRICTS, 20),
        (FIRST_DAY_WITHOUT, 19),
    ],
)
def test_a_code_means_one_thing_on_a_day(day, count):
    in_force = AwardType.objects.valid_on(dt.date.fromisoformat(day))
    codes = list(in_force.values_list("code", flat=True))
    assert (len(codes), len(set(codes))) == (count, count)


@pytest.mark.parametrize(
    "day", ["2014-05-31", "2023-12-31", "2024-01-01", LAST_DAY_OF_DISTRICTS, FIRST_DAY_WITHOUT]
)
def test_row_and_query_agree_on_validity(day):
    day = dt.date.fromisoformat(day)
    in_force = set(AwardType.objects.valid_on(day))
    assert in_force == {row for row in AwardType.objects.all() if row.is_valid_on(day)}


# --- for whom ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("LDTT", {"I"}),
        ("TTLDTT", {"C"}),
        ("GDVH", {"H"}),
        ("GK_XA", {"I", "C", "H"}),
        ("GK_SO", {"I", "C"}),
        ("HTNV", {"I", "C"}),
    ],
)
def test_who_may_receive_an_award(code, kinds):
    assert on(PLAN_OF_2024, code).admits == kinds


def test_every_subject_of_the_fixture_is_a_nominee_kind():
    known = set(NomineeKind.values)
    assert [row.code for row in AwardType.objects.all() if not row.admits <= known] == []


def test_kinds_and_levels_are_told_in_words():
    award = AwardType(subjects="I,C,H", level="B,T")
    assert (award.subjects_display, award.level_display) == (
        "tập thể, cá nhân, hộ gia đình",
        "Bộ, ban, ngành, đoàn thể Trung ương; Cấp tỉnh",
    )


@pytest.mark.parametrize(
    ("valid_to", "words"),
    [
        (None, "từ 01/01/2024"),
        (dt.date(2025, 6, 30), "từ 01/01/2024 đến hết 30/06/2025"),
    ],
)
def test_validity_is_told_in_words(valid_to, words):
    assert make_award_type(valid_to=valid_to).validity_phrase() == words


# --- offered in a campaign -----------------------------------------------------------------------


def make_district_offer(starts_on):
    campaign = make_campaign(
        state="draft", bare=True, starts_on=dt.date.fromisoformat(starts_on), ends_on=None
    )
    award = on(PLAN_OF_2024, "GK_HUYEN")
    return make_offer(campaign=campaign, award_type=award, route=Route.SUPERIOR)


def test_an_award_can_be_offered_on_its_last_day():
    offer = make_district_offer(LAST_DAY_OF_DISTRICTS)
    assert (offer.full_clean(), offer.is_available_on(offer.campaign.starts_on)) == (None, True)


def test_an_award_that_is_gone_cannot_be_offered():
    with pytest.raises(ValidationError) as caught:
        make_district_offer(FIRST_DAY_WITHOUT).full_clean()
    (message,) = caught.value.message_dict["award_type"]
    assert message.startswith(
        "«Giấy khen của Chủ tịch UBND cấp huyện» không có trong danh mục vào ngày 01/07/2025: "
        "chỉ áp dụng từ 01/06/2014 đến hết 30/06/2025."
    )


# --- the rest of the law -------------------------------------------------------------------------

DOMAIN = Path("/work/shared/domain.md")
needs_domain = pytest.mark.skipif(not DOMAIN.exists(), reason="domain.md is not on this machine")


def fixture(first_columns):
    """Rows of the domain sheet's table that begins with these columns."""
    blocks = re.findall(r"```csv\n(.*?)```", DOMAIN.read_text(encoding="utf-8"), re.DOTALL)
    text = next(block for block in blocks if block.startswith(first_columns))
    return list(csv.DictReader(text.splitlines(), delimiter="|"))


def day(text):
    return dt.date.fromisoformat(text) if text else None


@needs_domain
def test_fixture_a_is_shipped_row_by_row():
    stored = {(row.code, row.valid_from): row for row in AwardType.objects.all()}
    wrong = []
    for row in fixture("code|name_vi"):
        ours = stored.pop((row["code"], day(row["valid_from"])))
        told = (ours.kind, ours.subjects, ours.level, ours.decided_by, ours.valid_to, ours.verified)
        asked = (
            row["kind"], row["subject"], row["level"], row["decided_by"], day(row["valid_to"]),
            row["verified"],
        )  # fmt: skip
        if told != asked or not row["name_vi"].startswith(ours.name):
            wrong.append(row["code"])
    assert (wrong, stored) == ([], {})


@needs_domain
def test_fixture_b_is_shipped_row_by_row():
    told = {
        (row.amount, row.valid_from, row.valid_to, row.verified) for row in BaseSalary.objects.all()
    }
    assert told == {
        (int(row["amount"]), day(row["valid_from"]), day(row["valid_to"]), row["verified"])
        for row in fixture("amount|")
    }


@needs_domain
def test_fixture_c_is_shipped_row_by_row():
    told = {
        (row.award_code, row.subject, row.multiple, row.is_maximum, row.valid_from, row.valid_to,
         row.verified)
        for row in BonusRate.objects.all()
    }  # fmt: skip
    asked = {
        (row["code"], row["subject"], Decimal(row["multiple"].split()[0]),
         "max" in row["multiple"], day(row["valid_from"]), day(row["valid_to"]), row["verified"])
        for row in fixture("code|subject|multiple")
    }  # fmt: skip
    assert asked - told == set()
    # The other two ranks of the order, from the note of its row.
    assert {row[0] for row in told - asked} == {"HC_LD1", "HC_LD2"}


def test_no_document_of_the_law_is_written_twice():
    shipped = {law.number: (law.title, law.valid_from, law.valid_to) for law in laws()}
    stored = {d.number: (d.title, d.valid_from, d.valid_to) for d in LegalDocument.objects.all()}
    assert stored == shipped


def test_regimes_follow_each_other_without_a_gap():
    regimes = list(Regime.objects.all())
    for before, after in pairwise(regimes):
        assert after.valid_from == before.valid_to + dt.timedelta(days=1)
    assert regimes[-1].valid_to is None


@pytest.mark.parametrize(
    "model",
    [
        Regime, LegalDocument, AwardType, VoteRule, AwardShare, BonusRate, CriterionSet, Criterion,
        IndexBand,
    ],
)  # fmt: skip
def test_every_row_of_the_law_passes_its_models_checks_and_has_a_history(model):
    rows = list(model.objects.all())
    assert {row.full_clean() for row in rows} == {None}
    assert model.history.filter(history_change_reason=SHIPPED).count() == len(rows)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.model)
def test_a_missing_row_comes_back_and_an_edited_one_stays(table):
    model = apps.get_model(table.app, table.model)
    if "verified" in {field.name for field in model._meta.fields}:
        model.objects.update(verified="p")
    row = model.objects.last()
    key = {name: getattr(row, name) for name in table.key}
    model.objects.filter(pk=row.pk).delete()
    assert load() == 1
    assert model.objects.filter(**key).exists()
    if "verified" in {field.name for field in model._meta.fields}:
        assert not model.objects.exclude(verified="p").exclude(**key).exists()


# --- criteria of the law -------------------------------------------------------------------------


def test_a_missing_set_of_criteria_comes_back_whole():
    one = CriterionSet.objects.get(award_code="CSTDCS", valid_from=dt.date(2024, 1, 1))
    size = (one.criteria.count(), one.groups.count())
    one.delete()
    assert load() == 1
    again = CriterionSet.objects.get(award_code="CSTDCS", valid_from=dt.date(2024, 1, 1))
    assert (again.criteria.count(), again.groups.count()) == size == (3, 1)


def test_an_edited_set_of_criteria_stays():
    Criterion.objects.filter(criterion_set__award_code="LDTT").update(text="Sửa tại đây")
    assert load() == 0
    assert Criterion.objects.filter(text="Sửa tại đây").count() == 13


def test_every_criterion_of_the_law_names_its_article_and_its_parameters_are_whole():
    criteria = list(Criterion.objects.all())
    assert [c.text for c in criteria if not c.clause] == []
    whole = {c.pk: json.loads(json.dumps(cleaned(c.kind, c.parameters))) for c in criteria}
    assert [c.text for c in criteria if whole[c.pk] != c.parameters] == []


def test_groups_of_alternatives_have_more_members_than_they_need():
    for group in CriterionGroup.objects.prefetch_related("criteria"):
        assert len(group.criteria.all()) > group.needed


@pytest.mark.parametrize("when", ["2014-06-01", "2023-12-31", "2024-01-01", LAST_DAY_OF_DISTRICTS,
                                  FIRST_DAY_WITHOUT, "2026-09-30", "2026-10-01"])  # fmt: skip
def test_one_set_a_day_for_each_title_and_kind(when):
    found = CriterionSet.objects.of_law_on(day(when)).values_list("award_code", "subject")
    assert len(found) == len(set(found))
    named = {"LDTT", "CSTDCS", "CSTDT", "CSTDTQ", "TTLDTT", "TTLDXS", "BK_TINH", "BK_TTG",
             "GK_XA", "GK_SO"}  # fmt: skip
    assert named <= {code for code, _ in found}


def test_criteria_are_only_set_for_awards_and_kinds_that_exist():
    for one in CriterionSet.objects.all():
        award = on(one.valid_from.isoformat(), one.award_code)
        assert one.subject in award.admits


@pytest.mark.parametrize(
    ("code", "subject", "when", "verified"),
    [
        ("LDTT", "I", PLAN_OF_2024, "y"),
        ("LDTT", "I", "2023-12-31", "n"),
        ("CSTDCS", "I", "2026-10-01", "n"),
        ("TTLDTT", "C", PLAN_OF_2024, "n"),
        ("TTLDXS", "C", PLAN_OF_2024, "y"),
        ("BK_TINH", "C", PLAN_OF_2024, "n"),
    ],
)
def test_what_nobody_compared_says_so(code, subject, when, verified):
    found = CriterionSet.objects.of_law_on(day(when)).get(award_code=code, subject=subject)
    assert found.verified == verified
