"""Files as units bring them, good and bad: scans that lie, are turned, signed, locked or broken."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image


def pdf(pages=1, *, words="TRANG QUÉT", size=(595, 842), rotate=0, encryption=None, alter=None):
    """A PDF whose pages say, in Latin letters, what they are ("SCAN 1", …)."""
    with pikepdf.new() as document:
        font = document.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        for number in range(1, pages + 1):
            page = document.add_blank_page(page_size=size)
            name = page.add_resource(font, Name.Font)
            drawn = f"BT {name} 24 Tf 60 60 Td ({words} {number}) Tj ET"
            page.contents_add(drawn.encode("latin-1", "replace"))
            if rotate:
                page.obj.Rotate = rotate
        if alter:
            alter(document)
        content = io.BytesIO()
        document.save(content, **({"encryption": encryption} if encryption else {}))
    return content.getvalue()


def signed_pdf():
    """A PDF with a signature field that is filled in, below a parent field."""

    def sign(document):
        value = document.make_indirect(
            Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("0" * 64))
        )
        kid = document.make_indirect(Dictionary(T=String("ky"), V=value))
        parent = document.make_indirect(Dictionary(FT=Name.Sig, T=String("chu"), Kids=Array([kid])))
        document.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([parent]))

    return pdf(words="SIGNED", alter=sign)


def locked_pdf():
    return pdf(encryption=pikepdf.Encryption(owner="chu", user="khoa"))


def stamped_pdf():
    """A PDF on which somebody set a stamp: a note with a look of its own, not page content."""

    def stamp(document):
        font = document.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        look = Stream(document, b"BT /F 20 Tf 5 5 Td (STAMP) Tj ET")
        look.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 30]),
            Resources=Dictionary(Font=Dictionary(F=font)),
        )  # fmt: skip
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([200, 400, 300, 430]), F=4,
            AP=Dictionary(N=document.make_indirect(look)),
        )  # fmt: skip
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return pdf(words="STAMPED", alter=stamp)


def picture(size=(900, 1200), *, kind="JPEG", mode="RGB", orientation=None):
    """A picture: the upper half light, the lower dark; `orientation` is what EXIF says."""
    image = Image.new(mode, size, "white" if mode != "RGBA" else (0, 0, 0, 0))
    image.paste("gray" if mode != "RGBA" else (0, 0, 255, 255), (0, 0, size[0], size[1] // 2))
    given = {}
    if orientation:
        exif = Image.Exif()
        exif[0x0112] = orientation
        given["exif"] = exif
    content = io.BytesIO()
    image.save(content, kind, **given)
    return content.getvalue()


def truncated(content):
    return content[: len(content) // 2]
