"""Reading a part's XML in one pass, with limits and without a document type.

Python's own expat is used and not a tree: nothing is kept of a part but what a handler takes from
it, and a part with a document type (entities, external files) is refused at its first line.
"""

import re
from xml.parsers import expat

from emulation.papers.reading.archive import BROKEN
from emulation.papers.reading.values import ReadingError

MAX_ELEMENTS = 300_000
MAX_DEPTH = 200
HOSTILE = "Tệp chứa khai báo lạ trong phần XML (DTD, thực thể), không mở."
TOO_DEEP = "Tệp có cấu trúc lồng nhau quá sâu, không mở."
TOO_MANY = "Tệp có quá nhiều phần tử so với một kế hoạch, không mở."

_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")


class Handler:
    """Takes the elements of a part; names are those of WordprocessingML, without a prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take letters."""


def walk(data: bytes, handler: Handler) -> None:
    """Lead `handler` through an XML part; raises ReadingError for broken or hostile XML."""
    declared = _ENCODING.search(data[:200].replace(b"\0", b""))
    if declared and declared[1].upper() not in (b"UTF-8", b"UTF-16", b"US-ASCII"):
        raise ReadingError(BROKEN)
    _Walk(handler).run(data)


class _Walk:
    """One pass: expat's callbacks, counting, and which element names are of interest."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.names: dict[str, str] = {}
        self.count = self.depth = 0
        parser = self.parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.refuse
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = handler.text

    def run(self, data: bytes) -> None:
        """Read all of `data` at once."""
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            raise ReadingError(BROKEN) from error

    def refuse(self, *_: object) -> None:
        """Stop at a document type."""
        raise ReadingError(HOSTILE)

    def name_of(self, tag: str) -> str:
        """Return the local name of a Word element; "" for elements of other kinds."""
        space, _, local = tag.rpartition(" ")
        known = local if space in _WORD or (space == _CHOICES and local == "Fallback") else ""
        if len(self.names) < MAX_DEPTH * 10:
            self.names[tag] = known
        return known

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Count an element and pass it on."""
        self.count += 1
        self.depth += 1
        if self.count > MAX_ELEMENTS:
            raise ReadingError(TOO_MANY)
        if self.depth > MAX_DEPTH:
            raise ReadingError(TOO_DEEP)
        name = self.names.get(tag)
        name = self.name_of(tag) if name is None else name
        self.handler.start(
            name,
            {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            if attributes
            else attributes,
        )

    def end(self, tag: str) -> None:
        """Pass the end of an element on."""
        self.depth -= 1
        name = self.names.get(tag)
        self.handler.end(self.name_of(tag) if name is None else name)
