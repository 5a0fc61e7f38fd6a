"""The first run: first account, the authority, its parts, accounts of others, last year's plan."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from emulation.organization.client import client_address, device_name
from emulation.organization.first_run_forms import (
    AccountRows,
    AuthorityForm,
    FirstAccountForm,
    UnitRows,
    VillagesForm,
    facts_of,
)
from emulation.organization.models import Role
from emulation.organization.services import first_run as service
from emulation.organization.session_store import ADDRESS, DEVICE

STEPS = (
    ("", "Quản trị"),
    ("authority", "Cơ quan"),
    ("units", "Đơn vị"),
    ("accounts", "Tài khoản"),
    ("plan", "Kế hoạch cũ"),
)


def steps(user, here):
    """Return the steps for the page's navigation: those done and the next can be gone to."""
    order = [name for name, _ in STEPS]
    reached = order.index(service.next_step(user)) if user else 0
    return [
        {
            "label": label,
            "url": reverse(f"organization:first_run_{name}") if name and at <= reached else "",
            "state": "current" if name == here else "done" if at < reached else "todo",
        }
        for at, (name, label) in enumerate(STEPS)
    ]


def for_the_first(view):
    """Let only the administrator through who sets up the installation; it is 404 for others."""

    @wraps(view)
    @never_cache
    def inner(request):
        if not service.may_set_up(request.user):
            raise Http404
        return view(request)

    return inner


@login_not_required
@never_cache
@sensitive_post_parameters()
def first_run(request):
    """Take the first account; later lead to the step where one stands, or out of here."""
    if not service.is_unclaimed():
        if not request.user.is_authenticated:
            return redirect("login")
        if not service.may_set_up(request.user):
            return redirect("home")
        return redirect(f"organization:first_run_{service.next_step(request.user)}")
    form = FirstAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = service.claim(
                key=data["key"], username=data["username"],
                full_name=data["full_name"], password=data["password1"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            request.session[ADDRESS] = client_address(request)
            request.session[DEVICE] = device_name(request)
            return redirect("organization:first_run_authority")
    context = {"form": form, "steps": steps(None, "")}
    return render(request, "organization/first_run_account.html", context)


@for_the_first
def authority(request):
    """Take the facts of the authority; coming back changes them."""
    mine = service.authority_of(request.user)
    form = AuthorityForm(
        request.POST if request.method == "POST" else None, initial=facts_of(mine) if mine else None
    )
    if request.method == "POST" and form.is_valid():
        service.save_authority(request.user, form.cleaned_data)
        return redirect("organization:first_run_units")
    context = {"form": form, "steps": steps(request.user, "authority")}
    return render(request, "organization/first_run_authority.html", context)


@for_the_first
def units(request):
    """Propose the parts that such an authority has, and take the corrected list."""
    mine = service.authority_of(request.user)
    if mine is None:
        return redirect("organization:first_run_authority")
    kept = [{"pk": u.pk, "name": u.name, "kind": u.kind} for u in service.units_of(mine)]
    asked = VillagesForm(request.GET if "villages" in request.GET else None)
    count = asked.cleaned_data["villages"] if asked.is_bound and asked.is_valid() else 5
    rows = UnitRows(
        request.POST if request.method == "POST" else None,
        initial=kept or service.proposed_units(mine, count),
    )
    if request.method == "POST" and rows.is_valid():
        try:
            service.save_units(mine, [form.cleaned_data for form in rows if form.cleaned_data])
        except ValidationError as error:
            rows.non_form_errors().extend(error.messages)
        else:
            messages.success(request, "Đã lưu danh sách đơn vị.")
            return redirect("organization:first_run_accounts")
    context = {
        "rows": rows, "asked": asked, "is_new": not kept and request.method != "POST",
        "steps": steps(request.user, "units"),
    }  # fmt: skip
    return render(request, "organization/first_run_units.html", context)


@for_the_first
@sensitive_post_parameters()
def accounts(request):
    """Give the first accounts and show their passwords once."""
    mine = service.authority_of(request.user)
    if mine is None or not service.units_of(mine).exists():
        return redirect("organization:first_run")
    places = [mine, *service.units_of(mine)]
    initial = [
        {"full_name": mine.head_name, "unit": mine, "role": Role.CHAIR},
        {"unit": mine, "role": Role.OFFICE},
        *({"unit": unit, "role": Role.UNIT} for unit in places[1:]),
    ]
    rows = AccountRows(
        request.POST if request.method == "POST" else None,
        initial=initial, form_kwargs={"units": places},
    )  # fmt: skip
    if request.method == "POST" and rows.is_valid():
        named = [f.cleaned_data for f in rows if f.cleaned_data.get("full_name")]
        if named:
            slips = service.give_accounts(named, by=request.user)
            site = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
            context = {"slips": slips, "site": site}
            return render(request, "organization/first_run_slips.html", context)
        rows.non_form_errors().append("Hãy ghi họ tên của ít nhất một người, hoặc chọn «Để sau».")
    context = {"rows": rows, "steps": steps(request.user, "accounts")}
    return render(request, "organization/first_run_accounts.html", context)


@never_cache
def plan(request):
    """Offer last year's plan for reading, and the way to work."""
    if not request.user.is_superuser or service.authority_of(request.user) is None:
        raise Http404
    context = {"steps": steps(request.user, "plan"), "mine": service.authority_of(request.user)}
    return render(request, "organization/first_run_plan.html", context)
