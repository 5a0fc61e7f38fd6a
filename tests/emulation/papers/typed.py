"""A plan as an office types it, without a fault, and ways to put one fault into it."""

from emulation.papers.paper import Table
from emulation.papers.review import Context, review_text
from emulation.papers.text import number

PLAN = """
ỦY BAN NHÂN DÂN
XÃ ĐÌNH DÙ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 38/KH-UBND
Đình Dù, ngày 16 tháng 4 năm 2024
KẾ HOẠCH
Phát động phong trào thi đua cải cách hành chính năm 2024

Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;
Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ.
Ủy ban nhân dân xã Đình Dù ban hành Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao trách nhiệm của cán bộ, công chức;
- Cổ vũ các tập thể, cá nhân hoàn thành nhiệm vụ.
2. Yêu cầu
Phong trào phải thiết thực, đúng quy định tại khoản 1 Mục này.
II. ĐĂNG KÝ THI ĐUA
Các đơn vị đăng ký thi đua gửi về UBND xã trước ngày 26/04/2024.
III. KHEN THƯỞNG
1. Hình thức khen thưởng
a) Đề nghị Chủ tịch UBND huyện Văn Lâm tặng Giấy khen.
b) Giấy khen của Chủ tịch UBND xã.
2. Hồ sơ gồm các giấy tờ nêu tại điểm a khoản 1 Mục này.
IV. TỔ CHỨC THỰC HIỆN
Văn phòng UBND xã theo dõi, đôn đốc việc thực hiện Kế hoạch này của UBND xã Đình Dù./.
Nơi nhận:
- Phòng Nội vụ huyện Văn Lâm (để báo cáo);
- Các thôn, ban, ngành, đoàn thể;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Quang Huy
"""

DECISION = """
ỦY BAN NHÂN DÂN
XÃ ĐÌNH DÙ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 05/QĐ-UBND
Đình Dù, ngày 05 tháng 02 năm 2026

QUYẾT ĐỊNH
Về việc khen thưởng phong trào thi đua năm 2025

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ

Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;
Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14/06/2025 của Chính phủ;
Theo đề nghị của Hội đồng Thi đua - Khen thưởng xã.

QUYẾT ĐỊNH:

Điều 1. Tặng Giấy khen cho 05 tập thể, 10 cá nhân (có danh sách kèm theo).
Điều 2. Tiền thưởng thực hiện theo khoản 1 Điều 54 Nghị định số 152/2025/NĐ-CP.
1. Tập thể: 0,6 lần mức lương cơ sở.
2. Cá nhân: 0,3 lần mức lương cơ sở.
Điều 3. Văn phòng và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành./.

Nơi nhận:
- Như Điều 3;
- Lưu: VT.

CHỦ TỊCH

Trần Quang Huy
"""


def changed(old, new, text=PLAN):
    """The clean paper with one place changed; the place must be there."""
    assert old in text, old
    return text.replace(old, new, 1)


def faults(text, code=None, **context):
    """Findings of a typed text, those of one check or all."""
    found = review_text(text, Context(**context))
    return [f for f in found if code in (None, f.code)]


def codes(text, **context):
    return {finding.code for finding in faults(text, **context)}


def as_typed(paper):
    """A Paper as lines that somebody might have typed; tables as rows with tabs."""
    day = paper.date
    number_line = f"Số: {paper.number_text}/{paper.symbol}" if paper.symbol is not None else ""
    lines = [
        *paper.parent, *paper.issuer,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", number_line,
        f"{paper.place}, ngày {day.day_text} tháng {day.month_text} năm {day.year_text}",
        "", paper.type_name or "", *paper.subject_text.splitlines(), "", paper.decided_by, "",
    ]  # fmt: skip
    bare = [base.rstrip(".;") for base in paper.bases]
    lines += [f"{base};" for base in bare[:-1]] + [f"{base}." for base in bare[-1:]]
    lines += ["", paper.verdict, ""]
    for block in number(paper.printed_body, end_mark=paper.end_mark):
        if isinstance(block.block, Table):
            lines.append("\t".join(column.heading for column in block.block.columns))
            lines += ["\t".join(row.cells) for row in block.block.rows]
        else:
            lines.append(block.line)
    if paper.recipients:
        rest = [recipient.rstrip(".;") for recipient in paper.recipients]
        lines += ["Nơi nhận:", *(f"- {r};" for r in rest[:-1]), f"- {rest[-1]}."]
    for signature in paper.signatures:
        lines += [*signature.authority, signature.position, "", signature.name]
    return "\n".join(lines)
