"""Make an installation for real work ready to serve: what `./run serve` does before it serves."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from emulation.papers.pdf import missing_libraries
from emulation.processes import is_loopback
from emulation.static_files import NOT_SERVED

from .start import ACCOUNTS, invitation

# The one that README names; anybody may try it.
PUBLIC_PASSWORD = "thidua-demo"


class Command(BaseCommand):
    """Refuse what cannot serve, say what could be safer, migrate, collect the browser's files."""

    help = "Kiểm tra cấu hình, cập nhật cơ sở dữ liệu, gom tệp giao diện (trước khi phục vụ thật)."
    requires_system_checks = []

    def handle(self, **options):
        self.refuse_what_is_missing()
        self.warn()
        try:
            self.migrate()
            self.refuse_open_demo()
        except DatabaseError as error:
            raise CommandError(f"Không dùng được cơ sở dữ liệu: {error}") from error
        self.collect()
        if not get_user_model().objects.exists():
            self.stdout.write("\n".join(invitation(settings.PUBLIC_URL)))

    def refuse_what_is_missing(self):
        """Raise CommandError for a setting without which nothing works."""
        if settings.DEBUG:
            raise CommandError("DEBUG đang bật: không dùng để phục vụ thật.")
        try:
            settings.SECRET_KEY  # noqa: B018 - reading it is the check
        except ImproperlyConfigured as error:
            raise CommandError(
                "Chưa có khóa bí mật: chạy bằng ./run serve (tự lập khóa) hoặc đặt SECRET_KEY."
            ) from error
        if settings.MEDIA_S3_BUCKET:
            return
        try:
            Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"Không ghi được thư mục tệp (MEDIA_ROOT): {error}") from error

    def warn(self):
        """Say what `check --deploy` finds, and what cannot be printed; errors refuse."""
        for found in checks.run_checks(include_deployment_checks=True):
            if found.is_serious() and not found.is_silenced():
                raise CommandError(f"Cấu hình sai ({found.id}): {found.msg}")
            # Over plain http (this machine alone, a closed line) it asks for the impossible.
            if not found.is_silenced() and settings.SESSION_COOKIE_SECURE:
                self.stderr.write(f"CHÚ Ý ({found.id}): {found.msg}")
        if problem := missing_libraries():
            self.stderr.write(f"CHÚ Ý: {problem}")

    def migrate(self):
        """Bring the database up to this version."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Đang cập nhật cơ sở dữ liệu…")
            call_command("migrate", interactive=False, verbosity=0)

    def collect(self):
        """Gather the browser's files in STATIC_ROOT."""
        try:
            call_command(
                "collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED
            )
        except OSError as error:
            raise CommandError(f"Không ghi được tệp giao diện (STATIC_ROOT): {error}") from error

    def refuse_open_demo(self):
        """Raise CommandError when others would reach accounts whose password everybody knows."""
        demo = get_user_model().objects.filter(username__in=ACCOUNTS, is_active=True)
        accounts = [
            user.username for user in demo if check_password(PUBLIC_PASSWORD, user.password)
        ]
        if not accounts:
            return
        said = (
            f"Cơ sở dữ liệu có dữ liệu mẫu với mật khẩu công khai «{PUBLIC_PASSWORD}» "
            f"({', '.join(accounts)})."
        )
        if is_loopback(settings.PUBLIC_HOST or "localhost"):
            self.stderr.write(f"CHÚ Ý: {said}")
        else:
            raise CommandError(
                f"{said} Hãy đặt DATABASE_URL tới một cơ sở dữ liệu mới, hoặc đổi mật khẩu ấy."
            )
