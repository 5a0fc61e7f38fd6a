"""Texts of Đình Dù's plan of 2024, in our own words (facts: the commune's real plan)."""

from awards.models import CriterionKind as Kind
from emulation.organization.models import IndexRating, RatingLevel

from .building import Rule

NAME = "Phong trào thi đua cải cách hành chính năm 2024"
SUPERIOR_DOCUMENT = """Kế hoạch của UBND huyện Văn Lâm phát động phong trào thi đua cải cách hành \
chính trên địa bàn huyện năm 2024"""

COLLECTIVES = "Các thôn, ban, ngành, đoàn thể và các bộ phận chuyên môn của xã"
INDIVIDUALS = """Cán bộ, công chức, người hoạt động không chuyên trách, người lao động đang công \
tác tại các ban, ngành, đoàn thể, bộ phận, thôn của xã"""

# The first criterion holds two conditions, as the real plan prints them in one line: the rating
# and the rise over the year before are both in its parameters.
COLLECTIVE_CRITERIA = (
    Rule(
        Kind.INDEX_RATING,
        "Chỉ số CCHC năm 2024 được đánh giá, xếp loại Tốt trở lên và đạt điểm số cao hơn năm 2023",
        {"rating": IndexRating.GOOD, "rise": True},
        "Quyết định công bố kết quả chỉ số CCHC",
    ),
    Rule(
        Kind.RATING,
        "Được đánh giá hoàn thành xuất sắc nhiệm vụ được giao năm 2024",
        {"level": RatingLevel.EXCELLENT},
        "Kết quả đánh giá, xếp loại tập thể",
    ),
    Rule(
        Kind.INITIATIVE,
        "Có sáng kiến hoặc giải pháp CCHC mới, sát thực tế, có khả năng nhân rộng; khi áp dụng "
        "vào quản lý, giải quyết công việc tạo chuyển biến đột phá cho công tác CCHC của xã",
        {},
        "Văn bản công nhận sáng kiến, giải pháp",
    ),
    Rule(Kind.NO_DISCIPLINE, "Chấp hành nghiêm túc kỷ luật, kỷ cương hành chính"),
)
INDIVIDUAL_CRITERIA = (
    Rule(
        Kind.RATING,
        "Được xếp loại hoàn thành xuất sắc nhiệm vụ năm 2024",
        {"level": RatingLevel.EXCELLENT},
        "Kết quả đánh giá, xếp loại cá nhân",
    ),
    Rule(
        Kind.MANUAL,
        "Trực tiếp chỉ đạo, tham mưu hoặc thực hiện đạt kết quả tốt những nhiệm vụ được phân "
        "công trong kế hoạch CCHC năm 2024 của xã",
        {},
        "Báo cáo kết quả thực hiện nhiệm vụ",
    ),
    Rule(
        Kind.MANUAL,
        "Tham mưu, triển khai các văn bản chỉ đạo của xã, của huyện và của tỉnh bảo đảm chất "
        "lượng, đúng tiến độ đề ra",
        {},
        "Sổ theo dõi văn bản",
    ),
    Rule(
        Kind.INITIATIVE,
        "Là tác giả hoặc đồng tác giả sáng kiến, giải pháp CCHC có tính mới, áp dụng được ngay, "
        "có thể phổ biến cho bộ phận khác và tạo bước đột phá trong CCHC của xã",
        {},
        "Văn bản công nhận sáng kiến, giải pháp",
    ),
    Rule(
        Kind.NO_DISCIPLINE,
        "Gương mẫu chấp hành kỷ luật, kỷ cương hành chính, trong năm không có vi phạm",
    ),
)

DISTRICT_AWARD = """Đề nghị Chủ tịch UBND huyện Văn Lâm tặng Giấy khen cho các tập thể, cá nhân \
lập được thành tích trong công tác CCHC (nếu có)"""
OWN_AWARD = """Chủ tịch UBND xã tặng Giấy khen cho các tập thể, cá nhân đạt thành tích trong \
phong trào thi đua CCHC tại địa phương"""
COMPONENTS = (
    "Tờ trình đề nghị khen thưởng",
    "Báo cáo thành tích của từng tập thể, cá nhân được đề nghị",
    "Biên bản họp, kết quả bỏ phiếu của Hội đồng Thi đua - Khen thưởng xã",
    "Danh sách trích ngang thành tích tập thể, cá nhân được đề nghị",
)

PLAN = {
    "symbol": "KH-UBND",
    "place": "Đình Dù",
    "subject": "Phát động phong trào thi đua cải cách hành chính năm 2024",
    "bases": """Thực hiện Kế hoạch số 15/KH-UBND ngày 26/01/2024 của UBND xã Đình Dù về công tác \
cải cách hành chính năm 2024""",
    "opening": """Cải cách hành chính (CCHC) là nhiệm vụ trọng tâm, là khâu then chốt giúp chính \
quyền các cấp điều hành thông suốt, kỷ cương, phục vụ tổ chức, công dân ngày càng tốt hơn, qua đó \
tạo động lực để xã Đình Dù hoàn thành các chỉ tiêu phát triển kinh tế - xã hội.""",
    "lead_in": """Ủy ban nhân dân (UBND) xã Đình Dù ban hành Kế hoạch phát động phong trào thi \
đua CCHC trên địa bàn xã năm 2024, nội dung cụ thể như sau:""",
    "body": """
I. MỤC ĐÍCH, YÊU CẦU
- Khơi dậy không khí thi đua sôi nổi trong toàn xã; khích lệ mọi tập thể, cá nhân chủ động, quyết \
tâm hoàn thành các chỉ tiêu, nhiệm vụ đã đề ra trong kế hoạch CCHC năm 2024.
- Đề cao trách nhiệm của từng tập thể, cá nhân đối với nhiệm vụ CCHC được giao; từng bước xây \
dựng nền hành chính hiện đại, nâng cao năng lực quản lý và năng suất, chất lượng công việc bằng \
việc sử dụng thành thạo các phần mềm dùng chung, trao đổi văn bản điện tử, ký số; giảm dần việc \
in, sao, phát hành tài liệu giấy tại các cuộc họp, hội nghị trên địa bàn xã.
- Xây dựng đội ngũ cán bộ, công chức chuyên nghiệp, tận tụy, có kỹ năng điều hành và thực thi \
công vụ tốt; cung ứng dịch vụ công nhanh gọn, đúng hẹn, giúp người dân, doanh nghiệp thuận lợi \
hơn khi làm thủ tục hành chính.
- Phong trào được tổ chức rộng khắp, thiết thực, tránh phô trương, hình thức; tạo được sự đồng \
lòng và khơi dậy tinh thần đổi mới, sáng tạo của mọi tập thể, cá nhân đăng ký tham gia.
- Phát hiện, tôn vinh và khen thưởng đúng lúc, đúng đối tượng những tập thể, cá nhân có kết quả \
nổi bật về CCHC.
II. ĐỐI TƯỢNG VÀ NGUYÊN TẮC THI ĐUA, KHEN THƯỞNG
1. Đối tượng thi đua
[[đối tượng thi đua]]
2. Đối tượng khen thưởng
Các tập thể, cá nhân nêu tại khoản 1 Mục này tự nguyện đăng ký tham gia và lập được thành tích \
xuất sắc trong phong trào thi đua CCHC năm 2024.
3. Nguyên tắc thi đua, khen thưởng
- Việc khen thưởng dựa trên kết quả thực tế, thành tích ở mức nào thì khen ở mức đó, không bắt \
buộc phải có hình thức khen thấp mới được đề nghị hình thức khen cao; thành tích lập được trong \
hoàn cảnh khó khăn, có sức lan tỏa rộng thì được xem xét mức khen cao hơn; ưu tiên tập thể nhỏ và \
người trực tiếp làm việc.
- Không xét khen thưởng tập thể, cá nhân đang trong thời gian thi hành kỷ luật; tạm dừng xét khen \
thưởng trường hợp cơ quan có thẩm quyền đang xem xét xử lý kỷ luật, có đơn khiếu nại, tố cáo được \
thụ lý hoặc báo chí phản ánh dấu hiệu sai phạm, tiêu cực mà chưa có kết luận xác minh.
III. NỘI DUNG THI ĐUA
- Thi đua phát huy vai trò nêu gương của người đứng đầu ban, ngành, đoàn thể, bộ phận trong chỉ \
đạo, tổ chức thực hiện và chịu trách nhiệm về kết quả CCHC của đơn vị mình.
- Thi đua hoàn thành các nhiệm vụ CCHC theo Chương trình tổng thể của Chính phủ, kế hoạch từng \
giai đoạn và hằng năm của UBND huyện trên các lĩnh vực: thủ tục hành chính; tổ chức bộ máy; chất \
lượng đội ngũ cán bộ, công chức; tài chính công; hiện đại hóa hành chính.
- Thi đua đạt điểm cao ở từng tiêu chí của Bộ chỉ số theo dõi, đánh giá, xếp hạng CCHC do UBND \
tỉnh ban hành; tích cực tuyên truyền để tổ chức, người dân hiểu, tham gia và giám sát quá trình \
thực hiện CCHC.
- Thi đua nghiên cứu, đề xuất giải pháp, sáng kiến có tính ứng dụng, mang lại hiệu quả rõ rệt cho \
công tác CCHC tại địa phương.
IV. THỜI GIAN ĐĂNG KÝ THI ĐUA
[[thời hạn đăng ký]]
V. TIÊU CHUẨN KHEN THƯỞNG
1. Đối với tập thể
[[tiêu chuẩn tập thể]]
2. Đối với cá nhân
[[tiêu chuẩn cá nhân]]
VI. HÌNH THỨC VÀ HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG
1. Hình thức khen thưởng
[[hình thức khen thưởng]]
2. Hồ sơ đề nghị khen thưởng
[[hồ sơ khen thưởng]]
VII. TỔ CHỨC THỰC HIỆN
1. Văn phòng UBND xã
- Là thường trực Hội đồng Thi đua - Khen thưởng xã, đầu mối tham mưu công tác CCHC; chủ trì, phối \
hợp với các bộ phận liên quan hướng dẫn, theo dõi, đôn đốc và kiểm tra việc thực hiện phong trào \
thi đua trên địa bàn xã.
- Tổng hợp kết quả thi đua của các tập thể, cá nhân, trình UBND xã khen thưởng theo thẩm quyền \
hoặc đề nghị UBND huyện khen thưởng; tham mưu UBND xã sử dụng kết quả phong trào làm căn cứ đánh \
giá mức độ hoàn thành nhiệm vụ, trách nhiệm người đứng đầu và bình xét danh hiệu thi đua, hình \
thức khen thưởng.
2. Các thôn, ban, ngành, đoàn thể, bộ phận chuyên môn và cán bộ, công chức, người hoạt động không \
chuyên trách, người lao động căn cứ Kế hoạch này tổ chức thực hiện nghiêm túc, hiệu quả; đăng ký \
nội dung, chỉ tiêu thi đua CCHC gửi UBND xã (qua Văn phòng UBND xã) đúng thời hạn.
3. Đài truyền thanh xã
Xây dựng tin, bài, thời lượng phát thanh phù hợp để tuyên truyền phong trào thi đua CCHC; kịp \
thời giới thiệu, biểu dương gương điển hình tiên tiến, người tốt, việc tốt để nhân rộng trong \
toàn xã.
""",
    "closing": """Trên đây là Kế hoạch phát động phong trào thi đua CCHC năm 2024 của UBND xã \
Đình Dù; trong quá trình thực hiện nếu có vướng mắc, các đơn vị phản ánh về Văn phòng UBND xã để \
được hướng dẫn.""",
    "recipients": """
Phòng Nội vụ huyện Văn Lâm (để báo cáo)
Thường trực Đảng ủy xã
Thường trực HĐND, lãnh đạo UBND xã
Khối Dân vận Đảng ủy xã
Cán bộ, công chức, người giúp việc UBND xã
Cổng thông tin điện tử xã
Các thôn, ban, ngành, đoàn thể, đơn vị liên quan
Lưu: VT
""",
    "signer_authority": "TM. ỦY BAN NHÂN DÂN",
    "signer_position": "CHỦ TỊCH",
    "signer_name": "Trần Quang Huy",
}

VILLAGE_TARGETS = "Ít nhất 70% hồ sơ của người dân trong thôn được nộp trực tuyến"
ONE_STOP_TARGETS = "Trên 99% hồ sơ thủ tục hành chính được giải quyết trước hạn và đúng hạn"
BODY_TARGETS = "Có ít nhất 01 giải pháp, cách làm mới về CCHC được áp dụng trong năm"
STAFF_TARGETS = "Không để công việc được giao quá hạn; không vi phạm kỷ luật, kỷ cương hành chính"
COMMUNE_TARGETS = "Chỉ số CCHC năm 2024 của xã xếp loại Tốt, tăng điểm so với năm 2023"
