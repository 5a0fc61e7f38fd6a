"""A session of the council as services run it: agenda, attendance, recusal, count, conclusion."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import AwardType, VoteRule
from dossiers.counting import turnout_of
from dossiers.models import Attendance, Presence, SeatRole
from dossiers.services import agenda, council
from dossiers.states import (
    CANCEL_SESSION,
    CONCLUDE,
    COUNT,
    OPEN,
    RECOUNT,
    NominationState,
    SessionState,
)
from emulation.organization.models import IssuedPaper, Role
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    days_from_today,
    make_agenda_item,
    make_authority,
    make_campaign,
    make_council,
    make_dossier,
    make_nomination,
    make_person,
    make_seat,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db
ALL_FOR = {"issued": 5, "returned": 5, "valid": 5, "invalid": 0,
           "agree": 5, "disagree": 0, "blank": 0}  # fmt: skip


class Meeting:
    """A council of five with a session of the office, and its nominations."""

    def __init__(self, state=SessionState.PLANNED, **values):
        self.authority = make_authority()
        self.office = make_user(role=Role.OFFICE, unit=self.authority)
        self.council = make_council(authority=self.authority, seats=5)
        self.dossier = make_dossier(
            period=make_campaign(authority=self.authority).periods.get(), state="appraised"
        )
        self.session = make_session(council=self.council, state=state, by=self.office, **values)
        self.seats = list(self.council.seats.all())

    def nominate(self, state=NominationState.ELIGIBLE, **values):
        return make_nomination(dossier=self.dossier, state=state, **values)

    def item(self, **values):
        nomination = values.pop("nomination", None) or self.nominate()
        return make_agenda_item(session=self.session, nomination=nomination, **values)

    def take(self, step, note="", by=None):
        return council.take(self.session, step, by=by or self.office, note=note)

    def count(self, item, **sums):
        """All five voted for, but what is given."""
        council.record_counts(self.session, {item.pk: ALL_FOR | sums}, by=self.office)

    def attend(self, **changes):
        """Members are present but those named `s1=("absent", "Đi học")` by their place."""
        rows = {seat.pk: ("present", "") for seat in self.seats}
        rows |= {self.seats[int(k[1:])].pk: v for k, v in changes.items()}
        agenda.record_attendance(
            self.session, rows, presided_by=self.seats[0], secretary=self.seats[-1], by=self.office
        )


@pytest.fixture
def meeting():
    return Meeting()


@pytest.fixture
def opened():
    return Meeting(SessionState.OPENED)


# --- members -------------------------------------------------------------------------------------


def test_members_of_the_day_are_entered_with_chair_and_secretary(meeting):
    meeting.session.attendances.all().delete()
    meeting.session.presided_by = meeting.session.secretary = None
    former = make_seat(council=meeting.council, ends_on=days_from_today(-1))
    future = make_seat(council=meeting.council, starts_on=days_from_today(1))
    agenda.prepare(meeting.session, by=meeting.office)
    entered = {row.seat for row in meeting.session.attendances.all()}
    assert entered == set(meeting.seats)
    assert not entered & {former, future}
    assert meeting.session.presided_by == meeting.seats[0]
    assert meeting.session.secretary == meeting.seats[-1]


def test_preparing_again_keeps_what_was_entered(meeting):
    meeting.attend(s1=("absent", "Đi học"))
    agenda.prepare(meeting.session, by=meeting.office)
    assert meeting.session.attendances.get(seat=meeting.seats[1]).reason == "Đi học"


def test_a_member_whose_term_has_ended_leaves_the_attendance(meeting):
    meeting.seats[1].ends_on = days_from_today(-1)
    meeting.seats[1].save()
    agenda.prepare(meeting.session, by=meeting.office)
    assert not meeting.session.attendances.filter(seat=meeting.seats[1]).exists()


def test_an_absent_member_needs_a_reason_and_nothing_else_is_saved(meeting):
    with pytest.raises(ValidationError) as refused:
        meeting.attend(s1=("absent", " "), s2=("written", "Ốm"))
    assert list(refused.value.message_dict) == [f"seat-{meeting.seats[1].pk}"]
    assert not meeting.session.attendances.exclude(presence=Presence.PRESENT).exists()


def test_the_reason_of_one_who_came_after_all_is_forgotten(meeting):
    meeting.attend(s1=("absent", "Đi học"))
    meeting.attend(s1=("present", "Đi học"))
    assert meeting.session.attendances.get(seat=meeting.seats[1]).reason == ""


# --- agenda --------------------------------------------------------------------------------------


def test_an_item_takes_the_vote_rule_of_its_award_on_the_day(meeting):
    VoteRule.objects.create(
        award_code=meeting.dossier.period.campaign.offers.first().award_type.code,
        percent=90, base="attending", valid_from=days_from_today(-1),
    )  # fmt: skip
    (item,) = agenda.put_on_agenda(meeting.session, [meeting.nominate()], by=meeting.office)
    assert (item.percent, item.base, item.is_secret) == (90, "attending", True)


def test_a_member_who_is_the_nominee_is_recused_by_itself(meeting):
    person = make_person(unit=meeting.dossier.unit)
    meeting.seats[1].person = person
    meeting.seats[1].save()
    nominations = [meeting.nominate(person=person), meeting.nominate()]
    own, other = agenda.put_on_agenda(meeting.session, nominations, by=meeting.office)
    assert own.recusals.get().seat == meeting.seats[1]
    assert own.recusals.get().reason == agenda.OWN_CASE
    assert not other.recusals.exists()


@pytest.mark.parametrize("state", set(NominationState) - {NominationState.ELIGIBLE, "lowered"})
def test_only_an_eligible_nomination_is_put_on_the_agenda(meeting, state):
    with pytest.raises(ValidationError, match="chưa đưa ra Hội đồng được"):
        agenda.put_on_agenda(
            meeting.session, [meeting.nominate(), meeting.nominate(state)], by=meeting.office
        )
    assert not meeting.session.items.exists()


def test_a_nomination_of_another_authority_is_refused(meeting):
    with pytest.raises(ValidationError, match="không thuộc cơ quan"):
        agenda.put_on_agenda(
            meeting.session, [make_nomination(state="eligible")], by=meeting.office
        )


def test_a_nomination_stands_on_one_open_agenda(meeting):
    nomination = meeting.nominate()
    agenda.put_on_agenda(meeting.session, [nomination], by=meeting.office)
    other = make_session(council=meeting.council, title="Phiên khác", by=meeting.office)
    with pytest.raises(ValidationError, match="đã có trong chương trình «Họp xét khen thưởng»"):
        agenda.put_on_agenda(other, [nomination], by=meeting.office)
    assert nomination not in agenda.eligible_for(other)


def test_a_cancelled_session_frees_its_nominations(meeting):
    nomination = meeting.item().nomination
    meeting.take(CANCEL_SESSION, note="Hoãn họp")
    other = make_session(council=meeting.council, title="Phiên khác", by=meeting.office)
    assert agenda.put_on_agenda(other, [nomination], by=meeting.office)


@pytest.mark.parametrize("count", [1, 3])
def test_putting_on_the_agenda_asks_once_for_rules_and_members(
    meeting, count, django_assert_max_num_queries
):
    nominations = list(
        agenda.eligible_for(meeting.session) if [meeting.nominate() for _ in range(count)] else ()
    )
    with django_assert_max_num_queries(12 + 3 * count):
        agenda.put_on_agenda(meeting.session, nominations, by=meeting.office)


def test_taking_an_item_off_closes_the_gap(meeting):
    nominations = [meeting.nominate() for _ in range(3)]
    items = agenda.put_on_agenda(meeting.session, nominations, by=meeting.office)
    agenda.take_off_agenda(items[0], by=meeting.office)
    assert [item.position for item in meeting.session.items.all()] == [1, 2]


# --- lower award, recusal ------------------------------------------------------------------------


def test_a_lower_award_is_put_to_the_vote_under_its_own_rule(opened):
    item = opened.item(tally=(5, 0, 0), percent=90)
    lower = AwardType.objects.get(code="GK_XA")
    agenda.vote_on_lower(item, lower, "Chưa đủ thời gian", by=opened.office)
    item.refresh_from_db()
    assert (item.voted_award, item.lower_note, item.percent) == (lower, "Chưa đủ thời gian", 70)
    assert not item.is_counted


@pytest.mark.parametrize(
    ("code", "note", "field"),
    [("GK_XA", " ", "lower_note"), ("GK_HUYEN", "Vì", "lower_to"), ("TTLDTT", "Vì", "lower_to")],
)
def test_a_lower_award_must_exist_admit_the_nominee_and_have_a_reason(meeting, code, note, field):
    award = AwardType.objects.filter(code=code).order_by("-valid_from").first()
    with pytest.raises(ValidationError) as refused:
        agenda.vote_on_lower(meeting.item(), award, note, by=meeting.office)
    assert list(refused.value.message_dict) == [field]


def test_the_award_asked_for_comes_back(opened):
    item = opened.item()
    agenda.vote_on_lower(item, AwardType.objects.get(code="GK_XA"), "Vì", by=opened.office)
    agenda.vote_on_lower(item, None, "", by=opened.office)
    assert (item.lower_to, item.lower_note) == (None, "")


def test_a_declared_recusal_leaves_base_and_ballot(opened):
    item = opened.item(tally=(5, 0, 0))
    agenda.recuse(item, opened.seats[2], "Là vợ của người được xét", by=opened.office)
    turnout = turnout_of(item, opened.session.attendances.all())
    assert (turnout.base("all"), turnout.ballots) == (4, 4)
    assert not item.is_counted
    agenda.take_back_recusal(item.recusals.get(), by=opened.office)
    assert turnout_of(item, opened.session.attendances.all()).ballots == 5


def test_a_recusal_needs_a_reason_and_a_member(meeting):
    item = meeting.item()
    with pytest.raises(ValidationError) as refused:
        agenda.recuse(item, meeting.seats[2], "  ", by=meeting.office)
    assert list(refused.value.message_dict) == ["reason"]
    with pytest.raises(ValidationError) as refused:
        agenda.recuse(item, make_seat(), "Người nhà", by=meeting.office)
    assert list(refused.value.message_dict) == ["seat"]


def test_nobody_votes_on_his_own_case_after_all(meeting):
    person = make_person(unit=meeting.dossier.unit)
    meeting.seats[1].person = person
    meeting.seats[1].save()
    (item,) = agenda.put_on_agenda(
        meeting.session, [meeting.nominate(person=person)], by=meeting.office
    )
    with pytest.raises(TransitionNotAllowed, match="về chính mình"):
        agenda.take_back_recusal(item.recusals.get(), by=meeting.office)
    assert item.recusals.exists()


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
