"""Judges of a unit's indexes: rating, rise against the year before, rank."""

from __future__ import annotations

from decimal import Decimal

from awards.facts import IndexFact
from awards.sentences import number

from .case import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Asked, Case, Judgement
from .words import INDEX_NAMES, cited, small


def index_rating(ask: Asked, case: Case) -> Judgement:
    """Rating of an index in the year asked; with `rise` its score must also have risen."""
    if not case.facts.has_index:
        return _no_index(ask)
    found = _index_rating(ask, case)
    if not ask.given["rise"] or found.verdict == NOT_MET:
        return found
    rise = _rise(ask, case, Decimal(0))
    verdict = NOT_MET if rise.verdict == NOT_MET else UNKNOWN
    if found.verdict == rise.verdict == MET:
        verdict = MET
    return Judgement(
        verdict,
        f"{found.reason} {rise.reason}",
        tuple(dict.fromkeys(found.proofs + rise.proofs)),
    )


def _index_rating(ask: Asked, case: Case) -> Judgement:
    fact = case.index(ask.given["index"], case.year)
    if fact is None or fact.rating not in INDEX_NAMES:
        return _index_missing(ask, "xếp loại", case.year)
    told = f"{ask.given['index']} năm {fact.year} xếp loại {INDEX_NAMES[fact.rating]}"
    told += cited(fact.proof)
    wanted = ask.given["rating"]
    if fact.rating >= wanted:  # the values of IndexRating sort from weak to excellent
        return Judgement(MET, f"{told}, {ask.good}.", (fact.proof,))
    return Judgement(
        NOT_MET, f"{told}, thấp hơn mức {INDEX_NAMES[wanted]}, {ask.bad}.", (fact.proof,)
    )


def index_rise(ask: Asked, case: Case) -> Judgement:
    """Score of an index higher than in the year before, by at least so many points."""
    if not case.facts.has_index:
        return _no_index(ask)
    return _rise(ask, case, Decimal(str(ask.given["by"])))


def _rise(ask: Asked, case: Case, by: Decimal) -> Judgement:
    name = ask.given["index"]
    now, then = case.index(name, case.year), case.index(name, case.year - 1)
    missing = [
        str(year)
        for year, fact in ((case.year, now), (case.year - 1, then))
        if fact is None or fact.score is None
    ]
    if now is None or then is None or now.score is None or then.score is None:
        return _index_missing(ask, "điểm", " và năm ".join(missing))
    proofs = (now.proof, then.proof)
    # Two scores out of different maxima are compared as parts of theirs.
    same = now.maximum == then.maximum or not (now.maximum and then.maximum)
    before = then.score if same else then.score * now.maximum / then.maximum
    told = (
        f"{name} năm {now.year} đạt {_points(now)}, năm {then.year} đạt {_points(then)}"
        f"{cited(*proofs)}"
    )
    if now.score - before >= by and now.score > before:
        return Judgement(MET, f"{told}, tăng so với năm trước, {ask.good}.", proofs)
    lack = f"chưa tăng đủ {number(by)} điểm" if by else "không tăng so với năm trước"
    return Judgement(NOT_MET, f"{told}, {lack}, {ask.bad}.", proofs)


def _points(fact: IndexFact) -> str:
    out_of = "" if fact.maximum == 100 else f"/{number(fact.maximum)}"
    return f"{number(fact.score)}{out_of} điểm" if fact.score is not None else "chưa có điểm"


def rank(ask: Asked, case: Case) -> Judgement:
    """Rank in an index at most so low, or risen by so many places against the year before."""
    if not case.facts.has_index:
        return _no_index(ask)
    name, at_most, rise_by = (ask.given[key] for key in ("index", "at_most", "rise_by"))
    now, then = case.index(name, case.year), case.index(name, case.year - 1)
    if now is None or now.rank is None:
        return _index_missing(ask, "thứ hạng", case.year)
    place = f"{now.rank}/{now.rank_of}" if now.rank_of else str(now.rank)
    told = f"{name} năm {now.year} xếp thứ {place}{cited(now.proof)}"
    if at_most and now.rank <= at_most:
        return Judgement(MET, f"{told}, {ask.good}.", (now.proof,))
    wanted = f"từ thứ {at_most} trở lên" if at_most else ""
    if not rise_by:
        return Judgement(NOT_MET, f"{told}, không thuộc nhóm {wanted}, {ask.bad}.", (now.proof,))
    if then is None or then.rank is None:
        return _index_missing(ask, "thứ hạng", case.year - 1)
    proofs = (now.proof, then.proof)
    risen = then.rank - now.rank
    told = f"{told}, năm {then.year} xếp thứ {then.rank}{cited(then.proof)}"
    if risen >= rise_by:
        return Judgement(MET, f"{told}, tăng {risen} bậc, {ask.good}.", proofs)
    lack = f"chưa tăng đủ {rise_by} bậc" if risen > 0 else "không tăng bậc"
    lack = f"không thuộc nhóm {wanted} và {lack}" if at_most else lack
    return Judgement(NOT_MET, f"{told}, {lack}, {ask.bad}.", proofs)


def _no_index(ask: Asked) -> Judgement:
    return Judgement(
        NOT_APPLICABLE,
        f"{ask.given['index']} không được chấm riêng cho đối tượng này, không áp dụng {ask.at}.",
    )


def _index_missing(ask: Asked, what: str, years: object) -> Judgement:
    return Judgement(
        UNKNOWN,
        f"Chưa có dữ liệu {what} {small(ask.given['index'])} năm {years} để xét {ask.at}; "
        "văn phòng nhập kết quả chỉ số rồi xem lại.",
    )
