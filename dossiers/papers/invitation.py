"""The invitation to the ceremony (Nghị định 30/2020 mẫu 1.10): whom is data, the rest is text.

Hour and place of a ceremony are stored nowhere, so they are left open for the office.
"""

from __future__ import annotations

from dossiers.models import Decision, Wording
from emulation.papers.paper import Annex, Paragraph

from .awarded import Awarded, awarded
from .decision import MOST_IN_TEXT, name_table
from .frame import Draft, Worded, head_signature
from .words import (
    OPEN,
    bullets,
    counted,
    each_once,
    head_title,
    lower_first,
    nominee_words,
    upper_first,
)

SLUG = "invitation"


def draft(decision: Decision, words: Wording | None) -> Draft:
    """Return the invitation for those whom a decision awards."""
    facts = awarded(decision)
    is_listed = len(facts.awardees) > MOST_IN_TEXT
    return Draft(
        authority=facts.authority,
        symbol=f"GM-{facts.authority.symbol}" if facts.authority.symbol else "GM",
        type_name="GIẤY MỜI",
        subject=f"Dự lễ trao tặng {forms(facts)}",
        before=guests(facts, is_listed=is_listed),
        body=programme(facts),
        closing="Đề nghị các đại biểu đến dự đúng giờ.",
        recipients=("Như thành phần mời", "Lưu: VT"),
        signatures=(head_signature(facts.authority, collective=True),),
        annexes=(Annex("Danh sách khách mời", (name_table(list(facts.awardees)),)),)
        if is_listed
        else (),
        year=facts.day.year,
        numbered_on_issue=True,
        # Without the office's own words hour and place are open: it cannot be sent yet.
        is_draft=not (words and words.body),
    )


build = Worded(SLUG, draft)


def forms(facts: Awarded) -> str:
    """Name what is handed over."""
    return ", ".join(dict.fromkeys(lower_first(one.form) for one in facts.awardees)) or OPEN


def guests(facts: Awarded, *, is_listed: bool) -> tuple:
    """Return whom the authority invites: by name, or by number with a list."""
    opening = f"{facts.authority.name} trân trọng kính mời"
    if is_listed:
        sums = counted(each_once(facts.nominations))
        return (Paragraph(f"{opening}: {sums} được khen thưởng (có danh sách kèm theo)."),)
    names = (upper_first(nominee_words(n)) for n in each_once(facts.nominations))
    return (Paragraph(f"{opening}:"), *bullets(names))


def programme(facts: Awarded) -> str:
    """Draft what for, when and where; what is not known is left open."""
    return "\n".join(
        [
            f"Tới dự: Lễ trao tặng {forms(facts)} theo {facts.cited} của "
            f"{head_title(facts.authority)}.",
            f"Thời gian: {OPEN} giờ {OPEN} phút, ngày {OPEN} tháng {OPEN} năm {OPEN}.",
            f"Địa điểm: {OPEN}",
        ]
    )
