"""What /healthz says, for a monitor or an officer at the machine itself."""

import sys

from django.core.management import BaseCommand

from emulation.organization.health import findings


class Command(BaseCommand):
    """Print each check and what it found; exit code 1 when something is wrong."""

    help = "Kiểm tra cơ sở dữ liệu, cập nhật, chỗ trống trên đĩa, việc chờ và thư viện PDF."
    requires_system_checks = []

    def handle(self, **options):
        found = findings()
        for name, said in found.items():
            self.stdout.write(f"{name:<11}{said}")
        if any(said != "ok" for said in found.values()):
            sys.exit(1)
