"""The minutes of personal data made anonymous: kinds and counts, nobody's name."""

from __future__ import annotations

from django.utils import timezone

from emulation.organization.models import Anonymisation, RetentionKind
from emulation.papers.paper import Column, Paper, Row, Signature, Table
from emulation.papers.text import parse

from .frame import Draft, framed, head_signature

SLUG = "anonymisation"


def build(done: Anonymisation) -> Paper:
    """Return the minutes of one run of `manage.py anonymise --apply`."""
    at = timezone.localtime(done.at)
    kept = "\n".join(
        f"- {RetentionKind(kind).label}: {years} năm." for kind, years in done.periods.items()
    )
    by = done.by.full_name or done.by.username if done.by else "Quản trị hệ thống"
    body = (
        f"1. Thời điểm: {at:%H} giờ {at:%M} phút, ngày {at:%d/%m/%Y}.\n"
        f"2. Người thực hiện: {by}.\n"
        f"3. Thời hạn lưu đã áp dụng\n{kept}\n"
        "4. Cách làm\n"
        "- Họ tên, ngày sinh, chức vụ, địa chỉ được thay bằng số thứ tự; nội dung ghi chép được bỏ "
        "trống; tệp tải lên được xóa.\n"
        "- Lịch sử và nhật ký được che đúng những chữ ấy; chuỗi mã băm vẫn kiểm tra được.\n"
        "- Văn bản đã ban hành và sổ khen thưởng được giữ nguyên theo quy định về lưu trữ.\n"
        "5. Số lượng theo loại như bảng dưới đây; biên bản không ghi tên người nào."
    )
    return framed(
        Draft(
            authority=done.authority,
            type_name="BIÊN BẢN",
            subject="Ẩn danh, tiêu hủy dữ liệu cá nhân hết thời hạn lưu",
            symbol=f"BB-{done.authority.symbol}",
            data=(_table(done), *parse("Biên bản lập từ hệ thống, lưu cùng hồ sơ của cơ quan.")),
            body=body,
            signatures=(
                Signature("NGƯỜI THỰC HIỆN", by, ()),
                head_signature(done.authority, collective=False),
            ),
            year=at.year,
            dated=at.date(),
            is_draft=False,
        ),
        None,
    )


def _table(done: Anonymisation) -> Table:
    rows = [
        Row((str(n), label, str(count))) for n, (label, count) in enumerate(done.counts.items(), 1)
    ]
    columns = (
        Column("STT", 1, "center"), Column("Loại dữ liệu", 7), Column("Số lượng", 2, "center"),
    )  # fmt: skip
    return Table(columns, tuple(rows))
