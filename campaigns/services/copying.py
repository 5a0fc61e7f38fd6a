"""Starting from last year's campaign: all is copied, dates and years move, and it says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from awards.models import AwardType, CriterionSet
from awards.services.criteria import add_content
from campaigns.deadlines import BEFORE_WORDS, DeadlineKind
from campaigns.models import (
    AwardOffer,
    Campaign,
    DossierComponent,
    Participant,
    Period,
    Plan,
    Route,
)
from campaigns.models.offer import fitting_route
from campaigns.moving import Change, move_date, move_text
from campaigns.states import CampaignState
from emulation.vietnamese import short_date

from .criteria import gone_awards

PLAN_TEXTS = ("subject", "opening", "bases", "lead_in", "body", "closing", "recipients")


class _Mover:
    """Moves values by a number of years and keeps the report of what moved and what did not."""

    def __init__(self, source: Campaign, years: int) -> None:
        self.years, self.report = years, []
        self.first = source.starts_on.year
        self.last = (source.ends_on or source.starts_on).year

    def text(self, where: str, value: str) -> str:
        """Return the text with its years moved."""
        moved, changes = move_text(value, self.years, first=self.first, last=self.last)
        self.report += [Change(where, before, after) for before, after in dict.fromkeys(changes)]
        return moved

    def date(self, where: str, value: dt.date | None) -> dt.date | None:
        """Return the date moved."""
        if value is None:
            return None
        moved = move_date(value, self.years)
        self.report.append(Change(where, short_date(value), short_date(moved)))
        return moved

    def note(self, where: str, before: str, after: str) -> None:
        """Report something that is not a date: an award replaced or left out."""
        self.report.append(Change(where, before, after))


@transaction.atomic
def copy(source: Campaign, year: int, *, by: Any) -> Campaign:
    """Return a new draft like `source` that starts in `year`, with the report of the moves.

    Awards are taken in the version that is in force then; one that no longer exists is left out
    and named in the report. Raises PermissionDenied when `by` may not file for the authority.
    """
    mover = _Mover(source, year - source.starts_on.year)
    campaign = Campaign(
        authority=source.authority,
        name=mover.text("Tên phong trào", source.name),
        theme=mover.text("Chủ đề", source.theme),
        kind=source.kind,
        superior_document=mover.text("Văn bản của cấp trên", source.superior_document),
        starts_on=mover.date("Bắt đầu phong trào", source.starts_on),
        ends_on=mover.date("Kết thúc phong trào", source.ends_on),
        registration_yearly=source.registration_yearly,
        dossier_yearly=source.dossier_yearly,
        registration_sent_to=source.registration_sent_to,
        copied_from=source,
        created_by=by,
        state=CampaignState.DRAFT,
    )
    if not campaign.may_edit(by):
        raise PermissionDenied
    campaign.save()
    _copy_periods(source, campaign, mover)
    _copy_plan(source, campaign, mover)
    for participant in source.participants.all():
        Participant.objects.create(
            campaign=campaign,
            group=participant.group,
            position=participant.position,
            text=mover.text("Đối tượng thi đua", participant.text),
        )
    for criterion_set in source.criterion_sets.all():
        campaign.criterion_sets.add(_copy_criteria(criterion_set, mover))
    _note_gone_awards(campaign, mover)
    for offer in source.offers.all():
        _copy_offer(offer, campaign, mover)
    campaign.copy_report = [asdict(change) for change in mover.report]
    campaign.save(update_fields=["copy_report"])
    return campaign


def _copy_periods(source: Campaign, campaign: Campaign, mover: _Mover) -> None:
    for period in source.periods.all():
        name = period.name
        Period.objects.create(
            campaign=campaign,
            name=mover.text(f"Kỳ «{name}», tên", name),
            starts_on=mover.date(f"Kỳ «{name}», từ ngày", period.starts_on),
            ends_on=mover.date(f"Kỳ «{name}», đến ngày", period.ends_on),
            review=period.review,
            **{
                f"{kind}_before": mover.date(
                    f"Kỳ «{name}», {BEFORE_WORDS[kind]} trước ngày", period.planned(kind)
                )
                for kind in DeadlineKind
            },
        )


def _copy_plan(source: Campaign, campaign: Campaign, mover: _Mover) -> None:
    plan, authority = source.plan, source.authority
    texts = {
        name: mover.text(Plan._meta.get_field(name).verbose_name.capitalize(), getattr(plan, name))
        for name in PLAN_TEXTS
    }
    # The head may have changed since: the signer is whoever heads the authority now.
    signer = authority.head_name or plan.signer_name
    if signer != plan.signer_name:
        mover.note("Người ký", plan.signer_name, signer)
    Plan.objects.create(
        campaign=campaign,
        symbol=plan.symbol,
        place=plan.place,
        signer_authority=plan.signer_authority,
        signer_position=plan.signer_position,
        signer_name=signer,
        **texts,
    )


def _copy_criteria(source: CriterionSet, mover: _Mover) -> CriterionSet:
    """Copy a campaign's set; it goes on following the library's set that it was taken from."""
    follows = source.copied_from if source.copied_from and source.copied_from.is_template else None
    made = CriterionSet.objects.create(
        authority=source.authority,
        subject=source.subject,
        name=move_text(source.name, mover.years, first=mover.first, last=mover.last)[0],
        pass_points=source.pass_points,
        copied_from=follows or source,
        version=source.version,
    )
    add_content(source, made, words=mover.text)
    return made


def _note_gone_awards(campaign: Campaign, mover: _Mover) -> None:
    """Report awards that a criterion asks for and that the catalogue of the new year lacks."""
    for text in gone_awards(campaign):
        mover.note("Tiêu chuẩn", text, text)


def _copy_offer(source: AwardOffer, campaign: Campaign, mover: _Mover) -> None:
    day = campaign.starts_on
    current = {kind.code: kind for kind in AwardType.objects.valid_on(day)}
    codes = [award_type.code for award_type in source.types]
    types = [current[code] for code in dict.fromkeys(codes) if code in current]
    if not types:
        mover.note("Khen thưởng", source.title, f"bỏ: không còn áp dụng từ {short_date(day)}")
        return
    if source.award_type.decided_by != types[0].decided_by:
        mover.note(
            f"Khen thưởng «{types[0]}», thẩm quyền",
            source.award_type.decided_by,
            types[0].decided_by,
        )
    route = fitting_route(types[0], source.route, campaign.authority, day)
    if route != source.route:
        mover.note(
            f"Khen thưởng «{types[0]}», cách xét",
            source.get_route_display(),
            Route(route).label,
        )
    offer = AwardOffer.objects.create(
        campaign=campaign,
        award_type=types[0],
        route=route,
        text=mover.text("Khen thưởng", source.text),
        column=source.column,
        heading=mover.text("Tên cột", source.heading),
        quota=source.quota,
        copies=source.copies,
        sent_to=source.sent_to,
        dossier_note=mover.text("Thời hạn hồ sơ", source.dossier_note),
        position=source.position,
    )
    offer.also.set(types[1:])
    DossierComponent.objects.bulk_create(
        DossierComponent(
            offer=offer,
            name=mover.text("Thành phần hồ sơ", component.name),
            paper=component.paper,
            position=component.position,
        )
        for component in source.components.all()
    )
