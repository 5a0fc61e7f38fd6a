"""Nominations across dossiers: the verdict for many at once, and the way to the council."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from dossiers.admin.base import TONES, DeskAdmin
from dossiers.admin.filters import PeriodFilter
from dossiers.models import CouncilSession, Dossier, Nomination, NominationLog
from dossiers.services import appraising
from dossiers.services.agenda import put_on_agenda
from dossiers.states import MARK_ELIGIBLE, SessionState
from emulation.adminbase import (
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    DropdownFilter,
    LogInline,
    UnitFilter,
    display,
    page_link,
)
from emulation.organization.models import Role
from emulation.workflow import TransitionNotAllowed


class AwardFilter(DropdownFilter):
    """Nominations for one award."""

    title = "danh hiệu, khen thưởng"
    parameter_name = "award"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the awards asked for in what the account sees."""
        seen = model_admin.get_queryset(request).order_by("award_type__name").distinct()
        names = seen.values_list("award_type", "award_type__name")
        return [(str(pk), name) for pk, name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to the award; anything but a number finds nothing."""
        value = self.value()
        if not value:
            return queryset
        return queryset.filter(award_type=value) if value.isdecimal() else queryset.none()


class EligibleForm(forms.Form):
    """The verdict for many: one note, where one is wanted."""

    note = forms.CharField(
        label="Ghi chú chung",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Phải ghi khi kết quả lúc gửi là không đủ điều kiện hoặc chưa xét.",
    )


class AgendaForm(forms.Form):
    """Which session is to deal with them: one of an office of the account, not yet counted."""

    session = forms.ModelChoiceField(
        CouncilSession.objects.none(), label="Phiên họp", empty_label="Chọn phiên họp"
    )

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self.fields["session"].queryset = CouncilSession.objects.filter(
            authority__in=user.authorities_as(Role.OFFICE),
            state__in=[SessionState.PLANNED, SessionState.OPENED],
        )


class NominationLogInline(LogInline):
    """Log of a nomination."""

    model = NominationLog


@admin.register(Nomination)
class NominationAdmin(DeskAdmin):
    """Every nomination that the account sees, by award, finding and state."""

    list_display = ("nominee_name", "award_type", "from_unit", "finding", "state_badge", "desk")
    list_select_related = (
        "award_type", "unit", "person", "household", "dossier__unit", "dossier__period__campaign",
    )  # fmt: skip
    list_filter = (
        PeriodFilter,
        AwardFilter,
        ("state", ChoicesDropdownFilter),
        ("snapshot_outcome", ChoicesRadioFilter),
        UnitFilter,
    )
    search_fields = (
        "person__search_key", "unit__search_key", "household__search_key",
        "dossier__unit__search_key",
    )  # fmt: skip
    ordering = ("award_type__position", "dossier__unit__sort_key", "position", "pk")
    actions = ("mark_eligible_selected", "put_on_agenda_selected")
    inlines = (NominationLogInline,)
    fieldsets = (
        (None, {"fields": ("desk", "work_page", "state", "nominee_name", "award_type")}),
        ("Hồ sơ", {"fields": ("from_unit", "dossier", "lowered_to")}),
        ("Xét khi gửi", {"fields": (("snapshot_outcome", "snapshot_at"),)}),
        ("Thành tích", {"fields": ("summary", "report")}),
    )
    readonly_fields = (
        "desk", "work_page", "state", "nominee_name", "from_unit", "snapshot_outcome",
        "snapshot_at",
    )  # fmt: skip

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return those of the dossiers that the account sees."""
        return records.filter(dossier__in=Dossier.objects.visible_to(user).order_by())

    @display(description="Đối tượng")
    def nominee_name(self, nomination: Nomination) -> str:
        """Return who is proposed."""
        return str(nomination.nominee)

    @display(description="Đơn vị đề nghị", ordering="dossier__unit__sort_key")
    def from_unit(self, nomination: Nomination) -> str:
        """Return whose dossier it is in."""
        return str(nomination.dossier.unit)

    @display(description="Xét khi gửi", ordering="snapshot_outcome", label=TONES)
    def finding(self, nomination: Nomination) -> tuple[str, str] | str:
        """Return the frozen finding as a badge."""
        outcome = nomination.snapshot_outcome
        return (outcome, nomination.get_snapshot_outcome_display()) if outcome else ""

    @display(description="Thẩm định")
    def desk(self, nomination: Nomination) -> str:
        """Return a link to the dossier's desk."""
        url = reverse("admin:dossiers_dossier_change", args=[nomination.dossier_id])
        return page_link(url, "Mở hồ sơ")

    @display(description="Trang làm việc")
    def work_page(self, nomination: Nomination) -> str:
        """Return a link to the nomination's own page."""
        url = reverse("dossiers:nomination_detail", args=[nomination.pk])
        return page_link(url, "Mở trang làm việc")

    # In bulk

    @admin.action(description="Kết luận đủ điều kiện…", permissions=["desk"])
    def mark_eligible_selected(self, request: HttpRequest, chosen: QuerySet) -> Any:
        """Ask which to leave and why, then mark the others eligible."""
        form = EligibleForm(request.POST if "apply" in request.POST else None)
        taken = self._taken(request, chosen)
        if form.is_valid() and taken:
            done, refused = appraising.judge_all(
                taken, MARK_ELIGIBLE, by=request.user, note=form.cleaned_data["note"]
            )
            if done:
                messages.success(request, f"{MARK_ELIGIBLE.done}: {done} đề nghị.")
            if not refused:
                return None
            form.add_error(None, refused)
        return self._bulk_page(request, chosen, form, "mark_eligible_selected", MARK_ELIGIBLE.label)

    @admin.action(description="Đưa ra phiên họp Hội đồng…", permissions=["desk"])
    def put_on_agenda_selected(self, request: HttpRequest, chosen: QuerySet) -> Any:
        """Ask for the session and which to leave, then put the others on its agenda, all or none.

        What is not of the session's authority, not eligible or on another agenda is named.
        """
        form = AgendaForm(request.user, request.POST if "apply" in request.POST else None)
        taken = self._taken(request, chosen)
        if form.is_valid() and taken:
            session = form.cleaned_data["session"]
            try:
                added = put_on_agenda(session, taken, by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            except TransitionNotAllowed as error:
                form.add_error(None, str(error))
            else:
                text = f"Đã đưa {len(added)} đề nghị vào chương trình «{session}»."
                messages.success(request, text)
                return None
        label = "Đưa vào chương trình"
        return self._bulk_page(request, chosen, form, "put_on_agenda_selected", label)

    def _taken(self, request: HttpRequest, chosen: QuerySet) -> list[Nomination]:
        """Return those of `chosen` that were not ticked to be left."""
        left = {int(pk) for pk in request.POST.getlist("leave_out") if pk.isdecimal()}
        return [nomination for nomination in self._whole(chosen) if nomination.pk not in left]

    def _whole(self, chosen: QuerySet) -> QuerySet:
        return chosen.select_related(*self.list_select_related, "dossier__authority")

    def _bulk_page(
        self, request: HttpRequest, chosen: QuerySet, form: forms.Form, action: str, label: str
    ) -> TemplateResponse:
        """Return the page between choosing and doing: who, the exceptions, what else is asked."""
        applied = "apply" in request.POST
        left = {int(pk) for pk in request.POST.getlist("leave_out") if pk.isdecimal()}
        rows = list(self._whole(chosen))
        if applied and form.is_valid() and all(row.pk in left for row in rows):
            form.add_error(None, "Không còn đề nghị nào: tất cả đều được đánh dấu để lại.")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": label,
            "rows": rows,
            "left_out": left,
            "form": form,
            "action": action,
            "label": label,
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": reverse("admin:dossiers_nomination_changelist"),
        }
        return TemplateResponse(
            request, "admin/nominations_bulk.html", context, status=422 if applied else 200
        )
