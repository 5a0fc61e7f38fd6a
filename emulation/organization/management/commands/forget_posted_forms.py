"""Forget which forms were posted long ago: nobody sends them a second time any more."""

import datetime as dt

from django.core.management import BaseCommand
from django.utils import timezone

from emulation.organization.models import PostedForm

KEPT_FOR = dt.timedelta(days=2)


class Command(BaseCommand):
    """Delete the rows of forms posted more than two days ago."""

    help = "Xóa dấu vết các biểu mẫu đã gửi từ hơn hai ngày trước (chống gửi trùng)."

    def handle(self, **options):
        PostedForm.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
