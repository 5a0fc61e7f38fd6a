"""Registrations: what a unit puts itself and its people down for in one period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.deadlines import DeadlineKind
from campaigns.states import EDITABLE, REGISTRATION_TRANSITIONS, RegistrationState
from emulation.constraints import exactly_one_of, one_of
from emulation.organization.models import Group, Household, NomineeKind, Person, Role, Unit
from emulation.workflow import TransitionLog

from .kept_file import KeptFile
from .offer import AwardOffer
from .period import Period


class RegistrationQuerySet(models.QuerySet):
    """Named reads of registrations."""

    def visible_to(self, user: Any) -> RegistrationQuerySet:
        """Registrations of the units that `user` sees."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def standing(self) -> RegistrationQuerySet:
        """Registrations that were not withdrawn."""
        return self.exclude(state=RegistrationState.WITHDRAWN)

    def of_units(self) -> RegistrationQuerySet:
        """The units' own registrations, without the consolidated ones."""
        return self.exclude(unit=models.F("authority"))

    def with_lines(self) -> RegistrationQuerySet:
        """Fetch everything that the table shows, in a constant number of queries."""
        return self.select_related(
            "unit", "authority", "period__campaign__authority", "period__campaign__plan"
        ).prefetch_related(
            "lines__unit",
            "lines__person__unit",
            "lines__household__unit",
            "lines__group",
            "lines__within",
            "lines__marks",
            "period__extensions",
            "period__campaign__offers__award_type",
            "period__campaign__offers__also",
        )


class Registration(models.Model):
    """One unit's registration for one period.

    The authority's own registration is the consolidated one: built from its units' confirmed
    ones and sent to the superior.
    """

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="cơ quan chủ quản"
    )
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="registrations", verbose_name="kỳ"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="registrations", verbose_name="đơn vị"
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=RegistrationState,
        default=RegistrationState.DRAFT,
        editable=False,
    )
    is_late = models.BooleanField("nhận muộn", default=False, editable=False)
    dated = models.DateField("ngày văn bản", null=True, blank=True)
    signer_position = models.CharField("chức vụ người ký", max_length=80, blank=True)
    signer_name = models.CharField("họ tên người ký", max_length=80, blank=True)
    submitted_at = models.DateTimeField("gửi lúc", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    saved_at = models.DateTimeField("lưu lúc", auto_now=True)

    objects = RegistrationQuerySet.as_manager()
    TRANSITIONS = REGISTRATION_TRANSITIONS

    class Meta:
        verbose_name = "bản đăng ký"
        verbose_name_plural = "bản đăng ký"
        ordering = ["period", "unit", "pk"]
        indexes = [models.Index(fields=["authority", "period", "state"])]
        constraints = [
            one_of("state", RegistrationState),
            models.UniqueConstraint(
                fields=["period", "unit"],
                condition=~Q(state=RegistrationState.WITHDRAWN),
                name="campaigns_registration_unit_once",
                violation_error_message="Đơn vị đã có bản đăng ký cho kỳ này.",
            ),
            models.CheckConstraint(
                name="campaigns_registration_submitted_at_by_state",
                condition=Q(state__in=[RegistrationState.DRAFT, RegistrationState.WITHDRAWN])
                | Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Đăng ký của {self.unit}, {self.period.name.lower()}"

    def get_absolute_url(self) -> str:
        """Return the matrix page."""
        return reverse("campaigns:registration_detail", args=[self.pk])

    @property
    def before(self) -> dt.date | None:
        """Return the first day on which the unit can no longer send."""
        return self.period.before(DeadlineKind.REGISTRATION, self.unit)

    @property
    def is_consolidated(self) -> bool:
        """Whether this is the authority's own registration to its superior."""
        return self.unit_id == self.authority_id

    @property
    def is_editable(self) -> bool:
        """Whether the lines may be changed in the present state."""
        return self.state in EDITABLE

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as; the office is the unit of a consolidated registration."""
        roles = user.roles_at(self.unit)
        if self.is_consolidated and Role.OFFICE in roles:
            roles |= {Role.UNIT}
        return roles

    def may_edit(self, user: Any) -> bool:
        """Whether `user` may change the lines now."""
        return self.is_editable and bool({Role.UNIT, Role.OFFICE} & self.roles_of(user))


class RegistrationLog(TransitionLog):
    """Who sent, returned, confirmed, withdrew a registration, and why."""

    record = models.ForeignKey(Registration, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký đăng ký"
        verbose_name_plural = "nhật ký đăng ký"


def file_path(kept: RegistrationFile, filename: str) -> str:
    """Store by authority and registration; the name is ours, only the checked suffix is kept."""
    suffix = filename.rpartition(".")[2].lower()
    registration = kept.registration
    return f"registrations/{registration.authority_id}/{registration.pk}.{suffix}"


class RegistrationFile(KeptFile):
    """A registration table as it was sent as a file, kept beside what was read from it."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="files", verbose_name="bản đăng ký"
    )
    file = models.FileField("tệp đăng ký", upload_to=file_path, max_length=200)

    class Meta(KeptFile.Meta):
        abstract = False
        verbose_name = "tệp đăng ký đã gửi"
        verbose_name_plural = "tệp đăng ký đã gửi"


NOMINEE_FIELDS = ("unit", "person", "household", "group")


class Line(models.Model):
    """One row: a unit, a person, a household or a group, with its targets.

    `within` narrows a group to its members inside one unit (a unit's own registration); without
    it the whole group is meant.
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="lines", verbose_name="bản đăng ký"
    )
    subject = models.CharField("khối", max_length=1, choices=NomineeKind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cá nhân"
    )
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="hộ gia đình",
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhóm"
    )
    within = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nhóm trong phạm vi đơn vị",
    )
    targets = models.TextField("nội dung, chỉ tiêu thi đua", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_collected = models.BooleanField("tổng hợp từ đơn vị", default=False, editable=False)

    class Meta:
        verbose_name = "dòng đăng ký"
        verbose_name_plural = "dòng đăng ký"
        ordering = ["registration", "position", "pk"]
        constraints = [
            one_of("subject", NomineeKind),
            exactly_one_of("names_one_nominee", *NOMINEE_FIELDS),
            models.CheckConstraint(
                name="campaigns_line_within_narrows_a_group",
                condition=Q(within__isnull=True) | Q(group__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    fields=["registration", field],
                    condition=Q(**{f"{field}__isnull": False}, within__isnull=True),
                    name=f"campaigns_line_{field}_once",
                    violation_error_message="Đối tượng này đã có một dòng trong bản đăng ký.",
                )
                for field in NOMINEE_FIELDS
            ),
            models.UniqueConstraint(
                fields=["registration", "group", "within"],
                condition=Q(within__isnull=False),
                name="campaigns_line_group_within_once",
                violation_error_message="Đối tượng này đã có một dòng trong bản đăng ký.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} – {self.within}" if self.within_id else str(self.nominee)

    @property
    def nominee(self) -> Unit | Person | Household | Group:
        """Return the unit, person, household or group of the row."""
        return self.unit or self.person or self.household or self.group

    @property
    def marked(self) -> frozenset[int]:
        """Return the ids of the offers marked in the row (no query when prefetched)."""
        return frozenset(mark.offer_id for mark in self.marks.all())


class Mark(models.Model):
    """An "x": the row is put down for the award of this column."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="marks", verbose_name="dòng")
    offer = models.ForeignKey(
        AwardOffer, models.PROTECT, related_name="marks", verbose_name="danh hiệu, hình thức"
    )

    class Meta:
        verbose_name = "đánh dấu"
        verbose_name_plural = "đánh dấu"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "offer"], name="campaigns_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.line} – {self.offer}"
