"""The list of who does what by when, from the tasks of a plan."""

from __future__ import annotations

from itertools import groupby

from campaigns.models import Campaign, PlanTask
from campaigns.states import TaskState
from emulation.papers.paper import Column, Paper, PaperDate, Row, Signature, Table
from emulation.vietnamese import last_day_before, long_date, short_date

SLUG = "task_list"
COLUMNS = (
    Column("STT", 5, "center"),
    Column("Nội dung công việc", 50),
    Column("Thời hạn", 15, "center"),
    Column("Kết quả", 30),
)


def build(campaign: Campaign) -> Paper:
    """Return the list, grouped by who does it; what is done says with what result."""
    plan, authority = campaign.plan, campaign.authority
    cited = f"\n(Kèm theo Kế hoạch số {plan.full_number} {long_date(plan.dated)})"
    return Paper(
        parent=authority.parent_letterhead_lines(),
        issuer=authority.letterhead_lines(),
        place=authority.place,
        date=PaperDate((plan.dated or campaign.starts_on).year),
        type_name="BẢNG PHÂN CÔNG",
        subject=f"Nhiệm vụ thực hiện {campaign.name}{cited if plan.number else ''}",
        body=(table(campaign),),
        signatures=(Signature("NGƯỜI LẬP BẢNG"),),
        end_mark=False,
        title=f"Bảng phân công nhiệm vụ, {campaign.name}",
    )


def table(campaign: Campaign) -> Table:
    """Return a group for each who, a row for each task."""
    tasks = list(campaign.tasks.prefetch_related("log"))
    rows: list[Row] = []
    count = 0
    for who, group in groupby(tasks, key=lambda task: task.who):
        rows.append(Row(("", who, "", ""), "group"))
        for task in group:
            count += 1
            rows.append(Row((str(count), task.text, _due(task), _outcome(task))))
    return Table(COLUMNS, tuple(rows), number_row=False, landscape="no")


def _due(task: PlanTask) -> str:
    return f"Hết ngày {short_date(last_day_before(task.before))}" if task.before else "Thường xuyên"


def _outcome(task: PlanTask) -> str:
    """Say where the task stands, with the last word about it; nothing for one not begun."""
    if task.state == TaskState.TODO:
        return ""
    notes = [entry.note for entry in task.log.all() if entry.note]
    return f"{task.get_state_display()}: {notes[-1]}" if notes else task.get_state_display()
