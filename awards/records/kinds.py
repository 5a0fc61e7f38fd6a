"""The kinds of records: model, words, fields of the form, columns of the sheet, natural key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from awards.models import Award, Basis
from emulation.organization.models import (
    PAR_INDEX,
    AnnualRating,
    Bar,
    BarKind,
    Household,
    IndexRating,
    IndexScore,
    Initiative,
    Level,
    Person,
    RatingLevel,
    Recognition,
    Severity,
    Unit,
)
from emulation.organization.sheets.columns import Column
from emulation.vietnamese import search_key

PROOF_FIELDS = ("document", "document_date", "attachment", "note")
PROOF_COLUMNS = (
    Column("document", "Văn bản làm căn cứ", width=34,
           also=("Văn bản", "Số quyết định", "Quyết định", "Căn cứ")),
    Column("document_date", "Ngày văn bản", "date", also=("Ngày quyết định", "Ngày ký")),
    Column("note", "Ghi chú", width=24, longest=2000),
)  # fmt: skip
YEAR = Column(
    "year", "Năm", "year", required=True, also=("Năm xếp loại", "Năm thành tích"), width=8
)

SUBJECTS = {"unit": "Tập thể", "person": "Cá nhân", "household": "Hộ gia đình"}
NOMINEE_MODELS = {"unit": Unit, "person": Person, "household": Household}
# Who a row is about: read by `matching`, not by the record.
WHO = Column("who", "Họ và tên, tên tập thể", required=True, width=30,
             also=("Họ và tên", "Họ tên", "Họ tên cá nhân", "Tên", "Tên tập thể",
                   "Tập thể, cá nhân", "Đối tượng", "Chủ hộ"))  # fmt: skip
SUBJECT = Column("subject", "Loại đối tượng", "choice", choices=SUBJECTS, width=15,
                 spelled={"ca nhan": "person", "tap the": "unit", "ho": "household",
                          "don vi": "unit"})  # fmt: skip
UNIT_NAME = Column(
    "unit_name", "Đơn vị", width=30, also=("Đơn vị công tác", "Phòng, ban", "Bộ phận")
)
BORN_ON = Column("born_on", "Ngày sinh", "date", also=("Ngày tháng năm sinh", "Sinh ngày"))
UNIT_WHO = Column("who", "Đơn vị", required=True, width=34,
                  also=("Tên đơn vị", "Cơ quan, đơn vị", "Tập thể"))  # fmt: skip


@dataclass(frozen=True)
class RecordKind:
    """One kind of record as pages and sheets know it.

    `key` gives what must not stand twice about one nominee; `year` is the lookup of the list's
    year filter; `searched` are the columns that the list's search box looks through, beside names.
    """

    code: str
    slug: str
    model: Any
    title: str
    one: str
    icon: str
    subjects: tuple[str, ...]
    fields: tuple[str, ...]
    columns: tuple[Column, ...]
    key: Callable[[Any], tuple]
    year: str = "year"
    wide: tuple[str, ...] = ()
    in_grid: bool = False

    @property
    def who_columns(self) -> tuple[Column, ...]:
        """Return the columns that say whom a row is about."""
        return (UNIT_WHO,) if self.subjects == ("unit",) else (WHO, SUBJECT, UNIT_NAME, BORN_ON)

    @property
    def sheet_columns(self) -> tuple[Column, ...]:
        """Return all columns of the sheet in order."""
        return (*self.who_columns, *self.columns, *PROOF_COLUMNS)

    @property
    def form_fields(self) -> tuple[str, ...]:
        """Return the fields of the form in order."""
        return (*self.fields, *PROOF_FIELDS)

    def url(self, page: str) -> str:
        """Return the name of one of the kind's pages."""
        return f"awards:{self.code}_{page}"

    def of_nominee(self, record: Any) -> tuple[str, int]:
        """Return whom the record is about, as field and id."""
        for name in self.subjects:
            if number := getattr(record, f"{name}_id"):
                return name, number
        raise ValueError("a record about nobody")

    def full_key(self, record: Any) -> tuple:
        """Return the natural key with whom the record is about."""
        return (*self.of_nominee(record), *self.key(record))

    def visible_to(self, user: Any) -> Any:
        """Return the records that `user` sees, with who they are about."""
        found = self.model.objects.visible_to(user).select_related("authority")
        if self.code == "index":
            return found.select_related("unit")
        found = found.with_nominee()
        if self.code == "award":
            found = found.select_related("award_type", "issued_by")
        return found


LEVELS = dict(RatingLevel.choices)
LEVEL_SPELLED = {
    "xs": "XS", "htxs": "XS", "htxsnv": "XS", "xuat sac": "XS", "hoan thanh xuat sac": "XS",
    "t": "T", "htt": "T", "httnv": "T", "tot": "T", "hoan thanh tot": "T",
    "ht": "HT", "htnv": "HT", "hoan thanh": "HT",
    "kht": "KHT", "khtnv": "KHT", "khong hoan thanh": "KHT",
}  # fmt: skip

RATING = RecordKind(
    code="rating",
    slug="xep-loai",
    model=AnnualRating,
    title="Xếp loại hằng năm",
    one="xếp loại",
    icon="clipboard-check",
    subjects=("person", "unit"),
    fields=("year", "level", "score", "months_worked", "maternity_months"),
    columns=(
        YEAR,
        Column("level", "Mức xếp loại", "choice", required=True, choices=LEVELS,
               spelled=LEVEL_SPELLED, also=("Xếp loại", "Kết quả xếp loại", "Mức"), width=30),
        Column("score", "Điểm", "decimal", width=8, help="Thang 100 điểm, từ năm 2026."),
        Column("months_worked", "Số tháng công tác", "whole", width=12,
               also=("Số tháng công tác trong năm", "Số tháng")),
        Column("maternity_months", "Số tháng nghỉ thai sản", "whole", width=12,
               also=("Thai sản", "Nghỉ thai sản")),
    ),
    key=lambda record: (record.year,),
    in_grid=True,
)  # fmt: skip

BAR = RecordKind(
    code="bar",
    slug="chua-xet",
    model=Bar,
    title="Chưa xét, không xét",
    one="trường hợp chưa xét, không xét",
    icon="shield-exclamation",
    subjects=("person", "unit", "household"),
    fields=("kind", "severity", "summary", "starts_on", "ends_on"),
    columns=(
        Column("kind", "Loại", "choice", required=True, choices=dict(BarKind.choices), width=34,
               spelled={"to cao": "denunciation", "khieu nai": "complaint",
                        "dieu tra": "investigation", "bao chi": "press_report",
                        "xem xet ky luat": "under_review"}),
        Column("severity", "Hình thức kỷ luật", "choice", choices=dict(Severity.choices),
               width=18),
        Column("summary", "Nội dung", width=40),
        Column("starts_on", "Từ ngày", "date", required=True, also=("Ngày bắt đầu",)),
        Column("ends_on", "Đến hết ngày", "date", also=("Đến ngày", "Ngày kết thúc")),
    ),
    key=lambda record: (record.kind, record.starts_on),
    year="starts_on__year",
    wide=("summary",),
)  # fmt: skip

INITIATIVE = RecordKind(
    code="initiative",
    slug="sang-kien",
    model=Initiative,
    title="Sáng kiến, giải pháp",
    one="sáng kiến",
    icon="lightbulb",
    subjects=("person", "unit"),
    fields=("name", "year", "recognition", "level", "recognised_by", "co_authors"),
    columns=(
        Column("name", "Tên sáng kiến, giải pháp", required=True, width=44,
               also=("Tên sáng kiến", "Sáng kiến", "Tên đề tài")),
        YEAR,
        Column("recognition", "Công nhận", "choice", required=True,
               choices=dict(Recognition.choices), width=22,
               spelled={"da cong nhan": "recognised", "duoc cong nhan": "recognised",
                        "cong nhan": "recognised", "co": "recognised",
                        "cho cong nhan": "pending", "dang cho": "pending",
                        "khong cong nhan": "refused", "khong": "refused"}),
        Column("level", "Phạm vi ảnh hưởng", "choice", choices=dict(Level.choices), width=16,
               spelled={"co so": "X", "cap co so": "X", "xa": "X", "huyen": "H", "tinh": "T",
                        "toan quoc": "TW"}),
        Column("recognised_by", "Cơ quan công nhận", width=28, longest=200),
    ),
    key=lambda record: (record.year, search_key(record.name)),
    wide=("name", "co_authors"),
)  # fmt: skip

INDEX = RecordKind(
    code="index",
    slug="chi-so",
    model=IndexScore,
    title="Kết quả chỉ số",
    one="kết quả chỉ số",
    icon="graph-up",
    subjects=("unit",),
    fields=("name", "year", "score", "maximum", "rating", "rank", "rank_of"),
    columns=(
        Column("name", "Chỉ số", width=30, help=f"Để trống: {PAR_INDEX}.", longest=120),
        YEAR,
        Column("score", "Điểm", "decimal", width=10, also=("Điểm số", "Kết quả")),
        Column("maximum", "Điểm tối đa", "decimal", width=10),
        Column("rating", "Xếp loại", "choice", choices=dict(IndexRating.choices), width=14,
               also=("Mức xếp loại",), spelled={"tb": "2_average"}),
        Column("rank", "Thứ hạng", "whole", width=10, also=("Xếp hạng", "Hạng")),
        Column("rank_of", "Trong tổng số", "whole", width=12, also=("Tổng số đơn vị", "Tổng số")),
    ),
    key=lambda record: (search_key(record.name), record.year),
    in_grid=True,
)  # fmt: skip

AWARD = RecordKind(
    code="award",
    slug="khen-thuong",
    model=Award,
    title="Khen thưởng đã tặng",
    one="khen thưởng",
    icon="award",
    subjects=("person", "unit", "household"),
    fields=(
        "award_type", "year", "years", "basis", "movement", "decided_by", "issued_by",
        "award_name", "recipient", "register_number", "with_initiative", "achievement",
    ),
    columns=(
        Column("award_type", "Danh hiệu, hình thức", required=True, width=36,
               also=("Danh hiệu", "Hình thức khen thưởng", "Khen thưởng", "Mã danh hiệu")),
        YEAR,
        Column("years", "Số năm thành tích", "whole", width=10),
        Column("basis", "Loại hình", "choice", choices=dict(Basis.choices), width=18,
               spelled={"thuong xuyen": "merit", "chuyen de": "movement", "dot": "movement"}),
        Column("movement", "Phong trào", width=34, longest=250),
        Column("decided_by", "Người quyết định", width=28, longest=200,
               also=("Thẩm quyền", "Cơ quan quyết định", "Cơ quan khen thưởng")),
        Column("with_initiative", "Xét bằng sáng kiến", "yes", width=12,
               help="Ghi Có khi danh hiệu đã được xét bằng sáng kiến."),
        Column("achievement", "Thành tích", width=34, longest=4000),
    ),
    key=lambda record: (
        record.award_type.code, record.year, search_key(record.document)
    ),
    wide=("award_type", "movement", "achievement"),
)  # fmt: skip

KINDS = {kind.code: kind for kind in (RATING, INITIATIVE, INDEX, AWARD, BAR)}


def kind_of_record(record: Any) -> RecordKind:
    """Return the kind of a record."""
    return next(kind for kind in KINDS.values() if isinstance(record, kind.model))


def similar(kind: RecordKind, record: Any) -> Any | None:
    """Return another record about the same nominee with the same natural key, or None."""
    name, number = kind.of_nominee(record)
    others = kind.model.objects.filter(**{f"{name}_id": number}).exclude(pk=record.pk)
    if kind is AWARD:
        others = others.select_related("award_type")
    return next((other for other in others if kind.key(other) == kind.key(record)), None)
