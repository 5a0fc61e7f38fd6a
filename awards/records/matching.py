"""Whom a row of a sheet is about: by name, unit and birth date, never by guessing."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import Any

from emulation.organization.models import Household, Person, Unit
from emulation.organization.services.records import home_of
from emulation.vietnamese import normalize, search_key

from .kinds import SUBJECTS

_TITLES = re.compile(r"^(hộ gia đình|hộ|ông|bà|anh|chị|đồng chí|đ/c)\s+", re.IGNORECASE)

Nominee = Unit | Person | Household


class WhoError(ValueError):
    """Nobody is meant, or nobody of this authority; the message is Vietnamese."""


class Roster:
    """Everybody of an authority by name, read at once (three queries)."""

    def __init__(self, authority: Unit, subjects: tuple[str, ...]) -> None:
        self.authority = authority
        self.by_key: dict[tuple[str, str], list[Nominee]] = defaultdict(list)
        self.by_id: dict[tuple[str, int], Nominee] = {}
        for unit in Unit.objects.filter(authority=authority) if "unit" in subjects else ():
            for key in {search_key(unit.short_name), search_key(unit.name)}:
                self._add("unit", key, unit)
        for subject, model in (("person", Person), ("household", Household)):
            if subject in subjects:
                found = model.objects.filter(authority=authority).select_related(
                    "unit__merged_into"
                )
                for member in found:
                    self._add(subject, member.search_key, member)

    def _add(self, subject: str, key: str, nominee: Nominee) -> None:
        self.by_key[subject, key].append(nominee)
        self.by_id[subject, nominee.pk] = nominee

    def find(
        self, name: str, *, subject: str = "", unit_name: str = "", born_on: dt.date | None = None
    ) -> list[Nominee]:
        """Return who may be meant; more than one: somebody has to choose. Raises WhoError."""
        plain = _TITLES.sub("", name.strip())
        subjects = [subject] if subject else list(SUBJECTS)
        spellings = {search_key(name), search_key(plain)}
        found = [n for s in subjects for key in spellings for n in self.by_key.get((s, key), ())]
        found = list({(type(n), n.pk): n for n in found}.values())
        if not found:
            raise WhoError(f"không có ai tên «{name}» trong {self.authority}")
        found = _narrowed(found, lambda n: _name(n) in {_folded(name), _folded(plain)})
        if unit_name:
            key = search_key(unit_name)
            inside = [n for n in found if key in _unit_keys(n)]
            if not inside:
                places = "; ".join(sorted({str(home_of(n)) for n in found}))
                raise WhoError(f"«{name}» không ở «{unit_name}» mà ở: {places}")
            found = inside
        if born_on:
            dated = [n for n in found if getattr(n, "born_on", None) == born_on]
            undated = [n for n in found if getattr(n, "born_on", None) is None]
            if not dated and not undated:
                raise WhoError(f"không có «{name}» sinh ngày {born_on:%d/%m/%Y}")
            found = dated or undated
        return found


def _narrowed(found: list[Nominee], test: Any) -> list[Nominee]:
    """Return those who pass, all when nobody does."""
    return [n for n in found if test(n)] or found


def _folded(text: str) -> str:
    return " ".join(normalize(text).casefold().split())


def _name(nominee: Nominee) -> str:
    if isinstance(nominee, Unit):
        return _folded(nominee.short_name)
    return _folded(nominee.keyed_name())


def _unit_keys(nominee: Nominee) -> set[str]:
    home = home_of(nominee)
    return {search_key(home.short_name), search_key(home.name)}


def subject_of(nominee: Nominee) -> str:
    """Return the field of a record that names `nominee`."""
    return {Unit: "unit", Person: "person", Household: "household"}[type(nominee)]


def described(nominee: Nominee) -> str:
    """Return who it is, told apart from others of the same name."""
    if isinstance(nominee, Unit):
        return f"{nominee} (tập thể)"
    if isinstance(nominee, Household):
        return ", ".join(filter(None, (str(nominee), nominee.address or str(nominee.unit))))
    born = f"sinh {nominee.born_on:%d/%m/%Y}" if nominee.born_on else ""
    gone = "đã thôi" if nominee.left_on else ""
    return ", ".join(filter(None, (nominee.full_name, nominee.post, born, gone)))
