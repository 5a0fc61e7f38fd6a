"""The roster: people and units listed, added, corrected, stopped, removed and restored."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.directory import profile_url
from awards.forms.roster import PersonForm, ReasonForm, StopForm, UnitForm
from awards.roster.listing import found
from awards.roster.lists import LISTS, PEOPLE
from emulation.changes import edits
from emulation.organization.exports import CONTENT_TYPE, table_to_xlsx
from emulation.organization.models import Person, RosterKind, TransferRequest, Unit
from emulation.organization.services import roster as services
from emulation.organization.services.records import home_of, may_keep

from .profile import nominee_for
from .records import authorities_of, may_enter, require_office

PER_PAGE = 50
PAGES = {
    RosterKind.PERSON: "awards/roster_person_list.html",
    RosterKind.UNIT: "awards/roster_unit_list.html",
}
FORMS = {RosterKind.PERSON: PersonForm, RosterKind.UNIT: UnitForm}


def roster_list(request, kind):
    """List the people or units in the user's scope."""
    narrowed = found(kind, request.GET, request=request)
    rows = narrowed.qs
    if kind == RosterKind.UNIT:
        today = timezone.localdate()
        present = Q(person__deleted_at__isnull=True) & (
            Q(person__left_on__isnull=True) | Q(person__left_on__gt=today)
        )
        rows = rows.annotate(people=Count("person", filter=present)).order_by("sort_key", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = tabs(request.user, kind) | {
        "list": LISTS[kind],
        "filter": narrowed,
        "page": page,
        "rows": [_row(request.user, record) for record in page.object_list],
        "export_url": reverse(f"awards:roster_{kind}_export"),
        "may_enter": may_enter(request.user),
    }
    return render(request, PAGES[kind], context)


def _row(user, record):
    end = record.valid_to if isinstance(record, Unit) else record.left_on
    return {
        "record": record,
        "url": profile_url(record),
        "end": end,
        "keeps": may_keep(user, home_of(record)),
    }


def tabs(user, here):
    """Return what the way between the pages of the roster shows."""
    return {
        "here": here,
        "waiting": TransferRequest.objects.waiting_for(user).count(),
        "sees_removed": may_enter(user),
    }


def roster_export(request, kind):
    """Return the list as .xlsx, filtered as on the page; it can be read in again."""
    records = found(kind, request.GET, request=request).qs
    if kind == RosterKind.UNIT:
        records = records.exclude(kind="authority").order_by("path")
    return table_to_xlsx(*LISTS[kind].export(records), LISTS[kind].title)


def roster_template(request, kind):
    """Return an empty list with drop-downs of the office's own units, and an explanation."""
    require_office(request)
    authority = authorities_of(request.user).first()
    content = LISTS[kind].template(authority)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = (
        f'attachment; filename="mau-danh-sach-{LISTS[kind].slug}.xlsx"'
    )
    return response


# --- one person or unit --------------------------------------------------------------------------


def _units(user):
    units = Unit.objects.active_on(timezone.localdate())
    return units if user.is_superuser else units.filter(authority__in=authorities_of(user))


def roster_add(request, kind):
    """Add a person or a unit."""
    require_office(request)
    form = FORMS[kind](request.POST or None, units=_units(request.user), initial=_wanted(request))
    if request.method == "POST" and form.is_valid():
        record = services.keep(form.save(commit=False), by=request.user)
        messages.success(request, f"Đã thêm {record}.")
        if "more" in request.POST:
            return redirect(f"awards:roster_{kind}_add")
        return redirect(profile_url(record))
    return render(request, "awards/roster_form.html", _form_context(kind, form))


def _wanted(request):
    """Return the unit that the address names, if it is a number."""
    unit = request.GET.get("don_vi", "")
    return {"unit": unit, "parent": unit} if unit.isdecimal() else {}


def _form_context(kind, form, record=None):
    back = profile_url(record) if record else reverse(f"awards:roster_{kind}")
    return {"list": LISTS[kind], "form": form, "record": record, "back_url": back}


def _kept(request, kind, pk):
    """Return what the user sees and keeps; 404 outside his scope, 403 otherwise."""
    record = nominee_for(request, kind, pk)
    if not may_keep(request.user, home_of(record)):
        raise PermissionDenied
    return record


def roster_edit(request, kind, pk):
    """Correct a person or a unit; an authority is the admin's."""
    record = _kept(request, kind, pk)
    if kind == RosterKind.UNIT and record.is_authority:
        raise PermissionDenied
    form = FORMS[kind](request.POST or None, instance=record, units=_units(request.user))
    if request.method == "POST" and form.is_valid():
        services.keep(form.save(commit=False), by=request.user)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect(profile_url(record))
    context = _form_context(kind, form, record) | {"edits": edits(record)}
    return render(request, "awards/roster_form.html", context)


def roster_stop(request, kind, pk):
    """Record that a person or unit is there no longer; or, when that was wrong, that it is."""
    record = _kept(request, kind, pk)
    ended = record.valid_to if kind == RosterKind.UNIT else record.left_on
    form = (ReasonForm if ended else StopForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if ended:
                services.resume(record, by=request.user, **form.cleaned_data)
            else:
                services.stop(record, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"Đã ghi {record} {'hoạt động trở lại' if ended else 'thôi'}."
            )
            return redirect(profile_url(record))
    context = _form_context(kind, form, record) | {"ended": ended}
    return render(request, "awards/roster_stop.html", context)


def roster_remove(request, kind, pk):
    """Take out of the lists who was entered by mistake, with the reason."""
    record = _kept(request, kind, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.remove(record, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Đã xóa {record}. Khôi phục được ở mục «Đã xóa».")
            return redirect(f"awards:roster_{kind}")
    return render(request, "awards/roster_remove.html", _form_context(kind, form, record))


def roster_removed(request):
    """List who was removed, to bring back."""
    require_office(request)
    rows = [
        {"record": record, "kind": kind, "one": one.one,
         "above": record.unit if kind == RosterKind.PERSON else record.parent}
        for kind, one in LISTS.items()
        for record in services.removed_of(one.model, request.user)
    ]  # fmt: skip
    rows.sort(key=lambda row: row["record"].deleted_at, reverse=True)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = tabs(request.user, "removed") | {"page": page}
    return render(request, "awards/roster_removed.html", context)


@require_POST
def roster_restore(request, kind, pk):
    """Bring a removed person or unit back."""
    model = {PEOPLE.kind: Person}.get(kind, Unit)
    record = get_object_or_404(services.removed_of(model, request.user), pk=pk)
    try:
        services.restore(record, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("awards:roster_removed")
    messages.success(request, f"Đã khôi phục {record}.")
    return redirect(profile_url(record))
