"""Warnings beside the findings: double awards, the same title of one year, a quota used up.

They decide nothing. A jump over lower forms is no warning: a lower form is no condition of a higher
one (domain.md 4.4-3).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from awards.facts import AwardFact, Context, Facts, Occasion, ProposalFact, Quota, Warning

from .case import proof_key, years_of
from .words import cited, small


def warnings_of(
    facts: Facts,
    occasion: Occasion,
    conditions: frozenset[str] = frozenset(),
    context: Context | None = None,
) -> list[Warning]:
    """Return what the office should look at; `conditions` are awards that the one asked builds on.

    Several awards for one achievement: domain.md 4.4-4.
    """
    found = []
    awards = sorted(
        facts.awards, key=lambda award: (award.year, award.code, proof_key(award.proof))
    )
    for award in awards:
        name = award.name or occasion.names.get(award.code, award.code)
        if award.code == occasion.code and occasion.year in years_of(award):
            text = f"Đã được tặng {name} năm {occasion.year}{cited(award.proof)}."
            found.append(Warning("same_award", text, (award.proof,)))
        elif _same_campaign(award, occasion):
            text = (
                f"Đã được tặng {name} trong cùng phong trào{cited(award.proof)}; không tặng nhiều "
                "hình thức cho một thành tích."
            )
            found.append(Warning("double_award", text, (award.proof,)))
        elif award.code not in conditions and _same_achievement(award, occasion):
            text = (
                f"Đã được tặng {name} cho thành tích năm {occasion.year}, cùng loại hình"
                f"{cited(award.proof)}; kiểm tra có phải một thành tích hay không."
            )
            found.append(Warning("double_award", text, (award.proof,)))
    if context is None:
        return found
    for proposal in sorted(context.proposals, key=_order):
        if proposal.code == occasion.code and proposal.year == occasion.year:
            text = f"Đã được đề nghị {proposal.name} năm {proposal.year}{cited(proposal.proof)}."
            found.append(Warning("same_proposal", text, (proposal.proof,)))
        elif _same_campaign(proposal, occasion):
            text = (
                f"Đang được đề nghị {proposal.name} trong cùng phong trào{cited(proposal.proof)}; "
                "không tặng nhiều hình thức cho một thành tích."
            )
            found.append(Warning("double_proposal", text, (proposal.proof,)))
    return found


def used_up(quotas: Iterable[Quota], award: str) -> list[Warning]:
    """Return a warning for each limit of which others hold all places (or more) already."""
    return [
        Warning(
            "quota",
            f"Hết số lượng {award}: đã có {quota.taken} trường hợp khác, nhiều nhất "
            f"{quota.places}{_reckoned(quota)}.",
        )
        for quota in quotas
        if quota.taken >= quota.places
    ]


def _reckoned(quota: Quota) -> str:
    """Return what a limit was reckoned from and where it stands, " (…)" or ""."""
    doubt = "" if quota.verified == "y" else "chưa đối chiếu đủ với văn bản"
    parts = [quota.basis, small(quota.clause), doubt]
    told = "; ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def share_quota(
    percent: int,
    of_title: str,
    recognised: int,
    proposed: int,
    taken: int,
    *,
    clause: str = "",
    verified: str = "y",
) -> Quota:
    """Return the limit that is a share of another title's holders, cut off to whole people.

    Those recognised count, and those put forward in the same year who are not recognised yet.
    """  # fmt: skip
    whole = recognised + proposed
    basis = (
        f"không quá {percent}% của {whole} {of_title}, "
        f"gồm {recognised} đã công nhận và {proposed} đang đề nghị"
    )
    return Quota(whole * percent // 100, taken, clause, basis, verified)


def _same_campaign(award: AwardFact | ProposalFact, occasion: Occasion) -> bool:
    return (
        occasion.campaign is not None
        and award.campaign == occasion.campaign
        and award.year == occasion.year
    )


def _same_achievement(award: AwardFact, occasion: Occasion) -> bool:
    return award.basis == occasion.award_basis and occasion.year in years_of(award)


def _order(award: AwardFact | ProposalFact) -> tuple[Any, ...]:
    return (award.year, award.code, award.name, award.campaign or 0, proof_key(award.proof))
