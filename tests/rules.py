"""How tests ask the database itself: the write goes past Python, the named rule must refuse it."""

import re
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint


def constraints_of(*labels):
    """Constraints of our models by name, with their models."""
    return {
        constraint.name: (model, constraint)
        for label in labels
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }


@contextmanager
def refused_by(*names):
    """The database refuses what is written inside, by the constraint (or one of those) named."""
    patterns = "|".join(map(_message, names))
    with pytest.raises(IntegrityError, match=patterns), transaction.atomic():
        yield


def _message(name):
    """What the message holds: SQLite names a CHECK but, of a unique index, only the columns."""
    model, constraint = constraints_of(*[config.label for config in apps.get_app_configs()])[name]
    if not isinstance(constraint, UniqueConstraint):
        return re.escape(name)
    columns = [
        f"{model._meta.db_table}.{model._meta.get_field(field).column}"
        for field in constraint.fields
    ]
    return rf"{re.escape(name)}|UNIQUE constraint failed: {re.escape(', '.join(columns))}$"


def write_past_python(record, **values):
    """Change the row by `update()`, which runs no `clean`, no `save` and no `choices`."""
    type(record)._base_manager.filter(pk=record.pk).update(**values)
