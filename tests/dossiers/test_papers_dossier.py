"""Papers of a dossier and of a letter to the superior, drafted from data."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import AwardType
from campaigns.models import CampaignKind, DossierComponent, Result, Route
from campaigns.states import ResultState
from dossiers.models import SubmissionLine
from dossiers.papers import (
    achievement_report,
    nominee_list,
    peer_review,
    receipt,
    result_notice,
    submission,
    supplement_slip,
)
from dossiers.states import DossierState, NominationState, SubmissionState
from emulation.organization.models import Level, NomineeKind, Recognition
from emulation.papers import pdf, word
from emulation.papers.catalogue import all_kinds
from emulation.papers.reader import read
from tests.emulation.papers.test_reader_roundtrip import alike
from tests.make import (
    make_authority,
    make_award,
    make_criterion_set,
    make_dossier,
    make_initiative,
    make_nomination,
    make_submission,
)

from .seasons import LOCAL, Season
from .test_papers_council import lines, needs_pdf, reviewed, tables, text

pytestmark = pytest.mark.django_db
SENT = dt.date(2025, 12, 18)
VOTED = "Nguyễn Thị Mai"


@pytest.fixture
def season():
    return Season()


def proposal(season, *, state=SubmissionState.DRAFT, code="BK_TINH", votes=(8, 1, 0), **values):
    """A letter to the province about a village, a woman and a household; the council voted."""
    province = make_authority(
        name="Ủy ban nhân dân tỉnh Hưng Yên", level=Level.PROVINCE, place="Hưng Yên"
    )
    who = (season.villages[0], season.person(VOTED), season.household())
    nominations = [season.nominate(one, code, Route.SUPERIOR) for one in who]
    season.meet(nominations, votes=votes)
    for nomination in nominations:
        nomination.state = NominationState.PASSED
        nomination.save()
    sent = {"number": "7", "dated": SENT} if state == SubmissionState.SENT else {}
    letter = make_submission(
        period=season.period, state=state, superior=province, addressee=province.name,
        **sent | values,
    )  # fmt: skip
    for place, nomination in enumerate(nominations, start=1):
        SubmissionLine.objects.create(submission=letter, nomination=nomination, position=place)
    if not sent:
        season.word("submission", letter, dated=SENT)
    return letter


def own_dossier(season, *, state=DossierState.SUBMITTED, route=Route.OWN, code="GK_XA"):
    """The dossier of a village about itself and a household."""
    village = season.villages[0]
    village.head_position, village.head_name = "TRƯỞNG THÔN", "Vũ Văn Lâm"
    village.save()
    dossier = make_dossier(period=season.period, unit=village, state=state, route=route)
    for nominee in ({"unit": village}, {"household": season.household()}):
        make_nomination(dossier=dossier, offer=season.offer(code, route), **nominee)
    return dossier


# --- the letter to the superior ------------------------------------------------------------------


def test_a_letter_counts_each_award_by_kind(season):
    paper = submission.build(proposal(season))
    assert (
        "- Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Hưng Yên: 01 tập thể, 01 cá nhân, 01 hộ "
        "gia đình." in lines(paper)
    )


def test_a_letter_is_signed_for_the_committee(season):
    (signed,) = submission.build(proposal(season)).signatures
    assert signed.authority == ("TM. ỦY BAN NHÂN DÂN",)


def test_a_letter_cites_law_articles_plan_minutes_and_who_proposed(season):
    found = "\n".join(submission.build(proposal(season)).bases)
    for words in (
        "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "Nghị định số 152/2025/NĐ-CP",
        "Điều 72, Điều 74 Luật Thi đua, khen thưởng năm 2022",
        "Kế hoạch số 15/KH-UBND ngày 10 tháng 01 năm 2025",
        "Biên bản họp ngày 15 tháng 12 năm 2025 của Hội đồng Thi đua - Khen thưởng xã",
        "Xét đề nghị của",
    ):
        assert words in found


def test_a_letter_of_2024_goes_by_the_decree_of_2024(season):
    letter = proposal(season, state=SubmissionState.SENT, dated=dt.date(2024, 12, 5))
    found = "\n".join(submission.build(letter).bases)
    assert "98/2023/NĐ-CP" in found
    assert "152/2025/NĐ-CP" not in found


def test_a_letter_lists_the_parts_that_the_campaign_asks_for(season):
    letter = proposal(season)
    offer = season.offer("BK_TINH", Route.SUPERIOR)
    for name, slug in (("Tờ trình", "submission"), ("Báo cáo thành tích theo từng tiêu chí", "")):
        DossierComponent.objects.create(offer=offer, name=name, paper=slug)
    assert "(Kèm theo: báo cáo thành tích theo từng tiêu chí.)" in lines(submission.build(letter))


def test_a_letter_hands_on_what_the_addressee_does_not_decide(season):
    letter = proposal(season, code="BK_TTG", decided_by="Thủ tướng Chính phủ")
    assert "xem xét, trình Thủ tướng Chính phủ khen thưởng cho" in text(submission.build(letter))


def test_a_sent_letter_carries_its_number_and_day(season):
    paper = submission.build(proposal(season, state=SubmissionState.SENT))
    assert (paper.number_text, paper.symbol, paper.draft) == ("07", "TTr-UBND", False)
    assert paper.date.day == SENT.day


def test_the_words_of_the_office_stand_over_the_draft(season):
    letter = proposal(season, state=SubmissionState.SENT)
    season.word("submission", letter, addressees="Sở Nội vụ tỉnh Hưng Yên")
    assert submission.build(letter).addressees == ("Sở Nội vụ tỉnh Hưng Yên",)


def test_an_office_under_one_head_signs_without_a_collective(season):
    """The inspectorate of Lào Cai proposes to the province (domain.md 5.2, signatures)."""
    letter = proposal(season)
    office = letter.authority
    office.name, office.short_name = "Thanh tra tỉnh Lào Cai", "Thanh tra tỉnh"
    office.symbol, office.collective_name = "TTr", ""
    office.head_position = "CHÁNH THANH TRA"
    office.save()
    paper = submission.build(type(letter).objects.get(pk=letter.pk))
    (signed,) = paper.signatures
    assert (signed.authority, signed.position, paper.symbol) == ((), "CHÁNH THANH TRA", "TTr-TTr")


# --- the list ------------------------------------------------------------------------------------


def test_the_list_names_votes_of_the_whole_and_the_share(season):
    (table,) = tables(nominee_list.build(proposal(season)))
    (row,) = [row for row in table.rows if VOTED in row.cells]
    assert row.cells[-3:] == ("8/9", "88,8%", "")


def test_the_list_leaves_open_what_is_not_known(season):
    letter = proposal(season)
    (table,) = tables(nominee_list.build(letter))
    (row,) = [row for row in table.rows if VOTED in row.cells]
    assert row.cells[2:4] == ("……", "Nữ")


def test_a_collective_has_neither_birth_nor_gender(season):
    (table,) = tables(nominee_list.build(proposal(season)))
    (row,) = [row for row in table.rows if "Thôn Ngọc" in row.cells]
    assert row.cells[2:4] == ("", "")


def test_the_list_says_who_was_lowered(season):
    letter = proposal(season)
    nomination = letter.lines.first().nomination
    nomination.state = NominationState.LOWERED
    nomination.lowered_to = AwardType.objects.valid_on(SENT).get(code="GK_SO")
    nomination.save()
    (table,) = tables(nominee_list.build(letter))
    assert [row.cells[-1] for row in table.rows if "Thôn Ngọc" in row.cells] == [
        "Hội đồng đề nghị mức thấp hơn đề nghị của đơn vị"
    ]


def test_the_list_can_be_numbered_text(season):
    letter = proposal(season)
    season.word("nominee_list", letter, as_text=True)
    paper = nominee_list.build(letter)
    assert tables(paper) == []
    assert "2. Bà Nguyễn Thị Mai, Công chức Tư pháp - Hộ tịch, Văn phòng HĐND và UBND xã" in lines(
        paper
    )


def test_the_list_names_the_letter_it_goes_with(season):
    paper = nominee_list.build(proposal(season, state=SubmissionState.SENT))
    assert "(Kèm theo Tờ trình số 07/TTr-UBND ngày 18 tháng 12 năm 2025)" in paper.subject


def test_the_list_costs_the_same_queries_for_any_length(season):
    letter = proposal(season)
    with CaptureQueriesContext(connection) as three:
        nominee_list.build(type(letter).objects.get(pk=letter.pk))
    for line in letter.lines.all()[1:]:
        line.delete()
    with CaptureQueriesContext(connection) as one:
        nominee_list.build(type(letter).objects.get(pk=letter.pk))
    assert len(three) == len(one)


# --- the unit's own letter and list --------------------------------------------------------------


def test_a_unit_writes_to_its_authority_under_its_own_name(season):
    paper = submission.build_own(own_dossier(season))
    assert paper.issuer == ("THÔN NGỌC",)
    assert paper.parent == season.authority.letterhead_lines()
    assert paper.addressees == ("Ủy ban nhân dân xã Đình Dù",)


def test_a_unit_asks_the_head_for_his_own_award(season):
    said = text(submission.build_own(own_dossier(season)))
    assert "kính đề nghị Chủ tịch Ủy ban nhân dân xã Đình Dù xem xét, tặng thưởng" in said
    assert "Giấy khen của Chủ tịch Ủy ban nhân dân xã Đình Dù: 01 tập thể, 01 hộ gia đình." in said


def test_a_unit_asks_its_authority_to_propose_to_the_superior(season):
    dossier = own_dossier(season, route=Route.SUPERIOR, code="BK_TINH")
    said = text(submission.build_own(dossier))
    assert "Ủy ban nhân dân xã Đình Dù xem xét, đề nghị cấp trên tặng thưởng" in said


def test_the_list_of_a_unit_has_no_votes(season):
    (table,) = tables(nominee_list.build_own(own_dossier(season)))
    assert "Kết quả bỏ phiếu" not in {column.group for column in table.columns}


def test_papers_of_a_dossier_are_drafts_until_it_is_sent(season):
    dossier = own_dossier(season, state=DossierState.DRAFT)
    assert nominee_list.build_own(dossier).draft
    dossier.state = DossierState.SUBMITTED
    assert not nominee_list.build_own(dossier).draft


def test_a_withdrawn_nomination_stands_in_no_paper(season):
    dossier = own_dossier(season)
    dossier.nominations.filter(unit__isnull=False).update(state=NominationState.WITHDRAWN)
    assert "01 tập thể" not in text(submission.build_own(dossier))


# --- the report of achievements ------------------------------------------------------------------


def themed(season, *texts):
    """A woman's nomination in a themed movement with criteria, and the set of these."""
    owned = make_criterion_set(
        authority=season.authority, subject=NomineeKind.INDIVIDUAL, criteria=texts
    )
    season.campaign.criterion_sets.add(owned)
    return season.nominate(season.person("Đỗ Thị Hoa")), owned


def test_a_themed_report_has_a_heading_for_each_criterion(season):
    nomination, owned = themed(season, "Giải quyết hồ sơ đúng hạn.", "Có sáng kiến;")
    Result.objects.create(
        period=season.period, criterion=owned.criteria.first(), person=nomination.person,
        text="Đã giải quyết 412/412 hồ sơ.", number=100,
    )  # fmt: skip
    found = lines(achievement_report.build(nomination))
    start = found.index("1. Giải quyết hồ sơ đúng hạn")
    assert found[start : start + 5] == [
        "1. Giải quyết hồ sơ đúng hạn", "Đã giải quyết 412/412 hồ sơ.", "Số liệu đạt được: 100.",
        "2. Có sáng kiến", "……",
    ]  # fmt: skip


def test_a_result_that_was_found_not_met_says_so(season):
    nomination, owned = themed(season, "Giải quyết hồ sơ đúng hạn.")
    Result.objects.create(
        period=season.period, criterion=owned.criteria.first(), person=nomination.person,
        text="Đã giải quyết 300/412 hồ sơ.", state=ResultState.VERIFIED, is_met=False,
    )  # fmt: skip
    assert "Kết quả thẩm định: chưa đạt." in lines(achievement_report.build(nomination))


def test_a_themed_report_has_no_history_of_awards(season):
    nomination, _ = themed(season, "Có sáng kiến")
    assert tables(achievement_report.build(nomination)) == []


def yearly(season, nominee):
    season.campaign.kind = CampaignKind.REGULAR
    season.campaign.save()
    return season.nominate(nominee)


def test_a_yearly_report_lists_titles_and_commendations_of_the_register(season):
    person = season.person("Đỗ Thị Hoa")
    make_award(person=person, year=2024)
    nomination = yearly(season, person)
    titles, forms = tables(achievement_report.build(nomination))
    assert [row.cells[:2] for row in titles.rows] == [("2024", "Lao động tiên tiến")]
    assert [row.cells for row in forms.rows] == [("……", "……", "……")]


def test_a_yearly_report_lists_initiatives_that_were_recognised(season):
    person = season.person("Đỗ Thị Hoa")
    make_initiative(person=person)
    make_initiative(
        person=person, name="Tra cứu hồ sơ bằng mã QR", recognition=Recognition.RECOGNISED,
        document="Quyết định số 9/QĐ-UBND",
    )  # fmt: skip
    nomination = yearly(season, person)
    found = tables(achievement_report.build(nomination))[0]
    assert [row.cells[1] for row in found.rows] == ["Tra cứu hồ sơ bằng mã QR"]


@pytest.mark.parametrize(
    ("sent", "place", "form"),
    [
        (dt.datetime(2023, 12, 5, tzinfo=LOCAL), "Quê quán (xã, huyện, tỉnh): ……;", "02"),
        (dt.datetime(2024, 12, 5, tzinfo=LOCAL), "Quê quán (xã, huyện, tỉnh): ……;", "03"),
        (dt.datetime(2025, 12, 5, tzinfo=LOCAL), "Quê quán (xã, tỉnh): ……;", "03"),
    ],
)
def test_the_law_of_the_day_names_places_and_the_form(season, sent, place, form):
    nomination = yearly(season, season.person("Đỗ Thị Hoa"))
    nomination.dossier.submitted_at = sent
    paper = achievement_report.build(nomination)
    assert f"- {place}" in lines(paper)
    assert f"(mẫu số {form})" in paper.title


def test_a_report_is_signed_by_unit_and_reporter(season):
    nomination = season.nominate(season.person("Đỗ Thị Hoa"))
    unit, reporter = achievement_report.build(nomination).signatures
    assert unit.authority == ("XÁC NHẬN CỦA ĐƠN VỊ",)
    assert (reporter.position, reporter.name) == ("NGƯỜI BÁO CÁO", "Đỗ Thị Hoa")


def test_a_report_to_the_superior_is_confirmed_by_the_authority(season):
    nomination = season.nominate(season.villages[0], "BK_TINH", Route.SUPERIOR)
    above, _ = achievement_report.build(nomination).signatures
    assert above.authority == ("XÁC NHẬN CỦA CẤP TRÌNH", "TM. ỦY BAN NHÂN DÂN")


def test_the_units_own_report_stands_in_the_section_on_achievements(season):
    nomination = season.nominate(season.villages[0], report="Thôn vận động 120 hộ tham gia.")
    assert "Thôn vận động 120 hộ tham gia." in lines(achievement_report.build(nomination))


# --- slips and notices ---------------------------------------------------------------------------


def test_the_slip_says_what_is_missing_and_until_when(season):
    found = lines(supplement_slip.build(subjects(season)["supplement_slip"]))
    assert "1. Biên bản bình xét có chữ ký." in found
    assert any("trước ngày 08/12/2025 (hết ngày 07/12/2025)" in line for line in found)


def test_the_receipt_carries_the_number_and_what_came_in(season):
    dossier = subjects(season)["receipt"]
    said = text(receipt.build(dossier))
    assert f"Số đến: {dossier.receipt_number:02}; tiếp nhận lúc" in said
    assert "01 tập thể, 01 hộ gia đình" in said


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (NominationState.DEFERRED, "Thôn Ngọc: tạm thời chưa xét theo quy định."),
        (NominationState.FAILED, "Thôn Ngọc: không đủ tỷ lệ phiếu tán thành của Hội đồng."),
        (NominationState.PASSED, "Thôn Ngọc: Hội đồng đã thông qua, chờ quyết định khen thưởng."),
    ],
)
def test_the_notice_says_what_became_of_each(season, state, words):
    dossier = own_dossier(season, state=DossierState.APPRAISED)
    dossier.nominations.filter(household__isnull=False).update(state=NominationState.WITHDRAWN)
    dossier.nominations.filter(unit__isnull=False).update(state=state)
    assert f"- {words}" in lines(result_notice.build(dossier))


def test_the_notice_gives_the_reason_of_the_office(season):
    dossier = own_dossier(season, state=DossierState.APPRAISED)
    nomination = dossier.nominations.first()
    nomination.state = NominationState.INELIGIBLE
    nomination.save()
    nomination.log.create(
        transition="mark_ineligible", from_state="proposed", to_state="ineligible",
        by=season.office, role="office", note="Chưa đăng ký thi đua.",
    )  # fmt: skip
    said = text(result_notice.build(dossier))
    assert "không đủ điều kiện; lý do: chưa đăng ký thi đua." in said


def test_the_notice_names_the_decision(season):
    dossier = own_dossier(season, state=DossierState.APPRAISED)
    nomination = dossier.nominations.first()
    nomination.state = NominationState.DECIDED
    nomination.save()
    season.decide([nomination])
    said = text(result_notice.build(dossier))
    assert "(Quyết định số 215/QĐ-UBND ngày 20 tháng 12 năm 2025)" in said


def test_the_notice_costs_the_same_queries_for_any_length(season):
    dossier = own_dossier(season, state=DossierState.APPRAISED)
    dossier.nominations.update(state=NominationState.INELIGIBLE)
    with CaptureQueriesContext(connection) as two:
        result_notice.build(type(dossier).objects.get(pk=dossier.pk))
    dossier.nominations.filter(unit__isnull=True).update(state=NominationState.WITHDRAWN)
    with CaptureQueriesContext(connection) as one:
        result_notice.build(type(dossier).objects.get(pk=dossier.pk))
    assert len(two) == len(one)


def test_the_minutes_of_a_unit_leave_votes_to_be_written_in(season):
    paper = peer_review.build(own_dossier(season))
    (table,) = tables(paper)
    assert {row.cells[3:] for row in table.rows} == {("", "")}
    assert not paper.draft


# --- every paper ---------------------------------------------------------------------------------


def subjects(season):
    """The records of which papers of this file's kinds are made, by slug."""
    letter = proposal(season, state=SubmissionState.SENT)
    dossier = own_dossier(season, state=DossierState.SUPPLEMENT)
    dossier.supplement_before = dt.date(2025, 12, 8)
    dossier.supplement_items = ["Biên bản bình xét có chữ ký", "Báo cáo thành tích của thôn"]
    dossier.save()
    return {
        "submission": letter,
        "nominee_list": letter,
        "dossier_submission": dossier,
        "dossier_list": dossier,
        "achievement_report": dossier.nominations.first(),
        "peer_review": dossier,
        "receipt": dossier,
        "supplement_slip": dossier,
        "result_notice": dossier,
    }


# What is written in by hand is a dotted blank there; a signer of the unit's meeting is not known.
TO_FILL_IN = {
    "achievement_report": {"draft-trace"},
    "peer_review": {"draft-trace", "missing-part"},
}


def test_no_paper_has_a_finding_but_the_blanks_of_forms(season):
    found = {
        slug: faults
        for slug, subject in subjects(season).items()
        if (
            faults := [
                fault
                for fault in reviewed(all_kinds()[slug].build(subject))
                if fault[0] not in TO_FILL_IN.get(slug, ())
            ]
        )
    }
    assert found == {}


@pytest.mark.parametrize("slug", ["submission", "dossier_submission"])
def test_the_word_file_reads_back_alike(season, slug):
    paper = all_kinds()[slug].build(subjects(season)[slug])
    assert alike(read(word.to_docx(paper)).paper) == alike(paper)


@needs_pdf
def test_every_paper_prints_and_has_a_word_file(season):
    for slug, subject in subjects(season).items():
        paper = all_kinds()[slug].build(subject)
        assert pdf.render(paper).startswith(b"%PDF")
        assert word.to_docx(paper).startswith(b"PK")
