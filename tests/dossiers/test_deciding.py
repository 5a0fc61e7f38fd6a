"""From what the council passed to the issued decision, the register, certificates; revocation."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.eligibility import as_json
from awards.facts import Assessment, Finding, Rule
from awards.models import Award, AwardType
from dossiers.models import Certificate, Decision, DecisionLine
from dossiers.services import certifying, deciding
from dossiers.states import DecisionState, NominationState
from emulation.organization.models import IssuedPaper, Level, Role
from emulation.organization.numbering import next_number
from emulation.workflow import TransitionNotAllowed
from tests.make import (
    days_from_today,
    make_authority,
    make_campaign,
    make_dossier,
    make_issued_paper,
    make_nomination,
    make_offer,
    make_period,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = days_from_today(0)


class Desk:
    """A commune's office and head, a campaign that gives the commune's certificate of merit."""

    def __init__(self, *, code="GK_XA", level=Level.COMMUNE, route="own", on=TODAY, **values):
        self.authority = make_authority(level=level, **values)
        self.office = make_user(role=Role.OFFICE, unit=self.authority)
        self.chair = make_user(role=Role.CHAIR, unit=self.authority)
        campaign = make_campaign(authority=self.authority, bare=True)
        self.period = make_period(campaign=campaign)
        award_type = AwardType.objects.valid_on(on).get(code=code)
        self.offer = make_offer(campaign=campaign, award_type=award_type, column=1, route=route)
        self.village = make_unit(parent=self.authority)
        self.dossier = make_dossier(
            period=self.period, unit=self.village, state="appraised", route=route
        )

    def nominate(self, state=NominationState.PASSED, **values):
        values = {"offer": self.offer} | values
        return make_nomination(dossier=self.dossier, state=state, **values)

    def draft(self, *nominations):
        chosen = nominations or (self.nominate(unit=self.village), self.nominate())
        return deciding.draft(
            self.authority, chosen, title="Khen thưởng phong trào thi đua", by=self.office
        )

    def issue(self, decision=None, number="5", dated=TODAY):
        decision = decision or self.draft()
        deciding.issue(decision, number=number, dated=dated, by=self.chair)
        return decision


@pytest.fixture
def desk():
    return Desk()


def test_from_passed_nominations_to_awards_and_certificates(desk):
    decision = desk.issue()
    decision.refresh_from_db()
    assert (decision.state, decision.number, decision.dated) == ("issued", "5", TODAY)
    lines = list(decision.lines.select_related("award", "nomination"))
    assert [line.nomination.state for line in lines] == [NominationState.DECIDED] * 2
    assert [line.award.register_number for line in lines] == [1, 2]
    first = lines[0].award
    assert first.unit == desk.village
    assert first.document == "Quyết định số 05/QĐ-UBND"
    assert first.movement == desk.period.campaign.name
    assert [c.number for c in Certificate.objects.order_by("number")] == [1, 2]
    assert set(IssuedPaper.objects.values_list("slug", "number")) == {
        ("decision", "05/QĐ-UBND"),
        ("payment_list", ""),
    }


@pytest.mark.parametrize(("kind", "rests"), [("initiative", True), ("rating", False)])
def test_the_register_says_whether_an_initiative_was_needed(desk, kind, rests):
    rule = Rule("1", "Tiêu chuẩn", kind, "tiêu chuẩn 1")
    finding = Finding(rule, "met", "Đạt.")
    nomination = desk.nominate(
        unit=desk.village, snapshot=as_json(Assessment("eligible", "Đủ điều kiện", (finding,)))
    )
    line = desk.issue(desk.draft(nomination)).lines.select_related("award").get()
    assert line.award.with_initiative is rests


def test_without_a_snapshot_nobody_knows_of_an_initiative(desk):
    assert desk.issue().lines.select_related("award").first().award.with_initiative is None


def test_a_line_keeps_its_money_and_how_it_was_reckoned(desk):
    line = desk.issue().lines.first()
    assert line.amount > 0
    assert "×" in line.amount_note


def test_one_without_passed_nominations_is_refused(desk):
    with pytest.raises(ValidationError) as refused:
        deciding.draft(desk.authority, [], title="Khen thưởng", by=desk.office)
    assert "nominations" in refused.value.message_dict


def test_what_stands_in_one_decision_cannot_enter_another(desk):
    nomination = desk.nominate()
    desk.draft(nomination)
    with pytest.raises(ValidationError, match="không còn chờ quyết định"):
        desk.draft(nomination)


def test_what_was_left_out_waits_for_another_decision(desk):
    decision = desk.draft()
    line = decision.lines.first()
    deciding.leave_out(line, by=desk.office)
    assert list(deciding.ready(desk.authority)) == [line.nomination]


def test_the_head_refuses_what_the_council_passed_with_a_reason(desk):
    decision = desk.draft()
    nomination = decision.lines.first().nomination
    deciding.refuse(nomination, by=desk.chair, note="Đang có đơn khiếu nại")
    assert nomination.state == NominationState.REFUSED
    assert not DecisionLine.objects.filter(nomination=nomination).exists()
    assert nomination.log.last().note == "Đang có đơn khiếu nại"


def test_refusing_without_a_reason_leaves_everything_as_it_was(desk):
    decision = desk.draft()
    with pytest.raises(TransitionNotAllowed):
        deciding.refuse(decision.lines.first().nomination, by=desk.chair, note=" ")
    assert decision.lines.count() == 2


def test_a_unit_does_not_issue(desk):
    village = make_user(role=Role.UNIT, unit=desk.village)
    with pytest.raises(PermissionDenied):
        deciding.issue(desk.draft(), number="5", dated=TODAY, by=village)


# --- numbers -------------------------------------------------------------------------------------


def test_the_next_number_follows_the_highest_of_the_year(desk):
    make_issued_paper(authority=desk.authority, number="07/QĐ-UBND", dated=TODAY)
    make_issued_paper(authority=desk.authority, number="90/KH-UBND", dated=TODAY)
    assert next_number(desk.authority, "QĐ-UBND", TODAY.year) == "8"
    assert next_number(desk.authority, "QĐ-UBND", TODAY.year + 1) == "1"


@pytest.mark.parametrize("number", ["7", "07", "0", "bảy", ""])
def test_a_number_that_is_taken_or_none_is_refused(desk, number):
    make_issued_paper(authority=desk.authority, number="07/QĐ-UBND", dated=TODAY)
    decision = desk.draft()
    with pytest.raises(ValidationError) as refused:
        desk.issue(decision, number=number)
    assert list(refused.value.message_dict) == ["number"]
    assert Award.objects.count() == 0
    assert Decision.objects.get().state == DecisionState.DRAFT


def test_a_day_to_come_is_refused(desk):
    with pytest.raises(ValidationError) as refused:
        desk.issue(dated=days_from_today(1))
    assert list(refused.value.message_dict) == ["dated"]


def test_the_register_goes_on_with_the_next_decision_of_the_year(desk):
    desk.issue()
    desk.dossier = make_dossier(
        period=make_period(campaign=desk.period.campaign, name="Đợt 2"),
        unit=desk.village,
        state="appraised",
    )
    second = desk.issue(desk.draft(desk.nominate()), number="6")
    assert second.lines.get().award.register_number == 3


# --- competence ----------------------------------------------------------------------------------


def test_a_superiors_award_is_not_decided_here():
    desk = Desk(code="BK_TINH")
    with pytest.raises(ValidationError, match="không tự quyết định"):
        desk.issue()


def test_the_districts_certificate_is_gone_after_30_june_2025():
    desk = Desk(code="GK_HUYEN", on=dt.date(2024, 12, 1))
    with pytest.raises(ValidationError, match="chỉ áp dụng"):
        desk.issue(dated=dt.date(2025, 7, 2))
    assert Award.objects.count() == 0


# --- revoking ------------------------------------------------------------------------------------

WHY = {"document": "Quyết định số 9/QĐ-UBND", "reason": "Khai man thành tích"}


def test_revoking_one_award_leaves_the_others(desk):
    decision = desk.issue()
    first, second = decision.lines.select_related("award", "nomination")
    deciding.revoke_award(first, on=TODAY, by=desk.chair, **WHY)
    first.award.refresh_from_db()
    assert (first.award.revoked_on, first.award.revoke_reason) == (TODAY, WHY["reason"])
    assert first.nomination.state == NominationState.REVOKED
    second.award.refresh_from_db()
    assert second.award.revoked_on is None


def test_revoking_the_decision_revokes_every_award(desk):
    decision = desk.issue()
    deciding.revoke(decision, on=TODAY, by=desk.chair, **WHY)
    assert decision.state == DecisionState.REVOKED
    assert not Award.objects.standing().exists()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("reason", {"reason": " "}),
        ("document", {"document": ""}),
        ("on", {"on": days_from_today(1)}),
        ("on", {"on": days_from_today(-1)}),
    ],
)
def test_revoking_names_what_is_missing_and_changes_nothing(desk, field, wrong):
    decision = desk.issue()
    with pytest.raises(ValidationError) as refused:
        deciding.revoke(decision, **{"on": TODAY, "by": desk.chair} | WHY | wrong)
    assert list(refused.value.message_dict) == [field]
    assert decision.state == DecisionState.ISSUED
    assert Award.objects.standing().count() == 2


def test_the_office_does_not_revoke(desk):
    with pytest.raises(PermissionDenied):
        deciding.revoke(desk.issue(), on=TODAY, by=desk.office, **WHY)


# --- certificates --------------------------------------------------------------------------------


def test_handing_over_makes_the_nomination_awarded(desk):
    decision = desk.issue()
    certificate = Certificate.objects.get(number=1)
    certifying.hand_over(certificate, to="Ông Trưởng thôn", on=TODAY, by=desk.office)
    certificate.refresh_from_db()
    assert (certificate.handed_to, certificate.handed_on) == ("Ông Trưởng thôn", TODAY)
    assert decision.lines.first().nomination.state == NominationState.AWARDED


@pytest.mark.parametrize(
    ("field", "to", "on"),
    [
        ("handed_to", " ", TODAY),
        ("handed_on", "Ông An", days_from_today(1)),
        ("handed_on", "Ông An", days_from_today(-1)),
    ],
)
def test_a_hand_over_needs_a_name_and_a_possible_day(desk, field, to, on):
    desk.issue()
    with pytest.raises(ValidationError) as refused:
        certifying.hand_over(Certificate.objects.get(number=1), to=to, on=on, by=desk.office)
    assert list(refused.value.message_dict) == [field]


def test_a_certificate_issued_again_keeps_its_number_and_has_a_new_code(desk):
    desk.issue()
    lost = Certificate.objects.get(number=1)
    again = certifying.reissue(lost, reason="Bị thất lạc", by=desk.office)
    assert (again.number, again.year, again.recipient) == (1, TODAY.year, lost.recipient)
    assert again.code != lost.code
    assert not Certificate.objects.get(pk=lost.pk).is_current


def test_a_certificate_of_a_revoked_award_is_not_handed_over(desk):
    decision = desk.issue()
    deciding.revoke(decision, on=TODAY, by=desk.chair, **WHY)
    with pytest.raises(TransitionNotAllowed):
        certifying.hand_over(
            Certificate.objects.get(number=1), to="Ông An", on=TODAY, by=desk.office
        )
