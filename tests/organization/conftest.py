"""A commune with a village, and the accounts of its office and of the village."""

import pytest

from emulation.organization.models import Role
from tests.make import make_authority, make_unit, make_user


@pytest.fixture
def commune():
    return make_authority()


@pytest.fixture
def village(commune):
    return make_unit(parent=commune, name="Thôn Ngọc")


@pytest.fixture
def officer(commune):
    return make_user(role=Role.OFFICE, unit=commune, username="vanphong", is_staff=True)


@pytest.fixture
def clerk(village):
    return make_user(role=Role.UNIT, unit=village, username="thon1", full_name="Lê Văn Đức")
