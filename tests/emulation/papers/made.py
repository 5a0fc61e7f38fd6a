"""A paper of a commune to print in tests, with what is changed written in the test."""

from dataclasses import replace

from emulation.papers.paper import Column, Paper, PaperDate, Paragraph, Row, Signature, Table
from emulation.papers.text import parse

BODY = """Ủy ban nhân dân xã xây dựng kế hoạch như sau:
I. Mục đích, yêu cầu
- Nâng cao trách nhiệm của tập thể, cá nhân trong việc giải quyết thủ tục cho người dân, bảo đảm
1. Đối tượng
- Các thôn;
+ Tổ tự quản.
2. Các đơn vị thực hiện nghiêm túc.
a) Đúng hạn
Trên đây là Kế hoạch của Ủy ban nhân dân xã."""


def make_paper(**changes):
    paper = Paper(
        issuer=("ỦY BAN NHÂN DÂN", "XÃ AN BÌNH"),
        number="5",
        symbol="KH-UBND",
        place="An Bình",
        date=PaperDate(2024, 4, 6),
        type_name="KẾ HOẠCH",
        subject="Phát động phong trào thi đua năm 2024",
        bases=("Căn cứ Luật Thi đua, khen thưởng", "Căn cứ Quyết định số 12/QĐ-UBND,"),
        body=parse(BODY),
        recipients=("Như trên", "Lưu: VT"),
        signatures=(Signature("CHỦ TỊCH", "Trần Văn Ớt", ("TM. ỦY BAN NHÂN DÂN",)),),
    )
    return replace(paper, **changes)


def make_table(columns=4, rows=3, **changes):
    heads = tuple(Column(f"Cột {i}", group="Nhóm" if i > 2 else "") for i in range(1, columns + 1))
    cells = [tuple(f"ô {row}.{i}" for i in range(1, columns + 1)) for row in range(1, rows + 1)]
    return Table(heads, tuple(map(Row, cells)), **changes)


def make_text(paragraphs):
    return tuple(
        Paragraph(
            f"Đoạn {i} dài hơn một dòng, để xem phần ký có đi cùng với chữ trên trang hay không."
        )
        for i in range(1, paragraphs + 1)
    )


WORDS = ("Hoàn thành", "Lao động", "Chiến sĩ", "Giấy khen", "Bằng khen", "Huân chương")
WIDE = Table(
    tuple(Column(word, 1.5) for word in ("Tên đơn vị", *WORDS, *WORDS)),
    tuple(Row((f"Thôn {i}", *["x"] * 12)) for i in range(1, 31)),
)
