"""`manage.py paper <slug> <pk> -o FILE.pdf|FILE.docx`: print one paper into a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from emulation.organization.issuing import content_of, word_of
from emulation.papers.catalogue import all_kinds
from emulation.papers.paper import PaperError

WRITERS = {".pdf": content_of, ".docx": word_of}


class Command(BaseCommand):
    """Write one record's paper as PDF (the frozen one when it was issued) or as Word to edit."""

    help = "In một giấy tờ ra tệp PDF hoặc tệp Word."

    def add_arguments(self, parser):
        """Add what to print and where to."""
        parser.add_argument("slug", help="loại giấy tờ, xem lệnh papers")
        parser.add_argument("pk", type=int, help="mã hồ sơ")
        parser.add_argument("-o", "--output", required=True, type=Path, help="tệp .pdf hoặc .docx")

    def handle(self, *args, slug, pk, output, **options):
        """Write the file; CommandError when there is no such paper or it cannot be made."""
        kind = all_kinds().get(slug)
        if kind is None:
            raise CommandError(f"Không có loại giấy tờ «{slug}». Xem: manage.py papers")
        subject = kind.subjects().filter(pk=pk).first()
        if subject is None:
            raise CommandError(f"Không có hồ sơ số {pk} cho «{kind.title}».")
        write = WRITERS.get(output.suffix)
        if write is None:
            raise CommandError("Tệp ra phải có đuôi .pdf hoặc .docx.")
        try:
            output.write_bytes(write(kind, subject))
        except PaperError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã in «{kind.title}: {subject}» ra {output}")
