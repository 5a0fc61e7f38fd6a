"""Groups by day: whom "Các thôn" names, and who joined or left between two days."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from awards.directory import profile_url
from awards.forms.roster import DaysForm
from emulation.organization.models import Employment, Group, Unit, UnitKind
from emulation.organization.selection import compare
from emulation.organization.services.records import home_of

from .roster import tabs


def _words(group):
    """Return in words whom a group selects."""
    chosen = (UnitKind, group.unit_kinds) if group.unit_kinds else (Employment, group.employments)
    words = ", ".join(str(chosen[0](value).label) for value in chosen[1])
    inside = f"trong {group.within}" if group.within else ""
    return "; ".join(filter(None, (words or "Tất cả", inside)))


def group_list(request):
    """List the groups of the user's authority."""
    groups = Group.objects.visible_to(request.user).select_related("authority", "within")
    rows = [{"group": group, "words": _words(group)} for group in groups]
    context = tabs(request.user, "groups") | {"rows": rows}
    return render(request, "awards/group_list.html", context)


def group_detail(request, pk):
    """Show the members on two days, and by name who joined or left in between."""
    groups = Group.objects.visible_to(request.user).select_related("authority", "within")
    group = get_object_or_404(groups, pk=pk)
    today = timezone.localdate()
    start = {"tu": today.replace(month=1, day=1), "den": today}
    asked = "tu" in request.GET or "den" in request.GET
    form = DaysForm(request.GET if asked else None, initial=start)
    days = form.cleaned_data if asked and form.is_valid() else start
    first, last = sorted((days["tu"], days["den"]))
    found = compare(group, first, last)
    seen = set(Unit.objects.visible_to(request.user).values_list("pk", flat=True))
    stayed = _shown(((member, "") for member in found.stayed), seen)
    joined = _shown(((change.nominee, change.why) for change in found.joined), seen)
    left = _shown(((change.nominee, change.why) for change in found.left), seen)
    context = {
        "group": group,
        "words": _words(group),
        "form": form,
        "stayed": stayed,
        "counts": [
            (f"Ngày {first:%d/%m/%Y}", len(stayed) + len(left), ""),
            (f"Ngày {last:%d/%m/%Y}", len(stayed) + len(joined), ""),
            ("Thêm vào", len(joined), "good"),
            ("Ra khỏi", len(left), "warn"),
        ],
        "differences": [("joined", "Thêm vào", joined), ("left", "Ra khỏi", left)],
    }
    return render(request, "awards/group_detail.html", context)


def _shown(members, seen):
    """Return the members in the user's scope: a unit sees its own people only."""
    homes = ((member, home_of(member), why) for member, why in members)
    return [
        {"name": str(member), "where": "" if member == home else str(home),
         "url": profile_url(member), "why": why}
        for member, home, why in homes
        if home.pk in seen
    ]  # fmt: skip
