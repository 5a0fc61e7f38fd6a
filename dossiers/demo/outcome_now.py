"""Đình Dù's dossiers of this year: one in each state, and a session of the council to come."""

from __future__ import annotations

from campaigns.models import Campaign, Route
from dossiers.demo.dinh_du_now import ago, season
from dossiers.states import MARK_ELIGIBLE, MARK_INELIGIBLE

from .building import Run, moment
from .proceedings import Proceedings, Put

DESK, ACCOUNTS = "Bộ phận Tiếp nhận và trả kết quả", "Bộ phận Tài chính - Kế toán"
OFFICE, WOMEN, VILLAGE = "Văn phòng UBND xã", "Hội Liên hiệp Phụ nữ xã", "Thôn 2"
THANG, THUY, HUYEN = "Nguyễn Văn Thắng", "Lưu Thị Bích Thủy", "Đặng Thị Huyền"
OANH, MAI, HOUSEHOLD = "Phan Thị Kim Oanh", "Đinh Thị Thanh Mai", "Đặng Đình Lợi"

APPRAISED = (
    Put(DESK, "TTLDTT", "99,6% hồ sơ giải quyết trước hạn và đúng hạn; 96% người dân hài lòng.", """
1. Kết quả thực hiện nhiệm vụ
Giải quyết trước hạn và đúng hạn 99,6% hồ sơ; 88% hồ sơ nộp trực tuyến toàn trình.
2. Cách làm sáng tạo
Mỗi tuần một buổi hỗ trợ nộp hồ sơ tại nhà văn hóa thôn.
"""),
    Put(THANG, "LDTT", "Phụ trách Bộ phận, không để hồ sơ quá hạn.", """
1. Kết quả thực hiện nhiệm vụ
Điều hành Bộ phận giải quyết hồ sơ đúng quy trình, không có hồ sơ quá hạn do lỗi chủ quan.
"""),
    Put(THUY, "LDTT", "Tiếp nhận, hướng dẫn 1.920 hồ sơ, không có phản ánh.", """
1. Kết quả thực hiện nhiệm vụ
Tiếp nhận, hướng dẫn 1.920 hồ sơ; không có phản ánh về thái độ phục vụ.
"""),
    Put(HUYEN, "LDTT", "Hướng dẫn người dân nộp hồ sơ trực tuyến.", """
1. Kết quả thực hiện nhiệm vụ
Hướng dẫn 1.150 lượt người dân nộp hồ sơ trực tuyến.
"""),
)  # fmt: skip
TO_SUPPLEMENT = (
    Put(
        OANH,
        "LDTT",
        "Thu ngân sách trên địa bàn đạt 108% dự toán.",
        """
1. Kết quả thực hiện nhiệm vụ
Thu ngân sách trên địa bàn đạt 108% dự toán; quyết toán trước thời hạn quy định.
""",
    ),
    Put(
        OANH,
        "CSTDCS",
        "Có giải pháp đối chiếu thu, chi hằng tuần với các thôn.",
        """
1. Sáng kiến
Đối chiếu thu, chi các quỹ hằng tuần với trưởng thôn bằng bảng tính chung.
""",
    ),
)
SUBMITTED = (
    Put(
        WOMEN,
        "GK_XA",
        "12/12 chi hội có mô hình phân loại rác tại nguồn.",
        """
1. Kết quả thực hiện chỉ tiêu
12/12 chi hội có mô hình phân loại rác tại nguồn; giúp 11 hội viên khởi nghiệp.
""",
    ),
    Put(
        MAI,
        "LDTT",
        "Hoàn thành tốt nhiệm vụ công tác Hội.",
        """
1. Kết quả thực hiện nhiệm vụ
Hoàn thành 100% nhiệm vụ công tác Hội được giao.
""",
    ),
)
RECEIVED = (
    Put(
        OFFICE,
        "BK_TINH",
        "100% nhiệm vụ UBND, Chủ tịch UBND xã giao hoàn thành đúng hạn.",
        """
1. Kết quả thực hiện nhiệm vụ
100% nhiệm vụ được giao hoàn thành đúng hạn; thẩm định hồ sơ khen thưởng trong 08 ngày làm việc.
2. Phạm vi ảnh hưởng
Mẫu phiếu kiểm tra thể thức văn bản được các xã trong tỉnh tham khảo, áp dụng.
""",
    ),
)
DRAFTED = (
    Put(VILLAGE, "GK_XA", "98,5% hộ gia đình phân loại rác tại nhà.", ""),
    Put(HOUSEHOLD, "GK_XA", "Hiến 45 m² đất, góp 20 ngày công mở rộng đường ngõ.", ""),
)
MET = "Đã đối chiếu báo cáo với kết quả theo dõi, đủ điều kiện"
NOT_MET = "Chưa có kết quả đánh giá, xếp loại năm nay của cá nhân"


def build(run: Run) -> Campaign:
    """Leave the dossiers of this year where an office has them in the middle of its work."""
    campaign = season()
    work = Proceedings(run, campaign.periods.get(), "vanphong")
    _appraised(run, work)
    dossier = work.write(ago(run, 4), ACCOUNTS, Route.OWN, *TO_SUPPLEMENT)
    work.send(ago(run, 4), dossier)
    work.receive(ago(run, 3), dossier)
    item = next(
        c.name for c in work.offers["CSTDCS", Route.OWN].components.all() if "sáng kiến" in c.name
    )
    note = "Văn bản công nhận sáng kiến đã nộp là bản của năm trước."
    work.ask(ago(run, 2), dossier, item, note=note, before=ago(run, -4))
    dossier = work.write(ago(run, 3), OFFICE, Route.SUPERIOR, *RECEIVED)
    work.send(ago(run, 3), dossier)
    work.receive(ago(run, 2), dossier)
    work.send(ago(run, 1), work.write(ago(run, 2), WOMEN, Route.OWN, *SUBMITTED))
    work.write(ago(run, 1), VILLAGE, Route.OWN, *DRAFTED)
    return campaign


def _appraised(run: Run, work: Proceedings) -> None:
    """Appraise the desk's dossier and put who is eligible on the agenda of next week."""
    dossier = work.write(ago(run, 6), DESK, Route.OWN, *APPRAISED)
    work.send(ago(run, 6), dossier)
    work.receive(ago(run, 5), dossier)
    for put in APPRAISED:
        verdict = (MARK_INELIGIBLE, NOT_MET) if put.name == HUYEN else (MARK_ELIGIBLE, MET)
        work.judge(ago(run, 3), put.name, put.code, *verdict)
    work.close(ago(run, 2), dossier)
    work.convene(
        ago(run, 1),
        [work.nomination(put.name, put.code) for put in APPRAISED if put.name != HUYEN],
        planned=moment(ago(run, -5), "08:00"),
        title=f"Họp xét khen thưởng đợt 1 năm {work.period.year}",
        place="Phòng họp tầng 2, trụ sở UBND xã Đình Dù",
    )
