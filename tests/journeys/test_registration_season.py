"""One season in a real browser: file, issue, register, return, resubmit, confirm, print."""

from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

from awards.models import AwardType
from campaigns.models import Campaign, Registration
from emulation.organization.models import NomineeKind, Role
from tests.campaigns.test_import_pages import PLAN
from tests.make import (
    PASSWORD,
    days_from_today,
    make_authority,
    make_group,
    make_person,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (390, 1280)
TITLE = "Phong trào thi đua xây dựng nông thôn mới"


@pytest.fixture
def commune(live_server):
    """A commune with two villages, their people, groups and accounts."""
    authority = make_authority(letterhead="ỦY BAN NHÂN DÂN|XÃ ĐÌNH DÙ")
    village = make_unit(
        parent=authority, name="Thôn Ngọc", head_position="TRƯỞNG THÔN", head_name="Phạm Văn Bảy"
    )
    make_unit(parent=authority, name="Thôn Đoài")
    make_person(unit=village, full_name="Đỗ Thị Ánh", position="Phó trưởng thôn")
    make_group(authority=authority, name="Các thôn")
    make_group(authority=authority, name="Toàn thể người lao động", subject=NomineeKind.INDIVIDUAL)
    make_user(role=Role.OFFICE, unit=authority, username="vanphong", full_name="Lê Thị Mai")
    make_user(role=Role.UNIT, unit=village, username="thon", full_name="Phạm Văn Bảy")
    return authority


def check(page):
    """No axe violation and no sideways scrolling, at both widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert not found.violations_count, f"{page.url} at {width} px:\n{found.generate_report()}"
        scroll = page.evaluate("document.documentElement.scrollWidth")
        assert scroll <= width, f"{page.url} scrolls sideways at {width} px: {scroll}"


def log_in(page, username):
    page.context.clear_cookies()
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Việc cần làm")).to_be_visible()


def save_and_go_on(page):
    check(page)
    page.get_by_role("button", name="Lưu và tiếp tục").click()


def answer(page, button, note=None):
    """Press a button that asks first, give the reason, go on."""
    page.get_by_text(button, exact=False).and_(page.locator("summary, button")).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    if note:
        dialog.get_by_role("textbox").fill(note)
    dialog.locator("[data-part=ok]").click()


def pick(page, field, option):
    """Choose in a select, whether or not the page has made it searchable."""
    page.eval_on_selector(
        f"[name='{field}']",
        """(select, text) => {
            const option = [...select.options].find((o) => o.textContent.includes(text));
            if (!option) throw new Error(`no option ${text}`);
            if (select.tomselect) select.tomselect.setValue(option.value);
            else select.value = option.value;
            select.dispatchEvent(new Event("change", {bubbles: true}));
        }""",
        option,
    )


def file_and_issue(page, authority):
    """The office files a campaign step by step and issues it."""
    log_in(page, "vanphong")
    check(page)
    page.get_by_role("link", name="Phong trào", exact=True).click()
    check(page)
    page.get_by_role("link", name="Lập phong trào").click()
    page.get_by_label("Tên phong trào").fill(TITLE)
    page.get_by_label("Chủ đề").fill("xây dựng nông thôn mới")
    page.get_by_label("Từ ngày", exact=False).first.fill(f"{days_from_today(-10):%d/%m/%Y}")
    page.locator("[name=ends_on]").fill(f"{days_from_today(300):%d/%m/%Y}")
    check(page)
    page.get_by_role("button", name="Lập và sang bước sau").click()
    page.locator("[name=periods-0-registration_before]").fill(f"{days_from_today(15):%d/%m/%Y}")
    page.locator("[name=periods-0-dossier_before]").fill(f"{days_from_today(20):%d/%m/%Y}")
    save_and_go_on(page)
    pick(page, "participants-0-group", "Các thôn")
    save_and_go_on(page)
    pick(page, "offers-0-award_type", "Tập thể lao động tiên tiến – Chủ tịch UBND cấp xã")
    page.locator("[name=offers-0-column]").fill("1")
    page.get_by_role("button", name="Thêm dòng").click()
    pick(page, "offers-1-award_type", "Giấy khen của Chủ tịch UBND cấp xã")
    page.locator("[name=offers-1-column]").fill("2")
    save_and_go_on(page)
    page.locator("[name=criteria-C-0-text]").fill("Hoàn thành tốt nhiệm vụ được giao")
    page.locator("[name=criteria-I-0-text]").fill("Gương mẫu, tích cực")
    save_and_go_on(page)
    page.locator("[name$='-components-0-name']").first.fill("Tờ trình đề nghị khen thưởng")
    save_and_go_on(page)
    body = page.locator("[name=body]")
    text = body.input_value()
    for words in ("Nâng cao đời sống Nhân dân.", "Triển khai rộng khắp.", "Chung sức làm đường.",
                  "Theo dõi, tổng hợp.", "Thực hiện nghiêm túc."):  # fmt: skip
        text = text.replace("\n-\n", f"\n- {words}\n", 1)
    body.fill(text)
    preview = page.locator("#plan-preview")
    expect(preview).to_contain_text("- Chung sức làm đường.")
    expect(preview).not_to_contain_text("chưa có nội dung")
    save_and_go_on(page)
    expect(page.get_by_text("Kế hoạch đã đủ các phần")).to_be_visible()
    check(page)
    page.get_by_label("Số *").or_(page.locator("[name=number]")).first.fill("38")
    page.locator("[name=dated]").fill(f"{days_from_today(-1):%d/%m/%Y}")
    page.locator(".form-actions").get_by_role("button", name="Ban hành").click()
    page.get_by_role("dialog").locator("[data-part=ok]").click()
    expect(page.locator(".notice").get_by_text("Đã ban hành kế hoạch")).to_be_visible()
    check(page)


def register(page):
    """The village opens its work list, registers with the keyboard, and sends."""
    log_in(page, "thon")
    check(page)
    page.get_by_role("link", name="Thôn Ngọc: gửi đăng ký").click()
    check(page)
    page.get_by_role("button", name="Bắt đầu đăng ký").click()
    first = page.locator("table.matrix input[type=checkbox]").first
    first.focus()
    page.keyboard.press("x")
    page.keyboard.press("ArrowRight")
    expect(page.locator("table.matrix input[type=checkbox]").nth(1)).to_be_focused()
    expect(page.get_by_text("Đã lưu nháp lúc")).to_be_visible()
    pick(page, "nominee", "Đỗ Thị Ánh")
    page.get_by_role("button", name="Thêm dòng").click()
    page.get_by_label("Đỗ Thị Ánh: Giấy khen").check()
    page.get_by_text("Nội dung, chỉ tiêu của Thôn Ngọc").first.click()
    page.get_by_label("Nội dung, chỉ tiêu của Thôn Ngọc").fill("100% đường thôn sáng, xanh, sạch")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu bản đăng ký")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.locator(".page-title").get_by_text("Đã gửi")).to_be_visible()


def test_a_season_from_filing_to_the_printed_registration(page, commune, live_server):
    assert AwardType.objects.exists()
    file_and_issue(page, commune)
    register(page)

    log_in(page, "vanphong")
    check(page)
    page.get_by_role("link", name="Xem và xác nhận 1 bản đăng ký").click()
    check(page)
    page.get_by_role("link", name="Mở bản đăng ký").click()
    answer(page, "Trả lại để sửa", note="Ghi thêm chỉ tiêu của cá nhân")
    expect(page.locator(".page-title").get_by_text("Trả lại để sửa")).to_be_visible()

    log_in(page, "thon")
    page.get_by_role("link", name="sửa bản đăng ký bị trả lại").click()
    expect(page.locator(".notice").get_by_text("Ghi thêm chỉ tiêu của cá nhân")).to_be_visible()
    check(page)
    page.get_by_text("Nội dung, chỉ tiêu của Đỗ Thị Ánh").first.click()
    page.get_by_label("Nội dung, chỉ tiêu của Đỗ Thị Ánh").fill("Vận động 20 hộ hiến đất")
    expect(page.get_by_text("Đã lưu nháp lúc")).to_be_visible()
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.locator(".page-title").get_by_text("Đã gửi")).to_be_visible()

    log_in(page, "vanphong")
    registration = Registration.objects.get()
    page.goto(registration.get_absolute_url())
    page.get_by_role("button", name="Xác nhận đăng ký").click()
    expect(page.locator(".page-title").get_by_text("Đã xác nhận")).to_be_visible()
    check(page)

    campaign = Campaign.objects.get()
    plan = download(page, f"/giay-to/plan/{campaign.pk}.pdf")
    assert "PHÁT ĐỘNG" not in plan
    assert "38/KH-UBND" in plan
    assert "Chung sức làm đường" in plan
    table = download(page, f"/giay-to/registration/{registration.pk}.pdf")
    assert "Đỗ Thị Ánh" in table
    assert "Vận động 20 hộ hiến đất" in table
    assert "DỰ THẢO" not in table


def download(page, path):
    """Return the text of a PDF as the logged-in user gets it."""
    response = page.request.get(path)
    assert response.ok
    assert response.headers["content-type"] == "application/pdf"
    return "\n".join(p.extract_text() for p in PdfReader(BytesIO(response.body())).pages)


@pytest.mark.parametrize("path", ["/dang-nhap/", "/doi-mat-khau/", "/phong-trao/999/"])
def test_pages_around_the_work_have_no_axe_violation(page, commune, path):
    if path != "/dang-nhap/":
        log_in(page, "thon")
    page.goto(path)
    check(page)


def test_last_year_s_plan_becomes_a_draft(page, commune):
    log_in(page, "vanphong")
    page.get_by_role("link", name="Phong trào", exact=True).click()
    page.get_by_role("link", name="Đọc kế hoạch cũ").click()
    check(page)
    page.get_by_label("Hoặc dán nội dung").fill(PLAN)
    page.get_by_role("button", name="Đọc kế hoạch").click()
    expect(page.locator(".source-mark").get_by_text("hạn đăng ký")).to_be_visible()
    check(page)
    page.get_by_label("Chủ đề").fill("xây dựng nông thôn mới")
    page.get_by_role("button", name="Lập dự thảo").click()
    expect(page.get_by_role("heading", name="Những chỗ cần xem lại")).to_be_visible()
    check(page)
    campaign = Campaign.objects.get()
    assert [offer.award_type.code for offer in campaign.offers.all()] == ["GK_XA"]
