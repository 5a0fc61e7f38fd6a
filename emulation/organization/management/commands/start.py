"""Bring the database up to date, fill a new one with the demo, and serve: what `./run` ends in."""

import ctypes
import os
import signal
import socket
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

from emulation.papers.pdf import missing_libraries

PR_SET_PDEATHSIG = 1  # from Linux's prctl.h
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
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent if sys.platform == "linux" else None,
    )
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=30)


def die_with_parent():
    """Ask Linux to end this process when the server is killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Command(BaseCommand):
    """Migrate, load the demo on a new database, serve, and say where and as whom to log in."""

    help = "Chuẩn bị cơ sở dữ liệu rồi chạy ứng dụng."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        host = os.environ.get("HOST", "127.0.0.1")
        refuse_busy(host, port)
        refuse_missing_key()
        self.check()
        try:
            self.prepare_database()
        except OperationalError as error:
            raise CommandError(f"Không dùng được cơ sở dữ liệu: {error}") from error
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
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
            lines.append("  Chưa có tài khoản nào. Hãy chạy: ./run manage createsuperuser")
        return "\n".join([*lines, "", "  Dừng: nhấn Ctrl+C.", ""])


def refuse_busy(host, port):
    """Say plainly that another program has the port, before anything else is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Không mở được cổng {port} ({error}). Có thể chương trình khác đang dùng; "
                f"hãy chạy với cổng khác: PORT={port + 1 if port < 65535 else 8001} ./run"
            ) from error


def refuse_missing_key():
    """Outside DEBUG the installation brings its own key; Django would notice at the first page."""
    try:
        settings.SECRET_KEY  # noqa: B018 - reading it is the check
    except ImproperlyConfigured as error:
        raise CommandError(
            "DEBUG=0 cần khóa riêng: đặt SECRET_KEY (trong môi trường hoặc tệp .env) rồi chạy lại."
        ) from error
