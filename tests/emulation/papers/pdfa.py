"""The main rules of PDF/A-2b (ISO 19005-2), asked of a file: `faults` returns what breaks them.

No validator could be had where this was written (veraPDF is not in PyPI, npm or Debian), so the
rules are asked here with pikepdf. Asked: identification, equal metadata, identifiers, no
encryption, output intent with an RGB profile, embedded fonts with ToUnicode and matching widths of
CID fonts' keys, no actions, scripts, forms, embedded or foreign streams, no forbidden annotation,
no device CMYK, no letter without a glyph, no smoothed image, a colour space for transparency, tags
and language. Not asked: the insides of the colour profile and of font programs (glyph widths, cmap
tables), the syntax of every operator, limits on sizes, XMP schemas beyond their identification,
rendering intents of inline images, digital signatures.
"""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

FORBIDDEN_ACTIONS = {
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide",
    "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView",
}  # fmt: skip
FORBIDDEN_ANNOTATIONS = {"/3D", "/Sound", "/Screen", "/Movie", "/FileAttachment"}
INFO_IN_XMP = {
    "/Title": "dc:title",
    "/Producer": "pdf:Producer",
    "/Creator": "xmp:CreatorTool",
    "/Author": "dc:creator",
}


def faults(content, *, tagged=True):
    """Return the broken rules of an archival file as short sentences, () when none is found."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found += _file(content, pdf) + _metadata(pdf) + _intent(pdf)
        if tagged:
            found += _tags(pdf)
        for page in pdf.pages:
            found += _page(page)
        for thing in pdf.objects:
            found += _object(thing)
    return tuple(dict.fromkeys(found))


def _file(content, pdf):
    found = []
    if not re.match(rb"%PDF-1\.[0-7]\s", content):
        found.append("the header is no PDF 1.0 to 1.7")
    if not re.match(rb"%[\x80-\xff]{4}", content.split(b"\n", 2)[1]):
        found.append("no comment of four bytes above 127 in the second line")
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        found.append("encrypted")
    if len(pdf.trailer.get("/ID", [])) != 2:
        found.append("no ID in the trailer")
    root = pdf.Root
    for key in ("/AA", "/OpenAction", "/Requirements", "/NeedsRendering", "/AcroForm"):
        if key in root:
            found.append(f"{key} in the catalogue")
    for key in ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations"):
        if key in root.get("/Names", {}):
            found.append(f"{key} in the names")
    return found


def _metadata(pdf):
    if "/Metadata" not in pdf.Root:
        return ["no XMP metadata"]
    found = []
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if (xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance")) != ("2", "B"):
            found.append("the XMP metadata does not say PDF/A-2b")
        for key, name in INFO_IN_XMP.items():
            if key in pdf.docinfo and str(pdf.docinfo[key]) != _plain(xmp.get(name)):
                found.append(f"{key} differs from {name}")
    return found


def _plain(value):
    return value if isinstance(value, str) or value is None else ", ".join(value)


def _intent(pdf):
    intents = [i for i in pdf.Root.get("/OutputIntents", []) if i.get("/S") == "/GTS_PDFA1"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        return ["no single output intent with a profile"]
    profile = intents[0].DestOutputProfile
    if profile.N != 3 or profile.read_bytes()[16:20] != b"RGB ":
        return ["the output profile is not RGB"]
    return []


def _tags(pdf):
    root, found = pdf.Root, []
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        found.append("not marked as tagged")
    if "/StructTreeRoot" not in root:
        found.append("no structure tree")
    if not root.get("/Lang"):
        found.append("no language")
    return found


def _page(page):
    found, group = [], page.obj.get("/Group")
    if "/AA" in page.obj:
        found.append("/AA on a page")
    # Without a group the output intent is the space to blend in (ISO 19005-2, 6.2.10).
    if group is not None and "/CS" not in group and _is_transparent(page.resources, set()):
        found.append("a transparency group without a colour space")
    return found + _operators(page)


def _operators(page):
    found = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in {"k", "K"} or (
            operator in {"cs", "CS"} and str(operands[0]) == "/DeviceCMYK"
        ):
            found.append("a CMYK colour")
        if operator in {"Tj", "TJ"}:
            pieces = operands[0] if operator == "TJ" else operands
            shown = [bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)]
            if any(b"\0\0" in (text[i : i + 2] for i in range(0, len(text), 2)) for text in shown):
                found.append("a letter that no font has")
    return found


def _is_transparent(resources, seen):
    for state in resources.get("/ExtGState", {}).values():
        if (
            state.get("/SMask", Name.None_) != Name("/None")
            or min(float(state.get("/ca", 1)), float(state.get("/CA", 1))) < 1
        ):
            return True
    for thing in resources.get("/XObject", {}).values():
        if thing.objgen in seen:
            continue
        seen.add(thing.objgen)
        if "/SMask" in thing or _is_transparent(thing.get("/Resources", {}), seen):
            return True
    return False


def _object(thing):
    if not isinstance(thing, Dictionary | Stream):
        return []
    found = []
    if isinstance(thing, Stream):
        if "/F" in thing or "/FFilter" in thing:
            found.append("a stream outside the file")
        if "LZWDecode" in str(thing.get("/Filter", "")):
            found.append("LZW compression")
    kind, sub = thing.get("/Type"), thing.get("/Subtype")
    action = thing.get("/S")
    if str(action) in FORBIDDEN_ACTIONS or "/JS" in thing:
        found.append(f"the action {action}")
    if str(kind) == "/Filespec" or "/EF" in thing:
        found.append("an embedded or foreign file")
    if sub == "/Image":
        found += _image(thing)
    if kind == "/Annot":
        found += _annotation(thing)
    if kind == "/Font":
        found += _font(thing)
    if kind == "/ExtGState" and ("/TR" in thing or "/HTP" in thing):
        found.append("a transfer function")
    if sub == "/PS" or (sub == "/Form" and "/Ref" in thing):
        found.append("a PostScript or reference object")
    return found


def _image(image):
    found = []
    if image.get("/Interpolate", False):
        found.append("a smoothed image")
    if "/Alternates" in image or "/OPI" in image:
        found.append("an image with alternates")
    if image.get("/ColorSpace") == "/DeviceCMYK":
        found.append("a CMYK image")
    return found


def _annotation(annotation):
    found, flags = [], int(annotation.get("/F", 0))
    if str(annotation.get("/Subtype")) in FORBIDDEN_ANNOTATIONS:
        found.append(f"an annotation {annotation.Subtype}")
    if annotation.get("/Subtype") != "/Popup" and not (flags & 4 and not flags & (1 | 2 | 32)):
        found.append("an annotation that may not print")
    return found


def _font(font):
    if font.get("/Subtype") in ("/CIDFontType2", "/CIDFontType0"):
        descriptor = font.get("/FontDescriptor", {})
        missing = "/FontFile2" not in descriptor and "/FontFile3" not in descriptor
        found = ["a font that is not embedded"] if missing else []
        if font.Subtype == "/CIDFontType2" and "/CIDToGIDMap" not in font:
            found.append("a CID font without CIDToGIDMap")
        return found + ([] if isinstance(font.get("/W"), Array) else ["a CID font without widths"])
    if font.get("/Subtype") == "/Type0":
        found = [] if "/ToUnicode" in font else ["a font without ToUnicode"]
        return found + ([] if font.Encoding == "/Identity-H" else ["a font's encoding"])
    return [] if font.get("/FontDescriptor") else ["a font without descriptor"]
