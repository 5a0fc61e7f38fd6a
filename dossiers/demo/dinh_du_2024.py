"""Đình Dù 2024: one district-tier season, from the plan to the registration table of the seed."""

import datetime as dt

from campaigns.models import Campaign, CampaignKind, Period, Registration, Route
from campaigns.states import CONFIRM
from emulation.organization.models import NomineeKind, Person, Unit, UnitKind

from . import accounts, places
from . import dinh_du_2024_text as text
from .building import Entered, Offered, Run, consolidate, enter, fill, issue, moment, send, step

# The real plan leaves its number open; number 38 is ours.
NUMBER = "38"
# The commune's real table carries the day of the plan: the units registered at the launch meeting.
DAY = dt.date(2024, 4, 16)
END = dt.date(2024, 12, 31)
REGISTRATION_BEFORE = dt.date(2024, 4, 26)
DOSSIER_BEFORE = dt.date(2024, 12, 10)
OFFICE = "UBND xã (qua Văn phòng UBND xã)"

# Columns (3) to (11) of the registration table, then what the commune itself awards.
OFFERS = (
    Offered("HTNV", heading="Hoàn thành nhiệm vụ"),
    Offered("LDTT", heading="Lao động tiên tiến"),
    Offered("CSTDCS", heading="Chiến sĩ thi đua cơ sở"),
    Offered("CSTDT", heading="Chiến sĩ thi đua cấp tỉnh"),
    Offered("CSTDTQ", heading="Chiến sĩ thi đua toàn quốc"),
    Offered(
        "GK_HUYEN",
        Route.SUPERIOR,
        heading="Giấy khen UBND huyện",
        text=text.DISTRICT_AWARD,
        components=text.COMPONENTS,
        copies=1,
        sent_to=OFFICE,
    ),
    Offered(
        "BK_TINH", heading="Bằng khen UBND tỉnh, các Bộ, ngành, đoàn thể TW", also=("BK_BO",)
    ),
    Offered("BK_TTG", heading="Bằng khen của Thủ tướng Chính phủ"),
    Offered("HC", heading="Huân chương các loại"),
    Offered("GK_XA", Route.OWN, text=text.OWN_AWARD, in_table=False),
)  # fmt: skip


def build(run: Run) -> Registration:
    """File and issue the plan, let every unit register, and consolidate for the district."""
    commune = places.authority(places.DINH_DU)
    campaign = issue(
        run, filed(commune), number=NUMBER, dated=DAY, by=accounts.user("chutich"), clock="08:00"
    )
    period = campaign.periods.get()
    _register_units(run, period, commune)
    own = Entered(commune, "GK_HUYEN", text.COMMUNE_TARGETS)
    return consolidate(run, period, by=accounts.user("vanphong"), day=DAY, own=own)


def season() -> Campaign:
    """Return the movement once it is there."""
    return Campaign.objects.get(authority__name=places.DINH_DU, starts_on=DAY)


def filed(commune: Unit) -> Campaign:
    """File the movement as a draft and return it."""
    groups = places.groups_of(commune)
    return fill(
        Campaign(
            authority=commune,
            name=text.NAME,
            theme="cải cách hành chính",
            kind=CampaignKind.THEMATIC,
            superior_document=text.SUPERIOR_DOCUMENT,
            starts_on=DAY,
            ends_on=END,
            registration_sent_to=OFFICE,
            created_by=accounts.user("vanphong"),
        ),
        periods=[
            Period(
                name="Năm 2024",
                starts_on=DAY,
                ends_on=END,
                registration_before=REGISTRATION_BEFORE,
                dossier_before=DOSSIER_BEFORE,
            )
        ],
        participants=[
            (groups[places.ALL_UNITS], text.COLLECTIVES),
            (groups[places.EVERYBODY], text.INDIVIDUALS),
        ],
        criteria={
            NomineeKind.COLLECTIVE: text.COLLECTIVE_CRITERIA,
            NomineeKind.INDIVIDUAL: text.INDIVIDUAL_CRITERIA,
        },
        offers=OFFERS,
        plan=text.PLAN,
        at=moment(dt.date(2024, 4, 8), "14:00"),
    )


def _register_units(run: Run, period: Period, commune: Unit) -> None:
    """Every unit puts itself down, and those with staff put all of it down as one row."""
    clerks = accounts.clerks_of(places.DINH_DU, "vanphong")
    office = clerks[""]
    staff = places.groups_of(commune)[places.ALL_STAFF]
    staffed = set(
        Person.objects.filter(authority=commune, employment__in=places.STAFF).values_list(
            "unit_id", flat=True
        )
    )
    for minute, (name, unit) in enumerate(places.units_of(commune).items(), start=10):
        rows = [Entered(unit, *_own_row(unit))]
        if unit.pk in staffed:
            rows.append(Entered(staff, "GK_HUYEN BK_TTG", text.STAFF_TARGETS))
        clerk = clerks.get(name, office)
        registration = enter(period, unit, rows, by=clerk, at=moment(DAY, f"09:{minute}"))
        send(run, registration, by=clerk, office=office, at=moment(DAY, f"10:{minute}"))
        step(run, registration, CONFIRM, by=office, at=moment(DAY, f"14:{minute}"))


def _own_row(unit: Unit) -> tuple[str, str]:
    """Return the awards and targets that a unit puts itself down for."""
    if unit.kind == UnitKind.ONE_STOP:
        return "GK_HUYEN BK_TINH", text.ONE_STOP_TARGETS
    is_village = unit.kind == UnitKind.VILLAGE
    return "GK_HUYEN", text.VILLAGE_TARGETS if is_village else text.BODY_TARGETS
