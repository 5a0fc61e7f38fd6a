"""Texts of Đình Dù's movement of this year: two tiers, the province above; `{year}` moves."""

import datetime as dt

from awards.models import CriterionKind as Kind
from awards.models import Scoring
from emulation.organization.models import RatingLevel, Severity

from .building import Rule

NAME = "Phong trào thi đua yêu nước năm {year}"
SUPERIOR_DOCUMENT = (
    "Kế hoạch của UBND tỉnh Hưng Yên phát động phong trào thi đua yêu nước năm {year}"
)

# What a plan cites, by the days on which the text is in force (domain.md section 0).
BASES = (
    (None, None, "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"),
    (
        dt.date(2026, 10, 1),
        None,
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 "
        "năm 2026",
    ),
    (
        None,
        dt.date(2025, 6, 30),
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ quy định chi tiết thi "
        "hành một số điều của Luật Thi đua, khen thưởng",
    ),
    (
        dt.date(2025, 7, 1),
        None,
        "Căn cứ Nghị định số 129/2025/NĐ-CP ngày 11/06/2025 của Chính phủ quy định về phân định "
        "thẩm quyền của chính quyền địa phương 02 cấp trong lĩnh vực quản lý nhà nước của Bộ "
        "Nội vụ",
    ),
    # The register of laws gives this decree an end; a plan of a later day leaves it out.
    (
        dt.date(2025, 7, 1),
        dt.date(2027, 2, 28),
        "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14/06/2025 của Chính phủ quy định về phân cấp, "
        "phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi "
        "hành một số điều của Luật Thi đua, khen thưởng",
    ),
)

COLLECTIVES = "Tập thể các thôn, ban, ngành, đoàn thể và bộ phận chuyên môn của xã"
INDIVIDUALS = """Cán bộ, công chức, người hoạt động không chuyên trách và người lao động đang làm \
việc tại xã, thôn"""
HOUSEHOLDS = "Hộ gia đình cư trú, sinh sống trên địa bàn xã"

COLLECTIVE_CRITERIA = (
    Rule(
        Kind.RATING,
        "Được đánh giá hoàn thành tốt nhiệm vụ năm {year} trở lên, trong đó các chỉ tiêu thi "
        "đua đã đăng ký đều hoàn thành",
        {"level": RatingLevel.GOOD},
        "Kết quả đánh giá, xếp loại tập thể",
    ),
    # Told, not decided here: the law asks it of those put forward for the title alone.
    Rule(
        Kind.MEMBER_SHARE,
        "Có từ 50% thành viên trở lên đạt danh hiệu “Lao động tiên tiến” (đối với tập thể đề "
        "nghị danh hiệu “Tập thể lao động tiên tiến”)",
        {"codes": ["LDTT"], "percent": 50},
        "Quyết định công nhận danh hiệu",
        mandatory=False,
    ),
    Rule(
        Kind.MANUAL,
        "Tổ chức phong trào thi đua thiết thực, có cách làm sáng tạo được Nhân dân ghi nhận, "
        "các đơn vị khác học tập",
        {},
        "Báo cáo thành tích, hình ảnh, tài liệu minh họa",
    ),
    Rule(
        Kind.MEMBERS_NO_DISCIPLINE,
        "Nội bộ đoàn kết; không có thành viên bị kỷ luật từ hình thức cảnh cáo trở lên",
        {"severity": Severity.WARNING},
    ),
)
INDIVIDUAL_CRITERIA = (
    Rule(
        Kind.RATING,
        "Được xếp loại hoàn thành tốt nhiệm vụ năm {year} trở lên",
        {"level": RatingLevel.GOOD},
        "Kết quả đánh giá, xếp loại cá nhân",
    ),
    # Told as above: these are the law's own conditions of the title.
    Rule(
        Kind.MEETS_AWARD,
        "Hoàn thành xuất sắc nhiệm vụ hoặc có sáng kiến được cơ sở công nhận (đối với cá nhân "
        "đề nghị danh hiệu “Chiến sĩ thi đua cơ sở”)",
        {"code": "CSTDCS"},
        "Quyết định công nhận sáng kiến",
        mandatory=False,
    ),
    Rule(
        Kind.MANUAL,
        "Có tinh thần tự lực, đoàn kết, tương trợ, tích cực tham gia phong trào thi đua, tận "
        "tình phục vụ Nhân dân",
    ),
    Rule(
        Kind.NO_DISCIPLINE,
        "Chấp hành tốt chủ trương của Đảng, pháp luật của Nhà nước, kỷ luật, kỷ cương hành chính",
    ),
)
HOUSEHOLD_CRITERIA = (
    Rule(
        Kind.MANUAL,
        "Gương mẫu chấp hành chủ trương của Đảng, pháp luật của Nhà nước, quy ước của thôn; gia "
        "đình hòa thuận, đoàn kết với láng giềng",
        {},
        "Biên bản bình xét của thôn",
    ),
    Rule(
        Kind.MANUAL,
        "Tích cực phát triển kinh tế, giữ gìn vệ sinh môi trường, tự nguyện đóng góp công sức, "
        "đất đai, tài sản xây dựng công trình chung của thôn, xã",
        {},
        "Xác nhận của trưởng thôn",
    ),
)

OWN_AWARD = "Giấy khen của Chủ tịch UBND xã cho tập thể, cá nhân, hộ gia đình"
PROVINCE_AWARD = """Đề nghị Chủ tịch UBND tỉnh Hưng Yên tặng Bằng khen cho tập thể, cá nhân, hộ \
gia đình có thành tích tiêu biểu xuất sắc, có phạm vi ảnh hưởng rộng"""
LIST = "Văn bản đề nghị kèm theo danh sách"
MINUTES = "Biên bản bình xét của đơn vị"
# Titles and what is to be handed in for each.
TITLES = {
    "LDTT": (
        "Danh hiệu “Lao động tiên tiến” cho cá nhân",
        (LIST, "Báo cáo thành tích của cá nhân", MINUTES),
    ),
    "CSTDCS": (
        "Danh hiệu “Chiến sĩ thi đua cơ sở” cho cá nhân",
        (
            LIST,
            "Báo cáo thành tích của cá nhân",
            MINUTES,
            "Văn bản công nhận sáng kiến (trường hợp xét theo sáng kiến)",
        ),
    ),
    "TTLDTT": (
        "Danh hiệu “Tập thể lao động tiên tiến” cho tập thể",
        (LIST, "Báo cáo thành tích của tập thể", MINUTES),
    ),
}
OWN_COMPONENTS = (
    LIST,
    "Báo cáo thành tích của tập thể, cá nhân, hộ gia đình",
    "Biên bản họp xét khen thưởng của đơn vị",
)
PROVINCE_COMPONENTS = (
    "Tờ trình đề nghị khen thưởng",
    "Báo cáo thành tích có xác nhận của đơn vị",
    "Biên bản họp và kết quả bỏ phiếu của Hội đồng Thi đua - Khen thưởng xã",
    "Danh sách trích ngang thành tích",
)

PLAN = {
    "symbol": "KH-UBND",
    "place": "Đình Dù",
    "subject": "Phát động phong trào thi đua yêu nước năm {year}",
    "opening": """Nhằm phát huy sức mạnh đoàn kết, khơi dậy ý chí tự lực, khát vọng phát triển \
của cán bộ và Nhân dân, phấn đấu hoàn thành thắng lợi các mục tiêu phát triển kinh tế - xã hội, \
quốc phòng, an ninh năm {year} trong điều kiện tổ chức chính quyền địa phương 02 cấp.""",
    "lead_in": """Ủy ban nhân dân (UBND) xã Đình Dù ban hành Kế hoạch phát động phong trào thi \
đua yêu nước năm {year} với các nội dung sau:""",
    "body": """
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Tạo khí thế thi đua sôi nổi, rộng khắp ngay từ đầu; cổ vũ mọi tập thể, cá nhân, hộ gia đình nỗ \
lực hoàn thành và hoàn thành vượt mức các chỉ tiêu, nhiệm vụ năm {year}.
- Nâng cao chất lượng phục vụ người dân, doanh nghiệp; gắn kết quả thi đua với đánh giá, xếp \
loại, bồi dưỡng và sử dụng cán bộ, công chức.
- Phát hiện, bồi dưỡng, tổng kết và nhân rộng điển hình tiên tiến, gương người tốt, việc tốt trên \
các lĩnh vực.
2. Yêu cầu
- Nội dung, chỉ tiêu thi đua phải cụ thể, đo đếm được, phù hợp với nhiệm vụ của từng đơn vị và \
điều kiện của từng thôn.
- Việc đăng ký, theo dõi, bình xét phải công khai, dân chủ, đúng người, đúng việc; không chạy \
theo thành tích, không khen thưởng tràn lan.
II. ĐỐI TƯỢNG, THỜI GIAN THI ĐUA
1. Đối tượng thi đua
[[đối tượng thi đua]]
2. Thời gian thực hiện
[[thời gian thực hiện]]
III. NỘI DUNG THI ĐUA
1. Thi đua phát triển kinh tế, xây dựng nông thôn mới
- Chuyển dịch cơ cấu cây trồng, vật nuôi theo hướng hàng hóa, an toàn; mở rộng ngành nghề, dịch \
vụ, tạo thêm việc làm và nâng cao thu nhập cho người dân.
- Chung sức xây dựng nông thôn mới; cải tạo đường làng, ngõ xóm; phân loại rác tại hộ gia đình, \
giữ gìn cảnh quan sáng, xanh, sạch, đẹp.
2. Thi đua cải cách hành chính, chuyển đổi số
- Giải quyết hồ sơ thủ tục hành chính đúng hạn và trước hạn; nâng tỷ lệ hồ sơ trực tuyến toàn \
trình, thanh toán trực tuyến.
- Mỗi thôn duy trì tổ công nghệ số cộng đồng hoạt động hiệu quả, hướng dẫn người dân sử dụng các \
nền tảng số thiết yếu.
3. Thi đua xây dựng đời sống văn hóa, chăm lo an sinh xã hội
- Nâng cao chất lượng phong trào toàn dân đoàn kết xây dựng đời sống văn hóa; quan tâm, giúp đỡ \
gia đình người có công, hộ nghèo, người yếu thế.
- Thực hiện tốt công tác giáo dục, y tế, dân số; khuyến học, khuyến tài.
4. Thi đua giữ vững quốc phòng, an ninh và xây dựng hệ thống chính trị
- Hoàn thành chỉ tiêu tuyển quân, huấn luyện; xây dựng phong trào toàn dân bảo vệ an ninh Tổ \
quốc; giải quyết kịp thời kiến nghị, phản ánh của Nhân dân từ cơ sở.
- Nêu cao vai trò nêu gương, trách nhiệm của cán bộ, đảng viên, nhất là người đứng đầu.
IV. ĐĂNG KÝ THI ĐUA
[[thời hạn đăng ký]]
V. TIÊU CHUẨN KHEN THƯỞNG
1. Đối với tập thể
[[tiêu chuẩn tập thể]]
2. Đối với cá nhân
[[tiêu chuẩn cá nhân]]
3. Đối với hộ gia đình
[[tiêu chuẩn hộ gia đình]]
VI. HÌNH THỨC VÀ HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG
1. Danh hiệu thi đua, hình thức khen thưởng
[[hình thức khen thưởng]]
2. Hồ sơ đề nghị khen thưởng
[[hồ sơ khen thưởng]]
VII. TỔ CHỨC THỰC HIỆN
1. Văn phòng UBND xã
- Là cơ quan thường trực của Hội đồng Thi đua - Khen thưởng xã; hướng dẫn, tổng hợp đăng ký thi \
đua, theo dõi, đôn đốc và kiểm tra việc thực hiện Kế hoạch này.
- Thẩm định hồ sơ, tham mưu Hội đồng Thi đua - Khen thưởng, Chủ tịch UBND xã khen thưởng theo \
thẩm quyền hoặc đề nghị UBND tỉnh (qua Sở Nội vụ) khen thưởng.
2. Bộ phận Tài chính - Kế toán
Tham mưu bố trí, quản lý và sử dụng Quỹ thi đua, khen thưởng của xã theo đúng quy định.
3. Đài truyền thanh xã
Tuyên truyền mục đích, ý nghĩa, kết quả của phong trào; mở chuyên mục giới thiệu gương điển hình \
tiên tiến, người tốt, việc tốt.
4. Đề nghị Ủy ban MTTQ Việt Nam xã và các tổ chức chính trị - xã hội phối hợp tuyên truyền, vận \
động đoàn viên, hội viên và Nhân dân hưởng ứng phong trào; giám sát việc bình xét, khen thưởng.
5. Các thôn, ban, ngành, bộ phận chuyên môn cụ thể hóa Kế hoạch này, phát động thi đua tại đơn \
vị, đăng ký đúng thời hạn và báo cáo kết quả về UBND xã (qua Văn phòng UBND xã).
""",
    "closing": """Trên đây là Kế hoạch phát động phong trào thi đua yêu nước năm {year}; yêu cầu \
các đơn vị, cá nhân nghiêm túc triển khai thực hiện.""",
    "recipients": """
Sở Nội vụ tỉnh Hưng Yên (để báo cáo)
Thường trực Đảng ủy, Thường trực HĐND xã
Chủ tịch, các Phó Chủ tịch UBND xã
Ủy ban MTTQ Việt Nam và các tổ chức chính trị - xã hội xã
Các bộ phận chuyên môn, các thôn
Cổng thông tin điện tử xã
Lưu: VT, TĐKT
""",
    "signer_authority": "TM. ỦY BAN NHÂN DÂN",
    "signer_position": "CHỦ TỊCH",
    "signer_name": "Trần Quang Huy",
}

# The movement that is still being filed: the newcomer finds it half done.
DRAFT_NAME = "Phong trào thi đua đẩy mạnh chuyển đổi số năm {year}"
# A set with everything: a condition, a choice, points, a bonus, a penalty.
ONLINE = "Có ít nhất một trong các cách làm sau"
DRAFT_CRITERIA = (
    Rule(
        Kind.RATING,
        "Được đánh giá hoàn thành tốt nhiệm vụ trở lên",
        {"level": RatingLevel.GOOD},
        "Kết quả đánh giá, xếp loại tập thể",
    ),
    Rule(
        Kind.INITIATIVE,
        "Có sáng kiến, giải pháp ứng dụng công nghệ số được áp dụng, mang lại hiệu quả thiết thực",
        {},
        "Văn bản công nhận sáng kiến, giải pháp",
        group=ONLINE,
    ),
    Rule(
        Kind.MANUAL,
        "Có tổ công nghệ số cộng đồng hoạt động thường xuyên, giúp người cao tuổi nộp hồ sơ trực "
        "tuyến",
        {},
        "Báo cáo của tổ công nghệ số cộng đồng",
        group=ONLINE,
    ),
    Rule(
        Kind.MANUAL,
        "Ít nhất 80% hộ gia đình dùng dịch vụ công trực tuyến",
        {},
        "Số liệu của cổng dịch vụ công",
        points=60,
    ),
    Rule(
        Kind.MANUAL,
        "Điểm sinh hoạt cộng đồng có mạng không dây, mã QR thông tin về thôn",
        {},
        "Hình ảnh",
        points=40,
    ),
    Rule(
        Kind.RANK,
        "Chỉ số cải cách hành chính của đơn vị đứng trong ba đơn vị dẫn đầu",
        {"at_most": 3},
        scoring=Scoring.BONUS,
        points=10,
    ),
    Rule(
        Kind.MANUAL,
        "Để lộ dữ liệu cá nhân của người dân do thiếu trách nhiệm",
        {},
        "Văn bản kết luận",
        scoring=Scoring.PENALTY,
        points=20,
    ),
)
DRAFT_PASS_POINTS = 70


def bases_on(day: dt.date) -> str:
    """Return the legal bases in force on `day`, one a line, and the superior's plan."""
    return "\n".join(
        text
        for first, last, text in BASES
        if (first is None or first <= day) and (last is None or day <= last)
    )


def rules(criteria: tuple[Rule, ...], year: int) -> list[Rule]:
    """Return the criteria for a year."""
    return [rule._replace(text=rule.text.format(year=year)) for rule in criteria]
