"""Which award of the catalogue a plan's words name, when they name one and only one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from emulation.vietnamese import search_key


@dataclass(frozen=True)
class Known:
    """An award of the catalogue as it stands on the plan's date: plain data, passed in."""

    code: str
    name: str
    kind: str
    level: str


# Who gives a commendation: the first word found after its name (or before: "Chủ tịch UBND huyện
# tặng giấy khen") decides its level; heads of other bodies are not in the catalogue.
_GIVERS = (
    ("TW", re.compile(r"\bthu tuong\b|\bchinh phu\b")),
    ("SO", re.compile(r"\bgiam doc so\b|\bgiam doc cac so\b|\bthu truong co quan chuyen mon\b")),
    ("B", re.compile(r"\bbo truong\b|\bcac bo\b|\bbo, ?(ban|nganh)|\bbo [a-z]+ (tang|xet)")),
    ("H", re.compile(r"\b(ubnd|uy ban nhan dan) (cap )?(huyen|quan|thi xa)\b")),
    ("T", re.compile(r"\b(ubnd|uy ban nhan dan) (cap )?(tinh|thanh pho|tp)\b")),
    ("X", re.compile(r"\b(ubnd|uy ban nhan dan) (cap )?(xa|phuong|thi tran|dac khu)\b")),
)
_OTHER_GIVERS = re.compile(
    r"\b(hieu truong|cong doan|lien doan lao dong|dang uy|huyen uy|tinh uy|doan thanh nien|"
    r"hoi (lien hiep )?phu nu|hoi nong dan|hoi cuu chien binh|mat tran|mttq|hoi dong doan|"
    r"giam doc (?!so))\b"
)
_FORMS = {"giay khen": "GK", "bang khen": "BK"}
_CODES = {
    ("GK", "X"): "GK_XA", ("GK", "H"): "GK_HUYEN", ("GK", "SO"): "GK_SO",
    ("BK", "T"): "BK_TINH", ("BK", "B"): "BK_BO", ("BK", "TW"): "BK_TTG",
}  # fmt: skip
_PARENTHESES = re.compile(r"\s*\([^)]*\)")
# What offices write beside the catalogue's names.
_ALSO = {
    "CSTDCS": ("chien si thi dua cap co so",),
    "CSTDT": ("chien si thi dua cap tinh", "chien si thi dua tinh"),
    "TTPVH": ("thon van hoa", "to dan pho van hoa"),
    "HC": ("huan chuong",),
    "CTD_TINH": ("co thi dua cua uy ban nhan dan tinh",),
    "GDVH": ("gia dinh van hoa",),
}
AWARD_WORDS = re.compile(
    r"\b(giay khen|bang khen|danh hieu|chien si|chien sy|lao dong tien tien|lao dong xuat sac|"
    r"huan chuong|huy chuong|ky niem chuong|co thi dua|tap the lao dong|gia dinh van hoa|"
    r"khen thuong|giay chung nhan|tuyen duong|bieu duong)\b"
)


def codes(text: str, catalogue: Iterable[Known]) -> set[str]:
    """Return the codes of the awards that `text` names, of those that exist on the plan's date."""
    key = f" {search_key(text).replace('chien sy', 'chien si')} "
    known = list(catalogue)
    existing = {award.code for award in known}
    found = _commendations(key) & (existing | {""})
    # Longer names first: "tập thể lao động tiên tiến" is not "lao động tiên tiến".
    names = [
        (name, award.code)
        for award in known
        if award.kind != "rating" and award.code not in _CODES.values()
        for name in (_name_key(award.name), *_ALSO.get(award.code, ()))
    ]
    for name, code in sorted(names, key=lambda pair: -len(pair[0])):
        if re.search(rf"\b{re.escape(name)}\b", key):
            found.add(code)
            key = key.replace(name, " ")
    return found


def _name_key(name: str) -> str:
    return search_key(_PARENTHESES.sub("", name)).replace("chien sy", "chien si")


def _commendations(key: str) -> set[str]:
    """Return the codes of giấy khen and bằng khen, "" for one whose giver is not clear."""
    found: set[str] = set()
    for form, short in _FORMS.items():
        if not re.search(rf"\b{form}\b", key):
            continue
        levels = {level for level, pattern in _GIVERS if pattern.search(key)}
        named = {_CODES[short, level] for level in levels if (short, level) in _CODES}
        found |= {""} if _OTHER_GIVERS.search(key) or not named else named
    return found


def only(text: str, catalogue: Iterable[Known]) -> str | None:
    """Return the code of the one award that `text` names; None for none or several."""
    found = codes(text, catalogue)
    return next(iter(found)) or None if len(found) == 1 else None
