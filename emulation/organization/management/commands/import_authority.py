"""`manage.py import_authority FILE`: takes an exported authority into an empty installation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from emulation.backup.archive import ArchiveError
from emulation.portable.importing import import_authority


class Command(BaseCommand):
    """Import an authority whole or not at all, then check the records."""

    help = "Nhập một cơ quan (tệp của export_authority) vào hệ thống chưa có đơn vị nào."

    def add_arguments(self, parser: Any) -> None:
        """Add the archive."""
        parser.add_argument("file", type=Path, help="tệp .zip")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Import and say what came."""
        try:
            manifest = import_authority(file)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Đã nhập {manifest['authority']['name']}: {sum(manifest['tables'].values())} dòng. "
            "Tài khoản chưa có mật khẩu: hãy cấp lại."
        )
        call_command("check_records", stdout=self.stdout)
