"""One criterion as an officer files it: its words, and how it is judged as plain fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from awards.awards_on import AwardsOn
from awards.kinds import PARAMETERS, CriterionKind, Parameter, ParameterError, cleaned
from awards.models import Criterion, Scoring
from awards.sentences import preview
from emulation.versions import VersionedForm

MANDATORY, TOLD = "mandatory", "told"


class ParametersForm(forms.Form):
    """The parameters of one kind as fields; `AwardsOn` says which awards may be chosen."""

    def __init__(
        self, kind: str, awards: AwardsOn, *args: Any, stored: Any = None, **kwargs: Any
    ) -> None:
        known = {parameter.name: parameter for parameter in PARAMETERS[kind]}
        given = {name: value for name, value in (stored or {}).items() if name in known}
        initial = {name: p.default for name, p in known.items()} | given
        super().__init__(*args, initial=initial, **kwargs)
        self.kind, self.awards = kind, awards
        self.values: dict[str, Any] | None = None
        for name, parameter in known.items():
            self.fields[name] = _field(parameter, awards, initial[name])

    def clean(self) -> dict[str, Any]:
        """Check the values together; `values` holds what is stored."""
        data = super().clean()
        if self.errors:
            return data
        try:
            self.values = cleaned(self.kind, {name: _plain(v) for name, v in data.items()})
        except ParameterError as error:
            self.add_error(error.parameter or None, str(error))
        return data

    @property
    def sentence(self) -> str:
        """Return how a criterion with what the fields hold is judged."""
        if self.is_bound and not self.is_valid():
            first = next(iter(self.errors.values()))
            return f"Chưa xét được: {first[0]}"
        given = self.values if self.is_bound else _usable(self.initial)
        return preview(self.kind, given, self.awards.names)


def _usable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def _plain(value: Any) -> Any:
    """Return a cleaned value as JSON stores it: decimals as text."""
    return value if isinstance(value, (str, bool, int, list)) or value is None else str(value)


class _AwardsField(forms.MultipleChoiceField):
    """Awards of the catalogue on a day; one that no longer exists is named, not lost."""

    def __init__(self, awards: AwardsOn, *, looks_back: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.awards, self.looks_back = awards, looks_back

    def validate(self, value: list[str]) -> None:
        """Refuse awards that do not exist on the day; past ones too unless it looks back."""
        super().validate(value)
        _refuse_gone(self.awards, value, self.looks_back)


class _AwardField(forms.ChoiceField):
    """One award of the catalogue on a day."""

    def __init__(self, awards: AwardsOn, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.awards = awards

    def validate(self, value: str) -> None:
        """Refuse an award that does not exist on the day."""
        super().validate(value)
        _refuse_gone(self.awards, [value])


def _refuse_gone(awards: AwardsOn, codes: list[str], looks_back: bool = False) -> None:
    if gone := awards.gone(codes, looks_back=looks_back):
        raise ValidationError(gone)


def _field(parameter: Parameter, awards: AwardsOn, value: Any) -> forms.Field:
    """Return the form field of a parameter whose stored or default value is `value`."""
    common = {"label": parameter.label, "help_text": parameter.help, "required": parameter.required}
    match parameter.type:
        case "choice":
            return forms.ChoiceField(choices=parameter.choices, **common)
        case "codes":
            past = parameter.looks_back
            choices = awards.choices(value or (), looks_back=past)
            field = _AwardsField(awards, looks_back=past, choices=choices, **common)
            field.widget.attrs |= {"data-search": "", "data-placeholder": "Chọn trong danh mục…"}
            return field
        case "code":
            return _AwardField(awards, choices=awards.choices([value]), **common)
        case "yes":
            return forms.BooleanField(**common | {"required": False})
        case "whole":
            return forms.IntegerField(
                min_value=parameter.low, max_value=parameter.high, localize=False, **common
            )
        case "number":
            return forms.DecimalField(
                min_value=parameter.low, max_value=parameter.high, decimal_places=2,
                localize=True, **common,
            )  # fmt: skip
    return forms.CharField(max_length=120, **common)


class CriterionForm(VersionedForm):
    """One criterion: text, kind with its parameters, whether it decides, evidence, points.

    `place` says whether it is mandatory, one of a group of alternatives ("1", "2", …), or told
    without deciding. The parameters shown belong to one kind; when another kind was chosen
    without its fields having been seen, the form asks to look at them first.
    """

    place = forms.ChoiceField(label="Tính chất", required=False)

    class Meta:
        model = Criterion
        fields = ["text", "kind", "evidence", "scoring", "points"]
        localized_fields = ["points"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(
        self, *args: Any, awards: AwardsOn, places: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
        if self.instance.points is not None:
            self.initial["points"] = self.instance.points.normalize() + 0
        # The model's rule says what is wrong; the field says it beside itself.
        self.fields["scoring"].required = False
        self.fields["kind"].widget.attrs["aria-description"] = "Các ô bên dưới đổi theo lựa chọn"
        kind = self.data.get(self.add_prefix("kind")) if self.is_bound else None
        self.kind = kind if kind in CriterionKind.values else self.instance.kind
        shown = self.data.get(self.add_prefix("shown")) if self.is_bound else None
        self.kind_changed = shown is not None and shown != self.kind and bool(PARAMETERS[self.kind])
        self.parameters = ParametersForm(
            self.kind,
            awards,
            self.data if shown == self.kind else None,
            prefix=f"{self.prefix}-{self.kind}",
            stored=self.instance.parameters if self.instance.kind == self.kind else None,
        )

    def has_changed(self) -> bool:
        """Whether a row was filled in: one that the page only numbered is none."""
        if self.instance.pk or not self.is_bound:
            # A marker box that was never shown says nothing.
            changed = super().has_changed()
            return changed or (self.parameters.is_bound and self.parameters.has_changed())
        blank = {"kind": ("", CriterionKind.MANUAL), "scoring": ("", Scoring.NONE),
                 "place": ("", MANDATORY)}  # fmt: skip
        return any(
            self.data.get(self.add_prefix(name), "").strip() not in blank.get(name, ("",))
            for name in ("text", "kind", "evidence", "scoring", "points", "place")
        )

    def clean_place(self) -> str:
        """Return the place; without one the criterion is mandatory."""
        return self.cleaned_data["place"] or MANDATORY

    def clean_scoring(self) -> str:
        """Return the way of scoring; without one there is none."""
        return self.cleaned_data["scoring"] or Scoring.NONE

    def clean(self) -> dict[str, Any]:
        """Check the parameters of the kind, and that points and scoring go together."""
        data = super().clean()
        values = self._parameter_values()
        if values is not None:
            self.instance.parameters = values
        if data.get("scoring") == Scoring.NONE and data.get("points") is not None:
            self.add_error("scoring", "Đã ghi điểm: hãy chọn cách tính điểm.")
        scored = data.get("scoring") not in (None, Scoring.NONE)
        if scored and "points" in data and not (data["points"] and data["points"] > 0):
            self.add_error("points", "Ghi điểm tối đa, lớn hơn 0.")
        return data

    def _parameter_values(self) -> dict[str, Any] | None:
        """Return the parameters to store; None when something is to be looked at first."""
        if self.kind_changed:
            self.add_error("kind", "Vừa đổi cách xét: hãy xem các ô bên dưới rồi lưu lại.")
            return None
        if self.parameters.is_bound:
            if not self.parameters.is_valid():
                # Beside its own field; here it only keeps the row from being saved.
                self.add_error(None, "Xem lại các ô của cách xét.")
            return self.parameters.values
        try:
            return cleaned(self.kind, _usable(self.parameters.initial))
        except ParameterError as error:
            self.add_error("kind", str(error))
            return None

    def _post_clean(self) -> None:
        """Ask the model only about a row that is whole: its rules would be told twice."""
        if not self.errors:
            super()._post_clean()

    @property
    def sentence(self) -> str:
        """Return how the criterion is judged, as filled in."""
        return self.parameters.sentence
