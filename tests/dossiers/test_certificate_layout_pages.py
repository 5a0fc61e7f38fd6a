"""Placing the texts of a certificate on the page: boxes, pictures, what the drawing shows."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dossiers.forms.layout import LayoutForm
from dossiers.papers.certificate import layout_of, sample
from emulation.organization.models import Role
from emulation.papers.certificate import render_certificates
from emulation.papers.certificate_layout import A4, CertificateLayout
from tests.make import make_authority, make_certificate_sheet, make_user

from .test_papers_council import needs_pdf

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def sheet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_certificate_sheet(authority=make_authority(name="Ủy ban nhân dân xã Đình Dù"))


@pytest.fixture
def office(client, sheet):
    client.force_login(make_user(role=Role.OFFICE, unit=sheet.authority))
    return client


def url(name, sheet, *args):
    return reverse(f"dossiers:certificate_sheet_{name}", args=[sheet.pk, *args])


def filled(sheet, **changes):
    """What a browser posts of the form as it stands, with some fields changed."""
    form = LayoutForm(sheet=sheet)
    data = {}
    for name in form.fields:
        value = form[name].initial
        if value is True:
            data[name] = "on"
        elif value not in (None, False):
            data[name] = str(value).replace(".", ",")
    data |= {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in data.items() if value is not None}


def png(size=(20, 20), colour="red"):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content)


def test_saving_the_form_as_it_stands_changes_nothing(office, sheet):
    assert office.post(url("layout", sheet), filled(sheet)).status_code == 302
    sheet.refresh_from_db()
    assert CertificateLayout.from_data(sheet.layout) == A4


def test_a_box_is_moved_and_set_in_other_letters(office, sheet):
    office.post(url("layout", sheet), filled(sheet, recipient__x="40,5", recipient__size="22"))
    sheet.refresh_from_db()
    box = CertificateLayout.from_data(sheet.layout).boxes["recipient"]
    assert (box.x, box.size, box.one_line) == (40.5, 22, True)


def test_a_box_can_be_left_out_and_another_added(office, sheet):
    office.post(url("layout", sheet), filled(sheet, qr__on=None, day__on="on", day__x="150"))
    sheet.refresh_from_db()
    boxes = CertificateLayout.from_data(sheet.layout).boxes
    assert "qr" not in boxes
    assert boxes["day"].x == 150


def test_the_frame_can_be_left_out_and_comes_back(office, sheet):
    office.post(url("layout", sheet), filled(sheet, has_frame=None))
    sheet.refresh_from_db()
    assert CertificateLayout.from_data(sheet.layout).frame is None
    office.post(url("layout", sheet), filled(sheet, has_frame="on"))
    sheet.refresh_from_db()
    assert CertificateLayout.from_data(sheet.layout).frame == A4.frame


def test_a_box_outside_the_page_is_refused_at_its_row(office, sheet):
    answer = office.post(url("layout", sheet), filled(sheet, signer__x="280"))
    assert "Họ tên người ký: ô nằm ngoài trang." in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"signer-x"}
    sheet.refresh_from_db()
    assert CertificateLayout.from_data(sheet.layout) == A4


def test_what_is_no_number_is_said_and_stays_as_typed(office, sheet):
    answer = office.post(url("layout", sheet), filled(sheet, signer__x="hai mươi"))
    assert 'value="hai mươi"' in answer.content.decode()


def test_the_drawing_follows_what_is_typed_and_saves_nothing(office, sheet):
    answer = office.post(url("preview", sheet), filled(sheet, recipient__y="140"))
    shown = answer.content.decode()
    assert 'y="140.00"' in shown
    assert "Các ô chồng lên nhau" in shown
    sheet.refresh_from_db()
    assert CertificateLayout.from_data(sheet.layout) == A4


def test_the_drawing_has_the_texts_of_a_sample(office, sheet):
    shown = office.get(url("layout", sheet)).content.decode()
    assert "GIẤY KHEN" in shown
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ" in shown


@needs_pdf
@pytest.mark.parametrize("field", ["emblem", "background"])
def test_a_picture_that_was_uploaded_is_printed(office, sheet, field):
    office.post(url("layout", sheet), {**filled(sheet), field: upload("hinh.png", png())})
    sheet.refresh_from_db()
    layout = layout_of(sheet)
    assert getattr(layout, field).kind == "image/png"
    with_picture = render_certificates([sample(sheet)], layout)
    assert len(with_picture) != len(render_certificates([sample(sheet)], A4))


def test_a_picture_is_served_to_its_office_alone(client, office, sheet):
    office.post(url("layout", sheet), {**filled(sheet), "emblem": upload("huy.svg", SVG)})
    answer = office.get(url("picture", sheet, "emblem"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert office.get(url("picture", sheet, "background")).status_code == 404
    assert office.get(url("picture", sheet, "name")).status_code == 404
    client.force_login(make_user(role=Role.OFFICE, unit=make_authority()))
    assert client.get(url("picture", sheet, "emblem")).status_code == 404


def test_a_picture_is_dropped(office, sheet):
    office.post(url("layout", sheet), {**filled(sheet), "emblem": upload("huy.png", png())})
    sheet.refresh_from_db()
    office.post(url("layout", sheet), filled(sheet, drop_emblem="on"))
    sheet.refresh_from_db()
    assert not sheet.emblem
    assert layout_of(sheet).emblem is None


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("huy.png", b"MZ not a picture", "Không đọc được hình."),
        ("huy.svg", SVG.replace(b"<path", b"<script>1</script><path"), "không dùng được"),
        ("huy.png", png()[:40], "Không đọc được hình."),
    ],
)
def test_a_file_that_is_no_safe_picture_is_refused(office, sheet, name, content, message):
    answer = office.post(url("layout", sheet), {**filled(sheet), "emblem": upload(name, content)})
    assert message in answer.content.decode()
    sheet.refresh_from_db()
    assert not sheet.emblem


def test_who_only_reads_does_not_place_texts(client, sheet):
    client.force_login(make_user(role=Role.AUDITOR, unit=sheet.authority))
    assert client.get(url("layout", sheet)).status_code == 403
    assert client.post(url("preview", sheet), {}).status_code == 403
