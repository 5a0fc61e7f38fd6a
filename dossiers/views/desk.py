"""What the desk's pages share: whose desk it is, which papers a record prints."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from dossiers.models import Dossier
from dossiers.services import wording
from dossiers.states import DossierState
from emulation.organization.models import OVERSEERS, IssuedPaper, Role, Unit
from emulation.papers.catalogue import all_kinds


def desk_units(user: Any) -> list[Unit]:
    """Return the authorities at whose desk `user` works: office or head."""
    pks = user.authorities_as(Role.OFFICE, Role.CHAIR)
    return list(Unit.objects.filter(pk__in=pks))


def chosen_desk(request: Any) -> Unit:
    """Return the authority named in the address (`co-quan`), else the user's first.

    Raises PermissionDenied for somebody who works at no desk.
    """
    units = desk_units(request.user)
    if not units:
        raise PermissionDenied
    wanted = request.GET.get("co-quan", "")
    return next((unit for unit in units if str(unit.pk) == wanted), units[0])


def require_overseer(user: Any) -> None:
    """Raise Http404 for who oversees nothing: these lists are the desk's, not a unit's."""
    if not (user.is_superuser or user.member_units_as(*OVERSEERS)):
        raise Http404


def is_desk(user: Any, authority: Unit) -> bool:
    """Whether `user` is of the authority's office or its head."""
    return bool({Role.OFFICE, Role.CHAIR} & user.roles_at(authority))


def is_office(user: Any, authority: Unit) -> bool:
    """Whether `user` is of the authority's office."""
    return Role.OFFICE in user.roles_at(authority)


def oversees(user: Any, authority: Unit) -> bool:
    """Whether `user` oversees the authority as a whole: office, head, auditor, or who is above."""
    above = user.member_units_as(*OVERSEERS)
    return user.is_superuser or any(unit.contains(authority) for unit in above)


def papers_of(record: Any, *slugs: str, user: Any = None) -> list[dict[str, Any]]:
    """Return title and addresses of those papers of `record` that the catalogue has.

    `words` is the page where `user` may write the paper's words now, `issued` whether it was kept
    for good; one query however many papers there are.
    """
    kinds = all_kinds()
    known = [slug for slug in slugs if slug in kinds]
    kept = set(
        IssuedPaper.objects.filter(slug__in=known, subject_id=record.pk).values_list(
            "slug", flat=True
        )
    )
    return [
        {
            "title": kinds[slug].title,
            "pdf": reverse("organization:paper", args=[slug, record.pk]),
            "word": (
                reverse("organization:paper_word", args=[slug, record.pk])
                if kinds[slug].has_word
                else ""
            ),
            "words": words_url(slug, record, user) if slug not in kept else "",
            "issued": slug in kept,
        }
        for slug in known
    ]


def words_url(slug: str, record: Any, user: Any) -> str:
    """Return the page where `user` may write the words of this paper now, "" where he may not."""
    if user is None or not wording.may_write(slug, record, user):
        return ""
    if wording.RULES[slug].lock(record):
        return ""
    return reverse("dossiers:wording_edit", args=[slug, record.pk])


def papers_of_dossier(dossier: Dossier, user: Any, *slugs: str) -> list[dict[str, Any]]:
    """Return those of the papers about a dossier that its state can print."""
    left_out = set()
    if dossier.receipt_number is None:
        left_out |= {"receipt", "result_notice"}
    if dossier.state != DossierState.APPRAISED:
        left_out.add("result_notice")
    if not dossier.supplement_count:
        left_out.add("supplement_slip")
    if not oversees(user, dossier.authority):
        left_out.add("dossier_history")
    return papers_of(dossier, *(slug for slug in slugs if slug not in left_out), user=user)
