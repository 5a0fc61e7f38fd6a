"""`manage.py review_paper FILE`: the mistakes that offices make, one finding a line."""

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from emulation.papers.paper import PaperError
from emulation.papers.reader import read
from emulation.papers.review import Context, Finding, review

KINDS = ("xã", "phường", "thị trấn", "đặc khu")


class Command(BaseCommand):
    """Review a .docx or .txt; exit 1 when it holds an error or a warning, 0 when it is clean."""

    help = "Rà soát một văn bản (.docx, .txt): đánh số, thể thức, viện dẫn, tên gọi, thời hạn."

    def add_arguments(self, parser):
        """Add the file and what it may not say itself."""
        parser.add_argument("file", type=Path, help="tệp .docx hoặc .txt (UTF-8)")
        parser.add_argument("--json", action="store_true", help="in dạng JSON")
        parser.add_argument("--final", action="store_true", help="văn bản phải đủ số, ngày, ký")
        parser.add_argument("--kind", choices=KINDS, default="", help="cơ quan ban hành là xã, …")
        parser.add_argument("--date", type=date.fromisoformat, help="ngày văn bản: NĂM-THÁNG-NGÀY")

    def handle(self, *args, file, **options):
        """Print the findings; notes alone leave the exit code at 0."""
        context = Context(
            date=options["date"], kind=options["kind"], final=options["final"] or None
        )
        found = review(_content(file), context)
        if options["json"]:
            rows = [{k: v for k, v in asdict(f).items() if k != "order"} for f in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
        else:
            for finding in found:
                self.stdout.write(_line(finding))
            if not found:
                self.stdout.write("Không có phát hiện nào.")
        if any(finding.severity != "note" for finding in found):
            sys.exit(1)


def _line(finding: Finding) -> str:
    words = f" («{finding.excerpt}»)" if finding.excerpt else ""
    return f"{finding.where}: [{finding.code}] {finding.message}{words}"


def _content(file: Path):
    """Return a Word file as it was read, a text as it was typed."""
    try:
        source = file.read_bytes()
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {file}: {error.strerror}.") from error
    try:
        reading = read(source, file.name)
    except PaperError as error:
        raise CommandError(str(error)) from error
    if source.startswith(b"PK"):
        return reading
    # The reader takes UTF-8 and UTF-16 with a mark, and has refused everything else by now.
    utf_16 = source.startswith((b"\xff\xfe", b"\xfe\xff"))
    return source.decode("utf-16" if utf_16 else "utf-8-sig")
