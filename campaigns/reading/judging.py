"""How a criterion of a plan can be judged, where its own words leave no doubt.

Only a sentence whose every part is one known condition gets a kind; anything else stays for the
office to judge by evidence, with the reason told. Nothing is guessed: a rank without a number, a
share without an award, a sentence with one part that is not understood are not clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from awards.kinds import CriterionKind, ParameterError, cleaned
from campaigns.reading.awarding import Known, only
from emulation.organization.models import IndexRating, Level, RatingLevel, Severity
from emulation.vietnamese import search_key

K = CriterionKind


@dataclass(frozen=True)
class Judging:
    """The kind that a criterion's words ask for, with parameters; or MANUAL with the reason."""

    kind: str
    parameters: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class _Condition:
    """What one part of a sentence asks for."""

    kind: str
    parameters: dict[str, Any]


NOT_CLEAR = "chưa rõ cách xét bằng dữ liệu"
NO_NUMBER = "nói về thứ hạng nhưng không ghi thứ hạng phải đạt hoặc số bậc phải tăng"
SEVERAL = "gồm nhiều điều kiện khác nhau trong một tiêu chuẩn"

_RATINGS = {"xuat sac": RatingLevel.EXCELLENT, "tot": RatingLevel.GOOD, "": RatingLevel.DONE}
_BANDS = {
    "xuat sac": IndexRating.EXCELLENT, "tot": IndexRating.GOOD, "kha": IndexRating.FAIR,
}  # fmt: skip
_LEVELS = {"co so": Level.COMMUNE, "cap xa": Level.COMMUNE, "cap tinh": Level.PROVINCE}
_YEAR = r"(?: (?:trong )?nam(?: \d{4}| hoc| cong tac)?)?"
_TASK = rf"(?:(?:chuc trach|tat ca cac|cac)? ?nhiem vu)(?: (?:duoc|da) (?:giao|phan cong))*{_YEAR}"
_JUDGED = r"(?:(?:duoc|phai|ket qua)? ?(?:danh gia|xep loai|phan loai),?(?: (?:tap the|ca nhan))?"
_JUDGED += r"(?: xep loai)?(?: o)?(?: muc)? ?)*"

_RATING = re.compile(
    rf"^{_JUDGED}hoan thanh(?P<level> xuat sac| tot|) {_TASK}(?P<up> tro len)?{_YEAR}$"
)
_INITIATIVE = re.compile(
    r"^(?:(?:la )?(?:chu nhiem|dong tac gia|tac gia) |co |de xuat |it nhat |tu )+"
    r"(?P<count>\d{1,2} )?(?:de xuat )?(?:giai phap|sang kien)\b(?P<rest>.*)$"
)
_NO_DISCIPLINE = re.compile(
    r"^(?:trong nam )?(?:khong (?:co )?(?:vi pham|bi(?: xu ly| thi hanh)?)(?: ve)?|"
    r"(?:chap hanh|thuc hien)(?: nghiem(?: tuc| chinh)?| tot)?) ky luat(?:,? ky cuong)?"
    r"(?: hanh chinh| cong vu| cua co quan)*(?P<severity> tu (?:hinh thuc )?[a-z ]+ tro len)?"
    rf"{_YEAR}$"
)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_INDEX = re.compile(
    rf"^(?:ket qua )?(?:danh gia )?(?:co )?chi so (?:cai cach hanh chinh|cchc){_YEAR}"
    rf"(?: duoc)?(?: danh gia,?)?(?: dat)?(?: xep)?(?: loai)?(?: muc)? "
    rf"(?P<band>xuat sac|tot|kha)(?: tro len)?{_YEAR}$"
)
_RISE = re.compile(
    r"^(?:co )?(?:chi so (?:cai cach hanh chinh |cchc )?)?(?:co )?(?:dat )?(?:diem (?:so )?)?"
    r"(?:tang(?: diem)?|cao hon)(?: it nhat (?P<by>\d{1,2}(?:,\d{1,2})?) diem)?"
    r"(?: so voi)?(?: ket qua)?(?: cua)?(?: nam)? ?(?:truoc(?: lien ke| do)?|lien truoc|\d{4})$"
)
_RANK_WORDS = re.compile(r"\b(?:thu hang|xep hang|xep thu|bac)\b")
_RANK_AT_MOST = re.compile(
    r"\b(?:xep (?:thu|hang)|thu hang|hang|thu) (?:tu )?(?:thu )?(?P<at>\d{1,3}) tro len\b"
)
_RANK_RISE = re.compile(r"\btang (?:it nhat |tu )?(?P<by>\d{1,3}) bac\b")
_SHARE = re.compile(
    r"^(?:co )?(?:it nhat |tu )?(?P<percent>\d{1,3})\s?%(?: tro len)? "
    r"(?:so )?(?:thanh vien|ca nhan|can bo|cong chuc|doan vien|hoi vien)\b.*?\bdat\b"
    r"(?: danh hieu)? (?P<award>.+)$"
)
_MEMBERS_CLEAN = re.compile(
    r"^khong co (?:thanh vien|ca nhan|can bo|cong chuc)[a-z, ]* (?:vi pham|bi) (?:xu ly )?ky luat"
    r"(?: tu (?:hinh thuc )?(?P<severity>[a-z ]+?) tro len)?" + _YEAR + "$"
)
_TITLE_YEARS = re.compile(
    r"^(?:co )?(?P<years>\d{1,2}) nam lien (?:tuc|tiep)(?: duoc)?(?: tang| dat)?(?: danh hieu)? "
    r"(?P<award>.+)$"
)
_REGISTERED = re.compile(
    r"^(?:co |da )?dang ky (?:thi dua|tham gia phong trao(?: thi dua)?)(?P<time> dung (?:han|thoi "
    rf"(?:han|gian)(?: quy dinh)?))?{_YEAR}$"
)
_SEVERITIES = {search_key(choice.label): choice for choice in Severity}


def judging(text: str, catalogue: Iterable[Known] = ()) -> Judging:
    """Return how the criterion in `text` can be judged; MANUAL with the reason when not clear.

    `catalogue` are the awards on the plan's date; without them no title is recognised.
    """
    if "\n" in text.strip():
        return Judging(K.MANUAL, reason=SEVERAL)
    known = list(catalogue)
    found = [_condition(part, known) for part in _parts(text)]
    if found and all(found):
        return _together([condition for condition in found if condition])
    key = _key(text)
    if _RANK_WORDS.search(key):
        return _rank(key)
    if any(found):
        return Judging(K.MANUAL, reason=SEVERAL)
    return Judging(K.MANUAL, reason=NOT_CLEAR)


def _key(text: str) -> str:
    return " ".join(search_key(text).split()).strip(" .;,:-+")


def _parts(text: str) -> list[str]:
    """Split a sentence into its conditions; what a bracket repeats is a condition of its own."""
    key = _key(text)
    brackets = [inner.strip() for inner in _BRACKETED.findall(key)]
    key = _BRACKETED.sub(" ", key)
    whole = " ".join(key.split())
    if _INITIATIVE.match(whole) and not _other_than_initiative(whole):
        return [whole, *brackets]
    parts = re.split(
        r";\s*|,\s*(?=co )|\s+va\s+(?=(?:co|dat|khong|chi so|hoan thanh|duoc|chap hanh)\b)", whole
    )
    return [part.strip(" ,") for part in [*parts, *brackets] if part.strip(" ,")]


_FURTHER = re.compile(r";|\b(?:va|hoac) (?:duoc|co|dat|khong|la|chap hanh|tich cuc|tham gia)\b")
_JUDGED_ELSEWHERE = re.compile(
    r"\b(?:hoan thanh|xep loai|ky luat|thu hang|chi so|danh hieu|nam lien tuc|bang khen|"
    r"giay khen)\b"
)


def _other_than_initiative(key: str) -> bool:
    return bool(_JUDGED_ELSEWHERE.search(key))


def _condition(part: str, catalogue: list[Known]) -> _Condition | None:
    """Return the condition that a part of the sentence is, as a whole; None when not clear."""
    for pattern, build in _PATTERNS:
        if match := pattern.match(part):
            return build(match, catalogue)
    return None


def _rating(match: re.Match[str], catalogue: list[Known]) -> _Condition:
    return _Condition(K.RATING, {"level": _RATINGS[match["level"].strip()]})


def _initiative(match: re.Match[str], catalogue: list[Known]) -> _Condition | None:
    rest = match["rest"]
    # A number, a span of years or a second award in it would have to be understood too.
    if re.search(r"\d", rest) or _other_than_initiative(rest) or _FURTHER.search(rest):
        return None
    levels = {level for words, level in _LEVELS.items() if re.search(rf"\b{words}\b", rest)}
    if len(levels) > 1 or re.search(r"\b(?:cap bo|toan quoc|cap huyen)\b", rest):
        return None
    parameters: dict[str, Any] = {"count": int(match["count"] or 1)}
    return _Condition(K.INITIATIVE, parameters | ({"level": levels.pop()} if levels else {}))


def _severity(words: str | None) -> str | None:
    """Return the severity that "từ hình thức cảnh cáo trở lên" names; None when it names none."""
    found = [choice for name, choice in _SEVERITIES.items() if name in (words or "")]
    return found[0] if len(found) == 1 else None


def _no_discipline(match: re.Match[str], catalogue: list[Known]) -> _Condition | None:
    if match["severity"] is None:
        return _Condition(K.NO_DISCIPLINE, {})
    severity = _severity(match["severity"])
    return _Condition(K.NO_DISCIPLINE, {"severity": severity}) if severity else None


def _members_clean(match: re.Match[str], catalogue: list[Known]) -> _Condition | None:
    severity = _severity(match["severity"]) if match["severity"] else Severity.REPRIMAND
    return _Condition(K.MEMBERS_NO_DISCIPLINE, {"severity": severity}) if severity else None


def _index(match: re.Match[str], catalogue: list[Known]) -> _Condition:
    return _Condition(K.INDEX_RATING, {"rating": _BANDS[match["band"]]})


def _rise(match: re.Match[str], catalogue: list[Known]) -> _Condition:
    return _Condition(K.INDEX_RISE, {"by": (match["by"] or "0").replace(",", ".")})


def _share(match: re.Match[str], catalogue: list[Known]) -> _Condition | None:
    code = only(match["award"], catalogue)
    if not code or int(match["percent"]) > 100:
        return None
    return _Condition(K.MEMBER_SHARE, {"codes": [code], "percent": int(match["percent"])})


def _title_years(match: re.Match[str], catalogue: list[Known]) -> _Condition | None:
    code = only(match["award"], catalogue)
    return (
        _Condition(K.TITLE_YEARS, {"codes": [code], "times": int(match["years"])}) if code else None
    )


def _registered(match: re.Match[str], catalogue: list[Known]) -> _Condition:
    return _Condition(K.REGISTERED, {"late": match["time"] is None})


_PATTERNS = (
    (_RATING, _rating), (_INDEX, _index), (_RISE, _rise), (_MEMBERS_CLEAN, _members_clean),
    (_NO_DISCIPLINE, _no_discipline), (_SHARE, _share), (_TITLE_YEARS, _title_years),
    (_REGISTERED, _registered), (_INITIATIVE, _initiative),
)  # fmt: skip


_ONE = ({"count": 1}, {"count": 1, "level": Level.COMMUNE})


def _together(conditions: list[_Condition]) -> Judging:
    """Return one kind for the conditions of one sentence; some pairs are one kind's business."""
    kinds: dict[str, _Condition] = {}
    for condition in conditions:
        if condition.kind in kinds and kinds[condition.kind] != condition:
            return Judging(K.MANUAL, reason=SEVERAL)
        kinds[condition.kind] = condition
    if len(kinds) == 1:
        (only_one,) = kinds.values()
        return _checked(only_one.kind, only_one.parameters)
    # A second condition with figures of its own is more than the pair's parameter can say.
    if kinds.keys() == {K.RATING, K.INITIATIVE} and kinds[K.INITIATIVE].parameters in _ONE:
        return _checked(K.RATING, kinds[K.RATING].parameters | {"initiative": True})
    if (
        kinds.keys() == {K.INDEX_RATING, K.INDEX_RISE}
        and kinds[K.INDEX_RISE].parameters["by"] == "0"
    ):
        return _checked(K.INDEX_RATING, kinds[K.INDEX_RATING].parameters | {"rise": True})
    return Judging(K.MANUAL, reason=SEVERAL)


def _rank(key: str) -> Judging:
    """Return a rank only when the sentence gives figures, and nothing but the rank."""
    at_most, rise = _RANK_AT_MOST.search(key), _RANK_RISE.search(key)
    if not (at_most or rise):
        return Judging(K.MANUAL, reason=NO_NUMBER)
    both = at_most and rise and not re.search(r"\bhoac\b", key)
    names_index = re.search(r"\b(?:cai cach hanh chinh|cchc)\b", key)
    if both or not names_index or re.search(r"\b(?:hoan thanh|sang kien|ky luat|danh hieu)\b", key):
        return Judging(K.MANUAL, reason=SEVERAL)
    return _checked(
        K.RANK,
        {"at_most": int(at_most["at"]) if at_most else None,
         "rise_by": int(rise["by"]) if rise else None},
    )  # fmt: skip


def _checked(kind: str, parameters: dict[str, Any]) -> Judging:
    try:
        return Judging(kind, cleaned(kind, parameters))
    except ParameterError as error:
        return Judging(K.MANUAL, reason=str(error))
