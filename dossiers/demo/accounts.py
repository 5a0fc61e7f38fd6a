"""Accounts of the demo, one password for all: who may log in, as what, and where."""

from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from emulation.organization.models import Membership, Role, User

from . import places


class Account(NamedTuple):
    """One account; without an authority it manages the whole system, without a unit all of it."""

    username: str
    full_name: str
    authority: str = ""
    role: str = ""
    unit: str = ""


ACCOUNTS = (
    Account("admin", "Quản trị hệ thống"),
    Account("vanphong", "Nguyễn Thị Thu Hằng", places.DINH_DU, Role.OFFICE),
    Account("chutich", "Trần Quang Huy", places.DINH_DU, Role.CHAIR),
    Account("thon1", "Nguyễn Văn Hòa", places.DINH_DU, Role.UNIT, "Thôn 1"),
    Account(
        "congchuc", "Đào Xuân Trường", places.DINH_DU, Role.UNIT, "Bộ phận Văn hóa - Xã hội"
    ),
    Account("xakhac", "Phạm Thị Diệu Linh", places.LAC_HONG, Role.OFFICE),
    Account("thanhtra", "Hoàng Thị Thanh Bình", places.INSPECTORATE, Role.OFFICE),
    Account("phong1", "Lê Trung Kiên", places.INSPECTORATE, Role.UNIT, "Phòng Nghiệp vụ 1"),
    # Further units that send their registrations themselves; the others bring paper to the office.
    Account("thon2", "Đặng Văn Kiên", places.DINH_DU, Role.UNIT, "Thôn 2"),
    Account("thon3", "Lê Văn Nghĩa", places.DINH_DU, Role.UNIT, "Thôn 3"),
    Account("thon4", "Phan Văn Hưởng", places.DINH_DU, Role.UNIT, "Thôn 4"),
    Account(
        "motcua", "Nguyễn Văn Thắng", places.DINH_DU, Role.UNIT, "Bộ phận Tiếp nhận và trả kết quả"
    ),
)  # fmt: skip


def build(password: str) -> None:
    """Make the accounts; hashing is slow on purpose, so the common password is hashed once."""
    hashed = make_password(password)
    for account in ACCOUNTS:
        is_admin = not account.authority
        user = User.objects.create(
            username=account.username, full_name=account.full_name, password=hashed,
            email=f"{account.username}@thidua.example",
            is_staff=is_admin or account.role == Role.OFFICE, is_superuser=is_admin,
        )  # fmt: skip
        if account.authority:
            authority = places.authority(account.authority)
            unit = places.units_of(authority)[account.unit] if account.unit else authority
            Membership.objects.create(user=user, unit=unit, role=account.role)


def user(username: str) -> User:
    """Return one of the demo's accounts."""
    return User.objects.get(username=username)


def clerks_of(authority: str, office: str) -> dict[str, User]:
    """Return who sends for each unit that has an account, by the unit's short name."""
    named = {a.unit: a.username for a in ACCOUNTS if a.authority == authority and a.unit}
    return {unit: user(name) for unit, name in named.items()} | {"": user(office)}
