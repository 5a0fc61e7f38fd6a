"""Forms of a campaign's filing, one group a step."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet, inlineformset_factory

from awards.competence import gone_message
from awards.models import AwardType
from campaigns.deadlines import yearly_date
from campaigns.models import (
    AwardOffer,
    Campaign,
    DossierComponent,
    Participant,
    Period,
    Plan,
)
from campaigns.models.offer import route_message
from campaigns.papers.slots import SLOTS
from campaigns.services.wording import with_references
from emulation.papers.following import Followed
from emulation.papers.text import problems
from emulation.versions import VersionedForm


class DayMonthField(forms.CharField):
    """A day of every year, typed "01/02" and kept as "02-01" (MM-DD)."""

    default_error_messages = {"invalid": "Ghi ngày và tháng, ví dụ 01/02."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "dd/mm"}))
        super().__init__(required=False, max_length=5, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a kept "02-01" as "01/02"; what was typed stays as typed."""
        if value and re.fullmatch(r"\d\d-\d\d", value):
            return f"{value[3:]}/{value[:2]}"
        return value

    def clean(self, value: Any) -> str:
        """Return "MM-DD", or "" for nothing."""
        text = super().clean(value)
        if not text:
            return ""
        match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})", text)
        if not match:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        rule = f"{int(match[2]):02}-{int(match[1]):02}"
        try:
            if yearly_date(rule, 2024).day != int(match[1]):
                raise ValueError
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return rule


class CampaignForm(VersionedForm):
    """General facts of a campaign."""

    wide = ("name", "superior_document")

    class Meta:
        model = Campaign
        fields = [
            "authority",
            "name",
            "theme",
            "kind",
            "starts_on",
            "ends_on",
            "superior_document",
            "parent",
        ]
        widgets = {"superior_document": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, authorities: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities
        self.fields["parent"].queryset = parents
        if len(authorities) == 1:
            self.fields["authority"].initial = authorities[0]
        if not parents:
            del self.fields["parent"]
        if self.instance.pk:
            del self.fields["authority"]


class DeadlineRulesForm(VersionedForm):
    """The yearly rules, and where registrations go."""

    registration_yearly = DayMonthField(
        label="Hạn đăng ký hằng năm: trước ngày",
        help_text="Ví dụ 01/02. Kỳ nào để trống hạn đăng ký sẽ lấy theo ngày này.",
    )
    dossier_yearly = DayMonthField(label="Hạn nộp hồ sơ hằng năm: trước ngày")

    class Meta:
        model = Campaign
        fields = ["registration_yearly", "dossier_yearly", "registration_sent_to"]


class OrderedFormSet(BaseInlineFormSet):
    """Inline rows in the order that the officer gave them; each row knows its parent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form in self.forms:
            setattr(form.instance, self.fk.name, self.instance)

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Add the order; a number alone, which the page fills in, does not make a row."""
        super().add_fields(form, index)
        if "ORDER" in form.fields:
            form.fields["ORDER"].has_changed = lambda initial, data: False

    def save(self, commit: bool = True) -> Any:
        """Save the rows with their positions counted from 1, also of rows that only moved."""
        moved = []
        for position, form in enumerate(self.ordered_forms, start=1):
            if form.instance.position != position:
                form.instance.position = position
                moved.append(form)
        saved = super().save(commit)
        for form in moved:
            if form.instance.pk and not form.has_changed():
                form.instance.save(update_fields=["position"])
        return saved


class PeriodForm(VersionedForm):
    """One period; `before` dates are the first day that is too late."""

    class Meta:
        model = Period
        fields = [
            "name",
            "starts_on",
            "ends_on",
            "registration_before",
            "results_before",
            "dossier_before",
            "report_before",
            "review",
        ]


class PeriodFormSet(BaseInlineFormSet):
    """Periods of a campaign; at least one stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form in self.forms:
            form.instance.campaign = self.instance


class ParticipantForm(VersionedForm):
    """One line of who may compete."""

    class Meta:
        model = Participant
        fields = ["group", "text"]

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups


class OfferForm(VersionedForm):
    """One award on offer."""

    wide = ("award_type",)
    half = ("also", "text")

    class Meta:
        model = AwardOffer
        fields = ["award_type", "route", "column", "heading", "quota", "also", "text"]

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["award_type"].choices = [("", "—"), *choices]
        self.fields["also"].choices = choices
        for name in ("award_type", "also"):
            self.fields[name].widget.attrs["data-search"] = ""

    def clean(self) -> dict[str, Any]:
        """Refuse a further award that the campaign's day does not know, or not on this route."""
        data = super().clean()
        campaign = self.instance.campaign
        day, route = campaign.reference_day, data.get("route", "")
        for award_type in data.get("also") or []:
            if not award_type.is_valid_on(day):
                self.add_error("also", gone_message(award_type, day))
            elif refusal := route_message(award_type, route, campaign.authority, day):
                self.add_error("also", refusal)
        return data


def award_choices(campaign: Campaign) -> list[tuple[int, str]]:
    """Return all award types to choose from, those in force on the campaign's day first.

    A code has one row per period of the law, so the label says who decides and since when.
    """
    day = campaign.reference_day
    kinds = sorted(AwardType.objects.all(), key=lambda k: (not k.is_valid_on(day), k.position))
    return [(k.pk, f"{k.name} – {k.decided_by} ({k.validity_phrase()})") for k in kinds]


class DossierForm(VersionedForm):
    """How many dossiers an award's route asks for, where and by when."""

    class Meta:
        model = AwardOffer
        fields = ["copies", "sent_to", "dossier_note"]

    def _update_errors(self, errors: forms.ValidationError) -> None:
        """Leave to the step of the awards what is wrong with the award itself."""
        own = {name: found for name, found in errors.error_dict.items() if name in self.fields}
        if own:
            super()._update_errors(forms.ValidationError(own))


class ComponentForm(VersionedForm):
    """One part of a dossier."""

    class Meta:
        model = DossierComponent
        fields = ["name"]


class PlanForm(VersionedForm):
    """The texts of the plan; `followed` says what became of the references in its body."""

    keep_references = forms.BooleanField(
        required=False,
        label="Giữ nguyên số trong các viện dẫn như đã gõ",
        help_text="Bình thường, khi thêm, bớt hay chuyển mục thì «mục II», «khoản 1 mục III»… "
        "được sửa theo số mới của phần mà nó chỉ tới.",
    )
    followed = Followed("", ())

    class Meta:
        model = Plan
        fields = [
            "subject",
            "symbol",
            "place",
            "bases",
            "opening",
            "lead_in",
            "body",
            "closing",
            "recipients",
            "signer_authority",
            "signer_position",
            "signer_name",
        ]
        widgets = {
            "subject": forms.Textarea(attrs={"rows": 2}),
            "bases": forms.Textarea(attrs={"rows": 4}),
            "opening": forms.Textarea(attrs={"rows": 3}),
            "lead_in": forms.Textarea(attrs={"rows": 2}),
            "body": forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}),
            "closing": forms.Textarea(attrs={"rows": 2}),
            "recipients": forms.Textarea(attrs={"rows": 8}),
            "signer_authority": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_body(self) -> str:
        """Name bad structure at its line; the text itself is kept as typed."""
        body = self.cleaned_data["body"]
        found = problems(body, SLOTS)
        if found:
            raise forms.ValidationError([f"Dòng {p.line}: {p.message}" for p in found])
        return body

    def clean(self) -> dict[str, Any]:
        """Let the references of the body follow what they name, unless the officer will not."""
        data = super().clean()
        if "body" in data and not data.get("keep_references"):
            self.followed = with_references(self.initial["body"], data["body"])
            data["body"] = self.followed.text
        return data


class IssueForm(forms.Form):
    """The number and date under which a plan is issued."""

    number = forms.RegexField(
        r"^\d{1,5}[a-zđ]?$",
        label="Số",
        help_text="Chỉ ghi phần số, ví dụ 38.",
        error_messages={"invalid": "Chỉ ghi phần số, ví dụ 38 hoặc 38a."},
    )
    dated = forms.DateField(label="Ngày văn bản")


class CopyForm(forms.Form):
    """The year to which a campaign is copied."""

    year = forms.IntegerField(
        label="Sang năm",
        min_value=2014,
        max_value=2100,
        localize=False,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )


def _formset(parent: type, model: type, form: type, base: type = OrderedFormSet, **kwargs: Any):
    # More rows than any campaign has; a page that claims thousands would keep the server busy.
    options = {"max_num": 300, "absolute_max": 320} | kwargs
    options = {"extra": 1, "can_delete": True, "can_order": base is not PeriodFormSet} | options
    return inlineformset_factory(parent, model, form=form, formset=base, **options)


PeriodRows = _formset(Campaign, Period, PeriodForm, PeriodFormSet, min_num=1, validate_min=True)
ParticipantRows = _formset(Campaign, Participant, ParticipantForm)
OfferRows = _formset(Campaign, AwardOffer, OfferForm)
ComponentRows = _formset(AwardOffer, DossierComponent, ComponentForm)
