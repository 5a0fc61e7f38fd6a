"""The queue of dossiers in the admin; the page of one is the desk (`dossiers.admin.desk`)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.utils import timezone

from dossiers.admin.base import DeskAdmin
from dossiers.admin.desk import act
from dossiers.admin.desk_page import desk_page
from dossiers.admin.filters import DeadlineFilter, HandlerFilter, PeriodFilter
from dossiers.models import Dossier, DossierLog, Nomination
from dossiers.services import appraising
from dossiers.states import DossierState, NominationState
from emulation.adminbase import ChoicesRadioFilter, UnitFilter, display
from emulation.workflow import TransitionNotAllowed

# How the queue sums the nominations up, in the order of the appraisal.
OUTCOMES = (
    ("chờ thẩm định", {NominationState.PROPOSED}),
    ("đủ điều kiện", {NominationState.ELIGIBLE}),
    ("không đủ", {NominationState.INELIGIBLE}),
    ("chưa xét", {NominationState.DEFERRED}),
)
BEFORE = {state for _words, states in OUTCOMES for state in states}
AFTER = {*NominationState} - BEFORE - {NominationState.WITHDRAWN}


@admin.register(Dossier)
class DossierAdmin(DeskAdmin):
    """The queue: what came in, how far it is, since when it waits, who handles it."""

    list_display = (
        "unit", "period_name", "route", "outcomes", "state_badge", "waiting_since", "handler",
        "deadline",
    )  # fmt: skip
    list_display_links = ("unit",)
    list_select_related = ("unit", "authority", "period__campaign", "handler")
    list_filter = (
        PeriodFilter,
        ("state", ChoicesRadioFilter),
        ("route", ChoicesRadioFilter),
        UnitFilter,
        HandlerFilter,
        DeadlineFilter,
    )
    list_before_template = "admin/dossier_counts.html"
    search_fields = ("unit__search_key",)
    search_help_text = "Tìm theo đơn vị; gõ có dấu hay không dấu đều được."
    ordering = ("-period__starts_on", F("submitted_at").asc(nulls_last=True), "pk")
    actions = ("receive_selected",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Add since when each stands where it stands, and the states of its nominations."""
        moves = DossierLog.objects.filter(record=OuterRef("pk")).order_by("-at", "-pk")
        states = Nomination.objects.only("state", "dossier").order_by("pk")
        return (
            super()
            .get_queryset(request)
            .annotate(since=Subquery(moves.values("at")[:1]))
            .prefetch_related(Prefetch("nominations", queryset=states))
        )

    # The list

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show above the list how many dossiers stand where, in the period that was chosen."""
        seen = Dossier.objects.visible_to(request.user).order_by()
        period = request.GET.get("period", "")
        if period.isdecimal():
            seen = seen.filter(period=period)
        counted = dict(seen.values_list("state").annotate(n=Count("pk")))
        chosen = request.GET.get("state__exact", "")
        query = request.GET.copy()
        query.pop("p", None)
        counts = []
        for state, label in [("", "Tất cả"), *DossierState.choices]:
            query.pop("state__exact", None)
            if state:
                query["state__exact"] = state
            counts.append(
                {
                    "label": label,
                    "number": counted.get(state, 0) if state else sum(counted.values()),
                    "query": query.urlencode(),
                    "is_chosen": state == chosen,
                }
            )
        return super().changelist_view(request, {"counts": counts, **(extra_context or {})})

    @display(description="Kỳ", ordering="period__starts_on")
    def period_name(self, dossier: Dossier) -> str:
        """Return campaign and period."""
        return f"{dossier.period.campaign} – {dossier.period}"

    @display(description="Đề nghị")
    def outcomes(self, dossier: Dossier) -> str:
        """Return how many nominations stand where in the appraisal."""
        states = Counter(nomination.state for nomination in dossier.nominations.all())
        groups = (*OUTCOMES, ("đã qua Hội đồng", AFTER))
        sums = [(sum(states[state] for state in group), words) for words, group in groups]
        return ", ".join(f"{number} {words}" for number, words in sums if number) or "chưa có"

    @display(description="Từ lúc", ordering="since")
    def waiting_since(self, dossier: Dossier) -> str:
        """Return since when it stands in its state."""
        since = dossier.since or dossier.received_at or dossier.submitted_at or dossier.created_at
        return f"{timezone.localtime(since):%H:%M %d/%m/%Y}"

    @display(description="Thời hạn", label={True: "warning"})
    def deadline(self, dossier: Dossier) -> tuple[bool, str] | str:
        """Mark what was sent late and a supplement that is overdue."""
        before = dossier.supplement_before
        asked = dossier.state == DossierState.SUPPLEMENT and before
        if asked and before <= timezone.localdate():
            return True, "Quá hạn bổ sung"
        return (True, "Nhận muộn") if dossier.is_late else ""

    @admin.action(description="Tiếp nhận các hồ sơ đã chọn", permissions=["desk"])
    def receive_selected(self, request: HttpRequest, dossiers: QuerySet) -> None:
        """Receive each; one that cannot be received is named, the others go on."""
        done = 0
        for dossier in dossiers.order_by("submitted_at", "pk"):
            try:
                appraising.receive(dossier, by=request.user)
            except TransitionNotAllowed as error:
                messages.error(request, f"{dossier}: {error}")
            except PermissionDenied:
                messages.error(request, f"{dossier}: không thuộc cơ quan của tài khoản này.")
            else:
                done += 1
        if done:
            messages.success(request, f"Đã tiếp nhận {done} hồ sơ.")

    # The desk

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show the dossier on one page; a POST is one of the desk's acts, else it is refused."""
        pk = unquote(object_id)
        seen = Dossier.objects.visible_to(request.user).with_contents()
        dossier = seen.filter(pk=pk).first() if pk.isdecimal() else None
        if dossier is None:
            raise Http404
        if request.method == "POST":
            return act(self, request, dossier)
        return desk_page(self, request, dossier)
