"""Putting the units' registrations together: rows of one group with equal marks become one row."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from emulation.organization.models import NomineeKind

Ref = tuple[str, int, int | None]  # field of Line, id, id of the unit that a group is narrowed to


@dataclass(frozen=True)
class Entry:
    """One row of a unit's registration, with the nominees it stands for on the day.

    `group` is the id of the group that the row itself names, if it names one.
    """

    ref: Ref
    subject: str
    members: frozenset[int]
    marks: frozenset[int]
    targets: tuple[str, ...] = ()
    group: int | None = None


@dataclass(frozen=True)
class GroupFacts:
    """A group of the authority and its members on the day."""

    pk: int
    subject: str
    members: frozenset[int]


def consolidate(entries: Iterable[Entry], groups: Iterable[GroupFacts]) -> list[Entry]:
    """Return the rows of the consolidated registration.

    A group takes the place of its members when together they cover all of it with the same
    marks: units for a group of collectives ("Các thôn"); for people only rows that name the group
    itself, because a named person stays named. One nominee registered twice gets one row with
    the marks of both.
    """
    rest = _merged(entries)
    rows: list[Entry] = []
    for group in groups:
        if len(group.members) < 2:
            continue
        for marks in {entry.marks: None for entry in rest}:
            inside = [e for e in rest if e.marks == marks and _belongs(e, group)]
            covered = frozenset().union(*(entry.members for entry in inside))
            if inside and covered == group.members:
                rows.append(
                    Entry(
                        ("group", group.pk, None),
                        group.subject,
                        group.members,
                        marks,
                        _unique(entry.targets for entry in inside),
                        group.pk,
                    )
                )
                rest = [entry for entry in rest if entry not in inside]
                break
    return rows + rest


def _belongs(entry: Entry, group: GroupFacts) -> bool:
    if entry.subject != group.subject or not entry.members <= group.members:
        return False
    return group.subject == NomineeKind.COLLECTIVE or entry.group == group.pk


def _merged(entries: Iterable[Entry]) -> list[Entry]:
    merged: dict[Ref, Entry] = {}
    for entry in entries:
        before = merged.get(entry.ref)
        if before:
            entry = replace(
                entry,
                marks=before.marks | entry.marks,
                targets=_unique((before.targets, entry.targets)),
            )
        merged[entry.ref] = entry
    return list(merged.values())


def _unique(texts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for group in texts for text in group))
