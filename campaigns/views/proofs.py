"""Where the record behind a proof can be read: one table of pages, and what the user may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from awards.facts import Assessment, Proof
from awards.records.kinds import KINDS
from campaigns.models import Registration, Result
from emulation.organization.models import Household, Person, Unit

Links = dict[tuple[str, int], str]


def _record_page(name: str) -> Callable[[int], str]:
    return lambda pk: reverse(name, args=[pk])


# Label of the model: its records, the page of one. What is not here has no page of its own.
PAGES: dict[str, tuple[Any, Callable[[int], str]]] = {
    kind.model._meta.label_lower: (kind.model, _record_page(kind.url("detail")))
    for kind in KINDS.values()
} | {
    Registration._meta.label_lower: (
        Registration,
        _record_page("campaigns:registration_detail"),
    ),
    Result._meta.label_lower: (Result, _record_page("campaigns:result_detail")),
}
PROFILES = {Person: "awards:person_profile", Household: "awards:household_profile",
            Unit: "awards:unit_profile"}  # fmt: skip


def links_to(proofs: Iterable[Proof], user: Any) -> Links:
    """Return the address of each record that `user` may see, by (label, id).

    One query a kind of record, however many there are.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    for proof in proofs:
        if proof.model in PAGES and proof.pk:
            ids[proof.model].add(proof.pk)
    found: Links = {}
    for label, pks in ids.items():
        model, page = PAGES[label]
        seen = model.objects.visible_to(user).filter(pk__in=pks)
        found |= {(label, pk): page(pk) for pk in seen.values_list("pk", flat=True)}
    return found


def profile_of(nominee: Person | Household | Unit) -> str:
    """Return the page with everything recorded about a nominee."""
    return reverse(PROFILES[type(nominee)], args=[nominee.pk])


def proofs_in(assessment: Assessment) -> list[Proof]:
    """Return every proof that findings and warnings of an assessment name."""
    return [proof for part in (*assessment.findings, *assessment.warnings) for proof in part.proofs]
