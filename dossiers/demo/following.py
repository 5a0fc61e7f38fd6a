"""Following up this year's movement: deadlines, more time, tasks, reminders and a chase letter."""

import datetime as dt

from campaigns.deadlines import DeadlineKind
from campaigns.models import Campaign, Period
from campaigns.services import chasing, extending, reminding, tasking
from campaigns.states import FINISH_TASK, START_TASK

from . import accounts, places
from .building import Run

EXTENDED = "Thôn 4"
EXTENDED_WHY = "Trưởng thôn mới nhận nhiệm vụ, thôn phải họp lại để bình xét đăng ký."
REPORT_WHY = "Theo văn bản của cấp trên về thời gian gửi báo cáo tổng kết."


def build(run: Run, campaign: Campaign) -> None:
    """Set the later deadlines, share out the tasks, and chase who has not registered."""
    period, office = campaign.periods.get(), accounts.user("vanphong")
    unit = places.units_of(campaign.authority)[EXTENDED]
    later = period.registration_before + dt.timedelta(days=1)
    if later <= (period.dossier_before or later) and later <= campaign.ends_on:
        extending.extend(
            period,
            DeadlineKind.REGISTRATION,
            unit=unit,
            before=later,
            reason=EXTENDED_WHY,
            by=office,
        )
    extending.extend(
        period,
        DeadlineKind.REPORT,
        before=campaign.ends_on + dt.timedelta(days=16),
        reason=REPORT_WHY,
        by=office,
    )
    _share_out(run, campaign, period)
    reminding.chase(period, DeadlineKind.REGISTRATION, by=office)
    chasing.draft(period, DeadlineKind.REGISTRATION, by=office)


def _share_out(run: Run, campaign: Campaign, period: Period) -> None:
    """Take the tasks from the plan: one done, one begun, one late, some with days to come."""
    office = accounts.user("vanphong")
    tasking.take_from_plan(campaign, by=office)
    days = (
        run.today - dt.timedelta(days=3),
        run.today - dt.timedelta(days=2),
        run.today + dt.timedelta(days=5),
        period.registration_before,
    )
    tasks = list(campaign.tasks.all())
    for task, before in zip(tasks, days, strict=False):
        task.before = before
        task.save(update_fields=["before"])
    if len(tasks) > 2:
        note = "Đã hướng dẫn các đơn vị đăng ký, gửi mẫu kèm theo."
        tasking.step(tasks[0], FINISH_TASK, by=office, note=note)
        tasking.step(tasks[2], START_TASK, by=office)
