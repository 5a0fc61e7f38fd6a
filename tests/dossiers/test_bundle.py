"""A dossier as one PDF and as a .zip: what is in it, in which order, for whom."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from campaigns.models import DossierComponent, Route
from dossiers.models import Dossier, Part, SubmissionLine
from dossiers.papers import bundle
from dossiers.services import archiving
from dossiers.states import DossierState, NominationState, SubmissionState
from emulation.organization import jobs
from emulation.organization.models import Level, PrintJob, Role
from emulation.papers.paper import PaperError
from tests import hostile
from tests.make import (
    make_authority,
    make_nomination,
    make_part,
    make_submission,
    make_unit,
    make_user,
)

from .seasons import Season
from .test_papers_council import needs_pdf
from .test_papers_dossier import own_dossier

pytestmark = pytest.mark.django_db
REPORT = "I. THÀNH TÍCH\nGiải quyết đúng hạn 98% hồ sơ."
COMPONENTS = (
    ("Tờ trình đề nghị khen thưởng", "submission"),
    ("Báo cáo thành tích", "achievement_report"),
    ("Biên bản và kết quả bỏ phiếu", "minutes"),
    ("Biên bản bình xét", "peer_review"),
    ("Giấy xác nhận", ""),
)


@pytest.fixture
def season():
    return Season()


@pytest.fixture
def dossier(season):
    """A village's dossier that was received, with the components of seed 1 and a report."""
    found = own_dossier(season, state=DossierState.RECEIVED)
    for place, (name, slug) in enumerate(COMPONENTS):
        offer = season.offer("GK_XA")
        DossierComponent.objects.create(offer=offer, name=name, paper=slug, position=place)
    found.nominations.update(report=REPORT)
    return found


@pytest.fixture
def unit(client, dossier):
    client.force_login(make_user(role=Role.UNIT, unit=dossier.unit))
    return client


@pytest.fixture
def office(client, dossier):
    client.force_login(make_user(role=Role.OFFICE, unit=dossier.authority))
    return client


def component(name):
    return DossierComponent.objects.get(name=name)


def scan(dossier, content, name="Bản quét", suffix="pdf", **values):
    part = make_part(dossier=dossier, name=name, content=content, **values)
    if suffix != "pdf":
        part.file.save(f"scan.{suffix}", ContentFile(content))
        part.save()
    return part


def sections(dossier, **given):
    found = bundle.parts_of(Dossier.objects.with_contents().get(pk=dossier.pk), **given)
    return [(each.title, [doc.title for doc in each.documents], each.note) for each in found]


def pdf_of(response):
    assert response.status_code == 200, response
    return PdfReader(io.BytesIO(response.getvalue()))


def bundle_url(dossier):
    return reverse("dossiers:dossier_bundle", args=[dossier.pk])


def archive_url(dossier):
    return reverse("dossiers:dossier_archive", args=[dossier.pk])


def zip_of(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


# --- what is in it -------------------------------------------------------------------------------


def test_parts_stand_in_the_order_of_the_checklist(dossier):
    scan(dossier, b"1", "Giấy xác nhận của xã", component=component("Giấy xác nhận"))
    scan(dossier, b"2", "Ảnh đường hoa")
    assert sections(dossier) == [
        ("Tờ trình đề nghị khen thưởng", ["Tờ trình của đơn vị"], ""),
        (
            "Báo cáo thành tích",
            ["Báo cáo thành tích: Thôn Ngọc", "Báo cáo thành tích: Hộ gia đình Trần Văn Nam"],
            "",
        ),
        ("Biên bản và kết quả bỏ phiếu", [], "Có sau phiên họp Hội đồng (Hội đồng)"),
        ("Biên bản bình xét", [], "Chưa nộp bản đã ký (đơn vị)"),
        ("Giấy xác nhận", ["Giấy xác nhận của xã"], ""),
        ("Tài liệu khác kèm theo", ["Ảnh đường hoa"], ""),
    ]


def test_minutes_of_the_council_are_for_those_who_oversee(season, dossier):
    season.meet(list(dossier.nominations.all()))
    _, seen, note = sections(dossier)[2]
    assert (seen, note) == ([], "Lưu tại văn phòng")
    _, seen, _ = sections(dossier, full=True)[2]
    assert seen == ["Biên bản họp Hội đồng", "Biên bản kiểm phiếu"]


def test_the_letter_that_went_to_the_superior_is_for_those_who_oversee(season):
    dossier = own_dossier(
        season, state=DossierState.APPRAISED, route=Route.SUPERIOR, code="BK_TINH"
    )
    offer = season.offer("BK_TINH", Route.SUPERIOR)
    DossierComponent.objects.create(offer=offer, name="Tờ trình", paper="submission")
    province = make_authority(name="Ủy ban nhân dân tỉnh Hưng Yên", level=Level.PROVINCE)
    letter = make_submission(
        period=season.period, state=SubmissionState.SENT, superior=province, number="7",
        dated=season.campaign.starts_on,
    )  # fmt: skip
    for nomination in dossier.nominations.all():
        SubmissionLine.objects.create(submission=letter, nomination=nomination)
    dossier.nominations.update(state=NominationState.FORWARDED)
    assert sections(dossier) == [("Tờ trình", [], "Lưu tại văn phòng")]
    assert sections(dossier, full=True) == [
        ("Tờ trình", ["Tờ trình cấp trên", "Danh sách trích ngang"], "")
    ]


def test_a_plan_without_components_gives_the_usual_papers(season):
    dossier = own_dossier(season)
    assert [title for title, _, _ in sections(dossier)] == [
        "Tờ trình của đơn vị",
        "Danh sách trích ngang của đơn vị",
    ]


def test_a_scan_names_whose_it_is(dossier):
    nomination = dossier.nominations.first()
    own = component("Giấy xác nhận")
    scan(dossier, b"1", "Bản xác nhận", component=own, nomination=nomination)
    assert sections(dossier)[4][1] == ["Bản xác nhận – Thôn Ngọc"]


def test_gathering_takes_the_same_queries_for_any_number_of_scans(dossier):
    def count():
        with CaptureQueriesContext(connection) as queries:
            bundle.build(dossier)
        return len(queries)

    nomination = dossier.nominations.first()
    scan(dossier, b"1", nomination=nomination)
    one = count()
    for n in range(3):
        scan(dossier, b"%d" % n, nomination=nomination)
    assert count() == one


# --- the one PDF ---------------------------------------------------------------------------------


@needs_pdf
def test_the_pdf_has_cover_index_papers_and_scans(unit, dossier):
    scan(
        dossier, hostile.pdf(10, words="SCAN"), "Biên bản họp", component=component("Giấy xác nhận")
    )
    signed = hostile.signed_pdf()
    scan(dossier, signed, "Tờ trình ký số")
    reader = pdf_of(unit.get(bundle_url(dossier)))
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    total = len(texts)
    assert [f"Trang {n}/{total}" in text for n, text in enumerate(texts, 1)] == [True] * total
    for words in ("HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG", "THÔN NGỌC", str(dossier.period.campaign)):
        assert words in texts[0]
    assert "1. Thôn Ngọc" in texts[0]
    assert "Chưa nộp bản đã ký (đơn vị)" in texts[1]
    assert [n for n, text in enumerate(texts) if "SCAN" in text] == list(
        range(total - 11, total - 1)
    )
    (name,) = reader.attachments
    assert name.endswith("to-trinh-ky-so.pdf")
    assert reader.attachments[name] == [signed]
    assert reader.metadata.title.startswith("Hồ sơ đề nghị khen thưởng: Thôn Ngọc")


@needs_pdf
def test_an_altered_file_is_neither_bound_nor_attached(unit, dossier):
    part = scan(dossier, hostile.pdf(words="TRUE"), "Giấy tờ")
    Part.objects.filter(pk=part.pk).update(sha256="0" * 64)
    reader = pdf_of(unit.get(bundle_url(dossier)))
    last = " ".join(reader.pages[-1].extract_text().split())
    assert "không còn đúng như khi nộp" in last
    assert "TRUE" not in last
    assert reader.attachments == {}


@needs_pdf
def test_a_lost_file_is_said(unit, dossier):
    part = scan(dossier, hostile.pdf())
    part.file.storage.delete(part.file.name)
    last = pdf_of(unit.get(bundle_url(dossier))).pages[-1].extract_text()
    assert "Không đọc được tệp" in " ".join(last.split())


@needs_pdf
def test_the_office_reads_the_minutes_and_the_unit_does_not(client, season, dossier):
    season.meet(list(dossier.nominations.all()))
    seen = {}
    for role, where in ((Role.OFFICE, dossier.authority), (Role.UNIT, dossier.unit)):
        client.force_login(make_user(role=role, unit=where))
        reader = pdf_of(client.get(bundle_url(dossier)))
        seen[role] = any("BIÊN BẢN" in page.extract_text() for page in reader.pages)
    assert seen == {Role.OFFICE: True, Role.UNIT: False}


@needs_pdf
def test_a_paper_that_cannot_be_made_has_a_page_that_says_why(unit, dossier, monkeypatch):
    def refuse(paper):
        raise PaperError("Lời văn có lỗi.")

    monkeypatch.setattr(bundle, "rendered", refuse)
    assert "Lời văn có lỗi" in "".join(
        page.extract_text() for page in pdf_of(unit.get(bundle_url(dossier))).pages
    )


@needs_pdf
def test_a_draft_says_that_it_was_not_sent(unit, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(
        state=DossierState.DRAFT, submitted_at=None, received_at=None, receipt_number=None
    )
    assert "HỒ SƠ CHƯA GỬI" in pdf_of(unit.get(bundle_url(dossier))).pages[0].extract_text()


def test_a_long_dossier_is_bound_beside_the_request(unit, dossier, monkeypatch):
    monkeypatch.setattr(jobs, "LONGEST_AT_ONCE", 10)
    monkeypatch.setattr("emulation.organization.views.missing_libraries", lambda: "")
    response = unit.get(bundle_url(dossier))
    job = PrintJob.objects.get()
    assert response.url == reverse("organization:print_job", args=[job.pk])
    assert (job.slug, job.subject_id) == (bundle.SLUG, dossier.pk)


def test_large_scans_make_a_dossier_long(dossier):
    scan(dossier, b"1")
    short = bundle.build(dossier).rows
    Part.objects.update(size=40_000_000)
    assert bundle.build(dossier).rows == short + 400


def test_many_nominees_are_counted_on_the_cover(season, dossier):
    for n in range(20):
        make_nomination(
            dossier=dossier, offer=season.offer("GK_XA"), person=season.person(f"Trần Văn {n}")
        )
    ((_, names),) = bundle.cover(dossier).groups
    assert len(names) == bundle.MOST_ON_COVER + 1
    assert names[-1] == "… và 10 đối tượng khác"


@pytest.mark.parametrize("url", [bundle_url, archive_url])
def test_others_do_not_find_it(client, dossier, url):
    neighbour = make_unit(parent=dossier.authority, name="Thôn Đoài")
    client.force_login(make_user(role=Role.UNIT, unit=neighbour))
    assert client.get(url(dossier)).status_code == 404


def test_the_full_bundle_is_no_unit_s(unit, dossier):
    url = reverse("organization:paper", args=[bundle.FULL_SLUG, dossier.pk])
    assert unit.get(url).status_code == 404


# --- the .zip ------------------------------------------------------------------------------------


@needs_pdf
def test_the_zip_has_everything_under_names_that_any_system_reads(unit, dossier):
    picture = hostile.picture((300, 400))
    scan(
        dossier,
        hostile.locked_pdf(),
        "../../Đơn của hộ: «Trần»",
        component=component("Giấy xác nhận"),
    )
    scan(dossier, picture, "Ảnh đường hoa", "jpg")
    response = unit.get(archive_url(dossier))
    assert response["Content-Disposition"] == f'attachment; filename="ho-so-{dossier.pk}.zip"'
    with zip_of(response) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "muc-luc.txt",
            "ho-so-mot-tep.pdf",
            "01-to-trinh-de-nghi-khen-thuong/01-to-trinh-cua-don-vi.pdf",
            "01-to-trinh-de-nghi-khen-thuong/01-to-trinh-cua-don-vi.docx",
            "02-bao-cao-thanh-tich/01-bao-cao-thanh-tich-thon-ngoc.pdf",
            "02-bao-cao-thanh-tich/01-bao-cao-thanh-tich-thon-ngoc.docx",
            "02-bao-cao-thanh-tich/02-bao-cao-thanh-tich-ho-gia-dinh-tran-van-nam.pdf",
            "02-bao-cao-thanh-tich/02-bao-cao-thanh-tich-ho-gia-dinh-tran-van-nam.docx",
            "05-giay-xac-nhan/01-don-cua-ho-tran.pdf",
            "06-tai-lieu-khac-kem-theo/01-anh-duong-hoa.jpg",
        ]
        assert archive.read("06-tai-lieu-khac-kem-theo/01-anh-duong-hoa.jpg") == picture
        index = archive.read("muc-luc.txt").decode("utf-8-sig")
    assert hashlib.sha256(picture).hexdigest() in index
    assert "Chưa nộp bản đã ký (đơn vị)" in index


@needs_pdf
def test_a_lost_scan_is_named_in_the_index_and_left_out(unit, dossier):
    part = scan(dossier, hostile.pdf(), "Bản quét")
    part.file.storage.delete(part.file.name)
    with zip_of(unit.get(archive_url(dossier))) as archive:
        assert not [name for name in archive.namelist() if "ban-quet" in name]
        index = archive.read("muc-luc.txt").decode("utf-8-sig")
    assert f"Bản quét: {archiving.LOST}" in index


@pytest.mark.usefixtures("dossier")
def test_the_zip_of_a_long_dossier_waits_for_its_pdf(unit, dossier, monkeypatch):
    monkeypatch.setattr(jobs, "LONGEST_AT_ONCE", 10)
    monkeypatch.setattr("dossiers.views.bundle.missing_libraries", lambda: "")
    response = unit.get(archive_url(dossier))
    assert response.url == reverse("organization:print_job", args=[PrintJob.objects.get().pk])


def test_a_machine_without_pdf_libraries_says_so(unit, dossier, monkeypatch):
    monkeypatch.setattr("dossiers.views.bundle.missing_libraries", lambda: "Máy chủ chưa cài.")
    response = unit.get(archive_url(dossier))
    assert response.status_code == 503
    assert "Máy chủ chưa cài." in response.content.decode()


# --- where it is offered -------------------------------------------------------------------------


def test_the_page_of_the_dossier_offers_both(unit, dossier):
    page = unit.get(dossier.get_absolute_url()).content.decode()
    assert bundle_url(dossier) in page
    assert archive_url(dossier) in page


def test_the_desk_offers_both(client, dossier):
    client.force_login(make_user(role=Role.OFFICE, unit=dossier.authority, is_staff=True))
    page = client.get(reverse("admin:dossiers_dossier_change", args=[dossier.pk])).content.decode()
    assert bundle_url(dossier) in page
    assert archive_url(dossier) in page


def test_the_council_s_item_offers_the_pdf(client, season, dossier):
    session = season.meet(list(dossier.nominations.all()))
    client.force_login(make_user(role=Role.OFFICE, unit=dossier.authority))
    url = reverse("dossiers:session_item", args=[session.items.first().pk])
    assert bundle_url(dossier) in client.get(url).content.decode()
