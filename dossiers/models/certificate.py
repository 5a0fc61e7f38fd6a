"""Certificates: number, hand-over, reissue; and how each kind of them prints."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string

from awards.models import Award, AwardType
from emulation.changes import changes_of
from emulation.organization.models import Unit

from .council import OfAuthorityQuerySet

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """Return an unguessable code for the public check page (60 bits, no look-alike letters)."""
    return get_random_string(12, CODE_LETTERS)


class Certificate(models.Model):
    """A printed certificate of an award: number, hand-over, reissue. Revoking is the award's."""

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="cơ quan"
    )
    award = models.ForeignKey(
        Award, models.PROTECT, related_name="certificates", verbose_name="khen thưởng"
    )
    number = models.PositiveIntegerField("số sổ vàng")
    year = models.PositiveSmallIntegerField("năm của sổ")
    code = models.CharField("mã kiểm tra", max_length=12, unique=True, default=new_code)
    recipient = models.CharField("tên ghi trên bằng", max_length=200)
    detail = models.CharField("chức vụ, địa chỉ ghi trên bằng", max_length=300, blank=True)
    achievement = models.CharField("thành tích ghi trên bằng", max_length=500, blank=True)
    printed_at = models.DateTimeField("in lúc", null=True, blank=True)
    handed_to = models.CharField("người nhận", max_length=120, blank=True)
    handed_on = models.DateField("ngày trao", null=True, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="cấp lại thay cho",
    )
    reissue_reason = models.CharField("lý do cấp lại", max_length=300, blank=True)
    history = changes_of("bằng, giấy khen")

    objects = OfAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "bằng, giấy khen"
        verbose_name_plural = "bằng, giấy khen"
        ordering = ["-year", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "year", "number"],
                condition=Q(replaces__isnull=True),
                name="dossiers_certificate_number_once",
                violation_error_message="Số sổ vàng này đã dùng trong năm.",
            ),
            models.CheckConstraint(
                name="dossiers_certificate_reissued_with_reason",
                condition=Q(replaces__isnull=True) | ~Q(reissue_reason=""),
                violation_error_message="Phải ghi lý do cấp lại.",
            ),
            models.CheckConstraint(
                name="dossiers_certificate_handed_to_somebody",
                condition=Q(handed_on__isnull=True) | ~Q(handed_to=""),
                violation_error_message="Phải ghi người nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year} – {self.recipient}"

    @property
    def is_current(self) -> bool:
        """Whether no later certificate replaces this one."""
        return not hasattr(self, "replaced_by")


def picture_path(sheet: CertificateSheet, filename: str) -> str:
    """Store by authority; the name is ours, only the kind of picture is the checked one's."""
    kind = "svg" if filename.endswith(".svg") else "png"
    return f"certificate-sheets/{sheet.authority_id}/{get_random_string(12)}.{kind}"


class CertificateSheet(models.Model):
    """How certificates of one kind print: size, boxes in millimetres, offsets of the blanks.

    Emblem and background are pictures that were checked (`emulation.papers.pictures`).
    """

    authority = models.ForeignKey(
        Unit, models.CASCADE, related_name="certificate_sheets", verbose_name="cơ quan"
    )
    award_type = models.ForeignKey(
        AwardType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="danh hiệu, hình thức",
        help_text="Để trống: dùng cho mọi loại chưa có mẫu riêng.",
    )
    name = models.CharField("tên mẫu", max_length=120)
    layout = models.JSONField("bố cục", default=dict)
    emblem = models.FileField("hình Quốc huy", upload_to=picture_path, max_length=200, blank=True)
    background = models.FileField("hình nền", upload_to=picture_path, max_length=200, blank=True)
    history = changes_of("mẫu in bằng, giấy khen")

    objects = OfAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu in bằng, giấy khen"
        verbose_name_plural = "mẫu in bằng, giấy khen"
        ordering = ["authority", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                name="dossiers_certificatesheet_name_once",
                violation_error_message="Cơ quan đã có mẫu mang tên này.",
            )
        ]

    def __str__(self) -> str:
        return self.name
