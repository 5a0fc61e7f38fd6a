"""App configuration of campaigns."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """See the app's package docstring."""

    name = "campaigns"
    verbose_name = "Phong trào thi đua"
