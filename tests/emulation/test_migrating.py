"""Making many tables in one step of a migration."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from emulation.migrating import CreateModels


def table(name, other):
    """A table that refers to another one by a foreign key."""
    target = models.ForeignKey(f"organization.{other}", models.CASCADE, null=True)
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), ("other", target)])


@pytest.fixture
def circle():
    return CreateModels([table("Egg", "Hen"), table("Hen", "Egg")])


def tables():
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return {name for name in names if name.endswith(("_egg", "_hen"))}


def changed(state, operation):
    after = state.clone()
    operation.state_forwards("organization", after)
    return after


@pytest.mark.django_db(transaction=True)
def test_tables_that_refer_to_each_other_are_created_and_dropped(circle):
    before = ProjectState()
    after = changed(before, circle)
    with connection.schema_editor() as editor:
        circle.database_forwards("organization", editor, before, after)
    assert tables() == {"organization_egg", "organization_hen"}
    with connection.schema_editor() as editor:
        circle.database_backwards("organization", editor, after, before)
    assert tables() == set()


def test_the_state_holds_every_model(circle):
    before = ProjectState()
    assert before.apps.get_models() == []
    after = changed(before, circle)
    assert {model.__name__ for model in after.apps.get_models()} == {"Egg", "Hen"}


def test_it_is_written_as_it_is_read(circle):
    text, imports = OperationWriter(circle, indentation=0).serialize()
    assert "import emulation.migrating" in imports
    assert text.startswith("emulation.migrating.CreateModels(\n    models=[\n")
    assert text.count("migrations.CreateModel(") == 2
