"""The day's work of an installation: reminders, and clearing away what is no longer needed."""

import logging

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run settings.DAILY_COMMANDS; one that fails does not keep the others from running."""

    help = "Việc hằng ngày: nhắc hạn, dọn phiên đăng nhập và việc cũ. Chạy lại không gây hại."

    def handle(self, **options):
        failed = []
        for name in settings.DAILY_COMMANDS:
            try:
                call_command(name, stdout=self.stdout, stderr=self.stderr)
            except Exception:
                logger.exception("daily command %s failed", name)
                failed.append(name)
        if failed:
            raise CommandError(f"Chưa làm được: {', '.join(failed)} (xem nhật ký).")
