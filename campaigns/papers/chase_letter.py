"""The chase letter (công văn đôn đốc, Nghị định 30/2020 mẫu 1.5): who has not sent, by kind."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from campaigns.deadlines import DeadlineKind
from campaigns.models import ChaseLetter
from emulation.organization.models import Unit, UnitKind
from emulation.papers.paper import (
    Annex,
    Block,
    Bullet,
    Column,
    Paper,
    PaperDate,
    Paragraph,
    Row,
    Signature,
    Table,
    listed,
)
from emulation.vietnamese import before_phrase, long_date

from .plan import lines

SLUG = "chase_letter"
# So many units are addressed by name; up to the second figure the text names them by kind, more
# stand in a list of their own.
MOST_ADDRESSED, MOST_IN_TEXT = 4, 12
# What the units are asked for, by kind of deadline: in the subject, and in the request.
ASKED = {
    DeadlineKind.REGISTRATION: ("gửi đăng ký thi đua", "bản đăng ký thi đua"),
    DeadlineKind.RESULTS: ("báo cáo kết quả thi đua", "báo cáo kết quả thi đua"),
    DeadlineKind.DOSSIER: ("nộp hồ sơ đề nghị khen thưởng", "hồ sơ đề nghị khen thưởng"),
    DeadlineKind.REPORT: ("gửi báo cáo tổng kết", "báo cáo tổng kết"),
}
COLUMNS = (Column("STT", 6, "center"), Column("Đơn vị", 60), Column("Ghi chú", 34))
_KINDS = list(UnitKind)


def symbol_of(authority: Unit) -> str:
    """Return the symbol of the authority's công văn: its own, without a type of paper."""
    return authority.symbol or "UBND"


def build(letter: ChaseLetter) -> Paper:
    """Return the letter: a draft until it is issued."""
    authority, campaign = letter.authority, letter.period.campaign
    units = sorted(letter.units.all(), key=lambda unit: (_KINDS.index(unit.kind), unit.sort_key))
    addressed, is_listed = len(units) <= MOST_ADDRESSED, len(units) > MOST_IN_TEXT
    in_text = not addressed and not is_listed
    todo, what = ASKED[DeadlineKind(letter.kind)]
    return Paper(
        parent=authority.parent_letterhead_lines(),
        issuer=authority.letterhead_lines(),
        number=letter.number or None,
        symbol=symbol_of(authority),
        place=authority.place,
        date=PaperDate.of(letter.dated) if letter.dated else PaperDate(letter.counted_on.year),
        subject=f"đôn đốc {todo} {letter.period.name.lower()}",
        addressees=_addressees(units) if addressed else (f"Các đơn vị chưa gửi {what}",),
        body=(
            *_opening(letter, what, len(units), tail=_tail(in_text, is_listed)),
            *(_named(units) if in_text else ()),
            Paragraph(
                f"{authority.name} đề nghị người đứng đầu các đơn vị khẩn trương hoàn thiện, gửi "
                f"{what} {before_phrase(letter.due_before)}"
                f"{_place(letter)}; đơn vị gặp khó khăn, vướng mắc phải báo cáo ngay bằng văn bản, "
                "nêu rõ lý do."
            ),
            *(Paragraph(line) for line in lines(letter.note)),
            Paragraph("Đề nghị các đơn vị nghiêm túc thực hiện."),
        ),
        recipients=("Như trên", "Lãnh đạo cơ quan (để báo cáo)", "Lưu: VT"),
        signatures=(
            Signature(
                letter.signer_position.upper(), letter.signer_name, lines(letter.signer_authority)
            ),
        ),
        annexes=(Annex(f"Danh sách đơn vị chưa gửi {what}", (_table(units),)),)
        if is_listed
        else (),
        draft=letter.is_draft,
        title=f"Công văn đôn đốc {todo}, {campaign.name}",
    )


def _tail(in_text: bool, is_listed: bool) -> str:
    """End the sentence that counts the units by where they are named."""
    return ", gồm:" if in_text else " (có danh sách kèm theo)." if is_listed else "."


def _opening(letter: ChaseLetter, what: str, count: int, *, tail: str) -> tuple[Block, ...]:
    """Cite the plan and its deadline, and count who has not sent."""
    period, plan = letter.period, letter.period.campaign.plan
    cited = f"Kế hoạch số {plan.full_number} {long_date(plan.dated)} " if plan.number else ""
    deadline = period.before(letter.kind)
    due = f" Thời hạn gửi {what}: {before_phrase(deadline)}." if deadline else ""
    return (
        Paragraph(
            f"Thực hiện {cited}{'về ' if cited else ''}{_lower_first(str(period.campaign))}, "
            f"{letter.authority.name} đã yêu cầu các đơn vị gửi {what}.{due}"
        ),
        Paragraph(
            f"Tính đến {long_date(letter.counted_on)}, còn {count:02} đơn vị chưa gửi {what}{tail}"
        ),
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _place(letter: ChaseLetter) -> str:
    """Say where to, as the campaign has it for registrations."""
    place = letter.period.campaign.registration_sent_to
    return f" về {place}" if place else ""


def _addressees(units: list[Unit]) -> tuple[str, ...]:
    return tuple(str(unit) for unit in units)


def _by_kind(units: Iterable[Unit]) -> list[tuple[str, list[Unit]]]:
    return [
        (UnitKind(kind).label, list(group))
        for kind, group in groupby(units, key=lambda unit: unit.kind)
    ]


def _named(units: list[Unit]) -> tuple[Block, ...]:
    """Name the units in the text, a dash a kind."""
    texts = [
        f"{kind} ({len(group):02} đơn vị): {', '.join(map(str, group))}"
        for kind, group in _by_kind(units)
    ]
    return tuple(Bullet(text) for text in listed(tuple(texts)))


def _table(units: list[Unit]) -> Table:
    rows: list[Row] = []
    count = 0
    for kind, group in _by_kind(units):
        rows.append(Row(("", f"{kind} ({len(group):02} đơn vị)", ""), "group"))
        for unit in group:
            count += 1
            rows.append(Row((str(count), unit.name, "")))
    return Table(COLUMNS, tuple(rows), number_row=False, landscape="no")
