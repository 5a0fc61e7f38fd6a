"""A session of the council as services run it: opening, count, conclusion."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import AwardType
from dossiers.models import Attendance, SeatRole
from dossiers.services import agenda, council
from dossiers.states import (
    CONCLUDE,
    COUNT,
    OPEN,
    RECOUNT,
    NominationState,
    SessionState,
)
from emulation.organization.models import IssuedPaper, Role
from emulation.workflow import TransitionNotAllowed
from tests.dossiers.meetings import ALL_FOR, Meeting
from tests.make import (
    days_from_today,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return Meeting()


@pytest.fixture
def opened():
    return Meeting(SessionState.OPENED)


# --- opening -------------------------------------------------------------------------------------


def test_a_session_with_everything_is_opened_and_logged(meeting):
    meeting.item()
    log = meeting.take(OPEN)
    assert meeting.session.opened_at is not None
    assert (log.by, log.role, log.to_state) == (meeting.office, Role.OFFICE, "opened")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda m: m.session.attendances.all().delete(), "Chưa ghi thành viên dự họp."),
        (
            lambda m: m.attend(s1=("absent", "a"), s2=("absent", "b")),
            "Có mặt 3/5 thành viên, chưa đủ 4",
        ),
        (lambda m: m.attend(s0=("absent", "Đi công tác")), "Chủ tọa không có mặt."),
        (lambda m: m.attend(s4=("written", "Ốm")), "Thư ký không có mặt."),
        (lambda m: setattr(m.session, "presided_by", None), "Chưa chọn chủ tọa."),
        (lambda m: setattr(m.session, "secretary", m.seats[0]), "Chủ tọa không đồng thời"),
        (lambda m: m.session.items.all().delete(), "Chương trình họp chưa có nội dung nào."),
        (
            lambda m: m.session.items.get().nomination.__class__.objects.update(state="deferred"),
            "đã chuyển sang «chưa xét»",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_the_session_stays_planned(meeting, spoil, said):
    meeting.item()
    spoil(meeting)
    with pytest.raises(ValidationError, match=said):
        meeting.take(OPEN)
    meeting.session.refresh_from_db()
    assert meeting.session.state == SessionState.PLANNED


@pytest.mark.parametrize(("absent", "opens"), [(1, True), (2, False)])
def test_the_quorum_is_the_council_s_own_rule(meeting, absent, opens):
    meeting.council.quorum_numerator, meeting.council.quorum_denominator = 4, 5
    meeting.council.save()
    meeting.session.council = meeting.council
    meeting.attend(**{f"s{place}": ("absent", "Ốm") for place in range(1, absent + 1)})
    missing = council.missing_to_open(meeting.session)
    assert any("chưa đủ 4" in line for line in missing) != opens


def test_who_may_not_open_is_told_so_before_what_is_missing(meeting):
    chair = make_user(role=Role.CHAIR, unit=meeting.authority)
    with pytest.raises(PermissionDenied):
        meeting.take(OPEN, by=chair)


def test_nothing_is_prepared_by_somebody_else_than_the_office(meeting):
    chair = make_user(role=Role.CHAIR, unit=meeting.authority)
    item = meeting.item()
    for call in (
        lambda: agenda.prepare(meeting.session, by=chair),
        lambda: agenda.put_on_agenda(meeting.session, [], by=chair),
        lambda: agenda.take_off_agenda(item, by=chair),
        lambda: agenda.recuse(item, meeting.seats[1], "Vì", by=chair),
        lambda: agenda.vote_on_lower(item, None, "", by=chair),
        lambda: council.record_counts(meeting.session, {}, by=chair),
    ):
        with pytest.raises(PermissionDenied):
            call()


# --- counting ------------------------------------------------------------------------------------


def test_sums_that_add_up_are_entered(opened):
    item = opened.item()
    opened.count(item, agree=4, blank=1)
    item.refresh_from_db()
    assert (item.agree, item.blank, item.issued) == (4, 1, 5)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"issued": 6}, "issued", "6"),
        ({"issued": 4}, "returned", "Thu về 5 phiếu, nhiều hơn số phát ra 4"),
        ({"valid": 4}, "invalid", "Hợp lệ 4 + không hợp lệ 0 = 4, không bằng số thu về 5"),
        ({"agree": 4}, "blank", "= 4, không bằng số phiếu hợp lệ 5"),
        ({"written_agree": 1}, "written_blank", "= 1, nhiều hơn 0 thành viên vắng mặt"),
    ],
)
def test_one_wrong_sum_is_named_with_the_sum_and_no_row_is_saved(opened, wrong, field, said):
    right, bad = opened.item(), opened.item()
    with pytest.raises(ValidationError) as refused:
        council.record_counts(
            opened.session, {right.pk: ALL_FOR, bad.pk: ALL_FOR | wrong}, by=opened.office
        )
    assert said in refused.value.message_dict[f"item-{bad.pk}-{field}"][0]
    assert not any(key.startswith(f"item-{right.pk}-") for key in refused.value.message_dict)
    right.refresh_from_db()
    assert not right.is_counted


@pytest.mark.parametrize("state", ["planned", "counted", "concluded", "cancelled"])
def test_sums_are_entered_only_while_the_council_meets(state):
    meeting = Meeting(state)
    item = meeting.item()
    with pytest.raises(TransitionNotAllowed):
        council.record_counts(meeting.session, {item.pk: ALL_FOR}, by=meeting.office)


def test_the_count_is_closed_only_when_every_item_is_counted(opened):
    opened.item(tally=(5, 0, 0))
    late = opened.item()
    with pytest.raises(ValidationError, match="chưa có kết quả kiểm phiếu"):
        opened.take(COUNT)
    opened.count(late)
    opened.take(COUNT)
    assert opened.session.state == SessionState.COUNTED


def test_a_count_that_no_longer_fits_the_attendance_is_refused(opened):
    opened.item(tally=(5, 0, 0))
    opened.attend(s1=("absent", "Về sớm"))
    with pytest.raises(ValidationError, match="Phát ra 5 phiếu"):
        opened.take(COUNT)


def test_a_recount_needs_a_reason_and_opens_the_sums_again(opened):
    item = opened.item(tally=(5, 0, 0))
    opened.take(COUNT)
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi lý do"):
        opened.take(RECOUNT)
    opened.take(RECOUNT, note="Cộng nhầm")
    opened.count(item, agree=3, disagree=2)
    assert opened.session.log.last().note == "Cộng nhầm"


# --- conclusion ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tally", "lower", "state"),
    [
        ((5, 0, 0), False, NominationState.PASSED),
        ((4, 1, 0), False, NominationState.PASSED),
        ((3, 2, 0), False, NominationState.FAILED),
        ((5, 0, 0), True, NominationState.LOWERED),
        ((3, 2, 0), True, NominationState.FAILED),
    ],
)
def test_every_nomination_moves_by_its_vote_with_the_figures_as_reason(opened, tally, lower, state):
    award = AwardType.objects.get(code="GK_XA")
    more = {"lower_to": award, "lower_note": "Chưa đủ thời gian"} if lower else {}
    nomination = opened.item(tally=tally, **more).nomination
    opened.take(COUNT)
    opened.take(CONCLUDE)
    nomination.refresh_from_db()
    assert nomination.state == state
    assert nomination.lowered_to == (award if state == NominationState.LOWERED else None)
    said = nomination.log.get().note
    assert said.startswith(f"Đạt {tally[0]}/5 phiếu ({tally[0] * 20},0%), cần 4.")
    assert ("Chưa đủ thời gian" in said) == (state == NominationState.LOWERED)


def test_after_the_conclusion_nothing_changes(opened):
    item = opened.item(tally=(5, 0, 0))
    opened.take(COUNT)
    opened.take(CONCLUDE)
    assert opened.session.closed_at is not None
    for call in (
        lambda: opened.take(RECOUNT, note="Vì"),
        lambda: opened.attend(),
        lambda: agenda.take_off_agenda(item, by=opened.office),
        lambda: council.record_counts(opened.session, {item.pk: ALL_FOR}, by=opened.office),
    ):
        with pytest.raises(TransitionNotAllowed):
            call()


def test_both_minutes_are_stored_for_good_with_the_conclusion(opened):
    opened.item(tally=(5, 0, 0))
    opened.take(COUNT)
    assert IssuedPaper.of("minutes", opened.session) is None
    opened.take(CONCLUDE)
    for slug in ("minutes", "ballot_count"):
        stored = IssuedPaper.of(slug, opened.session)
        assert stored.read().startswith(b"%PDF")
        assert (stored.authority, stored.issued_by) == (opened.authority, opened.office)


def test_a_conclusion_that_fails_half_way_moves_nothing(opened, monkeypatch):
    first = opened.item(tally=(5, 0, 0)).nomination
    opened.item(tally=(5, 0, 0))
    opened.take(COUNT)

    def broken(session, by):
        raise OSError("no paper today")

    monkeypatch.setattr(council, "_freeze_papers", broken)
    with pytest.raises(OSError, match="no paper today"):
        opened.take(CONCLUDE)
    first.refresh_from_db()
    opened.session.refresh_from_db()
    assert first.state == NominationState.ELIGIBLE
    assert opened.session.state == SessionState.COUNTED


def test_a_day_entered_later_stays_the_day_of_the_meeting(meeting):
    meeting.item()
    met = dt.datetime(2024, 12, 5, 1, 30, tzinfo=dt.UTC)
    meeting.session.opened_at = met
    meeting.take(OPEN)
    assert meeting.session.opened_at == met


def test_seats_of_a_former_term_do_not_attend(meeting):
    make_seat(council=meeting.council, role=SeatRole.CHAIR, ends_on=days_from_today(-30))
    assert agenda.seats_on(meeting.council, days_from_today(0)) == meeting.seats
    assert Attendance.objects.filter(session=meeting.session).count() == 5
