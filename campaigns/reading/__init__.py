"""Understanding a plan: a `Reading` of its paper → `PlanFacts`; pure, knows no model.

`understand(reading, catalogue)` finds deadlines, criteria, awards, dossiers and the rest;
`as_json` writes reading and facts in the form that `import_plan --json` prints (design.md 9).
"""

from campaigns.reading.awarding import Known, codes, only
from campaigns.reading.facts import AwardQuote, Deadline, Dossier, PlanFacts, Quote
from campaigns.reading.output import as_json
from campaigns.reading.plan import understand

__all__ = [
    "AwardQuote",
    "Deadline",
    "Dossier",
    "Known",
    "PlanFacts",
    "Quote",
    "as_json",
    "codes",
    "only",
    "understand",
]
