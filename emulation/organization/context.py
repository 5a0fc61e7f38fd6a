"""What every page knows: the workplace of the user."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import OVERSEERS, Role


def workplace(request: HttpRequest) -> dict[str, Any]:
    """Return where the user works, read (with one query) only when a template asks.

    Keys: unit, authority, units, others (number of further units), role (label of the first
    role), roles (all labels), oversees (whether he sees a whole authority), manages_accounts,
    appoints (whether he gives a role away for a time). Empty for anonymous visitors.
    """
    return {"workplace": SimpleLazyObject(lambda: _workplace(getattr(request, "user", None)))}


def _workplace(user: Any) -> dict[str, Any]:
    if user is None or not user.is_authenticated:
        return {}
    memberships = user.active_memberships()
    # dict keeps the order and drops the second role in the same unit
    units = list(dict.fromkeys(m.unit for m in memberships))
    roles = list(dict.fromkeys(m.get_role_display() for m in memberships))
    if user.is_superuser:
        roles.append("Quản trị hệ thống")
    return {
        "unit": units[0] if units else None,
        "authority": units[0].authority if units else None,
        "units": units,
        "others": max(len(units) - 1, 0),
        "role": roles[0] if roles else "",
        "roles": roles,
        "oversees": user.is_superuser or any(m.role in OVERSEERS for m in memberships),
        "manages_accounts": user.is_superuser or bool(user.authorities_as(Role.OFFICE)),
        "appoints": user.is_superuser
        or any(
            m.role in (Role.OFFICE, Role.CHAIR) and m.unit.is_authority and not m.is_acting
            for m in memberships
        ),
    }
