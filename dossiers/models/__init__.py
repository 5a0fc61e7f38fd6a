"""Models of the dossiers floor, one module per aggregate."""

from .certificate import Certificate, CertificateSheet
from .council import (
    AgendaItem,
    Attendance,
    Council,
    CouncilSession,
    OfAuthorityQuerySet,
    Presence,
    Seat,
    SeatRole,
    SessionLog,
)
from .decision import Decision, DecisionLine, DecisionLog
from .dossier import (
    Dossier,
    DossierLog,
    DossierVersion,
    Nomination,
    NominationLog,
    Part,
)
from .submission import Answer, Submission, SubmissionLine, SubmissionLog
from .wording import Wording

__all__ = [
    "AgendaItem",
    "Answer",
    "Attendance",
    "Certificate",
    "CertificateSheet",
    "Council",
    "CouncilSession",
    "Decision",
    "DecisionLine",
    "DecisionLog",
    "Dossier",
    "DossierLog",
    "DossierVersion",
    "Nomination",
    "NominationLog",
    "OfAuthorityQuerySet",
    "Part",
    "Presence",
    "Seat",
    "SeatRole",
    "SessionLog",
    "Submission",
    "SubmissionLine",
    "SubmissionLog",
    "Wording",
]
