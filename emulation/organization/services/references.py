"""What refers to a record: the reason why it cannot go."""

from __future__ import annotations

from django.db.models import PROTECT, Model


def references(record: Model) -> dict[str, int]:
    """Count, by kind, what refers to `record` and would be lost or orphaned with it."""
    found: dict[str, int] = {}
    for relation in record._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        if not relation.many_to_many and relation.on_delete is not PROTECT:
            continue
        model = relation.related_model
        rows = model._base_manager.filter(**{relation.field.name: record})
        if model is type(record):
            rows = rows.exclude(pk=record.pk)
        name = str(model._meta.verbose_name)
        found[name] = max(found.get(name, 0), rows.count())
    return {name: count for name, count in found.items() if count}
