"""Pages of the dossiers: list, board of a period, choosing nominees, texts, scans, steps, work."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import DossierComponent
from campaigns.states import RegistrationState
from dossiers import todo
from dossiers.models import Dossier, Nomination, Part
from dossiers.states import DossierState, NominationState
from emulation.organization.models import Role
from tests.make import (
    days_from_today,
    make_dossier,
    make_line,
    make_nomination,
    make_part,
    make_person,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return make_dossier()


@pytest.fixture
def unit(client, dossier):
    """The client, logged in as the dossier's unit."""
    client.force_login(make_user(role=Role.UNIT, unit=dossier.unit))
    return client


@pytest.fixture
def office(client, dossier):
    """The client, logged in as the office."""
    client.force_login(make_user(role=Role.OFFICE, unit=dossier.authority))
    return client


def page(name, pk):
    return reverse(f"dossiers:{name}", args=[pk])


def scan(name="bien-ban.pdf"):
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(content)
    return SimpleUploadedFile(name, content.getvalue())


def award_of(dossier):
    return dossier.period.campaign.offers.exclude(award_type__kind="rating").first()


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(
    client, dossier, django_assert_max_num_queries, count
):
    for n in range(count - 1):
        make_dossier(
            period=dossier.period, unit=make_unit(parent=dossier.authority, name=f"Thôn {n}")
        )
    client.force_login(make_user(role=Role.OFFICE, unit=dossier.authority))
    with django_assert_max_num_queries(12):
        response = client.get(reverse("dossiers:dossier_list"))
    assert response.context["page"].paginator.count == count


def test_the_list_is_searched_without_accents(office, dossier):
    other = make_unit(parent=dossier.authority, name="Thôn Cầu")
    make_dossier(period=dossier.period, unit=other)
    found = office.get(reverse("dossiers:dossier_list"), {"q": "cau"}).context["page"]
    assert [row.unit for row in found] == [other]


def test_the_export_is_a_sheet(office):
    response = office.get(reverse("dossiers:dossier_export"))
    assert response["Content-Disposition"].endswith('.xlsx"')


def test_a_unit_begins_its_dossier_from_the_period(client):
    period = make_dossier().period
    village = make_unit(parent=period.campaign.authority, name="Thôn Cầu")
    client.force_login(make_user(role=Role.UNIT, unit=village))
    assert "Lập hồ sơ" in client.get(page("period_dossiers", period.pk)).content.decode()
    client.post(reverse("dossiers:dossier_begin", args=[period.pk, village.pk, "own"]))
    assert Dossier.objects.get(unit=village).state == DossierState.DRAFT


def test_a_unit_sees_no_dossier_of_its_neighbour(client, dossier):
    neighbour = make_unit(parent=dossier.authority, name="Thôn Đoài")
    client.force_login(make_user(role=Role.UNIT, unit=neighbour))
    assert client.get(dossier.get_absolute_url()).status_code == 404


# --- choosing ------------------------------------------------------------------------------------


def test_who_is_registered_is_ticked(unit, dossier):
    offer, person = award_of(dossier), make_person(unit=dossier.unit)
    registration = make_registration(
        period=dossier.period, unit=dossier.unit, state=RegistrationState.CONFIRMED
    )
    make_line(registration=registration, person=person, offers=[offer])
    url = page("dossier_propose", dossier.pk)
    assert str(person) in unit.get(url).content.decode()
    unit.post(url, {"picks": [f"{offer.pk}:person:{person.pk}"]})
    assert dossier.nominations.get().person == person


def test_who_is_not_registered_is_added_with_a_warning(unit, dossier):
    offer, person = award_of(dossier), make_person(unit=dossier.unit)
    response = unit.post(
        page("dossier_propose", dossier.pk),
        {"offer": offer.pk, "nominee": f"person:{person.pk}"},
        follow=True,
    )
    assert dossier.nominations.get().person == person
    assert "chưa đăng ký" in response.content.decode()


def test_a_refused_nominee_is_explained_and_nobody_is_proposed(unit, dossier):
    first = make_nomination(dossier=dossier, offer=award_of(dossier))
    response = unit.post(
        page("dossier_propose", dossier.pk),
        {"offer": first.offer_id, "nominee": f"person:{first.person_id}"},
    )
    assert response.status_code == 422
    assert "đã được đề nghị" in response.content.decode()
    assert dossier.nominations.count() == 1


# --- texts ---------------------------------------------------------------------------------------


def texts(nomination, **values):
    return {"seen": nomination.saved_at.isoformat(), "summary": "", "report": ""} | values


def test_the_report_is_written(unit, dossier):
    nomination = make_nomination(dossier=dossier)
    unit.post(
        page("nomination_detail", nomination.pk), texts(nomination, report="I. Sơ lược\n1. Kết quả")
    )
    nomination.refresh_from_db()
    assert nomination.report == "I. Sơ lược\n1. Kết quả"


def test_a_report_that_cannot_be_printed_names_the_line_and_keeps_the_text(unit, dossier):
    nomination = make_nomination(dossier=dossier)
    response = unit.post(
        page("nomination_detail", nomination.pk), texts(nomination, report="Đoạn\n[[lạ]]")
    )
    body = response.content.decode()
    assert response.status_code == 422
    assert "Dòng 2:" in body
    assert "Đoạn\n[[lạ]]" in body


def test_a_second_writer_is_told_and_keeps_what_he_typed(unit, dossier):
    nomination = make_nomination(dossier=dossier)
    stale = texts(nomination, summary="Bản của tôi")
    Nomination.objects.get(pk=nomination.pk).save()
    response = unit.post(page("nomination_detail", nomination.pk), stale)
    body = response.content.decode()
    assert "người khác vừa lưu" in body
    assert "Bản của tôi" in body


def test_a_nomination_that_was_sent_is_only_read(client, dossier):
    sent = make_dossier(period=dossier.period, state=DossierState.SUBMITTED,
                        unit=make_unit(parent=dossier.authority, name="Thôn Cầu"))  # fmt: skip
    nomination = make_nomination(dossier=sent)
    client.force_login(make_user(role=Role.UNIT, unit=sent.unit))
    response = client.post(page("nomination_detail", nomination.pk), texts(nomination))
    assert response.status_code == 403


def test_a_nomination_is_taken_back(unit, dossier):
    nomination = make_nomination(dossier=dossier)
    unit.post(
        page("nomination_transition", nomination.pk), {"transition": "withdraw", "note": "Thôi"}
    )
    nomination.refresh_from_db()
    assert nomination.state == NominationState.WITHDRAWN


# --- scans ---------------------------------------------------------------------------------------


@pytest.fixture
def minutes(dossier):
    """The component that asks for the unit's own minutes."""
    offer = make_nomination(dossier=dossier).offer
    return DossierComponent.objects.create(offer=offer, name="Biên bản", paper="peer_review")


def test_a_scan_is_brought_replaced_and_taken_away(unit, dossier, minutes):
    url = page("dossier_scan", dossier.pk)
    unit.post(url, {"component": minutes.pk, "file": scan()})
    first = dossier.parts.get()
    assert (first.name, first.component) == ("Biên bản", minutes)
    unit.post(url, {"component": minutes.pk, "file": scan(), "name": "Bản hai",
                    "instead_of": first.pk})  # fmt: skip
    second = dossier.parts.get()
    assert (second.name, second.position) == ("Bản hai", first.position)
    unit.post(page("part_change", second.pk), {"change": "remove"})
    assert not dossier.parts.exists()


def test_a_program_is_no_scan(unit, dossier, minutes):
    response = unit.post(
        page("dossier_scan", dossier.pk),
        {"component": minutes.pk, "file": SimpleUploadedFile("x.exe", b"MZ")},
    )
    assert response.status_code == 422
    assert not dossier.parts.exists()


def test_scans_are_put_in_order(unit, dossier):
    make_part(dossier=dossier, name="Một", position=1)
    second = make_part(dossier=dossier, name="Hai", position=2)
    unit.post(page("part_change", second.pk), {"change": "up"})
    assert [part.name for part in Part.objects.filter(dossier=dossier)] == ["Hai", "Một"]


def test_a_scan_is_downloaded_not_shown(unit, dossier):
    response = unit.get(page("part_file", make_part(dossier=dossier).pk))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


# --- steps ---------------------------------------------------------------------------------------


def step(client, dossier, name, note=""):
    return client.post(
        page("dossier_transition", dossier.pk), {"transition": name, "note": note}, follow=True
    )


def test_what_is_missing_stands_on_the_page_and_sending_is_refused(unit, dossier, minutes):
    response = step(unit, dossier, "submit")
    dossier.refresh_from_db()
    assert (response.status_code, dossier.state) == (422, DossierState.DRAFT)
    assert "Biên bản: chưa nộp bản đã ký (đơn vị)" in response.content.decode()


def test_a_dossier_goes_from_the_unit_to_the_office(client, dossier):
    make_nomination(dossier=dossier)
    client.force_login(make_user(role=Role.UNIT, unit=dossier.unit))
    step(client, dossier, "submit")
    client.force_login(make_user(role=Role.OFFICE, unit=dossier.authority))
    step(client, dossier, "receive")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.receipt_number) == (DossierState.RECEIVED, 1)


def test_the_office_asks_for_a_supplement(client):
    dossier = make_dossier(state=DossierState.RECEIVED)
    client.force_login(make_user(role=Role.OFFICE, unit=dossier.authority))
    client.post(
        page("dossier_supplement", dossier.pk),
        {"other": "Giấy xác nhận", "note": "Thiếu", "before": f"{days_from_today(5):%d/%m/%Y}"},
    )
    dossier.refresh_from_db()
    assert (dossier.state, dossier.supplement_items) == ("supplement", ["Giấy xác nhận"])


def test_paper_copies_are_noted_by_the_office(office, dossier):
    office.post(
        page("dossier_paper_copies", dossier.pk),
        {"paper_sets": 1, "paper_received_on": f"{days_from_today(0):%d/%m/%Y}", "shelf": "Tủ 1"},
    )
    dossier.refresh_from_db()
    assert (dossier.paper_sets, dossier.shelf) == (1, "Tủ 1")


def test_a_unit_reads_no_frozen_finding(client):
    dossier = make_dossier(state=DossierState.SUBMITTED)
    make_nomination(dossier=dossier, snapshot_outcome="deferred")
    client.force_login(make_user(role=Role.UNIT, unit=dossier.unit))
    assert client.get(dossier.get_absolute_url()).context["rows"][0]["outcome"] == ""


# --- work ----------------------------------------------------------------------------------------


def titles(user):
    return [(work.title, work.tone) for work in todo.work_for(user)]


def test_a_draft_waits_for_its_unit_with_what_it_lacks(dossier):
    found = todo.work_for(make_user(role=Role.UNIT, unit=dossier.unit))
    assert [work.url for work in found] == [dossier.get_absolute_url()]
    assert "còn thiếu 1 mục" in found[0].detail


def test_a_supplement_is_pressing():
    dossier = make_dossier(state=DossierState.SUPPLEMENT, supplement_before=days_from_today(3))
    (work,) = todo.work_for(make_user(role=Role.UNIT, unit=dossier.unit))
    assert (work.tone, work.before) == ("bad", days_from_today(3))


def test_sent_dossiers_wait_for_the_office(dossier):
    make_dossier(period=dossier.period, state=DossierState.SUBMITTED,
                 unit=make_unit(parent=dossier.authority, name="Thôn Cầu"))  # fmt: skip
    office = make_user(role=Role.OFFICE, unit=dossier.authority)
    assert titles(office) == [("Tiếp nhận 1 hồ sơ đề nghị", "warn")]


@pytest.mark.parametrize("count", [1, 3])
def test_work_takes_a_constant_number_of_queries(django_assert_max_num_queries, count):
    dossier = make_dossier()
    for _ in range(count):
        make_nomination(dossier=dossier)
    user = make_user(role=Role.UNIT, unit=dossier.unit)
    with django_assert_max_num_queries(16):
        assert len(todo.work_for(user)) == 1
