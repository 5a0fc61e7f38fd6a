"""The door of the admin: who may enter, through which login page, and what the first page lists."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from emulation.admin_theme import SIDEBAR
from emulation.organization.models import Role

# Who opens the admin, with the role over a whole authority; only the office changes anything.
READERS = (Role.OFFICE, Role.CHAIR, Role.AUDITOR)


def may_enter(request: HttpRequest) -> bool:
    """Whether the account may open the admin: staff with a role over a whole authority."""
    user = request.user
    return bool(
        user.is_active and user.is_staff and (user.is_superuser or user.authorities_as(*READERS))
    )


@never_cache
@login_not_required
def login(request: HttpRequest, extra_context: Any = None) -> Any:
    """Send to the application's own login page; refuse who is logged in without the right."""
    if may_enter(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sidebar of the account: back to the work, then the models that it may see."""
    home = {"title": "Việc cần làm", "icon": "task_alt", "link": reverse("home"), "active": False}
    groups: list[dict[str, Any]] = [{"items": [home]}]
    for title, models in SIDEBAR:
        items = [
            {"title": name, "icon": icon, "link": reverse(_url_name(label, "changelist"))}
            for label, icon, name in models
            if _admin_of(label).has_view_permission(request)
        ]
        if items:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def app_list(request: HttpRequest, app_label: str | None = None) -> Any:
    """Return the models of the first page, in the sidebar's groups and order.

    Every page asks for them and only the first ones show them: they are gathered when used.
    """
    return SimpleLazyObject(lambda: _app_list(request, app_label))


def _app_list(request: HttpRequest, app_label: str | None) -> list[dict[str, Any]]:
    groups = []
    for title, models in SIDEBAR:
        shown = []
        for label, _icon, name in models:
            model_admin = _admin_of(label)
            rights = model_admin.get_model_perms(request)
            if not rights["view"] or app_label not in (None, label.split(".")[0]):
                continue
            shown.append(
                {
                    "model": model_admin.model,
                    "name": name,
                    "object_name": model_admin.opts.object_name,
                    "perms": rights,
                    "admin_url": reverse(_url_name(label, "changelist")),
                    "add_url": reverse(_url_name(label, "add")) if rights["add"] else None,
                    "view_only": not rights["change"],
                }
            )
        if shown:
            label = models[0][0].split(".")[0]
            groups.append(
                {
                    "name": title,
                    "app_label": label,
                    "app_url": reverse("admin:app_list", args=[label]),
                    "has_module_perms": True,
                    "models": shown,
                }
            )
    return groups


def _admin_of(label: str) -> Any:
    return admin.site.get_model_admin(apps.get_model(label))


def _url_name(label: str, page: str) -> str:
    return f"admin:{label.lower().replace('.', '_')}_{page}"


def password_change(request: HttpRequest, extra_context: Any = None) -> Any:
    """Send to the application's own page: one place to change a password."""
    return redirect("password_change")


def pages_of_the_site(get_urls: Any = admin.site.get_urls) -> list[Any]:
    """Return the admin's pages but Django's short cut to any record, which asks nobody's scope."""
    return [page for page in get_urls() if getattr(page, "name", "") != "view_on_site"]


admin.site.get_urls = pages_of_the_site
admin.site.has_permission = may_enter
admin.site.login = login
admin.site.get_app_list = app_list
admin.site.password_change = password_change
admin.site.site_title = admin.site.site_header = "Thi đua - Khen thưởng"
admin.site.index_title = "Quản trị danh mục"
admin.site.disable_action("delete_selected")
