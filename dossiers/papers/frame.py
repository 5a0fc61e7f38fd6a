"""The frame of every paper of this floor: drafted words, the office's own instead, one Paper.

A builder is a `Worded`: it drafts a `Draft` from data, puts the office's `Wording` over it, field
by field, and returns the Paper. Whom a paper names never comes from the wording.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from dossiers.models import Wording
from emulation.organization.models import Unit
from emulation.papers.paper import Annex, Block, Paper, PaperDate, Paragraph, Signature
from emulation.papers.text import fill, parse


@dataclass(frozen=True)
class Draft:
    """What a builder proposes: words that the office may change, and data that it may not.

    Texts: `lead_in`, `body` (administrative text, parsed by the grammar), `closing`. Data:
    `before` and `data` are blocks that stand before and after the body's text (tables, lists);
    `slots` are blocks for which the body keeps a place, `[[name]]`. `place` is that of a unit which
    is not where its authority is; `title` names the file where type and subject do not. `number`
    and `dated` are those under which the record was issued; until then the wording's own count, and
    a missing day stays blank. `numbered_on_issue`: the number is given when the record is issued;
    `may_be_text`: its list may print as text.
    """

    authority: Unit
    type_name: str
    subject: str = ""
    symbol: str | None = None
    place: str = ""
    issuer: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    lead_in: str = ""
    before: tuple[Block, ...] = ()
    body: str = ""
    data: tuple[Block, ...] = ()
    closing: str = ""
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    annexes: tuple[Annex, ...] = ()
    year: int | None = None
    decided_by: str = ""
    verdict: str = ""
    end_mark: bool = True
    is_place_dated: bool = True
    title: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    slots: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    number: str = ""
    dated: dt.date | None = None
    is_draft: bool = True
    numbered_on_issue: bool = False
    may_be_text: bool = False


@dataclass(frozen=True)
class Worded:
    """The builder of a paper around whose data an office writes words of its own.

    `draft` returns what is proposed for a subject, given the office's words (None without any).
    """

    slug: str
    draft: Callable[[Any, Wording | None], Draft]

    def __call__(self, subject: Any) -> Paper:
        """Return the paper; raises PaperError for a text that has no form."""
        return self.with_words(subject, Wording.of(self.slug, subject))

    def with_words(self, subject: Any, words: Wording | None) -> Paper:
        """Return the paper as it is with `words`, saved or only typed; raises PaperError."""
        return framed(self.draft(subject, words), words)


def lines(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of a field that holds one entry a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def head_signature(authority: Unit, *, collective: bool) -> Signature:
    """Return the head's signature; `collective` for papers of the committee as a body ("TM. …").

    A decision to commend is the head's own: no "TM." (domain.md 4.3, Quyết định khen thưởng).
    """
    name = (authority.collective_name,) if collective and authority.collective_name else ()
    return Signature(authority.head_position.upper(), authority.head_name, name)


def framed(draft: Draft, words: Wording | None) -> Paper:
    """Return the paper: `draft` with the office's words over it.

    Raises PaperError for a text that has no form.
    """
    words = words or Wording(is_place_dated=draft.is_place_dated)
    authority = draft.authority
    day = draft.dated or words.dated
    placed = words.is_place_dated
    signatures = draft.signatures
    if words.signer_position:
        signatures = (
            Signature(
                words.signer_position.upper(), words.signer_name, lines(words.signer_authority)
            ),
            *draft.signatures[1:],
        )
    return Paper(
        parent=draft.parent or (() if draft.issuer else authority.parent_letterhead_lines()),
        issuer=draft.issuer or authority.letterhead_lines(),
        number=(draft.number or words.number) or None,
        symbol=words.symbol or draft.symbol,
        place=(words.place or draft.place or authority.place) if placed else "",
        date=_date(day, draft.year) if placed else None,
        type_name=draft.type_name or None,
        subject=words.subject or draft.subject,
        addressees=lines(words.addressees) or draft.addressees,
        bases=lines(words.bases) or draft.bases,
        body=(
            *paragraphs(words.lead_in or draft.lead_in),
            *draft.before,
            *fill(parse(words.body or draft.body), draft.slots),
            *draft.data,
            *paragraphs(words.closing or draft.closing),
        ),
        recipients=lines(words.recipients) or draft.recipients,
        signatures=signatures,
        annexes=draft.annexes,
        decided_by=draft.decided_by,
        verdict=draft.verdict,
        end_mark=draft.end_mark,
        draft=draft.is_draft,
        title=draft.title
        or f"{draft.type_name.capitalize()}: {words.subject or draft.subject}".strip(": "),
        **draft.extra,
    )


def paragraphs(text: str) -> Iterable[Paragraph]:
    """Return a text as paragraphs, one a line."""
    return (Paragraph(line) for line in lines(text))


def _date(day: dt.date | None, year: int | None) -> PaperDate | None:
    if day:
        return PaperDate.of(day)
    return PaperDate(year) if year else None
