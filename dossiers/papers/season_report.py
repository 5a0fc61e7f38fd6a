"""Interim and final report of a period (sơ kết, tổng kết), drafted from what is recorded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from campaigns.assessing.candidates import Ref, candidates_of
from campaigns.assessing.results import REPORTED, rows_of
from campaigns.assessing.results import Row as Reported
from campaigns.board import BoardRow, counts_by_kind
from campaigns.board import rows as board_rows
from campaigns.deadlines import DeadlineKind
from campaigns.models import Example, Period, Review
from campaigns.states import RegistrationState
from dossiers.models import DecisionLine, Wording
from dossiers.naming import decision_symbol, full_number, movement_words
from dossiers.states import DecisionState
from dossiers.totals import PeriodTotals, totals_of
from emulation.organization.models import NomineeKind
from emulation.papers.paper import Block, Column, Row, Table
from emulation.vietnamese import before_phrase, long_date

from .frame import Draft, Worded, head_signature
from .words import (
    KIND_WORDS,
    OPEN,
    dong,
    joined,
    lower_first,
    nominee_words,
    two_digits,
    upper_first,
)

INTERIM, FINAL = "interim_report", "final_report"
# So many units are named in a sentence; of more only the number is given.
MOST_NAMED = 12
ASKED = {
    DeadlineKind.REGISTRATION: "Hoàn thành đăng ký thi đua",
    DeadlineKind.RESULTS: "Báo cáo kết quả thi đua",
    DeadlineKind.DOSSIER: "Nộp hồ sơ đề nghị khen thưởng",
    DeadlineKind.REPORT: "Gửi báo cáo tổng kết",
}


class _Season:
    """What the report of a period says, read once."""

    def __init__(self, period: Period, day: dt.date) -> None:
        self.period, self.day, self.campaign = period, day, period.campaign
        self.is_closing = period.review == Review.CLOSING
        periods = list(self.campaign.periods.with_scope()) if self.is_closing else [
            Period.objects.with_scope().get(pk=period.pk)
        ]  # fmt: skip
        self.totals = {found.period.pk: found for found in totals_of(periods, day)}
        self.own = self.totals[period.pk]
        registers = period.registration_before is not None
        self.board: list[BoardRow] = board_rows(period, day) if registers else []
        self.candidates = candidates_of([period], day)
        self.results: list[Reported] = rows_of(period, day)
        found = Example.objects.filter(period__in=periods).with_nominee()
        self.examples = list(found.order_by("at", "pk"))
        self.decisions = _decisions(periods)

    @property
    def owing(self) -> list[BoardRow]:
        """Return the units that have not sent their registration."""
        return [row for row in self.board if row.is_open]

    @property
    def late(self) -> list[BoardRow]:
        """Return the units whose registration was accepted late."""
        return [row for row in self.board if row.is_late and not row.is_open]

    @property
    def counted(self) -> Sequence[PeriodTotals]:
        """Return what the awards are counted from: a closing review sums up its years."""
        return list(self.totals.values()) if self.is_closing else [self.own]


def _decisions(periods: Iterable[Period]) -> list[str]:
    lines = DecisionLine.objects.filter(
        nomination__period__in=periods, decision__state=DecisionState.ISSUED
    ).select_related("decision__authority")
    found = {line.decision_id: line.decision for line in lines.order_by("decision__dated", "pk")}
    return [
        f"Quyết định số {full_number(d.number, decision_symbol(d.authority))} {long_date(d.dated)}"
        for d in found.values()
    ]


def interim_draft(period: Period, words: Wording | None) -> Draft:
    """Return the interim report: how far registration, results and awards have come today."""
    return _draft(period, words, "Sơ kết")


def final_draft(period: Period, words: Wording | None) -> Draft:
    """Return the final report of a year, or of all years in a closing review."""
    return _draft(period, words, "Tổng kết")


build_interim = Worded(INTERIM, interim_draft)
build_final = Worded(FINAL, final_draft)


def _draft(period: Period, words: Wording | None, title: str) -> Draft:
    campaign, authority = period.campaign, period.campaign.authority
    day = (words and words.dated) or timezone.localdate()
    season = _Season(period, day)
    movement, plan = movement_words(period), campaign.plan
    superior = authority.superior_on(day)
    cited = f"Kế hoạch số {plan.full_number} {long_date(plan.dated)} về " if plan.number else ""
    what = f"{title.lower()} {movement}"
    return Draft(
        authority=authority,
        symbol=f"BC-{authority.symbol}" if authority.symbol else "BC",
        type_name="BÁO CÁO",
        subject=upper_first(what),
        addressees=(superior.name,) if superior else (),
        lead_in=f"Thực hiện {cited}{lower_first(plan.subject if cited else campaign.name)}, "
        f"{authority.name} báo cáo {what} (số liệu tính đến {long_date(day)}) như sau:",
        body="\n".join(_body(season, title)),
        slots=_slots(season),
        closing=f"Trên đây là báo cáo {what} của {authority.name}.",
        recipients=(
            *(("Như trên",) if superior else ()), "Lãnh đạo cơ quan (để báo cáo)",
            "Các đơn vị trực thuộc", "Lưu: VT",
        ),
        signatures=(head_signature(authority, collective=True),),
        year=day.year,
        numbered_on_issue=True,
        is_draft=not (words and words.number and words.dated),
    )  # fmt: skip


# --- the text ------------------------------------------------------------------------------------


def _body(season: _Season, title: str) -> list[str]:
    """Return the text: counted where something is recorded, open where only people know."""
    return [
        "I. CÔNG TÁC TRIỂN KHAI",
        *_organising(season),
        "II. KẾT QUẢ THỰC HIỆN",
        *_achieved(season),
        "III. KHEN THƯỞNG",
        *_awarded(season),
        "IV. ĐÁNH GIÁ CHUNG",
        "1. Ưu điểm",
        f"- {OPEN}",
        "2. Hạn chế, nguyên nhân",
        *_shortcomings(season),
        f"- Nguyên nhân: {OPEN}",
        "V. NHIỆM VỤ THỜI GIAN TỚI" if title == "Sơ kết" else "V. PHƯƠNG HƯỚNG, NHIỆM VỤ",
        *_ahead(season),
        f"- {OPEN}",
    ]


def _organising(season: _Season) -> list[str]:
    tasks = list(season.campaign.tasks.all())
    done = sum(not task.is_open for task in tasks)
    found = ["1. Tổ chức thực hiện"]
    if tasks:
        found.append(f"- Phân công {two_digits(len(tasks))} việc; đã xong {two_digits(done)} việc.")
    found.append(f"- Công tác chỉ đạo, tuyên truyền: {OPEN}")
    if season.is_closing:
        return [*found, "2. Đăng ký thi đua và kết quả từng năm", "[[các năm]]"]
    found.append("2. Đăng ký thi đua")
    if season.board:
        sent = len(season.board) - len(season.owing)
        late = f", trong đó nhận muộn {two_digits(len(season.late))} đơn vị" if season.late else ""
        found.append(f"{two_digits(sent)}/{len(season.board):02} đơn vị đã gửi đăng ký{late}:")
        found.append("[[đơn vị]]")
    if not season.own.registered:
        return [*found, "Chưa có tập thể, cá nhân nào đăng ký."]
    return [*found, f"Có {_kinds(season.own.registered)} đăng ký thi đua:", "[[đăng ký]]"]


def _kinds(refs: Iterable[Ref]) -> str:
    """Return "02 tập thể và 03 cá nhân"."""
    counts = Counter(kind for kind, _ in set(refs))
    return joined(f"{two_digits(counts[k])} {w}" for k, w in KIND_WORDS.items() if counts[k])


def _achieved(season: _Season) -> list[str]:
    found = ["1. Kết quả theo tiêu chuẩn"]
    reported = sum(row.reported > 0 for row in season.results)
    if reported:
        found += [
            f"{two_digits(reported)}/{len(season.results):02} đối tượng đã báo cáo kết quả; "
            f"{two_digits(len(season.own.achieved))} đạt mọi tiêu chuẩn đã được xác nhận:",
            "[[kết quả]]",
        ]
    elif season.results:
        found.append("Chưa có tập thể, cá nhân nào báo cáo kết quả.")
    else:
        found.append(f"- {OPEN}")
    found.append("2. Gương điển hình")
    if not season.examples:
        found.append(f"- {OPEN}")
    for example in season.examples:
        who = upper_first(nominee_words(example))
        found.append(f"- {who}: {example.title.rstrip(' .')}.")
    return found


def _awarded(season: _Season) -> list[str]:
    given = [n for totals in season.counted for n in totals.given]
    waiting = [n for totals in season.counted for n in totals.waiting]
    if not given and not waiting:
        return ["Chưa xét khen thưởng."]
    found = []
    if given:
        nominees = {(str(n.subject), n.nominee.pk) for n in given}
        by = f" ({'; '.join(season.decisions)})" if 0 < len(season.decisions) <= 5 else ""
        found += [f"{_kinds(nominees)} được khen thưởng{by}:",
                  "[[khen thưởng]]"]  # fmt: skip
        paid = sum(totals.paid for totals in season.counted)
        if paid:
            found.append(f"Tổng số tiền thưởng kèm theo: {dong(paid)}.")
    if waiting:
        found.append(f"Đã trình cấp trên, chờ kết quả: {two_digits(len(waiting))} đề nghị.")
    return found


def _shortcomings(season: _Season) -> list[str]:
    """Return what the records themselves show: who is late, what was missed."""
    found = []
    for rows, what in ((season.owing, "chưa gửi đăng ký"), (season.late, "gửi đăng ký muộn")):
        if rows:
            named = ""
            if len(rows) <= MOST_NAMED:
                named = f": {', '.join(str(row.unit) for row in rows)}"
            found.append(f"- {two_digits(len(rows))} đơn vị {what}{named}.")
    silent = sum(row.reported == 0 for row in season.results)
    if silent:
        found.append(f"- {two_digits(silent)} đối tượng chưa báo cáo kết quả.")
    missed = sum(
        result is not None and result.is_met is False
        for row in season.results
        for _, result in row.cells
    )
    if missed:
        found.append(f"- {two_digits(missed)} kết quả không đạt tiêu chuẩn.")
    return found


def _ahead(season: _Season) -> list[str]:
    """Return the deadlines that are still to come."""
    return [
        f"- {words} {before_phrase(before)}."
        for kind, words in ASKED.items()
        if (before := season.period.before(kind)) and before > season.day
    ]


# --- the tables ----------------------------------------------------------------------------------


def _slots(season: _Season) -> dict[str, tuple[Block, ...]]:
    tables = {
        "đơn vị": _units(season),
        "đăng ký": _registered(season),
        "kết quả": _results(season),
        "khen thưởng": _awards(season),
        "các năm": _years(season),
    }
    return {name: (table,) for name, table in tables.items() if table.rows}


def _table(columns: Sequence[Column], rows: Iterable[Row]) -> Table:
    return Table(tuple(columns), tuple(rows), number_row=False, landscape="no")


def _number(count: int) -> str:
    return str(count) if count else "–"


def _units(season: _Season) -> Table:
    columns = [Column("Loại đơn vị", 40), *(Column(text, 15, "center") for text in
               ("Phải đăng ký", "Đã gửi", "Nhận muộn", "Chưa gửi"))]  # fmt: skip
    sent = (RegistrationState.SUBMITTED, RegistrationState.CONFIRMED)
    rows, sums = [], Counter()
    for kind, counts, late in counts_by_kind(season.board):
        asked, done = sum(counts.values()), sum(counts[state] for state in sent)
        numbers = {"asked": asked, "done": done, "late": late, "open": asked - done}
        sums.update(numbers)
        rows.append(Row((kind, *map(_number, numbers.values()))))
    if len(rows) > 1:
        rows.append(Row(("Cộng", *(_number(sums[n]) for n in ("asked", "done", "late", "open"))),
                        "total"))  # fmt: skip
    return _table(columns, rows)


def _by_award(heading: str, counts: Mapping[str, Counter[str]]) -> Table:
    """Return awards × kinds of nominees; a kind of which there is nobody has no column."""
    kinds = [kind for kind in KIND_WORDS if any(found[kind] for found in counts.values())]
    columns = [Column(heading, 50)]
    columns += [Column(upper_first(KIND_WORDS[kind]), 14, "center") for kind in kinds]
    rows = [Row((name, *(_number(found[k]) for k in kinds))) for name, found in counts.items()]
    return _table(columns, rows)


def _registered(season: _Season) -> Table:
    counts: dict[str, Counter[str]] = {}
    for candidate in sorted(season.candidates, key=lambda c: (c.offer.column or 0, c.offer.pk)):
        counts.setdefault(candidate.offer.title, Counter())[str(candidate.subject)] += 1
    return _by_award("Danh hiệu, hình thức đăng ký", counts)


def _results(season: _Season) -> Table:
    columns = [Column("STT", 6, "center"), Column("Tiêu chuẩn", 46), *(Column(text, 12, "center")
               for text in ("Phải báo cáo", "Đã báo cáo", "Đạt", "Không đạt"))]  # fmt: skip
    rows: list[Row] = []
    for kind in NomineeKind:
        counts: dict[int, Counter[str]] = {}
        texts: dict[int, str] = {}
        for row in (r for r in season.results if r.subject == kind):
            for criterion, result in row.cells:
                texts[criterion.pk] = criterion.text
                found = counts.setdefault(criterion.pk, Counter())
                found["asked"] += 1
                if result is not None:
                    found["reported"] += result.state in REPORTED
                    found["met"] += result.is_met is True
                    found["missed"] += result.is_met is False
        if counts:
            rows.append(Row(("", kind.label, "", "", "", ""), "group"))
        for place, (pk, found) in enumerate(counts.items(), start=1):
            numbers = (_number(found[n]) for n in ("asked", "reported", "met", "missed"))
            rows.append(Row((str(place), texts[pk].rstrip(" .;"), *numbers)))
    return _table(columns, rows)


def _awards(season: _Season) -> Table:
    counts: dict[str, Counter[str]] = {}
    for totals in season.counted:
        for nomination in totals.given:
            name = nomination.proposed_award.name
            counts.setdefault(name, Counter())[str(nomination.subject)] += 1
    return _by_award("Danh hiệu, hình thức", counts)


def _years(season: _Season) -> Table:
    columns = [Column("Kỳ", 30), *(Column(text, 14, "center") for text in
               ("Đơn vị đã gửi", "Đăng ký", "Đạt tiêu chuẩn", "Được khen")),
               Column("Tiền thưởng (đồng)", 20, "center")]  # fmt: skip
    rows = [
        Row((
            str(totals.period),
            f"{totals.sent}/{len(totals.units)}" if totals.units else "–",
            _number(len(totals.registered)), _number(len(totals.achieved)),
            _number(totals.awarded), f"{totals.paid:,}".replace(",", ".") if totals.paid else "–",
        ))
        for totals in season.totals.values()
    ]  # fmt: skip
    return _table(columns, rows)
