"""The plan (Kế hoạch, Nghị định 30/2020 mẫu 1.4) of a campaign as a Paper."""

from campaigns.models import Campaign
from emulation.papers.paper import Block, Paper, PaperDate, Paragraph, Signature
from emulation.papers.text import fill, parse, slots

from .slots import SLOTS


def lines(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of a field that holds one entry a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def filled(campaign: Campaign, text: str) -> tuple[Block, ...]:
    """Return the plan's text as blocks, its slots replaced by the campaign's data.

    Raises PaperError for a slot that does not exist.
    """
    blocks = parse(text)
    return fill(blocks, {name: SLOTS[name](campaign) for name in slots(blocks) if name in SLOTS})


def build(campaign: Campaign) -> Paper:
    """Return the plan of `campaign`: a draft until it is issued."""
    plan, authority = campaign.plan, campaign.authority
    return Paper(
        parent=authority.parent_letterhead_lines(),
        issuer=authority.letterhead_lines(),
        number=plan.number or None,
        symbol=plan.symbol,
        place=plan.place,
        date=PaperDate.of(plan.dated) if plan.dated else PaperDate(campaign.starts_on.year),
        type_name="KẾ HOẠCH",
        subject=plan.subject,
        bases=lines(plan.bases),
        body=(
            *(Paragraph(text) for text in lines(plan.opening)),
            *(Paragraph(text) for text in lines(plan.lead_in)),
            *filled(campaign, plan.body),
            *(Paragraph(text) for text in lines(plan.closing)),
        ),
        recipients=lines(plan.recipients),
        signatures=(
            Signature(plan.signer_position, plan.signer_name, lines(plan.signer_authority)),
        ),
        draft=campaign.is_draft,
    )
