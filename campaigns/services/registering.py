"""Registering: a unit's table from its first row to the office's confirmation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from awards.competence import gone_message
from campaigns.deadlines import DeadlineKind
from campaigns.models import Line, Mark, Period, Registration, RegistrationLog
from campaigns.models.offer import subject_message
from campaigns.papers.registration import all_columns, columns_of
from campaigns.states import (
    ACCEPT_LATE,
    CONFIRM,
    SUBMIT,
    SUBMIT_FOR_UNIT,
    RegistrationState,
)
from emulation.organization.jobs import issue
from emulation.organization.models import Group, Household, NomineeKind, Person, Role, Unit
from emulation.organization.selection import roster_on
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError
from emulation.vietnamese import short_date
from emulation.workflow import Transition, TransitionNotAllowed, available, move

NOMINEE_MODELS = {"unit": Unit, "person": Person, "household": Household, "group": Group}
FIELD_OF = {
    NomineeKind.COLLECTIVE: "unit",
    NomineeKind.INDIVIDUAL: "person",
    NomineeKind.HOUSEHOLD: "household",
}


def refusal(registration: Registration, transition: Transition, day: dt.date) -> str:
    """Say why the calendar or the campaign forbids `transition` on `day`; "" when it does not.

    The one place that knows deadlines of registering: buttons and services both ask it. The
    consolidated registration goes to the superior, so the units' deadline does not bind it.
    """
    period = registration.period
    if not period.campaign.is_issued and transition in (SUBMIT, SUBMIT_FOR_UNIT, ACCEPT_LATE):
        return "Phong trào không còn nhận đăng ký."
    if registration.is_consolidated:
        fits = transition not in (SUBMIT_FOR_UNIT, ACCEPT_LATE)
        return "" if fits else "Bản tổng hợp do văn phòng lập và gửi."
    unit = registration.unit
    late = period.is_late(day, unit)
    if transition in (SUBMIT, SUBMIT_FOR_UNIT):
        if late:
            return f"{_too_late(period, unit)} Đơn vị liên hệ văn phòng để được nhận muộn."
        if not period.takes_registrations(day, unit):
            return "Kỳ này chưa nhận đăng ký."
    if transition == ACCEPT_LATE and not late:
        return "Còn trong hạn đăng ký, không cần nhận muộn."
    return ""


def _too_late(period: Period, unit: Unit) -> str:
    last_day = period.last_day(DeadlineKind.REGISTRATION, unit)
    return f"Đã hết hạn đăng ký (hết ngày {short_date(last_day)})."


def transitions_for(registration: Registration, user: Any) -> list[Transition]:
    """Return the steps that `user` may take with `registration` today: the page's buttons."""
    today = timezone.localdate()
    return [t for t in available(registration, user) if not refusal(registration, t, today)]


@transaction.atomic
def start(period: Period, unit: Unit, *, by: Any) -> Registration:
    """Return the standing registration of `unit` for `period`, started when there is none.

    A new one begins with the unit's own row when units compete. Raises PermissionDenied without
    the unit's or office's role, TransitionNotAllowed when the unit or the day is out of scope.
    """
    standing = Registration.objects.standing().filter(period=period, unit=unit).first()
    registration = standing or Registration(
        period=period, unit=unit, authority=period.campaign.authority, created_by=by
    )
    if not {Role.UNIT, Role.OFFICE} & registration.roles_of(by):
        raise PermissionDenied
    if standing:
        return standing
    campaign = period.campaign
    if not campaign.is_issued:
        raise TransitionNotAllowed("Phong trào không nhận đăng ký.")
    own = registration.is_consolidated
    if not own and unit not in campaign.units_on(timezone.localdate()):
        raise TransitionNotAllowed(f"{unit} không thuộc đối tượng đăng ký của phong trào.")
    if not own and Role.OFFICE not in registration.roles_of(by):
        if period.is_late(unit=unit):
            raise TransitionNotAllowed(_too_late(period, unit))
        if not period.takes_registrations(unit=unit):
            raise TransitionNotAllowed("Kỳ này chưa nhận đăng ký.")
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError:
        # Somebody else of the unit started it in the same moment: work on theirs.
        return Registration.objects.standing().get(period=period, unit=unit)
    if any(NomineeKind.COLLECTIVE in offer.admits for offer in columns_of(registration)):
        Line.objects.create(
            registration=registration, subject=NomineeKind.COLLECTIVE, unit=unit, position=1
        )
    return registration


def admissible(registration: Registration) -> dict[str, list[tuple[str, Any]]]:
    """Return whom a row may name, by nominee kind: (field name, record), groups first.

    Only what lies inside the unit, is there today, and some column admits; a group counts when it
    has members inside the unit, one of collectives when it has several. The number of queries is
    constant.
    """
    roster, unit = roster_on(registration.authority, timezone.localdate()), registration.unit
    admitted = frozenset().union(*(offer.admits for offer in columns_of(registration)))
    found: dict[str, list[tuple[str, Any]]] = {subject: [] for subject in NomineeKind.values}
    groups = Group.objects.filter(authority=registration.authority)
    for group in groups.select_related("within", "authority"):
        inside = roster.members(group, unit)
        if len(inside) > (group.subject == NomineeKind.COLLECTIVE):
            found[group.subject].append(("group", group))
    for subject, field in FIELD_OF.items():
        found[subject] += [(field, record) for record in roster.of(subject, unit)]
    return {subject: rows for subject, rows in found.items() if subject in admitted}


def candidates(registration: Registration) -> dict[str, list[tuple[str, Any]]]:
    """Return whom a new row may name: whoever is admissible and has no row yet."""
    taken = {
        (f, getattr(line, f"{f}_id")) for line in registration.lines.all() for f in NOMINEE_MODELS
    }
    return {
        subject: [(f, record) for f, record in rows if (f, record.pk) not in taken]
        for subject, rows in admissible(registration).items()
    }


def _require_editable(registration: Registration, by: Any) -> None:
    if not {Role.UNIT, Role.OFFICE} & registration.roles_of(by):
        raise PermissionDenied
    if not registration.is_editable:
        raise TransitionNotAllowed(
            f"Bản đăng ký đang ở trạng thái «{registration.get_state_display()}», không sửa được."
        )


@transaction.atomic
def add_line(registration: Registration, field: str, pk: int, *, by: Any) -> Line:
    """Add a row for the unit, person, household or group `pk`; marks come afterwards.

    Raises ValidationError for somebody of another unit, a nominee kind that no column admits, or
    a second row for the same nominee.
    """
    _require_editable(registration, by)
    model = NOMINEE_MODELS.get(field)
    record = (
        model.objects.filter(pk=pk, authority=registration.authority).first() if model else None
    )
    if record is None:
        raise ValidationError("Không tìm thấy đối tượng này trong cơ quan.")
    subject = _subject_of(field, record)
    if not _belongs(field, record, registration):
        raise ValidationError(f"{record} không thuộc {registration.unit}.")
    if not any(subject in offer.admits for offer in columns_of(registration)):
        kind = NomineeKind(subject).label.lower()
        raise ValidationError(f"Phong trào không có danh hiệu, hình thức nào dành cho {kind}.")
    if registration.lines.filter(**{f"{field}_id": pk}).exists():
        raise ValidationError(f"{record} đã có một dòng trong bản đăng ký.")
    within = registration.unit if field == "group" and not registration.is_consolidated else None
    last = registration.lines.aggregate(last=Max("position"))["last"] or 0
    return Line.objects.create(
        registration=registration,
        subject=subject,
        position=last + 1,
        within=within,
        **{f"{field}_id": pk},
    )


def _subject_of(field: str, record: Any) -> str:
    if field == "group":
        return record.subject
    return next(subject for subject, name in FIELD_OF.items() if name == field)


def _belongs(field: str, record: Any, registration: Registration) -> bool:
    if field == "group":
        roster = roster_on(registration.authority, timezone.localdate())
        return bool(roster.members(record, registration.unit))
    unit = record if field == "unit" else record.unit
    return registration.unit.contains(unit)


@transaction.atomic
def remove_line(registration: Registration, pk: int, *, by: Any) -> None:
    """Take a row out of the registration."""
    _require_editable(registration, by)
    registration.lines.filter(pk=pk).delete()


def mark_errors(line: Line, offers: Iterable[Any], day: dt.date) -> list[str]:
    """Say which marked awards the row's nominee kind or the day does not admit."""
    found = []
    for offer in offers:
        if line.subject not in offer.admits:
            found.append(subject_message(offer, line.subject))
        elif not offer.is_available_on(day):
            found.append(gone_message(offer.award_type, day))
    return found


@transaction.atomic
def save_lines(
    registration: Registration, rows: Mapping[int, tuple[frozenset[int], str]], *, by: Any
) -> None:
    """Save marks and targets: `rows` maps a line's id to (offer ids, targets).

    Lines that are not in `rows` stay as they are; ids of other registrations are ignored. Raises
    ValidationError by line ("line-<id>") and saves nothing when a mark cannot be.
    """
    _require_editable(registration, by)
    offers = {offer.pk: offer for offer in all_columns(registration)}
    lines = {line.pk: line for line in registration.lines.all() if line.pk in rows}
    errors, wanted = {}, {}
    for pk, line in lines.items():
        marked = [offers[o] for o in rows[pk][0] if o in offers]
        found = mark_errors(line, marked, registration.period.starts_on)
        if found:
            errors[f"line-{pk}"] = found
        wanted[pk] = {offer.pk for offer in marked}
        line.targets = rows[pk][1]
    if errors:
        raise ValidationError(errors)
    Line.objects.bulk_update(lines.values(), ["targets"])
    present = {
        (mark.line_id, mark.offer_id): mark.pk
        for line in lines.values()
        for mark in line.marks.all()
    }
    target = {(pk, offer) for pk, marked in wanted.items() for offer in marked}
    Mark.objects.filter(pk__in=[pk for key, pk in present.items() if key not in target]).delete()
    Mark.objects.bulk_create(
        [Mark(line_id=line, offer_id=offer) for line, offer in sorted(target - present.keys())],
        ignore_conflicts=True,
    )
    Registration.objects.filter(pk=registration.pk).update(saved_at=timezone.now())


def missing_to_submit(registration: Registration) -> list[str]:
    """Say what keeps the registration from being sent; the page shows it, sending obeys it."""
    lines = list(registration.lines.all())
    if not lines:
        return ["Bản đăng ký chưa có dòng nào. Hãy thêm tập thể hoặc cá nhân đăng ký."]
    found = [f"«{line}» chưa chọn danh hiệu, hình thức nào." for line in lines if not line.marked]
    offers = {offer.pk: offer for offer in columns_of(registration)}
    for line in lines:
        marked = [offers[o] for o in line.marked if o in offers]
        found += mark_errors(line, marked, registration.period.starts_on)
    return found


@transaction.atomic
def take(
    registration: Registration, transition: Transition, *, by: Any, note: str = ""
) -> RegistrationLog:
    """Take the registration through one step of its workflow.

    Raises TransitionNotAllowed for a wrong day or state, ValidationError when it is incomplete.
    Sending stamps the moment and the date; confirming freezes the printed table
    (a long one as a job, `emulation.organization.jobs`).
    """
    reason = refusal(registration, transition, timezone.localdate())
    if reason:
        raise TransitionNotAllowed(reason)
    changes: dict[str, Any] = {}
    if transition.target == RegistrationState.SUBMITTED:
        missing = missing_to_submit(registration)
        if missing:
            raise ValidationError(missing)
        changes["submitted_at"] = timezone.now()
        changes["dated"] = timezone.localdate()
        if transition == ACCEPT_LATE:
            changes["is_late"] = True
    log = move(registration, transition, by=by, note=note, **changes)
    if transition == CONFIRM:
        fresh = Registration.objects.with_lines().get(pk=registration.pk)
        try:
            issue(all_kinds()["registration"], fresh, number="", dated=fresh.dated, by=by)
        except PaperError as error:
            # The database is rolled back; the record in hand must not say otherwise.
            registration.state = RegistrationState.SUBMITTED
            raise ValidationError([str(error)]) from error
    return log
