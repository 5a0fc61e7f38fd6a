"""Taking a person, household or unit that was entered by mistake out of every list, and back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PresentManager(models.Manager):
    """The manager of every page: who was removed is not there; `everyone` has him still."""

    def get_queryset(self) -> models.QuerySet:
        """Return the records that were not removed."""
        return super().get_queryset().filter(deleted_at__isnull=True)


class Removable(models.Model):
    """Abstract: removed with a reason, and restored; the history keeps who, when and why."""

    deleted_at = models.DateTimeField("xóa lúc", null=True, editable=False)
    delete_reason = models.CharField("lý do xóa", max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_removed(self) -> bool:
        """Whether the record was taken out of the lists."""
        return self.deleted_at is not None


def removed_with_reason() -> models.CheckConstraint:
    """A record has a reason of removal exactly while it is removed."""
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_removed_with_reason",
        condition=(Q(deleted_at__isnull=True) & Q(delete_reason=""))
        | (Q(deleted_at__isnull=False) & ~Q(delete_reason="")),
        violation_error_message="Phải ghi lý do xóa.",
    )
