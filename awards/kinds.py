"""What each kind of criterion asks for: its parameters, their words, their bounds (one table).

Forms build their fields from it, `cleaned` checks stored values, `awards.eligibility` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from emulation.organization.models import PAR_INDEX, IndexRating, Level, RatingLevel, Severity


class CriterionKind(models.TextChoices):
    """How a criterion is judged (domain.md 1.2); the parameters depend on it.

    What each kind takes is written once, in `PARAMETERS` below.
    """

    RATING = "rating", "Xếp loại nhiệm vụ từ mức"
    RATING_YEARS = "rating_years", "Xếp loại nhiều năm liên tục từ mức"
    INDEX_RATING = "index_rating", "Chỉ số xếp loại từ mức"
    INDEX_RISE = "index_rise", "Chỉ số tăng điểm so với năm trước"
    RANK = "rank", "Thứ hạng cao hoặc tăng hạng"
    INITIATIVE = "initiative", "Có sáng kiến, giải pháp được công nhận"
    NO_DISCIPLINE = "no_discipline", "Không vi phạm kỷ luật"
    MEMBERS_NO_DISCIPLINE = "members_clean", "Không có thành viên bị kỷ luật"
    TITLE_YEARS = "title_years", "Đạt danh hiệu nhiều năm liên tục"
    MEETS_AWARD = "meets_award", "Đạt tiêu chuẩn của danh hiệu khác"
    AWARD_HELD = "award_held", "Đã được tặng hình thức khen thưởng"
    MEMBER_SHARE = "member_share", "Tỷ lệ thành viên đạt danh hiệu"
    MEMBER_RATING = "member_rating", "Tỷ lệ thành viên đạt xếp loại"
    SERVICE_MONTHS = "service_months", "Đủ thời gian công tác trong năm"
    REGISTERED = "registered", "Đã đăng ký thi đua đúng hạn"
    MANUAL = "manual", "Văn phòng xác nhận theo minh chứng"


class ParameterError(ValueError):
    """A stored or entered parameter that the kind does not admit; the message is Vietnamese.

    `parameter` is the name of the one at fault, "" when it is none alone.
    """

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True)
class Parameter:
    """One parameter of a kind.

    `type` is "choice" (one of `choices`), "codes" (a list of award codes) or "code" (one), both
    chosen from the catalogue, "text", "whole" (int) or "number" (decimal as text), both from `low`
    to `high`, or "yes" (bool). `looks_back`: awards that are no longer given may be chosen too.
    """

    name: str
    label: str
    type: str
    default: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 1000
    required: bool = True
    help: str = ""
    looks_back: bool = False


def _level(default: str) -> Parameter:
    return Parameter("level", "Từ mức", "choice", default, tuple(RatingLevel.choices))


_INDEX = Parameter("index", "Chỉ số", "text", PAR_INDEX)
_CODES = Parameter("codes", "Danh hiệu, hình thức", "codes", ())
_PAST_CODES = replace(_CODES, looks_back=True)

K = CriterionKind
PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    # With `initiative` both are asked of one printed criterion ("hoàn thành tốt nhiệm vụ, có sáng
    # kiến"): met only when the rating is met and an initiative of the year is recognised, by the
    # defaults of INITIATIVE. Judged in `awards.eligibility`.
    K.RATING: (
        _level(RatingLevel.GOOD),
        Parameter("initiative", "Đồng thời có sáng kiến, giải pháp được công nhận", "yes", False,
                  required=False),
    ),
    K.RATING_YEARS: (
        _level(RatingLevel.EXCELLENT),
        Parameter("years", "Số năm liên tục", "whole", 2, low=1, high=30),
    ),
    K.INDEX_RATING: (
        _INDEX,
        Parameter("rating", "Xếp loại từ mức", "choice", IndexRating.GOOD,
                  tuple(IndexRating.choices)),
        Parameter("rise", "Đồng thời tăng điểm so với năm trước", "yes", False, required=False),
    ),
    K.INDEX_RISE: (
        _INDEX,
        Parameter("by", "Tăng ít nhất (điểm)", "number", "0", required=False,
                  help="0: chỉ cần cao hơn năm trước."),
    ),
    K.RANK: (
        _INDEX,
        Parameter("at_most", "Thứ hạng từ … trở lên", "whole", None, low=1, required=False),
        Parameter("rise_by", "Hoặc tăng ít nhất (bậc)", "whole", None, low=1, required=False),
    ),
    K.INITIATIVE: (
        Parameter("count", "Số sáng kiến", "whole", 1, low=1, high=20),
        Parameter("level", "Phạm vi ảnh hưởng từ", "choice", Level.COMMUNE, tuple(Level.choices)),
        Parameter("years", "Trong số năm", "whole", 1, low=1, high=30),
        Parameter("beyond", "Ngoài sáng kiến đã dùng để xét danh hiệu", "codes", (),
                  required=False, looks_back=True,
                  help="Danh hiệu đã xét bằng sáng kiến thì cần thêm sáng kiến khác."),
    ),
    K.NO_DISCIPLINE: (
        Parameter("severity", "Từ hình thức", "choice", Severity.REPRIMAND,
                  tuple(Severity.choices)),
        Parameter("years", "Trong số năm", "whole", 1, low=1, high=30),
    ),
    K.MEMBERS_NO_DISCIPLINE: (
        Parameter("severity", "Từ hình thức", "choice", Severity.WARNING, tuple(Severity.choices)),
    ),
    K.TITLE_YEARS: (
        _PAST_CODES,
        Parameter("times", "Số lần đạt", "whole", 1, low=1, high=30),
        Parameter("within", "Trong số năm", "whole", 0, high=30,
                  help="0: các năm liên tục, tính đến năm xét."),
        Parameter("before", "Chỉ tính các năm trước năm xét", "yes", False, required=False),
    ),
    K.MEETS_AWARD: (Parameter("code", "Danh hiệu", "code", "LDTT"),),
    K.AWARD_HELD: (
        _PAST_CODES,
        Parameter("years_ago", "Đã được tặng từ … năm trước", "whole", 0, high=50),
    ),
    K.MEMBER_SHARE: (
        _CODES,
        Parameter("percent", "Tỷ lệ từ (%)", "whole", 0, high=100),
        Parameter("above", "Phải cao hơn tỷ lệ đó", "yes", False, required=False),
        Parameter("count", "Ít nhất (người)", "whole", 0),
    ),
    K.MEMBER_RATING: (
        _level(RatingLevel.DONE),
        Parameter("percent", "Tỷ lệ từ (%)", "whole", 100, high=100),
    ),
    K.SERVICE_MONTHS: (Parameter("months", "Số tháng", "whole", 10, low=1, high=12),),
    K.REGISTERED: (Parameter("late", "Chấp nhận đăng ký muộn", "yes", True, required=False),),
    K.MANUAL: (),
}  # fmt: skip
del K


def cleaned(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of `kind` with defaults filled in.

    Raises ParameterError for an unknown name, a value out of bounds, or a kind that ends up asking
    nothing (a rank without limit and without rise, a share without percent and count).
    """
    known = {parameter.name: parameter for parameter in PARAMETERS[kind]}
    if strangers := sorted(set(given) - known.keys()):
        raise ParameterError(f"Tham số không dùng cho cách xét này: {', '.join(strangers)}.")
    values = {name: _value(parameter, given.get(name)) for name, parameter in known.items()}
    if kind == CriterionKind.RANK and not (values["at_most"] or values["rise_by"]):
        raise ParameterError("Hãy ghi thứ hạng phải đạt hoặc số bậc phải tăng.", "at_most")
    if kind == CriterionKind.MEMBER_SHARE and not (values["percent"] or values["count"]):
        raise ParameterError("Hãy ghi tỷ lệ hoặc số thành viên phải đạt.", "percent")
    return values


def _value(parameter: Parameter, given: Any) -> Any:
    if given in (None, "", ()) or given == []:
        if parameter.required and parameter.default in (None, "", ()):
            raise ParameterError(f"«{parameter.label}»: chưa ghi.", parameter.name)
        return parameter.default
    match parameter.type:
        case "choice" if given in dict(parameter.choices):
            return given
        case "codes" if isinstance(given, list | tuple) and all(isinstance(c, str) for c in given):
            return list(given)
        case "text" | "code" if isinstance(given, str):
            return given
        case "yes" if isinstance(given, bool):
            return given
        case "number":
            _bounded(parameter, _number(parameter, given))
            return str(given)
        case "whole" if isinstance(given, int) and not isinstance(given, bool):
            _bounded(parameter, given)
            return given
    raise _unusable(parameter)


def _unusable(parameter: Parameter) -> ParameterError:
    return ParameterError(f"«{parameter.label}»: giá trị không dùng được.", parameter.name)


def _bounded(parameter: Parameter, value: int | Decimal) -> None:
    if not parameter.low <= value <= parameter.high:
        raise ParameterError(
            f"«{parameter.label}»: phải từ {parameter.low} đến {parameter.high}.", parameter.name
        )


def _number(parameter: Parameter, given: Any) -> Decimal:
    try:
        value = Decimal(str(given))
    except InvalidOperation:
        raise _unusable(parameter) from None
    if isinstance(given, bool) or not value.is_finite():
        raise _unusable(parameter)
    return value
