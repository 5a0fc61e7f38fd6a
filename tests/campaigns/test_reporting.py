"""Reporting results: who may when, what is kept, what two writers do to each other."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from campaigns.assessing.gathering import gather
from campaigns.models import Evidence, ReportRound, Result, ResultReport
from campaigns.services import reporting, verifying
from campaigns.services.reporting import Claim
from campaigns.states import RETURN_RESULT, CampaignState, ResultState
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed
from tests.campaigns.reported import Reported, safe_file, said
from tests.make import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    return Reported()


# --- saving --------------------------------------------------------------------------------------


def test_what_was_entered_is_kept_field_by_field(season):
    season.save(Claim(True, Decimal("98.5"), "Thu 98,5% quỹ", None))
    assert Claim.of(season.result()) == Claim(True, Decimal("98.50"), "Thu 98,5% quỹ", None)
    assert season.result().state == ResultState.DRAFT


def test_an_empty_card_begins_no_result(season):
    season.save(Claim(), said("Đã thu"))
    assert Result.objects.count() == 1


def test_who_did_not_touch_a_card_takes_nothing_back(season):
    """A page loaded before another's save carries old words, with the mark of these old words."""
    season.save(said("Cũ"))
    old = Claim.of(season.result()).seen
    season.save(said("Mới của người khác"))
    season.save(said("Cũ"), seen={season.criteria[0].pk: old})
    assert season.result().text == "Mới của người khác"


def test_two_who_changed_the_same_card_are_told(season):
    season.save(said("Cũ"))
    old = Claim.of(season.result()).seen
    season.save(said("Của người khác"))
    with pytest.raises(ValidationError, match="Có người khác vừa lưu"):
        season.save(said("Của tôi"), said("Ô khác"), seen={season.criteria[0].pk: old})
    assert [r.text for r in season.results()] == ["Của người khác"]


def test_what_is_sent_cannot_be_changed(season):
    season.report(said("Đã gửi"))
    with pytest.raises(ValidationError, match="đã gửi văn phòng"):
        season.save(said("Sửa lén"))


def test_another_village_may_not_write(season):
    stranger = make_user(role=Role.UNIT, unit=season.another("Đoài"))
    with pytest.raises(PermissionDenied):
        season.save(said(), by=stranger)


def test_the_auditor_may_not_write(season):
    with pytest.raises(PermissionDenied):
        season.save(said(), by=make_user(role=Role.AUDITOR, unit=season.commune))


# --- when ----------------------------------------------------------------------------------------


def test_after_the_last_day_the_unit_reports_nothing_new(season):
    season.period.results_before = timezone.localdate()
    season.period.registration_before = None
    season.period.save()
    with pytest.raises(ValidationError, match="Đã hết hạn báo cáo kết quả"):
        season.save(said())


def test_on_the_last_day_the_unit_still_reports(season):
    season.period.registration_before = None
    season.period.results_before = timezone.localdate() + dt.timedelta(days=1)
    season.period.save()
    assert season.report(said())


def test_after_the_last_day_the_unit_corrects_what_was_returned(season):
    season.report(said("Sơ sài"), said("Khác"))
    verifying.judge(season.result(), RETURN_RESULT, by=season.office, note="Ghi rõ số hộ")
    with time_machine.travel(timezone.now() + dt.timedelta(days=60)):
        season.period.results_before = timezone.localdate() - dt.timedelta(days=1)
        season.period.save()
        clerk = make_user(role=Role.UNIT, unit=season.village)
        sent = season.report(said("120 hộ"), by=clerk)
    assert [result.text for result in sent] == ["120 hộ"]


def test_after_the_last_day_the_office_still_keys_in(season):
    season.period.registration_before = None
    season.period.results_before = timezone.localdate()
    season.period.save()
    season.report(said(), by=season.office, note="Bản giấy ngày 05/12")
    assert season.result().state == ResultState.REPORTED


def test_a_closed_campaign_takes_reports_from_the_office_only(season):
    season.campaign.state = CampaignState.CLOSED
    season.campaign.save()
    season.period.campaign.refresh_from_db()
    with pytest.raises(ValidationError, match="đã kết thúc"):
        season.save(said())
    assert season.save(said(), by=season.office)


def test_a_cancelled_campaign_takes_none(season):
    season.campaign.state = CampaignState.CANCELLED
    season.campaign.save()
    season.period.campaign.refresh_from_db()
    with pytest.raises(ValidationError, match="đã hủy"):
        season.save(said(), by=season.office)


# --- reporting -----------------------------------------------------------------------------------


def test_only_what_says_something_is_reported(season):
    reporting.attach(
        season.period, season.village, {season.criteria[1]: [("a.pdf", safe_file())]},
        by=season.clerk,
    )  # fmt: skip
    assert len(season.report(said("Đã làm"))) == 1
    assert season.result(1).state == ResultState.DRAFT


def test_nothing_entered_cannot_be_reported(season):
    with pytest.raises(ValidationError, match="hãy nhập kết quả"):
        season.report()


def test_the_office_names_the_ground_on_which_it_keys_in(season):
    season.save(said(), by=season.office)
    with pytest.raises(TransitionNotAllowed, match="căn cứ"):
        season.report(by=season.office)
    assert ResultReport.objects.count() == 0
    season.report(by=season.office, note="Gọi điện ngày 05/12")
    log = season.result().log.get()
    assert (log.transition, log.role, log.note) == (
        "report_for_unit", Role.OFFICE, "Gọi điện ngày 05/12",
    )  # fmt: skip


def test_a_round_keeps_progress_and_moves_nothing(season):
    season.report(said(number=Decimal(30)), round=ReportRound.Q1)
    season.report(said(number=Decimal(55)), round=ReportRound.H1)
    season.report(said(number=Decimal(95)))
    kept = [(one.round, one.number) for one in season.result().reports.all()]
    assert kept == [("q1", 30), ("h1", 55), ("end", 95)]
    assert season.result().number == 95


def test_the_same_progress_is_not_kept_twice(season):
    season.report(said(number=Decimal(30)), round=ReportRound.Q1)
    with pytest.raises(ValidationError, match="Không có gì mới"):
        season.report(round=ReportRound.Q1)


def test_a_round_of_progress_is_no_result_yet(season):
    season.report(said(), round=ReportRound.Q1)
    facts = gather([season.village], day=timezone.localdate(), period=season.period)
    assert [fact.claims for fact in facts.values()] == [()]


def test_each_step_leaves_one_version_in_the_history(season):
    season.save(said("Một"))
    season.save(said("Hai"))
    season.report(said("Ba"))
    versions = season.result().history.order_by("history_id")
    assert [(v.text, v.state) for v in versions] == [("Một", "draft"), ("Ba", "reported")]


# --- evidence ------------------------------------------------------------------------------------


def attach(season, *files, place=0, by=None):
    criterion = season.criteria[place]
    given = {criterion: [(f"tep{n}.pdf", file) for n, file in enumerate(files)]}
    return reporting.attach(season.period, season.village, given, by=by or season.clerk)


def test_several_files_are_kept_with_their_fingerprints(season):
    attach(season, safe_file(b"%PDF-1"), safe_file(b"%PDF-2"))
    found = season.result().evidence.all()
    assert [(e.name, e.size, e.sha256) for e in found] == [
        ("tep0.pdf", 6, safe_file(b"%PDF-1").sha256),
        ("tep1.pdf", 6, safe_file(b"%PDF-2").sha256),
    ]


def test_the_same_file_twice_stores_none(season, media_root):
    attach(season, safe_file())
    with pytest.raises(ValidationError, match="đã nộp cho tiêu chuẩn này"):
        attach(season, safe_file(b"%PDF-moi"), safe_file())
    assert Evidence.objects.count() == 1
    assert len([p for p in media_root.rglob("*") if p.is_file()]) == 1


def test_the_number_of_files_has_a_limit(season, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_FILES", 2)
    attach(season, safe_file(b"1"), safe_file(b"2"))
    with pytest.raises(ValidationError, match="nhiều nhất 2 tệp"):
        attach(season, safe_file(b"3"))


def test_a_sent_result_takes_no_file_and_gives_none_back(season):
    attach(season, safe_file())
    season.report(said())
    with pytest.raises(ValidationError, match="đã gửi văn phòng"):
        attach(season, safe_file(b"khac"))
    with pytest.raises(TransitionNotAllowed, match="đã gửi văn phòng"):
        reporting.remove_evidence(Evidence.objects.get(), by=season.clerk)


def test_a_file_taken_away_is_gone_from_the_disk(
    season, media_root, django_capture_on_commit_callbacks
):
    attach(season, safe_file())
    with django_capture_on_commit_callbacks(execute=True):
        reporting.remove_evidence(Evidence.objects.get(), by=season.clerk)
    assert [p for p in media_root.rglob("*") if p.is_file()] == []


def test_a_report_remembers_the_names_of_its_files(season):
    attach(season, safe_file())
    season.report(said())
    assert ResultReport.objects.get().files == ["tep0.pdf"]


def test_a_person_reports_through_his_unit(season):
    person = make_person(unit=season.village)
    criterion = season.people.criteria.get()
    reporting.save(season.period, person, {criterion: said("Gương mẫu")}, seen={}, by=season.clerk)
    assert Result.objects.about(person).get().reporting_unit == season.village


def test_the_clerk_of_a_unit_reports_for_the_parts_below_it(season):
    part = make_unit(parent=season.village, name="Xóm 2")
    assert season.save(said(), nominee=part)
