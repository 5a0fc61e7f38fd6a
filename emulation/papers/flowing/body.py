"""The body of a paper → elements: who decides, legal bases, headings, items, dashes, paragraphs."""

from collections.abc import Sequence

from emulation.papers.flowing.letters import NotWritten
from emulation.papers.flowing.lines import Ends, set_text
from emulation.papers.flowing.look import Look, rule
from emulation.papers.flowing.paging import Element
from emulation.papers.html import element_of
from emulation.papers.paper import Paper
from emulation.papers.shaping import collapsed
from emulation.papers.text import Numbered, number

# What the outline of the file shows, by the element's name.
LEVELS = {"h2": 2, "h3": 3}


def body_elements(
    paper: Paper,
    deciding: Sequence[str],
    bases: Sequence[str],
    left: float,
    width: float,
    ends: Ends,
) -> list[Element]:
    """Return the elements of what paper.html prints as its main part.

    Raises NotWritten for what is not written here.
    """
    page = Look().inside("body")
    found = []
    if deciding:
        found.append(_deciding(page, deciding, left, width, ends))
    basis = page.inside("p", ".body p", ".basis")
    found += [_text(text, basis, left, width, ends) for text in bases]
    if paper.verdict:
        found.append(_deciding(page, [paper.verdict], left, width, ends))
    looks: dict[str, Look] = {}
    for numbered in number(paper.printed_body, end_mark=paper.end_mark):
        tag, kind, label = element_of(numbered)
        if tag not in ("p", "h2", "h3"):
            raise NotWritten(kind)
        if kind == "centred":
            found.append(_centred(numbered, page, left, width, ends))
            continue
        look = looks.get(tag) or looks.setdefault(tag, page.inside(tag, f".body {tag}"))
        text = numbered.text if label else numbered.line
        element = _text(text, look, left, width, ends, label)
        if tag in LEVELS:
            # As the library's own stylesheet has it.
            element.keeps_whole = True
            element.bookmark = LEVELS[tag], collapsed(numbered.line), 0.0
        found.append(element)
    if len(found) > 1 and rule("main > :nth-last-child(2)")["break-after"] == "avoid":
        found[-2].keeps_next = True
    return found


def _text(text: str, look: Look, left: float, width: float, ends: Ends, label: str = "") -> Element:
    """Return a paragraph or heading."""
    text = collapsed(text)
    if not text:
        raise NotWritten("an empty paragraph")
    lines = set_text(text, look, left, width, ends, collapsed(label))
    return Element(lines, look.margin[0], look.margin[2], look.keeps_next)


def _centred(numbered: Numbered, page: Look, left: float, width: float, ends: Ends) -> Element:
    """Return a phần or chương: its number, and its title below."""
    look = page.inside("h2", ".body h2", ".body h2.centred")
    top, _, bottom, _ = look.margin
    before, after = look.padding[3], look.padding[1]
    texts = [text for text in map(collapsed, (numbered.label, numbered.text)) if text]
    lines = [
        line
        for text in texts
        for line in set_text(text, look, left + before, width - before - after, ends)
    ]
    bookmark = LEVELS["h2"], " ".join(texts), 0.0
    return Element(lines, top, bottom, look.keeps_next, keeps_whole=True, bookmark=bookmark)


def _deciding(page: Look, texts: Sequence[str], left: float, width: float, ends: Ends) -> Element:
    """Return the lines of who decides, or of the verdict."""
    frame = page.inside(".deciding")
    look = frame.inside("p", ".body p", ".body .deciding p")
    lines = [line for text in texts for line in set_text(text, look, left, width, ends)]
    top, _, bottom, _ = frame.margin
    return Element(lines, top, bottom, frame.keeps_next, is_text=False)
