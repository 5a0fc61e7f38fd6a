"""What a record holds where nobody said otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Any

from emulation.organization.models import PAR_INDEX, Household, Person, Unit

from .kinds import AWARD, INDEX, RecordKind


def default_day(document_date: dt.date | None, year: int) -> dt.date:
    """Return the day whose law counts: that of the decision, else the last day of the year."""
    return document_date or dt.date(year, 12, 31)


def completed(kind: RecordKind, record: Any) -> Any:
    """Fill in what is left out: the index's name, the award's words as the catalogue has them."""
    if kind is INDEX:
        record.name = record.name or PAR_INDEX
    elif kind is AWARD and record.award_type_id:
        record.award_name = record.award_name or record.award_type.name
        record.decided_by = record.decided_by or record.award_type.decided_by
        record.recipient = record.recipient or recipient_name(record.nominee)
    return record


def recipient_name(nominee: Unit | Person | Household) -> str:
    """Return the name as a decision writes it."""
    return nominee.name if isinstance(nominee, Unit) else str(nominee)
