"""Money: rate × base salary of the decision's day, factors, rounding, who is paid once (table)."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace as Row

import pytest

from awards.bonus import BonusError, MoneyLaw, PaidAward, bonus, payment_list
from awards.competence import money_law
from awards.models import BaseSalary, BonusRule
from tests.make import make_award_type

D = dt.date


def rate(multiple, subject="I", code="GK_XA"):
    return Row(
        award_code=code, subject=subject, multiple=Decimal(multiple), is_maximum=False,
        valid_from=D(2017, 10, 1), valid_to=None,
    )  # fmt: skip


def rule(rounding="up_10k", collective="2", household="1.5"):
    return Row(
        rounding=rounding,
        collective_factor=collective and Decimal(collective),
        household_factor=household and Decimal(household),
        valid_from=D(2017, 10, 1),
        valid_to=None,
    )


@pytest.fixture
def shipped(db):
    return money_law()


# --- the worked amounts of domain.md 2.3(6) ------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "exact", "up", "nearest"),
    [
        (D(2024, 3, 1), 270_000, 270_000, 270_000),
        (D(2024, 6, 30), 270_000, 270_000, 270_000),
        (D(2024, 7, 1), 351_000, 360_000, 350_000),
        (D(2025, 6, 30), 351_000, 360_000, 350_000),
        (D(2025, 7, 1), 702_000, 710_000, 700_000),
        (D(2026, 6, 30), 702_000, 710_000, 700_000),
        (D(2026, 7, 1), 759_000, 760_000, 760_000),
    ],
)
@pytest.mark.django_db
def test_giay_khen_of_the_commune_for_a_person(day, exact, up, nearest):
    amounts = {}
    for rounding in ("none", "up_10k", "nearest_10k"):
        BonusRule.objects.update(rounding=rounding)
        amounts[rounding] = money_law().at(day).bonus("GK_XA", "I").amount
    assert amounts == {"none": exact, "up_10k": up, "nearest_10k": nearest}


@pytest.mark.parametrize(
    ("multiple", "salary", "up", "nearest"),
    [
        ("0.15", 1_490_000, 230_000, 220_000),  # domain.md 2.3-2: 223.500
        ("0.3", 1_490_000, 450_000, 450_000),  # 447.000
        ("0.45", 2_340_000, 1_060_000, 1_050_000),  # 1.053.000
        ("0.5", 1_490_000, 750_000, 750_000),  # 745.000: half goes up either way
        ("1", 1_800_000, 1_800_000, 1_800_000),
    ],
)
def test_rounding(multiple, salary, up, nearest):
    assert bonus(rate(multiple), salary, rule("up_10k"), "I").amount == up
    assert bonus(rate(multiple), salary, rule("nearest_10k"), "I").amount == nearest


@pytest.mark.parametrize(
    ("code", "subject", "day", "amount"),
    [
        ("LDTT", "I", D(2024, 1, 1), 540_000),
        ("CSTDCS", "I", D(2025, 12, 31), 2_340_000),
        ("TTLDTT", "C", D(2023, 12, 31), 1_440_000),
        ("GK_XA", "C", D(2025, 6, 30), 710_000),
        ("GK_XA", "C", D(2025, 7, 1), 1_410_000),
        ("GK_XA", "H", D(2025, 7, 1), 1_060_000),
        ("GK_HUYEN", "I", D(2025, 6, 30), 710_000),
        ("BK_TINH", "I", D(2023, 12, 31), 1_800_000),
        ("BK_TINH", "I", D(2024, 1, 1), 2_700_000),
        ("GK_SO", "C", D(2025, 7, 1), 1_410_000),  # no rate of its own: twice a person's
        ("BK_TINH", "H", D(2025, 7, 1), 5_270_000),  # 1,5 × 1,5 × 2.340.000 = 5.265.000
    ],
)
def test_amounts_of_the_shipped_law(shipped, code, subject, day, amount):
    assert shipped.at(day).bonus(code, subject).amount == amount


def test_the_explanation_can_be_reckoned_by_hand(shipped):
    of_day = shipped.at(D(2025, 7, 1))
    assert of_day.bonus("GK_XA", "I").explanation == (
        "0,3 × 2.340.000 đồng = 702.000 đồng, làm tròn lên 710.000 đồng"
    )
    assert of_day.bonus("GK_SO", "C").explanation == (
        "2 × 0,3 × 2.340.000 đồng = 1.404.000 đồng, làm tròn lên 1.410.000 đồng"
    )
    assert of_day.bonus("CSTDCS", "I").explanation == "1 × 2.340.000 đồng = 2.340.000 đồng"


def test_a_maximum_is_never_passed_by_rounding(shipped):
    found = shipped.at(D(2025, 7, 1)).bonus("KNC", "I")
    assert found.amount == 1_400_000
    assert found.is_maximum
    assert found.explanation.endswith("làm tròn xuống 1.400.000 đồng (mức tối đa)")


# --- what is missing is said, never nothing ------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "subject", "day", "message"),
    [
        ("HC", "I", D(2025, 7, 1), "Chưa có mức tiền thưởng của «HC» vào ngày 01/07/2025."),
        ("GK_HUYEN", "I", D(2025, 7, 1), "Chưa có mức tiền thưởng của «GK_HUYEN» vào ngày"),
        ("GK_XA", "I", D(2018, 6, 30), "Chưa có mức lương cơ sở vào ngày 30/06/2018."),
        ("GK_XA", "H", D(2025, 6, 30), "Chưa có mức tiền thưởng cho hộ gia đình."),
        ("TTLDTT", "I", D(2025, 7, 1), "Chưa có mức tiền thưởng cho cá nhân."),
    ],
)
def test_a_missing_row_is_named(shipped, code, subject, day, message):
    with pytest.raises(BonusError, match=message.replace("(", r"\(")):
        shipped.at(day).bonus(code, subject)


def test_without_a_rule_nothing_is_reckoned():
    law = MoneyLaw([Row(amount=1, valid_from=D(2018, 1, 1), valid_to=None)], [rate("1")], [])
    with pytest.raises(BonusError, match="Chưa có cách tính"):
        law.at(D(2024, 1, 1)).bonus("GK_XA", "I")


@pytest.mark.django_db
def test_the_later_of_two_rows_counts():
    BaseSalary.objects.create(amount=3_000_000, valid_from=D(2025, 7, 1), legal_basis="Nghị định")
    assert money_law().at(D(2025, 7, 1)).salary.amount == 3_000_000
    assert money_law().at(D(2025, 6, 30)).salary.amount == 2_340_000


# --- payment lists -------------------------------------------------------------------------------


def paid(nominee="An", code="LDTT", family="title", period=2025, achievement="", **values):
    return PaidAward(
        nominee, nominee, values.get("subject", "I"), code, values.get("award", code), family,
        period, achievement,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "amounts"),
    [
        # Several titles of one year: the highest.
        ([paid(), paid(code="CSTDCS")], [0, 2_340_000]),
        ([paid(code="CSTDCS"), paid()], [2_340_000, 0]),
        # Of different years: each.
        ([paid(period=2024), paid(code="CSTDCS", period=2025)], [710_000, 2_340_000]),
        # A title and a commendation at once: both.
        ([paid(), paid(code="GK_XA", family="commendation")], [710_000, 710_000]),
        # Commendations for different achievements: each; for one: the highest.
        (
            [
                paid(code="GK_XA", family="commendation", achievement="cải cách hành chính"),
                paid(code="GK_XA", family="commendation", achievement="phòng chống lụt bão"),
            ],
            [710_000, 710_000],
        ),
        (
            [
                paid(code="GK_XA", family="commendation", achievement="Cải cách"),
                paid(code="BK_TINH", family="commendation", achievement="cải cách "),
            ],
            [0, 3_510_000],
        ),
        # Two people never stand in each other's way.
        ([paid("An"), paid("Bình")], [710_000, 710_000]),
        # The same award twice for one achievement is paid once.
        ([paid(), paid()], [710_000, 0]),
    ],
)
def test_what_is_paid_once(shipped, lines, amounts):
    found = payment_list(lines, D(2025, 12, 31), shipped, "UBND xã Đình Dù")
    assert [row.amount for row in found.rows] == amounts
    assert found.total == sum(amounts)
    assert all(bool(row.reason) == (row.amount == 0) for row in found.rows)


def test_an_unpaid_row_names_the_award_that_is_paid(shipped):
    lines = [paid(), paid(code="CSTDCS", award="Chiến sĩ thi đua cơ sở")]
    first = payment_list(lines, D(2025, 12, 31), shipped).rows[0]
    assert "«Chiến sĩ thi đua cơ sở»" in first.reason


def test_totals_by_award_and_who_pays(shipped):
    lines = [paid("An"), paid("Bình"), paid("Én", code="CSTDCS")]
    found = payment_list(lines, D(2025, 12, 31), shipped, "UBND xã Đình Dù")
    assert found.by_award == {"LDTT": 1_420_000, "CSTDCS": 2_340_000}
    assert found.payer_note.startswith("Quỹ thi đua, khen thưởng của UBND xã Đình Dù chi")


def test_a_list_with_a_missing_amount_has_no_total(shipped):
    found = payment_list([paid(), paid("Bình", code="HC")], D(2025, 12, 31), shipped)
    assert len(found.rows) == 1
    assert found.problems == ("Bình: Chưa có mức tiền thưởng của «HC» vào ngày 31/12/2025.",)
    with pytest.raises(BonusError, match="Bình"):
        _ = found.total


@pytest.mark.django_db
def test_the_law_of_money_costs_three_queries(django_assert_num_queries):
    make_award_type()
    with django_assert_num_queries(3):
        of_day = money_law().at(D(2025, 7, 1))
        of_day.bonus("GK_XA", "I")
