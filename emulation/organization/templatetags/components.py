"""What the shared pieces in templates/components/ need to know: tones of states, days left."""

import datetime as dt

from django import template
from django.utils import timezone

from emulation.vietnamese import last_day_before

register = template.Library()

# state: (tone, Bootstrap icon). Tones are the .tone-* classes of app.css.
STATES = {
    # campaign, registration, dossier, decision
    "draft": ("quiet", "pencil"),
    "open": ("info", "unlock"),
    "not_sent": ("quiet", "circle"),
    "submitted": ("info", "send"),
    "returned": ("warn", "arrow-return-left"),
    "confirmed": ("good", "check-circle-fill"),
    "withdrawn": ("quiet", "slash-circle"),
    "late": ("warn", "clock-history"),
    "issued": ("good", "patch-check-fill"),
    "closed": ("quiet", "lock-fill"),
    "cancelled": ("bad", "x-octagon"),
    "received": ("info", "inbox-fill"),
    "supplement": ("warn", "file-earmark-plus"),
    "appraised": ("good", "clipboard-check"),
    "recalled": ("quiet", "arrow-counterclockwise"),
    "revoked": ("bad", "x-octagon"),
    # nomination
    "proposed": ("info", "person-plus"),
    "eligible": ("good", "check-circle"),
    "ineligible": ("bad", "x-circle"),
    "deferred": ("warn", "hourglass-split"),
    "passed": ("good", "check-circle-fill"),
    "failed": ("bad", "x-circle"),
    "lowered": ("warn", "arrow-down-circle"),
    "decided": ("good", "patch-check-fill"),
    "forwarded": ("info", "send-check"),
    "sent": ("info", "send-check"),
    "answered": ("good", "reply-fill"),
    "awarded": ("good", "award-fill"),
    "refused": ("bad", "x-circle"),
    # transfer to another unit
    "asked": ("warn", "hourglass-split"),
    "accepted": ("good", "check-circle-fill"),
    # session of the council
    "planned": ("quiet", "calendar-event"),
    "opened": ("info", "people-fill"),
    "counted": ("info", "list-check"),
    "concluded": ("good", "check-circle-fill"),
    # result on a criterion
    "none": ("quiet", "circle"),
    "reported": ("info", "send"),
    "verified": ("good", "check-circle-fill"),
    # reminder by e-mail, task of the plan
    "waiting": ("warn", "hourglass-split"),
    "released": ("info", "send"),
    "dropped": ("quiet", "slash-circle"),
    "todo": ("quiet", "circle"),
    "doing": ("info", "play-circle"),
    "done": ("good", "check-circle-fill"),
    # verdict on a criterion
    "met": ("good", "check-lg"),
    "not_met": ("bad", "x-lg"),
    "unknown": ("quiet", "question-circle"),
    "not_applicable": ("quiet", "dash-circle"),
}
UNKNOWN = ("quiet", "circle")


@register.filter
def state_tone(state: str) -> str:
    """Return the tone of a stored state."""
    return STATES.get(str(state), UNKNOWN)[0]


@register.filter
def state_icon(state: str) -> str:
    """Return the icon of a stored state."""
    return STATES.get(str(state), UNKNOWN)[1]


@register.filter
def last_day(before: dt.date) -> dt.date:
    """Return the last day of a deadline given as the first day that is too late."""
    return last_day_before(before)


@register.filter
def days_left(before: dt.date) -> int:
    """Return the days from today to the last day: 0 on that day, negative once it is over."""
    return (last_day(before) - timezone.localdate()).days


@register.filter
def days_over(before: dt.date) -> int:
    """Return for how many days a deadline has been over."""
    return -days_left(before)
