"""Proposals to the superior and what it answered, line by line."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models import Award, Basis
from campaigns.models import Period
from dossiers.states import SUBMISSION_TRANSITIONS, SubmissionState
from emulation.constraints import one_of
from emulation.organization.models import Unit
from emulation.workflow import TransitionLog

from .council import OfAuthorityQuerySet
from .dossier import Nomination
from .session import CouncilSession


class Submission(models.Model):
    """A proposal to the superior: one per competent authority and basis (domain.md 4.3)."""

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="submissions", verbose_name="cơ quan trình"
    )
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="submissions", verbose_name="kỳ"
    )
    session = models.ForeignKey(
        CouncilSession,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name="phiên họp",
    )
    superior = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cấp trên"
    )
    addressee = models.CharField("kính gửi", max_length=200)
    decided_by = models.CharField("người có thẩm quyền quyết định", max_length=160)
    basis = models.CharField(
        "loại hình khen thưởng", max_length=10, choices=Basis, default=Basis.MOVEMENT
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=SubmissionState,
        default=SubmissionState.DRAFT,
        editable=False,
    )
    number = models.CharField("số", max_length=10, blank=True, editable=False)
    dated = models.DateField("ngày tờ trình", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)

    objects = OfAuthorityQuerySet.as_manager()
    TRANSITIONS = SUBMISSION_TRANSITIONS

    class Meta:
        verbose_name = "tờ trình cấp trên"
        verbose_name_plural = "tờ trình cấp trên"
        ordering = ["-dated", "-pk"]
        constraints = [
            one_of("basis", Basis),
            one_of("state", SubmissionState),
            models.CheckConstraint(
                name="dossiers_submission_numbered_by_state",
                condition=Q(
                    state__in=[SubmissionState.SENT, SubmissionState.ANSWERED],
                    dated__isnull=False,
                )
                & ~Q(number="")
                | Q(
                    state__in=[SubmissionState.DRAFT, SubmissionState.CANCELLED],
                    dated__isnull=True,
                    number="",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Tờ trình {self.decided_by}"

    def get_absolute_url(self) -> str:
        """Return the proposal's page."""
        return reverse("dossiers:submission_detail", args=[self.pk])

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this proposal."""
        return user.roles_at(self.authority)


class SubmissionLog(TransitionLog):
    """Who signed a proposal and recorded the answer."""

    record = models.ForeignKey(Submission, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký tờ trình"
        verbose_name_plural = "nhật ký tờ trình"


class Answer(models.TextChoices):
    """What the superior answered about one nominee."""

    PENDING = "pending", "Chưa trả lời"
    AWARDED = "awarded", "Được khen thưởng"
    REFUSED = "refused", "Không được khen thưởng"


class SubmissionLine(models.Model):
    """One nomination proposed to the superior, with the answer."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="lines", verbose_name="tờ trình"
    )
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="submission_lines", verbose_name="đề nghị"
    )
    answer = models.CharField("trả lời", max_length=8, choices=Answer, default=Answer.PENDING)
    reason = models.CharField("lý do", max_length=300, blank=True)
    award = models.OneToOneField(
        Award,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="submission_line",
        verbose_name="khen thưởng trong sổ",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "dòng tờ trình"
        verbose_name_plural = "dòng tờ trình"
        ordering = ["submission", "position", "pk"]
        constraints = [
            one_of("answer", Answer),
            models.UniqueConstraint(
                fields=["submission", "nomination"],
                name="dossiers_submissionline_nomination_once",
                violation_error_message="Đề nghị này đã có trong tờ trình.",
            ),
            models.CheckConstraint(
                name="dossiers_submissionline_refused_with_reason",
                condition=~Q(answer=Answer.REFUSED) | ~Q(reason=""),
                violation_error_message="Phải ghi lý do không được khen thưởng.",
            ),
            models.CheckConstraint(
                name="dossiers_submissionline_award_when_awarded",
                condition=Q(award__isnull=True) | Q(answer=Answer.AWARDED),
            ),
        ]

    def __str__(self) -> str:
        return str(self.nomination)
