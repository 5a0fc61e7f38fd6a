"""The office's desk: receive a dossier, ask for a supplement, judge each nomination, close.

The admin and the staff pages call these; every step is logged by `move`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from campaigns.models import Period
from dossiers.models import Dossier, DossierLog, Nomination, NominationLog
from dossiers.states import (
    APPRAISE,
    DEFER,
    MARK_ELIGIBLE,
    MARK_INELIGIBLE,
    RECEIVE,
    REQUEST_SUPPLEMENT,
    RESUME,
    DossierState,
    NominationState,
)
from emulation.changes import keep_version
from emulation.organization.models import Role
from emulation.workflow import Transition, TransitionNotAllowed, move

VERDICTS = (MARK_ELIGIBLE, MARK_INELIGIBLE, DEFER)
UNDER_APPRAISAL = frozenset({DossierState.RECEIVED, DossierState.SUPPLEMENT})


@transaction.atomic
def receive(dossier: Dossier, *, by: Any, note: str = "") -> DossierLog:
    """Receive a dossier: the next receipt number of its period, now; who received it handles it.

    Raises TransitionNotAllowed when somebody else was first.
    """
    # The period's row serialises the numbers of two who receive in the same moment.
    Period.objects.select_for_update().get(pk=dossier.period_id)
    last = Dossier.objects.filter(period=dossier.period_id).aggregate(n=Max("receipt_number"))["n"]
    log = move(
        dossier,
        RECEIVE,
        by=by,
        note=note,
        received_at=timezone.now(),
        receipt_number=(last or 0) + 1,
        handler=by,
    )
    keep_version(dossier, by=by)
    return log


@transaction.atomic
def request_supplement(
    dossier: Dossier, *, items: Iterable[str], before: dt.date, by: Any, note: str
) -> DossierLog:
    """Ask the sender for what is missing, by item, until a day; `before` is the first day too late.

    Raises ValidationError by field when nothing is named or the day has passed, and
    TransitionNotAllowed after the last request that settings.SUPPLEMENT_REQUESTS allows
    (domain.md 4.2: incomplete is returned once).
    """
    asked = [item.strip() for item in items if item.strip()]
    errors = {}
    if not asked:
        errors["items"] = "Hãy chọn hoặc ghi nội dung cần bổ sung."
    if before <= timezone.localdate():
        errors["before"] = "Hạn bổ sung phải sau hôm nay."
    if errors:
        raise ValidationError(errors)
    if dossier.supplement_count >= settings.SUPPLEMENT_REQUESTS:
        raise TransitionNotAllowed(
            f"Hồ sơ này đã được yêu cầu bổ sung {dossier.supplement_count} lần, không yêu cầu thêm."
        )
    return move(
        dossier,
        REQUEST_SUPPLEMENT,
        by=by,
        note=note,
        supplement_items=asked,
        supplement_before=before,
        supplement_count=dossier.supplement_count + 1,
    )


@transaction.atomic
def judge(
    nomination: Nomination, transition: Transition, *, by: Any, note: str = ""
) -> NominationLog:
    """Give the appraisal's verdict on one nomination: eligible, ineligible or deferred.

    Only while its dossier is under appraisal. Eligible against the machine's finding needs a
    reason too, so that the council sees why.
    """
    if transition not in VERDICTS:
        raise ValueError(transition.name)
    dossier = Dossier.objects.select_for_update().get(pk=nomination.dossier_id)
    if dossier.state not in UNDER_APPRAISAL:
        raise TransitionNotAllowed(
            f"Hồ sơ đang ở trạng thái «{dossier.get_state_display().lower()}», "
            "chỉ thẩm định khi đã tiếp nhận."
        )
    against = transition == MARK_ELIGIBLE and nomination.snapshot_outcome in (
        "ineligible",
        "deferred",
    )
    if against and not note.strip():
        raise TransitionNotAllowed(
            f"Khi gửi, hệ thống xét «{nomination.get_snapshot_outcome_display().lower()}»; "
            "hãy ghi lý do vẫn đủ điều kiện."
        )
    return move(nomination, transition, by=by, note=note)


def judge_all(
    nominations: Iterable[Nomination],
    transition: Transition,
    *,
    by: Any,
    note: str = "",
    except_for: Collection[int] = (),
) -> tuple[int, list[str]]:
    """Judge many at once but `except_for` (ids). Return how many, and what was refused.

    One that cannot be judged keeps its state and is named; the others go on.
    """
    done, refused = 0, []
    for nomination in nominations:
        if nomination.pk in except_for:
            continue
        try:
            judge(nomination, transition, by=by, note=note)
        except TransitionNotAllowed as error:
            refused.append(f"{nomination}: {error}")
        except PermissionDenied:
            refused.append(f"{nomination}: không thuộc thẩm quyền của tài khoản này.")
        else:
            done += 1
    return done, refused


def missing_to_appraise(dossier: Dossier) -> list[str]:
    """Say which nominations have no verdict yet."""
    waiting = dossier.nominations.filter(state=NominationState.PROPOSED).select_related(
        "award_type", "unit", "person", "household"
    )
    return [f"«{nomination}» chưa có kết luận thẩm định." for nomination in waiting]


@transaction.atomic
def appraise(dossier: Dossier, *, by: Any, note: str = "") -> DossierLog:
    """Close the appraisal; every nomination has its verdict."""
    if missing := missing_to_appraise(dossier):
        raise ValidationError(missing)
    return move(dossier, APPRAISE, by=by, note=note)


@transaction.atomic
def resume(dossier: Dossier, *, by: Any, note: str) -> DossierLog:
    """Open the appraisal again, with a reason; not while the council deals with a nomination."""
    busy = dossier.nominations.filter(agenda_items__isnull=False).exclude(
        agenda_items__session__state="cancelled"
    )
    if named := busy.first():
        raise TransitionNotAllowed(f"«{named}» đã được đưa ra Hội đồng.")
    return move(dossier, RESUME, by=by, note=note)


@transaction.atomic
def file_paper(
    dossier: Dossier, *, sets: int, received_on: dt.date | None, shelf: str, by: Any
) -> None:
    """Note the paper copies that came in: how many sets, when, where they are kept."""
    if Role.OFFICE not in dossier.roles_of(by):
        raise PermissionDenied
    errors = {}
    if sets and received_on is None:
        errors["paper_received_on"] = "Hãy ghi ngày nộp bản giấy."
    if received_on and received_on > timezone.localdate():
        errors["paper_received_on"] = "Ngày nộp không thể ở tương lai."
    if errors:
        raise ValidationError(errors)
    dossier.paper_sets, dossier.paper_received_on = sets, received_on
    dossier.shelf = shelf.strip()
    Dossier.objects.filter(pk=dossier.pk).update(
        paper_sets=sets, paper_received_on=received_on, shelf=dossier.shelf
    )
    keep_version(dossier, by=by)


@transaction.atomic
def assign(dossier: Dossier, handler: Any, *, by: Any) -> None:
    """Give the dossier to a colleague of the office."""
    if Role.OFFICE not in dossier.roles_of(by):
        raise PermissionDenied
    if handler is not None and Role.OFFICE not in dossier.roles_of(handler):
        raise ValidationError({"handler": "Người thụ lý phải là cán bộ văn phòng của cơ quan."})
    dossier.handler = handler
    Dossier.objects.filter(pk=dossier.pk).update(handler=handler)
    keep_version(dossier, by=by)
