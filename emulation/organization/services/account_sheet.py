"""A sheet of new accounts: the template, what its rows mean, and giving them all or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.organization.models import Role, Unit, User
from emulation.organization.sheets.columns import Column
from emulation.organization.sheets.reading import (
    WRONG,
    Reading,
    Row,
    SheetError,
    SheetRows,
    head_of,
    lines_of,
)
from emulation.organization.sheets.writing import content_of, fillable
from emulation.vietnamese import search_key

from .accounts import authorities_managed_by, create_account
from .passwords import one_time_password

MOST = 300
COLUMNS = (
    Column("full_name", "Họ và tên", required=True, width=28, longest=120,
           also=("Họ tên", "Người dùng")),
    Column("unit_name", "Đơn vị", required=True, width=32, longest=200,
           also=("Đơn vị công tác", "Thôn", "Phòng, ban")),
    Column("role", "Vai trò", "choice", required=True, choices=dict(Role.choices), width=34,
           spelled={"don vi": "unit", "van phong": "office", "lanh dao": "chair",
                    "nguoi dung dau": "chair", "chu tich": "chair", "kiem tra": "auditor",
                    "theo doi": "auditor"}),
    Column("username", "Tên đăng nhập", width=20, longest=150, also=("Tài khoản",),
           help="Viết liền, không dấu. Để trống: hệ thống đặt theo họ tên, ví dụ an.nv."),
    Column("email", "Thư điện tử", width=28, longest=254, also=("Email", "E-mail")),
)  # fmt: skip
GUIDE = (
    ("Mật khẩu", "Hệ thống đặt ngẫu nhiên và in phiếu cho từng người; phải đổi ngay lần đầu."),
    ("Vai trò", "Đơn vị: đăng ký cho đơn vị mình. Văn phòng, người đứng đầu, kiểm tra: ghi đơn vị "
                "là cơ quan."),
)  # fmt: skip


class TakenMeanwhile(Exception):
    """A name was given to somebody else between the preview and saving; nothing was saved."""


@dataclass(frozen=True)
class NewAccount:
    """An account to be given."""

    full_name: str
    username: str
    email: str
    unit: Unit
    role: str

    @property
    def role_label(self) -> str:
        """Return the role in words."""
        return Role(self.role).label


@dataclass(frozen=True)
class Slip:
    """What is printed for one person: the account and its one-time password."""

    account: User
    unit: Unit
    role: str
    password: str


def template(authority: Unit) -> bytes:
    """Return an .xlsx to fill in, with drop-downs of the authority's units and the roles."""
    offered = {
        "unit_name": [str(unit) for unit in _units(authority)],
        "role": [role.label for role in Role],
    }
    return content_of(fillable("Danh sách tài khoản", COLUMNS, offered, GUIDE))


def _units(authority: Unit) -> Any:
    units = Unit.objects.filter(authority=authority).active_on(timezone.localdate())
    return units.select_related("authority")


def read(content: bytes, authority: Unit) -> Reading:
    """Return what a sheet says; three queries however many rows. Raises SheetError."""
    lines = list(lines_of(content))
    columns, ignored, start = head_of(COLUMNS, lines)
    filled = [(number, cells) for number, cells in lines[start:] if any(c != "" for c in cells)]
    if not filled:
        raise SheetError("Dưới dòng tiêu đề không có dòng nào.")
    if len(filled) > MOST:
        raise SheetError(f"Tệp có hơn {MOST} dòng. Hãy tách thành nhiều tệp.")
    found = _Accounts(columns, authority)
    rows = [found.row(number, cells) for number, cells in filled]
    return Reading(rows, [column.heading for column in columns.values()], ignored)


class _Accounts(SheetRows):
    """The rows, compared with the units of the authority and with all names that are taken."""

    def __init__(self, columns: Any, authority: Unit) -> None:
        super().__init__(columns, COLUMNS, {})
        self.authority = authority
        self.units: dict[str, list[Unit]] = defaultdict(list)
        for unit in _units(authority):
            for key in {search_key(str(unit)), search_key(unit.name)}:
                self.units[key].append(unit)
        self.taken = {name.casefold() for name in User.objects.values_list("username", flat=True)}
        inside = User.objects.filter(memberships__unit__authority=authority)
        self.named = {
            search_key(full_name): username
            for username, full_name in inside.values_list("username", "full_name")
        }
        self.here: dict[str, int] = {}

    def row(self, number: int, cells: tuple[Any, ...]) -> Row:
        """Return one row with the account that it asks for, or with what is wrong."""
        row = Row(number, "")
        values = self.values_of(row, cells)
        row.name = str(values.get("full_name") or "")
        unit = self._unit(row, values.get("unit_name"))
        username = self._username(row, values)
        email = values.get("email") or ""
        if email:
            self._check(row, "email", validate_email, email, "không phải địa chỉ thư điện tử")
        if row.errors:
            row.state = WRONG
            return row
        row.record = NewAccount(values["full_name"], username, email, unit, values["role"])
        return row

    def _unit(self, row: Row, name: str | None) -> Unit | None:
        if not name:
            return None
        found = self.units.get(search_key(name), [])
        if len(found) == 1:
            return found[0]
        many = f"có {len(found)} đơn vị tên «{name}»; hãy ghi tên đầy đủ"
        self.wrong(row, "unit_name", many if found else f"không có «{name}» trong {self.authority}")
        return None

    def _username(self, row: Row, values: dict[str, Any]) -> str:
        name = values.get("username") or ""
        if not name:
            full_name = values.get("full_name") or ""
            if known := self.named.get(search_key(full_name)):
                self.wrong(
                    row, "username",
                    f"{full_name} đã có tài khoản {known}; người khác thì ghi tên đăng nhập",
                )  # fmt: skip
                return ""
            name = self._free(made_username(full_name))
        else:
            self._check(row, "username", UnicodeUsernameValidator(), name,
                        "chỉ gồm chữ, số và các ký tự @ . + - _")  # fmt: skip
            if name.casefold() in self.taken:
                self.wrong(row, "username", f"«{name}» đã có người dùng")
        if first := self.here.get(name.casefold()):
            self.wrong(row, "username", f"trùng với dòng {first}")
        self.here.setdefault(name.casefold(), row.number)
        return name

    def _free(self, name: str) -> str:
        """Return the name, with a number when it is taken already."""
        number, found = 1, name
        while found in self.taken or found in self.here:
            number += 1
            found = f"{name}{number}"
        return found

    def _check(self, row: Row, column: str, rule: Any, value: str, message: str) -> None:
        try:
            rule(value)
        except ValidationError:
            self.wrong(row, column, f"«{value}»: {message}")


def made_username(full_name: str) -> str:
    """Return a login made of a name: "Nguyễn Văn An" is "an.nv"."""
    words = ["".join(c for c in word if c.isalnum()) for word in search_key(full_name).split()]
    words = [word for word in words if word] or ["tk"]
    initials = "".join(word[0] for word in words[:-1])
    return ".".join(filter(None, (words[-1], initials)))


@transaction.atomic
def give(rows: Iterable[NewAccount], *, authority: Unit, by: Any) -> list[Slip]:
    """Give all accounts or none; return the slips to print, the only place with the passwords.

    Raises PermissionDenied, and TakenMeanwhile when a name is no longer free.
    """
    if not authorities_managed_by(by).filter(pk=authority.pk).exists():
        raise PermissionDenied
    slips = []
    try:
        with transaction.atomic():
            for row in rows:
                if row.unit.authority_id != authority.pk:
                    raise PermissionDenied
                password = one_time_password()
                account = create_account(
                    username=row.username, full_name=row.full_name, email=row.email,
                    unit=row.unit, role=row.role, password=password, by=by,
                )  # fmt: skip
                slips.append(Slip(account, row.unit, row.role_label, password))
    except IntegrityError as error:
        raise TakenMeanwhile from error
    return slips
