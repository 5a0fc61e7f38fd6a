"""Personal data past their period: who is found, what goes, what stays, the certificate."""

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from campaigns.models import Evidence
from dossiers.models import NominationLog, Part
from dossiers.papers import anonymisation as minutes
from emulation.checking import Scope
from emulation.organization.models import Anonymisation, Bar, Household, Person, Role, RosterSheet
from emulation.organization.services.privacy import anonymise, past_period, periods
from emulation.papers.layout import page_html
from emulation.verifying import altered_rows, broken_chain
from tests.make import (
    days_from_today,
    make_authority,
    make_award,
    make_bar,
    make_dossier,
    make_household,
    make_nomination,
    make_part,
    make_person,
    make_rating,
    make_result,
    make_retention,
    make_roster_sheet,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
LONG_AGO = days_from_today(-11 * 366)
NAME = "Vũ Thị Hồng Gấm"


@pytest.fixture
def village():
    return make_unit(parent=make_authority())


@pytest.fixture
def commune(village):
    return village.authority


@pytest.fixture
def gone(village):
    """Somebody who left eleven years ago."""
    return make_person(
        unit=village, full_name=NAME, position="Trưởng thôn", born_on=dt.date(1950, 2, 3),
        left_on=LONG_AGO,
    )  # fmt: skip


def found(commune):
    return {kind: list(rows) for kind, rows in past_period(commune, days_from_today(0)).items()}


# --- who -----------------------------------------------------------------------------------------


def test_who_left_long_ago_is_found_and_who_left_lately_or_stays_is_not(commune, village, gone):
    make_person(unit=village, full_name="Lê Văn Ở")
    make_person(unit=village, full_name="Lê Văn Mới", left_on=days_from_today(-100))
    assert found(commune)["person"] == [gone]


def test_who_stands_in_the_register_of_awards_stays_for_good(commune, gone):
    make_award(person=gone)
    assert found(commune)["person"] == []


def test_a_period_that_an_administrator_set_is_the_one_that_holds(commune, gone):
    make_retention(kind="member", years=20)
    assert periods()["member"] == 20
    assert found(commune)["person"] == []


def test_another_commune_is_not_touched(commune, gone):
    other = make_authority(name="Ủy ban nhân dân xã Lạc Hồng")
    assert not anonymise(other)
    gone.refresh_from_db()
    assert gone.full_name == NAME


# --- what ----------------------------------------------------------------------------------------


def everywhere(text):
    """The tables in which a text stands."""
    places = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(text in str(value) for row in cursor.fetchall() for value in row):
                places.add(table)
    return places


def test_name_and_what_he_was_stand_nowhere_any_more(commune, village, gone):
    gone.position = "Nguyên trưởng thôn"
    gone.save()  # A version in the history.
    rating = make_rating(person=gone, note=f"{NAME} nghỉ hưu")
    nomination = make_nomination(
        dossier=make_dossier(unit=village), person=gone, summary=f"{NAME} có công",
        snapshot={"who": NAME},
    )  # fmt: skip
    log = NominationLog.objects.create(
        record=nomination, transition="a", from_state="a", to_state="b", by=make_user(),
        role="office", note=f"Bà {NAME} xin rút",
    )  # fmt: skip
    assert len(everywhere(NAME)) > 4
    anonymise(commune)
    assert everywhere(NAME) == set()
    gone.refresh_from_db()
    assert (gone.full_name, gone.position, gone.born_on) == (
        f"Cá nhân đã ẩn danh {gone.pk}", "", None,
    )  # fmt: skip
    assert NominationLog.objects.get(pk=log.pk).note == "Bà (đã ẩn danh) xin rút"
    rating.refresh_from_db()
    assert rating.note == ""


def test_a_household_loses_name_and_address(commune, village):
    household = make_household(
        unit=village, head_name=NAME, address="Số 5, ngõ 12", left_on=LONG_AGO
    )
    anonymise(commune)
    household = Household.everyone.get(pk=household.pk)
    assert (household.head_name, household.address) == (f"Chủ hộ đã ẩn danh {household.pk}", "")


def test_a_namesake_who_is_still_here_keeps_his_name_in_the_notes(commune, village, gone):
    namesake = make_person(unit=village, full_name=NAME)
    rating = make_rating(person=namesake, note=f"{NAME} làm tốt")
    anonymise(commune)
    rating.refresh_from_db()
    assert rating.note == f"{NAME} làm tốt"
    namesake.refresh_from_db()
    assert namesake.full_name == NAME


def test_uploaded_files_about_him_are_deleted(
    commune, village, gone, media_root, django_capture_on_commit_callbacks
):
    nomination = make_nomination(dossier=make_dossier(unit=village), person=gone)
    part = make_part(dossier=nomination.dossier, nomination=nomination)
    result = make_result(person=gone)
    evidence = Evidence(
        result=result, name="b.pdf", size=4, sha256="0" * 64, uploaded_by=make_user()
    )
    evidence.file.save("b.pdf", ContentFile(b"%PDF"))
    assert len([path for path in media_root.rglob("*") if path.is_file()]) >= 2
    with django_capture_on_commit_callbacks(execute=True):
        counts = anonymise(commune)
    assert counts["Tệp đã xóa"] == 2
    assert not Part.objects.filter(pk=part.pk).exists()
    assert not Evidence.objects.exists()
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_an_ended_bar_keeps_its_dates_and_loses_its_story(commune, village):
    person = make_person(unit=village)
    bar = make_bar(
        person=person, kind="discipline", severity="2_warning", summary="Vi phạm giao thông",
        starts_on=LONG_AGO, ends_on=LONG_AGO + dt.timedelta(365),
    )  # fmt: skip
    running = make_bar(person=person, kind="complaint", summary="Đơn thư", starts_on=LONG_AGO)
    anonymise(commune)
    assert Bar.objects.get(pk=bar.pk).summary == ""
    assert Bar.objects.get(pk=bar.pk).starts_on == LONG_AGO
    assert Bar.objects.get(pk=running.pk).summary == "Đơn thư"
    assert everywhere("Vi phạm giao thông") == set()


def test_an_uploaded_list_is_emptied(commune):
    sheet = make_roster_sheet(authority=commune, state="done", lines=[[1, [NAME]]])
    RosterSheet.objects.filter(pk=sheet.pk).update(created_at="2020-01-01T00:00Z")
    anonymise(commune)
    assert RosterSheet.objects.get(pk=sheet.pk).lines == []


def test_the_second_time_there_is_nothing_to_do(commune, gone):
    assert anonymise(commune)
    assert not anonymise(commune)
    assert Anonymisation.objects.count() == 1


# --- the chain, the command, the certificate --------------------------------------------------


def test_the_chain_of_seals_verifies_after_it(commune, gone):
    gone.position = "Bí thư"
    gone.save()
    anonymise(commune)
    assert [*broken_chain(Scope()), *altered_rows(Scope())] == []


def test_the_command_lists_counts_and_changes_nothing_without_apply(commune, gone):
    said = io.StringIO()
    call_command("anonymise", stdout=said)
    assert "1 cá nhân đã thôi" in said.getvalue()
    assert NAME not in said.getvalue()
    assert Person.everyone.get(pk=gone.pk).full_name == NAME


def test_the_command_applies_and_names_who_did(commune, gone):
    officer = make_user(username="vanthu")
    call_command("anonymise", "--apply", "--by", "vanthu", stdout=io.StringIO())
    assert Anonymisation.objects.get().by == officer
    assert Person.everyone.get(pk=gone.pk).full_name != NAME


def test_the_certificate_names_kinds_and_counts_and_nobody(client, commune, gone):
    anonymise(commune, by=make_user(full_name="Lê Văn Thư"))
    text = page_html(minutes.build(Anonymisation.objects.get()))
    assert "Cá nhân" in text
    assert "10 năm" in text
    assert NAME not in text
    client.force_login(make_user(role=Role.OFFICE, unit=make_authority(name="UBND xã khác")))
    url = reverse("organization:paper", args=["anonymisation", Anonymisation.objects.get().pk])
    assert client.get(url).status_code == 404
