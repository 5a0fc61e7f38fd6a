"""How a criterion is judged, in one Vietnamese sentence that the officer reads while filing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from awards.kinds import CriterionKind, ParameterError, cleaned
from emulation.organization.models import IndexRating, Level, RatingLevel, Severity

Names = Mapping[str, str]


def sentence(kind: str, parameters: Mapping[str, Any], names: Names) -> str:
    """Say how a criterion of `kind` is judged; `names` maps award codes to names.

    Raises ParameterError when the kind does not admit the parameters.
    """
    return f"Hệ thống xét: {_WORDS[kind](cleaned(kind, parameters), names)}."


def preview(kind: str, parameters: Mapping[str, Any], names: Names) -> str:
    """Return the sentence, or what is still missing for one."""
    if kind == CriterionKind.MANUAL:
        return "Văn phòng xem minh chứng rồi ghi đạt hay không đạt."
    try:
        return sentence(kind, parameters, names)
    except ParameterError as error:
        return f"Chưa xét được: {error}"


def award_names(codes: Iterable[str], names: Names) -> str:
    """Return the awards as a choice in words; a code that nobody knows stays a code."""
    return " hoặc ".join(f"«{names.get(code, code)}»" for code in codes)


def _level(value: str) -> str:
    label = RatingLevel(value).label
    return label if value == RatingLevel.EXCELLENT else f"{label} trở lên"


def _rating(p: dict[str, Any], names: Names) -> str:
    both = " và có sáng kiến, giải pháp được công nhận" if p["initiative"] else ""
    return f"xếp loại năm từ mức {RatingLevel(p['level']).label}{both}"


def _rating_years(p: dict[str, Any], names: Names) -> str:
    return f"xếp loại {_level(p['level'])} trong {p['years']} năm liên tục"


def _index_rating(p: dict[str, Any], names: Names) -> str:
    both = " và điểm cao hơn năm trước" if p["rise"] else ""
    return f"{_lower(p['index'])} xếp loại từ mức {IndexRating(p['rating']).label}{both}"


def _index_rise(p: dict[str, Any], names: Names) -> str:
    by = Decimal(str(p["by"]))
    how = f"tăng ít nhất {number(by)} điểm" if by else "cao hơn"
    return f"điểm {_lower(p['index'])} {how} so với năm trước"


def _rank(p: dict[str, Any], names: Names) -> str:
    ways = [f"đứng từ thứ {p['at_most']} trở lên"] if p["at_most"] else []
    ways += [f"tăng ít nhất {p['rise_by']} bậc so với năm trước"] if p["rise_by"] else []
    return f"{_lower(p['index'])} {' hoặc '.join(ways)}"


def _initiative(p: dict[str, Any], names: Names) -> str:
    reach = (
        "" if p["level"] == Level.COMMUNE
        else f", phạm vi ảnh hưởng từ {_lower(Level(p['level']).label)}"
    )  # fmt: skip
    beyond = (
        f", ngoài sáng kiến đã dùng để xét {award_names(p['beyond'], names)}" if p["beyond"] else ""
    )
    return (
        f"có ít nhất {p['count']} sáng kiến, giải pháp được công nhận {_within(p)}{reach}{beyond}"
    )


def _no_discipline(p: dict[str, Any], names: Names) -> str:
    return f"không bị kỷ luật từ hình thức {_lower(Severity(p['severity']).label)} {_within(p)}"


def _members_clean(p: dict[str, Any], names: Names) -> str:
    severity = _lower(Severity(p["severity"]).label)
    return f"không thành viên nào bị kỷ luật từ hình thức {severity} trở lên trong năm xét"


def _title_years(p: dict[str, Any], names: Names) -> str:
    span = f"trong {p['within']} năm" if p["within"] else "liên tục"
    until = "trước năm xét" if p["before"] else "tính đến năm xét"
    return f"đạt {award_names(p['codes'], names)} {p['times']} lần {span}, {until}"


def _meets_award(p: dict[str, Any], names: Names) -> str:
    return f"đạt đủ điều kiện của danh hiệu {award_names([p['code']], names)} theo luật"


def _award_held(p: dict[str, Any], names: Names) -> str:
    since = f" từ {p['years_ago']} năm trước" if p["years_ago"] else ""
    return f"đã được tặng {award_names(p['codes'], names)}{since}"


def _member_share(p: dict[str, Any], names: Names) -> str:
    how = "trên" if p["above"] else "từ"
    end = "" if p["above"] else " trở lên"
    parts = [f"{how} {p['percent']}% thành viên{end}"] if p["percent"] else []
    parts += [f"ít nhất {p['count']} thành viên"] if p["count"] else []
    return f"{' và '.join(parts)} đạt {award_names(p['codes'], names)}"


def _member_rating(p: dict[str, Any], names: Names) -> str:
    share = "100%" if p["percent"] == 100 else f"từ {p['percent']}%"
    return f"{share} thành viên xếp loại {_level(p['level'])}"


def _service(p: dict[str, Any], names: Names) -> str:
    return f"công tác đủ {p['months']} tháng trong năm, tính cả thời gian nghỉ thai sản"


def _registered(p: dict[str, Any], names: Names) -> str:
    return "đã đăng ký thi đua" + (" (kể cả nhận muộn)" if p["late"] else " đúng hạn")


def _manual(p: dict[str, Any], names: Names) -> str:
    return "văn phòng xác nhận theo minh chứng"


def _within(p: dict[str, Any]) -> str:
    return "trong năm xét" if p["years"] == 1 else f"trong {p['years']} năm"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def number(value: Decimal) -> str:
    """Write a number of points as Vietnamese papers do: "10", "2,5"."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


K = CriterionKind
_WORDS: dict[str, Callable[[dict[str, Any], Names], str]] = {
    K.RATING: _rating,
    K.RATING_YEARS: _rating_years,
    K.INDEX_RATING: _index_rating,
    K.INDEX_RISE: _index_rise,
    K.RANK: _rank,
    K.INITIATIVE: _initiative,
    K.NO_DISCIPLINE: _no_discipline,
    K.MEMBERS_NO_DISCIPLINE: _members_clean,
    K.TITLE_YEARS: _title_years,
    K.MEETS_AWARD: _meets_award,
    K.AWARD_HELD: _award_held,
    K.MEMBER_SHARE: _member_share,
    K.MEMBER_RATING: _member_rating,
    K.SERVICE_MONTHS: _service,
    K.REGISTERED: _registered,
    K.MANUAL: _manual,
}
del K
