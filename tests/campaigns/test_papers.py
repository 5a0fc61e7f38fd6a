"""The two papers of this floor as values: what is enforced is what is printed, nothing else."""

import datetime as dt

import pytest

from awards.models import AwardType
from campaigns.models import AwardOffer, Campaign, DossierComponent, Registration, Route
from campaigns.papers import PAPERS, plan, registration
from campaigns.papers.slots import REQUIRED, SLOTS, missing_slots
from emulation.organization.models import NomineeKind, Role, UnitKind
from emulation.papers.paper import PaperDate, PaperError, Signature, Table
from emulation.papers.text import number, parse, slots
from tests.make import (
    make_authority,
    make_award_type,
    make_campaign,
    make_chase_letter,
    make_criterion_set,
    make_group,
    make_household,
    make_line,
    make_offer,
    make_period,
    make_person,
    make_registration,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def day(text):
    return dt.date.fromisoformat(text)


def award(code, on="2024-04-16"):
    return AwardType.objects.valid_on(day(on)).get(code=code)


@pytest.fixture
def dinh_du(commune):
    """Đình Dù 2024 without its texts: "trước ngày 26/04/2024", dossiers "trước ngày 10/12/2024"."""
    campaign = make_campaign(
        authority=commune,
        bare=True,
        registration_sent_to="UBND xã qua Văn phòng",
        starts_on=day("2024-04-16"),
        ends_on=day("2024-12-31"),
        issued_on=day("2024-04-16"),
    )
    make_period(
        campaign=campaign,
        name="Năm 2024",
        registration_before=day("2024-04-26"),
        dossier_before=day("2024-12-10"),
    )
    return campaign


def filed(campaign):
    return Campaign.objects.with_filing().get(pk=campaign.pk)


def slot(name, campaign):
    """What stands in a slot, line by line as printed."""
    return [numbered.line for numbered in number(SLOTS[name](filed(campaign)))]


# --- bound parts of the plan ---------------------------------------------------------------------


def test_who_may_compete_is_a_closed_list_in_the_filed_order(dinh_du):
    for position, (name, text) in enumerate(
        [("Các thôn", ""), ("Cán bộ", "Cán bộ, công chức xã.")]
    ):
        group = make_group(authority=dinh_du.authority, name=name)
        dinh_du.participants.create(group=group, text=text, position=position)
    assert slot("đối tượng thi đua", dinh_du) == ["- Các thôn;", "- Cán bộ, công chức xã."]


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        ("2024-12-31", "Từ ngày 16/04/2024 đến hết ngày 31/12/2024."),
        (None, "Từ ngày 16/04/2024 cho đến khi có văn bản kết thúc."),
    ],
)
def test_from_when_to_when(dinh_du, ends_on, words):
    Campaign.objects.update(ends_on=ends_on)
    assert slot("thời gian thực hiện", dinh_du) == [words]


def test_where_and_by_when_to_register(dinh_du):
    assert slot("thời hạn đăng ký", dinh_du) == [
        "Các đơn vị, cá nhân gửi bản đăng ký thi đua về UBND xã qua Văn phòng "
        "trước ngày 26/04/2024 (hết ngày 25/04/2024)."
    ]


def test_the_printed_deadline_is_the_enforced_one(dinh_du):
    dinh_du.periods.update(registration_before=day("2024-05-03"))
    period = dinh_du.periods.get()
    (words,) = slot("thời hạn đăng ký", dinh_du)
    assert (f"hết ngày {period.last_registration_day:%d/%m/%Y}" in words) is True


def test_without_a_place_registrations_go_to_the_authority(dinh_du):
    Campaign.objects.update(registration_sent_to="")
    assert "về UBND xã Đình Dù trước ngày" in slot("thời hạn đăng ký", dinh_du)[0]


def test_without_a_deadline_there_is_nothing_to_print(dinh_du):
    dinh_du.periods.update(registration_before=None)
    assert slot("thời hạn đăng ký", dinh_du) == []


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        (NomineeKind.COLLECTIVE, "tiêu chuẩn tập thể"),
        (NomineeKind.INDIVIDUAL, "tiêu chuẩn cá nhân"),
        (NomineeKind.HOUSEHOLD, "tiêu chuẩn hộ gia đình"),
    ],
)
def test_criteria_are_printed_for_their_nominee_kind_only(dinh_du, subject, name):
    dinh_du.criterion_sets.add(
        make_criterion_set(
            authority=dinh_du.authority, subject=subject, criteria=["Xếp loại tốt;", "Có sáng kiến"]
        )
    )
    printed = {
        slot_name: slot(slot_name, dinh_du) for slot_name in SLOTS if "tiêu chuẩn" in slot_name
    }
    assert {key: lines for key, lines in printed.items() if lines} == {
        name: ["- Xếp loại tốt;", "- Có sáng kiến."]
    }


@pytest.fixture
def both_routes(dinh_du):
    """A proposal to the district, an award of the commune's own, and a column only registered."""
    make_offer(
        campaign=dinh_du,
        award_type=award("GK_HUYEN"),
        route=Route.SUPERIOR,
        column=1,
        copies=1,
        sent_to="UBND xã qua Văn phòng",
    )
    make_offer(campaign=dinh_du, award_type=award("GK_XA"), route=Route.OWN, column=2)
    make_offer(campaign=dinh_du, award_type=award("LDTT"), route=Route.REGISTER, column=3)
    return dinh_du


def test_awards_are_printed_by_route_but_not_those_only_registered(both_routes):
    assert slot("hình thức khen thưởng", both_routes) == [
        "1. Đề nghị Chủ tịch UBND cấp huyện xét tặng Giấy khen của Chủ tịch UBND cấp huyện "
        "cho tập thể, cá nhân, hộ gia đình.",
        "2. Giấy khen của Chủ tịch UBND cấp xã cho tập thể, cá nhân, hộ gia đình.",
    ]


def test_an_award_is_printed_in_the_offices_own_words(both_routes):
    AwardOffer.objects.filter(column=2).update(text="Giấy khen đối với tập thể, cá nhân;")
    assert slot("hình thức khen thưởng", both_routes)[1] == "2. Giấy khen đối với tập thể, cá nhân."


def test_a_single_award_is_a_sentence_and_no_list(dinh_du):
    make_offer(campaign=dinh_du, award_type=award("TTLDTT"))
    assert slot("hình thức khen thưởng", dinh_du) == ["Tập thể lao động tiên tiến cho tập thể."]


COMPONENTS = (
    "Tờ trình đề nghị khen thưởng",
    "Báo cáo thành tích",
    "Biên bản và kết quả bỏ phiếu của Hội đồng",
    "Danh sách trích ngang thành tích",
)


@pytest.fixture
def with_dossier(both_routes):
    offer = both_routes.offers.get(column=1)
    for position, name in enumerate(COMPONENTS):
        DossierComponent.objects.create(offer=offer, name=name, position=position)
    return both_routes


def test_a_dossier_lists_components_copies_place_and_deadline(with_dossier):
    assert slot("hồ sơ khen thưởng", with_dossier) == [
        "- Hồ sơ đề nghị Giấy khen của Chủ tịch UBND cấp huyện:",
        "+ Tờ trình đề nghị khen thưởng;",
        "+ Báo cáo thành tích;",
        "+ Biên bản và kết quả bỏ phiếu của Hội đồng;",
        "+ Danh sách trích ngang thành tích;",
        "+ Số lượng: 01 bộ, gửi về UBND xã qua Văn phòng "
        "trước ngày 10/12/2024 (hết ngày 09/12/2024).",
    ]


def test_a_dossiers_deadline_is_said_once_where_it_has_a_place_of_its_own(with_dossier):
    with_dossier.plan.body = "[[hồ sơ khen thưởng]]\n[[thời hạn nộp hồ sơ]]"
    with_dossier.plan.save()
    assert slot("hồ sơ khen thưởng", with_dossier)[-1] == (
        "+ Số lượng: 01 bộ, gửi về UBND xã qua Văn phòng."
    )
    assert slot("thời hạn nộp hồ sơ", with_dossier) == [
        "Hồ sơ được gửi trước ngày 10/12/2024 (hết ngày 09/12/2024)."
    ]


def test_the_superiors_own_deadline_takes_the_place_of_ours(with_dossier):
    with_dossier.offers.update(dossier_note="theo Điều 12 Quyết định số 33/2021/QĐ-UBND")
    assert slot("thời hạn nộp hồ sơ", with_dossier) == [
        "Hồ sơ được gửi theo Điều 12 Quyết định số 33/2021/QĐ-UBND."
    ]


def test_the_only_dossier_of_the_only_award_needs_no_heading(dinh_du):
    offer = make_offer(campaign=dinh_du, award_type=award("BK_TINH"), route=Route.SUPERIOR)
    DossierComponent.objects.create(offer=offer, name="Tờ trình")
    assert slot("hồ sơ khen thưởng", dinh_du) == [
        "- Tờ trình;",
        "- Trước ngày 10/12/2024 (hết ngày 09/12/2024).",
    ]


@pytest.fixture
def with_the_same_dossier_twice(with_dossier):
    own, superior = with_dossier.offers.get(column=2), with_dossier.offers.get(column=1)
    AwardOffer.objects.filter(pk=own.pk).update(copies=1, sent_to=superior.sent_to)
    for component in superior.components.all():
        component.pk, component.offer = None, own
        component.save()
    return with_dossier


def test_one_dossier_for_all_awards_needs_no_heading(with_the_same_dossier_twice):
    lines = slot("hồ sơ khen thưởng", with_the_same_dossier_twice)
    assert (len(lines), lines[0]) == (5, "- Tờ trình đề nghị khen thưởng;")


def test_awards_with_the_same_dossier_share_one_list(with_the_same_dossier_twice):
    campaign = with_the_same_dossier_twice
    other = make_offer(campaign=campaign, award_type=award("BK_TINH"), column=4)
    DossierComponent.objects.create(offer=other, name="Tờ trình riêng")
    headings = [line for line in slot("hồ sơ khen thưởng", campaign) if line.startswith("-")]
    assert headings == [
        "- Hồ sơ đề nghị Giấy khen của Chủ tịch UBND cấp huyện; "
        "Giấy khen của Chủ tịch UBND cấp xã:",
        "- Hồ sơ đề nghị Bằng khen của Chủ tịch UBND tỉnh:",
    ]


# --- slots that must be there --------------------------------------------------------------------


def test_every_required_slot_exists():
    assert set(REQUIRED) <= set(SLOTS)


def test_a_slot_is_missed_only_when_there_is_data_for_it(dinh_du):
    assert missing_slots(filed(dinh_du), set()) == ["thời hạn đăng ký"]


def test_all_data_wants_its_slot(with_dossier):
    with_dossier.participants.create(group=make_group(authority=with_dossier.authority))
    for subject in NomineeKind:
        with_dossier.criterion_sets.add(
            make_criterion_set(authority=with_dossier.authority, subject=subject)
        )
    assert missing_slots(filed(with_dossier), set()) == list(REQUIRED)


def test_a_used_slot_is_not_missed(dinh_du):
    assert missing_slots(filed(dinh_du), {"thời hạn đăng ký"}) == []


# --- the plan ------------------------------------------------------------------------------------


def built_plan(campaign, **texts):
    for name, text in texts.items():
        setattr(campaign.plan, name, text)
    campaign.plan.save()
    return plan.build(filed(campaign))


def lines_of(paper):
    return [numbered.line for numbered in number(paper.body)]


def test_sections_are_counted_not_copied(dinh_du):
    paper = built_plan(
        dinh_du, lead_in="", closing="", body="I. MỘT\nV. HAI\nV. BA\n1. Khoản\n1. Khoản nữa"
    )
    assert lines_of(paper) == ["I. MỘT", "II. HAI", "III. BA", "1. Khoản", "2. Khoản nữa"]


def test_slots_are_filled_where_they_stand(dinh_du):
    paper = built_plan(dinh_du, body="I. ĐĂNG KÝ\n[[thời hạn đăng ký]]\nII. TỔ CHỨC")
    assert slots(paper.body) == ()
    assert any("hết ngày 25/04/2024" in line for line in lines_of(paper))


def test_opening_lead_in_body_and_closing_come_in_order(dinh_du):
    paper = built_plan(
        dinh_du, opening="Mở đầu\nTiếp", lead_in="Như sau:", body="Thân", closing="Kết"
    )
    assert lines_of(paper) == ["Mở đầu", "Tiếp", "Như sau:", "Thân", "Kết"]


def test_an_unknown_slot_cannot_be_printed(dinh_du):
    with pytest.raises(PaperError, match="không có chỗ này"):
        built_plan(dinh_du, body="[[không có chỗ này]]")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer", ("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ")),
        ("parent", ()),
        ("number", "15"),
        ("symbol", "KH-UBND"),
        ("place", "Đình Dù"),
        ("date", PaperDate(2024, 4, 16)),
        ("type_name", "KẾ HOẠCH"),
        ("bases", ("Luật Thi đua", "Kế hoạch số 15/KH-UBND")),
        ("recipients", ("Các thôn", "Lưu: VT")),
        ("signatures", (Signature("CHỦ TỊCH", "Lê Văn Chung", ("TM. ỦY BAN NHÂN DÂN",)),)),
        ("draft", False),
        ("end_mark", True),
    ],
)
def test_the_issued_plan_prints(dinh_du, field, value):
    type(dinh_du.authority).objects.update(letterhead="ỦY BAN NHÂN DÂN|XÃ ĐÌNH DÙ")
    paper = built_plan(dinh_du, bases="Luật Thi đua\n\n Kế hoạch số 15/KH-UBND ")
    assert getattr(paper, field) == value


def test_a_deputy_signs_with_both_lines_of_authority(dinh_du):
    paper = built_plan(dinh_du, signer_authority="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH")
    assert paper.signatures[0].authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")


def test_a_head_who_signs_alone_signs_for_nobody(dinh_du):
    assert built_plan(dinh_du, signer_authority="").signatures[0].authority == ()


@pytest.mark.parametrize(
    ("field", "value"), [("draft", True), ("number", None), ("date", PaperDate(2024))]
)
def test_a_draft_says_so_and_leaves_number_and_day_blank(commune, field, value):
    campaign = make_campaign(
        authority=commune, state="draft", bare=True, starts_on=day("2024-04-16"), ends_on=None
    )
    assert getattr(plan.build(filed(campaign)), field) == value


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_asks_the_database_nothing_once_fetched(
    with_dossier, rows, django_assert_num_queries
):
    for count in range(rows):
        make_period(campaign=with_dossier, name=f"Kỳ {count}")
        make_offer(campaign=with_dossier, award_type=make_award_type(), column=count + 5)
    with_dossier.plan.body = "\n".join(f"[[{name}]]" for name in SLOTS)
    with_dossier.plan.save()
    campaign = filed(with_dossier)
    with django_assert_num_queries(0):
        plan.build(campaign)


# --- the registration table ----------------------------------------------------------------------


@pytest.fixture
def offers(dinh_du):
    """Three columns under two headings."""
    return [
        make_offer(campaign=dinh_du, award_type=award(code), column=column, heading=heading)
        for column, (code, heading) in enumerate(
            [("HTNV", "Hoàn thành nhiệm vụ"), ("LDTT", ""), ("GK_XA", "Giấy khen UBND xã")], start=1
        )
    ]


@pytest.fixture
def draft_of(dinh_du):
    def make(unit, **values):
        return make_registration(period=dinh_du.periods.get(), unit=unit, **values)

    return make


def built(record):
    return registration.build(Registration.objects.with_lines().get(pk=record.pk))


def table_of(record):
    return next(block for block in built(record).body if isinstance(block, Table))


def cells(record):
    return [(row.kind, *row.cells) for row in table_of(record).rows]


def test_columns_stand_in_order_under_their_group_heading(offers, draft_of, village):
    offers[0].column, offers[2].column = 9, 0
    for offer in (offers[0], offers[2]):
        offer.save()
    AwardOffer.objects.filter(column=0).update(column=1, heading="Giấy khen")
    AwardOffer.objects.filter(pk=offers[1].pk).update(column=2)
    assert [(column.group, column.heading) for column in table_of(draft_of(village)).columns] == [
        ("", "STT"),
        ("", "Tập thể, cá nhân"),
        ("Hình thức khen thưởng", "Giấy khen"),
        ("Danh hiệu thi đua", "Lao động tiên tiến"),
        ("Danh hiệu thi đua", "Hoàn thành nhiệm vụ"),
    ]


def test_an_offer_without_a_column_is_not_printed(offers, draft_of, village):
    AwardOffer.objects.filter(pk=offers[1].pk).update(column=None)
    assert len(table_of(draft_of(village)).columns) == 4


def test_the_columns_are_numbered(offers, draft_of, village):
    assert table_of(draft_of(village)).number_row is True


def test_collectives_come_first_and_people_second_each_with_its_caption(offers, draft_of, village):
    record = draft_of(village)
    person = make_person(unit=village, full_name="Lê Văn An", position="Trưởng thôn")
    make_line(registration=record, person=person, offers=offers[1:], position=1)
    make_line(registration=record, offers=offers[:1], position=2)
    assert cells(record) == [
        ("group", "I", "Tập thể", "", "", ""),
        ("body", "1", "Thôn Ngọc", "x", "", ""),
        ("group", "II", "Cá nhân", "", "", ""),
        ("body", "1", "Lê Văn An, Trưởng thôn", "", "x", "x"),
    ]


def test_captions_are_counted_over_the_blocks_that_are_there(offers, draft_of, village):
    record = draft_of(village)
    make_line(registration=record, household=make_household(unit=village, head_name="Đỗ Thị Bé"))
    assert cells(record) == [
        ("group", "I", "Hộ gia đình", "", "", ""),
        ("body", "1", "Hộ gia đình Đỗ Thị Bé", "", "", ""),
    ]


def test_with_households_the_heading_names_them(offers, draft_of, village):
    record = draft_of(village)
    make_line(registration=record, household=make_household(unit=village))
    assert table_of(record).columns[1].heading == "Tập thể, cá nhân, hộ gia đình"


def test_a_group_is_named_with_the_unit_it_is_narrowed_to(offers, draft_of, village, commune):
    record = draft_of(village)
    staff = make_group(authority=commune, name="Toàn thể cán bộ", subject=NomineeKind.INDIVIDUAL)
    make_line(registration=record, group=staff, within=village, offers=offers[1:2])
    assert cells(record)[1] == ("body", "1", "Toàn thể cán bộ – Thôn Ngọc", "", "x", "")


def test_a_whole_group_is_named_alone(offers, draft_of, commune):
    record = draft_of(commune)
    make_line(registration=record, group=make_group(authority=commune), offers=offers[2:])
    assert cells(record)[1] == ("body", "1", "Các thôn", "", "", "x")


def test_a_person_of_a_unit_below_is_named_with_it(offers, draft_of, commune, village):
    record = draft_of(commune)
    person = make_person(unit=village, full_name="Lê Văn An", position="")
    make_line(registration=record, person=person)
    assert cells(record)[1][2] == "Lê Văn An, Thôn Ngọc"


def test_rows_keep_the_order_of_their_positions(offers, draft_of, village):
    record = draft_of(village)
    for position, name in ((2, "Lê Văn An"), (1, "Lê Văn Ba")):
        person = make_person(unit=village, full_name=name)
        make_line(registration=record, person=person, position=position)
    assert [row.cells[1] for row in table_of(record).rows if row.kind == "body"] == [
        "Lê Văn Ba",
        "Lê Văn An",
    ]


def test_an_empty_registration_prints_its_heading_only(offers, draft_of, village):
    assert table_of(draft_of(village)).rows == ()


def test_targets_stand_below_the_table_row_by_row(offers, draft_of, village):
    record = draft_of(village)
    make_line(registration=record, unit=village, targets="Hồ sơ đúng hạn 100%\n\n Có 1 sáng kiến ")
    body = built(record).body
    after = body[body.index(table_of(record)) + 1 :]
    assert [numbered.line for numbered in number(after)] == [
        "Nội dung, chỉ tiêu thi đua đăng ký thực hiện:",
        "1. Thôn Ngọc:",
        "- Hồ sơ đúng hạn 100%;",
        "- Có 1 sáng kiến.",
    ]


def test_without_targets_nothing_stands_below_the_table(offers, draft_of, village):
    record = draft_of(village)
    make_line(registration=record)
    assert isinstance(built(record).body[-1], Table)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("parent", ("ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",)),
        ("issuer", ("THÔN NGỌC",)),
        ("type_name", "ĐĂNG KÝ"),
        ("place", "Đình Dù"),
        ("date", PaperDate(2024)),
        ("draft", True),
        ("number", None),
        ("symbol", None),
        (
            "subject",
            "Danh hiệu thi đua, hình thức khen thưởng\n"
            "trong phong trào thi đua cải cách hành chính năm 2024",
        ),
        ("signatures", (Signature("TRƯỞNG THÔN", "Lê Văn An"),)),
        ("end_mark", False),
    ],
)
def test_a_units_registration_prints(offers, draft_of, village, field, value):
    Campaign.objects.update(theme="Phong trào thi đua cải cách hành chính")
    record = draft_of(village, signer_position="Trưởng thôn", signer_name="Lê Văn An")
    assert getattr(built(record), field) == value


def test_a_sent_registration_is_no_draft_and_carries_its_date(offers, draft_of, village):
    record = draft_of(village, state="submitted", dated=day("2024-04-25"))
    paper = built(record)
    assert (paper.draft, paper.date) == (False, PaperDate(2024, 4, 25))


def test_a_returned_registration_is_a_draft_again(offers, draft_of, village):
    assert built(draft_of(village, state="returned")).draft is True


def test_a_unit_follows_the_plan_of_its_authority(offers, draft_of, village, dinh_du):
    type(dinh_du.plan).objects.update(subject="Phát động phong trào thi đua năm 2024")
    assert built(draft_of(village)).bases == (
        "Căn cứ Kế hoạch số 15/KH-UBND ngày 16/04/2024 của UBND xã Đình Dù "
        "về phát động phong trào thi đua năm 2024",
    )


@pytest.mark.parametrize(
    ("document", "basis"),
    [
        ("Kế hoạch của UBND huyện Văn Lâm;", "Căn cứ Kế hoạch của UBND huyện Văn Lâm"),
        ("Thực hiện Hướng dẫn số 956/SNV-TĐKT.", "Thực hiện Hướng dẫn số 956/SNV-TĐKT"),
    ],
)
def test_the_authority_follows_its_superiors_document(offers, draft_of, commune, document, basis):
    Campaign.objects.update(superior_document=document)
    assert built(draft_of(commune)).bases == (basis,)


def test_the_authoritys_own_registration_is_signed_on_behalf_of_the_collective(
    offers, draft_of, commune
):
    paper = built(draft_of(commune))
    assert (paper.parent, paper.signatures) == (
        (),
        (Signature("CHỦ TỊCH", "Lê Văn Chung", ("TM. ỦY BAN NHÂN DÂN",)),),
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_asks_the_database_nothing_once_fetched(
    offers, draft_of, village, rows, django_assert_num_queries
):
    record = draft_of(village)
    for count in range(rows):
        person = make_person(unit=village, full_name=f"Lê Văn {count}")
        make_line(registration=record, person=person, offers=offers, targets="Đúng hạn")
    fetched = Registration.objects.with_lines().get(pk=record.pk)
    with django_assert_num_queries(0):
        registration.build(fetched)


@pytest.mark.parametrize("rows", [1, 3])
def test_fetching_the_table_costs_no_more_with_more_rows(
    offers, draft_of, village, rows, django_assert_num_queries
):
    record = draft_of(village)
    for count in range(rows):
        person = make_person(unit=village, full_name=f"Lê Văn {count}")
        make_line(registration=record, person=person, offers=offers)
    with django_assert_num_queries(9):
        Registration.objects.with_lines().get(pk=record.pk)


# --- the catalogue -------------------------------------------------------------------------------


@pytest.fixture
def one_of_each(dinh_du, draft_of, village, offers):
    """A subject for every kind of paper of this floor."""
    draft_of(village)
    make_task(campaign=dinh_du)
    make_chase_letter(period=dinh_du.periods.get(), units=[village])


def test_the_papers_of_this_floor():
    assert [(kind.slug, kind.title) for kind in PAPERS] == [
        ("plan", "Kế hoạch"),
        ("registration", "Bản đăng ký"),
        ("chase_letter", "Công văn đôn đốc"),
        ("task_list", "Bảng phân công"),
    ]


@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.slug)
def test_a_paper_is_visible_within_the_users_scope_only(kind, dinh_du, one_of_each):
    mine = make_user(role=Role.OFFICE, unit=dinh_du.authority)
    foreign = make_user(role=Role.OFFICE, unit=make_authority(name="UBND xã Lạc Đạo"))
    seen = [kind.subjects().visible_to(user).count() for user in (mine, foreign)]
    assert seen == [1, 0]


@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.slug)
def test_a_paper_can_be_built_of_a_record_fetched_by_its_kind(kind, one_of_each):
    assert kind.build(kind.subjects().get()).metadata_title


def test_a_plan_reads_back_as_the_text_it_was_written_in(dinh_du):
    body = "I. MỤC ĐÍCH\n- Một;\n- Hai.\nII. TỔ CHỨC\n1. Văn phòng\na) Theo dõi;\nb) Đôn đốc."
    paper = built_plan(dinh_du, lead_in="", closing="", body=body)
    assert paper.body == parse(body)


@pytest.mark.parametrize(
    ("theme", "words"),
    [
        ("Cải cách hành chính", "trong cải cách hành chính năm 2024"),
        ("CCHC", "trong CCHC năm 2024"),
    ],
)
def test_the_theme_is_written_on_in_the_sentence(offers, draft_of, village, theme, words):
    Campaign.objects.update(theme=theme)
    assert built(draft_of(village)).subject.splitlines()[1] == words


def test_a_mass_organisation_is_no_part_of_the_peoples_committee(offers, draft_of, commune):
    union = make_unit(parent=commune, name="Đoàn Thanh niên", kind=UnitKind.MASS_ORGANISATION)
    assert built(draft_of(union)).parent == ()


def test_a_unit_prints_the_superior_that_it_names_itself(offers, draft_of, commune):
    school = make_unit(
        parent=commune,
        name="Trường Tiểu học",
        kind=UnitKind.SCHOOL,
        parent_letterhead="PHÒNG GIÁO DỤC|VÀ ĐÀO TẠO",
    )
    assert built(draft_of(school)).parent == ("PHÒNG GIÁO DỤC", "VÀ ĐÀO TẠO")


def test_a_unit_below_a_village_registers_in_its_own_name(offers, draft_of, village):
    cell = make_unit(parent=village, name="Xóm 1")
    assert built(draft_of(cell)).issuer == ("XÓM 1",)
