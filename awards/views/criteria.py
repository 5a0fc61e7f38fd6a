"""The library of reusable sets of criteria, and the conditions of titles by law."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from awards.awards_on import AwardsOn
from awards.forms.criteria import ParametersForm
from awards.forms.criterion_set import CriteriaEditor, LibrarySetForm
from awards.kinds import CriterionKind
from awards.models import CriterionSet
from awards.services import criteria as services
from awards.tables import LawFilter, LibraryFilter
from emulation.organization.models import NomineeKind, Role, Unit

PREFIX = "criteria"


def may_write_for(user):
    """Return the authorities whose library `user` may change."""
    return Unit.objects.filter(pk__in=user.authorities_as(Role.OFFICE, Role.CHAIR))


def criterion_set_list(request):
    """List the newest version of every set in the libraries that the user sees."""
    sets = CriterionSet.objects.visible_to(request.user).filter(is_template=True).newest()
    found = LibraryFilter(
        request.GET, queryset=sets.select_related("authority").with_content().with_uses()
    )
    context = {
        "filter": found,
        "sets": found.found,
        "may_write": may_write_for(request.user).exists(),
    }
    return render(request, "awards/criterion_set_list.html", context)


def law_list(request):
    """Look up the law's conditions by title, level, nominee kind and day (today by default)."""
    data = request.GET.copy()
    data.setdefault("day", f"{timezone.localdate():%d/%m/%Y}")
    laws = CriterionSet.objects.filter(authority__isnull=True).order_by("name", "subject", "pk")
    found = LawFilter(data, queryset=laws.with_content())
    names = AwardsOn.on(found.chosen_day).names
    context = {
        "filter": found,
        "sets": [services.shown(criterion_set, names) for criterion_set in found.found],
    }
    return render(request, "awards/law_list.html", context)


def library_set(request, pk):
    """Return a set of a library in the user's scope; 404 for any other."""
    sets = CriterionSet.objects.visible_to(request.user).filter(is_template=True)
    return get_object_or_404(sets.select_related("authority", "copied_from").with_content(), pk=pk)


def criterion_set_detail(request, pk):
    """Show one set of a library with its versions."""
    criterion_set = library_set(request, pk)
    newest = services.newest_of([criterion_set])[criterion_set.pk]
    context = {
        "shown": services.shown(criterion_set, AwardsOn.on(timezone.localdate()).names),
        "criterion_set": criterion_set,
        "newest": newest,
        "uses": criterion_set.copies.filter(is_template=False).count(),
        "may_write": services.may_write(request.user, criterion_set.authority),
    }
    return render(request, "awards/criterion_set_detail.html", context)


def criterion_set_create(request):
    """Write a new set for the library."""
    authorities = may_write_for(request.user)
    if not authorities:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    fresh = CriterionSet(is_template=True, subject=NomineeKind.COLLECTIVE)
    form = LibrarySetForm(data, instance=fresh, authorities=authorities)
    editor = CriteriaEditor(fresh, AwardsOn.on(timezone.localdate()), data, prefix=PREFIX)
    if data is not None and all([form.is_valid(), editor.is_valid()]):
        saved = editor.save()
        messages.success(request, f"Đã lưu bộ tiêu chuẩn «{saved}».")
        return redirect("awards:criterion_set_detail", saved.pk)
    return _edit_page(request, form, editor, title="Lập bộ tiêu chuẩn dùng lại")


def criterion_set_edit(request, pk):
    """Change a set; one that campaigns were given a copy of goes on as a new version."""
    criterion_set = library_set(request, pk)
    services.require_writer(request.user, criterion_set.authority)
    data = request.POST if request.method == "POST" else None
    form = LibrarySetForm(data, instance=criterion_set, authorities=Unit.objects.none())
    editor = CriteriaEditor(criterion_set, AwardsOn.on(timezone.localdate()), data, prefix=PREFIX)
    used = services.is_used(criterion_set)
    if data is not None and all([form.is_valid(), editor.is_valid()]):
        try:
            saved = editor.save(_version_of(criterion_set, form) if used else None)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            what = f"phiên bản {saved.version}" if used else "thay đổi"
            messages.success(request, f"Đã lưu {what} của bộ «{saved}».")
            return redirect("awards:criterion_set_detail", saved.pk)
    return _edit_page(
        request, form, editor, title=f"Sửa bộ «{criterion_set}»",
        used=criterion_set if used else None,
    )  # fmt: skip


def _version_of(criterion_set, form):
    name = form.cleaned_data["name"]
    # The form wrote the new name on the old version, which keeps its own.
    old = CriterionSet.objects.get(pk=criterion_set.pk)
    return services.next_version(old, name=name)


def _edit_page(request, form, editor, *, title, used=None):
    context = {"form": form, "editor": editor, "title": title, "used": used}
    return render(request, "awards/criterion_set_form.html", context)


def criterion_preview(request):
    """Return the fields of the kind chosen for a row, and how it would be judged as filled in."""
    row = request.GET.get("row", PREFIX)
    kind = request.GET.get(f"{row}-kind", CriterionKind.MANUAL)
    if kind not in CriterionKind.values:
        raise Http404
    try:
        day = parse_date(request.GET.get("day", "")) or timezone.localdate()
    except ValueError:
        raise Http404 from None
    seen = request.GET.get(f"{row}-shown") == kind
    parameters = ParametersForm(
        kind, AwardsOn.on(_within_reach(day)), request.GET if seen else None, prefix=f"{row}-{kind}"
    )
    context = {"parameters": parameters, "row": row, "day": day}
    return render(request, "awards/_criterion_parameters.html", context)


def _within_reach(day: dt.date) -> dt.date:
    """Return a day that the catalogue can be asked about."""
    return max(day, dt.date(2000, 1, 1))
