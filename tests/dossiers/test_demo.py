"""What the demo holds: the two real plans in our words, their registrations, and a season today."""

import re
import unicodedata
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import models
from django.utils import timezone
from pypdf import PdfReader

from awards.models import CriterionKind
from campaigns.models import Campaign, Period, Registration, Review, Route
from campaigns.papers import plan, registration
from campaigns.services import consolidating, registering
from campaigns.services.filing import missing_to_issue
from campaigns.states import CampaignState, RegistrationState
from dossiers.demo import accounts, places
from emulation.organization.models import Household, NomineeKind, Person, Role, Unit, User
from emulation.papers import pdf
from emulation.papers.paper import Row, Signature, Table, listed
from emulation.papers.text import number

pytestmark = pytest.mark.usefixtures("demo")

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
needs_seeds = pytest.mark.skipif(not SEEDS, reason="the two real documents are not here")
needs_pdf = pytest.mark.skipif(bool(pdf.missing_libraries()), reason="no PDF libraries (pango)")


def campaign_of(year, authority=places.DINH_DU):
    return Campaign.objects.with_filing().get(
        authority__name=authority, starts_on__year=year, state=CampaignState.ISSUED
    )


@pytest.fixture
def dinh_du(demo):
    return campaign_of(2024)


@pytest.fixture
def lao_cai(demo):
    return campaign_of(2021, places.INSPECTORATE)


@pytest.fixture
def today(demo):
    """This year's campaign of Đình Dù."""
    return Campaign.objects.with_filing().get(
        authority__name=places.DINH_DU, starts_on__year__gt=2024, state=CampaignState.ISSUED
    )


@pytest.fixture
def consolidated(dinh_du):
    """The commune's registration of 2024 to the district."""
    return Registration.objects.with_lines().get(period__campaign=dinh_du, unit=dinh_du.authority)


def printed(campaign):
    return number(plan.build(campaign).body, end_mark=True)


def text_of(campaign):
    return "\n".join(numbered.line for numbered in printed(campaign))


def shape(campaign):
    """Sections of the plan: heading → the labels below it, "¶" for running text."""
    found = {"": []}
    for numbered in printed(campaign):
        if re.fullmatch(r"[XVI]+\.", numbered.label):
            found[numbered.line] = labels = []
        else:
            (labels if len(found) > 1 else found[""]).append(numbered.label or "¶")
    return {heading: " ".join(labels) for heading, labels in found.items()}


def below(campaign, line):
    """Lines of the plan below the heading that starts with `line`, up to the next number."""
    lines = [numbered.line for numbered in printed(campaign)]
    start = next(i for i, text in enumerate(lines) if text.startswith(line))
    rest = lines[start + 1 :]
    return rest[: next((i for i, text in enumerate(rest) if text[0] not in "-+"), len(rest))]


# --- the command ---------------------------------------------------------------------------------


def everything():
    ours = [
        m for m in apps.get_models() if m.__module__.startswith(("emulation", "awards", "camp"))
    ]
    rows = [row for model in ours for row in model._base_manager.order_by("pk")]
    return serializers.serialize("json", rows)


def test_a_second_run_changes_nothing_and_says_so():
    before, output = everything(), StringIO()
    call_command("demo", stdout=output)
    assert everything() == before
    assert output.getvalue() == "Dữ liệu mẫu đã có sẵn, không thay đổi gì.\n"


def test_the_first_run_says_what_it_made(demo):
    assert "Đình Dù năm 2024: kế hoạch và 19 bản đăng ký" in demo
    assert "vanphong, chutich, thon1, congchuc, xakhac, thanhtra, phong1" in demo


# --- places, people, accounts --------------------------------------------------------------------


def test_the_superior_of_the_commune_follows_the_date(dinh_du, today):
    commune = dinh_du.authority
    assert str(commune.superior_on(dinh_du.starts_on)) == "UBND huyện Văn Lâm"
    assert str(commune.superior_on(today.starts_on)) == "UBND tỉnh Hưng Yên"


def test_people_and_households_belong_where_they_should():
    commune = places.authority(places.DINH_DU)
    assert Person.objects.filter(authority=commune).count() >= 60
    assert Household.objects.filter(authority=commune).count() == 20
    villages = Person.objects.filter(unit__kind="village").values_list("employment", flat=True)
    assert set(villages) == {"part_time_staff"}


def test_every_unit_has_a_head_who_is_one_of_its_people():
    for unit in Unit.objects.exclude(kind="authority"):
        assert Person.objects.filter(unit=unit, full_name=unit.head_name).exists(), unit
        assert unit.head_position == unit.head_position.upper() != "", unit


@pytest.mark.parametrize(
    ("username", "role", "unit"),
    [
        ("vanphong", Role.OFFICE, "UBND xã Đình Dù"),
        ("chutich", Role.CHAIR, "UBND xã Đình Dù"),
        ("thon1", Role.UNIT, "Thôn 1"),
        ("congchuc", Role.UNIT, "Bộ phận Văn hóa - Xã hội"),
        ("xakhac", Role.OFFICE, "UBND xã Lạc Hồng"),
        ("thanhtra", Role.OFFICE, "Thanh tra tỉnh Lào Cai"),
        ("phong1", Role.UNIT, "Phòng Nghiệp vụ 1"),
    ],
)
def test_accounts_log_in_and_hold_their_role(client, username, role, unit):
    assert client.login(username=username, password="thidua-demo")
    membership = User.objects.get(username=username).memberships.get()
    assert (membership.role, str(membership.unit)) == (role, unit)


def test_admin_manages_everything(client):
    assert client.login(username="admin", password="thidua-demo")
    assert User.objects.get(username="admin").is_superuser


def test_another_commune_sees_nothing_of_dinh_du():
    stranger = accounts.user("xakhac")
    seen = {campaign.authority.name for campaign in Campaign.objects.visible_to(stranger)}
    assert seen == {places.LAC_HONG}
    registrations = Registration.objects.visible_to(stranger)
    assert {r.authority.name for r in registrations} == {places.LAC_HONG}


# --- Đình Dù 2024: the plan ----------------------------------------------------------------------


def test_dinh_du_plan_has_seven_sections_with_the_parts_of_the_real_one(dinh_du):
    assert shape(dinh_du) == {
        "": "¶ ¶",
        "I. MỤC ĐÍCH, YÊU CẦU": "- - - - -",
        "II. ĐỐI TƯỢNG VÀ NGUYÊN TẮC THI ĐUA, KHEN THƯỞNG": "1. - - 2. ¶ 3. - -",
        "III. NỘI DUNG THI ĐUA": "- - - -",
        "IV. THỜI GIAN ĐĂNG KÝ THI ĐUA": "¶",
        "V. TIÊU CHUẨN KHEN THƯỞNG": "1. - - - - 2. - - - - -",
        "VI. HÌNH THỨC VÀ HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG": "1. a) b) 2. - + + + + +",
        "VII. TỔ CHỨC THỰC HIỆN": "1. - - 2. 3. ¶ ¶",
    }


def test_dinh_du_plan_carries_number_date_recipients_and_signature(dinh_du):
    paper = plan.build(dinh_du)
    assert (paper.number_text, paper.symbol, paper.place) == ("38", "KH-UBND", "Đình Dù")
    assert (paper.date.day_text, paper.date.month_text, paper.date.year) == ("16", "4", 2024)
    assert paper.issuer == ("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ")
    assert not paper.parent
    assert not paper.draft
    assert len(paper.recipients) == 8
    assert listed(paper.recipients)[-1] == "Lưu: VT."
    assert paper.signatures == (Signature("CHỦ TỊCH", "Trần Quang Huy", ("TM. ỦY BAN NHÂN DÂN",)),)
    assert text_of(dinh_du).endswith("./.")


def test_dinh_du_deadlines_are_printed_as_the_last_day_too(dinh_du):
    text = text_of(dinh_du)
    assert "trước ngày 26/04/2024 (hết ngày 25/04/2024)" in text
    assert "trước ngày 10/12/2024 (hết ngày 09/12/2024)" in text


def test_dinh_du_dossier_has_four_components_and_one_copy(dinh_du):
    parts = below(dinh_du, "2. Hồ sơ đề nghị")[1:]
    words = (
        "Tờ trình",
        "Báo cáo thành tích",
        "Biên bản",
        "Danh sách trích ngang",
        "Số lượng: 01 bộ",
    )
    assert [part.startswith(f"+ {word}") for part, word in zip(parts, words, strict=True)] == [
        True
    ] * 5
    assert "UBND xã (qua Văn phòng UBND xã)" in parts[-1]


def test_dinh_du_awards_go_both_routes(dinh_du):
    routes = {offer.award_type.code: offer.route for offer in dinh_du.offers.all()}
    rewarded = {code: route for code, route in routes.items() if route != Route.REGISTER}
    assert rewarded == {"GK_HUYEN": Route.SUPERIOR, "GK_XA": Route.OWN}
    assert "a) Đề nghị Chủ tịch UBND huyện Văn Lâm tặng Giấy khen" in text_of(dinh_du)
    assert "b) Chủ tịch UBND xã tặng Giấy khen" in text_of(dinh_du)


def test_dinh_du_criteria_can_be_judged(dinh_du):
    kinds = CriterionKind
    collective = dinh_du.criteria_for(NomineeKind.COLLECTIVE)
    assert [c.kind for c in collective] == [
        kinds.INDEX_RATING, kinds.RATING, kinds.INITIATIVE, kinds.NO_DISCIPLINE,
    ]  # fmt: skip
    assert collective[0].parameters == {
        "index": "Chỉ số cải cách hành chính", "rating": "4_good", "rise": True,
    }  # fmt: skip
    assert [c.kind for c in dinh_du.criteria_for(NomineeKind.INDIVIDUAL)] == [
        kinds.RATING, kinds.MANUAL, kinds.MANUAL, kinds.INITIATIVE, kinds.NO_DISCIPLINE,
    ]  # fmt: skip


# --- Đình Dù 2024: the table ---------------------------------------------------------------------

COLUMNS = [
    ("STT", ""),
    ("Tập thể, cá nhân", ""),
    ("Hoàn thành nhiệm vụ", "Danh hiệu thi đua"),
    ("Lao động tiên tiến", "Danh hiệu thi đua"),
    ("Chiến sĩ thi đua cơ sở", "Danh hiệu thi đua"),
    ("Chiến sĩ thi đua cấp tỉnh", "Danh hiệu thi đua"),
    ("Chiến sĩ thi đua toàn quốc", "Danh hiệu thi đua"),
    ("Giấy khen UBND huyện", "Hình thức khen thưởng"),
    ("Bằng khen UBND tỉnh, các Bộ, ngành, đoàn thể TW", "Hình thức khen thưởng"),
    ("Bằng khen của Thủ tướng Chính phủ", "Hình thức khen thưởng"),
    ("Huân chương các loại", "Hình thức khen thưởng"),
]
# The rows of the real table, with the numbers of the marked columns.
ROWS = [
    ("UBND xã Đình Dù", [8]),
    ("Các thôn", [8]),
    ("Bộ phận Tiếp nhận và trả kết quả", [8, 9]),
    ("Các ban, ngành, đoàn thể", [8]),
    ("Toàn thể cán bộ, công chức, người lao động UBND xã", [8, 10]),
]


def table_of(record):
    return next(b for b in registration.build(record).body if isinstance(b, Table))


def marked_rows(table):
    return [
        (row.cells[1], [i for i, cell in enumerate(row.cells, start=1) if cell == "x"])
        for row in table.rows
        if row.kind == "body"
    ]


def test_the_table_has_the_eleven_columns_in_order(consolidated):
    assert [(c.heading, c.group) for c in table_of(consolidated).columns] == COLUMNS


def test_the_table_has_the_five_rows_and_their_marks(consolidated):
    table = table_of(consolidated)
    assert marked_rows(table) == ROWS
    captions = [row.cells[:2] for row in table.rows if row.kind == "group"]
    assert captions == [("I", "Tập thể"), ("II", "Cá nhân")]
    assert isinstance(table.rows[0], Row)
    assert table.rows[0].kind == "group"


def test_the_rows_follow_from_the_units_registrations(consolidated):
    """Only the commune's own row is by hand; building the table anew gives the same one."""
    by_hand = [str(line) for line in consolidated.lines.all() if not line.is_collected]
    assert by_hand == ["UBND xã Đình Dù"]
    Registration.objects.filter(pk=consolidated.pk).update(state=RegistrationState.DRAFT)
    outcome = consolidating.rebuild(consolidated.period, by=accounts.user("vanphong"))
    assert (outcome.included, outcome.waiting) == (18, [])
    fresh = Registration.objects.with_lines().get(pk=consolidated.pk)
    assert marked_rows(table_of(fresh)) == ROWS


def test_the_table_is_dated_and_signed_as_the_real_one(consolidated):
    paper = registration.build(consolidated)
    assert (paper.date.day, paper.date.month, paper.date.year) == (16, 4, 2024)
    assert paper.bases[0].startswith("Căn cứ Kế hoạch của UBND huyện Văn Lâm")
    assert paper.signatures[0] == Signature("CHỦ TỊCH", "Trần Quang Huy", ("TM. ỦY BAN NHÂN DÂN",))
    assert consolidated.state == RegistrationState.CONFIRMED
    assert not paper.draft


# --- Lào Cai 2021-2025 ---------------------------------------------------------------------------


def test_lao_cai_plan_has_five_sections_with_the_parts_of_the_real_one(lao_cai):
    assert shape(lao_cai) == {
        "": "¶",
        "I. MỤC ĐÍCH, YÊU CẦU": "1. - - - 2. - -",
        "II. ĐỐI TƯỢNG, TIÊU CHÍ, TỔ CHỨC, ĐĂNG KÝ THI ĐUA": "1. - - 2. - - - - - 3. ¶ 4. ¶",
        "III. CÔNG TÁC KHEN THƯỞNG": "1. ¶ 2. a) - - - - - - b) - -",
        "IV. QUY TRÌNH, HỒ SƠ VÀ THỜI GIAN ĐỀ NGHỊ": "1. ¶ 2. - - - 3. ¶",
        "V. TỔ CHỨC THỰC HIỆN": "1. 2. 3. 4. ¶",
    }


def test_lao_cai_plan_carries_bases_recipients_and_a_signature_without_tm(lao_cai):
    paper = plan.build(lao_cai)
    assert paper.parent == ("ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI")
    assert paper.issuer == ("THANH TRA TỈNH",)
    assert (paper.number_text, paper.symbol, paper.place) == ("41", "KH-TT", "Lào Cai")
    assert len(paper.bases) == 2
    assert "33/2021/QĐ-UBND" in paper.bases[0]
    assert "956/SNV-TĐKT" in paper.bases[1]
    assert len(paper.recipients) == 7
    assert paper.signatures == (Signature("CHÁNH THANH TRA", "Đàm Quang Vinh"),)


def test_lao_cai_deadlines_follow_the_yearly_rule_with_its_exception(lao_cai):
    periods = list(lao_cai.periods.all())
    yearly = [p for p in periods if p.review == Review.YEARLY]
    assert [f"{p.registration_before:%d/%m/%Y}" for p in yearly] == [
        "30/08/2021", "01/02/2022", "01/02/2023", "01/02/2024", "01/02/2025",
    ]  # fmt: skip
    assert [p.name for p in periods if p.review == Review.CLOSING] == [
        "Tổng kết giai đoạn 2021-2025"
    ]
    text = text_of(lao_cai)
    assert "trước ngày 01/02 hằng năm" in text
    assert "riêng năm 2021 trước ngày 30/08/2021 (hết ngày 29/08/2021)" in text
    assert "đến hết ngày 31/12/2025" in text


def test_lao_cai_dossier_has_three_components_due_by_the_provinces_decision(lao_cai):
    assert len(below(lao_cai, "2. Hồ sơ đề nghị")) == 3
    assert "Điều 12 Quyết định số 33/2021/QĐ-UBND" in text_of(lao_cai)


def test_lao_cai_criteria_can_be_judged(lao_cai):
    kinds = [c.kind for c in lao_cai.criteria_for(NomineeKind.COLLECTIVE)]
    assert len(kinds) == 6
    assert kinds[4] == CriterionKind.RANK
    first, second = lao_cai.criteria_for(NomineeKind.INDIVIDUAL)
    assert (first.kind, first.parameters) == ("rating", {"level": "T", "initiative": True})
    assert second.kind == CriterionKind.MANUAL


def test_lao_cai_keeps_the_registrations_of_past_years(lao_cai):
    records = Registration.objects.filter(period__campaign=lao_cai)
    assert set(records.values_list("state", flat=True)) == {RegistrationState.CONFIRMED}
    for year in (2024, 2025):
        of_year = records.filter(period__name=f"Năm {year}")
        assert of_year.of_units().count() == 5
        own = of_year.with_lines().get(unit=lao_cai.authority)
        assert str(own.lines.first()) == "Văn phòng và các phòng nghiệp vụ"


# --- Đình Dù today -------------------------------------------------------------------------------


def test_registration_is_open_today(today):
    period = today.periods.get()
    assert period.takes_registrations()
    assert Period.objects.taking_registrations_on(timezone.localdate()).contains(period)
    assert period.registration_before < period.dossier_before <= period.ends_on


def test_todays_awards_exist_and_are_the_communes_own_or_the_provinces(today):
    day = timezone.localdate()
    found = {o.award_type.code: (o.route, o.award_type.level) for o in today.offers.all()}
    assert all(offer.is_available_on(day) for offer in today.offers.all())
    assert found == {
        "LDTT": (Route.OWN, "X"),
        "CSTDCS": (Route.OWN, "X"),
        "TTLDTT": (Route.OWN, "X"),
        "GK_XA": (Route.OWN, "X"),
        "BK_TINH": (Route.SUPERIOR, "T"),
    }
    assert all(today.criteria_for(subject) for subject in NomineeKind.values)


def test_todays_plan_names_its_year_and_no_district(today):
    text = text_of(today)
    assert f"năm {today.ends_on.year}" in text
    assert "{" not in text
    assert "huyện" not in text
    assert "Luật Thi đua, khen thưởng" in today.plan.bases


def test_registrations_stand_in_every_state_and_thon1_can_begin(today):
    period = today.periods.get()
    states = {r.state for r in period.registrations.all()}
    assert states == set(RegistrationState.values)
    waiting = {str(unit) for unit in today.units_on(timezone.localdate())} - {
        str(r.unit) for r in period.registrations.standing()
    }
    assert "Thôn 1" in waiting
    assert len(waiting) > 3
    thon1 = accounts.user("thon1")
    begun = registering.start(period, thon1.member_units()[0], by=thon1)
    assert begun.may_edit(thon1)


def test_the_returned_registration_says_why_and_can_be_sent_again(today):
    clerk = accounts.user("congchuc")
    record = Registration.objects.with_lines().get(
        period__campaign=today, state=RegistrationState.RETURNED
    )
    assert record.unit == clerk.member_units()[0]
    assert record.log.last().note.startswith("Chưa ghi chỉ tiêu thi đua")
    assert "submit" in [t.name for t in registering.transitions_for(record, clerk)]
    assert any("\n" in line.targets for line in record.lines.all())


def test_a_half_filed_campaign_waits_for_the_office(today):
    draft = Campaign.objects.with_filing().get(state=CampaignState.DRAFT)
    assert draft.authority == today.authority
    assert draft.may_edit(accounts.user("vanphong"))
    assert {problem.step for problem in missing_to_issue(draft)} == {"plan"}


# --- every record of the demo --------------------------------------------------------------------


def our_records():
    for label in ("organization", "awards", "campaigns"):
        for model in apps.get_app_config(label).get_models():
            if not hasattr(model, "history_type"):  # Former versions are simple_history's.
                yield from model._base_manager.all()


def texts_of(record):
    for field in record._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField):
            yield field.name, getattr(record, field.name)


def test_every_record_passes_its_own_checks():
    for record in our_records():
        if not isinstance(record, User):
            record.full_clean(exclude=["file"], validate_unique=False)


def test_every_text_is_nfc_and_has_none_of_the_real_documents_slips():
    slips = re.compile(r"Đinh Dù|thị trấn(?! tiêu biểu)|tháng 0[3-9]|Chiến sỹ|tỉnh quốc|nành")
    for record in our_records():
        for name, value in texts_of(record):
            if isinstance(value, str):
                assert unicodedata.is_normalized("NFC", value), (record, name)
                assert not slips.search(value), (record, name, value)


def test_logs_lead_to_the_state_and_lie_in_the_past():
    now = timezone.now()
    for record in [*Registration.objects.all(), *Campaign.objects.all()]:
        steps = list(record.log.all())
        assert ["draft", *(s.to_state for s in steps)][-1] == record.state
        assert ["draft", *(s.to_state for s in steps)][:-1] == [s.from_state for s in steps]
        assert all(a.at < b.at for a, b in pairwise(steps))
        assert all(record.created_at < step.at < now for step in steps), record
        assert all(step.by.is_superuser is False for step in steps)


def test_units_registered_after_the_plan_was_issued():
    for record in Registration.objects.exclude(state=RegistrationState.DRAFT):
        campaign = record.period.campaign
        assert campaign.log.get().at < record.log.first().at
        if not record.is_consolidated:
            assert record.dated < record.period.registration_before
            assert timezone.localdate(record.submitted_at) == record.dated


# --- the real documents --------------------------------------------------------------------------

LONG = 60


def squeezed(text):
    return " ".join(text.split()).casefold()


@needs_seeds
def test_no_long_sentence_is_taken_from_the_real_documents():
    """The movement's official name is a fact and may stand; everything around it is ours."""
    seeds = squeezed("\n".join(path.read_text(encoding="utf-8") for path in SEEDS))
    assert "kế hoạch số 15/kh-ubnd" in seeds
    title = "“cải cách hành chính trên địa bàn tỉnh lào cai” giai đoạn 2021-2025"
    copied = [
        sentence
        for record in our_records()
        for _, value in texts_of(record)
        if isinstance(value, str)
        for sentence in re.split(r"[\n.;:]", value)
        if len(sentence.strip()) >= LONG
        and squeezed(sentence).replace(f"phong trào thi đua {title}", "") != ""
        and squeezed(sentence) in seeds
    ]
    assert copied == []


# --- in print ------------------------------------------------------------------------------------


def printed_text(paper):
    pages = PdfReader(BytesIO(pdf.render(paper))).pages
    return squeezed(" ".join(page.extract_text() for page in pages))


@needs_pdf
def test_the_plans_and_the_table_print_in_vietnamese(dinh_du, lao_cai, consolidated):
    for paper, words in (
        (plan.build(dinh_du), "vii. tổ chức thực hiện"),
        (plan.build(lao_cai), "chánh thanh tra"),
        (registration.build(consolidated), "hình thức khen thưởng"),
    ):
        text = printed_text(paper)
        assert words in text
        assert unicodedata.is_normalized("NFC", text)
