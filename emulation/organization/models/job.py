"""A long printing job: what is printed, for whom, how far it is."""

from django.conf import settings
from django.db import models

from emulation.constraints import one_of

from .unit import Unit


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang in"
    DONE = "done", "Đã in xong"
    FAILED = "failed", "Không in được"


class PrintJob(models.Model):
    """The rendering of one paper that is too long for a web worker.

    `key` names the very content of the paper, so a changed record is another job. A job with a date
    issues the paper of `authority`: what it prints is kept for good under `number` and `dated`.
    """

    key = models.CharField("mã nội dung", max_length=80, unique=True)
    slug = models.SlugField("loại giấy tờ", max_length=40)
    subject_id = models.PositiveBigIntegerField("hồ sơ")
    title = models.CharField("trích yếu", max_length=300)
    authority = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan"
    )
    number = models.CharField("số, ký hiệu khi ban hành", max_length=60, blank=True)
    dated = models.DateField("ngày của văn bản ban hành", null=True, blank=True)
    rows = models.PositiveIntegerField("số dòng")
    pages = models.PositiveIntegerField("số trang đã dàn", default=0)
    state = models.CharField("trạng thái", max_length=8, choices=JobState, default=JobState.QUEUED)
    message = models.TextField("lý do không in được", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người in"
    )
    created_at = models.DateTimeField("yêu cầu lúc", auto_now_add=True)

    class Meta:
        verbose_name = "việc in dài"
        verbose_name_plural = "việc in dài"
        ordering = ["-created_at", "-pk"]
        constraints = [one_of("state", JobState)]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether the job is still to be done."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def issues(self) -> bool:
        """Whether the paper is kept for good when it is printed."""
        return self.dated is not None
