"""`manage.py backup [FILE]`: database and files in one archive, while the office works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from emulation.backup.writing import default_target, forget_old, write_backup


class Command(BaseCommand):
    """Write a backup; exit code 1 when a stored file is missing."""

    help = "Sao lưu cơ sở dữ liệu và tệp vào một tệp .zip (không có khóa bí mật)."

    def add_arguments(self, parser: Any) -> None:
        """Add where it goes and how many are kept there."""
        parser.add_argument("file", nargs="?", type=Path, help="tệp .zip; mặc định var/backups")
        parser.add_argument("--keep", type=int, metavar="N", help="chỉ giữ N bản mới nhất")

    def handle(self, *args: Any, file: Path | None, keep: int | None, **options: Any) -> None:
        """Write it, say what is in it, and forget old ones."""
        if keep is not None and keep < 1:
            raise CommandError("--keep phải từ 1 trở lên.")
        target = file or default_target()
        if target.exists():
            raise CommandError(f"Đã có tệp {target}.")
        try:
            manifest = write_backup(target)
        except OSError as error:
            raise CommandError(f"Không ghi được {target}: {error.strerror}.") from error
        self.stdout.write(
            f"{target}: {sum(manifest['tables'].values())} dòng, "
            f"{sum(name.startswith('files/') for name in manifest['members'])} tệp, "
            f"mắt xích cuối {manifest['chain'][:24]}."
        )
        for old in forget_old(target.parent, keep) if keep else []:
            self.stdout.write(f"Đã bỏ bản cũ {old.name}.")
        if manifest["missing"]:
            raise CommandError(f"Thiếu tệp: {', '.join(manifest['missing'][:20])}.")
