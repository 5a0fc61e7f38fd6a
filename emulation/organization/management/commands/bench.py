"""`manage.py bench [--json]`: how fast papers print, as ratios in one run."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from emulation.organization.issuing import rendered
from emulation.papers.benchmark import Result, Rivals, measure
from emulation.papers.benchmark_papers import certificates, plan, table
from emulation.papers.certificate import render_certificates, render_in_one
from emulation.papers.certificate_layout import A4
from emulation.papers.pdf import missing_libraries, render, render_plainly

# Seconds after which a program is given up, a case that runs once later; on a machine that does
# nothing else the whole bench then ends within ten minutes.
LIMIT, LIMIT_OF_ONE = 60, 120
# Rounds of each case: long ones are steadier and cost minutes.
PAPERS = {
    "plan": (plan, 7),
    "table-10": (partial(table, 10), 7),
    "table-100": (partial(table, 100), 5),
    "table-1000": (partial(table, 1000), 3),
    "table-5000": (partial(table, 5000), 1),
}
# How many times faster ours should be (performance.md, goals 1 to 5 and 7).
ROW_GOALS = {"weasyprint": 20, "libreoffice": 2, "chromium": 2}
GOALS: dict[str, dict[str, float]] = {
    "plan": {"weasyprint": 1.2, "libreoffice": 1.8, "chromium": 2.5},
    "table-1000": ROW_GOALS,
    "table-1000-issued": {"weasyprint": 5},
    "table-5000": ROW_GOALS,
    "certificates-200": {"one-document": 2.5, "one-by-one": 4},
    "first-pdf": {"cold-process": 4},
}
COLD = """
from django.conf import settings
settings.configure(BASE_DIR={base!r}, NODE_MODULES={modules!r}, TEMPLATES=[
    {{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [{templates!r}]}}])
import django
django.setup()
from emulation.papers.benchmark_papers import plan
from emulation.papers.pdf import render
render(plan())
"""


def certificates_200(rivals: Rivals) -> Result:
    """200 certificates, beside one document of WeasyPrint for all and one for each."""
    all_of_them, layout = certificates(200), A4
    programs = {
        "ours": lambda: render_certificates(all_of_them, layout),
        "one-document": lambda: render_in_one(all_of_them, layout),
        "one-by-one": lambda: [render_certificates([each], layout) for each in all_of_them],
    }
    return measure("certificates-200", programs, 3, LIMIT, warm=False)


def issued_table(rivals: Rivals) -> Result:
    """A list of 1,000 rows as it is issued: tagged, PDF/A, beside the same by WeasyPrint alone."""
    paper = table(1000)
    programs = {
        "ours": lambda: render(paper, archival=True),
        "weasyprint": lambda: render_plainly(paper, archival=True),
    }
    return measure("table-1000-issued", programs, 3, LIMIT)


def preview_cached(rivals: Rivals) -> Result:
    """The preview of a draft that has not changed, beside its rendering."""
    paper = plan()
    programs = {"ours": lambda: rendered(paper), "rendering": lambda: render(paper)}
    return measure("preview-cached", programs, 7, LIMIT)


def first_pdf(rivals: Rivals) -> Result:
    """A plan from a process that is ready, beside one that starts for it."""
    code = COLD.format(
        base=str(settings.BASE_DIR),
        modules=str(settings.NODE_MODULES),
        templates=str(settings.BASE_DIR / "templates"),
    )
    start = partial(subprocess.run, [sys.executable, "-c", code], check=True, cwd=settings.BASE_DIR)
    paper = plan()
    programs = {"ours": lambda: render(paper), "cold-process": start}
    return measure("first-pdf", programs, 5, LIMIT)


OTHERS: dict[str, Callable[[Rivals], Result]] = {
    "table-1000-issued": issued_table,
    "certificates-200": certificates_200,
    "preview-cached": preview_cached,
    "first-pdf": first_pdf,
}


def cases_of_apps() -> dict[str, Callable[[], Result]]:
    """Return the cases that apps bring (`settings.BENCHMARKS`), by name."""
    return {
        name: case for path in settings.BENCHMARKS for name, case in import_string(path).items()
    }


def _times(ratio: float) -> str:
    """Return a ratio in so many digits that it says something."""
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.3f}"


def _goal(case: str, name: str, ratio: float) -> str:
    """Return what a ratio should be and whether it is, where there is a goal."""
    goal = GOALS.get(case, {}).get(name)
    if goal is None:
        return ""
    return f" (mục tiêu {goal:g}: {'đạt' if ratio >= goal else 'chưa đạt'})"


class Command(BaseCommand):
    """Print each case with ours and with what an office would use; above 1 ours is faster."""

    help = "Đo tốc độ in, so với LibreOffice và Chromium trên cùng nội dung."

    def add_arguments(self, parser):
        """Add the choice of cases and the output for machines."""
        parser.add_argument("--json", action="store_true", help="in dạng JSON")
        parser.add_argument(
            "--only",
            nargs="+",
            choices=[*PAPERS, *OTHERS, *cases_of_apps()],
            help="chỉ đo các trường hợp này",
        )

    def handle(self, *args, **options):
        """Measure the cases and print the ratios of each as soon as it is done."""
        if missing_libraries():
            raise CommandError(missing_libraries())
        # Told to stop, it stops the other programs as well.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        wanted = options["only"] or [*PAPERS, *OTHERS, *cases_of_apps()]
        results = []
        with Rivals() as rivals:
            machine = {"cores": os.cpu_count(), "versions": rivals.versions}
            if not options["json"]:
                self._head(machine)
            for case in wanted:
                results.append(self._measure(case, rivals))
                if not options["json"]:
                    self._line(results[-1])
        if options["json"]:
            cases = [result.as_dict() | {"goals": GOALS.get(result.case, {})} for result in results]
            self.stdout.write(json.dumps(machine | {"cases": cases}, ensure_ascii=False))

    def _measure(self, case, rivals):
        if case in OTHERS:
            return OTHERS[case](rivals)
        if case in (brought := cases_of_apps()):
            return brought[case]()
        build, rounds = PAPERS[case]
        return rivals.measure(case, build, rounds, LIMIT if rounds > 1 else LIMIT_OF_ONE)

    def _head(self, machine):
        versions = "; ".join(f"{name} {said}" for name, said in machine["versions"].items())
        self.stdout.write(f"{machine['cores']} nhân xử lý; {versions}")
        self.stdout.write(
            "Tỷ số: thời gian của chương trình khác chia cho thời gian của ta (trung vị)."
        )

    def _line(self, result):
        rounds = len(result.times["ours"])
        ratios = "  ".join(
            f"{name} {_times(ratio)}x{' (ước lượng)' * (name in result.estimated)}"
            f"{_goal(result.case, name, ratio)}"
            for name, ratio in result.ratios.items()
        )
        line = f"{result.case:<16} {result.seconds:7.3f} s  {rounds} lượt  {ratios}"
        self.stdout.write(line.rstrip())
        if result.queries:
            told = "; ".join(f"{n} hồ sơ: {asked} truy vấn" for n, asked in result.queries.items())
            self.stdout.write(f"{'':<16} {told}")
        for name, reason in result.skipped.items():
            self.stdout.write(f"{'':<16} {name}: bỏ qua, {reason}")
        self.stdout.flush()
