"""One's own account: roles, sessions, the device for one-time codes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as verify_session

from emulation.organization.client import client_address
from emulation.organization.forms import CodeForm
from emulation.organization.middleware import ASKS_CODE
from emulation.organization.services import codes, sessions
from emulation.organization.session_store import fingerprint

from .login import next_page


@never_cache
def account(request):
    """Show the own account: who it is, where it is logged in, what was done to it."""
    here = fingerprint(request.session.session_key or "")
    context = {
        "memberships": request.user.active_memberships(),
        "sessions": [
            {"session": session, "is_here": session.pk == here}
            for session in sessions.sessions_of(request.user)
        ],
        "phone": codes.phone_of(request.user),
        "codes_left": codes.recovery_codes_left(request.user),
        "required": codes.codes_required(request.user),
        "log": request.user.account_log.select_related("by")[:20],
    }
    return render(request, "organization/account.html", context)


@require_POST
def session_end(request):
    """End one of one's own sessions, or all others."""
    if "others" in request.POST:
        count = sessions.end_sessions(
            request.user, by=request.user, keep=request.session.session_key
        )
        messages.success(request, f"Đã kết thúc {count} phiên khác.")
        return redirect("organization:account")
    own = sessions.sessions_of(request.user)
    session = get_object_or_404(own, pk=request.POST.get("session", ""))
    sessions.end_session(session, by=request.user)
    messages.success(request, "Đã kết thúc phiên.")
    return redirect("organization:account")


def _require_verified(request):
    """Whoever has a device shows a code of it before he changes anything about it."""
    if codes.phone_of(request.user) and request.user.otp_device is None:
        raise PermissionDenied


@never_cache
@sensitive_post_parameters("code")
def device(request):
    """Enrol a telephone: scan, type the code that it shows, keep the recovery codes."""
    had = codes.phone_of(request.user)
    if had and request.user.otp_device is None:
        return redirect("organization:code")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            phone, recovery = codes.confirm_phone(
                request.user,
                form.cleaned_data["code"],
                keep=request.session.session_key,
                address=client_address(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            verify_session(request, phone)
            return _recovery_page(request, recovery)
    phone = codes.begun_phone(request.user)
    context = {
        "form": form,
        "key": codes.key_in_groups(phone),
        "had": had,
        "required": codes.codes_required(request.user),
        "next": next_page(request, ""),
    }
    return render(request, "organization/device.html", context)


@never_cache
def device_qr(request):
    """Return the QR code of the telephone that is being enrolled; 404 when none is."""
    _require_verified(request)
    if not codes.is_enrolling(request.user):
        raise Http404
    image = codes.phone_qr(codes.begun_phone(request.user))
    return HttpResponse(image, content_type="image/svg+xml")


@never_cache
@require_POST
def recovery_renew(request):
    """Make ten new recovery codes and show them once."""
    _require_verified(request)
    return _recovery_page(request, codes.renew_recovery_codes(request.user))


@require_POST
def device_remove(request):
    """Do without codes again, where they are not asked for."""
    _require_verified(request)
    codes.give_up_phone(request.user)
    request.session.pop(ASKS_CODE, None)
    messages.success(request, "Đã tắt mã xác nhận khi đăng nhập.")
    return redirect("organization:account")


def _recovery_page(request, recovery):
    context = {"codes": recovery, "next": next_page(request, "") or "/"}
    return render(request, "organization/recovery_codes.html", context)
