"""The foot of a paper: who receives it and who signs it."""

import re
from dataclasses import dataclass, field

from emulation.papers.paper import Signature
from emulation.papers.reading import words
from emulation.papers.reading.values import Fact, Finding, Line
from emulation.papers.text import END_MARK

Lines = list[tuple[int, Line]]
# Signatures stand in the last lines; further up a line in capitals is a heading.
LAST_LINES = 25
_DASH = re.compile(r"[-–—+•*]\s*")


@dataclass
class Foot:
    """What was found below the text; `rest` are lines that were not understood."""

    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def start_of(found: Lines) -> int:
    """Return where the foot begins: after the end mark, else at the first sign of it."""
    for place in range(len(found) - 1, -1, -1):
        if found[place][1].text.rstrip().endswith(END_MARK):
            return place + 1
    for place, (_, line) in enumerate(found):
        if line.table:
            continue
        if words.RECIPIENTS.match(line.key) and len(line.key) < 40:
            return _back_to_signature(found, place)
        if words.AUTHORITY.match(line.key) and words.is_capitals(line.text):
            return place
    return _bare_signature(found)


def _back_to_signature(found: Lines, place: int) -> int:
    """A signature may stand above "Nơi nhận" where two columns were copied as text."""
    for back in range(max(0, place - 6), place):
        line = found[back][1]
        if words.is_capitals(line.text) and (
            words.AUTHORITY.match(line.key) or words.POSITION.match(line.key)
        ):
            return back
    return place


def _bare_signature(found: Lines) -> int:
    """Find a position in capitals near the end, with nothing but a name below it."""
    for place in range(max(0, len(found) - LAST_LINES), len(found)):
        line = found[place][1]
        below = [later for _, later in found[place + 1 :]]
        if (
            not line.table
            and not line.label
            and words.is_capitals(line.text)
            and words.POSITION.match(line.key)
            and all(_may_sign(later) for later in below)
        ):
            return place
    return len(found)


def _may_sign(line: Line) -> bool:
    return not line.table and (
        words.is_person(line.text)
        or words.is_capitals(line.text)
        or bool(words.SIGNED.match(line.key))
    )


def read(found: Lines) -> Foot:
    """Read recipients and signatures; what is missing is named in the findings."""
    foot = Foot()
    signing: Lines = []
    listing = False
    names: list[str] = []
    listed_in = None
    for index, line in found:
        match = words.RECIPIENTS.match(line.key)
        if match and len(line.key) < 200 and not listing:
            listing, listed_in = True, line.cell
            rest = line.text.partition(":")[2].strip()
            if _DASH.match(rest):
                _recipient(foot, names, index, rest)
        elif listing and _is_recipient(line, listed_in, names):
            if _DASH.match(line.full) or not names or not line.text[:1].islower():
                _recipient(foot, names, index, line.full)
            else:
                names[-1] += f" {line.text}"
                last = foot.facts.pop()
                foot.facts.append(
                    Fact("recipient", f"{last.text} {line.text}", (*last.lines, index))
                )
        elif not line.table and not words.DECORATION.fullmatch(line.text):
            listing = listing and line.cell is not None
            signing.append((index, line))
    foot.recipients = tuple(name.removesuffix(END_MARK).rstrip(" .;,") for name in names)
    _signatures(foot, signing)
    if not foot.recipients:
        foot.findings.append(Finding("Không tìm thấy nơi nhận."))
    return foot


def _recipient(foot: Foot, names: list[str], index: int, text: str) -> None:
    text = _DASH.sub("", text, count=1).strip()
    if text:
        names.append(text)
        foot.facts.append(Fact("recipient", text, (index,)))


def _is_recipient(line: Line, cell: tuple[int, int, int] | None, names: list[str]) -> bool:
    """Whether a line below "Nơi nhận:" goes on with it: dashes, or the same column."""
    if line.table or (words.AUTHORITY.match(line.key) and words.is_capitals(line.text)):
        return False
    if cell is not None:
        if line.cell is None:
            return bool(_DASH.match(line.full))
        return (line.cell[0], line.cell[2]) == (cell[0], cell[2])
    if _DASH.match(line.full):
        return True
    if words.is_capitals(line.text) or words.is_person(line.text):
        return False
    # Lists without dashes, or a line wrapped by hand.
    return not line.gap and (
        not names or line.text.endswith((";", ".")) or names[-1][-1] not in "."
    )


# --- signatures --------------------------------------------------------------------------------


def _signatures(foot: Foot, found: Lines) -> None:
    groups: dict[object, Lines] = {}
    for index, line in found:
        if words.SIGNED.match(line.key):
            continue
        column = (line.cell[0], line.cell[2]) if line.cell else None
        groups.setdefault(column, []).append((index, line))
    made: list[Signature] = []
    for group in groups.values():
        made += _signers(foot, group)
    foot.signatures = tuple(made)
    if not made:
        foot.findings.append(Finding("Không tìm thấy người ký."))


def _signers(foot: Foot, found: Lines) -> list[Signature]:
    """Read one column of signatures, each: authority lines, position, name."""
    made: list[Signature] = []
    authority: Lines = []
    position: Lines = []
    for index, line in found:
        capitals = words.is_capitals(line.text)
        if words.AUTHORITY.match(line.key) and len(line.text) < 120:
            if position:
                made += _signed(foot, authority, position, None)
                authority, position = [], []
            authority.append((index, line))
        elif position and words.is_person(line.text) and not words.POSITION.match(line.key):
            made += _signed(foot, authority, position, (index, line))
            authority, position = [], []
        elif capitals and authority and not position and words.PLACES.match(line.key):
            above, first = authority[-1]
            authority[-1] = (above, Line(f"{first.text} {line.text}", first.where))
        elif len(line.text) < 120 and (capitals or words.POSITION.match(line.key)):
            if position and words.POSITION.match(line.key):
                authority += position
                position = []
            position.append((index, line))
        else:
            message = f"Chưa rõ dòng “{line.text[:60]}” ở cuối văn bản."
            foot.findings.append(Finding(message, index))
    if authority or position:
        made += _signed(foot, authority, position, None)
    return made


def _signed(
    foot: Foot, authority: Lines, position: Lines, name: tuple[int, Line] | None
) -> list[Signature]:
    if not position and len(authority) > 1:
        # "KT. HIỆU TRƯỞNG" alone above a name names the position itself.
        authority, position = authority[:-1], authority[-1:]
    for kind, lines in (("authority", authority), ("position", position), ("name", [name])):
        for index, line in filter(None, lines):
            foot.facts.append(Fact(kind, line.text, (index,)))
    if name is None:
        foot.findings.append(Finding("Không tìm thấy họ tên người ký."))
    return [
        Signature(
            " ".join(line.text for _, line in position),
            name[1].text if name else "",
            tuple(line.text for _, line in authority),
        )
    ]
