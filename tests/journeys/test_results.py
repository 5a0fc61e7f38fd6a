"""Results in a real browser: a unit reports, the office returns one, the unit corrects it."""

import pytest
from playwright.sync_api import expect

from campaigns.models import Result
from emulation.organization.models import Role
from tests.campaigns.reported import TEXTS, Reported
from tests.emulation.test_uploads import pdf
from tests.journeys.test_registration_season import check, log_in
from tests.make import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def season(live_server):
    """A commune with a village that is registered, and three criteria to report on."""
    made = Reported()
    make_user(role=Role.UNIT, unit=made.village, username="thon", full_name="Phạm Văn Bảy")
    make_user(role=Role.OFFICE, unit=made.commune, username="vanphong", full_name="Lê Thị Mai")
    return made


def card(page, place):
    return page.locator(".result-card").nth(place)


def report(page, season):
    """The village writes; what it types is kept by itself; then it sends everything."""
    log_in(page, "thon")
    page.goto(f"/ky/{season.period.pk}/ket-qua/")
    check(page)
    page.get_by_role("link", name="Thôn Ngọc", exact=True).click()
    card(page, 0).get_by_label("Kết quả đạt được").fill("Mười gia đình làm mẫu")
    card(page, 0).get_by_label("Đạt", exact=True).check()
    expect(page.get_by_text("Đã lưu nháp")).to_be_visible()
    card(page, 0).get_by_label("Nộp thêm minh chứng").set_input_files(
        {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    card(page, 1).get_by_label("Kết quả đạt được").fill("Thu đủ")
    card(page, 2).get_by_label("Kết quả đạt được").fill("Không có")
    check(page)
    page.get_by_role("button", name="Lưu và gửi báo cáo").click()
    expect(page.get_by_text("Đã gửi văn phòng xác nhận 3 tiêu chuẩn.")).to_be_visible()
    expect(page.get_by_role("link", name="bien-ban.pdf")).to_be_visible()


def verify(page, season):
    """The office returns the second beside the grid, and verifies the others at once."""
    log_in(page, "vanphong")
    page.get_by_role("link", name="Xem và xác nhận 3 kết quả báo cáo").click()
    check(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name=f"Chờ xác nhận : Thôn Ngọc, {TEXTS[1]}").click()
    panel = page.locator("#result-panel")
    panel.get_by_label("Trả lại kết quả").check()
    panel.get_by_label("Nhận xét, lý do").fill("Ghi rõ số tiền")
    check(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    panel.get_by_role("button", name="Ghi kết luận").click()
    expect(panel.get_by_text("Trả lại để sửa: Thôn Ngọc.")).to_be_visible()
    expect(page.locator(".result-grid").get_by_text("Trả lại để sửa")).to_be_visible()
    page.get_by_role("link", name="Đánh dấu mọi ô chờ xác nhận").click()
    page.get_by_role("button", name="Xác nhận đạt các ô đã đánh dấu").click()
    page.get_by_role("dialog").locator("[data-part=ok]").click()
    expect(page.get_by_text("Đã xác nhận đạt 2 kết quả.")).to_be_visible()


def correct(page, season):
    """The village finds one card open, says why, and sends that one again."""
    log_in(page, "thon")
    page.get_by_role("link", name="Sửa 1 kết quả văn phòng trả lại").click()
    page.get_by_role("link", name="Thôn Ngọc", exact=True).click()
    expect(page.get_by_text("Ghi rõ số tiền")).to_be_visible()
    expect(page.get_by_role("textbox", name="Kết quả đạt được")).to_have_count(1)
    check(page)
    card(page, 1).get_by_label("Kết quả đạt được").fill("Thu đủ 12 triệu đồng")
    page.get_by_role("button", name="Lưu và gửi báo cáo").click()
    expect(page.get_by_text("Đã gửi văn phòng xác nhận 1 tiêu chuẩn.")).to_be_visible()


def test_one_result_is_returned_and_only_that_one_corrected(page, season):
    report(page, season)
    verify(page, season)
    correct(page, season)
    found = Result.objects.order_by("criterion__position")
    assert [(r.state, r.text) for r in found] == [
        ("verified", "Mười gia đình làm mẫu"),
        ("reported", "Thu đủ 12 triệu đồng"),
        ("verified", "Không có"),
    ]
