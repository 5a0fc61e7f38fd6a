"""Uploaded files: what is taken, what is refused and why; hostile files of every kind."""

import hashlib
import io
import zipfile

import pikepdf
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.test import override_settings
from docx import Document
from openpyxl import Workbook
from PIL import Image

from emulation.uploads import UploadError, checked, pdfs, pictures, served


def pdf(change=None, pages=1, **options):
    """A PDF of blank pages; `change` spoils it."""
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def picture(format_name="JPEG", size=(40, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, format_name, **options)
    return out.getvalue()


def docx():
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def xlsx():
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def repacked(data, add=(), change=None):
    """The same archive with further or changed parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(name, part) if change else part)
        for name, part in add:
            new.writestr(name, part, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def check(name, data, **options):
    return checked(SimpleUploadedFile(name, data), **options)


def script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    document.pages[0].obj.AA = pikepdf.Dictionary(O=action)


def program(document):
    document.attachments["hoadon.exe"] = b"MZ"


def entity(name, part):
    if name != "word/document.xml":
        return part
    return b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + part


def macro_type(name, part):
    if name != "[Content_Types].xml":
        return part
    return part.replace(b"sheet.main+xml", b"sheet.main+xml macroEnabled")


@pytest.mark.parametrize(
    ("name", "data", "suffix"),
    [
        ("quyết định.pdf", pdf(), "pdf"),
        ("ẢNH.JPEG", picture(), "jpg"),
        ("anh.png", picture("PNG"), "png"),
        ("bao-cao.docx", docx(), "docx"),
        ("bang.xlsx", xlsx(), "xlsx"),
    ],
)
def test_good_files_are_taken_with_the_hash_of_what_is_stored(name, data, suffix):
    safe = check(name, data)
    assert safe.suffix == suffix
    assert safe.sha256 == hashlib.sha256(safe.content).hexdigest()


def test_the_pages_of_a_pdf_are_counted():
    assert check("a.pdf", pdf(pages=3)).pages == 3


def test_an_attachment_of_a_pdf_that_is_no_program_may_stay():
    def add(document):
        document.attachments["bang-ke.xlsx"] = xlsx()

    assert check("a.pdf", pdf(add)).suffix == "pdf"


HOSTILE = {
    "a kind that is not taken": ("a.exe", b"MZ", "Chỉ nhận tệp"),
    "no suffix": ("pdf", pdf(), "Chỉ nhận tệp"),
    "nothing inside": ("a.pdf", b"", "Tệp rỗng"),
    "a web page called PDF": ("a.pdf", b"<html><script>alert(1)</script>", "không phải PDF"),
    "a program called picture": ("a.jpg", b"MZ\x90\x00" * 20, "không phải ảnh JPG"),
    "a picture of another kind": ("a.jpg", picture("PNG"), "không phải ảnh JPG"),
    "a cut picture": ("a.png", picture("PNG", (400, 400))[:60], "không phải ảnh PNG"),
    "a cut PDF": ("a.pdf", b"%PDF-1.7\nnothing", "không phải PDF"),
    "a script in a PDF": ("a.pdf", pdf(script), "mã lệnh"),
    "a launch action in a PDF": ("a.pdf", pdf(launch), "mã lệnh"),
    "a program inside a PDF": ("a.pdf", pdf(program), "đính kèm"),
    "a PDF with a password": (
        "a.pdf", pdf(encryption=pikepdf.Encryption(owner="x", user="y")), "mật khẩu",
    ),
    "a PDF with restrictions": (
        "a.pdf", pdf(encryption=pikepdf.Encryption(owner="x", user="")), "mật khẩu",
    ),
    "a Word file called Excel": ("a.xlsx", docx(), "không phải Excel"),
    "any archive called Word": (
        "a.docx", repacked(docx(), change=lambda n, p: b"<Types/>"), "không phải Word",
    ),
    "an old or encrypted Word file": ("a.docx", b"\xd0\xcf\x11\xe0" + b"0" * 600, "mật khẩu"),
    "macros": ("a.docx", repacked(docx(), [("word/vbaProject.bin", b"x")]), "macro"),
    "a type with macros": ("a.xlsx", repacked(xlsx(), change=macro_type), "macro"),
    "external entities": ("a.docx", repacked(docx(), change=entity), "XML"),
    "an archive made to burst": (
        "a.xlsx", repacked(xlsx(), [("xl/media/x.bin", b"\0" * 60_000_000)]), "nén bất thường",
    ),
    "a program inside a Word file": (
        "a.docx", repacked(docx(), [("word/embeddings/a.exe", b"MZ")]), "nhúng chương trình",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_and_says_why(case):
    name, data, message = HOSTILE[case]
    with pytest.raises(UploadError, match=message):
        check(name, data)


@override_settings(UPLOAD_MAX_BYTES=1024 * 1024)
def test_a_file_over_the_limit_is_refused_before_it_is_read():
    upload = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 1024 * 1024)
    upload.chunks = None
    with pytest.raises(UploadError, match="lớn hơn 1 MB"):
        checked(upload)


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pdfs, "MAX_PAGES", 2)
    with pytest.raises(UploadError, match="hơn 2 trang"):
        check("a.pdf", pdf(pages=3))


def test_too_many_pixels_are_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 100)
    with pytest.raises(UploadError, match="Ảnh quá lớn"):
        check("a.png", picture("PNG"))


def test_only_the_kinds_asked_for_are_taken():
    with pytest.raises(UploadError, match=r"Chỉ nhận tệp \.xlsx"):
        check("a.pdf", pdf(), allowed=("xlsx",))


def test_a_picture_is_turned_upright_and_loses_what_it_tells_of_place_and_device():
    exif = Image.Exif()
    exif[0x0112] = 6  # Turn by 90 degrees.
    exif[0x010F] = "Máy ảnh"
    safe = check("a.jpg", picture(size=(40, 20), exif=exif.tobytes()))
    with Image.open(io.BytesIO(safe.content)) as cleaned:
        assert cleaned.size == (20, 40)
        assert not cleaned.getexif()


def test_what_hangs_behind_a_picture_is_gone():
    safe = check("a.png", picture("PNG") + b"<script>alert(1)</script>")
    assert b"script" not in safe.content


def test_a_stored_file_is_served_as_a_download_that_runs_nothing(tmp_path):
    storage = FileSystemStorage(tmp_path)
    stored = FieldFile(None, FileField(storage=storage), storage.save("3.pdf", io.BytesIO(pdf())))
    response = served(stored, "quyet-dinh-3")
    response.file_to_stream.close()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="quyet-dinh-3.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_a_photograph_of_several_pictures_keeps_the_first():
    out = io.BytesIO()
    first, second = (Image.new("RGB", (40, 20), colour) for colour in ("red", "blue"))
    first.save(out, "MPO", save_all=True, append_images=[second])
    with Image.open(io.BytesIO(check("a.jpg", out.getvalue()).content)) as kept:
        assert getattr(kept, "n_frames", 1) == 1
        assert kept.getpixel((20, 10))[0] > 200


def test_a_huge_photograph_comes_back_smaller():
    content = picture(size=(6000, 4000))
    with Image.open(io.BytesIO(check("a.jpg", content).content)) as kept:
        assert max(kept.size) <= pictures.LONGEST_SIDE


@pytest.mark.parametrize("text", ['A1&"|"&Sheet2!B1', "SUM(A1:B2)", 'IF(A1="a|b","x",Sheet2!C1)'])
def test_formulas_that_compute_may_stay(text):
    book = Workbook()
    book.active["A1"] = f"={text}"
    out = io.BytesIO()
    book.save(out)
    assert check("a.xlsx", out.getvalue()).suffix == "xlsx"
