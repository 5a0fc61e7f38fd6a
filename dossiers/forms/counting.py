"""The table in which the tellers' sums are entered, and the ballot of a member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from dossiers.counting import BALLOT_FIELDS, WRITTEN_FIELDS, turnout_of
from dossiers.models import AgendaItem, Attendance, CouncilSession
from dossiers.services.council import faults_of
from dossiers.services.screen_ballot import CHOICES, left_out

HEADS = {
    "issued": "Phát ra",
    "returned": "Thu về",
    "valid": "Hợp lệ",
    "invalid": "Không hợp lệ",
    "agree": "Đồng ý",
    "disagree": "Không đồng ý",
    "blank": "Không ý kiến",
    "written_agree": "VB: đồng ý",
    "written_disagree": "VB: không đồng ý",
    "written_blank": "VB: không ý kiến",
}
VOTES = ("agree", "disagree", "blank")
SAME = ("issued", "returned", "valid", "invalid")


@dataclass
class CountRow:
    """One item of the table: whom it is about, who can vote, its fields."""

    item: AgendaItem
    ballots: int
    opinions: int
    fields: list[forms.BoundField]
    is_open: bool = False


class CountForm(forms.Form):
    """The sums of all items at once; a row without any vote is left for later.

    `filled` puts the sums of "same ballots for all" into every row: fewer where members are
    recused.
    """

    is_filled = False

    def __init__(
        self, session: CouncilSession, items: list[AgendaItem], attendances: list[Attendance],
        data: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.session, self.items, self.attendances = session, items, attendances
        self.turnouts = {item.pk: turnout_of(item, attendances) for item in items}
        written = any(turnout.written for turnout in self.turnouts.values())
        by_hand = () if session.on_screen else BALLOT_FIELDS[: -len(WRITTEN_FIELDS)]
        self.names = (*by_hand, *(WRITTEN_FIELDS if written else ()))
        self.same_names = () if session.on_screen else SAME
        for name in self.same_names:
            self.fields[f"same-{name}"] = self._number(HEADS[name])
        for item in items:
            for name in self.names:
                label = f"{item.nomination.nominee}: {HEADS[name].lower()}"
                self.fields[f"item-{item.pk}-{name}"] = self._number(
                    label, self._initial(item, name)
                )

    def _number(self, label: str, initial: int | None = None) -> forms.IntegerField:
        return forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=999,
            initial=initial,
            widget=forms.NumberInput(attrs={"class": "sum", "inputmode": "numeric"}),
        )

    def _initial(self, item: AgendaItem, name: str) -> int | None:
        if name == "issued" and item.issued is None:
            return self.turnouts[item.pk].ballots
        return getattr(item, name)

    def heads(self) -> list[str]:
        """Return the columns' titles."""
        return [HEADS[name] for name in self.names]

    def same(self) -> list[forms.BoundField]:
        """Return the fields of "same ballots for all"."""
        return [self[f"same-{name}"] for name in self.same_names]

    def rows(self) -> list[CountRow]:
        """Return the rows of the table."""
        return [
            CountRow(
                item,
                self.turnouts[item.pk].ballots,
                self.turnouts[item.pk].opinions,
                [self[f"item-{item.pk}-{name}"] for name in self.names],
                item.pk in getattr(self, "later", ()),
            )
            for item in self.items
        ]

    def clean(self) -> dict[str, Any]:
        """Say beside each field which sum does not add up; keep the rows that are complete."""
        data = super().clean()
        self.later: list[int] = []
        self.sums: dict[int, dict[str, int]] = {}
        for item in self.items:
            typed = {name: data.get(f"item-{item.pk}-{name}") for name in self.names}
            if any(f"item-{item.pk}-{name}" in self.errors for name in self.names):
                continue
            if not self.session.on_screen and all(typed[name] is None for name in VOTES):
                self.later.append(item.pk)
                continue
            missing = [n for n, v in typed.items() if v is None and n not in WRITTEN_FIELDS]
            for name in missing:
                self.add_error(f"item-{item.pk}-{name}", "Hãy ghi số, không có thì ghi 0.")
            if missing:
                continue
            sums = {name: value or 0 for name, value in typed.items()}
            found = faults_of(item, sums, self.attendances, on_screen=self.session.on_screen)
            for name, text in found.items():
                self.add_error(f"item-{item.pk}-{name}", text)
            if not found:
                self.sums[item.pk] = sums
        return data

    def filled(self) -> CountForm:
        """Return the form anew with the same ballots in every row; what else was typed stays."""
        data = self.data.copy()
        same = {name: _whole(data.get(f"same-{name}")) for name in self.same_names}
        for item in self.items:
            ballots = self.turnouts[item.pk].ballots
            fewer = max(0, (same.get("issued") or 0) - ballots)
            for name, value in same.items():
                if value is not None:
                    less = 0 if name == "invalid" else fewer
                    data[f"item-{item.pk}-{name}"] = str(max(0, value - less))
        form = CountForm(self.session, self.items, self.attendances, data)
        form.is_filled = True
        return form


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 4 else None


class BallotForm(forms.Form):
    """One choice an item, none chosen beforehand."""

    def __init__(self, items: Iterable[AgendaItem], data: Any = None) -> None:
        super().__init__(data)
        self.items = list(items)
        for item in self.items:
            self.fields[f"item-{item.pk}"] = forms.ChoiceField(
                label=str(item.nomination.nominee),
                choices=list(CHOICES.items()),
                widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
                error_messages={"required": "Hãy chọn một ý kiến."},
            )

    def rows(self) -> list[tuple[AgendaItem, forms.BoundField]]:
        """Return each item with its field."""
        return [(item, self[f"item-{item.pk}"]) for item in self.items]

    def choices(self) -> dict[int, str]:
        """Return item id → choice of a valid form."""
        chosen = {item.pk: self.cleaned_data[f"item-{item.pk}"] for item in self.items}
        assert not left_out(self.items, chosen)
        return chosen

    def chosen(self) -> list[tuple[AgendaItem, str, str]]:
        """Return each item with the choice and its words, to be confirmed."""
        chosen = self.choices()
        return [(item, chosen[item.pk], CHOICES[chosen[item.pk]]) for item in self.items]
