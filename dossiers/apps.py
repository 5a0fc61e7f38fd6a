"""App configuration of dossiers."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """See the app's package docstring."""

    name = "dossiers"
    verbose_name = "Hồ sơ đề nghị"
