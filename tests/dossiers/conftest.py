"""The demo, loaded once for a whole module of tests and taken back afterwards."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings


@pytest.fixture(scope="module")
def loaded_demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Output of `manage.py demo --no-pdf`; what a test changes in the data is undone after it."""
    output = StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        patch.delenv("DEMO_PASSWORD", raising=False)
        call_command("demo", "--no-pdf", stdout=output)
        yield output.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_demo, db):
    return loaded_demo
