"""A whole set of criteria on one page: its rows, its groups of alternatives, its points."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.forms.models import BaseInlineFormSet, inlineformset_factory

from awards.arranging import points_of
from awards.awards_on import AwardsOn
from awards.forms.criteria import MANDATORY, TOLD, CriterionForm
from awards.models import Criterion, CriterionGroup, CriterionSet, Scoring
from awards.sentences import number
from emulation.organization.models import NomineeKind
from emulation.versions import VersionedForm

GROUPS = 3  # groups of alternatives that a set can have on the page, or as many as it has


class SettingsForm(VersionedForm):
    """What holds for the whole set: whether it scores, and each group's lead-in and number."""

    scores = forms.BooleanField(label="Chấm điểm theo tiêu chuẩn", required=False)

    class Meta:
        model = CriterionSet
        fields = ["pass_points"]
        localized_fields = ["pass_points"]

    def __init__(self, *args: Any, groups: list[CriterionGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        # A set that is being written for the first time has no rows to ask.
        rows = self.instance.criteria.all() if self.instance.pk else ()
        self.fields["scores"].initial = points_of(rows) is not None
        if self.instance.pass_points is not None:
            self.initial["pass_points"] = self.instance.pass_points.normalize() + 0
        self.fields["pass_points"].help_text = "Để trống nếu chỉ xếp thứ tự theo điểm."
        for count in range(1, max(GROUPS, len(groups)) + 1):
            group = groups[count - 1] if count <= len(groups) else None
            self.fields[f"group_{count}_text"] = forms.CharField(
                label=f"Lời dẫn của nhóm {count}", max_length=300, required=False,
                initial=group.text if group else "",
                help_text="Để trống thì in: Đạt ít nhất một trong các tiêu chuẩn sau.",
            )  # fmt: skip
            self.fields[f"group_{count}_needed"] = forms.IntegerField(
                label="Số tiêu chuẩn phải đạt", min_value=1, max_value=50, required=False,
                initial=group.needed if group else 1, localize=False,
            )  # fmt: skip

    @property
    def group_fields(self) -> list[tuple[str, Any, Any]]:
        """Return (number, lead-in, needed) of each group, bound."""
        counts = [name.split("_")[1] for name in self.fields if name.endswith("_needed")]
        return [(c, self[f"group_{c}_text"], self[f"group_{c}_needed"]) for c in counts]

    def needed(self, count: str) -> int:
        """Return how many of group `count` must be met."""
        return self.cleaned_data.get(f"group_{count}_needed") or 1


class CriteriaRows(BaseInlineFormSet):
    """The criteria in the order that the officer gave them."""

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Add order and removal; a number alone, which the page fills in, does not make a row."""
        super().add_fields(form, index)
        form.fields["ORDER"].has_changed = lambda initial, data: False

    @property
    def kept(self) -> list[CriterionForm]:
        """Return the rows that stay, in order."""
        return list(self.ordered_forms)


# More than any set has; a page that claims thousands of rows would keep the server busy.
MOST_ROWS = 200
_Rows = inlineformset_factory(
    CriterionSet, Criterion, form=CriterionForm, formset=CriteriaRows,
    extra=1, can_delete=True, can_order=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 20,
)  # fmt: skip


class CriteriaEditor:
    """The forms of one set together: valid together, saved together."""

    def __init__(
        self, criterion_set: CriterionSet, awards: AwardsOn, data: Any = None, *, prefix: str
    ) -> None:
        self.set, self.prefix, self.day = criterion_set, prefix, awards.day
        self.groups = list(criterion_set.groups.all()) if criterion_set.pk else []
        self.settings = SettingsForm(
            data, instance=criterion_set, groups=self.groups, prefix=f"{prefix}-set"
        )
        counts = [count for count, *_ in self.settings.group_fields]
        places = [
            (MANDATORY, "Bắt buộc"),
            *((count, f"Lựa chọn: thuộc nhóm {count}") for count in counts),
            (TOLD, "Chỉ nêu, không quyết định"),
        ]
        queryset = criterion_set.criteria.all() if criterion_set.pk else Criterion.objects.none()
        self.rows = _Rows(
            data, instance=criterion_set, prefix=prefix, queryset=queryset,
            form_kwargs={"awards": awards, "places": places},
        )  # fmt: skip
        for form in self.rows.initial_forms:
            form.initial["place"] = self._place(form.instance)

    def _place(self, criterion: Criterion) -> str:
        for count, group in enumerate(self.groups, start=1):
            if group.pk == criterion.group_id:
                return str(count)
        return MANDATORY if criterion.mandatory else TOLD

    @property
    def subject(self) -> str:
        """Return the nominee kind of the set in words."""
        return NomineeKind(self.set.subject).label

    # --- validation ------------------------------------------------------------------------------

    def is_valid(self) -> bool:
        """Validate rows and settings, then what only both together can say."""
        verdicts = [self.rows.is_valid(), self.settings.is_valid()]
        if all(verdicts):
            self._check_groups()
            self._check_points()
        return all(verdicts) and not self.settings.errors

    def _check_groups(self) -> None:
        for count, members in self._members().items():
            if not members:
                continue
            if len(members) == 1:
                members[0].add_error(
                    "place", f"Nhóm {count} mới có một tiêu chuẩn: cần ít nhất hai để lựa chọn."
                )
                self.settings.add_error(f"group_{count}_needed", "Nhóm này cần thêm tiêu chuẩn.")
            elif self.settings.needed(count) > len(members):
                self.settings.add_error(
                    f"group_{count}_needed", f"Nhóm chỉ có {len(members)} tiêu chuẩn."
                )

    def _check_points(self) -> None:
        data = self.settings.cleaned_data
        if not data["scores"]:
            data["pass_points"] = self.set.pass_points = None
            return
        points = points_of(form.instance for form in self.rows.kept)
        if points is None:
            self.settings.add_error("scores", "Chưa tiêu chuẩn nào có điểm.")
        elif data["pass_points"] is not None and data["pass_points"] <= 0:
            self.settings.add_error("pass_points", "Ghi điểm lớn hơn 0, hoặc để trống.")
        elif data["pass_points"] is not None and data["pass_points"] > points.most:
            self.settings.add_error(
                "pass_points", f"Cao hơn tổng điểm tối đa ({number(points.most)})."
            )

    def _members(self) -> dict[str, list[CriterionForm]]:
        found = {count: [] for count, *_ in self.settings.group_fields}
        for form in self.rows.kept:
            place = form.cleaned_data["place"]
            if place in found:
                found[place].append(form)
        return found

    # --- saving ----------------------------------------------------------------------------------

    @transaction.atomic
    def save(self, into: CriterionSet | None = None) -> CriterionSet:
        """Save what the forms say into their own set, or as the content of a new one (`into`)."""
        target = into or self.set
        target.pass_points = self.settings.cleaned_data["pass_points"]
        target.save()
        groups = self._save_groups(target, fresh=into is not None)
        for position, form in enumerate(self.rows.kept, start=1):
            self._save_row(form, target, groups, position, fresh=into is not None)
        if into is None:
            for form in self.rows.deleted_forms:
                if form.instance.pk:
                    form.instance.delete()
            # A group that nobody belongs to any more says nothing.
            for group in self.groups:
                if group not in groups.values():
                    group.delete()
        return target

    def _save_groups(self, target: CriterionSet, *, fresh: bool) -> dict[str, CriterionGroup]:
        saved = {}
        for count, members in self._members().items():
            if not members:
                continue
            old = self.groups[int(count) - 1] if int(count) <= len(self.groups) else None
            group = old if old and not fresh else CriterionGroup(criterion_set=target)
            values = {
                "text": self.settings.cleaned_data[f"group_{count}_text"],
                "needed": self.settings.needed(count),
                "position": int(count),
            }
            _save_changes(group, values)
            saved[count] = group
        return saved

    def _save_row(
        self,
        form: CriterionForm,
        target: CriterionSet,
        groups: dict[str, CriterionGroup],
        position: int,
        *,
        fresh: bool,
    ) -> None:
        criterion = form.instance
        changed = form.has_changed()
        if fresh:
            criterion.pk, criterion._state.adding = None, True
        place = form.cleaned_data["place"]
        values = {
            "criterion_set": target,
            "group": groups.get(place),
            "mandatory": place == MANDATORY,
            "position": position,
        }
        if not self.settings.cleaned_data["scores"]:
            values |= {"scoring": Scoring.NONE, "points": None}
        _save_changes(criterion, values, always=changed)


def _save_changes(record: Any, values: dict[str, Any], *, always: bool = False) -> None:
    """Save the record when a value differs, so that its history shows changes only."""
    differs = [name for name, value in values.items() if getattr(record, name) != value]
    for name in differs:
        setattr(record, name, values[name])
    if differs or always or record._state.adding:
        record.save()


class LibrarySetForm(VersionedForm):
    """Whose set it is, for whom, and its name."""

    class Meta:
        model = CriterionSet
        fields = ["authority", "name", "subject"]
        labels = {"authority": "Cơ quan", "name": "Tên bộ tiêu chuẩn"}

    def __init__(self, *args: Any, authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities
        self.fields["authority"].required = True
        if len(authorities) == 1:
            self.fields["authority"].initial = authorities[0]
        if self.instance.pk:
            del self.fields["authority"], self.fields["subject"]
