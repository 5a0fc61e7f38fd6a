"""Pages of certificates: those of a decision, one of them, the sheets they print on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from dossiers.forms.certificate import HandOverAllForm, HandOverForm, ReissueForm, SheetForm
from dossiers.forms.errors import add_errors
from dossiers.models import Certificate, CertificateSheet, Decision
from dossiers.naming import decision_symbol, full_number
from dossiers.services import certifying
from dossiers.states import DecisionState
from emulation.changes import edits
from emulation.organization.exports import table_to_xlsx
from emulation.papers.certificate_layout import CertificateLayout
from emulation.papers.certificate_test_sheet import test_sheet
from emulation.workflow import TransitionNotAllowed

from .decision import decision_for, number_of
from .desk import chosen_desk, is_office, papers_of, require_overseer


def certificates_of(decision: Decision) -> list[Certificate]:
    """Return all certificates of a decision, replaced ones too, in one query."""
    return list(
        Certificate.objects.filter(award__decision_line__decision=decision)
        .select_related("award", "replaced_by", "replaces")
        .order_by("number", "pk")
    )


def certificate_list(request, pk):
    """List a decision's certificates: print, hand over the ticked ones, export."""
    decision = decision_for(request, pk)
    found = certificates_of(decision)
    form = HandOverAllForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not is_office(request.user, decision.authority):
            raise PermissionDenied
        chosen = {c for c in found if str(c.pk) in request.POST.getlist("certificates")}
        if form.is_valid() and not chosen:
            form.add_error(None, "Hãy chọn ít nhất một bằng, giấy khen.")
        if form.is_valid() and _handed_over(chosen, form, request.user):
            messages.success(request, f"Đã ghi trao {len(chosen)} bằng, giấy khen.")
            return redirect("dossiers:certificate_list", pk)
    current = [c for c in found if c.is_current and c.award.revoked_on is None]
    context = {
        "decision": decision,
        "number": number_of(decision),
        "certificates": found,
        "form": form,
        "ticked": request.POST.getlist("certificates"),
        "handed": sum(c.handed_on is not None for c in current),
        "count": len(current),
        "may_hand_over": is_office(request.user, decision.authority)
        and decision.state == DecisionState.ISSUED,
        "papers": papers_of(decision, "certificates", "handover_sheet") if current else [],
    }
    return render(request, "dossiers/certificate_list.html", context)


def _handed_over(chosen: set[Certificate], form: HandOverAllForm, by: Any) -> bool:
    """Note the hand-over of all or of none; what is wrong goes into the form."""
    data = form.cleaned_data
    try:
        certifying.hand_over_all(chosen, on=data["handed_on"], to=data["to"], by=by)
    except ValidationError as error:
        add_errors(form, error)
    except TransitionNotAllowed as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def certificate_export(request, pk):
    """Return the certificates as .xlsx, to be merged into the office's own template."""
    decision = decision_for(request, pk)
    number = full_number(decision.number, decision_symbol(decision.authority))
    headings = [
        "Số sổ vàng", "Tên", "Chức vụ, địa chỉ", "Hình thức", "Thành tích", "Số quyết định",
        "Ngày quyết định", "Mã kiểm tra", "Người nhận", "Ngày trao",
    ]  # fmt: skip
    rows = [
        [
            c.number, c.recipient, c.detail, c.award.award_name, c.achievement, number,
            decision.dated, c.code, c.handed_to, c.handed_on,
        ]
        for c in certificates_of(decision)
        if c.is_current and c.award.revoked_on is None
    ]  # fmt: skip
    return table_to_xlsx(headings, rows, f"Danh sách in giấy khen {number}")


def certificate_detail(request, pk):
    """Show one certificate; note its hand-over or issue it again."""
    certificate = get_object_or_404(
        Certificate.objects.visible_to(request.user).select_related(
            "authority", "award__decision_line__decision__authority", "replaces", "replaced_by"
        ),
        pk=pk,
        award__decision_line__isnull=False,  # An award that was typed in has no decision to show.
    )
    action = request.POST.get("action", "")
    if action and not is_office(request.user, certificate.authority):
        raise PermissionDenied
    hand_over_form = HandOverForm(
        request.POST if action == "hand_over" else None,
        initial={
            "handed_to": certificate.handed_to or certificate.recipient,
            "handed_on": certificate.handed_on or timezone.localdate(),
        },
    )
    reissue_form = ReissueForm(
        request.POST if action == "reissue" else None,
        initial={"recipient": certificate.recipient, "detail": certificate.detail},
    )
    form = reissue_form if action == "reissue" else hand_over_form
    if action and form.is_valid():
        try:
            return _treated(request, certificate, action, form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
    decision = certificate.award.decision_line.decision
    valid = certificate.is_current and certificate.award.revoked_on is None
    context = {
        "certificate": certificate,
        "decision": decision,
        "number": number_of(decision),
        "valid": valid,
        "may_treat": valid and is_office(request.user, certificate.authority),
        "papers": papers_of(certificate, "certificate") if valid else [],
        "form": form,
        "hand_over_form": hand_over_form,
        "reissue_form": reissue_form,
    }
    return render(request, "dossiers/certificate_detail.html", context)


def _treated(request: Any, certificate: Certificate, action: str, data: dict) -> HttpResponse:
    """Hand over or issue again; services raise what stands in the way."""
    if action == "reissue":
        again = certifying.reissue(
            certificate,
            reason=data["reissue_reason"],
            recipient=data["recipient"],
            detail=data["detail"],
            by=request.user,
        )
        messages.success(request, "Đã cấp lại, mã kiểm tra cũ không còn hiệu lực.")
        return redirect("dossiers:certificate_detail", again.pk)
    certifying.hand_over(certificate, to=data["handed_to"], on=data["handed_on"], by=request.user)
    messages.success(request, "Đã ghi việc trao.")
    return redirect("dossiers:certificate_detail", certificate.pk)


# --- sheets --------------------------------------------------------------------------------------


def certificate_sheet_list(request):
    """List the sheets on which an office prints its certificates."""
    require_overseer(request.user)
    sheets = list(
        CertificateSheet.objects.visible_to(request.user).select_related("authority", "award_type")
    )
    context = {
        "rows": [(sheet, CertificateLayout.from_data(sheet.layout)) for sheet in sheets],
    }
    return render(request, "dossiers/certificate_sheet_list.html", context)


def certificate_sheet_create(request):
    """Keep a sheet for a kind of certificate."""
    authority = chosen_desk(request)
    return _sheet_page(request, CertificateSheet(authority=authority))


def certificate_sheet_edit(request, pk):
    """Change a sheet: another paper, blanks instead of the whole page, an offset."""
    return _sheet_page(request, sheet_for(request, pk))


def sheet_for(request: Any, pk: int) -> CertificateSheet:
    """Return a sheet in the user's scope; 404 otherwise."""
    found = CertificateSheet.objects.visible_to(request.user).select_related("authority")
    return get_object_or_404(found, pk=pk)


def _sheet_page(request: Any, sheet: CertificateSheet) -> HttpResponse:
    may_edit = is_office(request.user, sheet.authority)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = SheetForm(request.POST or None, instance=sheet, authority=sheet.authority)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, "Đã lưu mẫu in. In tờ thử để kiểm tra vị trí trên phôi.")
        return redirect("dossiers:certificate_sheet_edit", sheet.pk)
    log = edits(sheet) if sheet.pk else []
    context = {"sheet": sheet, "form": form, "may_edit": may_edit, "log": log}
    return render(request, "dossiers/certificate_sheet_form.html", context)


def certificate_sheet_test(request, pk):
    """Return the test sheet as PDF: rulers and the outline of every box."""
    sheet = sheet_for(request, pk)
    content = test_sheet(CertificateLayout.from_data(sheet.layout))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="to-thu-{sheet.pk}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
