"""Models of the ground floor, one module per aggregate."""

from .access import AccountAction, AccountLog, AccountSession
from .account import CODE_ROLES, OVERSEERS, Membership, Role, User
from .book import Register, RegisterBook
from .group import Employment, Group, NomineeKind
from .index import PAR_INDEX, IndexBand, IndexRating, IndexScore
from .job import JobState, PrintJob
from .nominee import (
    NOMINEE_FIELDS,
    AboutNominee,
    AboutNomineeQuerySet,
    about_those_of,
    field_for,
    kind_of,
)
from .paper import IssuedPaper
from .person import Gender, Household, Person, Transfer
from .record import (
    CONFIDENTIAL,
    AnnualRating,
    Bar,
    BarKind,
    Initiative,
    Proven,
    RatingLevel,
    Recognition,
    Severity,
    YearField,
)
from .retention import Anonymisation, Retention, RetentionKind
from .roster import RosterKind, RosterSheet, RosterState
from .seal import ChainHead, Seal, SealKind
from .transfer_request import TransferRequest, TransferRequestLog
from .unit import Level, Superior, Unit, UnitKind, UnitQuerySet
from .worker import PostedForm, TaskWorker

__all__ = [
    "CODE_ROLES",
    "CONFIDENTIAL",
    "NOMINEE_FIELDS",
    "OVERSEERS",
    "PAR_INDEX",
    "AboutNominee",
    "AboutNomineeQuerySet",
    "AccountAction",
    "AccountLog",
    "AccountSession",
    "AnnualRating",
    "Anonymisation",
    "Bar",
    "BarKind",
    "ChainHead",
    "Employment",
    "Gender",
    "Group",
    "Household",
    "IndexBand",
    "IndexRating",
    "IndexScore",
    "Initiative",
    "IssuedPaper",
    "JobState",
    "Level",
    "Membership",
    "NomineeKind",
    "Person",
    "PostedForm",
    "PrintJob",
    "Proven",
    "RatingLevel",
    "Recognition",
    "Register",
    "RegisterBook",
    "Retention",
    "RetentionKind",
    "Role",
    "RosterKind",
    "RosterSheet",
    "RosterState",
    "Seal",
    "SealKind",
    "Severity",
    "Superior",
    "TaskWorker",
    "Transfer",
    "TransferRequest",
    "TransferRequestLog",
    "Unit",
    "UnitKind",
    "UnitQuerySet",
    "User",
    "YearField",
    "about_those_of",
    "field_for",
    "kind_of",
]
