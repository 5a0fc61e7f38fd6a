"""`manage.py bench [--json]`: how fast papers print, as ratios in one run."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from emulation.papers.benchmark import measure, plan, table
from emulation.papers.pdf import missing_libraries

# Rounds of each case: long ones are steadier and cost minutes.
CASES = (
    ("plan", plan, 7),
    ("table-10", lambda: table(10), 7),
    ("table-100", lambda: table(100), 5),
    ("table-1000", lambda: table(1000), 3),
    ("table-5000", lambda: table(5000), 1),
)


class Command(BaseCommand):
    """Print each case with ours and with what an office would use; above 1 ours is faster."""

    help = "Đo tốc độ in, so với LibreOffice và Chromium trên cùng nội dung."

    def add_arguments(self, parser):
        """Add the choice of cases and the output for machines."""
        parser.add_argument("--json", action="store_true", help="in dạng JSON")
        parser.add_argument("--only", nargs="+", choices=[name for name, *_ in CASES])

    def handle(self, *args, **options):
        """Measure the cases and print the ratios."""
        if missing_libraries():
            raise CommandError(missing_libraries())
        results = [
            measure(name, build(), rounds)
            for name, build, rounds in CASES
            if not options["only"] or name in options["only"]
        ]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(result) for result in results]))
            return
        self.stdout.write("Tỷ số: thời gian của chương trình khác chia cho thời gian của ta.")
        for result in results:
            ratios = "  ".join(f"{name} {ratio:.1f}x" for name, ratio in result.ratios.items())
            self.stdout.write(f"{result.case:<11} {result.seconds:7.3f} s   {ratios}")
            for name, reason in result.skipped.items():
                self.stdout.write(f"{'':<11} {name}: bỏ qua, {reason}")
