"""Two people edit one record: the second is told what changed meanwhile, and loses nothing.

Every model form of the project stands on `VersionedForm`. The page carries a mark of what the
record held when it was opened, field by field. When the form comes back and somebody else has
saved in between, nothing is saved: beside each field stands what it holds now and who put it
there, what was typed stays, and saving once more writes it over knowingly. Fields that only the
other one changed in other forms do not matter; equal changes are no conflict.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from emulation.changes import words

MARK = "version"
LONGEST_SAID = 200
SOMEBODY = "Người khác"


class _MarkedField(BoundField):
    """A field on the page; whichever of a form is shown first brings the form's mark with it."""

    def as_widget(self, *args: Any, **kwargs: Any) -> Any:
        """Return the control, the first one with the hidden mark."""
        return format_html("{}{}", super().as_widget(*args, **kwargs), self.form.mark_once())


class VersionedForm(forms.ModelForm):
    """A model form that notices when the record was changed since its page was opened."""

    bound_field_class = _MarkedField
    _is_marked = False

    def mark_once(self) -> SafeString:
        """Return the hidden input with the state of the record, "" once it was returned."""
        if self._is_marked or self.instance._state.adding:
            return SafeString()
        self._is_marked = True
        mark = " ".join(f"{name}:{value}" for name, value in self._stored_marks().items())
        return format_html('<input type="hidden" name="{}" value="{}">', self._mark_name(), mark)

    def full_clean(self) -> None:
        """Clean the form, then tell of fields that somebody else has changed meanwhile."""
        if self.is_bound and not self.instance._state.adding:
            self._stored_marks()  # Before what was typed is put into the record.
        super().full_clean()
        if self.is_bound and not self.instance._state.adding and hasattr(self, "cleaned_data"):
            self._tell_of_changes()

    def _mark_name(self) -> str:
        return self.add_prefix(MARK)

    def _stored_marks(self) -> dict[str, str]:
        if not hasattr(self, "_marks"):
            self._stored = {name: self._value_of(name) for name in self._compared()}
            self._marks = {name: _marked(value) for name, value in self._stored.items()}
        return self._marks

    def _compared(self) -> list[str]:
        """Return the fields of the form that belong to the record and may be changed here."""
        own = {
            f.name for f in (*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many)
        }
        return [
            name
            for name, field in self.fields.items()
            if name in own and not field.disabled and not isinstance(field, forms.FileField)
        ]

    def _value_of(self, name: str) -> Any:
        field = self.instance._meta.get_field(name)
        if isinstance(field, models.ManyToManyField):
            given = self.initial.get(name)
            chosen = field.value_from_object(self.instance) if given is None else given
            return sorted(getattr(one, "pk", one) for one in chosen)
        return getattr(self.instance, field.attname)

    def _tell_of_changes(self) -> None:
        seen = dict(
            part.rsplit(":", 1)
            for part in self.data.get(self._mark_name(), "").split()
            if ":" in part
        )
        changed = [
            name
            for name, mark in self._marks.items()
            if name in seen and seen[name] != mark and self._differs(name)
        ]
        if not changed:
            return
        who = self._who()
        for name in changed:
            now = self._said(name)
            message = (
                f"{who} vừa sửa mục này trong lúc bạn đang sửa; nay là: «{now}». Điều bạn ghi vẫn "
                "còn đây: sửa lại cho khớp, hoặc lưu lần nữa để ghi đè."
            )
            self.add_error(name if not self[name].is_hidden else None, message)

    def _differs(self, name: str) -> bool:
        """Whether what was typed is something else than what is stored now."""
        if name not in self.cleaned_data:
            return True
        typed = self.cleaned_data[name]
        if isinstance(typed, models.QuerySet | list | tuple | set) and isinstance(
            self._stored[name], list
        ):
            typed = sorted(getattr(one, "pk", one) for one in typed)
        elif isinstance(typed, models.Model):
            typed = typed.pk
        return _marked(typed) != self._marks[name]

    def _who(self) -> str:
        """Return who saved last and when, as far as the record's history knows."""
        history = getattr(type(self.instance), "history", None)
        last = (
            history and history.filter(id=self.instance.pk).select_related("history_user").first()
        )
        if not last or not last.history_user:
            return SOMEBODY
        at = timezone.localtime(last.history_date)
        return f"{last.history_user} ({at:%H:%M %d/%m/%Y})"

    def _said(self, name: str) -> str:
        """Return what is stored now, in words."""
        field, value = self.instance._meta.get_field(name), self._stored[name]
        if field.is_relation and value not in (None, []):
            keys = value if isinstance(value, list) else [value]
            found = field.related_model._base_manager.filter(pk__in=keys)
            text = ", ".join(map(str, found))
        elif isinstance(value, bool):
            text = "có" if value else "không"
        else:
            text = words(value, dict(field.flatchoices or ()))
        return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}…"


def _marked(value: Any) -> str:
    """Return a short mark of a value; equal values have equal marks, however they are written."""
    if value in (None, ""):
        text = ""
    elif isinstance(value, str):
        text = value.replace("\r\n", "\n").strip()
    elif hasattr(value, "normalize"):
        text = str(value.normalize() + 0)
    else:
        text = str(value)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
