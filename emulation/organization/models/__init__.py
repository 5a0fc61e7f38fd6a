"""Models of the ground floor, one module per aggregate."""

from .account import Membership, Role, User
from .group import Employment, Group, NomineeKind
from .job import JobState, PrintJob
from .nominee import NOMINEE_FIELDS, AboutNominee, AboutNomineeQuerySet, field_for, kind_of
from .paper import IssuedPaper
from .person import Gender, Household, Person
from .record import (
    PAR_INDEX,
    AnnualRating,
    Bar,
    BarKind,
    IndexBand,
    IndexRating,
    IndexScore,
    Initiative,
    Proven,
    RatingLevel,
    Recognition,
    Severity,
    YearField,
)
from .unit import Level, Superior, Unit, UnitKind, UnitQuerySet

__all__ = [
    "NOMINEE_FIELDS",
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
    "Role",
    "Severity",
    "Superior",
    "Unit",
    "UnitKind",
    "UnitQuerySet",
    "User",
    "YearField",
    "field_for",
    "kind_of",
]
