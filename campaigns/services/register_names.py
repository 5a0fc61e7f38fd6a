"""Whom a row of a registration table names: unit, person, household or group, never by guessing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

from campaigns.models import Registration
from campaigns.reading.register import Entry, name_key
from emulation.organization.models import NomineeKind, Person, Unit
from emulation.vietnamese import search_key

from .registering import admissible

# How alike a mistyped name must be to be asked about; never taken without asking.
ALIKE, MOST_ASKED = 0.86, 8
Named = tuple[str, Any]


class Names:
    """Whom the rows of a file may name, by the words of the name."""

    def __init__(self, registration: Registration) -> None:
        self.by_subject: dict[str, dict[str, list[Named]]] = {}
        self.subjects: dict[Named, str] = {}
        self.is_sure, self.unit = True, registration.unit
        for subject, rows in admissible(registration).items():
            keys: dict[str, list[Named]] = defaultdict(list)
            for name, record in rows:
                self.subjects[name, record.pk] = subject
                for key in dict.fromkeys(map(name_key, _names(name, record))):
                    keys[key].append((name, record))
            self.by_subject[subject] = keys

    def subject_of(self, name: str, record: Any) -> str:
        """Return the nominee kind under which somebody stands."""
        return self.subjects[name, record.pk]

    def find(self, entry: Entry) -> list[Named]:
        """Return who may be meant: one for certain (`is_sure`), several, or some to ask about."""
        self.is_sure = True
        blocks = [self.by_subject.get(s, {}) for s in NomineeKind.values
                  if not entry.subject or s == entry.subject]  # fmt: skip
        for spelled in (entry.name, plain(entry.name)):
            key = name_key(spelled)
            if found := _unique(named for keys in blocks for named in keys.get(key, ())):
                rest = name_key(f"{entry.name[len(spelled) :]} {entry.place}")
                return _narrowed(found, rest)
        self.is_sure = False
        spelled = [name_key(entry.name)]
        if entry.subject == NomineeKind.INDIVIDUAL:
            spelled.append(name_key(plain(entry.name)))
        for words in spelled:
            if found := _unique(_begun(blocks, words)):
                # "Các thôn" for "Các thôn, tổ dân phố", "UBND xã" for the one that registers.
                self.is_sure = len(found) == 1 and (
                    found[0][0] == "group" or found[0][1] == self.unit
                )
                return found[:MOST_ASKED]
        return _unique(one for words in spelled for one in _alike(blocks, words))[:MOST_ASKED]

    @staticmethod
    def described(name: str, record: Any) -> str:
        """Return who it is, told apart from others of the same name."""
        if name == "group":
            return f"{record} (nhóm)"
        detail = {"person": "post", "household": "address"}.get(name)
        return ", ".join(filter(None, (str(record), detail and getattr(record, detail))))


def _names(name: str, record: Any) -> tuple[str, ...]:
    if name == "unit":
        return record.name, record.short_name
    if name == "household":
        return str(record), record.head_name
    return (str(record),)


def _unique(found: Iterable[Named]) -> list[Named]:
    return list({(name, record.pk): (name, record) for name, record in found}.values())


def _narrowed(found: list[Named], detail: str) -> list[Named]:
    """Return those whose position and unit the row gives; all when nobody's."""
    if len(found) == 1 or not detail:
        return found
    posts = [(named, name_key(getattr(named[1], "post", ""))) for named in found]
    # "Trưởng thôn" is in "Phó trưởng thôn" too: who bears just this post goes first.
    exact = [n for n, post in posts if post and (f"{post} ".startswith(f"{detail} ") or
                                                 f"{detail} ".startswith(f"{post} "))]  # fmt: skip
    inside = [named for named, post in posts if post and (post in detail or detail in post)]
    return exact or inside or found


def _begun(blocks: Iterable[Mapping[str, list[Named]]], words: str) -> Iterable[Named]:
    """Yield units and groups whose name begins with `words`, or is the beginning of them."""
    for keys in blocks:
        for key, named in keys.items():
            if len(words.split()) < 2 or not (f"{key} ".startswith(f"{words} ") or
                                              f"{words} ".startswith(f"{key} ")):  # fmt: skip
                continue
            yield from (one for one in named if one[0] in ("unit", "group"))


def _alike(blocks: Iterable[Mapping[str, list[Named]]], words: str) -> Iterable[Named]:
    scored = [
        (SequenceMatcher(None, words, key).ratio(), named)
        for keys in blocks
        for key, named in keys.items()
    ]
    for score, named in sorted(scored, key=lambda one: -one[0]):
        if score >= ALIKE:
            yield from named


def plain(name: str) -> str:
    """Return a name without what stands after it: position, unit."""
    return name.split(",")[0].split("(")[0].split(" - ")[0].strip()


def elsewhere(registration: Registration, entries: Iterable[Entry]) -> dict[str, str]:
    """Return in which unit of the authority people of these names are, two queries."""
    keys = {search_key(plain(entry.name)) for entry in entries}
    found: dict[str, set[str]] = defaultdict(set)
    people = Person.objects.filter(authority=registration.authority, search_key__in=keys)
    for person in people.select_related("unit"):
        found[name_key(person.full_name)].add(str(person.unit))
    for unit in Unit.objects.filter(authority=registration.authority):
        for key in {name_key(unit.name), name_key(unit.short_name)}:
            found[key].add(str(registration.authority))
    return {key: "; ".join(sorted(places)) for key, places in found.items()}
