"""Pages of eligibility: the list, one nominee, a unit's own, who qualifies; what each may see."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from awards.facts import Verdict
from campaigns.models import Override
from campaigns.states import RegistrationState
from emulation.organization.models import RatingLevel
from tests.make import (
    days_from_today,
    make_bar,
    make_campaign,
    make_household,
    make_initiative,
    make_line,
    make_offer,
    make_person,
    make_rating,
    make_registration,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nominees(year):
    """One who qualifies, one who does not, one put off, one of whom nothing is known."""
    people = {
        "green": year.person("Lê Thị Bình"),
        "red": year.person("Phạm Văn Cảnh", level=RatingLevel.GOOD),
        "amber": year.person("Vũ Thị Dung"),
        "grey": year.person("Đỗ Văn Giang", level=None),
    }
    make_bar(person=people["amber"])
    for person in people.values():
        year.register("GK_XA", person=person)
    return people


def list_url(year, name="period_eligibility"):
    return reverse(f"campaigns:{name}", args=[year.period.pk])


def detail_url(year, person, name="period_eligibility_detail", offer="GK_XA", **more):
    given = {
        "pk": year.period.pk,
        "offer_pk": year.offers[offer].pk,
        "kind": "ca-nhan",
        "nominee_pk": person.pk,
    }
    return reverse(f"campaigns:{name}", kwargs=given | more)


def text(response):
    return response.content.decode()


# --- the list ------------------------------------------------------------------------------------


def test_the_list_says_every_outcome_in_words(client, year, nominees, office_clerk):
    client.force_login(office_clerk)
    page = text(client.get(list_url(year)))
    for words in ("Đủ điều kiện", "Không đủ điều kiện", "Chưa xét", "Chưa đủ dữ liệu"):
        assert page.count(words) >= 2
    for person in nominees.values():
        assert detail_url(year, person) in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"outcome": "eligible"}, {"green"}),
        ({"outcome": "ineligible"}, {"red"}),
        ({"outcome": "deferred"}, {"amber"}),
        ({"outcome": "unknown"}, {"grey"}),
        ({"outcome": "unconfirmed"}, set()),
        ({"q": "do van"}, {"grey"}),
        ({"award": "0"}, set()),
        ({"unit": "0"}, set()),
        ({"order": "name"}, {"green", "red", "amber", "grey"}),
    ],
)
def test_the_list_is_filtered(client, year, nominees, office_clerk, query, shown):
    client.force_login(office_clerk)
    page = text(client.get(list_url(year), query))
    assert {name for name, p in nominees.items() if detail_url(year, p) in page} == shown


def test_names_stand_in_the_order_of_given_names(client, year, nominees, office_clerk):
    client.force_login(office_clerk)
    page = text(client.get(list_url(year), {"order": "unit"}))
    places = [page.index(detail_url(year, person)) for person in nominees.values()]
    assert places == sorted(places)


def test_what_waits_for_confirmation_stands_apart_and_last(client, year, nominees, office_clerk):
    other = make_unit(parent=year.commune, name="Thôn Ao")
    waiting = make_person(unit=other, full_name="An Văn An")
    year.register("GK_XA", unit=other, person=waiting, state=RegistrationState.SUBMITTED)
    client.force_login(office_clerk)
    page = text(client.get(list_url(year)))
    assert page.index("Bản đăng ký chờ văn phòng xác nhận") < page.index(detail_url(year, waiting))
    assert all(page.index(detail_url(year, waiting)) > page.index(detail_url(year, person))
               for person in nominees.values())  # fmt: skip


def test_an_empty_list_says_what_to_do_next(client, year, office_clerk):
    client.force_login(office_clerk)
    page = text(client.get(list_url(year)))
    assert "Chưa có ai để xét" in page
    assert year.period.get_absolute_url() in page


def test_a_long_list_has_pages(client, year, office_clerk):
    for number in range(52):
        year.register("LDTT", person=make_person(unit=year.village, full_name=f"Nguyễn {number}"))
    client.force_login(office_clerk)
    assert "51–52 trong 52" in text(client.get(list_url(year), {"page": 2}))


def test_the_sheet_holds_the_rows_of_the_page(client, year, nominees, office_clerk):
    client.force_login(office_clerk)
    response = client.get(list_url(year, "period_eligibility_export"), {"outcome": "ineligible"})
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert [row[:5] for row in rows[1:]] == [
        ("Phạm Văn Cảnh", "Cá nhân", "Thôn Ngọc", "Giấy khen của Chủ tịch UBND cấp xã",
         "Không đủ điều kiện"),
    ]  # fmt: skip
    assert "Hoàn thành xuất sắc nhiệm vụ" in rows[1][6]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_a_constant_number_of_queries(
    client, year, office_clerk, count, django_assert_num_queries
):
    for number in range(count):
        year.register("GK_XA", person=year.person(f"Nguyễn Văn {number}"))
    client.force_login(office_clerk)
    client.get(list_url(year))
    with django_assert_num_queries(24):
        client.get(list_url(year))


# --- who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["office_clerk", "chair", "auditor"])
def test_overseers_see_everybody(client, year, nominees, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(list_url(year)).status_code == 200
    assert client.get(detail_url(year, nominees["amber"])).status_code == 200


def test_a_unit_is_led_to_its_own_page(client, year, nominees, unit_clerk):
    client.force_login(unit_clerk)
    assert client.get(list_url(year)).url == list_url(year, "period_eligibility_own")
    assert client.get(list_url(year, "period_achieved")).status_code == 404


def test_a_unit_sees_what_its_own_nominees_lack(client, year, nominees, unit_clerk):
    other = make_unit(parent=year.commune, name="Thôn Đoài")
    stranger = make_person(unit=other, full_name="Người thôn khác")
    year.register("GK_XA", unit=other, person=stranger)
    client.force_login(unit_clerk)
    page = text(client.get(list_url(year, "period_eligibility_own")))
    assert "Phạm Văn Cảnh" in page
    assert "thấp hơn mức Hoàn thành xuất sắc nhiệm vụ" in page
    assert "Người thôn khác" not in page
    assert client.get(detail_url(year, stranger)).status_code == 404


def test_a_unit_learns_nothing_of_a_denunciation(client, year, nominees, unit_clerk):
    client.force_login(unit_clerk)
    for url in (list_url(year, "period_eligibility_own"), detail_url(year, nominees["amber"])):
        page = text(client.get(url))
        assert "tố cáo" not in page
        assert "Chưa xét khen thưởng" not in page
    sheet = client.get(list_url(year, "period_eligibility_export")).content
    rows = list(load_workbook(BytesIO(sheet)).active.values)
    assert {row[0]: row[4] for row in rows}["Vũ Thị Dung"] == "Đủ điều kiện"


def test_an_empty_unit_page_says_what_comes(client, year, unit_clerk):
    client.force_login(unit_clerk)
    page = text(client.get(list_url(year, "period_eligibility_own")))
    assert "Đơn vị chưa có ai để xét" in page


def test_another_unit_s_nominee_and_another_commune_s_do_not_exist(
    client, year, nominees, office_clerk
):
    client.force_login(office_clerk)
    foreign = make_person(unit=make_unit(name="Thôn ở xã khác"))
    assert client.get(detail_url(year, foreign)).status_code == 404
    assert client.get(detail_url(year, nominees["red"], kind="ho-gia-dinh")).status_code == 404
    assert client.get(detail_url(year, nominees["red"], kind="nguoi")).status_code == 404
    assert client.get(detail_url(year, nominees["red"], offer="HTNV")).status_code == 404


# --- one nominee ---------------------------------------------------------------------------------


def test_findings_lead_to_the_records_that_prove_them(client, year, nominees, office_clerk):
    rating = nominees["red"].annualratings.get()
    rating.document = "Quyết định số 77/QĐ-UBND"
    rating.save()
    client.force_login(office_clerk)
    page = text(client.get(detail_url(year, nominees["red"])))
    address = reverse("awards:rating_detail", args=[rating.pk])
    assert f'<a href="{address}">Quyết định số 77/QĐ-UBND</a>' in page
    assert reverse("awards:person_profile", args=[nominees["red"].pk]) in page


def test_a_record_outside_one_s_scope_is_named_without_a_link(client, year, unit_clerk):
    person = year.person()
    other = make_person(unit=make_unit(parent=year.commune, name="Thôn Đoài"))
    shared = make_initiative(person=other, name="Sáng kiến chung", recognition="recognised",
                             document="QĐ 9")  # fmt: skip
    shared.co_authors.add(person)
    year.people.criteria.create(text="Có sáng kiến", kind="initiative", position=9)
    year.register("GK_XA", person=person)
    client.force_login(unit_clerk)
    page = text(client.get(detail_url(year, person)))
    assert "Sáng kiến chung" in page
    assert reverse("awards:initiative_detail", args=[shared.pk]) not in page


def test_alternatives_hang_below_their_group(client, year, office_clerk):
    group = year.people.groups.create(text="Đạt một trong hai", needed=1)
    for text_, kind in (("Có sáng kiến hay", "initiative"), ("Việc tốt khác", "manual")):
        year.people.criteria.create(text=text_, kind=kind, group=group, position=9)
    person = year.person()
    year.register("GK_XA", person=person)
    client.force_login(office_clerk)
    page = text(client.get(detail_url(year, person)))
    inside = page[page.index("is-members") : page.index("</aside>")]
    assert page.index("Đạt một trong hai") < page.index("is-members")
    assert "Có sáng kiến hay" in inside
    assert "Việc tốt khác" in inside


def test_the_office_judges_otherwise_and_it_shows_in_the_list(client, year, nominees, office_clerk):
    client.force_login(office_clerk)
    response = client.post(
        detail_url(year, nominees["red"], "period_eligibility_override"),
        {"rule_key": f"tc-{year.rated.pk}", "verdict": "met", "reason": "Xếp loại lại theo QĐ 7"},
        follow=True,
    )
    assert "Văn phòng kết luận: đạt" in text(response)
    assert "Xếp loại lại theo QĐ 7" in text(response)
    assert "có kết luận của văn phòng" in text(client.get(list_url(year), {"q": "canh"}))


def test_what_was_typed_stays_when_it_cannot_be_saved(client, year, nominees, office_clerk):
    client.force_login(office_clerk)
    response = client.post(
        detail_url(year, nominees["red"], "period_eligibility_override"),
        {"rule_key": f"tc-{year.rated.pk}", "verdict": "", "reason": "Lý do đã gõ"},
    )
    assert response.status_code == 422
    assert "Lý do đã gõ" in text(response)
    assert not Override.objects.exists()


def test_a_criterion_that_is_gone_is_said_so(client, year, nominees, office_clerk):
    client.force_login(office_clerk)
    response = client.post(
        detail_url(year, nominees["red"], "period_eligibility_override"),
        {"rule_key": "tc-0", "verdict": "met", "reason": "Lý do"},
    )
    assert "Không còn tiêu chuẩn này" in text(response)


def test_taking_back_is_done_on_the_page(client, year, nominees, office_clerk):
    record = Override.objects.create(
        period=year.period, offer=year.offers["GK_XA"], person=nominees["red"],
        rule_key=f"tc-{year.rated.pk}", rule_text=year.rated.text, verdict=Verdict.MET,
        reason="Nhầm", by=office_clerk,
    )  # fmt: skip
    client.force_login(office_clerk)
    url = detail_url(year, nominees["red"], "period_eligibility_withdraw", override_pk=record.pk)
    assert "Phải ghi lý do" in text(client.post(url, follow=True))
    assert "Đã bỏ kết luận" in text(client.post(url, {"note": "Ghi nhầm người"}, follow=True))
    assert not Override.objects.exists()


@pytest.mark.parametrize("who", ["unit_clerk", "auditor"])
def test_others_see_no_form_and_cannot_post(client, year, nominees, who, request):
    client.force_login(request.getfixturevalue(who))
    page = text(client.get(detail_url(year, nominees["red"])))
    assert "Văn phòng kết luận khác" not in page
    url = detail_url(year, nominees["red"], "period_eligibility_override")
    assert client.post(url, {"rule_key": f"tc-{year.rated.pk}"}).status_code == 403


# --- who already qualifies -----------------------------------------------------------------------


@pytest.fixture
def now(commune, village):
    """A campaign of this year that still takes registrations, and one rated person."""
    campaign = make_campaign(authority=commune)
    ldtt = make_offer(
        campaign=campaign,
        award_type=type(campaign.offers.first().award_type).objects.filter(code="LDTT")
        .valid_on(days_from_today(0)).get(),
        column=7,
    )  # fmt: skip
    person = make_person(unit=village, full_name="Lê Thị Bình")
    this_year = days_from_today(0).year
    make_rating(person=person, year=this_year)
    make_person(unit=village, full_name="Chưa Có Gì")
    return campaign, ldtt, person


def test_who_qualifies_leads_to_the_open_registration(client, now, village, office_clerk):
    campaign, *_ = now
    client.force_login(office_clerk)
    page = text(client.get(reverse("campaigns:qualifying_list"), {"award": "LDTT"}))
    period = campaign.periods.get()
    assert "Lê Thị Bình" in page
    assert "Chưa Có Gì" not in page
    if period.year == days_from_today(0).year:
        start = reverse("campaigns:registration_start", args=[period.pk, village.pk])
        assert start in page


def test_who_is_registered_leads_to_his_findings(client, now, village, office_clerk):
    campaign, offer, person = now
    period = campaign.periods.get()
    period.ends_on = days_from_today(40)
    period.save()
    registration = make_registration(period=period, unit=village, state="confirmed")
    make_line(registration=registration, person=person, offers=[offer])
    client.force_login(office_clerk)
    query = {"award": "LDTT", "registered": "yes", "year": period.year}
    page = text(client.get(reverse("campaigns:qualifying_list"), query))
    address = reverse(
        "campaigns:period_eligibility_detail", args=[period.pk, offer.pk, "ca-nhan", person.pk]
    )
    assert address in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [({"shown": "unknown"}, "Chưa Có Gì"), ({"q": "binh"}, "Lê Thị Bình"),
     ({"ahead": "1", "shown": "all"}, "Giả định")],
)  # fmt: skip
def test_who_qualifies_is_filtered(client, now, office_clerk, query, shown):
    client.force_login(office_clerk)
    assert shown in text(client.get(reverse("campaigns:qualifying_list"), query))


def test_nobody_qualifies_says_why(client, commune, office_clerk):
    client.force_login(office_clerk)
    page = text(client.get(reverse("campaigns:qualifying_list")))
    assert "Chưa thấy ai đủ điều kiện" in page


def test_who_qualifies_is_exported(client, now, office_clerk):
    client.force_login(office_clerk)
    response = client.get(reverse("campaigns:qualifying_export"), {"award": "LDTT"})
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert [row[0] for row in rows[1:]] == ["Lê Thị Bình"]


def test_who_qualifies_is_for_overseers_and_their_authorities(
    client, now, commune, unit_clerk, outsider
):
    url = reverse("campaigns:qualifying_list")
    client.force_login(unit_clerk)
    assert client.get(url).status_code == 404
    client.force_login(outsider)
    assert client.get(url, {"authority": commune.pk}).status_code == 404
    assert "Lê Thị Bình" not in text(client.get(url, {"shown": "all"}))


# --- registered and achieved, entry points -------------------------------------------------------


def test_the_comparison_shows_each_column(client, year, nominees, office_clerk):
    client.force_login(office_clerk)
    page = text(client.get(list_url(year, "period_achieved")))
    assert "Giấy khen của Chủ tịch UBND cấp xã" in page
    assert "4 đối tượng" in page


def test_an_empty_comparison_says_so(client, year, office_clerk):
    client.force_login(office_clerk)
    page = text(client.get(list_url(year, "period_achieved")))
    assert "Chưa có đăng ký để so sánh" in page


def test_board_and_campaign_lead_to_eligibility(client, year, office_clerk):
    client.force_login(office_clerk)
    for url in (year.period.get_absolute_url(), year.campaign.get_absolute_url()):
        assert list_url(year) in text(client.get(url))


def test_a_household_has_its_page_too(client, year, office_clerk):
    household = make_household(unit=year.village)
    year.register("GK_XA", household=household)
    client.force_login(office_clerk)
    page = text(client.get(detail_url(year, household, kind="ho-gia-dinh")))
    assert "Hộ gia đình Trần Thị Bình" in page
