"""Admin of the money that goes with awards, and of the bands of an index."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet

from awards import bonus
from awards.models import BaseSalary, BonusRate, BonusRule
from emulation.adminbase import OFFICE_MAY, ChangesAdmin, ChoicesRadioFilter, DayFilter, display
from emulation.organization.models import IndexBand, Role, Unit

from .base import BY_LAW, LawAdmin


@admin.register(BaseSalary)
class BaseSalaryAdmin(LawAdmin):
    """The base salary by date."""

    list_display = ("amount_text", "legal_basis", "validity", "checked", "checked_by")
    search_fields = ("legal_basis",)
    fieldsets = (("Lương cơ sở", {"fields": ("amount",)}), BY_LAW)

    @display(description="Mức", ordering="amount")
    def amount_text(self, salary: BaseSalary) -> str:
        """Return the amount in đồng."""
        return bonus.money(salary.amount)


@admin.register(BonusRate)
class BonusRateAdmin(LawAdmin):
    """How many base salaries go with an award."""

    list_display = (
        "award_code", "subject", "times", "legal_basis", "validity", "checked", "checked_by",
    )  # fmt: skip
    list_filter = (
        DayFilter,
        ("subject", ChoicesRadioFilter),
        ("verified", ChoicesRadioFilter),
    )
    search_fields = ("award_code", "legal_basis")
    search_help_text = "Tìm theo mã danh hiệu, hình thức hoặc căn cứ."
    fieldsets = (
        ("Mức thưởng", {"fields": (("award_code", "subject"), ("multiple", "is_maximum"))}),
        BY_LAW,
    )

    @display(description="Hệ số", ordering="multiple")
    def times(self, rate: BonusRate) -> str:
        """Return the multiple of the base salary."""
        return f"{bonus.number(rate.multiple)} lần{' (tối đa)' if rate.is_maximum else ''}"


@admin.register(BonusRule)
class BonusRuleAdmin(LawAdmin):
    """Factors and rounding by date."""

    list_display = ("rounding", "factors", "legal_basis", "validity", "checked", "checked_by")
    search_fields = ("legal_basis",)
    fieldsets = (
        ("Cách tính", {"fields": (("collective_factor", "household_factor"), "rounding")}),
        BY_LAW,
    )

    @display(description="Hệ số so với cá nhân")
    def factors(self, rule: BonusRule) -> str:
        """Return the factors that are set."""
        pairs = (("tập thể", rule.collective_factor), ("hộ gia đình", rule.household_factor))
        return "; ".join(f"{name} {bonus.number(value)}" for name, value in pairs if value)


@admin.register(IndexBand)
class IndexBandAdmin(ChangesAdmin):
    """Bands of an index: common ones for the superuser, an authority's own for its office."""

    office_may = OFFICE_MAY
    authority_fields = ("authority",)
    list_display = ("rating", "band", "valid_from", "whose")
    list_select_related = ("authority",)
    list_filter = (("rating", ChoicesRadioFilter),)
    search_fields = ("rating",)
    ordering = ("authority", "-valid_from", "-from_percent")
    fieldsets = (
        (
            None,
            {
                "fields": ("authority", "rating", "from_percent", "valid_from"),
                "description": (
                    "Các mức chung 90, 80, 65, 50 kèm theo phần mềm chưa được đối chiếu; mỗi tỉnh "
                    "quy định riêng, cơ quan ghi các mức của mình thì áp dụng thay mức chung."
                ),
            },
        ),
    )

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return the common bands and those of the authorities that `user` sees."""
        if user.is_superuser:
            return records
        seen = Unit.objects.visible_to(user).authorities()
        return records.filter(Q(authority__isnull=True) | Q(authority__in=seen))

    def get_form(self, request: Any, obj: Any = None, **kwargs: Any) -> type:
        """Ask an office for its authority: common bands are the superuser's."""
        form = super().get_form(request, obj, **kwargs)
        if not request.user.is_superuser and "authority" in form.base_fields:
            own = Unit.objects.filter(pk__in=request.user.authorities_as(Role.OFFICE))
            form.base_fields["authority"].queryset = own
            form.base_fields["authority"].required = True
        return form

    @display(description="Từ", ordering="from_percent")
    def band(self, band: IndexBand) -> str:
        """Return the lower end of the band."""
        return f"{bonus.number(band.from_percent)}% điểm tối đa"

    @display(description="Áp dụng cho")
    def whose(self, band: IndexBand) -> str:
        """Return whose band it is."""
        return str(band.authority) if band.authority else "Mức chung (chưa đối chiếu)"
