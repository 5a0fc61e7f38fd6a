"""Judges of what a unit registers and reports, and what the office confirmed on evidence."""

from __future__ import annotations

from awards.facts import ClaimFact

from .case import MET, NOT_MET, UNKNOWN, Asked, Case, Judgement, proof_key
from .words import cited


def registered(ask: Asked, case: Case) -> Judgement:
    """Put down for the award asked; late ones as the rule admits."""
    mine = [fact for fact in case.facts.registrations if fact.code == case.occasion.code]
    best = max(mine, key=lambda fact: (fact.in_time, proof_key(fact.proof)), default=None)
    award = case.occasion.award
    if best is None:
        return Judgement(NOT_MET, f"Không có trong danh sách đăng ký {award}, {ask.bad}.")
    if best.in_time:
        return Judgement(
            MET, f"Đã đăng ký {award} đúng hạn{cited(best.proof)}, {ask.good}.", (best.proof,)
        )
    told = f"Đăng ký {award} sau thời hạn{cited(best.proof)}"
    if ask.given["late"]:
        return Judgement(MET, f"{told}, được văn phòng tiếp nhận muộn, {ask.good}.", (best.proof,))
    return Judgement(NOT_MET, f"{told}, {ask.bad}.", (best.proof,))


def manual(ask: Asked, case: Case) -> Judgement:
    """Confirmed by the office on evidence; a report that nobody confirmed leaves it open."""
    claim = claim_on(ask, case)
    if claim is not None and claim.is_met is not None:
        return verified(ask, claim)
    evidence = ask.rule.evidence.strip().rstrip(".")
    if claim is not None:
        said = {True: " là đạt", False: " là không đạt"}.get(claim.claims_met, "")
        file = "" if claim.has_evidence or not evidence else f"; còn thiếu minh chứng: {evidence}"
        return Judgement(
            UNKNOWN,
            f"Đơn vị đã báo cáo{said}{cited(claim.proof)}, văn phòng chưa xác nhận {ask.at}{file}.",
            (claim.proof,),
        )
    wanted = f"cần minh chứng: {evidence}" if evidence else "đơn vị báo cáo kèm minh chứng"
    return Judgement(UNKNOWN, f"Chưa có báo cáo kết quả để xét {ask.at}; {wanted}.")


def claim_on(ask: Asked, case: Case) -> ClaimFact | None:
    """Return the report on the rule's criterion."""
    criterion = ask.rule.criterion
    return None if criterion is None else case.claims.get(criterion)


def verified(ask: Asked, claim: ClaimFact) -> Judgement:
    """Return what the office confirmed on a report."""
    if claim.is_met:
        reason = f"Văn phòng đã xác nhận đạt theo minh chứng{cited(claim.proof)}, {ask.good}."
        return Judgement(MET, reason, (claim.proof,))
    reason = f"Văn phòng đã xác nhận không đạt{cited(claim.proof)}, {ask.bad}."
    return Judgement(NOT_MET, reason, (claim.proof,))
