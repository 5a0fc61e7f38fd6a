"""Papers of every shape, for the tests of Word files."""

from emulation.papers.paper import (
    Annex,
    Article,
    Chapter,
    Column,
    Item,
    Paper,
    PaperDate,
    Paragraph,
    Part,
    Row,
    Section,
    Signature,
    Table,
)
from emulation.papers.text import parse

LONG = (
    "thực hiện nghiêm túc các nội dung của phong trào thi đua, bảo đảm tiến độ, chất lượng và hiệu "
    "quả; kịp thời báo cáo khó khăn, vướng mắc về Văn phòng để được hướng dẫn"
)
TITLES = ("Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Chiến sĩ thi đua cấp tỉnh")
FORMS = ("Giấy khen", "Bằng khen Bộ, ngành", "Bằng khen UBND tỉnh")


def table(rows=3, *, wide=False):
    """Return a list of people; a wide one has six columns more, in two groups."""
    columns = [
        Column("STT", 4, "center"),
        Column("Họ và tên", 14),
        Column("Chức vụ, đơn vị công tác", 18),
        Column("Tiền thưởng (đồng)", 10, "right"),
    ]
    if wide:
        columns += [Column(title, 5, "center", "Danh hiệu thi đua") for title in TITLES]
        columns += [Column(form, 5, "center", "Hình thức khen thưởng") for form in FORMS]
    rest = len(columns) - 4
    people = (
        Row((f"{i}", f"Nguyễn Văn Ân {i}", "Công chức Văn hóa - Xã hội xã", "702.000", *"x" * rest))
        for i in range(1, rows + 1)
    )
    return Table(
        tuple(columns),
        (
            Row(("I", "Cá nhân", "", "", *[""] * rest), "group"),
            *people,
            Row(("", "Tổng cộng", "", f"{rows * 702}.000", *[""] * rest), "total"),
        ),
    )


def headings(table):
    """Return the text of a table's heading rows as it prints, without spaces."""
    upper = dict.fromkeys(column.group or column.heading for column in table.columns)
    lower = [column.heading for column in table.columns if column.group]
    numbers = [f"({place})" for place, _ in enumerate(table.columns, start=1)]
    return "".join("".join([*upper, *lower, *numbers]).split())


def _paper(**values):
    return Paper(
        **{
            "issuer": ("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"),
            "number": "7",
            "place": "Đình Dù",
            "date": PaperDate(2025, 8, 5),
            "recipients": ("Như trên", "Lưu: VT, TĐKT"),
            "signatures": (Signature("CHỦ TỊCH", "Trần Quang Huy", ("TM. ỦY BAN NHÂN DÂN",)),),
        }
        | values
    )


DECISION = _paper(
    issuer=("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",),
    symbol="QĐ-UBND",
    type_name="QUYẾT ĐỊNH",
    subject="Về việc tặng Giấy khen cho các tập thể, cá nhân có thành tích trong phong trào",
    bases=(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
    ),
    body=(
        Article("Tặng Giấy khen cho 02 tập thể và 12 cá nhân có thành tích xuất sắc."),
        Article("Mức thưởng", (Item("Tập thể: 1.404.000 đồng;"), Item("Cá nhân: 702.000 đồng."))),
        Article("Văn phòng và các cá nhân có tên tại Điều 1 thi hành Quyết định này"),
    ),
    signatures=(Signature("PHÓ CHỦ TỊCH", "Trần Thị Ớt", ("KT. CHỦ TỊCH",)),),
)
MINUTES = _paper(
    issuer=("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",),
    parent=("ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",),
    number=None,
    symbol="BB-HĐTĐKT",
    date=PaperDate(2025, 12),
    type_name="BIÊN BẢN",
    subject="Họp xét thi đua, khen thưởng năm 2025",
    body=(
        *parse(
            "Bắt đầu lúc 8 giờ 00\nI. THÀNH PHẦN\n1. Có mặt\n- Ông A, Chủ tịch;\n+ thành viên\n"
            "2. Vắng mặt: không.\nII. NỘI DUNG\n1. Thảo luận\na) một\nb) hai\nc) ba\nd) bốn\n"
            "đ) năm\n2. Bỏ phiếu\n" + "\n".join(f"- Lượt {i}: {LONG}." for i in range(12))
        ),
        table(9),
        Paragraph("Biên bản đã đọc cho các thành viên nghe và nhất trí thông qua"),
    ),
    signatures=(
        Signature("THƯ KÝ", "Lê Thị Én"),
        Signature("CHỦ TỊCH", "Phạm Văn Ích", ("TM. HỘI ĐỒNG",)),
    ),
    draft=True,
)
REPORT = _paper(
    symbol="BC-UBND",
    type_name="BÁO CÁO",
    subject="Kết quả phong trào thi đua năm 2025",
    addressees=("Ủy ban nhân dân tỉnh Hưng Yên", "Sở Nội vụ tỉnh Hưng Yên"),
    body=(
        *parse("\n".join(["I. KẾT QUẢ", *(f"{i}. Đã {LONG}." for i in range(1, 9))])),
        Section("Số liệu", (Paragraph("Số liệu như sau:"), table(14, wide=True))),
        Section("Kiến nghị", (Paragraph("Không có kiến nghị"),)),
    ),
    annexes=(
        Annex("Danh sách cá nhân", (table(45),)),
        Annex("Bảng tổng hợp", (Paragraph("Gồm các cá nhân sau:"), table(30, wide=True))),
        Annex("Đề cương báo cáo", parse(f"I. SƠ LƯỢC\n1. Đặc điểm\n- Một;\n- Hai.\n{LONG}")),
    ),
)
LETTER = _paper(
    number=None,
    symbol="UBND-VP",
    date=PaperDate(2025),
    subject="đôn đốc đăng ký thi đua năm 2026 của các thôn và các cơ quan, đơn vị",
    addressees=("Trưởng các thôn",),
    body=(Paragraph(f"Ủy ban nhân dân xã đề nghị {LONG}."), Paragraph("Đề nghị thực hiện")),
    draft=True,
)
RULES = _paper(
    symbol="QC-UBND",
    type_name="QUY CHẾ",
    subject="Thi đua, khen thưởng",
    body=(
        Part(
            "Quy định chung",
            (
                Chapter("Phạm vi", (Section("Mục đầu", (Article("Đối tượng", (table(2),)),)),)),
                Chapter(
                    "Tổ chức",
                    (
                        Article(
                            "Trách nhiệm",
                            (Item("Khoản", (Item("Điểm"), Item("Thập phân", decimal=True))),),
                        ),
                        Article("Hiệu lực", (Paragraph(LONG),)),
                    ),
                ),
            ),
        ),
    ),
    signatures=tuple(Signature("ỦY VIÊN", f"Nguyễn Văn Ân {i}") for i in range(4)),
)
PAPERS = {
    "decision": DECISION,
    "minutes": MINUTES,
    "report": REPORT,
    "letter": LETTER,
    "rules": RULES,
}
