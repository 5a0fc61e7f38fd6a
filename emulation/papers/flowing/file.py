"""Pages of lines → a PDF file: content, fonts with the letters used, bookmarks, title, language."""

import zlib
from collections.abc import Sequence
from hashlib import md5

from emulation.papers.drawing.saving import packed, table
from emulation.papers.flowing.fonts import Face, add_font
from emulation.papers.flowing.letters import Letters
from emulation.papers.flowing.lines import Rule
from emulation.papers.flowing.paging import Bookmark, Placed

SCALE = 0.75
LEVEL = 6


def written(
    pages: Sequence[Sequence[Placed]],
    bookmarks: Sequence[Bookmark],
    size: tuple[float, float],
    left: float,
    title: str,
) -> bytes:
    """Return a file of `pages`, which are of one `size`, bookmarked at `left` (pixels)."""
    file = _File()
    used: dict[Face, set[str]] = {}
    contents = [file.stream(_content(page, size[1], used)) for page in pages]
    fonts = {face: add_font(file, face, used[face]) for face in sorted(used)}
    named = " ".join(f"/{_name(face)} {number} 0 R" for face, number in fonts.items())
    tree = file.reserve()
    sheets = [
        file.add(
            f"<</Type /Page/Parent {tree} 0 R/MediaBox [0 0 {size[0] * SCALE:.6f} "
            f"{size[1] * SCALE:.6f}]/Contents {content} 0 R/Resources <</Font <<{named}>>>>>>"
        )
        for content in contents
    ]
    kids = " ".join(f"{sheet} 0 R" for sheet in sheets)
    file.put(tree, f"<</Type /Pages/Kids [{kids}]/Count {len(sheets)}>>")
    outline = _outline(file, bookmarks, sheets, left, size[1])
    catalog = file.add(f"<</Type /Catalog/Pages {tree} 0 R/Lang (vi){outline}>>")
    info = file.add(f"<</Producer (emulation.papers)/Title {_string(title)}>>")
    return file.whole(catalog, info)


class _File:
    """The numbered objects of a file; those without a stream are packed into one."""

    def __init__(self) -> None:
        self.small: dict[int, bytes] = {}
        self.streams: dict[int, bytes] = {}
        self.count = 0

    def reserve(self) -> int:
        """Return a number for an object that is `put` later."""
        self.count += 1
        return self.count

    def put(self, number: int, text: str) -> None:
        self.small[number] = text.encode()

    def add(self, text: str) -> int:
        number = self.reserve()
        self.put(number, text)
        return number

    def stream(self, data: bytes, extra: str = "") -> int:
        number, shrunk = self.reserve(), zlib.compress(data, LEVEL)
        head = f"{number} 0 obj\n<</Filter /FlateDecode{extra}/Length {len(shrunk)}>>\nstream\n"
        self.streams[number] = head.encode() + shrunk + b"\nendstream\nendobj\n"
        return number

    def whole(self, catalog: int, info: int) -> bytes:
        """Return the file with the table of its objects."""
        whole = bytearray(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
        holder, last = self.reserve(), self.reserve()
        places = {0: (0, 0, 65535)}
        for number, data in self.streams.items():
            places[number] = (1, len(whole), 0)
            whole += data
        places |= {number: (2, holder, at) for at, number in enumerate(self.small)}
        places[holder] = (1, len(whole), 0)
        whole += packed(holder, list(self.small.items()))
        places[last] = (1, len(whole), 0)
        name = md5(whole, usedforsecurity=False).hexdigest().encode()
        return bytes(whole + table(last, places, b"%d 0 R" % catalog, b"%d 0 R" % info, name))


# --- pages ---------------------------------------------------------------------------------------


def _content(page: Sequence[Placed], height: float, used: dict[Face, set[str]]) -> bytes:
    """Return what draws a page, from its upper left corner; note the letters used of each face."""
    parts = [f"{SCALE} 0 0 -{SCALE} 0 {height * SCALE:.6f} cm"]
    rules = [
        _drawn(rule._replace(y=rule.y + placed.y)) for placed in page for rule in placed.line.rules
    ]
    parts += [*rules, "BT"]
    last: Letters | None = None
    for y, line in page:
        for x, baseline, face, shown, text, apart in line.pieces:
            if not text.strip():
                continue
            if apart:
                parts.append("ET\nBT")
            if face is not last:
                parts.append(f"/{_name(face.face)} {face.size:.6f} Tf")
                last = face
            used.setdefault(face.face, set()).update(text)
            parts.append(f"1 0 0 -1 {x:.6f} {y + baseline:.6f} Tm\n{shown}")
    parts.append("ET")
    return "\n".join(parts).encode()


def _drawn(rule: Rule) -> str:
    """Return what draws a rule or a frame; clipped as WeasyPrint does, for the very same dots."""
    x, y, wide, high, inside = rule
    if inside:
        hole = _box(x + inside, y + inside, wide - 2 * inside, high - 2 * inside)
        return f"{hole}\n{_box(x, y, wide, high)} f*"
    corners = ((x + wide, y + high), (x, y + high), (x, y), (x + wide, y))
    (first, *others) = (f"{a:.6f} {b:.6f}" for a, b in corners)
    clip = f"{first} m " + " ".join(f"{corner} l" for corner in others)
    # The bottom side of a box that is one pixel high, as WeasyPrint draws a border.
    return f"q {clip} W* n {_box(x, y, wide, 0)} {_box(x, y, wide, high)} f* Q"


def _box(x: float, y: float, wide: float, high: float) -> str:
    return f"{x:.6f} {y:.6f} {wide:.6f} {high:.6f} re"


def _outline(
    file: _File,
    bookmarks: Sequence[Bookmark],
    sheets: Sequence[int],
    left: float,
    height: float,
) -> str:
    """Add the bookmarks as a tree; return what the catalog says of it."""
    if not bookmarks:
        return ""
    root = file.reserve()
    numbers = [file.reserve() for _ in bookmarks]
    parents, children, path = {}, {root: []}, [(0, root)]
    for bookmark, number in zip(bookmarks, numbers, strict=True):
        while path[-1][0] >= bookmark.level:
            path.pop()
        parents[number] = path[-1][1]
        children[path[-1][1]].append(number)
        children[number] = []
        path.append((bookmark.level, number))
    for bookmark, number in zip(bookmarks, numbers, strict=True):
        beside = children[parents[number]]
        at = beside.index(number)
        around = f"/Prev {beside[at - 1]} 0 R" if at else ""
        around += f"/Next {beside[at + 1]} 0 R" if at + 1 < len(beside) else ""
        y = (height - bookmark.y) * SCALE
        file.put(
            number,
            f"<</Title {_string(bookmark.text)}/Parent {parents[number]} 0 R{around}"
            f"/Dest [{sheets[bookmark.page]} 0 R /XYZ {left * SCALE:.6f} {y:.6f} 0]"
            f"{_below(number, children)}>>",
        )
    file.put(root, f"<</Type /Outlines{_below(root, children)}>>")
    return f"/Outlines {root} 0 R"


def _below(number: int, children: dict[int, list[int]]) -> str:
    """Return what an entry of the outline says of those below it; all are open."""
    if not (inside := children[number]):
        return ""
    count = _count(number, children)
    return f"/First {inside[0]} 0 R/Last {inside[-1]} 0 R/Count {count}"


def _count(number: int, children: dict[int, list[int]]) -> int:
    return sum(1 + _count(child, children) for child in children[number])


def _string(text: str) -> str:
    return f"<{(chr(0xFEFF) + text).encode('utf-16-be').hex()}>"


def _name(face: Face) -> str:
    bold, italic = face
    return f"F{2 * bold + italic}"
