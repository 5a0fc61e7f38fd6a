"""Long tables: printed in pieces side by side, merged, and proven to be the whole paper's pages."""

import logging
from collections.abc import Callable
from typing import Any

from emulation.papers import presses
from emulation.papers.merging import merged
from emulation.papers.presses import Order, PressError
from emulation.papers.splitting import fits, long_table, pieces_of, proof_page, proven

logger = logging.getLogger(__name__)


def printed_in_pieces(
    html: str, options: dict[str, Any], progress: Callable[[int], None] | None
) -> bytes | None:
    """Return the PDF of a page with a long table; None when it has to be printed whole.

    That is so for a short table and for one whose pages could not be foretold, which the log then
    says. Never raises for a page that can be printed whole.
    """
    table, count = long_table(html), presses.usable()
    if table is None or not count:
        return None
    try:
        (first,) = presses.print_all([Order(proof_page(table), "", {})])
        proof = proven(first.pages)
        pieces = pieces_of(table, proof, count) if proof else []
        if not pieces:
            logger.warning("A long table is printed whole: its pages cannot be foretold.")
            return None
        orders = [Order(piece.html, piece.style, options) for piece in pieces]
        printed = presses.print_all(orders, progress)
    except PressError as error:
        logger.warning("A long table is printed whole: %s", error)
        return None
    measured = [piece.pages for piece in printed]
    if not fits(pieces, measured):
        logger.warning("A long table is printed whole: its pages came out other than foretold.")
        return None
    return merged([piece.content for piece in printed], measured)
