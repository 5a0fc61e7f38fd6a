"""The desk in the admin: the queue, a dossier on one page, verdicts in bulk, the agenda."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.eligibility import as_json
from awards.facts import Assessment
from dossiers.states import DossierState, NominationState, SessionState
from emulation.organization.models import Role
from tests.make import (
    days_from_today,
    make_authority,
    make_council,
    make_dossier,
    make_nomination,
    make_part,
    make_session,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:dossiers_dossier_changelist")
NOMINATIONS = reverse("admin:dossiers_nomination_changelist")


@pytest.fixture(autouse=True)
def quiet_templates(monkeypatch):
    """Unfold's own templates look into variables that are not there, and mean to."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def dossier():
    """A received dossier without nominations."""
    return make_dossier(state=DossierState.RECEIVED)


@pytest.fixture
def office(client, dossier):
    """The office of the dossier's authority, in its browser."""
    client.force_login(make_user(role=Role.OFFICE, unit=dossier.authority, is_staff=True))
    return client


def desk_of(dossier):
    return reverse("admin:dossiers_dossier_change", args=[dossier.pk])


def shown(response):
    return list(response.context["cl"].queryset)


def told(response):
    return " ".join(str(message) for message in response.context["messages"])


# --- the queue -----------------------------------------------------------------------------------


def test_the_queue_counts_by_state(office, dossier):
    make_dossier(period=dossier.period, state=DossierState.SUBMITTED)
    counts = office.get(QUEUE).context["counts"]
    assert {c["label"]: c["number"] for c in counts if c["number"]} == {
        "Tất cả": 2, "Đã gửi": 1, "Đã tiếp nhận": 1,
    }  # fmt: skip


def test_the_counts_are_those_of_the_chosen_period(office, dossier):
    counts = office.get(QUEUE, {"period": dossier.period_id + 999}).context["counts"]
    assert {c["number"] for c in counts} == {0}


def test_the_queue_sums_the_nominations_up(office, dossier):
    make_nomination(dossier=dossier)
    make_nomination(dossier=dossier, state=NominationState.ELIGIBLE)
    assert "1 chờ thẩm định, 1 đủ điều kiện" in office.get(QUEUE).content.decode()


def test_a_dossier_is_found_by_its_unit_without_accents(office, dossier):
    unit = make_unit(parent=dossier.authority, name="Thôn Đồng Vọng")
    wanted = make_dossier(period=dossier.period, unit=unit)
    assert shown(office.get(QUEUE, {"q": "dong vong"})) == [wanted]


@pytest.mark.parametrize(
    ("case", "values"),
    [
        ("late", {"state": DossierState.SUBMITTED, "is_late": True}),
        (
            "overdue",
            {"state": DossierState.SUPPLEMENT, "supplement_before": days_from_today(0)},
        ),
    ],
)
def test_what_is_late_can_be_picked_out(office, dossier, case, values):
    wanted = make_dossier(period=dossier.period, **values)
    assert shown(office.get(QUEUE, {"deadline": case})) == [wanted]


def test_the_handler_filter_finds_what_nobody_handles(office, dossier):
    handled = make_dossier(period=dossier.period, handler=make_user(), state=DossierState.RECEIVED)
    assert shown(office.get(QUEUE, {"handler": "0"})) == [dossier]
    assert shown(office.get(QUEUE, {"handler": handled.handler_id})) == [handled]


@pytest.mark.parametrize("name", ["handler", "period"])
def test_a_filter_that_cannot_be_read_finds_nothing(office, name):
    assert shown(office.get(QUEUE, {name: "abc"})) == []


def test_dossiers_are_received_in_bulk_and_what_cannot_be_is_named(office, dossier):
    sent = make_dossier(period=dossier.period, state=DossierState.SUBMITTED)
    data = {"action": "receive_selected", ACTION_CHECKBOX_NAME: [sent.pk, dossier.pk]}
    page = office.post(QUEUE, data, follow=True)
    sent.refresh_from_db()
    assert sent.state == DossierState.RECEIVED
    assert "Đã tiếp nhận 1 hồ sơ" in told(page)
    assert str(dossier) in told(page)


def test_a_province_receives_nothing_of_its_commune(client, dossier):
    province = make_authority(name="Ủy ban nhân dân tỉnh Hưng Yên", level="T")
    commune = make_authority(name="Ủy ban nhân dân xã Như Quỳnh", parent=province)
    unit = make_unit(parent=commune, name="Thôn Ngọc")
    sent = make_dossier(
        period=dossier.period, unit=unit, authority=commune, state=DossierState.SUBMITTED
    )
    client.force_login(make_user(role=Role.OFFICE, unit=province, is_staff=True))
    data = {"action": "receive_selected", ACTION_CHECKBOX_NAME: [sent.pk]}
    page = client.post(QUEUE, data, follow=True)
    sent.refresh_from_db()
    assert sent.state == DossierState.SUBMITTED
    assert "không thuộc cơ quan" in told(page)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR])
def test_who_signs_or_audits_has_no_bulk_action(client, dossier, role):
    sent = make_dossier(period=dossier.period, state=DossierState.SUBMITTED)
    client.force_login(make_user(role=role, unit=dossier.authority, is_staff=True))
    client.post(QUEUE, {"action": "receive_selected", ACTION_CHECKBOX_NAME: [sent.pk]})
    sent.refresh_from_db()
    assert sent.state == DossierState.SUBMITTED


# --- a dossier on one page -----------------------------------------------------------------------


def test_the_page_shows_nominee_component_scan_and_log(office, dossier):
    nomination = make_nomination(dossier=dossier)
    part = make_part(dossier=dossier, name="Bản quét tờ trình")
    dossier.log.create(
        transition="receive", from_state="submitted", to_state="received",
        by=make_user(full_name="Lê Thị Thư"), role=Role.OFFICE,
    )  # fmt: skip
    page = office.get(desk_of(dossier)).content.decode()
    for words in (str(nomination.nominee), "Bản quét tờ trình", "Tiếp nhận hồ sơ", "Lê Thị Thư"):
        assert words in page
    assert reverse("dossiers:part_file", args=[part.pk]) in page


def test_a_finding_that_differs_from_the_frozen_one_is_marked(office, dossier):
    frozen = Assessment("ineligible", "Không đủ điều kiện: thiếu sáng kiến")
    make_nomination(dossier=dossier, snapshot=as_json(frozen), snapshot_outcome="ineligible")
    row = office.get(desk_of(dossier)).context["rows"][0]
    assert row["frozen"].outcome == "ineligible"
    assert row["is_changed"] == (row["live"].assessment.outcome != "ineligible")
    assert row["is_changed"]


def test_a_broken_snapshot_does_not_break_the_page(office, dossier):
    make_nomination(dossier=dossier, snapshot={"version": "x"}, snapshot_outcome="eligible")
    assert office.get(desk_of(dossier)).context["rows"][0]["frozen"] is None


def test_the_page_takes_as_many_queries_for_three_nominations_as_for_one(office, dossier):
    make_nomination(dossier=dossier)
    office.get(desk_of(dossier))
    with CaptureQueriesContext(connection) as one:
        office.get(desk_of(dossier))
    for _ in range(2):
        make_nomination(dossier=dossier)
    with CaptureQueriesContext(connection) as three:
        office.get(desk_of(dossier))
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (DossierState.DRAFT, []),
        (DossierState.SUBMITTED, ["receive"]),
        (DossierState.RECEIVED, ["appraise"]),
        (DossierState.SUPPLEMENT, []),
        (DossierState.APPRAISED, ["resume"]),
    ],
)
def test_only_the_steps_of_the_state_are_offered(office, dossier, state, steps):
    other = make_dossier(period=dossier.period, state=state)
    context = office.get(desk_of(other)).context
    assert [step.name for step in context["steps"]] == steps
    assert bool(context["supplement_form"]) == (state == DossierState.RECEIVED)


def test_a_step_is_taken_and_logged(office, dossier):
    other = make_dossier(period=dossier.period, state=DossierState.APPRAISED)
    data = {"do": "step", "transition": "resume", "note": "Có thêm minh chứng"}
    assert office.post(desk_of(other), data).status_code == 302
    assert other.log.get().note == "Có thêm minh chứng"


def test_an_appraisal_with_an_open_verdict_says_whose(office, dossier):
    nomination = make_nomination(dossier=dossier)
    page = office.post(desk_of(dossier), {"do": "step", "transition": "appraise"})
    dossier.refresh_from_db()
    assert (page.status_code, dossier.state) == (422, DossierState.RECEIVED)
    assert str(nomination) in page.context["refused"].messages[0]


def test_a_verdict_is_given_with_its_reason(office, dossier):
    nomination = make_nomination(dossier=dossier)
    data = {"do": "judge", "nomination": nomination.pk, "transition": "defer", "note": "Có đơn"}
    office.post(desk_of(dossier), data)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.DEFERRED
    assert nomination.log.get().note == "Có đơn"


def test_a_verdict_without_its_reason_is_refused_in_its_place(office, dossier):
    nomination = make_nomination(dossier=dossier)
    data = {"do": "judge", "nomination": nomination.pk, "transition": "mark_ineligible"}
    page = office.post(desk_of(dossier), data)
    assert page.status_code == 422
    assert page.context["refused"].place == f"nomination-{nomination.pk}"
    assert "Hãy ghi lý do" in page.content.decode()


def test_a_nomination_of_another_dossier_is_not_judged_here(office, dossier):
    other = make_nomination(dossier=make_dossier(period=dossier.period, state="received"))
    data = {"do": "judge", "nomination": other.pk, "transition": "mark_eligible"}
    assert office.post(desk_of(dossier), data).status_code == 404


def test_all_are_marked_eligible_but_those_left_out(office, dossier):
    first, second = make_nomination(dossier=dossier), make_nomination(dossier=dossier)
    office.post(desk_of(dossier), {"do": "judge_all", "leave_out": [second.pk]})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (NominationState.ELIGIBLE, NominationState.PROPOSED)


def test_what_is_refused_in_bulk_keeps_the_note_and_the_ticks(office, dossier):
    make_nomination(dossier=dossier, snapshot_outcome="ineligible")
    left = make_nomination(dossier=dossier)
    data = {"do": "judge_all", "leave_out": [left.pk]}
    page = office.post(desk_of(dossier), data)
    assert page.status_code == 422
    assert page.context["refused"].left_out == {left.pk}
    assert "vẫn đủ điều kiện" in page.content.decode()


def test_a_supplement_is_asked_for_on_the_page(office, dossier):
    data = {
        "do": "supplement", "other": "Chữ ký của trưởng thôn", "note": "Thiếu chữ ký",
        "before": f"{days_from_today(5):%d/%m/%Y}",
    }  # fmt: skip
    assert office.post(desk_of(dossier), data).status_code == 302
    dossier.refresh_from_db()
    assert dossier.supplement_items == ["Chữ ký của trưởng thôn"]


def test_a_supplement_without_a_day_comes_back_with_what_was_typed(office, dossier):
    data = {"do": "supplement", "other": "Chữ ký", "note": "Thiếu"}
    page = office.post(desk_of(dossier), data)
    assert page.status_code == 422
    assert page.context["supplement_form"].errors.keys() == {"before"}
    assert 'value="Chữ ký"' in page.content.decode()


def test_after_the_last_supplement_no_other_is_offered(office, dossier):
    asked = make_dossier(period=dossier.period, state=DossierState.RECEIVED, supplement_count=1)
    page = office.get(desk_of(asked))
    assert page.context["supplement_form"] is None
    assert "không yêu cầu thêm" in page.content.decode()


def test_paper_copies_are_noted_on_the_page(office, dossier):
    data = {
        "do": "paper", "paper_sets": "1", "shelf": "Tủ 2",
        "paper_received_on": f"{days_from_today(0):%d/%m/%Y}",
    }  # fmt: skip
    assert office.post(desk_of(dossier), data).status_code == 302
    dossier.refresh_from_db()
    assert (dossier.paper_sets, dossier.shelf) == (1, "Tủ 2")


@pytest.mark.parametrize("do", ["", "step", "delete"])
def test_an_act_that_does_not_exist_is_not_found(office, dossier, do):
    assert office.post(desk_of(dossier), {"do": do}).status_code == 404


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR])
def test_who_signs_or_audits_reads_the_page_and_does_nothing(client, dossier, role):
    nomination = make_nomination(dossier=dossier)
    client.force_login(make_user(role=role, unit=dossier.authority, is_staff=True))
    context = client.get(desk_of(dossier)).context
    assert (context["steps"], context["waiting"], context["paper_form"]) == ([], [], None)
    data = {"do": "judge", "nomination": nomination.pk, "transition": "mark_eligible"}
    assert client.post(desk_of(dossier), data).status_code == 403


# --- nominations in bulk -------------------------------------------------------------------------


def choose(action, *nominations, **values):
    return {"action": action, ACTION_CHECKBOX_NAME: [n.pk for n in nominations]} | values


def test_nominations_are_marked_eligible_with_an_exception(office, dossier):
    first, second = make_nomination(dossier=dossier), make_nomination(dossier=dossier)
    asked = office.post(NOMINATIONS, choose("mark_eligible_selected", first, second))
    assert [row.pk for row in asked.context["rows"]] == [first.pk, second.pk]
    data = choose("mark_eligible_selected", first, second, apply="1", leave_out=[second.pk])
    office.post(NOMINATIONS, data)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (NominationState.ELIGIBLE, NominationState.PROPOSED)


def test_leaving_all_out_is_said(office, dossier):
    only = make_nomination(dossier=dossier)
    data = choose("mark_eligible_selected", only, apply="1", leave_out=[only.pk])
    page = office.post(NOMINATIONS, data)
    assert page.status_code == 422
    assert "tất cả đều được đánh dấu để lại" in page.content.decode()


def test_eligible_nominations_are_put_on_an_agenda(office, dossier):
    session = make_session(council=make_council(authority=dossier.authority, seats=3))
    good = make_nomination(dossier=dossier, state=NominationState.ELIGIBLE)
    data = choose("put_on_agenda_selected", good, apply="1", session=session.pk)
    page = office.post(NOMINATIONS, data, follow=True)
    assert [item.nomination for item in session.items.all()] == [good]
    assert "Đã đưa 1 đề nghị" in told(page)


def test_one_that_is_not_eligible_keeps_all_off_the_agenda(office, dossier):
    session = make_session(council=make_council(authority=dossier.authority, seats=3))
    good = make_nomination(dossier=dossier, state=NominationState.ELIGIBLE)
    bad = make_nomination(dossier=dossier)
    data = choose("put_on_agenda_selected", good, bad, apply="1", session=session.pk)
    page = office.post(NOMINATIONS, data)
    assert page.status_code == 422
    assert not session.items.exists()
    assert "chưa đưa ra Hội đồng được" in page.content.decode()


def test_sessions_offered_are_the_office_s_own_and_not_counted(office, dossier):
    council = make_council(authority=dossier.authority, seats=3)
    own = make_session(council=council)
    make_session(council=council, state=SessionState.CONCLUDED)
    make_session(council=make_council(authority=make_authority(name="UBND xã Lạc Đạo"), seats=3))
    nomination = make_nomination(dossier=dossier, state=NominationState.ELIGIBLE)
    page = office.post(NOMINATIONS, choose("put_on_agenda_selected", nomination))
    assert list(page.context["form"].fields["session"].queryset) == [own]


def test_nominations_are_found_by_nominee_and_narrowed_by_award(office, dossier):
    nomination = make_nomination(dossier=dossier)
    make_nomination(dossier=dossier, unit=make_unit(parent=dossier.authority, name="Thôn Cầu"))
    name = nomination.person.full_name
    assert nomination in shown(office.get(NOMINATIONS, {"q": name}))
    assert len(shown(office.get(NOMINATIONS, {"q": "thon cau"}))) == 1
    assert shown(office.get(NOMINATIONS, {"award": nomination.award_type_id + 999})) == []
