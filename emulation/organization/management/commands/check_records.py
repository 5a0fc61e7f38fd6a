"""`manage.py check_records`: nothing was altered, nothing is missing, everything agrees."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from emulation.chaining import chain_pending
from emulation.checking import Scope, all_checks, faults
from emulation.organization.models import Unit
from emulation.snapshot import snapshot
from emulation.verifying import anchor_holds, head_of, waiting

MOST = 20


class Command(BaseCommand):
    """Verify the chain of seals, stored files and the rules that no constraint can hold."""

    help = "Kiểm tra nhật ký, văn bản đã ban hành, tệp và sự khớp nhau của dữ liệu."

    def add_arguments(self, parser: Any) -> None:
        """Add whose records are checked, and what was noted of the chain."""
        parser.add_argument("--authority", type=int, metavar="ID", help="chỉ một cơ quan")
        parser.add_argument("--only", nargs="+", metavar="MÃ", help="chỉ những phép kiểm tra này")
        parser.add_argument("--list", action="store_true", help="liệt kê các phép kiểm tra")
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            metavar="SỐ:MÃ_BĂM",
            help="mắt xích đã ghi lại trước đây (in ở chân giấy tờ) phải còn trong chuỗi",
        )

    def handle(self, *args: Any, authority: int | None, **options: Any) -> None:
        """Print a line a fault and end with exit code 1 when there is one."""
        checks = all_checks()
        if options["list"]:
            for check in checks:
                self.stdout.write(f"{check.code:14}{check.rule}")
            return
        if unknown := set(options["only"] or ()) - {check.code for check in checks}:
            raise CommandError(f"Không có phép kiểm tra {', '.join(sorted(unknown))}.")
        if authority is not None and not Unit.everyone.filter(authority=authority).exists():
            raise CommandError(f"Không có cơ quan số {authority}.")
        chain_pending()
        with snapshot() as using:
            scope = Scope(using, authority)
            wanted = [c for c in checks if not options["only"] or c.code in options["only"]]
            wrong = sum(self._run(check, scope) for check in wanted)
            wrong += sum(self._anchor(anchor, using) for anchor in options["anchor"])
            position, chain = head_of(using)
            left = waiting(using)
        self.stdout.write(f"Mắt xích cuối: {position}:{chain}")
        if left:
            self.stdout.write(f"Chờ vào chuỗi: {left}")
        if wrong:
            self.stdout.write(f"{wrong} phép kiểm tra không đạt.")
            sys.exit(1)
        self.stdout.write(f"{len(wanted)} phép kiểm tra đều đạt.")

    def _run(self, check: Any, scope: Scope) -> bool:
        """Run one check and print what it found, up to a limit; whether it found anything."""
        found = list(faults(scope, [check], most=MOST + 1))
        for fault in found[:MOST]:
            self.stdout.write(f"[{fault.code}] {fault.message}")
        if len(found) > MOST:
            self.stdout.write(f"[{check.code}] … và còn nữa.")
        return bool(found)

    def _anchor(self, anchor: str, using: str) -> bool:
        try:
            if anchor_holds(anchor, using):
                return False
        except ValueError:
            raise CommandError(
                f"«{anchor}» không phải số mắt xích và mã băm, ví dụ 1287:8cf9141f."
            ) from None
        self.stdout.write(f"[anchor] Chuỗi niêm phong không còn mắt xích {anchor}.")
        return True
