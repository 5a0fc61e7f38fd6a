"""Taking in a list of people or units: uploaded, looked at, then all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import number_format
from django_tasks import task
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from awards.roster.headings import guess
from awards.roster.lists import LISTS
from awards.roster.reading import MOVED, PERSON_FIELDS, RosterRow, read_sheet
from emulation.organization.models import Person, RosterKind, RosterSheet, RosterState, Unit
from emulation.organization.services.moving import move_over
from emulation.organization.services.records import require_keeper
from emulation.organization.services.roster import keep
from emulation.organization.sheets.reading import CHANGED, NEW, SAME, Reading, SheetError, lines_of

BATCH = 500
# A list of so many rows is taken in at once; a longer one by the worker, with progress.
LONGEST_AT_ONCE = 300
WORKER_LOST = (
    "Chương trình nạp đã dừng giữa chừng nhiều lần (máy thiếu bộ nhớ hoặc bị tắt). Chưa lưu gì; "
    "hãy nạp lại, nếu vẫn lỗi thì báo người quản trị."
)
UNEXPECTED = "Có lỗi ngoài dự kiến. Chưa lưu gì; hãy thử lại, nếu vẫn lỗi thì báo người quản trị."
IN_THE_WAY = "Chưa lưu gì: còn dòng có lỗi hoặc chưa chọn người."
DEFAULTS = ("unit", "employment")


def receive(kind: str, content: bytes, *, name: str, authority: Unit, by: Any) -> RosterSheet:
    """Keep an uploaded list with the columns as guessed; nothing of the roster changes.

    Raises SheetError and PermissionDenied.
    """
    require_keeper(by, authority)
    lines = [[number, [_plain(cell) for cell in cells]] for number, cells in lines_of(content)]
    if not lines:
        raise SheetError("Tệp không có dòng nào.")
    head, columns = guess(LISTS[kind].columns, lines)
    return RosterSheet.objects.create(
        authority=authority, kind=kind, name=name[:120], lines=lines, head=head,
        columns={str(place): column for place, column in columns.items()},
        total=len(lines) - head - 1, created_by=by,
    )  # fmt: skip


def _plain(cell: Any) -> Any:
    """Return a cell as JSON can hold it, days as people write them."""
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell:%d/%m/%Y}"
    return cell if isinstance(cell, str | int | float) else str(cell)


def may_change(sheet: RosterSheet) -> bool:
    """Whether the list is still looked at: the worker has not got it, nothing was saved."""
    return sheet.state in (RosterState.LOOKED_AT, RosterState.FAILED)


def map_columns(
    sheet: RosterSheet, head: int, columns: dict[str, str], defaults: dict[str, Any]
) -> None:
    """Say which column of the list means what, and what stands where a cell is empty."""
    sheet.head, sheet.columns, sheet.defaults = head, columns, defaults
    sheet.total, sheet.answers = len(sheet.lines) - head - 1, {}
    sheet.save()


def answer(sheet: RosterSheet, answers: dict[str, str], *, replaces: bool) -> None:
    """Keep who is meant by rows, and whether known people are changed as the list says."""
    sheet.answers |= answers
    sheet.replaces = replaces
    sheet.save()


def start(sheet: RosterSheet, *, by: Any) -> None:
    """Take the list in: at once when it is short, else by the worker; a second click does nothing.

    Raises PermissionDenied; what is in the way the sheet says afterwards (state FAILED).
    """
    require_keeper(by, sheet.authority)
    waiting = RosterSheet.objects.filter(
        pk=sheet.pk, state__in=(RosterState.LOOKED_AT, RosterState.FAILED)
    )
    if not waiting.update(state=RosterState.QUEUED, done=0, message="", created_by=by):
        return
    if sheet.total > LONGEST_AT_ONCE:
        take_in_later.enqueue(sheet.pk)
    else:
        take_in(sheet.pk)
    sheet.refresh_from_db()


@task()
def take_in_later(sheet_pk: int) -> None:
    """Take a long list in, beside the web workers."""
    take_in(sheet_pk)


def taking_in_was_lost(sheet_pk: int) -> None:
    """Say on a list's page that the worker died, that nothing was saved, and what to do."""
    waiting = RosterSheet.objects.filter(
        pk=sheet_pk, state__in=(RosterState.QUEUED, RosterState.RUNNING)
    )
    waiting.update(state=RosterState.FAILED, message=WORKER_LOST)


def take_in(sheet_pk: int) -> None:
    """Read a list anew and save all of it or nothing; the sheet says how far it is, and the end."""
    sheet = RosterSheet.objects.select_related("authority", "created_by").get(pk=sheet_pk)
    if sheet.state == RosterState.DONE:  # by a worker that died before it could say so
        return
    state = RosterSheet.objects.filter(pk=sheet_pk)
    state.update(state=RosterState.RUNNING)
    try:
        reading = read_sheet(sheet, lambda done: state.update(done=done))
        if not reading.may_save:
            state.update(state=RosterState.FAILED, message=IN_THE_WAY)
            return
        with transaction.atomic():
            said = _save(sheet, reading)
            state.update(
                state=RosterState.DONE, message=said, lines=[], answers={}, done=sheet.total
            )
    except (SheetError, IntegrityError) as error:
        known = str(error) if isinstance(error, SheetError) else UNEXPECTED
        state.update(state=RosterState.FAILED, message=known)
    except Exception:
        state.update(state=RosterState.FAILED, message=UNEXPECTED)
        raise


def _save(sheet: RosterSheet, reading: Reading) -> str:
    """Save what the rows say and return it in figures."""
    wanted = [
        row
        for row in reading.rows
        if row.state == NEW or (row.state in (CHANGED, MOVED) and (row.asked or sheet.replaces))
    ]
    reason = f"Nạp từ tệp {sheet.name}"
    save: Callable[..., None] = {RosterKind.PERSON: _save_people, RosterKind.UNIT: _save_units}[
        sheet.kind
    ]
    save(wanted, reason, sheet.created_by)
    count = {state: sum(row.state == state for row in wanted) for state in (NEW, CHANGED, MOVED)}
    left = reading.count(CHANGED) + reading.count(MOVED) - count[CHANGED] - count[MOVED]
    parts = [
        f"thêm {_figure(count[NEW])}",
        f"sửa {_figure(count[CHANGED])}",
        f"chuyển đơn vị {_figure(count[MOVED])}" if count[MOVED] else "",
        f"bỏ qua {_figure(reading.count(SAME))} dòng đã có",
        f"để nguyên {_figure(left)} dòng khác" if left else "",
    ]
    return f"Đã nạp: {', '.join(filter(None, parts))}."


def _figure(count: int) -> str:
    return number_format(count, force_grouping=True)


def _save_people(rows: Iterable[RosterRow], reason: str, by: Any) -> None:
    rows = list(rows)
    for row in rows:
        row.record.derive()
    options = {"batch_size": BATCH, "default_user": by, "default_change_reason": reason}
    bulk_create_with_history([row.record for row in rows if row.state == NEW], Person, **options)
    changed = [row.record for row in rows if row.state != NEW]
    if changed:
        fields = [*PERSON_FIELDS, "sort_key", "search_key"]
        bulk_update_with_history(changed, Person, fields, **options)
    for row in rows:
        if row.move_to is not None:
            move_over(row.record, row.move_to, on=row.moved_on, reason=reason, by=by)


def _save_units(rows: Iterable[RosterRow], reason: str, by: Any) -> None:
    for row in rows:
        row.record.parent = row.record.parent  # A unit above that was new a row ago has its id now.
        keep(row.record, by=by, reason=reason)
