"""A Paper as a manuscript: every line as the engine prints it, with its place in the paper."""

from collections.abc import Iterable, Iterator

from emulation.papers.paper import Block, Paper, Table, listed
from emulation.papers.text import Numbered, clean, number

from .finding import Context
from .manuscript import ANNEX, Line, Manuscript, Rank, Role, rank_of

# Words for a place: "Mục II, khoản 1, điểm a".
_PLACES = {
    Rank.SECTION: "Mục {}",
    Rank.ITEM: "khoản {}",
    Rank.DECIMAL: "khoản {}",
    Rank.POINT: "điểm {}",
}


def manuscript_of(paper: Paper, context: Context) -> Manuscript:
    """Return `paper` as a manuscript; what the engine counts and closes is right by itself."""
    lines = [
        Line(order, where, role, clean(text), label, rank, text, heading=heading)
        for order, (where, role, text, label, rank, heading) in enumerate(_lines(paper))
    ]
    return Manuscript(
        lines=tuple(lines),
        context=context,
        typed=False,
        framed=True,
        final=not paper.draft if context.final is None else context.final,
        type_name=clean(paper.type_name or ""),
        issuer=clean(" ".join((*paper.parent, *paper.issuer, paper.decided_by))),
        number=paper.number_text,
        symbol=paper.symbol,
        place=clean(paper.place),
        date=paper.date,
        signatures=paper.signatures,
        end_mark=paper.end_mark,
    )


_Piece = tuple[str, Role, str, str, Rank, bool]


def _plain(where: str, role: Role, texts: Iterable[str], label: str = "") -> Iterator[_Piece]:
    rank = Rank.BULLET if label else Rank.PLAIN
    return ((where, role, text, label, rank, False) for text in texts)


def _lines(paper: Paper) -> Iterator[_Piece]:
    yield from _plain("tên cơ quan ban hành", Role.ISSUER, (*paper.parent, *paper.issuer))
    if paper.symbol is not None:
        words = f"Số: {paper.number_text}/{paper.symbol}"
        yield from _plain("số, ký hiệu", Role.NUMBER, [words])
    if paper.date:
        day = paper.date
        words = f"{paper.place}, ngày {day.day_text} tháng {day.month_text} năm {day.year_text}"
        yield from _plain("địa danh, ngày tháng", Role.DATE, [words])
    yield from _plain("tên loại", Role.TYPE, filter(None, [paper.type_name]))
    yield from _plain("trích yếu", Role.SUBJECT, paper.subject_text.splitlines())
    several = "-" if len(paper.addressees) > 1 else ""
    yield from _plain("phần Kính gửi", Role.ADDRESSEE, paper.addressees, several)
    yield from _plain("thẩm quyền ban hành", Role.ISSUER, filter(None, [paper.decided_by]))
    if not paper.bases_inline:
        yield from _plain("căn cứ", Role.BASIS, listed(paper.bases))
    yield from _plain("thẩm quyền ban hành", Role.ISSUER, filter(None, [paper.verdict]))
    yield from _body(paper.printed_body, end_mark=paper.end_mark)
    for annex in getattr(paper, "annexes", ()):
        yield from _body(annex.body, place=ANNEX)
    for signature in paper.signatures:
        words = (*signature.authority, signature.position, signature.name)
        yield from _plain("phần ký", Role.SIGNER, filter(None, words))
    yield from _plain("phần Nơi nhận", Role.RECIPIENT, listed(paper.recipients), "-")


def _body(
    blocks: tuple[Block, ...], *, end_mark: bool = False, place: str = ""
) -> Iterator[_Piece]:
    """Yield the body, each line with the path of labels that leads to it."""
    ends = _ends(blocks)
    path: dict[Rank, str] = {}
    around = "phần mở đầu"
    for position, numbered in enumerate(number(blocks, end_mark=end_mark)):
        rank = rank_of(numbered.label)
        if position in ends and rank == Rank.PLAIN:
            path = {}
        path = {above: words for above, words in path.items() if above < rank}
        if rank < Rank.BULLET:
            words = numbered.label.rstrip(".):")
            path[rank] = _PLACES.get(rank, "{}").format(words)
            around = "phần kết"
        where = ", ".join(filter(None, (place, *path.values()))) or around
        if isinstance(numbered.block, Table):
            yield from _table(numbered.block, f"{where}, bảng")
        else:
            yield where, Role.BODY, _words(numbered), numbered.label, rank, numbered.title


def _words(numbered: Numbered) -> str:
    """Return the words of a line; a slot that nobody filled shows itself."""
    name = getattr(numbered.block, "name", "")
    return f"[[{name}]]" if name else numbered.text


def _ends(blocks: tuple[Block, ...]) -> set[int]:
    """Return the positions at which outermost blocks begin, counted in printing order."""
    starts, position = set(), 0
    for block in blocks:
        starts.add(position)
        position += len(number((block,)))
    return starts


def _table(table: Table, where: str) -> Iterator[_Piece]:
    for column in table.columns:
        yield from _plain(f"{where}, tiêu đề cột", Role.TABLE, [column.group, column.heading])
    for count, row in enumerate(table.rows, start=1):
        words = " | ".join(filter(None, row.cells))
        yield from _plain(f"{where}, hàng {count}", Role.TABLE, [words])
