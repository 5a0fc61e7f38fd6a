"""Plans that nobody has seen, as Word files: each an office of another kind, with its habits."""

import io
import zipfile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def centred(document, text, *, bold=True):
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def header(document, left, right, *, parents=0):
    """The two columns with invisible rules that offices use."""
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, lines in zip(cells, (left, right), strict=True):
        for place, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if not place else cell.add_paragraph()
            issuer = cell is cells[0] and parents <= place and line.isupper()
            paragraph.add_run(line).bold = issuer


def footer(document, recipients, signature):
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, lines in zip(cells, (["Nơi nhận:", *recipients], signature), strict=True):
        cell.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)


NATION = ["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def school():
    """A school: superior above it, old spelling of tones, no full stops, deputy signs."""
    document = docx.Document()
    header(
        document,
        ["UBND XÃ TÂN LẬP", "TRƯỜNG TIỂU HỌC TÂN LẬP A", "Số: 07/KH-THTLA"],
        [*NATION, "Tân Lập, ngày 05 tháng 9 năm 2025"],
        parents=1,
    )
    centred(document, "KẾ HOẠCH")
    centred(document, "Tổ chức phong trào thi đua “Dạy tốt, học tốt”")
    centred(document, "năm học 2025 - 2026")
    for line in (
        "Căn cứ Hướng dẫn số 45/HD-UBND ngày 28/8/2025 của UBND xã Tân Lập về công tác thi đua, "
        "khen thưởng ngành giáo dục;",
        "Căn cứ tình hình thực tế, Trường Tiểu học Tân Lập A xây dựng kế hoạch như sau:",
        "I. MỤC ĐÍCH",
        "- Nâng cao chất lượng giáo dục toàn diện.",
        "II. ĐỐI TƯỢNG THI ĐUA",
        "- Các tổ chuyên môn, tổ văn phòng",
        "- Cán bộ, giáo viên, nhân viên của trường",
        "III. ĐĂNG KÝ THI ĐUA",
        "Các tổ nộp bản đăng ký thi đua về Văn phòng chậm nhất ngày 25/9.",
        "IV. TIÊU CHUẨN KHEN THƯỞNG",
        "1. Tiêu chuẩn đối với tập thể",
        "- Hoàn thành xuất sắc nhiệm vụ năm học",
        "- Có ít nhất 70% giáo viên đạt lao động tiên tiến",
        "2. Tiêu chuẩn đối với cá nhân",
        "- Có sáng kiến được công nhận",
        "- Hoá giải tốt các tình huống sư phạm",
        "- Không vi phạm đạo đức nhà giáo",
        "V. HÌNH THỨC KHEN THƯỞNG",
        "1. Giấy khen của Hiệu trưởng cho tập thể, cá nhân",
        "2. Đề nghị Chủ tịch UBND xã tặng Giấy khen",
        "VI. HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG",
        "Hồ sơ gồm: Tờ trình; Báo cáo thành tích; Biên bản họp xét.",
        "Hồ sơ gửi về Văn phòng đến hết ngày 20/5/2026.",
        "VII. TỔ CHỨC THỰC HIỆN",
        "1. Ban Giám hiệu chỉ đạo chung.",
        "2. Các tổ chuyên môn triển khai thực hiện.",
        "Trên đây là Kế hoạch phong trào thi đua năm học 2025 - 2026 của nhà trường./.",
    ):
        document.add_paragraph(line)
    footer(
        document,
        ["- UBND xã (b/c);", "- Các tổ chuyên môn;", "- Lưu: VT."],
        ["KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "", "(đã ký)", "", "Nguyễn Thị Hoà"],
    )
    return saved(document)


def ward():
    """A ward after July 2025: header as paragraphs, decimal numbers, households, yearly rule."""
    document = docx.Document()
    for line in (
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG MINH XUÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập – Tự do – Hạnh phúc",
        "Số: 112/KH-UBND          Minh Xuân, ngày 12 tháng 01 năm 2026",
        "KẾ HOẠCH PHÁT ĐỘNG PHONG TRÀO THI ĐUA “PHƯỜNG XANH, SẠCH, ĐẸP” GIAI ĐOẠN 2026-2030",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;",
        "Thực hiện Kế hoạch số 02/KH-UBND ngày 05/01/2026 của UBND tỉnh, Ủy ban nhân dân phường "
        "Minh Xuân xây dựng kế hoạch như sau:",
        "1. Thời gian thực hiện",
        "Từ ngày 15/01/2026 đến hết ngày 31/12/2030.",
        "2. Đăng ký thi đua",
        "Hằng năm, các tổ dân phố gửi đăng ký về UBND phường trước ngày 15/02; riêng năm 2026 "
        "đăng ký trước ngày 28/02/2026.",
        "3. Tiêu chuẩn khen thưởng",
        "3.1. Đối với tập thể",
        "a) Không có điểm tập kết rác tự phát;",
        "b) 100% hộ dân phân loại rác.",
        "3.2. Đối với cá nhân",
        "a) Gương mẫu thực hiện;",
        "3.3. Đối với hộ gia đình",
        "a) Giữ gìn vệ sinh trước nhà;",
        "b) Đóng góp đầy đủ các quỹ.",
        "4. Hình thức khen thưởng",
        "a) Giấy khen của Chủ tịch UBND phường;",
        "b) Bằng khen của Chủ tịch UBND tỉnh.",
        "5. Hồ sơ khen thưởng",
        "a) Danh sách đề nghị khen thưởng;",
        "b) Biên bản bình xét của tổ dân phố;",
        "c) Thời hạn nộp hồ sơ: chậm nhất ngày 30/11 hằng năm.",
        "6. Tổ chức thực hiện",
        "Phòng Văn hóa - Xã hội theo dõi, đôn đốc./.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lê Thị Ánh Tuyết",
        "Nơi nhận:",
        "- Sở Nội vụ tỉnh;",
        "- Các tổ dân phố;",
        "- Lưu: VT, VHXH.",
    ):
        document.add_paragraph(line)
    return saved(document)


def trade_union():
    """A trade union: slashes after numbers, a. b. c., soft line breaks, two signatures."""
    document = docx.Document()
    header(
        document,
        ["LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM", "CÔNG ĐOÀN CÁC KHU CÔNG NGHIỆP", "Số: …/KH-CĐKCN"],
        [*NATION, "Hà Nam, ngày … tháng … năm 2025"],
        parents=1,
    )
    centred(document, "KẾ HOẠCH\nPhát động phong trào thi đua “Lao động giỏi” năm 2025")
    for line in (
        "Thực hiện Chương trình số 12/CTr-LĐLĐ ngày 10/01/2025 của Liên đoàn Lao động tỉnh;",
        "I/ Mục đích, yêu cầu",
        "1/ Mục đích",
        "• Khích lệ đoàn viên, người lao động thi đua.",
        "II/ Tiêu chí khen thưởng",
        "1/ Đối với tập thể công đoàn cơ sở:",
        "a. Hoàn thành tốt nhiệm vụ trở lên;",
        "b. Phát triển đoàn viên\nđạt chỉ tiêu được giao.",
        "2/ Đối với cá nhân:",
        "a. Là đoàn viên xuất sắc;",
        "III/ Hình thức khen thưởng",
        "- Giấy khen của Công đoàn các Khu công nghiệp;",
        "- Bằng khen của Liên đoàn Lao động tỉnh.",
        "IV/ Hồ sơ đề nghị",
        "1/ Tờ trình của công đoàn cơ sở;",
        "2/ Báo cáo thành tích.",
        "Các công đoàn cơ sở gửi hồ sơ trước 17 giờ 00 ngày 15/10/2025.",
    ):
        document.add_paragraph(line)
    footer(
        document,
        ["- LĐLĐ tỉnh;", "- Các CĐCS;", "- Lưu."],
        ["TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "", "Phạm Văn Đồng Tâm"],
    )
    return saved(document)


def party():
    """A party committee: its own heading and number, a star for a line, no place for a motto."""
    document = docx.Document()
    header(
        document,
        ["ĐẢNG BỘ TỈNH HƯNG YÊN", "ĐẢNG ỦY XÃ ĐẠI ĐỒNG", "*", "Số 12-KH/ĐU"],
        ["ĐẢNG CỘNG SẢN VIỆT NAM", "Đại Đồng, ngày 03 tháng 02 năm 2026"],
        parents=1,
    )
    centred(document, "KẾ HOẠCH")
    centred(document, "tổ chức phong trào thi đua học tập và làm theo Bác năm 2026")
    centred(document, "-----")
    for line in (
        "Thực hiện Kế hoạch số 03-KH/TU, ngày 05/01/2026 của Ban Thường vụ Tỉnh ủy về phong trào "
        "thi đua năm 2026; Ban Thường vụ Đảng ủy xã xây dựng Kế hoạch như sau:",
        "I- MỤC ĐÍCH, YÊU CẦU",
        "1- Mục đích",
        "- Tạo chuyển biến trong toàn Đảng bộ.",
        "II- TIÊU CHUẨN",
        "* Đối với tập thể:",
        "- Chi bộ hoàn thành tốt nhiệm vụ;",
        "- Có mô hình hay.",
        "* Đối với cá nhân:",
        "- Đảng viên gương mẫu.",
        "III- ĐĂNG KÝ",
        "Các chi bộ đăng ký với Đảng ủy (qua Văn phòng) trước ngày 28/2/2026.",
    ):
        document.add_paragraph(line)
    footer(
        document,
        [
            "- Ban Thường vụ Tỉnh ủy (báo cáo),",
            "- Các chi bộ trực thuộc,",
            "- Lưu Văn phòng Đảng ủy.",
        ],
        ["T/M BAN THƯỜNG VỤ", "BÍ THƯ", "", "Đỗ Mạnh Cường"],
    )
    return saved(document)


def articles():
    """A plan written in điều and khoản, its header missing."""
    document = docx.Document()
    for line in (
        "KẾ HOẠCH",
        "Tổ chức phong trào thi đua chuyển đổi số năm 2026",
        "Căn cứ Quyết định số 5/QĐ-UBND ngày 02/01/2026;",
        "Chương I",
        "QUY ĐỊNH CHUNG",
        "Điều 1. Đối tượng thi đua",
        "1. Các phòng, ban, đơn vị.",
        "2. Công chức, viên chức.",
        "Điều 2. Thời gian đăng ký",
        "Các đơn vị đăng ký trước ngày 31/03/2026.",
        "Chương II",
        "KHEN THƯỞNG",
        "Điều 3. Tiêu chuẩn khen thưởng",
        "1. Đối với tập thể:",
        "a) Đạt 90% hồ sơ trực tuyến;",
        "b) Ký số 100% văn bản.",
        "2. Đối với cá nhân:",
        "a) Có sáng kiến.",
        "Điều 4. Hình thức khen thưởng",
        "Danh hiệu Chiến sỹ thi đua cơ sở.",
    ):
        document.add_paragraph(line)
    return saved(document)


def table_between():
    """A table with merged headings among the text, and one with drawn rules."""
    document = docx.Document()
    for line in ("KẾ HOẠCH", "Phát động phong trào thi đua thu ngân sách năm 2025", "I. CHỈ TIÊU"):
        document.add_paragraph(line)
    table = document.add_table(rows=5, cols=4)
    table.style = "Table Grid"
    texts = (
        ("STT", "Chỉ tiêu", "Quý", ""),
        ("", "", "I", "II"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("1", "Thuế đất", "10", "20"),
        ("2", "Phí, lệ phí", "5", "7"),
    )
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    table.cell(0, 2).merge(table.cell(0, 3))
    for line in ("II. TỔ CHỨC THỰC HIỆN", "- Các đơn vị căn cứ thực hiện./."):
        document.add_paragraph(line)
    return saved(document)


def inside_a_table():
    """The whole plan in a table with invisible rules, numbers in a column of their own."""
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Phát động phong trào thi đua vệ sinh môi trường năm 2025")
    rows = (
        ("I.", "MỤC ĐÍCH"),
        ("-", "Giữ gìn môi trường xanh, sạch, đẹp trong toàn xã và các thôn."),
        ("II.", "ĐĂNG KÝ THI ĐUA"),
        ("1.", "Các thôn đăng ký với UBND xã trước ngày 20/3/2025."),
    )
    table = document.add_table(rows=len(rows), cols=2)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return saved(document)


# --- Word's list feature, written by hand ------------------------------------------------------


def raw(body, *, numbering="", styles="", parts=(), types=""):
    """A .docx from WordprocessingML."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types or "<Types/>")
        package.writestr("word/document.xml", document_xml(body))
        if numbering:
            package.writestr(
                "word/numbering.xml", f"<w:numbering {NAMESPACE}>{numbering}</w:numbering>"
            )
        if styles:
            package.writestr("word/styles.xml", f"<w:styles {NAMESPACE}>{styles}</w:styles>")
        for name, data in parts:
            package.writestr(name, data)
    return stream.getvalue()


def document_xml(body):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"
    )


def p(text, *, numbering=None, level=0, style=""):
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbering is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def level(rank, form, text, *, start=1, style=""):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{rank}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{named}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "upperRoman", "%1.", style="Muc")}'
    f"{level(1, 'decimal', '%2.')}{level(2, 'lowerLetter', '%3)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "")}{level(1, "bullet", "+")}'
    "</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2">{level(0, "decimal", "Điều %1.")}'
    f"{level(1, 'decimal', '%1.%2')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>'
)


def listed():
    """Numbers that nobody typed: by paragraph, by style, by a style's parent."""
    body = "".join((
        p("KẾ HOẠCH"), p("Phát động phong trào thi đua làm đường năm 2025"),
        p("MỤC ĐÍCH", style="Muc"),
        p("Huy động sức dân;", numbering=2), p("Ngày công;", numbering=2, level=1),
        p("ĐĂNG KÝ THI ĐUA", style="MucCon"),
        p("Các thôn đăng ký trước ngày 10/3/2025;", numbering=1, level=1),
        p("Mỗi thôn gồm:", numbering=1, level=1),
        p("Một bản giấy;", numbering=1, level=2), p("Một bản điện tử.", numbering=1, level=2),
        p("TỔ CHỨC THỰC HIỆN", style="Muc"),
        p("Văn phòng theo dõi.", numbering=1, level=1),
    ))  # fmt: skip
    return raw(body, numbering=LISTS, styles=STYLES)


UNSEEN = {
    "school": school,
    "ward": ward,
    "trade_union": trade_union,
    "party": party,
    "articles": articles,
    "table_between": table_between,
    "inside_a_table": inside_a_table,
    "listed": listed,
}
