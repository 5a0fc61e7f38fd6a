"""Text as it is read out on the radio: abbreviations, numbers, dates and signs in words."""

from __future__ import annotations

import datetime as dt
import re

from emulation.vietnamese import number_words

# What communes abbreviate in names, posts and reports.
ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân",
    "HĐND-UBND": "Hội đồng nhân dân và Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "TDP": "tổ dân phố",
    "CCHC": "cải cách hành chính",
    "TTHC": "thủ tục hành chính",
    "CBCC": "cán bộ, công chức",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "LĐTBXH": "lao động, thương binh và xã hội",
    "VH-XH": "văn hóa - xã hội",
    "ĐC-XD": "địa chính - xây dựng",
    "TC-KT": "tài chính - kế toán",
    "VP": "văn phòng",
    "CNTT": "công nghệ thông tin",
    "HTX": "hợp tác xã",
    "NTM": "nông thôn mới",
    "ANTT": "an ninh trật tự",
    "BHYT": "bảo hiểm y tế",
    "BHXH": "bảo hiểm xã hội",
    "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trực tuyến",
    "TNCS": "Thanh niên Cộng sản",
    "CLB": "câu lạc bộ",
    "TW": "Trung ương",
    "TP": "thành phố",
    "PCT": "phó chủ tịch",
    "CT": "chủ tịch",
    "BCH": "ban chấp hành",
}
_SHORT = re.compile(
    r"(?<!\w)(" + "|".join(sorted(map(re.escape, ABBREVIATIONS), key=len, reverse=True))
    + r")(?!\w)"
)  # fmt: skip
_DATE = re.compile(r"(?:ngày\s+)?(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)(?!\d)")
_SHARE = re.compile(r"(?<![\d,./])(\d+)/(\d+)(?![\d/])")
# "1.234", "98,5", "2026"
_NUMBER = re.compile(r"(?<![\w,./])(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(?![\w/])")


def date_aloud(day: dt.date) -> str:
    """Return "ngày mười lăm tháng mười hai năm hai nghìn không trăm hai mươi sáu".

    Days to the tenth are read "mùng", April "tháng tư".
    """
    first = "mùng " if day.day <= 10 else ""
    month = "tư" if day.month == 4 else number_words(day.month)
    return f"ngày {first}{number_words(day.day)} tháng {month} năm {number_words(day.year)}"


def aloud(text: str) -> str:
    """Return `text` with every abbreviation that is known, number, date and sign in words."""
    spoken = _SHORT.sub(lambda match: ABBREVIATIONS[match[1]], text)
    spoken = _DATE.sub(_dated, spoken)
    spoken = _YEARS.sub(r"từ năm \1 đến năm \2", spoken)
    spoken = _SHARE.sub(r"\1 trên \2", spoken)
    spoken = _NUMBER.sub(_number, spoken).replace("%", " phần trăm")
    return re.sub(r" {2,}", " ", spoken)


def _dated(match: re.Match[str]) -> str:
    try:
        return date_aloud(dt.date(int(match[3]), int(match[2]), int(match[1])))
    except ValueError:
        return match[0]


def _number(match: re.Match[str]) -> str:
    whole = number_words(int(match[1].replace(".", "")))
    if not match[2]:
        return whole
    # After the comma digit by digit: "chín mươi tám phẩy không năm".
    digits = " ".join(number_words(int(digit)) for digit in match[2])
    return f"{whole} phẩy {digits}"
