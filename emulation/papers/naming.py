"""The issuer's name from the capitals of the letterhead to the spelling of running text.

Nghị định 30/2020/NĐ-CP, Phụ lục II: an agency's name takes a capital at each word of its type and
function ("Hội đồng Thi đua - Khen thưởng"), a unit of administration has a small common noun and
a proper name ("xã Đình Dù"). What the table below does not know is taken for a proper name.
"""

import re
from collections.abc import Iterable

# Words in their official spelling; longer ones win. A name that begins with a common noun still
# opens with a capital ("Xã Đình Dù").
_KNOWN = """
xã|phường|thị trấn|thị xã|huyện|quận|tỉnh|thành phố|đặc khu|thôn|tổ dân phố|khu phố|và|cơ sở
Ủy ban nhân dân|Ủy ban|Hội đồng nhân dân|Hội đồng|nhân dân|Thi đua|Khen thưởng|UBND|HĐND|MTTQ
Ủy ban Mặt trận Tổ quốc Việt Nam|Mặt trận Tổ quốc Việt Nam|Văn phòng|Thanh tra|Sở|Phòng|Ban|Tổ
Nội vụ|Kinh tế|Hạ tầng|Đô thị|Văn hóa|Xã hội|Tài chính|Kế hoạch|Giáo dục|Đào tạo|Y tế|Tư pháp
Trung tâm|Phục vụ hành chính công|Hành chính|Dịch vụ|Trạm|Công an|Ban Chỉ huy Quân sự|Quân sự
Trường|Mầm non|Tiểu học|Trung học cơ sở|Trung học phổ thông|Công đoàn|Liên đoàn Lao động
Đảng ủy|Chi bộ|Đảng bộ|Đảng Cộng sản Việt Nam|Ban Chấp hành|Ban Thường vụ|Ban Chỉ đạo|Tổ giúp việc
Chủ tịch|Phó Chủ tịch|Giám đốc|Hiệu trưởng|Trưởng phòng|Chủ nhiệm
Hội|Liên hiệp Phụ nữ|Nông dân|Cựu chiến binh|Đoàn Thanh niên Cộng sản Hồ Chí Minh|Người cao tuổi
"""
_SPELLING = {name.casefold(): name for name in _KNOWN.strip().replace("\n", "|").split("|")}
_WORDS = re.compile(
    r"(?<!\w)(?:"
    + "|".join(re.escape(name) for name in sorted(_SPELLING, key=len, reverse=True))
    + r")(?!\w)|\w+",
    re.IGNORECASE,
)


def in_sentence(lines: Iterable[str]) -> str:
    """Return a letterhead name, one or more lines in capitals, as a sentence prints it."""
    text = " ".join(" ".join(lines).split())
    if not text.isupper():
        return text
    words = _WORDS.sub(lambda match: _SPELLING.get(match[0].casefold(), match[0].title()), text)
    return words[:1].upper() + words[1:]
