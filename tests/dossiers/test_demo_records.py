"""The demo's records: a history that every rule of eligibility finds something in."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from awards.models import Award
from dossiers.demo import places
from dossiers.demo.building import Run
from dossiers.demo.records import build
from emulation.organization.models import AnnualRating, Bar, IndexScore, Initiative, Unit

pytestmark = pytest.mark.usefixtures("demo")


def index_of(year):
    return IndexScore.objects.get(unit__name=places.DINH_DU, year=year)


def test_the_index_of_the_commune_is_good_in_2024_and_higher_than_the_year_before():
    before, then = index_of(2023), index_of(2024)
    assert (before.score, before.rating) == (Decimal("78.50"), "3_fair")
    assert (then.score, then.rating) == (Decimal("84.20"), "4_good")


def test_the_inspectorate_is_ranked_from_2020_to_2025():
    rows = IndexScore.objects.filter(unit__name=places.INSPECTORATE)
    assert sorted(rows.values_list("year", flat=True)) == list(range(2020, 2026))


@pytest.mark.parametrize("year", range(2020, 2026))
def test_every_division_of_the_inspectorate_has_a_rank_of_its_own(year):
    inspectorate = places.authority(places.INSPECTORATE)
    ranks = IndexScore.objects.filter(unit__parent=inspectorate, year=year)
    assert sorted(ranks.values_list("rank", flat=True)) == [1, 2, 3, 4, 5]


def test_all_staff_of_the_commune_are_rated_for_four_years():
    counts = {
        year: AnnualRating.objects.filter(year=year, person__isnull=False).count()
        for year in range(2022, 2026)
    }
    assert len(set(counts.values())) == 1
    assert counts[2025] > 25


def test_at_most_a_fifth_of_those_who_did_well_are_rated_excellent():
    """NĐ 335/2025 (domain.md section 6), which the earlier decisions kept to as well."""
    for year in range(2022, 2026):
        rated = AnnualRating.objects.filter(year=year, person__isnull=False)
        assert rated.filter(level="XS").count() <= rated.filter(level="T").count() / 5


def test_maternity_leave_fills_a_year():
    leave = AnnualRating.objects.exclude(maternity_months=0).get()
    assert leave.months_counted == 12


def test_bars_are_of_every_fate():
    today = timezone.localdate()
    fates = {
        bar.kind: "lifted" if bar.lifted_on else "over" if (bar.last_day or today) < today
        else "open"
        for bar in Bar.objects.all()
    }  # fmt: skip
    assert fates == {"discipline": "over", "denunciation": "open", "press_report": "lifted"}


def test_initiatives_are_of_every_recognition():
    found = set(Initiative.objects.values_list("recognition", flat=True))
    assert found == {"pending", "recognised", "refused"}


def test_every_award_existed_on_the_day_of_its_decision():
    awards = Award.objects.select_related("award_type")
    assert [a for a in awards if not a.award_type.is_valid_on(a.document_date)] == []


def test_commendations_of_a_movement_are_there_and_one_was_revoked():
    awards = Award.objects.filter(basis="movement", decision_line=None, submission_line=None)
    assert awards.filter(revoked_on__isnull=True).count() == 3
    assert awards.filter(revoked_on__isnull=False).count() == 1


def test_of_this_years_people_some_are_good_some_not_some_barred_some_unknown():
    year = timezone.localdate().year
    rated = {
        r.person.full_name: r.level
        for r in AnnualRating.objects.filter(year__gte=year, person__isnull=False)
    }
    barred = {str(bar.nominee) for bar in Bar.objects.all() if bar.last_day is None}
    assert rated["Phạm Minh Đức"] == "XS"
    assert rated["Tạ Thị Hoài Thương"] == "HT"
    assert "Vũ Đình Luân" in barred
    assert "Đào Xuân Trường" not in rated


def test_building_twice_adds_nothing():
    before = (AnnualRating.objects.count(), Award.objects.count(), Unit.objects.count())
    build(Run(dt.date(2026, 6, 1), False, print))
    assert before == (AnnualRating.objects.count(), Award.objects.count(), Unit.objects.count())
