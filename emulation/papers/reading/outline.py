"""The text of a paper: its sections, items and dashes, read with the one grammar of `text.py`.

Lines are first made whole (a sentence broken by hand is joined) and their labels brought to the
grammar's spelling ("I/" → "I.", "a." → "a)"); then `text.parse` reads them. A line of that text
becomes exactly one block, so blocks and lines are walked together and each block keeps the label
that was typed and the lines that it came from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from emulation.papers.paper import Article, Block, Bullet, Item, Paragraph, Slot, Table
from emulation.papers.reading import words
from emulation.papers.reading.values import Line, Node
from emulation.papers.text import END_MARK, PARAGRAPH, fill, parse
from emulation.papers.text import lines as grammar_lines

Lines = list[tuple[int, Line]]
# Keeps a table's place in the text while it is parsed; a private letter that nobody types.
_MARK = "\ue000"
# Words after which no paragraph ends; a heading ("3. Đài truyền thanh xã") may end with a noun.
_GOES_ON = re.compile(
    r"(,|\b(va|hoac|cua|cho|ve|tren|tai|cac|nhung|voi|theo|den|duoc|trong|do|de|ma|cung|nhu))$"
)
# A line that was wrapped by hand is nearly as long as the page is wide.
WRAPPED = 50
LONGEST_JOIN = 500
# A paragraph of this many lines is no paragraph any more.
MOST_JOINED = 200
_ROMAN = r"(?=[XVI])X{0,3}(?:IX|IV|V?I{0,3})"
_LABELS = (
    # pattern of what was typed, the grammar's spelling
    (re.compile(rf"^(?:Mục\s+)?({_ROMAN})\s*(?:[./):]|\s[-–—])\s*(?=\S)(?!\w\.)"), "{}. "),
    (re.compile(r"^\(?(\d{1,3})\s?[)/]\s*(?=\S)"), "{}. "),
    # As the Party's offices write: "I- MỤC ĐÍCH", "1- Mục đích".
    (re.compile(rf"^({_ROMAN}|\d{{1,2}})\s?[-–—]\s*(?=[“\"]?[^\W\d_])"), "{}. "),
    (re.compile(r"^([a-zđ])\s?[./]\s+(?=\S)"), "{}) "),
    (re.compile(r"^((?:Điều|ĐIỀU) \d{1,3})\s*[.:)]?\s+(?=\S)"), "{}. "),
)
_BULLET = re.compile(r"^(?:[•●○▪▫■□◦‣⁃∙·✓✔➢➤►▶❖◆\uf000-\uf0ff\u2751]|o(?=\s+\S))\s*(?=\S)")
_STAR = re.compile(r"^\*+\s*(?=\S)")
_TYPED = re.compile(
    rf"^(?P<label>(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Điều|ĐIỀU)\s+[\wĐ]+(?:\s+\w+)?(?=\s*[.:]|$|\s+[-–—])"
    rf"|(?:\d{{1,3}}\.)*\d{{1,3}}(?=[.\s])|{_ROMAN}(?=\.)|([a-zđ])\2*(?=\)))"
)
_KINDS = {
    "Part": "part", "Chapter": "chapter", "Section": "section", "Article": "article",
    "Item": "item", "Bullet": "bullet", "Paragraph": "paragraph", "Slot": "paragraph",
    "Table": "table",
}  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """A line of the body made whole: as printed, in the grammar's spelling, and its sources."""

    text: str
    spelled: str
    label: str | None
    lines: tuple[int, ...]
    table: Table | None = None


@dataclass(frozen=True)
class Body:
    """The blocks for the paper, and the same as nodes with labels and lines.

    The last `closing` of them are the sentences that close the paper.
    """

    blocks: tuple[Block, ...]
    nodes: tuple[Node, ...]
    closing: int = 0


def wholes(found: Lines) -> list[Whole]:
    """Join what was broken by hand and spell the labels as the grammar does."""
    made: list[Whole] = []
    starred = any(
        _STAR.match(line.full) and _next_is_dash(found, place)
        for place, (_, line) in enumerate(found)
    )
    below_star = False
    for index, line in found:
        if line.table:
            made.append(Whole("", f"[[{_MARK}{len(made)}]]", None, (index,), line.table))
            continue
        if words.DECORATION.fullmatch(line.full) and line.full not in ("-", "+"):
            continue
        whole = _whole(index, line)
        if made and not made[-1].table and _continues(made[-1], whole, line):
            last = made[-1]
            joined = f"{last.text} {whole.text}", f"{last.spelled} {whole.text}"
            made[-1] = replace(last, text=joined[0], spelled=joined[1], lines=(*last.lines, index))
            continue
        if starred:
            below_star, whole = _below_star(line, whole, below_star)
        made.append(whole)
    return made


def _next_is_dash(found: Lines, place: int) -> bool:
    return place + 1 < len(found) and found[place + 1][1].full.startswith(("-", "–"))


def _below_star(line: Line, whole: Whole, below: bool) -> tuple[bool, Whole]:
    """Read "*" as a heading of the dashes below it: they are one step further in."""
    if _STAR.match(line.full):
        return True, whole
    if whole.spelled.startswith("- ") and below:
        return True, replace(whole, spelled=f"+ {whole.spelled[2:]}")
    plain = whole.spelled == whole.text and not whole.label
    return below and (plain or whole.spelled.startswith("+")), whole


def _whole(index: int, line: Line) -> Whole:
    full = line.full
    spelled = full
    for pattern, spelling in _LABELS:
        if match := pattern.match(full):
            spelled = spelling.format(match[1]) + full[match.end() :]
            break
    else:
        for pattern in (_BULLET, _STAR):
            if match := pattern.match(full):
                spelled = f"- {full[match.end() :]}"
    if line.label and not line.label.startswith(("-", "+")):
        spelled = _dotted(line.label, spelled, line.text)
    form = next(iter(grammar_lines(spelled)), None)
    if form is None or form.form == PARAGRAPH:
        return Whole(full, full, None, (index,))
    match = _TYPED.match(spelled)
    return Whole(form.text, spelled, match["label"] if match else None, (index,))


def is_labelled(line: Line) -> bool:
    """Whether a line begins with a number or a dash, however spelt."""
    whole = _whole(0, line)
    return whole.label is not None or whole.spelled != whole.text


def _dotted(label: str, spelled: str, text: str) -> str:
    """Close a number that Word's list feature prints without a mark ("1" → "1.")."""
    if re.fullmatch(r"[IVX]+|\d{1,3}(?:\.\d{1,3}){0,2}", label):
        return f"{label}. {text}"
    return f"{label}) {text}" if re.fullmatch(r"[a-zđ]", label) else spelled


def _continues(last: Whole, new: Whole, line: Line) -> bool:
    """Whether an unnumbered line goes on with the sentence above it."""
    if new.label or new.spelled != new.text or line.label or last.text.endswith(END_MARK):
        return False
    above = last.text[-LONGEST_JOIN:].rstrip()
    if len(last.lines) > MOST_JOINED or not above or above[-1] in '.;:!?…”"':
        return False
    first = next((char for char in new.text if char.isalnum()), "")
    if first.islower():
        return True
    # A heading in capitals does not end in the middle of a sentence.
    key = Line(above[-20:]).key
    wrapped = len(above) >= WRAPPED and not above.isupper() and not line.bold
    return wrapped and bool(_GOES_ON.search(key))


def read(found: list[Whole]) -> Body:
    """Read whole lines into blocks and nodes; closing paragraphs stand on the outermost level."""
    place = _closing(found)
    text = "\n".join(_safe(whole.spelled) for whole in found[:place])
    tables = {whole.spelled[2:-2]: (whole.table,) for whole in found if whole.table}
    inner = parse(text)
    waiting = iter(_merged(found[:place]))
    nodes = tuple(_node(block, waiting) for block in inner)
    blocks = fill(_typed_slots(inner), tables)
    closing = found[place:]
    return Body(
        (*blocks, *(Paragraph(_ended(whole.text)) for whole in closing)),
        (*nodes, *(Node("paragraph", whole.text, lines=whole.lines) for whole in closing)),
        len(closing),
    )


def _closing(found: list[Whole]) -> int:
    """Return where the closing paragraphs begin: the last unnumbered ones, from their formula."""
    last = len(found)
    while last and not found[last - 1].table and found[last - 1].spelled == found[last - 1].text:
        last -= 1
    for place in range(max(last, 1), len(found)):
        if words.CLOSING.match(Line(found[place].text).key):
            return place
    return len(found)


def _safe(spelled: str) -> str:
    """Keep a line one line, and a typed slot no slot of ours."""
    return " ".join(spelled.split())


def _merged(found: list[Whole]) -> Iterator[Whole]:
    """Yield what the grammar takes as one line: the title below "Chương I" belongs to it."""
    position = 0
    counted = list(grammar_lines("\n".join(_safe(whole.spelled) for whole in found)))
    for line, following in zip(counted, [*counted[1:], None], strict=True):
        position = line.position - 1
        until = following.position - 1 if following else len(found)
        first = found[position]
        if until - position > 1:
            title = found[position + 1]
            first = replace(first, text=title.text, lines=first.lines + title.lines)
        yield first


def _node(block: Block, waiting: Iterator[Whole]) -> Node:
    whole = next(waiting)
    kind = "table" if whole.table else _KINDS[type(block).__name__]
    children = tuple(_node(child, waiting) for child in getattr(block, "children", ()))
    text = "" if whole.table else whole.text
    if whole.table:
        heads = "\t".join(column.heading for column in whole.table.columns)
        text = "\n".join([heads, *("\t".join(row.cells) for row in whole.table.rows)])
    return Node(kind, text, whole.label, children, whole.lines)


def _typed_slots(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Turn "[[…]]" that stood in the source into a paragraph; end marks into full stops."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Slot) and not block.name.startswith(_MARK):
            made.append(Paragraph(f"[[{block.name}]]"))
        elif children := getattr(block, "children", ()):
            made.append(replace(block, children=_typed_slots(children)))
        elif isinstance(block, Paragraph | Bullet | Item | Article):
            made.append(replace(block, text=_ended(block.text)))
        else:
            made.append(block)
    return tuple(made)


def _ended(text: str) -> str:
    """Return a text without the paper's end mark, closed as a sentence."""
    if not text.endswith(END_MARK):
        return text
    return f"{text.removesuffix(END_MARK).rstrip(' .;,')}."
