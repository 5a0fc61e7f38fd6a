"""The commune's registration to its superior, built from its units' confirmed ones."""

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import AwardType
from campaigns.models import Registration
from campaigns.papers.registration import table
from campaigns.services.consolidating import rebuild
from campaigns.states import RegistrationState
from emulation.organization.models import NomineeKind, UnitKind
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    make_campaign,
    make_group,
    make_line,
    make_offer,
    make_period,
    make_person,
    make_registration,
    make_unit,
)

pytestmark = pytest.mark.django_db

COLUMNS = ("GK_XA", "BK_TINH", "BK_TTG")


@pytest.fixture
def period(commune):
    campaign = make_campaign(authority=commune, bare=True)
    for column, code in enumerate(COLUMNS, start=8):
        award_type = AwardType.objects.filter(code=code, valid_to=None).get()
        make_offer(campaign=campaign, award_type=award_type, column=column)
    return make_period(campaign=campaign)


@pytest.fixture
def groups(period, commune):
    """Đình Dù's groups; every unit of the three kinds is to register."""
    made = [
        make_group(authority=commune, name="Các thôn", position=1),
        make_group(
            authority=commune,
            name="Các ban, ngành, đoàn thể",
            unit_kinds=[UnitKind.MASS_ORGANISATION],
            position=2,
        ),
        make_group(
            authority=commune,
            name="Bộ phận tiếp nhận và trả kết quả",
            unit_kinds=[UnitKind.ONE_STOP],
            position=3,
        ),
        make_group(
            authority=commune,
            name="Toàn thể cán bộ, công chức, người lao động",
            subject=NomineeKind.INDIVIDUAL,
        ),
    ]
    for group in made[:3]:
        period.campaign.participants.create(group=group)
    return {group.name: group for group in made}


def confirmed(period, unit, *rows, state=RegistrationState.CONFIRMED):
    """A unit's registration; a row is its nominee (as keywords) and its columns."""
    registration = make_registration(period=period, unit=unit, state=state)
    for position, (nominee, *columns) in enumerate(rows, start=1):
        offers = period.campaign.offers.filter(column__in=columns)
        make_line(registration=registration, offers=offers, position=position, **nominee)
    return registration


def printed(registration):
    """Rows as the table prints them: name and the numbers of the marked columns."""
    fetched = Registration.objects.with_lines().get(pk=registration.pk)
    return [
        (row.cells[1], [8 + place for place, cell in enumerate(row.cells[2:]) if cell == "x"])
        for row in table(fetched).rows
        if row.kind == "body"
    ]


@pytest.fixture
def dinh_du(period, groups, commune):
    """All units of Đình Dù, confirmed as in the table of 2024."""
    staff = groups["Toàn thể cán bộ, công chức, người lao động"]
    for name in ("Thôn Ngọc", "Thôn Thị Trung"):
        unit = make_unit(parent=commune, name=name)
        confirmed(period, unit, ({"unit": unit}, 8))
    for name in ("Đoàn Thanh niên", "Hội Nông dân"):
        unit = make_unit(parent=commune, name=name, kind=UnitKind.MASS_ORGANISATION)
        make_person(unit=unit)
        confirmed(period, unit, ({"unit": unit}, 8), ({"group": staff, "within": unit}, 8, 10))
    desk = make_unit(
        parent=commune, name="Bộ phận tiếp nhận và trả kết quả", kind=UnitKind.ONE_STOP
    )
    make_person(unit=desk)
    confirmed(period, desk, ({"unit": desk}, 8, 9), ({"group": staff, "within": desk}, 8, 10))
    return period


def test_the_table_of_dinh_du_comes_out_in_the_order_of_the_form(dinh_du, commune, office_clerk):
    outcome = rebuild(dinh_du, by=office_clerk)
    own = outcome.registration.lines.get(unit=commune)
    own.marks.create(offer=dinh_du.campaign.offers.get(column=8))
    assert printed(outcome.registration) == [
        ("UBND xã Đình Dù", [8]),
        ("Các thôn", [8]),
        ("Bộ phận tiếp nhận và trả kết quả", [8, 9]),
        ("Các ban, ngành, đoàn thể", [8]),
        ("Toàn thể cán bộ, công chức, người lao động", [8, 10]),
    ]


def test_the_outcome_says_how_many_went_in_and_who_is_missing(dinh_du, commune, office_clerk):
    late = make_unit(parent=commune, name="Thôn Cầu")
    outcome = rebuild(dinh_du, by=office_clerk)
    assert (outcome.included, outcome.waiting) == (5, [late])


def test_a_missing_village_keeps_the_villages_apart(dinh_du, commune, office_clerk):
    make_unit(parent=commune, name="Thôn Cầu")
    names = [name for name, _ in printed(rebuild(dinh_du, by=office_clerk).registration)]
    assert ("Các thôn" in names, {"Thôn Ngọc", "Thôn Thị Trung"} <= set(names)) == (False, True)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
def test_only_confirmed_registrations_go_in(period, groups, village, office_clerk, state):
    confirmed(period, village, ({"unit": village}, 8), state=state)
    outcome = rebuild(period, by=office_clerk)
    assert (outcome.included, outcome.waiting) == (0, [village])


def test_a_named_person_stays_named(period, groups, village, office_clerk):
    person = make_person(unit=village, full_name="Lê Văn An", position="Trưởng thôn")
    confirmed(period, village, ({"person": person}, 8))
    assert ("Lê Văn An, Trưởng thôn, Thôn Ngọc", [8]) in printed(
        rebuild(period, by=office_clerk).registration
    )


def test_building_again_gives_the_same_rows(dinh_du, office_clerk):
    first = printed(rebuild(dinh_du, by=office_clerk).registration)
    assert printed(rebuild(dinh_du, by=office_clerk).registration) == first


def test_building_again_takes_in_what_was_confirmed_meanwhile(dinh_du, commune, office_clerk):
    rebuild(dinh_du, by=office_clerk)
    late = make_unit(parent=commune, name="Thôn Cầu")
    confirmed(dinh_du, late, ({"unit": late}, 9))
    assert ("Thôn Cầu", [9]) in printed(rebuild(dinh_du, by=office_clerk).registration)


def test_a_row_by_hand_stays_with_its_marks(dinh_du, commune, office_clerk):
    own = rebuild(dinh_du, by=office_clerk).registration
    chair = make_person(unit=commune, full_name="Lê Văn Chung", position="Chủ tịch")
    make_line(registration=own, person=chair, offers=dinh_du.campaign.offers.filter(column=9))
    assert ("Lê Văn Chung, Chủ tịch", [9]) in printed(
        rebuild(dinh_du, by=office_clerk).registration
    )


def test_a_row_by_hand_is_not_doubled_by_a_collected_one(dinh_du, groups, office_clerk):
    own = rebuild(dinh_du, by=office_clerk).registration
    own.lines.filter(group=groups["Các thôn"]).update(is_collected=False)
    names = [name for name, _ in printed(rebuild(dinh_du, by=office_clerk).registration)]
    assert names.count("Các thôn") == 1


def test_the_targets_of_the_units_go_along(period, groups, village, office_clerk):
    source = confirmed(period, village, ({"unit": village}, 8))
    source.lines.update(targets="Đúng hạn 100%\nCó 1 sáng kiến")
    line = rebuild(period, by=office_clerk).registration.lines.get(unit=village)
    assert line.targets == "Đúng hạn 100%\nCó 1 sáng kiến"


@pytest.mark.parametrize("who", ["unit_clerk", "chair", "auditor", "outsider"])
def test_only_the_office_builds(period, groups, request, who):
    with pytest.raises(PermissionDenied):
        rebuild(period, by=request.getfixturevalue(who))
    assert not Registration.objects.exists()


def test_once_sent_it_is_not_built_again(dinh_du, office_clerk):
    own = rebuild(dinh_du, by=office_clerk).registration
    Registration.objects.filter(pk=own.pk).update(
        state=RegistrationState.SUBMITTED, submitted_at=own.created_at
    )
    with pytest.raises(TransitionNotAllowed, match="đã gửi, không lập lại được"):
        rebuild(dinh_du, by=office_clerk)


def test_the_registrations_of_another_period_stay_out(dinh_du, office_clerk):
    other = make_period(campaign=dinh_du.campaign, name="Kỳ sau")
    assert rebuild(other, by=office_clerk).included == 0
