"""The chase letter: who has not sent, by kind, in the official form, under a number."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns.models import ChaseLetter, Message, Participant, Period
from campaigns.papers.chase_letter import build
from campaigns.services import chasing
from campaigns.states import LetterState
from emulation.organization.models import IssuedPaper
from emulation.papers.paper import Bullet, Paragraph
from emulation.papers.pdf import render
from emulation.papers.word import to_docx
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    days_from_today,
    make_chase_letter,
    make_extension,
    make_group,
    make_registration,
    make_unit,
)

pytestmark = pytest.mark.django_db


def drafted(period, by, kind="registration"):
    return chasing.draft(period, kind, by=by)


def body(paper):
    return [block.text for block in paper.body if isinstance(block, (Paragraph, Bullet))]


def villages(commune, count):
    return [make_unit(parent=commune, name=f"Thôn {number}") for number in range(1, count + 1)]


# --- drafting ------------------------------------------------------------------------------------


def test_a_letter_names_who_has_not_sent(period, commune, village, office_clerk):
    sent = make_unit(parent=commune, name="Thôn Đoài")
    make_registration(period=period, unit=sent, state="submitted")
    letter = drafted(period, office_clerk)
    assert [str(unit) for unit in letter.units.all()] == ["Thôn Ngọc"]
    assert letter.due_before == period.registration_before


def test_once_the_deadline_is_over_it_asks_for_a_day_soon(period, village, office_clerk):
    Period.objects.update(registration_before=days_from_today(-2))
    period.refresh_from_db()
    assert drafted(period, office_clerk).due_before == days_from_today(6)


def test_a_unit_with_more_time_is_not_named_once_the_others_are_late(
    period, commune, village, office_clerk
):
    extended = make_unit(parent=commune, name="Thôn Đoài")
    make_extension(period=period, unit=extended)
    assert drafted(period, office_clerk).units.count() == 2
    Period.objects.update(registration_before=days_from_today(0))
    period.refresh_from_db()
    assert [str(unit) for unit in drafted(period, office_clerk).units.all()] == ["Thôn Ngọc"]


def test_drafting_again_brings_the_draft_up_to_date(period, commune, village, office_clerk):
    first = drafted(period, office_clerk)
    make_registration(period=period, unit=village, state="submitted")
    make_unit(parent=commune, name="Thôn Mới")
    again = drafted(period, office_clerk)
    assert (again.pk, [str(unit) for unit in again.units.all()]) == (first.pk, ["Thôn Mới"])


def test_there_is_no_letter_when_all_have_sent(period, village, office_clerk):
    make_registration(period=period, unit=village, state="confirmed")
    with pytest.raises(TransitionNotAllowed):
        drafted(period, office_clerk)


@pytest.mark.parametrize("who", ["unit_clerk", "auditor", "outsider"])
def test_only_the_desk_drafts(period, village, request, who):
    with pytest.raises(PermissionDenied):
        drafted(period, request.getfixturevalue(who))


# --- the paper -----------------------------------------------------------------------------------


def test_the_letter_cites_plan_and_deadline_and_counts(period, village, office_clerk):
    paper = build(drafted(period, office_clerk))
    text = " ".join(body(paper))
    assert paper.type_name is None
    assert paper.subject_text.startswith("V/v đôn đốc gửi đăng ký")
    assert paper.addressees == ("Thôn Ngọc",)
    assert "Thực hiện Kế hoạch số 15/KH-UBND" in text
    assert "còn 01 đơn vị chưa gửi bản đăng ký thi đua." in text
    assert paper.draft


def test_some_units_are_named_in_the_text_by_kind(period, commune, office_clerk):
    group = make_group(
        authority=commune, name="Bộ phận", unit_kinds=["department"]
    )  # beside the villages
    Participant.objects.create(campaign=period.campaign, group=group)
    villages(commune, 5)
    make_unit(parent=commune, name="Bộ phận Tư pháp", kind="department")
    paper = build(drafted(period, office_clerk))
    assert [block.text for block in paper.body if isinstance(block, Bullet)] == [
        "Bộ phận, phòng chuyên môn (01 đơn vị): Bộ phận Tư pháp;",
        "Thôn, tổ dân phố (05 đơn vị): Thôn 1, Thôn 2, Thôn 3, Thôn 4, Thôn 5.",
    ]
    assert paper.annexes == ()


def test_many_units_stand_in_a_list_of_their_own(period, commune, office_clerk):
    villages(commune, 13)
    paper = build(drafted(period, office_clerk))
    (annex,) = paper.annexes
    (table,) = annex.body
    assert [row.cells[1] for row in table.rows][:2] == [
        "Thôn, tổ dân phố (13 đơn vị)", "Thôn 1",
    ]  # fmt: skip
    assert table.rows[-1].cells[0] == "13"


@pytest.mark.parametrize("count", [1, 6, 40])
@pytest.mark.parametrize("kind", ["registration", "results", "dossier"])
def test_the_letter_prints_as_pdf_and_word(period, commune, count, kind):
    letter = make_chase_letter(period=period, kind=kind, units=villages(commune, count))
    assert render(build(letter))[:5] == b"%PDF-"
    assert to_docx(build(letter))[:2] == b"PK"


# --- issuing -------------------------------------------------------------------------------------


def test_an_issued_letter_is_kept_under_its_number(period, village, office_clerk):
    letter = drafted(period, office_clerk)
    chasing.issue(letter, number="012", dated=timezone.localdate(), by=office_clerk)
    kept = IssuedPaper.of("chase_letter", letter)
    assert (letter.state, kept.number) == (LetterState.ISSUED, "12/UBND")


@pytest.mark.parametrize(
    ("number", "days", "field"), [("", 0, "number"), ("x", 0, "number"), ("5", 1, "dated")]
)
def test_a_wrong_number_or_day_is_refused(period, village, office_clerk, number, days, field):
    letter = drafted(period, office_clerk)
    with pytest.raises(ValidationError) as refused:
        chasing.issue(letter, number=number, dated=days_from_today(days), by=office_clerk)
    assert field in refused.value.message_dict
    letter.refresh_from_db()
    assert letter.is_draft


def test_a_number_is_used_once(period, village, office_clerk):
    today = timezone.localdate()
    chasing.issue(drafted(period, office_clerk), number="5", dated=today, by=office_clerk)
    with pytest.raises(ValidationError):
        chasing.issue(drafted(period, office_clerk), number="5", dated=today, by=office_clerk)


def test_a_letter_that_asks_for_a_day_gone_by_is_not_issued(period, village, office_clerk):
    letter = drafted(period, office_clerk)
    ChaseLetter.objects.update(due_before=timezone.localdate())
    letter.refresh_from_db()
    with pytest.raises(ValidationError, match="phải sau ngày văn bản"):
        chasing.issue(letter, number="5", dated=timezone.localdate(), by=office_clerk)


# --- the pages -----------------------------------------------------------------------------------


@pytest.fixture
def office(client, office_clerk):
    client.force_login(office_clerk)
    return client


def test_one_click_from_the_period_drafts_the_letter(office, period, village):
    page = office.get(reverse("campaigns:period_deadlines", args=[period.pk])).content.decode()
    assert "1/1 đơn vị chưa gửi" in page
    response = office.post(reverse("campaigns:period_letter", args=[period.pk, "registration"]))
    assert response.url == ChaseLetter.objects.get().get_absolute_url()


def test_the_letter_is_edited_and_issued_on_its_page(office, period, village, office_clerk):
    letter = drafted(period, office_clerk)
    data = {
        "due_before": f"{days_from_today(9):%d/%m/%Y}", "units": [village.pk],
        "note": "Gửi qua Văn phòng.", "signer_position": "CHÁNH VĂN PHÒNG",
        "signer_name": "Phạm Minh Đức", "signer_authority": "TL. CHỦ TỊCH",
    }  # fmt: skip
    office.post(letter.get_absolute_url(), data)
    letter.refresh_from_db()
    assert (letter.note, letter.due_before) == ("Gửi qua Văn phòng.", days_from_today(9))
    office.post(
        reverse("campaigns:letter_issue", args=[letter.pk]),
        {"number": "7", "dated": f"{timezone.localdate():%d/%m/%Y}"},
    )
    assert "Công văn số 7/UBND" in office.get(letter.get_absolute_url()).content.decode()
    office.post(letter.get_absolute_url(), data | {"note": "Khác."})
    letter.refresh_from_db()
    assert letter.note == "Gửi qua Văn phòng."


def test_a_letter_without_units_is_not_saved(office, period, village, office_clerk):
    letter = drafted(period, office_clerk)
    response = office.post(letter.get_absolute_url(), {"note": "Gửi sớm."})
    assert {"units", "due_before"} <= set(response.context["form"].errors)
    assert "Gửi sớm." in response.content.decode()


def test_a_wrong_number_comes_back_beside_the_field(office, period, village, office_clerk):
    letter = drafted(period, office_clerk)
    response = office.post(
        reverse("campaigns:letter_issue", args=[letter.pk]), {"number": "x", "dated": "hôm nay"}
    )
    assert "dated" in response.context["number_form"].errors


def test_a_draft_is_dropped_with_a_reason(office, period, village, office_clerk):
    letter = drafted(period, office_clerk)
    url = reverse("campaigns:letter_transition", args=[letter.pk])
    office.post(url, {"note": ""})
    letter.refresh_from_db()
    assert letter.is_draft
    office.post(url, {"note": "Các thôn đã gửi đủ."})
    letter.refresh_from_db()
    assert letter.state == LetterState.CANCELLED


def test_an_auditor_reads_the_letter_and_changes_nothing(client, period, village, auditor):
    letter = make_chase_letter(period=period, units=[village])
    client.force_login(auditor)
    assert client.get(letter.get_absolute_url()).status_code == 200
    assert client.post(letter.get_absolute_url(), {}).status_code == 403
    assert client.post(reverse("campaigns:letter_issue", args=[letter.pk])).status_code == 403


def test_a_unit_does_not_see_the_letter(client, period, village, unit_clerk):
    letter = make_chase_letter(period=period, units=[village])
    client.force_login(unit_clerk)
    assert client.get(letter.get_absolute_url()).status_code == 404


def test_one_click_writes_the_reminders(office, period, village, unit_clerk):
    unit_clerk.email = "thon@dinhdu.example"
    unit_clerk.save()
    office.post(reverse("campaigns:period_chase", args=[period.pk, "registration"]))
    assert Message.objects.get().recipient == unit_clerk


@pytest.mark.parametrize("name", ["period_chase", "period_letter"])
def test_an_unknown_deadline_does_not_exist(office, period, name):
    assert office.post(reverse(f"campaigns:{name}", args=[period.pk, "tea"])).status_code == 404
