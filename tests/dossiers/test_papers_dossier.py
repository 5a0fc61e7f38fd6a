"""Papers of a dossier and of a letter to the superior, drafted from data."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import AwardType
from campaigns.models import DossierComponent, Route
from dossiers.models import SubmissionLine
from dossiers.papers import nominee_list, submission
from dossiers.states import DossierState, NominationState, SubmissionState
from emulation.organization.models import Level
from emulation.papers import pdf, word
from emulation.papers.catalogue import all_kinds
from tests.make import make_authority, make_dossier, make_nomination, make_submission

from .seasons import Season
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


# --- every paper ---------------------------------------------------------------------------------


def subjects(season):
    """The records of which papers of this file's kinds are made, by slug."""
    letter = proposal(season, state=SubmissionState.SENT)
    dossier = own_dossier(season)
    return {
        "submission": letter,
        "nominee_list": letter,
        "dossier_submission": dossier,
        "dossier_list": dossier,
        "achievement_report": dossier.nominations.first(),
    }


def test_no_paper_has_a_finding(season):
    found = {
        slug: faults
        for slug, subject in subjects(season).items()
        if (faults := reviewed(all_kinds()[slug].build(subject)))
    }
    assert found == {}


@needs_pdf
def test_every_paper_prints_and_has_a_word_file(season):
    for slug, subject in subjects(season).items():
        paper = all_kinds()[slug].build(subject)
        assert pdf.render(paper).startswith(b"%PDF")
        assert word.to_docx(paper).startswith(b"PK")
