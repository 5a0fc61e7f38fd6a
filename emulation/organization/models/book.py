"""The registers that an authority prints year by year: papers sent out, awards given."""

from __future__ import annotations

from typing import Any

from django.db import models

from emulation.constraints import one_of

from .account import OVERSEERS
from .unit import Unit


class Register(models.TextChoices):
    """Which register a book is."""

    OUTGOING = "outgoing", "Sổ đăng ký văn bản đi"
    AWARDS = "awards", "Sổ theo dõi khen thưởng"


class RegisterBookQuerySet(models.QuerySet):
    """Named reads of books."""

    def visible_to(self, user: Any) -> RegisterBookQuerySet:
        """Books of the authorities that `user` oversees as a whole."""
        if user.is_superuser:
            return self.all()
        overseen = Unit.objects.under(*user.member_units_as(*OVERSEERS))
        return self.filter(authority__in=overseen.authorities())


class RegisterBook(models.Model):
    """One register of one authority in one year: what the print is made of, no rows of its own."""

    authority = models.ForeignKey(
        Unit, models.CASCADE, related_name="register_books", verbose_name="cơ quan"
    )
    register = models.CharField("sổ", max_length=10, choices=Register)
    year = models.PositiveSmallIntegerField("năm")

    objects = RegisterBookQuerySet.as_manager()

    class Meta:
        verbose_name = "sổ theo năm"
        verbose_name_plural = "sổ theo năm"
        ordering = ["-year", "register", "pk"]
        constraints = [
            one_of("register", Register),
            models.UniqueConstraint(
                fields=["authority", "register", "year"],
                name="organization_registerbook_once",
                violation_error_message="Sổ của năm này đã có.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_register_display()} năm {self.year}"
