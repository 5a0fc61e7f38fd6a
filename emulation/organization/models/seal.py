"""The seals of logs and histories, and the head of the chain that they form."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from emulation.chaining import FIRST, REDACTION, ROW, WrittenOnce, WrittenOnceModel
from emulation.constraints import one_of


class SealKind(models.TextChoices):
    """What a seal says about its row."""

    ROW = ROW, "ghi mới"
    REDACTION = REDACTION, "ẩn danh"


class Seal(WrittenOnceModel):
    """That a row of a log or a history was written with this content (emulation/chaining.py).

    `position` and `chain` are given right after the commit: the place in the chain, and the hash
    of the link before and of this seal. `shape` names the columns that were there.
    """

    table = models.CharField("bảng", max_length=63, editable=False)
    row = models.PositiveBigIntegerField("dòng", editable=False)
    kind = models.CharField(
        "loại", max_length=10, choices=SealKind, default=SealKind.ROW, editable=False
    )
    shape = models.CharField("các cột", max_length=8, editable=False)
    content = models.CharField("mã băm nội dung", max_length=64, editable=False)
    reason = models.CharField("lý do", max_length=300, blank=True, editable=False)
    at = models.DateTimeField("thời điểm", default=timezone.now, editable=False)
    position = models.PositiveBigIntegerField(
        "vị trí trong chuỗi", null=True, unique=True, editable=False
    )
    chain = models.CharField("mã băm của chuỗi", max_length=64, blank=True, editable=False)

    objects = WrittenOnce.as_manager()

    class Meta:
        verbose_name = "niêm phong"
        verbose_name_plural = "niêm phong"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["table", "row"], name="organization_seal_row"),
            models.Index(
                fields=["id"], condition=Q(position=None), name="organization_seal_waiting"
            ),
        ]
        constraints = [
            one_of("kind", SealKind),
            models.CheckConstraint(
                name="organization_seal_chained_with_hash",
                condition=Q(position=None, chain="")
                | (Q(position__isnull=False, position__gt=0) & ~Q(chain="")),
                violation_error_message="Vị trí và mã băm của chuỗi phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                name="organization_seal_redaction_has_reason",
                condition=Q(kind=ROW) | ~Q(reason=""),
                violation_error_message="Ẩn danh phải có lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.content[:12]}"


class ChainHead(models.Model):
    """The last link of the chain; its one row is what writers of the chain queue up at.

    `restored` is the mark of the last backup that was put back (emulation/backup/restoring.py).
    """

    ONLY = 1

    position = models.PositiveBigIntegerField("số mắt xích", default=0, editable=False)
    chain = models.CharField("mã băm cuối", max_length=64, default=FIRST, editable=False)
    restored = models.CharField("lần phục hồi", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "đầu chuỗi niêm phong"
        verbose_name_plural = "đầu chuỗi niêm phong"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="organization_chainhead_once",
                condition=Q(pk=1),
                violation_error_message="Chỉ có một chuỗi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.chain}"
