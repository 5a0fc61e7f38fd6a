"""The fonts of a file: each with the letters used, their widths, what characters they stand for."""

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import md5
from itertools import groupby
from typing import Protocol

import uharfbuzz

from emulation.papers.flowing.letters import face_name
from emulation.papers.metrics import font_file

# Sizes do not matter to what is read of a font here: a thousand pixels.
EM = 1000.0
# What a font in a file does not need, and letters of no Vietnamese text, are taken out once.
DROPPED = (
    "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "OS/2", "PCLT", "VDMX", "cmap", "gasp",
    "hdmx", "kern", "meta", "name", "post",
)  # fmt: skip
CMAP_BEGIN = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
    "<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
)
CMAP_END = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
Face = tuple[bool, bool]


class Objects(Protocol):
    """A file that takes objects and gives them numbers."""

    def add(self, text: str) -> int:
        """Take an object."""

    def stream(self, data: bytes, extra: str = "") -> int:
        """Take a stream; `extra` is said of it."""


def add_font(file: Objects, face: Face, used: Iterable[str]) -> int:
    """Add a font with the letters `used`; return its number."""
    whole, small = _faces(face)
    codes = {number: char for char in used if (number := whole.get_nominal_glyph(ord(char)))}
    numbers = sorted(codes)
    # Twice: the second time takes the room of all behind the last letter.
    kept = uharfbuzz.subset(small, _input(numbers))
    data = uharfbuzz.subset(kept, _input(range(numbers[-1] + 1))).blob.data
    program = file.stream(data, f"/Length1 {len(data)}")
    metrics = whole.get_font_extents("ltr")
    widths = {number: round(whole.get_glyph_h_advance(number) / EM * 1000) for number in numbers}
    base = "-".join([f"{_tag(data)}+Tinos", *["Bold"] * face[0], *["Italic"] * face[1]])
    descriptor = file.add(
        f"<</Type /FontDescriptor/FontName /{base}/FontFamily (Tinos)/Flags {4 + 64 * face[1]}"
        f"/ItalicAngle 0/Ascent {metrics.ascender:.0f}/Descent {metrics.descender:.0f}"
        f"/CapHeight {metrics.ascender:.0f}/StemV 80/StemH 80/FontBBox [0 {metrics.descender:.0f} "
        f"{max(widths.values(), default=0)} {metrics.ascender:.0f}]/FontFile2 {program} 0 R>>"
    )
    array = " ".join(
        f"{run[0]} [{' '.join(str(widths[number]) for number in run)}]"
        for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
        if (run := [number for _, number in group])
    )
    inner = file.add(
        f"<</Type /Font/Subtype /CIDFontType2/BaseFont /{base}/CIDToGIDMap /Identity/CIDSystemInfo "
        f"<</Registry (Adobe)/Ordering (Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R"
        f"/W [{array}]>>"
    )
    unicode = file.stream(_unicode(codes, numbers).encode())
    return file.add(
        f"<</Type /Font/Subtype /Type0/BaseFont /{base}/Encoding /Identity-H"
        f"/DescendantFonts [{inner} 0 R]/ToUnicode {unicode} 0 R>>"
    )


def _unicode(codes: dict[int, str], numbers: Sequence[int]) -> str:
    """Return which character each letter of a font stands for."""
    parts = [CMAP_BEGIN]
    for start in range(0, len(numbers), 100):
        batch = numbers[start : start + 100]
        parts.append(f"{len(batch)} beginbfchar\n")
        parts += [f"<{n:04x}> <{codes[n].encode('utf-16-be').hex()}>\n" for n in batch]
        parts.append("endbfchar\n")
    return "".join([*parts, CMAP_END])


def _tag(data: bytes) -> str:
    """Return the six letters that tell a font with these letters from others."""
    digest = md5(data, usedforsecurity=False).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


@cache
def _faces(face: Face) -> tuple[uharfbuzz.Font, uharfbuzz.Face]:
    """Return a font to be asked, and its face with what a Vietnamese text may use alone."""
    blob = uharfbuzz.Blob.from_file_path(str(font_file(face_name(*face))))
    whole = uharfbuzz.Face(blob)
    font = uharfbuzz.Font(whole)
    font.scale = (int(EM), int(EM))
    known = {n for code in range(0x20, 0x2200) if (n := font.get_nominal_glyph(code))}
    return font, uharfbuzz.subset(whole, _input(known))


def _input(numbers: Iterable[int]) -> uharfbuzz.SubsetInput:
    """Return what a font is to be cut down to; the letters keep their numbers."""
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(numbers)
    wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    dropped = wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG)
    for tag in DROPPED:
        dropped.add(int.from_bytes(tag.ljust(4).encode(), "big"))
    return wanted
