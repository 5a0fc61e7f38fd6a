"""The head of a paper → elements: letterhead, name and subject, addressees; and the draft mark."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from emulation.papers.flowing.letters import NotWritten, letters, shown
from emulation.papers.flowing.lines import Line, Piece, Rule, measures, of, one_line, width_of
from emulation.papers.flowing.look import Look, UnknownStyle, pixels, rule, share
from emulation.papers.flowing.paging import Element
from emulation.papers.paper import Paper
from emulation.papers.shaping import SPACES, UNITS, collapsed

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"


class Gap(NamedTuple):
    """Room on a line that is written in by hand, in pixels."""

    width: float


class Cell(NamedTuple):
    """What stands in a cell of the letterhead, and where its first line's letters stand."""

    line: Line
    baseline: float


def head_elements(
    paper: Paper, around: Mapping[str, Any], left: float, width: float
) -> list[Element]:
    """Return what stands above the body; raises NotWritten for what is not written here."""
    page = Look().inside("body")
    found = [_letterhead(paper, around, page, left, width)]
    if paper.type_name:
        found.append(_title(paper, around["subject_lines"], page, left, width))
    if around["addressees"]:
        found.append(_addressees(around["addressees"], page, left, width))
    return found


# --- letterhead ----------------------------------------------------------------------------------


def _letterhead(
    paper: Paper, around: Mapping[str, Any], page: Look, left: float, width: float
) -> Element:
    """Return the table with two columns above everything."""
    frame = page.inside("table", ".letterhead")
    first = width * share(rule(".letterhead .issuer")["width"])
    columns = (left, first), (left + first, width - first)
    found = Line(0.0)
    found.add_below(_issuer(around, frame, *columns[0]), _nation(frame, *columns[1]))
    if paper.symbol is not None or paper.date:
        number = frame.inside("td", ".letterhead .number")
        date = frame.inside("td", ".letterhead .date")
        cells = [
            _gapped(_number_parts(paper), number, *columns[0]),
            _gapped(_date_parts(paper), date, *columns[1]),
        ]
        base = max(cell.baseline for cell in cells)
        lowered = []
        for cell in cells:
            lower = base - cell.baseline
            line = Line(cell.line.height + lower)
            line.add(cell.line, lower)
            lowered.append(line)
        found.add_below(*lowered)
    if around["subject_lines"] and not paper.type_name:
        about = frame.inside("td", ".letterhead .about")
        stack = Line(about.padding[0])
        for text in around["subject_lines"]:
            stack.add_below(_centred(text, about.inside("p"), *columns[0]))
        found.add_below(stack)
    return Element([found], frame.margin[0], frame.margin[2], is_text=False)


def _issuer(around: Mapping[str, Any], frame: Look, left: float, width: float) -> Line:
    """Return the lines of whose paper it is, with the short rule below the last."""
    cell = frame.inside("td", ".letterhead .issuer")
    above, below = cell.inside("p"), cell.inside("p").strong()
    found = Line(0.0)
    for text in around["parent_lines"]:
        found.add_below(_centred(text, above, left, width))
    *others, last = around["issuer_lines"] or [""]
    for text in others:
        found.add_below(_centred(text, below, left, width))
    if last:
        found.add_below(_with_short_rule(last, below, left, width))
    return found


def _nation(frame: Look, left: float, width: float) -> Line:
    """Return Quốc hiệu and tiêu ngữ with the rule as long as the latter."""
    found = _centred(COUNTRY, frame.inside("td").inside("p", ".letterhead .country"), left, width)
    look = frame.inside("td").inside("p", ".letterhead .motto").strong()
    ruled = rule(".full-rule")
    line = _centred(MOTTO, look, left, width)
    thick = _thickness(ruled)
    under = line.height + pixels(ruled["padding-bottom"])
    length = width_of(MOTTO, look)
    line.rules.append(Rule(line.pieces[0].x, under, length, thick))
    line.height = under + thick
    found.add_below(line)
    return found


def _with_short_rule(text: str, look: Look, left: float, width: float) -> Line:
    """Return a centred line with a rule below it that is shorter."""
    ruled = rule(".short-rule::after")
    line = _centred(text, look, left, width)
    whole = width_of(line.pieces[0].text, look)
    length, thick = whole * share(ruled["width"]), _thickness(ruled)
    top = line.height + pixels(ruled["margin"].split()[0])
    line.rules.append(Rule(line.pieces[0].x + (whole - length) / 2, top, length, thick))
    line.height = top + thick
    return line


def _thickness(ruled: Mapping[str, str]) -> float:
    """Return how thick a rule is; only solid black ones are known."""
    thick, *others = ruled["border-bottom"].split() or [""]
    if others != ["solid", "#000"]:
        raise UnknownStyle("rule")
    return pixels(thick)


def _centred(text: str, look: Look, left: float, width: float) -> Line:
    """Return a text on one line in the middle; NotWritten when it does not fit."""
    text = collapsed(text)
    spare = width - width_of(text, look)
    if not text or spare <= 0:
        raise NotWritten("a line that is too long or empty")
    return one_line(text, look, left + spare / 2)


def _number_parts(paper: Paper) -> list[str | Gap]:
    if paper.symbol is None:
        return []
    gap = Gap(pixels(rule(".blank.number")["width"]))
    if paper.number_text:
        return [f"Số: {paper.number_text}/{paper.symbol.rstrip()}"]
    return ["Số: ", gap, f"/{paper.symbol.rstrip()}"]


def _date_parts(paper: Paper) -> list[str | Gap]:
    if not (date := paper.date):
        return []
    gap = Gap(pixels(rule(".blank")["width"]))
    parts: list[str | Gap] = [f"{paper.place.lstrip()}, ngày " if paper.place else "ngày "]
    for known, words in ((date.day_text, " tháng "), (date.month_text, " năm ")):
        parts += [known, words] if known else [gap, words]
    parts.append(date.year_text)
    joined: list[str | Gap] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _gapped(parts: Sequence[str | Gap], look: Look, left: float, width: float) -> Cell:
    """Return a centred line of texts and gaps below the cell's padding."""
    above = look.padding[0]
    if not parts:
        return Cell(Line(above), above)
    parts = [part if isinstance(part, Gap) else SPACES.sub(" ", part) for part in parts]
    widths = [part.width if isinstance(part, Gap) else width_of(part, look) for part in parts]
    spare = width - sum(widths)
    if spare <= 0:
        raise NotWritten("a line that is too long")
    height, baseline = measures(look)
    line, x, face = Line(above + height), left + spare / 2, of(look)
    for part, wide in zip(parts, widths, strict=True):
        if isinstance(part, str):
            codes = face.line(part.split(" ")).codes
            apart = bool(line.pieces)
            line.pieces.append(Piece(x, above + baseline, face, shown(codes), part, apart))
        x += wide
    return Cell(line, above + baseline)


# --- below it ------------------------------------------------------------------------------------


def _title(paper: Paper, subject: Sequence[str], page: Look, left: float, width: float) -> Element:
    """Return name and subject, with the short rule below."""
    look = page.inside("h1")
    type_name = collapsed(paper.type_name or "")
    lines = [_centred(type_name, look, left, width)]
    if subject:
        *others, last = subject
        lines += [_centred(text, look, left, width) for text in others]
        lines.append(_with_short_rule(last, look, left, width))
    top, _, bottom, _ = look.margin
    bookmark = 1, collapsed(" ".join([type_name, *subject])), 0.0
    return Element(lines, top, bottom, look.keeps_next, is_text=False, bookmark=bookmark)


def _addressees(texts: Sequence[str], page: Look, left: float, width: float) -> Element:
    """Return "Kính gửi" and to whom, as wide as it has to be, in the middle."""
    frame = page.inside("table", ".addressees")
    look = frame.inside("td", ".addressees td")
    greeting = "Kính gửi"
    lines = [f": {texts[0]}"] if len(texts) == 1 else [":", *(f"- {text}" for text in texts)]
    lines = [collapsed(text) for text in lines]
    first, second = width_of(greeting, look), max(width_of(text, look) for text in lines)
    if (spare := width - first - second) <= 0:
        raise NotWritten("addressees that are too long")
    x = left + spare / 2
    found = one_line(greeting, look, x)
    found.height = 0.0
    for text in lines:
        found.add_below(one_line(text, look, x + first))
    return Element([found], frame.margin[0], frame.margin[2], is_text=False)


# --- in the margin -------------------------------------------------------------------------------


def draft_mark(left: float, room: float) -> Line:
    """Return the box in the upper margin, which is `room` high."""
    look = Look().inside("body").inside(".draft")
    thick = _thickness({"border-bottom": rule(".draft")["border"]})
    text = one_line(DRAFT, look, 0.0)
    top, right, bottom, before = look.padding
    height = text.height + top + bottom + 2 * thick
    wide = width_of(DRAFT, look) + before + right + 2 * thick
    y = (room - height) / 2
    line = Line(room, rules=[Rule(left, y, wide, height, inside=thick)])
    line.add(text, y + thick + top, left + thick + before)
    return line


def page_number(number: int, middle: float, room: float) -> Line:
    """Return the number of a page in the middle of the upper margin, which is `room` high."""
    look = Look().inside("@page @top-center")
    height, baseline = measures(look)
    face = letters(look.bold, look.italic, look.size)
    run = face.line([str(number)])
    x, y = middle - run.width / UNITS / 2, (room - height) / 2 + baseline
    return Line(room, [Piece(x, y, face, shown(run.codes), str(number))])
