"""Writing the words of a paper: drafted text to edit, live preview, review; issuing some."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.papers.review_context import context_for
from dossiers.forms.decision import NumberForm
from dossiers.forms.errors import add_errors
from dossiers.forms.wording import WordingForm
from dossiers.models import Wording
from dossiers.services import wording
from emulation.organization.models import IssuedPaper
from emulation.papers.catalogue import PaperKind, all_kinds
from emulation.papers.html import body_html
from emulation.papers.paper import BLANK, Paper, PaperError, listed
from emulation.papers.review import by_severity, review_paper
from emulation.workflow import TransitionNotAllowed


def paper_for(request: Any, slug: str, pk: int) -> tuple[PaperKind, Any]:
    """Return a kind of paper and its record; 404 outside the user's scope, 403 for readers."""
    kind = all_kinds().get(slug)
    if kind is None or not wording.is_worded(kind):
        raise Http404
    subject = get_object_or_404(kind.subjects().visible_to(request.user), pk=pk)
    if not wording.may_write(slug, subject, request.user):
        raise PermissionDenied
    return kind, subject


def wording_edit(request, slug, pk):
    """Write the words of a paper; once it is locked, only say so."""
    kind, subject = paper_for(request, slug, pk)
    words = Wording.of(slug, subject)
    draft = wording.drafted(kind, subject, words)
    lock = wording.lock_of(slug, subject)
    form = WordingForm(request.POST or None, draft=draft, words=words)
    if request.method == "POST" and form.is_valid():
        try:
            wording.save(kind, subject, form.typed(), form.options(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã lưu lời văn.")
            return redirect("dossiers:wording_edit", slug, pk)
    record = wording.RULES[slug].of(subject)
    missing = wording.unready(slug, subject)
    context = {
        "kind": kind,
        "subject": subject,
        "record": record,
        "form": form,
        "lock": lock,
        "is_written": words is not None and any(getattr(words, name) for name in wording.TEXTS),
        "preview": _preview(kind, subject, form),
        "pdf": reverse("organization:paper", args=[slug, pk]),
        "word": reverse("organization:paper_word", args=[slug, pk]),
        "issued": IssuedPaper.of(slug, subject),
        "may_issue": missing is not None and not lock,
        "issue_missing": missing or [],
    }
    return render(request, "dossiers/wording_form.html", context)


@require_POST
def wording_preview(request, slug, pk):
    """Return the paper as it prints with the typed words, its faults, the review."""
    kind, subject = paper_for(request, slug, pk)
    words = Wording.of(slug, subject)
    form = WordingForm(request.POST, draft=wording.drafted(kind, subject, words), words=words)
    form.is_valid()
    context = {"preview": _preview(kind, subject, form)}
    return render(request, "dossiers/_wording_preview.html", context)


@require_POST
def wording_reset(request, slug, pk):
    """Take the drafted texts back."""
    kind, subject = paper_for(request, slug, pk)
    try:
        wording.reset(kind, subject, by=request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã lấy lại lời văn dự thảo.")
    return redirect("dossiers:wording_edit", slug, pk)


def wording_issue(request, slug, pk):
    """Give a notice or an invitation its number and day, and keep it for good."""
    kind, subject = paper_for(request, slug, pk)
    missing = wording.unready(slug, subject)
    if missing is None:
        raise Http404
    if wording.lock_of(slug, subject):
        return redirect("dossiers:wording_edit", slug, pk)
    words = Wording.of(slug, subject)
    draft = wording.drafted(kind, subject, words)
    symbol = (words and words.symbol) or draft.symbol or ""
    form = NumberForm(request.POST or None, authority=draft.authority, symbol=symbol)
    if request.method == "POST" and form.is_valid():
        try:
            wording.issue(kind, subject, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        except TransitionNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã ban hành và ghi vào sổ văn bản đi.")
            return redirect(wording.RULES[slug].of(subject))
    context = {
        "kind": kind,
        "record": wording.RULES[slug].of(subject),
        "form": form,
        "missing": missing,
        "edit_url": reverse("dossiers:wording_edit", args=[slug, pk]),
    }
    return render(request, "dossiers/wording_issue.html", context)


def _preview(kind: PaperKind, subject: Any, form: WordingForm) -> dict[str, Any]:
    """Return the paper with what the form shows: as HTML, its faults, what the review finds."""
    draft = form.draft
    words = Wording(authority=draft.authority, slug=kind.slug, subject_id=subject.pk)
    kept = form.words
    words.is_place_dated = draft.is_place_dated
    if kept:
        words.number, words.dated = kept.number, kept.dated
    options = (form.options() if form.is_bound else
               {name: form.initial[name] for name in ("number", "dated", "is_place_dated",
                "as_text") if name in form.fields})  # fmt: skip
    typed = form.typed() if form.is_bound else form.shown
    for name, value in {**wording.own_texts(draft, typed), **options}.items():
        setattr(words, name, value if value is not None or name == "dated" else "")
    problems = list(form.errors.get("body", [])) if form.is_bound else []
    try:
        paper = kind.build.with_words(subject, words)
        shown = _shown(paper)
    except PaperError as error:
        return {"paper": None, "problems": problems, "error": str(error), "findings": []}
    day = draft.dated or words.dated or timezone.localdate()
    findings = by_severity(review_paper(paper, context_for(draft.authority, day)))
    return {"paper": shown, "problems": problems, "error": "", "findings": findings}


def _shown(paper: Paper) -> dict[str, Any]:
    """Return what the preview's template prints of a paper, part by part."""
    day = paper.date
    return {
        "draft": paper.draft,
        "parent": paper.parent,
        "issuer": paper.issuer,
        "number": f"Số: {paper.number_text or BLANK}/{paper.symbol}"
        if paper.symbol is not None
        else "",
        "place_date": f"{paper.place}, ngày {day.day_text or BLANK} tháng "
        f"{day.month_text or BLANK} năm {day.year_text}"
        if day
        else "",
        "type_name": paper.type_name or "",
        "subject": paper.subject_text.splitlines(),
        "addressees": listed(paper.addressees) if paper.addressees else (),
        "decided_by": paper.decided_by,
        "bases": listed(paper.bases) if paper.bases and not paper.bases_inline else (),
        "verdict": paper.verdict,
        "body": body_html(paper.printed_body, end_mark=paper.end_mark),
        "recipients": listed(paper.recipients) if paper.recipients else (),
        "signatures": paper.signatures,
        "annexes": [annex.title for annex in paper.annexes],
    }
