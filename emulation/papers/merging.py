"""PDFs of the pieces of one paper → one PDF with the pages, tags and bookmarks of the whole.

The first piece gives what a file has once: title, language, colour profile, PDF/A mark. Nothing in
that mark depends on the number of pages, and what is added is of the same make, so a merged file
is as much PDF/A-2b as the pieces are. (No validator is at hand; the tests compare the merged file
with that of the whole: tags in their order, every marked content of every page owned by one tag.)
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, ObjectStreamMode, OutlineItem, String

from emulation.papers.splitting import Measured

POINTS_PER_PIXEL = 72 / 96


def merged(contents: Sequence[bytes], measured: Sequence[Sequence[Measured]]) -> bytes:
    """Return one PDF with all pages of `contents`, of which `measured` knows the bookmarks."""
    with ExitStack() as stack:
        whole, *others = (stack.enter_context(pikepdf.open(BytesIO(c))) for c in contents)
        for number, piece in enumerate(others, start=1):
            _add(whole, piece, number)
        _bookmark(whole, [page for pages in measured for page in pages])
        target = BytesIO()
        whole.save(target, object_stream_mode=ObjectStreamMode.generate)
    return target.getvalue()


def appended(contents: Sequence[bytes]) -> bytes:
    """Return PDFs of different sheets as one file, page behind page; one alone as it is."""
    if len(contents) == 1:
        return contents[0]
    with ExitStack() as stack:
        whole, *others = (stack.enter_context(pikepdf.open(BytesIO(c))) for c in contents)
        for number, piece in enumerate(others, start=1):
            _add(whole, piece, number)
        target = BytesIO()
        whole.save(target, object_stream_mode=ObjectStreamMode.generate)
    return target.getvalue()


def _add(whole: pikepdf.Pdf, piece: pikepdf.Pdf, number: int) -> None:
    """Append the pages of `piece`, and its tags behind those that are there."""
    before = len(whole.pages)
    tags = piece.Root.get("/StructTreeRoot")
    if tags is not None:
        _rename(tags.K[0], f"{number}-")
    whole.pages.extend(piece.pages)
    if tags is None:
        return
    # Pages first: then the copied tags point to the copied pages.
    tags = whole.copy_foreign(piece.make_indirect(tags))
    ours = whole.Root.StructTreeRoot
    document, nums = ours.K[0], ours.ParentTree.Nums
    shift = 1 + max(int(key) for key in list(nums)[::2])
    for child in tags.K[0].K:
        child.P = document
        document.K.append(child)
    for key, owners in zip(*[iter(tags.ParentTree.Nums)] * 2, strict=True):
        nums.append(int(key) + shift)
        nums.append(owners)
    for page in list(whole.pages)[before:]:
        page.obj.StructParents = int(page.obj.StructParents) + shift


def _rename(tag: Any, prefix: str) -> None:
    """Give the identifiers of table headings, and the cells that name them, a prefix."""
    waiting = [tag]
    while waiting:
        tag = waiting.pop()
        if not isinstance(tag, Dictionary):
            continue
        if "/ID" in tag:
            tag.ID = String(prefix + str(tag.ID))
        headers = tag.A.get("/Headers") if "/A" in tag and "/Headers" in tag.A else ()
        if len(headers):
            tag.A.Headers = Array([String(prefix + str(header)) for header in headers])
        children = tag.get("/K", ())
        waiting += list(children) if isinstance(children, Array) else [children]


def _bookmark(whole: pikepdf.Pdf, pages: Iterable[Measured]) -> None:
    """Write the bookmarks anew, each under the last one of a lower level."""
    sizes = [page.mediabox for page in whole.pages]
    parents: list[tuple[int, OutlineItem]] = []
    with whole.open_outline() as outline:
        outline.root.clear()
        for index, page in enumerate(pages):
            for level, label, left, top in page.bookmarks:
                item = OutlineItem(
                    label,
                    index,
                    "XYZ",
                    left=left * POINTS_PER_PIXEL,
                    top=float(sizes[index][3]) - top * POINTS_PER_PIXEL,
                )
                while parents and parents[-1][0] >= level:
                    parents.pop()
                (parents[-1][1].children if parents else outline.root).append(item)
                parents.append((level, item))
