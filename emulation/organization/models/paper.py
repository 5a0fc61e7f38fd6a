"""The register of issued papers: what was signed is stored with its hash and served from there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from emulation.constraints import ordered

from .unit import Unit


def paper_path(paper: IssuedPaper, filename: str) -> str:
    """Store by authority, year and kind; the name is ours, never the user's."""
    return f"papers/{paper.authority_id}/{paper.dated.year}/{paper.slug}-{paper.subject_id}.pdf"


class IssuedPaper(models.Model):
    """One issued paper: the frozen PDF of `slug` for the subject with this id, and its SHA-256.

    `signer` and `recipients` (one a line) are those of the print; what becomes of the paper after
    that, copies, when it was sent and who took it, the clerk writes (NĐ 30/2020, Phụ lục IV).
    """

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="issued_papers", verbose_name="cơ quan ban hành"
    )
    slug = models.SlugField("loại giấy tờ", max_length=40)
    subject_id = models.PositiveBigIntegerField("hồ sơ")
    title = models.CharField("trích yếu", max_length=300)
    number = models.CharField("số, ký hiệu", max_length=40, blank=True)
    dated = models.DateField("ngày văn bản")
    signer = models.CharField("người ký", max_length=80, blank=True)
    recipients = models.TextField("nơi nhận", blank=True)
    copies = models.PositiveSmallIntegerField("số lượng bản", null=True, blank=True)
    sent_on = models.DateField("ngày chuyển", null=True, blank=True)
    received_by = models.CharField("người ký nhận", max_length=120, blank=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    file = models.FileField("tệp PDF", upload_to=paper_path, max_length=200)
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    issued_at = models.DateTimeField("thời điểm ban hành", auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ban hành"
    )

    class Meta:
        verbose_name = "văn bản đã ban hành"
        verbose_name_plural = "văn bản đã ban hành"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "subject_id"], name="organization_issuedpaper_once"
            ),
            models.UniqueConstraint(
                fields=["authority", "number", "dated"],
                condition=~models.Q(number=""),
                name="organization_issuedpaper_number_once",
                violation_error_message="Số, ký hiệu này đã dùng trong ngày.",
            ),
            ordered("dated", "sent_on", "Ngày chuyển không thể trước ngày văn bản."),
            models.CheckConstraint(
                name="organization_issuedpaper_taken_when_sent",
                condition=models.Q(received_by="") | models.Q(sent_on__isnull=False),
                violation_error_message="Có người ký nhận thì phải ghi ngày chuyển.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def read(self) -> bytes:
        """Return the stored bytes."""
        with self.file.open("rb") as stream:
            return stream.read()

    @classmethod
    def of(cls, slug: str, subject: Any) -> IssuedPaper | None:
        """Return the issued paper of `subject`, if there is one."""
        return cls.objects.filter(slug=slug, subject_id=subject.pk).first()
