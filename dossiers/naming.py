"""How decisions, proposals and certificates name things: symbols, recipients, achievements."""

from __future__ import annotations

from campaigns.models import CampaignKind, Period, Review
from dossiers.models import CouncilSession, Nomination
from emulation.organization.models import Unit


def decision_symbol(authority: Unit) -> str:
    """Return the symbol of the authority's decisions ("QĐ-UBND")."""
    return f"QĐ-{authority.symbol}" if authority.symbol else "QĐ"


def submission_symbol(authority: Unit) -> str:
    """Return the symbol of the authority's proposals ("TTr-UBND")."""
    return f"TTr-{authority.symbol}" if authority.symbol else "TTr"


def minutes_symbol(session: CouncilSession) -> str:
    """Return the symbol of a council's minutes: its own series (NĐ 30/2020, PL I.II.3a)."""
    return f"BB-{session.council.symbol}"


def full_number(number: str, symbol: str) -> str:
    """Write a number as papers do, below ten with a zero: "05/QĐ-UBND" (NĐ 30/2020, PL I)."""
    return f"{number.zfill(2)}/{symbol}" if number else ""


def recipient_name(nomination: Nomination) -> str:
    """Return the nominee as decisions and certificates name him."""
    return str(getattr(nomination.nominee, "name", None) or nomination.nominee)


def recipient_detail(nomination: Nomination) -> str:
    """Return post and unit of a person, address of a household, "" for a unit."""
    nominee = nomination.nominee
    return getattr(nominee, "post", "") or getattr(nominee, "address", "")


def years_of(nomination: Nomination) -> int:
    """Return how many years the award covers: the whole campaign for its closing review."""
    period = nomination.period
    if period.review != Review.CLOSING:
        return 1
    campaign = period.campaign
    return max(1, period.year - campaign.starts_on.year + 1)


def achievement_words(nomination: Nomination) -> str:
    """Return the achievement as certificates print it."""
    return f"Đã có thành tích xuất sắc trong {movement_words(nomination.period)}"


def movement_words(period: Period) -> str:
    """Name the period's movement in a sentence, with the year or the years that count."""
    campaign, year = period.campaign, period.year
    name = f"{campaign.name[:1].lower()}{campaign.name[1:]}"
    if period.review == Review.CLOSING:
        years = f"{campaign.starts_on.year}-{year}"
        return name if years in name else f"{name} giai đoạn {years}"
    # The years of a movement that lasts are in its name: that is not the year of this review.
    if campaign.kind == CampaignKind.MULTI_YEAR:
        return f"{name}, năm {year}"
    return name if str(year) in name else f"{name} năm {year}"
