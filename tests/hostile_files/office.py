"""Word and Excel files that burst, read other files, run commands, fetch or hide something."""

import io
import struct
import zipfile

from docx import Document
from openpyxl import Workbook

WORD, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXTERNAL = (
    b'<Relationship Id="rX" TargetMode="External" Target="http://x.example/a" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s"/>'
    b"</Relationships>"
)
LAUGHS = b"<!DOCTYPE a [<!ENTITY a '0'>%s]>" % b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
)


def docx():
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def xlsx():
    out = io.BytesIO()
    book = Workbook()
    book.active.append(["Họ và tên", "=1+1"])
    book.save(out)
    return out.getvalue()


def packed(*parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts:
            opened.writestr(name, content)
    return out.getvalue()


def changed(data, *added, **parts):
    """The same file with parts replaced (by name: a function of the old) and added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            change = parts.get("all") or (lambda part, name: part)
            new.writestr(name, change(old.read(name), name))
        for name, part in added:
            new.writestr(name, part)
    return out.getvalue()


def replacing(data, where, before, after):
    """The same file, with `before` → `after` in one part; None puts `after` in its place whole."""

    def change(part, name):
        if name != where:
            return part
        if before is None:
            return after
        assert before in part, where
        return part.replace(before, after, 1)

    return changed(data, all=change)


def before_root(data, where, text):
    """The same file with something between the declaration of a part and its root."""
    return (
        replacing(data, where, b"?>", b"?>" + text)
        if where == WORD
        else changed(data, all=lambda part, name: text + part if name == where else part)
    )


def linked(data, where, kind):
    return replacing(data, where, b"</Relationships>", EXTERNAL % kind)


def formula(text):
    return replacing(xlsx(), SHEET, b"<f>1+1</f>", b"<f>%s</f>" % text)


def field(text):
    runs = b"".join(b"<w:r><w:instrText>%s</w:instrText></w:r>" % part for part in text)
    return replacing(docx(), WORD, b"<w:sectPr", b"<w:p>" + runs + b"</w:p><w:sectPr")


def in_utf_16(data, where):
    """The part with an entity, written so that nobody finds it by its bytes."""
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x SYSTEM "a">]><a>&x;</a>'
    return replacing(data, where, None, text.encode("utf-16"))


def in_another_alphabet(data, where):
    text = '<!DOCTYPE a [<!ENTITY x SYSTEM "a">]><a>&x;</a>'.encode("cp037")
    return replacing(data, where, None, b'<?xml version="1.0" encoding="cp037"?>' + text)


def matryoshka():
    """A zip in a zip in a zip, each of which unpacks to a hundred times its size."""
    inner = bytes(1_000_000)
    for level in range(4):
        inner = packed(*((f"{level}-{copy}.zip", inner) for copy in range(10)))
    return changed(docx(), ("word/embeddings/a.zip", inner))


def overlapping():
    """A thousand names for one and the same content (after Fifield's bomb)."""
    made = packed(("[Content_Types].xml", b" " * 900_000))
    start = made.index(b"PK\x01\x02")
    end = made.index(b"PK\x05\x06")
    entry, tail = made[start:end], bytearray(made[end:])
    names = [entry.replace(b"[Content_Types].xml", b"[Content_Type%03d].x" % n)[: len(entry)]
             for n in range(999)]  # fmt: skip
    directory = entry + b"".join(names)
    struct.pack_into("<HHLL", tail, 8, 1000, 1000, len(directory), start)
    return made[:start] + directory + bytes(tail)


def locked_zip():
    """A file whose directory says that its parts are encrypted."""
    made = bytearray(docx())
    place = made.find(b"PK\x01\x02")
    made[place + 8] |= 1
    return bytes(made)


def shared_strings():
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return changed(xlsx(), ("xl/moreStrings.xml", strings + b"<si><t/></si>" * 1_000_000))


def renamed(data, kind):
    """A type with macros under a name without."""
    return replacing(
        data, "[Content_Types].xml", kind + b".main+xml", kind + b".main+xml macroEnabled"
    )


REFUSED = {
    "an archive that bursts": (
        "a.xlsx", changed(xlsx(), ("xl/media/x.bin", bytes(60_000_000))), "nén bất thường",
    ),
    "zips in zips in zips": ("a.docx", matryoshka(), "nhúng|nén bất thường"),
    "parts that lie over each other": ("a.docx", overlapping(), "nén bất thường|không phải Word"),
    "an archive that holds itself": (
        "a.docx", packed(("a.docx", packed(("a.docx", b"PK\x03\x04")))), "không phải Word",
    ),
    "an external entity in Word": (
        "a.docx",
        before_root(docx(), WORD, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "XML",
    ),
    "an external entity in Excel": (
        "a.xlsx",
        before_root(xlsx(), SHEET, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "XML",
    ),
    "a document type from elsewhere": (
        "a.docx", before_root(docx(), WORD, b'<!DOCTYPE a SYSTEM "http://x.example/a.dtd">'), "XML",
    ),
    "a billion laughs in Excel": ("a.xlsx", before_root(xlsx(), "xl/workbook.xml", LAUGHS), "XML"),
    "a billion laughs in Word": ("a.docx", before_root(docx(), WORD, LAUGHS), "XML"),
    "an entity in UTF-16": ("a.xlsx", in_utf_16(xlsx(), "xl/styles.xml"), "XML"),
    "an entity in the alphabet of mainframes": (
        "a.docx", in_another_alphabet(docx(), "word/styles.xml"), "XML",
    ),
    "macros": ("a.docx", changed(docx(), ("word/vbaProject.bin", b"x")), "macro"),
    "a .docm renamed": ("a.docx", renamed(docx(), b"document"), "macro"),
    "a .xlsm renamed": ("a.xlsx", renamed(xlsx(), b"sheet"), "macro"),
    "a .docm": ("a.docm", docx(), "Chỉ nhận tệp|macro"),
    "macros of Excel 4.0": ("a.xlsx", changed(xlsx(), ("xl/macrosheets/s.xml", b"<a/>")), "macro"),
    "an ActiveX control": (
        "a.docx", changed(docx(), ("word/activeX/activeX1.xml", b"<a/>")), "chương trình",
    ),
    "an OLE object": (
        "a.docx", changed(docx(), ("word/embeddings/oleObject1.bin", OLE)), "nhúng",
    ),
    "an OLE object elsewhere": ("a.xlsx", changed(xlsx(), ("xl/a/b.xml", OLE)), "nhúng"),
    "a program inside Word": (
        "a.docx", changed(docx(), ("word/embeddings/a.exe", b"MZ")), "chương trình",
    ),
    "a web page inside Word": (
        "a.docx", changed(docx(), ("word/afchunk.html", b"<script>")), "chương trình",
    ),
    "a sheet with an entity inside Word": (
        "a.docx",
        changed(docx(), ("word/embeddings/a.xlsx", before_root(xlsx(), SHEET, LAUGHS))),
        "XML",
    ),
    "a template from elsewhere": (
        "a.docx", linked(docx(), "word/_rels/document.xml.rels", b"attachedTemplate"), "liên kết",
    ),
    "a picture from elsewhere": (
        "a.docx", linked(docx(), "word/_rels/document.xml.rels", b"image"), "liên kết",
    ),
    "a table from elsewhere": (
        "a.xlsx", linked(xlsx(), "xl/_rels/workbook.xml.rels", b"externalLinkPath"), "liên kết",
    ),
    "a command as a formula": ("a.xlsx", formula(b"cmd|'/c calc'!A0"), "DDE"),
    "a formula that fetches": ("a.xlsx", formula(b'WEBSERVICE("http://x.example")'), "DDE"),
    "a command as a field": ("a.docx", field([b'DDEAUTO c:\\\\windows\\\\cmd.exe "/k"']), "DDE"),
    "a command as a field in pieces": ("a.docx", field([b" DD", b"EAU", b"TO cmd "]), "DDE"),
    "a field that fetches": (
        "a.docx", field([b'INCLUDEPICTURE "http://x.example/a.png"']), "DDE",
    ),
    "a million shared strings": ("a.xlsx", shared_strings(), "quá lớn khi mở|nén bất thường"),
    "a path that climbs": ("a.docx", changed(docx(), ("word/../../a.xml", b"<a/>")), "đường dẫn"),
    "a Word file with a password": ("a.docx", OLE + bytes(600), "mật khẩu"),
    "an Excel file with a password": ("a.xlsx", OLE + bytes(600), "mật khẩu"),
    "an archive with a password": ("a.docx", locked_zip(), "mật khẩu"),
    "a Word file called Excel": ("a.xlsx", docx(), "không phải Excel"),
    "an Excel file called Word": ("a.docx", xlsx(), "không phải Word"),
    "any archive called Word": ("a.docx", packed(("a", b"a")), "không phải Word"),
    "the head of an archive": ("a.xlsx", b"PK\x03\x04", "không phải Excel"),
}  # fmt: skip
