"""Filing a campaign: create it, say what is missing, issue, close, reopen, cancel."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from awards.citing import bases_of
from awards.competence import gone_message
from campaigns.deadlines import yearly_date
from campaigns.models import Campaign, CampaignKind, CampaignLog, Period, Plan, Review
from campaigns.models.offer import route_message
from campaigns.models.period import middle_year
from campaigns.papers.slots import SLOTS, missing_slots
from campaigns.states import ISSUE, CampaignState
from emulation.organization.issuing import freeze
from emulation.organization.models import NomineeKind, Role, Unit
from emulation.organization.selection import ensure_groups
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError
from emulation.papers.text import parse, problems, slots
from emulation.vietnamese import short_date
from emulation.workflow import move

from .criteria import gone_awards

OUTLINE = """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
-
2. Yêu cầu
-
II. ĐỐI TƯỢNG, NỘI DUNG THI ĐUA
1. Đối tượng thi đua
[[đối tượng thi đua]]
2. Nội dung thi đua
-
III. ĐĂNG KÝ THI ĐUA
[[thời hạn đăng ký]]
IV. TIÊU CHUẨN KHEN THƯỞNG
1. Đối với tập thể
[[tiêu chuẩn tập thể]]
2. Đối với cá nhân
[[tiêu chuẩn cá nhân]]
V. HÌNH THỨC VÀ HỒ SƠ KHEN THƯỞNG
1. Hình thức khen thưởng
[[hình thức khen thưởng]]
2. Hồ sơ đề nghị khen thưởng
[[hồ sơ khen thưởng]]
VI. TỔ CHỨC THỰC HIỆN
1. Văn phòng
-
2. Các đơn vị, cá nhân
-
"""


# A campaign that lasts no longer counts as one year's, though it may cross New Year.
LONGEST_YEAR = 540


@dataclass(frozen=True)
class Missing:
    """Something that the campaign still lacks: on which step of the filing, in one sentence."""

    step: str
    message: str


@transaction.atomic
def create(campaign: Campaign, *, by: Any) -> Campaign:
    """Save a new draft with its first period and a plan outlined from the authority's own data.

    Raises PermissionDenied when `by` holds no desk role over the authority.
    """
    if not campaign.may_edit(by):
        raise PermissionDenied
    campaign.created_by = by
    campaign.registration_sent_to = campaign.registration_sent_to or f"{campaign.authority}"
    campaign.save()
    add_periods(campaign)
    ensure_groups(campaign.authority)
    Plan.objects.create(campaign=campaign, **outline(campaign))
    return campaign


def outline(campaign: Campaign) -> dict[str, str]:
    """Return the first texts of a plan: what follows from the issuer and the campaign's name."""
    authority, name = campaign.authority, campaign.name
    title = f"{name[:1].lower()}{name[1:]}"
    return {
        "symbol": f"KH-{authority.symbol}" if authority.symbol else "KH",
        "place": authority.place,
        "subject": f"Phát động {title}",
        "bases": "\n".join(f"Căn cứ {text}" for text in bases_of("plan", campaign.reference_day)),
        "lead_in": f"{authority} xây dựng Kế hoạch phát động {title} như sau:",
        "body": OUTLINE,
        "closing": f"Trên đây là Kế hoạch phát động {title} của {authority}.",
        "recipients": "Cấp trên trực tiếp (để báo cáo)\nCác đơn vị trực thuộc\nLưu: VT",
        "signer_authority": authority.collective_name,
        "signer_position": authority.head_position or "NGƯỜI ĐỨNG ĐẦU",
        "signer_name": authority.head_name,
    }


def add_periods(campaign: Campaign) -> list[Period]:
    """Add the periods that follow from the dates and return them.

    A campaign over several years has one a year and a closing one; any other has one period,
    also when it crosses New Year.
    """
    first = campaign.starts_on
    last = campaign.ends_on or dt.date(first.year, 12, 31)
    several = campaign.kind == CampaignKind.MULTI_YEAR or (last - first).days > LONGEST_YEAR
    if first.year == last.year or not several:
        name = f"Năm {middle_year(first, last)}"
        return [Period.objects.create(campaign=campaign, name=name, starts_on=first, ends_on=last)]
    years = range(first.year, last.year + 1)
    periods = [
        Period(
            campaign=campaign,
            name=f"Năm {year}",
            starts_on=max(first, dt.date(year, 1, 1)),
            ends_on=min(last, dt.date(year, 12, 31)),
        )
        for year in years
    ]
    periods.append(
        Period(
            campaign=campaign,
            name=f"Tổng kết giai đoạn {years[0]}-{years[-1]}",
            starts_on=first,
            ends_on=last,
            review=Review.CLOSING,
        )
    )
    return Period.objects.bulk_create(periods)


def apply_yearly_rules(campaign: Campaign) -> None:
    """Fill the empty deadlines of yearly periods from the campaign's yearly rules.

    A date that the rule puts before the campaign has begun, or a dossier's before its
    registration's, is left empty: that year needs an exception of its own.
    """
    for period in campaign.periods.filter(review=Review.YEARLY):
        for field, rule in (
            ("registration_before", campaign.registration_yearly),
            ("dossier_before", campaign.dossier_yearly),
        ):
            if rule and getattr(period, field) is None:
                day = yearly_date(rule, period.year)
                earliest = period.registration_before or campaign.starts_on
                if day > campaign.starts_on and day >= earliest:
                    setattr(period, field, day)
        period.save()


def missing_to_issue(campaign: Campaign) -> list[Missing]:
    """Say what the campaign lacks before it can be issued; the page shows it, issuing obeys it."""
    found: list[Missing] = []
    participants = list(campaign.participants.all())
    periods = list(campaign.periods.all())
    offers = list(campaign.offers.all())
    if not participants:
        found.append(Missing("participants", "Chưa ghi đối tượng thi đua."))
    if not any(period.registration_before for period in periods):
        found.append(Missing("periods", "Chưa có thời hạn đăng ký cho kỳ nào."))
    if not offers:
        found.append(Missing("offers", "Chưa chọn danh hiệu, hình thức khen thưởng nào."))
    elif not any(offer.column for offer in offers):
        found.append(Missing("offers", "Chưa có danh hiệu, hình thức nào là cột của bảng đăng ký."))
    for period in periods:
        # Where the plan says "every year", a year without a deadline would make that untrue.
        yearly = campaign.registration_yearly and period.review == Review.YEARLY
        if yearly and period.registration_before is None:
            found.append(Missing("periods", f"{period}: chưa có thời hạn đăng ký."))
        try:
            period.clean()
        except ValidationError as error:
            found += [Missing("periods", f"{period}: {text}") for text in error.messages]
    for offer in offers:
        if not offer.award_type.is_valid_on(campaign.reference_day):
            found.append(
                Missing(
                    "offers", f"«{offer.award_type}» không áp dụng vào ngày bắt đầu phong trào."
                )
            )
    found += [Missing("offers", text) for text in _wrong_routes(campaign, campaign.reference_day)]
    if not any(campaign.criteria_for(subject) for subject in NomineeKind.values):
        found.append(Missing("criteria", "Chưa có tiêu chuẩn khen thưởng."))
    found += [Missing("criteria", text) for text in gone_awards(campaign)]
    found += _missing_in_plan(campaign)
    return found


def _wrong_routes(campaign: Campaign, day: dt.date) -> list[str]:
    """Say which awards the authority cannot give or propose on `day` as the filing has it."""
    found = (
        route_message(award_type, offer.route, campaign.authority, day)
        for offer in campaign.offers.all()
        for award_type in offer.types
        if award_type.is_valid_on(day)
    )
    return [text for text in found if text]


def keep_words(campaign: Campaign) -> None:
    """Write into the offers the catalogue's words of the day of issue: later edits leave them."""
    for offer in campaign.offers.all():
        offer.issued_name = offer.award_type.name
        offer.decided_by = offer.award_type.decided_by
        offer.save(update_fields=["issued_name", "decided_by"])


def _missing_in_plan(campaign: Campaign) -> list[Missing]:
    plan = campaign.plan
    found = [
        Missing("plan", f"Kế hoạch chưa có {words}.")
        for words, value in (
            ("trích yếu", plan.subject),
            ("nội dung", plan.body.strip()),
            ("nơi nhận", plan.recipients.strip()),
            ("chức vụ người ký", plan.signer_position),
            ("họ tên người ký", plan.signer_name),
        )
        if not value
    ]
    found += [
        Missing("plan", f"Dòng {problem.line}: {problem.message}")
        for problem in problems(plan.body, SLOTS)
    ]
    used = {name for name in slots(parse(plan.body)) if name in SLOTS}
    found += [
        Missing("plan", f"Nội dung kế hoạch chưa có chỗ cho phần «[[{name}]]».")
        for name in missing_slots(campaign, used)
    ]
    found += [
        Missing("plan", f"Phần «[[{name}]]» chưa có dữ liệu.")
        for name in sorted(used)
        if not SLOTS[name](campaign)
    ]
    return found


@transaction.atomic
def issue(
    campaign: Campaign, *, number: str, dated: dt.date, by: Any, note: str = ""
) -> CampaignLog:
    """Issue the plan under a number and date: freeze its PDF and open registration.

    Raises ValidationError (by field; nothing saved) when something is missing or the number or
    date cannot be; PermissionDenied and TransitionNotAllowed as `move` does.
    """
    errors: dict[str, list[str]] = {}
    # "05" and "5" print alike, so they are one number.
    number = number.strip().lstrip("0")
    if not number:
        errors["number"] = ["Số văn bản phải từ 1 trở lên."]
    missing = missing_to_issue(campaign)
    if missing:
        errors["__all__"] = [problem.message for problem in missing]
    if dated > timezone.localdate():
        errors["dated"] = ["Ngày văn bản không thể ở tương lai."]
    deadlines = [p.registration_before for p in campaign.periods.all() if p.registration_before]
    if deadlines and dated >= min(deadlines):
        errors["dated"] = [
            f"Hạn đăng ký đầu tiên (trước ngày {short_date(min(deadlines))}) đã qua vào ngày này."
        ]
    gone = [o.award_type for o in campaign.offers.all() if not o.award_type.is_valid_on(dated)]
    if gone and not missing:
        errors["dated"] = [gone_message(award_type, dated) for award_type in gone]
    elif not missing and (wrong := _wrong_routes(campaign, dated)):
        errors["dated"] = wrong
    taken = Plan.objects.filter(
        campaign__authority=campaign.authority,
        symbol=campaign.plan.symbol,
        number=number,
        dated__year=dated.year,
    ).exclude(campaign=campaign)
    if taken.exists():
        errors["number"] = [f"Số {number}/{campaign.plan.symbol} đã dùng trong năm {dated.year}."]
    if errors:
        raise ValidationError(errors)
    log = move(campaign, ISSUE, by=by, note=note, issued_on=dated)
    Plan.objects.filter(campaign=campaign).update(number=number, dated=dated)
    keep_words(campaign)
    fresh = Campaign.objects.with_filing().get(pk=campaign.pk)
    try:
        freeze(
            all_kinds()["plan"],
            fresh,
            authority=fresh.authority,
            number=fresh.plan.full_number,
            dated=dated,
            by=by,
        )
    except PaperError as error:
        # The database is rolled back; the record in hand must not say otherwise.
        campaign.state, campaign.issued_on = CampaignState.DRAFT, None
        raise ValidationError({"__all__": [str(error)]}) from error
    return log


def may_file_for(user: Any) -> list[Unit]:
    """Return the authorities for which `user` may file campaigns."""
    ids = user.authorities_as(Role.OFFICE, Role.CHAIR)
    return list(Unit.objects.filter(pk__in=ids))
