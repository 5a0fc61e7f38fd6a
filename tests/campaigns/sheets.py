"""Registration tables as files: an .xlsx out of rows of cells, the table of the real plan."""

from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

SEED = Path("/work/shared/seeds/000_08cac5c6bc3ef07f.txt")
TITLES = ("Lao động tiên tiến", "Tập thể lao động tiên tiến")
HEAD = (
    ("STT", "Tập thể, cá nhân", "Danh hiệu thi đua", "", "Nội dung, chỉ tiêu"),
    ("", "", *TITLES, ""),
    ("(1)", "(2)", "(3)", "(4)", "(5)"),
)


def xlsx(rows, merge=()):
    """Return an .xlsx of these rows; `merge` are areas such as "C1:D1"."""
    book = Workbook()
    for row in rows:
        book.active.append([cell if cell != "" else None for cell in row])
    for area in merge:
        book.active.merge_cells(area)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def table(*rows, head=HEAD):
    """Return an .xlsx of the usual table with these rows below its head."""
    return xlsx([*head, *rows], merge=["A1:A2", "B1:B2", "C1:D1"] if head is HEAD else ())


def upload(content, name="dang-ky.xlsx"):
    """Return the file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def seed_rows():
    """Return the rows of the registration table at the end of Đình Dù's plan of 2024."""
    text = SEED.read_text(encoding="utf-8")
    lines = text[text.index("STT\t") :].splitlines()
    return [[cell.strip() for cell in line.split("\t")] for line in lines if line.strip()]
