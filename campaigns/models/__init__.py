"""Models of the campaigns floor, one module per aggregate."""

from .campaign import Campaign, CampaignKind, CampaignLog, Participant
from .chase_letter import ChaseLetter, ChaseLetterLog
from .example import Example
from .extension import Extension
from .offer import AwardOffer, DossierComponent, Route
from .override import Override
from .period import Period, Review
from .plan import Plan
from .registration import Line, Mark, Registration, RegistrationFile, RegistrationLog
from .reminder import Message, MessageLog, Reminder, ReminderSetting, Subscription
from .result import Evidence, FieldCheck, ReportRound, Result, ResultLog, ResultReport
from .task import PlanTask, PlanTaskLog

__all__ = [
    "AwardOffer",
    "Campaign",
    "CampaignKind",
    "CampaignLog",
    "ChaseLetter",
    "ChaseLetterLog",
    "DossierComponent",
    "Evidence",
    "Example",
    "Extension",
    "FieldCheck",
    "Line",
    "Mark",
    "Message",
    "MessageLog",
    "Override",
    "Participant",
    "Period",
    "Plan",
    "PlanTask",
    "PlanTaskLog",
    "Registration",
    "RegistrationFile",
    "RegistrationLog",
    "Reminder",
    "ReminderSetting",
    "ReportRound",
    "Result",
    "ResultLog",
    "ResultReport",
    "Review",
    "Route",
    "Subscription",
]
