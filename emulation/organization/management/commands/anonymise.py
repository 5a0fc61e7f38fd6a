"""`manage.py anonymise [--apply] [--authority ID]`: personal data that are past their period."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from emulation.organization.models import Unit, User
from emulation.organization.services.privacy import anonymise, past_period, periods

LABELS = {
    "person": "cá nhân đã thôi", "household": "hộ gia đình đã thôi",
    "bar": "kỷ luật, đơn thư, việc xác minh đã kết thúc", "roster": "danh sách nạp từ Excel",
}  # fmt: skip


class Command(BaseCommand):
    """List what is past its period by authority, in counts; with --apply make it anonymous."""

    help = "Liệt kê dữ liệu cá nhân hết thời hạn lưu; thêm --apply để ẩn danh và lập biên bản."

    def add_arguments(self, parser):
        """Add what is done, for whom and by whom."""
        parser.add_argument("--apply", action="store_true", help="ẩn danh và lập biên bản")
        parser.add_argument("--authority", type=int, help="chỉ cơ quan có mã này")
        parser.add_argument("--by", default="", help="tên đăng nhập của người thực hiện")

    def handle(self, *args, **options):
        """Print counts, never names."""
        found = Q(pk=options["authority"]) if options["authority"] else Q()
        by = User.objects.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"Không có tài khoản «{options['by']}».")
        kept = ", ".join(f"{kind} {years} năm" for kind, years in periods().items())
        self.stdout.write(f"Thời hạn: {kept}.")
        total = 0
        for authority in Unit.objects.authorities().filter(found).order_by("pk"):
            counts = {
                LABELS[kind]: rows.count()
                for kind, rows in past_period(authority, timezone.localdate()).items()
            }
            total += sum(counts.values())
            said = "; ".join(f"{count} {label}" for label, count in counts.items() if count)
            if said:
                self.stdout.write(f"{authority}: {said}.")
            if said and options["apply"]:
                anonymise(authority, by=by)
        if not total:
            self.stdout.write("Không có dữ liệu nào hết thời hạn.")
        elif options["apply"]:
            self.stdout.write("Đã ẩn danh; biên bản in bằng: manage.py papers.")
        else:
            self.stdout.write("Chưa thay đổi gì. Thêm --apply để ẩn danh.")
