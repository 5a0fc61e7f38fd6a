"""The end of a paper → one element that is never parted: recipients and signatures."""

from collections.abc import Mapping, Sequence
from typing import Any

from emulation.papers.flowing.letters import NotWritten
from emulation.papers.flowing.lines import Ends, Line, measures, set_text
from emulation.papers.flowing.look import Look, rule, share
from emulation.papers.flowing.paging import Element
from emulation.papers.shaping import collapsed

HEADING = "Nơi nhận:"


def closing_element(
    around: Mapping[str, Any], left: float, width: float, ends: Ends
) -> Element | None:
    """Return recipients and signatures; None when there are neither.

    Raises NotWritten for what is not written here.
    """
    signers, recipients = around["signers"], around["recipients"]
    if not signers and not recipients:
        return None
    frame = Look().inside("body").inside(".closing")
    found, lower = Line(0.0), 0.0
    if len(signers) == 1 and len(signers[0]) == 1:
        beside = width * share(rule("td.recipients")["width"])
        look = frame.inside("table").inside("td", ".recipients")
        cells = [
            _recipients(recipients, look, left, beside, ends),
            _signer(signers[0][0], frame, left + beside, width - beside, ends),
        ]
        found.add_below(*cells)
    elif signers:
        for number, row in enumerate(signers):
            if number:
                found.height += frame.inside(".signers + .signers").margin[0]
            wide = width / len(row)
            cells = [
                _signer(signer, frame, left + index * wide, wide, ends)
                for index, signer in enumerate(row)
            ]
            found.add_below(*cells)
        below = frame.inside(".recipients", "div.recipients")
        if recipients:
            lower = found.height + below.margin[0]
            found.height = lower
            found.add_below(_recipients(recipients, below, left, width, ends))
    else:
        raise NotWritten("recipients without a signature")
    bookmark = (4, HEADING, lower) if recipients else None
    return Element([found], frame.margin[0], is_text=False, bookmark=bookmark)


def _recipients(texts: Sequence[str], look: Look, left: float, width: float, ends: Ends) -> Line:
    found = Line(0.0)
    if texts:
        _add_text(found, HEADING, look.inside("h4", ".recipients h4"), left, width, ends)
    for text in texts:
        _add_text(found, f"- {text}", look.inside("p"), left, width, ends)
    return found


def _signer(signer: Mapping[str, Any], frame: Look, left: float, width: float, ends: Ends) -> Line:
    """Return authority and position of who signs, the room for it, and the name."""
    cell = frame.inside("table").inside("td", ".signature")
    look, name = cell.inside("p"), cell.inside("p", ".signature .name")
    found = Line(0.0)
    for text in signer["lines"]:
        _add_text(found, text, look, left, width, ends)
    found.height += len(signer["missing"]) * measures(look)[0] + name.padding[0]
    if signer["name"]:
        _add_text(found, signer["name"], name, left, width, ends)
    return found


def _add_text(found: Line, text: str, look: Look, left: float, width: float, ends: Ends) -> None:
    """Add the lines of a text below what stands there; an empty one has none."""
    text = collapsed(text)
    for line in set_text(text, look, left, width, ends) if text else ():
        found.add_below(line)
