"""Judges of what is recorded about the nominee himself: ratings, service, initiatives."""

from __future__ import annotations

from awards.facts import InitiativeFact, RatingFact
from emulation.organization.models import Level, Recognition

from .case import (
    MET,
    NOT_MET,
    RATING_ORDER,
    REACH_ORDER,
    UNKNOWN,
    Asked,
    Case,
    Judgement,
    rating_place,
)
from .words import RATING_NAMES, cited, small, years_text

_PENDING, _RECOGNISED = Recognition.PENDING.value, Recognition.RECOGNISED.value
_NO_CHANGE = {"count": 1, "level": Level.COMMUNE.value, "years": 1, "beyond": ()}


# --- ratings -------------------------------------------------------------------------------------


def rating(ask: Asked, case: Case) -> Judgement:
    """Rating of the year asked, at least the level; with `initiative` both are needed."""
    found = _rating(ask, case)
    if not ask.given["initiative"] or found.verdict == NOT_MET:
        return found
    also = _initiative(ask, case, _NO_CHANGE)
    verdict = NOT_MET if also.verdict == NOT_MET else UNKNOWN
    if found.verdict == also.verdict == MET:
        verdict = MET
    return Judgement(verdict, f"{found.reason} {also.reason}", found.proofs + also.proofs)


def _rating(ask: Asked, case: Case) -> Judgement:
    fact = case.ratings.get(case.year)
    if fact is None:
        return Judgement(
            UNKNOWN,
            f"Chưa có dữ liệu xếp loại năm {case.year} để xét {ask.at}; "
            "văn phòng nhập xếp loại rồi xem lại.",
        )
    level = ask.given["level"]
    told = f"Năm {fact.year} được xếp loại {_level(fact)}{cited(fact.proof)}"
    if rating_place(fact) <= RATING_ORDER[level]:
        return Judgement(MET, f"{told}, {ask.good}.", (fact.proof,))
    return Judgement(
        NOT_MET,
        f"{told}, thấp hơn mức {RATING_NAMES[level]}, {ask.bad}.",
        (fact.proof,),
    )


def _level(fact: RatingFact) -> str:
    return RATING_NAMES.get(fact.level, fact.level)


def rating_years(ask: Asked, case: Case) -> Judgement:
    """Ratings of so many years in a row up to the year asked, each at least the level."""
    years, level = ask.given["years"], ask.given["level"]
    asked = range(case.year - years + 1, case.year + 1)
    facts = [case.ratings[year] for year in asked if year in case.ratings]
    low = [fact for fact in facts if rating_place(fact) > RATING_ORDER[level]]
    lost = [year for year in asked if year <= case.counts_after]
    missing = [year for year in asked if year not in case.ratings and year not in lost]
    wanted = f"{years} năm liên tục được xếp loại {RATING_NAMES[level]} trở lên"
    if level == next(iter(RATING_ORDER)):
        wanted = wanted.removesuffix(" trở lên")
    proofs = tuple(fact.proof for fact in facts)
    if lost:
        return Judgement(
            NOT_MET,
            f"Thành tích năm {years_text(lost)} không được tính vì còn trong thời hạn kỷ luật, "
            f"chưa đủ {wanted}, {ask.bad}.",
            proofs,
        )
    if low:
        told = "; ".join(f"năm {f.year} được xếp loại {_level(f)}{cited(f.proof)}" for f in low)
        return Judgement(NOT_MET, f"Chưa đủ {wanted}: {told}, {ask.bad}.", proofs)
    if missing:
        return Judgement(
            UNKNOWN,
            f"Chưa có dữ liệu xếp loại năm {years_text(missing)} để xét {ask.at}; "
            "văn phòng nhập xếp loại rồi xem lại.",
            proofs,
        )
    return Judgement(
        MET, f"Đủ {wanted}, năm {years_text(asked)}{cited(*proofs)}, {ask.good}.", proofs
    )


def service_months(ask: Asked, case: Case) -> Judgement:
    """Months served in the year asked, maternity leave included (domain.md 4.4-5)."""
    fact = case.ratings.get(case.year)
    if fact is None or fact.months is None:
        return Judgement(
            UNKNOWN,
            f"Chưa có dữ liệu thời gian công tác năm {case.year} để xét {ask.at}; "
            "văn phòng nhập số tháng công tác rồi xem lại.",
        )
    told = f"Năm {fact.year} có {fact.months} tháng công tác, kể cả thời gian nghỉ thai sản"
    if fact.months >= ask.given["months"]:
        return Judgement(MET, f"{told}, {ask.good}.", (fact.proof,))
    wanted = ask.given["months"]
    return Judgement(NOT_MET, f"{told}, chưa đủ {wanted} tháng, {ask.bad}.", (fact.proof,))


# --- initiatives ---------------------------------------------------------------------------------


def initiative(ask: Asked, case: Case) -> Judgement:
    """So many recognised initiatives of some reach within years; pending ones leave it open.

    With `beyond` initiatives that a title was won with do not count again (MoHA on Luật 2022
    Điều 74.1d, domain.md 1.2): a title below the best rating cannot have been won otherwise.
    """
    return _initiative(ask, case, ask.given)


def _initiative(ask: Asked, case: Case, given: dict) -> Judgement:
    level, years, count = given["level"], given["years"], given["count"]
    first = case.year - years + 1
    span = f"năm {case.year}" if years == 1 else f"từ năm {first} đến năm {case.year}"
    reach = "" if level == Level.COMMUNE else f" có phạm vi ảnh hưởng từ {_reach(level)} trở lên"
    facts = case.initiatives(first)
    wide = [fact for fact in facts if REACH_ORDER.get(fact.level, -1) >= REACH_ORDER[level]]
    good = [fact for fact in wide if fact.recognition == _RECOGNISED]
    waiting = [fact for fact in wide if fact.recognition == _PENDING]
    used, note = _used(case, given["beyond"], first) if given["beyond"] else (0, "")
    wanted = count + used
    proofs = tuple(fact.proof for fact in good)
    extra = f", trong đó {used} sáng kiến đã dùng để xét danh hiệu" if used else ""
    if len(good) >= wanted:
        return Judgement(
            MET,
            f"Có {len(good)} sáng kiến, giải pháp được công nhận{reach} {span}{cited(*proofs)}"
            f"{extra}, {ask.good}.{note}",
            proofs,
        )
    if waiting:
        held = tuple(fact.proof for fact in waiting)
        return Judgement(
            UNKNOWN,
            f"Sáng kiến, giải pháp {span} đang chờ công nhận{cited(*held)}; "
            f"xét {ask.at} khi có kết quả công nhận.{note}",
            proofs + held,
        )
    if not facts:
        return Judgement(
            UNKNOWN,
            f"Chưa có dữ liệu sáng kiến, giải pháp {span} để xét {ask.at}; "
            "văn phòng nhập sáng kiến rồi xem lại.",
        )
    if good:
        lack = (
            f"Mới có {len(good)}/{wanted} sáng kiến, giải pháp được công nhận{reach} {span}"
            f"{cited(*proofs)}{extra}"
        )
    else:
        lack = f"{_short_of(facts, level)}, chưa có sáng kiến, giải pháp được công nhận{reach}"
        proofs = tuple(fact.proof for fact in facts)
    return Judgement(NOT_MET, f"{lack}, {ask.bad}.{note}", proofs)


def _reach(level: str) -> str:
    return small(str(Level(level).label)) if level in REACH_ORDER else level


def _short_of(facts: list[InitiativeFact], level: str) -> str:
    told = [
        f"sáng kiến năm {fact.year}{cited(fact.proof)} "
        + (
            f"chỉ có phạm vi ảnh hưởng {_reach(fact.level)}"
            if REACH_ORDER.get(fact.level, -1) < REACH_ORDER[level]
            else "không được công nhận"
        )
        for fact in facts
    ]
    return "; ".join(told).replace("sáng kiến", "Sáng kiến", 1)


def _used(case: Case, codes: list[str], first: int) -> tuple[int, str]:
    """Return how many initiatives titles have used up, and a note on titles nobody knows of."""
    used, unsure = set(), set()
    for award in case.awards:
        year = award.year
        if award.code not in codes or not first <= year <= case.year:
            continue
        rated = case.ratings.get(year)
        if award.with_initiative or (
            award.with_initiative is None and rated and rating_place(rated) > 0
        ):
            used.add(year)
        elif award.with_initiative is None and rated is None:
            unsure.add(year)
    unsure -= used
    if not unsure:
        return len(used), ""
    return len(used), (
        f" Nếu {case.award_names(codes)} năm {years_text(unsure)} đã được xét bằng sáng kiến "
        "thì cần thêm sáng kiến khác; văn phòng đối chiếu hồ sơ."
    )
