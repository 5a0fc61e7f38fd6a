"""Reminding by e-mail: what falls due, one digest a person, the outbox that the office releases."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from campaigns.deadlines import Stage, reminder_on
from campaigns.models import Message, Period, PlanTask, Reminder, ReminderSetting
from campaigns.owing import Standing, owed, to_chase
from campaigns.states import DROP, RELEASE, CampaignState, MessageState
from emulation.organization.models import Membership, Role, Unit, User
from emulation.vietnamese import before_phrase
from emulation.workflow import TransitionNotAllowed, move

from .sending import send_message

OPENING = "Kính gửi {name},\n\n{authority} nhắc các việc sau:"
CLOSING = (
    "Nếu đơn vị đã gửi, đề nghị bỏ qua thư này.\n"
    "Không muốn nhận thư nhắc: mở mục «Nhắc việc và lịch» trong tài khoản của mình."
)
STAGE_WORDS = {
    Stage.WEEK: "sắp đến hạn",
    Stage.EVE: "đến hạn",
    Stage.LATE: "đã quá hạn",
    Stage.CHASED: "chưa hoàn thành",
}


@dataclass(frozen=True)
class Outcome:
    """What a run did: reminders that fell due, messages written, units without an address."""

    reminders: int
    messages: int
    unreached: tuple[Unit, ...]


def remind(authority: Unit, day: dt.date) -> Outcome:
    """Write the reminders of an authority that fall due on `day`; run as often as one likes.

    7 days and 1 day before the last day and 1 day after it, each once a unit and deadline: what
    an earlier run wrote is not written again, and a day on which nothing ran is made up for.
    """
    periods = list(
        Period.objects.with_scope().filter(
            campaign__authority=authority, campaign__state=CampaignState.ISSUED
        )
    )
    due = [
        Reminder(period=p, kind=kind, unit=row.unit, stage=stage, before=before, on=day)
        for p, kind, row, before in _owing(periods, day)
        if (stage := reminder_on(before, day))
    ]
    return _written(authority, due + _tasks_due(authority, day))


def _tasks_due(authority: Unit, day: dt.date) -> list[Reminder]:
    """Return the reminders of tasks of the plan; what nobody else answers for is the office's."""
    tasks = PlanTask.objects.outstanding().filter(
        campaign__authority=authority, campaign__state=CampaignState.ISSUED, before__isnull=False
    )
    return [
        Reminder(task=task, unit=task.unit or authority, stage=stage, before=task.before, on=day)
        for task in tasks.select_related("campaign", "unit")
        if (stage := reminder_on(task.before, day))
    ]


def _owing(periods: list[Period], day: dt.date) -> Iterator[tuple[Period, str, Standing, dt.date]]:
    """Yield who owes what, with the first day that is too late for that unit."""
    by_pk = {period.pk: period for period in periods}
    for (pk, kind), rows in owed(periods, day).items():
        for row in rows:
            if row.owes:
                yield by_pk[pk], kind, row, by_pk[pk].before(kind, row.unit)


def chase(period: Period, kind: str, *, by: Any) -> Outcome:
    """Write a reminder to every unit that has not sent, once a day; it waits in the outbox.

    Once the deadline is over, a unit with more time is left alone while its own lasts.
    Raises PermissionDenied without the office's role, TransitionNotAllowed when the movement is
    not in force or the period has no such deadline.
    """
    require_office(period.campaign.authority, by)
    if not period.campaign.is_issued:
        raise TransitionNotAllowed("Phong trào không còn thực hiện.")
    if period.before(kind) is None:
        raise TransitionNotAllowed("Kỳ này chưa có thời hạn đó.")
    day = timezone.localdate()
    scoped = Period.objects.with_scope().get(pk=period.pk)
    due = [
        Reminder(
            period=scoped,
            kind=kind,
            unit=row.unit,
            stage=Stage.CHASED,
            before=scoped.before(kind, row.unit),
            on=day,
        )
        for row in to_chase(scoped, kind, day)
    ]
    return _written(period.campaign.authority, due)


def require_office(authority: Unit, by: Any) -> None:
    """Raise PermissionDenied unless `by` is the office of `authority`."""
    if Role.OFFICE not in by.roles_at(authority):
        raise PermissionDenied


@transaction.atomic
def _written(authority: Unit, due: list[Reminder]) -> Outcome:
    """Store the reminders that are new, and a message to each person who is to hear of them."""
    fresh = _stored(due)
    if not fresh:
        return Outcome(0, 0, ())
    readers = _readers({reminder.unit_id for reminder in fresh}, authority)
    by_person: dict[User, list[Reminder]] = defaultdict(list)
    unreached = []
    for reminder in fresh:
        people = readers.get(reminder.unit_id, [])
        for person in people:
            by_person[person].append(reminder)
        if not people:
            unreached.append(reminder.unit)
    setting = setting_of(authority)
    for person, reminders in by_person.items():
        message = _message(authority, person, reminders, setting)
        if setting.sends_unread:
            release(message, by=setting.set_by)
    return Outcome(len(fresh), len(by_person), tuple(dict.fromkeys(unreached)))


def _stored(due: list[Reminder]) -> list[Reminder]:
    """Store and return what was not stored before; a run in the same moment leaves nothing."""
    periods = {reminder.period_id for reminder in due if reminder.period_id}
    tasks = {reminder.task_id for reminder in due if reminder.task_id}
    stored = Reminder.objects.filter(Q(period__in=periods) | Q(task__in=tasks))
    known = {_key(reminder) for reminder in stored.order_by()}
    fresh = [reminder for reminder in due if _key(reminder) not in known]
    try:
        with transaction.atomic():
            return Reminder.objects.bulk_create(fresh)
    except IntegrityError:
        # Another run wrote them since (constraints of Reminder), and their messages with them.
        return []


def _key(reminder: Reminder) -> tuple[Any, ...]:
    """Return what may fall due once: a stage of a deadline or task, or a day of chasing."""
    chased = reminder.stage == Stage.CHASED
    return (
        reminder.period_id,
        reminder.task_id,
        reminder.kind,
        # A task that was handed on is not reminded of twice.
        None if reminder.task_id else reminder.unit_id,
        reminder.stage,
        reminder.on if chased else reminder.before,
    )


def _readers(units: Iterable[int], authority: Unit) -> dict[int, list[User]]:
    """Return who is to hear of each unit: its members with an address who did not opt out.

    What the authority owes itself goes to its office.
    """
    members = (
        Membership.objects.active_on(timezone.localdate())
        .filter(
            Q(unit__in=units, role=Role.UNIT) | Q(unit=authority, role=Role.OFFICE),
            user__is_active=True,
        )
        .exclude(user__email="")
        .exclude(user__subscription__wants_mail=False)
        .select_related("user")
        .order_by("user__username")
    )
    found: dict[int, list[User]] = defaultdict(list)
    for membership in members:
        if membership.user not in found[membership.unit_id]:
            found[membership.unit_id].append(membership.user)
    return found


def setting_of(authority: Unit) -> ReminderSetting:
    """Return how the authority reminds; an unsaved row with the defaults when nobody set it."""
    stored = ReminderSetting.objects.filter(authority=authority).select_related("set_by").first()
    return stored or ReminderSetting(authority=authority)


def _message(
    authority: Unit, person: User, reminders: list[Reminder], setting: ReminderSetting
) -> Message:
    message = Message.objects.create(
        authority=authority,
        recipient=person,
        address=person.email,
        subject=_subject(reminders),
        body=_body(authority, person, reminders, setting),
    )
    message.reminders.set(reminders)
    return message


def _subject(reminders: list[Reminder]) -> str:
    first = reminders[0]
    if len(reminders) > 1:
        return f"Nhắc {len(reminders)} việc thi đua, khen thưởng"
    if first.task:
        return "Nhắc việc: việc được phân công trong kế hoạch"
    return f"Nhắc việc: {first.what.lower()}, {first.period.name.lower()}"[:200]


def _body(
    authority: Unit, person: User, reminders: list[Reminder], setting: ReminderSetting
) -> str:
    opening = setting.opening.strip() or OPENING.format(
        name=person.get_full_name(), authority=authority.name
    )
    closing = "\n\n".join(filter(None, (setting.closing.strip(), CLOSING)))
    lines = [
        f"- {r.unit}: {_thing(r)} {before_phrase(r.before)}, "
        f"{STAGE_WORDS[Stage(r.stage)]}. {r.movement}."
        for r in sorted(reminders, key=lambda one: (one.before, one.unit.sort_key))
    ]
    site = f"\n\nMở phần mềm: {address_of(reverse('home'))}" if settings.PUBLIC_URL else ""
    return f"{opening}\n\n" + "\n".join(lines) + f"{site}\n\n{closing}\n"


def _thing(reminder: Reminder) -> str:
    """Name what is due in the middle of a line; a task keeps the words of the plan."""
    return f"{reminder.what.rstrip(' .;')}, xong" if reminder.task else reminder.what.lower()


def address_of(path: str) -> str:
    """Return the full address of a page; a timer has no request to take the host from."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


# --- the outbox ----------------------------------------------------------------------------------


@transaction.atomic
def release(message: Message, *, by: Any) -> bool:
    """Let a message go; it is sent beside the web workers. Returns whether it was let go.

    What all was handed in meanwhile is not sent: the message is dropped and says so. Raises
    PermissionDenied and TransitionNotAllowed as `move` does.
    """
    return _let_go(message, _still_owed([message]), by=by)


def _let_go(message: Message, owing: frozenset[Message], *, by: Any) -> bool:
    if message.state == MessageState.WAITING and message not in owing:
        move(message, DROP, by=by, note="Đơn vị đã gửi trước khi thư được cho đi.")
        return False
    move(message, RELEASE, by=by, released_by=by, attempts=0)
    send_message.enqueue(message.pk)
    return True


def _still_owed(messages: list[Message]) -> frozenset[Message]:
    """Return the messages that remind of something still owed, in a constant number of queries."""
    prefetch_related_objects(messages, "reminders__task")
    reminders = [reminder for message in messages for reminder in message.reminders.all()]
    periods = Period.objects.with_scope().filter(
        pk__in={reminder.period_id for reminder in reminders if reminder.period_id}
    )
    rows = {
        (period, kind, row.unit.pk)
        for (period, kind), standings in owed(periods, timezone.localdate()).items()
        for row in standings
        if row.owes
    }
    return frozenset(
        message
        for message in messages
        if any(
            one.task.is_open if one.task else (one.period_id, one.kind, one.unit_id) in rows
            for one in message.reminders.all()
        )
    )


def drop(message: Message, *, by: Any, note: str = "") -> None:
    """Keep a message from being sent; it stays in the outbox as not sent."""
    move(message, DROP, by=by, note=note, released_by=None)


@transaction.atomic
def release_all(authority: Unit, *, by: Any) -> tuple[int, int]:
    """Release every waiting message; returns how many were let go and how many dropped as met."""
    require_office(authority, by)
    waiting = list(
        Message.objects.filter(authority=authority, state=MessageState.WAITING).select_related(
            "authority"
        )
    )
    owing = _still_owed(waiting)
    went = [_let_go(message, owing, by=by) for message in waiting]
    return sum(went), len(went) - sum(went)


def reword(message: Message, *, subject: str, body: str, by: Any) -> None:
    """Change the words of a message that still waits; TransitionNotAllowed when it has gone."""
    require_office(message.authority, by)
    waiting = Message.objects.filter(pk=message.pk, state=MessageState.WAITING)
    if not waiting.update(subject=subject, body=body):
        raise TransitionNotAllowed("Thư không còn chờ, không sửa được.")
