"""Accounts and their roles in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group as DjangoGroup
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from emulation.adminbase import (
    READERS,
    AdminPasswordChangeForm,
    BooleanRadioFilter,
    PartInline,
    RecordAdmin,
    UserChangeForm,
    UserCreationForm,
    display,
)
from emulation.organization.models import Membership, Role, Unit, User

# Rights come from memberships alone; Django's groups of permissions have no part in it.
admin.site.unregister(DjangoGroup)


class NewAccountForm(UserCreationForm):
    """A new account: the password is set by whoever creates it."""

    usable_password = None

    class Meta:
        model = User
        fields = ("username",)


class PasswordForm(AdminPasswordChangeForm):
    """A new password for somebody else; every account has one."""

    usable_password = None


class MembershipForms(PartInline.formset):
    """The roles of one account."""

    default_error_messages = PartInline.formset.default_error_messages | {
        "too_few_forms": "Hãy ghi ít nhất một vai trò trong đơn vị; không có vai trò thì tài khoản "
        "không thấy gì."
    }


class MembershipInline(PartInline):
    """Roles of the account; an office sees and grants only those inside its authority."""

    model = Membership
    formset = MembershipForms
    fields = ("unit", "role", "starts_on", "ends_on")
    autocomplete_fields = ("unit",)
    verbose_name = "vai trò"
    verbose_name_plural = "vai trò trong đơn vị"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out the roles that the account has elsewhere."""
        rows = super().get_queryset(request).select_related("unit")
        return rows if request.user.is_superuser else rows.filter(unit__in=overseen(request.user))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        """Ask an office for at least one role: without it the account would be out of sight."""
        if not request.user.is_superuser:
            kwargs |= {"min_num": 1, "validate_min": True}
        return super().get_formset(request, obj, **kwargs)


def overseen(user: Any) -> QuerySet:
    """Return the units below the authorities where `user` acts, signs or audits."""
    roots = [m.unit for m in user.active_memberships() if m.role in READERS and m.unit.is_authority]
    return Unit.objects.under(*roots)


@admin.register(User)
class AccountAdmin(RecordAdmin, DjangoUserAdmin):
    """Accounts and their roles.

    An office sees the accounts with a role inside its authority, and changes those that have no
    power anywhere else: who can set a password can act as that account.
    """

    office_may = frozenset({"add", "change"})
    form = UserChangeForm
    add_form = NewAccountForm
    change_password_form = PasswordForm
    list_display = ("username", "full_name", "roles", "standing", "staff", "last_login")
    list_filter = (("is_active", BooleanRadioFilter), ("is_staff", BooleanRadioFilter))
    search_fields = ("username", "full_name")
    search_help_text = "Tìm theo tên đăng nhập hoặc họ tên; gõ có dấu hay không dấu đều được."
    ordering = ("username",)
    filter_horizontal = ()
    inlines = (MembershipInline,)
    add_fieldsets = (
        ("Tài khoản", {"fields": ("username", "full_name", "email")}),
        ("Mật khẩu", {"fields": (("password1", "password2"),)}),
        ("Quyền", {"fields": ("is_staff",)}),
    )
    texts = {
        "username": (
            "Tên đăng nhập",
            "Viết liền, không dấu; chỉ gồm chữ, số và các ký tự @ . + - _, ví dụ: thon.ngocdong.",
        ),
        "email": ("Thư điện tử", ""),
        "is_active": ("Được đăng nhập", "Bỏ chọn để khóa tài khoản; không cần xóa."),
        "is_staff": (
            "Được vào trang quản trị",
            "Chỉ có tác dụng khi có vai trò văn phòng, người đứng đầu hoặc kiểm tra ở cơ quan.",
        ),
        "is_superuser": ("Quản trị toàn hệ thống", "Có mọi quyền ở mọi cơ quan; cấp thật hạn chế."),
        "password1": ("Mật khẩu", "Ít nhất 8 ký tự, không chỉ gồm chữ số, không dễ đoán."),
        "password2": ("Nhập lại mật khẩu", ""),
    }
    readonly_fields = ("last_login", "date_joined")

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return the accounts with a role below; never a superuser's."""
        if not user.is_superuser:
            inside = Membership.objects.filter(unit__in=overseen(user))
            records = records.filter(pk__in=inside.values("user"), is_superuser=False)
        memberships = Membership.objects.visible_to(user).select_related("unit")
        return records.prefetch_related(Prefetch("memberships", memberships, "shown"))

    def owned(self, record: User, user: Any, authorities: list[int]) -> bool:
        """Whether the account has no power outside `authorities`, now or later."""
        if not hasattr(record, "_only_here"):
            today = timezone.localdate()
            elsewhere = record.memberships.filter(Q(ends_on=None) | Q(ends_on__gte=today)).exclude(
                unit__authority__in=authorities
            )
            record._only_here = not record.is_superuser and not elsewhere.exists()
        return record._only_here

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the password only to who may set it, the highest right only to who has it."""
        if obj is None:
            return self.add_fieldsets
        may = self.may(request, "change", obj)
        rights = ("is_active", "is_staff", *(("is_superuser",) * request.user.is_superuser))
        return (
            ("Tài khoản", {"fields": ("username", "full_name", "email", *(("password",) * may))}),
            ("Quyền", {"fields": (rights,)}),
            ("Theo dõi", {"fields": (("last_login", "date_joined"),)}),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        """Word the fields for an office."""
        form = super().get_form(request, obj, **kwargs)
        for name, (label, help_text) in self.texts.items():
            if name in form.base_fields:
                form.base_fields[name].label = label
                form.base_fields[name].help_text = help_text
        return form

    @display(description="Vai trò")
    def roles(self, account: User) -> str:
        """Return the roles with their units, no query."""
        if account.is_superuser:
            return "Quản trị toàn hệ thống"
        shown = (f"{Role(m.role).label.split(' (')[0]} – {m.unit}" for m in account.shown)
        return "; ".join(shown) or "Chưa có vai trò"

    @display(
        description="Tình trạng",
        ordering="is_active",
        label={True: "success", False: "danger"},
    )
    def standing(self, account: User) -> tuple[bool, str]:
        """Return as a badge whether the account can log in."""
        return account.is_active, "Đang dùng" if account.is_active else "Đã khóa"

    @display(description="Trang quản trị", ordering="is_staff")
    def staff(self, account: User) -> str:
        """Say whether the account may come here."""
        return "Được vào" if account.is_staff else ""
