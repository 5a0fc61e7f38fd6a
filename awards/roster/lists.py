"""The two lists of the roster: people and units; their columns and what these offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from emulation.organization.models import Employment, Gender, Person, RosterKind, Unit, UnitKind
from emulation.organization.sheets.columns import Column
from emulation.organization.sheets.writing import content_of, fillable

CODE = Column("code", "Mã", also=("Mã số", "ID"), width=8,
              help="Hệ thống ghi khi xuất; để trống khi thêm mới.")  # fmt: skip
PERSON_COLUMNS = (
    CODE,
    Column("full_name", "Họ và tên", required=True, width=28, longest=120,
           also=("Họ tên", "Họ và tên cán bộ", "Tên cán bộ", "Họ, tên", "Tên")),
    Column("gender", "Giới tính", "choice", choices=dict(Gender.choices), width=10,
           also=("Giới", "Nam/Nữ", "Nam, nữ"), spelled={"ong": "M", "ba": "F", "gai": "F",
                                                       "trai": "M"}),
    Column("born_on", "Ngày sinh", "date", width=12,
           also=("Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Sinh ngày", "Năm sinh")),
    Column("unit_name", "Đơn vị", required=True, width=30, longest=200,
           also=("Đơn vị công tác", "Phòng, ban", "Bộ phận", "Nơi công tác", "Thôn",
                 "Cơ quan, đơn vị", "Thuộc đơn vị")),
    Column("position", "Chức vụ, chức danh", width=26, longest=120,
           also=("Chức vụ", "Chức danh", "Chức danh, chức vụ", "Nhiệm vụ", "Vị trí việc làm")),
    Column("employment", "Loại hình lao động", "choice", choices=dict(Employment.choices),
           width=24, also=("Loại lao động", "Đối tượng", "Diện", "Loại cán bộ"),
           spelled={"cc": "civil_servant", "vien chuc": "employee", "nld": "employee",
                    "khong chuyen trach": "part_time_staff", "bkct": "part_time_staff",
                    "hdkct": "part_time_staff", "hop dong": "employee",
                    "nguoi dan": "resident"}),
    Column("joined_on", "Từ ngày", "date", width=12,
           also=("Ngày vào đơn vị", "Ngày vào", "Ngày tuyển dụng", "Công tác từ ngày")),
    Column("left_on", "Thôi từ ngày", "date", width=12,
           also=("Ngày thôi", "Ngày nghỉ", "Nghỉ từ ngày")),
)  # fmt: skip
KINDS_OF_UNIT = {value: label for value, label in UnitKind.choices if value != "authority"}
UNIT_COLUMNS = (
    CODE,
    Column("name", "Tên đầy đủ", required=True, width=34, longest=200,
           also=("Tên đơn vị", "Đơn vị", "Tên", "Tên thôn", "Tên phòng")),
    Column("short_name", "Tên gọi tắt", width=24, longest=120, also=("Tên tắt", "Viết tắt")),
    Column("kind", "Loại đơn vị", "choice", required=True, choices=KINDS_OF_UNIT, width=28,
           also=("Loại",),
           spelled={"thon": "village", "to dan pho": "village", "xom": "village",
                    "ban": "village", "phong": "department", "bo phan": "department",
                    "truong": "school", "doan the": "mass_org", "ban nganh": "mass_org",
                    "ban, nganh": "mass_org", "tram y te": "health",
                    "mot cua": "one_stop", "khac": "other"}),
    Column("parent_name", "Trực thuộc", width=30, longest=200,
           also=("Đơn vị cấp trên", "Thuộc", "Đơn vị cha"),
           help="Để trống: trực thuộc cơ quan."),
    Column("head_position", "Chức vụ người đứng đầu", width=24, longest=80,
           also=("Chức vụ",)),
    Column("head_name", "Họ tên người đứng đầu", width=26, longest=80,
           also=("Người đứng đầu", "Trưởng thôn", "Thủ trưởng")),
    Column("valid_from", "Thành lập ngày", "date", width=12, also=("Ngày thành lập",)),
    Column("valid_to", "Hoạt động đến hết ngày", "date", width=12, also=("Ngày giải thể",)),
)  # fmt: skip
GUIDE = (
    (
        "Trùng tên",
        "Trùng tên với người ở đơn vị khác: khi nạp, hệ thống hỏi là một người đã chuyển đến "
        "hay là người khác.",
    ),
    (
        "Đã có trong danh bạ",
        "Giống hệt thì bỏ qua; khác thì hệ thống cho xem cũ và mới rồi mới sửa. "
        "Ô để trống không xóa giá trị đang có.",
    ),
    ("Danh sách riêng", "Tệp của đơn vị mình cũng nạp được: khi nạp, chọn cột nào là gì."),
)


@dataclass(frozen=True)
class RosterList:
    """One list as pages and sheets know it."""

    kind: str
    slug: str
    title: str
    one: str
    model: Any
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)

    def row_of(self, record: Person | Unit) -> list[Any]:
        """Return the cells of a record; reading them gives the record again."""
        return [column.write(_value(record, column.name)) for column in self.columns]

    def export(self, records: Iterable[Person | Unit]) -> tuple[list[str], list[list[Any]]]:
        """Return headings and rows of the sheet that holds `records`."""
        return [column.heading for column in self.columns], [self.row_of(one) for one in records]

    def template(self, authority: Unit) -> bytes:
        """Return an .xlsx to fill in, with drop-downs of the authority's own units."""
        units = [*Unit.objects.filter(authority=authority, valid_to__isnull=True)]
        offered = {c.name: list(c.choices.values()) for c in self.columns if c.choices}
        place = "unit_name" if self.kind == RosterKind.PERSON else "parent_name"
        offered[place] = [str(unit) for unit in units]
        columns = tuple(column for column in self.columns if column is not CODE)
        return content_of(fillable(self.title, columns, offered, GUIDE))


def _value(record: Person | Unit, name: str) -> Any:
    match name:
        case "code":
            return str(record.pk)
        case "unit_name":
            return str(record.unit)
        case "parent_name":
            return str(record.parent) if record.parent_id else ""
    return getattr(record, name)


PEOPLE = RosterList(RosterKind.PERSON, "ca-nhan", "Danh sách cá nhân", "cá nhân", Person,
                    PERSON_COLUMNS)  # fmt: skip
UNITS = RosterList(RosterKind.UNIT, "don-vi", "Danh sách đơn vị", "đơn vị", Unit, UNIT_COLUMNS)
LISTS = {PEOPLE.kind: PEOPLE, UNITS.kind: UNITS}
