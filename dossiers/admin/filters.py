"""Filters of the desk: period, handler, deadline; each offers only what the account sees."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from dossiers.models import Dossier
from dossiers.states import DossierState
from dossiers.tables import periods_of
from emulation.adminbase import DropdownFilter, RadioFilter
from emulation.organization.models import User


class PeriodFilter(DropdownFilter):
    """Those of one period, named together with its campaign."""

    title = "kỳ"
    parameter_name = "period"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the periods of which the account sees a dossier."""
        return [(str(p.pk), f"{p.campaign} – {p}") for p in periods_of(request)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to the period; anything but a number finds nothing."""
        value = self.value()
        if not value:
            return queryset
        return queryset.filter(period=value) if value.isdecimal() else queryset.none()


class HandlerFilter(DropdownFilter):
    """Dossiers of one handler, or of nobody."""

    title = "người thụ lý"
    parameter_name = "handler"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return who handles a dossier that the account sees."""
        seen = Dossier.objects.visible_to(request.user).order_by()
        people = User.objects.filter(pk__in=seen.values("handler")).exclude(pk=request.user.pk)
        return [
            (str(request.user.pk), "Tôi thụ lý"),
            ("0", "Chưa có người thụ lý"),
            *((str(user.pk), str(user)) for user in people),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to the handler; 0 is nobody."""
        value = self.value()
        if not value:
            return queryset
        if not value.isdecimal():
            return queryset.none()
        return queryset.filter(handler=value if int(value) else None)


class DeadlineFilter(RadioFilter):
    """Dossiers late at some point: sent after the deadline, or a supplement that is overdue."""

    title = "thời hạn"
    parameter_name = "deadline"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the cases."""
        return [
            ("late", "Nhận muộn"),
            ("overdue", "Quá hạn bổ sung"),
            ("missing", "Quá hạn nộp, chưa gửi"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to the case; days are those of the office's clock."""
        today = timezone.localdate()
        cases = {
            "late": Q(is_late=True),
            "overdue": Q(state=DossierState.SUPPLEMENT, supplement_before__lte=today),
            "missing": Q(state=DossierState.DRAFT, period__dossier_before__lte=today),
        }
        value = self.value()
        return queryset.filter(cases[value]) if value in cases else queryset
