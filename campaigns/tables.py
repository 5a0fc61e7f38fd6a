"""The list of campaigns: columns, filters, sheet."""

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q

from campaigns.models import Campaign, CampaignKind
from campaigns.states import CampaignState
from emulation.vietnamese import search_key


class CampaignFilter(django_filters.FilterSet):
    """Search without accents, by state and kind."""

    q = django_filters.CharFilter(
        label="Tìm theo tên, chủ đề",
        method="search",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = django_filters.ChoiceFilter(
        label="Trạng thái", choices=CampaignState.choices, empty_label="Mọi trạng thái"
    )
    kind = django_filters.ChoiceFilter(
        label="Hình thức", choices=CampaignKind.choices, empty_label="Mọi hình thức"
    )

    class Meta:
        model = Campaign
        fields = ["q", "state", "kind"]

    def search(self, queryset, name, value):
        """Match every word of `value` in the search key."""
        for word in search_key(value).split():
            queryset = queryset.filter(Q(search_key__contains=word))
        return queryset


class CampaignTable(tables.Table):
    """Campaigns of the user's scope."""

    name = tables.Column("Phong trào", linkify=True)
    authority = tables.Column("Cơ quan phát động", order_by="authority__sort_key")
    kind = tables.Column("Hình thức")
    starts_on = tables.DateColumn(verbose_name="Thời gian", format="d/m/Y")
    deadline = tables.TemplateColumn(
        verbose_name="Hạn đăng ký",
        template_name="campaigns/_next_deadline.html",
        orderable=False,
        empty_values=(),
    )
    state = tables.TemplateColumn(
        verbose_name="Trạng thái",
        template_name="campaigns/_state.html",
    )

    class Meta:
        model = Campaign
        fields = ("name", "authority", "kind", "starts_on", "deadline", "state")
        empty_text = "Chưa có phong trào nào khớp điều kiện."


def campaign_sheet(campaigns):
    """Return headings and rows of the list for .xlsx."""
    headings = [
        "Phong trào",
        "Cơ quan",
        "Hình thức",
        "Từ ngày",
        "Đến ngày",
        "Số, ký hiệu",
        "Trạng thái",
    ]
    return headings, [
        [
            campaign.name,
            str(campaign.authority),
            campaign.get_kind_display(),
            campaign.starts_on,
            campaign.ends_on,
            campaign.plan.full_number,
            campaign.get_state_display(),
        ]
        for campaign in campaigns
    ]
