"""The facts of a campaign plan as plain values: easy to show, to correct and to send as JSON."""

import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Quote:
    """Words as the plan prints them, and the lines of the reading that they stand on."""

    text: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Deadline:
    """The first day that is too late: a date, or "--MM-DD" for that day of every year.

    `year` is the one that a date counts for ("riêng năm 2021"); a yearly rule has none. `text` is
    the sentence as printed.
    """

    year: int | None
    before: dt.date | str
    text: str = ""
    lines: tuple[int, ...] = ()

    @property
    def is_yearly(self) -> bool:
        """Whether this is the rule for every year."""
        return isinstance(self.before, str)

    @property
    def before_text(self) -> str:
        """The day in ISO's spelling: "2024-04-26" or "--02-01"."""
        return self.before if isinstance(self.before, str) else self.before.isoformat()


@dataclass(frozen=True)
class AwardQuote:
    """One award as the plan offers it, and the code of the catalogue's award, when it is clear."""

    text: str
    code: str | None = None
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """A dossier that the plan asks for: its parts, how many copies, where to.

    `heading` says for which awards, as printed; "" for all of them.
    """

    components: tuple[Quote, ...] = ()
    heading: str = ""
    copies: int | None = None
    sent_to: str = ""


@dataclass(frozen=True)
class PlanFacts:
    """What a plan says, as far as it was understood; empty where it was not.

    `body` is the plan's text in the grammar of `papers/text.py`, without tables; `findings` name
    in Vietnamese what was not found or is not clear.
    """

    name: str = ""
    theme: str = ""
    subject: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    dated: dt.date | None = None
    first_year: int | None = None
    last_year: int | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    opening: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    lead_in: tuple[str, ...] = ()
    body: str = ""
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signer_authority: tuple[str, ...] = ()
    signer_position: str = ""
    signer_name: str = ""
    participants: tuple[Quote, ...] = ()
    registration_deadlines: tuple[Deadline, ...] = ()
    registration_sent_to: str = ""
    dossier_deadlines: tuple[Deadline, ...] = ()
    dossier_note: str = ""
    collective: tuple[Quote, ...] = ()
    individual: tuple[Quote, ...] = ()
    household: tuple[Quote, ...] = ()
    awards: tuple[AwardQuote, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def components(self) -> tuple[Quote, ...]:
        """The parts of all dossiers, in order."""
        return tuple(part for dossier in self.dossiers for part in dossier.components)

    @property
    def is_multi_year(self) -> bool:
        """Whether the movement runs over several calendar years (a school year is one)."""
        first, last = self.first_year, self.last_year
        return bool(first and last and first < last and "năm học" not in self.subject.lower())

    def to_dict(self) -> dict[str, Any]:
        """Return the facts as plain data: dates as ISO text, tuples as lists."""
        return _plain(asdict(self))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "PlanFacts":
        """Return the facts from plain data, corrected or not; unknown names raise TypeError.

        Raises ValueError for a date that is none.
        """
        unknown = set(data) - {field.name for field in fields(cls)}
        if unknown:
            raise TypeError(f"unknown: {', '.join(sorted(unknown))}")
        return cls(**{name: _read(name, value) for name, value in data.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


_DATES = ("dated", "starts_on", "ends_on")
_QUOTES = ("participants", "collective", "individual", "household")


def _read(name: str, value: Any) -> Any:
    if name in _DATES:
        return dt.date.fromisoformat(value) if value else None
    if name in _QUOTES:
        return tuple(_quote(one) for one in value)
    if name in ("registration_deadlines", "dossier_deadlines"):
        return tuple(_deadline(one) for one in value)
    if name == "awards":
        return tuple(AwardQuote(**{**one, "lines": tuple(one.get("lines", ()))}) for one in value)
    if name == "dossiers":
        return tuple(
            Dossier(**{**one, "components": tuple(map(_quote, one.get("components", ())))})
            for one in value
        )
    return tuple(value) if isinstance(value, list) else value


def _quote(one: dict[str, Any]) -> Quote:
    return Quote(one["text"], tuple(one.get("lines", ())))


def _deadline(one: dict[str, Any]) -> Deadline:
    before = one["before"]
    if before.startswith("--"):
        # 29 February is a day of some years: 2000 has every day.
        dt.date.fromisoformat(f"2000-{before[2:]}")
        return Deadline(None, before, one.get("text", ""), tuple(one.get("lines", ())))
    day = dt.date.fromisoformat(before)
    year = one.get("year") or day.year
    return Deadline(year, day, one.get("text", ""), tuple(one.get("lines", ())))
