"""App configuration of the ground floor: units, people, accounts, issued papers."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganizationConfig(AppConfig):
    """Units, people, households, accounts and roles; the register of issued papers."""

    name = "emulation.organization"
    label = "organization"
    verbose_name = "Tổ chức, con người"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Seal what was written before there were seals, in the run that makes their table."""
        post_migrate.connect(_seal_the_past, sender=self)


def _seal_the_past(using: str, plan: Any = (), **_: Any) -> None:
    if any(
        (migration.app_label, migration.name) == ("organization", "0003_seals") and not backwards
        for migration, backwards in plan
    ):
        # Models can be named only when all apps are there.
        import_module("emulation.chaining").seal_unsealed(using)
