"""Dates and numbers as Vietnamese offices write them, in forms and on pages."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats


def show(template, **context):
    return Template(template).render(Context(context))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/03/1990", date(1990, 3, 5)),
        ("5/3/1990", date(1990, 3, 5)),
        ("25/12/1990", date(1990, 12, 25)),
        ("25-12-1990", date(1990, 12, 25)),
        ("25.12.1990", date(1990, 12, 25)),
        ("1990-12-25", date(1990, 12, 25)),
    ],
)
def test_dates_are_read_day_first(typed, day):
    assert forms.DateField().clean(typed) == day


@pytest.mark.parametrize("typed", ["12/25/1990", "30/02/2024", "05/03/90", "ngày 5"])
def test_other_dates_are_refused(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


def test_a_date_is_shown_as_it_is_typed():
    assert 'value="05/03/1990"' in forms.DateField().widget.render("day", date(1990, 3, 5))


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("05/03/2024 14:30", datetime(2024, 3, 5, 14, 30)),
        ("05/03/2024 14:30:15", datetime(2024, 3, 5, 14, 30, 15)),
        ("2024-03-05T14:30", datetime(2024, 3, 5, 14, 30)),
        ("05/03/2024", datetime(2024, 3, 5)),
    ],
)
def test_moments_are_read_day_first(typed, moment, settings):
    settings.USE_TZ = False
    assert forms.DateTimeField().clean(typed) == moment


@pytest.mark.parametrize("typed", ["14:30", "14:30:00", "14h30", "14 giờ 30"])
def test_times_are_read(typed):
    assert forms.TimeField().clean(typed) == time(14, 30)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234.567,5", "1234567.5"),
        ("1234567,5", "1234567.5"),
        ("0,75", "0.75"),
        ("1.500", "1500"),
        ("1.5", "1.5"),
        ("2.340.000", "2340000"),
    ],
)
def test_localized_fields_read_numbers_with_dots_and_a_comma(typed, number):
    assert forms.DecimalField(localize=True).clean(typed) == Decimal(number)


def test_a_localized_field_shows_the_number_grouped():
    field = forms.IntegerField(localize=True)
    assert 'value="2.340.000"' in field.widget.render("amount", 2_340_000)
    assert field.clean("2.340.000") == 2_340_000


def test_pages_show_numbers_grouped_and_dates_day_first():
    assert show("{{ n }}", n=2_340_000) == "2.340.000"
    assert show("{{ n }}", n=Decimal("1234567.5")) == "1.234.567,5"
    assert show("{{ n|floatformat:1 }}", n=99.25) == "99,3"
    assert show("{{ d }} {{ d|date:'SHORT_DATE_FORMAT' }}", d=date(2024, 3, 5)) == (
        "05/03/2024 05/03/2024"
    )
    assert show("{{ d }}", d=datetime(2024, 3, 5, 14, 30)) == "05/03/2024 14:30"


def test_years_and_keys_need_unlocalize():
    assert show("{{ year }}", year=2024) == "2.024"  # the trap that formats.py warns of
    assert show("{% load l10n %}{{ year|unlocalize }}", year=2024) == "2024"
    assert show("{{ year }}", year="2024") == "2024"


def test_months_and_weeks_read_as_vietnamese():
    assert formats.date_format(date(2024, 3, 5), "YEAR_MONTH_FORMAT") == "tháng 3 năm 2024"
    assert formats.date_format(date(2024, 3, 5), "MONTH_DAY_FORMAT") == "ngày 5 tháng 3"
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
