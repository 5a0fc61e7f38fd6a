"""The receipt for a unit's dossier: number, time, what came in, who took it (domain.md 7)."""

from __future__ import annotations

from dossiers.models import Dossier, Wording
from dossiers.naming import movement_words
from emulation.papers.paper import Paragraph, Signature
from emulation.vietnamese import short_date

from .frame import Draft, Worded
from .proposed import local_day, nominations_of
from .words import OPEN, bullets, counted, hour_words, joined, two_digits

SLUG = "receipt"


def draft(dossier: Dossier, words: Wording | None) -> Draft:
    """Return the receipt of a dossier that was received."""
    authority, period = dossier.authority, dossier.period
    nominations = nominations_of(dossier)
    number = two_digits(dossier.receipt_number) if dossier.receipt_number else OPEN
    facts = [
        f"Đơn vị nộp hồ sơ: {dossier.unit.name}",
        f"Nội dung: đề nghị khen thưởng trong {movement_words(period)}",
        f"Số đến: {number}; tiếp nhận lúc {hour_words(dossier.received_at)}",
        f"Số đề nghị khen thưởng: {counted(nominations) or OPEN}",
    ]
    if names := [part.name for part in dossier.parts.all()]:
        facts.append(f"Tài liệu nộp kèm: {joined(names)}")
    if dossier.paper_sets:
        when = dossier.paper_received_on
        day = f", nộp ngày {short_date(when)}" if when else ""
        facts.append(f"Bản giấy: {two_digits(dossier.paper_sets)} bộ{day}")
    if dossier.is_late:
        facts.append("Hồ sơ nộp sau thời hạn, được nhận muộn")
    handler = dossier.handler.get_full_name() if dossier.handler else ""
    day = local_day(dossier.received_at)
    return Draft(
        authority=authority,
        type_name="GIẤY TIẾP NHẬN HỒ SƠ",
        subject="Đề nghị khen thưởng",
        lead_in=f"{authority.name} đã tiếp nhận hồ sơ đề nghị khen thưởng như sau:",
        before=bullets(facts),
        data=(Paragraph(f"Người thụ lý hồ sơ: {handler}."),) if handler else (),
        signatures=(Signature("NGƯỜI NỘP HỒ SƠ"), Signature("NGƯỜI TIẾP NHẬN", handler)),
        end_mark=False,
        year=day.year,
        dated=day,
        is_draft=False,
    )


build = Worded(SLUG, draft)
