"""The words by which offices' papers are recognised; all compared without accents and capitals."""

import re

NATION = "cong hoa xa hoi chu nghia viet nam"
PARTY = "dang cong san viet nam"
MOTTO = re.compile(r"^doc lap ?[-–] ?tu do ?[-–] ?hanh phuc")
DECORATION = re.compile(r"[\s*_=~.\-–—―─━…oO0]*")
DRAFT = re.compile(r"^\(?du thao( lan .{1,12}| \d.{0,12})?\)?$")
URGENCY = re.compile(r"^(hoa toc( hen gio)?|thuong khan|khan|mat|toi mat|tuyet mat)$")

# Types of papers (Nghị định 30/2020, điều 7), and what offices head their lists with.
TYPES = (
    "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH", "THÔNG CÁO", "THÔNG BÁO",
    "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN", "ĐỀ ÁN", "DỰ ÁN", "BÁO CÁO THÀNH TÍCH",
    "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH", "HỢP ĐỒNG", "CÔNG ĐIỆN", "GIẤY MỜI", "THỂ LỆ", "KẾT LUẬN",
    "ĐĂNG KÝ", "BẢN ĐĂNG KÝ", "GIẤY ĐĂNG KÝ", "DANH SÁCH", "LỜI PHÁT ĐỘNG", "PHÁT ĐỘNG",
    "BẢN CAM KẾT", "GIAO ƯỚC THI ĐUA", "PHIẾU", "LỊCH",
)  # fmt: skip

# Words that open the name of an organisation; a place continues the line above it.
BODIES = re.compile(
    r"^(uy ban|ubnd|hoi dong|hdnd|truong|so|phong|ban|bch|thanh tra|cong doan|cdcs|lien doan|"
    r"dang uy|dang bo|huyen uy|tinh uy|thanh uy|quan uy|chi bo|doan|hoi|mat tran|mttq|trung tam|"
    r"van phong|tram|cong an|bo|tong|cuc|chi cuc|vien|benh vien|hop tac xa|cong ty|kho bac|"
    r"bao hiem|toa an|vien kiem sat|to|nha|xi nghiep|chi doan|hoc vien|cum|khoi|doan thanh nien|"
    r"tnch?s|quan su|bo chi huy)\b"
)
PLACES = re.compile(
    r"^(xa|phuong|thi tran|thi xa|huyen|quan|tinh|thanh pho|tp\.?|dac khu|thon|ap|ban|"
    r"to dan pho|khu pho)\b"
)
# "ban" is a village in the mountains, and a board; as an issuer it is the board.
POSITION = re.compile(
    r"^(quyen |q\.? ?)?((pho )?(chu tich|chanh|truong|giam doc|tong giam doc|bi thu|hieu truong|"
    r"cuc truong|vu truong|truong (phong|ban|cong an|tram|thon|doan|khoi|to|khoa)|bo truong|"
    r"thu truong|chu nhiem|vien truong|chi huy truong|chinh tri vien|to truong|cum truong|"
    r"doi truong|chanh (van phong|thanh tra))|hieu truong|pho hieu truong|pho chanh|"
    r"nguoi (lap|bao cao|dung dau)|thu ky|chu toa|uy vien|bi thu|giam doc|tong bi thu|thu tuong|"
    r"thuong truc|chu tich)\b"
)
AUTHORITY = re.compile(r"^(tm|t/m|kt|k/t|tl|t/l|tuq|t/uq|thua lenh|thay mat)\b ?\.?")
SIGNED = re.compile(r"^[(\[]?(da ky|ky ten|ky,? ?(ghi ro ho ten)?|ky,? dong dau).{0,40}[)\]]?$")
RECIPIENTS = re.compile(r"^(noi nhan|kinh gui noi nhan)\s*[:.]?\s*")
ANNEX = re.compile(r"^phu luc( so)?( [ivx]+| \d{1,2})?[.:]?$")
BASIS = re.compile(
    r"^[-–+]?\s*(can cu|thuc hien|thi hanh|tiep tuc thuc hien|xet de nghi|theo de nghi|trien khai "
    r"thuc hien|thuc hien theo|theo)\b"
)
ACTS = re.compile(
    r"\b(xay dung|ban hanh|to chuc|phat dong|de ra|trien khai|thong nhat|quyet dinh|lap)\b"
)
CLOSING = re.compile(
    r"^(tren day la|trong qua trinh|de nghi|yeu cau|ke hoach nay|nhan duoc|can cu ke hoach nay|"
    r"can cu noi dung ke hoach|uy ban nhan dan .{0,60}(yeu cau|de nghi)|ubnd .{0,60}(yeu cau|"
    r"de nghi)|mong )"
)


def is_capitals(text: str) -> bool:
    """Whether a line is mostly in capitals ("Xã ĐÌNH DÙ" is)."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) > 0.6 * len(letters)


_NAME = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_TITLE = re.compile(r"^(?:(?:ThS|TS|PGS|GS|BS|CN|KS|Ths|Ts|Bs)\.?\s*)+")


def is_person(text: str) -> bool:
    """Whether a line is a person's full name: two to seven words, each with a capital."""
    words = _TITLE.sub("", text).split()
    return (
        2 <= len(words) <= 7
        and len(text) <= 60
        and all(_NAME.fullmatch(word) and word[0].isupper() for word in words)
    )
