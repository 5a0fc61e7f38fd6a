"""The unit's side of a dossier: begin, propose, withdraw, write, send, recall, supplement."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from awards.eligibility import from_json
from awards.models import AwardType
from campaigns.models import DossierComponent, Route
from campaigns.states import CampaignState, RegistrationState
from dossiers.models import Dossier
from dossiers.services import nominating
from dossiers.services.findings import findings_of, registered_in
from dossiers.states import DossierState, NominationState
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    days_from_today,
    make_agenda_item,
    make_campaign,
    make_council,
    make_dossier,
    make_group,
    make_household,
    make_line,
    make_nomination,
    make_offer,
    make_period,
    make_person,
    make_registration,
    make_session,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def unit_of(dossier):
    return make_user(role=Role.UNIT, unit=dossier.unit)


def office_of(dossier):
    return make_user(role=Role.OFFICE, unit=dossier.authority)


def offering(code, route=Route.OWN, **values):
    """A draft dossier whose campaign offers one award of the catalogue."""
    campaign = make_campaign(bare=True)
    period = make_period(campaign=campaign)
    offer = make_offer(
        campaign=campaign,
        award_type=AwardType.objects.filter(code=code).order_by("-valid_from").first(),
        route=route,
        **values,
    )
    return make_dossier(period=period, route=route), offer


def own(**values):
    """A draft dossier and the certificate of merit that the commune gives itself."""
    return offering("GK_XA", **values)


# --- beginning -----------------------------------------------------------------------------------


def test_a_dossier_is_begun_once():
    dossier, _ = own()
    by = unit_of(dossier)
    assert nominating.begin(dossier.period, dossier.unit, Route.OWN, by=by) == dossier


def test_a_dossier_is_begun_as_a_draft():
    _, offer = own()
    period = offer.campaign.periods.get()
    unit = make_unit(parent=offer.campaign.authority, name="Thôn Cầu")
    by = make_user(role=Role.UNIT, unit=unit)
    made = nominating.begin(period, unit, Route.OWN, by=by)
    assert (made.state, made.created_by, made.unit) == (DossierState.DRAFT, by, unit)


def test_a_neighbour_begins_nothing():
    dossier, _ = own()
    neighbour = make_unit(parent=dossier.authority, name="Thôn Đoài")
    with pytest.raises(PermissionDenied):
        nominating.begin(
            dossier.period, dossier.unit, Route.OWN, by=make_user(role=Role.UNIT, unit=neighbour)
        )


@pytest.mark.parametrize("route", [Route.SUPERIOR, Route.REGISTER])
def test_a_route_that_the_campaign_does_not_have_is_refused(route):
    dossier, _ = own()
    with pytest.raises(TransitionNotAllowed, match="không có khen thưởng theo thẩm quyền"):
        nominating.begin(dossier.period, dossier.unit, route, by=unit_of(dossier))


def test_nothing_is_begun_before_the_campaign_is_issued():
    campaign = make_campaign(state=CampaignState.DRAFT)
    unit = make_unit(parent=campaign.authority)
    with pytest.raises(TransitionNotAllowed, match="chưa ban hành"):
        nominating.begin(
            campaign.periods.get(), unit, Route.OWN, by=make_user(role=Role.UNIT, unit=unit)
        )


# --- proposing -----------------------------------------------------------------------------------


def test_a_proposed_nominee_stands_last():
    dossier, offer = own()
    make_nomination(dossier=dossier, offer=offer, position=4)
    person = make_person(unit=dossier.unit, full_name="Lê Văn Tư")
    made = nominating.propose(dossier, offer, person, by=unit_of(dossier))
    assert (made.nominee, made.position, made.award_type) == (person, 5, offer.award_type)


def test_a_nominee_of_another_unit_is_refused():
    dossier, offer = own()
    stranger = make_person(unit=make_unit(parent=dossier.authority, name="Thôn Đoài"))
    with pytest.raises(ValidationError, match="không thuộc Thôn Ngọc"):
        nominating.propose(dossier, offer, stranger, by=unit_of(dossier))


def test_the_authority_proposes_anybody_of_its_own():
    dossier, offer = own()
    office = make_dossier(period=dossier.period, unit=dossier.authority)
    person = make_person(unit=dossier.unit)
    made = nominating.propose(office, offer, person, by=office_of(dossier))
    assert made.dossier == office


def test_an_award_is_for_its_nominee_kinds_only():
    dossier, offer = offering("CSTDCS")
    with pytest.raises(ValidationError, match="chỉ dành cho"):
        nominating.propose(dossier, offer, make_household(unit=dossier.unit), by=unit_of(dossier))


def test_an_award_of_another_route_is_refused():
    dossier, offer = own()
    superior = make_dossier(period=dossier.period, unit=dossier.unit, route=Route.SUPERIOR)
    with pytest.raises(ValidationError, match="không thuộc hồ sơ này"):
        nominating.propose(superior, offer, dossier.unit, by=unit_of(dossier))


def test_the_districts_award_is_gone_and_what_takes_its_place_is_named():
    dossier, offer = offering("GK_HUYEN", Route.SUPERIOR)
    with pytest.raises(ValidationError, match=r"cấp huyện|không còn"):
        nominating.propose(dossier, offer, dossier.unit, by=unit_of(dossier))


def test_an_award_that_the_superior_decides_is_not_decided_here():
    dossier, offer = offering("BK_TINH")
    with pytest.raises(ValidationError, match="không tự quyết định"):
        nominating.propose(dossier, offer, dossier.unit, by=unit_of(dossier))


def test_nobody_is_proposed_twice_for_an_award():
    dossier, offer = own()
    first = make_nomination(dossier=dossier, offer=offer)
    office = make_dossier(period=dossier.period, unit=dossier.authority)
    with pytest.raises(ValidationError, match=r"đã được đề nghị .* trong hồ sơ của Thôn Ngọc"):
        nominating.propose(office, offer, first.nominee, by=office_of(dossier))


def test_who_was_withdrawn_is_proposed_anew():
    dossier, offer = own()
    first = make_nomination(dossier=dossier, offer=offer, state=NominationState.WITHDRAWN)
    again = nominating.propose(dossier, offer, first.nominee, by=unit_of(dossier))
    assert again.pk != first.pk


@pytest.mark.parametrize("state", sorted(set(DossierState.values) - {"draft"}))
def test_who_is_proposed_changes_in_a_draft_only(state):
    dossier, offer = own()
    other = make_dossier(period=dossier.period, state=state,
                         unit=make_unit(parent=dossier.authority, name="Thôn Cầu"))  # fmt: skip
    with pytest.raises(TransitionNotAllowed, match="không sửa được"):
        nominating.propose(other, offer, other.unit, by=unit_of(other))


# --- who is registered ---------------------------------------------------------------------------


def registered(state=RegistrationState.CONFIRMED):
    dossier, offer = own()
    registration = make_registration(period=dossier.period, unit=dossier.unit, state=state)
    return dossier, offer, registration


def test_candidates_are_those_of_confirmed_registrations():
    dossier, offer, registration = registered()
    person = make_person(unit=dossier.unit)
    make_line(registration=registration, person=person, offers=[offer])
    found = registered_in(dossier, timezone.localdate())
    assert [(c.nominee, c.offer) for c in found] == [(person, offer)]


def test_what_is_not_confirmed_proposes_nobody():
    dossier, offer, registration = registered(RegistrationState.SUBMITTED)
    make_line(registration=registration, offers=[offer])
    assert registered_in(dossier, timezone.localdate()) == []


def test_groups_are_taken_apart():
    dossier, offer, registration = registered()
    people = [make_person(unit=dossier.unit, full_name=n) for n in ("Lê Văn An", "Vũ Thị Bé")]
    group = make_group(authority=dossier.authority, name="Toàn thể cán bộ", subject="I")
    make_line(registration=registration, group=group, offers=[offer])
    found = registered_in(dossier, timezone.localdate())
    assert {c.nominee for c in found} == set(people)


def test_a_registered_nominee_keeps_his_row():
    dossier, offer, registration = registered()
    line = make_line(registration=registration, offers=[offer])
    made = nominating.propose(dossier, offer, dossier.unit, by=unit_of(dossier))
    assert made.line == line


@pytest.mark.parametrize("count", [1, 3])
def test_findings_take_a_constant_number_of_queries(django_assert_num_queries, count):
    dossier, offer = own()
    for n in range(count):
        make_nomination(
            dossier=dossier, offer=offer, person=make_person(unit=dossier.unit, full_name=f"Lê {n}")
        )
    found = Dossier.objects.with_contents().get(pk=dossier.pk)
    nominations = list(found.nominations.all())
    with django_assert_num_queries(QUERIES):
        assert len(findings_of(found, nominations, timezone.localdate())) == count


QUERIES = 21


# --- quota ---------------------------------------------------------------------------------------


def test_a_quota_counts_all_units_but_not_who_was_withdrawn_or_ineligible():
    dossier, offer = own(quota=3)
    make_nomination(dossier=dossier, offer=offer)
    other = make_dossier(
        period=dossier.period, unit=make_unit(parent=dossier.authority, name="Thôn Cầu")
    )
    for state in (NominationState.ELIGIBLE, NominationState.WITHDRAWN, NominationState.INELIGIBLE):
        make_nomination(dossier=other, offer=offer, state=state)
    assert nominating.quotas(dossier.period, [offer]) == {offer.pk: (2, 1)}


def test_without_a_quota_nothing_is_counted_down():
    dossier, offer = own()
    assert nominating.quotas(dossier.period, [offer]) == {offer.pk: (0, None)}


# --- withdrawing ---------------------------------------------------------------------------------


def test_a_nomination_is_withdrawn_with_a_reason():
    nomination = make_nomination()
    nominating.withdraw(nomination, by=unit_of(nomination.dossier), note="Chuyển công tác")
    nomination.refresh_from_db()
    assert nomination.state == NominationState.WITHDRAWN
    assert nomination.log.get().note == "Chuyển công tác"


def test_what_the_council_has_is_not_withdrawn():
    nomination = make_nomination(state=NominationState.ELIGIBLE)
    council = make_council(authority=nomination.authority, seats=3)
    make_agenda_item(session=make_session(council=council), nomination=nomination)
    with pytest.raises(TransitionNotAllowed, match="đưa ra Hội đồng"):
        nominating.withdraw(nomination, by=unit_of(nomination.dossier), note="Thôi")


# --- texts ---------------------------------------------------------------------------------------


def test_texts_are_saved():
    nomination = make_nomination()
    nominating.save_texts(
        nomination, {"report": "I. Thành tích"}, seen=nomination.saved_at,
        by=unit_of(nomination.dossier),
    )  # fmt: skip
    nomination.refresh_from_db()
    assert nomination.report == "I. Thành tích"


def test_who_saves_second_is_told_and_overwrites_nothing():
    nomination = make_nomination()
    by, seen = unit_of(nomination.dossier), nomination.saved_at
    nominating.save_texts(nomination, {"summary": "Bản một"}, seen=seen, by=by)
    with pytest.raises(TransitionNotAllowed, match="người khác vừa lưu"):
        nominating.save_texts(nomination, {"summary": "Bản hai"}, seen=seen, by=by)
    nomination.refresh_from_db()
    assert nomination.summary == "Bản một"


def test_a_dossier_that_was_sent_is_not_rewritten():
    nomination = make_nomination(dossier=make_dossier(state=DossierState.SUBMITTED))
    with pytest.raises(TransitionNotAllowed, match="không mở để sửa"):
        nominating.save_texts(
            nomination, {"summary": "Khác"}, seen=nomination.saved_at,
            by=unit_of(nomination.dossier),
        )  # fmt: skip


# --- sending -------------------------------------------------------------------------------------


def complete(**values):
    """A draft that lacks nothing."""
    dossier, offer = own()
    make_nomination(dossier=dossier, offer=offer, unit=dossier.unit)
    days = {"registration_before": days_from_today(-30)} | values
    type(dossier.period).objects.filter(pk=dossier.period_id).update(**days)
    return Dossier.objects.with_contents().get(pk=dossier.pk)


def test_sending_freezes_what_was_found_and_keeps_the_version():
    dossier = complete()
    nominating.submit(dossier, by=unit_of(dossier))
    nomination = dossier.nominations.get()
    assert (dossier.state, dossier.is_late) == (DossierState.SUBMITTED, False)
    assert nomination.snapshot["outcome"] == nomination.snapshot_outcome != ""
    kept = dossier.versions.get().content["nominations"]
    assert [row["nominee"] for row in kept] == [str(dossier.unit)]


def test_a_used_up_quota_is_frozen_with_the_rest():
    """Others count by what is proposed for them; who was withdrawn takes no place."""
    dossier = complete()
    offer = dossier.nominations.get().offer
    type(offer).objects.filter(pk=offer.pk).update(quota=1)
    other = make_dossier(
        period=dossier.period, unit=make_unit(parent=dossier.authority, name="Thôn Cầu")
    )
    for state in (NominationState.PROPOSED, NominationState.WITHDRAWN):
        make_nomination(dossier=other, offer=offer, state=state)
    dossier = Dossier.objects.with_contents().get(pk=dossier.pk)
    nominating.submit(dossier, by=unit_of(dossier))
    frozen = from_json(dossier.nominations.get().snapshot)
    (warning,) = [each for each in frozen.warnings if each.kind == "quota"]
    assert "đã có 1 trường hợp khác, nhiều nhất 1 (chỉ tiêu của" in warning.text


def test_an_empty_dossier_is_not_sent():
    dossier, _ = own()
    with pytest.raises(ValidationError, match="chưa có đề nghị nào"):
        nominating.submit(dossier, by=unit_of(dossier))


def test_an_incomplete_dossier_is_not_sent_and_stays_a_draft():
    dossier = complete()
    offer = dossier.nominations.get().offer
    DossierComponent.objects.create(offer=offer, name="Biên bản bình xét", paper="peer_review")
    fresh = Dossier.objects.with_contents().get(pk=dossier.pk)
    with pytest.raises(ValidationError, match="Biên bản bình xét: chưa nộp bản đã ký"):
        nominating.submit(fresh, by=unit_of(dossier))
    dossier.refresh_from_db()
    assert (dossier.state, dossier.versions.count()) == (DossierState.DRAFT, 0)


def test_the_day_before_the_deadline_is_in_time():
    dossier = complete(dossier_before=days_from_today(1))
    nominating.submit(dossier, by=unit_of(dossier))
    assert not dossier.is_late


def test_the_day_of_the_deadline_is_too_late_for_a_unit():
    last = days_from_today(-1)
    dossier = complete(dossier_before=days_from_today(0))
    with pytest.raises(TransitionNotAllowed, match=f"hết ngày {last:%d/%m/%Y}"):
        nominating.submit(dossier, by=unit_of(dossier))


def test_the_office_takes_a_late_dossier_with_a_reason():
    dossier = complete(dossier_before=days_from_today(0))
    office = office_of(dossier)
    with pytest.raises(TransitionNotAllowed, match="lý do nhận muộn"):
        nominating.submit(dossier, by=office, note=" ")
    nominating.submit(dossier, by=office, note="Mưa lũ")
    assert (dossier.state, dossier.is_late) == (DossierState.SUBMITTED, True)


def test_a_dossier_is_recalled_before_receipt_with_a_reason():
    dossier = make_dossier(state=DossierState.SUBMITTED)
    with pytest.raises(TransitionNotAllowed, match="lý do"):
        nominating.recall(dossier, by=unit_of(dossier), note="")
    nominating.recall(dossier, by=unit_of(dossier), note="Thiếu một người")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.submitted_at) == (DossierState.DRAFT, None)


def test_a_received_dossier_is_not_recalled():
    dossier = make_dossier(state=DossierState.RECEIVED)
    with pytest.raises(TransitionNotAllowed, match="Đã tiếp nhận"):
        nominating.recall(dossier, by=unit_of(dossier), note="Sửa")


def supplement(before):
    dossier, offer = own()
    asked = make_dossier(
        period=dossier.period, state=DossierState.SUPPLEMENT, supplement_before=before,
        unit=make_unit(parent=dossier.authority, name="Thôn Cầu"),
    )  # fmt: skip
    make_nomination(dossier=asked, offer=offer, unit=asked.unit)
    return Dossier.objects.with_contents().get(pk=asked.pk)


def test_a_supplement_is_sent_as_the_next_version():
    dossier = supplement(days_from_today(1))
    dossier.versions.create(number=1, content={}, sent_by=make_user())
    nominating.send_supplement(dossier, by=unit_of(dossier))
    assert dossier.state == DossierState.RECEIVED
    assert [version.number for version in dossier.versions.all()] == [1, 2]


def test_a_late_supplement_is_for_the_office_to_take():
    dossier = supplement(days_from_today(0))
    with pytest.raises(TransitionNotAllowed, match="hết hạn bổ sung"):
        nominating.send_supplement(dossier, by=unit_of(dossier))
    nominating.send_supplement(dossier, by=office_of(dossier))
    assert dossier.state == DossierState.RECEIVED


def test_the_day_of_receipt_does_not_move_the_moment_of_sending():
    dossier = complete()
    before = timezone.now()
    nominating.submit(dossier, by=unit_of(dossier))
    assert before <= dossier.submitted_at <= before + dt.timedelta(hours=1)
