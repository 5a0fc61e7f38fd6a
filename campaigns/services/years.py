"""A movement over several years: its next year in one step, the awards of a year by its own law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from awards.competence import gone_message
from awards.models import AwardKind, AwardType
from campaigns.deadlines import DeadlineKind, yearly_date
from campaigns.models import AwardOffer, Campaign, CampaignKind, DossierComponent, Period, Review
from campaigns.models.offer import fitting_route, route_message
from campaigns.moving import move_date
from campaigns.states import ADD_PERIOD, FIT_AWARDS
from emulation.workflow import move

from .criteria import gone_awards


@dataclass(frozen=True)
class Gone:
    """An award that the law of the day no longer knows, and what can be offered instead."""

    offer: AwardOffer
    message: str
    choices: tuple[AwardType, ...]


@dataclass(frozen=True)
class Carried:
    """An award whose law has a new version; `moves` when another authority decides it now."""

    offer: AwardOffer
    version: AwardType
    moves: bool


@dataclass
class Fitting:
    """What the campaign's awards become in a period: as they are, in a new version, gone.

    `day` is the last one whose law counts; the law may change within the period.
    """

    day: dt.date
    kept: list[AwardOffer] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        """Whether the awards are yet to be fitted to the law of the period."""
        return bool(self.carried or self.gone)


def lasts_years(campaign: Campaign) -> bool:
    """Whether the movement has a review every year; read from its kind, else from its periods."""
    return campaign.kind == CampaignKind.MULTI_YEAR or len(campaign.periods.all()) > 1


def next_period(campaign: Campaign) -> Period | None:
    """Return the period that follows, unsaved: the next year, then the closing review.

    Deadlines follow the yearly rules, without one they are last year's moved. None when the
    movement has all of its years and its closing review, or is no movement of several years.
    """
    if not lasts_years(campaign):
        return None
    periods = list(campaign.periods.all())
    yearly = [period for period in periods if period.review == Review.YEARLY]
    year = max((period.year for period in yearly), default=campaign.starts_on.year - 1) + 1
    end = campaign.ends_on
    if end is not None and year > end.year:
        closed = any(period.review == Review.CLOSING for period in periods)
        return None if closed else _closing(campaign, end)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    before = max(yearly, key=lambda period: period.year, default=None)
    return Period(
        campaign=campaign,
        name=f"Năm {year}",
        starts_on=max(first, campaign.starts_on),
        ends_on=min(last, end) if end else last,
        **{f"{kind}_before": _deadline(campaign, before, kind, year) for kind in DeadlineKind},
    )


def _closing(campaign: Campaign, end: dt.date) -> Period:
    return Period(
        campaign=campaign,
        name=f"Tổng kết giai đoạn {campaign.starts_on.year}-{end.year}",
        starts_on=campaign.starts_on,
        ends_on=end,
        review=Review.CLOSING,
    )


def _deadline(campaign: Campaign, before: Period | None, kind: str, year: int) -> dt.date | None:
    rule = {
        DeadlineKind.REGISTRATION: campaign.registration_yearly,
        DeadlineKind.DOSSIER: campaign.dossier_yearly,
    }.get(kind, "")
    if rule:
        return yearly_date(rule, year)
    day = before and before.planned(kind)
    return day and move_date(day, year - before.year)


def law_days(period: Period) -> tuple[dt.date, ...]:
    """Return the days whose law a period goes by: it registers on the first, reviews on the last.

    A closing review has no registration of its own.
    """
    last = period.ends_on or dt.date(period.starts_on.year, 12, 31)
    return (last,) if period.review == Review.CLOSING else (period.starts_on, last)


def fitting(campaign: Campaign, period: Period) -> Fitting:
    """Return what becomes of the campaign's awards in a period; offers with types prefetched.

    A new version of the same award is taken by itself; what is gone needs a choice, unless one was
    made before. The number of queries does not depend on the offers.
    """
    days = law_days(period)
    found = Fitting(days[-1], warnings=gone_awards(campaign, days[-1]))
    on = {
        day: {award_type.code: award_type for award_type in AwardType.objects.valid_on(day)}
        for day in days
    }
    offers = list(campaign.offers.all())
    offered = {award_type.code for offer in offers for award_type in offer.types}
    successors = {offer.replaces_id: offer for offer in offers if offer.replaces_id}
    for offer in offers:
        is_kept = True
        for day in days:
            if _is_covered(offer, successors, day) or offer.award_type.valid_from > day:
                continue
            is_kept = False
            codes = [award_type.code for award_type in offer.types]
            version = next((on[day][code] for code in codes if code in on[day]), None)
            if version is None:
                choices = _instead(offer, on[days[-1]], offered, days[-1])
                found.gone.append(Gone(offer, gone_message(offer.award_type, day), choices))
                break
            route = fitting_route(version, offer.route, campaign.authority, day)
            found.carried.append(Carried(offer, version, route != offer.route))
        if is_kept and offer.is_available_on(days[-1]):
            found.kept.append(offer)
    return found


def _is_covered(offer: AwardOffer, successors: Mapping[int, AwardOffer], day: dt.date) -> bool:
    """Whether the offer, or what took its place, exists on `day`."""
    known: AwardOffer | None = offer
    while known is not None:
        if known.is_available_on(day):
            return True
        known = successors.get(known.pk)
    return False


def _instead(
    offer: AwardOffer, current: Mapping[str, AwardType], offered: set[str], day: dt.date
) -> tuple[AwardType, ...]:
    """Return the awards of the day that can stand for a gone one: same kind, same nominees."""
    authority = offer.campaign.authority
    return tuple(
        award_type
        for code, award_type in current.items()
        if code not in offered
        and award_type.kind == offer.award_type.kind != AwardKind.RATING
        and award_type.admits & offer.admits
        and not route_message(
            award_type, fitting_route(award_type, offer.route, authority, day), authority, day
        )
    )


@transaction.atomic
def add_period(
    campaign: Campaign, period: Period, instead: Mapping[int, int | None], *, by: Any
) -> Period:
    """Save the period that follows, and fit the awards to its law.

    `instead` names for each gone offer the award type that takes its place, None for none. Raises
    PermissionDenied, TransitionNotAllowed unless the campaign is in force, ValidationError by
    field.
    """
    fitted = fitting(campaign, period)
    period.full_clean(exclude=["campaign"])
    words = _carry(campaign, fitted, instead)
    move(campaign, ADD_PERIOD, by=by, note="; ".join([period.name, *words]))
    period.save()
    return period


@transaction.atomic
def fit_awards(
    campaign: Campaign, period: Period, instead: Mapping[int, int | None], *, by: Any
) -> list[str]:
    """Fit the awards to the law of a period that is there already; raises as `add_period`."""
    words = _carry(campaign, fitting(campaign, period), instead)
    if not words:
        raise ValidationError("Không có gì phải cập nhật.")
    move(campaign, FIT_AWARDS, by=by, note="; ".join([period.name, *words]))
    return words


def _carry(campaign: Campaign, fitted: Fitting, instead: Mapping[int, int | None]) -> list[str]:
    """Take over new versions and replacements; returns in words what was done."""
    errors = {
        f"instead-{gone.offer.pk}": "Hãy chọn khen thưởng thay thế, hoặc không thay."
        for gone in fitted.gone
        if gone.offer.pk not in instead
    }
    words, taken = [], set()
    for one in fitted.carried:
        if one.moves:
            _replace(campaign, one.offer, one.version, fitted.day)
        else:
            one.offer.also.add(one.version)
        words.append(f"«{one.offer.name}»: áp dụng theo quy định mới")
    for gone in fitted.gone:
        pk = instead.get(gone.offer.pk)
        chosen = next((kind for kind in gone.choices if kind.pk == pk), None)
        if pk is None:
            words.append(f"«{gone.offer.name}»: không còn áp dụng")
        elif chosen is None or pk in taken:
            errors[f"instead-{gone.offer.pk}"] = "Khen thưởng này không chọn được."
        else:
            taken.add(pk)
            _replace(campaign, gone.offer, chosen, fitted.day)
            words.append(f"«{gone.offer.name}»: thay bằng «{chosen.name}»")
    if errors:
        raise ValidationError(errors)
    return words


def _replace(campaign: Campaign, gone: AwardOffer, chosen: AwardType, day: dt.date) -> AwardOffer:
    """Offer `chosen` from now on as the gone award was; the old offer keeps its years."""
    last = campaign.offers.aggregate(column=Max("column"), position=Max("position"))
    made = AwardOffer.objects.create(
        campaign=campaign,
        award_type=chosen,
        replaces=gone,
        route=fitting_route(chosen, gone.route, campaign.authority, day),
        column=gone.column and (last["column"] or 0) + 1,
        quota=gone.quota,
        copies=gone.copies,
        sent_to=gone.sent_to,
        dossier_note=gone.dossier_note,
        issued_name=chosen.name,
        decided_by=chosen.decided_by,
        position=(last["position"] or 0) + 1,
    )
    DossierComponent.objects.bulk_create(
        DossierComponent(offer=made, name=part.name, paper=part.paper, position=part.position)
        for part in gone.components.all()
    )
    return made
