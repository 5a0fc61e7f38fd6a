"""Loading the law that ships with the product: awards, regimes, documents, votes, money, criteria.

Sources: domain.md sections 0 to 3 (fixtures A, B, C). What it marks unverified ships so
(`verified`, `source`); the bands of the index (90/80/65/50) have no such column: they are its
section 6, unverified, and the page of the law says so.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.apps import apps
from django.utils import timezone

from awards.kinds import cleaned
from emulation.papers.reviewing.tables import laws

Models = Callable[[str, str], Any]
Row = dict[str, Any]
SHIPPED = "Danh mục kèm theo phần mềm"


@dataclass(frozen=True)
class Table:
    """One table of the law: its model, where its rows come from, what tells two rows apart."""

    app: str
    model: str
    rows: Callable[[], Iterator[Row]]
    key: tuple[str, ...]


def load(models_of: Models = apps.get_model) -> int:
    """Add the shipped rows that are missing and return how many; an edited row is left alone.

    `models_of(app, name)` returns a model: a migration passes its historical `apps.get_model`.
    Every added row also begins its history.
    """
    added = sum(_add(models_of, table) for table in TABLES)
    return added + _add_criteria(models_of)


def _add(models_of: Models, table: Table) -> int:
    model = models_of(table.app, table.model)
    known = set(model.objects.values_list(*table.key))
    new = [
        model(**row)
        for row in table.rows()
        if tuple(row.get(name) for name in table.key) not in known
    ]
    return _keep(models_of, model, new)


def _keep(models_of: Models, model: Any, rows: list[Any]) -> int:
    """Save new rows and the first line of their history, which `bulk_create` does not write."""
    label, name = model._meta.app_label, model.__name__
    past = models_of(label, f"Historical{name}")
    made, now = model.objects.bulk_create(rows), timezone.now()
    past.objects.bulk_create(
        past(
            **{field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields},
            history_date=now,
            history_type="+",
            history_change_reason=SHIPPED,
        )
        for row in made
    )
    return len(made)


def _add_criteria(models_of: Models) -> int:
    """Add the law's sets that are missing, each whole: set, groups of alternatives, criteria."""
    one, group, criterion = (
        models_of("awards", name) for name in ("CriterionSet", "CriterionGroup", "Criterion")
    )
    key = ("award_code", "subject", "valid_from")
    known = set(one.objects.filter(authority__isnull=True).values_list(*key))
    shipped = [
        (values, entry)
        for values, entry in law_sets()
        if tuple(values[name] for name in key) not in known
    ]
    sets = [one(**values) for values, _ in shipped]
    count = _keep(models_of, one, sets)
    groups = {
        (made.pk, row["key"]): group(
            criterion_set_id=made.pk, position=position, text=row["text"], needed=row["needed"]
        )
        for made, (_, entry) in zip(sets, shipped, strict=True)
        for position, row in enumerate(entry.get("groups", ()), start=1)
    }
    _keep(models_of, group, list(groups.values()))
    criteria = [
        criterion(
            criterion_set_id=made.pk,
            group_id=groups[made.pk, row["group"]].pk if "group" in row else None,
            position=position,
            text=row["text"],
            kind=row["kind"],
            parameters=cleaned(row["kind"], row.get("parameters", {})),
            mandatory=row.get("mandatory", True),
            evidence=row.get("evidence", ""),
            clause=row["clause"],
        )
        for made, (_, entry) in zip(sets, shipped, strict=True)
        for position, row in enumerate(entry["criteria"], start=1)
    ]
    _keep(models_of, criterion, criteria)
    return count


def law_sets() -> list[tuple[Row, Row]]:
    """Return the columns of each shipped set and the entry of criteria.json it comes from.

    An entry holds one wording with the periods of the law in which it applies: a set each.
    """
    text = (files(__package__) / "data" / "criteria.json").read_text(encoding="utf-8")
    return [
        (
            {name: entry[name] for name in ("award_code", "subject", "name", "legal_basis")}
            | _typed(period),
            entry,
        )
        for entry in json.loads(text)
        for period in entry["periods"]
    ]


# --- reading the files -------------------------------------------------------------------------

_DAYS = frozenset({"valid_from", "valid_to"})
_WHOLE = frozenset({"amount", "percent", "quorum_numerator", "quorum_denominator"})
_DECIMAL = frozenset({"multiple", "collective_factor", "household_factor", "from_percent"})
_YES = frozenset({"is_maximum", "is_secret"})


def _typed(row: Row) -> Row:
    """Turn the texts of a file into the values of the columns; an empty cell is None or ""."""
    typed: Row = {}
    for name, text in row.items():
        if name in _DAYS:
            typed[name] = dt.date.fromisoformat(text) if text else None
        elif name in _WHOLE:
            typed[name] = int(text)
        elif name in _DECIMAL:
            typed[name] = Decimal(text) if text else None
        elif name in _YES:
            typed[name] = text == "1"
        else:
            typed[name] = text
    return typed


def _file(name: str, *, numbered: bool = False) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        with (files(__package__) / "data" / name).open(encoding="utf-8") as stream:
            for position, row in enumerate(csv.DictReader(stream, delimiter="|"), start=1):
                yield _typed(row) | ({"position": position} if numbered else {})

    return rows


def _documents() -> Iterator[Row]:
    """Return the texts of the law, written once for citing and for the review of papers."""
    for position, law in enumerate(laws(), start=1):
        yield {
            "number": law.number,
            "kind": law.kind,
            "issuer": law.issuer,
            "dated": law.dated,
            "title": law.title,
            "topics": law.topics,
            "valid_from": law.valid_from,
            "valid_to": law.valid_to,
            "replaced_by": law.instead,
            "source": law.source,
            "verified": law.verified,
            "position": position,
        }


def _awards() -> Iterator[Row]:
    """Return fixture A under the names of our columns, in its own order."""
    for row in _file("award_types.csv", numbered=True)():
        for of_fixture, ours in (("name_vi", "name"), ("subject", "subjects"), ("src", "source")):
            row[ours] = row.pop(of_fixture)
        yield row


def _common_bands() -> Iterator[Row]:
    return (row | {"authority_id": None} for row in _file("index_bands.csv")())


TABLES = (
    Table("awards", "Regime", _file("regimes.csv"), ("code",)),
    Table("awards", "LegalDocument", _documents, ("number",)),
    Table("awards", "AwardType", _awards, ("code", "valid_from")),
    Table("awards", "VoteRule", _file("vote_rules.csv"), ("award_code", "valid_from")),
    Table("awards", "AwardShare", _file("award_shares.csv"), ("award_code", "valid_from")),
    Table("awards", "BaseSalary", _file("base_salaries.csv"), ("valid_from",)),
    Table("awards", "BonusRate", _file("bonus_rates.csv"), ("award_code", "subject", "valid_from")),
    Table("awards", "BonusRule", _file("bonus_rules.csv"), ("valid_from",)),
    Table("organization", "IndexBand", _common_bands, ("authority_id", "rating", "valid_from")),
)
