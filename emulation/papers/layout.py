"""Paper → the HTML page that is printed: which lines break where, which pages lie.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I (domain.md section 5); the look is in
templates/papers/paper.css.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from emulation.papers.html import body_html
from emulation.papers.metrics import (
    LANDSCAPE_WIDTH,
    TEXT_WIDTH,
    balanced,
    column_shares,
    is_wide,
)
from emulation.papers.paper import (
    Annex,
    Article,
    Block,
    Heading,
    Holder,
    Paper,
    Signature,
    Table,
    listed,
)

# The left column of the letterhead: a little less than the 38.5 % that paper.css gives it.
ISSUER_SHARE = 60 / 160
# Signers stand side by side, at most so many in a row.
SIGNERS_IN_A_ROW = 3


def page_html(paper: Paper, template: str = "papers/paper.html", **more: Any) -> str:
    """Return the whole page of a paper as HTML, everything that was typed escaped.

    A `template` that extends ours prints `more` beside the paper (ballot.html).
    """
    around = frame(paper)
    return render_to_string(
        template,
        more
        | around
        | {
            "paper": paper,
            "body": _body(paper.printed_body, around["landscape"], end_mark=paper.end_mark),
            "annexes": [_annex(paper, *pair) for pair in enumerate(paper.annexes, start=1)],
        },
    )


def frame(paper: Paper) -> dict[str, Any]:
    """Return what stands around the body of a paper, each text as the lines that it takes."""
    landscape = lies(paper)
    width = LANDSCAPE_WIDTH if landscape else TEXT_WIDTH
    left = width * ISSUER_SHARE
    # A writer who breaks the subject himself may use the whole line.
    middle = width if "\n" in paper.subject else width - 20
    turned = not landscape and ends_turned(paper.printed_body)
    return {
        "landscape": landscape,
        "parent_lines": _broken(paper.parent, left, 13),
        "issuer_lines": _broken(paper.issuer, left, 13, bold=True),
        "subject_lines": balanced(paper.subject_text, middle, 14, bold=True)
        if paper.type_name
        else balanced(paper.subject_text, left, 12),
        "bases": () if paper.bases_inline else listed(paper.bases),
        "addressees": paper.addressees if len(paper.addressees) < 2 else listed(paper.addressees),
        "decided_by": balanced(paper.decided_by, width - 20, 14, bold=True),
        "recipients": listed(paper.recipients),
        "signers": _signers(paper.signatures, LANDSCAPE_WIDTH if turned else width),
        "closing_turned": turned,
    }


def lies(paper: Paper) -> bool:
    """Say whether every page lies: the paper asks for it, or is nothing but a wide table.

    A wide table in a longer text gets landscape pages of its own instead.
    """
    body = paper.printed_body
    structured = any(isinstance(block, Heading | Article) for block in body)
    opens_wide = any(isinstance(block, Table) and is_wide(block) for block in body[:2])
    return paper.landscape or (opens_wide and not structured)


def ends_turned(body: tuple[Block, ...]) -> bool:
    """Say whether the last thing of an upright body is a table on landscape pages.

    The signature then stands on these: it must not be alone on a page.
    """
    last = body[-1] if body else None
    while isinstance(last, Holder) and last.children:
        last = last.children[-1]
    return isinstance(last, Table) and is_wide(last)


def _body(blocks: tuple[Block, ...], landscape: bool, *, end_mark: bool = False) -> SafeString:
    wide = {} if landscape else {id(table): is_wide(table) for table in _tables(blocks)}

    def turned(table: Table) -> bool:
        return wide.get(id(table), False)

    def shares(table: Table) -> list[float]:
        lying = landscape or turned(table)
        return column_shares(table, LANDSCAPE_WIDTH if lying else TEXT_WIDTH)

    return body_html(blocks, end_mark=end_mark, shares=shares, turned=turned)


def _annex(paper: Paper, position: int, annex: Annex) -> dict[str, Any]:
    """Return what the template prints of an annex; a wide table turns the whole annex."""
    landscape = annex.landscape or any(is_wide(table) for table in _tables(annex.body))
    width = LANDSCAPE_WIDTH if landscape else TEXT_WIDTH
    return {
        "label": paper.annex_label(position),
        "title_lines": balanced(annex.title.upper(), width - 20, 14, bold=True),
        "note_lines": balanced(paper.annex_note(annex), width - 10, 14),
        "landscape": landscape,
        "body": _body(annex.body, landscape),
    }


def _signers(signatures: tuple[Signature, ...], width: float) -> list[list[dict[str, Any]]]:
    """Return rows of signers; those of one row sign at one height whatever stands above."""
    count = len(signatures)
    rows = max(1, -(-count // SIGNERS_IN_A_ROW))
    in_row = -(-count // rows)
    limit = width * 0.5 if count < 2 else width / in_row - 4
    cells = [
        {
            "name": signature.name,
            "lines": _broken((*signature.authority, signature.position), limit, 14, bold=True),
        }
        for signature in signatures
    ]
    table = [cells[at : at + in_row] for at in range(0, count, in_row)] if count else []
    for row in table:
        most = max(len(cell["lines"]) for cell in row)
        for cell in row:
            cell["missing"] = range(most - len(cell["lines"]))
    return table


def _broken(lines: Iterable[str], limit: float, size: float, *, bold: bool = False) -> list[str]:
    return [part for line in lines for part in balanced(line, limit, size, bold=bold)]


def _tables(blocks: Iterable[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Holder):
            yield from _tables(block.children)
