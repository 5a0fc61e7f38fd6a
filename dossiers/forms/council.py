"""Forms of a council and its seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from awards.competence import regime_on
from dossiers.models import Council, Seat, SeatRole
from emulation.organization.models import Person, Unit, User
from emulation.versions import VersionedForm


class CouncilForm(VersionedForm):
    """A council: what it is called, for which term, its quorum."""

    wide = ("name", "document")

    class Meta:
        model = Council
        fields = [
            "authority",
            "name",
            "document",
            "symbol",
            "standing_unit",
            "starts_on",
            "ends_on",
            "quorum_numerator",
            "quorum_denominator",
        ]
        help_texts = {
            "document": "Ví dụ: Quyết định số 15/QĐ-UBND ngày 10/01/2024",
            "quorum_numerator": "Tỷ lệ 2/3 thì ghi tử số 2, mẫu số 3; theo quy chế của Hội đồng.",
        }

    def __init__(self, *args: Any, authorities: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [unit.pk for unit in authorities]
        self.fields["authority"] = forms.ModelChoiceField(
            Unit.objects.filter(pk__in=keys), label="Cơ quan", initial=authorities[0]
        )
        if len(authorities) == 1 or self.instance.pk:
            del self.fields["authority"]
            if not self.instance.pk:
                self.instance.authority = authorities[0]
        self.fields["standing_unit"].queryset = Unit.objects.filter(authority__in=keys)
        self.fields["standing_unit"].widget.attrs["data-search"] = ""
        regime = regime_on(timezone.localdate())
        if regime and not self.instance.pk:
            self.fields["quorum_numerator"].initial = regime.quorum_numerator
            self.fields["quorum_denominator"].initial = regime.quorum_denominator

    def clean(self) -> dict[str, Any]:
        """Tell beside the field that the share is more than all."""
        data = super().clean()
        upper, lower = data.get("quorum_numerator"), data.get("quorum_denominator")
        if upper is not None and lower is not None and not 1 <= upper <= lower:
            self.add_error(
                "quorum_denominator", "Tỷ lệ dự họp tối thiểu phải lớn hơn 0 và không quá 1."
            )
        return data


class SeatForm(VersionedForm):
    """A member: chosen from the roster or named, his role, term, and account for the ballot."""

    name = forms.CharField(
        label="Họ và tên",
        required=False,
        max_length=120,
        help_text="Để trống thì lấy theo người đã chọn trong danh sách.",
    )

    class Meta:
        model = Seat
        fields = ["role", "person", "name", "post", "user", "starts_on", "ends_on", "position"]
        help_texts = {
            "person": "Chọn để hệ thống nhận ra khi thành viên là người được xét khen thưởng.",
            "user": "Dùng khi Hội đồng bỏ phiếu trên máy.",
            "ends_on": "Ghi ngày để kết thúc nhiệm kỳ; thành viên vẫn còn trong các phiên họp cũ.",
            "position": "Thứ tự trong biên bản; để 0 thì xếp cuối.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authority = self.instance.council.authority
        self.fields["person"].queryset = Person.objects.filter(authority=authority).select_related(
            "unit"
        )
        self.fields["user"].queryset = User.objects.filter(
            memberships__unit__authority=authority
        ).distinct()
        for name in ("person", "user"):
            self.fields[name].widget.attrs["data-search"] = ""
        self.fields["position"].required = False

    def clean_position(self) -> int:
        """Return the place, the last one when none was given."""
        return self.cleaned_data["position"] or self._next_position()

    def _next_position(self) -> int:
        if self.instance.position:
            return self.instance.position
        taken = self.instance.council.seats.exclude(pk=self.instance.pk)
        return max(taken.values_list("position", flat=True), default=0) + 1

    def clean(self) -> dict[str, Any]:
        """Take name and post from the person; one chair, one seat a person and account at a time.

        Terms that overlap in a day count as the same time.
        """
        data = super().clean()
        person = data.get("person")
        data["name"] = data.get("name") or (person.full_name if person else "")
        data["post"] = data.get("post") or (person.position if person else "")
        if not data["name"]:
            self.add_error("name", "Ghi họ và tên, hoặc chọn người trong danh sách.")
        others = self._at_the_same_time(data.get("starts_on"), data.get("ends_on"))
        if data.get("role") == SeatRole.CHAIR:
            self._refuse(others.filter(role=SeatRole.CHAIR), "role", "đang là Chủ tịch Hội đồng")
        if person:
            self._refuse(others.filter(person=person), "person", "đã là thành viên")
        if data.get("user"):
            self._refuse(others.filter(user=data["user"]), "user", "đang dùng tài khoản này")
        return data

    def _at_the_same_time(self, first: Any, last: Any) -> Any:
        others = self.instance.council.seats.exclude(pk=self.instance.pk)
        if first:
            others = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        if last:
            others = others.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=last))
        return others

    def _refuse(self, others: Any, field: str, why: str) -> None:
        other = others.first()
        if other:
            self.add_error(field, f"{other.name} {why} trong thời gian này.")
