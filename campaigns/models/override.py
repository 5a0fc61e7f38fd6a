"""Overrides: the office's own verdict in place of the machine's, with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.facts import Verdict
from emulation.changes import changes_of
from emulation.constraints import one_of
from emulation.organization.models import NOMINEE_FIELDS, AboutNominee

from .offer import AwardOffer
from .period import Period


class Override(AboutNominee):
    """One finding about one nominee for one award, judged otherwise by the office.

    `rule_key` names the rule (`awards.facts.Rule.key`); `rule_text` keeps its words as they were.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="overrides", verbose_name="kỳ")
    offer = models.ForeignKey(
        AwardOffer, models.PROTECT, related_name="overrides", verbose_name="danh hiệu, hình thức"
    )
    rule_key = models.CharField("mã tiêu chuẩn", max_length=60)
    rule_text = models.TextField("nội dung tiêu chuẩn")
    verdict = models.CharField("kết luận", max_length=16, choices=Verdict)
    reason = models.TextField("lý do")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người kết luận",
    )
    at = models.DateTimeField("thời điểm", auto_now=True)
    history = changes_of("kết luận khác")

    class Meta:
        verbose_name = "kết luận khác của văn phòng"
        verbose_name_plural = "kết luận khác của văn phòng"
        ordering = ["period", "at", "pk"]
        constraints = [
            *AboutNominee.Meta.constraints,
            one_of("verdict", Verdict),
            models.CheckConstraint(
                name="campaigns_override_has_reason",
                condition=~Q(reason=""),
                violation_error_message="Phải ghi lý do.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["period", "offer", field, "rule_key"],
                    condition=Q(**{f"{field}__isnull": False}),
                    name=f"campaigns_override_{field}_once",
                    violation_error_message="Tiêu chuẩn này đã có kết luận khác.",
                )
                for field in NOMINEE_FIELDS.values()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee}: {self.get_verdict_display()}"
