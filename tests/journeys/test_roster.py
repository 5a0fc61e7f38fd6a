"""A list in a real browser: an office's own file, its columns, a namesake, a mistake, saved."""

import pytest
from playwright.sync_api import expect

from emulation.organization.models import Person, Role
from tests.awards.books import workbook
from tests.journeys.test_registration_season import check, log_in
from tests.make import make_authority, make_person, make_unit, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEAD = ("STT", "Người", "Nơi công tác", "Nam/Nữ")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def known(live_server):
    """A commune with two villages and one person in the other of them."""
    commune = make_authority()
    make_unit(parent=commune, name="Thôn Ngọc")
    make_user(role=Role.OFFICE, unit=commune, username="vanphong", full_name="Lê Thị Mai")
    return make_person(unit=make_unit(parent=commune, name="Thôn Đoài"), full_name="Lê Văn An")


def send(page, *rows):
    page.get_by_label("Tệp Excel đã ghi").set_input_files(
        {"name": "ds.xlsx", "mimeType": EXCEL, "buffer": workbook(*rows, head=HEAD)}
    )
    page.get_by_role("button", name="Đọc tệp").click()


def name_column(page):
    """The office says what «Người» is: the other columns were guessed."""
    page.get_by_label("Người", exact=True).select_option(label="Họ và tên")
    check(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Xem trước").click()


def test_a_list_of_ones_own_is_taken_in_after_its_mistakes(page, known):
    log_in(page, "vanphong")
    page.get_by_role("link", name="Danh bạ", exact=True).click()
    page.get_by_role("link", name="Nạp từ Excel").click()
    check(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    send(page, (1, "Lê Văn An", "Thôn Ngọc", "Nam"), (2, "Lê Thị Én", "Thôn Xa", "Nữ"))
    name_column(page)
    expect(page.get_by_text("không có đơn vị «Thôn Xa»")).to_be_visible()
    check(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Lưu tất cả").click()
    expect(page.get_by_text("Chưa lưu gì: còn dòng có lỗi")).to_be_visible()
    page.get_by_role("link", name="Tải tệp khác").click()
    send(page, (1, "Lê Văn An", "Thôn Ngọc", "Nam"), (2, "Lê Thị Én", "Thôn Ngọc", "Nữ"))
    name_column(page)
    page.get_by_label("Là ai?").select_option(value=f"same-{known.pk}")
    page.get_by_role("button", name="Lưu tất cả").click()
    expect(page.get_by_text("Đã nạp: thêm 1, sửa 0, chuyển đơn vị 1")).to_be_visible()
    expect(page.get_by_role("link", name="Lê Thị Én", exact=True)).to_be_visible()
    assert [(p.full_name, str(p.unit)) for p in Person.objects.all()] == [
        ("Lê Văn An", "Thôn Ngọc"),
        ("Lê Thị Én", "Thôn Ngọc"),
    ]
