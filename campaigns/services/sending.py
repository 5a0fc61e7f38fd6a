"""Carrying a released message to the mail server, beside the web workers, with retries."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from campaigns.models import Message
from campaigns.states import DELIVER, FAIL, MessageState
from emulation.workflow import move

log = logging.getLogger(__name__)
# How long after the first, second … failure it is tried again; then it has failed.
WAITS = (dt.timedelta(minutes=5), dt.timedelta(hours=1), dt.timedelta(hours=6))
WORKER_LOST = "Chương trình gửi thư đã dừng giữa chừng nhiều lần."
NO_SERVER = "Máy chủ thư không nhận sau {} lần thử ({})."


@task()
def send_message(message_pk: int) -> None:
    """Send a released message; a server that refuses is asked again later, at last it has failed.

    A message that is not released (any more) is left alone, so running twice sends once.
    """
    released = Message.objects.filter(pk=message_pk, state=MessageState.RELEASED)
    message = released.select_related("authority", "released_by").first()
    if message is None:
        return
    try:
        EmailMessage(
            message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.address]
        ).send()
    except Exception as error:
        _refused(message, error)
    else:
        move(message, DELIVER, by=message.released_by, sent_at=timezone.now())
        log.info("Message %s was sent.", message.pk)


def sending_was_lost(message_pk: int) -> None:
    """Write down that a message was not sent, because its worker died again and again."""
    released = Message.objects.filter(pk=message_pk, state=MessageState.RELEASED)
    if message := released.select_related("authority", "released_by").first():
        move(message, FAIL, by=message.released_by, note=WORKER_LOST)


def _refused(message: Message, error: Exception) -> None:
    """Try again later, or give up; the log names the message, never a person or an address."""
    Message.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1)
    message.refresh_from_db(fields=["attempts"])
    reason = type(error).__name__
    log.warning("Message %s was refused (%s), attempt %s.", message.pk, reason, message.attempts)
    if message.attempts > len(WAITS):
        move(message, FAIL, by=message.released_by, note=NO_SERVER.format(message.attempts, reason))
        return
    when = timezone.now() + WAITS[message.attempts - 1]
    send_message.using(run_after=when).enqueue(message.pk)
