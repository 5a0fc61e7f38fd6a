"""What lies inside an export to explain it: the format, and each table and column of the models."""

from __future__ import annotations

from typing import Any

from django.db import models

from emulation.backup.rows import columns

README = """\
# Dữ liệu của một cơ quan

Tệp .zip này chứa toàn bộ dữ liệu và tệp của cơ quan «{name}», xuất lúc {made_at}.

- `MANIFEST.json`: cơ quan, các migration của phần mềm, số dòng mỗi bảng, dung lượng và SHA-256
  của từng tệp, mắt xích cuối của chuỗi niêm phong nơi xuất.
- `tables/<bảng>.jsonl`: UTF-8, mỗi dòng một mảng JSON. Dòng đầu là tên các cột, các dòng sau là
  giá trị theo đúng thứ tự ấy. Ngày: `2026-11-22`; thời điểm: ISO 8601 có múi giờ; số thập phân:
  chuỗi; tệp: tên trong `files/`; khóa ngoại: số của dòng trong bảng được chỉ đến; trống: `null`.
- `files/…`: tệp đính kèm và văn bản đã ban hành, đúng tên mà bảng ghi.
- Các bảng `…historical…` là lịch sử sửa; các bảng `…log` là nhật ký từng bước.

Dòng không thuộc cơ quan nhưng được nhắc đến: đơn vị ngoài cơ quan chỉ có tên và vị trí trong cây;
danh mục pháp luật dùng chung được nhận ra bằng các cột ghi trong `shared`; tài khoản không có mật
khẩu, tài khoản không làm việc ở cơ quan bị khóa; dòng của cơ quan khác mà không thể thiếu thì ghi ở
`foreign`. Không xuất: phiên đăng nhập, thiết bị lấy mã, nhật ký tài khoản, khóa bí mật.

## Các bảng
"""


def describe(name: str, made_at: str, found: list[Any]) -> str:
    """Return the README of an export in Markdown: the format, then a table a model."""
    return README.format(name=name, made_at=made_at) + "".join(map(_table, found))


def _table(model: Any) -> str:
    rows = "".join(
        f"| `{field.attname}` | {_words(field.verbose_name)} | {_kind(field)} |\n"
        for field in columns(model)
    )
    return (
        f"\n### `{model._meta.db_table}`: {_words(model._meta.verbose_name)}\n\n"
        f"| cột | ý nghĩa | kiểu |\n|---|---|---|\n{rows}"
    )


def _kind(field: models.Field) -> str:
    if field.is_relation:
        kind = f"→ `{field.related_model._meta.db_table}`"
    else:
        kind = field.get_internal_type().removesuffix("Field")
    choices = ", ".join(f"`{value}` {label}" for value, label in field.flatchoices or ())
    said = [kind, "có thể trống" if field.null else "", _words(choices)]
    return "; ".join(filter(None, said))


def _words(text: Any) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")
