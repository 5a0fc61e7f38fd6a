"""The radio text about good examples of a period: whole words only, numbers and dates in words."""

from __future__ import annotations

import re

from campaigns.models import Example, Period
from dossiers.models import Wording

from .frame import Draft, Worded
from .reading_aloud import aloud
from .words import OPEN, lower_first, nominee_words, upper_first

SLUG = "examples_broadcast"


def draft(period: Period, words: Wording | None) -> Draft:
    """Return the radio text of a period's good examples; the office may rewrite it."""
    campaign = period.campaign
    return Draft(
        authority=campaign.authority,
        type_name="BẢN TIN TRUYỀN THANH",
        subject=aloud(f"Gương điển hình trong {lower_first(campaign.name)}"),
        body="\n".join(sentences(period)),
        end_mark=False,
        is_place_dated=False,
        year=period.year,
        title=f"Bản tin gương điển hình: {campaign} – {period}",
    )


build = Worded(SLUG, draft)


def sentences(period: Period) -> list[str]:
    """Return what is read: a greeting, then one example after the other, oldest first."""
    examples = list(Example.objects.filter(period=period).with_nominee().order_by("at", "pk"))
    movement = lower_first(aloud(period.campaign.name))
    said = [
        "Kính thưa toàn thể Nhân dân!",
        f"Sau đây là những gương điển hình trong {movement}." if examples else OPEN,
    ]
    for example in examples:
        said.append(f"{upper_first(aloud(nominee_words(example)))}: {aloud(example.title)}.")
        said += [_begun(aloud(line.strip())) for line in example.text.splitlines() if line.strip()]
    if examples:
        said.append("Mời toàn thể Nhân dân học tập và làm theo.")
    return said


def _begun(text: str) -> str:
    """Begin each sentence with a capital: a figure that opened it is a word now."""
    return re.sub(r"(?:^|(?<=[.!?] ))\w", lambda first: first[0].upper(), text)
