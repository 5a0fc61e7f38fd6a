"""What stands between title and text: legal bases, and the sentences around them."""

import re
from dataclasses import dataclass, field

from emulation.papers.reading import words
from emulation.papers.reading.outline import Whole
from emulation.papers.reading.values import Fact
from emulation.vietnamese import search_key

_SPLIT = re.compile(r"(?<=;)\s+|(?<=[.])\s+(?=[A-ZĐÀ-Ỹ“\"])")
# "QUYẾT ĐỊNH:" between the bases and the articles (mẫu 1.2).
VERDICT = re.compile(r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ)\s?:")
_NO_CITATION = re.compile(
    r"(thuc hien|trien khai thuc hien) (tot|nghiem|co hieu qua)\b|theo (do|dien)\b"
)
# ", UBND xã … xây dựng kế hoạch": where the issuer begins to speak.
_ISSUER = re.compile(
    r",\s+(?=(?:Ủy ban|Uỷ ban|UBND|Trường|Hội đồng|Công đoàn|Ban|Đảng ủy|Đảng uỷ|Chi bộ|Thanh tra|"
    r"Phòng|Sở|Hội|Đoàn|Trung tâm|Liên đoàn|Văn phòng|Trạm|Huyện ủy|Tỉnh ủy)\b)"
)


@dataclass
class Opening:
    """The bases, the paragraphs around them in order, and how many lines that took."""

    bases: list[str] = field(default_factory=list)
    paragraphs: list[Whole] = field(default_factory=list)
    inline: bool = False
    facts: list[Fact] = field(default_factory=list)
    used: int = 0
    verdict: str = ""


def read(found: list[Whole]) -> Opening:
    """Read bases and opening paragraphs, up to the first line with a label (or a table)."""
    opening = Opening()
    inline: set[bool] = set()
    labelled = any(whole.label for whole in found)
    # Without any heading the text begins where the bases end.
    last_basis = max((place for place, w in enumerate(found) if _is_basis(w)), default=-1)
    for whole in found:
        if VERDICT.fullmatch(whole.text):
            # The text begins below it: what stood between the bases and it is no lead-in.
            opening.verdict = whole.text
            opening.facts.append(Fact("verdict", whole.text, whole.lines))
            opening.used += 1
            break
        if whole.table or (whole.spelled != whole.text and not _is_dash_basis(whole)):
            break
        if not labelled and opening.used > last_basis and not _leads_in(whole):
            break
        opening.used += 1
        if not _is_basis(whole) or (not labelled and opening.used > last_basis + 1):
            _paragraph(opening, whole)
            continue
        bases, rest = split(whole.text)
        for basis in bases:
            opening.bases.append(basis)
            opening.facts.append(Fact("basis", basis, whole.lines))
        inline.add(bool(rest))
        if rest:
            _paragraph(opening, Whole(rest, rest, None, whole.lines))
    opening.inline = inline == {True} and len(opening.paragraphs) == 1
    return opening


def _paragraph(opening: Opening, whole: Whole) -> None:
    opening.paragraphs.append(whole)
    opening.facts.append(Fact("opening", whole.text, whole.lines))


def _leads_in(whole: Whole) -> bool:
    return whole.text.endswith(":")


def _is_dash_basis(whole: Whole) -> bool:
    return bool(re.match(r"can cu\b", search_key(whole.text)))


def _is_basis(whole: Whole) -> bool:
    """Whether a line cites what the paper rests on; "Thực hiện tốt …" is no citation."""
    if whole.table or not words.BASIS.match(search_key(whole.text[:60])):
        return False
    return not _NO_CITATION.match(search_key(whole.text[:60]))


def split(text: str) -> tuple[list[str], str]:
    """Split a paragraph into the bases that it cites and what it says after them."""
    bases: list[str] = []
    pieces = _pieces(text)
    while pieces and words.BASIS.match(search_key(pieces[0][:60])):
        bases.append(pieces.pop(0))
    rest = " ".join(pieces)
    if bases and rest[:1].islower():
        # ";" inside a basis: "Nghị định …; được sửa đổi, bổ sung …".
        return [*bases[:-1], f"{bases[-1]} {rest}"], ""
    if bases and not rest:
        cut = next(
            (m for m in _ISSUER.finditer(bases[-1])
             if words.ACTS.search(search_key(bases[-1][m.end() :]))),
            None,
        )  # fmt: skip
        if cut:
            rest = bases[-1][cut.end() :]
            bases[-1] = bases[-1][: cut.start() + 1]
    return bases, rest


def _pieces(text: str) -> list[str]:
    """Split at ";" and full stops outside of quotation marks and brackets."""
    pieces: list[str] = []
    start = last = quoted = bracketed = 0
    for match in _SPLIT.finditer(text):
        new, last = text[last : match.start()], match.start()
        quoted += new.count("“") - new.count("”")
        bracketed += new.count("(") - new.count(")")
        if quoted > 0 or bracketed > 0:
            continue
        pieces.append(text[start : match.start()])
        start = match.end()
        quoted = bracketed = 0
    return [*pieces, text[start:]]
