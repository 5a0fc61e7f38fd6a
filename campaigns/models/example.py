"""Good examples: what a nominee did that others are to hear of (gương điển hình tiên tiến)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emulation.changes import changes_of
from emulation.organization.models import AboutNominee

from .period import Period
from .result import Result


class Example(AboutNominee):
    """A nominee set up as an example for a verified result, in words fit to be read out."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="examples", verbose_name="kỳ")
    result = models.OneToOneField(
        Result, models.PROTECT, related_name="example", verbose_name="kết quả"
    )
    title = models.CharField(
        "tên gương điển hình", max_length=200, help_text="Ví dụ: Trả kết quả tại nhà cho người già"
    )
    text = models.TextField(
        "việc làm, kết quả",
        help_text="Vài câu ngắn để phát thanh: đã làm gì, có lợi cho ai, kết quả ra sao.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người giới thiệu",
    )
    at = models.DateTimeField("giới thiệu lúc", auto_now_add=True)
    history = changes_of("gương điển hình")

    class Meta:
        verbose_name = "gương điển hình"
        verbose_name_plural = "gương điển hình"
        ordering = ["-at", "-pk"]
        constraints = [
            *AboutNominee.Meta.constraints,
            models.CheckConstraint(
                name="campaigns_example_says_what",
                condition=~Q(title="") & ~Q(text=""),
                violation_error_message="Phải ghi tên và việc làm của gương điển hình.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee}: {self.title}"

    def get_absolute_url(self) -> str:
        """Return the page of the result that the example is for."""
        return reverse("campaigns:result_detail", args=[self.result_id])

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for the example."""
        return self.result.roles_of(user)
