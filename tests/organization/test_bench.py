"""`manage.py bench` measures with every program that the machine has and names those it lacks."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from emulation.papers import benchmark
from emulation.papers.pdf import missing_libraries

MISSING = missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")


@pytest.fixture(autouse=True)
def no_other_programs(monkeypatch):
    monkeypatch.setattr(benchmark.shutil, "which", lambda name: None)


def test_the_ratios_come_as_json():
    out = StringIO()
    call_command("bench", "--json", "--only", "table-10", stdout=out)
    (result,) = json.loads(out.getvalue())
    assert result["case"] == "table-10"
    assert result["ratios"]["weasyprint"] > 0
    assert set(result["skipped"]) == {"libreoffice", "chromium"}


def test_the_list_says_what_was_left_out():
    out = StringIO()
    call_command("bench", "--only", "table-10", stdout=out)
    assert "libreoffice: bỏ qua, chưa cài" in out.getvalue()


def test_the_cases_have_the_rows_that_they_name():
    assert len(benchmark.table(100).body[0].rows) == 100
