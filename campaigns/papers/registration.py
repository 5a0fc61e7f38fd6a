"""The registration table (domain.md 4.3, "Đăng ký thi đua") of a unit or of the authority."""

from campaigns.models import AwardOffer, Line, Registration
from campaigns.states import RegistrationState
from emulation.organization.models import NomineeKind, UnitKind
from emulation.papers.paper import (
    Block,
    Bullet,
    Column,
    Item,
    Paper,
    PaperDate,
    Paragraph,
    Row,
    Signature,
    Table,
    listed,
)
from emulation.papers.text import roman
from emulation.vietnamese import short_date

GROUP_TITLES = {
    NomineeKind.COLLECTIVE: "Tập thể",
    NomineeKind.INDIVIDUAL: "Cá nhân",
    NomineeKind.HOUSEHOLD: "Hộ gia đình",
}


def all_columns(registration: Registration) -> list[AwardOffer]:
    """Return every offer that has a column in some period of the movement, in order."""
    offers = [offer for offer in registration.period.campaign.offers.all() if offer.column]
    return sorted(offers, key=lambda offer: offer.column)


def columns_of(registration: Registration) -> list[AwardOffer]:
    """Return the offers that have a column in the registration's table, in order.

    In a movement of several years awards come and go: a column stands where the law knows its
    award when the period begins, or where somebody is already put down for it.
    """
    day = registration.period.starts_on
    marked = frozenset().union(*(line.marked for line in registration.lines.all()))
    return [
        offer
        for offer in all_columns(registration)
        if offer.pk in marked or offer.is_available_on(day)
    ]


def lines_of(registration: Registration, subject: str) -> list[Line]:
    """Return the rows of one block, in order."""
    rows = [line for line in registration.lines.all() if line.subject == subject]
    return sorted(rows, key=lambda line: (line.position, line.pk))


def nominee_words(line: Line, registration: Registration) -> str:
    """Name the nominee as the table prints it; a person with position and unit."""
    if line.person:
        own = line.person.unit_id == registration.unit_id
        return ", ".join(
            filter(None, (str(line), line.person.position if own else line.person.post))
        )
    return str(line)


def parent_lines(registration: Registration) -> tuple[str, ...]:
    """Return the lines above the issuer: the unit's own, else those of the authority it is part of.

    A mass organisation is not a part of the people's committee.
    """
    unit, authority = registration.unit, registration.authority
    if registration.is_consolidated or unit.parent_letterhead:
        return unit.parent_letterhead_lines()
    return () if unit.kind == UnitKind.MASS_ORGANISATION else authority.letterhead_lines()


def table(registration: Registration) -> Table:
    """Return the two-level table: nominees × award columns, a caption row for each block."""
    offers = columns_of(registration)
    columns = (
        Column("STT", 5, "center"),
        Column(nominee_heading(registration), 26),
        *(
            Column(offer.title, 5 + len(offer.title) / 6, "center", offer.group_title)
            for offer in offers
        ),
    )
    rows: list[Row] = []
    blocks = {subject: lines_of(registration, subject) for subject in NomineeKind.values}
    for count, subject in enumerate(filter(blocks.get, blocks), start=1):
        block, caption = blocks[subject], roman(count)
        rows.append(Row((caption, GROUP_TITLES[subject], *[""] * len(offers)), "group"))
        for number, line in enumerate(block, start=1):
            marks = ["x" if offer.pk in line.marked else "" for offer in offers]
            rows.append(Row((str(number), nominee_words(line, registration), *marks)))
    return Table(columns, tuple(rows))


def nominee_heading(registration: Registration) -> str:
    """Head the column of the names: households only where there are some."""
    households = lines_of(registration, NomineeKind.HOUSEHOLD)
    return "Tập thể, cá nhân, hộ gia đình" if households else "Tập thể, cá nhân"


def targets(registration: Registration) -> tuple[Block, ...]:
    """Return the registered contents and targets, row by row, below the table."""
    items = []
    for subject in NomineeKind.values:
        for line in lines_of(registration, subject):
            texts = listed(tuple(filter(None, map(str.strip, line.targets.splitlines()))))
            if texts:
                items.append(
                    Item(f"{nominee_words(line, registration)}:", tuple(Bullet(t) for t in texts))
                )
    if not items:
        return ()
    return (Paragraph("Nội dung, chỉ tiêu thi đua đăng ký thực hiện:"), *items)


def basis(registration: Registration) -> str:
    """Word the document that the registration follows."""
    campaign = registration.period.campaign
    if registration.is_consolidated and campaign.superior_document:
        document = campaign.superior_document.strip().rstrip(".;")
        return document if document.startswith(("Căn cứ", "Thực hiện")) else f"Căn cứ {document}"
    plan = campaign.plan
    number = f" số {plan.full_number} ngày {short_date(plan.dated)}" if plan.full_number else ""
    return f"Căn cứ Kế hoạch{number} của {campaign.authority} về {_lower_first(plan.subject)}"


def _lower_first(text: str) -> str:
    """Go on in the middle of a sentence; an abbreviation ("CCHC") keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def build(registration: Registration) -> Paper:
    """Return the registration as the official table: a draft until it has been sent."""
    unit, authority = registration.unit, registration.authority
    day = registration.dated
    return Paper(
        parent=parent_lines(registration),
        issuer=unit.letterhead_lines(),
        place=unit.place or authority.place,
        date=PaperDate.of(day) if day else PaperDate(registration.period.year),
        type_name="ĐĂNG KÝ",
        subject=f"Danh hiệu thi đua, hình thức khen thưởng\n{scope_words(registration)}",
        bases=(basis(registration),),
        body=(
            Paragraph(f"{unit} đăng ký thi đua như sau:"),
            table(registration),
            *targets(registration),
        ),
        signatures=(
            Signature(
                (registration.signer_position or unit.head_position).upper(),
                registration.signer_name or unit.head_name,
                (unit.collective_name,) if unit.collective_name else (),
            ),
        ),
        end_mark=False,
        draft=registration.state in (RegistrationState.DRAFT, RegistrationState.RETURNED),
        title=str(registration),
    )


def scope_words(registration: Registration) -> str:
    """Name the theme and the year that the registration is for."""
    period = registration.period
    name = _lower_first(period.name)
    return f"trong {_lower_first(period.campaign.theme)} {name}"
