"""The page "Pháp luật áp dụng": what the law says on a day, what the reader's authority does."""

from django import forms
from django.shortcuts import render
from django.utils import timezone

from awards.lawbook import law_of
from awards.models import Verified
from emulation.organization.models import Unit


class DayForm(forms.Form):
    """The day that is asked for; its name is the page's parameter."""

    ngay = forms.DateField(
        label="Ngày",
        error_messages={"invalid": "Hãy gõ ngày theo dạng ngày/tháng/năm, ví dụ 01/07/2025."},
    )


def law(request):
    """Show the law of the day asked for, today's when none is or the day cannot be read."""
    today = timezone.localdate()
    asked = "ngay" in request.GET
    form = DayForm(request.GET if asked else None, initial={"ngay": today})
    day = form.cleaned_data["ngay"] if asked and form.is_valid() else today
    context = {
        "form": form,
        "law": law_of(day, _authority(request.user)),
        "is_today": day == today,
        "not_checked": [Verified.NO, Verified.PARTLY],
    }
    return render(request, "awards/law.html", context)


def _authority(user):
    """Return the authority that the user works for, with what its answers need; None: nowhere."""
    first = next(iter(user.active_memberships()), None)
    if first is None:
        return None
    return Unit.objects.prefetch_related("superiors__superior").get(pk=first.unit.authority_id)
