"""The people of a commune with an issued campaign: who registers, who runs it, who has no part."""

import datetime as dt

import pytest

from awards.kinds import CriterionKind
from awards.models import AwardType
from campaigns.models import Registration, Route
from campaigns.states import CampaignState, RegistrationState
from emulation.organization.models import NomineeKind, RatingLevel, Role
from tests.make import (
    make_authority,
    make_campaign,
    make_criterion,
    make_criterion_set,
    make_line,
    make_offer,
    make_period,
    make_person,
    make_rating,
    make_registration,
    make_unit,
    make_user,
)


@pytest.fixture
def commune(db):
    return make_authority()


@pytest.fixture
def village(commune):
    return make_unit(parent=commune, name="Thôn Ngọc")


@pytest.fixture
def campaign(commune):
    """Issued and open for registration; all villages are to register."""
    return make_campaign(authority=commune)


@pytest.fixture
def period(campaign):
    return campaign.periods.get()


@pytest.fixture
def unit_clerk(village):
    return make_user(role=Role.UNIT, unit=village)


@pytest.fixture
def office_clerk(commune):
    return make_user(role=Role.OFFICE, unit=commune)


@pytest.fixture
def chair(commune):
    return make_user(role=Role.CHAIR, unit=commune)


@pytest.fixture
def auditor(commune):
    return make_user(role=Role.AUDITOR, unit=commune)


@pytest.fixture
def outsider(db):
    """The office of another commune."""
    return make_user(role=Role.OFFICE, unit=make_authority(name="Ủy ban nhân dân xã Lạc Đạo"))


BODY = """I. ĐỐI TƯỢNG VÀ ĐĂNG KÝ THI ĐUA
1. Đối tượng thi đua
[[đối tượng thi đua]]
2. Đăng ký thi đua
[[thời hạn đăng ký]]
II. KHEN THƯỞNG
1. Tiêu chuẩn
[[tiêu chuẩn tập thể]]
2. Hình thức
[[hình thức khen thưởng]]
"""


@pytest.fixture
def draft(commune):
    """A filed campaign that lacks nothing but number and date."""
    campaign = make_campaign(authority=commune, state=CampaignState.DRAFT)
    campaign.criterion_sets.add(make_criterion_set(authority=commune))
    campaign.plan.body = BODY
    campaign.plan.save()
    return campaign


# --- a year to be assessed -----------------------------------------------------------------------


class Season:
    """The year 2024 of one commune: three columns, criteria for people and for collectives."""

    day = dt.date(2024, 11, 20)

    def __init__(self, commune, village):
        self.commune, self.village = commune, village
        self.campaign = make_campaign(
            authority=commune,
            bare=True,
            starts_on=dt.date(2024, 1, 15),
            ends_on=dt.date(2024, 12, 31),
            issued_on=dt.date(2024, 1, 15),
        )
        self.period = make_period(
            campaign=self.campaign,
            name="Năm 2024",
            registration_before=dt.date(2024, 2, 1),
            dossier_before=dt.date(2024, 12, 10),
        )
        self.offers = {
            code: make_offer(
                campaign=self.campaign,
                award_type=AwardType.objects.filter(code=code).valid_on(self.day).get(),
                column=column,
                route=route,
            )
            for column, (code, route) in enumerate(
                [("HTNV", Route.REGISTER), ("LDTT", Route.REGISTER), ("GK_XA", Route.OWN)], start=1
            )
        }
        self.people = make_criterion_set(
            authority=commune, name="Cá nhân", subject=NomineeKind.INDIVIDUAL, criteria=()
        )
        self.rated = make_criterion(
            criterion_set=self.people,
            text="Hoàn thành xuất sắc nhiệm vụ",
            kind=CriterionKind.RATING,
            parameters={"level": RatingLevel.EXCELLENT},
        )
        self.in_time = make_criterion(
            criterion_set=self.people, text="Đã đăng ký đúng hạn", kind=CriterionKind.REGISTERED,
            parameters={"late": False},
        )  # fmt: skip
        self.units = make_criterion_set(authority=commune, criteria=["Có phong trào tốt."])
        self.campaign.criterion_sets.set([self.people, self.units])

    def register(self, *codes, unit=None, state=RegistrationState.CONFIRMED, late=False, **who):
        """Put somebody down for awards in the registration of a unit."""
        unit = unit or self.village
        registration = Registration.objects.filter(period=self.period, unit=unit).first()
        registration = registration or make_registration(
            period=self.period, unit=unit, state=state, is_late=late, dated=dt.date(2024, 1, 25)
        )
        return make_line(
            registration=registration,
            offers=[self.offers[code] for code in codes],
            position=registration.lines.count() + 1,
            **who,
        )

    def person(self, name="Nguyễn Văn An", level=RatingLevel.EXCELLENT, **values):
        """A person of the village with a rating of the year."""
        made = make_person(**{"unit": self.village, "full_name": name} | values)
        if level:
            make_rating(person=made, level=level)
        return made


@pytest.fixture
def year(commune, village):
    return Season(commune, village)
