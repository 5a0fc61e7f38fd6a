"""PDFs that run, reach out, burst, hide something or are none."""

import io
import zipfile
import zlib
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.hostile import pdf, picture


def action(**values):
    return Dictionary({f"/{key}": value for key, value in values.items()})


def opening(**values):
    """A PDF that does something when it is opened."""

    def alter(document):
        document.Root.OpenAction = action(**values)

    return pdf(alter=alter)


def on_page(**values):
    def alter(document):
        document.pages[0].obj.AA = Dictionary(O=action(**values))

    return pdf(alter=alter)


def named_script():
    def alter(document):
        script = document.make_indirect(action(S=Name.JavaScript, JS=String("app.alert(1)")))
        document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))

    return pdf(alter=alter)


def form_of_xfa():
    def alter(document):
        stream = Stream(document, b"<xdp><script>app.alert(1)</script></xdp>")
        document.Root.AcroForm = Dictionary(Fields=Array(), XFA=document.make_indirect(stream))

    return pdf(alter=alter)


def note(kind):
    def alter(document):
        found = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([0, 0, 9, 9]))
        document.pages[0].obj.Annots = Array([document.make_indirect(found)])

    return pdf(alter=alter)


def carrying(name, content):
    def alter(document):
        document.attachments[name] = content

    return pdf(alter=alter)


def sized(width, height, unit=None):
    def alter(document):
        page = document.pages[0].obj
        page.MediaBox = Array([0, 0, width, height])
        if unit:
            page.UserUnit = unit

    return pdf(alter=alter)


def by_hand(*objects, trailer=b"/Root 1 0 R", head=b"%PDF-1.7\n"):
    """A PDF written object by object: number 1 first."""
    out, places = bytearray(head), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, trailer, start,
    )  # fmt: skip
    return bytes(out)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"


def stream(packed, more=b""):
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (
        len(packed), more, packed,
    )  # fmt: skip


@cache
def zeros(size):
    """Packed zeros, made a megabyte at a time."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


def flate_bomb():
    """A page of 130 MB in 130 KB."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return by_hand(CATALOGUE, pages, PAGE, stream(zeros(130 << 20)))


def many_bombs():
    """Each stream small enough, all together not."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return by_hand(CATALOGUE, pages, PAGE, *[stream(zeros(100 << 20))] * 5)


def packed_twice():
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    packed = zlib.compress(zeros(100 << 20))
    content = stream(packed).replace(b"/FlateDecode", b"[/FlateDecode /FlateDecode]")
    return by_hand(CATALOGUE, pages, PAGE, content)


def table_bomb():
    """The table of objects itself is the bomb: whoever opens the file unpacks it."""
    packed = zeros(130 << 20)
    head = b"%PDF-1.7\n1 0 obj\n" + stream(
        packed, b"/Type /XRef /W [1 4 2] /Size 9999999 /Root 1 0 R"
    )
    return head + b"\nendobj\nstartxref\n9\n%%EOF\n"


def many_pages(count):
    """The same page again and again."""
    kids = b" ".join([b"3 0 R"] * count)
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return by_hand(CATALOGUE, pages, PAGE, b"<< /Length 0 >>\nstream\n\nendstream")


def pages_in_a_ring():
    return by_hand(
        CATALOGUE,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
    )


def huge_picture():
    """A picture that says it measures 100,000 dots by 100,000."""

    def alter(document):
        found = Stream(document, zlib.compress(b"\0"))
        found.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=100_000, Height=100_000,
            BitsPerComponent=1, ColorSpace=Name.DeviceGray, Filter=Name.FlateDecode,
        )  # fmt: skip
        document.pages[0].add_resource(document.make_indirect(found), Name.XObject)

    return pdf(alter=alter)


def with_broken_table():
    """A PDF whose table of objects lies: readers find the objects all the same."""
    made = pdf()
    start = made.rindex(b"startxref") + 10
    return made[:start] + b"99" + made[start:]


def nested_arrays():
    return by_hand(
        CATALOGUE,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE.replace(b"/Contents 4 0 R", b"/Deep " + b"[" * 400 + b"]" * 400),
    )


def with_archive_behind():
    """A PDF for whoever reads from the start, a ZIP for whoever reads from the end."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("chay.exe", b"MZ")
    return pdf() + out.getvalue()


def locked(**options):
    return pdf(encryption=pikepdf.Encryption(owner="x", **options))


REFUSED = {
    "a script when a PDF is opened": (
        "a.pdf", opening(S=Name.JavaScript, JS=String("app.alert(1)")), "mã lệnh",
    ),
    "a script by name in a PDF": ("a.pdf", named_script(), "mã lệnh"),
    "a launch action in a PDF": ("a.pdf", on_page(S=Name.Launch, F=String("cmd.exe")), "mã lệnh"),
    "a PDF that sends a form away": (
        "a.pdf", opening(S=Name.SubmitForm, F=String("http://x.example")), "mã lệnh",
    ),
    "a PDF that opens an embedded one": ("a.pdf", opening(S=Name.GoToE), "mã lệnh"),
    "an XFA form": ("a.pdf", form_of_xfa(), "mã lệnh"),
    "rich media in a PDF": ("a.pdf", note("RichMedia"), "mã lệnh"),
    "a program inside a PDF": ("a.pdf", carrying("hoadon.exe", b"MZ"), "đính kèm"),
    "a web page inside a PDF": ("a.pdf", carrying("a.html", b"<script>"), "đính kèm"),
    "a scripted PDF inside a PDF": (
        "a.pdf", carrying("b.pdf", opening(S=Name.JavaScript, JS=String("1"))), "đính kèm",
    ),
    "a PDF in a PDF in a PDF": (
        "a.pdf", carrying("b.pdf", carrying("c.pdf", pdf())), "đính kèm",
    ),
    "a PDF with a password": ("a.pdf", locked(user="y"), "mật khẩu"),
    "a PDF with restrictions": ("a.pdf", locked(user=""), "mật khẩu"),
    "ten thousand pages": ("a.pdf", many_pages(10_000), "trang"),
    "pages that hold each other": ("a.pdf", pages_in_a_ring(), "không phải PDF"),
    "a page as large as a province": ("a.pdf", sized(10**9, 10**9), "khổ giấy"),
    "a page as large by its unit": ("a.pdf", sized(595, 842, unit=100_000), "khổ giấy"),
    "a page without size": ("a.pdf", sized(0, 0), "khổ giấy"),
    "a page that bursts": ("a.pdf", flate_bomb(), "phình"),
    "many pages that burst together": ("a.pdf", many_bombs(), "phình"),
    "a page packed twice": ("a.pdf", packed_twice(), "phình"),
    "a table of objects that bursts": ("a.pdf", table_bomb(), "phình"),
    "a picture in a PDF that bursts": ("a.pdf", huge_picture(), "phình"),
    "four hundred brackets": ("a.pdf", nested_arrays(), "phức tạp|không phải PDF"),
    "an archive behind a PDF": ("a.pdf", with_archive_behind(), "nối phía sau"),
    "a program behind a PDF": ("a.pdf", pdf() + b"MZ" + b"\x90" * 4096, "nối phía sau"),
    "a picture before a PDF": ("a.pdf", b"GIF89a" + pdf(), "không phải PDF"),
    "a web page called PDF": ("a.pdf", b"<html><script>alert(1)</script>", "không phải PDF"),
    "a PDF of one word": ("a.pdf", b"%PDF-", "không phải PDF"),
    "one byte": ("a.pdf", b"%", "không phải PDF"),
    "half a PDF": ("a.pdf", pdf()[:200], "không phải PDF"),
    "an empty file": ("a.pdf", b"", "rỗng|không có nội dung"),
    "a PDF without pages": (
        "a.pdf", by_hand(CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"), "không có trang",
    ),
}  # fmt: skip
TAKEN = {
    "a lying table of objects": ("a.pdf", with_broken_table(), ()),
    "a picture inside a PDF": ("a.pdf", carrying("so-do.png", picture((40, 20), kind="PNG")), ()),
}
