"""Read the tags and bookmarks of a printed paper."""

from io import BytesIO

import pikepdf
from pypdf import PdfReader


def tags(content):
    """Return the kinds of all tags in their order, with the marked contents that they own."""
    with pikepdf.open(BytesIO(content)) as file:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        return [
            str(tag.S) if isinstance(tag, pikepdf.Dictionary) else (numbers.get(page), int(tag))
            for tag, page in _all(file)
        ]


def kinds_of_tags(content):
    """Return the kinds of all tags, and of each content on which page it is."""
    return [tag if isinstance(tag, str) else tag[0] for tag in tags(content)]


def headings(content):
    """Return of each cell which headings it names, without the number of its table."""
    with pikepdf.open(BytesIO(content)) as file:
        return [
            [str(name).partition("-")[2] for name in tag.A.get("/Headers", [tag.get("/ID")])]
            for tag, _ in _all(file)
            if isinstance(tag, pikepdf.Dictionary) and "/A" in tag
        ]


def _all(file):
    """Yield each tag and each number of marked content, with its page."""
    waiting = [(file.Root.StructTreeRoot.K[0], None)]
    while waiting:
        tag, page = waiting.pop()
        yield tag, page
        if isinstance(tag, pikepdf.Dictionary):
            page = tag.Pg.objgen if "/Pg" in tag else page
            children = tag.get("/K", ())
            children = list(children) if isinstance(children, pikepdf.Array) else [children]
            waiting += [(child, page) for child in reversed(children)]


def spoken(content):
    """Return the letters of a paper, as their numbers in the fonts, in the order of its tags."""
    marked = [_marked(page) for page in PdfReader(BytesIO(content)).pages]
    return [marked[tag[0]][tag[1]] for tag in tags(content) if not isinstance(tag, str)]


def _marked(page):
    """Return what is shown in each marked content of a page."""
    found, mark = {}, None
    for operands, operator in page.get_contents().operations:
        if operator == b"BDC":
            mark = operands[1].get("/MCID")
            found[mark] = b""
        elif operator == b"EMC":
            mark = None
        elif operator == b"TJ" and mark is not None:
            shown = [piece for piece in operands[0] if not isinstance(piece, int | float)]
            found[mark] += b"".join(
                piece if isinstance(piece, bytes) else piece.original_bytes for piece in shown
            )
    return found


def unowned(file):
    """Return the pages of which the tree of parents does not know the marked contents."""
    nums = file.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
    return [
        number
        for number, page in enumerate(file.pages)
        if int(page.obj.StructParents) != number
        or any(owner.Pg.objgen != page.obj.objgen for owner in owners[number])
    ]


def bookmarks(content):
    """Return the titles of the bookmarks, each with those below it."""

    def titles(items):
        return [(item.title, titles(item.children)) for item in items]

    with pikepdf.open(BytesIO(content)) as file, file.open_outline() as outline:
        return titles(outline.root)
