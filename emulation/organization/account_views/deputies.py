"""Acting deputies of an authority: who acts, appointing one, ending it early."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from emulation.organization.forms import DeputyForm
from emulation.organization.services import deputies


def deputy_list(request):
    """Show who acts and has acted; a POST appoints a deputy."""
    authorities = deputies.authorities_appointing(request.user)
    if not authorities.exists():
        raise PermissionDenied
    form = DeputyForm(request.POST or None, authorities=authorities, by=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = deputies.appoint(data.pop("account"), by=request.user, **data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"Đã ủy quyền cho {made.user} đến hết {made.ends_on:%d/%m/%Y}."
            )
            return redirect("organization:deputy_list")
    today = timezone.localdate()
    rows = list(deputies.appointments(authorities))
    context = {
        "form": form,
        "current": [row for row in rows if row.ends_on >= today],
        "past": [row for row in rows if row.ends_on < today],
        "today": today,
    }
    return render(request, "organization/deputy_list.html", context)


@require_POST
def deputy_end(request, pk):
    """End an appointment early."""
    authorities = deputies.authorities_appointing(request.user)
    appointment = get_object_or_404(deputies.appointments(authorities), pk=pk)
    try:
        deputies.end_early(appointment, reason=request.POST.get("note", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Đã kết thúc ủy quyền của {appointment.user}.")
    return redirect("organization:deputy_list")
