"""Certificates to print in tests, with what is changed written in the test."""

from dataclasses import replace

from emulation.papers.certificate import Certificate
from emulation.papers.paper import PaperDate

SIX_SYLLABLES = "Bà Công Tằng Tôn Nữ Hoàng Phương"
UNIT_OF_120 = (
    "Tập thể Phòng Văn hóa - Xã hội và Trung tâm Phục vụ hành chính công xã An Bình, bộ phận tiếp "
    "nhận và trả kết quả của xã"
)
ACHIEVEMENT_OF_400 = (
    "Đã có thành tích đặc biệt xuất sắc trong phong trào thi đua “Cải cách hành chính, chuyển đổi "
    "số” giai đoạn 2021 - 2026; chủ động đề xuất sáng kiến rút ngắn thời gian giải quyết hồ sơ, "
    "hướng dẫn người dân nộp hồ sơ trực tuyến, không để hồ sơ quá hạn, góp phần nâng cao mức độ "
    "hài lòng của người dân và doanh nghiệp đối với sự phục vụ của cơ quan hành chính nhà nước "
    "trên địa bàn xã và các xã lân cận"
)


def make_certificate(**changes):
    certificate = Certificate(
        authority_title="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN BÌNH",
        recipient="Ông Nguyễn Văn Bình",
        recipient_detail="Trưởng thôn Hạ, xã An Bình",
        achievement="Đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
        decision_number="15/QĐ-UBND",
        decision_date=PaperDate(2026, 2, 5),
        register_number="07",
        place="An Bình",
        date=PaperDate(2026, 12, 15),
        signer_position="CHỦ TỊCH",
        signer_name="Trần Văn Ớt",
        verify_url="https://thidua.example.vn/kiem-tra/7K3F-Q9TX",
    )
    return replace(certificate, **changes)
