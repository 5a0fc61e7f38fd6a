"""The words that an office writes around the data of a paper; whom it names stays data."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dossiers.models.council import OfAuthorityQuerySet
from emulation.changes import changes_of
from emulation.organization.models import Unit


class Wording(models.Model):
    """Texts of one paper (`slug` of one subject), drafted from data and edited by the office.

    Lists (bases, addressees, recipients) are one entry a line. An empty text prints the drafted
    one. `is_place_dated`: minutes may carry the place-date line or not (domain.md section 3).
    """

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="cơ quan ban hành"
    )
    slug = models.SlugField("loại giấy tờ", max_length=40)
    subject_id = models.PositiveBigIntegerField("hồ sơ")
    number = models.CharField("số", max_length=10, blank=True)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True)
    place = models.CharField("địa danh", max_length=80, blank=True)
    dated = models.DateField("ngày văn bản", null=True, blank=True)
    is_place_dated = models.BooleanField("có dòng địa danh, ngày tháng", default=True)
    as_text = models.BooleanField("danh sách in thành dòng chữ, không kẻ bảng", default=False)
    subject = models.CharField("trích yếu", max_length=400, blank=True)
    addressees = models.TextField("kính gửi", blank=True, help_text="Mỗi dòng một nơi.")
    bases = models.TextField("căn cứ", blank=True, help_text="Mỗi dòng một văn bản.")
    lead_in = models.TextField("câu dẫn", blank=True)
    body = models.TextField("nội dung", blank=True)
    closing = models.TextField("câu kết", blank=True)
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi dòng một nơi nhận.")
    signer_authority = models.TextField("thẩm quyền ký", blank=True)
    signer_position = models.CharField("chức vụ người ký", max_length=80, blank=True)
    signer_name = models.CharField("họ tên người ký", max_length=80, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người soạn",
    )
    saved_at = models.DateTimeField("lưu lúc", auto_now=True)
    history = changes_of("lời văn bản")

    objects = OfAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "lời văn bản"
        verbose_name_plural = "lời văn bản"
        ordering = ["slug", "subject_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "subject_id"],
                name="dossiers_wording_once",
                violation_error_message="Văn bản này đã có lời văn.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.subject_id}"

    @classmethod
    def of(cls, slug: str, subject: models.Model) -> Wording | None:
        """Return the office's words for a paper, None while nobody wrote any."""
        return cls.objects.filter(slug=slug, subject_id=subject.pk).first()

    @property
    def full_number(self) -> str:
        """Return "15/TTr-UBND", or an empty text while there is no number."""
        return f"{self.number}/{self.symbol}" if self.number else ""
