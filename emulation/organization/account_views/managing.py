"""Managing accounts: the list, one account, what its office does to it, lists of new ones."""

import secrets

import django_filters
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from emulation.organization.exports import CONTENT_TYPE
from emulation.organization.forms import AccountListForm, WhyForm
from emulation.organization.lockout import locked_accounts, locked_addresses
from emulation.organization.models import Membership, User
from emulation.organization.services import (
    account_sheet,
    accounts,
    codes,
    passwords,
    sessions,
    unlocking,
)
from emulation.organization.sheets.reading import SheetError
from emulation.vietnamese import search_key

KEPT_FOR = 24 * 3600  # seconds that an uploaded list waits for its corrections
PAGE = 50


def require_manager_of_any(request):
    """Refuse whoever manages no accounts."""
    if not accounts.manages_accounts(request.user):
        raise PermissionDenied


class AccountFilter(django_filters.FilterSet):
    """The account list: by name, and what its state is."""

    q = django_filters.CharFilter(label="Tên đăng nhập, họ tên", method="find")
    state = django_filters.ChoiceFilter(
        label="Tình trạng", method="by_state", empty_label="Tất cả",
        choices=[("active", "Đang dùng"), ("stopped", "Đã khóa"), ("new", "Chưa đổi mật khẩu")],
    )  # fmt: skip

    class Meta:
        model = User
        fields = []

    def find(self, queryset, name, value):
        """Find every word without accents."""
        words = search_key(value).split()
        rows = queryset.order_by().values_list("pk", "username", "full_name")
        found = [pk for pk, *texts in rows if all(w in search_key(" ".join(texts)) for w in words)]
        return queryset.filter(pk__in=found)

    def by_state(self, queryset, name, value):
        """Narrow to a state."""
        if value == "new":
            return queryset.filter(must_change_password=True)
        return queryset.filter(is_active=value == "active")


def account_list(request):
    """List the accounts that the user manages, with what their state is."""
    require_manager_of_any(request)
    phones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    roles = Membership.objects.active_on(timezone.localdate()).visible_to(request.user)
    found = (
        accounts.managed_by(request.user)
        .annotate(has_phone=Exists(phones))
        .prefetch_related(Prefetch("memberships", roles.select_related("unit"), "shown"))
        .order_by("username")
    )
    chosen = AccountFilter(request.GET or None, queryset=found)
    locked = locked_accounts()
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": [
            {"account": one, "locked_until": locked.get(one.username), "roles": one.shown}
            for one in page
        ],
        "addresses": locked_addresses() if request.user.is_superuser else {},
    }
    return render(request, "organization/account_list.html", context)


def _account_for(request, pk):
    """Return an account that the user sees; 404 otherwise."""
    return get_object_or_404(accounts.managed_by(request.user), pk=pk)


@never_cache
def account_detail(request, pk):
    """Show one account: roles, state, sessions, log, and what may be done."""
    return _detail(request, _account_for(request, pk))


def _detail(request, account, failed="", form=None, status=200):
    roles = Membership.objects.visible_to(request.user).filter(user=account)
    may = accounts.may_manage(request.user, account)
    context = {
        "account": account,
        "roles": roles.select_related("unit"),
        "may": may,
        "is_own": account == request.user,
        "phone": codes.phone_of(account),
        "may_remove_phone": codes.may_remove_phone(request.user, account),
        "locked_until": locked_accounts().get(account.username),
        "sessions": [
            {"session": session, "is_here": False} for session in sessions.sessions_of(account)
        ]
        if may
        else [],
        "log": account.account_log.select_related("by")[:50],
        "failed": failed,
        "form": form or WhyForm(),
    }
    return render(request, "organization/account_detail.html", context, status=status)


def _done_with_reason(request, pk, work, done):
    """Do `work(account, by=…, reason=…)`; without a reason say so and keep the page."""
    account = _account_for(request, pk)
    form = WhyForm({"reason": request.POST.get("note", "")})
    if not form.is_valid():
        return _detail(request, account, request.path, form)
    try:
        work(account, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error)
        return _detail(request, account, request.path, form)
    messages.success(request, done.format(account))
    return redirect("organization:account_detail", pk)


@require_POST
def account_unlock(request, pk):
    """Take off the lock after wrong passwords: one click."""
    unlocking.unlock(_account_for(request, pk), by=request.user)
    messages.success(request, "Đã mở khóa; người dùng đăng nhập lại được ngay.")
    return redirect("organization:account_detail", pk)


@require_POST
def address_unlock(request):
    """Take the lock off an address."""
    unlocking.unlock_address(request.POST.get("address", ""), by=request.user)
    messages.success(request, "Đã mở khóa địa chỉ mạng.")
    return redirect("organization:account_list")


@require_POST
def account_stop(request, pk):
    """Close an account."""
    return _done_with_reason(request, pk, accounts.stop, "Đã khóa tài khoản {}.")


@require_POST
def account_resume(request, pk):
    """Open a closed account again."""
    return _done_with_reason(request, pk, accounts.resume, "Đã mở lại tài khoản {}.")


@require_POST
def account_device_remove(request, pk):
    """Take the device for codes off an account."""
    return _done_with_reason(
        request, pk, codes.remove_phone, "Đã gỡ thiết bị của {}; lần đăng nhập tới sẽ gắn lại."
    )


@require_POST
def account_sessions_end(request, pk):
    """Log an account out everywhere."""
    account = _account_for(request, pk)
    accounts.require_manager(request.user, account)
    count = sessions.end_sessions(
        account,
        by=request.user,
        keep=request.session.session_key if account == request.user else None,
    )
    messages.success(request, f"Đã kết thúc {count} phiên.")
    return redirect("organization:account_detail", pk)


@never_cache
@require_POST
def account_password(request, pk):
    """Give an account a new one-time password and show it once, to be printed."""
    account = _account_for(request, pk)
    if account == request.user:
        return redirect("password_change")
    password = passwords.give_password(account, by=request.user)
    roles = Membership.objects.visible_to(request.user).filter(user=account)
    first = roles.select_related("unit").first()
    slip = account_sheet.Slip(
        account, first and first.unit, first.get_role_display() if first else "", password
    )
    return _slips(request, [slip])


def _slips(request, slips):
    site = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    return render(request, "organization/account_slips.html", {"slips": slips, "site": site})


def accounts_template(request):
    """Return the sheet to fill in, with the units of the authority."""
    require_manager_of_any(request)
    authorities = accounts.authorities_managed_by(request.user)
    chosen = request.GET.get("co-quan", "")
    authority = authorities.filter(pk=chosen).first() if chosen.isdecimal() else authorities.first()
    if authority is None:
        raise Http404
    response = HttpResponse(account_sheet.template(authority), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="mau-tai-khoan.xlsx"'
    return response


def _key(request, token):
    return f"account-sheet-{request.user.pk}-{token}"


def accounts_upload(request):
    """Take a filled-in list of new accounts."""
    require_manager_of_any(request)
    form = AccountListForm(
        request.POST or None,
        request.FILES or None,
        authorities=accounts.authorities_managed_by(request.user),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            account_sheet.read(data["file"].content, data["authority"])
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            token = secrets.token_urlsafe(12)
            kept = {"content": data["file"].content, "authority": data["authority"].pk}
            cache.set(_key(request, token), kept, KEPT_FOR)
            return redirect("organization:accounts_review", token)
    context = {"form": form, "columns": account_sheet.COLUMNS}
    return render(request, "organization/accounts_upload.html", context)


@never_cache
def accounts_review(request, token):
    """Show what was read, row by row; a POST gives all accounts and shows their slips once."""
    kept = cache.get(_key(request, token))
    authorities = accounts.authorities_managed_by(request.user)
    authority = authorities.filter(pk=kept["authority"]).first() if kept else None
    if authority is None:
        raise Http404
    reading = account_sheet.read(kept["content"], authority)
    if request.method == "POST" and reading.may_save:
        try:
            slips = account_sheet.give(
                [row.record for row in reading.rows], authority=authority, by=request.user
            )
        except account_sheet.TakenMeanwhile:
            reading = account_sheet.read(kept["content"], authority)
        else:
            cache.delete(_key(request, token))
            return _slips(request, slips)
    context = {"reading": reading, "authority": authority}
    return render(request, "organization/accounts_review.html", context)
