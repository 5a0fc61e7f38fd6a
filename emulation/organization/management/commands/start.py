"""Bring the database up to date, fill a new one with the demo, and serve: what `./run` ends in."""

import os
import subprocess
import sys
import threading
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.management.commands.runserver import Command as RunServer
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from emulation.organization.services.first_run import first_key
from emulation.papers.pdf import missing_libraries
from emulation.processes import die_with_parent, refusal_of_port
from emulation.static_files import NOT_SERVED

# The accounts of `manage.py demo`, in the order in which a newcomer tries them.
ACCOUNTS = {
    "vanphong": "văn phòng (cơ quan thường trực)",
    "chutich": "chủ tịch",
    "thon1": "một thôn",
    "congchuc": "một bộ phận",
    "xakhac": "một xã khác",
    "admin": "quản trị hệ thống",
}


class Server(RunServer):
    """Django's development server with our own words, once it listens."""

    def __init__(self, greeting, **kwargs):
        super().__init__(**kwargs)
        self.greeting = greeting

    def check_migrations(self):
        """Leave out what `start` has done already."""

    def on_bind(self, server_port):
        self.stdout.write(self.greeting)
        self.stdout.flush()
        threading.Thread(target=self.warm_up_papers, daemon=True).start()

    def warm_up_papers(self):
        """Load the PDF engine, a second's work, beside the first page; say if it cannot be."""
        if problem := missing_libraries():
            self.stdout.write(f"  CHÚ Ý: {problem}")


@contextmanager
def worker():
    """Run `manage.py db_worker` (long printing) beside the server, for as long as this lives."""
    child = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker", "--no-reload"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=30)


class Command(BaseCommand):
    """Migrate, load the demo on a new database, serve, and say where and as whom to log in."""

    help = "Chuẩn bị cơ sở dữ liệu rồi chạy ứng dụng."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        host = os.environ.get("HOST", "127.0.0.1")
        if refusal := refusal_of_port(host, port, "./run"):
            raise CommandError(refusal)
        refuse_missing_key()
        self.check()
        try:
            self.prepare_database()
        except OperationalError as error:
            raise CommandError(f"Không dùng được cơ sở dữ liệu: {error}") from error
        if not settings.DEBUG:
            call_command(
                "collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED
            )
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        with worker():
            call_command(
                Server(self.greeting(address), stdout=self.stdout, stderr=self.stderr),
                address,
                use_reloader=False,
                skip_checks=True,
            )

    def prepare_database(self):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Đang chuẩn bị cơ sở dữ liệu…")
            call_command("migrate", interactive=False, verbosity=0)
        # The demo's password is public: it never goes into an installation for real work.
        if settings.DEBUG and not get_user_model().objects.exists():
            self.stdout.write("Đang nạp dữ liệu mẫu…")
            call_command("demo", stdout=self.stdout, stderr=self.stderr)

    def greeting(self, address):
        lines = ["", f"  Thi đua đang chạy tại  http://{address}", ""]
        user = get_user_model()
        known = set(user.objects.filter(username__in=ACCOUNTS).values_list("username", flat=True))
        if known == set(ACCOUNTS):
            password = os.environ.get("DEMO_PASSWORD", "thidua-demo")
            lines.append(f"  Tài khoản dữ liệu mẫu (mật khẩu ban đầu: {password})")
            lines += [f"    {name:<10} {who}" for name, who in ACCOUNTS.items()]
        elif not user.objects.exists():
            lines += [f"  {line}" for line in invitation(f"http://{address}")]
        return "\n".join([*lines, "", "  Dừng: nhấn Ctrl+C.", ""])


def invitation(address):
    """Say how to claim a new installation; the key is shown to whoever reads this console."""
    return [
        "Chưa có tài khoản nào. Mở trang bắt đầu và nhập khóa cài đặt:",
        f"  {address}/bat-dau/",
        f"  Khóa: {first_key()}",
    ]


def refuse_missing_key():
    """Outside DEBUG the installation brings its own key; Django would notice at the first page."""
    try:
        settings.SECRET_KEY  # noqa: B018 - reading it is the check
    except ImproperlyConfigured as error:
        raise CommandError(
            "DEBUG=0 cần khóa riêng: đặt SECRET_KEY (trong môi trường hoặc tệp .env) rồi chạy lại."
        ) from error
