"""`manage.py restore FILE`: puts a backup in place of everything, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from emulation.backup.archive import ArchiveError
from emulation.backup.restoring import restore


class Command(BaseCommand):
    """Restore a backup of either kind of database, then check the records."""

    help = "Phục hồi từ một bản sao lưu; sau đó kiểm tra dữ liệu. Nên dừng máy chủ trước."

    def add_arguments(self, parser: Any) -> None:
        """Add the archive and whether data may be replaced."""
        parser.add_argument("file", type=Path, help="tệp .zip do lệnh backup ghi")
        parser.add_argument("--replace", action="store_true", help="thay toàn bộ dữ liệu đang có")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        """Restore and say what came back."""
        try:
            manifest = restore(file, replace=replace)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã phục hồi {sum(manifest['tables'].values())} dòng.")
        call_command("check_records", stdout=self.stdout)
