"""The sheet that recipients sign when certificates and bonuses are handed over."""

from __future__ import annotations

from awards.bonus import number
from dossiers.models import Certificate, Decision, Wording
from emulation.papers.paper import Column, Row, Signature, Table
from emulation.vietnamese import short_date

from .awarded import Awarded, Awardee, awarded
from .frame import Draft, Worded
from .words import nominee_detail, nominee_name, upper_first

SLUG = "handover_sheet"


def draft(decision: Decision, words: Wording | None) -> Draft:
    """Return the sheet of a decision; what was handed over already is filled in."""
    facts = awarded(decision)
    return Draft(
        authority=facts.authority,
        type_name="DANH SÁCH",
        subject=f"Ký nhận bằng, giấy khen và tiền thưởng\n(Kèm theo {facts.cited})",
        before=(table(facts),),
        signatures=(Signature("NGƯỜI GIAO"), Signature("NGƯỜI LẬP DANH SÁCH")),
        end_mark=False,
        year=facts.day.year,
        is_draft=facts.is_draft,
    )


build = Worded(SLUG, draft)


def table(facts: Awarded) -> Table:
    """Return a row for each award: certificate's number, money, day, who took it, signature."""
    columns = (
        Column("STT", 6, "center"),
        Column("Tập thể, cá nhân, hộ gia đình", 27),
        Column("Danh hiệu, hình thức", 17),
        Column("Số sổ vàng", 8, "center"),
        Column("Tiền thưởng (đồng)", 13, "right"),
        Column("Ngày nhận", 12, "center"),
        Column("Ký, ghi rõ họ tên", 17),
    )
    handed = handed_over(facts)
    rows = [Row(_cells(n, one, handed)) for n, one in enumerate(facts.awardees, start=1)]
    return Table(columns, tuple(rows), number_row=False, landscape="no")


def handed_over(facts: Awarded) -> dict[int, Certificate]:
    """Return the certificates that count now, by nomination."""
    found = Certificate.objects.filter(
        award__decision_line__decision=facts.decision, replaced_by__isnull=True
    ).select_related("award__decision_line")
    return {one.award.decision_line.nomination_id: one for one in found}


def _cells(place: int, one: Awardee, handed: dict[int, Certificate]) -> tuple[str, ...]:
    who = ", ".join(filter(None, (nominee_name(one.nomination), nominee_detail(one.nomination))))
    certificate = handed.get(one.nomination.pk)
    return (
        str(place),
        who,
        upper_first(one.form),
        str(certificate.number) if certificate else "",
        "" if one.amount is None else number(one.amount),
        short_date(certificate.handed_on) if certificate else "",
        certificate.handed_to if certificate else "",
    )
