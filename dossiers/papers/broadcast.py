"""The text that the commune's radio reads out: whole words only, numbers and dates in words."""

from __future__ import annotations

from dossiers.models import Decision, Wording

from .awarded import Awarded, awarded
from .frame import Draft, Worded
from .reading_aloud import aloud, date_aloud
from .words import OPEN, counted, each_once, head_title, nominee_words, upper_first

SLUG = "broadcast"


def draft(decision: Decision, words: Wording | None) -> Draft:
    """Return the radio text of a decision; the office may rewrite it."""
    facts = awarded(decision)
    return Draft(
        authority=facts.authority,
        type_name="BẢN TIN TRUYỀN THANH",
        subject=aloud(decision.title),
        body="\n".join(sentences(facts)),
        end_mark=False,
        is_place_dated=False,
        year=facts.day.year,
        is_draft=facts.is_draft,
    )


build = Worded(SLUG, draft)


def sentences(facts: Awarded) -> list[str]:
    """Return what is read: who decided and when, then award by award the names and for what."""
    day = date_aloud(facts.decision.dated) if facts.decision.dated else f"ngày {OPEN}"
    head = aloud(head_title(facts.authority))
    said = ["Kính thưa toàn thể Nhân dân!"]
    nominations = each_once(facts.nominations)
    said.append(
        f"{upper_first(day)}, {head} đã ký quyết định khen thưởng "
        f"{aloud(counted(nominations)) if nominations else OPEN}."
    )
    for (_award, achievement), members in facts.by_award():
        said.append(
            f"{upper_first(aloud(members[0].form))} được tặng cho "
            f"{aloud(counted(m.nomination for m in members))} {aloud(achievement)}. "
            "Xin chúc mừng:"
        )
        for member in members:
            said.append(f"{upper_first(aloud(nominee_words(member.nomination)))}.")
            if summary := " ".join(member.nomination.summary.split()):
                said.append(f"Thành tích nổi bật: {aloud(summary).rstrip(' .;')}.")
    return said
