"""Writing everything of one authority into one documented archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from emulation.backup.archive import PIECE, Writer, is_safe, writing
from emulation.backup.rows import columns, encode, rows
from emulation.backup.writing import applied
from emulation.owning import owned
from emulation.snapshot import snapshot
from emulation.verifying import head_of

from . import KIND
from .choosing import AT_ONCE, Choice, account_model, choose, exported_models, unit_model
from .describing import describe

# What a unit outside says of itself; all other columns stay as they are when nobody fills them in.
STUB = {
    "id", "parent_id", "authority_id", "path", "kind", "level", "name", "short_name", "sort_key",
    "search_key", "valid_from", "valid_to",
}  # fmt: skip
# What an account leaves behind, and what one that works elsewhere leaves as well.
SECRET = {"password": "", "last_login": None, "is_superuser": False}
ELSEWHERE = {"is_active": False, "is_staff": False, "email": ""}


def export_authority(authority: int, target: Path, using: str = "default") -> dict[str, Any]:
    """Write the archive of one moment and return its manifest; `target` is whole or not there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with writing(target) as writer, snapshot(using) as alias:
        choice = choose(authority, alias)
        unit = models.QuerySet(unit_model(), using=alias).get(pk=authority)
        made_at = timezone.now().isoformat()
        counts, names = {}, set()
        for model in exported_models():
            counts[model._meta.db_table] = _table(writer, model, choice, names)
        missing = [name for name in sorted(names) if not _file(writer, name)]
        readme = describe(unit.name, made_at, exported_models())
        writer.add("README.md", [readme.encode()])
        position, chain = head_of(alias)
        manifest = {
            "kind": KIND,
            "format": 1,
            "made_at": made_at,
            "authority": {"id": unit.pk, "name": unit.name},
            "migrations": applied(alias),
            "chain": f"{position}:{chain}",
            "tables": counts,
            "missing": missing,
            "shared": {
                model._meta.db_table: sorted(ids) for model, ids in choice.shared.items() if ids
            },
            "foreign": {
                model._meta.db_table: sorted(ids) for model, ids in choice.foreign.items() if ids
            },
            "stubs": sorted(choice.units),
        }
        writer.close(manifest)
    return manifest | {"members": writer.members}


def _table(writer: Writer, model: Any, choice: Choice, names: set[str]) -> int:
    """Write the rows of one table, and collect the files that they name."""
    fields = columns(model)
    attnames = [field.attname for field in fields]
    files = [place for place, field in enumerate(fields) if isinstance(field, models.FileField)]
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        yield f"{encode(attnames)}\n".encode()
        for row in _rows(model, choice):
            count += 1
            names.update(row[place] for place in files if row[place])
            yield f"{encode(row)}\n".encode("utf-8", "surrogatepass")

    writer.add(f"tables/{model._meta.db_table}.jsonl", lines())
    return count


def _rows(model: Any, choice: Choice) -> Iterator[list[Any]]:
    """Yield the authority's own rows, then those that go along."""
    attnames = [field.attname for field in columns(model)]
    cuts = {
        attnames.index(name): ids for (one, name), ids in choice.cut.items() if one is model and ids
    }
    for values in rows(owned(model, choice.authority, choice.using)):
        row = list(values)
        for place, ids in cuts.items():
            if row[place] in ids:
                row[place] = None
        yield row
    extra = sorted(choice.extra(model))
    for start in range(0, len(extra), AT_ONCE):
        some = models.QuerySet(model, using=choice.using).filter(
            pk__in=extra[start : start + AT_ONCE]
        )
        for values in rows(some):
            yield _trimmed(model, dict(zip(attnames, values, strict=True)), choice, cuts)


def _trimmed(
    model: Any, row: dict[str, Any], choice: Choice, cuts: dict[int, set[int]]
) -> list[Any]:
    """Return a row that goes along, without what is nobody's business elsewhere."""
    if model is account_model():
        row |= SECRET
        if row["id"] not in _workers(choice):
            row |= {name: value for name, value in ELSEWHERE.items() if name in row}
    elif model is unit_model():
        blank = model()
        row |= {name: getattr(blank, name) for name in row if name not in STUB}
    values = list(row.values())
    for place, ids in cuts.items():
        if values[place] in ids:
            values[place] = None
    return values


def _workers(choice: Choice) -> set[int]:
    """Return the accounts with a role in the authority, asked once an export."""
    if not hasattr(choice, "workers"):
        roles = owned(apps.get_model("organization.Membership"), choice.authority, choice.using)
        choice.workers = set(roles.order_by().values_list("user", flat=True))
    return choice.workers


def _file(writer: Writer, name: str) -> bool:
    """Add a stored file; False when it is not there."""
    if not is_safe(f"files/{name}"):
        return False
    try:
        stream = default_storage.open(name)
    except FileNotFoundError:
        return False
    with stream:
        writer.add(f"files/{name}", iter(lambda: stream.read(PIECE), b""))
    return True


def shared_key(model: Any) -> list[str] | None:
    """Return the columns that tell shared rows of `model` apart."""
    return settings.SHARED_KEYS.get(model._meta.label)
