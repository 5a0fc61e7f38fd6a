"""Loading the award catalogue that ships with the product (domain.md fixture A)."""

import csv
import datetime as dt
from importlib.resources import files

from .models import AwardType


def load(model: type[AwardType] = AwardType) -> int:
    """Add the shipped rows that are missing and return how many; an edited row is left alone.

    `model` lets the migration pass its historical class.
    """
    known = set(model.objects.values_list("code", "valid_from"))
    rows = []
    with (files(__package__) / "data" / "award_types.csv").open(encoding="utf-8") as stream:
        for position, row in enumerate(csv.DictReader(stream, delimiter="|"), start=1):
            start = dt.date.fromisoformat(row["valid_from"])
            if (row["code"], start) in known:
                continue
            rows.append(
                model(
                    code=row["code"],
                    name=row["name_vi"],
                    kind=row["kind"],
                    subjects=row["subject"],
                    level=row["level"],
                    decided_by=row["decided_by"],
                    valid_from=start,
                    valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                    legal_basis=row["legal_basis"],
                    verified=row["verified"],
                    source=row["src"],
                    position=position,
                )
            )
    model.objects.bulk_create(rows)
    return len(rows)
