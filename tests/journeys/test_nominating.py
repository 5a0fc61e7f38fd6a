"""A unit nominates in a real browser: from its work list to the dossier that was sent."""

import io

import pikepdf
import pytest
from playwright.sync_api import expect

from awards.models import AwardType
from campaigns.models import DossierComponent, Participant
from dossiers.models import Dossier, Nomination
from emulation.organization.models import Role
from tests.journeys.test_registration_season import answer, check, log_in, pick
from tests.make import (
    days_from_today,
    make_authority,
    make_campaign,
    make_group,
    make_household,
    make_line,
    make_offer,
    make_period,
    make_person,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANH, BA = "Đỗ Thị Ánh", "Trần Văn Ba"
SCAN = "Biên bản bình xét của thôn"


@pytest.fixture
def village(live_server):
    """A village whose confirmed registration puts itself and one person down."""
    authority = make_authority(letterhead="ỦY BAN NHÂN DÂN|XÃ ĐÌNH DÙ")
    unit = make_unit(parent=authority, name="Thôn Ngọc", head_name="Phạm Văn Bảy")
    person = make_person(unit=unit, full_name=ANH, position="Phó trưởng thôn")
    make_household(unit=unit, head_name=BA, address="Xóm 2")
    campaign = make_campaign(authority=authority, bare=True)
    period = make_period(
        campaign=campaign,
        registration_before=days_from_today(1),
        dossier_before=days_from_today(10),
    )
    Participant.objects.create(campaign=campaign, group=make_group(authority=authority))
    award = AwardType.objects.valid_on(days_from_today(0)).get(code="GK_XA")
    offer = make_offer(campaign=campaign, award_type=award, quota=3)
    for place, (name, slug) in enumerate(
        (
            ("Danh sách kèm tóm tắt thành tích", "nominee_list"),
            ("Báo cáo thành tích", "achievement_report"),
            (SCAN, ""),
        ),
        start=1,
    ):
        DossierComponent.objects.create(offer=offer, name=name, paper=slug, position=place)
    registration = make_registration(period=period, unit=unit, state="confirmed")
    make_line(registration=registration, offers=[offer], unit=unit)
    make_line(registration=registration, offers=[offer], person=person, position=2)
    make_user(role=Role.UNIT, unit=unit, username="thon", full_name="Phạm Văn Bảy")
    return unit


def scan():
    with pikepdf.new() as pdf, io.BytesIO() as file:
        pdf.add_blank_page()
        pdf.save(file)
        return {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": file.getvalue()}


def write(page, name):
    """Write summary and report of a nominee on his page, and come back."""
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_label("Tóm tắt thành tích").fill(f"{name} vận động 20 hộ hiến đất.")
    page.get_by_label("Báo cáo thành tích").fill("1. Kết quả\nVận động 20 hộ hiến 450 m² đất.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()


def test_a_village_picks_writes_scans_and_sends(page, village):
    log_in(page, "thon")
    page.get_by_role("link", name="Thôn Ngọc: lập hồ sơ đề nghị khen thưởng").click()
    check(page)
    page.get_by_role("button", name="Lập hồ sơ").first.click()
    expect(page.get_by_text("Chưa đề nghị ai")).to_be_visible()
    page.get_by_role("link", name="Chọn đối tượng").click()
    check(page)
    page.get_by_label("Thôn Ngọc").check()
    page.get_by_label(ANH).check()
    page.get_by_role("button", name="Đưa vào hồ sơ").click()
    expect(page.get_by_text("Đã đề nghị 2 đối tượng.")).to_be_visible()
    page.get_by_role("link", name="Chọn đối tượng").click()
    expect(page.get_by_text("Các đơn vị đã đề nghị 2/3, còn 1")).to_be_visible()
    pick(page, "offer", "Giấy khen")
    pick(page, "nominee", BA)
    page.get_by_role("button", name="Thêm đối tượng").click()
    expect(page.get_by_text("chưa đăng ký; văn phòng xem xét khi thẩm định")).to_be_visible()
    check(page)

    missing = page.locator("p:has-text('Trước khi gửi còn phải') + ul.missing")
    expect(missing).to_contain_text(f"Báo cáo thành tích: chưa có của Thôn Ngọc; {ANH}")
    expect(missing).to_contain_text(f"{SCAN}: chưa nộp (đơn vị)")
    page.get_by_role("button", name="Gửi hồ sơ").click()
    expect(page.get_by_text("Chưa gửi được. Hãy bổ sung:")).to_be_visible()
    for nomination in Nomination.objects.all():
        write(page, str(nomination.nominee))
        if nomination == Nomination.objects.first():
            check(page)
        page.get_by_role("link", name="Quay lại hồ sơ").click()
    page.get_by_label("Thành phần hồ sơ").select_option(label=SCAN)
    page.locator("input[type=file]").set_input_files(scan())
    page.get_by_role("button", name="Nộp tài liệu").click()
    expect(missing).to_have_count(0)
    check(page)
    page.get_by_role("button", name="Gửi hồ sơ").click()
    expect(page.locator(".page-title").get_by_text("Đã gửi")).to_be_visible()
    expect(page.get_by_role("link", name="Chọn đối tượng")).to_have_count(0)
    answer(page, "Rút lại để sửa", note="Ghi nhầm số hộ hiến đất")
    expect(page.locator(".page-title").get_by_text("Đang lập")).to_be_visible()
    page.get_by_role("button", name="Gửi hồ sơ").click()
    expect(page.locator(".page-title").get_by_text("Đã gửi")).to_be_visible()
    dossier = Dossier.objects.get()
    assert dossier.versions.count() == 2
    assert [n.snapshot_at is not None for n in dossier.nominations.all()] == [True] * 3
