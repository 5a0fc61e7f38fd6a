"""Registering: from the first row to the office's confirmation, by unit, by office, on each day."""

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import Line, Mark, Registration
from campaigns.services.registering import (
    add_line,
    candidates,
    remove_line,
    save_lines,
    start,
    take,
    transitions_for,
)
from campaigns.states import (
    ACCEPT_LATE,
    CONFIRM,
    RETURN,
    SUBMIT,
    SUBMIT_FOR_UNIT,
    WITHDRAW,
    CampaignState,
    RegistrationState,
)
from emulation.organization.models import IssuedPaper, NomineeKind, Role, UnitKind
from emulation.papers.catalogue import PaperKind
from emulation.papers.paper import PaperError
from emulation.papers.pdf import missing_libraries
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    days_from_today,
    make_authority,
    make_award_type,
    make_campaign,
    make_group,
    make_household,
    make_line,
    make_membership,
    make_offer,
    make_period,
    make_person,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MISSING = missing_libraries()
prints = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LAST_MINUTE = dt.datetime(2024, 4, 25, 23, 59, tzinfo=HANOI)
TOO_LATE = dt.datetime(2024, 4, 26, 0, 0, tzinfo=HANOI)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


@pytest.fixture
def registration(period, village, unit_clerk):
    """The village's draft, begun by itself: its own row, nothing marked."""
    return start(period, village, by=unit_clerk)


@pytest.fixture
def filled(registration):
    """The same with an award marked in its row."""
    line = registration.lines.get()
    line.marks.create(offer=registration.period.campaign.offers.get(column=2))
    return fresh(registration)


@pytest.fixture
def submitted(filled, unit_clerk):
    take(filled, SUBMIT, by=unit_clerk)
    return fresh(filled)


@pytest.fixture
def for_people(period):
    return period.campaign.offers.get(column=1)


@pytest.fixture
def for_collectives(period):
    return period.campaign.offers.get(column=2)


# --- start ---------------------------------------------------------------------------------------


def test_a_registration_begins_as_a_draft_of_the_unit(registration, commune, unit_clerk):
    assert (registration.state, registration.authority, registration.created_by) == (
        "draft",
        commune,
        unit_clerk,
    )


def test_a_registration_begins_with_the_units_own_row(registration, village):
    assert [(line.unit, line.subject) for line in registration.lines.all()] == [(village, "C")]


def test_where_only_people_compete_there_is_no_row_of_the_unit(
    period, village, unit_clerk, for_collectives
):
    for_collectives.delete()
    assert not start(period, village, by=unit_clerk).lines.exists()


def test_starting_again_opens_the_same_registration(registration, period, village, office_clerk):
    assert start(period, village, by=office_clerk) == registration
    assert (Registration.objects.count(), Line.objects.count()) == (1, 1)


def test_the_office_may_start_for_a_unit(period, village, office_clerk):
    assert start(period, village, by=office_clerk).created_by == office_clerk


@pytest.mark.parametrize("who", ["chair", "auditor", "outsider"])
def test_who_neither_registers_nor_keeps_the_office_cannot_start(period, village, request, who):
    with pytest.raises(PermissionDenied):
        start(period, village, by=request.getfixturevalue(who))
    assert not Registration.objects.exists()


def test_the_clerk_of_another_village_cannot_start(period, village, commune):
    neighbour = make_user(role=Role.UNIT, unit=make_unit(parent=commune, name="Thôn khác"))
    with pytest.raises(PermissionDenied):
        start(period, village, by=neighbour)


@pytest.mark.parametrize("who", ["auditor", "outsider"])
def test_nor_can_he_lay_hands_on_one_that_stands(registration, period, village, request, who):
    with pytest.raises(PermissionDenied):
        start(period, village, by=request.getfixturevalue(who))


def test_a_unit_that_is_not_asked_to_register_cannot_start(period, commune, office_clerk):
    station = make_unit(parent=commune, name="Đài truyền thanh", kind=UnitKind.BROADCAST)
    with pytest.raises(TransitionNotAllowed, match="Đài truyền thanh không thuộc đối tượng"):
        start(period, station, by=office_clerk)


def test_a_unit_that_no_longer_exists_cannot_start(period, village, office_clerk):
    village.valid_to = days_from_today(-1)
    village.save()
    with pytest.raises(TransitionNotAllowed, match="không thuộc đối tượng"):
        start(period, village, by=office_clerk)


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_a_campaign_that_is_not_in_force_takes_no_registration(commune, village, unit_clerk, state):
    campaign = make_campaign(authority=commune, state=state)
    with pytest.raises(TransitionNotAllowed, match="Phong trào không nhận đăng ký"):
        start(campaign.periods.get(), village, by=unit_clerk)


def test_after_the_last_day_a_unit_cannot_start(period, village, unit_clerk):
    type(period).objects.update(registration_before=days_from_today(0))
    with pytest.raises(TransitionNotAllowed, match="Đã hết hạn đăng ký"):
        start(fresh(period), village, by=unit_clerk)


def test_after_the_last_day_the_office_may_start_for_a_late_unit(period, village, office_clerk):
    type(period).objects.update(registration_before=days_from_today(0))
    assert start(fresh(period), village, by=office_clerk).state == "draft"


def test_before_the_period_begins_a_unit_cannot_start(period, village, unit_clerk):
    type(period).objects.update(starts_on=days_from_today(1))
    with pytest.raises(TransitionNotAllowed, match="Kỳ này chưa nhận đăng ký"):
        start(fresh(period), village, by=unit_clerk)


def test_the_office_starts_the_consolidated_registration(period, commune, office_clerk):
    own = start(period, commune, by=office_clerk)
    assert (own.is_consolidated, [line.unit for line in own.lines.all()]) == (True, [commune])


# --- add_line ------------------------------------------------------------------------------------


def add_error(registration, by, field, pk):
    with pytest.raises(ValidationError) as caught:
        add_line(registration, field, pk, by=by)
    return caught.value.messages


def test_a_person_of_the_unit_gets_a_row_at_the_end(registration, village, unit_clerk):
    person = make_person(unit=village)
    line = add_line(registration, "person", person.pk, by=unit_clerk)
    assert (line.person, line.subject, line.position) == (person, "I", 2)


def test_a_person_of_a_unit_below_gets_a_row(registration, village, unit_clerk):
    person = make_person(unit=make_unit(parent=village, name="Xóm 1"))
    assert add_line(registration, "person", person.pk, by=unit_clerk).person == person


def test_a_unit_below_gets_a_row(registration, village, unit_clerk):
    cell = make_unit(parent=village, name="Xóm 1")
    assert add_line(registration, "unit", cell.pk, by=unit_clerk).subject == "C"


def test_a_household_gets_a_row_where_households_compete(registration, village, unit_clerk):
    make_offer(
        campaign=registration.period.campaign,
        award_type=make_award_type(subjects="H"),
        column=3,
    )
    household = make_household(unit=village)
    assert add_line(registration, "household", household.pk, by=unit_clerk).subject == "H"


def test_a_person_of_another_unit_is_refused(registration, commune, unit_clerk):
    other = make_unit(parent=commune, name="Thôn khác")
    person = make_person(unit=other, full_name="Lê Văn Ba")
    assert add_error(registration, unit_clerk, "person", person.pk) == [
        "Lê Văn Ba không thuộc Thôn Ngọc."
    ]


def test_a_person_of_another_commune_is_not_even_known(registration, unit_clerk):
    person = make_person(unit=make_unit(name="Thôn xa"))
    assert add_error(registration, unit_clerk, "person", person.pk) == [
        "Không tìm thấy đối tượng này trong cơ quan."
    ]


@pytest.mark.parametrize("field", ["person", "unit", "registration", "__class__"])
def test_what_does_not_exist_is_refused(registration, unit_clerk, field):
    assert add_error(registration, unit_clerk, field, 10**6) == [
        "Không tìm thấy đối tượng này trong cơ quan."
    ]


def test_a_second_row_for_the_same_nominee_is_refused(registration, village, unit_clerk):
    assert add_error(registration, unit_clerk, "unit", village.pk) == [
        "Thôn Ngọc đã có một dòng trong bản đăng ký."
    ]


def test_a_nominee_kind_that_no_column_admits_is_refused(registration, village, unit_clerk):
    household = make_household(unit=village)
    assert add_error(registration, unit_clerk, "household", household.pk) == [
        "Phong trào không có danh hiệu, hình thức nào dành cho hộ gia đình."
    ]


def test_an_offer_without_a_column_admits_nobody(registration, village, unit_clerk, for_people):
    person = make_person(unit=village)
    type(for_people).objects.filter(pk=for_people.pk).update(column=None)
    assert add_error(fresh(registration), unit_clerk, "person", person.pk) == [
        "Phong trào không có danh hiệu, hình thức nào dành cho cá nhân."
    ]


def make_staff(commune):
    return make_group(authority=commune, name="Toàn thể công chức", subject=NomineeKind.INDIVIDUAL)


def test_a_group_is_narrowed_to_the_unit(registration, commune, village, unit_clerk):
    make_person(unit=village)
    line = add_line(registration, "group", make_staff(commune).pk, by=unit_clerk)
    assert (line.within, line.subject) == (village, "I")


def test_a_group_without_members_inside_the_unit_is_refused(registration, commune, unit_clerk):
    make_person(unit=make_unit(parent=commune, name="Thôn khác"))
    assert add_error(registration, unit_clerk, "group", make_staff(commune).pk) == [
        "Toàn thể công chức không thuộc Thôn Ngọc."
    ]


def test_in_the_consolidated_registration_a_group_means_all_of_it(period, commune, office_clerk):
    make_person(unit=commune)
    own = start(period, commune, by=office_clerk)
    line = add_line(own, "group", make_staff(commune).pk, by=office_clerk)
    assert line.within is None


@pytest.mark.parametrize("who", ["chair", "auditor", "outsider"])
def test_only_unit_and_office_change_rows(registration, village, request, who):
    person = make_person(unit=village)
    with pytest.raises(PermissionDenied):
        add_line(registration, "person", person.pk, by=request.getfixturevalue(who))


@pytest.mark.parametrize("state", ["submitted", "confirmed", "withdrawn"])
def test_rows_of_a_sent_registration_stay(period, village, unit_clerk, state):
    sent = make_registration(period=period, unit=village, state=state)
    person = make_person(unit=village)
    with pytest.raises(TransitionNotAllowed, match="không sửa được"):
        add_line(sent, "person", person.pk, by=unit_clerk)


def test_a_row_is_taken_out_with_its_marks(filled, unit_clerk):
    remove_line(filled, filled.lines.get().pk, by=unit_clerk)
    assert (Line.objects.count(), Mark.objects.count()) == (0, 0)


def test_a_row_of_another_registration_cannot_be_taken_out(registration, period, unit_clerk):
    foreign = make_line(registration=make_registration(period=period))
    remove_line(registration, foreign.pk, by=unit_clerk)
    assert Line.objects.filter(pk=foreign.pk).exists()


# --- candidates ----------------------------------------------------------------------------------


def offered(registration):
    return {
        subject: [str(record) for _, record in rows]
        for subject, rows in candidates(registration).items()
    }


def test_candidates_are_who_lies_inside_is_there_today_and_has_no_row(
    registration, village, commune
):
    make_unit(parent=village, name="Xóm 1", kind=UnitKind.OTHER)
    make_unit(parent=village, name="Xóm 2", kind=UnitKind.OTHER, valid_to=days_from_today(-1))
    make_person(unit=village, full_name="Lê Văn An")
    make_person(unit=village, full_name="Lê Văn Ba", left_on=days_from_today(0))
    make_person(unit=make_unit(parent=commune, name="Thôn khác"), full_name="Lê Văn Ca")
    assert offered(registration) == {"C": ["Xóm 1"], "I": ["Lê Văn An"]}


def test_groups_come_first_when_they_have_members_inside(registration, village, commune):
    make_person(unit=village, full_name="Lê Văn An")
    make_staff(commune)
    make_group(authority=commune, name="Hưu trí", subject="I", employments=["part_time_staff"])
    assert offered(registration)["I"] == ["Toàn thể công chức", "Lê Văn An"]


@pytest.mark.parametrize("rows", [1, 3])
def test_listing_candidates_costs_no_more_with_more_people(
    registration, village, rows, django_assert_num_queries
):
    for number in range(rows):
        make_person(unit=village, full_name=f"Lê Văn {number}")
    registration = Registration.objects.with_lines().get(pk=registration.pk)
    with django_assert_num_queries(5):
        candidates(registration)


# --- save_lines ----------------------------------------------------------------------------------


def test_marks_and_targets_are_saved(registration, unit_clerk, for_collectives):
    line = registration.lines.get()
    save_lines(
        registration, {line.pk: (frozenset({for_collectives.pk}), "Đúng hạn 100%")}, by=unit_clerk
    )
    kept = fresh(line)
    assert (kept.marked, kept.targets) == ({for_collectives.pk}, "Đúng hạn 100%")


def test_a_mark_that_is_taken_away_is_gone(filled, unit_clerk):
    line = filled.lines.get()
    save_lines(filled, {line.pk: (frozenset(), "")}, by=unit_clerk)
    assert fresh(line).marked == frozenset()


def test_a_mark_that_stays_keeps_its_row(filled, unit_clerk):
    line, mark = filled.lines.get(), Mark.objects.get()
    save_lines(filled, {line.pk: (frozenset({mark.offer_id}), "")}, by=unit_clerk)
    assert Mark.objects.get() == mark


def test_rows_that_were_not_sent_along_stay(filled, village, unit_clerk):
    other = make_line(registration=filled, person=make_person(unit=village), position=2)
    save_lines(filled, {other.pk: (frozenset(), "Có sáng kiến")}, by=unit_clerk)
    assert Mark.objects.count() == 1


def test_rows_of_other_registrations_are_left_alone(registration, period, unit_clerk):
    foreign = make_line(registration=make_registration(period=period))
    save_lines(registration, {foreign.pk: (frozenset(), "Ghi trộm")}, by=unit_clerk)
    assert fresh(foreign).targets == ""


def test_offers_of_other_campaigns_are_left_out(registration, unit_clerk):
    foreign = make_offer()
    line = registration.lines.get()
    save_lines(registration, {line.pk: (frozenset({foreign.pk}), "")}, by=unit_clerk)
    assert fresh(line).marked == frozenset()


def test_a_mark_that_the_nominee_kind_does_not_admit_is_told_by_line(
    registration, unit_clerk, for_people
):
    line = registration.lines.get()
    with pytest.raises(ValidationError) as caught:
        save_lines(registration, {line.pk: (frozenset({for_people.pk}), "")}, by=unit_clerk)
    assert caught.value.message_dict == {
        f"line-{line.pk}": ["«Lao động tiên tiến» chỉ dành cho cá nhân, không dành cho tập thể."]
    }


def test_one_mark_that_cannot_be_keeps_everything_from_being_saved(
    registration, village, unit_clerk, for_people, for_collectives
):
    good = make_line(registration=registration, person=make_person(unit=village), position=2)
    bad = registration.lines.get(unit=village)
    rows = {
        good.pk: (frozenset({for_people.pk}), "Có sáng kiến"),
        bad.pk: (frozenset({for_people.pk, for_collectives.pk}), "Đúng hạn"),
    }
    with pytest.raises(ValidationError):
        save_lines(registration, rows, by=unit_clerk)
    assert (Mark.objects.count(), [line.targets for line in Line.objects.all()]) == (0, ["", ""])


def test_an_award_that_is_gone_when_the_period_begins_is_told_by_line(
    registration, unit_clerk, period
):
    gone = make_offer(
        campaign=period.campaign,
        award_type=make_award_type(
            name="Giấy khen cũ", subjects="C", valid_to=period.starts_on - dt.timedelta(days=1)
        ),
        column=3,
    )
    line = registration.lines.get()
    with pytest.raises(ValidationError) as caught:
        save_lines(registration, {line.pk: (frozenset({gone.pk}), "")}, by=unit_clerk)
    (message,) = caught.value.message_dict[f"line-{line.pk}"]
    assert message.startswith(
        f"«Giấy khen cũ» không có trong danh mục vào ngày {period.starts_on:%d/%m/%Y}"
    )


def test_a_column_counts_as_long_as_one_of_its_awards_exists(registration, unit_clerk, period):
    offer = make_offer(
        campaign=period.campaign,
        award_type=make_award_type(subjects="C", valid_to=period.starts_on - dt.timedelta(days=1)),
        column=3,
    )
    offer.also.add(make_award_type(subjects="C"))
    line = registration.lines.get()
    save_lines(registration, {line.pk: (frozenset({offer.pk}), "")}, by=unit_clerk)
    assert fresh(line).marked == {offer.pk}


@pytest.mark.parametrize("state", ["submitted", "confirmed", "withdrawn"])
def test_nothing_is_saved_in_a_sent_registration(period, village, unit_clerk, state):
    sent = make_registration(period=period, unit=village, state=state)
    line = make_line(registration=sent)
    with pytest.raises(TransitionNotAllowed, match="không sửa được"):
        save_lines(sent, {line.pk: (frozenset(), "Muộn")}, by=unit_clerk)


def test_a_returned_registration_can_be_changed(submitted, unit_clerk, office_clerk):
    take(submitted, RETURN, by=office_clerk, note="Thiếu chỉ tiêu")
    line = submitted.lines.get()
    save_lines(submitted, {line.pk: (line.marked, "Đúng hạn 100%")}, by=unit_clerk)
    assert fresh(line).targets == "Đúng hạn 100%"


@pytest.mark.parametrize("rows", [1, 3])
def test_saving_costs_no_more_with_more_rows(
    registration, village, unit_clerk, for_people, rows, django_assert_num_queries
):
    for number in range(rows):
        make_line(
            registration=registration,
            person=make_person(unit=village, full_name=f"Lê Văn {number}"),
            position=number + 2,
        )
    registration = Registration.objects.with_lines().get(pk=registration.pk)
    wanted = {
        line.pk: (frozenset({for_people.pk}), "Có sáng kiến")
        for line in registration.lines.all()
        if line.person
    }
    unit_clerk.active_memberships()
    with django_assert_num_queries(5):
        save_lines(registration, wanted, by=unit_clerk)


# --- sending, by the calendar --------------------------------------------------------------------


def test_sending_stamps_moment_and_date(submitted):
    assert (submitted.state, submitted.dated, submitted.submitted_at is not None) == (
        "submitted",
        days_from_today(0),
        True,
    )


def test_an_empty_registration_is_not_sent(registration, unit_clerk):
    registration.lines.all().delete()
    with pytest.raises(ValidationError, match="chưa có dòng nào"):
        take(registration, SUBMIT, by=unit_clerk)


def test_a_row_without_a_mark_is_not_sent(registration, unit_clerk):
    with pytest.raises(ValidationError, match="«Thôn Ngọc» chưa chọn danh hiệu"):
        take(registration, SUBMIT, by=unit_clerk)


def test_what_is_not_sent_stays_a_draft(registration, unit_clerk):
    with pytest.raises(ValidationError):
        take(registration, SUBMIT, by=unit_clerk)
    assert (fresh(registration).state, registration.log.count()) == ("draft", 0)


@pytest.fixture
def of_2024(commune, village, unit_clerk):
    """A filled draft of Đình Dù 2024: "trước ngày 26/04/2024"."""
    day = dt.date(2024, 4, 16)
    campaign = make_campaign(
        authority=commune, starts_on=day, ends_on=dt.date(2024, 12, 31), issued_on=day
    )
    campaign.periods.update(
        starts_on=day,
        registration_before=dt.date(2024, 4, 26),
        dossier_before=dt.date(2024, 12, 10),
    )
    registration = make_registration(period=campaign.periods.get(), unit=village, by=unit_clerk)
    make_line(registration=registration, offers=[campaign.offers.get(column=2)])
    return registration


def test_in_the_last_minute_of_the_last_day_a_unit_can_send(of_2024, unit_clerk):
    with time_machine.travel(LAST_MINUTE, tick=False):
        take(of_2024, SUBMIT, by=unit_clerk)
    assert (fresh(of_2024).dated, fresh(of_2024).is_late) == (dt.date(2024, 4, 25), False)


def test_a_minute_later_it_cannot(of_2024, unit_clerk):
    with (
        time_machine.travel(TOO_LATE, tick=False),
        pytest.raises(TransitionNotAllowed, match=r"hết ngày 25/04/2024.*liên hệ văn phòng"),
    ):
        take(of_2024, SUBMIT, by=unit_clerk)
    assert fresh(of_2024).state == "draft"


def test_nor_can_the_office_send_for_it_as_if_in_time(of_2024, office_clerk):
    with (
        time_machine.travel(TOO_LATE, tick=False),
        pytest.raises(TransitionNotAllowed, match="Đã hết hạn đăng ký"),
    ):
        take(of_2024, SUBMIT_FOR_UNIT, by=office_clerk, note="Bản giấy")


def test_the_office_accepts_late_with_a_reason_and_a_flag(of_2024, office_clerk):
    with time_machine.travel(TOO_LATE, tick=False):
        take(of_2024, ACCEPT_LATE, by=office_clerk, note="Thôn mất điện")
    kept = fresh(of_2024)
    assert (kept.state, kept.is_late, kept.dated, kept.log.get().note) == (
        "submitted",
        True,
        dt.date(2024, 4, 26),
        "Thôn mất điện",
    )


def test_accepting_late_needs_a_reason(of_2024, office_clerk):
    with (
        time_machine.travel(TOO_LATE, tick=False),
        pytest.raises(TransitionNotAllowed, match="Hãy ghi lý do nhận muộn"),
    ):
        take(of_2024, ACCEPT_LATE, by=office_clerk)


def test_the_unit_does_not_accept_itself_late(of_2024, unit_clerk):
    with time_machine.travel(TOO_LATE, tick=False), pytest.raises(PermissionDenied):
        take(of_2024, ACCEPT_LATE, by=unit_clerk, note="Chúng tôi quên")


def test_in_time_nothing_is_accepted_late(of_2024, office_clerk):
    with (
        time_machine.travel(LAST_MINUTE, tick=False),
        pytest.raises(TransitionNotAllowed, match="Còn trong hạn đăng ký"),
    ):
        take(of_2024, ACCEPT_LATE, by=office_clerk, note="Vội")


def test_a_late_acceptance_is_incomplete_like_any_other(of_2024, office_clerk):
    Mark.objects.all().delete()
    with time_machine.travel(TOO_LATE, tick=False), pytest.raises(ValidationError):
        take(of_2024, ACCEPT_LATE, by=office_clerk, note="Thôn mất điện")


DRAFT_BUTTONS = [
    (LAST_MINUTE, "unit_clerk", ["submit", "withdraw"]),
    (TOO_LATE, "unit_clerk", ["withdraw"]),
    (LAST_MINUTE, "office_clerk", ["submit_for_unit"]),
    (TOO_LATE, "office_clerk", ["accept_late"]),
    (LAST_MINUTE, "chair", []),
    (LAST_MINUTE, "outsider", []),
]


@pytest.mark.parametrize(
    ("moment", "who", "buttons"),
    DRAFT_BUTTONS,
    ids=[f"{who} {moment:%H:%M}" for moment, who, _ in DRAFT_BUTTONS],
)
def test_the_buttons_of_a_draft_follow_the_calendar(of_2024, request, moment, who, buttons):
    user = request.getfixturevalue(who)
    with time_machine.travel(moment, tick=False):
        assert [step.name for step in transitions_for(of_2024, user)] == buttons


def test_before_the_campaign_is_issued_nothing_is_sent(of_2024, unit_clerk):
    with (
        time_machine.travel(dt.datetime(2024, 4, 15, 12, tzinfo=HANOI), tick=False),
        pytest.raises(TransitionNotAllowed, match="Kỳ này chưa nhận đăng ký"),
    ):
        take(of_2024, SUBMIT, by=unit_clerk)


@pytest.mark.parametrize("state", [CampaignState.CLOSED, CampaignState.CANCELLED])
@pytest.mark.parametrize("step", [SUBMIT, SUBMIT_FOR_UNIT, ACCEPT_LATE], ids=lambda s: s.name)
def test_a_campaign_that_is_over_takes_nothing(filled, state, step, unit_clerk, office_clerk):
    type(filled.period.campaign).objects.update(state=state)
    by = unit_clerk if step == SUBMIT else office_clerk
    with pytest.raises(TransitionNotAllowed, match="Phong trào không còn nhận đăng ký"):
        take(fresh(filled), step, by=by, note="x")


def test_keyed_in_from_paper_needs_its_ground(filled, office_clerk):
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi căn cứ nhập thay"):
        take(filled, SUBMIT_FOR_UNIT, by=office_clerk)


def test_keyed_in_from_paper_is_logged_as_the_offices_act(filled, office_clerk):
    log = take(filled, SUBMIT_FOR_UNIT, by=office_clerk, note="Bản giấy ngày 20/4")
    assert (log.role, log.note, fresh(filled).state) == (
        "office",
        "Bản giấy ngày 20/4",
        "submitted",
    )


# --- the office's answer -------------------------------------------------------------------------


def test_a_return_needs_a_reason(submitted, office_clerk):
    with pytest.raises(TransitionNotAllowed, match="Hãy ghi nội dung cần sửa"):
        take(submitted, RETURN, by=office_clerk)


def test_a_returned_registration_is_sent_again(submitted, unit_clerk, office_clerk):
    take(submitted, RETURN, by=office_clerk, note="Thiếu chỉ tiêu")
    take(fresh(submitted), SUBMIT, by=unit_clerk)
    assert [log.to_state for log in submitted.log.all()] == ["submitted", "returned", "submitted"]


def test_the_unit_cannot_confirm_itself(submitted, unit_clerk):
    with pytest.raises(PermissionDenied):
        take(submitted, CONFIRM, by=unit_clerk)


@prints
def test_confirming_freezes_the_printed_table(submitted, office_clerk):
    take(submitted, CONFIRM, by=office_clerk)
    paper = IssuedPaper.of("registration", submitted)
    assert hashlib.sha256(paper.read()).hexdigest() == paper.sha256
    assert (paper.issued_by, paper.dated, paper.authority, paper.number) == (
        office_clerk,
        submitted.dated,
        submitted.authority,
        "",
    )


def cannot_be_made(registration):
    raise PaperError("Máy chủ chưa cài thư viện in PDF.")


BROKEN = (PaperKind("registration", "Bản đăng ký", Registration.objects.all, cannot_be_made),)


def test_when_the_pdf_cannot_be_made_nothing_is_confirmed(submitted, office_clerk, settings):
    settings.PAPER_CATALOGUES = [f"{__name__}.BROKEN"]
    with pytest.raises(ValidationError, match="thư viện in PDF"):
        take(submitted, CONFIRM, by=office_clerk)
    assert (fresh(submitted).state, submitted.state, IssuedPaper.objects.count()) == (
        "submitted",
        "submitted",
        0,
    )


def test_a_withdrawn_registration_makes_room_for_a_new_one(submitted, period, village, unit_clerk):
    take(submitted, WITHDRAW, by=unit_clerk, note="Đăng ký nhầm kỳ")
    again = start(period, village, by=unit_clerk)
    assert (again == submitted, again.state) == (False, "draft")


def test_after_the_last_day_a_unit_may_still_withdraw(of_2024, unit_clerk):
    with time_machine.travel(TOO_LATE, tick=False):
        take(of_2024, WITHDRAW, by=unit_clerk, note="Không tham gia nữa")
    assert fresh(of_2024).state == "withdrawn"


def test_whoever_comes_second_is_told_to_reload(submitted, office_clerk):
    same = fresh(submitted)
    take(submitted, RETURN, by=office_clerk, note="Thiếu chỉ tiêu")
    with pytest.raises(TransitionNotAllowed, match="Có người khác vừa chuyển"):
        take(same, CONFIRM, by=office_clerk)
    assert (fresh(same).state, IssuedPaper.objects.count()) == ("returned", 0)


# --- the consolidated registration ---------------------------------------------------------------


@pytest.fixture
def consolidated(of_2024, commune, for_collectives_of_2024):
    own = make_registration(period=of_2024.period, unit=commune)
    make_line(registration=own, offers=[for_collectives_of_2024])
    return own


@pytest.fixture
def for_collectives_of_2024(of_2024):
    return of_2024.period.campaign.offers.get(column=2)


def test_the_units_deadline_does_not_bind_the_consolidated_registration(consolidated, office_clerk):
    with time_machine.travel(TOO_LATE, tick=False):
        take(consolidated, SUBMIT, by=office_clerk)
    assert (fresh(consolidated).state, fresh(consolidated).is_late) == ("submitted", False)


@pytest.mark.parametrize("step", [SUBMIT_FOR_UNIT, ACCEPT_LATE], ids=lambda step: step.name)
def test_the_consolidated_registration_is_nobodys_to_key_in(consolidated, office_clerk, step):
    with pytest.raises(TransitionNotAllowed, match="Bản tổng hợp do văn phòng lập và gửi"):
        take(consolidated, step, by=office_clerk, note="x")


# --- who sees it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("unit_clerk", True),
        ("office_clerk", True),
        ("chair", True),
        ("auditor", True),
        ("outsider", False),
        ("neighbour", False),
    ],
)
def test_a_registration_is_seen_in_its_unit_and_above(registration, commune, request, who, sees):
    if who == "neighbour":
        user = make_user(role=Role.UNIT, unit=make_unit(parent=commune, name="Thôn khác"))
    else:
        user = request.getfixturevalue(who)
    assert Registration.objects.visible_to(user).exists() is sees


def test_standing_registrations_are_those_not_withdrawn(period):
    commune = period.campaign.authority
    made = {
        state: make_registration(
            period=period, state=state, unit=make_unit(parent=commune, name=f"Thôn {state}")
        )
        for state in RegistrationState
    }
    assert set(Registration.objects.standing()) == set(made.values()) - {made["withdrawn"]}


def test_a_unit_that_registers_for_two_periods_has_two_registrations(
    registration, period, village, unit_clerk
):
    following = make_period(campaign=period.campaign, name="Kỳ sau")
    assert start(following, village, by=unit_clerk) != registration


def test_a_clerk_of_unit_and_office_has_the_buttons_of_both(of_2024, unit_clerk, commune):
    make_membership(user=unit_clerk, role=Role.OFFICE, unit=commune)
    with time_machine.travel(LAST_MINUTE, tick=False):
        assert [step.name for step in transitions_for(of_2024, unit_clerk)] == [
            "submit",
            "submit_for_unit",
            "withdraw",
        ]


def test_a_village_of_another_commune_is_out_of_scope(period, office_clerk):
    stranger = make_unit(parent=make_authority(name="Ủy ban nhân dân xã Lạc Đạo"))
    with pytest.raises(PermissionDenied):
        start(period, stranger, by=office_clerk)
