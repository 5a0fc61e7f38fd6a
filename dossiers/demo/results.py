"""Results of Đình Dù's season of 2024, all invented: reported with evidence, then judged."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from decimal import Decimal
from typing import NamedTuple

import pikepdf
from django.core.files.base import ContentFile

from campaigns.assessing.candidates import Nominee
from campaigns.assessing.results import Row, rows_of
from campaigns.models import (
    Evidence,
    FieldCheck,
    Period,
    ReportRound,
    Result,
    ResultLog,
    ResultReport,
)
from campaigns.services import verifying
from campaigns.states import (
    REPORT,
    REPORT_FOR_UNIT,
    RETURN_RESULT,
    VERIFY_MET,
    VERIFY_UNMET,
)
from emulation.organization.models import User, field_for
from emulation.workflow import move

from . import accounts, dinh_du_2024, places
from .building import Run, backdate, moment

HALF_YEAR, REPORTED_ON, JUDGED_ON = (
    dt.date(2024, 7, 3),
    dt.date(2024, 11, 18),
    dt.date(2024, 11, 25),
)
PAPER = "Đơn vị nộp báo cáo giấy ngày 18/11/2024"
MET, UNMET, RETURNED, WAITING, DRAFT = "met", "unmet", "returned", "waiting", "draft"


class Told(NamedTuple):
    """A nominee's result on the criterion that begins with these words."""

    nominee: str
    begins: str
    text: str
    number: str = ""
    half_year: str = ""
    evidence: str = ""
    verdict: str = MET
    note: str = ""


ONE_STOP = "Bộ phận Tiếp nhận và trả kết quả"
INDEX, RATED, IDEA, ORDER = "Chỉ số CCHC", "Được đánh giá", "Có sáng kiến", "Chấp hành"
DONE, ADVISED, OWN_IDEA, MODEL = "Trực tiếp", "Tham mưu", "Là tác giả", "Gương mẫu"
BEST = "Được xếp loại"

TOLD = (
    Told(ONE_STOP, INDEX, "Chỉ số của bộ phận đạt 86,5 điểm, năm 2023 đạt 81 điểm.", "86.5",
         evidence="Bang diem chi so CCHC 2024.pdf"),
    Told(ONE_STOP, RATED, "Hoàn thành xuất sắc nhiệm vụ năm 2024."),
    Told(ONE_STOP, IDEA, "Mô hình trả kết quả tại nhà cho người cao tuổi, người khuyết tật: 212 "
         "lượt trong năm.", "1", "Đã làm thử ở Thôn 1 và Thôn 3: 64 lượt.",
         "Mo hinh tra ket qua tai nha.pdf", note="Có văn bản công nhận mô hình kèm theo."),
    Told(ONE_STOP, ORDER, "Không có người vi phạm; không có đơn phản ánh về thái độ phục vụ."),
    Told("Nguyễn Văn Thắng", BEST, "Được xếp loại hoàn thành xuất sắc nhiệm vụ năm 2024."),
    Told("Nguyễn Văn Thắng", DONE, "Giải quyết 1.846 hồ sơ, 99,4% trước hạn và đúng hạn.", "99.4",
         "812 hồ sơ, 98,9% trước hạn và đúng hạn.", "Thong ke ho so mot cua 2024.pdf"),
    Told("Nguyễn Văn Thắng", ADVISED, "Tham mưu 07 văn bản về giải quyết thủ tục hành chính, "
         "không có văn bản chậm.", "7", evidence="So theo doi van ban.pdf"),
    Told("Nguyễn Văn Thắng", OWN_IDEA, "Đồng tác giả mô hình trả kết quả tại nhà.", "1",
         evidence="Mo hinh tra ket qua tai nha.pdf"),
    Told("Nguyễn Văn Thắng", MODEL, "Không vi phạm."),
    Told("Phan Thị Kim Oanh", BEST, "Được xếp loại hoàn thành xuất sắc nhiệm vụ năm 2024."),
    Told("Phan Thị Kim Oanh", DONE, "Thu các quỹ đạt 100% kế hoạch trước 30/9.", "100",
         evidence="Bao cao thu quy.pdf"),
    Told("Phan Thị Kim Oanh", ADVISED, "Tham mưu 05 văn bản về thu, chi ngân sách.", "5",
         evidence="So theo doi van ban.pdf"),
    Told("Phan Thị Kim Oanh", OWN_IDEA, "Đối chiếu thu, chi các quỹ hằng tuần với trưởng thôn.",
         "1", verdict=UNMET, note="Sáng kiến chưa được công nhận trong năm 2024."),
    Told("Thôn 1", IDEA, "Tổ hỗ trợ nộp hồ sơ trực tuyến tại nhà văn hóa: 71% hồ sơ của thôn nộp "
         "trực tuyến.", "1", "Tổ gồm 05 người, hỗ trợ 118 lượt.", "Bien ban hop thon 1.pdf"),
    Told("Thôn 1", RATED, "Thôn hoàn thành các chỉ tiêu được giao.", verdict=RETURNED,
         note="Bổ sung biên bản đánh giá của Ban công tác Mặt trận thôn."),
    Told("Thôn 1", ORDER, "Không có vi phạm.", verdict=WAITING),
    Told("Thôn 2", IDEA, "Nhóm Zalo của thôn trả lời câu hỏi về thủ tục trong ngày.", "1",
         verdict=WAITING),
    Told("Thôn 2", RATED, "Thôn được đánh giá tốt.", verdict=WAITING),
    Told("Thôn 3", IDEA, "Đang thử điểm nộp hồ sơ lưu động.", verdict=DRAFT),
)  # fmt: skip

EXAMPLES = (
    (ONE_STOP, IDEA, "Mang kết quả đến tận nhà",
     "Cán bộ một cửa trả giấy tờ tại nhà cho người cao tuổi, người khuyết tật. Cả năm đã có 212 "
     "lượt, người dân không phải đi lại."),
    ("Thôn 1", IDEA, "Tổ hỗ trợ nộp hồ sơ trực tuyến",
     "Năm người trẻ của Thôn 1 trực mỗi tối thứ Năm tại nhà văn hóa, giúp bà con nộp hồ sơ qua "
     "điện thoại. 71% hồ sơ của thôn đã được nộp trực tuyến."),
)  # fmt: skip


def build(run: Run) -> None:
    """Report and judge the results of 2024, unless some are there."""
    if Result.objects.exists():
        return
    period = Period.objects.select_related("campaign__authority", "campaign__plan").get(
        campaign__authority__name=places.DINH_DU, starts_on=dinh_du_2024.DAY
    )
    rows = {str(row.nominee): row for row in rows_of(period, dinh_du_2024.END)}
    clerks = accounts.clerks_of(places.DINH_DU, "vanphong")
    for told in TOLD:
        row = rows[told.nominee]
        clerk = clerks.get(str(row.unit), clerks[""])
        _tell(period, row, told, clerk, clerks[""])
    for name, begins, title, text in EXAMPLES:
        result = _result_of(period, rows[name].nominee, begins)
        example = verifying.praise(result, title=title, text=text, by=clerks[""])
        backdate(example, at=moment(JUDGED_ON, "16:00"))


def _result_of(period: Period, nominee: Nominee, begins: str) -> Result:
    return Result.objects.about(nominee).get(period=period, criterion__text__startswith=begins)


def _tell(period: Period, row: Row, told: Told, clerk: User, office: User) -> None:
    """Enter one result as it went: half-year, the whole year with its file, the verdict."""
    criterion = next(c for c in row.criteria if c.text.startswith(told.begins))
    at = moment(REPORTED_ON, "09:00")
    result = Result.objects.create(
        period=period,
        criterion=criterion,
        claims_met=True if told.verdict != DRAFT else None,
        number=Decimal(told.number) if told.number else None,
        text=told.text,
        **{field_for(row.nominee): row.nominee},
    )
    if told.evidence:
        _file(result, told, clerk, at)
    if told.half_year:
        _report(result, ReportRound.H1, clerk, moment(HALF_YEAR, "10:00"), text=told.half_year)
    if told.verdict != DRAFT:
        is_keyed_in = clerk == office
        step = REPORT_FOR_UNIT if is_keyed_in else REPORT
        _dated(move(result, step, by=clerk, note=PAPER if is_keyed_in else ""), at)
        _report(result, ReportRound.END, clerk, at, text=told.text, number=result.number,
                claims_met=True)  # fmt: skip
    _judge(result, told, office)
    backdate(result, saved_at=at)


def _file(result: Result, told: Told, by: User, at: dt.datetime) -> None:
    """Attach a small PDF that stands for the scan."""
    document, content = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(595, 842))
    document.docinfo["/Title"] = f"{told.nominee}: {told.evidence}"
    # The same file comes out whenever the demo is loaded.
    document.save(content, deterministic_id=True)
    data = content.getvalue()
    evidence = Evidence(
        result=result,
        name=told.evidence,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
    )
    evidence.file.save("evidence.pdf", ContentFile(data), save=False)
    evidence.save()
    backdate(evidence, uploaded_at=at)


def _report(result: Result, round: str, by: User, at: dt.datetime, **said: object) -> None:
    files = [evidence.name for evidence in result.evidence.all()] if round == "end" else []
    report = ResultReport.objects.create(result=result, round=round, by=by, files=files, **said)
    backdate(report, at=at)


def _judge(result: Result, told: Told, office: User) -> None:
    at = moment(JUDGED_ON, "15:00")
    if told.verdict in (MET, UNMET):
        step = VERIFY_MET if told.verdict == MET else VERIFY_UNMET
        is_met = told.verdict == MET
        _dated(move(result, step, by=office, note=told.note, is_met=is_met), at)
    elif told.verdict == RETURNED:
        _dated(move(result, RETURN_RESULT, by=office, note=told.note), at)
    if told.nominee == ONE_STOP and told.begins == IDEA:
        check = FieldCheck.objects.create(
            result=result,
            checked_on=dt.date(2024, 10, 22),
            checked_by="Nguyễn Thị Thu Hằng, Chánh Văn phòng",
            finding="Hỏi 12 hộ ở Thôn 1, Thôn 3: cả 12 hộ đã nhận kết quả tại nhà, đúng ngày hẹn.",
            entered_by=office,
        )
        backdate(check, entered_at=moment(dt.date(2024, 10, 22), "16:30"))


def _dated(log: ResultLog, at: dt.datetime) -> None:
    backdate(log, at=at)
