"""The list of dossiers: filters, sheet."""

import django_filters
from django import forms

from campaigns.models import Period, Route
from dossiers.models import Dossier
from dossiers.states import DossierState
from emulation.vietnamese import search_key

ROUTES = [choice for choice in Route.choices if choice[0] != Route.REGISTER]


def periods_of(request):
    """Return the periods of which the user sees a dossier."""
    seen = Dossier.objects.visible_to(request.user).order_by()
    return Period.objects.filter(pk__in=seen.values("period")).select_related("campaign")


class PeriodField(django_filters.fields.ModelChoiceField):
    """A period, named together with its campaign."""

    def label_from_instance(self, period):
        """Return campaign and period."""
        return f"{period.campaign} – {period}"


class PeriodFilter(django_filters.ModelChoiceFilter):
    """Filter by period."""

    field_class = PeriodField


class DossierFilter(django_filters.FilterSet):
    """Search by unit without accents, by period, route and state."""

    q = django_filters.CharFilter(
        label="Tìm đơn vị", method="search", widget=forms.TextInput(attrs={"type": "search"})
    )
    period = PeriodFilter(label="Kỳ", queryset=periods_of, empty_label="Mọi kỳ")
    route = django_filters.ChoiceFilter(
        label="Thẩm quyền", choices=ROUTES, empty_label="Mọi thẩm quyền"
    )
    state = django_filters.ChoiceFilter(
        label="Trạng thái", choices=DossierState.choices, empty_label="Mọi trạng thái"
    )

    class Meta:
        model = Dossier
        fields = ["q", "period", "route", "state"]

    def search(self, queryset, name, value):
        """Match every word of `value` in the unit's search key."""
        for word in search_key(value).split():
            queryset = queryset.filter(unit__search_key__contains=word)
        return queryset


def dossier_sheet(dossiers):
    """Return headings and rows of the list for .xlsx."""
    headings = [
        "Đơn vị", "Phong trào", "Kỳ", "Thẩm quyền", "Trạng thái", "Số đề nghị", "Số đến",
        "Gửi lúc", "Nhận muộn",
    ]  # fmt: skip
    return headings, [
        [
            str(dossier.unit),
            str(dossier.period.campaign),
            str(dossier.period),
            dossier.get_route_display(),
            dossier.get_state_display(),
            dossier.nominees,
            dossier.receipt_number,
            dossier.submitted_at,
            "x" if dossier.is_late else None,
        ]
        for dossier in dossiers
    ]
