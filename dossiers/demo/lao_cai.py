"""Lào Cai 2021-2025: the inspectorate's plan over five years, with a yearly registration."""

import datetime as dt

from campaigns.deadlines import yearly_date
from campaigns.models import Campaign, CampaignKind, Period, Review, Route
from campaigns.states import CONFIRM
from emulation.organization.models import NomineeKind, Person, Unit

from . import accounts, places
from . import lao_cai_text as text
from .building import Entered, Offered, Run, consolidate, enter, fill, issue, moment, send, step

# The real plan leaves its number and the day in August 2021 blank; both are ours.
NUMBER = "41"
DAY = dt.date(2021, 8, 16)
END = dt.date(2025, 12, 31)
YEARLY = "02-01"
FIRST_BEFORE = dt.date(2021, 8, 30)
# The years whose registrations were kept in the system.
REGISTERED = (2024, 2025)

OFFERS = (
    Offered(
        "BK_TINH",
        Route.SUPERIOR,
        heading="Bằng khen của Chủ tịch UBND tỉnh",
        text=text.AWARD,
        components=text.COMPONENTS,
        dossier_note=text.DOSSIER_NOTE,
    ),
)
# Who was put down beside the units, the same few every year.
PEOPLE = {
    "Văn phòng": "Vàng Thị Mỷ",
    "Phòng Nghiệp vụ 1": "Giàng A Sinh",
    "Phòng Nghiệp vụ 2": "Sùng Thị Chú",
    "Phòng Nghiệp vụ 3": "Cao Thị Minh Phương",
    "Phòng Nghiệp vụ 4": "Lý Minh Khôi",
}


def build(run: Run) -> Campaign:
    """File and issue the plan, and keep the registrations of its last years."""
    inspectorate = places.authority(places.INSPECTORATE)
    office = accounts.user("thanhtra")
    campaign = issue(run, filed(inspectorate), number=NUMBER, dated=DAY, by=office)
    for period in campaign.periods.all():
        if period.review == Review.YEARLY and period.year in REGISTERED:
            _register(run, period, inspectorate)
            consolidate(run, period, by=office, day=dt.date(period.year, 1, 17))
    return campaign


def season() -> Campaign:
    """Return the movement once it is there."""
    return Campaign.objects.get(authority__name=places.INSPECTORATE, starts_on=DAY)


def filed(inspectorate: Unit) -> Campaign:
    """File the movement as a draft and return it."""
    groups = places.groups_of(inspectorate)
    return fill(
        Campaign(
            authority=inspectorate,
            name=text.NAME,
            theme="cải cách hành chính",
            kind=CampaignKind.MULTI_YEAR,
            superior_document=text.SUPERIOR_DOCUMENT,
            starts_on=DAY,
            ends_on=END,
            registration_yearly=YEARLY,
            registration_sent_to="Văn phòng để tổng hợp, gửi Sở Nội vụ",
            created_by=accounts.user("thanhtra"),
        ),
        periods=_periods(),
        participants=[
            (groups[places.DIVISIONS], text.COLLECTIVES),
            (groups[places.INSPECTORATE_STAFF], text.INDIVIDUALS),
        ],
        criteria={
            NomineeKind.COLLECTIVE: text.COLLECTIVE_CRITERIA,
            NomineeKind.INDIVIDUAL: text.INDIVIDUAL_CRITERIA,
        },
        offers=OFFERS,
        plan=text.PLAN,
        at=moment(dt.date(2021, 8, 9), "09:00"),
    )


def _periods() -> list[Period]:
    """Return five years, the first with a deadline of its own, and the closing review."""
    years = range(DAY.year, END.year + 1)
    yearly = [
        Period(
            name=f"Năm {year}",
            starts_on=max(DAY, dt.date(year, 1, 1)),
            ends_on=dt.date(year, 12, 31),
            registration_before=FIRST_BEFORE if year == DAY.year else yearly_date(YEARLY, year),
        )
        for year in years
    ]
    closing = Period(
        name=f"Tổng kết giai đoạn {years[0]}-{years[-1]}",
        starts_on=DAY,
        ends_on=END,
        review=Review.CLOSING,
    )
    return [*yearly, closing]


def _register(run: Run, period: Period, inspectorate: Unit) -> None:
    clerks = accounts.clerks_of(places.INSPECTORATE, "thanhtra")
    office, year = clerks[""], period.year
    sent = dt.date(year, 1, 10)
    for minute, (name, unit) in enumerate(places.units_of(inspectorate).items(), start=10):
        person = Person.objects.get(unit=unit, full_name=PEOPLE[name])
        targets = text.OFFICE_TARGETS if name == "Văn phòng" else text.DIVISION_TARGETS
        rows = [
            Entered(unit, "BK_TINH", targets.format(year=year)),
            Entered(person, "BK_TINH", text.PERSON_TARGETS.format(year=year)),
        ]
        clerk = clerks.get(name, office)
        registration = enter(period, unit, rows, by=clerk, at=moment(sent, f"08:{minute}"))
        send(run, registration, by=clerk, office=office, at=moment(sent, f"10:{minute}"))
        step(run, registration, CONFIRM, by=office, at=moment(sent, f"15:{minute}"))
