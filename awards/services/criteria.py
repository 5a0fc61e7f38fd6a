"""The library of criteria: versions, copies, what differs, who may write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from awards.arranging import arranged, points_of
from awards.models import Criterion, CriterionGroup, CriterionSet
from awards.sentences import Names, preview
from emulation.organization.models import Role, Unit

Words = Callable[[str, str], str]
COPIED = ("text", "kind", "parameters", "mandatory", "evidence", "scoring", "points", "clause")


def may_write(user: Any, authority: Unit) -> bool:
    """Whether `user` may change the library of `authority`: its office or its head."""
    return bool({Role.OFFICE, Role.CHAIR} & user.roles_at(authority))


def require_writer(user: Any, authority: Unit | None) -> None:
    """Raise PermissionDenied unless `user` may change the library; nobody changes the law here."""
    if authority is None or not may_write(user, authority):
        raise PermissionDenied


def is_used(criterion_set: CriterionSet) -> bool:
    """Whether something was copied from the set: it then stays as it is, and versions go on."""
    return criterion_set.copies.exists()


def add_content(
    source: CriterionSet, target: CriterionSet, *, words: Words = lambda where, text: text
) -> None:
    """Append copies of the source's groups and criteria; `words` may move the years of a text.

    `words` is asked with the Vietnamese name of the place and its text.
    """
    start = target.criteria.count()
    first_group = target.groups.count()
    groups = {}
    for place, group in enumerate(source.groups.all(), start=first_group + 1):
        groups[group.pk] = CriterionGroup.objects.create(
            criterion_set=target,
            position=place,
            needed=group.needed,
            text=words("Nhóm tiêu chuẩn", group.text),
        )
    for position, criterion in enumerate(source.criteria.all(), start=start + 1):
        values = {name: getattr(criterion, name) for name in COPIED}
        values["text"] = words("Tiêu chuẩn", criterion.text)
        values["evidence"] = words("Minh chứng", criterion.evidence)
        Criterion.objects.create(
            criterion_set=target,
            group=groups.get(criterion.group_id),
            position=position,
            **values,
        )


def replace_content(source: CriterionSet, target: CriterionSet) -> None:
    """Put copies of the source's content in place of the target's, and remember where from."""
    target.criteria.all().delete()
    target.groups.all().delete()
    # Deleted rows may still be cached on the target.
    fresh = CriterionSet.objects.get(pk=target.pk)
    add_content(source, fresh)
    target.pass_points, target.copied_from = source.pass_points, source
    target.version = source.version
    target.save(update_fields=["pass_points", "copied_from", "version"])


def next_version(old: CriterionSet, *, name: str) -> CriterionSet:
    """Return the unsaved, empty next version of a set of the library.

    Raises ValidationError when the set has a newer version already.
    """
    if newest_of([old])[old.pk] != old:
        raise ValidationError("Bộ tiêu chuẩn này đã có phiên bản mới hơn: hãy sửa bản mới nhất.")
    return CriterionSet(
        authority=old.authority,
        subject=old.subject,
        name=name,
        is_template=True,
        version=old.version + 1,
        copied_from=old,
    )


@transaction.atomic
def keep(
    source: CriterionSet, *, name: str, by: Any, newer_than: CriterionSet | None = None
) -> CriterionSet:
    """Save a campaign's set into its authority's library, as a new set or the next version of one.

    The campaign's set then counts as a copy of it. Raises PermissionDenied without a desk role,
    ValidationError when `newer_than` is no set of this library or has a newer version.
    """
    require_writer(by, source.authority)
    if newer_than is not None:
        same = (source.authority_id, source.subject, True)
        if (newer_than.authority_id, newer_than.subject, newer_than.is_template) != same:
            raise ValidationError("Không phải bộ tiêu chuẩn của thư viện này.")
        kept = next_version(newer_than, name=name)
    else:
        kept = CriterionSet(
            authority=source.authority, subject=source.subject, name=name, is_template=True
        )
    kept.pass_points = source.pass_points
    kept.save()
    add_content(source, kept)
    source.copied_from, source.version = kept, kept.version
    source.save(update_fields=["copied_from", "version"])
    return kept


def newest_of(sets: Iterable[CriterionSet]) -> dict[int, CriterionSet]:
    """Map each library set's id to its newest version (itself when there is none), in one query.

    Sets that belong to no library map to themselves.
    """
    given = list(sets)
    authorities = {found.authority_id for found in given if found.is_template}
    later: dict[int, CriterionSet] = {}
    for version in CriterionSet.objects.filter(authority__in=authorities, is_template=True):
        if version.copied_from_id and version.version > 1:
            known = later.get(version.copied_from_id)
            if known is None or known.version < version.version:
                later[version.copied_from_id] = version
    newest = {}
    for found in given:
        current = found
        while current.is_template and current.pk in later:
            current = later[current.pk]
        newest[found.pk] = current
    return newest


# --- what is shown and what differs --------------------------------------------------------------


def shown(criterion_set: CriterionSet, names: Names) -> dict[str, Any]:
    """Return what a page shows of a set: its places, each with how it is judged, and points.

    No query when the set was read `with_content`.
    """
    criteria = list(criterion_set.criteria.all())
    return {
        "set": criterion_set,
        "points": points_of(criteria),
        "entries": [
            {
                "entry": entry,
                "members": [{"criterion": c, "sentence": judged(c, names)} for c in entry.members],
            }
            for entry in arranged(criteria)
        ],
    }


def judged(criterion: Criterion | None, names: Names) -> str:
    """Return how a criterion is judged; "" for none."""
    return preview(criterion.kind, criterion.parameters, names) if criterion else ""


@dataclass(frozen=True)
class Difference:
    """One criterion in two sets: `before` only (gone), `after` only (new), or both."""

    before: Criterion | None
    after: Criterion | None

    @property
    def state(self) -> str:
        """Return "new", "gone", "changed" or "same"."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "same" if _says(self.before) == _says(self.after) else "changed"


def _says(criterion: Criterion) -> tuple:
    group = (criterion.group.text, criterion.group.needed) if criterion.group else None
    return (*(getattr(criterion, name) for name in COPIED), group)


def differences(before: CriterionSet, after: CriterionSet) -> list[Difference]:
    """Pair the criteria of two sets: by their words, then what is left by place and kind."""
    old, new = (list(s.criteria.select_related("group")) for s in (before, after))
    pairs: dict[int, Criterion] = {}
    left = list(old)
    for alike in (_same_words, _same_place):
        for criterion in new:
            match = next((one for one in left if alike(one, criterion)), None)
            if match and criterion.pk not in pairs:
                pairs[criterion.pk] = match
                left.remove(match)
    found = [Difference(pairs.get(criterion.pk), criterion) for criterion in new]
    return found + [Difference(criterion, None) for criterion in left]


def _same_words(one: Criterion, other: Criterion) -> bool:
    return _key(one) == _key(other)


def _same_place(one: Criterion, other: Criterion) -> bool:
    return (one.position, one.kind) == (other.position, other.kind)


def _key(criterion: Criterion) -> str:
    return " ".join(criterion.text.split()).rstrip(" .;,:").lower()
