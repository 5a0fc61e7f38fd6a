"""How Đình Dù's season of 2024 ended: dossiers, council, the district's answer, the decision."""

from __future__ import annotations

import datetime as dt

from campaigns.models import Route
from dossiers.models import Answer, Certificate, Decision, Nomination, Presence
from dossiers.services import certifying, deciding, publishing
from dossiers.services.submitting import Reply
from dossiers.states import DEFER, MARK_ELIGIBLE, MARK_INELIGIBLE, NominationState

from . import accounts
from .building import Run, moment
from .dinh_du_2024 import season
from .proceedings import Proceedings, Put, at

DESK, ACCOUNTS = "Bộ phận Tiếp nhận và trả kết quả", "Bộ phận Tài chính - Kế toán"
OFFICE, LAND = "Văn phòng UBND xã", "Bộ phận Địa chính - Xây dựng"
WOMEN, FARMERS, YOUTH = "Hội Liên hiệp Phụ nữ xã", "Hội Nông dân xã", "Đoàn TNCS Hồ Chí Minh xã"
THANG, DUC, OANH = "Nguyễn Văn Thắng", "Phạm Minh Đức", "Phan Thị Kim Oanh"
VETERANS = "Hội Cựu chiến binh xã"
HAU, HOA, HANG = "Chu Văn Hậu", "Nguyễn Văn Hòa", "Nguyễn Thị Thu Hằng"
DISTRICT, OWN = "GK_HUYEN", "GK_XA"
REPORT = "Báo cáo thành tích của từng tập thể, cá nhân được đề nghị"

# Unit, route, and whom it proposes.
DOSSIERS = (
    (DESK, Route.SUPERIOR, (
        Put(DESK, DISTRICT, "Giải quyết trước hạn và đúng hạn 99,4% hồ sơ thủ tục hành chính.", """
1. Kết quả thực hiện nhiệm vụ
Năm 2024 tiếp nhận 4.812 hồ sơ, giải quyết trước hạn và đúng hạn 4.783 hồ sơ, đạt 99,4%.
Tỷ lệ hồ sơ nộp trực tuyến đạt 86,2%, tăng 11,5 điểm phần trăm so với năm 2023.
2. Giải pháp, cách làm mới
Trả kết quả tại nhà cho người cao tuổi, người khuyết tật: 212 lượt trong năm.
"""),
        Put(THANG, DISTRICT, "Đồng tác giả mô hình trả kết quả tại nhà; 99,4% hồ sơ đúng hạn.", """
1. Kết quả thực hiện nhiệm vụ
Giải quyết 1.846 hồ sơ, 99,4% trước hạn và đúng hạn.
2. Sáng kiến
Đồng tác giả mô hình trả kết quả tại nhà cho người cao tuổi, người khuyết tật.
"""),
    )),
    (OFFICE, Route.SUPERIOR, (
        Put(DUC, DISTRICT, "Tham mưu 42 văn bản về cải cách hành chính, đều đúng tiến độ.", """
1. Kết quả thực hiện nhiệm vụ
Tham mưu 42 văn bản chỉ đạo, điều hành cải cách hành chính, 100% đúng tiến độ.
2. Sáng kiến
Sổ theo dõi văn bản đến hạn dùng chung, giảm số việc chậm từ 17 xuống còn 3 việc.
"""),
    )),
    (ACCOUNTS, Route.SUPERIOR, (
        Put(OANH, DISTRICT, "Quyết toán ngân sách trước thời hạn, công khai đầy đủ.", """
1. Kết quả thực hiện nhiệm vụ
Thu ngân sách trên địa bàn đạt 112% dự toán; 100% khoản chi thanh toán không dùng tiền mặt.
2. Giải pháp
Đối chiếu thu, chi các quỹ hằng tuần với trưởng thôn bằng bảng tính chung.
"""),
    )),
    ("Thôn 1", Route.OWN, (
        Put("Thôn 1", OWN, "71% hồ sơ của người dân trong thôn được nộp trực tuyến.", """
1. Kết quả thực hiện chỉ tiêu
71% hồ sơ của người dân trong thôn được nộp trực tuyến (chỉ tiêu đăng ký: 70%).
2. Cách làm
Tổ công nghệ số trực tại nhà văn hóa thôn hai buổi mỗi tuần.
"""),
        Put(HOA, OWN, "Vận động 312 hộ cài đặt, sử dụng dịch vụ công trực tuyến.", """
1. Kết quả
Trực tiếp hướng dẫn 312 hộ nộp hồ sơ trực tuyến.
"""),
    )),
    ("Thôn 2", Route.OWN, (
        Put("Thôn 2", OWN, "71% hồ sơ của người dân trong thôn được nộp trực tuyến.", """
1. Kết quả thực hiện chỉ tiêu
71% hồ sơ của người dân trong thôn được nộp trực tuyến (chỉ tiêu đăng ký: 70%).
"""),
    )),
    (OFFICE, Route.OWN, (
        Put(HANG, OWN, "Lịch công tác tuần gắn với chỉ tiêu thi đua của từng bộ phận.", """
1. Kết quả thực hiện nhiệm vụ
Chỉ đạo hoàn thành 100% nhiệm vụ trong kế hoạch cải cách hành chính của xã.
"""),
    )),
    (WOMEN, Route.OWN, (
        Put(WOMEN, OWN, "Hướng dẫn 480 hội viên sử dụng dịch vụ công trực tuyến.", """
1. Kết quả
Mở 06 lớp hướng dẫn dịch vụ công trực tuyến cho 480 hội viên.
"""),
    )),
    (FARMERS, Route.OWN, (
        Put(FARMERS, OWN, "85% hội viên nộp hồ sơ vay vốn trực tuyến.", """
1. Kết quả
85% hội viên nộp hồ sơ vay vốn qua Cổng Dịch vụ công.
"""),
    )),
    (YOUTH, Route.OWN, (
        Put(YOUTH, OWN, "Đội hình thanh niên tình nguyện hỗ trợ chuyển đổi số.", """
1. Kết quả
Tổ chức 04 đợt thanh niên tình nguyện hỗ trợ người dân nộp hồ sơ.
"""),
    )),
    (VETERANS, Route.OWN, (
        Put(VETERANS, OWN, "100% hội viên có tài khoản dịch vụ công.", """
1. Kết quả
100% hội viên có tài khoản trên Cổng Dịch vụ công; 62 hội viên giúp người thân nộp hồ sơ.
"""),
    )),
    (LAND, Route.OWN, (
        Put(HAU, OWN, "Giải quyết 640 hồ sơ đất đai.", """
1. Kết quả
Giải quyết 640 hồ sơ đất đai trong năm.
"""),
    )),
)  # fmt: skip
SUPPLEMENTED = """
1. Kết quả thực hiện nhiệm vụ
Giải quyết 1.846 hồ sơ, 99,4% trước hạn và đúng hạn; số hồ sơ chậm của Bộ phận giảm từ 61 hồ sơ \
năm 2023 xuống còn 29 hồ sơ năm 2024.
2. Sáng kiến
Đồng tác giả mô hình trả kết quả tại nhà cho người cao tuổi, người khuyết tật: 212 lượt, người dân \
không phải đi lại lần thứ hai.
"""
MET = "Đã đối chiếu báo cáo với sổ theo dõi, số liệu của Cổng Dịch vụ công; đủ điều kiện"
VERDICTS = {
    HAU: (MARK_INELIGIBLE, "Đang trong thời gian thi hành kỷ luật"),
    OANH: (MARK_INELIGIBLE, "Sáng kiến chưa được công nhận trong năm 2024"),
    VETERANS: (DEFER, "Đang xác minh đơn phản ánh về việc sử dụng quỹ hội"),
}
TITLE = "Khen thưởng thành tích trong phong trào thi đua cải cách hành chính năm 2024"
ANSWER = "Quyết định số 1486/QĐ-UBND của Chủ tịch UBND huyện Văn Lâm"
DISCUSSION = """Các thành viên nhất trí với báo cáo tóm tắt thành tích do Thư ký trình bày.
Đồng chí Lương Văn Bình đề nghị phổ biến cách làm của Thôn 1 tới các thôn khác.
Đoàn xã cần có số liệu về kết quả của các đợt tình nguyện; một số thành viên chưa nhất trí."""


def day(month: int, number: int, year: int = 2024) -> dt.date:
    """Return a day of the season."""
    return dt.date(year, month, number)


def build(run: Run) -> Decision:
    """Take the season from the first dossier to the revoked certificate."""
    work = Proceedings(run, season().periods.get(), "vanphong")
    _appraise(work)
    _meet(work)
    _ask_the_district(work)
    decision = work.decide(day(12, 20), number="219", title=TITLE, by=accounts.user("chutich"))
    _hand_over(run, decision)
    return decision


def _appraise(work: Proceedings) -> None:
    """Take the dossiers in; one needs a supplement, each nominee gets a verdict."""
    dossiers = []
    for place, (unit, route, nominees) in enumerate(DOSSIERS):
        written = day(12, 2 + place // 4)
        dossier = work.write(written, unit, route, *nominees)
        work.send(written, dossier)
        work.receive(written, dossier)
        dossiers.append(dossier)
    note = f"Báo cáo của đồng chí {THANG} chưa có số liệu so sánh với năm 2023."
    work.ask(day(12, 5), dossiers[0], REPORT, note=note, before=day(12, 11))
    work.supplement(day(12, 9), dossiers[0], THANG, DISTRICT, SUPPLEMENTED)
    for _, _, nominees in DOSSIERS:
        for put in nominees:
            step, reason = VERDICTS.get(put.name, (MARK_ELIGIBLE, MET))
            work.judge(day(12, 11), put.name, put.code, step, reason)
    work.close(day(12, 12), *dossiers)


def _meet(work: Proceedings) -> None:
    eligible = Nomination.objects.filter(period=work.period, state=NominationState.ELIGIBLE)
    session = work.convene(
        day(12, 13),
        eligible.order_by("dossier__route", "dossier", "position"),
        planned=moment(day(12, 16), "08:00"),
        title="Họp xét khen thưởng phong trào thi đua cải cách hành chính năm 2024",
        place="Phòng họp tầng 2, trụ sở UBND xã Đình Dù",
    )
    work.hold(
        session,
        absent={"Lê Văn Khải": (Presence.ABSENT, "Dự họp tại UBND huyện")},
        against={YOUTH: 4, FARMERS: 1},
        until="10:20",
        discussion=DISCUSSION,
        number="3",
    )


def _ask_the_district(work: Proceedings) -> None:
    submission = work.propose_upward(day(12, 17), number="62", by=accounts.user("chutich"))
    given = Reply(Answer.AWARDED, document=ANSWER, dated=day(12, 27))
    refused = Reply(Answer.REFUSED, reason="Vượt số lượng cá nhân được phân bổ cho xã")
    work.answered(day(12, 30), submission, {DESK: given, THANG: given, DUC: refused})


def _hand_over(run: Run, decision: Decision) -> None:
    """Publish, hand over at the year's end, issue one certificate again, revoke one award."""
    office, chair = accounts.user("vanphong"), accounts.user("chutich")
    certificates = Certificate.objects.filter(award__decision_line__decision=decision)
    with at(run, day(12, 23), "08:00"):
        publishing.publish(decision, at=None, by=office)
    with at(run, day(12, 31), "11:00"):
        certifying.hand_over_all(certificates, on=day(12, 31), by=office)
    with at(run, day(1, 8, 2025), "09:00"):
        certificate = certificates.get(award__person__full_name=HOA)
        certifying.reissue(certificate, reason="Giấy khen bị mưa làm nhòe chữ", by=office)
    with at(run, day(3, 14, 2025), "15:00"):
        line = decision.lines.get(nomination__unit__short_name=FARMERS)
        deciding.revoke_award(
            line,
            on=day(3, 14, 2025),
            document="Quyết định số 37/QĐ-UBND ngày 14/3/2025",
            reason="Xác minh lại: tỷ lệ hồ sơ vay vốn nộp trực tuyến không đúng báo cáo",
            by=chair,
        )
