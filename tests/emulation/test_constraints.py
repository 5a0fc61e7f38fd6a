"""The builders of database rules, asked through the models that use them, past Python."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from awards.models import AwardType, CriterionSet
from campaigns.models import Line
from campaigns.states import RegistrationState
from emulation.constraints import set_exactly_when
from emulation.organization.models import (
    ChainHead,
    Household,
    Membership,
    Person,
    PrintJob,
    Role,
    Seal,
    SealKind,
    Unit,
)
from tests.awards import test_constraints as law
from tests.make import (
    make_account_log,
    make_authority,
    make_award,
    make_award_type,
    make_bar,
    make_criterion_set,
    make_group,
    make_household,
    make_index_band,
    make_index_score,
    make_initiative,
    make_issued_paper,
    make_line,
    make_membership,
    make_person,
    make_rating,
    make_registration,
    make_retention,
    make_roster_sheet,
    make_transfer,
    make_transfer_request,
    make_unit,
    make_user,
)
from tests.rules import constraints_of, refused_by, write_past_python

DAY = dt.date(2024, 4, 25)
DAY_BEFORE = dt.date(2024, 4, 24)
MOMENT = dt.datetime(2024, 4, 25, tzinfo=dt.UTC)


def make_superior(**values):
    return make_authority().superiors.create(
        superior=make_authority(name="Ủy ban nhân dân tỉnh"), **values
    )


def seal():
    """The seal of a log's row."""
    make_account_log()
    return Seal.objects.latest("pk")


# Rules of the two lower floors that `update()` of one row can break.
BROKEN_BY_UPDATE = {
    "organization_unit_kind_known": (make_unit, {"kind": "kingdom"}),
    "organization_unit_valid_to_after": (make_unit, {"valid_from": DAY, "valid_to": DAY_BEFORE}),
    "organization_unit_level_of_authority": (make_authority, {"level": ""}),
    "organization_superior_valid_to_after": (
        make_superior,
        {"valid_from": DAY, "valid_to": DAY_BEFORE},
    ),
    "organization_membership_role_known": (
        lambda: make_membership(user=make_user(), role=Role.UNIT),
        {"role": "king"},
    ),
    "organization_membership_ends_on_after": (
        lambda: make_membership(user=make_user(), role=Role.UNIT),
        {"starts_on": DAY, "ends_on": DAY_BEFORE},
    ),
    "organization_membership_acting_from_to_with_reason": (
        lambda: make_membership(user=make_user(), role=Role.CHAIR, starts_on=DAY, ends_on=DAY),
        {"is_acting": True},
    ),
    "organization_accountlog_action_known": (make_account_log, {"action": "spied"}),
    "organization_group_subject_known": (make_group, {"subject": "X"}),
    "organization_person_left_on_after": (make_person, {"joined_on": DAY, "left_on": DAY_BEFORE}),
    "organization_household_left_on_after": (
        make_household,
        {"joined_on": DAY, "left_on": DAY_BEFORE},
    ),
    "organization_printjob_state_known": (
        lambda: PrintJob.objects.create(
            key="k", slug="plan", subject_id=1, rows=1, created_by=make_user()
        ),
        {"state": "lost"},
    ),
    "organization_annualrating_names_one_nominee": (make_rating, {"person": None}),
    "organization_annualrating_level_known": (make_rating, {"level": "A"}),
    "organization_bar_names_one_nominee": (make_bar, {"person": None}),
    "organization_bar_kind_known": (make_bar, {"kind": "gossip"}),
    "organization_bar_ends_on_after": (make_bar, {"starts_on": DAY, "ends_on": DAY_BEFORE}),
    "organization_bar_lifted_on_after": (
        make_bar,
        {"starts_on": DAY, "lifted_on": DAY_BEFORE, "lift_reason": "Không đúng"},
    ),
    "organization_bar_severity_of_discipline": (make_bar, {"kind": "discipline"}),
    "organization_bar_lifted_with_reason": (make_bar, {"starts_on": DAY, "lifted_on": DAY}),
    "organization_initiative_names_one_nominee": (make_initiative, {"person": None}),
    "organization_initiative_recognition_known": (make_initiative, {"recognition": "?"}),
    "organization_initiative_level_known": (make_initiative, {"level": "?"}),
    "organization_initiative_recognised_by_document": (
        make_initiative,
        {"recognition": "recognised"},
    ),
    "organization_indexscore_score_within_maximum": (make_index_score, {"score": 101}),
    "organization_indexscore_rank_within_number": (make_index_score, {"rank": 3, "rank_of": 2}),
    "organization_indexband_rating_known": (make_index_band, {"rating": "?"}),
    "organization_transfer_moves_one_member": (make_transfer, {"person": None}),
    "organization_unit_removed_with_reason": (make_unit, {"delete_reason": "Nhập trùng"}),
    "organization_person_removed_with_reason": (make_person, {"deleted_at": MOMENT}),
    "organization_household_removed_with_reason": (make_household, {"deleted_at": MOMENT}),
    "organization_transferrequest_state_known": (make_transfer_request, {"state": "?"}),
    "organization_transferrequest_elsewhere": (
        make_transfer_request,
        {"to_unit": models.F("from_unit")},
    ),
    "organization_retention_kind_known": (make_retention, {"kind": "?"}),
    "organization_retention_years_in_reason": (make_retention, {"years": 0}),
    "organization_seal_kind_known": (seal, {"kind": "?"}),
    "organization_seal_chained_with_hash": (seal, {"position": 7, "chain": ""}),
    "organization_seal_redaction_has_reason": (seal, {"kind": SealKind.REDACTION}),
    "organization_chainhead_once": (lambda: ChainHead.objects.get_or_create()[0], {"id": 2}),
    "organization_rostersheet_kind_known": (make_roster_sheet, {"kind": "?"}),
    "organization_rostersheet_state_known": (make_roster_sheet, {"state": "?"}),
    "awards_award_names_one_nominee": (make_award, {"person": None}),
    "awards_award_basis_known": (make_award, {"basis": "?"}),
    "awards_award_revoked_with_reason": (make_award, {"revoked_on": DAY}),
    "awards_award_movement_named": (make_award, {"basis": "movement"}),
    "awards_awardtype_kind_known": (make_award_type, {"kind": "medal"}),
    "awards_awardtype_verified_known": (make_award_type, {"verified": "?"}),
    "awards_awardtype_valid_to_after": (
        make_award_type,
        {"valid_from": DAY, "valid_to": DAY_BEFORE},
    ),
    "awards_criterionset_subject_known": (make_criterion_set, {"subject": "X"}),
    "awards_criterion_kind_known": (
        lambda: make_criterion_set().criteria.get(),
        {"kind": "horoscope"},
    ),
}
OTHERWISE = {
    "organization_unit_merged_has_end",
    "organization_group_name_once",
    "organization_issuedpaper_once",
    "organization_issuedpaper_number_once",
    "organization_transferrequest_open_once",
    "awards_awardtype_code_once_per_day",
    # tests/dossiers/test_registers.py
    "organization_issuedpaper_sent_on_after",
    "organization_issuedpaper_taken_when_sent",
    "organization_registerbook_once",
    "organization_registerbook_register_known",
    # tests/organization/test_records.py, tests/awards/test_register.py
    "organization_annualrating_not_of_household",
    "organization_annualrating_unit_once_a_year",
    "organization_annualrating_person_once_a_year",
    "organization_indexscore_once_a_year",
    "organization_indexband_rating_once",
    "organization_indexband_common_rating_once",
    "awards_award_register_number_once",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN_BY_UPDATE)
def test_the_database_refuses_what_python_was_not_asked_about(name):
    make, values = BROKEN_BY_UPDATE[name]
    record = make()
    with refused_by(name):
        write_past_python(record, **values)


def test_no_rule_of_the_lower_floors_is_left_untested():
    rules = set(constraints_of("organization", "awards"))
    of_the_law = law.BY_UPDATE.keys() | law.ONCE.keys()
    assert rules == set(BROKEN_BY_UPDATE) | OTHERWISE | of_the_law


@pytest.mark.django_db
def test_a_merged_unit_has_an_end():
    unit = make_unit()
    with refused_by("organization_unit_merged_has_end"):
        write_past_python(unit, merged_into=unit.parent, valid_to=None)


@pytest.mark.django_db
def test_an_authority_has_one_group_of_a_name():
    group = make_group(name="Các thôn")
    with refused_by("organization_group_name_once"):
        type(group).objects.bulk_create([make_group_value(group)])


def make_group_value(group):
    return type(group)(authority=group.authority, name=group.name, subject="I")


@pytest.mark.django_db
def test_two_authorities_may_call_their_groups_alike():
    assert make_group(name="Các thôn").name == make_group(name="Các thôn").name


@pytest.mark.django_db
def test_a_record_has_one_issued_paper_of_a_kind():
    paper = make_issued_paper(slug="plan")
    with refused_by("organization_issuedpaper_once"):
        make_issued_paper(slug="plan", subject_id=paper.subject_id)


@pytest.mark.django_db
def test_a_number_is_used_once_a_day():
    paper = make_issued_paper(number="15/KH-UBND", dated=DAY)
    with refused_by("organization_issuedpaper_number_once"):
        make_issued_paper(authority=paper.authority, number="15/KH-UBND", dated=DAY)


@pytest.mark.django_db
def test_a_person_has_one_open_transfer():
    asked = make_transfer_request()
    make_transfer_request(person=asked.person, to_unit=asked.to_unit, state="refused")
    with refused_by("organization_transferrequest_open_once"):
        make_transfer_request(person=asked.person, to_unit=asked.to_unit)


@pytest.mark.django_db
def test_papers_without_a_number_do_not_collide():
    paper = make_issued_paper(number="", dated=DAY)
    other = make_issued_paper(authority=paper.authority, number="", dated=DAY)
    assert other.pk != paper.pk


@pytest.mark.django_db
def test_an_award_has_one_row_for_each_day_it_begins():
    award = make_award_type()
    with refused_by("awards_awardtype_code_once_per_day"):
        make_award_type(code=award.code, valid_from=award.valid_from)


# --- the builders --------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("joined_on", "left_on"),
    [(None, None), (DAY, None), (None, DAY), (DAY, DAY), (DAY_BEFORE, DAY)],
)
def test_ordered_lets_open_ends_and_equal_days_pass(joined_on, left_on):
    person = make_person()
    write_past_python(person, joined_on=joined_on, left_on=left_on)
    person.refresh_from_db()
    assert (person.joined_on, person.left_on) == (joined_on, left_on)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("record", "message"),
    [
        (Person(joined_on=DAY, left_on=DAY_BEFORE), "Ngày thôi phải sau ngày vào đơn vị."),
        (Household(joined_on=DAY, left_on=DAY_BEFORE), "Ngày thôi phải sau ngày vào đơn vị."),
        (Membership(starts_on=DAY, ends_on=DAY_BEFORE), "Ngày kết thúc phải sau ngày bắt đầu."),
        (Unit(kind="kingdom"), "Giá trị không có trong danh mục."),
        (Unit(kind="authority", level=""), "Cơ quan phải có cấp (xã, huyện, tỉnh…)."),
        (
            AwardType(kind="title", verified="y", valid_from=DAY, valid_to=DAY_BEFORE),
            "Ngày hết hiệu lực phải sau ngày có hiệu lực.",
        ),
        (CriterionSet(subject="X"), "Giá trị không có trong danh mục."),
    ],
)
def test_a_broken_rule_is_told_in_vietnamese(record, message):
    with pytest.raises(ValidationError) as caught:
        record.validate_constraints()
    assert message in caught.value.messages


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "submitted_at", "holds"),
    [
        ("draft", None, True),
        ("draft", DAY, False),
        ("submitted", DAY, True),
        ("submitted", None, False),
    ],
)
def test_set_exactly_when_ties_a_field_to_its_states(state, submitted_at, holds):
    rule = set_exactly_when("submitted_at", "state", {RegistrationState.SUBMITTED})
    values = {
        "state": models.Value(state),
        "submitted_at": models.Value(submitted_at, output_field=models.DateField(null=True)),
    }
    assert rule.condition.check(values) is holds


@pytest.mark.django_db
@pytest.mark.parametrize("extra", ["person", "household", "group"])
def test_exactly_one_of_refuses_a_second_name(extra):
    registration = make_registration()
    line = make_line(registration=registration)
    make = {"person": make_person, "household": make_household, "group": make_group}[extra]
    with refused_by("campaigns_line_names_one_nominee"):
        write_past_python(line, **{extra: make()})


@pytest.mark.django_db
def test_exactly_one_of_refuses_no_name_at_all():
    line = make_line(registration=make_registration())
    with refused_by("campaigns_line_names_one_nominee"):
        write_past_python(line, unit=None)


@pytest.mark.django_db
def test_exactly_one_of_refuses_in_bulk_too():
    registration = make_registration()
    with refused_by("campaigns_line_names_one_nominee"):
        Line.objects.bulk_create([Line(registration=registration, subject="C")])
