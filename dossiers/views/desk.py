"""What the desk's pages share: whose desk it is, which papers a record prints."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from emulation.organization.models import OVERSEERS, Role, Unit
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


def papers_of(record: Any, *slugs: str) -> list[dict[str, str]]:
    """Return title and addresses of those papers of `record` that the catalogue has."""
    kinds = all_kinds()
    return [
        {
            "title": kinds[slug].title,
            "pdf": reverse("organization:paper", args=[slug, record.pk]),
            "word": (
                reverse("organization:paper_word", args=[slug, record.pk])
                if kinds[slug].has_word
                else ""
            ),
        }
        for slug in slugs
        if slug in kinds
    ]
