"""Before the first request everything is loaded that every worker would load for itself."""

import json
import os
import subprocess
import sys

from emulation import warming
from emulation.papers.paper import PaperError
from tests.served import ROOT

LOADED = """
import gc, sys
from types import SimpleNamespace
from emulation import gunicorn_config
from emulation.wsgi import application
gunicorn_config.when_ready(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: application)))
from django.db import connections
from django.urls import get_resolver
print("weasyprint" in sys.modules, "campaigns.views.registration" in sys.modules,
      gc.get_freeze_count() > 100_000, connections["default"].connection)
"""


def test_what_cannot_be_loaded_does_not_keep_the_server_from_starting(monkeypatch):
    def fail(*_):
        raise PaperError("no libraries")

    monkeypatch.setattr(warming, "render", fail)
    warming.warm_up(fail)


def test_workers_are_forks_of_a_process_that_has_loaded_everything(tmp_path):
    """Addresses, engine and all; no connection of the database is shared between forks."""
    found = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, check=True, capture_output=True, text=True,
        env={"DJANGO_SETTINGS_MODULE": "emulation.settings", "SECRET_KEY": "x", "DEBUG": "0",
             "DATABASE_URL": f"sqlite:///{tmp_path}/db", "PATH": os.environ["PATH"]},
    )  # fmt: skip
    asked = [json.loads(line) for line in found.stderr.splitlines() if line.startswith("{")]
    assert {"login", "healthz"} <= {line.get("route") for line in asked}
    assert found.stdout == "True True True None\n"
