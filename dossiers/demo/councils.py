"""The demo's councils: Đình Dù's before and after July 2025, and that of the inspectorate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dossiers.models import Council, Seat, SeatRole
from emulation.organization.models import Person, Unit

from . import accounts, places

FOUNDED = dt.date(2025, 7, 15)
FOUNDED_BEFORE, ENDED = dt.date(2021, 8, 2), dt.date(2025, 7, 14)
INSPECTORATE_FOUNDED = dt.date(2021, 1, 11)
# Role and name; posts and accounts come from the roster. The secretary is of the office.
SEATS = (
    (SeatRole.CHAIR, "Trần Quang Huy"),
    (SeatRole.FIRST_DEPUTY, "Đỗ Thị Hồng Vân"),
    (SeatRole.DEPUTY, "Lương Văn Bình"),
    (SeatRole.MEMBER, "Lê Văn Khải"),
    (SeatRole.MEMBER, "Nguyễn Thị Minh Nguyệt"),
    (SeatRole.MEMBER, "Phan Thị Kim Oanh"),
    (SeatRole.MEMBER, "Đinh Thị Thanh Mai"),
    (SeatRole.MEMBER, "Nguyễn Hoàng Nam"),
    (SeatRole.SECRETARY, "Nguyễn Thị Thu Hằng"),
)
INSPECTORATE_SEATS = (
    (SeatRole.CHAIR, "Đàm Quang Vinh"),
    (SeatRole.DEPUTY, "Lù Thị Hương"),
    (SeatRole.MEMBER, "Nguyễn Mạnh Hà"),
    (SeatRole.MEMBER, "Lê Trung Kiên"),
    (SeatRole.MEMBER, "Nguyễn Đức Toàn"),
    (SeatRole.MEMBER, "Vũ Tiến Đạt"),
    (SeatRole.SECRETARY, "Hoàng Thị Thanh Bình"),
)
ACCOUNTS = {"Trần Quang Huy": "chutich", "Nguyễn Thị Thu Hằng": "vanphong"}


def build() -> None:
    """Found the councils: Đình Dù's old one with the same members as the present one."""
    commune, inspectorate = places.authority(places.DINH_DU), places.authority(places.INSPECTORATE)
    _found(
        commune,
        SEATS,
        document="Quyết định số 121/QĐ-UBND ngày 02/8/2021 của Chủ tịch UBND xã Đình Dù",
        standing="Văn phòng UBND xã",
        starts_on=FOUNDED_BEFORE,
        ends_on=ENDED,
    )
    present = _found(
        commune,
        SEATS,
        document="Quyết định số 45/QĐ-UBND ngày 15/7/2025 của Chủ tịch UBND xã Đình Dù",
        standing="Văn phòng UBND xã",
        starts_on=FOUNDED,
    )
    for name, account in ACCOUNTS.items():
        present.seats.filter(name=name).update(user=accounts.user(account))
    _found(
        inspectorate,
        INSPECTORATE_SEATS,
        document="Quyết định số 04/QĐ-TT ngày 11/01/2021 của Chánh Thanh tra tỉnh Lào Cai",
        standing="Văn phòng",
        starts_on=INSPECTORATE_FOUNDED,
    )


def _found(
    authority: Unit, seats: Sequence[tuple[str, str]], *, standing: str, **values: Any
) -> Council:
    council = Council.objects.create(
        authority=authority, standing_unit=places.units_of(authority)[standing], **values
    )
    people = {person.full_name: person for person in Person.objects.filter(authority=authority)}
    for position, (role, name) in enumerate(seats, start=1):
        Seat.objects.create(
            council=council,
            role=role,
            name=name,
            post=people[name].position,
            person=people[name],
            starts_on=council.starts_on,
            ends_on=council.ends_on,
            position=position,
        )
    return council


def council_on(authority: Unit, day: dt.date) -> Council:
    """Return the council of an authority that was in office on a day."""
    return Council.objects.filter(authority=authority, starts_on__lte=day).latest("starts_on")
