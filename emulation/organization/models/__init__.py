"""Models of the ground floor, one module per aggregate."""

from .account import Membership, Role, User
from .group import Employment, Group, NomineeKind
from .job import JobState, PrintJob
from .paper import IssuedPaper
from .person import Gender, Household, Person
from .unit import Level, Superior, Unit, UnitKind, UnitQuerySet

__all__ = [
    "Employment",
    "Gender",
    "Group",
    "Household",
    "IssuedPaper",
    "JobState",
    "Level",
    "Membership",
    "NomineeKind",
    "Person",
    "PrintJob",
    "Role",
    "Superior",
    "Unit",
    "UnitKind",
    "UnitQuerySet",
    "User",
]
