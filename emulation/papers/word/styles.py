"""The named styles of a paper, so that an officer changes the look of all khoản in one place.

Sizes and spaces are those of templates/papers/paper.css, which has them from Nghị định
30/2020/NĐ-CP, Phụ lục I. Word measures lines in heights of the font, CSS in its size; a line of
Times New Roman is 1.149 of its size high, so CSS's 1.25 is 1.088 here and CSS's 1.15 is 1.
"""

from dataclasses import dataclass

from emulation.papers.word.markup import dots, twips

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
LINE_HEIGHT = 1.149
BODY, TITLE, SINGLE = 1.25 / LINE_HEIGHT, 1.2 / LINE_HEIGHT, 1.0
INDENT = 12.7
# Room for the signature in points: 28 mm.
SIGNING_ROOM = 79.4


@dataclass(frozen=True)
class Style:
    """A paragraph style: lengths in points, indents in mm, `line` in lines, `exact` in points.

    `level` places it in Word's navigation pane, from 0.
    """

    id: str
    name: str
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    align: str = ""
    before: float | None = None
    after: float | None = None
    line: float | None = None
    exact: float | None = None
    first: float | None = None
    keep_next: bool = False
    border: str = ""
    level: int | None = None
    base: str = "Normal"

    @property
    def xml(self) -> str:
        """The style as WordprocessingML."""
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="{self.base}"/><w:qFormat/>'
            f"<w:pPr>{self._paragraph}</w:pPr><w:rPr>{self._letters}</w:rPr></w:style>"
        )

    @property
    def _paragraph(self) -> str:
        parts = []
        if self.keep_next:
            parts.append("<w:keepNext/>")
        if self.border:
            parts.append(f"<w:pBdr>{self.border}</w:pBdr>")
        spacing = ""
        if self.before is not None:
            spacing += f' w:before="{dots(self.before)}"'
        if self.after is not None:
            spacing += f' w:after="{dots(self.after)}"'
        if self.exact is not None:
            spacing += f' w:line="{dots(self.exact)}" w:lineRule="exact"'
        elif self.line is not None:
            spacing += f' w:line="{round(240 * self.line)}" w:lineRule="auto"'
        if spacing:
            parts.append(f"<w:spacing{spacing}/>")
        if self.first is not None:
            parts.append(f'<w:ind w:firstLine="{twips(self.first)}"/>')
        if self.align:
            parts.append(f'<w:jc w:val="{self.align}"/>')
        if self.level is not None:
            parts.append(f'<w:outlineLvl w:val="{self.level}"/>')
        return "".join(parts)

    @property
    def _letters(self) -> str:
        parts = []
        for tag, value in (("b", self.bold), ("i", self.italic)):
            if value is not None:
                off = "" if value else ' w:val="0"'
                parts.append(f"<w:{tag}{off}/><w:{tag}Cs{off}/>")
        if self.size is not None:
            half = round(self.size * 2)
            parts.append(f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>')
        return "".join(parts)


def _border(side: str, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="6" w:space="{space}" w:color="000000"/>'


_BOX = "".join(
    _border(side, space) for side, space in (("top", 1), ("left", 0), ("bottom", 1), ("right", 0))
)


def _centred(id: str, name: str, size: float, **more) -> Style:
    return Style(id, name, size, **({"align": "center", "line": SINGLE} | more))


def _text(id: str, name: str, **more) -> Style:
    return Style(id, name, **({"base": "NoiDung"} | more))


def _title(id: str, name: str, level: int, **more) -> Style:
    return _text(id, name, bold=True, keep_next=True, level=level, **more)


STYLES = (
    # The top of the paper (PL I mục II.1-II.5).
    _centred("CoQuanChuQuan", "Cơ quan chủ quản", 13),
    _centred("CoQuanBanHanh", "Cơ quan ban hành", 13, bold=True),
    _centred("QuocHieu", "Quốc hiệu", 13, bold=True),
    _centred("TieuNgu", "Tiêu ngữ", 14, bold=True),
    # A point more above, so that it stands on the line of the larger date beside it.
    _centred("SoKyHieu", "Số và ký hiệu", 13, before=7),
    _centred("DiaDanhNgayThang", "Địa danh và ngày tháng", 14, italic=True, before=6),
    _centred("TrichYeuCongVan", "Trích yếu công văn", 12, before=6),
    _centred("TenLoai", "Tên loại", 14, bold=True, before=12, line=TITLE, keep_next=True),
    _centred("TrichYeu", "Trích yếu", 14, bold=True, line=TITLE, keep_next=True),
    Style("DuongKe", "Đường kẻ", 1, exact=2, border=_border("bottom", 0), keep_next=True),
    Style("KinhGui", "Kính gửi", 14),
    # The body (PL I mục II.6).
    Style("NoiDung", "Nội dung", align="both", before=6, first=INDENT),
    _text("CanCu", "Căn cứ", italic=True),
    _centred(
        "ThamQuyen",
        "Thẩm quyền ban hành",
        14,
        bold=True,
        before=10,
        after=10,
        line=BODY,
        keep_next=True,
    ),
    _title("Phan", "Phần", 0, align="center", first=0, before=12),
    _title("Chuong", "Chương", 1, align="center", first=0, before=12),
    _title("MucTrongChuong", "Mục trong chương", 2, align="center", first=0, before=12),
    _title("Muc", "Mục", 2),
    _title("Dieu", "Điều", 3),
    _text("DieuKhongTieuDe", "Điều không có tiêu đề"),
    _title("KhoanTieuDe", "Khoản có tiêu đề", 4),
    _text("Khoan", "Khoản"),
    _text("Diem", "Điểm"),
    _text("GachDauDong", "Gạch đầu dòng"),
    _text("DauCong", "Dấu cộng"),
    # Tables.
    Style("OBang", "Ô bảng", 13, line=SINGLE),
    Style("DauBang", "Đầu bảng", bold=True, align="center", keep_next=True, base="OBang"),
    Style("SoCot", "Số cột", 12, italic=True, align="center", keep_next=True, base="OBang"),
    Style("DongNhom", "Dòng nhóm", bold=True, keep_next=True, base="OBang"),
    Style("DongTong", "Dòng tổng", bold=True, base="OBang"),
    Style("KhoangCach", "Khoảng cách", 1, exact=1),
    # The end (PL I mục II.7-II.9).
    Style("NoiNhan", "Nơi nhận", 12, bold=True, italic=True, line=SINGLE, keep_next=True),
    Style("DanhSachNoiNhan", "Danh sách nơi nhận", 11, line=SINGLE),
    _centred("QuyenHan", "Quyền hạn", 14, bold=True, keep_next=True),
    _centred("ChucVu", "Chức vụ", 14, bold=True, keep_next=True),
    _centred("HoTen", "Họ tên người ký", 14, bold=True, before=SIGNING_ROOM),
    # Annexes (PL I mục III).
    _centred("PhuLuc", "Phụ lục", 14, bold=True, line=TITLE, keep_next=True, level=0),
    _centred("TenPhuLuc", "Tên phụ lục", 14, bold=True, line=TITLE, keep_next=True),
    _centred("KemTheo", "Kèm theo", 14, italic=True, line=BODY, keep_next=True),
    # The top margin.
    _centred("SoTrang", "Số trang", 14),
    Style("DuThao", "Dự thảo", 12, bold=True, align="center", exact=14.4, border=_BOX),
)

_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _padding(vertical: float, horizontal: float) -> str:
    sides = {"top": vertical, "left": horizontal, "bottom": vertical, "right": horizontal}
    return "".join(
        f'<w:{side} w:w="{twips(length)}" w:type="dxa"/>' for side, length in sides.items()
    )


def _table_style(id: str, name: str, borders: str, padding: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{borders}'
        f"<w:tblCellMar>{padding}</w:tblCellMar></w:tblPr></w:style>"
    )


def styles_xml() -> str:
    """Return what belongs into styles.xml: defaults, the hidden rest, and the styles above."""
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        # Pairs of letters are kerned, as in the PDF; Word does not by itself.
        f'{_FONTS}<w:kern w:val="16"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0"'
        f' w:line="{round(240 * BODY)}" w:lineRule="auto"/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{_padding(0, 1.9)}</w:tblCellMar>'
        "</w:tblPr></w:style>"
        '<w:style w:type="character" w:customStyle="1" w:styleId="SoDieu"><w:name w:val="Số điều"/>'
        "<w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
        + "".join(style.xml for style in STYLES)
        + _table_style("KhungTrinhBay", "Khung trình bày", "", _padding(0, 0))
        + _table_style("Bang", "Bảng", f"<w:tblBorders>{_RULES}</w:tblBorders>", _padding(0.8, 1.1))
    )


def fonts_xml() -> str:
    """Return what belongs into fontTable.xml: the one font, and what has the same widths."""
    return (
        f'<w:font w:name="{FONT}"><w:altName w:val="Tinos"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
