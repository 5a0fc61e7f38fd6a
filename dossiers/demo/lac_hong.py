"""Lạc Hồng: another commune with one small movement, which nobody of Đình Dù may see."""

from awards.models import CriterionKind as Kind
from campaigns.models import Campaign, CampaignKind, Period, Route
from emulation.organization.models import NomineeKind, Unit

from . import accounts, places
from .building import Entered, Offered, Rule, Run, enter, fill, issue, moment, send
from .dinh_du_now import OFFICE, ago, last_day

NUMBER = "52"
THEME = "giữ gìn vệ sinh môi trường"
NAME = "Phong trào thi đua giữ gìn vệ sinh môi trường năm {year}"
BODY = """
I. MỤC ĐÍCH, YÊU CẦU
- Nâng cao ý thức của cán bộ và Nhân dân trong bảo vệ môi trường; xây dựng thôn, xóm sáng, xanh, \
sạch, đẹp.
- Phong trào phải cụ thể, thiết thực, duy trì thường xuyên; phân công rõ việc, rõ người, rõ thời \
gian.
II. ĐỐI TƯỢNG, THỜI GIAN THI ĐUA
1. Đối tượng thi đua
[[đối tượng thi đua]]
2. Thời gian thực hiện
[[thời gian thực hiện]]
III. ĐĂNG KÝ THI ĐUA
[[thời hạn đăng ký]]
IV. TIÊU CHUẨN VÀ HÌNH THỨC KHEN THƯỞNG
1. Tiêu chuẩn đối với tập thể
[[tiêu chuẩn tập thể]]
2. Tiêu chuẩn đối với hộ gia đình
[[tiêu chuẩn hộ gia đình]]
3. Hình thức khen thưởng
[[hình thức khen thưởng]]
V. TỔ CHỨC THỰC HIỆN
1. Văn phòng UBND xã tổng hợp đăng ký, theo dõi, đôn đốc và tham mưu Chủ tịch UBND xã khen thưởng.
2. Hội Liên hiệp Phụ nữ xã chủ trì hướng dẫn phân loại rác tại hộ gia đình.
3. Các thôn tổ chức tổng vệ sinh vào ngày thứ bảy hằng tuần, bình xét hộ gia đình tiêu biểu vào \
cuối năm.
"""
COLLECTIVE_CRITERIA = (
    Rule(Kind.MANUAL, "Duy trì tổng vệ sinh hằng tuần, không để tồn đọng rác thải nơi công cộng"),
    Rule(Kind.MANUAL, "Có từ 90% hộ gia đình trở lên phân loại rác tại nhà"),
)
HOUSEHOLD_CRITERIA = (
    Rule(Kind.MANUAL, "Nhà ở, sân vườn, ngõ xóm sạch đẹp; phân loại rác và đổ rác đúng giờ"),
)
RECIPIENTS = """
Thường trực Đảng ủy, Thường trực HĐND xã
Chủ tịch, các Phó Chủ tịch UBND xã
Các bộ phận, đoàn thể, các thôn
Lưu: VT
"""


def build(run: Run) -> Campaign:
    """File and issue the movement; one village has registered on paper."""
    commune, office = places.authority(places.LAC_HONG), accounts.user("xakhac")
    campaign = issue(run, _file(run, commune), number=NUMBER, dated=ago(run, 15), by=office)
    village = places.units_of(commune)["Thôn Thượng"]
    rows = [Entered(village, "GK_XA", "Từ 95% hộ gia đình trở lên phân loại rác tại nhà")]
    day = ago(run, 4)
    registration = enter(campaign.periods.get(), village, rows, by=office, at=moment(day, "09:00"))
    send(run, registration, by=office, office=office, at=moment(day, "09:30"))
    return campaign


def _file(run: Run, commune: Unit) -> Campaign:
    groups, end = places.groups_of(commune), last_day(run)
    name = NAME.format(year=end.year)
    title = f"{name[:1].lower()}{name[1:]}"
    return fill(
        Campaign(
            authority=commune,
            name=name,
            theme=THEME,
            kind=CampaignKind.THEMATIC,
            starts_on=ago(run, 20),
            ends_on=end,
            registration_sent_to=OFFICE,
            created_by=accounts.user("xakhac"),
        ),
        periods=[
            Period(
                name=f"Năm {end.year}",
                starts_on=ago(run, 20),
                ends_on=end,
                registration_before=ago(run, -10),
            )
        ],
        participants=[
            (groups[places.ALL_UNITS], "Các thôn, bộ phận, đoàn thể trên địa bàn xã"),
            (groups[places.HOUSEHOLDS], ""),
        ],
        criteria={
            NomineeKind.COLLECTIVE: COLLECTIVE_CRITERIA,
            NomineeKind.HOUSEHOLD: HOUSEHOLD_CRITERIA,
        },
        offers=[
            Offered(
                "GK_XA",
                Route.OWN,
                heading="Giấy khen của Chủ tịch UBND xã",
                text="Giấy khen của Chủ tịch UBND xã cho tập thể, hộ gia đình tiêu biểu",
            )
        ],
        plan={
            "symbol": "KH-UBND",
            "place": "Lạc Hồng",
            "subject": f"Phát động {title}",
            "bases": "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
            "lead_in": f"UBND xã Lạc Hồng ban hành Kế hoạch phát động {title} như sau:",
            "body": BODY,
            "closing": "Yêu cầu các đơn vị nghiêm túc triển khai thực hiện Kế hoạch này.",
            "recipients": RECIPIENTS,
            "signer_authority": commune.collective_name,
            "signer_position": commune.head_position,
            "signer_name": commune.head_name,
        },
        at=moment(ago(run, 18), "10:00"),
    )
