"""Judges of titles and commendations: the nominee's own, another award's law, the members'."""

from __future__ import annotations

from collections.abc import Iterable

from awards.facts import AwardFact, MemberFact

from .case import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    RATING_ORDER,
    UNKNOWN,
    Asked,
    Case,
    Judgement,
    known_years,
    rating_place,
    ratings_by_year,
    years_of,
)
from .words import RATING_NAMES, cited, percent_text, some_names, years_text


def title_years(ask: Asked, case: Case) -> Judgement:
    """A title held so many years in a row, or so many times within years.

    A year of which something is recorded, but not the title, is a gap; a year of which nothing is
    recorded leaves it open. The records follow the person, whatever the unit of that year.
    """
    codes, times, within = (ask.given[key] for key in ("codes", "times", "within"))
    last = case.year - 1 if ask.given["before"] else case.year
    years = range(last - (within or times) + 1, last + 1)
    held, skipped = _held_by_year(codes, years, case)
    lost = [year for year in held if year <= case.counts_after]
    counted = {year: award for year, award in held.items() if year > case.counts_after}
    open_years = [
        year
        for year in years
        if year not in counted and year not in case.known and year > case.counts_after
    ]
    name = case.award_names(codes)
    proofs = tuple(dict.fromkeys(award.proof for _, award in sorted(counted.items())))
    notes = _notes(skipped, lost, case)
    span = (
        f"trong các năm {years[0]} - {years[-1]}" if within
        else f"liên tục {times} năm" if times > 1
        else ""
    )  # fmt: skip
    if len(counted) >= times:
        often = f" {len(counted)} lần" if within else ""
        told = " ".join(filter(None, (f"Đạt {name}{often}", span)))
        return Judgement(
            MET, f"{told} (năm {years_text(counted)}){cited(*proofs)}, {ask.good}.{notes}", proofs
        )
    wanted = " ".join(filter(None, (name, f"{times} lần" if within else "", span)))
    have = f"; mới ghi nhận năm {years_text(counted)}{cited(*proofs)}" if counted else ""
    gaps = [year for year in years if year not in counted and year not in open_years]
    if len(counted) + len(open_years) >= times and open_years:
        return Judgement(
            UNKNOWN,
            f"Chưa có dữ liệu khen thưởng năm {years_text(open_years)} để xét {ask.at}{have}; "
            f"văn phòng nhập {name} (nếu có) rồi xem lại.{notes}",
            proofs,
        )
    lack = f", không có năm {years_text(gaps)}" if counted and gaps else ""
    return Judgement(NOT_MET, f"Chưa đạt {wanted}{have}{lack}, {ask.bad}.{notes}", proofs)


def _held_by_year(
    codes: list[str], years: range, case: Case
) -> tuple[dict[int, AwardFact], list[AwardFact]]:
    held: dict[int, AwardFact] = {}
    skipped = []
    for award in case.awards:
        if award.code not in codes:
            continue
        covered = [year for year in years_of(award) if year in years]
        if covered and case.is_skipped(award):
            skipped.append(award)
            continue
        for year in covered:
            held.setdefault(year, award)
    return held, [award for award in skipped if award.year not in held]


def _notes(skipped: Iterable[AwardFact], lost: Iterable[int], case: Case) -> str:
    """Return what was recorded and yet not counted, with the reason."""
    notes = "".join(
        f" Không tính {award.name or case.award_name(award.code)} năm {award.year}"
        f"{cited(award.proof)} vì được tặng {_how(award)} ({case.themed_clause})."
        for award in skipped
    )
    if lost := list(lost):
        notes += f" Không tính năm {years_text(lost)} vì còn trong thời hạn kỷ luật."
    return notes


def _how(award: AwardFact) -> str:
    if award.basis == "sudden":
        return "về thành tích đột xuất"
    return f"trong phong trào «{award.movement}»" if award.movement else "trong phong trào thi đua"


def award_held(ask: Asked, case: Case) -> Judgement:
    """One of the awards given at least so many years before the year asked."""
    codes, years_ago = ask.given["codes"], ask.given["years_ago"]
    latest = case.year - years_ago
    mine = [award for award in case.awards if award.code in codes and award.year <= latest]
    good = [award for award in mine if not case.is_skipped(award)]
    notes = _notes([award for award in mine if case.is_skipped(award)], (), case)
    name = case.award_names(codes)
    when = f" từ năm {latest} trở về trước" if years_ago else ""
    if good:
        first = good[0]
        told = f"Đã được tặng {first.name or case.award_name(first.code)} năm {first.year}"
        return Judgement(
            MET, f"{told}{cited(first.proof)}, {ask.good}.", tuple(award.proof for award in good)
        )
    if case.awards:
        return Judgement(NOT_MET, f"Chưa được tặng {name}{when}, {ask.bad}.{notes}")
    return Judgement(
        UNKNOWN,
        f"Chưa có dữ liệu khen thưởng các năm trước để xét {ask.at}; "
        f"văn phòng nhập {name} (nếu có) rồi xem lại.",
    )


def meets_award(ask: Asked, case: Case) -> Judgement:
    """The award itself is held for the year asked, or its conditions by law are met."""
    code = ask.given["code"]
    for award in case.awards:
        if award.code == code and case.year in years_of(award) and not case.is_skipped(award):
            return Judgement(
                MET,
                f"Đã được tặng {award.name or case.award_name(code)} năm {case.year}"
                f"{cited(award.proof)}, {ask.good}.",
                (award.proof,),
            )
    found = case.nested(code, case)
    name = case.award_name(code)
    if found.verdict == MET:
        return Judgement(MET, f"Đạt tiêu chuẩn {name} năm {case.year}, {ask.good}.", found.proofs)
    if found.verdict == NOT_MET:
        reason = f"Chưa đạt tiêu chuẩn {name} năm {case.year}, {ask.bad}. {found.reason}"
        return Judgement(NOT_MET, reason, found.proofs)
    return Judgement(
        found.verdict,
        f"Chưa kết luận được tiêu chuẩn {name} năm {case.year} để xét {ask.at}. {found.reason}",
        found.proofs,
    )


# --- members -------------------------------------------------------------------------------------


def member_share(ask: Asked, case: Case) -> Judgement:
    """Share and number of members who hold a title for the year asked, by whole numbers."""
    codes = ask.given["codes"]
    name = case.award_names(codes)

    def holds(member: MemberFact) -> bool | None:
        for award in member.awards:
            if award.code in codes and case.year in years_of(award) and not case.is_skipped(award):
                return True
        return False if case.year in known_years(member) else None

    return _share(
        ask,
        case,
        [holds(member) for member in case.facts.members or ()],
        (ask.given["percent"], ask.given["above"], ask.given["count"]),
        f"đạt {name}",
    )


def member_rating(ask: Asked, case: Case) -> Judgement:
    """Share of members whose rating of the year asked is at least the level."""
    level = ask.given["level"]

    def reaches(member: MemberFact) -> bool | None:
        fact = ratings_by_year(member.ratings).get(case.year)
        return None if fact is None else rating_place(fact) <= RATING_ORDER[level]

    is_top = RATING_ORDER[level] == 0
    return _share(
        ask,
        case,
        [reaches(member) for member in case.facts.members or ()],
        (ask.given["percent"], False, 0),
        f"được xếp loại {RATING_NAMES[level]}{'' if is_top else ' trở lên'}",
    )


def _share(
    ask: Asked,
    case: Case,
    answers: list[bool | None],
    limits: tuple[int, bool, int],
    what: str,
) -> Judgement:
    """Decide from the members known, unless those unknown could turn it (domain.md section 3)."""
    if case.facts.members is None:
        return Judgement(NOT_APPLICABLE, f"Đối tượng không có thành viên, không áp dụng {ask.at}.")
    total, yes, unknown = len(answers), answers.count(True), answers.count(None)
    if not total:
        return Judgement(
            UNKNOWN,
            f"Chưa có danh sách thành viên để xét {ask.at}; văn phòng nhập danh sách rồi xem lại.",
        )
    open_names = [
        member.name
        for member, answer in zip(case.facts.members, answers, strict=True)
        if answer is None
    ]
    told = f"Có {yes}/{total} thành viên ({percent_text(yes, total)}) {what} năm {case.year}"
    percent, above, count = limits
    if _enough(yes, total, limits):
        return Judgement(MET, f"{told}, {ask.good}.")
    if _enough(yes + unknown, total, limits):
        return Judgement(
            UNKNOWN,
            f"{told}, còn {unknown} thành viên chưa có dữ liệu ({some_names(open_names)}) "
            f"để xét {ask.at}; "
            "văn phòng nhập đủ rồi xem lại.",
        )
    parts = [f"{'hơn ' if above else ''}{percent}%"] if percent else []
    parts += [f"{count} thành viên"] if count else []
    return Judgement(NOT_MET, f"{told}, chưa đủ {' và '.join(parts)}, {ask.bad}.")


def _enough(part: int, whole: int, limits: tuple[int, bool, int]) -> bool:
    percent, above, count = limits
    reached = part * 100 > percent * whole if above else part * 100 >= percent * whole
    return (reached or not percent) and part >= count
