"""The papers of this floor; URLs, menus, commands and tests are made from this tuple."""

from django.db.models import QuerySet

from dossiers.models import Certificate, CouncilSession, Decision, Dossier, Nomination, Submission
from emulation.papers.catalogue import PaperKind

from . import (
    achievement_report,
    agenda_pack,
    ballot,
    ballot_count,
    broadcast,
    certificate,
    decision,
    handover_sheet,
    invitation,
    minutes,
    nominee_list,
    payment_list,
    peer_review,
    receipt,
    result_notice,
    submission,
    supplement_slip,
)


def _received() -> QuerySet[Dossier]:
    return Dossier.objects.filter(received_at__isnull=False)


def _supplemented() -> QuerySet[Dossier]:
    return Dossier.objects.filter(supplement_before__isnull=False)


_SESSIONS, _DECISIONS = CouncilSession.objects.all, Decision.objects.all
_OF_COUNCIL = (
    PaperKind("agenda_pack", "Tài liệu họp Hội đồng", _SESSIONS, agenda_pack.build),
    PaperKind("ballot", "Phiếu bầu", _SESSIONS, ballot.build, has_word=False),
    PaperKind("minutes", "Biên bản họp Hội đồng", _SESSIONS, minutes.build),
    PaperKind("ballot_count", "Biên bản kiểm phiếu", _SESSIONS, ballot_count.build),
)
_OF_SUBMISSION = (
    PaperKind("submission", "Tờ trình cấp trên", Submission.objects.all, submission.build),
    PaperKind("nominee_list", "Danh sách trích ngang", Submission.objects.all, nominee_list.build),
)
_OF_DOSSIER = (
    PaperKind(
        "achievement_report", "Báo cáo thành tích", Nomination.objects.all,
        achievement_report.build,
    ),
    PaperKind(
        "dossier_submission", "Tờ trình của đơn vị", Dossier.objects.all, submission.build_own
    ),
    PaperKind(
        "dossier_list", "Danh sách trích ngang của đơn vị", Dossier.objects.all,
        nominee_list.build_own,
    ),
    PaperKind("peer_review", "Biên bản bình xét", Dossier.objects.all, peer_review.build),
    PaperKind("receipt", "Giấy tiếp nhận hồ sơ", _received, receipt.build),
    PaperKind(
        "supplement_slip", "Phiếu yêu cầu bổ sung hồ sơ", _supplemented, supplement_slip.build
    ),
    PaperKind("result_notice", "Thông báo kết quả", _received, result_notice.build),
)  # fmt: skip
_OF_DECISION = (
    PaperKind("decision", "Quyết định khen thưởng", _DECISIONS, decision.build),
    PaperKind("payment_list", "Danh sách chi tiền thưởng", _DECISIONS, payment_list.build),
    PaperKind("handover_sheet", "Danh sách ký nhận", _DECISIONS, handover_sheet.build),
    PaperKind("invitation", "Giấy mời dự lễ trao tặng", _DECISIONS, invitation.build),
    PaperKind("broadcast", "Bản tin truyền thanh", _DECISIONS, broadcast.build),
    PaperKind(
        "certificates", "Bằng, giấy khen của quyết định", _DECISIONS, certificate.build_run,
        has_word=False,
    ),
    PaperKind(
        "certificate", "Bằng, giấy khen", Certificate.objects.all, certificate.build,
        has_word=False,
    ),
)  # fmt: skip
PAPERS: tuple[PaperKind, ...] = (
    *_OF_DOSSIER, *_OF_COUNCIL, *_OF_SUBMISSION, *_OF_DECISION,
)  # fmt: skip
