"""Logging in: password, code, and changing the password."""

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import update_session_auth_hash, user_login_failed
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as verify_session

from emulation.organization.client import client_address, device_name
from emulation.organization.forms import CodeForm, LoginForm, NewPasswordForm
from emulation.organization.lockout import locked_response
from emulation.organization.middleware import ASKS_CODE
from emulation.organization.services import codes, passwords
from emulation.organization.services.first_run import is_unclaimed
from emulation.organization.session_store import ADDRESS, DEVICE


class Login(LoginView):
    """The login page: name and password; what else is asked, the guard asks next."""

    form_class = LoginForm
    redirect_authenticated_user = True

    def get(self, request, *args, **kwargs):
        """Show the page; a new installation has nobody who could log in yet."""
        if is_unclaimed():
            return redirect("organization:first_run")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        """Log in, and remember in the session where from and whether a code is to follow."""
        response = super().form_valid(form)
        session = self.request.session
        session[ADDRESS] = client_address(self.request)
        session[DEVICE] = device_name(self.request)
        if codes.phone_of(form.get_user()):
            session[ASKS_CODE] = True
        return response


class ChangePassword(PasswordChangeView):
    """One's own new password."""

    form_class = NewPasswordForm

    def post(self, request, *args, **kwargs):
        """Guessing at the old password is guessing: it locks like a login."""
        who = {"username": request.user.username}
        if settings.AXES_ENABLED and not AxesProxyHandler.is_allowed(request, who):
            return locked_response(request, None, who)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form):
        """Count a wrong old password."""
        if "old_password" in form.errors:
            who = {"username": self.request.user.username}
            user_login_failed.send(sender=__name__, credentials=who, request=self.request)
        return super().form_invalid(form)

    def form_valid(self, form):
        """Save it; everywhere else the account is logged out."""
        form.save()
        update_session_auth_hash(self.request, form.user)
        self.request.session.save()  # Under its new key, which is the one to keep.
        passwords.password_changed(
            form.user,
            keep=self.request.session.session_key,
            address=client_address(self.request),
        )
        return HttpResponseRedirect(next_page(self.request, "password_change_done"))

    def get_context_data(self, **context):
        """Say why it has to be changed."""
        return super().get_context_data(
            forced=self.request.user.must_change_password,
            next=next_page(self.request, ""),
            **context,
        )


def next_page(request, default):
    """Return where the account was going, `default` when that is no page of ours."""
    target = request.POST.get("next", request.GET.get("next", ""))
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target
    return redirect(default).url if default else ""


@never_cache
@sensitive_post_parameters("code")
def code(request):
    """Ask for the one-time code of an account that has a device."""
    if request.user.otp_device is not None or codes.phone_of(request.user) is None:
        return redirect(next_page(request, "home"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = codes.checked_code(
                request.user, form.cleaned_data["code"], address=client_address(request)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            request.session.cycle_key()
            verify_session(request, device)
            return redirect(next_page(request, "home"))
    return render(request, "registration/code.html", {"form": form, "next": next_page(request, "")})
