"""The page "Pháp luật áp dụng": the law of a day, and what the reader's authority does."""

import datetime as dt

import pytest
from django.urls import reverse

from awards.models import LegalDocument
from emulation.organization.models import IndexBand, Role
from tests.make import make_authority, make_award_type, make_superuser, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    made = make_authority()
    district = make_authority(name="Ủy ban nhân dân huyện Văn Lâm", level="H")
    province = make_authority(name="Ủy ban nhân dân tỉnh Hưng Yên", level="T")
    made.superiors.create(superior=district, valid_to=dt.date(2025, 6, 30))
    made.superiors.create(superior=province, valid_from=dt.date(2025, 7, 1))
    return made


@pytest.fixture
def office(client, commune):
    client.force_login(make_user(role=Role.OFFICE, unit=commune))
    return client


def law(client, day=None):
    return client.get(reverse("awards:law"), {"ngay": day} if day else {})


def answers(response):
    return {
        entry.award.code: entry.competence.label
        for _, entries in response.context["law"].groups
        for entry in entries
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("30/06/2025", {"CSTDCS": "Đề nghị UBND huyện Văn Lâm", "LDTT": "Tự quyết định",
                        "BK_TINH": "Đề nghị UBND huyện Văn Lâm"}),
        ("01/07/2025", {"CSTDCS": "Tự quyết định", "LDTT": "Tự quyết định",
                        "BK_TINH": "Đề nghị UBND tỉnh Hưng Yên"}),
    ],
)  # fmt: skip
def test_the_page_says_what_this_authority_does(office, day, expected):
    found = answers(law(office, day))
    assert {code: found[code] for code in expected} == expected


@pytest.mark.parametrize(
    ("day", "there"), [("30/06/2025", True), ("01/07/2025", False), ("31/12/2023", True)]
)
def test_the_districts_certificate_stands_there_while_it_exists(office, day, there):
    page = law(office, day).content.decode()
    assert ("Giấy khen của Chủ tịch UBND cấp huyện" in page) is there


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("31/12/2023", "Nghị định số 91/2017/NĐ-CP"),
        ("01/01/2024", "Nghị định số 98/2023/NĐ-CP"),
        ("01/07/2025", "710.000"),
        ("01/07/2025", "0,3 × 2.340.000 đồng = 702.000 đồng"),
        ("01/07/2026", "Lương cơ sở 2.530.000 đồng"),
        ("01/10/2026", "Giai đoạn này chưa được đối chiếu với văn bản"),
        ("31/05/2014", "Chưa có dữ liệu pháp luật cho ngày này"),
    ],
)
def test_what_the_page_says_of_a_day(office, day, words):
    assert words in law(office, day).content.decode()


def test_without_a_day_it_is_todays_law(office):
    assert law(office).context["is_today"]


@pytest.mark.parametrize("typed", ["31/02/2025", "hôm qua"])
def test_a_day_that_is_none_is_said_beside_the_field(office, typed):
    response = law(office, typed)
    assert response.context["form"].errors["ngay"] == [
        "Hãy gõ ngày theo dạng ngày/tháng/năm, ví dụ 01/07/2025."
    ]
    assert response.context["is_today"]
    assert f'value="{typed}"' in response.content.decode()


@pytest.mark.parametrize("role", [Role.UNIT, Role.CHAIR, Role.AUDITOR])
def test_everybody_reads_the_law(client, commune, role):
    unit = make_unit(parent=commune) if role == Role.UNIT else commune
    client.force_login(make_user(role=role, unit=unit))
    assert answers(law(client, "01/07/2025"))["LDTT"] == "Tự quyết định"


def test_an_account_without_a_workplace_reads_it_too(client):
    client.force_login(make_superuser())
    response = law(client, "01/07/2025")
    assert response.status_code == 200
    assert response.context["law"].authority is None


def test_an_authoritys_own_bands_take_the_place_of_the_common_ones(office, commune):
    shown = law(office, "01/07/2025").context["law"].bands
    assert [str(band.from_percent) for band in shown] == [
        "90.00",
        "80.00",
        "65.00",
        "50.00",
        "0.00",
    ]
    IndexBand.objects.create(
        authority=commune, rating="4_good", from_percent=70, valid_from=dt.date(2025, 1, 1)
    )
    (band,) = law(office, "01/07/2025").context["law"].bands
    assert band.from_percent == 70
    assert len(law(office, "31/12/2024").context["law"].bands) == 5


def test_an_edited_row_shows_at_once(office):
    LegalDocument.objects.filter(number="30/2020/NĐ-CP").update(title="về công tác văn thư mới")
    assert "về công tác văn thư mới" in law(office, "01/07/2025").content.decode()


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_asks_a_constant_number_of_queries(office, django_assert_num_queries, more):
    for _ in range(more):
        make_award_type(level="T")
    with django_assert_num_queries(QUERIES):
        law(office, "01/07/2025")


# Session, user, memberships, authority with superiors (3), regimes, votes, awards, money (3),
# documents, bands, and the frame's own.
QUERIES = 15
