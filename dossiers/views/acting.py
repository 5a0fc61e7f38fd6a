"""What the office does to a dossier by form, on its page as at the desk of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError

from dossiers.forms.nominating import PaperCopiesForm, SupplementForm
from dossiers.models import Dossier
from dossiers.services import appraising
from emulation.workflow import TransitionNotAllowed


def ask_supplement(request: Any, dossier: Dossier) -> SupplementForm | None:
    """Ask the unit for what was posted; returns the form with its faults where that is refused."""
    form = SupplementForm(dossier, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            appraising.request_supplement(
                dossier, items=[*data["items"], data["other"]], before=data["before"],
                by=request.user, note=data["note"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã yêu cầu đơn vị bổ sung hồ sơ.")
            return None
    return form


def file_paper(request: Any, dossier: Dossier) -> PaperCopiesForm | None:
    """Note the paper copies that were posted; returns the form with its faults when refused."""
    form = PaperCopiesForm(request.POST, instance=dossier)
    if form.is_valid():
        data = form.cleaned_data
        try:
            appraising.file_paper(
                dossier, sets=data["paper_sets"], received_on=data["paper_received_on"],
                shelf=data["shelf"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Đã ghi bản giấy.")
            return None
    return form
