"""A new installation in a real browser: claimed, named, filled with units and accounts, at work."""

import pytest
from playwright.sync_api import expect

from emulation.organization.models import Unit, User
from emulation.organization.services.first_run import first_key
from tests.journeys.test_registration_season import check

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Mat-khau-moi-2026"


def press(page, name):
    page.get_by_role("button", name=name).click()


def test_an_empty_installation_becomes_an_office(page, live_server):
    page.goto("/")
    check(page)
    page.get_by_label("Khóa cài đặt").fill("ABCD-ABCD-ABCD-ABCD")
    page.get_by_label("Họ và tên").fill("Lê Thị Mai")
    page.get_by_label("Tên đăng nhập").fill("vanphong")
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    press(page, "Lập tài khoản")
    expect(page.get_by_role("alert")).to_contain_text("Khóa không đúng")
    check(page)
    page.get_by_label("Khóa cài đặt").fill(first_key())
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    press(page, "Lập tài khoản")

    expect(page.get_by_role("heading", level=1)).to_have_text("Cơ quan sử dụng phần mềm")
    check(page)
    page.locator("#id_name").fill("Đình Dù")
    page.get_by_label("Tên tỉnh, thành phố").fill("Hưng Yên")
    page.get_by_label("Họ tên người đứng đầu").fill("Lê Văn Chung")
    press(page, "Lưu và tiếp tục")

    expect(page.get_by_role("heading", level=1)).to_have_text("Các đơn vị trực thuộc")
    page.get_by_label("Số thôn, tổ dân phố").fill("2")
    press(page, "Lập lại danh sách gợi ý")
    check(page)
    names = page.locator("[data-formset-rows] input[type=text]")
    expect(names.last).to_have_value("Thôn 2")
    names.last.fill("Thôn Ngọc")
    press(page, "Thêm đơn vị")
    expect(names.last).to_have_value("")
    names.last.fill("Thôn Đoài")
    page.locator("[data-formset-rows] select").last.select_option("village")
    press(page, "Lưu và tiếp tục")

    expect(page.get_by_role("heading", level=1)).to_have_text("Những tài khoản đầu tiên")
    page.get_by_role("link", name="Quay lại").click()
    expect(names.last).to_have_value("Thôn Đoài")
    page.go_back()
    check(page)
    page.locator("[data-formset-rows] input[type=text]").nth(1).fill("Đỗ Thị Ánh")
    press(page, "Cấp tài khoản")

    expect(page.get_by_role("heading", level=1)).to_have_text("Phiếu tài khoản")
    check(page)
    page.get_by_role("link", name="Đã in, tiếp tục").click()
    check(page)
    page.get_by_role("link", name="Đọc kế hoạch năm trước").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kế hoạch")
    assert Unit.objects.filter(name="Thôn Đoài", authority__name__endswith="Đình Dù").exists()
    assert User.objects.get(username="anh.dt").must_change_password
