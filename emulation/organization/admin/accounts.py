"""Accounts and their roles in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group as DjangoGroup
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

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
from emulation.organization.services.account_log import described
from emulation.organization.services.accounts import has_power_outside, noted_change
from emulation.organization.services.passwords import password_set_by
from emulation.organization.services.sessions import end_sessions
from emulation.versions import VersionedForm

# Rights come from memberships alone; Django's groups of permissions have no part in it. The keys
# of one-time codes are nobody's to see; a device is taken off on the account's page.
admin.site.unregister([DjangoGroup, StaticDevice, TOTPDevice])


class NewAccountForm(UserCreationForm):
    """A new account: the password is set by whoever creates it."""

    usable_password = None

    class Meta:
        model = User
        fields = ("username",)


class AccountForm(VersionedForm, UserChangeForm):
    """An account; whoever edits it beside somebody else is told."""


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
        """Leave out the roles that the account has elsewhere, and those held for somebody else:
        these have a page of their own."""
        rows = super().get_queryset(request).select_related("unit").filter(is_acting=False)
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
    form = AccountForm
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
            record._only_here = not has_power_outside(record, authorities)
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

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save; who was made an account by another has to change its password."""
        obj._before = described(User.objects.get(pk=obj.pk)) if change else {}
        obj.must_change_password = obj.must_change_password or not change
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the roles, write down what became different, end what is closed."""
        super().save_related(request, form, formsets, change)
        noted_change(form.instance, form.instance._before, by=request.user, created=not change)
        if not form.instance.is_active:
            end_sessions(form.instance, by=request.user, reason="Khóa tài khoản")

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Set somebody's password; he has to change it, and is logged out everywhere."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            account = self.get_object(request, unquote(id))
            if account != request.user:
                password_set_by(account, by=request.user)
        return response

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
