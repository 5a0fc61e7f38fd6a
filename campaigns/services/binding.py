"""Binding a plan's text to the campaign's data: slots where the text says what the data prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from campaigns.models import AwardOffer, Campaign, Plan
from campaigns.papers.slots import DOSSIER_DEADLINE, PARTICIPANTS, SLOTS
from emulation.papers.paper import Block, Slot
from emulation.papers.text import parse, to_text


def bind(campaign: Campaign) -> list[str]:
    """Put a slot where the plan's text is what the data prints, so that nothing is said twice.

    Equal but for closing marks; returns what stays text beside its data, in Vietnamese.
    """
    left_out: list[str] = []
    fresh = Campaign.objects.with_filing().get(pk=campaign.pk)
    # The dossier prints its deadline unless the plan has another place for it: that one first.
    for name in (DOSSIER_DEADLINE, *(name for name in SLOTS if name != DOSSIER_DEADLINE)):
        blocks, printed = parse(fresh.plan.body), SLOTS[name](fresh)
        bound = _replaced(blocks, printed, Slot(name)) if printed else None
        if bound is not None:
            fresh.plan.body = to_text(bound)
        elif name == DOSSIER_DEADLINE:
            fresh = _note_stays_text(fresh, left_out)
        elif printed and name != PARTICIPANTS:
            words = _words(printed)
            left_out.append(
                f"Phần [[{name}]] chưa thay vào chữ của kế hoạch; nay in là: “{words}”."
            )
    Plan.objects.filter(campaign=campaign).update(body=fresh.plan.body)
    return left_out


def _note_stays_text(campaign: Campaign, left_out: list[str]) -> Campaign:
    """Leave a deadline "theo Điều 12 …" to the plan's own words; the dossier would repeat it."""
    noted = [offer for offer in campaign.offers.all() if offer.dossier_note]
    for note in dict.fromkeys(offer.dossier_note for offer in noted):
        left_out.append(f"Thời hạn nộp hồ sơ còn là chữ trong kế hoạch: {note}.")
    AwardOffer.objects.filter(pk__in=[offer.pk for offer in noted]).update(dossier_note="")
    return Campaign.objects.with_filing().get(pk=campaign.pk) if noted else campaign


def _words(blocks: Iterable[Block]) -> str:
    text = " / ".join(to_text(tuple(blocks)).splitlines())
    return text if len(text) <= 300 else f"{text[:297]}…"


def _replaced(
    blocks: tuple[Block, ...], printed: tuple[Block, ...], slot: Slot
) -> tuple[Block, ...] | None:
    """Return `blocks` with the first run of blocks like `printed` replaced, None without one."""
    wanted = [_likeness(block) for block in printed]
    for start in range(len(blocks) - len(printed) + 1):
        run = blocks[start : start + len(printed)]
        if [_likeness(block) for block in run] == wanted:
            return (*blocks[:start], slot, *blocks[start + len(printed) :])
    for place, block in enumerate(blocks):
        inner = _replaced(getattr(block, "children", ()), printed, slot)
        if inner is not None:
            return (*blocks[:place], replace(block, children=inner), *blocks[place + 1 :])
    return None


def _likeness(block: Block) -> tuple:
    """Return what a block says without its closing mark; two alike print the same words."""
    text = " ".join(str(getattr(block, "text", getattr(block, "heading", ""))).split())
    children = tuple(_likeness(child) for child in getattr(block, "children", ()))
    return type(block).__name__, text.rstrip(" .;,:"), children
