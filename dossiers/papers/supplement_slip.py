"""The slip that asks a unit to complete its dossier: what, until when (domain.md 4.2)."""

from __future__ import annotations

from dossiers.models import Dossier, Wording
from dossiers.naming import movement_words
from dossiers.states import REQUEST_SUPPLEMENT
from emulation.papers.paper import Item, Paragraph, Signature
from emulation.vietnamese import before_phrase

from .frame import Draft, Worded
from .proposed import local_day
from .words import OPEN, two_digits

SLUG = "supplement_slip"


def draft(dossier: Dossier, words: Wording | None) -> Draft:
    """Return the slip of the last request for this dossier."""
    authority, period = dossier.authority, dossier.period
    asked = dossier.log.filter(transition=REQUEST_SUPPLEMENT.name).last()
    day = local_day(asked.at if asked else dossier.received_at)
    number = two_digits(dossier.receipt_number) if dossier.receipt_number else OPEN
    before = dossier.supplement_before
    movement = movement_words(period)
    items = [item.strip().rstrip(" .;") for item in dossier.supplement_items if item.strip()]
    note = asked.note.strip() if asked else ""
    reason = (Paragraph(f"Lý do: {note}"),) if note else ()
    handler = dossier.handler.get_full_name() if dossier.handler else ""
    return Draft(
        authority=authority,
        type_name="PHIẾU YÊU CẦU BỔ SUNG HỒ SƠ",
        subject=f"Đề nghị khen thưởng trong {movement}",
        lead_in=f"{authority.name} đã tiếp nhận hồ sơ (số đến {number}) của {dossier.unit.name}. "
        "Qua kiểm tra, đề nghị đơn vị bổ sung, hoàn thiện các nội dung sau:",
        before=(*(Item(f"{text}.") for text in items or [OPEN]), *reason),
        data=(Paragraph(f"Thời hạn bổ sung: {before_phrase(before) if before else OPEN}."),),
        recipients=(dossier.unit.name, "Lưu: VT, hồ sơ khen thưởng"),
        signatures=(Signature("NGƯỜI THỤ LÝ HỒ SƠ", handler),),
        end_mark=False,
        year=day.year,
        dated=day,
        is_draft=False,
    )


build = Worded(SLUG, draft)
