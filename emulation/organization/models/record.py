"""Dated records about units, people and households, each with the paper that proves it."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from emulation.changes import changes_of
from emulation.constraints import one_of, ordered

from .account import OVERSEERS
from .nominee import AboutNominee, AboutNomineeQuerySet, about_those_of
from .person import Person
from .unit import Level, Unit

EARLIEST_YEAR, LATEST_YEAR = 1945, 2100


def attachment_path(record: Any, filename: str) -> str:
    """Store by authority and kind of record; the name is ours, only the checked suffix is kept."""
    suffix = filename.rpartition(".")[2].lower()
    kind = type(record)._meta.model_name
    return f"records/{record.authority_id}/{kind}-{secrets.token_hex(8)}.{suffix}"


class Proven(models.Model):
    """Abstract: entered by somebody, with the document that proves it and its scan."""

    document = models.CharField(
        "văn bản làm căn cứ",
        max_length=300,
        blank=True,
        help_text="Ví dụ: Quyết định số 12/QĐ-UBND của Chủ tịch UBND xã",
    )
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    attachment = models.FileField(
        "tệp đính kèm", upload_to=attachment_path, max_length=200, blank=True
    )
    attachment_sha256 = models.CharField(
        "mã băm của tệp", max_length=64, blank=True, editable=False
    )
    note = models.TextField("ghi chú", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người nhập",
    )
    created_at = models.DateTimeField("nhập lúc", auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def source(self) -> str:
        """Return document and date in one line, "" when nothing is named."""
        day = f"ngày {self.document_date:%d/%m/%Y}" if self.document_date else ""
        return " ".join(filter(None, (self.document, day)))


class YearField(models.PositiveSmallIntegerField):
    """A year of the calendar."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "validators", [MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)]
        )
        super().__init__(*args, **kwargs)


class RatingLevel(models.TextChoices):
    """The yearly rating of a person or collective, best first (domain.md section 6)."""

    EXCELLENT = "XS", "Hoàn thành xuất sắc nhiệm vụ"
    GOOD = "T", "Hoàn thành tốt nhiệm vụ"
    DONE = "HT", "Hoàn thành nhiệm vụ"
    NOT_DONE = "KHT", "Không hoàn thành nhiệm vụ"


class AnnualRating(AboutNominee, Proven):
    """The yearly rating; from 2026 with its score of 100 (NĐ 335/2025, domain.md section 6).

    `months_worked` and `maternity_months` say how much of the year was served; maternity leave
    counts as time served (domain.md 4.4-5).
    """

    year = YearField("năm")
    level = models.CharField("mức xếp loại", max_length=3, choices=RatingLevel)
    score = models.DecimalField(
        "điểm",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Thang 100 điểm, từ năm 2026.",
    )
    months_worked = models.PositiveSmallIntegerField(
        "số tháng công tác trong năm",
        null=True,
        blank=True,
        validators=[MaxValueValidator(12)],
    )
    maternity_months = models.PositiveSmallIntegerField(
        "số tháng nghỉ thai sản",
        default=0,
        validators=[MaxValueValidator(12)],
        help_text="Được tính vào thời gian xét thi đua.",
    )
    history = changes_of("xếp loại hằng năm")

    class Meta:
        verbose_name = "xếp loại hằng năm"
        verbose_name_plural = "xếp loại hằng năm"
        ordering = ["-year", "pk"]
        indexes = [models.Index(fields=["authority", "year"])]
        constraints = [
            *AboutNominee.Meta.constraints,
            one_of("level", RatingLevel),
            models.CheckConstraint(
                name="organization_annualrating_not_of_household",
                condition=Q(household__isnull=True),
                violation_error_message="Hộ gia đình không có xếp loại nhiệm vụ.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[field, "year"],
                    condition=Q(**{f"{field}__isnull": False}),
                    name=f"organization_annualrating_{field}_once_a_year",
                    violation_error_message="Năm này đã có xếp loại.",
                )
                for field in ("unit", "person")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} năm {self.year}"

    def clean(self) -> None:
        """Refuse more than twelve months in a year."""
        if (self.months_worked or 0) + (self.maternity_months or 0) > 12:
            raise ValidationError({"maternity_months": "Cộng với thời gian công tác quá 12 tháng."})

    @property
    def months_counted(self) -> int | None:
        """Return the months that count, maternity leave included; None when nobody recorded it."""
        return None if self.months_worked is None else self.months_worked + self.maternity_months


class BarKind(models.TextChoices):
    """What keeps somebody from being commended (domain.md 4.4-1, 4.4-2)."""

    DISCIPLINE = "discipline", "Kỷ luật"
    UNDER_REVIEW = "under_review", "Đang xem xét xử lý kỷ luật"
    INVESTIGATION = "investigation", "Đang điều tra, thanh tra, kiểm tra dấu hiệu vi phạm"
    COMPLAINT = "complaint", "Đang xác minh, giải quyết khiếu nại"
    DENUNCIATION = "denunciation", "Đang xác minh, giải quyết tố cáo"
    PRESS_REPORT = "press_report", "Đang xác minh vấn đề báo chí nêu"


# Known to those who oversee alone: who verifies a denunciation or looks into a breach must keep
# it to those in charge (Luật Tố cáo 2018 Điều 8); a discipline is a decision that the unit knows.
CONFIDENTIAL = frozenset(BarKind.values) - {BarKind.DISCIPLINE}


class Severity(models.TextChoices):
    """Forms of discipline, from light to grave."""

    REPRIMAND = "1_reprimand", "Khiển trách"
    WARNING = "2_warning", "Cảnh cáo"
    PAY_CUT = "3_pay_cut", "Hạ bậc lương"
    DEMOTION = "4_demotion", "Giáng chức"
    REMOVAL = "5_removal", "Cách chức"
    DISMISSAL = "6_dismissal", "Buộc thôi việc"


class BarQuerySet(AboutNomineeQuerySet):
    """Named reads of bars."""

    def visible_to(self, user: Any) -> BarQuerySet:
        """What `user` sees of its units: all as an overseer, disciplines alone as a unit."""
        seen = super().visible_to(user)
        if user.is_superuser:
            return seen
        overseen = Unit.objects.under(*user.member_units_as(*OVERSEERS))
        return seen.filter(~Q(kind__in=sorted(CONFIDENTIAL)) | about_those_of(overseen))


class Bar(AboutNominee, Proven):
    """A discipline (refused while it lasts) or a matter under verification (deferred).

    It holds from `starts_on` to the end of `ends_on`, or until it was lifted.
    """

    kind = models.CharField("loại", max_length=14, choices=BarKind)
    severity = models.CharField("hình thức kỷ luật", max_length=12, choices=Severity, blank=True)
    summary = models.CharField("nội dung", max_length=300, blank=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    lifted_on = models.DateField("gỡ bỏ ngày", null=True, blank=True)
    lift_reason = models.CharField("lý do gỡ bỏ", max_length=300, blank=True)
    history = changes_of("trường hợp chưa xét, không xét")

    objects = BarQuerySet.as_manager()

    class Meta:
        verbose_name = "trường hợp chưa xét, không xét"
        verbose_name_plural = "trường hợp chưa xét, không xét"
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["authority", "starts_on"])]
        constraints = [
            *AboutNominee.Meta.constraints,
            one_of("kind", BarKind),
            ordered("starts_on", "ends_on", "Ngày kết thúc phải sau ngày bắt đầu."),
            ordered("starts_on", "lifted_on", "Ngày gỡ bỏ phải sau ngày bắt đầu."),
            models.CheckConstraint(
                name="organization_bar_severity_of_discipline",
                condition=(Q(kind=BarKind.DISCIPLINE) & Q(severity__in=Severity.values))
                | (~Q(kind=BarKind.DISCIPLINE) & Q(severity="")),
                violation_error_message="Chỉ trường hợp kỷ luật mới ghi, và phải ghi hình thức.",
            ),
            models.CheckConstraint(
                name="organization_bar_lifted_with_reason",
                condition=Q(lifted_on__isnull=True) | ~Q(lift_reason=""),
                violation_error_message="Phải ghi lý do gỡ bỏ.",
            ),
        ]

    def __str__(self) -> str:
        what = self.get_severity_display() if self.severity else self.get_kind_display()
        return f"{what} từ ngày {self.starts_on:%d/%m/%Y}"

    @property
    def last_day(self) -> dt.date | None:
        """Return the last day on which the bar holds; None while it is open."""
        lifted = self.lifted_on and self.lifted_on - dt.timedelta(days=1)
        return min(filter(None, (self.ends_on, lifted)), default=None)


class Recognition(models.TextChoices):
    """Whether an initiative has been recognised."""

    PENDING = "pending", "Đang chờ công nhận"
    RECOGNISED = "recognised", "Đã được công nhận"
    REFUSED = "refused", "Không được công nhận"


class Initiative(AboutNominee, Proven):
    """An initiative, solution or accepted research of a person or a collective."""

    name = models.CharField("tên sáng kiến, giải pháp", max_length=300)
    year = YearField("năm")
    recognition = models.CharField(
        "công nhận", max_length=10, choices=Recognition, default=Recognition.PENDING
    )
    level = models.CharField(
        "phạm vi ảnh hưởng", max_length=2, choices=Level, default=Level.COMMUNE
    )
    recognised_by = models.CharField("cơ quan công nhận", max_length=200, blank=True)
    co_authors = models.ManyToManyField(
        Person, blank=True, related_name="shared_initiatives", verbose_name="đồng tác giả"
    )
    history = changes_of("sáng kiến")

    class Meta:
        verbose_name = "sáng kiến, giải pháp"
        verbose_name_plural = "sáng kiến, giải pháp"
        ordering = ["-year", "pk"]
        indexes = [models.Index(fields=["authority", "year"])]
        constraints = [
            *AboutNominee.Meta.constraints,
            one_of("recognition", Recognition),
            one_of("level", Level),
            models.CheckConstraint(
                name="organization_initiative_recognised_by_document",
                condition=~Q(recognition=Recognition.RECOGNISED) | ~Q(document=""),
                violation_error_message="Sáng kiến đã công nhận phải ghi văn bản công nhận.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
