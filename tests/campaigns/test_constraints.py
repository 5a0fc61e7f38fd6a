"""What the law or the form says in one sentence, the database holds: every rule of this floor."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from campaigns.models import (
    AwardOffer,
    Campaign,
    Line,
    Mark,
    Override,
    Participant,
    Period,
    Registration,
    Result,
    Subscription,
)
from campaigns.states import CampaignState, RegistrationState
from tests.make import (
    make_award_type,
    make_campaign,
    make_chase_letter,
    make_example,
    make_extension,
    make_field_check,
    make_group,
    make_household,
    make_line,
    make_message,
    make_offer,
    make_override,
    make_period,
    make_person,
    make_registration,
    make_reminder,
    make_result,
    make_result_report,
    make_task,
    make_task_reminder,
    make_unit,
    make_user,
)
from tests.rules import constraints_of, refused_by, write_past_python

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 4, 25)
SENT_AT = dt.datetime(2024, 4, 25, 8, tzinfo=dt.UTC)
DAY_BEFORE = dt.date(2024, 4, 24)


def make_draft():
    return make_campaign(state=CampaignState.DRAFT, bare=True)


def make_sent():
    return make_registration(state=RegistrationState.SUBMITTED)


def make_extension_of_unit():
    return make_extension(unit=make_unit())


def make_own_line():
    return make_line(registration=make_registration())


BROKEN_BY_UPDATE = {
    "campaigns_campaign_kind_known": [(make_draft, {"kind": "party"})],
    "campaigns_campaign_ends_on_after": [(make_draft, {"starts_on": DAY, "ends_on": DAY_BEFORE})],
    "campaigns_campaign_issued_on_by_state": [
        (make_draft, {"issued_on": DAY}),
        (make_draft, {"state": "issued"}),
        (make_draft, {"state": "closed"}),
        (make_campaign, {"issued_on": None}),
        (make_campaign, {"state": "draft"}),
    ],
    "campaigns_awardoffer_route_known": [(make_offer, {"route": "lottery"})],
    "campaigns_period_review_known": [(make_period, {"review": "never"})],
    "campaigns_period_ends_on_after": [
        (make_period, {"starts_on": DAY, "ends_on": DAY_BEFORE}),
    ],
    "campaigns_period_dossier_before_after": [
        (make_period, {"registration_before": DAY, "dossier_before": DAY_BEFORE}),
    ],
    "campaigns_registration_state_known": [(make_sent, {"state": "lost"})],
    "campaigns_registration_submitted_at_by_state": [
        (make_registration, {"state": "submitted"}),
        (make_registration, {"state": "returned"}),
        (make_registration, {"state": "confirmed"}),
        (make_sent, {"submitted_at": None}),
    ],
    "campaigns_line_subject_known": [(make_own_line, {"subject": "X"})],
    "campaigns_result_verdict_by_state": [
        (make_result, {"is_met": True}),
        (make_result, {"state": "verified"}),
    ],
    "campaigns_result_state_known": [(make_result, {"state": "lost"})],
    "campaigns_period_results_before_after": [
        (make_period, {"registration_before": DAY, "results_before": DAY_BEFORE}),
    ],
    "campaigns_extension_kind_known": [(make_extension, {"kind": "tea"})],
    "campaigns_extension_gives_time": [
        (make_extension, {"old_before": DAY, "before": DAY}),
        (make_extension, {"old_before": DAY, "before": DAY_BEFORE}),
    ],
    "campaigns_extension_of_a_unit_extends": [(make_extension_of_unit, {"old_before": None})],
    "campaigns_extension_has_reason": [(make_extension, {"reason": ""})],
    "campaigns_reminder_names_one_thing": [(make_reminder, {"period": None, "kind": ""})],
    "campaigns_reminder_kind_known": [
        (make_reminder, {"kind": "tea"}),
        (make_reminder, {"kind": ""}),
        (make_task_reminder, {"kind": "results"}),
    ],
    "campaigns_reminder_stage_known": [(make_reminder, {"stage": "soon"})],
    "campaigns_message_sent_at_by_state": [(make_message, {"sent_at": SENT_AT})],
    "campaigns_message_released_by_by_state": [(make_message, {"state": "released"})],
    "campaigns_chaseletter_kind_known": [(make_chase_letter, {"kind": "tea"})],
    "campaigns_chaseletter_number_by_state": [
        (make_chase_letter, {"number": "5"}),
        (make_chase_letter, {"dated": DAY}),
        (make_chase_letter, {"state": "issued"}),
        (make_chase_letter, {"state": "issued", "dated": DAY}),
        (make_chase_letter, {"state": "cancelled", "number": "5"}),
    ],
    "campaigns_plantask_state_known": [(make_task, {"state": "lost"})],
    "campaigns_override_verdict_known": [(make_override, {"verdict": "perhaps"})],
    "campaigns_override_has_reason": [(make_override, {"reason": ""})],
    "campaigns_resultreport_round_known": [(make_result_report, {"round": "q9"})],
    "campaigns_fieldcheck_says_who_and_what": [
        (make_field_check, {"checked_by": ""}),
        (make_field_check, {"finding": ""}),
    ],
    "campaigns_example_says_what": [
        (make_example, {"title": ""}),
        (make_example, {"text": ""}),
    ],
}
CASES = [(name, make, values) for name, cases in BROKEN_BY_UPDATE.items() for make, values in cases]
OTHERWISE = {
    "campaigns_message_state_known",
    "campaigns_chaseletter_state_known",
    "campaigns_chaseletter_one_draft",
    "campaigns_subscription_token_once",
    "campaigns_reminder_of_a_task_once",
    "campaigns_reminder_falls_due_once",
    "campaigns_reminder_chased_once_a_day",
    "campaigns_campaign_state_known",
    "campaigns_participant_group_once",
    "campaigns_awardoffer_award_once",
    "campaigns_awardoffer_column_once",
    "campaigns_period_name_once",
    "campaigns_registration_unit_once",
    "campaigns_line_names_one_nominee",  # tests/emulation/test_constraints.py
    "campaigns_line_within_narrows_a_group",
    "campaigns_line_unit_once",
    "campaigns_line_person_once",
    "campaigns_line_household_once",
    "campaigns_line_group_once",
    "campaigns_line_group_within_once",
    "campaigns_mark_once",
    *(
        f"campaigns_{model}_{field}_once"
        for model in ("result", "override")
        for field in ("unit", "person", "household")
    ),
    "campaigns_result_names_one_nominee",
    "campaigns_override_names_one_nominee",
    "campaigns_example_names_one_nominee",
}


@pytest.mark.parametrize(
    ("name", "make", "values"), CASES, ids=[f"{name} {values}" for name, _, values in CASES]
)
def test_the_database_refuses_what_python_was_not_asked_about(name, make, values):
    record = make()
    with refused_by(name):
        write_past_python(record, **values)


def test_no_rule_of_this_floor_is_left_untested():
    assert set(constraints_of("campaigns")) == set(BROKEN_BY_UPDATE) | OTHERWISE


def test_an_unknown_state_breaks_the_rule_on_states_or_on_their_dates():
    """Two rules refuse it, and which one is named first is the database's choice."""
    campaign = make_campaign()
    with refused_by("campaigns_campaign_state_known", "campaigns_campaign_issued_on_by_state"):
        write_past_python(campaign, state="lost")


# --- campaigns -----------------------------------------------------------------------------------


@pytest.mark.parametrize("issued_on", [None, DAY])
def test_a_cancelled_campaign_may_have_been_issued_or_not(issued_on):
    campaign = make_draft()
    write_past_python(campaign, state="cancelled", issued_on=issued_on)
    assert Campaign.objects.get().issued_on == issued_on


def test_a_group_competes_once_in_a_campaign():
    campaign = make_campaign()
    group = campaign.participants.get().group
    with refused_by("campaigns_participant_group_once"):
        Participant.objects.bulk_create([Participant(campaign=campaign, group=group)])


def test_an_award_is_offered_once_in_a_campaign():
    offer = make_offer(column=1)
    with refused_by("campaigns_awardoffer_award_once"):
        AwardOffer.objects.bulk_create(
            [AwardOffer(campaign=offer.campaign, award_type=offer.award_type, column=2)]
        )


def test_a_column_belongs_to_one_offer():
    offer = make_offer(column=1)
    with refused_by("campaigns_awardoffer_column_once"):
        AwardOffer.objects.bulk_create(
            [AwardOffer(campaign=offer.campaign, award_type=make_award_type(), column=1)]
        )


def test_several_offers_may_do_without_a_column():
    campaign = make_campaign(bare=True)
    for _ in range(2):
        make_offer(campaign=campaign, award_type=make_award_type(), column=None)
    assert campaign.offers.count() == 2


def test_a_period_has_a_name_of_its_own():
    period = make_period(name="Năm 2024")
    with refused_by("campaigns_period_name_once"):
        Period.objects.bulk_create(
            [Period(campaign=period.campaign, name="Năm 2024", starts_on=DAY)]
        )


# --- registrations -------------------------------------------------------------------------------


def again(registration, **values):
    return Registration(
        authority=registration.authority,
        period=registration.period,
        unit=registration.unit,
        created_by=make_user(),
        **values,
    )


def test_a_unit_has_one_registration_for_a_period():
    registration = make_registration()
    with refused_by("campaigns_registration_unit_once"):
        Registration.objects.bulk_create([again(registration)])


def test_a_withdrawn_registration_is_not_counted():
    withdrawn = make_registration(state=RegistrationState.WITHDRAWN)
    Registration.objects.bulk_create([again(withdrawn)])
    assert Registration.objects.standing().count() == 1


def test_a_withdrawn_registration_cannot_come_back_beside_a_new_one():
    withdrawn = make_registration(state=RegistrationState.WITHDRAWN)
    again(withdrawn).save()
    with refused_by("campaigns_registration_unit_once"):
        write_past_python(withdrawn, state="draft")


def test_a_unit_registers_anew_for_the_next_period():
    registration = make_registration()
    following = make_period(campaign=registration.period.campaign, name="Kỳ sau")
    other = again(registration)
    other.period = following
    other.save()
    assert registration.unit.registrations.count() == 2


@pytest.mark.parametrize("field", ["unit", "person", "household"])
def test_a_nominee_has_one_row_in_a_registration(field):
    registration = make_registration()
    make = {"unit": make_unit, "person": make_person, "household": make_household}[field]
    nominee = make()
    make_line(registration=registration, **{field: nominee})
    with refused_by(f"campaigns_line_{field}_once"):
        Line.objects.bulk_create([Line(registration=registration, subject="C", **{field: nominee})])


def test_a_whole_group_has_one_row_in_a_registration():
    registration, group = make_registration(), make_group()
    make_line(registration=registration, group=group)
    with refused_by("campaigns_line_group_once"):
        Line.objects.bulk_create([Line(registration=registration, subject="C", group=group)])


def test_a_group_narrowed_to_a_unit_has_one_row_in_a_registration():
    registration, group = make_registration(), make_group()
    make_line(registration=registration, group=group, within=registration.unit)
    with refused_by("campaigns_line_group_within_once"):
        Line.objects.bulk_create(
            [Line(registration=registration, subject="C", group=group, within=registration.unit)]
        )


def test_a_group_may_be_narrowed_to_several_units():
    registration, group = make_registration(), make_group()
    for unit in (registration.unit, make_unit(name="Thôn khác")):
        make_line(registration=registration, group=group, within=unit)
    assert registration.lines.count() == 2


def test_only_a_group_can_be_narrowed():
    line = make_own_line()
    with refused_by("campaigns_line_within_narrows_a_group"):
        write_past_python(line, within=line.unit)


def test_an_award_is_marked_once_in_a_row():
    registration = make_registration()
    offer = registration.period.campaign.offers.first()
    line = make_line(registration=registration, offers=[offer])
    with refused_by("campaigns_mark_once"):
        Mark.objects.bulk_create([Mark(line=line, offer=offer)])


# --- results and overrides -----------------------------------------------------------------------

NOMINEES = {"unit": make_unit, "person": make_person, "household": make_household}


@pytest.mark.parametrize("field", NOMINEES)
def test_a_nominee_has_one_result_on_a_criterion(field):
    known = make_result(**{field: NOMINEES[field]()})
    with refused_by(f"campaigns_result_{field}_once"):
        Result.objects.bulk_create(
            [
                Result(
                    authority=known.authority,
                    period=known.period,
                    criterion=known.criterion,
                    **{field: known.nominee},
                )
            ]
        )


@pytest.mark.parametrize("field", NOMINEES)
def test_a_finding_is_judged_otherwise_once(field):
    known = make_override(**{field: NOMINEES[field]()})
    with refused_by(f"campaigns_override_{field}_once"):
        Override.objects.bulk_create(
            [
                Override(
                    authority=known.authority,
                    period=known.period,
                    offer=known.offer,
                    rule_key=known.rule_key,
                    rule_text=known.rule_text,
                    verdict=known.verdict,
                    reason="Khác",
                    by=known.by,
                    **{field: known.nominee},
                )
            ]
        )


@pytest.mark.parametrize(
    ("make", "name"), [(make_result, "result"), (make_override, "override")], ids=["r", "o"]
)
def test_a_record_is_about_exactly_one_nominee(make, name):
    record = make()
    with refused_by(f"campaigns_{name}_names_one_nominee"):
        write_past_python(record, person=make_person())


# --- chasing -------------------------------------------------------------------------------------


def test_a_stage_of_a_deadline_falls_due_once():
    known = make_reminder()
    with refused_by("campaigns_reminder_falls_due_once"):
        make_reminder(period=known.period, unit=known.unit, on=known.on + dt.timedelta(days=1))


def test_a_reminder_of_a_task_falls_due_once():
    known = make_task_reminder()
    with refused_by("campaigns_reminder_of_a_task_once"):
        make_task_reminder(task=known.task, on=known.on + dt.timedelta(days=1))


def test_a_unit_is_chased_once_a_day():
    known = make_reminder(stage="chased")
    with refused_by("campaigns_reminder_chased_once_a_day"):
        make_reminder(period=known.period, unit=known.unit, stage="chased", before=DAY)


def test_there_is_one_draft_letter_a_deadline():
    known = make_chase_letter()
    with refused_by("campaigns_chaseletter_one_draft"):
        make_chase_letter(period=known.period)


def test_a_letter_beside_one_that_was_dropped_may_be_drafted():
    known = make_chase_letter(state="cancelled")
    assert make_chase_letter(period=known.period).is_draft


@pytest.mark.parametrize("make", [make_message, make_chase_letter], ids=["message", "letter"])
def test_a_state_is_one_of_its_table(make):
    record = make()
    names = {f"campaigns_{record._meta.model_name}_state_known"}
    # A state that nobody knows breaks the rules about its dates as well, on some databases first.
    names |= {"campaigns_message_released_by_by_state", "campaigns_chaseletter_number_by_state"}
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write_past_python(record, state="lost")
    assert any(name in str(refused.value) for name in names)


def test_a_secret_address_belongs_to_one_account():
    Subscription.objects.create(user=make_user(), calendar_token="x")
    with refused_by("campaigns_subscription_token_once"):
        Subscription.objects.create(user=make_user(), calendar_token="x")


def test_any_number_of_accounts_may_have_no_address():
    for _ in range(2):
        Subscription.objects.create(user=make_user())
    assert Subscription.objects.count() == 2


# --- what hangs on what --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (make_sent, lambda record: record.period),
        (make_sent, lambda record: record.unit),
        (make_own_line, lambda record: record.unit),
        (make_offer, lambda record: record.award_type),
        (make_campaign, lambda record: record.authority),
        (make_campaign, lambda record: record.participants.get().group),
    ],
    ids=["period", "registering unit", "nominee", "award type", "authority", "group"],
)
def test_what_others_refer_to_cannot_be_deleted(make, what):
    referred = what(make())
    with pytest.raises(ProtectedError):
        referred.delete()


def test_a_deleted_registration_takes_its_rows_and_marks_along():
    registration = make_registration()
    make_line(registration=registration, offers=registration.period.campaign.offers.all())
    registration.delete()
    assert (Line.objects.count(), Mark.objects.count()) == (0, 0)
