"""Models of the ground floor, one module per aggregate."""

from .account import OVERSEERS, Membership, Role, User
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
from .roster import RosterKind, RosterSheet, RosterState
from .transfer_request import TransferRequest, TransferRequestLog
from .unit import Level, Superior, Unit, UnitKind, UnitQuerySet

__all__ = [
    "CONFIDENTIAL",
    "NOMINEE_FIELDS",
    "OVERSEERS",
    "PAR_INDEX",
    "AboutNominee",
    "AboutNomineeQuerySet",
    "AnnualRating",
    "Bar",
    "BarKind",
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
    "PrintJob",
    "Proven",
    "RatingLevel",
    "Recognition",
    "Register",
    "RegisterBook",
    "Role",
    "RosterKind",
    "RosterSheet",
    "RosterState",
    "Severity",
    "Superior",
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
