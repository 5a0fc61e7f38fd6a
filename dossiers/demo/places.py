"""Units of the demo: two communes below their province, an inspectorate below another province."""

import datetime as dt
from typing import NamedTuple

from emulation.organization.models import Employment, Group, Level, NomineeKind, Superior, Unit
from emulation.organization.models import UnitKind as Kind

# Districts ended, and communes came directly below provinces (domain.md section 0).
LAST_DAY_OF_DISTRICTS = dt.date(2025, 6, 30)
FIRST_DAY_WITHOUT_DISTRICTS = dt.date(2025, 7, 1)

TEAM = "TRƯỞNG BỘ PHẬN"
STANDING = "TM. BAN THƯỜNG TRỰC"
BOARD = "TM. BAN THƯỜNG VỤ"


class Below(NamedTuple):
    """A unit of an authority: `name` ends in the commune's name where the office writes it out."""

    kind: str
    short_name: str
    head_position: str
    name: str = ""
    collective_name: str = ""


DINH_DU = "Ủy ban nhân dân xã Đình Dù"
DINH_DU_UNITS = (
    Below(Kind.OFFICE, "Văn phòng UBND xã", "CHÁNH VĂN PHÒNG"),
    Below(Kind.ONE_STOP, "Bộ phận Tiếp nhận và trả kết quả", TEAM),
    Below(Kind.DEPARTMENT, "Bộ phận Tài chính - Kế toán", TEAM),
    Below(Kind.DEPARTMENT, "Bộ phận Địa chính - Xây dựng", TEAM),
    Below(Kind.DEPARTMENT, "Bộ phận Tư pháp - Hộ tịch", TEAM),
    Below(Kind.DEPARTMENT, "Bộ phận Văn hóa - Xã hội", TEAM),
    Below(Kind.DEPARTMENT, "Ban Chỉ huy Quân sự xã", "CHỈ HUY TRƯỞNG"),
    Below(Kind.BROADCAST, "Đài truyền thanh xã", "TRƯỞNG ĐÀI"),
    Below(
        Kind.MASS_ORGANISATION, "Ủy ban MTTQ xã", "CHỦ TỊCH",
        "Ủy ban Mặt trận Tổ quốc Việt Nam xã Đình Dù", STANDING,
    ),
    Below(
        Kind.MASS_ORGANISATION, "Hội Nông dân xã", "CHỦ TỊCH", "Hội Nông dân xã Đình Dù", BOARD
    ),
    Below(
        Kind.MASS_ORGANISATION, "Hội Liên hiệp Phụ nữ xã", "CHỦ TỊCH",
        "Hội Liên hiệp Phụ nữ xã Đình Dù", BOARD,
    ),
    Below(
        Kind.MASS_ORGANISATION, "Đoàn TNCS Hồ Chí Minh xã", "BÍ THƯ",
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã Đình Dù", BOARD,
    ),
    Below(
        Kind.MASS_ORGANISATION, "Hội Cựu chiến binh xã", "CHỦ TỊCH",
        "Hội Cựu chiến binh xã Đình Dù", BOARD,
    ),
    *(Below(Kind.VILLAGE, f"Thôn {number}", "TRƯỞNG THÔN") for number in range(1, 6)),
)  # fmt: skip

LAC_HONG = "Ủy ban nhân dân xã Lạc Hồng"
LAC_HONG_UNITS = (
    Below(Kind.OFFICE, "Văn phòng UBND xã", "CHÁNH VĂN PHÒNG"),
    Below(Kind.DEPARTMENT, "Bộ phận Văn hóa - Xã hội", TEAM),
    Below(
        Kind.MASS_ORGANISATION, "Hội Liên hiệp Phụ nữ xã", "CHỦ TỊCH",
        "Hội Liên hiệp Phụ nữ xã Lạc Hồng", BOARD,
    ),
    Below(Kind.VILLAGE, "Thôn Hạ", "TRƯỞNG THÔN"),
    Below(Kind.VILLAGE, "Thôn Thượng", "TRƯỞNG THÔN"),
)  # fmt: skip

INSPECTORATE = "Thanh tra tỉnh Lào Cai"
INSPECTORATE_UNITS = (
    Below(Kind.OFFICE, "Văn phòng", "CHÁNH VĂN PHÒNG", "Văn phòng Thanh tra tỉnh"),
    *(
        Below(Kind.DEPARTMENT, f"Phòng Nghiệp vụ {number}", "TRƯỞNG PHÒNG")
        for number in range(1, 5)
    ),
)
AUTHORITIES = (DINH_DU, LAC_HONG, INSPECTORATE)

# Groups: name, nominee kind, kinds of unit or of employment (none: all of them).
STAFF = (Employment.ELECTED_OFFICIAL, Employment.CIVIL_SERVANT, Employment.EMPLOYEE)
VILLAGES = "Các thôn"
BODIES = "Các ban, ngành, đoàn thể"
ALL_UNITS = "Các thôn, ban, ngành, đoàn thể, bộ phận của xã"
ALL_STAFF = "Toàn thể cán bộ, công chức, người lao động UBND xã"
EVERYBODY = "Cán bộ, công chức, người hoạt động không chuyên trách, người lao động"
HOUSEHOLDS = "Các hộ gia đình trên địa bàn xã"
COMMUNE_GROUPS = (
    (VILLAGES, NomineeKind.COLLECTIVE, (Kind.VILLAGE,)),
    (
        BODIES,
        NomineeKind.COLLECTIVE,
        (Kind.OFFICE, Kind.DEPARTMENT, Kind.BROADCAST, Kind.MASS_ORGANISATION),
    ),
    (ALL_UNITS, NomineeKind.COLLECTIVE, ()),
    (ALL_STAFF, NomineeKind.INDIVIDUAL, STAFF),
    (EVERYBODY, NomineeKind.INDIVIDUAL, (*STAFF, Employment.PART_TIME)),
    (HOUSEHOLDS, NomineeKind.HOUSEHOLD, ()),
)
DIVISIONS = "Văn phòng và các phòng nghiệp vụ"
INSPECTORATE_STAFF = "Toàn thể cán bộ, công chức, người lao động Thanh tra tỉnh"
INSPECTORATE_GROUPS = (
    (DIVISIONS, NomineeKind.COLLECTIVE, (Kind.OFFICE, Kind.DEPARTMENT)),
    (INSPECTORATE_STAFF, NomineeKind.INDIVIDUAL, STAFF),
)


def build() -> None:
    """Make all units, their superiors by date, and the groups of each authority."""
    hung_yen = _province("Hưng Yên")
    van_lam = _authority(
        "Ủy ban nhân dân huyện Văn Lâm", "UBND huyện Văn Lâm", Level.DISTRICT, hung_yen,
        valid_to=LAST_DAY_OF_DISTRICTS, place="Văn Lâm",
        letterhead="ỦY BAN NHÂN DÂN|HUYỆN VĂN LÂM",
    )  # fmt: skip
    Superior.objects.create(unit=van_lam, superior=hung_yen, valid_to=LAST_DAY_OF_DISTRICTS)
    for commune, head, below in (
        ("Đình Dù", "Trần Quang Huy", DINH_DU_UNITS),
        ("Lạc Hồng", "Nguyễn Thế Vinh", LAC_HONG_UNITS),
    ):
        unit = _authority(
            f"Ủy ban nhân dân xã {commune}", f"UBND xã {commune}", Level.COMMUNE, hung_yen,
            place=commune, letterhead=f"ỦY BAN NHÂN DÂN|XÃ {commune.upper()}", head_name=head,
        )  # fmt: skip
        Superior.objects.create(unit=unit, superior=van_lam, valid_to=LAST_DAY_OF_DISTRICTS)
        Superior.objects.create(
            unit=unit, superior=hung_yen, valid_from=FIRST_DAY_WITHOUT_DISTRICTS
        )
        _add_below(unit, below, COMMUNE_GROUPS)
    lao_cai = _province("Lào Cai")
    inspectorate = Unit.objects.create(
        parent=lao_cai, kind=Kind.AUTHORITY, level=Level.PROVINCE, name=INSPECTORATE,
        short_name=INSPECTORATE, letterhead="THANH TRA TỈNH",
        parent_letterhead="ỦY BAN NHÂN DÂN|TỈNH LÀO CAI", symbol="TT", place="Lào Cai",
        head_position="CHÁNH THANH TRA", head_name="Đàm Quang Vinh",
    )  # fmt: skip
    Superior.objects.create(unit=inspectorate, superior=lao_cai)
    _add_below(inspectorate, INSPECTORATE_UNITS, INSPECTORATE_GROUPS)


def _province(name: str) -> Unit:
    return _authority(
        f"Ủy ban nhân dân tỉnh {name}", f"UBND tỉnh {name}", Level.PROVINCE, None, place=name,
        letterhead=f"ỦY BAN NHÂN DÂN|TỈNH {name.upper()}",
    )  # fmt: skip


def _authority(name: str, short: str, level: str, parent: Unit | None, **facts: object) -> Unit:
    return Unit.objects.create(
        parent=parent, kind=Kind.AUTHORITY, level=level, name=name, short_name=short,
        symbol="UBND", collective_name="TM. ỦY BAN NHÂN DÂN", head_position="CHỦ TỊCH", **facts,
    )  # fmt: skip


def _add_below(authority: Unit, units: tuple[Below, ...], groups: tuple) -> None:
    for unit in units:
        Unit.objects.create(
            parent=authority, kind=unit.kind, short_name=unit.short_name,
            name=unit.name or unit.short_name, head_position=unit.head_position,
            collective_name=unit.collective_name,
        )  # fmt: skip
    for position, (name, subject, kinds) in enumerate(groups, start=1):
        field = "unit_kinds" if subject == NomineeKind.COLLECTIVE else "employments"
        Group.objects.create(
            authority=authority, name=name, subject=subject, position=position,
            **{field: list(kinds)},
        )  # fmt: skip


def authority(name: str) -> Unit:
    """Return one of the demo's authorities."""
    return Unit.objects.get(name=name, kind=Kind.AUTHORITY)


def units_of(owner: Unit) -> dict[str, Unit]:
    """Return the units of an authority by short name."""
    return {
        unit.short_name: unit for unit in Unit.objects.filter(authority=owner).exclude(pk=owner.pk)
    }


def groups_of(owner: Unit) -> dict[str, Group]:
    """Return the groups of an authority by name."""
    return {group.name: group for group in Group.objects.filter(authority=owner)}
