"""What goes with an authority: its own rows, and the others that these cannot do without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from emulation.backup.rows import columns
from emulation.owning import ACCOUNTS, owned, owned_models, owner_path

AT_ONCE = 500
Ids = dict[Any, set[int]]


@dataclass
class Choice:
    """Rows beside the authority's own, by model, and the keys that are left empty.

    `shared` rows are of the law, `accounts` and `units` are those named anywhere, `foreign` rows
    belong to another authority and cannot be missing; `cut` says by model and column which keys
    lead to a row that stays behind.
    """

    authority: int
    using: str
    shared: Ids = field(default_factory=lambda: defaultdict(set))
    foreign: Ids = field(default_factory=lambda: defaultdict(set))
    accounts: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)
    cut: dict[tuple[Any, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def extra(self, model: Any) -> set[int]:
        """Return the ids of the rows of `model` that go along."""
        if model is account_model():
            return self.accounts
        more = self.units if model is unit_model() else set()
        return self.shared.get(model, set()) | self.foreign.get(model, set()) | more


def unit_model() -> Any:
    """Return the model of units."""
    return apps.get_model("organization.Unit")


def account_model() -> Any:
    """Return the model of accounts."""
    return apps.get_model(settings.AUTH_USER_MODEL)


def exported_models() -> list[Any]:
    """Return the models that can have rows in an export, by table."""
    found = {*owned_models(), account_model()}
    found |= {apps.get_model(label) for label in settings.SHARED_KEYS}
    return sorted(found, key=lambda model: model._meta.db_table)


def choose(authority: int, using: str = "default") -> Choice:
    """Follow the keys of everything that belongs to `authority`."""
    choice = Choice(authority, using)
    for model in owned_models():
        _follow(choice, model, owned(model, authority, using))
    done: set[tuple[Any, int]] = set()
    while fresh := [(model, pk) for model, pk in _extras(choice) if (model, pk) not in done]:
        done |= set(fresh)
        for model in {model for model, _ in fresh}:
            ids = sorted(pk for one, pk in fresh if one is model)
            for start in range(0, len(ids), AT_ONCE):
                some = ids[start : start + AT_ONCE]
                _follow(choice, model, models.QuerySet(model, using=using).filter(pk__in=some))
    return choice


def _extras(choice: Choice) -> Iterator[tuple[Any, int]]:
    for found in (choice.shared, choice.foreign):
        for model, ids in list(found.items()):
            yield from ((model, pk) for pk in ids)
    yield from ((unit_model(), pk) for pk in choice.units)


def _follow(choice: Choice, model: Any, rows: models.QuerySet) -> None:
    """Look where the keys of `rows` lead; a few queries a key."""
    for key in columns(model):
        if not key.is_relation or key.related_model._meta.label_lower.startswith("contenttypes."):
            continue
        ids = rows.order_by().exclude(**{key.name: None}).values_list(key.attname, flat=True)
        if found := set(ids.distinct().iterator()):
            _sort(choice, model, key, found)


def _sort(choice: Choice, model: Any, key: Any, found: set[int]) -> None:
    target = key.related_model
    if target is account_model():
        choice.accounts |= _existing(target, found, choice.using)
    elif target._meta.label_lower in ACCOUNTS:
        choice.cut[model, key.attname] |= found
    else:
        for pk, owner in _owners(target, found, choice.using):
            if owner == choice.authority:
                continue
            if target is unit_model():
                choice.units.add(pk)
            elif owner is None and target._meta.label in settings.SHARED_KEYS:
                choice.shared[target].add(pk)
            elif key.null or hasattr(model, "history_type"):
                choice.cut[model, key.attname].add(pk)
            else:
                choice.foreign[target].add(pk)


def _existing(model: Any, ids: set[int], using: str) -> set[int]:
    return {pk for pk, _ in _chunks(model, ids, using, "pk")}


def _owners(model: Any, ids: set[int], using: str) -> Iterator[tuple[int, int | None]]:
    path = owner_path(model)
    for pk, owner in _chunks(model, ids, using, path or "pk"):
        yield pk, owner if path else None


def _chunks(model: Any, ids: set[int], using: str, name: str) -> Iterator[tuple[int, Any]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        some = models.QuerySet(model, using=using).filter(pk__in=ordered[start : start + AT_ONCE])
        yield from some.order_by("pk").values_list("pk", name)
