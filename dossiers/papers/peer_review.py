"""The minutes of a unit's own meeting on whom to propose (biên bản bình xét, domain.md 4.1).

The unit prints it, writes in who met and how they voted, signs it and hands in the scan.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from dossiers.models import Dossier, Wording
from dossiers.naming import movement_words
from emulation.papers.paper import Column, Row, Signature, Table

from .frame import Draft, Worded
from .proposed import Proposed, in_dossier, parent_lines
from .words import OPEN, hour_words, nominee_detail, nominee_name, upper_first

SLUG = "peer_review"
# Room for a line of handwriting, and for what is left of one.
LINE, REST = OPEN * 13, OPEN * 9


def draft(dossier: Dossier, words: Wording | None) -> Draft:
    """Return the minutes with room for what only those who met know; never marked a draft."""
    unit, period = dossier.unit, dossier.period
    return Draft(
        authority=dossier.authority,
        parent=parent_lines(unit),
        issuer=unit.letterhead_lines(),
        place=unit.place,
        type_name="BIÊN BẢN",
        subject=f"Họp bình xét khen thưởng trong {movement_words(period)}",
        body="\n".join(
            (
                f"Thời gian bắt đầu: {hour_words(None)}",
                f"Địa điểm: {REST}",
                "I. THÀNH PHẦN",
                f"1. Chủ trì: {REST}",
                f"2. Thư ký: {REST}",
                f"3. Số người dự họp: {OPEN}/{OPEN}; vắng mặt: {OPEN} (lý do: {OPEN * 2})",
                "II. NỘI DUNG",
                "1. Chủ trì nêu tiêu chuẩn, điều kiện khen thưởng và danh sách đề nghị.",
                "2. Ý kiến thảo luận:",
                LINE,
                LINE,
                LINE,
                "3. Kết quả biểu quyết đề nghị khen thưởng:",
                "[[kết quả]]",
            )
        ),
        slots={"kết quả": (table(in_dossier(dossier)),)},
        closing=f"Cuộc họp kết thúc vào {hour_words(None)}",
        recipients=(dossier.authority.name, f"Lưu: {unit}"),
        end_mark=False,
        signatures=(Signature("THƯ KÝ"), Signature("CHỦ TRÌ")),
        is_place_dated=False,
        year=timezone.localdate().year,
        is_draft=False,
    )


build = Worded(SLUG, draft)


def table(proposed: Sequence[Proposed]) -> Table:
    """Return whom the unit proposes for what, with room for the votes."""
    columns = (
        Column("STT", 6, "center"),
        Column("Tập thể, cá nhân, hộ gia đình", 36),
        Column("Danh hiệu, hình thức đề nghị", 30),
        Column("Số phiếu tán thành", 14, "center"),
        Column("Tỷ lệ (%)", 14, "center"),
    )
    rows = [
        Row((str(place), _who(one), upper_first(one.award), "", ""))
        for place, one in enumerate(proposed, start=1)
    ]
    return Table(columns, tuple(rows), number_row=False, landscape="no")


def _who(one: Proposed) -> str:
    nomination = one.nomination
    return ", ".join(filter(None, (nominee_name(nomination), nominee_detail(nomination))))
