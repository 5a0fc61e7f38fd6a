"""The pages of people, units and households: finding them, and everything about one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from awards.directory import Directory, directory_sheet
from awards.forms.records import MoveForm
from awards.models import Award
from awards.profile import timeline_of
from awards.records.kinds import KINDS, NOMINEE_MODELS
from emulation.organization.exports import table_to_xlsx
from emulation.organization.models import Bar, Household, Person, Unit
from emulation.organization.services import moving
from emulation.organization.services.records import home_of, may_keep
from emulation.organization.services.transferring import may_ask
from emulation.vietnamese import short_date


def profile_list(request):
    """List the people, units and households in the user's scope."""
    directory = Directory(request)
    context = {
        "filter": directory.filter,
        "page": directory.page(request.GET.get("page")),
        "export_url": reverse("awards:profile_export"),
        "kinds": list(KINDS.values()),
        "here": "",
    }
    return render(request, "awards/profile_list.html", context)


def profile_export(request):
    """Return the list as .xlsx, filtered as on the page."""
    directory = Directory(request)
    rows = directory.found(directory.keys())
    return table_to_xlsx(*directory_sheet(rows), "Hồ sơ cá nhân, tập thể, hộ gia đình")


def nominee_for(request, subject, pk):
    """Return a person, unit or household that the user sees; 404 outside his scope."""
    model = NOMINEE_MODELS[subject]
    above = ("parent", "authority", "merged_into") if subject == "unit" else (
        "unit__authority", "unit__merged_into",
    )  # fmt: skip
    return get_object_or_404(model.objects.visible_to(request.user).select_related(*above), pk=pk)


def profile(request, subject, pk):
    """Show one nominee: the head, then one timeline by year."""
    nominee = nominee_for(request, subject, pk)
    today = timezone.localdate()
    years = timeline_of(nominee, request.user, today=today)
    keeps = may_keep(request.user, home_of(nominee))
    found = [entry for _year, entries in years for entry in entries]
    standing = [
        bar.record for bar in found
        if isinstance(bar.record, Bar) and not bar.struck and bar.tone in ("bad", "warn")
    ]  # fmt: skip
    context = {
        "nominee": nominee,
        "subject": subject,
        "facts": _facts(subject, nominee),
        "years": years,
        "bars": standing,
        "award_count": sum(isinstance(e.record, Award) and not e.struck for e in found),
        "keeps": keeps,
        "add_kinds": [kind for kind in KINDS.values() if keeps and subject in kind.subjects],
        "members": _members(subject, nominee, today),
        "move_url": reverse(f"awards:{subject}_move", args=[nominee.pk])
        if keeps and _may_move(request.user, nominee)
        else "",
        "roster_url": reverse(f"awards:{subject}_edit_roster", args=[nominee.pk])
        if keeps and subject != "household" and not getattr(nominee, "is_authority", False)
        else "",
        "ask_url": reverse("awards:person_transfer", args=[nominee.pk])
        if subject == "person" and nominee.left_on is None and may_ask(request.user, nominee)
        else "",
    }
    return render(request, "awards/profile.html", context)


def _may_move(user, nominee):
    """Whether a move can be offered: an ended unit has none, an authority is the superuser's."""
    if not isinstance(nominee, Unit):
        return True
    return nominee.valid_to is None and (user.is_superuser or not nominee.is_authority)


def _facts(subject, nominee):
    """Return the head of the page: names and values; empty ones are left out."""
    match nominee:
        case Person():
            facts = [
                ("Chức vụ, chức danh", nominee.position),
                ("Loại hình lao động", nominee.get_employment_display()),
                ("Ngày sinh", short_date(nominee.born_on)),
                ("Giới tính", nominee.get_gender_display()),
            ]
        case Household():
            facts = [("Địa chỉ", nominee.address)]
        case Unit():
            facts = [
                ("Tên đầy đủ", nominee.name),
                ("Loại đơn vị", nominee.get_kind_display()),
                ("Trực thuộc", str(nominee.parent or "")),
                ("Người đứng đầu", nominee.head_name),
                ("Thành lập", short_date(nominee.valid_from)),
                ("Hoạt động đến hết", short_date(nominee.valid_to)),
                ("Sáp nhập vào", str(nominee.merged_into or "")),
            ]
    if subject != "unit":
        facts += [
            ("Đơn vị", str(nominee.unit)),
            ("Cơ quan", str(nominee.unit.authority)),
            ("Ở đơn vị từ", short_date(nominee.joined_on)),
            ("Thôi từ", short_date(nominee.left_on)),
        ]
    return [(name, value) for name, value in facts if value]


def _members(subject, nominee, today):
    """Return the people who are in a unit today (not those of the units below it)."""
    if subject != "unit":
        return []
    return list(Person.objects.filter(unit=nominee).active_on(today))


def move(request, subject, pk):
    """Move a member to another unit, or merge a unit into another one."""
    nominee = nominee_for(request, subject, pk)
    if not may_keep(request.user, home_of(nominee)):
        raise PermissionDenied
    units = moving.targets_for(request.user, home_of(nominee))
    form = MoveForm(request.POST or None, units=units)
    if subject == "unit":
        form.fields["to_unit"].label = "Sáp nhập vào"
        form.fields["moved_on"].label = "Sáp nhập từ ngày"
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        verb = moving.merge if subject == "unit" else moving.transfer
        try:
            verb(
                nominee, data["to_unit"], on=data["moved_on"], reason=data["reason"],
                by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Đã chuyển {nominee} sang {data['to_unit']}.")
            return redirect(f"awards:{subject}_profile", pk)
    context = {
        "form": form,
        "nominee": nominee,
        "subject": subject,
        "profile_url": reverse(f"awards:{subject}_profile", args=[pk]),
    }
    return render(request, "awards/move.html", context)
