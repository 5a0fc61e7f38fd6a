"""Certificates after the decision: handed over, issued again, checked by their code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dossiers.models import Certificate, Nomination
from dossiers.states import AWARD, NominationState
from emulation.workflow import TransitionNotAllowed, move

from .deciding import require_office


@transaction.atomic
def hand_over(certificate: Certificate, *, to: str, on: dt.date, by: Any) -> None:
    """Note who took the certificate and when; the nomination is awarded with it.

    Raises ValidationError by field; TransitionNotAllowed for a revoked or replaced one.
    """
    require_office(certificate.authority, by)
    _require_valid(certificate)
    errors = {}
    if not to.strip():
        errors["handed_to"] = "Hãy ghi người nhận."
    if on > timezone.localdate():
        errors["handed_on"] = "Ngày trao không thể ở tương lai."
    decided = certificate.award.document_date
    if decided and on < decided:
        errors["handed_on"] = "Ngày trao không thể trước ngày quyết định."
    if errors:
        raise ValidationError(errors)
    certificate.handed_to, certificate.handed_on = to.strip(), on
    certificate.save(update_fields=["handed_to", "handed_on"])
    nomination = Nomination.objects.filter(decision_lines__award=certificate.award).first()
    if nomination and nomination.state == NominationState.DECIDED:
        move(nomination, AWARD, by=by, note=f"Trao cho {to.strip()}")


@transaction.atomic
def hand_over_all(
    certificates: Iterable[Certificate], *, on: dt.date, by: Any, to: str = ""
) -> int:
    """Note the hand-over of many at a ceremony; without `to` each to its recipient."""
    count = 0
    for certificate in certificates:
        hand_over(certificate, to=to or certificate.recipient, on=on, by=by)
        count += 1
    return count


@transaction.atomic
def reissue(
    certificate: Certificate,
    *,
    reason: str,
    by: Any,
    recipient: str = "",
    detail: str | None = None,
) -> Certificate:
    """Issue a certificate again (lost, damaged, a name misspelt): same number, new code.

    The old code says from then on that it was replaced.
    """
    require_office(certificate.authority, by)
    _require_valid(certificate)
    if not reason.strip():
        raise ValidationError({"reissue_reason": "Hãy ghi lý do cấp lại."})
    return Certificate.objects.create(
        authority=certificate.authority,
        award=certificate.award,
        number=certificate.number,
        year=certificate.year,
        recipient=recipient.strip() or certificate.recipient,
        detail=certificate.detail if detail is None else detail.strip(),
        achievement=certificate.achievement,
        replaces=certificate,
        reissue_reason=reason.strip(),
    )


def _require_valid(certificate: Certificate) -> None:
    if certificate.award.revoked_on is not None:
        raise TransitionNotAllowed("Khen thưởng đã bị thu hồi.")
    if not certificate.is_current:
        raise TransitionNotAllowed("Bằng, giấy khen này đã được cấp lại.")
