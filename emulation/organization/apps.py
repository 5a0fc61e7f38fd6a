"""App configuration of the ground floor: units, people, accounts, issued papers."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """Units, people, households, accounts and roles; the register of issued papers."""

    name = "emulation.organization"
    label = "organization"
    verbose_name = "Tổ chức, con người"
    default_auto_field = "django.db.models.BigAutoField"
