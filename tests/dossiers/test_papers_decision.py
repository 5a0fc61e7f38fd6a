"""Papers of a decision: the decision, its lists, certificates, invitation, radio text."""

import datetime as dt
import io

import pikepdf
import pytest
from django.urls import reverse

from awards.models import BonusRate, BonusRule, Rounding
from dossiers.models import Certificate, CertificateSheet
from dossiers.papers import (
    broadcast,
    certificate,
    decision,
    handover_sheet,
    invitation,
    payment_list,
)
from dossiers.papers.words import head_title
from dossiers.services import deciding
from dossiers.states import DecisionState, NominationState
from emulation.organization import jobs
from emulation.organization.issuing import content_of, word_of
from emulation.organization.models import IssuedPaper, JobState, PrintJob, Role
from emulation.papers.catalogue import all_kinds
from emulation.papers.certificate_layout import A3, A4
from emulation.papers.paper import PaperError
from tests.make import make_authority, make_unit, make_user

from .seasons import DECIDED, Season
from .test_papers_council import lines, needs_pdf, reviewed, tables, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    return Season()


def passed(nominations):
    for nomination in nominations:
        nomination.state = NominationState.PASSED
        nomination.save()
    return nominations


def issued(season, nominations=None, **values):
    """A decision that really was issued, with its awards, certificates and frozen papers."""
    made = season.decide(passed(nominations or season.usual()), state=DecisionState.DRAFT, **values)
    deciding.issue(made, number="215", dated=DECIDED, by=season.clerk())
    return type(made).objects.get(pk=made.pk)


# --- head and bases ----------------------------------------------------------------------------


def test_the_head_decides_in_his_own_power(season):
    paper = decision.build(season.decide(season.usual()))
    assert paper.decided_by == "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ"
    assert paper.verdict == "QUYẾT ĐỊNH:"


def test_the_head_signs_without_the_collective(season):
    (signed,) = decision.build(season.decide(season.usual())).signatures
    assert (signed.authority, signed.position, signed.name) == ((), "CHỦ TỊCH", "Lê Văn Chung")


@pytest.mark.parametrize(
    ("name", "position", "title"),
    [
        ("Ủy ban nhân dân xã Đình Dù", "CHỦ TỊCH", "Chủ tịch Ủy ban nhân dân xã Đình Dù"),
        ("Thanh tra tỉnh Lào Cai", "CHÁNH THANH TRA", "Chánh Thanh tra tỉnh Lào Cai"),
        ("Sở Nội vụ tỉnh Lào Cai", "GIÁM ĐỐC", "Giám đốc Sở Nội vụ tỉnh Lào Cai"),
    ],
)
def test_the_head_is_named_by_office_and_body(name, position, title):
    assert head_title(make_authority(name=name, head_position=position)) == title


def test_subject_begins_with_ve_viec_once(season):
    one = season.decide(season.usual(), title="Khen thưởng năm 2025")
    two = season.decide([], title="Về việc khen thưởng năm 2025")
    assert {decision.build(one).subject, decision.build(two).subject} == {
        "Về việc khen thưởng năm 2025"
    }


@pytest.mark.parametrize(
    ("day", "decree", "other"),
    [
        (dt.date(2024, 12, 20), "98/2023/NĐ-CP", "152/2025/NĐ-CP"),
        (dt.date(2025, 12, 20), "152/2025/NĐ-CP", "98/2023/NĐ-CP"),
    ],
)
def test_the_law_of_the_decisions_day_is_cited(season, day, decree, other):
    cited = " ".join(decision.build(season.decide(season.usual(), dated=day)).bases)
    assert decree in cited
    assert other not in cited


def test_the_councils_minutes_are_cited_with_their_number(season):
    nominations = season.usual()
    season.word("minutes", season.meet(nominations), number="3")
    assert (
        "Căn cứ Biên bản họp số 03/BB-HĐTĐKT ngày 15 tháng 12 năm 2025 của "
        "Hội đồng Thi đua - Khen thưởng xã" in decision.build(season.decide(nominations)).bases
    )


def test_several_proposers_are_named_together(season):
    made = season.decide(season.usual())
    made.proposers.set([season.desk, season.villages[0]])
    assert decision.build(made).bases[-1] == (
        "Theo đề nghị của thôn Ngọc và Văn phòng HĐND và UBND xã"
    )


def test_many_proposers_are_counted(season):
    made = season.decide(season.usual())
    made.proposers.set([make_unit(parent=season.authority, name=f"Thôn {n}") for n in range(7)])
    assert decision.build(made).bases[-1] == "Theo đề nghị của 07 đơn vị trình hồ sơ khen thưởng"


# --- articles ----------------------------------------------------------------------------------


def test_one_nominee_stands_in_the_sentence(season):
    nomination = season.nominate(season.person("Nguyễn Thị Mai"))
    assert lines(decision.build(season.decide([nomination])))[0] == (
        "Điều 1. Tặng Giấy khen của Chủ tịch Ủy ban nhân dân xã Đình Dù cho bà Nguyễn Thị Mai, "
        "Công chức Tư pháp - Hộ tịch, Văn phòng HĐND và UBND xã, đã có thành tích xuất sắc trong "
        "phong trào thi đua cải cách hành chính năm 2025."
    )


def test_who_has_no_gender_on_record_has_no_honorific(season):
    nomination = season.nominate(season.person("Nguyễn Thị Mai", gender=""))
    assert "cho Nguyễn Thị Mai, Công chức" in text(decision.build(season.decide([nomination])))


def test_five_are_named_in_the_text(season):
    paper = decision.build(season.decide(season.usual()))
    assert "- Hộ gia đình Trần Văn Nam, Xóm 2, thôn Ngọc." in lines(paper)
    assert paper.annexes == ()


def test_more_stand_in_an_annexed_list(season):
    people = [season.nominate(season.person(f"Nguyễn Văn Số {n}")) for n in range(60)]
    paper = decision.build(season.decide(people))
    assert lines(paper)[0].endswith("năm 2025 (có danh sách kèm theo).")
    (annex,) = paper.annexes
    assert annex.title == "Danh sách cá nhân được tặng Giấy khen"
    assert len(annex.body[0].rows) == 60


def test_the_office_may_have_many_named_in_the_text(season):
    made = season.decide([season.nominate(season.person(f"Lê Văn Số {n}")) for n in range(7)])
    season.word("decision", made, as_text=True)
    paper = decision.build(made)
    assert paper.annexes == ()
    assert sum("Lê Văn Số" in line for line in lines(paper)) == 7


def test_two_awards_are_two_items_and_a_nominee_of_both_is_counted_once(season):
    woman = season.person("Nguyễn Thị Mai")
    nominations = [season.nominate(woman), season.nominate(woman, "LDTT")]
    said = lines(decision.build(season.decide(nominations)))
    assert said[0] == "Điều 1. Khen thưởng 01 cá nhân như sau:"
    assert said[1].startswith("1. Tặng Giấy khen của Chủ tịch Ủy ban nhân dân xã Đình Dù cho 01")
    assert said[3].startswith("2. Tặng danh hiệu “Lao động tiên tiến” cho 01 cá nhân")


def test_lists_of_two_awards_are_two_annexes(season):
    people = [season.person(f"Nguyễn Văn Số {n}") for n in range(3)]
    made = season.decide([season.nominate(p, c) for c in ("GK_XA", "LDTT") for p in people])
    paper = decision.build(made)
    assert [a.title for a in paper.annexes] == [
        "Danh sách cá nhân được tặng Giấy khen",
        "Danh sách cá nhân được tặng danh hiệu “Lao động tiên tiến”",
    ]
    assert "(danh sách tại Phụ lục II)." in text(paper)


def test_a_lowered_award_is_the_one_that_is_given(season):
    nomination = season.nominate(
        season.villages[0],
        "TTLDTT",
        state=NominationState.LOWERED,
        lowered_to=season.award_type("GK_XA"),
    )
    assert lines(decision.build(season.decide([nomination])))[0].startswith(
        "Điều 1. Tặng Giấy khen của Chủ tịch"
    )


def test_the_money_of_each_kind_and_its_sum_are_stated(season):
    said = lines(decision.build(season.decide(season.usual())))
    start = said.index("Điều 2. Tiền thưởng kèm theo:")
    assert said[start + 1 : start + 5] == [
        "- Tập thể được tặng Giấy khen: 1.410.000 đồng;",
        "- Cá nhân được tặng Giấy khen: 710.000 đồng;",
        "- Hộ gia đình được tặng Giấy khen: 1.060.000 đồng;",
        "- Tổng số tiền thưởng: 5.300.000 đồng (bằng chữ: năm triệu ba trăm nghìn đồng), chi từ "
        "Quỹ thi đua, khen thưởng của Ủy ban nhân dân xã Đình Dù.",
    ]


def test_where_no_money_is_due_there_is_no_article_about_it(season):
    BonusRate.objects.filter(award_code="GK_XA").update(multiple=0)
    paper = decision.build(season.decide(season.usual()))
    assert "Tiền thưởng" not in text(paper)
    assert paper.recipients[0] == "Như Điều 3"
    assert not any("lương cơ sở" in basis for basis in paper.bases)


def test_money_that_the_law_does_not_give_is_left_open(season):
    BonusRate.objects.filter(award_code="GK_XA").delete()
    assert "- Tổng số tiền thưởng: …… đồng, chi từ Quỹ" in text(
        decision.build(season.decide(season.usual()))
    )


def test_nobody_is_paid_twice_for_one_achievement(season):
    woman = season.person("Nguyễn Thị Mai")
    made = season.decide([season.nominate(woman, "LDTT"), season.nominate(woman, "CSTDCS")])
    assert (
        "- Nguyễn Thị Mai: chỉ nhận một mức tiền thưởng cao nhất cho cùng một thành tích;"
        in lines(decision.build(made))
    )


def test_the_first_recipient_names_the_last_article_of_the_offices_text(season):
    made = season.decide(season.usual())
    season.word("decision", made, body="Điều 1. Hiệu lực.\nĐiều 2. Thi hành.\nĐiều 3. Lưu hồ sơ.")
    paper = decision.build(made)
    assert "Điều 5. Lưu hồ sơ./." in lines(paper)
    assert paper.recipients[0] == "Như Điều 5"


def test_a_draft_has_no_number_and_is_marked(season):
    paper = decision.build(season.decide(season.usual(), state=DecisionState.DRAFT))
    assert (paper.number, paper.draft) == (None, True)


def test_a_decision_without_lines_leaves_them_open(season):
    assert lines(decision.build(season.decide([])))[0] == "Điều 1. Tặng …… cho ……."


def test_a_decision_asks_the_same_number_of_queries_for_one_and_three(
    season, django_assert_num_queries
):
    nominations = season.usual()
    one, three = season.decide(nominations[:1]), season.decide(nominations[:3])
    with django_assert_num_queries(9):
        decision.build(type(one).objects.get(pk=one.pk))
    with django_assert_num_queries(9):
        decision.build(type(three).objects.get(pk=three.pk))


# --- payment list and hand-over sheet ----------------------------------------------------------


def test_the_payment_list_adds_up(season):
    (table,) = tables(payment_list.build(season.decide(season.usual())))
    amounts = [int(row.cells[4].replace(".", "")) for row in table.rows if row.cells[4]]
    assert sum(amounts[:-1]) == amounts[-1] == 5_300_000


def test_the_sum_is_written_in_words(season):
    said = lines(payment_list.build(season.decide(season.usual())))
    assert "Bằng chữ: Năm triệu ba trăm nghìn đồng." in said


def test_the_base_salary_is_that_of_the_decisions_day(season):
    made = season.decide(season.usual()[:1], dated=dt.date(2024, 3, 1))
    paper = payment_list.build(made)
    assert lines(paper)[0] == "Mức lương cơ sở áp dụng ngày 01/03/2024: 1.800.000 đồng/tháng."


def test_whom_nothing_is_paid_has_a_reason(season):
    woman = season.person("Nguyễn Thị Mai")
    made = season.decide([season.nominate(woman, "LDTT"), season.nominate(woman, "CSTDCS")])
    paper = payment_list.build(made)
    assert [row.cells[3:5] for row in tables(paper)[0].rows[:2]] == [
        ("–", "0"),
        ("1", "2.340.000"),
    ]
    assert "Nguyễn Thị Mai: không chi: cùng thời gian, cùng thành tích" in text(paper)


def test_an_issued_list_keeps_its_amounts_when_the_tables_change(season):
    made = issued(season, season.usual()[:1])
    BonusRule.objects.update(rounding=Rounding.NONE)
    (table,) = tables(payment_list.build(made))
    assert table.rows[-1].cells[4] == "1.410.000"


def test_the_hand_over_sheet_has_the_certificates_and_who_took_them(season):
    made = issued(season, season.usual()[:2])
    Certificate.objects.filter(recipient="Thôn Ngọc").update(
        handed_to="Trưởng thôn", handed_on=dt.date(2025, 12, 25)
    )
    (table,) = tables(handover_sheet.build(made))
    assert [row.cells[3:] for row in table.rows] == [
        ("1", "1.410.000", "25/12/2025", "Trưởng thôn"),
        ("2", "1.410.000", "", ""),
    ]


# --- invitation and radio ----------------------------------------------------------------------


def test_an_invitation_leaves_hour_and_place_open(season):
    paper = invitation.build(season.decide(season.usual()))
    assert paper.draft
    assert "Địa điểm: ……" in lines(paper)


def test_an_invitation_with_hour_and_place_is_ready(season):
    made = season.decide(season.usual())
    season.word(
        "invitation",
        made,
        number="12",
        dated=DECIDED,
        body="Thời gian: 08 giờ 00 phút, ngày 25 tháng 12 năm 2025.\nĐịa điểm: Nhà văn hóa xã.",
    )
    paper = invitation.build(made)
    assert not paper.draft
    assert reviewed(paper) == []


def test_who_receives_two_awards_is_invited_once(season):
    woman = season.person("Nguyễn Thị Mai")
    made = season.decide([season.nominate(woman), season.nominate(woman, "LDTT")])
    said = text(invitation.build(made))
    assert said.count("Nguyễn Thị Mai") == 1


def test_the_annexed_list_belongs_to_the_heads_decision(season):
    people = [season.nominate(season.person(f"Nguyễn Văn Số {n}")) for n in range(6)]
    paper = decision.build(season.decide(people))
    assert paper.annex_note(paper.annexes[0]) == (
        "(Kèm theo Quyết định số 215/QĐ-UBND ngày 20 tháng 12 năm 2025 của Chủ tịch Ủy ban nhân "
        "dân xã Đình Dù)"
    )


def test_the_radio_reads_no_abbreviation_and_no_figure(season):
    said = text(broadcast.build(season.decide(season.usual())))
    assert "UBND" not in said
    assert not any(char.isdigit() for char in said)


def test_the_radio_names_everybody_with_the_achievement(season):
    said = lines(broadcast.build(season.decide(season.usual())))
    start = said.index(
        "Ông Lê Văn Tú, Tổ trưởng, Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã."
    )
    assert said[start + 1].startswith("Thành tích nổi bật: Giải quyết đúng hạn chín mươi tám phẩy")


# --- certificates ------------------------------------------------------------------------------


def values_of(sheets):
    return [value for values, _ in sheets.facts for value in values]


def test_a_certificate_says_what_the_decision_said(season):
    made = issued(season, [season.nominate(season.person("Nguyễn Thị Mai"))])
    (value,) = values_of(certificate.build(Certificate.objects.get()))
    assert made.number == "215"
    assert value.authority_title == "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ"
    assert (value.verb, value.form) == ("TẶNG", "GIẤY KHEN")
    assert (value.recipient, value.decision_number, value.register_number) == (
        "Nguyễn Thị Mai",
        "215/QĐ-UBND",
        "1",
    )


def test_a_title_is_not_called_a_certificate(season):
    issued(season, [season.nominate(season.person("Nguyễn Thị Mai"), "LDTT")])
    (value,) = values_of(certificate.build(Certificate.objects.get()))
    assert (value.verb, value.form) == ("TẶNG DANH HIỆU", "LAO ĐỘNG TIÊN TIẾN")


def test_a_run_has_the_certificates_in_the_order_of_the_lines(season):
    nominations = season.usual()
    made = issued(season, nominations[::-1])
    assert [value.recipient for value in values_of(certificate.build_run(made))] == [
        "Hộ gia đình Trần Văn Nam",
        "Lê Văn Tú",
        "Nguyễn Thị Mai",
        "Thôn Xuân Đào",
        "Thôn Ngọc",
    ]


def test_a_revoked_certificate_is_not_printed(season):
    made = issued(season, season.usual()[:2])
    award = Certificate.objects.get(recipient="Thôn Ngọc").award
    award.revoked_on, award.revoke_reason = DECIDED, "Kê khai sai"
    award.save()
    assert [v.recipient for v in values_of(certificate.build_run(made))] == ["Thôn Xuân Đào"]
    with pytest.raises(PaperError, match="đã bị thu hồi"):
        certificate.build(Certificate.objects.get(recipient="Thôn Ngọc"))


def test_before_the_decision_is_issued_there_is_none(season):
    with pytest.raises(PaperError, match="chưa ban hành"):
        certificate.build_run(season.decide(season.usual()))


def test_the_offices_own_sheet_is_taken_and_that_of_the_award_first(season):
    made = issued(season, season.usual()[:1])
    assert certificate.build_run(made).facts[0][1] == A4
    sheet = CertificateSheet.objects.create(
        authority=season.authority, name="Mọi loại", layout=A3.as_data()
    )
    assert certificate.build_run(made).facts[0][1].width == 420
    CertificateSheet.objects.create(
        authority=season.authority,
        name="Giấy khen",
        award_type=season.award_type("GK_XA"),
        layout=A4.as_data(),
    )
    assert sheet.layout["width"] == 420
    assert certificate.build_run(made).facts[0][1].width == 297


@pytest.mark.parametrize(
    ("address", "printed"),
    [("", None), ("https://thidua.dinhdu.vn/", "https://thidua.dinhdu.vn{path}")],
)
def test_the_address_to_check_it_stands_on_it_when_the_system_has_one(
    season, settings, address, printed
):
    issued(season, season.usual()[:1])
    settings.PUBLIC_URL = address
    made = Certificate.objects.get()
    path = reverse("dossiers:certificate_check", args=[made.code])
    (value,) = values_of(certificate.build(made))
    assert value.verify_url == (printed and printed.format(path=path))


def test_two_hundred_certificates_are_too_many_for_a_request():
    assert 200 * certificate.ROWS_EACH > jobs.LONGEST_AT_ONCE


@needs_pdf
def test_a_long_run_is_a_job(season, client, monkeypatch):
    made = issued(season, season.usual()[:2])
    monkeypatch.setattr(jobs, "LONGEST_AT_ONCE", 2 * certificate.ROWS_EACH - 1)
    client.force_login(season.clerk())
    response = client.get(reverse("organization:paper", args=["certificates", made.pk]))
    job = PrintJob.objects.get()
    assert response.url == reverse("organization:print_job", args=[job.pk])
    jobs.print_paper.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.pages) == (JobState.DONE, 2)


@needs_pdf
def test_a_run_prints_a_page_each_and_reports_them(season):
    made = issued(season, season.usual()[:3])
    heard = []
    content = certificate.build_run(made).render(heard.append)
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 3
    assert heard[-1] == 3


@needs_pdf
def test_sheets_of_two_sizes_are_one_file(season):
    CertificateSheet.objects.create(
        authority=season.authority,
        name="Danh hiệu",
        award_type=season.award_type("LDTT"),
        layout=A3.as_data(),
    )
    woman = season.person("Nguyễn Thị Mai")
    made = issued(season, [season.nominate(woman), season.nominate(woman, "LDTT")])
    pages = pikepdf.open(io.BytesIO(certificate.build_run(made).render())).pages
    assert [round(float(page.mediabox[2]) * 25.4 / 72) for page in pages] == [297, 420]


# --- all of them -------------------------------------------------------------------------------


@needs_pdf
def test_issuing_freezes_the_decision_and_the_payment_list(season):
    made = issued(season)
    frozen = IssuedPaper.objects.filter(subject_id=made.pk).order_by("slug")
    assert [(one.slug, one.number) for one in frozen] == [
        ("decision", "215/QĐ-UBND"),
        ("payment_list", ""),
    ]


@pytest.mark.parametrize("slug", ["decision", "payment_list", "handover_sheet", "broadcast"])
@pytest.mark.parametrize("many", [False, True])
def test_the_review_finds_nothing_in_an_issued_decision(season, slug, many):
    nominations = season.usual()
    if many:
        nominations += [season.nominate(season.person(f"Lê Thị Số {n}")) for n in "ABCDE"]
    season.word("minutes", season.meet(nominations), number="3")
    paper = all_kinds()[slug].build(season.decide(nominations))
    assert not paper.draft
    assert reviewed(paper) == []


@pytest.mark.parametrize(
    "slug", ["decision", "payment_list", "handover_sheet", "invitation", "broadcast"]
)
def test_they_are_written_as_word_files_too(season, slug):
    assert word_of(all_kinds()[slug], season.decide(season.usual())).startswith(b"PK")


@needs_pdf
@pytest.mark.parametrize("slug", ["decision", "certificates"])
def test_the_office_prints_them(season, client, slug):
    made = issued(season, season.usual()[:2])
    client.force_login(season.clerk())
    response = client.get(reverse("organization:paper", args=[slug, made.pk]))
    assert response.content.startswith(b"%PDF-")


@needs_pdf
def test_certificates_that_were_printed_before_come_from_the_cache(season, monkeypatch):
    made = issued(season, season.usual()[:1])
    kind = all_kinds()["certificates"]
    first = content_of(kind, made)
    monkeypatch.setattr(certificate, "render_certificates", None)
    assert content_of(kind, made) == first


def test_another_commune_does_not_see_them(season, client):
    made = season.decide(season.usual())
    client.force_login(make_user(role=Role.OFFICE))
    for slug in ("decision", "certificates"):
        response = client.get(reverse("organization:paper", args=[slug, made.pk]))
        assert response.status_code == 404
