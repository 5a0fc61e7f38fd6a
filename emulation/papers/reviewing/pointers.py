"""References of a paper to its own sections: what they name must be there."""

from collections.abc import Iterator

from emulation.papers.references import Reference, references
from emulation.papers.text import lines, parse

from .finding import Finding
from .manuscript import Line, Manuscript, Rank

SOURCE = "Nghị định 30/2020/NĐ-CP, PL II (viện dẫn điểm, khoản, điều; domain.md 5.6)"
# What the grammar reads: labels that were typed in another way count all the same.
_LABELS = {Rank.SECTION: "I.", Rank.ITEM: "1.", Rank.POINT: "a)"}
_ORDER = ("điểm", "khoản", "điều", "tiểu mục", "mục", "chương", "phần")


def missing_reference(paper: Manuscript) -> Iterator[Finding]:
    """Find references such as "mục II, khoản 1" that name nothing in the paper."""
    for line, reference in _references(paper):
        if reference.target is None:
            yield line.finding(
                "missing-reference",
                "error",
                f"Trong văn bản này không có “{_named(reference)}”. Sửa lại số viện dẫn.",
                SOURCE,
                _span(line, reference),
            )


def reference_order(paper: Manuscript) -> Iterator[Finding]:
    """Advise the decree's order, from the inside out: "khoản 1 Mục II", not "mục II, khoản 1"."""
    seen = set()
    for line, reference in _references(paper):
        words = [word for word in reference.text.lower().split() if word in _ORDER]
        key = (line.order, reference.text)
        if key in seen or words == sorted(words, key=_ORDER.index):
            continue
        seen.add(key)
        right = _named(reference)
        yield line.finding(
            "reference-order",
            "note",
            f"Viện dẫn theo thứ tự điểm, khoản, Điều, Mục: “{right}” thay cho “{reference.text}”.",
            SOURCE,
            _span(line, reference),
        )


def _named(reference: Reference) -> str:
    """Return the place in the decree's words: "khoản 1 Mục II", "điểm a khoản 2 Điều 4"."""
    words = " ".join(reversed(reference.labels))
    return words.replace("mục ", "Mục ").replace("điều ", "Điều ").replace("tiểu Mục", "tiểu mục")


def _references(paper: Manuscript) -> Iterator[tuple[Line, Reference]]:
    """Yield the references with their lines; the grammar may read two lines as one block."""
    body = paper.body
    text = "\n".join(map(_readable, body))
    read = [body[line.position - 1] for line in lines(text)]
    for reference in references(parse(text)):
        yield read[reference.position], reference


def _readable(line: Line) -> str:
    """Return the line as the grammar reads it, whatever form its label was typed in."""
    label = _LABELS.get(line.rank, line.label)
    if line.rank in (Rank.PART, Rank.CHAPTER, Rank.DIVISION) and line.text:
        label = f"{label.rstrip(' .:–-')}."
    return f"{label} {line.text}".strip() or "-"


def _span(line: Line, reference: Reference) -> tuple[int, int] | None:
    start = line.text.find(reference.text)
    return (start, start + len(reference.text)) if start >= 0 else None
