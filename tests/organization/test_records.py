"""Records about people and units: rules, who sees and keeps them, lifting, moving, history."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from emulation.changes import edits
from emulation.organization.models import AnnualRating, Bar, IndexBand, Role
from emulation.organization.services import moving, records
from tests.make import (
    days_from_today,
    make_authority,
    make_bar,
    make_household,
    make_index_band,
    make_index_score,
    make_initiative,
    make_person,
    make_rating,
    make_unit,
    make_user,
)
from tests.rules import refused_by, write_past_python

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 4, 25)


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def village(commune):
    return make_unit(parent=commune, name="Thôn Ngọc")


@pytest.fixture
def person(village):
    return make_person(unit=village)


@pytest.fixture
def office(commune):
    return make_user(role=Role.OFFICE, unit=commune, full_name="Văn phòng")


# --- rules ---------------------------------------------------------------------------------------


def test_a_household_has_no_rating(village):
    rating = make_rating(unit=village)
    with refused_by("organization_annualrating_not_of_household"):
        write_past_python(rating, unit=None, household=make_household(unit=village))


def test_a_person_is_rated_once_a_year(person):
    make_rating(person=person)
    with refused_by("organization_annualrating_person_once_a_year"):
        make_rating(person=person, level="XS")


def test_a_unit_is_rated_once_a_year(village):
    make_rating(unit=village)
    with refused_by("organization_annualrating_unit_once_a_year"):
        make_rating(unit=village, level="XS")


def test_an_index_is_entered_once_a_year(village):
    make_index_score(unit=village)
    with refused_by("organization_indexscore_once_a_year"):
        make_index_score(unit=village)


def test_a_band_of_an_authority_stands_once_a_day(commune):
    make_index_band(authority=commune)
    with refused_by("organization_indexband_rating_once"):
        make_index_band(authority=commune, from_percent=70)


def test_a_common_band_stands_once_a_day():
    make_index_band()
    with refused_by("organization_indexband_common_rating_once"):
        make_index_band(from_percent=70)


@pytest.mark.parametrize(
    ("worked", "maternity", "counted"),
    [(12, 0, 12), (6, 6, 12), (0, 6, 6), (None, 6, None), (9, 0, 9)],
)
def test_maternity_leave_counts_as_time_served(worked, maternity, counted):
    rating = AnnualRating(months_worked=worked, maternity_months=maternity)
    assert rating.months_counted == counted


def test_a_year_has_twelve_months():
    with pytest.raises(ValidationError, match="quá 12 tháng"):
        AnnualRating(months_worked=9, maternity_months=4).clean()


@pytest.mark.parametrize(
    ("ends_on", "lifted_on", "last"),
    [
        (None, None, None),
        (dt.date(2025, 4, 24), None, dt.date(2025, 4, 24)),
        (None, dt.date(2024, 5, 1), dt.date(2024, 4, 30)),
        (dt.date(2025, 4, 24), dt.date(2024, 5, 1), dt.date(2024, 4, 30)),
    ],
)
def test_the_last_day_of_a_bar(ends_on, lifted_on, last):
    assert Bar(starts_on=DAY, ends_on=ends_on, lifted_on=lifted_on).last_day == last


# --- who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.UNIT, {"discipline"}),
        (Role.OFFICE, {"discipline", "denunciation"}),
        (Role.CHAIR, {"discipline", "denunciation"}),
        (Role.AUDITOR, {"discipline", "denunciation"}),
    ],
)
def test_what_is_being_verified_is_known_to_overseers_alone(commune, village, person, role, kinds):
    make_bar(person=person)
    make_bar(person=person, kind="discipline", severity="2_warning")
    user = make_user(role=role, unit=village if role == Role.UNIT else commune)
    assert {bar.kind for bar in Bar.objects.visible_to(user)} == kinds


def test_a_unit_sees_no_records_of_its_neighbour(commune, person):
    make_rating(person=person)
    neighbour = make_user(role=Role.UNIT, unit=make_unit(parent=commune, name="Thôn Đoài"))
    assert not AnnualRating.objects.visible_to(neighbour).exists()


@pytest.mark.parametrize("role", [Role.UNIT, Role.CHAIR, Role.AUDITOR])
def test_only_the_office_keeps_records(commune, person, role):
    user = make_user(role=role, unit=commune)
    with pytest.raises(PermissionDenied):
        records.save(AnnualRating(person=person, year=2024, level="T"), by=user)
    assert not AnnualRating.objects.exists()


# --- lifting, deleting, history ------------------------------------------------------------------


def test_a_bar_is_lifted_from_a_day_with_the_reason(person, office):
    bar = make_bar(person=person, starts_on=days_from_today(-10))
    records.lift(bar, days_from_today(-1), "Tố cáo không đúng", office)
    bar.refresh_from_db()
    assert bar.last_day == days_from_today(-2)
    latest = edits(bar)[0]
    assert (latest.by, latest.reason) == ("Văn phòng", "Gỡ bỏ: Tố cáo không đúng")


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [(-1, " ", "lift_reason"), (-20, "Không đúng", "lifted_on"), (1, "Không đúng", "lifted_on")],
)
def test_a_lift_that_cannot_be_says_which_field(person, office, days, reason, field):
    bar = make_bar(person=person, starts_on=days_from_today(-10))
    with pytest.raises(ValidationError) as caught:
        records.lift(bar, days_from_today(days), reason, office)
    assert set(caught.value.message_dict) == {field}
    bar.refresh_from_db()
    assert bar.lifted_on is None


def test_a_bar_is_lifted_once(person, office):
    bar = make_bar(person=person)
    records.lift(bar, days_from_today(-1), "Không đúng", office)
    with pytest.raises(ValidationError, match="Đã gỡ bỏ"):
        records.lift(bar, days_from_today(0), "Lần nữa", office)


def test_the_office_of_another_commune_lifts_nothing(person):
    stranger = make_user(role=Role.OFFICE, unit=make_authority(name="UBND xã Lạc Hồng"))
    bar = make_bar(person=person)
    with pytest.raises(PermissionDenied):
        records.lift(bar, days_from_today(-1), "Không đúng", stranger)


def test_a_change_tells_who_and_from_what_to_what(person, office):
    rating = records.save(AnnualRating(person=person, year=2024, level="T"), by=office)
    rating.level, rating.document_date = "XS", DAY
    records.save(rating, by=office)
    latest, first = edits(rating)
    assert (first.label, first.by, first.changes) == ("Nhập", "Văn phòng", ())
    assert {(c.label, c.before, c.after) for c in latest.changes} == {
        ("mức xếp loại", "Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ"),
        ("ngày văn bản", "(trống)", "25/04/2024"),
    }


def test_deleting_wants_a_reason_and_leaves_the_history(person, office):
    rating = make_rating(person=person)
    with pytest.raises(ValidationError, match="lý do"):
        records.delete(rating, "", office)
    pk = rating.pk
    records.delete(rating, "Nhập nhầm người", office)
    last = AnnualRating.history.filter(id=pk).latest()
    assert (last.history_type, last.history_user) == ("-", office)
    assert last.history_change_reason == "Xóa: Nhập nhầm người"


# --- bands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "rating"), [("90", "5_excellent"), ("89.99", "4_good"), ("80", "4_good"), ("1", "")]
)
def test_a_score_suggests_the_rating_of_the_authoritys_own_bands(commune, score, rating):
    IndexBand.objects.all().delete()
    make_index_band(from_percent=10)
    make_index_band(authority=commune, rating="5_excellent", from_percent=90)
    make_index_band(authority=commune, rating="4_good", from_percent=80)
    bands = records.bands_on(commune, dt.date(2024, 12, 31))
    assert records.suggested_rating(bands, Decimal(score), Decimal(100)) == rating


def test_bands_of_a_later_date_do_not_count_before(commune):
    IndexBand.objects.all().delete()
    make_index_band(rating="4_good", from_percent=80, valid_from=dt.date(2020, 1, 1))
    make_index_band(rating="4_good", from_percent=85, valid_from=dt.date(2025, 1, 1))
    assert [b.from_percent for b in records.bands_on(commune, dt.date(2024, 12, 31))] == [80]
    assert [b.from_percent for b in records.bands_on(commune, dt.date(2025, 1, 1))] == [85]


# --- years follow the person ---------------------------------------------------------------------


def test_the_years_follow_who_goes_to_another_authority(person, office):
    rating = make_rating(person=person)
    target = make_unit(parent=make_authority(name="UBND xã Lạc Hồng"), name="Thôn Thượng")
    admin = make_user(is_superuser=True)
    moving.transfer(person, target, on=days_from_today(-1), reason="Điều động", by=admin)
    receiving = make_user(role=Role.OFFICE, unit=target.authority)
    rating.refresh_from_db()
    assert rating.authority == target.authority
    assert list(AnnualRating.objects.visible_to(receiving)) == [rating]
    assert not AnnualRating.objects.visible_to(office).exists()
    records.save(rating, by=receiving)
    with pytest.raises(PermissionDenied):
        records.save(rating, by=office)


def test_an_office_does_not_send_people_to_another_authority(person, office):
    target = make_unit(parent=make_authority(name="UBND xã Lạc Hồng"), name="Thôn Thượng")
    with pytest.raises(ValidationError, match="quản trị hệ thống"):
        moving.transfer(person, target, on=days_from_today(-1), reason="Điều động", by=office)


def test_a_merger_moves_the_members_and_keeps_the_old_units_records(commune, village, office):
    person, home = make_person(unit=village), make_household(unit=village)
    rating = make_rating(unit=village)
    target = make_unit(parent=commune, name="Thôn Mới")
    moved = moving.merge(
        village, target, on=days_from_today(-1), reason="Nghị quyết số 5/NQ-HĐND", by=office
    )
    for member in (person, home, village):
        member.refresh_from_db()
    assert len(moved) == 2
    assert person.unit == home.unit == target
    assert (village.merged_into, village.valid_to) == (target, days_from_today(-2))
    assert records.keeper_of(rating) == target


def test_a_unit_that_goes_to_another_authority_takes_its_records_along(village, person):
    rating, own = make_rating(person=person), make_initiative(unit=village)
    village.parent = make_authority(name="UBND xã Lạc Hồng")
    village.save()
    for record in (rating, own):
        record.refresh_from_db()
        assert record.authority == village.parent


@pytest.mark.parametrize(
    ("days", "reason", "field"), [(1, "Điều động", "moved_on"), (-1, "", "reason")]
)
def test_a_move_that_cannot_be_says_which_field(commune, person, office, days, reason, field):
    target = make_unit(parent=commune, name="Thôn Mới")
    with pytest.raises(ValidationError) as caught:
        moving.transfer(person, target, on=days_from_today(days), reason=reason, by=office)
    assert set(caught.value.message_dict) == {field}
