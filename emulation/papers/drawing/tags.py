"""The tags of drawn rows, added to the tree that WeasyPrint made of the rest of the paper.

Each page has its own table in that tree, as in a paper that WeasyPrint prints whole: TR, TD, and a
Span for each line.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from emulation.papers.drawing.cells import DrawnRow


class TaggedRows(NamedTuple):
    """Rows drawn on a page: its index, the number of their first line, the rows.

    With `replace` they stand for the first row that WeasyPrint laid out there.
    """

    page: int
    first: int
    rows: Sequence[DrawnRow]
    replace: bool


def add_tags(pdf: Any, drawn: Sequence[TaggedRows], like: int, bare: Sequence[int]) -> None:
    """Tag `drawn` in a file of pydyf.

    `like` is the index of a page with a row that has tags. `bare` are the indices of the pages
    that look all the same but for the drawn rows; the first of them has its tags.
    """
    pages = pdf.page_references
    tree = object_of(pdf, pdf.catalog["StructTreeRoot"])
    nums = object_of(pdf, tree["ParentTree"])["Nums"]
    if bare:
        _repeat(pdf, object_of(pdf, tree["K"][0]), nums, bare)
    bodies = _bodies(pdf)
    example = object_of(pdf, bodies[pages[like]][-1]["K"][0])
    headers = [
        [str(header.string).partition("-")[2] for header in object_of(pdf, cell)["A"]["Headers"]]
        for cell in example["K"]
    ]
    for tagged in drawn:
        body = bodies[pages[tagged.page]][0 if tagged.replace else -1]
        table = body["P"].split()[0].decode()
        asides = [
            "/A <</O /Table/Headers [{}]>>".format(" ".join(f"({table}-{h})" for h in found))
            for found in headers
        ]
        page = pages[tagged.page].decode()
        rows, owners = _tagged(pdf, tagged, page, body.reference.decode(), asides)
        if tagged.replace:
            body["K"][:1] = rows
        else:
            body["K"] += rows
        nums[2 * tagged.page + 1] += owners


def _repeat(pdf: Any, document: Any, nums: list[Any], bare: Sequence[int]) -> None:
    """Give each of the `bare` pages the tags of the first.

    WeasyPrint would make them as well, but takes the longer for each tag the more pages there are.
    """
    pages = pdf.page_references
    model, *others = bare
    tags = [
        thing
        for thing in pdf.objects
        if isinstance(thing, dict)
        and thing.get("Type") == "/StructElem"
        and thing.get("Pg") == pages[model]
    ]
    own = {tag.reference for tag in tags}
    tops = [reference for reference in document["K"] if reference in own]
    place = document["K"].index(tops[-1]) + 1
    more = []
    for page in others:
        new = {
            tag.reference: b"%d 0 R" % number
            for number, tag in enumerate(tags, start=len(pdf.objects))
        }
        for tag in tags:
            pdf.add_object(_copied(tag, new, pages[page]))
        nums[2 * page + 1] += [new[owner] for owner in nums[2 * model + 1]]
        more += [new[top] for top in tops]
    document["K"][place:place] = more


def _copied(tag: Any, new: dict[bytes, bytes], page: bytes) -> Any:
    """Return a tag with other references; those of headings begin with the table's number."""

    def renamed(header: Any) -> Any:
        table, _, place = header.string.partition("-")
        return type(header)(f"{new[b'%d 0 R' % int(table)].split()[0].decode()}-{place}")

    kind = type(tag)
    copied = kind(tag)
    copied |= {"Pg": page, "P": new.get(tag["P"], tag["P"])}
    copied["K"] = type(tag["K"])([new.get(child, child) for child in tag["K"]])
    if "ID" in tag:
        copied["ID"] = renamed(tag["ID"])
    if "Headers" in tag.get("A", ()):
        headers = type(tag["K"])([renamed(header) for header in tag["A"]["Headers"]])
        copied["A"] = kind(tag["A"] | {"Headers": headers})
    return copied


def _tagged(
    pdf: Any, tagged: TaggedRows, page: str, body: str, asides: Sequence[str]
) -> tuple[list[bytes], list[bytes]]:
    """Add the tags of rows to the file; return the rows and, by number, what owns each line."""
    mark, number = tagged.first, len(pdf.objects)
    made, rows, owners = [], [], []
    for row in tagged.rows:
        at, number = number, number + 1
        cells, inside = [], []
        for cell, aside in zip(row.cells, asides, strict=True):
            cell_at, number = number, number + 1
            spans = range(number, number + sum(line is not None for line in cell))
            cells.append(cell_at)
            inside.append(element("TD", page, at, references(spans), aside))
            for span in spans:
                inside.append(element("Span", page, cell_at, str(mark)))
                owners.append(f"{span} 0 R".encode())
                mark += 1
            number = spans.stop
        made += [element("TR", page, body, references(cells)), *inside]
        rows.append(f"{at} 0 R".encode())
    for data in made:
        pdf.add_object(Written(data))
    return rows, owners


def element(kind: str, page: str, parent: int | str, children: str, aside: str = "") -> bytes:
    """Return a tag as it stands in the file; `parent` is its number or a reference."""
    owner = parent if isinstance(parent, str) else f"{parent} 0 R"
    return f"<</Type /StructElem/S /{kind}/K [{children}]/Pg {page}/P {owner}{aside}>>".encode()


def references(numbers: Sequence[int]) -> str:
    """Return references to the objects with these numbers."""
    return " ".join(f"{number} 0 R" for number in numbers)


class Written:
    """An object of pydyf that is written already."""

    __slots__ = ("data", "free", "generation", "number", "offset")
    compressible = True

    def __init__(self, data: bytes) -> None:
        self.data, self.free, self.generation, self.offset = data, "n", 0, 0

    @property
    def indirect(self) -> bytes:
        """Return the object as it stands in the file."""
        return b"%d 0 obj\n%b\nendobj" % (self.number, self.data)


def _bodies(pdf: Any) -> dict[bytes, list[Any]]:
    """Return the tags of the bodies of tables on each page."""
    found = defaultdict(list)
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") == "/TBody":
            found[thing["Pg"]].append(thing)
    return found


def object_of(pdf: Any, reference: bytes) -> Any:
    """Return the object that a reference means."""
    return pdf.objects[int(reference.split()[0])]
