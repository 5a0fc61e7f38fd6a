"""A session of the council: attendance, agenda with sums; never who voted what."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models import AwardType, VoteBase
from dossiers.states import SESSION_TRANSITIONS, SessionState
from emulation.constraints import one_of
from emulation.organization.models import Unit
from emulation.workflow import TransitionLog

from .council import Council, OfAuthorityQuerySet, Seat
from .dossier import Nomination


class CouncilSession(models.Model):
    """A meeting that votes on nominations."""

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="cơ quan"
    )
    council = models.ForeignKey(
        Council, models.PROTECT, related_name="sessions", verbose_name="Hội đồng"
    )
    title = models.CharField(
        "tên phiên họp", max_length=250, help_text="Ví dụ: Họp xét khen thưởng năm 2026"
    )
    planned_at = models.DateTimeField("họp lúc")
    place = models.CharField("địa điểm", max_length=200)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=SessionState,
        default=SessionState.PLANNED,
        editable=False,
    )
    presided_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chủ tọa"
    )
    secretary = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thư ký"
    )
    tellers = models.ManyToManyField(
        Seat, blank=True, related_name="+", verbose_name="tổ kiểm phiếu"
    )
    on_screen = models.BooleanField("bỏ phiếu trên máy", default=False)
    is_voting = models.BooleanField("đang nhận phiếu", default=False, editable=False)
    discussion = models.TextField("ý kiến thảo luận", blank=True)
    opened_at = models.DateTimeField("khai mạc lúc", null=True, blank=True)
    closed_at = models.DateTimeField("bế mạc lúc", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="người lập",
    )

    objects = OfAuthorityQuerySet.as_manager()
    TRANSITIONS = SESSION_TRANSITIONS

    class Meta:
        verbose_name = "phiên họp Hội đồng"
        verbose_name_plural = "phiên họp Hội đồng"
        ordering = ["-planned_at", "-pk"]
        constraints = [
            one_of("state", SessionState),
            models.CheckConstraint(
                name="dossiers_councilsession_votes_only_while_open",
                condition=Q(is_voting=False) | Q(state=SessionState.OPENED),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the authority that of the council."""
        self.authority_id = self.council.authority_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the session's page."""
        return reverse("dossiers:session_detail", args=[self.pk])

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return what `user` may act as for this session."""
        return user.roles_at(self.authority)


class SessionLog(TransitionLog):
    """Who opened, counted, concluded a session, and why."""

    record = models.ForeignKey(CouncilSession, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        abstract = False
        verbose_name = "nhật ký phiên họp"
        verbose_name_plural = "nhật ký phiên họp"


class Presence(models.TextChoices):
    """How a member took part."""

    PRESENT = "present", "Có mặt"
    ABSENT = "absent", "Vắng mặt"
    WRITTEN = "written", "Vắng mặt, có ý kiến bằng văn bản"


class AttendanceQuerySet(models.QuerySet):
    """Named reads of attendances."""

    def visible_to(self, user: Any) -> AttendanceQuerySet:
        """Those of the sessions that `user` sees."""
        return self.filter(session__in=CouncilSession.objects.visible_to(user))


class Attendance(models.Model):
    """One member at one session; `has_voted` says that a ballot was cast, never which."""

    session = models.ForeignKey(
        CouncilSession, models.CASCADE, related_name="attendances", verbose_name="phiên họp"
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="attendances", verbose_name="thành viên"
    )
    presence = models.CharField("dự họp", max_length=8, choices=Presence, default=Presence.PRESENT)
    reason = models.CharField("lý do vắng", max_length=200, blank=True)
    has_voted = models.BooleanField("đã bỏ phiếu", default=False, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên dự họp"
        verbose_name_plural = "thành viên dự họp"
        ordering = ["session", "seat__position", "pk"]
        constraints = [
            one_of("presence", Presence),
            models.UniqueConstraint(
                fields=["session", "seat"], name="dossiers_attendance_seat_once"
            ),
            models.CheckConstraint(
                name="dossiers_attendance_absent_with_reason",
                condition=Q(presence=Presence.PRESENT) | ~Q(reason=""),
                violation_error_message="Thành viên vắng mặt phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_presence_display()}"


class AgendaItem(models.Model):
    """One nomination on the agenda, with its rule of voting and its count.

    Counts are sums: ballots of those present (`issued` to `blank`) and written opinions of the
    absent. A member who is the nominee (`recused`) leaves base and ballot.
    """

    session = models.ForeignKey(
        CouncilSession, models.CASCADE, related_name="items", verbose_name="phiên họp"
    )
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="agenda_items", verbose_name="đề nghị"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    percent = models.PositiveSmallIntegerField("tỷ lệ phải đạt (%)")
    base = models.CharField("tính trên", max_length=10, choices=VoteBase)
    is_secret = models.BooleanField("bỏ phiếu kín", default=True)
    recused = models.ManyToManyField(
        Seat,
        blank=True,
        through="Recusal",
        related_name="recused_from",
        verbose_name="không tham gia biểu quyết",
    )
    issued = models.PositiveSmallIntegerField("phiếu phát ra", null=True, blank=True)
    returned = models.PositiveSmallIntegerField("phiếu thu về", null=True, blank=True)
    valid = models.PositiveSmallIntegerField("phiếu hợp lệ", null=True, blank=True)
    invalid = models.PositiveSmallIntegerField("phiếu không hợp lệ", null=True, blank=True)
    agree = models.PositiveSmallIntegerField("đồng ý", null=True, blank=True)
    disagree = models.PositiveSmallIntegerField("không đồng ý", null=True, blank=True)
    blank = models.PositiveSmallIntegerField("không có ý kiến", null=True, blank=True)
    written_agree = models.PositiveSmallIntegerField("văn bản: đồng ý", default=0)
    written_disagree = models.PositiveSmallIntegerField("văn bản: không đồng ý", default=0)
    written_blank = models.PositiveSmallIntegerField("văn bản: không có ý kiến", default=0)
    lower_to = models.ForeignKey(
        AwardType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="mức thấp hơn đưa ra biểu quyết",
    )
    lower_note = models.CharField("lý do đề nghị mức thấp hơn", max_length=300, blank=True)

    class Meta:
        verbose_name = "nội dung biểu quyết"
        verbose_name_plural = "nội dung biểu quyết"
        ordering = ["session", "position", "pk"]
        constraints = [
            one_of("base", VoteBase),
            models.UniqueConstraint(
                fields=["session", "nomination"],
                name="dossiers_agendaitem_nomination_once",
                violation_error_message="Đề nghị này đã có trong chương trình họp.",
            ),
            models.CheckConstraint(
                name="dossiers_agendaitem_lower_with_reason",
                condition=Q(lower_to__isnull=True) | ~Q(lower_note=""),
                violation_error_message="Phải ghi lý do đề nghị mức thấp hơn.",
            ),
            models.CheckConstraint(
                name="dossiers_agendaitem_percent_is_a_share",
                condition=Q(percent__gte=1) & Q(percent__lte=100),
                violation_error_message="Tỷ lệ phải từ 1 đến 100.",
            ),
            models.CheckConstraint(
                name="dossiers_agendaitem_returned_not_over_issued",
                condition=Q(returned__isnull=True) | Q(returned__lte=models.F("issued")),
                violation_error_message="Phiếu thu về nhiều hơn phiếu phát ra.",
            ),
            models.CheckConstraint(
                name="dossiers_agendaitem_valid_and_invalid_are_all",
                condition=Q(valid__isnull=True)
                | Q(returned=models.F("valid") + models.F("invalid")),
                violation_error_message="Phiếu hợp lệ và không hợp lệ không bằng số thu về.",
            ),
            models.CheckConstraint(
                name="dossiers_agendaitem_votes_are_all_valid",
                condition=Q(agree__isnull=True)
                | Q(valid=models.F("agree") + models.F("disagree") + models.F("blank")),
                violation_error_message="Tổng ý kiến không bằng số phiếu hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.nomination)

    @property
    def voted_award(self) -> AwardType:
        """Return the award that the vote is about."""
        return self.lower_to or self.nomination.award_type

    @property
    def is_counted(self) -> bool:
        """Whether the ballots of this item were counted."""
        return self.agree is not None


class Recusal(models.Model):
    """A member who takes no part in the vote on an item, and why (he leaves base and ballot)."""

    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="recusals", verbose_name="nội dung biểu quyết"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name="thành viên")
    reason = models.CharField("lý do", max_length=200)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name="người ghi",
    )
    declared_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "thành viên không biểu quyết"
        verbose_name_plural = "thành viên không biểu quyết"
        ordering = ["item", "seat__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat"],
                name="dossiers_recusal_seat_once",
                violation_error_message="Thành viên này đã được ghi là không biểu quyết.",
            ),
            models.CheckConstraint(
                name="dossiers_recusal_with_reason",
                condition=~Q(reason=""),
                violation_error_message="Hãy ghi lý do không tham gia biểu quyết.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.reason}"
