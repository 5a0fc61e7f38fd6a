"""Accounts and what they may do: a user has roles in units, for a period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from emulation.constraints import one_of, ordered
from emulation.vietnamese import normalize

from .unit import Unit


class Role(models.TextChoices):
    """What a membership allows in the unit and everything below it."""

    UNIT = "unit", "Đơn vị đăng ký"
    OFFICE = "office", "Văn phòng (thường trực thi đua)"
    CHAIR = "chair", "Người đứng đầu (ký ban hành)"
    AUDITOR = "auditor", "Theo dõi, kiểm tra (chỉ xem)"


# Roles that oversee a whole subtree, beside the unit's own people.
OVERSEERS = (Role.OFFICE, Role.CHAIR, Role.AUDITOR)


# Whose login asks for a one-time code where the setting OTP_REQUIRED says so.
CODE_ROLES = (Role.OFFICE, Role.CHAIR)


class AccountManager(UserManager):
    """Makes accounts; a password is cleaned like one that was typed into a form."""

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **values: Any
    ) -> User:
        """Return a new account."""
        return super().create_user(username, email, password and normalize(password), **values)

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **values: Any
    ) -> User:
        """Return a new administrator of the system."""
        return super().create_superuser(username, email, password and normalize(password), **values)


class User(AbstractUser):
    """An account; its rights come from its memberships alone."""

    first_name = None
    last_name = None
    full_name = models.CharField("họ và tên", max_length=120, blank=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False, editable=False)

    objects = AccountManager()

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Return the name shown on pages and in logs."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """Return the name shown in the header."""
        return self.full_name or self.username

    def set_password(self, raw_password: str | None) -> None:
        """Set a password, cleaned as the forms clean it (`NormalizeInput`)."""
        super().set_password(raw_password and normalize(raw_password))

    def check_password(self, raw_password: str) -> bool:
        """Whether this is the password, however its accents are encoded."""
        return super().check_password(raw_password and normalize(raw_password))

    @property
    def has_code_role(self) -> bool:
        """Whether a one-time code is asked of the account where codes are required."""
        return self.is_superuser or any(m.role in CODE_ROLES for m in self.active_memberships())

    def active_memberships(self) -> list[Membership]:
        """Return today's memberships with their units, read once per user object."""
        if not hasattr(self, "_active_memberships"):
            self._active_memberships = list(
                self.memberships.active_on(timezone.localdate()).select_related(
                    "unit", "unit__authority"
                )
            )
        return self._active_memberships

    def member_units(self) -> list[Unit]:
        """Return the units where the user has any role today."""
        return [membership.unit for membership in self.active_memberships()]

    def member_units_as(self, *roles: str) -> list[Unit]:
        """Return the units where the user has one of `roles` today."""
        return [m.unit for m in self.active_memberships() if m.role in roles]

    def roles_at(self, unit: Unit) -> frozenset[str]:
        """Return the roles that reach `unit` from its own or a higher unit.

        The office and chair roles do not reach into another authority below: a province's office
        reads its communes' records but does not act for them.
        """
        return frozenset(
            m.role
            for m in self.active_memberships()
            if m.unit.contains(unit)
            and (m.role == Role.AUDITOR or m.unit.authority_id == unit.authority_id)
        )

    def authorities_as(self, *roles: str) -> list[int]:
        """Return the ids of the authorities where the user acts in one of `roles` for all of it."""
        return [
            m.unit_id for m in self.active_memberships() if m.role in roles and m.unit.is_authority
        ]


class MembershipQuerySet(models.QuerySet):
    """Named reads of memberships."""

    def active_on(self, day: dt.date) -> MembershipQuerySet:
        """Memberships that hold on `day`."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        )

    def visible_to(self, user: Any) -> MembershipQuerySet:
        """Memberships in the units that `user` sees."""
        return self.filter(unit__in=Unit.objects.visible_to(user))


class Membership(models.Model):
    """A user's role in a unit, from a day to a day.

    An acting deputy (`is_acting`) has both days and the reason why he acts; whose appointment it
    was stands in the account's log.
    """

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name="tài khoản"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="memberships", verbose_name="đơn vị"
    )
    role = models.CharField("vai trò", max_length=10, choices=Role)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    is_acting = models.BooleanField("được ủy quyền", default=False, editable=False)
    reason = models.CharField("lý do ủy quyền", max_length=300, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "vai trò trong đơn vị"
        verbose_name_plural = "vai trò trong đơn vị"
        ordering = ["user", "unit", "role"]
        constraints = [
            one_of("role", Role),
            ordered("starts_on", "ends_on", "Ngày kết thúc phải sau ngày bắt đầu."),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_acting_from_to_with_reason",
                condition=Q(is_acting=False)
                | Q(starts_on__isnull=False, ends_on__isnull=False) & ~Q(reason=""),
                violation_error_message="Ủy quyền phải có ngày bắt đầu, ngày kết thúc và lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} – {self.unit}"
