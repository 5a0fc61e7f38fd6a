"""App configuration of awards."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """See the app's package docstring."""

    name = "awards"
    verbose_name = "Danh mục khen thưởng"
