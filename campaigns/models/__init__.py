"""Models of the campaigns floor, one module per aggregate."""

from .campaign import Campaign, CampaignKind, CampaignLog, Participant
from .offer import AwardOffer, DossierComponent, Route
from .period import Period, Review
from .plan import Plan
from .registration import Line, Mark, Registration, RegistrationLog

__all__ = [
    "AwardOffer",
    "Campaign",
    "CampaignKind",
    "CampaignLog",
    "DossierComponent",
    "Line",
    "Mark",
    "Participant",
    "Period",
    "Plan",
    "Registration",
    "RegistrationLog",
    "Review",
    "Route",
]
