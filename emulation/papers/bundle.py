"""Many prints and uploaded files → one PDF: cover, index, bookmarks, a running page number.

Prints of our own keep their pages; files come as leaves (leaves.py), and one whose pages cannot
be bound is attached as it is, with a page in its place that says so. Knows no model.
"""

import io
import mimetypes
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf
from django.template.loader import render_to_string
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, Stream, String

from emulation.papers.leaves import BROKEN, UnmergeableError, leaves
from emulation.papers.metrics import MM_PER_POINT, font_file, width_mm
from emulation.papers.paper import PaperError
from emulation.papers.pdf import own_style, render_sheet

COVER, INDEX = "Bìa hồ sơ", "Mục lục"
# An address that the index prints with and that becomes a jump to a page.
JUMP = "trang:"
NUMBER_SIZE = 9
NUMBER_RIGHT, NUMBER_UP = 15 / MM_PER_POINT, 6 / MM_PER_POINT
LETTERS = "Trang 0123456789/"


@dataclass(frozen=True)
class Cover:
    """What the cover says; `groups` are the nominees under the award that is asked for them."""

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    title: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    place_date: str = ""
    draft: bool = False


@dataclass(frozen=True)
class Piece:
    """One document of a bundle. `read` returns its bytes, or raises PaperError or OSError.

    A piece of our own print (`is_print`) is a PDF that can be trusted. `filename` is the name
    under which a file that cannot be bound is attached.
    """

    title: str
    filename: str
    read: Callable[[], bytes] = field(repr=False)
    is_print: bool = False


@dataclass(frozen=True)
class Chapter:
    """One part of a bundle, in order; `note` says what is missing, "" when all is there."""

    title: str
    pieces: tuple[Piece, ...] = ()
    note: str = ""


@dataclass
class _Leaf:
    """A piece as it is bound: its pages, or why it has none and what is attached instead."""

    piece: Piece
    pages: bytes = b""
    count: int = 1
    reason: str = ""
    original: bytes = b""
    first: int = 0


def bind(
    title: str,
    cover: Cover,
    chapters: Sequence[Chapter],
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """Return the bundle as one PDF; `progress` hears how many pages are ready.

    A piece that cannot be read or bound never stops the others. Raises PaperError only when the
    cover itself cannot be printed.
    """
    bound: list[tuple[Chapter, list[_Leaf]]] = []
    ready = 0
    for chapter in chapters:
        bound.append((chapter, []))
        for piece in chapter.pieces:
            bound[-1][1].append(leaf := _leaf(piece))
            ready += leaf.count
            if progress:
                progress(ready)
    front, pages_before = _front(title, cover, bound)
    return _bound(title, bound, front, pages_before)


def _leaf(piece: Piece) -> _Leaf:
    content = b""
    try:
        content = piece.read()
        pages = content if piece.is_print else leaves(content)
        with pikepdf.open(io.BytesIO(pages)) as document:
            return _Leaf(piece, pages, len(document.pages))
    except UnmergeableError as error:
        return _Leaf(piece, reason=str(error), original=content)
    except pikepdf.PdfError:
        return _Leaf(piece, reason=BROKEN, original=content)
    except OSError:
        return _Leaf(piece, reason="Không đọc được tệp trong kho lưu trữ")
    except PaperError as error:
        return _Leaf(piece, reason=str(error).rstrip(" ."))


# --- cover, index and the pages in place of what is attached -------------------------------------


def _front(
    title: str, cover: Cover, bound: Sequence[tuple[Chapter, list[_Leaf]]]
) -> tuple[bytes, int]:
    """Return the pages of our own, and how many of them stand before the first part.

    The index says on which page each part begins, which depends on how long the index is.
    """
    inserts = [leaf for _, found in bound for leaf in found if leaf.reason]
    before, content = 2, b""
    for _ in range(3):
        rows = _index(bound, before)
        html = render_to_string(
            "papers/bundle.html",
            {"title": title, "cover": cover, "rows": rows, "inserts": inserts, "jump": JUMP},
        )
        content = render_sheet(html, own_style("bundle.css"))
        with pikepdf.open(io.BytesIO(content)) as document:
            length = len(document.pages) - len(inserts)
        if length == before:
            break
        before = length
    return content, before


def _index(bound: Sequence[tuple[Chapter, list[_Leaf]]], before: int) -> list[dict[str, Any]]:
    """Return the rows of the index and number the leaves: the first one follows the index."""
    rows: list[dict[str, Any]] = []
    page = before + 1
    for number, (chapter, found) in enumerate(bound, start=1):
        row = {"number": str(number), "title": chapter.title, "note": chapter.note, "page": ""}
        rows.append(row | {"page": str(page) if found else "", "attached": ""})
        for leaf in found:
            leaf.first = page
            page += leaf.count
            attached = leaf.piece.filename if leaf.original else ""
            row = {"number": "", "title": leaf.piece.title, "note": "", "page": str(leaf.first)}
            rows.append(row | {"attached": attached})
    return rows


# --- one file ------------------------------------------------------------------------------------


def _bound(
    title: str, bound: Sequence[tuple[Chapter, list[_Leaf]]], front: bytes, before: int
) -> bytes:
    with ExitStack() as stack, pikepdf.new() as whole:
        own = stack.enter_context(pikepdf.open(io.BytesIO(front)))
        whole.pages.extend(list(own.pages)[:before])
        inserts = iter(list(own.pages)[before:])
        for leaf in _leaves_of(bound):
            if leaf.reason:
                whole.pages.append(next(inserts))
                _attach(whole, leaf)
                continue
            piece = stack.enter_context(pikepdf.open(io.BytesIO(leaf.pages)))
            whole.pages.extend(piece.pages)
        _link(whole, before)
        _number(whole)
        _bookmark(whole, bound, before)
        _describe(whole, title)
        target = io.BytesIO()
        whole.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _leaves_of(bound: Iterable[tuple[Chapter, list[_Leaf]]]) -> list[_Leaf]:
    return [leaf for _, found in bound for leaf in found]


def _attach(whole: pikepdf.Pdf, leaf: _Leaf) -> None:
    if not leaf.original:
        return
    name = leaf.piece.filename
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    whole.attachments[name] = AttachedFileSpec(
        whole, leaf.original, filename=name, mime_type=kind, description=leaf.piece.title
    )


def _link(whole: pikepdf.Pdf, before: int) -> None:
    """Let the page numbers of the index jump to their pages."""
    for page in list(whole.pages)[:before]:
        for note in page.obj.get("/Annots", ()):
            address = str(note.get("/A", {}).get("/URI", ""))
            if address.startswith(JUMP):
                del note["/A"]
                target = whole.pages[int(address.removeprefix(JUMP)) - 1]
                note.Dest = Array([target.obj, Name.Fit])


def _number(whole: pikepdf.Pdf) -> None:
    """Print the running number at the foot of every page, outside what the page says."""
    font, total = _font(whole), len(whole.pages)
    for number, page in enumerate(whole.pages, start=1):
        # Tags of the pieces are not carried over; a page must not point to them.
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
        text = f"Trang {number}/{total}"
        box = page.mediabox
        width = width_mm(text, NUMBER_SIZE) / MM_PER_POINT
        left, bottom = float(box[2]) - NUMBER_RIGHT - width, float(box[1]) + NUMBER_UP
        name = page.add_resource(font, Name.Font)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(
            f"\nQ /Artifact BMC q 0.35 g BT {name} {NUMBER_SIZE} Tf {left:.2f} {bottom:.2f} Td "
            f"({text}) Tj ET Q EMC".encode()
        )


def _font(whole: pikepdf.Pdf) -> Any:
    """Return the font of the page numbers, embedded: only its few letters."""
    content = _letters()
    first, last = ord(min(LETTERS)), ord(max(LETTERS))
    widths = [
        round(width_mm(char, 1000) / MM_PER_POINT) if char in LETTERS else 0
        for char in map(chr, range(first, last + 1))
    ]
    file = whole.make_indirect(Stream(whole, content, Length1=len(content)))
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/TRANGS+Tinos"), Flags=32,
        FontBBox=Array([-200, -250, 1100, 900]), ItalicAngle=0, Ascent=891, Descent=-216,
        CapHeight=660, StemV=80, FontFile2=file,
    )  # fmt: skip
    name = descriptor.FontName
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=name, FirstChar=first, LastChar=last,
        Widths=Array(widths), Encoding=Name.WinAnsiEncoding,
        FontDescriptor=whole.make_indirect(descriptor),
    )  # fmt: skip
    return whole.make_indirect(font)


@cache
def _letters() -> bytes:
    """Return the font file with nothing but the letters of a page number."""
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    with TTFont(font_file("400Regular")) as font:
        cut = subset.Subsetter(options)
        cut.populate(text=LETTERS)
        cut.subset(font)
        target = io.BytesIO()
        font.save(target)
    return target.getvalue()


def _bookmark(
    whole: pikepdf.Pdf, bound: Sequence[tuple[Chapter, list[_Leaf]]], before: int
) -> None:
    with whole.open_outline() as outline:
        outline.root.append(OutlineItem(COVER, 0))
        if before > 1:
            outline.root.append(OutlineItem(INDEX, 1))
        for number, (chapter, found) in enumerate(bound, start=1):
            if not found:
                continue
            item = OutlineItem(f"{number}. {chapter.title}", found[0].first - 1)
            item.children.extend(OutlineItem(one.piece.title, one.first - 1) for one in found)
            outline.root.append(item)


def _describe(whole: pikepdf.Pdf, title: str) -> None:
    whole.Root.Lang = String("vi")
    whole.Root.PageMode = Name.UseOutlines
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with whole.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = title
        meta["dc:language"] = ["vi"]
