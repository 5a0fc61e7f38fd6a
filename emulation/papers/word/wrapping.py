"""Paragraphs whose lines break where the PDF breaks them, and that can still be edited.

The PDF balances the lines of names and titles (`metrics.balanced`). Here indents make such a
paragraph just wide enough to break by itself at the same places: an officer types on without
removing line breaks, and whoever reads the file back finds one line. Soft line breaks stand only
where the writer put them, and where Word would part words that belong together ("NHÂN / DÂN").
"""

from collections.abc import Iterable

from emulation.papers.metrics import balanced, width_mm
from emulation.papers.word.markup import Para, clean, lines, run

# Room in mm that a line has to spare, and what printers may differ from our measure.
SPARE, DOUBT = 1.0, 0.7


def wrapped(
    style: str,
    text: str,
    *,
    limit: float,
    room: float,
    size: float,
    bold: bool = False,
    typed_on: bool = False,
) -> Para:
    """Return `text` as a paragraph of lines of at most `limit` mm where `room` mm are free.

    A text that is `typed_on`, where blanks are filled in later, never gets soft line breaks.
    """
    broken = balanced(text, limit, size, bold=bold)
    if len(broken) < 2:
        return Para(style, run(clean(text)) if broken else "")
    widest = max(width_mm(line, size, bold=bold) for line in broken)
    narrow = [widest + SPARE - DOUBT, widest + SPARE + DOUBT]
    by_itself = "\n" not in text and all(
        _filled(" ".join(broken).split(), width, size, bold=bold) == broken for width in narrow
    )
    if not (by_itself or typed_on):
        return Para(style, lines(broken))
    side = (room - widest - SPARE) / 2
    return Para(style, run(clean(text)), left=side, right=side)


def _filled(words: Iterable[str], width: float, size: float, *, bold: bool) -> tuple[str, ...]:
    """Return lines as Word fills them: word by word, as many as fit."""
    filled: list[str] = []
    for word in words:
        if filled and width_mm(f"{filled[-1]} {word}", size, bold=bold) <= width:
            filled[-1] += f" {word}"
        else:
            filled.append(word)
    return tuple(filled)
