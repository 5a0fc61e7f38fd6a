"""The plan of a campaign: the texts that an officer writes around the data."""

from __future__ import annotations

from django.db import models

from .campaign import Campaign


class Plan(models.Model):
    """Texts of the official plan; the body may hold slots that are filled from the campaign.

    Lists (bases, recipients) are one entry a line, without bullets or closing marks: those are
    put in when printed.
    """

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, primary_key=True, related_name="plan", verbose_name="phong trào"
    )
    number = models.CharField("số", max_length=10, blank=True, editable=False)
    symbol = models.CharField("ký hiệu", max_length=30, help_text="Ví dụ: KH-UBND")
    place = models.CharField("địa danh", max_length=80)
    dated = models.DateField("ngày văn bản", null=True, blank=True, editable=False)
    subject = models.CharField("trích yếu", max_length=400)
    opening = models.TextField(
        "đoạn mở đầu", blank=True, help_text="Đứng trước các căn cứ; mỗi dòng là một đoạn."
    )
    bases = models.TextField(
        "căn cứ",
        blank=True,
        help_text="Mỗi dòng một văn bản: Luật …; Kế hoạch số …/KH-… ngày … của …",
    )
    lead_in = models.TextField(
        "câu dẫn vào nội dung", blank=True, help_text="Ví dụ: … xây dựng Kế hoạch … như sau:"
    )
    body = models.TextField("nội dung kế hoạch", blank=True)
    closing = models.TextField("câu kết", blank=True)
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi dòng một nơi nhận.")
    signer_authority = models.TextField(
        "thẩm quyền ký",
        blank=True,
        help_text="Ví dụ: TM. ỦY BAN NHÂN DÂN; phó ký thay: thêm dòng KT. CHỦ TỊCH.",
    )
    signer_position = models.CharField("chức vụ người ký", max_length=80)
    signer_name = models.CharField("họ tên người ký", max_length=80)

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.subject

    @property
    def full_number(self) -> str:
        """Return "15/KH-UBND", or an empty text while the plan has no number."""
        return f"{self.number}/{self.symbol}" if self.number else ""
