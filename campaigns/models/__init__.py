"""Models of the campaigns floor, one module per aggregate."""

from .campaign import Campaign, CampaignKind, CampaignLog, Participant
from .offer import AwardOffer, DossierComponent, Route
from .override import Override
from .period import Period, Review
from .plan import Plan
from .registration import Line, Mark, Registration, RegistrationLog
from .result import Evidence, Result, ResultLog

__all__ = [
    "AwardOffer",
    "Campaign",
    "CampaignKind",
    "CampaignLog",
    "DossierComponent",
    "Evidence",
    "Line",
    "Mark",
    "Override",
    "Participant",
    "Period",
    "Plan",
    "Registration",
    "RegistrationLog",
    "Result",
    "ResultLog",
    "Review",
    "Route",
]
