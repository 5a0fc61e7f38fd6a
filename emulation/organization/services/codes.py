"""One-time codes at login: the telephone that makes them, and recovery codes for when it is gone.

The arithmetic, its tolerance and the waiting after wrong codes are django-otp's.
"""

from __future__ import annotations

import io
import math
from base64 import b32encode
from typing import Any

import segno
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from emulation.organization.models import AccountAction, Role, User

from .account_log import note
from .accounts import NO_REASON, may_manage
from .sessions import end_sessions

RECOVERY_CODES, DIGITS = 10, 6
PHONE, RECOVERY = "Điện thoại", "Mã dự phòng"


def codes_required(account: User) -> bool:
    """Whether the account has to have a device for codes (setting OTP_REQUIRED)."""
    return settings.OTP_REQUIRED and account.has_code_role


def phone_of(account: User) -> TOTPDevice | None:
    """Return the telephone that makes the account's codes, None without one."""
    return TOTPDevice.objects.filter(user=account, confirmed=True).first()


def recovery_codes_left(account: User) -> int:
    """Return how many recovery codes have not been used."""
    return StaticToken.objects.filter(device__user=account).count()


@transaction.atomic
def begun_phone(account: User) -> TOTPDevice:
    """Return the telephone that is being enrolled; its key stays the same until it is confirmed."""
    found = TOTPDevice.objects.filter(user=account, confirmed=False).first()
    return found or TOTPDevice.objects.create(user=account, name=PHONE, confirmed=False)


def is_enrolling(account: User) -> bool:
    """Whether a telephone is being enrolled."""
    return TOTPDevice.objects.filter(user=account, confirmed=False).exists()


def key_in_groups(phone: TOTPDevice) -> str:
    """Return the key as it is typed by hand where no code can be scanned."""
    key = b32encode(phone.bin_key).decode().rstrip("=")
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))


def phone_qr(phone: TOTPDevice) -> bytes:
    """Return as SVG the QR code that a telephone reads the key from; kept nowhere."""
    out = io.BytesIO()
    segno.make(phone.config_url, error="m", micro=False).save(out, kind="svg", scale=5, border=4)
    return out.getvalue()


@transaction.atomic
def confirm_phone(
    account: User, code: str, *, keep: str | None, address: str | None = None
) -> tuple[TOTPDevice, list[str]]:
    """Take the telephone into use that shows `code`; return it and new recovery codes.

    The former one is gone, and other sessions end. Raises ValidationError (field: code).
    """
    phone = begun_phone(account)
    if not phone.verify_token(_plain(code)):
        raise ValidationError({"code": _why_not(phone)})
    TOTPDevice.objects.filter(user=account).exclude(pk=phone.pk).delete()
    phone.confirmed = True
    phone.save(update_fields=["confirmed"])
    note(AccountAction.DEVICE_ADDED, account, by=account, address=address)
    end_sessions(account, by=account, reason="Gắn thiết bị lấy mã", keep=keep)
    return phone, _new_codes(account)


def _new_codes(account: User) -> list[str]:
    device, _made = StaticDevice.objects.get_or_create(user=account, name=RECOVERY)
    device.token_set.all().delete()
    tokens = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=token) for token in tokens)
    return [f"{token[:4]}-{token[4:]}" for token in tokens]


@transaction.atomic
def renew_recovery_codes(account: User) -> list[str]:
    """Return ten new recovery codes; the old ones are worth nothing any more.

    Raises PermissionDenied without a telephone: alone they would be no second step.
    """
    if phone_of(account) is None:
        raise PermissionDenied
    note(AccountAction.CODES_RENEWED, account, by=account)
    return _new_codes(account)


def checked_code(account: User, code: str, *, address: str | None = None) -> Device:
    """Return the device that `code` belongs to: the telephone, or a recovery code, used up now.

    Raises ValidationError (field: code); after each wrong code the account waits twice as long.
    Not in one transaction with the error: a wrong code has to be counted.
    """
    plain = _plain(code)
    kind = TOTPDevice if len(plain) == DIGITS and plain.isdecimal() else StaticDevice
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=account, confirmed=True).first()
        good = device is not None and device.verify_token(plain)
    if not good:
        raise ValidationError({"code": _why_not(device)})
    if kind is StaticDevice:
        left = recovery_codes_left(account)
        note(AccountAction.CODE_USED, account, by=account, address=address, detail=f"còn {left} mã")
    return device


def _plain(code: str) -> str:
    return "".join(c for c in code.lower() if c.isalnum())


def _why_not(device: Any) -> str:
    if device is not None and device.throttling_failure_timestamp:
        _allowed, why = device.verify_is_allowed()
        until = (why or {}).get("locked_until")
        wait = math.ceil((until - timezone.now()).total_seconds()) if until else 0
        if wait > 1:
            return f"Mã không đúng hoặc đã dùng. Hãy chờ {wait} giây rồi nhập mã mới."
    return "Mã không đúng hoặc đã dùng. Hãy chờ mã mới trên điện thoại rồi nhập lại."


def may_remove_phone(user: Any, account: User) -> bool:
    """Whether `user` takes the device off somebody else's account.

    An office for the accounts that it manages, but not for a chair's: with a new password and a
    new device one signs in the chair's name, so that takes an administrator.
    """
    if user.is_superuser:
        return True
    signs = account.memberships.active_on(timezone.localdate()).filter(role=Role.CHAIR).exists()
    return not signs and user != account and may_manage(user, account)


@transaction.atomic
def remove_phone(account: User, *, by: Any, reason: str) -> None:
    """Take telephone and recovery codes off an account (lost, changed hands); its sessions end.

    Raises ValidationError (field: reason) and PermissionDenied.
    """
    if not may_remove_phone(by, account):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": NO_REASON})
    _taken_off(account, by=by, reason=reason)
    end_sessions(account, by=by, reason=reason)


@transaction.atomic
def give_up_phone(account: User) -> None:
    """Do without codes again. Raises PermissionDenied where they are asked of the account."""
    if codes_required(account):
        raise PermissionDenied
    _taken_off(account, by=account, reason="")


def _taken_off(account: User, *, by: Any, reason: str) -> None:
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()
    note(AccountAction.DEVICE_REMOVED, account, by=by, reason=reason)
