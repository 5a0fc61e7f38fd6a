"""An account in a real browser: a given password, a device for codes, an idle hour, a draft."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from emulation.organization.models import Membership, Role
from tests.journeys.test_registration_season import check
from tests.make import PASSWORD, make_authority, make_unit, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "Mot-mat-khau-khac-9"


@pytest.fixture
def officer(live_server, settings):
    """The office of a commune, whose password somebody else has given; codes are required."""
    settings.OTP_REQUIRED, settings.IDLE_MINUTES = True, 30
    commune = make_authority()
    make_user(role=Role.UNIT, unit=make_unit(parent=commune), full_name="Lê Văn Đức")
    return make_user(role=Role.OFFICE, unit=commune, username="vanphong", must_change_password=True)


def sign_in(page, password):
    page.get_by_label("Tên đăng nhập").fill("vanphong")
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def show_code(officer):
    device = TOTPDevice.objects.get(user=officer)
    return f"{totp(device.bin_key):06d}"


def wide(page):
    """Have the page checked by `axe` and at the width of a telephone, then go on wide."""
    check(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def change_password(page):
    page.locator("#id_old_password").fill(PASSWORD)
    page.locator("#id_new_password1").fill(NEW)
    page.locator("#id_new_password2").fill(NEW)
    page.get_by_role("button", name="Đổi mật khẩu").click()


def enrol(page, officer):
    expect(page.get_by_role("heading", name="Gắn điện thoại lấy mã")).to_be_visible()
    assert page.locator(".device-qr").evaluate("image => image.naturalWidth > 100")
    wide(page)
    page.get_by_label("Mã xác nhận").fill(show_code(officer))
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.locator(".code-list li")).to_have_count(10)
    wide(page)
    page.get_by_role("link", name="Đã cất giữ, tiếp tục").click()


def test_from_the_first_login_to_a_draft_that_outlives_its_session(page, officer):
    page.goto("/dang-nhap/")
    sign_in(page, PASSWORD)
    expect(page.get_by_text("Mật khẩu đang dùng do người khác cấp")).to_be_visible()
    change_password(page)
    enrol(page, officer)
    expect(page.get_by_role("heading", name="Việc cần làm")).to_be_visible()

    page.goto("/uy-quyen/")
    wide(page)
    page.get_by_role("combobox", name="Người được ủy quyền").fill("Lê Văn")
    page.get_by_role("option", name="Lê Văn Đức").click()
    page.locator("#id_ends_on").fill(f"{timezone.localdate() + dt.timedelta(9):%d/%m/%Y}")
    page.get_by_label("Văn bản, lý do").fill("Chánh văn phòng nghỉ phép")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31)):
        page.get_by_role("button", name="Ủy quyền", exact=True).click()
        expect(page.get_by_text("không thao tác trong 30 phút")).to_be_visible()
        sign_in(page, NEW)
        expect(page).to_have_url(re.compile(r"/dang-nhap/ma/\?next=/uy-quyen/$"))
        wide(page)
        page.get_by_label("Mã xác nhận").fill(show_code(officer))
        page.get_by_role("button", name="Xác nhận").click()
        expect(page.get_by_text("Nội dung đã nhập được điền lại")).to_be_visible()
        expect(page.get_by_label("Văn bản, lý do")).to_have_value("Chánh văn phòng nghỉ phép")
        page.get_by_role("button", name="Ủy quyền", exact=True).click()
        expect(page.get_by_text("Đã ủy quyền cho Lê Văn Đức")).to_be_visible()
    assert Membership.objects.get(is_acting=True).reason == "Chánh văn phòng nghỉ phép"


def test_a_page_from_before_another_login_loses_nothing_either(page, live_server):
    commune = make_authority()
    make_user(role=Role.CHAIR, unit=commune, username="vanphong")
    page.goto("/dang-nhap/")
    sign_in(page, PASSWORD)
    page.goto("/uy-quyen/")
    page.get_by_label("Văn bản, lý do").fill("Chủ tịch đi học")
    token = page.locator("form[data-unsaved] [name=csrfmiddlewaretoken]")
    token.evaluate("field => (field.value = 'x'.repeat(64))")
    page.get_by_role("button", name="Ủy quyền", exact=True).click()
    expect(page.get_by_text("Chưa gửi được biểu mẫu")).to_be_visible()
    page.goto("/uy-quyen/")
    expect(page.get_by_label("Văn bản, lý do")).to_have_value("Chủ tịch đi học")
    page.goto("/uy-quyen/")
    expect(page.get_by_label("Văn bản, lý do")).to_have_value("")
