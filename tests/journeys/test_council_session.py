"""The council in a real browser: a session counted on paper, and a ballot on three screens."""

import pytest
from playwright.sync_api import expect

from dossiers.models import CouncilSession, Nomination
from dossiers.services import agenda, council
from dossiers.states import OPEN, SessionState
from emulation.organization.models import Role
from tests.journeys.test_registration_season import answer, check, log_in
from tests.make import (
    make_authority,
    make_campaign,
    make_council,
    make_dossier,
    make_nomination,
    make_person,
    make_session,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Đỗ Thị Ánh", "Lê Văn Bình", "Phạm Văn Cảnh")


@pytest.fixture
def commune(live_server):
    """A commune whose council of five waits for three eligible nominations."""
    authority = make_authority(
        letterhead="ỦY BAN NHÂN DÂN|XÃ ĐÌNH DÙ",
        head_position="CHỦ TỊCH",
        head_name="Trần Quang Huy",
    )
    village = make_unit(parent=authority)
    dossier = make_dossier(
        period=make_campaign(authority=authority).periods.get(), unit=village, state="appraised"
    )
    for name in NAMES:
        person = make_person(unit=village, full_name=name)
        make_nomination(dossier=dossier, person=person, state="eligible")
    members = make_council(authority=authority, seats=5)
    for place, seat in enumerate(members.seats.all(), start=1):
        seat.user = make_user(
            role=Role.UNIT, unit=village, username=f"uyvien{place}", full_name=seat.name
        )
        seat.save()
    make_user(role=Role.OFFICE, unit=authority, username="vanphong", full_name="Lê Thị Mai")
    return members


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def fill_row(page, row, **sums):
    for name, value in sums.items():
        row.locator(f"input[name$='-{name}']").fill(str(value))


def test_a_session_from_planning_to_conclusion_with_a_wrong_sum_corrected(page, commune):
    log_in(page, "vanphong")
    page.get_by_role("link", name="Hội đồng", exact=True).click()
    check(page)
    page.get_by_role("link", name="Hội đồng Thi đua - Khen thưởng").first.click()
    check(page)
    page.get_by_role("link", name="Lập phiên họp").click()
    check(page)
    page.get_by_label("Tên phiên họp").fill("Họp xét khen thưởng cuối năm")
    page.get_by_label("Họp lúc").fill("05/12/2026 08:00")
    page.get_by_label("Địa điểm").fill("Phòng họp số 1")
    press(page, "Lập và sang chương trình")
    check(page)
    page.get_by_label(NAMES[2]).uncheck()
    press(page, "Đưa vào chương trình")
    expect(page.get_by_text("Đã đưa 2 đề nghị vào chương trình.")).to_be_visible()
    page.get_by_role("link", name="Xem phiên họp").click()

    page.get_by_role("link", name="Điểm danh").click()
    check(page)
    row = page.locator("table.formset-table tbody tr").nth(1)
    row.locator("select").select_option("absent")
    expect(page.locator("#quorum")).to_contain_text("4/5")
    press(page, "Lưu điểm danh")
    expect(page.get_by_text("Hãy ghi lý do vắng mặt.").first).to_be_visible()
    check(page)
    row.get_by_role("textbox").fill("Đi công tác")
    press(page, "Lưu điểm danh")
    check(page)
    press(page, "Khai mạc phiên họp")
    expect(page.locator(".page-title").get_by_text("Đang họp")).to_be_visible()

    page.get_by_role("link", name=NAMES[0]).click()
    check(page)
    page.get_by_label("Thành viên").select_option(index=3)
    page.get_by_label("Lý do", exact=False).first.fill("Là chồng của người được xét")
    press(page, "Ghi không biểu quyết")
    expect(page.get_by_text("Là chồng của người được xét").first).to_be_visible()
    page.goto(CouncilSession.objects.get().get_absolute_url())

    page.get_by_role("link", name="Nhập kết quả kiểm phiếu").click()
    check(page)
    for name, value in (("issued", 4), ("returned", 4), ("valid", 4), ("invalid", 0)):
        page.locator(f"[name=same-{name}]").fill(str(value))
    press(page, "Điền cho mọi dòng")
    rows = page.locator(".count-table tbody tr")
    expect(rows.nth(0).locator("input[name$='-issued']")).to_have_value("3")
    expect(rows.nth(1).locator("input[name$='-issued']")).to_have_value("4")
    fill_row(page, rows.nth(0), agree=3, disagree=0, blank=0)
    fill_row(page, rows.nth(1), agree=2, disagree=1, blank=0)
    press(page, "Lưu kết quả")
    expect(page.get_by_text("Đồng ý 2 + không đồng ý 1 + không có ý kiến 0 = 3")).to_be_visible()
    expect(rows.nth(0).locator("input[name$='-agree']")).to_have_value("3")
    check(page)
    fill_row(page, rows.nth(1), disagree=2)
    press(page, "Lưu kết quả")
    expect(page.get_by_text("75,0%")).to_be_visible()
    expect(page.get_by_text("40,0%")).to_be_visible()
    check(page)

    press(page, "Chốt kết quả kiểm phiếu")
    expect(page.locator(".page-title").get_by_text("Đã kiểm phiếu")).to_be_visible()
    answer(page, "Kết luận phiên họp")
    expect(page.locator(".page-title").get_by_text("Đã kết luận")).to_be_visible()
    expect(page.get_by_text("(đã lưu cố định)")).to_have_count(2)
    check(page)
    states = dict(Nomination.objects.values_list("person__full_name", "state"))
    assert states == {NAMES[0]: "passed", NAMES[1]: "failed", NAMES[2]: "eligible"}


def test_three_members_vote_on_their_screens(page, commune):
    session = make_session(council=commune, on_screen=True, title="Họp bỏ phiếu trên máy")
    office = commune.authority.memberships.get(role=Role.OFFICE).user
    agenda.put_on_agenda(session, Nomination.objects.filter(person__full_name=NAMES[0]), by=office)
    council.take(session, OPEN, by=office)
    log_in(page, "vanphong")
    page.goto(session.get_absolute_url())
    answer(page, "Mở bỏ phiếu trên máy")
    expect(page.get_by_text("Đã bỏ phiếu 0/5 thành viên có mặt")).to_be_visible()
    check(page)
    for place, choice in ((1, "Đồng ý"), (2, "Đồng ý"), (3, "Không đồng ý")):
        log_in(page, f"uyvien{place}")
        page.get_by_role("link", name="Bỏ phiếu: Họp bỏ phiếu trên máy").click()
        expect(page.locator("input:checked")).to_have_count(0)
        press(page, "Xem lại phiếu")
        expect(page.get_by_text("Hãy chọn một ý kiến.").first).to_be_visible()
        check(page)
        page.get_by_label(choice, exact=True).check()
        press(page, "Xem lại phiếu")
        check(page)
        press(page, "Bỏ phiếu")
        expect(page.get_by_text("Đồng chí đã bỏ phiếu")).to_be_visible()
        check(page)
    log_in(page, "vanphong")
    page.goto(session.get_absolute_url())
    expect(page.get_by_text("Đã bỏ phiếu 3/5 thành viên có mặt")).to_be_visible()
    expect(page.get_by_text("40,0%")).to_have_count(0)
    answer(page, "Kết thúc bỏ phiếu")
    expect(page.get_by_text("40,0%")).to_be_visible()
    session.refresh_from_db()
    assert (session.state, session.is_voting) == (SessionState.OPENED, False)
