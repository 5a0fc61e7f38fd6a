"""`manage.py import_plan FILE [--json] [--unit PK]`: read last year's plan, or file a draft."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from campaigns.reading import as_json, understand
from campaigns.services.importing import catalogue_for, draft_from
from emulation.organization.models import Role, Unit, User
from emulation.papers.reader import ReadingError, read


class Command(BaseCommand):
    """Print what a plan says as JSON, or make a draft campaign of it and say what was left out."""

    help = "Đọc kế hoạch cũ (.docx, .txt): in kết quả đọc, hoặc lập bản dự thảo phong trào."

    def add_arguments(self, parser):
        """Add the file, the form of the answer, and for whom to file."""
        parser.add_argument("file", type=Path, help="tệp .docx hoặc .txt")
        parser.add_argument("--json", action="store_true", help="in kết quả đọc, không ghi gì")
        parser.add_argument("--unit", type=int, help="mã cơ quan lập phong trào")
        parser.add_argument("--by", help="tên đăng nhập của người lập (mặc định: văn phòng)")

    def handle(self, *args, file, unit, by, **options):
        """Read the file; CommandError when it cannot be read or filed."""
        try:
            reading = read(file.read_bytes(), file.name)
        except OSError as error:
            raise CommandError(f"Không mở được tệp {file}: {error.strerror}.") from error
        except ReadingError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            # Reading alone asks no database: it works before there is one.
            data = as_json(reading, understand(reading))
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        facts = understand(reading, catalogue_for(reading))
        authority = _authority(unit)
        try:
            made = draft_from(facts, reading, authority=authority, by=_clerk(authority, by))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(
                f"Người lập không có quyền lập phong trào cho {authority}."
            ) from error
        self.stdout.write(f"Đã lập dự thảo số {made.campaign.pk}: {made.campaign}.")
        for sentence in made.left_out:
            self.stdout.write(f"- {sentence}")


def _authority(pk: int | None) -> Unit:
    """Return the authority to file for: as told, or the only one there is."""
    found = list(Unit.objects.authorities())
    chosen = [unit for unit in found if unit.pk == pk] if pk is not None else found
    if len(chosen) == 1:
        return chosen[0]
    known = "; ".join(f"{unit.pk}: {unit}" for unit in found) or "chưa có cơ quan nào"
    problem = "Có nhiều cơ quan" if pk is None and found else "Không có cơ quan này"
    raise CommandError(f"{problem}, hãy ghi --unit. {known}.")


def _clerk(authority: Unit, username: str | None) -> Any:
    """Return who files: as told, or the only account of the authority's office."""
    if username:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản «{username}».")
        return user
    users = User.objects.filter(memberships__unit=authority, memberships__role=Role.OFFICE)
    clerks = [u for u in users.distinct() if Role.OFFICE in u.roles_at(authority)]
    if len(clerks) != 1:
        raise CommandError(
            f"{authority} có {len(clerks)} tài khoản văn phòng, hãy ghi --by TÊN_ĐĂNG_NHẬP."
        )
    return clerks[0]
