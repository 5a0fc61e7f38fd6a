"""The table as a file over HTTP: out, in, previewed, saved or not, kept; by unit and by office."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.models import Line, RegistrationFile
from campaigns.services.registering import start
from campaigns.states import RegistrationState
from emulation.organization.models import Role
from tests.campaigns.sheets import table, upload
from tests.make import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
UNIT_ROW = ("1", "Thôn Ngọc", "", "x", "Không có đơn thư")


@pytest.fixture
def registration(period, village, unit_clerk):
    return start(period, village, by=unit_clerk)


@pytest.fixture
def sent(client, registration, unit_clerk):
    """Upload a table of these rows as the village; returns the page that follows."""

    def send(*rows, user=unit_clerk, name="dang-ky.xlsx"):
        client.force_login(user)
        url = reverse("campaigns:registration_upload", args=[registration.pk])
        return client.post(url, {"file": upload(table(*rows), name)}, follow=True)

    return send


def saved(client, page, **more):
    """Press «Lưu tất cả» on the preview."""
    data = {"save": "", "seen": page.context["found"].seen}
    return client.post(page.request["PATH_INFO"], data | more, follow=True)


def test_the_table_comes_as_excel_with_who_could_be_put_down(client, registration, unit_clerk):
    make_person(unit=registration.unit, full_name="Lê Thị Én")
    client.force_login(unit_clerk)
    answer = client.get(reverse("campaigns:registration_sheet", args=[registration.pk]))
    page = load_workbook(BytesIO(answer.content)).worksheets[0]
    names = [cell.value for cell in page["B"]]
    assert "Thôn Ngọc" in names
    assert "Lê Thị Én" in names


def test_a_registration_that_was_sent_comes_with_its_own_rows_only(
    client, registration, unit_clerk
):
    make_person(unit=registration.unit, full_name="Lê Thị Én")
    registration.state = RegistrationState.SUBMITTED
    registration.submitted_at = "2026-01-02T00:00Z"
    registration.save()
    client.force_login(unit_clerk)
    answer = client.get(reverse("campaigns:registration_sheet", args=[registration.pk]))
    page = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert "Lê Thị Én" not in [cell.value for cell in page["B"]]


def test_upload_preview_save(client, registration, sent):
    page = sent(UNIT_ROW)
    text = page.content.decode()
    assert "Chưa có gì được lưu" in text
    assert "Không có đơn thư" in text
    assert Line.objects.get().marked == frozenset()
    after = saved(client, page)
    assert "Đã nạp bảng đăng ký từ tệp «dang-ky.xlsx»." in after.content.decode()
    assert len(Line.objects.get().marked) == 1


def test_a_file_with_a_wrong_row_shows_it_and_saves_nothing(client, registration, sent):
    page = sent(UNIT_ROW, ("II", "Cá nhân"), ("1", "Trần Văn Không", "x"))
    assert "Không có «Trần Văn Không» trong Thôn Ngọc." in page.content.decode()
    after = saved(client, page)
    assert after.status_code == 422
    assert "Chưa lưu gì" in after.content.decode()
    assert Line.objects.get().marked == frozenset()


def test_a_choice_stays_when_the_preview_comes_back(client, registration, sent):
    people = [
        make_person(unit=registration.unit, full_name="Lê Thị Én", position=position)
        for position in ("Trưởng thôn", "Phó trưởng thôn")
    ]
    page = sent(("II", "Cá nhân"), ("1", "Lê Thị Én", "x"), ("2", "Trần Văn Không", "x"))
    after = saved(client, page, **{"who-5": f"person-{people[1].pk}"})
    assert f'value="person-{people[1].pk}" selected' in after.content.decode()


def test_a_file_that_is_no_table_is_refused_beside_the_field(client, registration, unit_clerk):
    client.force_login(unit_clerk)
    url = reverse("campaigns:registration_upload", args=[registration.pk])
    page = client.post(url, {"file": upload(b"xin chao", "a.xlsx")})
    assert page.status_code == 422
    assert page.context["form"].errors["file"]


def test_the_office_takes_over_a_file_that_was_sent_to_it_and_it_stays_attached(
    client, registration, sent, office_clerk
):
    saved(client, sent(UNIT_ROW, user=office_clerk, name="thôn Ngọc gửi.xlsx"))
    page = client.get(registration.get_absolute_url())
    assert "thôn Ngọc gửi.xlsx" in page.content.decode()
    kept = RegistrationFile.objects.get()
    answer = client.get(reverse("campaigns:registration_file", args=[registration.pk, kept.pk]))
    with kept.file.open() as file:
        assert b"".join(answer.streaming_content) == file.read()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer["Content-Disposition"]


def test_who_may_not_edit_may_not_upload(client, registration, chair):
    client.force_login(chair)
    url = reverse("campaigns:registration_upload", args=[registration.pk])
    assert client.get(url).status_code == 403


def test_a_neighbour_does_not_see_the_file(client, registration, sent, commune):
    saved(client, sent(UNIT_ROW))
    kept = RegistrationFile.objects.get()
    client.force_login(make_user(role=Role.UNIT, unit=make_unit(parent=commune, name="Thôn Đoài")))
    url = reverse("campaigns:registration_file", args=[registration.pk, kept.pk])
    assert client.get(url).status_code == 404


def test_the_preview_of_somebody_else_does_not_exist(client, registration, sent, office_clerk):
    page = sent(UNIT_ROW)
    client.force_login(office_clerk)
    assert client.get(page.request["PATH_INFO"]).status_code == 404


def test_a_registration_changed_in_between_is_shown_again_and_not_overwritten(
    client, registration, sent
):
    page = sent(UNIT_ROW)
    Line.objects.update(targets="Vừa ghi ở máy khác")
    after = saved(client, page)
    assert after.status_code == 422
    assert "vừa được sửa ở nơi khác" in after.content.decode()
    assert Line.objects.get().targets == "Vừa ghi ở máy khác"
