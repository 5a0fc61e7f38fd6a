"""Forms of the admin: a broken database rule stands beside its field, codes are check boxes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import CheckConstraint, Q, UniqueConstraint

from emulation.versions import VersionedForm

from .look import CheckBoxes


class RuleForm(VersionedForm):
    """A model form that shows a broken database rule beside the last field that the rule names.

    Rules are checked with fields that the page shows read-only too: what they hold counts.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.instance._state.adding:
            return
        try:  # Django leaves out every rule that names a field which is not in the form.
            self.instance.validate_constraints(exclude={*self._errors})
        except forms.ValidationError as error:
            if error.messages != list(self.non_field_errors()):
                self._update_errors(error)

    def _update_errors(self, errors: forms.ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            moved: dict[str, list] = {}
            for name, found in errors.error_dict.items():
                for error in found:
                    place = self._field_of(error) if name == NON_FIELD_ERRORS else name
                    moved.setdefault(place, []).append(error)
            errors = forms.ValidationError(moved)
        super()._update_errors(errors)

    def _field_of(self, error: forms.ValidationError) -> str:
        for rule in self.instance._meta.constraints:
            if rule.violation_error_message == error.message:
                names = [name for name in _fields_of(rule) if name in self.fields]
                if names:
                    return names[-1]
        return NON_FIELD_ERRORS


def _fields_of(rule: Any) -> list[str]:
    """Return the fields that a constraint names, in its own order."""
    if isinstance(rule, UniqueConstraint):
        return list(rule.fields)
    if not isinstance(rule, CheckConstraint):
        return []

    def walk(node: Any) -> Iterable[str]:
        for child in node.children:
            if isinstance(child, Q):
                yield from walk(child)
            else:
                yield child[0].split("__")[0]

    return list(walk(rule.condition))


class SeveralField(forms.MultipleChoiceField):
    """Check boxes for a column that holds several codes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", CheckBoxes())
        super().__init__(**kwargs)
