"""What must hold in dossiers, ballots and the award register, and no constraint can say."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from dossiers.models import (
    AgendaItem,
    Attendance,
    Certificate,
    DecisionLine,
    Dossier,
    Nomination,
    Presence,
    Recusal,
    SubmissionLine,
)
from dossiers.states import DecisionState, DossierState, NominationState, SessionState
from emulation.checking import Check, Scope, breaking, named

DECIDED = (NominationState.DECIDED, NominationState.AWARDED, NominationState.REVOKED)


def _seats(presence: str) -> Subquery:
    """Return how many members took part so, less those of them who are recused from the item."""
    there = Attendance.objects.filter(session=OuterRef("session"), presence=presence)
    out = Recusal.objects.filter(
        item=OuterRef("pk"), seat__attendances__session=OuterRef("session"),
        seat__attendances__presence=presence,
    )  # fmt: skip
    return _count(there, "session") - _count(out, "item")


def _count(rows: models.QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def ballots(scope: Scope) -> Iterator[str]:
    """Yield items with more ballots or opinions than members who could give one; one query."""
    items = (
        scope.rows(AgendaItem)
        .filter(agree__isnull=False)
        .annotate(
            ballots=_seats(Presence.PRESENT),
            opinions=_seats(Presence.WRITTEN),
            written=F("written_agree") + F("written_disagree") + F("written_blank"),
        )
        .filter(Q(issued__gt=F("ballots")) | Q(written__gt=F("opinions")))
    )
    for item in items.order_by("pk").only("pk").iterator():
        yield f"{named(item)}: nhiều phiếu hơn số thành viên được biểu quyết."


def counts(scope: Scope) -> Iterator[str]:
    """Yield items of concluded sessions that were never counted; one query."""
    left = scope.rows(AgendaItem).filter(session__state=SessionState.CONCLUDED, agree__isnull=True)
    for item in left.order_by("pk").only("pk").iterator():
        yield f"{named(item)}: phiên họp đã kết luận mà chưa kiểm phiếu."


def register(scope: Scope) -> Iterator[str]:
    """Yield lines of decisions whose award in the register says something else; one query."""
    issued = Q(decision__state__in=[DecisionState.ISSUED, DecisionState.REVOKED])
    agree = Q(
        award__document_date=F("decision__dated"),
        award__issued_by=F("decision__authority"),
        award__basis=F("decision__basis"),
        award__award_type__code=Coalesce(
            "nomination__lowered_to__code", "nomination__award_type__code"
        ),
    )
    nominee = Q(award__unit=F("nomination__unit"))
    nominee |= Q(award__person=F("nomination__person"))
    nominee |= Q(award__household=F("nomination__household"))
    wrong = scope.rows(DecisionLine).filter(
        issued & (Q(award=None) | ~agree | ~nominee) | ~issued & Q(award__isnull=False)
    )
    for line in wrong.order_by("pk").only("pk").iterator():
        yield f"{named(line)}: không khớp với khen thưởng trong sổ."


CHECKS = (
    Check("ballots", "Số phiếu không nhiều hơn số thành viên được biểu quyết.", ballots),
    Check("counts", "Phiên họp đã kết luận thì mọi nội dung đã kiểm phiếu.", counts),
    Check("register", "Sổ khen thưởng khớp với quyết định đã ban hành.", register),
    Check(
        "snapshots",
        "Đề nghị trong hồ sơ đã gửi có kết quả xét lưu lúc gửi.",
        breaking(
            Nomination,
            ~Q(dossier__state=DossierState.DRAFT)
            & ~Q(state=NominationState.WITHDRAWN)
            & (Q(snapshot__isnull=True) | Q(snapshot_at__isnull=True)),
            message="hồ sơ đã gửi mà không có kết quả xét lúc gửi.",
        ),
    ),
    Check(
        "versions",
        "Hồ sơ đã gửi có bản lưu của lần gửi.",
        breaking(
            Dossier,
            ~Q(state=DossierState.DRAFT) & Q(versions=None),
            message="hồ sơ đã gửi mà không có bản lưu.",
        ),
    ),
    Check(
        "periods",
        "Đề nghị cùng kỳ với hồ sơ, khen thưởng cùng phong trào với kỳ.",
        breaking(
            Nomination,
            ~Q(period=F("dossier__period")) | ~Q(offer__campaign=F("period__campaign")),
            message="khác kỳ với hồ sơ hoặc khác phong trào với khen thưởng.",
        ),
    ),
    Check(
        "decided",
        "Đề nghị trong quyết định đã ban hành là đã có quyết định.",
        breaking(
            DecisionLine,
            Q(decision__state=DecisionState.ISSUED) & ~Q(nomination__state__in=DECIDED),
            message="quyết định đã ban hành mà đề nghị chưa ghi là đã có quyết định.",
        ),
    ),
    Check(
        "revoked",
        "Quyết định đã hủy bỏ thì không còn khen thưởng nào có hiệu lực.",
        breaking(
            DecisionLine,
            Q(decision__state=DecisionState.REVOKED, award__revoked_on=None),
            Q(award__isnull=False),
            message="quyết định đã hủy bỏ mà khen thưởng vẫn còn.",
        ),
    ),
    Check(
        "certificates",
        "Bằng, giấy khen thuộc cơ quan đã quyết định khen thưởng.",
        breaking(
            Certificate,
            Q(award__issued_by__isnull=False) & ~Q(authority=F("award__issued_by")),
            message="cơ quan của tờ bằng khác cơ quan quyết định.",
        ),
    ),
    Check(
        "sessions",
        "Người dự họp là thành viên của Hội đồng họp phiên ấy.",
        breaking(
            Attendance,
            ~Q(seat__council=F("session__council")),
            message="người dự họp không thuộc Hội đồng.",
        ),
    ),
    Check(
        "answers",
        "Khen thưởng do cấp trên trả lời khớp với sổ khen thưởng.",
        breaking(
            SubmissionLine,
            Q(award__isnull=False)
            & ~(
                Q(award__unit=F("nomination__unit"))
                | Q(award__person=F("nomination__person"))
                | Q(award__household=F("nomination__household"))
            ),
            message="khen thưởng trong sổ là của người khác.",
        ),
    ),
)
