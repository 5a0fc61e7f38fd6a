"""`manage.py export_authority ID FILE`: all of one authority as documented JSON and files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from emulation.organization.models import Unit, UnitKind
from emulation.portable.exporting import export_authority


class Command(BaseCommand):
    """Write the archive of one authority."""

    help = "Xuất toàn bộ dữ liệu và tệp của một cơ quan vào một tệp .zip có mô tả định dạng."

    def add_arguments(self, parser: Any) -> None:
        """Add whose records go where."""
        parser.add_argument("authority", type=int, metavar="ID", help="số của cơ quan")
        parser.add_argument("file", type=Path, help="tệp .zip")

    def handle(self, *args: Any, authority: int, file: Path, **options: Any) -> None:
        """Write it and say what is in it."""
        if not Unit.everyone.filter(pk=authority, kind=UnitKind.AUTHORITY).exists():
            raise CommandError(f"Không có cơ quan số {authority}.")
        if file.exists():
            raise CommandError(f"Đã có tệp {file}.")
        try:
            manifest = export_authority(authority, file)
        except OSError as error:
            raise CommandError(f"Không ghi được {file}: {error.strerror}.") from error
        self.stdout.write(
            f"{file}: {manifest['authority']['name']}, "
            f"{sum(manifest['tables'].values())} dòng, "
            f"{sum(name.startswith('files/') for name in manifest['members'])} tệp."
        )
        if manifest["missing"]:
            raise CommandError(f"Thiếu tệp: {', '.join(manifest['missing'][:20])}.")
