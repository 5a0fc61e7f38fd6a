"""The report of achievements of one nominee (mẫu 02, 03, 08 of Nghị định 98/2023; domain.md 4.3).

For a themed movement one heading for each criterion, with what was claimed or verified; for the
yearly round the sections of the model with the awards of the register. What nobody recorded is a
dotted blank: nothing is guessed. All text may be worded anew; the tables are data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from awards.competence import LAW_OF_2022, regime_on
from awards.models import Award, AwardKind, Basis
from campaigns.models import CampaignKind, Route
from dossiers.models import Nomination, Wording
from emulation.organization.models import Initiative, NomineeKind, Recognition, Unit
from emulation.papers.paper import (
    Block,
    Column,
    Item,
    Paragraph,
    Row,
    Section,
    Signature,
    Table,
)
from emulation.papers.text import parse
from emulation.vietnamese import long_date

from .criteria_results import headings
from .frame import Draft, Worded
from .proposed import asked_award, is_draft, parent_lines, unit_signature
from .words import OPEN, bullets, nominee_detail, nominee_name

SLUG = "achievement_report"
# The number of the model by kind of nominee, and of the one for drives and themes (NĐ 98/2023,
# Phụ lục I); one less under NĐ 91/2017, whose annex has no letter in the first place.
FORMS = {NomineeKind.COLLECTIVE: 2, NomineeKind.INDIVIDUAL: 3, NomineeKind.HOUSEHOLD: 2}
THEMED_FORM = 8
INITIATIVES = "sáng kiến"


def draft(nomination: Nomination, words: Wording | None) -> Draft:
    """Return the report of a nominee: a draft until the dossier is sent."""
    dossier = nomination.dossier
    sent = dossier.submitted_at and timezone.localdate(dossier.submitted_at)
    day = sent or timezone.localdate()
    unit = reporting_unit(nomination)
    themed = is_themed(nomination)
    award = asked_award(nomination.award_type, dossier.route, dossier.authority)
    number = FORMS[nomination.subject] if not themed else THEMED_FORM
    number -= day < LAW_OF_2022
    recognised = () if themed else initiatives(nomination)
    result = achieved(nomination, themed, with_initiatives=bool(recognised))
    return Draft(
        authority=dossier.authority,
        parent=parent_lines(unit),
        issuer=unit.letterhead_lines(),
        place=unit.place,
        type_name="BÁO CÁO THÀNH TÍCH",
        subject=f"Đề nghị tặng thưởng {award}",
        before=named(nomination),
        body="\n".join([*identity(nomination, day), *result]),
        data=() if themed else (history(nomination, day),),
        slots={INITIATIVES: recognised},
        end_mark=False,
        signatures=signatures(nomination, unit),
        year=day.year,
        title=f"Báo cáo thành tích (mẫu số {number:02}): {nominee_name(nomination)}",
        dated=sent or None,
        is_draft=is_draft(dossier),
    )


build = Worded(SLUG, draft)


def is_themed(nomination: Nomination) -> bool:
    """Whether the report is that of a drive or theme, not of the yearly round."""
    regular = nomination.period.campaign.kind == CampaignKind.REGULAR
    return not regular and nomination.dossier.basis == Basis.MOVEMENT


def reporting_unit(nomination: Nomination) -> Unit:
    """Return the unit under whose name the report is written."""
    return nomination.unit or nomination.nominee.unit


def named(nomination: Nomination) -> tuple[Block, ...]:
    """Say in full whom the report is about."""
    label = {
        NomineeKind.COLLECTIVE: "Tên tập thể",
        NomineeKind.INDIVIDUAL: "Họ và tên",
        NomineeKind.HOUSEHOLD: "Hộ gia đình",
    }[nomination.subject]
    name = nomination.household.head_name if nomination.household else nominee_name(nomination)
    said = [f"{label}: {name}"]
    if detail := nominee_detail(nomination):
        label = "Chức vụ, đơn vị" if nomination.person else "Địa chỉ"
        said.append(f"{label}: {detail}")
    return tuple(Paragraph(line) for line in said)


# --- who ---------------------------------------------------------------------------------------


def identity(nomination: Nomination, day: dt.date) -> list[str]:
    """Return the first section as text: what is recorded, blanks for the rest."""
    if person := nomination.person:
        regime = regime_on(day)
        levels = "xã, huyện, tỉnh" if regime and "H" in regime.level_codes else "xã, tỉnh"
        facts = [
            f"Họ và tên: {person.full_name}",
            f"Ngày, tháng, năm sinh: {long_date(person.born_on) if person.born_on else OPEN}",
            f"Giới tính: {person.get_gender_display() or OPEN}",
            f"Dân tộc, tôn giáo: {OPEN}",
            f"Quê quán ({levels}): {OPEN}",
            f"Nơi thường trú: {OPEN}",
            f"Đơn vị công tác: {person.unit.name}",
            f"Chức vụ (Đảng, chính quyền, đoàn thể): {person.position or OPEN}",
            f"Trình độ chuyên môn, lý luận chính trị: {OPEN}",
            f"Học hàm, học vị, danh hiệu, giải thưởng: {OPEN}",
        ]
        title = "I. SƠ LƯỢC LÝ LỊCH"
    elif household := nomination.household:
        facts = [
            f"Chủ hộ: {household.head_name}",
            f"Địa chỉ: {household.address or OPEN}",
            f"Số nhân khẩu, nghề nghiệp: {OPEN}",
            f"Chấp hành chủ trương của Đảng, pháp luật của Nhà nước: {OPEN}",
        ]
        title = "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH"
    else:
        facts = [
            f"Địa điểm trụ sở, điện thoại, thư điện tử: {OPEN}",
            f"Quá trình thành lập và phát triển: {OPEN}",
            f"Cơ cấu tổ chức, số lượng người: {OPEN}",
            f"Tổ chức Đảng, đoàn thể: {OPEN}",
            f"Chức năng, nhiệm vụ được giao: {OPEN}",
        ]
        title = "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH"
    if is_themed(nomination):
        title = "I. THÔNG TIN CHUNG"
    # A blank at the end takes no full stop: it is filled in by hand.
    return [title, *(f"- {one.text}".replace(f"{OPEN}.", OPEN) for one in bullets(facts))]


# --- what --------------------------------------------------------------------------------------


def achieved(nomination: Nomination, themed: bool, *, with_initiatives: bool) -> list[str]:
    """Return the section on achievements as text: by criterion, or by the points of the model."""
    report = nomination.report.strip()
    found = ["II. THÀNH TÍCH ĐẠT ĐƯỢC"]
    # A report with headings of its own stands whole; its points get a section for them.
    blocks = parse(report)
    has_sections = any(isinstance(block, Section) for block in blocks)
    whole = has_sections or any(isinstance(block, Item) for block in blocks)
    if themed:
        found += headings(nomination)
        if has_sections:
            return [*found, report]
        if whole:
            return [*found, "III. BÁO CÁO CHI TIẾT", report]
        return [*found, "1. Biện pháp đã thực hiện; chất lượng, hiệu quả", report or OPEN]
    if whole:
        found.append(report)
    elif nomination.person:
        found += ["1. Quyền hạn, nhiệm vụ được giao hoặc đảm nhận", OPEN]
        found += ["2. Thành tích đạt được", report or OPEN]
    elif nomination.household:
        found.append(report or OPEN)
    else:
        found += ["1. Kết quả thực hiện chức năng, nhiệm vụ, chỉ tiêu thi đua", report or OPEN]
        found += ["2. Biện pháp, phong trào thi đua đã áp dụng", OPEN]
        found += ["3. Chấp hành chủ trương của Đảng, pháp luật của Nhà nước", OPEN]
        found += ["4. Hoạt động của tổ chức Đảng, đoàn thể", OPEN]
    if with_initiatives:
        found += ["1. Sáng kiến, giải pháp đã được công nhận", f"[[{INITIATIVES}]]"]
    return found


def initiatives(nomination: Nomination) -> tuple[Block, ...]:
    """Return the recognised initiatives of a person or collective, none without any."""
    mine = Q(person=nomination.person) | Q(co_authors=nomination.person)
    who = mine if nomination.person else Q(unit=nomination.unit)
    if nomination.household:
        return ()
    found = Initiative.objects.filter(who, recognition=Recognition.RECOGNISED).distinct()
    rows = tuple(
        Row((str(one.year), one.name, "; ".join(filter(None, (one.source, one.recognised_by)))))
        for one in found
    )
    columns = (
        Column("Năm", 10, "center"),
        Column("Tên sáng kiến, giải pháp", 48),
        Column("Số, ngày, tháng, năm của quyết định công nhận; cơ quan ban hành", 42),
    )
    return (Table(columns, rows, number_row=False, landscape="no"),) if rows else ()


def history(nomination: Nomination, day: dt.date) -> Section:
    """Return the awards that the nominee had before, in the two tables of the model."""
    awards = list(
        Award.objects.about(nomination.nominee)
        .standing()
        .filter(Q(document_date__lt=day) | Q(document_date__isnull=True))
        .select_related("award_type")
        .order_by("year", "document_date", "pk")
    )
    titles = [award for award in awards if award.award_type.kind == AwardKind.TITLE]
    forms = [award for award in awards if award.award_type.kind == AwardKind.COMMENDATION]
    return Section(
        "Các hình thức đã được khen thưởng",
        (
            Item("Danh hiệu thi đua", (_awards("Danh hiệu thi đua", titles),)),
            Item("Hình thức khen thưởng", (_awards("Hình thức khen thưởng", forms),)),
        ),
    )


def _awards(heading: str, awards: Iterable[Award]) -> Table:
    columns = (
        Column("Năm", 10, "center"),
        Column(heading, 42),
        Column("Số, ngày, tháng, năm của quyết định; cơ quan ban hành", 48),
    )
    rows = tuple(
        Row((str(a.year), a.award_name, "; ".join(filter(None, (a.source, a.decided_by)))))
        for a in awards
    )
    return Table(columns, rows or (Row((OPEN, OPEN, OPEN)),), number_row=False, landscape="no")


# --- who signs ---------------------------------------------------------------------------------


def signatures(nomination: Nomination, unit: Unit) -> tuple[Signature, ...]:
    """Return who signs, from the left: who submits, the head of the unit, the one who reports.

    Where the unit of the nominee is the one that submits, it signs once.
    """
    dossier = nomination.dossier
    above = dossier.authority if dossier.route == Route.SUPERIOR else dossier.unit
    found = []
    if above.pk != unit.pk:
        found.append(unit_signature(above, "XÁC NHẬN CỦA CẤP TRÌNH"))
    if nomination.unit:
        return (*found, unit_signature(unit))
    found.append(unit_signature(unit, "XÁC NHẬN CỦA ĐƠN VỊ"))
    household = nomination.household
    name = household.head_name if household else nomination.person.full_name
    return (*found, Signature("NGƯỜI BÁO CÁO", name))
