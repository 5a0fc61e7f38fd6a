"""`manage.py bench` measures with every program that the machine has and names those it lacks."""

import json
import time
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from emulation.organization.management.commands import bench
from emulation.papers import benchmark, benchmark_papers, rivals
from emulation.papers.pdf import missing_libraries

MISSING = missing_libraries()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no PDF libraries (pango): {MISSING}")


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch):
    """No other program, and few rounds."""
    monkeypatch.setattr(rivals.shutil, "which", lambda name: None)
    monkeypatch.setattr(
        bench, "PAPERS", {name: (build, 1) for name, (build, _) in bench.PAPERS.items()}
    )


def run(*options):
    out = StringIO()
    call_command("bench", *options, stdout=out)
    return out.getvalue()


def test_everything_measured_comes_as_json():
    said = json.loads(run("--json", "--only", "table-10"))
    (case,) = said["cases"]
    assert said["cores"] >= 1
    assert set(said["versions"]) == {"weasyprint", "python"}
    assert case["case"] == "table-10"
    assert case["rounds"] == {"ours": 1, "weasyprint": 1}
    assert case["ratios"]["weasyprint"] == case["times"]["weasyprint"][0] / case["seconds"]
    assert set(case["skipped"]) == {"libreoffice", "chromium"}


def test_the_list_says_how_often_and_what_was_left_out():
    said = run("--only", "table-10")
    assert "1 lượt" in said
    assert "libreoffice: bỏ qua, chưa cài" in said


def test_each_case_is_said_when_it_is_done(monkeypatch):
    said = []

    class Paper(StringIO):
        def flush(self):
            said.append(self.getvalue())

    monkeypatch.setattr(bench, "measure", lambda *given, **more: benchmark.Result(
        given[0], {"ours": [1.0], "rendering": [3.0]}
    ))  # fmt: skip
    call_command("bench", "--only", "preview-cached", "first-pdf", stdout=Paper())
    assert "preview-cached" in said[0]
    assert "first-pdf" not in said[0]
    assert "rendering 3.0x" in said[0]


def test_a_goal_is_said_with_what_was_reached(monkeypatch):
    result = benchmark.Result("first-pdf", {"ours": [1.0], "cold-process": [3.0]})
    monkeypatch.setattr(bench, "measure", lambda *given, **more: result)
    assert "cold-process 3.0x (mục tiêu 4: chưa đạt)" in run("--only", "first-pdf")
    result.times["cold-process"] = [4.0]
    assert "cold-process 4.0x (mục tiêu 4: đạt)" in run("--only", "first-pdf")
    (case,) = json.loads(run("--json", "--only", "first-pdf"))["cases"]
    assert case["goals"] == {"cold-process": 4}


def test_an_issued_table_is_measured_beside_the_same_file_of_weasyprint(monkeypatch):
    monkeypatch.setattr(bench, "table", lambda rows: benchmark_papers.table(3))
    assert set(bench.issued_table(None).times) == {"ours", "weasyprint"}


def test_a_cached_preview_is_measured_beside_its_rendering():
    result = bench.preview_cached(None)
    assert set(result.times) == {"ours", "rendering"}


def test_certificates_are_printed_as_one_document_and_one_by_one(monkeypatch):
    monkeypatch.setattr(bench, "certificates", lambda count: benchmark_papers.certificates(2))
    assert set(bench.certificates_200(None).times) == {"ours", "one-document", "one-by-one"}


def test_the_cases_have_the_rows_that_they_name():
    assert len(benchmark_papers.table(100).body[0].rows) == 100
    assert len(benchmark_papers.certificates(200)) == 200


def test_no_round_prints_what_an_earlier_one_did():
    assert benchmark_papers.plan(0) == benchmark_papers.plan(0)
    said = {repr(benchmark_papers.plan(turn).body) for turn in range(3)}
    said |= {repr(benchmark_papers.table(3, turn).body) for turn in range(3)}
    assert len(said) == 6


# --- measuring -----------------------------------------------------------------------------------


def test_rounds_alternate_after_one_for_nothing():
    turns = []
    programs = {name: lambda name=name: turns.append(name) for name in ("ours", "other")}
    result = benchmark.measure("x", programs, 2, 60)
    assert turns == ["ours", "other"] * 3
    assert [len(taken) for taken in result.times.values()] == [2, 2]


def test_who_takes_too_long_is_given_up_and_not_asked_again():
    asked = []

    def sleep():
        asked.append(1)
        time.sleep(30)

    result = benchmark.measure("x", {"ours": int, "slow": sleep}, 3, 0.05)
    assert result.skipped == {"slow": "không xong trong 0.05 s"}
    assert (len(asked), "slow" in result.times) == (1, False)


def test_who_fails_is_named():
    def fail():
        raise rivals.ProgramError("chromium: 1")

    result = benchmark.measure("x", {"ours": int, "broken": fail}, 1, 60)
    assert result.skipped == {"broken": "không in được: ProgramError"}


def test_without_uno_libreoffice_is_estimated_from_its_start(monkeypatch):
    monkeypatch.setattr(rivals, "soffice", lambda: "soffice")
    monkeypatch.setattr(rivals, "version", lambda program: "LibreOffice 7.4")
    monkeypatch.setattr(rivals, "has_uno", lambda: False)
    monkeypatch.setattr(rivals, "start_libreoffice", lambda document, folder: None)
    with benchmark.Rivals() as programs:
        result = programs.measure("table-10", partial(benchmark_papers.table, 3), 3, 60)
    assert result.estimated == ["libreoffice"]
    assert "libreoffice-cold" in result.times


@pytest.mark.browser
def test_an_open_chromium_prints_again_and_again(tmp_path, monkeypatch):
    monkeypatch.undo()
    page = tmp_path / "trang in.html"
    page.write_text("<p>Một</p>", encoding="utf-8")
    with rivals.WarmChromium() as chromium:
        assert [len(chromium.print(page)) > 1000 for _ in range(2)] == [True, True]
