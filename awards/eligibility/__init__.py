"""Why somebody is or is not eligible: pure judging of facts by rules, with a reason for each.

    assess(facts, rulesets, occasion, overrides, context) -> Assessment     one nominee
    Assessor(rulesets, occasion).assess(facts, …) -> Assessment             many of one occasion
    as_json(assessment), from_json(data)                                    the frozen snapshot
    assume(facts, …), next_year(occasion)                                   what if, next year
    prospect(facts, law, occasion), prospects(many, …) -> Prospect          who already qualifies
    rests_on_initiative(assessment) -> bool | None                          for the register
    used_up(quotas, award) -> [Warning]; share_quota(…) -> Quota            too many put forward

"Nobody recorded it" is unknown and never not met. Sources: domain.md 0, 1.2, 4.4, 6.
"""

from .assumptions import Assumption, Prospect, assume, next_year, prospect, prospects
from .engine import PRINCIPLES, Assessor, assess, outcome_of
from .initiatives import rests_on_initiative
from .prepared import GROUP, TOTAL
from .principles import DISCIPLINE_KEY, PENDING_KEY, PRINCIPLE
from .snapshot import SnapshotError, as_json, from_json
from .warnings import share_quota, used_up

__all__ = [
    "DISCIPLINE_KEY",
    "GROUP",
    "PENDING_KEY",
    "PRINCIPLE",
    "PRINCIPLES",
    "TOTAL",
    "Assessor",
    "Assumption",
    "Prospect",
    "SnapshotError",
    "as_json",
    "assess",
    "assume",
    "from_json",
    "next_year",
    "outcome_of",
    "prospect",
    "prospects",
    "rests_on_initiative",
    "share_quota",
    "used_up",
]
