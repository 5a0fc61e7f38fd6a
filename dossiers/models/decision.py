"""Decisions to commend, with their lines; an issued line points into the award register."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models import Award, Basis
from campaigns.models import Period
from dossiers.states import DECISION_TRANSITIONS, DecisionState
from emulation.constraints import one_of
from emulation.organization.models import Unit
from emulation.workflow import TransitionLog

from .council import OfAuthorityQuerySet
from .dossier import Nomination
from .session import CouncilSession


class Decision(models.Model):
    """A decision of the authority's head to commend; its words are in `Wording`."""

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="decisions", verbose_name="cơ quan"
    )
    period = models.ForeignKey(
        Period, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="kỳ"
    )
    session = models.ForeignKey(
        CouncilSession,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="phiên họp",
    )
    title = models.CharField("về việc", max_length=300)
    basis = models.CharField(
        "loại hình khen thưởng", max_length=10, choices=Basis, default=Basis.MOVEMENT
    )
    proposers = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name="theo đề nghị của"
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=DecisionState,
        default=DecisionState.DRAFT,
        editable=False,
    )
    number = models.CharField("số", max_length=10, blank=True, editable=False)
    dated = models.DateField("ngày quyết định", null=True, editable=False)
    published_at = models.DateTimeField("công khai từ", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)

    objects = OfAuthorityQuerySet.as_manager()
    TRANSITIONS = DECISION_TRANSITIONS

    class Meta:
        verbose_name = "quyết định khen thưởng"
        verbose_name_plural = "quyết định khen thưởng"
        ordering = ["-dated", "-pk"]
        constraints = [
            one_of("basis", Basis),
            one_of("state", DecisionState),
            models.CheckConstraint(
                name="dossiers_decision_numbered_by_state",
                condition=Q(
                    state__in=[DecisionState.ISSUED, DecisionState.REVOKED], dated__isnull=False
                )
                & ~Q(number="")
                | Q(
                    state__in=[DecisionState.DRAFT, DecisionState.CANCELLED],
                    dated__isnull=True,
                    number="",
                ),
            ),
            models.CheckConstraint(
                name="dossiers_decision_published_when_issued",
                condition=Q(published_at__isnull=True) | Q(state=DecisionState.ISSUED),
                violation_error_message="Chỉ công khai quyết định đã ban hành.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the decision's page."""
        return reverse("dossiers:decision_detail", args=[self.pk])

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this decision."""
        return user.roles_at(self.authority)


class DecisionLog(TransitionLog):
    """Who issued or revoked a decision, and why."""

    record = models.ForeignKey(Decision, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký quyết định"
        verbose_name_plural = "nhật ký quyết định"


class DecisionLine(models.Model):
    """One nomination in a decision; once issued it points to the award in the register."""

    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="lines", verbose_name="quyết định"
    )
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="decision_lines", verbose_name="đề nghị"
    )
    award = models.OneToOneField(
        Award,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="decision_line",
        verbose_name="khen thưởng trong sổ",
    )
    amount = models.PositiveIntegerField("tiền thưởng (đồng)", null=True, editable=False)
    amount_note = models.CharField("cách tính", max_length=300, blank=True, editable=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "dòng quyết định"
        verbose_name_plural = "dòng quyết định"
        ordering = ["decision", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "nomination"],
                name="dossiers_decisionline_nomination_once",
                violation_error_message="Đề nghị này đã có trong quyết định.",
            )
        ]

    def __str__(self) -> str:
        return str(self.nomination)
