"""Reading last year's plan in the browser: upload or paste, look, correct, file a draft."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.forms.importing import DeadlinesField
from campaigns.models import Campaign
from campaigns.reading import Deadline
from emulation.organization.models import Role
from tests.make import make_authority, make_unit, make_user

pytestmark = pytest.mark.django_db
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
PLAN = """ỦY BAN NHÂN DÂN
XÃ ĐÌNH DÙ
Số: 12/KH-UBND
Đình Dù, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Phát động phong trào thi đua xây dựng nông thôn mới năm 2024

I. MỤC ĐÍCH
- Nâng cao đời sống Nhân dân.
II. ĐĂNG KÝ THI ĐUA
Các thôn gửi đăng ký về Ủy ban nhân dân xã trước ngày 20/03/2024.
III. TIÊU CHUẨN KHEN THƯỞNG
1. Đối với tập thể
- Hoàn thành xuất sắc nhiệm vụ năm 2024;
- Có mô hình mới được nhân rộng.
IV. HÌNH THỨC KHEN THƯỞNG
Giấy khen của Chủ tịch UBND xã cho tập thể có thành tích.

Trên đây là Kế hoạch phát động phong trào thi đua./.

Nơi nhận:
- Các thôn;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Chung
"""


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def office(client, commune):
    client.force_login(make_user(role=Role.OFFICE, unit=commune))
    return client


def upload(client, commune, **data):
    return client.post(reverse("campaigns:plan_import"), {"authority": commune.pk} | data)


def as_shown(page):
    """What the browser would post from the page, nothing corrected."""
    forms = page.context["forms"]
    data = {}
    for part in (forms.form, forms.awards.management_form, forms.dossiers.management_form,
                 *forms.awards, *forms.dossiers):  # fmt: skip
        for field in part:
            value = field.value()
            if not (value is None or value is False or value == ""):
                data[field.html_name] = f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else value
    return data


def test_pasted_text_is_read_and_shown_with_marks(office, commune):
    page = office.get(upload(office, commune, text=PLAN).url)
    text = page.content.decode()
    assert "hạn đăng ký" in text
    assert page.context["forms"].form["registration_deadlines"].value() == "20/03/2024"
    assert not Campaign.objects.exists()


def test_what_is_shown_is_filed_as_a_draft(office, commune):
    review = upload(office, commune, text=PLAN).url
    response = office.post(review, as_shown(office.get(review)))
    campaign = Campaign.objects.get()
    assert response.url == reverse("campaigns:campaign_copied", args=[campaign.pk])
    assert campaign.is_draft
    assert f"{campaign.periods.get().registration_before:%d/%m/%Y}" == "20/03/2024"
    assert [c.text for c in campaign.criteria_for("C")] == [
        "Hoàn thành xuất sắc nhiệm vụ năm 2024", "Có mô hình mới được nhân rộng",
    ]  # fmt: skip
    assert [offer.award_type.code for offer in campaign.offers.all()] == ["GK_XA"]
    assert office.get(response.url).status_code == 200


def test_corrections_decide(office, commune):
    review = upload(office, commune, text=PLAN).url
    data = as_shown(office.get(review)) | {
        "name": "Phong trào đã sửa tên",
        "registration_deadlines": "25/03/2024",
        "collective": "Một tiêu chuẩn",
    }
    office.post(review, data)
    campaign = Campaign.objects.get()
    assert campaign.name == "Phong trào đã sửa tên"
    assert f"{campaign.periods.get().registration_before:%d/%m/%Y}" == "25/03/2024"
    assert [c.text for c in campaign.criteria_for("C")] == ["Một tiêu chuẩn"]


def test_a_bad_deadline_is_named_and_nothing_typed_is_lost(office, commune):
    review = upload(office, commune, text=PLAN).url
    data = as_shown(office.get(review)) | {"registration_deadlines": "31/02/2024", "theme": "xyz"}
    page = office.post(review, data).content.decode()
    assert "«31/02/2024» chưa đúng" in page
    assert 'value="xyz"' in page
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("ke-hoach.docx", b"khong phai tep word"), "hỏng"),
        (SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.7"), "Tệp là PDF"),
        (None, "Hãy chọn tệp hoặc dán nội dung kế hoạch."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(office, commune, file, message):
    response = upload(office, commune, **({"file": file} if file else {}))
    assert message in str(response.context["form"].errors["file"])


def test_an_upload_of_somebody_else_does_not_exist(office, commune, client):
    review = upload(office, commune, text=PLAN).url
    client.force_login(make_user(role=Role.OFFICE, unit=commune))
    assert client.get(review).status_code == 404


def test_a_village_cannot_read_plans_in(client, commune):
    client.force_login(make_user(role=Role.UNIT, unit=make_unit(parent=commune)))
    assert client.get(reverse("campaigns:plan_import")).status_code == 403


@pytest.mark.parametrize(
    ("line", "deadline"),
    [
        ("26/04/2024", ("2024-04-26", 2024)),
        ("1/2 hằng năm", ("--02-01", None)),
        ("01/02 hàng năm", ("--02-01", None)),
        ("2021: 30/8/2021", ("2021-08-30", 2021)),
    ],
)
def test_deadlines_are_typed_as_an_office_writes_them(line, deadline):
    (found,) = DeadlinesField().clean(line)
    assert isinstance(found, Deadline)
    assert (found.before_text, found.year) == deadline


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_the_real_plans_become_drafts(office, commune, seed):
    file = SimpleUploadedFile(seed.name, seed.read_bytes())
    review = upload(office, commune, file=file).url
    office.post(review, as_shown(office.get(review)))
    campaign = Campaign.objects.get()
    counts = tuple(len(campaign.criteria_for(subject)) for subject in "CI")
    assert counts == {"000": (4, 5), "002": (6, 2)}[seed.name[:3]]
