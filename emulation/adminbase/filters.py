"""Filters that several lists share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from emulation.organization.models import Unit

from .look import (
    DateInput,
    DropdownFilter,
    RadioFilter,
    TextFilter,
)


class _DayForm(forms.Form):
    """One date under the name that the filter asks for."""

    def __init__(self, name: str, label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        widget = DateInput(attrs={"placeholder": "ngày/tháng/năm"})
        self.fields[name] = forms.DateField(label=label, required=False, widget=widget)


class DayFilter(TextFilter):
    """Rows in force on the day that was typed in; a day that cannot be read is said so."""

    title = "ngày áp dụng"
    parameter_name = "day"
    form_class = _DayForm

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to `valid_on(day)`."""
        day = self.day()
        if self.value() and not day:
            messages.error(
                request, f"«{self.value()}» không phải là ngày; hãy gõ theo dạng ngày/tháng/năm."
            )
        return queryset.valid_on(day) if day else queryset

    def day(self) -> dt.date | None:
        """Return the day that was asked for."""
        form = self.form_class(name="day", label="", data={"day": self.value()})
        return form.cleaned_data["day"] if form.is_valid() else None


class UnitFilter(DropdownFilter):
    """Records of one unit and everything below it; the offer is what the account sees.

    A superuser chooses among authorities, so that the list stays short.
    """

    title = "đơn vị"
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the units to choose from."""
        units = Unit.objects.visible_to(request.user)
        if request.user.is_superuser:
            units = units.authorities()
        return [(str(unit.pk), str(unit)) for unit in units]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to the subtree of a unit that the account sees."""
        if not self.value():
            return queryset
        if not self.value().isdecimal():
            return queryset.none()
        chosen = Unit.objects.visible_to(request.user).filter(pk=self.value())
        path = "path" if queryset.model is Unit else "unit__path"
        return queryset.filter(
            **{f"{path}__startswith": chosen[0].path} if chosen else {"pk__in": []}
        )


class ActiveFilter(RadioFilter):
    """Records that hold today, or no longer."""

    title = "hiệu lực hôm nay"
    parameter_name = "active"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the two answers."""
        return [("1", "Đang hoạt động"), ("0", "Đã thôi hoặc chưa bắt đầu")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow by `active_on(today)`."""
        active = queryset.active_on(timezone.localdate())
        match self.value():
            case "1":
                return active
            case "0":
                return queryset.exclude(pk__in=active.values("pk"))
        return queryset
