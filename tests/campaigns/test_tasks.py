"""Tasks of the plan: read from its text, shared out, followed to done, printed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaigns.models import PlanTask
from campaigns.papers.task_list import build
from campaigns.reading.tasks import ToldTask, tasks_in
from campaigns.services import tasking
from campaigns.states import (
    DROP_TASK,
    FINISH_TASK,
    REOPEN_TASK,
    START_TASK,
    TASK_TRANSITIONS,
    TaskState,
)
from emulation.organization.models import IssuedPaper
from emulation.papers.pdf import render
from emulation.papers.text import parse
from emulation.papers.word import to_docx
from emulation.workflow import TransitionNotAllowed, available, find
from tests.make import days_from_today, make_campaign, make_task, make_unit, make_user

BODY = """I. NỘI DUNG
- Thi đua hoàn thành nhiệm vụ.
II. TỔ CHỨC THỰC HIỆN
1. Văn phòng UBND xã:
- Theo dõi, đôn đốc việc thực hiện;
- Tổng hợp kết quả, báo cáo trước ngày 10/12/2026.
2. Đài truyền thanh xã
Nêu gương người tốt, việc tốt.
3. Đề nghị Ủy ban MTTQ và các tổ chức chính trị - xã hội phối hợp vận động Nhân dân hưởng ứng.
4. Giao Bộ phận Tài chính bố trí kinh phí.
5. Trong quá trình thực hiện nếu có vướng mắc thì phản ánh kịp thời.
"""


# --- reading -------------------------------------------------------------------------------------


def test_the_plan_says_who_does_what_by_when():
    assert tasks_in(parse(BODY), year=2026)[:5] == [
        ToldTask("Văn phòng UBND xã", "Theo dõi, đôn đốc việc thực hiện"),
        ToldTask(
            "Văn phòng UBND xã",
            "Tổng hợp kết quả, báo cáo trước ngày 10/12/2026",
            dt.date(2026, 12, 10),
        ),
        ToldTask("Đài truyền thanh xã", "Nêu gương người tốt, việc tốt"),
        ToldTask(
            "Ủy ban MTTQ và các tổ chức chính trị - xã hội",
            "Phối hợp vận động Nhân dân hưởng ứng",
        ),
        ToldTask("Bộ phận Tài chính", "Bố trí kinh phí"),
    ]


@pytest.mark.parametrize("text", ["", "I. NỘI DUNG\n- Thi đua.", "II. TỔ CHỨC THỰC HIỆN\n- Tốt."])
def test_what_names_nobody_is_left_out(text):
    assert tasks_in(parse(text), year=2026) == []


def test_only_the_section_on_carrying_out_is_read():
    text = "I. NỘI DUNG\n1. Văn phòng UBND xã:\n- Theo dõi.\n"
    assert tasks_in(parse(text), year=2026) == []


# --- taking --------------------------------------------------------------------------------------


@pytest.fixture
def planned(campaign, commune):
    """The campaign with the plan above, and two of the units that it names."""
    campaign.plan.body = BODY
    campaign.plan.save()
    make_unit(parent=commune, name="Văn phòng UBND xã", kind="office")
    make_unit(parent=commune, name="Đài truyền thanh xã", kind="broadcast")
    return campaign


@pytest.mark.django_db
def test_tasks_are_taken_with_the_units_they_name(planned, office_clerk):
    assert tasking.take_from_plan(planned, by=office_clerk) >= 5
    units = {task.text: str(task.unit) for task in planned.tasks.all()}
    assert units["Theo dõi, đôn đốc việc thực hiện"] == "Văn phòng UBND xã"
    assert units["Nêu gương người tốt, việc tốt"] == "Đài truyền thanh xã"
    assert units["Phối hợp vận động Nhân dân hưởng ứng"] == "None"


@pytest.mark.django_db
def test_taking_again_adds_nothing(planned, office_clerk):
    taken = tasking.take_from_plan(planned, by=office_clerk)
    assert tasking.take_from_plan(planned, by=office_clerk) == 0
    assert planned.tasks.count() == taken


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["unit_clerk", "auditor", "outsider"])
def test_only_the_desk_takes(planned, request, who):
    with pytest.raises(PermissionDenied):
        tasking.take_from_plan(planned, by=request.getfixturevalue(who))


@pytest.mark.django_db
def test_a_name_that_fits_two_units_is_left_to_the_office(commune):
    units = [make_unit(parent=commune, name=f"Bộ phận {name}") for name in ("Tư pháp", "Kế toán")]
    assert tasking.unit_named("Bộ phận", units) is None
    assert tasking.unit_named("Bộ phận Tư pháp", units) == units[0]


# --- steps ---------------------------------------------------------------------------------------

MOVES = {
    ("start_task", "todo"): ("doing", {"unit", "office"}),
    ("finish_task", "todo"): ("done", {"unit", "office"}),
    ("finish_task", "doing"): ("done", {"unit", "office"}),
    ("reopen_task", "done"): ("doing", {"office"}),
    ("drop_task", "todo"): ("dropped", {"office"}),
    ("drop_task", "doing"): ("dropped", {"office"}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("role", ["unit", "office", "chair", "auditor"])
def test_each_step_from_each_state_for_each_role(campaign, village, state, role):
    task = make_task(campaign=campaign, unit=village, state=state)
    user = make_user(role=role, unit=village if role == "unit" else campaign.authority)
    for step in TASK_TRANSITIONS:
        expected = MOVES.get((step.name, state))
        may = expected is not None and role in expected[1]
        assert (step in available(task, user)) is may
    assert {(t.name, s) for t in TASK_TRANSITIONS for s in t.sources} == set(MOVES)


@pytest.mark.django_db
def test_a_task_is_done_with_its_result_and_may_be_asked_for_again(
    campaign, village, unit_clerk, office_clerk
):
    task = make_task(campaign=campaign, unit=village)
    tasking.step(task, START_TASK, by=unit_clerk)
    with pytest.raises(TransitionNotAllowed):
        tasking.step(task, FINISH_TASK, by=unit_clerk)
    tasking.step(task, FINISH_TASK, by=unit_clerk, note="Đã phát 12 buổi.")
    tasking.step(task, REOPEN_TASK, by=office_clerk, note="Phát thêm buổi tối.")
    tasking.step(task, DROP_TASK, by=office_clerk, note="Hết kinh phí.")
    assert [entry.transition for entry in task.log.all()] == [
        "start_task", "finish_task", "reopen_task", "drop_task",
    ]  # fmt: skip


@pytest.mark.django_db
def test_nothing_is_done_any_more_once_the_movement_is_over(village, unit_clerk):
    campaign = make_campaign(authority=village.authority, state="closed")
    task = make_task(campaign=campaign, unit=village)
    with pytest.raises(TransitionNotAllowed):
        tasking.step(task, START_TASK, by=unit_clerk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "days", "late"),
    [("todo", 1, False), ("todo", 0, True), ("doing", -5, True), ("done", -5, False)],
)
def test_what_is_open_after_its_last_day_is_late(state, days, late):
    assert make_task(state=state, before=days_from_today(days)).is_late() is late


# --- pages and paper -----------------------------------------------------------------------------


@pytest.fixture
def office(client, office_clerk):
    client.force_login(office_clerk)
    return client


def page(client, name, pk, **data):
    return client.get(reverse(f"campaigns:{name}", args=[pk]), data)


@pytest.mark.django_db
def test_the_office_takes_adds_edits_and_filters(office, planned):
    office.post(reverse("campaigns:campaign_tasks_take", args=[planned.pk]))
    office.post(
        reverse("campaigns:campaign_task_create", args=[planned.pk]),
        {"who": "Các thôn", "text": "Treo băng rôn", "before": f"{days_from_today(5):%d/%m/%Y}"},
    )
    task = PlanTask.objects.get(text="Treo băng rôn")
    assert (task.before, task.position) == (days_from_today(5), planned.tasks.count())
    office.post(
        reverse("campaigns:task_edit", args=[task.pk]),
        {"who": "Các thôn", "text": "Treo băng rôn, khẩu hiệu", "before": ""},
    )
    task.refresh_from_db()
    assert (task.text, task.before) == ("Treo băng rôn, khẩu hiệu", None)
    PlanTask.objects.filter(pk=task.pk).update(before=days_from_today(-1))
    shown = page(office, "campaign_tasks", planned.pk, state="late").content.decode()
    assert "Treo băng rôn" in shown
    assert "Nêu gương" not in shown


@pytest.mark.django_db
def test_a_wrong_day_keeps_what_was_typed(office, campaign):
    response = office.post(
        reverse("campaigns:campaign_task_create", args=[campaign.pk]),
        {"who": "Các thôn", "text": "Treo băng rôn", "before": "31/02/2026"},
    )
    assert "before" in response.context["form"].errors
    assert "Treo băng rôn" in response.content.decode()
    assert not PlanTask.objects.exists()


@pytest.mark.django_db
def test_a_unit_reports_on_its_task(client, campaign, village, unit_clerk):
    task = make_task(campaign=campaign, unit=village)
    client.force_login(unit_clerk)
    url = reverse("campaigns:task_transition", args=[task.pk])
    client.post(url, {"transition": "finish_task", "note": "Đã phát 12 buổi."})
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert "Đã phát 12 buổi." in client.get(task.get_absolute_url()).content.decode()
    assert client.post(url, {"transition": "fly"}).status_code == 404


@pytest.mark.django_db
def test_a_neighbour_reads_the_task_and_changes_nothing(client, campaign, village, commune):
    task = make_task(campaign=campaign, unit=village)
    neighbour = make_user(role="unit", unit=make_unit(parent=commune, name="Thôn Đoài"))
    client.force_login(neighbour)
    assert client.get(task.get_absolute_url()).status_code == 200
    step = reverse("campaigns:task_transition", args=[task.pk])
    assert client.post(step, {"transition": "start_task"}).status_code == 403
    assert client.post(reverse("campaigns:task_edit", args=[task.pk])).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("tasks", [1, 3])
def test_the_list_costs_no_more_with_more_tasks(
    office, campaign, village, tasks, django_assert_num_queries
):
    for _ in range(tasks):
        make_task(campaign=campaign, unit=village)
    with django_assert_num_queries(6):
        page(office, "campaign_tasks", campaign.pk)


@pytest.mark.django_db
def test_the_list_goes_out_as_a_sheet(office, campaign):
    make_task(campaign=campaign)
    response = page(office, "campaign_tasks_export", campaign.pk)
    assert "spreadsheet" in response["Content-Type"]


@pytest.mark.django_db
def test_the_list_prints_grouped_by_who_with_results(campaign, village, unit_clerk):
    first = make_task(campaign=campaign, unit=village)
    make_task(campaign=campaign, who="Văn phòng", text="Đôn đốc", before=None)
    tasking.step(first, FINISH_TASK, by=unit_clerk, note="Đã phát 12 buổi.")
    paper = build(campaign)
    (table,) = paper.body
    assert [row.cells for row in table.rows] == [
        ("", "Đài truyền thanh xã", "", ""),
        ("1", "Tuyên truyền phong trào thi đua", f"Hết ngày {days_from_today(9):%d/%m/%Y}",
         "Đã xong: Đã phát 12 buổi."),
        ("", "Văn phòng", "", ""),
        ("2", "Đôn đốc", "Thường xuyên", ""),
    ]  # fmt: skip
    assert render(paper)[:5] == b"%PDF-"
    assert to_docx(paper)[:2] == b"PK"
    assert IssuedPaper.of("task_list", campaign) is None


def test_steps_are_found_by_name():
    assert find(TASK_TRANSITIONS, "start_task") == START_TASK
