"""Changing many tables in one step of a migration, so that a new database is ready in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import PROTECT


class CreateModels(Operation):
    """Create the tables of `models` together; they may refer to each other in a circle.

    One `CreateModel` after the other makes Django build every class that is related to the new one
    anew, each time: a minute for our hundred tables. Here all classes are built once.
    """

    reversible = True
    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how a migration file writes this operation."""
        return (self.__class__.__name__, [], {"models": self.models})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Put the models into the state; whoever needs classes next builds them all at once."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the tables."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the tables, the last first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what the operation does, in `migrate --plan`."""
        return f"Create {len(self.models)} models"


class KeepRows(Operation):
    """Let rows that point to others protect these from being deleted: `keys` are (model, column).

    The database knows nothing of it, so only the state changes; a hundred `AlterField` would make
    Django build every related class anew, each time.
    """

    reversible = True

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        self.keys = list(keys)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how a migration file writes this operation."""
        return (self.__class__.__name__, [], {"keys": self.keys})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change the foreign keys of the state; whoever needs classes next builds them once."""
        state.__dict__.pop("apps", None)
        for model, name in self.keys:
            fields = state.models[app_label, model.lower()].fields
            field = fields[name].clone()
            field.remote_field.on_delete = PROTECT
            fields[name] = field

    def database_forwards(self, *args: Any) -> None:
        """Do nothing: how rows are deleted is Django's own business."""

    def database_backwards(self, *args: Any) -> None:
        """Do nothing."""

    def describe(self) -> str:
        """Say what the operation does, in `migrate --plan`."""
        return f"Keep the rows that {len(self.keys)} foreign keys point to"
