"""The papers of this floor; URLs, menus, commands and tests are made from this tuple."""

from django.db.models import QuerySet

from campaigns.models import Period
from campaigns.models.period import OverseenPeriods
from dossiers.models import (
    Attendance,
    Certificate,
    CouncilSession,
    Decision,
    Dossier,
    Nomination,
    Presence,
    Submission,
)
from dossiers.models.council import OfAuthorityQuerySet
from emulation.organization.models import Anonymisation, Register, RegisterBook
from emulation.papers.catalogue import PaperKind

from . import (
    achievement_report,
    agenda_pack,
    anonymisation,
    award_register,
    ballot,
    ballot_count,
    broadcast,
    bundle,
    certificate,
    decision,
    dossier_history,
    examples_broadcast,
    handover_sheet,
    invitation,
    minutes,
    nominee_list,
    opinion_sheet,
    outgoing_register,
    payment_list,
    peer_review,
    receipt,
    result_notice,
    season_report,
    submission,
    supplement_slip,
)


def _received() -> QuerySet[Dossier]:
    return Dossier.objects.filter(received_at__isnull=False)


def _overseen() -> QuerySet[Dossier]:
    """Return what was received, for those who oversee an authority as a whole."""
    return OfAuthorityQuerySet(Dossier).filter(received_at__isnull=False)


def _supplemented() -> QuerySet[Dossier]:
    return Dossier.objects.filter(supplement_before__isnull=False)


def _absent() -> QuerySet[Attendance]:
    return Attendance.objects.exclude(presence=Presence.PRESENT).select_related(
        "seat", "session__council", "session__authority"
    )


def _with_examples() -> QuerySet[Period]:
    return (
        Period.objects.filter(examples__isnull=False)
        .distinct()
        .select_related("campaign__authority")
    )


def _outgoing() -> QuerySet[RegisterBook]:
    return RegisterBook.objects.filter(register=Register.OUTGOING).select_related("authority")


def _awards() -> QuerySet[RegisterBook]:
    return RegisterBook.objects.filter(register=Register.AWARDS).select_related("authority")


def _anonymised() -> QuerySet[Anonymisation]:
    return Anonymisation.objects.select_related("authority", "by")


_SESSIONS, _DECISIONS = CouncilSession.objects.all, Decision.objects.all
_OF_COUNCIL = (
    PaperKind("agenda_pack", "Tài liệu họp Hội đồng", _SESSIONS, agenda_pack.build),
    PaperKind(
        "agenda_pack_large",
        "Tài liệu họp Hội đồng, chữ lớn (khổ A3)",
        _SESSIONS,
        agenda_pack.build_large,
        has_word=False,
    ),
    PaperKind("opinion_sheet", "Phiếu lấy ý kiến bằng văn bản", _absent, opinion_sheet.build),
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
    PaperKind(
        dossier_history.SLUG, "Lịch sử xử lý hồ sơ", OfAuthorityQuerySet(Dossier).all,
        dossier_history.build,
    ),
)  # fmt: skip
_BUNDLES = (
    PaperKind(
        bundle.SLUG, "Hồ sơ thành một tệp", Dossier.objects.all, bundle.build, has_word=False
    ),
    PaperKind(
        bundle.FULL_SLUG, "Hồ sơ đầy đủ thành một tệp", _overseen, bundle.build_full,
        has_word=False,
    ),
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
_EXAMPLES = (
    PaperKind(
        examples_broadcast.SLUG, "Bản tin gương điển hình", _with_examples,
        examples_broadcast.build,
    ),
)  # fmt: skip
_REGISTERS = (
    PaperKind(outgoing_register.SLUG, "Sổ đăng ký văn bản đi", _outgoing, outgoing_register.build),
    PaperKind(award_register.SLUG, "Sổ theo dõi khen thưởng", _awards, award_register.build),
    PaperKind(
        anonymisation.SLUG, "Biên bản ẩn danh dữ liệu", _anonymised, anonymisation.build
    ),
)  # fmt: skip


def _reported() -> QuerySet[Period]:
    """Return the periods that are reported on, for those who oversee the authority as a whole."""
    found = OverseenPeriods(Period).filter(campaign__issued_on__isnull=False)
    return found.select_related("campaign__authority", "campaign__plan")


_REPORTS = (
    PaperKind(season_report.INTERIM, "Báo cáo sơ kết", _reported, season_report.build_interim),
    PaperKind(season_report.FINAL, "Báo cáo tổng kết", _reported, season_report.build_final),
)
PAPERS: tuple[PaperKind, ...] = (
    *_OF_DOSSIER, *_BUNDLES, *_OF_COUNCIL, *_OF_SUBMISSION, *_OF_DECISION, *_EXAMPLES, *_REPORTS,
    *_REGISTERS,
)  # fmt: skip
