"""The review of an official paper for the mistakes that offices make: text or Paper → findings.

Numbers are counted anew wherever our engine prints, so numbering faults show only in text that
somebody typed (`review_text`); everything else is also found in a Paper (`review_paper`). Each
check is one function, its rule and source in its docstring; a clean paper gives no finding at all.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from emulation.papers.paper import Paper

from .reading.values import Reading
from .reviewing import (
    citing,
    dates,
    endings,
    frame,
    headings,
    levels,
    names,
    ordering,
    pointers,
    signing,
    tones,
    wording,
)
from .reviewing.finding import SEVERITIES, Context, Finding, Severity
from .reviewing.from_paper import manuscript_of
from .reviewing.from_text import manuscripts_of
from .reviewing.manuscript import Manuscript

__all__ = [
    "CHECKS",
    "SEVERITIES",
    "Context",
    "Finding",
    "by_severity",
    "review",
    "review_lines",
    "review_paper",
    "review_reading",
    "review_text",
]

Check = Callable[[Manuscript], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    frame.missing_part,
    frame.symbol_form,
    dates.date_form,
    dates.unreal_date,
    dates.past_deadline,
    frame.addressees,
    citing.law_in_force,
    citing.law_with_number,
    ordering.numbering,
    headings.heading_form,
    headings.heading_stop,
    pointers.missing_reference,
    pointers.reference_order,
    levels.other_kind,
    levels.dead_level,
    names.two_spellings,
    tones.two_tone_styles,
    endings.list_endings,
    endings.broken_line,
    endings.end_mark,
    wording.spacing,
    wording.unbalanced,
    wording.draft_trace,
    wording.award_name,
    signing.signature,
    frame.recipients,
)
_PLAIN = Context()


def review(subject: Paper | Reading | str, context: Context = _PLAIN) -> list[Finding]:
    """Review a Paper, a Reading or a text; findings come in the order of the paper."""
    match subject:
        case Paper():
            return review_paper(subject, context)
        case Reading():
            return review_reading(subject, context)
    return review_text(subject, context)


def review_text(text: str, context: Context = _PLAIN) -> list[Finding]:
    """Review what a writer typed: a whole paper, several in one file, or a piece of a body."""
    return review_lines(text.splitlines(), context)


def review_lines(lines: Iterable[str], context: Context = _PLAIN) -> list[Finding]:
    """Review the lines of a file, labels as typed; `line` of a finding counts them from 1."""
    return _all(manuscripts_of(lines, context))


def review_reading(reading: Reading, context: Context = _PLAIN) -> list[Finding]:
    """Review a file as the reader found it: labels as typed or as Word counts them.

    The Paper of a reading is in form already; what was typed stands in its lines.
    """
    lines: list[str] = []
    numbers: list[int] = []
    for count, line in enumerate(reading.lines, start=1):
        texts = [""] if line.gap else []
        if line.table:
            texts += ["\t".join((*row.cells, "")) for row in line.table.rows]
        else:
            texts.append(line.full)
        lines += texts
        numbers += [count] * len(texts)
    return _all(manuscripts_of(lines, context, numbers))


def review_paper(paper: Paper, context: Context = _PLAIN) -> list[Finding]:
    """Review a paper as it would print; `where` names the place ("Mục II, khoản 1")."""
    return _findings(manuscript_of(paper, context))


def by_severity(findings: Iterable[Finding]) -> list[tuple[Severity, str, list[Finding]]]:
    """Return findings in groups, the gravest first: severity, its Vietnamese title, findings."""
    ranks = list(SEVERITIES)
    ordered = sorted(findings, key=lambda finding: ranks.index(finding.severity))
    return [
        (severity, SEVERITIES[severity], list(group))
        for severity, group in groupby(ordered, key=lambda finding: finding.severity)
    ]


def _all(manuscripts: Iterable[Manuscript]) -> list[Finding]:
    return [finding for manuscript in manuscripts for finding in _findings(manuscript)]


def _findings(manuscript: Manuscript) -> list[Finding]:
    found = [finding for check in CHECKS for finding in check(manuscript)]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.order)
