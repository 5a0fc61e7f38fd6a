"""The list by which bonuses are paid: rates × base salary on the decision's day (domain.md 2)."""

from __future__ import annotations

from awards.bonus import number
from dossiers.models import Decision, Wording
from emulation.papers.paper import Block, Column, Paragraph, Row, Signature, Table, roman
from emulation.vietnamese import money_words, short_date

from .awarded import Awarded, Awardee, awarded
from .decision import GROUP_TITLES
from .frame import Draft, Worded, head_signature
from .words import OPEN, by_kind, dong, nominee_detail, nominee_name, upper_first

SLUG = "payment_list"


def draft(decision: Decision, words: Wording | None) -> Draft:
    """Return the list of bonuses of a decision: a draft until that is issued."""
    facts = awarded(decision)
    return Draft(
        authority=facts.authority,
        type_name="DANH SÁCH",
        subject=f"Chi tiền thưởng\n(Kèm theo {facts.cited})",
        before=(*salary(facts), table(facts)),
        closing=closing(facts),
        signatures=(
            Signature("NGƯỜI LẬP DANH SÁCH"),
            Signature("KẾ TOÁN"),
            head_signature(facts.authority, collective=False),
        ),
        end_mark=False,
        is_place_dated=True,
        year=facts.day.year,
        dated=decision.dated,
        is_draft=facts.is_draft,
    )


build = Worded(SLUG, draft)


def salary(facts: Awarded) -> tuple[Block, ...]:
    """Say which base salary the amounts are reckoned from."""
    salaries = {one.payment.bonus.salary for one in facts.awardees if one.payment}
    if not salaries:
        return ()
    return (
        Paragraph(
            f"Mức lương cơ sở áp dụng ngày {short_date(facts.day)}: "
            f"{', '.join(map(dong, sorted(salaries)))}/tháng."
        ),
    )


def table(facts: Awarded) -> Table:
    """Return the rows kind by kind, a sum at the end, room to sign for the money."""
    columns = (
        Column("STT", 6, "center"),
        Column("Tập thể, cá nhân, hộ gia đình", 31),
        Column("Danh hiệu, hình thức", 20),
        Column("Mức thưởng (lần lương cơ sở)", 12, "center"),
        Column("Tiền thưởng (đồng)", 15, "right"),
        Column("Ký nhận", 16),
    )
    rows: list[Row] = []
    groups = by_kind(facts.nominations)
    for count, (kind, _) in enumerate(groups, start=1):
        if len(groups) > 1:
            rows.append(Row((roman(count), GROUP_TITLES[kind], "", "", "", ""), "group"))
        members = [one for one in facts.awardees if one.nomination.subject == kind]
        rows += [Row(_cells(place, one)) for place, one in enumerate(members, start=1)]
    total = OPEN if facts.total is None else number(facts.total)
    rows.append(Row(("", "Tổng cộng", "", "", total, ""), "total"))
    return Table(columns, tuple(rows), number_row=False, landscape="no")


def _cells(place: int, one: Awardee) -> tuple[str, ...]:
    who = ", ".join(filter(None, (nominee_name(one.nomination), nominee_detail(one.nomination))))
    multiple = number(one.payment.bonus.multiple) if one.payment else OPEN
    amount = OPEN if one.amount is None else number(one.amount)
    if one.reason:
        multiple = "–"
    return (str(place), who, upper_first(one.form), multiple, amount, "")


def closing(facts: Awarded) -> str:
    """Say the sum in words, who pays, and why somebody is not paid."""
    said = []
    if facts.total is not None:
        said.append(f"Bằng chữ: {money_words(facts.total)}.")
        if facts.total:
            said.append(f"Nguồn chi: Quỹ thi đua, khen thưởng của {facts.authority.name}.")
    for one in facts.awardees:
        if one.reason:
            said.append(f"{nominee_name(one.nomination)}: {one.reason[:1].lower()}{one.reason[1:]}")
    return "\n".join(said)
