"""Pages of proposals to the superior: what is ready by letter, one letter, sending, the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from dossiers.forms.decision import NumberForm, ReasonForm
from dossiers.forms.errors import add_errors
from dossiers.forms.filters import NEWEST_FIRST, SubmissionFilter
from dossiers.forms.submission import ReplyForm
from dossiers.lines import lines_of
from dossiers.models import Answer, Submission, SubmissionLine
from dossiers.naming import full_number, submission_symbol
from dossiers.services import submitting
from dossiers.states import DROP, SubmissionState
from emulation.organization.history import timeline
from emulation.organization.models import IssuedPaper
from emulation.workflow import TransitionNotAllowed, move

from .desk import desk_units, is_desk, is_office, papers_of, require_overseer

PER_PAGE = 25


def submission_for(request: Any, pk: int) -> Submission:
    """Return a proposal in the user's scope; 404 otherwise."""
    found = Submission.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("authority", "period__campaign", "superior"), pk=pk
    )


def submission_at_desk(request: Any, pk: int) -> Submission:
    """Return a proposal that the user may act on; 404 outside his scope, 403 otherwise."""
    submission = submission_for(request, pk)
    if not is_desk(request.user, submission.authority):
        raise PermissionDenied
    return submission


def number_of(submission: Submission) -> str:
    """Return "05/TTr-UBND", "" for a draft."""
    return full_number(submission.number, submission_symbol(submission.authority))


def submission_list(request):
    """List the proposals in scope; at the desk, the letters that can be drafted today."""
    require_overseer(request.user)
    found = SubmissionFilter(
        request.GET,
        queryset=Submission.objects.visible_to(request.user)
        .select_related("authority", "period__campaign")
        .annotate(
            line_count=Count("lines"),
            pending_count=Count("lines", filter=Q(lines__answer=Answer.PENDING)),
        )
        .order_by(*NEWEST_FIRST),
    )
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    desks = [(unit, *submitting.batches(unit, today)) for unit in desk_units(request.user)]
    context = {
        "filter": found,
        "page": page,
        "rows": [(submission, number_of(submission)) for submission in page],
        "desks": [
            (unit, [(key_of(batch), batch) for batch in letters], refused)
            for unit, letters, refused in desks
            if letters or refused
        ],
    }
    return render(request, "dossiers/submission_list.html", context)


def key_of(batch: submitting.Batch) -> str:
    """Return what tells one letter from the others while nothing is stored."""
    superior = batch.superior.pk if batch.superior else 0
    return f"{batch.period.pk}|{superior}|{batch.decided_by}"


@require_POST
def submission_create(request, pk):
    """Draft the letter for what an authority of the user's proposes to one other."""
    unit = next((unit for unit in desk_units(request.user) if unit.pk == pk), None)
    if unit is None:
        raise Http404
    for batch in submitting.batches(unit, timezone.localdate())[0]:
        if key_of(batch) == request.POST.get("batch"):
            submission = submitting.draft(unit, batch, by=request.user)
            messages.success(request, "Đã lập dự thảo tờ trình.")
            return redirect(submission)
    messages.error(request, "Không còn đề nghị nào chờ trình nơi này. Hãy tải lại trang.")
    return redirect("dossiers:submission_list")


def submission_detail(request, pk):
    """Show who is proposed to whom, the papers, the answers, and what comes next."""
    submission = submission_for(request, pk)
    lines = lines_of(submission)
    is_draft = submission.state == SubmissionState.DRAFT
    at_desk = is_desk(request.user, submission.authority)
    context = {
        "submission": submission,
        "number": number_of(submission),
        "lines": lines,
        "faults": submitting.faults(submission, timezone.localdate(), lines) if is_draft else [],
        "papers": papers_of(submission, *submitting.FROZEN, user=request.user),
        "issued_paper": IssuedPaper.of("submission", submission),
        "may_send": is_draft and at_desk,
        "may_answer": submission.state == SubmissionState.SENT
        and is_office(request.user, submission.authority),
        "drop_form": ReasonForm(),
        "log": timeline(submission),
    }
    return render(request, "dossiers/submission_detail.html", context)


@require_POST
def submission_leave_out(request, pk, line_pk):
    """Take one nominee out of a draft."""
    submission = submission_at_desk(request, pk)
    line = get_object_or_404(
        SubmissionLine.objects.select_related("submission__authority"),
        submission=submission,
        pk=line_pk,
    )
    try:
        submitting.leave_out(line, by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã bỏ khỏi dự thảo; đề nghị vẫn chờ tờ trình khác.")
    return redirect("dossiers:submission_detail", pk)


@require_POST
def submission_drop(request, pk):
    """Give up a draft, with a reason."""
    submission = submission_at_desk(request, pk)
    try:
        move(submission, DROP, by=request.user, note=request.POST.get("reason", ""))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã bỏ dự thảo; các đề nghị trở lại chờ trình.")
    return redirect("dossiers:submission_detail", pk)


def submission_send(request, pk):
    """Show what is in the way, then sign under a number and date."""
    submission = submission_at_desk(request, pk)
    if submission.state != SubmissionState.DRAFT:
        return redirect(submission)
    symbol = submission_symbol(submission.authority)
    form = NumberForm(request.POST or None, authority=submission.authority, symbol=symbol)
    if request.method == "POST" and form.is_valid():
        try:
            submitting.send(submission, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã ký Tờ trình số {number_of(submission)}.")
            return redirect("dossiers:submission_detail", pk)
    lines = lines_of(submission)
    context = {
        "submission": submission,
        "form": form,
        "count": len(lines),
        "faults": submitting.faults(submission, timezone.localdate(), lines),
    }
    return render(request, "dossiers/submission_send.html", context)


def submission_answer(request, pk):
    """Record the superior's answer, all lines at once or as it comes."""
    submission = submission_for(request, pk)
    if not is_office(request.user, submission.authority):
        raise PermissionDenied
    if submission.state != SubmissionState.SENT:
        return redirect(submission)
    open_lines = [line for line in lines_of(submission) if line.answer == Answer.PENDING]
    forms = [ReplyForm(request.POST or None, line=line) for line in open_lines]
    # Every form is asked, so that all messages show at once.
    verdicts = [form.is_valid() for form in forms]
    if request.method == "POST" and all(verdicts):
        replies = {form.line.pk: form.reply() for form in forms}
        try:
            log = submitting.record_answers(submission, replies, by=request.user)
        except ValidationError as error:
            _add_to_lines(forms, error)
        else:
            said = "Đã ghi trả lời cho mọi đề nghị." if log else "Đã ghi; còn đề nghị chưa trả lời."
            messages.success(request, said)
            return redirect("dossiers:submission_detail", pk)
    context = {"submission": submission, "number": number_of(submission), "forms": forms}
    return render(request, "dossiers/submission_answer.html", context)


def _add_to_lines(forms: list[ReplyForm], error: ValidationError) -> None:
    by_line = {f"line-{form.line.pk}": form for form in forms}
    for name, texts in error.message_dict.items():
        by_line[name].add_error(None, texts)
