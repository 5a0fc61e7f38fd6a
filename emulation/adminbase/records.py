"""Pages of records: what each account sees of them, and what it may change."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import redirect

from emulation.organization.models import Role, Unit
from emulation.organization.services.references import references
from emulation.vietnamese import search_key

from .look import (
    ModelAdmin,
    Select,
    TabularInline,
)
from .rules import RuleForm
from .site import may_enter

# Every right of an office over what its own authority owns.
OFFICE_MAY = frozenset({"add", "change", "delete"})


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
            kwargs["widget"] = Select()
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


class RecordAdmin(_Scoped, ModelAdmin):
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
        if self.search_fields and all(n.endswith("search_key") for n in self.search_fields):
            for word in words:
                found = [Q(**{f"{name}__contains": word}) for name in self.search_fields]
                queryset = queryset.filter(reduce(or_, found))
        elif words:  # Small tables that keep no key: the catalogue, accounts.
            rows = queryset.order_by().values_list("pk", *self.search_fields)
            keys = ((pk, search_key(" ".join(map(str, texts)))) for pk, *texts in rows)
            found = [pk for pk, key in keys if all(word in key for word in words)]
            queryset = queryset.filter(pk__in=found)
        return queryset, False

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> Any:
        """Answer the same for a record that is another's and one that does not exist: 404."""
        raise Http404

    # Deleting

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Say what still refers to the record instead of asking whether to delete it."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if self.has_delete_permission(request, record):
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


class PartInline(_Scoped, TabularInline):
    """Parts of a record: whoever may change the record may change them."""

    extra = 0
    hide_title = True

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the buttons that open the chosen record: a row has no room for them."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for button in ("add", "change", "view", "delete"):
            if field and hasattr(field.widget, f"can_{button}_related"):
                setattr(field.widget, f"can_{button}_related", False)
        return field

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
