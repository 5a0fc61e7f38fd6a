"""Texts of the inspectorate's plan 2021-2025, in our own words (facts: its real plan)."""

from awards.models import CriterionKind as Kind
from emulation.organization.models import RatingLevel

from .building import Rule

MOVEMENT = "“Cải cách hành chính trên địa bàn tỉnh Lào Cai” giai đoạn 2021-2025"
NAME = f"Phong trào thi đua {MOVEMENT}"
RULES = "Quyết định số 33/2021/QĐ-UBND ngày 28/06/2021 của UBND tỉnh Lào Cai"
SUPERIOR_DOCUMENT = f"{RULES} quy định về phong trào thi đua {MOVEMENT}"

COLLECTIVES = "Tập thể Văn phòng, các phòng nghiệp vụ thuộc Thanh tra tỉnh Lào Cai"
INDIVIDUALS = "Cán bộ, công chức, người lao động đang công tác tại Thanh tra tỉnh Lào Cai"

COLLECTIVE_CRITERIA = (
    Rule(
        Kind.MANUAL,
        "Lãnh đạo, chỉ đạo sát sao; ban hành kịp thời văn bản, kế hoạch để tổ chức thực hiện "
        "các nhiệm vụ cải cách hành chính",
        {},
        "Văn bản, kế hoạch đã ban hành",
    ),
    Rule(
        Kind.MANUAL,
        "Có kế hoạch phát động và tổ chức thực hiện phong trào thi đua tại bộ phận mình (Văn "
        "phòng, từng phòng nghiệp vụ)",
        {},
        "Kế hoạch phát động thi đua",
    ),
    Rule(
        Kind.MANUAL,
        "Tuyên truyền cải cách hành chính bằng những hình thức phong phú, phù hợp, đem lại hiệu "
        "quả cao",
        {},
        "Tin, bài, hình ảnh tuyên truyền",
    ),
    Rule(
        Kind.MANUAL,
        "Hoàn thành các nhiệm vụ trong kế hoạch cải cách hành chính nhà nước hằng năm và cả "
        "giai đoạn 2021-2025 đúng tiến độ, bảo đảm chất lượng, hiệu quả",
        {},
        "Báo cáo kết quả cải cách hành chính",
    ),
    # The plan leaves "high" and "leap" open: the numbers are how this office reads them.
    Rule(
        Kind.RANK,
        "Có thứ hạng cao hoặc có bước tiến vượt bậc về thứ hạng so với năm trước trong kết quả "
        "xếp hạng cải cách hành chính của tỉnh",
        {"at_most": 5, "rise_by": 3},
        "Quyết định công bố kết quả xếp hạng",
    ),
    Rule(
        Kind.MANUAL,
        "Tích cực tham gia, thực hiện tốt các nội dung cải cách hành chính chung của cơ quan",
    ),
)
INDIVIDUAL_CRITERIA = (
    # One printed criterion with two conditions: the rating, and an initiative.
    Rule(
        Kind.RATING,
        "Được xếp loại hoàn thành tốt nhiệm vụ trở lên; có giải pháp, sáng kiến đóng góp tích "
        "cực, thiết thực cho công tác cải cách hành chính",
        {"level": RatingLevel.GOOD, "initiative": True},
        "Kết quả xếp loại; văn bản công nhận sáng kiến, giải pháp",
    ),
    Rule(
        Kind.MANUAL,
        "Có đạo đức, lối sống trong sáng, đoàn kết nội bộ, gương mẫu chấp hành chủ trương của "
        "Đảng, chính sách, pháp luật của Nhà nước",
    ),
)

AWARD = """Đề nghị Chủ tịch UBND tỉnh Lào Cai tặng Bằng khen cho các tập thể, cá nhân tiêu biểu, \
có thành tích xuất sắc trong thực hiện cải cách hành chính"""
COMPONENTS = (
    "Tờ trình đề nghị khen thưởng",
    "Biên bản họp xét khen thưởng của Hội đồng Thi đua - Khen thưởng cơ quan",
    "Báo cáo thành tích của từng tập thể, cá nhân, nêu rõ kết quả theo từng tiêu chí",
)
DOSSIER_NOTE = f"theo thời gian quy định tại Điều 12 {RULES}"

PLAN = {
    "symbol": "KH-TT",
    "place": "Lào Cai",
    "subject": f"Tổ chức phong trào thi đua {MOVEMENT}",
    "bases": f"""
Thực hiện {SUPERIOR_DOCUMENT}
Căn cứ Hướng dẫn số 956/SNV-TĐKT ngày 30/07/2021 của Sở Nội vụ tỉnh Lào Cai hướng dẫn triển khai \
phong trào thi đua {MOVEMENT}
""",
    "lead_in": f"""Thanh tra tỉnh Lào Cai ban hành Kế hoạch tổ chức phong trào thi đua \
{MOVEMENT}, cụ thể như sau:""",
    "body": """
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Tiếp nối truyền thống yêu nước, khích lệ cán bộ, công chức, người lao động Thanh tra tỉnh có \
những việc làm cụ thể, hiệu quả hưởng ứng phong trào thi đua; chung tay xây dựng nền hành chính \
trong sạch, vững mạnh, hiện đại, vận hành thông suốt, hiệu lực và hiệu quả trong giai đoạn \
2021-2025.
- Gắn trách nhiệm của từng tập thể, từng cá nhân với kết quả thực hiện nhiệm vụ cải cách hành \
chính của cơ quan.
- Kịp thời phát hiện, biểu dương, khen thưởng các tập thể, cá nhân đạt thành tích xuất sắc về cải \
cách hành chính, tạo sức lan tỏa trong toàn cơ quan.
2. Yêu cầu
- Phong trào thi đua phải được phát động rộng khắp, duy trì liên tục, gắn với nhiệm vụ chính trị \
của cơ quan và với các phong trào thi đua khác của tỉnh; gắn với học tập và làm theo tư tưởng, \
đạo đức, phong cách Hồ Chí Minh; động viên cán bộ, công chức, người lao động ra sức phấn đấu, góp \
phần thực hiện thắng lợi các mục tiêu kinh tế - xã hội mà nghị quyết đại hội Đảng các cấp xác \
định; để thi đua trở thành việc làm thường ngày, thành nền nếp công tác của mỗi tập thể, cá nhân.
- Khuyến khích đổi mới, sáng tạo; mỗi nội dung, tiêu chí, biện pháp thi đua phải cụ thể, sát với \
công việc của từng bộ phận, tạo được chuyển biến có tính đột phá và hiệu quả rõ nét trong thực \
hiện nhiệm vụ chính trị được giao.
II. ĐỐI TƯỢNG, TIÊU CHÍ, TỔ CHỨC, ĐĂNG KÝ THI ĐUA
1. Đối tượng thi đua
[[đối tượng thi đua]]
2. Tiêu chí thi đua
- Thi đua đề cao trách nhiệm của lãnh đạo Văn phòng, trưởng phòng, phó trưởng phòng nghiệp vụ \
trong chỉ đạo, điều hành, tổ chức thực hiện cải cách hành chính gắn với chức năng, nhiệm vụ của \
bộ phận mình.
- Thi đua hoàn thành các nhiệm vụ trong chương trình, kế hoạch cải cách hành chính từng năm và cả \
giai đoạn của cơ quan trên sáu nội dung: thể chế; thủ tục hành chính; tổ chức bộ máy; chế độ công \
vụ; tài chính công; xây dựng, phát triển chính quyền điện tử.
- Thi đua thực hiện tốt từng tiêu chí, nâng cao điểm số và thứ hạng của cơ quan theo Bộ chỉ số \
theo dõi, đánh giá, xếp hạng cải cách hành chính mà UBND tỉnh quy định.
- Thi đua tuyên truyền, vận động các tổ chức, cá nhân cùng tham gia, đồng hành với cơ quan trong \
cải cách hành chính.
- Thi đua phát huy sáng kiến, cải tiến lề lối làm việc tại Văn phòng và từng phòng nghiệp vụ, tạo \
đột phá, đem lại hiệu quả thiết thực, làm cho tổ chức, cá nhân ngày càng hài lòng hơn với sự phục \
vụ của cơ quan.
3. Tổ chức thi đua
[[thời gian thực hiện]]
4. Đăng ký thi đua
[[thời hạn đăng ký]]
III. CÔNG TÁC KHEN THƯỞNG
1. Hình thức khen thưởng
[[hình thức khen thưởng]]
2. Tiêu chuẩn khen thưởng
a) Đối với tập thể Văn phòng, phòng nghiệp vụ
[[tiêu chuẩn tập thể]]
b) Đối với cá nhân
[[tiêu chuẩn cá nhân]]
IV. QUY TRÌNH, HỒ SƠ VÀ THỜI GIAN ĐỀ NGHỊ
1. Quy trình
Khi kết thúc kế hoạch cải cách hành chính của từng năm và khi tổng kết 05 năm thực hiện phong \
trào, Hội đồng Thi đua - Khen thưởng cơ quan căn cứ kết quả theo dõi đối với Văn phòng và các \
phòng nghiệp vụ để xét chọn, gửi Sở Nội vụ tổng hợp, thẩm định, trình UBND tỉnh khen thưởng những \
tập thể, cá nhân tiêu biểu, xuất sắc trong phạm vi chỉ tiêu, số lượng được phân bổ.
2. Hồ sơ đề nghị khen thưởng
[[hồ sơ khen thưởng]]
3. Thời gian đề nghị khen thưởng
[[thời hạn nộp hồ sơ]]
V. TỔ CHỨC THỰC HIỆN
1. Văn phòng và các phòng nghiệp vụ bám sát Kế hoạch này, cụ thể hóa thành việc làm của từng công \
chức, người lao động, quyết tâm hoàn thành ở mức cao nhất các nội dung, chỉ tiêu thi đua đã đăng \
ký.
2. Văn phòng đẩy mạnh thông tin, tuyên truyền; phát hiện, giới thiệu điển hình tiên tiến, gương \
người tốt, việc tốt về cải cách hành chính trong suốt giai đoạn 2021-2025.
3. Ban Chấp hành Công đoàn cơ quan căn cứ nội dung phong trào, phối hợp với lãnh đạo cơ quan, Văn \
phòng và các phòng nghiệp vụ vận động đoàn viên, công chức, người lao động đoàn kết, tích cực \
hưởng ứng, đưa phong trào đi vào thực chất, góp phần hoàn thành nhiệm vụ chính trị của cơ quan.
4. Giao Văn phòng theo dõi, hướng dẫn, kiểm tra các phòng nghiệp vụ tổ chức thực hiện phong trào; \
hằng năm và khi kết thúc giai đoạn, tham mưu lãnh đạo cơ quan đề xuất UBND tỉnh khen thưởng tập \
thể, cá nhân có thành tích xuất sắc trong cải cách hành chính.
""",
    "closing": f"Trên đây là Kế hoạch của Thanh tra tỉnh về tổ chức phong trào thi đua {MOVEMENT}.",
    "recipients": """
Vụ Tổ chức cán bộ, Hội đồng TĐKT Thanh tra Chính phủ
Cụm thi đua số IV
Ban Thi đua - Khen thưởng tỉnh
Khối thi đua các cơ quan Nội chính
Lãnh đạo Thanh tra tỉnh
Văn phòng, các phòng nghiệp vụ
Lưu: VT, TĐKT
""",
    "signer_authority": "",
    "signer_position": "CHÁNH THANH TRA",
    "signer_name": "Đàm Quang Vinh",
}

DIVISION_TARGETS = """
100% nhiệm vụ trong kế hoạch cải cách hành chính năm {year} hoàn thành đúng hạn
100% kết luận thanh tra được ban hành, công khai đúng thời gian quy định
"""
OFFICE_TARGETS = """
100% văn bản đi được ký số và gửi qua hệ thống quản lý văn bản, trừ văn bản mật
100% báo cáo cải cách hành chính năm {year} gửi đúng thời hạn
"""
PERSON_TARGETS = """
Có ít nhất 01 sáng kiến hoặc giải pháp về cải cách hành chính được áp dụng trong năm {year}
"""
