"""Forms of a session: its plan, its course, attendance, one item of the agenda."""

from __future__ import annotations

from typing import Any

from django import forms

from awards.models import AwardType
from dossiers.counting import day_of
from dossiers.models import AgendaItem, CouncilSession, Presence, Seat
from dossiers.services.agenda import seats_on
from emulation.versions import VersionedForm

MODES = [
    ("", "Phiếu giấy, tổ kiểm phiếu ghi kết quả"),
    ("1", "Trên máy, mỗi thành viên một tài khoản"),
]
WHEN = "Ngày và giờ, ví dụ 05/12/2024 08:00."


class SessionForm(VersionedForm):
    """When and where the council meets, and how it votes."""

    wide = ("title",)
    on_screen = forms.TypedChoiceField(
        label="Cách bỏ phiếu kín",
        choices=MODES,
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = CouncilSession
        fields = ["title", "planned_at", "place", "on_screen"]
        help_texts = {"planned_at": WHEN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["on_screen"] = "1" if self.instance.on_screen else ""


class CourseForm(VersionedForm):
    """What happened: discussion, and when the meeting began and ended."""

    wide = ("discussion",)

    class Meta:
        model = CouncilSession
        fields = ["discussion", "opened_at", "closed_at"]
        widgets = {"discussion": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "discussion": "Mỗi ý kiến một dòng; được đưa vào biên bản họp.",
            "opened_at": WHEN,
            "closed_at": "Để trống thì lấy lúc kết luận phiên họp.",
        }

    def clean(self) -> dict[str, Any]:
        """The meeting ends after it began."""
        data = super().clean()
        first, last = data.get("opened_at"), data.get("closed_at")
        if first and last and last < first:
            self.add_error("closed_at", "Phiên họp bế mạc sau khi khai mạc.")
        return data


class AttendanceForm(forms.Form):
    """Who is present: a presence and a reason a member; who presides, writes, counts."""

    def __init__(self, session: CouncilSession, data: Any = None) -> None:
        super().__init__(data)
        self.session = session
        self.attendances = list(session.attendances.select_related("seat"))
        seats = Seat.objects.filter(pk__in=[row.seat_id for row in self.attendances])
        for row in self.attendances:
            name, label = f"seat-{row.seat_id}", row.seat.name
            self.fields[f"{name}-presence"] = forms.ChoiceField(
                label=f"{label}: dự họp", choices=Presence, initial=row.presence
            )
            self.fields[name] = forms.CharField(
                label=f"{label}: lý do vắng", required=False, max_length=200, initial=row.reason
            )
        for field, label, value in (
            ("presided_by", "Chủ tọa", session.presided_by_id),
            ("secretary", "Thư ký", session.secretary_id),
        ):
            self.fields[field] = forms.ModelChoiceField(
                seats, label=label, initial=value, required=False
            )
        self.fields["tellers"] = forms.ModelMultipleChoiceField(
            seats,
            label="Tổ kiểm phiếu",
            required=False,
            initial=[seat.pk for seat in session.tellers.all()],
            widget=forms.CheckboxSelectMultiple,
        )

    def rows(self) -> list[tuple[Seat, forms.BoundField, forms.BoundField]]:
        """Return each member with his two fields."""
        return [
            (row.seat, self[f"seat-{row.seat_id}-presence"], self[f"seat-{row.seat_id}"])
            for row in self.attendances
        ]

    def typed(self) -> dict[int, tuple[str, str]]:
        """Return seat id → (presence, reason) of a valid form."""
        return {
            row.seat_id: (
                self.cleaned_data[f"seat-{row.seat_id}-presence"],
                self.cleaned_data[f"seat-{row.seat_id}"],
            )
            for row in self.attendances
        }

    def presences(self) -> list[Any]:
        """Return the attendances as they are being typed, unsaved: to show the quorum."""
        for row in self.attendances:
            value = self.data.get(f"seat-{row.seat_id}-presence", row.presence)
            row.presence = value if value in Presence.values else row.presence
        return self.attendances


class RecusalForm(forms.Form):
    """A member who takes no part in the vote on an item."""

    prefix = "recusal"
    seat = forms.ModelChoiceField(Seat.objects.none(), label="Thành viên")
    reason = forms.CharField(
        label="Lý do", max_length=200, help_text="Ví dụ: là vợ của người được xét"
    )

    def __init__(self, item: AgendaItem, data: Any = None) -> None:
        super().__init__(data)
        attending = Seat.objects.filter(attendances__session=item.session_id)
        taken = [recusal.seat_id for recusal in item.recusals.all()]
        self.fields["seat"].queryset = attending.exclude(pk__in=taken)


class LowerForm(forms.Form):
    """The lower award that the council votes on instead."""

    prefix = "lower"
    lower_to = forms.ModelChoiceField(
        AwardType.objects.none(),
        label="Mức đưa ra biểu quyết",
        required=False,
        empty_label="Đúng mức được đề nghị",
        widget=forms.Select(attrs={"data-search": ""}),
    )
    lower_note = forms.CharField(
        label="Lý do đề nghị mức thấp hơn",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, item: AgendaItem, data: Any = None) -> None:
        super().__init__(
            data, initial={"lower_to": item.lower_to_id, "lower_note": item.lower_note}
        )
        subject, day = item.nomination.subject, day_of(item.session)
        self.fields["lower_to"].queryset = (
            AwardType.objects.valid_on(day)
            .filter(subjects__contains=subject)
            .exclude(pk=item.nomination.award_type_id)
        )


def members_missing(session: CouncilSession) -> bool:
    """Whether a member of the day has not been entered, or one was who is none that day."""
    entered = set(session.attendances.values_list("seat_id", flat=True))
    return entered != {seat.pk for seat in seats_on(session.council, day_of(session))}
