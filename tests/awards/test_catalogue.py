"""The award catalogue (domain.md fixture A): loaded by migration, told apart by date."""

import csv
import datetime as dt
from importlib.resources import files

import pytest
from django.core.exceptions import ValidationError

from awards.catalogue import load
from awards.models import AwardType
from emulation.organization.models import NomineeKind
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
        "Luật 2022 Đ.23, Đ.80.2",
        "y",
        "S1,S17",
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
    return make_offer(campaign=campaign, award_type=on(PLAN_OF_2024, "GK_HUYEN"))


def test_an_award_can_be_offered_on_its_last_day():
    offer = make_district_offer(LAST_DAY_OF_DISTRICTS)
    assert (offer.full_clean(), offer.is_available_on(offer.campaign.starts_on)) == (None, True)


def test_an_award_that_is_gone_cannot_be_offered():
    with pytest.raises(ValidationError) as caught:
        make_district_offer(FIRST_DAY_WITHOUT).full_clean()
    assert caught.value.message_dict == {
        "award_type": [
            "«Giấy khen của Chủ tịch UBND cấp huyện» không có trong danh mục vào ngày 01/07/2025: "
            "chỉ áp dụng từ 01/06/2014 đến hết 30/06/2025."
        ]
    }
