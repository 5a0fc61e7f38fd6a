"""The office's desk in the admin, in a real browser: receive, supplement, verdicts, agenda."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from awards.models import AwardType
from campaigns.models import DossierComponent
from dossiers.models import AgendaItem, Dossier, Nomination
from emulation.organization.models import Role
from tests.journeys.test_registration_season import WIDTHS, check, log_in
from tests.make import (
    days_from_today,
    make_authority,
    make_campaign,
    make_council,
    make_dossier,
    make_nomination,
    make_offer,
    make_period,
    make_person,
    make_session,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Đỗ Thị Ánh", "Lê Văn Bình", "Phạm Văn Cảnh")
REPORT, LIST = "Báo cáo thành tích", "Danh sách kèm tóm tắt thành tích"
SESSION = "Họp xét khen thưởng cuối năm"


@pytest.fixture
def commune(live_server):
    """A commune with one dossier on its desk, three nominees in it, and a planned session."""
    authority = make_authority(letterhead="ỦY BAN NHÂN DÂN|XÃ ĐÌNH DÙ")
    village = make_unit(parent=authority)
    campaign = make_campaign(authority=authority, bare=True)
    award = AwardType.objects.valid_on(days_from_today(0)).get(code="GK_XA")
    offer = make_offer(campaign=campaign, award_type=award)
    for place, (name, slug) in enumerate(
        ((LIST, "nominee_list"), (REPORT, "achievement_report")), start=1
    ):
        DossierComponent.objects.create(offer=offer, name=name, paper=slug, position=place)
    dossier = make_dossier(period=make_period(campaign=campaign), unit=village, state="submitted")
    for name in NAMES:
        person = make_person(unit=village, full_name=name)
        make_nomination(dossier=dossier, offer=offer, person=person, report="1. Đạt chỉ tiêu.")
    office = make_user(
        role=Role.OFFICE, unit=authority, username="vanphong", full_name="Lê Thị Mai", is_staff=True
    )
    make_user(role=Role.UNIT, unit=village, username="thon", full_name="Phạm Văn Bảy")
    make_session(council=make_council(authority=authority, seats=5), title=SESSION, by=office)
    return authority


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def check_desk(page):
    """No axe violation on the desk itself (its frame is Unfold's), no sideways scrolling."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, context=".desk")
        assert not found.violations_count, f"at {width} px:\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def nominee(page, name):
    return page.locator("article.desk-nominee").filter(has_text=name)


def receive_and_ask(page):
    """Out of the queue onto the desk; the report is asked for, by its name."""
    log_in(page, "vanphong")
    page.goto(reverse("admin:dossiers_dossier_changelist"))
    page.get_by_role("link", name="Thôn Ngọc", exact=True).click()
    press(page, "Tiếp nhận")
    expect(page.locator(".desk-badges").get_by_text("Đã tiếp nhận")).to_be_visible()
    check_desk(page)
    page.locator("summary").filter(has_text="Yêu cầu bổ sung").click()
    page.get_by_label("Bổ sung trước ngày").fill(f"{days_from_today(3):%d/%m/%Y}")
    page.locator("form").filter(has_text="Bổ sung trước ngày").get_by_label("Lý do").fill(
        "Báo cáo chưa có số liệu"
    )
    press(page, "Yêu cầu bổ sung")
    expect(page.get_by_text("Hãy chọn hoặc ghi nội dung cần bổ sung.").first).to_be_visible()
    page.get_by_label(REPORT).check()
    press(page, "Yêu cầu bổ sung")
    expect(page.locator(".desk-badges").get_by_text("Chờ bổ sung")).to_be_visible()


def supplement(page):
    """The unit finds only the report open, and sends it again."""
    log_in(page, "thon")
    page.get_by_role("link", name="bổ sung hồ sơ đề nghị").click()
    expect(page.get_by_text("Báo cáo chưa có số liệu").first).to_be_visible()
    check(page)
    page.get_by_role("link", name=NAMES[0], exact=True).click()
    expect(page.get_by_label("Tóm tắt thành tích")).to_have_count(0)
    page.get_by_label("Báo cáo thành tích").fill("1. Vận động 20 hộ hiến 450 m² đất.")
    press(page, "Lưu")
    page.get_by_role("link", name="Quay lại hồ sơ").click()
    press(page, "Gửi phần bổ sung")
    expect(page.locator(".page-title").get_by_text("Đã tiếp nhận")).to_be_visible()


def judge(page):
    """All are found eligible but one, who is deferred with a reason of his own."""
    log_in(page, "vanphong")
    desk = reverse("admin:dossiers_dossier_change", args=[Dossier.objects.get().pk])
    page.goto(desk)
    page.locator("label.desk-check").filter(has_text=NAMES[2]).locator("input").check()
    page.get_by_label("Ghi chú chung").fill("Đã đối chiếu sổ theo dõi")
    press(page, "Đủ điều kiện, trừ mục đánh dấu")
    expect(page.get_by_text("2 đề nghị.")).to_be_visible()
    expect(page.get_by_text(f"«{NAMES[2]}")).to_be_visible()
    verdict = nominee(page, NAMES[2])
    verdict.get_by_text("Kết luận thẩm định").click()
    verdict.get_by_role("button", name="Chưa xét").click()
    expect(verdict.get_by_role("alert")).to_be_visible()
    verdict.get_by_label("Lý do, ghi chú").fill("Đang xác minh đơn tố cáo")
    verdict.get_by_role("button", name="Chưa xét").click()
    check_desk(page)
    press(page, "Kết thúc thẩm định")
    expect(page.locator(".desk-badges").get_by_text("Đã thẩm định")).to_be_visible()


def put_on_the_agenda(page):
    """Both eligible ones are chosen in the list; one is left for another session."""
    page.goto(reverse("admin:dossiers_nomination_changelist") + "?state__exact=eligible")
    for box in page.locator("input.action-select").all():
        box.check()
    page.locator("select[name=action]").select_option("put_on_agenda_selected")
    page.locator("select[name=action]").locator("xpath=ancestor::form").evaluate(
        "form => form.requestSubmit(form.querySelector('[name=index]'))"
    )
    page.locator("label.desk-check").filter(has_text=NAMES[1]).locator("input").check()
    press(page, "Đưa vào chương trình")
    expect(page.get_by_text("Hãy nhập vào trường này").or_(page.get_by_text("bắt buộc")).first
           ).to_be_visible()  # fmt: skip
    page.get_by_label("Phiên họp").select_option(label=SESSION)
    press(page, "Đưa vào chương trình")
    expect(page.get_by_text("Đã đưa 1 đề nghị vào chương trình")).to_be_visible()


def test_a_dossier_goes_over_the_desk_to_the_council(page, commune):
    receive_and_ask(page)
    supplement(page)
    judge(page)
    put_on_the_agenda(page)
    states = dict(Nomination.objects.values_list("person__full_name", "state"))
    assert states == {NAMES[0]: "eligible", NAMES[1]: "eligible", NAMES[2]: "deferred"}
    assert AgendaItem.objects.get().nomination.person.full_name == NAMES[0]
    assert Dossier.objects.get().supplement_count == 1
