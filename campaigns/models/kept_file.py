"""A file that is kept as it was handed in: checked, under our own name, with its fingerprint."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models

from emulation.uploads import SafeFile


class KeptFile(models.Model):
    """Abstract: a stored file, opened only through a permission-checked page.

    The subclass has the field `file`, which says where.
    """

    name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveIntegerField("dung lượng (byte)", editable=False)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người nộp",
    )
    uploaded_at = models.DateTimeField("nộp lúc", auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name

    def keep(self, content: SafeFile, name: str, *, by: Any) -> Self:
        """Store a checked file, called `name` by who sends it, and save the row."""
        self.name = name.strip()[:200] or f"tep.{content.suffix}"
        self.size, self.sha256 = len(content.content), content.sha256
        self.uploaded_by = by
        self.file.save(f"tep.{content.suffix}", ContentFile(content.content), save=False)
        self.save()
        return self
