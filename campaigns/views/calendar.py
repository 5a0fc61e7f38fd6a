"""The calendar of deadlines, its private feed, and what an account wants to hear."""

from __future__ import annotations

import datetime as dt
import secrets
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.calendar_file import CONTENT_TYPE, calendar_file
from campaigns.deadlines import Stage
from campaigns.forms.deadlines import SubscriptionForm
from campaigns.models import Subscription
from campaigns.timetable import entries_for

# What has been over for longer only stands in its year.
LONG_OVER = dt.timedelta(days=365)


def calendar(request):
    """Show what is late, what comes next, and a year month by month."""
    today = timezone.localdate()
    entries = entries_for(request.user, today)
    year = _year(request.GET.get("nam", ""), today.year)
    shown = [entry for entry in entries if entry.last_day.year == year]
    staged = [(entry, entry.stage(today)) for entry in entries]
    context = {
        "today": today,
        "year": year,
        "years": sorted({today.year, year, *(entry.last_day.year for entry in entries)}),
        "late": [
            entry
            for entry, stage in staged
            if stage == Stage.LATE and today - entry.last_day <= LONG_OVER
        ],
        "near": [entry for entry, stage in staged if stage in (Stage.WEEK, Stage.EVE)],
        "months": [
            (month, list(group))
            for month, group in groupby(shown, key=lambda entry: entry.last_day.replace(day=1))
        ],
    }
    return render(request, "campaigns/calendar.html", context)


def _year(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 1900 < int(text) < 2200 else default


@login_not_required
@require_safe
def calendar_feed(request, token):
    """Return the calendar of whoever made this secret address; 404 once it was withdrawn."""
    subscription = get_object_or_404(
        Subscription.objects.select_related("user"), calendar_token=token, user__is_active=True
    )
    now = timezone.now()
    host = request.get_host().partition(":")[0]
    events = (
        (
            f"{entry.uid}@{host}",
            entry.last_day,
            entry.title if entry.is_open or entry.takes_place else f"Đã xong: {entry.title}",
            entry.detail,
            request.build_absolute_uri(entry.url),
        )
        for entry in entries_for(subscription.user, timezone.localdate(now))
    )
    response = HttpResponse(
        calendar_file("Thời hạn thi đua, khen thưởng", events, stamp=now),
        content_type=CONTENT_TYPE,
    )
    response["Content-Disposition"] = 'inline; filename="lich-thi-dua.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _subscription(request):
    stored = Subscription.objects.filter(user=request.user).first()
    return stored or Subscription(user=request.user)


def subscription(request):
    """Let the user say what he wants to hear, and show the address of his calendar."""
    mine = _subscription(request)
    form = SubscriptionForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Đã lưu.")
        return redirect("campaigns:subscription")
    token = mine.calendar_token
    path = reverse("campaigns:calendar_feed", args=[token]) if token else ""
    context = {"form": form, "feed_url": request.build_absolute_uri(path) if path else ""}
    return render(request, "campaigns/subscription.html", context)


@require_POST
def subscription_feed(request):
    """Make a new secret address, so that an old one no longer works, or withdraw it."""
    mine = _subscription(request)
    withdraw = "withdraw" in request.POST
    mine.calendar_token = "" if withdraw else secrets.token_urlsafe(32)
    mine.save()
    messages.success(
        request, "Đã thu hồi địa chỉ lịch." if withdraw else "Đã tạo địa chỉ lịch mới."
    )
    return redirect("campaigns:subscription")
