"""Fill an empty database with the demo, so that a newcomer can try everything at once."""

import os

from django.core.management import BaseCommand, CommandError

from dossiers.demo.accounts import ACCOUNTS
from dossiers.demo.loading import ForeignData, load

DEFAULT_PASSWORD = "thidua-demo"


class Command(BaseCommand):
    """Load the demo once; a second run changes nothing, other people's data is left alone."""

    help = "Nạp dữ liệu mẫu (người và số liệu hư cấu) vào cơ sở dữ liệu mới."

    def add_arguments(self, parser):
        parser.add_argument(
            "--no-pdf",
            action="store_true",
            help="không lưu bản PDF của văn bản đã ban hành (nhanh hơn)",
        )

    def handle(self, *, no_pdf, **options):
        password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
        try:
            loaded = load(password=password, with_papers=not no_pdf, say=self.stdout.write)
        except ForeignData as error:
            raise CommandError(
                "Cơ sở dữ liệu đã có đơn vị hoặc tài khoản khác. Dữ liệu mẫu chỉ nạp vào cơ sở "
                "dữ liệu mới, để không lẫn với dữ liệu thật."
            ) from error
        if not loaded:
            self.stdout.write("Dữ liệu mẫu đã có sẵn, không thay đổi gì.")
            return
        names = ", ".join(account.username for account in ACCOUNTS)
        self.stdout.write(f"Đã nạp dữ liệu mẫu. Tài khoản: {names}.")
