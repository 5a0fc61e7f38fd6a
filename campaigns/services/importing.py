"""A draft campaign out of last year's plan: what it says becomes data, the rest stays text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.awards_on import AwardsOn
from awards.competence import decides
from awards.models import AwardType, Criterion
from awards.sentences import sentence
from campaigns.models import (
    AwardOffer,
    Campaign,
    CampaignKind,
    DossierComponent,
    Period,
    Plan,
    Review,
    Route,
)
from campaigns.papers.slots import PARTICIPANTS
from campaigns.reading import AwardQuote, Deadline, Dossier, Known, PlanFacts, only
from campaigns.reading.judging import judging
from emulation.organization.models import Level, NomineeKind, Unit
from emulation.papers.reader import Reading
from emulation.vietnamese import search_key, short_date

from .binding import bind
from .criteria import criterion_set
from .filing import apply_yearly_rules, create

SUBJECTS = (
    (NomineeKind.COLLECTIVE, "collective"),
    (NomineeKind.INDIVIDUAL, "individual"),
    (NomineeKind.HOUSEHOLD, "household"),
)
DEADLINES = (
    ("registration_before", "registration_yearly", "registration_deadlines", "đăng ký"),
    ("dossier_before", "dossier_yearly", "dossier_deadlines", "nộp hồ sơ"),
)
LEVELS = {"huyen": Level.DISTRICT, "tinh": Level.PROVINCE, "xa": Level.COMMUNE}


@dataclass
class Imported:
    """The draft, and in Vietnamese what of the plan was not carried over as data, and why."""

    campaign: Campaign
    left_out: list[str] = field(default_factory=list)


def catalogue_on(day: dt.date) -> list[Known]:
    """Return the award catalogue of a day as plain data for `campaigns.reading`."""
    return [
        Known(kind.code, kind.name, kind.kind, kind.level)
        for kind in AwardType.objects.valid_on(day)
    ]


def catalogue_for(reading: Reading) -> list[Known]:
    """Return the catalogue of the plan's date, as near as the plan tells it; none without a year.

    Without a day two regimes may fall into the year: only what holds at its start and end counts.
    """
    day = reading.paper.date
    if day is None:
        return []
    first = dt.date(day.year, day.month or 1, day.day or 1)
    last = first if day.day else dt.date(day.year, day.month or 12, 28)
    at_end = {known.code for known in catalogue_on(last)}
    return [known for known in catalogue_on(first) if known.code in at_end]


@transaction.atomic
def draft_from(facts: PlanFacts, reading: Reading, *, authority: Unit, by: Any) -> Imported:
    """Save a draft campaign of `authority` with what the plan says, and report what it could not.

    `facts` may have been corrected by hand; they decide. Raises ValidationError (by field of the
    campaign) when name or start cannot be told, PermissionDenied without a desk role.
    """
    left_out = [finding.message for finding in reading.findings] + list(facts.findings)
    campaign = _campaign(facts, reading, authority, left_out)
    create(campaign, by=by)
    _write_plan(campaign, facts, left_out)
    _set_deadlines(campaign, facts, left_out)
    for subject, name in SUBJECTS:
        _add_criteria(campaign, subject, [quote.text for quote in getattr(facts, name)], left_out)
    _add_offers(campaign, facts, left_out)
    left_out += bind(campaign)
    if facts.participants:
        left_out.append(
            "Đối tượng thi đua còn là chữ trong kế hoạch: hãy chọn nhóm đối tượng rồi thay bằng "
            f"[[{PARTICIPANTS}]]."
        )
    return Imported(Campaign.objects.with_filing().get(pk=campaign.pk), _unique(left_out))


def _unique(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))


# --- campaign ----------------------------------------------------------------------------------


def _campaign(facts: PlanFacts, reading: Reading, authority: Unit, left_out: list[str]) -> Campaign:
    name = (facts.name or facts.subject).strip()
    if not name:
        raise ValidationError({"name": "Chưa đọc được tên phong trào; hãy ghi tên."})
    kind = CampaignKind.MULTI_YEAR if facts.is_multi_year else CampaignKind.THEMATIC
    theme = (facts.theme or name)[:160]
    campaign = Campaign(
        authority=authority,
        name=_cut(name, 250, "Tên phong trào", left_out),
        theme=theme[:1].lower() + theme[1:] if not theme[1:2].isupper() else theme,
        kind=kind,
        starts_on=_start(facts, reading, left_out),
        ends_on=_end(facts),
        registration_sent_to=facts.registration_sent_to[:200],
    )
    campaign.clean()
    return campaign


def _start(facts: PlanFacts, reading: Reading, left_out: list[str]) -> dt.date:
    """Return the first day: the plan says it, or it starts with the plan; else the year's first.

    A plan whose day is left blank starts with its month. What had to be supposed is reported.
    """
    if found := facts.starts_on or facts.dated:
        return found
    day = reading.paper.date
    if day and day.month:
        start = dt.date(day.year, day.month, 1)
    elif facts.first_year:
        start = dt.date(facts.first_year, 1, 1)
    else:
        raise ValidationError({"starts_on": "Không rõ phong trào bắt đầu từ ngày nào; hãy ghi."})
    left_out.append(f"Không rõ ngày bắt đầu: tạm ghi {short_date(start)}, hãy sửa lại.")
    return start


def _end(facts: PlanFacts) -> dt.date | None:
    """Return the last day; "giai đoạn 2021-2025" ends with its last year."""
    if facts.ends_on is None and facts.is_multi_year:
        return dt.date(facts.last_year, 12, 31)
    return facts.ends_on


def _cut(text: str, length: int, what: str, left_out: list[str]) -> str:
    if len(text) > length:
        left_out.append(f"{what} dài quá {length} chữ, đã cắt bớt: “{text}”.")
    return text[:length]


def _write_plan(campaign: Campaign, facts: PlanFacts, left_out: list[str]) -> None:
    """Put the plan's texts in place of the outline; what the plan does not say stays outlined."""
    texts = {
        "subject": _cut(facts.subject, 400, "Trích yếu", left_out),
        "symbol": _cut(facts.symbol, 30, "Ký hiệu", left_out),
        "place": _cut(facts.place, 80, "Địa danh", left_out),
        "recipients": "\n".join(facts.recipients),
        "closing": "\n".join(facts.closing),
        "lead_in": "\n".join(facts.lead_in),
        "body": facts.body,
    }
    kept = {name: text for name, text in texts.items() if text}
    kept |= {"opening": "\n".join(facts.opening), "bases": "\n".join(facts.bases)}
    if facts.signer_position:
        # Whoever signs without an authority line signs so: the outline's line would be wrong.
        kept |= {
            "signer_authority": "\n".join(facts.signer_authority),
            "signer_position": _cut(facts.signer_position, 80, "Chức vụ người ký", left_out),
            "signer_name": _cut(facts.signer_name, 80, "Họ tên người ký", left_out),
        }
    Plan.objects.filter(campaign=campaign).update(**kept)
    campaign.plan.refresh_from_db()
    if facts.number:
        left_out.append(f"Số {facts.number} của kế hoạch cũ không lấy: số được cấp khi ban hành.")


# --- deadlines ---------------------------------------------------------------------------------


def _set_deadlines(campaign: Campaign, facts: PlanFacts, left_out: list[str]) -> None:
    """Set the yearly rules on the campaign and the dates on the periods they count for."""
    for column, rule, name, words in DEADLINES:
        found: tuple[Deadline, ...] = getattr(facts, name)
        yearly = [deadline for deadline in found if deadline.is_yearly]
        dated = [deadline for deadline in found if not deadline.is_yearly]
        if len(yearly) == 1:
            setattr(campaign, rule, yearly[0].before[2:])
        elif yearly:
            left_out.append(f"Có nhiều thời hạn {words} hằng năm, chưa rõ lấy thời hạn nào.")
        for deadline in dated:
            _set_one(campaign, column, deadline, words, left_out)
    campaign.save()
    apply_yearly_rules(campaign)


def _set_one(
    campaign: Campaign, column: str, deadline: Deadline, words: str, left_out: list[str]
) -> None:
    yearly = [period for period in campaign.periods.all() if period.review == Review.YEARLY]
    fitting = [period for period in yearly if period.year == deadline.year]
    # A dossier of the only period may be due after New Year.
    target = fitting[0] if fitting else (yearly[0] if len(yearly) == 1 else None)
    day = short_date(deadline.before)
    if target is None:
        left_out.append(f"Thời hạn {words} trước ngày {day}: không có kỳ năm {deadline.year}.")
        return
    if getattr(target, column):
        left_out.append(f"Thời hạn {words} trước ngày {day}: {target} đã có thời hạn khác.")
        return
    setattr(target, column, deadline.before)
    target.campaign = campaign
    try:
        target.clean()
    except ValidationError as error:
        left_out.append(f"Thời hạn {words} trước ngày {day}: {' '.join(error.messages)}")
        return
    Period.objects.filter(pk=target.pk).update(**{column: deadline.before})


# --- criteria, awards, dossiers ----------------------------------------------------------------


def _add_criteria(
    campaign: Campaign, subject: NomineeKind, texts: list[str], left_out: list[str]
) -> None:
    """Save the criteria, each judged by its kind where its words leave no doubt, and say how."""
    if not texts:
        return
    awards = AwardsOn.on(campaign.reference_day)
    known = catalogue_on(campaign.reference_day)
    owned = criterion_set(campaign, subject)
    for position, text in enumerate(texts, start=1):
        found = judging(text, known)
        Criterion.objects.create(
            criterion_set=owned, position=position, text=_bare(text),
            kind=found.kind, parameters=found.parameters,
        )  # fmt: skip
        how = (
            f"để văn phòng xác nhận theo minh chứng ({found.reason})."
            if found.reason
            else "đề xuất cách xét, hãy xem lại. "
            + sentence(found.kind, found.parameters, awards.names)
        )
        left_out.append(f"Tiêu chuẩn {subject.label.lower()} {position}: {how}")


def _bare(text: str) -> str:
    """Return an entry of a list without its closing mark, which printing puts back."""
    return text.strip().rstrip(" .;,:")


def _add_offers(campaign: Campaign, facts: PlanFacts, left_out: list[str]) -> None:
    types = {kind.code: kind for kind in AwardType.objects.valid_on(campaign.reference_day)}
    known = catalogue_on(campaign.reference_day)
    offers: list[tuple[AwardOffer, AwardQuote]] = []
    for quote in facts.awards:
        code = quote.code or only(quote.text, known)
        award = types.get(code or "")
        if award is None:
            left_out.append(f"Khen thưởng chưa rõ theo danh mục, chưa đưa vào: “{quote.text}”.")
        elif any(offer.award_type_id == award.pk for offer, _ in offers):
            left_out.append(f"Khen thưởng đã có trong danh sách, chưa đưa vào: “{quote.text}”.")
        elif len(quote.text) > AwardOffer._meta.get_field("text").max_length:
            left_out.append(f"Khen thưởng ghi quá dài, chưa đưa vào: “{quote.text}”.")
        else:
            offer = AwardOffer.objects.create(
                campaign=campaign,
                award_type=award,
                route=_route(award, campaign.authority, campaign.reference_day),
                text=_bare(quote.text),
                column=len(offers) + 1,
                position=len(offers) + 1,
            )
            offers.append((offer, quote))
    for dossier in facts.dossiers:
        _add_dossier([offer for offer, _ in offers], dossier, facts, left_out)


def _route(award: AwardType, authority: Unit, day: dt.date) -> str:
    """Return whether the authority decides; what the catalogue cannot say is proposed."""
    return Route.OWN if decides(authority, award, day).decides else Route.SUPERIOR


def _add_dossier(
    offers: list[AwardOffer], dossier: Dossier, facts: PlanFacts, left_out: list[str]
) -> None:
    chosen = _meant(offers, dossier.heading)
    if not chosen:
        texts = "; ".join(_bare(part.text) for part in dossier.components)
        left_out.append(f"Hồ sơ chưa rõ cho hình thức khen thưởng nào, chưa đưa vào: {texts}.")
        return
    for offer in chosen:
        offer.copies, offer.sent_to = dossier.copies, dossier.sent_to[:200]
        offer.dossier_note = facts.dossier_note[:300]
        offer.save()
        DossierComponent.objects.bulk_create(
            DossierComponent(offer=offer, name=_bare(part.text)[:300], position=position)
            for position, part in enumerate(dossier.components, start=1)
        )


def _meant(offers: list[AwardOffer], heading: str) -> list[AwardOffer]:
    """Return the offers that a dossier is for: those of the level its heading names, else all."""
    if not heading:
        return offers
    words = search_key(heading).split()
    levels = {level for word, level in LEVELS.items() if word in words}
    if not levels:
        return offers if len(offers) == 1 else []
    return [offer for offer in offers if levels & set(offer.award_type.level.split(","))]
