"""The form of a paper's words: the drafted texts to write on, only those that the paper has."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms

from dossiers.models import Wording
from dossiers.papers.frame import Draft
from dossiers.services.wording import SIGNER, TEXTS, shown_texts, tidy
from emulation.organization.numbering import next_number
from emulation.papers.text import problems

LINES = {"addressees": 3, "bases": 5, "lead_in": 3, "body": 18, "closing": 3, "recipients": 5,
         "signer_authority": 2, "subject": 2}  # fmt: skip
OPTIONS = ("number", "dated", "is_place_dated", "as_text")
HEAD = ("number", "symbol", "place", "dated", "is_place_dated", "subject", "addressees", "bases",
        "lead_in")  # fmt: skip
FOOT = ("closing", "recipients", *SIGNER)


class WordingForm(forms.Form):
    """Texts as they print, drafted or written; a text left empty prints as drafted.

    `seen` tells which text the page showed: what was not touched stays as it is kept, even when
    the data behind the draft has changed meanwhile.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: Draft, words: Wording | None, **kwargs: Any) -> None:
        shown = shown_texts(draft, words)
        names = fields_of(draft)
        initial = {name: shown[name] for name in names if name in shown}
        for name in OPTIONS:
            if name in names:
                initial[name] = getattr(words, name) if words else getattr(draft, name, None)
        initial["seen"] = json.dumps({name: _mark(shown[name]) for name in names if name in shown})
        super().__init__(*args, initial=initial, **kwargs)
        self.draft, self.words, self.shown = draft, words, shown
        for name in names:
            self.fields[name] = _field(name)
        if "number" in names and draft.symbol and draft.year:
            following = next_number(draft.authority, draft.symbol, draft.year)
            self.fields["number"].help_text = f"Số tiếp theo trong năm: {following}."

    def clean_number(self) -> str:
        """Return the number without leading zeros."""
        return self.cleaned_data["number"].strip().lstrip("0")

    def clean_body(self) -> str:
        """Name bad structure at its line; the places of the data must stay in the text."""
        body = self.cleaned_data["body"]
        found = [f"Dòng {p.line}: {p.message}" for p in problems(body, tuple(self.draft.slots))]
        found += [
            f"Phải có đúng một dòng [[{name}]] để in dữ liệu."
            for name in self.draft.slots
            if body.strip() and body.count(f"[[{name}]]") != 1
        ]
        if found:
            raise forms.ValidationError(found)
        return body

    def typed(self) -> dict[str, str]:
        """Return the texts to keep, also while a field has a mistake."""
        seen = self._seen()
        found = {}
        for name in TEXTS:
            if name in self.fields:
                text = self.cleaned_data.get(name, self[name].value()) or ""
                untouched = seen.get(name) == _mark(text)
                found[name] = self.shown[name] if untouched else text
        return found

    def options(self) -> dict[str, Any]:
        """Return number, day and how it prints, as far as the paper has them."""
        return {name: self.cleaned_data[name] for name in OPTIONS if name in self.cleaned_data}

    def _seen(self) -> dict[str, str]:
        try:
            found = json.loads(self["seen"].value() or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def head(self) -> list[forms.BoundField]:
        """Return the fields above the body."""
        return [self[name] for name in HEAD if name in self.fields]

    def foot(self) -> list[forms.BoundField]:
        """Return the fields below the body."""
        return [self[name] for name in (*FOOT, "as_text") if name in self.fields]


def fields_of(draft: Draft) -> tuple[str, ...]:
    """Return the fields that the office may write for this paper, in the order of the page."""
    names = {"subject", "lead_in", "body", "closing", "place"}
    if draft.symbol is not None:
        names |= {"symbol"} if draft.numbered_on_issue else {"symbol", "number"}
    if draft.dated is None:
        names.add("dated")
    if not draft.is_place_dated:
        names.add("is_place_dated")
    if draft.may_be_text:
        names.add("as_text")
    names |= {name for name in ("addressees", "bases", "recipients") if getattr(draft, name)}
    if len(draft.signatures) == 1:
        names.update(SIGNER)
    return tuple(name for name in (*HEAD, "body", *FOOT, "as_text") if name in names)


def _field(name: str) -> forms.Field:
    """Return the form field of a field of `Wording`, with its label and length."""
    field = Wording._meta.get_field(name).formfield()
    field.required = False
    if name in LINES:
        field.widget = forms.Textarea(attrs={"rows": LINES[name], "maxlength": field.max_length})
        if field.max_length is None:
            del field.widget.attrs["maxlength"]
    if name == "body":
        field.widget.attrs["spellcheck"] = "false"
    return field


def _mark(text: str) -> str:
    return hashlib.sha256(tidy(text).encode()).hexdigest()[:16]
