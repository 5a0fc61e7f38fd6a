"""Admin of the ground floor: units, people, households, groups, accounts, issued papers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group as DjangoGroup
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from emulation.adminbase import (
    READERS,
    AdminPasswordChangeForm,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    PartInline,
    RadioFilter,
    RecordAdmin,
    RuleForm,
    SeveralField,
    UnitFilter,
    UserChangeForm,
    UserCreationForm,
    display,
    page_link,
)
from emulation.papers.catalogue import all_kinds

from .models import (
    Employment,
    Group,
    Household,
    IssuedPaper,
    Membership,
    Person,
    Role,
    Superior,
    Unit,
    UnitKind,
    User,
)

OFFICE_MAY = frozenset({"add", "change", "delete"})

# Rights come from memberships alone; Django's groups of permissions have no part in it.
admin.site.unregister(DjangoGroup)


class ActiveFilter(RadioFilter):
    """Records that hold today, or no longer."""

    title = "hiệu lực hôm nay"
    parameter_name = "active"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the two answers."""
        return [("1", "Đang hoạt động"), ("0", "Đã thôi hoặc chưa bắt đầu")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow by `active_on(today)`."""
        active = queryset.active_on(timezone.localdate())
        match self.value():
            case "1":
                return active
            case "0":
                return queryset.exclude(pk__in=active.values("pk"))
        return queryset


# --- units -------------------------------------------------------------------------------------


class SuperiorInline(PartInline):
    """Whom the authority proposes to, by date; the state's structure, so the superuser's."""

    model = Superior
    fk_name = "unit"
    fields = ("superior", "valid_from", "valid_to")
    authority_fields = ("superior",)
    verbose_name = "cấp trên trực tiếp"
    verbose_name_plural = "cấp trên trực tiếp theo thời gian (chỉ dùng cho cơ quan)"

    def may(self, request: HttpRequest, record: Any) -> bool:
        """An office may not choose its own superior."""
        return request.user.is_superuser and super().may(request, record)


@admin.register(Unit)
class UnitAdmin(RecordAdmin):
    """Units: the office keeps its own authority's letterhead and everything below it."""

    office_may = OFFICE_MAY
    list_display = ("unit_name", "kind", "parent", "symbol", "valid_from", "valid_to")
    list_select_related = ("parent",)
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("level", ChoicesRadioFilter),
        ActiveFilter,
        UnitFilter,
    )
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")
    autocomplete_fields = ("parent", "merged_into")
    inlines = (SuperiorInline,)
    fieldsets = (
        ("Đơn vị", {"fields": (("kind", "level"), "name", "short_name", "parent")}),
        (
            "Trên văn bản",
            {
                "fields": (
                    ("letterhead", "parent_letterhead"),
                    ("symbol", "place"),
                    "collective_name",
                    ("head_position", "head_name"),
                ),
                "description": "Dùng cho cơ quan ban hành văn bản; đơn vị khác có thể để trống.",
            },
        ),
        (
            "Thời gian hoạt động, sáp nhập",
            {"fields": (("valid_from", "valid_to"), "merged_into")},
        ),
    )
    # What makes an authority what it is: set by law, not by its office.
    of_authority = ("kind", "level", "parent", "valid_from", "valid_to", "merged_into")

    def may(self, request: HttpRequest, verb: str, record: Any = None) -> bool:
        """Let nobody but the superuser delete an authority."""
        if verb == "delete" and record and record.is_authority and not request.user.is_superuser:
            return False
        return super().may(request, verb, record)

    @display(description="Đơn vị", ordering="sort_key")
    def unit_name(self, unit: Unit) -> str:
        """Return the name that sorts by its key."""
        return unit.short_name

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep an authority's place in the state away from its office."""
        fixed = super().get_readonly_fields(request, obj)
        if obj and obj.is_authority and not request.user.is_superuser:
            fixed += tuple(name for name in self.of_authority if name not in fixed)
        return fixed

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        """Let an office add only parts of its authority, never an authority or a root."""
        form = super().get_form(request, obj, **kwargs)
        if not request.user.is_superuser:
            if "parent" in form.base_fields:
                form.base_fields["parent"].required = True
            if "kind" in form.base_fields:
                kind = form.base_fields["kind"]
                kind.choices = [c for c in kind.choices if c[0] != UnitKind.AUTHORITY]
        return form

    def get_inlines(self, request: HttpRequest, obj: Any) -> tuple:
        """Only authorities have superiors."""
        return self.inlines if obj is not None and obj.is_authority else ()


# --- people and households ---------------------------------------------------------------------


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """People, sorted by given name."""

    office_may = OFFICE_MAY
    list_display = ("person_name", "position", "unit", "employment", "joined_on", "left_on")
    list_select_related = ("unit",)
    list_filter = (UnitFilter, ("employment", ChoicesDropdownFilter), ActiveFilter)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")
    autocomplete_fields = ("unit",)
    fieldsets = (
        ("Cá nhân", {"fields": ("full_name", ("gender", "born_on"))}),
        ("Công tác", {"fields": ("unit", ("position", "employment"), ("joined_on", "left_on"))}),
    )

    @display(description="Họ và tên", ordering="sort_key")
    def person_name(self, person: Person) -> str:
        """Return the name that sorts by its key."""
        return person.full_name


@admin.register(Household)
class HouseholdAdmin(RecordAdmin):
    """Households of the villages, sorted by the given name of the head."""

    office_may = OFFICE_MAY
    list_display = ("head", "address", "unit", "joined_on", "left_on")
    list_select_related = ("unit",)
    list_filter = (UnitFilter, ActiveFilter)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")
    autocomplete_fields = ("unit",)
    fieldsets = (
        ("Hộ gia đình", {"fields": ("head_name", "address", "unit", ("joined_on", "left_on"))}),
    )

    @display(description="Chủ hộ", ordering="sort_key")
    def head(self, household: Household) -> str:
        """Return the name that sorts by its key."""
        return household.head_name


# --- groups ------------------------------------------------------------------------------------


class GroupForm(RuleForm):
    """A group with its kinds and employments as check boxes."""

    unit_kinds = SeveralField(
        label="Loại đơn vị",
        choices=UnitKind.choices,
        required=False,
        help_text="Dùng cho nhóm tập thể; không chọn loại nào nghĩa là mọi loại.",
    )
    employments = SeveralField(
        label="Loại hình lao động",
        choices=Employment.choices,
        required=False,
        help_text="Dùng cho nhóm cá nhân; không chọn loại nào nghĩa là mọi loại.",
    )


@admin.register(Group)
class GroupAdmin(RecordAdmin):
    """Groups: selectors that name their members on a given day."""

    office_may = OFFICE_MAY
    form = GroupForm
    authority_fields = ("authority",)
    worded = {"unit_kinds": "kinds_text", "employments": "employments_text"}
    list_display = ("name", "subject", "selection", "authority")
    list_select_related = ("authority", "within")
    list_filter = (("subject", ChoicesRadioFilter),)
    search_fields = ("name",)
    autocomplete_fields = ("within",)
    fieldsets = (
        (None, {"fields": ("authority", "name", ("subject", "position"))}),
        ("Chọn thành viên", {"fields": ("unit_kinds", "employments", "within")}),
    )

    @display(description="Gồm")
    def selection(self, group: Group) -> str:
        """Return in words whom the group selects."""
        words = self.kinds_text(group) if group.unit_kinds else self.employments_text(group)
        return f"{words}; trong {group.within}" if group.within else words

    @display(description="Loại đơn vị")
    def kinds_text(self, group: Group) -> str:
        """Return the kinds of unit in words."""
        return _words(UnitKind, group.unit_kinds)

    @display(description="Loại hình lao động")
    def employments_text(self, group: Group) -> str:
        """Return the employments in words."""
        return _words(Employment, group.employments)


def _words(choices: Any, values: list[str]) -> str:
    return ", ".join(str(choices(v).label) for v in values) or "Tất cả"


# --- accounts ----------------------------------------------------------------------------------


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
        return rows if request.user.is_superuser else rows.filter(unit__in=_overseen(request.user))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        """Ask an office for at least one role: without it the account would be out of sight."""
        if not request.user.is_superuser:
            kwargs |= {"min_num": 1, "validate_min": True}
        return super().get_formset(request, obj, **kwargs)


def _overseen(user: Any) -> QuerySet:
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
            inside = Membership.objects.filter(unit__in=_overseen(user))
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


# --- issued papers -----------------------------------------------------------------------------


@admin.register(IssuedPaper)
class IssuedPaperAdmin(RecordAdmin):
    """The register of issued papers: read only, for everybody."""

    superuser_may = frozenset()
    list_display = ("number_text", "dated", "kind", "title", "authority", "pdf")
    list_select_related = ("authority",)
    list_filter = ("dated",)
    search_fields = ("number", "title")
    search_help_text = "Tìm theo số, ký hiệu hoặc trích yếu; gõ có dấu hay không dấu đều được."
    fields = (
        "pdf",
        "number_text",
        "dated",
        "kind",
        "title",
        "authority",
        "issued_by",
        "issued_at",
        "fingerprint",
    )
    readonly_fields = fields

    def scope(self, records: QuerySet, user: Any) -> QuerySet:
        """Return the papers of the authorities that `user` oversees."""
        if user.is_superuser:
            return records
        return records.filter(authority__in=_overseen(user).authorities())

    @display(description="Số, ký hiệu", ordering="number")
    def number_text(self, paper: IssuedPaper) -> str:
        """Return the number, or say that the paper carries none."""
        return paper.number or "Không số"

    @display(description="Loại giấy tờ", ordering="slug")
    def kind(self, paper: IssuedPaper) -> str:
        """Return what kind of paper it is, in words."""
        known = all_kinds().get(paper.slug)
        return known.title if known else paper.slug

    @display(description="Bản PDF")
    def pdf(self, paper: IssuedPaper) -> str:
        """Return a link to the stored bytes."""
        return page_link(
            reverse("organization:paper", args=[paper.slug, paper.subject_id]), "Mở PDF"
        )

    @display(description="Mã băm SHA-256")
    def fingerprint(self, paper: IssuedPaper) -> str:
        """Return the hash so that it breaks on a narrow screen."""
        return format_html('<span class="fingerprint">{}</span>', paper.sha256)
