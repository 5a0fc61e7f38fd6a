"""Bound parts of the plan: what is printed there comes from the data that is enforced.

A slot `[[tên]]` in the plan's text is replaced by the blocks that these functions build, so that
who may compete, deadlines, criteria, awards and dossier cannot differ from what the system does.
"""

from collections.abc import Callable, Iterable

from campaigns.deadlines import rule_phrase
from campaigns.models import AwardOffer, Campaign, Review, Route
from campaigns.papers.criteria import criteria_blocks
from emulation.organization.models import NomineeKind
from emulation.papers.paper import Block, Bullet, Item, Paragraph, listed
from emulation.vietnamese import before_phrase, short_date


def bullets(texts: Iterable[str]) -> tuple[Bullet, ...]:
    """Return the texts as a closed list of dashes."""
    return tuple(Bullet(text) for text in listed(tuple(texts)))


def participants(campaign: Campaign) -> tuple[Block, ...]:
    """Who may compete."""
    return bullets([str(participant) for participant in campaign.participants.all()])


def duration(campaign: Campaign) -> tuple[Block, ...]:
    """From when to when the movement runs."""
    end = (
        f"đến hết ngày {short_date(campaign.ends_on)}"
        if campaign.ends_on
        else "cho đến khi có văn bản kết thúc"
    )
    return (Paragraph(f"Từ ngày {short_date(campaign.starts_on)} {end}."),)


def deadline_words(campaign: Campaign, field: str) -> str:
    """Word the deadlines of the campaign's periods; `field` is a "…_before" column of Period."""
    rule = getattr(campaign, field.replace("_before", "_yearly"))
    pairs = [
        (period.year, getattr(period, field))
        for period in campaign.periods.all()
        if getattr(period, field) and period.review == Review.YEARLY
    ]
    closing = [
        f"{period.name[:1].lower()}{period.name[1:]} {before_phrase(getattr(period, field))}"
        for period in campaign.periods.all()
        if getattr(period, field) and period.review == Review.CLOSING
    ]
    return "; ".join([*([rule_phrase(rule, pairs)] if pairs else []), *closing])


def registration_deadline(campaign: Campaign) -> tuple[Block, ...]:
    """Where and by when to register."""
    words = deadline_words(campaign, "registration_before")
    place = campaign.registration_sent_to or str(campaign.authority)
    if not words:
        return ()
    return (Paragraph(f"Các đơn vị, cá nhân gửi bản đăng ký thi đua về {place} {words}."),)


def criteria(subject: str) -> Callable[[Campaign], tuple[Block, ...]]:
    """Return the slot of the criteria for one nominee kind."""

    def build(campaign: Campaign) -> tuple[Block, ...]:
        for criterion_set in campaign.criterion_sets.all():
            if criterion_set.subject == subject:
                return criteria_blocks(criterion_set)
        return ()

    return build


def offer_words(offer: AwardOffer) -> str:
    """Word one award that the campaign leads to."""
    if offer.text:
        return offer.text
    kinds = ", ".join(k.label.lower() for k in NomineeKind if k in offer.admits)
    if offer.route == Route.SUPERIOR:
        return f"Đề nghị {offer.deciding} xét tặng {offer.name} cho {kinds}"
    return f"{offer.name} cho {kinds}"


def rewarded(campaign: Campaign) -> list[AwardOffer]:
    """Return the offers that the movement itself leads to (not those only registered)."""
    return [offer for offer in campaign.offers.all() if offer.route != Route.REGISTER]


def awards(campaign: Campaign) -> tuple[Block, ...]:
    """Which awards may be won, by route."""
    texts = [offer_words(offer).strip().rstrip(";., ") + "." for offer in rewarded(campaign)]
    return (Paragraph(texts[0]),) if len(texts) == 1 else tuple(Item(text) for text in texts)


def dossier_deadline_words(campaign: Campaign, offer: AwardOffer) -> str:
    """Word the dossier deadline of an offer: the data's, or the superior document's."""
    return offer.dossier_note or deadline_words(campaign, "dossier_before")


def dossier_parts(campaign: Campaign, offer: AwardOffer, *, with_deadline: bool) -> list[str]:
    """Return the lines of an offer's dossier: components, then copies, place and deadline."""
    parts = [component.name for component in offer.components.all()]
    copies = f"Số lượng: {offer.copies:02} bộ" if offer.copies else ""
    place = f"gửi về {offer.sent_to}" if offer.sent_to else ""
    due = dossier_deadline_words(campaign, offer) if with_deadline else ""
    last = " ".join(filter(None, (", ".join(filter(None, (copies, place))), due)))
    return [*parts, last[:1].upper() + last[1:]] if last else parts


def dossier(campaign: Campaign) -> tuple[Block, ...]:
    """What the dossiers consist of, how many, where to and by when; awards alike stand together."""
    with_deadline = f"[[{DOSSIER_DEADLINE}]]" not in campaign.plan.body
    alike: dict[tuple[str, ...], list[str]] = {}
    for offer in rewarded(campaign):
        if offer.components.all():
            parts = tuple(dossier_parts(campaign, offer, with_deadline=with_deadline))
            alike.setdefault(parts, []).append(offer.award_type.name)
    if len(alike) == 1 and len(rewarded(campaign)) == len(*alike.values()):
        return bullets(*alike)
    return tuple(
        Bullet(f"Hồ sơ đề nghị {'; '.join(names)}:", tuple(Bullet(text) for text in listed(parts)))
        for parts, names in alike.items()
    )


def dossier_deadline(campaign: Campaign) -> tuple[Block, ...]:
    """By when the dossiers are due, where the plan gives it a place of its own."""
    words = dict.fromkeys(dossier_deadline_words(campaign, o) for o in rewarded(campaign))
    return tuple(Paragraph(f"Hồ sơ được gửi {text}.") for text in words if text)


PARTICIPANTS = "đối tượng thi đua"
DURATION = "thời gian thực hiện"
REGISTRATION_DEADLINE = "thời hạn đăng ký"
AWARDS = "hình thức khen thưởng"
DOSSIER = "hồ sơ khen thưởng"
DOSSIER_DEADLINE = "thời hạn nộp hồ sơ"
CRITERIA = {
    NomineeKind.COLLECTIVE: "tiêu chuẩn tập thể",
    NomineeKind.INDIVIDUAL: "tiêu chuẩn cá nhân",
    NomineeKind.HOUSEHOLD: "tiêu chuẩn hộ gia đình",
}
SLOTS: dict[str, Callable[[Campaign], tuple[Block, ...]]] = {
    PARTICIPANTS: participants,
    DURATION: duration,
    REGISTRATION_DEADLINE: registration_deadline,
    **{name: criteria(subject) for subject, name in CRITERIA.items()},
    AWARDS: awards,
    DOSSIER: dossier,
    DOSSIER_DEADLINE: dossier_deadline,
}
# Slots that a plan must hold when the campaign has data for them.
REQUIRED = (PARTICIPANTS, REGISTRATION_DEADLINE, *CRITERIA.values(), AWARDS, DOSSIER)


def missing_slots(campaign: Campaign, used: set[str]) -> list[str]:
    """Return the required slots that have data but no place in the plan's text."""
    return [name for name in REQUIRED if name not in used and SLOTS[name](campaign)]
