"""Pictures that burst, tell too much, or are something else as well."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.hostile import picture

SCRIPT = b"<script>alert(document.cookie)</script>"
PLACE = b"Thon Ngoc 20.98N 106.05E"


def chunk(kind, data):
    return struct.pack("!L", len(data)) + kind + data + struct.pack("!L", zlib.crc32(kind + data))


def png(width, height, *chunks, dots=b"\0"):
    """A PNG that declares a size, whatever it holds."""
    head = chunk(b"IHDR", struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(dots))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body + chunk(b"IEND", b"")


def jpeg_of(width, height):
    """A JPEG whose head declares another size."""
    made = bytearray(picture((40, 20)))
    place = made.find(b"\xff\xc0") + 5
    made[place : place + 4] = struct.pack("!HH", height, width)
    return bytes(made)


def saved(kind, **options):
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, kind, **options)
    return out.getvalue()


def frames(kind):
    out = io.BytesIO()
    shades = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in range(0, 200, 5)]
    shades[0].save(out, kind, save_all=True, append_images=shades[1:])
    return out.getvalue()


def with_place(kind):
    """A photograph that says where it was taken, by which device, and how it is to be turned."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Galaxy"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (20.0, 58.0, 0.0)
    exif[0x010E] = PLACE.decode()
    return saved(kind, exif=exif.tobytes())


def with_texts():
    texts = PngInfo()
    texts.add_text("Comment", SCRIPT.decode())
    texts.add_itxt("XML:com.adobe.xmp", PLACE.decode())
    return saved("PNG", pnginfo=texts)


def archive(name=b"Evil.class"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        opened.writestr(name.decode(), b"\xca\xfe\xba\xbe" + SCRIPT)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "50,000 by 50,000 dots": ("a.png", png(50_000, 50_000), "quá lớn"),
    "65,000 by 65,000 dots": ("a.jpg", jpeg_of(65_000, 65_000), "quá lớn"),
    "7,000 by 7,000 dots with nothing behind": ("a.png", png(6_000, 6_000), "không phải ảnh PNG"),
    "a picture without size": ("a.png", png(0, 0), "không phải ảnh PNG"),
    "a text in a picture that bursts": (
        "a.png",
        png(1, 1, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(20_000_000)))),
        "không phải ảnh PNG",
    ),
    "a moving PNG": ("a.png", frames("PNG"), "nhiều khung hình"),
    "a GIF of forty frames called PNG": ("a.png", frames("GIF"), "không phải ảnh PNG"),
    "a GIF": ("a.gif", frames("GIF"), "Chỉ nhận tệp"),
    "a TIFF": ("a.tif", saved("TIFF"), "Chỉ nhận tệp"),
    "a TIFF called JPG": ("a.jpg", saved("TIFF"), "không phải ảnh JPG"),
    "a PNG called JPG": ("a.jpg", saved("PNG"), "không phải ảnh JPG"),
    "a web page called PNG": ("a.png", b"<!DOCTYPE html>" + SCRIPT, "không phải ảnh PNG"),
    "a script called JPG": ("a.jpg", b"alert(1)//", "không phải ảnh JPG"),
    "a drawing with a script called PNG": ("a.png", SVG, "không phải ảnh PNG"),
    "a drawing with a script": ("a.svg", SVG, "Chỉ nhận tệp"),
    "half a picture": ("a.jpg", picture()[:3000], "không phải ảnh JPG"),
    "the head of a picture": ("a.jpg", b"\xff\xd8\xff", "không phải ảnh JPG"),
    "a program called JPG": ("a.jpg", b"MZ\x90\x00" * 20, "không phải ảnh JPG"),
}
# What must not be left in them.
CLEANED = {
    "a photograph that tells its place": ("a.jpg", with_place("JPEG"), (PLACE, b"Galaxy", b"Exif")),
    "a PNG that tells its place": ("a.png", with_place("PNG"), (PLACE, b"Galaxy", b"eXIf")),
    "texts in a PNG": ("a.png", with_texts(), (b"script", PLACE)),
    "a web page in a JPEG": ("a.jpg", saved("JPEG", comment=SCRIPT), (b"script",)),
    "an archive behind a JPEG": ("a.jpg", saved("JPEG") + archive(), (b"PK", b"script")),
    "a web page behind a PNG": ("a.png", saved("PNG") + SCRIPT, (b"script",)),
}
