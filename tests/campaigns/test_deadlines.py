"""Deadlines: "trước ngày D" ends the day before D; a yearly rule, its exceptions, its wording."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from campaigns.deadlines import rule_phrase, yearly_date
from campaigns.models import Period
from campaigns.papers.slots import deadline_words
from campaigns.states import CampaignState
from tests.make import make_campaign, make_period


def day(text):
    return dt.date.fromisoformat(text)


# --- the yearly rule -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "year", "expected"),
    [
        ("02-01", 2022, "2022-02-01"),
        ("12-31", 2024, "2024-12-31"),
        ("02-29", 2024, "2024-02-29"),
        ("02-29", 2025, "2025-02-28"),
        ("04-31", 2025, "2025-04-30"),
    ],
)
def test_a_yearly_rule_names_a_day_of_the_year(rule, year, expected):
    assert yearly_date(rule, year) == day(expected)


@pytest.mark.parametrize(
    ("rule", "deadlines", "words"),
    [
        (
            "",
            [(2024, "2024-04-26")],
            "trước ngày 26/04/2024 (hết ngày 25/04/2024)",
        ),
        (
            "",
            [(2025, "2025-02-01"), (2024, "2024-04-26")],
            "năm 2024 trước ngày 26/04/2024 (hết ngày 25/04/2024); "
            "năm 2025 trước ngày 01/02/2025 (hết ngày 31/01/2025)",
        ),
        (
            "02-01",
            [(2022, "2022-02-01"), (2023, "2023-02-01")],
            "trước ngày 01/02 hằng năm (hết ngày 31/01)",
        ),
        (
            "03-01",
            [(2023, "2023-03-01"), (2024, "2024-03-01")],
            "trước ngày 01/03 hằng năm (hết ngày cuối tháng 02)",
        ),
        # Lào Cai 2021-2025: the plan came in August of the first year.
        (
            "02-01",
            [
                (2021, "2021-08-30"),
                (2022, "2022-02-01"),
                (2023, "2023-02-01"),
                (2024, "2024-02-01"),
                (2025, "2025-02-01"),
            ],
            "trước ngày 01/02 hằng năm (hết ngày 31/01); "
            "riêng năm 2021 trước ngày 30/08/2021 (hết ngày 29/08/2021)",
        ),
    ],
    ids=["one", "each year", "rule", "first of March", "rule with an exception"],
)
def test_deadlines_are_worded_with_their_last_day(rule, deadlines, words):
    assert rule_phrase(rule, [(year, day(text)) for year, text in deadlines]) == words


# --- the deadline of a period --------------------------------------------------------------------


def make_dinh_du(**values):
    """The period of Đình Dù 2024, as issued on 16 April 2024."""
    campaign = make_campaign(
        bare=True,
        starts_on=day("2024-04-16"),
        ends_on=day("2024-12-31"),
        issued_on=day("2024-04-16"),
        **values,
    )
    return make_period(
        campaign=campaign,
        registration_before=day("2024-04-26"),
        dossier_before=day("2024-12-10"),
    )


@pytest.mark.django_db
def test_the_last_day_is_the_day_before():
    assert make_dinh_du().last_registration_day == day("2024-04-25")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "takes", "late"),
    [
        ("2024-04-15", False, False),
        ("2024-04-16", True, False),
        ("2024-04-25", True, False),
        ("2024-04-26", False, True),
    ],
)
def test_a_period_takes_registrations_from_issue_to_its_last_day(on, takes, late):
    period = make_dinh_du()
    assert (period.takes_registrations(day(on)), period.is_late(day(on))) == (takes, late)


@pytest.mark.django_db
@pytest.mark.parametrize("state", CampaignState)
@pytest.mark.parametrize("on", ["2024-04-15", "2024-04-16", "2024-04-25", "2024-04-26"])
def test_row_and_query_agree_on_who_takes_registrations(state, on):
    period = make_dinh_du(state=CampaignState.ISSUED)
    values = {"issued_on": None} if state == CampaignState.DRAFT else {}
    type(period.campaign).objects.update(state=state, **values)
    period = Period.objects.select_related("campaign").get()
    found = period in Period.objects.taking_registrations_on(day(on))
    assert found == period.takes_registrations(day(on))


@pytest.mark.django_db
def test_a_period_without_a_deadline_takes_no_registrations():
    period = make_dinh_du()
    period.registration_before = None
    assert (period.takes_registrations(day("2024-04-20")), period.last_registration_day) == (
        False,
        None,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts", "ends", "year"),
    [
        ("2024-04-16", "2024-12-31", 2024),
        ("2024-09-05", "2025-05-31", 2025),
        ("2024-10-01", "2025-01-15", 2024),
        ("2024-04-16", None, 2024),
    ],
)
def test_a_period_counts_for_the_year_that_holds_its_middle(starts, ends, year):
    assert Period(starts_on=day(starts), ends_on=ends and day(ends)).year == year


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "reckoned"),
    [
        ("2024-04-20", "2024-04-20"),
        ("2024-04-25", "2024-04-25"),
        ("2024-04-26", "2024-04-25"),
        ("2025-07-01", "2024-04-25"),
    ],
)
def test_who_is_in_scope_is_reckoned_on_the_last_day_for_ever_after(today, reckoned):
    assert make_dinh_du().reckoning_day(day(today)) == day(reckoned)


@pytest.mark.django_db
def test_without_a_deadline_scope_is_reckoned_today():
    period = make_dinh_du()
    period.registration_before = None
    assert period.reckoning_day(day("2025-07-01")) == day("2025-07-01")


@pytest.mark.django_db
def test_the_plan_words_what_is_enforced_period_by_period():
    campaign = make_campaign(bare=True, registration_yearly="02-01", starts_on=day("2021-08-01"))
    for year, before in ((2021, "2021-08-30"), (2022, "2022-02-01")):
        make_period(
            campaign=campaign,
            name=f"Năm {year}",
            starts_on=day(f"{year}-08-01"),
            ends_on=day(f"{year}-12-31"),
            registration_before=day(before),
            dossier_before=None,
        )
    assert deadline_words(campaign, "registration_before") == (
        "trước ngày 01/02 hằng năm (hết ngày 31/01); "
        "riêng năm 2021 trước ngày 30/08/2021 (hết ngày 29/08/2021)"
    )


@pytest.mark.django_db
def test_the_next_period_is_the_first_that_is_not_late():
    campaign = make_campaign(bare=True)
    past = make_period(campaign=campaign, name="Kỳ 1", registration_before=campaign.starts_on)
    assert campaign.next_period() == past
    ahead = make_period(campaign=campaign, name="Kỳ 2")
    assert campaign.next_period() == ahead


# --- dates that cannot be ------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("starts_on", "2024-04-15", "Kỳ không thể bắt đầu trước phong trào (16/04/2024)."),
        ("ends_on", "2025-01-01", "Sau ngày kết thúc phong trào (31/12/2024)."),
        ("ends_on", "2024-04-15", "Ngày kết thúc kỳ phải sau ngày bắt đầu."),
        (
            "registration_before",
            "2024-04-16",
            "Thời hạn trước khi phong trào bắt đầu (16/04/2024).",
        ),
        ("dossier_before", "2025-01-02", "Thời hạn sau ngày kết thúc phong trào (31/12/2024)."),
        ("dossier_before", "2024-04-25", "Hạn nộp hồ sơ không thể trước hạn đăng ký."),
    ],
)
def test_a_date_outside_the_campaign_is_told_at_its_field(field, value, message):
    period = make_dinh_du()
    setattr(period, field, day(value))
    with pytest.raises(ValidationError) as caught:
        period.clean()
    assert caught.value.message_dict == {field: [message]}


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["registration_before", "dossier_before"])
def test_the_last_day_may_be_the_last_of_the_campaign(field):
    period = make_dinh_du()
    period.dossier_before = day("2025-01-01")
    setattr(period, field, day("2025-01-01"))
    assert period.clean() is None
