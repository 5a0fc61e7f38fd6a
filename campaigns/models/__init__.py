"""Models of the campaigns floor, one module per aggregate."""

from .campaign import Campaign, CampaignKind, CampaignLog, Participant, Period, Review
from .offer import AwardOffer, DossierComponent, Route
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
