"""The demo's councils: that of Đình Dù, odd in number, its secretary from the office."""

from __future__ import annotations

import datetime as dt

from dossiers.models import Council, Seat, SeatRole
from emulation.organization.models import Person, Unit

from . import accounts, places

FOUNDED = dt.date(2025, 7, 15)
# Role and name; posts and accounts come from the roster.
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
ACCOUNTS = {"Trần Quang Huy": "chutich", "Nguyễn Thị Thu Hằng": "vanphong"}


def build() -> Council:
    """Found the council of Đình Dù with its nine seats."""
    authority = Unit.objects.get(name=places.DINH_DU)
    office = Unit.objects.get(authority=authority, short_name="Văn phòng UBND xã")
    council = Council.objects.create(
        authority=authority,
        document="Quyết định số 45/QĐ-UBND ngày 15/7/2025 của Chủ tịch UBND xã Đình Dù",
        standing_unit=office,
        starts_on=FOUNDED,
    )
    people = {person.full_name: person for person in Person.objects.filter(authority=authority)}
    for position, (role, name) in enumerate(SEATS, start=1):
        Seat.objects.create(
            council=council,
            role=role,
            name=name,
            post=people[name].position,
            person=people[name],
            user=accounts.user(ACCOUNTS[name]) if name in ACCOUNTS else None,
            starts_on=FOUNDED,
            position=position,
        )
    return council
