"""The gallery: every shared piece in every state on one page, for those who build pages."""

import datetime as dt
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from emulation.workflow import Transition

from .models import Unit, User
from .templatetags.components import STATES

KINDS = [("village", "Thôn"), ("mass_org", "Ban, ngành, đoàn thể")]
UNITS = [
    ("Thôn Đình Dù", "Nguyễn Văn Bưởi", 12, "submitted", "Đã gửi", dt.date(2024, 4, 22)),
    ("Thôn Thị Trung", "Đỗ Thị Ước", 9, "confirmed", "Đã xác nhận", dt.date(2024, 4, 19)),
    ("Thôn Ngải Dương", "Lê Quốc Khánh", 0, "draft", "Đang soạn", None),
    ("Thôn Đồng Xá", "Phạm Thị Ngoãn", 7, "returned", "Trả lại", dt.date(2024, 4, 18)),
    ("Thôn Xuân Lôi", "Trần Đức Thưởng", 11, "late", "Nộp muộn", dt.date(2024, 4, 29)),
    (
        "Bộ phận Tiếp nhận và Trả kết quả",
        "Vũ Ngọc Ánh",
        4,
        "submitted",
        "Đã gửi",
        dt.date(2024, 4, 24),
    ),
    ("Hội Liên hiệp Phụ nữ xã", "Hoàng Thị Tuyết", 1, "withdrawn", "Đã rút", None),
]
HEADS = [
    "Hoàn thành nhiệm vụ",
    "Lao động tiên tiến",
    "Chiến sĩ thi đua cơ sở",
    "Chiến sĩ thi đua cấp tỉnh",
    "Chiến sĩ thi đua toàn quốc",
    "Giấy khen",
    "Bằng khen UBND tỉnh",
    "Bằng khen của Thủ tướng Chính phủ",
    "Huân chương các loại",
]
LINES = [
    ("I", "Tập thể", None),
    ("1", "UBND xã", {5}),
    ("2", "Các thôn", {5}),
    ("3", "Bộ phận tiếp nhận và trả kết quả", {5, 6}),
    ("4", "Các ban, ngành, đoàn thể", {5}),
    ("II", "Cá nhân", None),
    ("5", "Toàn thể cán bộ, công chức, người lao động UBND xã", {5, 7}),
]
STATE_LABELS = {
    "draft": "Đang soạn",
    "open": "Đang mở",
    "not_sent": "Chưa gửi",
    "submitted": "Đã gửi",
    "returned": "Trả lại",
    "confirmed": "Đã xác nhận",
    "withdrawn": "Đã rút",
    "late": "Nộp muộn",
    "issued": "Đã ban hành",
    "closed": "Đã kết thúc",
    "cancelled": "Đã hủy",
    "received": "Đã tiếp nhận",
    "supplement": "Cần bổ sung",
    "appraised": "Đã thẩm định",
    "recalled": "Đã thu hồi",
    "revoked": "Bị thu hồi",
    "proposed": "Đề nghị",
    "eligible": "Đủ điều kiện",
    "ineligible": "Không đủ điều kiện",
    "deferred": "Chưa xét",
    "passed": "Đạt",
    "failed": "Không đạt",
    "lowered": "Hạ mức",
    "decided": "Đã quyết định",
    "forwarded": "Đã trình",
    "awarded": "Được khen thưởng",
    "refused": "Không được duyệt",
    "planned": "Dự kiến",
    "opened": "Đang họp",
    "counted": "Đã kiểm phiếu",
    "concluded": "Đã kết luận",
    "met": "Đạt",
    "not_met": "Không đạt",
    "unknown": "Chưa có số liệu",
    "not_applicable": "Không áp dụng",
}


class CampaignForm(forms.Form):
    """A form with every kind of control."""

    name = forms.CharField(
        label="Tên phong trào", help_text="Ghi như trên kế hoạch, không viết tắt."
    )
    starts_on = forms.DateField(label="Từ ngày")
    ends_on = forms.DateField(label="Đến hết ngày", help_text="Ngày cuối cùng của phong trào.")
    quota = forms.IntegerField(label="Chỉ tiêu", required=False, min_value=0)
    parent = forms.ChoiceField(
        label="Thực hiện phong trào của cấp trên",
        choices=[
            ("", "Không có"),
            ("1", "Thi đua cải cách hành chính tỉnh Hưng Yên năm 2024"),
            ("2", "Hưng Yên chung sức xây dựng nông thôn mới, giai đoạn 2021 – 2025"),
            ("3", "Đẩy mạnh chuyển đổi số, vì người nghèo không để ai bị bỏ lại phía sau"),
        ],
        required=False,
        widget=forms.Select(attrs={"data-search": ""}),
    )
    audience = forms.MultipleChoiceField(
        label="Đối tượng tham gia",
        choices=[("C", "Tập thể"), ("I", "Cá nhân"), ("H", "Hộ gia đình")],
        widget=forms.CheckboxSelectMultiple,
    )
    route = forms.ChoiceField(
        label="Thẩm quyền khen thưởng",
        choices=[("own", "Chủ tịch UBND xã quyết định"), ("superior", "Trình cấp trên")],
        widget=forms.RadioSelect,
        help_text="Quyết định cột nào của bảng đăng ký dùng được.",
    )
    theme = forms.CharField(
        label="Chủ đề", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    scan = forms.FileField(label="Bản quét văn bản", required=False, help_text="PDF, dưới 20 MB.")
    public = forms.BooleanField(
        label="Công khai trên trang thông tin điện tử của xã", required=False
    )
    number = forms.CharField(label="Số kế hoạch", required=False, disabled=True)


class CriterionForm(forms.Form):
    """A row of a formset."""

    text = forms.CharField(label="Tiêu chí", widget=forms.Textarea(attrs={"rows": 1}))
    subject = forms.ChoiceField(label="Áp dụng cho", choices=[("C", "Tập thể"), ("I", "Cá nhân")])
    before = forms.DateField(label="Nộp minh chứng trước ngày", required=False)
    mandatory = forms.BooleanField(label="Bắt buộc", required=False)


Criteria = forms.formset_factory(CriterionForm, extra=1, can_order=True, can_delete=True)


class UnitFilter(django_filters.FilterSet):
    """Search and filters of a list."""

    q = django_filters.CharFilter(label="Tìm đơn vị, người phụ trách")
    kind = django_filters.ChoiceFilter(label="Loại đơn vị", choices=KINDS, empty_label="Mọi loại")
    state = django_filters.ChoiceFilter(
        label="Trạng thái",
        choices=[("draft", "Đang soạn"), ("submitted", "Đã gửi"), ("returned", "Trả lại")],
        empty_label="Mọi trạng thái",
    )


FIGURE = {"th": {"class": "num"}, "td": {"class": "num"}}


class UnitTable(tables.Table):
    """A sortable list."""

    caption = "Đăng ký thi đua của các đơn vị"
    empty_icon = "file-earmark-plus"
    empty_hint = "Kế hoạch ban hành xong thì các đơn vị trong phạm vi sẽ thấy phong trào ở đây."

    name = tables.TemplateColumn(
        '<a href="#tables">{{ record.name }}</a><span class="sub">{{ record.head }}</span>',
        verbose_name="Đơn vị",
    )
    lines = tables.Column(verbose_name="Số lượt đăng ký", attrs=FIGURE)
    sent_on = tables.DateColumn(verbose_name="Ngày gửi", format="d/m/Y", attrs=FIGURE)
    state = tables.TemplateColumn(
        '{% include "components/state_badge.html" with state=record.state label=record.label %}',
        verbose_name="Trạng thái",
    )

    class Meta:
        empty_text = "Chưa có đơn vị nào đăng ký"
        order_by = "name"


def _transition(name: str, label: str, **options: Any) -> Transition:
    return Transition(
        name, label, label, frozenset({"draft"}), "next", frozenset({"office"}), **options
    )


TRANSITIONS = [
    _transition("confirm", "Xác nhận", style="primary"),
    _transition("return", "Trả lại", needs_note=True, note_label="Lý do trả lại"),
    _transition(
        "issue",
        "Ban hành",
        style="success",
        confirm="Kế hoạch đã ban hành thì không sửa được nữa. Ban hành kế hoạch này?",
    ),
    _transition(
        "cancel",
        "Hủy phong trào",
        style="danger",
        needs_note=True,
        note_label="Lý do hủy",
        confirm="Các đơn vị sẽ không đăng ký được nữa và nhận thông báo hủy.",
    ),
]


def _moment(day: int, hour: int, minute: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2024, 4, day, hour, minute))


ENTRIES = [
    {
        "label": "Soạn bản đăng ký",
        "by": "Nguyễn Văn Bưởi",
        "role": "Thôn Đình Dù",
        "state": "draft",
        "at": _moment(17, 8, 5),
    },
    {
        "label": "Gửi văn phòng",
        "by": "Nguyễn Văn Bưởi",
        "role": "Thôn Đình Dù",
        "state": "submitted",
        "at": _moment(18, 16, 40),
    },
    {
        "label": "Trả lại",
        "by": "Trần Thị Minh Hòa",
        "role": "Văn phòng",
        "state": "returned",
        "at": _moment(19, 9, 12),
        "note": "Hộ gia đình ông Phạm Quyết Thắng chưa đủ thời gian cư trú tại thôn.\n"
        "Đề nghị thay hoặc bỏ dòng này.",
    },
    {
        "label": "Gửi lại",
        "by": "Nguyễn Văn Bưởi",
        "role": "Thôn Đình Dù",
        "state": "submitted",
        "at": _moment(22, 7, 58),
    },
    {
        "label": "Xác nhận",
        "by": "Trần Thị Minh Hòa",
        "role": "Văn phòng",
        "state": "confirmed",
        "at": _moment(22, 10, 2),
    },
]
STEPS = [
    {"label": "Thông tin chung", "url": "#steps", "state": "done"},
    {"label": "Căn cứ pháp lý", "url": "#steps", "state": "done", "note": "5 văn bản"},
    {"label": "Đối tượng, thời hạn", "url": "#steps", "state": "current"},
    {
        "label": "Tiêu chuẩn khen thưởng",
        "url": "#steps",
        "state": "attention",
        "note": "Chưa có tiêu chí cho cá nhân",
    },
    {"label": "Hình thức và hồ sơ", "url": "#steps", "state": "todo"},
    {"label": "Nơi nhận, người ký", "url": "", "state": "todo", "note": "Mở khi đủ các mục trên"},
]


def _criteria() -> forms.BaseFormSet:
    rows = [
        ("Hoàn thành xuất sắc nhiệm vụ được giao năm 2024", "C", "10/12/2024"),
        ("", "I", "32/12/2024"),
        ("Thực hiện nghiêm kỷ luật, kỷ cương hành chính", "I", ""),
    ]
    data = {"criteria-TOTAL_FORMS": str(len(rows)), "criteria-INITIAL_FORMS": "3"}
    for index, (text, subject, before) in enumerate(rows):
        for name, value in {"text": text, "subject": subject, "before": before}.items():
            data[f"criteria-{index}-{name}"] = value
        data[f"criteria-{index}-ORDER"] = str(index + 1)
    return Criteria(data, prefix="criteria")


def _table(request: HttpRequest, rows: list[tuple], prefix: str = "") -> UnitTable:
    names = ("name", "head", "lines", "state", "label", "sent_on")
    table = UnitTable(
        [dict(zip(names, row, strict=True)) for row in rows], request=request, prefix=prefix
    )
    tables.RequestConfig(request, paginate={"per_page": 5}).configure(table)
    return table


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every piece with invented data; the page exists under DEBUG only and reads nothing."""
    if not settings.DEBUG:
        raise Http404
    today = timezone.localdate()
    empty = _table(request, [], prefix="none-")
    empty.caption = "Đơn vị chưa đăng ký"
    authority = Unit(pk=1, name="Ủy ban nhân dân xã Đình Dù", short_name="UBND xã Đình Dù")
    office = Unit(pk=2, name="Văn phòng HĐND và UBND", short_name="Văn phòng HĐND và UBND")
    context = {
        "user": User(username="vanphong", full_name="Trần Thị Minh Hòa", is_staff=True),
        "workplace": {
            "unit": office,
            "authority": authority,
            "units": [office],
            "others": 0,
            "role": "Văn phòng",
            "roles": ["Văn phòng (thường trực thi đua)"],
        },
        "notices": [
            _message("success", "Đã gửi bản đăng ký của Thôn Đình Dù đến văn phòng."),
            _message("info", "Phong trào mở đăng ký từ 16/04/2024."),
            _message("warning", "Còn 3 đơn vị chưa gửi bản đăng ký."),
            _message("error", "Có người khác vừa chuyển bước hồ sơ này. Hãy tải lại trang."),
        ],
        "form": CampaignForm(
            {
                "name": "",
                "starts_on": "16/04/2024",
                "ends_on": "31/13/2024",
                "audience": ["C", "I"],
                "public": "on",
                "theme": "Kỷ cương, trách nhiệm, sáng tạo",
            },
            initial={"number": "15/KH-UBND"},
        ),
        "plain_form": CampaignForm(prefix="new"),
        "formset": _criteria(),
        "cards": Criteria(prefix="cards", initial=[{"text": "Có sáng kiến được công nhận"}]),
        "filter": UnitFilter(request.GET or None, queryset=Unit.objects.none()),
        "table": _table(request, UNITS),
        "empty_table": empty,
        "page": Paginator(range(620), 25).page(8),
        "states": [(state, STATE_LABELS.get(state, state)) for state in STATES],
        "transitions": TRANSITIONS,
        "entries": ENTRIES,
        "steps": STEPS,
        "facts": [
            ("Tên phong trào", "Thi đua cải cách hành chính năm 2024"),
            ("Kế hoạch", "Số 32/KH-UBND ngày 16/04/2024 của Ủy ban nhân dân xã Đình Dù"),
            ("Phong trào cấp trên", "Thi đua cải cách hành chính huyện Văn Lâm năm 2024"),
            ("Số đơn vị tham gia", 12),
            ("Kinh phí", ""),
        ],
        "missing": ["Mục VI chưa có hình thức khen thưởng.", "Chưa chọn người ký."],
        "unmarked": [f"«Thôn {n}» chưa chọn danh hiệu, hình thức nào." for n in range(1, 13)],
        "deadlines": [
            ("Các đơn vị gửi bản đăng ký", dt.date(2024, 4, 26)),
            ("Báo cáo kết quả 6 tháng", today + dt.timedelta(days=1)),
            ("Nộp hồ sơ đề nghị khen thưởng", today + dt.timedelta(days=4)),
            ("Tổng kết phong trào", today + dt.timedelta(days=60)),
        ],
        "heads": list(enumerate(HEADS, start=3)),
        "lines": [
            (
                number,
                name,
                marks is None,
                [
                    (index + 3, index in (marks or ()), index < 5 and number != "5")
                    for index in range(len(HEADS))
                ],
            )
            for number, name, marks in LINES
        ],
    }
    return render(request, "organization/gallery.html", context)


class _Message(str):
    """A message as the template sees one of django.contrib.messages."""

    level_tag: str


def _message(tag: str, text: str) -> _Message:
    message = _Message(text)
    message.level_tag = tag
    return message
