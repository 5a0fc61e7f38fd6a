"""Admin of campaigns and registrations: read here, worked on in the staff pages."""

from __future__ import annotations

from django.contrib import admin

from campaigns.models import Campaign, CampaignLog, Registration, RegistrationLog
from campaigns.states import CampaignState, RegistrationState
from emulation.adminbase import (
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    LogInline,
    UnitFilter,
    WorkedElsewhere,
    display,
)

CAMPAIGN_TONES = {
    CampaignState.DRAFT: "",
    CampaignState.ISSUED: "success",
    CampaignState.CLOSED: "info",
    CampaignState.CANCELLED: "danger",
}
REGISTRATION_TONES = {
    RegistrationState.DRAFT: "",
    RegistrationState.SUBMITTED: "info",
    RegistrationState.RETURNED: "warning",
    RegistrationState.CONFIRMED: "success",
    RegistrationState.WITHDRAWN: "danger",
}


class CampaignLogInline(LogInline):
    """Log of a campaign."""

    model = CampaignLog


class RegistrationLogInline(LogInline):
    """Log of a registration."""

    model = RegistrationLog


@admin.register(Campaign)
class CampaignAdmin(WorkedElsewhere):
    """Campaigns."""

    list_display = ("name", "authority", "state_badge", "starts_on", "ends_on", "work_page")
    list_select_related = ("authority",)
    list_filter = (("state", ChoicesRadioFilter), ("kind", ChoicesDropdownFilter))
    search_fields = ("search_key",)
    inlines = (CampaignLogInline,)
    fieldsets = (
        (None, {"fields": ("work_page", "state", "name", "theme", "kind", "authority")}),
        ("Thời gian", {"fields": (("starts_on", "ends_on"), "issued_on")}),
        ("Căn cứ", {"fields": ("parent", "superior_document")}),
        ("Theo dõi", {"fields": (("created_by", "created_at"), "updated_at")}),
    )
    readonly_fields = (
        "work_page",
        "state",
        "issued_on",
        "created_by",
        "created_at",
        "updated_at",
    )

    @display(description="Trạng thái", ordering="state", label=CAMPAIGN_TONES)
    def state_badge(self, campaign: Campaign) -> tuple[str, str]:
        """Return the state as a badge."""
        return campaign.state, campaign.get_state_display()


@admin.register(Registration)
class RegistrationAdmin(WorkedElsewhere):
    """Registrations."""

    list_display = (
        "unit",
        "campaign",
        "period",
        "state_badge",
        "late",
        "submitted_at",
        "work_page",
    )
    list_select_related = ("unit", "authority", "period__campaign")
    list_filter = (
        ("state", ChoicesRadioFilter),
        ("is_late", BooleanRadioFilter),
        UnitFilter,
    )
    ordering = ("-pk",)
    inlines = (RegistrationLogInline,)
    fieldsets = (
        (None, {"fields": ("work_page", "state", "unit", "campaign", "period", "is_late")}),
        ("Văn bản", {"fields": ("dated", ("signer_position", "signer_name"))}),
        ("Theo dõi", {"fields": (("created_by", "created_at"), ("submitted_at", "saved_at"))}),
    )
    readonly_fields = (
        "work_page",
        "state",
        "campaign",
        "is_late",
        "created_by",
        "created_at",
        "submitted_at",
        "saved_at",
    )

    @display(description="Phong trào", ordering="period__campaign__name")
    def campaign(self, registration: Registration) -> str:
        """Return the campaign's name."""
        return registration.period.campaign.name

    @display(description="Trạng thái", ordering="state", label=REGISTRATION_TONES)
    def state_badge(self, registration: Registration) -> tuple[str, str]:
        """Return the state as a badge."""
        return registration.state, registration.get_state_display()

    @display(description="Ghi chú", ordering="is_late", label={True: "warning"})
    def late(self, registration: Registration) -> tuple[bool, str] | str:
        """Mark what was accepted after the deadline."""
        return (True, "Nhận muộn") if registration.is_late else ""
