"""Reporting results: claims criterion by criterion, evidence, rounds of the period."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.models import Criterion
from campaigns.assessing.candidates import Nominee, unit_of
from campaigns.deadlines import DeadlineKind
from campaigns.models import Evidence, Period, ReportRound, Result, ResultReport
from campaigns.states import (
    REPORT,
    REPORT_FOR_UNIT,
    RESULT_EDITABLE,
    CampaignState,
    ResultState,
)
from emulation.organization.models import Role, Unit, field_for
from emulation.uploads import SafeFile
from emulation.vietnamese import short_date
from emulation.workflow import TransitionNotAllowed, move

AUTHORS = frozenset({Role.UNIT, Role.OFFICE})
MOST_FILES = 10
CONFLICT = (
    "Có người khác vừa lưu tiêu chuẩn này. Nội dung bạn nhập còn nguyên ở đây, chưa lưu: "
    "hãy so với bản đang lưu rồi bấm lưu lại."
)
SENT = "Tiêu chuẩn này đã gửi văn phòng nên không sửa được. Nội dung bạn nhập chưa lưu."


@dataclass(frozen=True)
class Claim:
    """What a unit says of one result."""

    claims_met: bool | None = None
    number: Decimal | None = None
    text: str = ""
    claimed_points: Decimal | None = None

    @classmethod
    def of(cls, result: Result | ResultReport | None) -> Claim:
        """Return what is stored of a result; an empty claim for none."""
        if result is None:
            return cls()
        return cls(result.claims_met, result.number, result.text, result.claimed_points)

    @property
    def seen(self) -> str:
        """Return a short mark of the content: what a form was shown comes back with it."""
        figures = [
            "" if one is None else f"{one.normalize():f}"
            for one in (self.number, self.claimed_points)
        ]
        parts = (str(self.claims_met), *figures, self.text.strip())
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def refusal(period: Period, unit: Unit, day: dt.date, *, is_office: bool) -> str:
    """Say why nothing may be reported in `period` on `day`; "" when it may.

    The last day for results binds the unit (its own extension counts), not the office. What the
    office has returned may be corrected after it: ask only for what is begun or sent anew.
    """
    if period.campaign.state not in (CampaignState.ISSUED, CampaignState.CLOSED):
        return "Phong trào chưa ban hành hoặc đã hủy, không nhận báo cáo kết quả."
    if day < period.starts_on:
        return f"Kỳ này bắt đầu từ ngày {short_date(period.starts_on)}."
    if is_office:
        return ""
    if period.campaign.state == CampaignState.CLOSED:
        return "Phong trào đã kết thúc. Đơn vị liên hệ văn phòng để được bổ sung."
    if period.is_over(DeadlineKind.RESULTS, day, unit):
        last = short_date(period.last_day(DeadlineKind.RESULTS, unit))
        return (
            f"Đã hết hạn báo cáo kết quả (hết ngày {last}). "
            "Đơn vị liên hệ văn phòng để được nhận muộn."
        )
    return ""


def roles_for(nominee: Nominee, user: Any) -> frozenset[str]:
    """Return what `user` may act as for the results of a nominee."""
    return user.roles_at(unit_of(nominee))


def may_write(result: Result | None, closed: str) -> bool:
    """Whether a claim is open: returned ones always, others while the period takes reports."""
    if result is not None and result.state == ResultState.RETURNED:
        return True
    return not closed and (result is None or result.is_editable)


def closed_for(period: Period, nominee: Nominee, user: Any) -> str:
    """Say why `user` may report nothing new about `nominee` today; "" when he may."""
    is_office = Role.OFFICE in roles_for(nominee, user)
    return refusal(period, unit_of(nominee), timezone.localdate(), is_office=is_office)


def _require_author(nominee: Nominee, by: Any) -> None:
    if not AUTHORS & roles_for(nominee, by):
        raise PermissionDenied


def results_of(period: Period, nominee: Nominee) -> dict[int, Result]:
    """Return the nominee's results in the period by criterion, with files, reports and checks."""
    found = Result.objects.about(nominee).filter(period=period).with_work()
    return {result.criterion_id: result for result in found}


@transaction.atomic
def save(
    period: Period,
    nominee: Nominee,
    claims: Mapping[Criterion, Claim],
    *,
    seen: Mapping[int, str],
    by: Any,
) -> dict[int, Result]:
    """Save what was changed of a nominee's claims; return the results by criterion.

    `seen` is the mark (`Claim.seen`) of what the writer was shown, by criterion: who did not touch
    a claim takes nothing back that another has saved. Raises PermissionDenied without the role,
    ValidationError by criterion ("c<id>"), nothing saved, when a claim was changed by another or
    is not open.
    """
    _require_author(nominee, by)
    closed = closed_for(period, nominee, by)
    results = results_of(period, nominee)
    errors: dict[str, str] = {}
    for criterion, claim in claims.items():
        result = results.get(criterion.pk)
        stored = Claim.of(result)
        if claim.seen in (seen.get(criterion.pk, Claim().seen), stored.seen):
            continue
        if not may_write(result, closed):
            errors[f"c{criterion.pk}"] = closed if result is None or result.is_editable else SENT
        elif stored.seen != seen.get(criterion.pk, Claim().seen):
            errors[f"c{criterion.pk}"] = CONFLICT
        elif kept := _kept(period, nominee, criterion, result, claim):
            results[criterion.pk] = kept
        else:
            errors[f"c{criterion.pk}"] = CONFLICT
    if errors:
        raise ValidationError(errors)
    return results


def _kept(
    period: Period, nominee: Nominee, criterion: Criterion, result: Result | None, claim: Claim
) -> Result | None:
    """Write one claim; None when another wrote or sent it in the same moment."""
    values = asdict(claim)
    if result is None:
        made = _begun(period, nominee, criterion, **values)
        return made if Claim.of(made) == claim else None
    unchanged = Result.objects.filter(
        pk=result.pk, saved_at=result.saved_at, state__in=RESULT_EDITABLE
    )
    now = timezone.now()
    if not unchanged.update(**values, saved_at=now):
        return None
    for name, value in {**values, "saved_at": now}.items():
        setattr(result, name, value)
    return result


def _begun(period: Period, nominee: Nominee, criterion: Criterion, **values: Any) -> Result:
    """Return the nominee's result on a criterion, begun with `values` when there is none."""
    who = {field_for(nominee): nominee}
    try:
        with transaction.atomic():
            return Result.objects.create(period=period, criterion=criterion, **who, **values)
    except IntegrityError:
        return Result.objects.get(period=period, criterion=criterion, **who)


# --- evidence ------------------------------------------------------------------------------------


Files = Iterable[tuple[str, SafeFile]]


@transaction.atomic
def attach(
    period: Period, nominee: Nominee, files: Mapping[Criterion, Files], *, by: Any
) -> list[Evidence]:
    """Keep checked files (name, content) as evidence by criterion; begins results where needed.

    Raises PermissionDenied without the role, ValidationError by criterion ("c<id>"), nothing
    stored, when a claim is not open, for the same file twice, or too many.
    """
    _require_author(nominee, by)
    given = {criterion: list(some) for criterion, some in files.items()}
    given = {criterion: some for criterion, some in given.items() if some}
    if not given:
        return []
    closed = closed_for(period, nominee, by)
    results = results_of(period, nominee)
    errors = {}
    for criterion, some in given.items():
        if fault := _attaching_fault(results.get(criterion.pk), some, closed):
            errors[f"c{criterion.pk}"] = fault
    if errors:
        raise ValidationError(errors)
    stored = []
    for criterion, some in given.items():
        result = results.get(criterion.pk) or _begun(period, nominee, criterion)
        stored += [_stored(result, name, file, by) for name, file in some]
    return stored


def _attaching_fault(result: Result | None, files: list[tuple[str, SafeFile]], closed: str) -> str:
    """Say why these files cannot be taken for a result; "" when they can."""
    if not may_write(result, closed):
        return closed if result is None or result.is_editable else SENT
    known = {evidence.sha256 for evidence in result.evidence.all()} if result else set()
    for name, file in files:
        if file.sha256 in known:
            return f"Tệp «{name}» đã nộp cho tiêu chuẩn này."
        known.add(file.sha256)
    return f"Mỗi tiêu chuẩn nhận nhiều nhất {MOST_FILES} tệp." if len(known) > MOST_FILES else ""


def _stored(result: Result, name: str, file: SafeFile, by: Any) -> Evidence:
    name = name.strip() or f"minh-chung.{file.suffix}"
    return Evidence(result=result).keep(file, name, by=by)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Any) -> None:
    """Take a file away while its claim is open; the file itself goes once that is certain."""
    result = evidence.result
    _require_author(result.nominee, by)
    if not may_write(result, closed := closed_for(result.period, result.nominee, by)):
        raise TransitionNotAllowed(closed if result.is_editable else SENT)
    storage, path = evidence.file.storage, evidence.file.name
    evidence.delete()
    transaction.on_commit(lambda: storage.delete(path))


# --- reporting -----------------------------------------------------------------------------------


@transaction.atomic
def report(results: Iterable[Result], round: str, *, by: Any, note: str = "") -> list[Result]:
    """Report what was entered: the result of the period to the office, or a round's progress.

    Takes those that are open and say something; a round's progress is kept and nothing moves.
    The office keys in for a unit with `note`, on what ground. Raises ValidationError when there
    is nothing to report, TransitionNotAllowed when the office gave no ground.
    """
    if round not in ReportRound.values:
        raise ValidationError("Hãy chọn kỳ báo cáo.")
    results = list(results)
    closed = ""
    open_ones = []
    for result in results:
        _require_author(result.nominee, by)
        shut = closed_for(result.period, result.nominee, by)
        closed = closed or shut
        if result.says_something and may_write(result, shut):
            open_ones.append(result)
    if not open_ones and closed:
        raise TransitionNotAllowed(closed)
    taken = [one for one in open_ones if round == ReportRound.END or _is_news(one, round)]
    if not taken:
        raise ValidationError(
            "Không có kết quả nào để gửi: hãy nhập kết quả ít nhất một tiêu chuẩn."
            if not open_ones
            else "Không có gì mới so với lần báo cáo trước của kỳ này."
        )
    for result in taken:
        if round == ReportRound.END:
            is_unit = Role.UNIT in result.roles_of(by)
            move(result, REPORT if is_unit else REPORT_FOR_UNIT, by=by, note=note)
            keep_version(result)
        ResultReport.objects.create(
            result=result,
            round=round,
            by=by,
            files=[evidence.name for evidence in result.evidence.all()],
            **asdict(Claim.of(result)),
        )
    return taken


def _is_news(result: Result, round: str) -> bool:
    """Whether the result says something else than in the last report of the round."""
    before = [one for one in result.reports.all() if one.round == round]
    return not before or Claim.of(before[-1]) != Claim.of(result)


def keep_version(result: Result) -> None:
    """Write the result as it now is into its history (`move` changes rows past it)."""
    Result.objects.get(pk=result.pk).save()
