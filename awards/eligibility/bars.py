"""Judges of what stands in the way: discipline, and matters that are still being verified."""

from __future__ import annotations

import datetime as dt

from awards.facts import BarFact
from emulation.organization.models import BarKind

from .case import DEFERRED, MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Asked, Case, Judgement, bar_key
from .words import BAR_NAMES, SEVERITY_NAMES, capital, cited, day_text

_DISCIPLINE = BarKind.DISCIPLINE.value


def is_open(bar: BarFact, day: dt.date) -> bool:
    """Whether the bar holds on `day`."""
    return bar.starts_on <= day and (bar.last_day is None or day <= bar.last_day)


def discipline(ask: Asked, case: Case) -> Judgement:
    """No discipline in force on the day nor within the achievement year (domain.md 4.4-2).

    One that ended before leaves only the later achievements to count.
    """
    if not case.disciplines:
        return Judgement(MET, "Không ghi nhận hình thức kỷ luật nào còn hiệu lực.")
    day = case.day
    considered_from = max(case.occasion.starts_on, dt.date(case.year, 1, 1))
    proofs = tuple(bar.proof for bar in case.disciplines)
    for bar in case.disciplines:
        if is_open(bar, day):
            until = f" đến hết ngày {day_text(bar.last_day)}" if bar.last_day else ""
            return Judgement(
                NOT_MET,
                f"Đang trong thời hạn kỷ luật {_form(bar)} từ ngày {day_text(bar.starts_on)}{until}"
                f"{cited(bar.proof)}, không xét khen thưởng theo {ask.at}.",
                (bar.proof,),
            )
    last = max(case.disciplines, key=lambda bar: bar.last_day or day)
    ended = last.last_day or day
    told = f"Kỷ luật {_form(last)}{cited(last.proof)} {_ended(last, ended)} ngày {day_text(ended)}"
    if ended >= considered_from:
        return Judgement(
            NOT_MET,
            f"{told}; thành tích chỉ được tính từ sau ngày đó, "
            f"chưa đủ thời gian của năm {case.year} theo {ask.at}.",
            proofs,
        )
    note = "; thành tích chỉ tính sau ngày đó" if ended >= case.occasion.starts_on else ""
    return Judgement(MET, f"{told}{note}, không ảnh hưởng đến năm {case.year}.", proofs)


def _form(bar: BarFact) -> str:
    return SEVERITY_NAMES.get(bar.severity, bar.severity)


def _ended(bar: BarFact, ended: dt.date) -> str:
    return "được gỡ bỏ, hết hiệu lực sau" if bar.lifted else "đã hết hiệu lực sau"


def pending(ask: Asked, case: Case) -> Judgement:
    """Nothing under review, inspection or verification on the day: else put off, not refused."""
    waiting = [bar for bar in case.matters if is_open(bar, case.day)]
    if waiting:
        told = "; ".join(
            f"{BAR_NAMES.get(bar.kind, bar.kind)} từ ngày {day_text(bar.starts_on)}"
            f"{cited(bar.proof)}"
            for bar in waiting
        )
        return Judgement(
            DEFERRED,
            f"{capital(told)}; chưa xét khen thưởng cho đến khi có kết luận, theo {ask.at}.",
            tuple(bar.proof for bar in waiting),
        )
    if not case.matters:
        return Judgement(MET, "Không ghi nhận việc nào đang phải xem xét, xác minh.")
    told = "; ".join(
        f"{BAR_NAMES.get(bar.kind, bar.kind).removeprefix('đang ')}{cited(bar.proof)}"
        for bar in case.matters
    )
    return Judgement(
        MET,
        f"Việc trước đây đã kết thúc, không ảnh hưởng: {told}.",
        tuple(bar.proof for bar in case.matters),
    )


def no_discipline(ask: Asked, case: Case) -> Judgement:
    """No discipline of at least a form within so many years up to the day."""
    years, severity = ask.given["years"], ask.given["severity"]
    first = dt.date(max(case.year - years + 1, 1), 1, 1)
    hit = [bar for bar in case.disciplines if _touches(bar, first, severity)]
    span = f"năm {case.year}" if years == 1 else f"từ năm {case.year - years + 1} đến nay"
    if hit:
        told = "; ".join(f"{_form(bar)}{cited(bar.proof)}" for bar in hit)
        return Judgement(
            NOT_MET, f"Bị kỷ luật {told} {span}, {ask.bad}.", tuple(bar.proof for bar in hit)
        )
    least = "" if severity.startswith("1_") else f" từ hình thức {SEVERITY_NAMES[severity]} trở lên"
    return Judgement(MET, f"Không ghi nhận kỷ luật{least} {span}, {ask.good}.")


def _touches(bar: BarFact, first: dt.date, severity: str) -> bool:
    """Whether a discipline of at least `severity` was in force on or after `first`.

    The values of Severity sort from light to grave.
    """
    return bar.severity >= severity and (bar.last_day is None or bar.last_day >= first)


def members_clean(ask: Asked, case: Case) -> Judgement:
    """No member disciplined at least so gravely in the achievement year."""
    members = case.facts.members
    if members is None:
        return Judgement(NOT_APPLICABLE, f"Đối tượng không có thành viên, không áp dụng {ask.at}.")
    if not members:
        return Judgement(
            UNKNOWN,
            f"Chưa có danh sách thành viên để xét {ask.at}; văn phòng nhập danh sách rồi xem lại.",
        )
    first, severity = dt.date(case.year, 1, 1), ask.given["severity"]
    hit = sorted(
        (
            (member.name, bar)
            for member in members
            for bar in member.bars
            if bar.kind == _DISCIPLINE
            and bar.starts_on <= case.day
            and _touches(bar, first, severity)
        ),
        key=lambda pair: (pair[0], bar_key(pair[1])),
    )
    least = f"từ hình thức {SEVERITY_NAMES[severity]} trở lên"
    if hit:
        told = "; ".join(f"{name} bị {_form(bar)}{cited(bar.proof)}" for name, bar in hit)
        return Judgement(
            NOT_MET,
            f"Có thành viên bị kỷ luật {least}: {told}, {ask.bad}.",
            tuple(bar.proof for _, bar in hit),
        )
    return Judgement(
        MET,
        f"Không ghi nhận thành viên nào trong {len(members)} thành viên bị kỷ luật {least} "
        f"năm {case.year}, {ask.good}.",
    )
