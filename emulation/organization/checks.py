"""What must hold in all records and no constraint can say: seals, logs, files, who owns what."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Concat

from emulation.checking import (
    Check,
    Scope,
    breaking,
    named,
    states_and_logs,
    stored_files,
    unbroken_logs,
)
from emulation.organization.models import (
    Membership,
    Superior,
    Transfer,
    Unit,
    UnitKind,
)
from emulation.verifying import altered_rows, broken_chain


def owners(scope: Scope) -> Iterator[str]:
    """Yield records whose owning authority is not that of the unit they follow; a query a key."""
    for model in apps.get_models():
        for through in getattr(model, "owned_through", ()):
            rows = scope.rows(model).filter(**{f"{through}__isnull": False}).order_by("pk")
            wrong = rows.exclude(**{f"{through}__authority": F("authority")})
            for row in wrong.only("pk").iterator():
                yield f"{named(row)}: cơ quan chủ quản khác cơ quan của đối tượng."


def tree(scope: Scope) -> Iterator[str]:
    """Yield units whose place in the tree is written wrongly; two queries."""
    units = scope.rows(Unit)
    parent = models.QuerySet(Unit).filter(pk=OuterRef("parent"))
    path = Concat(
        Subquery(parent.values("path")[:1]),
        models.functions.Cast("pk", models.CharField()),
        models.Value("/"),
    )
    below = units.filter(parent__isnull=False).annotate(right=path).exclude(path=F("right"))
    for unit in below.order_by("pk").only("pk").iterator():
        yield f"{named(unit)}: đường dẫn không khớp với đơn vị cấp trên."
    wrong = units.filter(
        Q(kind=UnitKind.AUTHORITY) & ~Q(authority=F("pk"))
        | ~Q(kind=UnitKind.AUTHORITY)
        & Q(parent__isnull=False)
        & ~Q(authority=F("parent__authority"))
    )
    for unit in wrong.order_by("pk").only("pk").iterator():
        yield f"{named(unit)}: cơ quan chủ quản không khớp với cây đơn vị."


def circles(scope: Scope) -> Iterator[str]:
    """Yield units that lie below themselves; one query."""
    rows = scope.rows(Unit).exclude(parent=None).order_by("pk").values_list("pk", "path")
    for pk, path in rows.iterator():
        places = path.strip("/").split("/")
        if len(set(places)) != len(places) or places[-1] != str(pk):
            yield f"đơn vị số {pk}: nằm dưới chính nó."


CHECKS = (
    Check("chain", "Chuỗi niêm phong liền mạch từ mắt xích đầu đến mắt xích cuối.", broken_chain),
    Check("sealed", "Nhật ký, lịch sử sửa không bị sửa, xóa hay chèn thêm.", altered_rows),
    Check(
        "states", "Trạng thái của hồ sơ là nơi bước cuối trong nhật ký dẫn đến.", states_and_logs
    ),
    Check("logs", "Mỗi bước trong nhật ký bắt đầu từ nơi bước trước kết thúc.", unbroken_logs),
    Check("files", "Văn bản đã ban hành, tệp đính kèm còn đủ và đúng mã băm.", stored_files),
    Check("owners", "Dữ liệu thuộc cơ quan của đơn vị, người mà nó nói đến.", owners),
    Check("tree", "Cây đơn vị khớp với đường dẫn và cơ quan chủ quản.", tree),
    Check("circles", "Không đơn vị nào nằm dưới chính nó.", circles),
    Check(
        "memberships",
        "Tài khoản không còn vai trò ở đơn vị đã xóa.",
        breaking(
            Membership,
            Q(unit__deleted_at__isnull=False),
            message="vai trò ở một đơn vị đã xóa.",
        ),
    ),
    Check(
        "superiors",
        "Cấp trên trực tiếp là một cơ quan khác.",
        breaking(
            Superior,
            Q(superior=F("unit")) | ~Q(superior__kind=UnitKind.AUTHORITY),
            message="cấp trên là chính nó hoặc không phải một cơ quan.",
        ),
    ),
    Check(
        "transfers",
        "Lần chuyển đơn vị đi từ một đơn vị sang một đơn vị khác.",
        breaking(Transfer, Q(from_unit=F("to_unit")), message="chuyển đến chính đơn vị cũ."),
    ),
)
