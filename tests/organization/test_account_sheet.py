"""Lists of new accounts: the template, what is wrong where, all or none, the slips."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from emulation.organization.models import (
    Membership,
    Role,
    User,
)
from emulation.organization.services import (
    account_sheet,
    accounts,
)
from tests.make import (
    PASSWORD,
    make_authority,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
UPLOAD = reverse("organization:accounts_upload")


@pytest.fixture
def office(officer, client):
    client.force_login(officer)
    return client


HEAD = ("Họ và tên", "Đơn vị", "Vai trò", "Tên đăng nhập", "Thư điện tử")


def sheet(*rows, head=HEAD):
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def errors(content, commune):
    reading = account_sheet.read(content, commune)
    return [f"{error.cell} {error.message}" for row in reading.rows for error in row.errors]


def test_the_template_offers_the_units_and_roles(office, commune, village):
    answer = office.get(reverse("organization:accounts_template"))
    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book.worksheets[0][1]] == [
        column.heading for column in account_sheet.COLUMNS
    ]
    lists = list(book["Danh mục"].values)
    assert "Thôn Ngọc" in [row[0] for row in lists]
    assert Role.OFFICE.label in [row[1] for row in lists]


def test_names_are_made_of_the_full_name(commune, village):
    make_user(username="an.nv")
    rows = (
        ("Nguyễn Văn An", "Thôn Ngọc", "Đơn vị đăng ký"),
        ("Nguyễn Viết Ân", "Thôn Ngọc", "don vi"),
    )
    reading = account_sheet.read(sheet(*rows), commune)
    assert [row.record.username for row in reading.rows] == ["an.nv2", "an.nv3"]


WRONG = [
    (("", "Thôn Ngọc", "unit", "a", ""), "A2 chưa ghi"),
    (("Lê An", "Thôn Lạ", "unit", "a", ""), "B2 không có «Thôn Lạ» trong"),
    (("Lê An", "Thôn Ngọc", "vua", "a", ""), "C2 «vua» không có trong danh mục"),
    (("Lê An", "Thôn Ngọc", "unit", "thon1", ""), "D2 «thon1» đã có người dùng"),
    (("Lê An", "Thôn Ngọc", "unit", "có dấu cách", ""), "D2 «có dấu cách»: chỉ gồm"),
    (("Lê An", "Thôn Ngọc", "unit", "a", "khong-phai"), "E2 «khong-phai»: không phải"),
    (("Lê Văn Đức", "Thôn Ngọc", "unit", "", ""), "D2 Lê Văn Đức đã có tài khoản thon1"),
]


@pytest.mark.parametrize(("row", "message"), WRONG)
def test_what_is_wrong_stands_with_its_cell(commune, clerk, row, message):
    assert [message in error for error in errors(sheet(row), commune)] == [True]


def test_two_rows_do_not_share_a_name(commune, village):
    rows = [("Lê An", "Thôn Ngọc", "unit", "an"), ("Lê Ân", "Thôn Ngọc", "unit", "AN")]
    assert errors(sheet(*rows), commune) == ["D3 trùng với dòng 2"]


def test_a_unit_of_another_authority_is_unknown(commune, village):
    make_unit(parent=make_authority(name="Xã khác"), name="Thôn Lạc")
    assert "không có «Thôn Lạc»" in errors(sheet(("Lê An", "Thôn Lạc", "unit", "a")), commune)[0]


def upload(client, content, **data):
    file = SimpleUploadedFile("tai-khoan.xlsx", content)
    return client.post(UPLOAD, {"file": file, **data})


ROWS = (
    ("Nguyễn Văn An", "Thôn Ngọc", "Đơn vị đăng ký", "", ""),
    ("Trần Thị Bình", "UBND xã Đình Dù", "Văn phòng", "binh.vp", "binh@xa.example"),
)


def test_a_list_gives_accounts_and_prints_a_slip_for_each(office, officer, commune, village):
    review = upload(office, sheet(*ROWS), authority=commune.pk).url
    assert "Chưa cấp tài khoản nào" in office.get(review).content.decode()
    assert User.objects.count() == 1
    page = office.post(review)
    slips = page.context["slips"]
    assert [slip.account.username for slip in slips] == ["an.nv", "binh.vp"]
    assert all(slip.password in page.content.decode() for slip in slips)
    for slip in slips:
        account = User.objects.get(pk=slip.account.pk)
        assert account.check_password(slip.password)
        assert account.must_change_password
        assert not account.is_staff
        assert account.account_log.get().by == officer
    assert Membership.objects.get(user__username="binh.vp").unit == commune
    assert office.post(review).status_code == 404


def test_one_wrong_row_gives_no_account(office, commune, village):
    review = upload(office, sheet(*ROWS, ("Lê An", "Thôn Lạ", "unit")), authority=commune.pk).url
    page = office.post(review)
    assert page.status_code == 200
    assert "không có «Thôn Lạ»" in page.content.decode()
    assert User.objects.count() == 1


def test_a_name_taken_meanwhile_gives_no_account(officer, commune, village):
    rows = [row.record for row in account_sheet.read(sheet(*ROWS), commune).rows]
    make_user(username="binh.vp")
    with pytest.raises(account_sheet.TakenMeanwhile):
        account_sheet.give(rows, authority=commune, by=officer)
    assert not User.objects.filter(username="an.nv").exists()


def test_an_office_gives_no_account_in_another_authority(officer):
    elsewhere = make_authority(name="Xã khác")
    row = account_sheet.NewAccount("Lê An", "an", "", elsewhere, Role.UNIT)
    with pytest.raises(PermissionDenied):
        account_sheet.give([row], authority=elsewhere, by=officer)
    with pytest.raises(PermissionDenied):
        accounts.create_account(
            username="an", full_name="Lê An", email="", unit=elsewhere, role=Role.UNIT,
            password=PASSWORD, by=officer,
        )  # fmt: skip


@pytest.mark.parametrize("content", [b"khong phai excel", sheet(head=("A", "B"))])
def test_what_is_no_list_is_refused_beside_the_field(office, commune, content):
    page = upload(office, content, authority=commune.pk)
    assert page.status_code == 200
    assert page.context["form"].errors["file"]


def test_reading_a_list_takes_the_same_queries_for_more_rows(
    commune, village, django_assert_num_queries
):
    rows = [(f"Lê Thị {n}", "Thôn Ngọc", "unit", f"le{n}") for n in range(30)]
    content = sheet(*rows)
    with django_assert_num_queries(3):
        assert account_sheet.read(content, commune).may_save
