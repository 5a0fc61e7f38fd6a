"""One sentence for lists: what the findings of a nominee come to, and which of them weigh."""

from __future__ import annotations

from collections.abc import Sequence

from awards.facts import Finding, Outcome, Verdict
from awards.kinds import CriterionKind

from .principles import DISCIPLINE_KEY, PENDING_KEY
from .words import clause_inside, small

K = CriterionKind
# What is missing, in a few words that follow "thiếu" or "chưa có dữ liệu về".
_WHAT = {
    K.RATING.value: "mức xếp loại nhiệm vụ",
    K.RATING_YEARS.value: "xếp loại nhiều năm liên tục",
    K.INDEX_RATING.value: "mức xếp loại chỉ số",
    K.INDEX_RISE.value: "mức tăng điểm chỉ số",
    K.RANK.value: "thứ hạng chỉ số",
    K.INITIATIVE.value: "sáng kiến được công nhận",
    K.NO_DISCIPLINE.value: "chấp hành kỷ luật",
    K.MEMBERS_NO_DISCIPLINE.value: "chấp hành kỷ luật của thành viên",
    K.TITLE_YEARS.value: "danh hiệu các năm",
    K.MEETS_AWARD.value: "tiêu chuẩn của danh hiệu làm điều kiện",
    K.AWARD_HELD.value: "hình thức khen thưởng làm điều kiện",
    K.MEMBER_SHARE.value: "tỷ lệ thành viên đạt danh hiệu",
    K.MEMBER_RATING.value: "tỷ lệ thành viên đạt xếp loại",
    K.SERVICE_MONTHS.value: "thời gian công tác",
    K.REGISTERED.value: "đăng ký thi đua",
    K.MANUAL.value: "xác nhận của văn phòng",
    "group": "tiêu chuẩn lựa chọn",
    "points": "điểm đạt",
}
del K
_MOST = 3


def summary_of(outcome: str, findings: Sequence[Finding], is_asked: bool = True) -> str:
    """Return the sentence, with the criteria that weigh and where they stand."""
    deciding = [found for found in findings if found.decides]
    if outcome == Outcome.ELIGIBLE:
        count = sum(found.verdict == Verdict.MET for found in deciding) - 2  # the principles
        return f"Đủ điều kiện: đạt {max(count, 0)} tiêu chuẩn bắt buộc."
    if outcome == Outcome.INELIGIBLE:
        return f"Không đủ điều kiện: {_listed(deciding, Verdict.NOT_MET, 'thiếu ')}."
    if outcome == Outcome.DEFERRED:
        return f"Chưa xét: {_listed(deciding, Verdict.DEFERRED, 'chờ kết luận về ')}."
    if not is_asked:
        return "Chưa đủ dữ liệu: chưa có bộ tiêu chuẩn để xét."
    return f"Chưa đủ dữ liệu: {_listed(deciding, Verdict.UNKNOWN, 'chưa có ')}."


def _listed(findings: Sequence[Finding], verdict: str, lead: str) -> str:
    weighing = [found for found in findings if found.verdict == verdict]
    principles = [_principle(found) for found in weighing if found.rule.key in _PRINCIPLES]
    others = [_short(found) for found in weighing if found.rule.key not in _PRINCIPLES]
    parts = principles + [
        f"{lead if place == 0 else ''}{text}" for place, text in enumerate(others)
    ]
    more = len(parts) - _MOST
    text = "; ".join(parts[:_MOST])
    return f"{text}; và {more} tiêu chuẩn khác" if more > 0 else text


_PRINCIPLES = {
    DISCIPLINE_KEY: "đang bị kỷ luật hoặc thành tích trùng thời hạn kỷ luật",
    PENDING_KEY: "có việc đang được xem xét, xác minh",
}


def _principle(found: Finding) -> str:
    return f"{_PRINCIPLES[found.rule.key]} ({clause_inside(found.rule.clause)})"


def _short(found: Finding) -> str:
    rule = found.rule
    what = _WHAT.get(str(rule.kind), small(rule.text))
    return f"{what} ({clause_inside(rule.clause)})" if rule.clause else what
