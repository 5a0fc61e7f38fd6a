"""Models of the dossiers floor, one module per aggregate."""

from .certificate import Certificate, CertificateSheet
from .council import Council, OfAuthorityQuerySet, Seat, SeatRole
from .decision import Decision, DecisionLine, DecisionLog
from .dossier import (
    Dossier,
    DossierLog,
    DossierVersion,
    Nomination,
    NominationLog,
    Part,
)
from .session import (
    AgendaItem,
    Attendance,
    CouncilSession,
    Presence,
    Recusal,
    SessionLog,
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
    "Recusal",
    "Seat",
    "SeatRole",
    "SessionLog",
    "Submission",
    "SubmissionLine",
    "SubmissionLog",
    "Wording",
]
