"""The log of accounts: every change of an account, role, lock, device or session leaves a row."""

from __future__ import annotations

from typing import Any

from emulation.organization.models import AccountLog, User


def note(
    action: str,
    account: User | None,
    *,
    by: Any,
    name: str = "",
    reason: str = "",
    detail: str = "",
    address: str | None = None,
) -> AccountLog:
    """Write down what was done to `account` (or to whoever logs in as `name`), never a secret.

    `by` is None when the system did it.
    """
    return AccountLog.objects.create(
        account=account,
        account_name=(account.username if account else name)[:150],
        action=action,
        by=by if by is not None and by.pk else None,
        reason=reason.strip(),
        detail=detail,
        address=address,
    )


def described(account: User) -> dict[str, str]:
    """Return what the log compares of an account: its data and its roles, in words."""
    yes = {True: "có", False: "không"}
    roles = account.memberships.select_related("unit").order_by("unit", "role", "pk")
    return {
        "Tên đăng nhập": account.username,
        "Họ và tên": account.full_name,
        "Thư điện tử": account.email,
        "Được đăng nhập": yes[account.is_active],
        "Được vào trang quản trị": yes[account.is_staff],
        "Quản trị toàn hệ thống": yes[account.is_superuser],
        "Vai trò": "; ".join(role_in_words(role) for role in roles),
    }


def role_in_words(membership: Any) -> str:
    """Return a role with unit and days: "Văn phòng (…) – UBND xã, đến hết 31/12/2026"."""
    days = [
        f"{word} {day:%d/%m/%Y}"
        for word, day in (("từ", membership.starts_on), ("đến hết", membership.ends_on))
        if day
    ]
    acting = ["ủy quyền"] if membership.is_acting else []
    return ", ".join([f"{membership.get_role_display()} – {membership.unit}", *acting, *days])


def difference(before: dict[str, str], after: dict[str, str]) -> str:
    """Return line by line what became different; an address of mail is not repeated in the log."""
    lines = []
    for label, value in after.items():
        old = before.get(label, "")
        if old == value:
            continue
        if label == "Thư điện tử":
            lines.append(f"{label}: đã đổi")
        else:
            lines.append(f"{label}: {old or '(trống)'} → {value or '(trống)'}")
    return "\n".join(lines)
