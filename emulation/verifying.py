"""Following the chain of seals from its first link, and comparing each row with its seal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.migrations.loader import MigrationLoader

from emulation.chaining import (
    FIRST,
    content_hash,
    current_shape,
    link_hash,
    sealed_fields,
    sealed_models,
    shape_of,
)
from emulation.checking import Scope
from emulation.owning import owner_path

ANCHOR = re.compile(r"(\d+):([0-9a-f]{8,64})")


def head_of(using: str = "default") -> tuple[int, str]:
    """Return how many links the chain has and the hash of the last."""
    head = apps.get_model("organization.ChainHead").objects.using(using).first()
    return (head.position, head.chain) if head else (0, FIRST)


def waiting(using: str = "default") -> int:
    """Return how many seals wait to join the chain."""
    return apps.get_model("organization.Seal").objects.using(using).filter(position=None).count()


def broken_chain(scope: Scope) -> Iterator[str]:
    """Yield the first link that is not what it must be: after it nothing can be said; 2 queries."""
    Seal = apps.get_model("organization.Seal")
    position, chain = 0, FIRST
    linked = models.QuerySet(Seal, using=scope.using).filter(position__isnull=False)
    for seal in linked.order_by("position").iterator(chunk_size=2000):
        if seal.position != position + 1:
            yield f"Chuỗi niêm phong thiếu mắt xích số {position + 1}."
            return
        position, chain = seal.position, link_hash(chain, seal.position, seal)
        if chain != seal.chain:
            yield (
                f"Chuỗi niêm phong đứt ở mắt xích số {position} "
                f"({_title(seal.table)} số {seal.row})."
            )
            return
    if (position, chain) != head_of(scope.using):
        yield (
            f"Chuỗi niêm phong kết thúc ở mắt xích số {position}, "
            "không phải ở mắt xích cuối đã ghi."
        )


def anchor_holds(anchor: str, using: str = "default") -> bool:
    """Return whether the chain still has the link that was noted as `number:hash` (8 letters up).

    Raises ValueError when `anchor` is not written so.
    """
    read = ANCHOR.fullmatch(anchor.strip().lower())
    if not read:
        raise ValueError(anchor)
    Seal = apps.get_model("organization.Seal")
    return (
        models.QuerySet(Seal, using=using)
        .filter(position=int(read[1]), chain__startswith=read[2])
        .exists()
    )


def altered_rows(scope: Scope) -> Iterator[str]:
    """Yield log and history rows that were changed, deleted or slipped in; 2 queries a table."""
    for model in sealed_models():
        if scope.authority is None or owner_path(model):
            yield from _compare(model, scope)


def _compare(model: Any, scope: Scope) -> Iterator[str]:
    """Walk rows and seals of one table side by side, by row id."""
    Seal = apps.get_model("organization.Seal")
    table, title = model._meta.db_table, model._meta.verbose_name
    latest = _latest(models.QuerySet(Seal, using=scope.using).filter(table=table))
    attnames = [field.attname for field in model._meta.concrete_fields]
    rows = scope.rows(model).order_by("pk").values_list("pk", *attnames)
    seals = iter(latest)
    seal = next(seals, None)
    for pk, *values in rows.iterator(chunk_size=2000):
        while seal and seal[0] < pk:
            if scope.authority is None:
                yield f"{title} số {seal[0]}: dòng đã niêm phong không còn."
            seal = next(seals, None)
        if not seal or seal[0] != pk:
            yield f"{title} số {pk}: dòng không có niêm phong."
            continue
        if _hash_by(model, seal[1], dict(zip(attnames, values, strict=True))) not in (
            None,
            seal[2],
        ):
            yield f"{title} số {pk}: nội dung khác lúc niêm phong."
        seal = next(seals, None)
    while seal and scope.authority is None:
        yield f"{title} số {seal[0]}: dòng đã niêm phong không còn."
        seal = next(seals, None)


def _latest(seals: models.QuerySet) -> Iterator[tuple[int, str, str]]:
    """Yield row, shape and content of the last seal of each row; a redaction replaces the first."""
    last = None
    rows = seals.order_by("row", "pk").values_list("row", "shape", "content")
    for row in rows.iterator(chunk_size=2000):
        if last and last[0] != row[0]:
            yield last
        last = row
    if last:
        yield last


def _hash_by(model: Any, shape: str, row: dict[str, Any]) -> str | None:
    """Return the hash of a row by the columns that its seal knew; None when they are gone."""
    names = _names(model, shape)
    if names is None or not set(names) <= set(row):
        return None
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return content_hash(
        model._meta.db_table, [fields[name] for name in names], [row[name] for name in names]
    )


@cache
def _names(model: Any, shape: str) -> tuple[str, ...] | None:
    """Return the columns of a shape: today's, or those of the migration that had them."""
    if shape == current_shape(model):
        return tuple(field.attname for field in sealed_fields(model))
    loader = MigrationLoader(connections["default"])
    key = (model._meta.app_label, model._meta.model_name)
    for node in loader.graph.nodes:
        if node[0] == key[0] and key in (state := loader.project_state(node)).models:
            old = state.apps.get_model(*key)
            names = sorted(field.attname for field in old._meta.concrete_fields)
            if shape_of(names) == shape:
                return tuple(names)
    return None


def _title(table: str) -> str:
    for model in sealed_models():
        if model._meta.db_table == table:
            return str(model._meta.verbose_name)
    return table
