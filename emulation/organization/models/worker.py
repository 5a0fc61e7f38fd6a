"""What keeps work from being lost or done twice: living workers, and forms that were posted."""

from __future__ import annotations

from django.db import models


class TaskWorker(models.Model):
    """A `db_worker` that is alive: it says so every few seconds (organization/workers.py).

    `machine` and `process` name the process exactly, so that its death is known at once on the
    same machine; of others' workers it is known by their silence.
    """

    name = models.CharField("tên", max_length=64, primary_key=True)
    machine = models.CharField("máy", max_length=200)
    process = models.CharField("tiến trình", max_length=60, blank=True)
    began_at = models.DateTimeField("chạy từ", auto_now_add=True)
    seen_at = models.DateTimeField("lần cuối còn chạy")

    class Meta:
        verbose_name = "tiến trình làm việc phía sau"
        verbose_name_plural = "các tiến trình làm việc phía sau"
        ordering = ["began_at", "name"]

    def __str__(self) -> str:
        return self.name


class PostedForm(models.Model):
    """A form that somebody sent, so that sending it twice has one effect (organization/once.py).

    `key` is a keyed hash of sender, page, address and content: none of them can be read from it.
    `location` is where the sender was led to, "" while it is being worked on.
    """

    key = models.CharField("mã", max_length=64, primary_key=True)
    location = models.TextField("trang kết quả", blank=True)
    at = models.DateTimeField("gửi lúc", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "biểu mẫu đã gửi"
        verbose_name_plural = "các biểu mẫu đã gửi"
        ordering = ["at", "key"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M:%S}"
