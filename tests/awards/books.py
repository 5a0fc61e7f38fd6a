"""Excel files for tests: rows as a clerk types them, and what an answer of ours holds."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

RATING_HEAD = ("Họ tên", "Đơn vị", "Ngày sinh", "NĂM", "Xep loai", "Số tháng công tác")


def workbook(*rows, head=RATING_HEAD, above=()):
    """The bytes of a sheet: lines above, the head, the rows."""
    book = Workbook()
    for row in (*above, head, *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(content, name="xep-loai.xlsx"):
    return SimpleUploadedFile(name, content)


def rows_of(content, sheet=0):
    """All rows of a sheet of an .xlsx."""
    book = load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]
