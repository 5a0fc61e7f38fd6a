"""The people of a commune with an issued campaign: who registers, who runs it, who has no part."""

import pytest

from campaigns.states import CampaignState
from emulation.organization.models import Role
from tests.make import (
    make_authority,
    make_campaign,
    make_criterion_set,
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
