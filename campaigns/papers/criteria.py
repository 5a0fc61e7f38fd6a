"""How the plan prints a set of criteria: dashes, letters where there is a choice, points."""

from __future__ import annotations

from collections.abc import Iterable

from awards.arranging import Entry, Points, arranged, points_of
from awards.models import Criterion, CriterionSet, Scoring
from awards.sentences import number
from emulation.organization.models import NomineeKind
from emulation.papers.paper import Block, Bullet, Column, Item, Paragraph, Row, Table, listed

COLUMNS = (
    Column("STT", 0.7, "center"),
    Column("Tiêu chuẩn", 6),
    Column("Điểm tối đa", 1.5, "center"),
)
# Captions of the parts of the points table, in the order in which they stand.
PARTS = ((Scoring.SCORE, "Tiêu chuẩn chấm điểm"), (Scoring.BONUS, "Điểm thưởng"),
         (Scoring.PENALTY, "Điểm trừ"))  # fmt: skip


def criteria_blocks(criterion_set: CriterionSet) -> tuple[Block, ...]:
    """Return a set as the plan prints it, each criterion in its own words.

    Single criteria are dashes. A set with a group of alternatives is lettered, so that papers can
    cite "điểm b"; the alternatives are dashes below their lead-in. What is scored stands in a
    table with the points, after the conditions that are not.
    """
    criteria = list(criterion_set.criteria.all())
    points = points_of(criteria)
    # A choice stays together, also when some of its alternatives give points.
    entries = arranged(criteria)
    scored = [e for e in entries if all(c.scoring != Scoring.NONE for c in e.members)]
    conditions = _conditions([entry for entry in entries if entry not in scored])
    if points is None:
        return conditions
    return (*conditions, _table(scored, points), *_pass_mark(criterion_set, points))


def _conditions(entries: list[Entry]) -> tuple[Block, ...]:
    if not any(entry.group for entry in entries):
        return tuple(Bullet(text) for text in listed(tuple(entry.text for entry in entries)))
    blocks = []
    for entry in entries:
        last = entry is entries[-1]
        if entry.group is None:
            blocks.append(Item(_closed([entry.text], last)[0]))
        else:
            texts = _closed([criterion.text for criterion in entry.members], last)
            blocks.append(Item(f"{entry.text}:", tuple(Bullet(text) for text in texts)))
    return tuple(blocks)


def _closed(texts: list[str], last: bool) -> list[str]:
    """Close each text with ";", and the last of the whole list with "."."""
    closed = list(listed(tuple(texts)))
    if not last:
        closed[-1] = f"{closed[-1].removesuffix('.')};"
    return closed


def _table(scored: list[Entry], points: Points) -> Table:
    rows: list[Row] = []
    several = bool(points.bonus or points.penalty)
    position = 0
    for scoring, caption in PARTS:
        part = [e for e in scored if e.members[0].scoring == scoring]
        if part and several:
            rows.append(Row(("", caption, ""), "group"))
        for entry in part:
            position += 1
            rows += _rows(entry, position)
    if points.score:
        without = " (không kể điểm thưởng)" if points.bonus else ""
        rows.append(Row(("", f"Tổng điểm tối đa{without}", number(points.score)), "total"))
    return Table(COLUMNS, tuple(rows), number_row=False, landscape="no")


def _rows(entry: Entry, position: int) -> Iterable[Row]:
    if entry.group is None:
        yield _row(str(position), entry.members[0])
        return
    yield Row((str(position), f"{entry.text}:", ""))
    for criterion in entry.members:
        yield _row("", criterion, dash="- ")


def _row(label: str, criterion: Criterion, dash: str = "") -> Row:
    sign = "-" if criterion.scoring == Scoring.PENALTY else ""
    worth = f"{sign}{number(criterion.points)}" if criterion.points is not None else ""
    return Row((label, dash + criterion.text.strip().rstrip(" .;,"), worth))


def _pass_mark(criterion_set: CriterionSet, points: Points) -> tuple[Paragraph, ...]:
    """Say from how many points on a nominee is considered."""
    if criterion_set.pass_points is None:
        return ()
    who = NomineeKind(criterion_set.subject).label
    mark = number(criterion_set.pass_points)
    return (Paragraph(f"{who} đạt từ {mark} điểm trở lên được xét khen thưởng."),)
