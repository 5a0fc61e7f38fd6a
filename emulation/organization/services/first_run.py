"""The first run of an installation without data: who may begin it, and what it sets up.

Nobody can claim a new installation without the key that the server's console shows (`./run serve`,
`./run`): it is made of the installation's secret key and is good for the first account only.
Each step saves whole or not at all; where one stands is read from what is there.
"""

from __future__ import annotations

import base64
import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from emulation.organization.models import (
    AccountAction,
    Employment,
    Group,
    Level,
    Membership,
    NomineeKind,
    Role,
    Superior,
    Unit,
    UnitKind,
    User,
)
from emulation.vietnamese import search_key

from .account_log import note
from .account_sheet import NewAccount, Slip, give, made_username

UNITS = Path(__file__).resolve().parent.parent / "data" / "units.csv"
# Districts are gone since this day: a commune proposes to its province.
TWO_LEVELS = dt.date(2025, 7, 1)
STAFF = (Employment.ELECTED_OFFICIAL, Employment.CIVIL_SERVANT, Employment.EMPLOYEE)


# --- the key --------------------------------------------------------------------------------------


def first_key() -> str:
    """Return the key for the first account, as the console shows it: 80 bits in four groups."""
    digest = salted_hmac(__name__, "first account", algorithm="sha256").digest()
    letters = base64.b32encode(digest[:10]).decode()
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def is_first_key(text: str) -> bool:
    """Whether somebody typed the key, however he wrote it."""
    typed = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    return constant_time_compare(typed, first_key().replace("-", ""))


def is_unclaimed() -> bool:
    """Whether there is no account at all."""
    return not User.objects.exists()


@transaction.atomic
def claim(*, key: str, username: str, full_name: str, password: str) -> User:
    """Make the first account, an administrator.

    Raises ValidationError (field: key) for a wrong key, PermissionDenied when there are accounts.
    """
    if not is_unclaimed():
        raise PermissionDenied
    if not is_first_key(key):
        raise ValidationError({"key": "Khóa không đúng. Hãy xem lại trên màn hình máy chủ."})
    account = User.objects.create_superuser(username, password=password, full_name=full_name)
    note(AccountAction.CREATED, account, by=account, detail="Tài khoản đầu tiên")
    return account


# --- where one stands -----------------------------------------------------------------------------


def authority_of(user: Any) -> Unit | None:
    """Return the authority that the account set up: whose office it is."""
    held = user.memberships.filter(role=Role.OFFICE, unit__kind=UnitKind.AUTHORITY)
    first = held.select_related("unit").order_by("pk").first()
    return first.unit if first else None


def may_set_up(user: Any) -> bool:
    """Whether the first run is the account's to go on with: nobody else has come yet."""
    if not user.is_superuser or User.objects.exclude(pk=user.pk).exists():
        return False
    return authority_of(user) is not None or not Unit.objects.authorities().exists()


def next_step(user: Any) -> str:
    """Return the first step that is not done: authority, units, accounts or plan."""
    authority = authority_of(user)
    if authority is None:
        return "authority"
    if not units_of(authority).exists():
        return "units"
    return "plan" if User.objects.exclude(pk=user.pk).exists() else "accounts"


def units_of(authority: Unit) -> Any:
    """Return the parts of the authority."""
    return authority.owned_units.exclude(pk=authority.pk).order_by("pk")


# --- the authority --------------------------------------------------------------------------------


@transaction.atomic
def save_authority(user: User, facts: dict[str, Any]) -> Unit:
    """Make the authority, or change it when one comes back; `user` is its office.

    `facts`: place_kind ("xã", "phường", "đặc khu", or "" for another office, whose `name` is the
    full one), name, province, province_kind, place, symbol, head_position, head_name,
    parent_letterhead. Raises PermissionDenied when there is an authority of others already.
    """
    if not may_set_up(user):
        raise PermissionDenied
    unit = authority_of(user) or Unit(kind=UnitKind.AUTHORITY)
    province = _province(unit, facts)
    kind, name = facts["place_kind"], facts["name"]
    if kind:
        unit.name = f"Ủy ban nhân dân {kind} {name}"
        unit.short_name = f"UBND {kind} {name}"
        unit.letterhead = f"ỦY BAN NHÂN DÂN|{kind.upper()} {name.upper()}"
    else:
        unit.name = unit.short_name = name
        unit.letterhead = name.upper()
    unit.level = Level.COMMUNE if kind else Level.PROVINCE
    unit.collective_name = "TM. ỦY BAN NHÂN DÂN" if kind else ""
    unit.symbol = facts["symbol"] or "UBND"
    unit.place = facts["place"] or (name if kind else facts["province"])
    unit.head_position, unit.head_name = facts["head_position"].upper(), facts["head_name"]
    unit.parent_letterhead = facts["parent_letterhead"].upper()
    unit.parent = province
    unit.save()
    Superior.objects.update_or_create(
        unit=unit, defaults={"superior": province, "valid_from": TWO_LEVELS}
    )
    Membership.objects.get_or_create(user=user, unit=unit, role=Role.OFFICE)
    return unit


def _province(unit: Unit, facts: dict[str, Any]) -> Unit:
    """Return the superior, made once and renamed when one comes back."""
    kind, name = facts["province_kind"], facts["province"]
    province = unit.parent or Unit(kind=UnitKind.AUTHORITY, level=Level.PROVINCE, symbol="UBND")
    province.name = f"Ủy ban nhân dân {kind} {name}"
    province.short_name = f"UBND {kind} {name}"
    province.letterhead = f"ỦY BAN NHÂN DÂN|{kind.upper()} {name.upper()}"
    province.place, province.head_position = name, "CHỦ TỊCH"
    province.collective_name = "TM. ỦY BAN NHÂN DÂN"
    province.save()
    return province


# --- its parts ------------------------------------------------------------------------------------


def proposed_units(authority: Unit, villages: int) -> list[dict[str, str]]:
    """Return the parts that such an authority has by law today, and so many villages.

    From data/units.csv, by date (from 01/07/2025: Nghị định 150/2025/NĐ-CP); an authority that is
    no commune gets none.
    """
    place = next((k for k in ("xã", "phường", "đặc khu") if f"dân {k} " in authority.name), None)
    if place is None:
        return []
    today = timezone.localdate().isoformat()
    with UNITS.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["valid_from"] <= today]
    found = [{"kind": row["kind"], "name": row["name"]} for row in rows if place in row["place"]]
    word = "Tổ dân phố" if place == "phường" else "Thôn"
    numbered = range(1, villages + 1)
    return found + [{"kind": UnitKind.VILLAGE, "name": f"{word} {n}"} for n in numbered]


@transaction.atomic
def save_units(authority: Unit, rows: Iterable[dict[str, Any]]) -> None:
    """Make, rename and take out parts: `rows` hold pk (or None), kind, name and DELETE.

    Raises ValidationError for a part that somebody works in already, and two of one name.
    """
    kept = {unit.pk: unit for unit in units_of(authority)}
    names: set[str] = set()
    for row in rows:
        unit = kept.get(row.get("pk")) or Unit(parent=authority)
        if row.get("DELETE"):
            if unit.pk:
                _take_out(unit)
            continue
        if search_key(row["name"]) in names:
            raise ValidationError(f"«{row['name']}» có hai lần trong danh sách.")
        names.add(search_key(row["name"]))
        unit.kind, unit.name, unit.short_name = row["kind"], row["name"], row["name"]
        if unit.kind == UnitKind.VILLAGE:
            is_village = search_key(unit.name).startswith("thon")
            unit.head_position = "TRƯỞNG THÔN" if is_village else "TỔ TRƯỞNG"
        unit.save()
    if not names:
        raise ValidationError("Cơ quan cần ít nhất một đơn vị trực thuộc để đăng ký thi đua.")
    _make_groups(authority)


def _take_out(unit: Unit) -> None:
    try:
        unit.delete()
    except ProtectedError as error:
        raise ValidationError(f"«{unit}» đã có tài khoản nên không bỏ được.") from error


def _make_groups(authority: Unit) -> None:
    """Give a new authority the groups that plans speak of."""
    for position, (name, subject, chosen) in enumerate(
        (
            ("Các thôn", NomineeKind.COLLECTIVE, {"unit_kinds": [UnitKind.VILLAGE]}),
            ("Toàn thể cán bộ, công chức, người lao động", NomineeKind.INDIVIDUAL,
             {"employments": list(STAFF)}),
        ),
        start=1,
    ):  # fmt: skip
        Group.objects.get_or_create(
            authority=authority,
            name=name,
            defaults={"subject": subject, "position": position} | chosen,
        )


# --- the first accounts ---------------------------------------------------------------------------


@transaction.atomic
def give_accounts(rows: Iterable[dict[str, Any]], *, by: User) -> list[Slip]:
    """Give accounts with one-time passwords: all rows (full_name, unit, role) or none.

    Returns what is printed for each; the passwords are stored nowhere else.
    """
    slips: list[Slip] = []
    for row in rows:
        username = _free_username(row["full_name"])
        new = NewAccount(row["full_name"], username, "", row["unit"], row["role"])
        slips += give([new], authority=authority_of(by), by=by)
    return slips


def _free_username(full_name: str) -> str:
    """Return a name like "an.nv" that nobody has yet."""
    made = found = made_username(full_name)
    number = 1
    while User.objects.filter(username__iexact=found).exists():
        number += 1
        found = f"{made}{number}"
    return found
