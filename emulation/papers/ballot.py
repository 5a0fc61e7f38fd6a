"""Ballots of a council: a paper with a box to tick for each nominee, printed one or two a sheet.

Secret voting is domain.md section 3; no form of a ballot is prescribed there, so the words are the
council's own settings. A secret ballot carries nothing that tells who filled it in: its copies are
one print, repeated, and it has no field for a member. Only the written opinion of an absent member
(Nghị định 91/2017 Điều 45 khoản 8) names its author.
"""

import io
from dataclasses import dataclass

import pikepdf

from emulation.papers.layout import page_html
from emulation.papers.metrics import MM_PER_POINT, TEXT_WIDTH, width_mm
from emulation.papers.paper import (
    Block,
    Column,
    Paper,
    PaperDate,
    PaperError,
    Paragraph,
    Row,
    Signature,
    Table,
)
from emulation.papers.pdf import own_style, render_sheet

MOST_COPIES = 500
BOX = "□"
INSTRUCTIONS = (
    "Đồng ý với người, tập thể nào thì đánh dấu “x” vào ô “Đồng ý”, không đồng ý thì đánh dấu “x” "
    "vào ô “Không đồng ý” ở dòng đó. Để trống cả hai ô là không có ý kiến; đánh dấu cả hai ô thì "
    "dòng đó không hợp lệ.",
)
SECRET = "Không ghi tên, không ký tên và không đánh dấu gì khác lên phiếu."
# Of a paragraph, as in paper.css.
INDENT, BODY_SIZE = 12.7, 14.0
# Two ballots stand side by side on a lying A4 sheet, each as wide as a paper's text at this scale.
HALF_WIDTH, HALF_HEIGHT, HALF_SCALE = 148.5, 210.0, 0.825


@dataclass(frozen=True)
class Nominee:
    """Whom the council votes on: name, post and unit, and for which award."""

    name: str
    detail: str = ""
    award: str = ""


@dataclass(frozen=True)
class Ballot:
    """What a ballot says; the same for every voter.

    `subject` says what is voted on, `meeting` when. `written` makes it the sheet for the opinion
    of an absent member, who signs it; only then may `member` be given, and `return_by` say where
    it goes and by when. `seal` are the words in the place for the council's seal, "" for none.
    """

    issuer: tuple[str, ...]
    subject: str
    nominees: tuple[Nominee, ...]
    parent: tuple[str, ...] = ()
    title: str = "PHIẾU BẦU"
    meeting: str = ""
    instructions: tuple[str, ...] = INSTRUCTIONS
    seal: str = "Dấu của Hội\u00a0đồng"
    written: bool = False
    member: str = ""
    return_by: str = ""
    place: str = ""
    date: PaperDate | None = None

    def __post_init__(self) -> None:
        if not self.nominees:
            raise PaperError("Phiếu chưa có người, tập thể nào để biểu quyết.")
        if not self.written and (self.member or self.return_by):
            raise PaperError("Phiếu kín không được ghi tên hay dấu hiệu nhận ra người bỏ phiếu.")


def ballot_paper(ballot: Ballot) -> Paper:
    """Return the ballot as a paper, which prints as PDF or Word like any other."""
    return Paper(
        issuer=ballot.issuer,
        parent=ballot.parent,
        place=ballot.place,
        date=ballot.date,
        type_name=ballot.title,
        subject="\n".join(filter(None, (ballot.subject, ballot.meeting))),
        body=tuple(_body(ballot)),
        signatures=(Signature("NGƯỜI CHO Ý KIẾN", ballot.member),) if ballot.written else (),
        end_mark=False,
    )


def _body(ballot: Ballot) -> list[Block]:
    rows = tuple(
        Row((str(position), nominee.name, nominee.detail, nominee.award, BOX, BOX))
        for position, nominee in enumerate(ballot.nominees, start=1)
    )
    columns = (
        Column("STT", 8, "center"),
        Column("Họ và tên, tên\u00a0tập\u00a0thể", 32),
        Column("Chức vụ, đơn vị", 42),
        Column("Danh hiệu, hình\u00a0thức đề\u00a0nghị", 34),
        Column("Đồng\u00a0ý", 17, "center"),
        Column("Không đồng\u00a0ý", 17, "center"),
    )
    table = Table(columns, rows, number_row=False, landscape="no")
    words = [Paragraph(line) for line in ballot.instructions]
    if not ballot.written:
        return [*words, Paragraph(SECRET), table]
    author = "Họ và tên thành viên Hội đồng: "
    member = [Paragraph(f"{author}{ballot.member}" if ballot.member else _dotted(author))]
    ending = [Paragraph(_dotted("Ý kiến khác (nếu có): ")), Paragraph(_dotted(""))]
    if ballot.return_by:
        ending.append(Paragraph(ballot.return_by))
    return [*member, *words, table, *ending]


def _dotted(words: str) -> str:
    """Return words with dots to write on, up to the end of the line."""
    room = TEXT_WIDTH - INDENT - width_mm(words, BODY_SIZE)
    return words + "…" * int(room * 0.98 / width_mm("…", BODY_SIZE))


def render_ballots(ballot: Ballot, copies: int, per_sheet: int = 1) -> bytes:
    """Print so many copies as one PDF on A4, one or two a sheet (cut along the dashed line).

    Each copy of a ballot of several pages is complete, page after page. Raises PaperError for a
    number of copies or an order of sheets that cannot be printed.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise PaperError(f"Số phiếu phải từ 1 đến {MOST_COPIES}.")
    if per_sheet not in (1, 2):
        raise PaperError("Mỗi tờ A4 in một hoặc hai phiếu.")
    html = page_html(ballot_paper(ballot), "papers/ballot.html", seal=ballot.seal)
    style = f"{own_style('paper.css')}\n{own_style('ballot.css')}"
    if per_sheet == 2:
        style += f"\n{_half_page()}"
    with pikepdf.open(io.BytesIO(render_sheet(html, style))) as pdf:
        pages = len(pdf.pages)
        if per_sheet == 2:
            for index in range(pages):
                _sheet(pdf, pdf.pages[index], both=copies > 1)
            if copies % 2 and copies > 1:
                for index in range(pages):
                    _sheet(pdf, pdf.pages[index], both=False)
            del pdf.pages[:pages]
        one = [pdf.pages[index] for index in range(pages)]
        last = [pdf.pages[index] for index in range(pages, len(pdf.pages))]
        del pdf.pages[:]
        for _ in range(max(1, copies // per_sheet)):
            pdf.pages.extend(one)
        pdf.pages.extend(last)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _half_page() -> str:
    """Return the page that, made smaller, fills half a sheet: its text as wide as any paper's."""
    width, height = HALF_WIDTH / HALF_SCALE, HALF_HEIGHT / HALF_SCALE
    side = (width - TEXT_WIDTH) / 2
    return f"@page {{ size: {width:.3f}mm {height:.3f}mm; margin: 12mm {side:.3f}mm }}"


def _sheet(pdf: pikepdf.Pdf, page: pikepdf.Page, *, both: bool) -> None:
    """Append a lying A4 sheet with the page on its left half, and on its right half if `both`."""
    sheet = pdf.add_blank_page(
        page_size=(2 * HALF_WIDTH / MM_PER_POINT, HALF_HEIGHT / MM_PER_POINT)
    )
    name = sheet.add_resource(page.as_form_xobject(), pikepdf.Name.XObject)
    middle = HALF_WIDTH / MM_PER_POINT
    drawn = [
        f"q {HALF_SCALE} 0 0 {HALF_SCALE} {left:.3f} 0 cm {name} Do Q"
        for left in ((0.0, middle) if both else (0.0,))
    ]
    cut = f"q 0.4 w [3 3] 0 d {middle:.3f} 0 m {middle:.3f} {HALF_HEIGHT / MM_PER_POINT:.3f} l S Q"
    sheet.contents_add("\n".join([*drawn, cut]).encode())
