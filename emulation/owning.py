"""Which authority a row belongs to: found for every table by following its foreign keys."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

UNIT = "organization.Unit"
# Where the keys alone would lead to more than one owner, or the long way round.
LED_BY = {
    "organization.superior": "unit",
    "organization.membership": "unit",
    "organization.transferrequest": "from_unit",
    "dossiers.part": "dossier",
}
# Accounts belong to whoever they work for, which memberships say; see emulation/portable/.
ACCOUNTS = {"organization.user", "organization.user_groups", "organization.user_user_permissions"}


@cache
def owner_path(model: Any) -> str | None:
    """Return the lookup from `model` to the authority's unit; None for what all share.

    A history row is followed through the keys it kept. An empty key on the way (a criterion set
    of the law, which no authority owns) means that the row is shared as well.
    """
    return _find(model, frozenset())


def _find(model: Any, seen: frozenset[str]) -> str | None:
    label = model._meta.label_lower
    if label == UNIT.lower():
        return "authority"
    if label in seen or label in ACCOUNTS:
        return None
    keys = _keys(model)
    led_by = LED_BY.get(label)
    if "authority" in keys and not led_by:
        return "authority"
    for name, target in keys.items():
        if led_by and name != led_by:
            continue
        if path := _find(target, seen | {label}):
            return f"{name}__{path}"
    return None


def _keys(model: Any) -> dict[str, Any]:
    """Return the keys that a row cannot be without; of a history, those of the record."""
    tracked = getattr(model, "instance_type", None)
    source = tracked or model
    names = [
        field.name for field in source._meta.concrete_fields if field.is_relation and not field.null
    ]
    names += ["authority"] if any(f.name == "authority" for f in source._meta.fields) else []
    return {
        name: model._meta.get_field(name).related_model
        for name in dict.fromkeys(names)
        if any(field.name == name for field in model._meta.concrete_fields)
    }


def owned(model: Any, authority: int | None, using: str = "default") -> models.QuerySet:
    """Return the rows of `model` that belong to `authority`; all of them without one.

    Rows of a table that all share are nobody's: none for an authority. A version belongs to whom
    it says, and to whom its record belongs today.
    """
    rows = models.QuerySet(model, using=using)
    if authority is None:
        return rows
    path = owner_path(model)
    if not path:
        return rows.none()
    belongs = Q(**{path: authority})
    if tracked := getattr(model, "instance_type", None):
        today = owned(tracked, authority, using).order_by().values("pk")
        belongs |= Q(**{f"{tracked._meta.pk.name}__in": today})
    return rows.filter(belongs)


def owned_models() -> list[Any]:
    """Return the models whose rows belong to authorities, by table."""
    return _by_table(
        model for model in apps.get_models(include_auto_created=True) if owner_path(model)
    )


def shared_models() -> list[Any]:
    """Return the models whose rows belong to nobody in particular, by table."""
    return _by_table(
        model
        for model in apps.get_models(include_auto_created=True)
        if not owner_path(model) and model._meta.managed and not model._meta.proxy
    )


def _by_table(found: Iterable[Any]) -> list[Any]:
    return sorted(found, key=lambda model: model._meta.db_table)
