"""What `manage.py bench` prints: a plan, tables, certificates, each time with other words."""

from random import Random

from emulation.papers.certificate import Certificate
from emulation.papers.paper import (
    Bullet,
    Column,
    Item,
    Paper,
    PaperDate,
    Paragraph,
    Row,
    Section,
    Signature,
    Table,
)

CLAUSES = (
    "các đơn vị chủ động xây dựng chương trình, phân công rõ người, rõ việc, rõ thời gian",
    "thường xuyên kiểm tra, đôn đốc và báo cáo kết quả thực hiện về Văn phòng để tổng hợp",
    "thôn trưởng vận động nhân dân giữ gìn vệ sinh, trồng cây và sửa sang đường làng ngõ xóm",
    "bộ phận một cửa giải quyết 98% hồ sơ đúng hạn, không để người dân phải đi lại nhiều lần",
    "cán bộ, công chức nêu gương về đạo đức, tác phong, kỷ luật, kỷ cương hành chính",
    "Mặt trận và các đoàn thể phối hợp tuyên truyền, phổ biến mục đích, yêu cầu của phong trào",
    "kịp thời phát hiện, bồi dưỡng, nhân rộng điển hình tiên tiến trên từng lĩnh vực công tác",
    "hồ sơ đề nghị khen thưởng gửi trước ngày 10 tháng 12 theo Nghị định số 98/2023/NĐ-CP",
    "trạm y tế, trường học, công an, quân sự đăng ký chỉ tiêu cụ thể và chịu trách nhiệm",
    "khen thưởng đúng người, đúng thành tích, chú trọng người trực tiếp lao động, sản xuất",
    "ứng dụng công nghệ thông tin, chuyển đổi số và dịch vụ công trực tuyến mức độ cao",
    "kinh phí bảo đảm từ nguồn ngân sách xã và xã hội hóa theo quy định của pháp luật",
)


def plan(turn: int = 0) -> Paper:
    """Return a plan of about five pages; that of another `turn` says other things."""
    chance = Random(turn)

    def sentence(end: str) -> str:
        first, *others = chance.sample(CLAUSES, 2)
        return f"{first[0].upper()}{first[1:]}; {'; '.join(others)}{end}"

    body = tuple(
        Section(
            f"Nội dung {section}",
            tuple(
                Item(f"Nhiệm vụ {item}", (Bullet(sentence(";")), Bullet(sentence("."))))
                for item in range(1, 4)
            ),
        )
        for section in range(1, 8)
    )
    opening = Paragraph(sentence("."))
    return _framed("KẾ HOẠCH", "Phát động phong trào thi đua", (opening, *body))


def table(rows: int, turn: int = 0) -> Paper:
    """Return the registration table with eleven columns and so many rows, on landscape pages.

    That of another `turn` names other people.
    """
    columns = (
        Column("STT", 5, "center"),
        Column("Tập thể, cá nhân", 26),
        *(Column(f"Danh hiệu số {n}", 8, "center", "Danh hiệu thi đua") for n in range(5)),
        *(Column(f"Hình thức số {n}", 8, "center", "Hình thức khen thưởng") for n in range(4)),
    )
    lines = tuple(
        Row((
            str(number), f"Nguyễn Thị Phương Thảo {number}, Phó Trưởng phòng Tổng hợp",
            *("x" if (number + column) % 4 == 0 else "" for column in range(9)),
        ))
        for number in range(turn * rows + 1, turn * rows + rows + 1)
    )  # fmt: skip
    return _framed(
        "ĐĂNG KÝ",
        "Danh hiệu thi đua, hình thức khen thưởng",
        (Table(columns, lines, landscape="yes"),),
    )


def _framed(kind: str, subject: str, body: tuple) -> Paper:
    return Paper(
        issuer=("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"),
        number="38",
        symbol="KH-UBND",
        place="Đình Dù",
        date=PaperDate(2026, 4, 16),
        type_name=kind,
        subject=subject,
        body=body,
        recipients=("Các đơn vị", "Lưu: VT"),
        signatures=(Signature("CHỦ TỊCH", "Trần Quang Huy", ("TM. ỦY BAN NHÂN DÂN",)),),
    )


def certificates(count: int) -> list[Certificate]:
    """Return so many certificates, each with the QR code of its own address."""
    return [
        Certificate(
            authority_title="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",
            recipient=f"Ông Nguyễn Văn Minh {number}",
            recipient_detail="Trưởng thôn Đình Dù, xã Đình Dù",
            achievement="Đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
            decision_number=f"{number}/QĐ-UBND",
            decision_date=PaperDate(2026, 12, 10),
            place="Đình Dù",
            date=PaperDate(2026, 12, 10),
            signer_position="CHỦ TỊCH",
            signer_name="Trần Quang Huy",
            verify_url=f"https://thidua.example.vn/kiem-tra/7K3F-Q9TX-{number:04}",
        )
        for number in range(1, count + 1)
    ]
