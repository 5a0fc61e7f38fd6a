"""Certificates: one, or all of a decision in one run, on the sheet that the office keeps for them.

The layout is that of `CertificateSheet` (millimetres, whole page or text only); an office without
one gets the A4 starting layout. Content and order: domain.md section 5.8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils import timezone

from awards.models import AwardKind, AwardType
from dossiers.models import Certificate, CertificateSheet, Decision, Wording
from dossiers.naming import decision_symbol
from emulation.organization.models import Unit
from emulation.papers.catalogue import Sheets
from emulation.papers.certificate import Certificate as Printed
from emulation.papers.certificate import render_certificates
from emulation.papers.certificate_layout import A4, CertificateLayout
from emulation.papers.merging import appended
from emulation.papers.paper import PaperDate, PaperError
from emulation.papers.pictures import Picture

from .words import head_title, upper_first

# A certificate takes about as long to print as so many rows of a table.
ROWS_EACH = 5
Run = tuple[tuple[tuple[Printed, ...], CertificateLayout], ...]


def build(certificate: Certificate) -> Sheets:
    """Return the print of one certificate; raises PaperError for a revoked award."""
    if certificate.award.revoked_on is not None:
        raise PaperError("Khen thưởng này đã bị thu hồi, không in bằng, giấy khen.")
    return _sheets(f"{certificate.award.award_name}: {certificate.recipient}", [certificate])


def build_run(decision: Decision) -> Sheets:
    """Return all certificates of a decision that count today, in the order of its lines.

    Raises PaperError while there are none: numbers are given when the decision is issued.
    """
    found = list(
        Certificate.objects.filter(
            award__decision_line__decision=decision,
            award__revoked_on__isnull=True,
            replaced_by__isnull=True,
        )
        .select_related("award__award_type", "award__decision_line__decision", "authority")
        .order_by("award__decision_line__position", "award__decision_line__pk")
    )
    if not found:
        raise PaperError("Quyết định chưa ban hành hoặc không còn bằng, giấy khen nào để in.")
    return _sheets(f"Bằng, giấy khen: {decision.title}", found)


def _sheets(title: str, certificates: list[Certificate]) -> Sheets:
    """Put certificates on their sheets; neighbours on one sheet print as one run."""
    layouts = layouts_of(certificates[0].authority)
    signers: dict[int | None, tuple[str, str]] = {}
    runs: list[tuple[list[Printed], CertificateLayout]] = []
    for certificate in certificates:
        layout = layouts(certificate.award.award_type)
        value = printed(certificate, signers)
        if runs and runs[-1][1] is layout:
            runs[-1][0].append(value)
        else:
            runs.append(([value], layout))
    facts: Run = tuple((tuple(values), layout) for values, layout in runs)
    return Sheets(title, ROWS_EACH * len(certificates), facts, _write)


def _write(run: Run, progress: Callable[[int], None] | None, archival: bool) -> bytes:
    contents = []
    done = 0
    for certificates, layout in run:
        heard = (lambda page, before=done: progress(before + page)) if progress else None
        contents.append(render_certificates(certificates, layout, heard, archival))
        done += len(certificates)
    return appended(contents)


def layouts_of(authority: Unit) -> Callable[[AwardType], CertificateLayout]:
    """Return what chooses the layout of an award: its own sheet, the one for all, else A4."""
    sheets: Iterable[CertificateSheet] = CertificateSheet.objects.filter(
        authority=authority
    ).select_related("award_type")
    by_code: dict[str, CertificateLayout] = {}
    for sheet in sheets:
        code = sheet.award_type.code if sheet.award_type else ""
        by_code.setdefault(code, layout_of(sheet))
    return lambda award_type: by_code.get(award_type.code) or by_code.get("") or A4


def layout_of(sheet: CertificateSheet) -> CertificateLayout:
    """Return the layout of a sheet with the pictures that the office uploaded for it."""
    layout = CertificateLayout.from_data(sheet.layout)
    return replace(layout, emblem=picture_of(sheet.emblem), background=picture_of(sheet.background))


def picture_of(file: FieldFile) -> Picture | None:
    """Return an uploaded picture, which was checked when it came in; None without one."""
    if not file:
        return None
    kind = "image/svg+xml" if file.name.endswith(".svg") else "image/png"
    try:
        with file.open("rb") as stream:
            return Picture(kind, stream.read())
    except OSError as error:
        raise PaperError("Không đọc được hình của mẫu in. Hãy tải hình lên lại.") from error


def printed(
    certificate: Certificate, signers: dict[int | None, tuple[str, str]] | None = None
) -> Printed:
    """Return what a certificate says, in the words that were kept when it was issued.

    `signers` keeps the signer of each decision, so that a run asks once.
    """
    award, authority = certificate.award, certificate.authority
    verb, form = words_of(award.award_type)
    day = PaperDate.of(award.document_date) if award.document_date else None
    line = getattr(award, "decision_line", None)
    decision = line.decision if line else None
    known = {} if signers is None else signers
    key = decision.pk if decision else None
    if key not in known:
        known[key] = signer_of(decision, authority)
    position, name = known[key]
    number = f"{decision.number.zfill(2)}/{decision_symbol(authority)}" if decision else ""
    return Printed(
        authority_title=head_title(authority).upper(),
        verb=verb,
        form=form,
        recipient=certificate.recipient,
        recipient_detail=certificate.detail,
        achievement=upper_first(certificate.achievement),
        decision_number=number,
        decision_date=day,
        register_number=str(certificate.number),
        place=authority.place,
        date=day,
        signer_position=position,
        signer_name=name,
        verify_url=check_url(certificate),
        code=certificate.code,
    )


def sample(sheet: CertificateSheet) -> Printed:
    """Return a made-up certificate of the sheet's office, as long as they usually are."""
    authority = sheet.authority
    verb, form = words_of(sheet.award_type) if sheet.award_type else ("TẶNG", "GIẤY KHEN")
    day = PaperDate.of(timezone.localdate())
    return Printed(
        authority_title=head_title(authority).upper(),
        verb=verb,
        form=form,
        recipient="Bà Nguyễn Thị Hương Giang",
        recipient_detail=f"Công chức Văn phòng, {authority.name}",
        achievement="Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính "
        f"năm {day.year_text}",
        decision_number=f"15/{decision_symbol(authority)}",
        decision_date=day,
        register_number="128",
        place=authority.place,
        date=day,
        signer_position=authority.head_position.upper(),
        signer_name=authority.head_name,
        verify_url="https://example.org/K7M2P9QWX4RT",
        code="K7M2P9QWX4RT",
    )


def words_of(award_type: AwardType) -> tuple[str, str]:
    """Return the verb and the form as the sheet prints them: "TẶNG", "GIẤY KHEN"."""
    if award_type.kind == AwardKind.TITLE:
        return "TẶNG DANH HIỆU", award_type.name.upper()
    return "TẶNG", award_type.name.partition(" của ")[0].upper()


def signer_of(decision: Decision | None, authority: Unit) -> tuple[str, str]:
    """Return position and name of who signs: whoever signed the decision, else the head."""
    words = Wording.of("decision", decision) if decision else None
    if words and words.signer_position:
        above = "\n".join(filter(None, [words.signer_authority, words.signer_position.upper()]))
        return above, words.signer_name
    return authority.head_position.upper(), authority.head_name


def check_url(certificate: Certificate) -> str | None:
    """Return the public address that says whether the certificate is genuine, None without one.

    The system's own address is a setting (PUBLIC_URL): a job has no request to take it from.
    """
    if not settings.PUBLIC_URL:
        return None
    path = reverse("dossiers:certificate_check", args=[certificate.code])
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
