"""Records of one kind: the list of a year, entering, editing, lifting, deleting, the attachment."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import ProtectedError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from awards.directory import Directory, profile_url
from awards.forms.records import DeleteForm, LiftForm, form_for
from awards.profile import entry_of, is_open
from awards.records.kinds import BAR, KINDS
from awards.records.listing import RecordFilter
from awards.records.sheets import exported
from emulation.changes import edits
from emulation.organization.exports import table_to_xlsx
from emulation.organization.models import Role, Unit
from emulation.organization.services import records as keeping
from emulation.uploads import served, suffix_of

from .profile import nominee_for

PER_PAGE = 50


def authorities_of(user):
    """Return the authorities whose records `user` enters."""
    if user.is_superuser:
        return Unit.objects.authorities()
    return Unit.objects.filter(pk__in=user.authorities_as(Role.OFFICE))


def may_enter(user):
    """Whether `user` enters records of any authority."""
    return user.is_superuser or bool(user.authorities_as(Role.OFFICE))


def require_office(request):
    """Raise PermissionDenied for who enters no records at all."""
    if not may_enter(request.user):
        raise PermissionDenied


def _found(request, kind):
    return RecordFilter(request.GET, queryset=kind.visible_to(request.user), request=request,
                        kind=kind)  # fmt: skip


def record_list(request, kind):
    """List the records of a kind in the user's scope."""
    kind = KINDS[kind]
    found = _found(request, kind)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "kind": kind,
        "kinds": list(KINDS.values()),
        "here": kind.code,
        "filter": found,
        "page": page,
        "rows": [_row(record, request.user, today) for record in page.object_list],
        "export_url": reverse(kind.url("export")),
        "may_enter": may_enter(request.user),
    }
    return render(request, "awards/record_list.html", context)


def _row(record, user, today):
    home = keeping.home_of(record.nominee)
    sees = user.is_superuser or any(unit.contains(home) for unit in user.member_units())
    return {
        "entry": entry_of(record, today=today),
        "record": record,
        "home": home,
        "profile_url": profile_url(record.nominee) if sees else "",
    }


def record_export(request, kind):
    """Return the list as .xlsx, filtered as on the page, in the columns that can be read again."""
    kind = KINDS[kind]
    return table_to_xlsx(*exported(kind, _found(request, kind).qs), kind.title)


def record_for(request, kind, pk):
    """Return a record that the user sees; 404 outside his scope."""
    return get_object_or_404(kind.visible_to(request.user), pk=pk)


def kept_record(request, kind, pk):
    """Return a record that the user may change; 404 outside his scope, 403 otherwise."""
    record = record_for(request, kind, pk)
    keeping.require_keeper(request.user, keeping.keeper_of(record))
    return record


def record_create(request, kind):
    """Choose who the record is about, then enter it."""
    kind = KINDS[kind]
    require_office(request)
    subject = next((s for s in kind.subjects if request.GET.get(s, "").isdecimal()), None)
    if subject is None:
        return _choose(request, kind)
    nominee = nominee_for(request, subject, request.GET[subject])
    keeping.require_keeper(request.user, keeping.home_of(nominee))
    form = form_for(kind)(request.POST or None, request.FILES or None, nominee=nominee)
    if request.method == "POST" and form.is_valid():
        form.keep(by=request.user)
        messages.success(request, f"Đã ghi {kind.one} của {nominee}.")
        if "more" in request.POST:
            return redirect(kind.url("create"))
        return redirect(f"awards:{subject}_profile", nominee.pk)
    return render(request, "awards/record_form.html", _context(kind, form, nominee))


def _choose(request, kind):
    units = Unit.objects.all()
    if not request.user.is_superuser:
        units = units.filter(authority__in=request.user.authorities_as(Role.OFFICE))
    directory = Directory(request, kind.subjects, units)
    page = directory.page(request.GET.get("page"))
    for row in page.object_list:
        row.choose_url = f"{reverse(kind.url('create'))}?{row.subject}={row.nominee.pk}"
    context = {"kind": kind, "filter": directory.filter, "page": page}
    return render(request, "awards/record_choose.html", context)


def _context(kind, form, nominee, record=None):
    return {"kind": kind, "form": form, "nominee": nominee, "record": record,
            "profile_url": profile_url(nominee)}  # fmt: skip


def record_detail(request, kind, pk):
    """Show one record with everything that was ever changed in it."""
    kind = KINDS[kind]
    record = record_for(request, kind, pk)
    today = timezone.localdate()
    keeps = keeping.may_keep(request.user, keeping.keeper_of(record))
    row = _row(record, request.user, today)
    context = {
        "kind": kind,
        "record": record,
        "nominee": record.nominee,
        "profile_url": row["profile_url"],
        "entry": entry_of(record, today=today, user=request.user),
        "suffix": suffix_of(record.attachment.name) if record.attachment else "",
        "keeps": keeps,
        "may_lift": keeps and kind is BAR and is_open(record, today),
        "edits": edits(record),
    }
    return render(request, "awards/record_detail.html", context)


def record_edit(request, kind, pk):
    """Change a record."""
    kind = KINDS[kind]
    record = kept_record(request, kind, pk)
    form = form_for(kind)(request.POST or None, request.FILES or None, instance=record)
    if request.method == "POST" and form.is_valid():
        form.keep(by=request.user)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect(kind.url("detail"), pk)
    return render(request, "awards/record_form.html",
                  _context(kind, form, record.nominee, record))  # fmt: skip


def record_delete(request, kind, pk):
    """Delete a record that was entered by mistake, with the reason."""
    kind = KINDS[kind]
    record = kept_record(request, kind, pk)
    nominee, form = record.nominee, DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.delete(record, form.cleaned_data["reason"], request.user)
        except ProtectedError:
            form.add_error(None, "Không xóa được: bản ghi đang được dùng ở nơi khác.")
        else:
            messages.success(request, f"Đã xóa {kind.one} của {nominee}.")
            return redirect(kind.url("list"))
    context = {"kind": kind, "record": record, "form": form, "nominee": nominee,
               "entry": entry_of(record, today=timezone.localdate())}  # fmt: skip
    return render(request, "awards/record_delete.html", context)


def bar_lift(request, pk):
    """Lift a bar from a day, with the reason."""
    bar = kept_record(request, BAR, pk)
    form = LiftForm(request.POST or None, initial={"lifted_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            keeping.lift(bar, data["lifted_on"], data["lift_reason"], request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Đã gỡ bỏ từ ngày {data['lifted_on']:%d/%m/%Y}.")
            return redirect(BAR.url("detail"), pk)
    context = {"kind": BAR, "record": bar, "form": form, "nominee": bar.nominee,
               "entry": entry_of(bar, today=timezone.localdate())}  # fmt: skip
    return render(request, "awards/bar_lift.html", context)


def record_attachment(request, kind, pk):
    """Return the attached file; never shown by the browser as a page of ours."""
    record = record_for(request, KINDS[kind], pk)
    if not record.attachment:
        raise Http404
    return served(record.attachment, f"{KINDS[kind].slug}-{record.pk}")
