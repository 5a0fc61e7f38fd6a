"""Interim and final reports, and the years of a movement: what is counted, what stays open."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from campaigns.models import Period, Review
from campaigns.papers.review_context import context_for
from campaigns.services import verifying
from campaigns.states import VERIFY_UNMET
from dossiers.models import DecisionLine
from dossiers.papers.words import OPEN
from dossiers.services import wording
from dossiers.states import DecisionState, NominationState
from dossiers.totals import totals_of
from emulation.organization.models import IssuedPaper, Role
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import Table
from emulation.papers.pdf import missing_libraries
from emulation.papers.review import review_paper
from tests.campaigns.reported import Reported, said
from tests.make import (
    days_from_today,
    make_authority,
    make_decision,
    make_dossier,
    make_nomination,
    make_period,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
prints = pytest.mark.skipif(bool(missing_libraries()), reason="no pango: PDF libraries")
SLUGS = ("interim_report", "final_report")


@pytest.fixture
def season():
    """Three villages: Ngọc met a criterion, Đoài put a person down too, Đông sent nothing."""
    made = Reported()
    made.another("Thôn Đoài")
    make_unit(parent=made.commune, name="Thôn Đông")
    made.verified(said("Có 02 câu lạc bộ"))
    return made


def paper(season, slug="interim_report", period=None):
    kind = all_kinds()[slug]
    return kind.build(kind.subjects().get(pk=(period or season.period).pk))


def texts(blocks):
    """Return everything that the blocks say but their tables."""
    found = []
    for block in blocks:
        found.append(getattr(block, "heading", "") or getattr(block, "text", ""))
        found += texts(getattr(block, "children", ()))
    return found


def tables(blocks):
    found = [block for block in blocks if isinstance(block, Table)]
    for block in blocks:
        found += tables(getattr(block, "children", ()))
    return found


def rows(season, first, slug="interim_report"):
    """Return the rows of the table whose first column is headed so."""
    table = next(t for t in tables(paper(season, slug).body) if t.columns[0].heading == first)
    return [row.cells for row in table.rows]


def award(season, offer, nominee, *, amount=702_000, state=DecisionState.ISSUED):
    """An own award of the period, decided with its money."""
    nomination = make_nomination(
        dossier=make_dossier(period=season.period, unit=season.village),
        offer=offer, state=NominationState.DECIDED, unit=nominee,
    )  # fmt: skip
    issued = {"number": "21", "dated": days_from_today(0)} if state == "issued" else {}
    decision = make_decision(authority=season.commune, period=season.period, state=state, **issued)
    DecisionLine.objects.create(decision=decision, nomination=nomination, amount=amount)
    return nomination


def test_registration_is_told_by_kind_of_unit_and_by_award(season):
    assert rows(season, "Loại đơn vị") == [("Thôn, tổ dân phố", "3", "2", "–", "1")]
    assert rows(season, "Danh hiệu, hình thức đăng ký") == [
        ("Lao động tiên tiến", "–", "1"),
        ("Tập thể lao động tiên tiến", "2", "–"),
    ]
    said = " ".join(texts(paper(season).body))
    assert "02/03 đơn vị đã gửi đăng ký" in said
    assert "Có 02 tập thể và 01 cá nhân đăng ký thi đua:" in said


def test_results_are_told_criterion_by_criterion(season):
    found = rows(season, "STT")
    assert found[0] == ("", "Tập thể", "", "", "", "")
    assert found[1] == ("1", "Có phong trào tốt", "2", "1", "1", "–")
    assert found[4] == ("", "Cá nhân", "", "", "", "")


def test_who_is_late_and_what_was_missed_stand_under_shortcomings(season):
    village = season.commune.children.get(name="Thôn Đoài")
    clerk = make_user(role=Role.UNIT, unit=village)
    season.report(said("Chưa đạt"), nominee=village, by=clerk)
    missed = season.result(nominee=village)
    verifying.judge(missed, VERIFY_UNMET, by=season.office, note="Chưa có hồ sơ")
    said_all = " ".join(texts(paper(season).body))
    assert "01 đơn vị chưa gửi đăng ký: Thôn Đông." in said_all
    assert "01 kết quả không đạt tiêu chuẩn." in said_all


def test_good_examples_are_named(season):
    verifying.praise(
        season.result(), title="Trả kết quả tại nhà", text="Phục vụ người già.", by=season.office
    )
    assert "Thôn Ngọc: Trả kết quả tại nhà." in " ".join(texts(paper(season).body))


def test_awards_decisions_and_money_are_told(season):
    award(season, season.unit_offer, season.village)
    found = paper(season, "final_report")
    said_all = " ".join(texts(found.body))
    assert "01 tập thể được khen thưởng (Quyết định số 21/QĐ-UBND" in said_all
    assert "Tổng số tiền thưởng kèm theo: 702.000 đồng." in said_all
    assert rows(season, "Danh hiệu, hình thức", "final_report") == [
        ("Tập thể lao động tiên tiến", "1")
    ]


def test_the_money_of_a_draft_decision_is_not_counted(season):
    award(season, season.unit_offer, season.village, state=DecisionState.DRAFT)
    assert "Tổng số tiền" not in " ".join(texts(paper(season, "final_report").body))


def test_a_season_without_anything_has_no_empty_table():
    campaign = Reported().campaign
    empty = make_period(campaign=campaign, name="Kỳ sau")
    kind = all_kinds()["interim_report"]
    found = kind.build(kind.subjects().get(pk=empty.pk))
    said_all = " ".join(texts(found.body))
    assert "Chưa có tập thể, cá nhân nào đăng ký." in said_all
    assert "Chưa xét khen thưởng." in said_all
    assert all(table.rows for table in tables(found.body))


def test_the_interim_report_names_the_deadlines_ahead(season):
    assert "Nộp hồ sơ đề nghị khen thưởng trước ngày" in " ".join(texts(paper(season).body))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_report_is_a_numbered_draft_to_the_superior_without_faults(season, slug):
    found = paper(season, slug)
    assert (found.type_name, found.symbol, found.draft) == ("BÁO CÁO", "BC-UBND", True)
    assert found.subject.startswith("Sơ kết" if slug == "interim_report" else "Tổng kết")
    shown = review_paper(found, context_for(season.commune, dt.date(2026, 11, 22)))
    assert [finding for finding in shown if finding.severity == "error"] == []


def test_a_closing_review_tells_the_years_and_sums_the_awards(season):
    award(season, season.unit_offer, season.village)
    closing = make_period(
        campaign=season.campaign, name="Tổng kết giai đoạn", review=Review.CLOSING,
        registration_before=None, dossier_before=None,
    )  # fmt: skip
    found = paper(season, "final_report", closing)
    [years] = [t for t in tables(found.body) if t.columns[0].heading == "Kỳ"]
    assert years.rows[0].cells[1:] == ("2/3", "3", "1", "1", "702.000")
    assert "702.000 đồng" in " ".join(texts(found.body))


def test_only_those_who_oversee_the_authority_read_it(season):
    kind = all_kinds()["final_report"]
    chair = make_user(role=Role.CHAIR, unit=season.commune)
    other = make_user(role=Role.OFFICE, unit=make_authority(name="UBND xã Lạc Hồng"))
    seen = {
        name: kind.subjects().visible_to(user).exists()
        for name, user in {"unit": season.clerk, "chair": chair, "other": other}.items()
    }
    assert seen == {"unit": False, "chair": True, "other": False}


@pytest.mark.parametrize("people", [1, 3])
def test_building_asks_the_same_number_of_queries_for_any_villages(
    season, people, django_assert_max_num_queries
):
    for number in range(people):
        season.another(f"Thôn {number}")
    with django_assert_max_num_queries(70):
        paper(season)


# --- writing and issuing -------------------------------------------------------------------------


def test_it_is_not_issued_while_something_is_left_open(season):
    kind = all_kinds()["final_report"]
    with pytest.raises(ValidationError, match="chỗ chưa ghi"):
        wording.issue(kind, season.period, number="5", dated=days_from_today(0), by=season.office)


@prints
def test_written_to_the_end_it_is_issued_and_entered(season):
    kind = all_kinds()["final_report"]
    period = kind.subjects().get(pk=season.period.pk)
    body = wording.drafted(kind, period, None).body.replace(OPEN, "Đã thực hiện tốt")
    wording.save(kind, period, {"body": body}, {}, by=season.office)
    wording.issue(kind, period, number="5", dated=days_from_today(0), by=season.office)
    issued = IssuedPaper.objects.get(slug="final_report")
    assert issued.number == "05/BC-UBND"
    period.refresh_from_db()
    assert period.reported_on == days_from_today(0)


def test_a_reader_does_not_write_it(season):
    auditor = make_user(role=Role.AUDITOR, unit=season.commune)
    with pytest.raises(PermissionDenied):
        wording.save(all_kinds()["final_report"], season.period, {"body": "x"}, {}, by=auditor)


# --- the years -----------------------------------------------------------------------------------


def test_the_totals_of_a_period(season):
    award(season, season.unit_offer, season.village)
    [found] = totals_of(list(Period.objects.with_scope()), days_from_today(0))
    assert (found.sent, len(found.units), len(found.registered)) == (2, 3, 3)
    assert (len(found.achieved), found.awarded, found.paid) == (1, 1, 702_000)


@pytest.mark.parametrize("villages", [1, 3])
def test_totals_take_the_same_number_of_queries(season, villages, django_assert_num_queries):
    for number in range(villages):
        season.another(f"Thôn {number}")
    periods = list(Period.objects.with_scope())
    with django_assert_num_queries(9):
        totals_of(periods, days_from_today(0))


def test_the_page_of_the_years(client, season):
    award(season, season.unit_offer, season.village)
    make_period(campaign=season.campaign, name="Năm sau", registration_before=None)
    client.force_login(season.office)
    page = client.get(reverse("dossiers:campaign_years", args=[season.campaign.pk]))
    text = page.content.decode()
    assert "2/3" in text
    assert "702.000" in text
    assert "Cộng các năm" in text
    assert reverse("organization:paper", args=["final_report", season.period.pk]) in text


def test_a_village_does_not_see_the_years(client, season):
    client.force_login(season.clerk)
    url = reverse("dossiers:campaign_years", args=[season.campaign.pk])
    assert client.get(url).status_code == 404


def test_the_board_leads_to_the_reports(client, season):
    client.force_login(season.office)
    text = client.get(season.period.get_absolute_url()).content.decode()
    for slug in SLUGS:
        url = reverse("dossiers:wording_edit", args=[slug, season.period.pk])
        assert url in text
        assert client.get(url).status_code == 200
