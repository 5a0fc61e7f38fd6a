"""The admin's ground: who may enter, what each one sees and may change, and how it looks.

The only module that imports unfold; without it, take the same names from django.contrib.admin
(filters: SimpleListFilter) here and nowhere else.

Rights follow roles, not Django's permissions on models. A superuser may do everything that a
page offers; the office of an authority sees the units below it and changes what its authority
owns; whoever signs or audits reads. Every queryset goes through `visible_to`, so a record of
another commune answers like one that does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db.models import PROTECT, CheckConstraint, Model, Q, QuerySet, UniqueConstraint
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from unfold.admin import ModelAdmin as _ModelAdmin
from unfold.admin import TabularInline as _TabularInline
from unfold.contrib.filters.admin import (
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    DropdownFilter,
    RadioFilter,
    TextFilter,
)
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
)

from emulation.admin_theme import SIDEBAR
from emulation.organization.models import Role, Unit
from emulation.vietnamese import search_key

__all__ = [
    "READERS",
    "AdminPasswordChangeForm",
    "BooleanRadioFilter",
    "ChoicesDropdownFilter",
    "ChoicesRadioFilter",
    "DayFilter",
    "PartInline",
    "RadioFilter",
    "ReadInline",
    "RecordAdmin",
    "RuleForm",
    "SeveralField",
    "UnitFilter",
    "UserChangeForm",
    "UserCreationForm",
    "display",
    "page_link",
    "references",
]

READERS = (Role.OFFICE, Role.CHAIR, Role.AUDITOR)


# --- the site ----------------------------------------------------------------------------------


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


def app_list(request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
    """Return the models of the first page, in the sidebar's groups and order."""
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


admin.site.has_permission = may_enter
admin.site.login = login
admin.site.get_app_list = app_list
admin.site.password_change = password_change
admin.site.site_title = admin.site.site_header = "Thi đua - Khen thưởng"
admin.site.index_title = "Quản trị danh mục"
admin.site.disable_action("delete_selected")


# --- forms -------------------------------------------------------------------------------------


class RuleForm(forms.ModelForm):
    """A model form that shows a broken database rule beside the last field that the rule names.

    Rules are checked with fields that the page shows read-only too: what they hold counts.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.instance._state.adding:
            return
        try:  # Django leaves out every rule that names a field which is not in the form.
            self.instance.validate_constraints(exclude={*self._errors})
        except forms.ValidationError as error:
            if error.messages != list(self.non_field_errors()):
                self._update_errors(error)

    def _update_errors(self, errors: forms.ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            moved: dict[str, list] = {}
            for name, found in errors.error_dict.items():
                for error in found:
                    place = self._field_of(error) if name == NON_FIELD_ERRORS else name
                    moved.setdefault(place, []).append(error)
            errors = forms.ValidationError(moved)
        super()._update_errors(errors)

    def _field_of(self, error: forms.ValidationError) -> str:
        for rule in self.instance._meta.constraints:
            if rule.violation_error_message == error.message:
                names = [name for name in _fields_of(rule) if name in self.fields]
                if names:
                    return names[-1]
        return NON_FIELD_ERRORS


def _fields_of(rule: Any) -> list[str]:
    """Return the fields that a constraint names, in its own order."""
    if isinstance(rule, UniqueConstraint):
        return list(rule.fields)
    if not isinstance(rule, CheckConstraint):
        return []

    def walk(node: Any) -> Iterable[str]:
        for child in node.children:
            if isinstance(child, Q):
                yield from walk(child)
            else:
                yield child[0].split("__")[0]

    return list(walk(rule.condition))


class SeveralField(forms.MultipleChoiceField):
    """Check boxes for a column that holds several codes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", UnfoldAdminCheckboxSelectMultipleWidget())
        super().__init__(**kwargs)


# --- records -----------------------------------------------------------------------------------


class _Scoped:
    """Shared by pages and inlines: the units that may be chosen, and who may change what."""

    form = RuleForm
    # Keys to units that are to be authorities: chosen from a short list.
    authority_fields: tuple[str, ...] = ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer and accept only what belongs to the authorities of the account."""
        units = assignable(db_field.related_model, request.user)
        if db_field.name in self.authority_fields:
            units = units.authorities()
            kwargs["widget"] = UnfoldAdminSelectWidget()
            kwargs.setdefault("empty_label", "Chọn cơ quan")
        kwargs["queryset"] = units
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def assignable(model: type[Model], user: Any) -> QuerySet:
    """Return what `user` may put into a key: all, or the units of the authorities he acts for."""
    records = model._default_manager.all()
    if user.is_superuser:
        return records
    if model is not Unit:
        return records.none()
    return records.filter(authority__in=user.authorities_as(Role.OFFICE))


class RecordAdmin(_Scoped, _ModelAdmin):
    """A page of records, scoped to the account: the base of every ModelAdmin of the project."""

    # What may be done here at all, and what of it by the office with what its authority owns.
    superuser_may = frozenset({"add", "change", "delete"})
    office_may: frozenset[str] = frozenset()
    # The record's owning authority, by the name of the column.
    owner = "authority_id"
    # Columns of codes, and the method that puts them into words for those who only read.
    worded: dict[str, str] = {}

    actions = None
    list_per_page = 50
    list_filter_submit = True
    show_full_result_count = False
    view_on_site = False
    search_help_text = "Tìm theo tên; gõ có dấu hay không dấu đều được."

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return what `user` sees of `records`."""
        return records.visible_to(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the records that the account sees; everything on the page goes through this."""
        return self.scope(super().get_queryset(request), request.user)

    # Rights

    def may(self, request: HttpRequest, verb: str, record: Any = None) -> bool:
        """Whether the account may add, change or delete; with a record: that very one."""
        if verb not in self.superuser_may or not may_enter(request):
            return False
        if request.user.is_superuser:
            return True
        authorities = request.user.authorities_as(Role.OFFICE)
        if verb not in self.office_may or not authorities:
            return False
        return record is None or self.owned(record, request.user, authorities)

    def owned(self, record: Any, user: Any, authorities: list[int]) -> bool:
        """Whether `record` belongs to one of `authorities`."""
        return getattr(record, self.owner) in authorities

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the app is listed."""
        return may_enter(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the page opens; which records it shows is `scope`."""
        return may_enter(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """See `may`."""
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See `may`."""
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See `may`."""
        return self.may(request, "delete", obj)

    # Forms

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show what lies outside the account's reach (the province above) without offering it."""
        fixed = (*super().get_readonly_fields(request, obj), *self.worded.values())
        if obj is None or request.user.is_superuser:
            return fixed
        authorities = request.user.authorities_as(Role.OFFICE)
        return fixed + tuple(
            field.name
            for field in self.opts.fields
            if field.related_model is Unit
            and field.editable
            and getattr(obj, field.name)
            and getattr(obj, field.name).authority_id not in authorities
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Put codes into words on a page that is only read."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.may(request, "change" if obj else "add", obj):
            return fieldsets
        return [
            (title, options | {"fields": [self.worded.get(str(f), f) for f in options["fields"]]})
            for title, options in fieldsets
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        """Leave out the hints for filling in on a page that is only read."""
        if not self.may(request, "change" if obj else "add", obj):
            kwargs["help_texts"] = {field.name: "" for field in self.opts.fields}
        return super().get_form(request, obj, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in the authority of an office that has only one."""
        initial = super().get_changeform_initial_data(request)
        own = request.user.authorities_as(Role.OFFICE)
        if len(own) == 1:
            initial = dict.fromkeys(self.authority_fields, own[0]) | initial
        return initial

    # Finding

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find every word of the term, without accents, in the key or in the named columns."""
        words = search_key(search_term).split()
        if tuple(self.search_fields) == ("search_key",):
            for word in words:
                queryset = queryset.filter(search_key__contains=word)
        elif words:  # Small tables that keep no key: the catalogue, accounts.
            rows = queryset.order_by().values_list("pk", *self.search_fields)
            keys = ((pk, search_key(" ".join(map(str, texts)))) for pk, *texts in rows)
            found = [pk for pk, key in keys if all(word in key for word in words)]
            queryset = queryset.filter(pk__in=found)
        return queryset, False

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> Any:
        """Say the same of a record that is another's and of one that does not exist."""
        messages.warning(
            request, f"Không có {opts.verbose_name} này trong phạm vi tài khoản của bạn."
        )
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_changelist")

    # Deleting

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Say what still refers to the record instead of asking whether to delete it."""
        record = self.get_object(request, unquote(object_id))
        if record and self.has_delete_permission(request, record):
            used = references(record)
            if used:
                counts = ", ".join(f"{count} {name}" for name, count in used.items())
                messages.error(
                    request,
                    f"Không xóa được «{record}» vì còn được dùng ở: {counts}. "
                    "Nếu không còn dùng nữa, hãy ghi ngày kết thúc thay cho xóa.",
                )
                name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
                return redirect(name, object_id)
        return super().delete_view(request, object_id, extra_context)


def references(record: Model) -> dict[str, int]:
    """Count, by kind, what refers to `record` and would be lost or orphaned with it."""
    found: dict[str, int] = {}
    for relation in record._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        if not relation.many_to_many and relation.on_delete is not PROTECT:
            continue
        model = relation.related_model
        rows = model._base_manager.filter(**{relation.field.name: record})
        if model is type(record):
            rows = rows.exclude(pk=record.pk)
        name = str(model._meta.verbose_name)
        found[name] = max(found.get(name, 0), rows.count())
    return {name: count for name, count in found.items() if count}


class PartInline(_Scoped, _TabularInline):
    """Parts of a record: whoever may change the record may change them."""

    extra = 0
    hide_title = True

    def may(self, request: HttpRequest, record: Any) -> bool:
        """Whether the account may change the record that the parts belong to."""
        parent = self.admin_site.get_model_admin(self.parent_model)
        return parent.may(request, "change" if record else "add", record)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the record sees its parts."""
        return may_enter(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See `may`."""
        return self.may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See `may`."""
        return self.may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See `may`."""
        return self.may(request, obj)


class ReadInline(PartInline):
    """Parts that are only read here."""

    def may(self, request: HttpRequest, record: Any) -> bool:
        """Nobody changes them here."""
        return False


def page_link(url: str, text: str) -> str:
    """Return a link out of the admin."""
    return format_html(
        '<a href="{}" class="font-medium text-primary-600 underline whitespace-nowrap">{}</a>',
        url,
        text,
    )


# --- filters -----------------------------------------------------------------------------------


class _DayForm(forms.Form):
    """One date under the name that the filter asks for."""

    def __init__(self, name: str, label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        widget = UnfoldAdminSingleDateWidget(attrs={"placeholder": "ngày/tháng/năm"})
        self.fields[name] = forms.DateField(label=label, required=False, widget=widget)


class DayFilter(TextFilter):
    """Rows in force on the day that was typed in; a day that cannot be read is said so."""

    title = "ngày áp dụng"
    parameter_name = "day"
    form_class = _DayForm

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to `valid_on(day)`."""
        day = self.day()
        if self.value() and not day:
            messages.error(
                request, f"«{self.value()}» không phải là ngày; hãy gõ theo dạng ngày/tháng/năm."
            )
        return queryset.valid_on(day) if day else queryset

    def day(self) -> dt.date | None:
        """Return the day that was asked for."""
        form = self.form_class(name="day", label="", data={"day": self.value()})
        return form.cleaned_data["day"] if form.is_valid() else None


class UnitFilter(DropdownFilter):
    """Records of one unit and everything below it; the offer is what the account sees.

    A superuser chooses among authorities, so that the list stays short.
    """

    title = "đơn vị"
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the units to choose from."""
        units = Unit.objects.visible_to(request.user)
        if request.user.is_superuser:
            units = units.authorities()
        return [(str(unit.pk), str(unit)) for unit in units]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to the subtree of a unit that the account sees."""
        if not self.value():
            return queryset
        if not self.value().isdecimal():
            return queryset.none()
        chosen = Unit.objects.visible_to(request.user).filter(pk=self.value())
        path = "path" if queryset.model is Unit else "unit__path"
        return queryset.filter(
            **{f"{path}__startswith": chosen[0].path} if chosen else {"pk__in": []}
        )
