"""Forms of the unit's side of a dossier: whom to propose, texts, scans; the office's few fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.assessing.candidates import is_admitted
from campaigns.models import AwardOffer
from dossiers.checklist import components_of, open_texts, standing, takes_scan
from dossiers.models import Dossier, Nomination, Part
from emulation.organization.models import NOMINEE_FIELDS, Household, NomineeKind, Person, Unit
from emulation.organization.selection import Roster
from emulation.papers.text import problems
from emulation.uploads import UploadField
from emulation.versions import VersionedForm

ANNEX = "annex"


def key_of(offer: AwardOffer, field: str, pk: int) -> str:
    """Return the value of a tick: award and nominee."""
    return f"{offer.pk}:{field}:{pk}"


class PickForm(forms.Form):
    """Ticks before those who are registered and not proposed yet."""

    picks = forms.MultipleChoiceField(
        label="Đề nghị",
        error_messages={
            "required": "Hãy đánh dấu ít nhất một đối tượng.",
            "invalid_choice": "Có đối tượng vừa được đề nghị hoặc không còn trong bản đăng ký.",
        },
    )

    def __init__(self, keys: Iterable[str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["picks"].choices = [(key, key) for key in keys]


class AddNominationForm(forms.Form):
    """Somebody who is not registered: for which award, whom."""

    offer = forms.ModelChoiceField(
        AwardOffer.objects.none(), label="Danh hiệu, hình thức", empty_label="Chọn…"
    )
    nominee = forms.ChoiceField(
        label="Tập thể, cá nhân, hộ gia đình",
        error_messages={
            "invalid_choice": "Đối tượng này không thuộc đơn vị.",
            "required": "Hãy chọn đối tượng.",
        },
    )

    def __init__(
        self, dossier: Dossier, offers: Sequence[AwardOffer], roster: Roster, data: Any = None
    ) -> None:
        super().__init__(data)
        self.fields["offer"].queryset = AwardOffer.objects.filter(
            pk__in=[offer.pk for offer in offers]
        )
        self.found: dict[str, Unit | Person | Household] = {}
        choices: list[Any] = [("", "Tìm và chọn…")]
        for subject, field in NOMINEE_FIELDS.items():
            if not any(is_admitted(offer, subject) for offer in offers):
                continue
            rows = {f"{field}:{one.pk}": one for one in roster.of(subject, dossier.unit)}
            self.found |= rows
            choices.append(
                (NomineeKind(subject).label, [(key, _label(one)) for key, one in rows.items()])
            )
        self.fields["nominee"].choices = choices
        self.fields["nominee"].widget.attrs["data-search"] = ""

    def clean_nominee(self) -> Unit | Person | Household:
        """Return the record that was chosen."""
        return self.found[self.cleaned_data["nominee"]]


def _label(nominee: Unit | Person | Household) -> str:
    if isinstance(nominee, Person):
        return f"{nominee}, {nominee.post}"
    return f"{nominee}, {nominee.unit}" if isinstance(nominee, Household) else str(nominee)


class TextsForm(forms.Form):
    """Summary and report of a nomination, those that are open now.

    `seen` carries when the nomination was last saved before the writer began.
    """

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    summary = forms.CharField(
        label="Tóm tắt thành tích",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Vài dòng, in trong danh sách trích ngang.",
    )
    report = forms.CharField(
        label="Báo cáo thành tích",
        required=False,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text="Viết như trong Word: «I.», «1.», «a)», «-» ở đầu dòng; mỗi dòng là một đoạn. "
        "Nêu kết quả theo từng tiêu chí.",
    )

    def __init__(self, nomination: Nomination, data: Any = None) -> None:
        super().__init__(
            data,
            initial={
                "seen": nomination.saved_at.isoformat(),
                "summary": nomination.summary,
                "report": nomination.report,
            },
        )
        for name in {"summary", "report"} - open_texts(nomination.dossier):
            del self.fields[name]

    def clean_report(self) -> str:
        """Refuse a text whose structure cannot be printed, naming the lines."""
        text = self.cleaned_data["report"].replace("\r\n", "\n")
        if found := problems(text, ()):
            raise ValidationError([f"Dòng {line}: {message}" for line, message in found])
        return text

    def texts(self) -> dict[str, str]:
        """Return what is to be saved."""
        return {name: text for name, text in self.cleaned_data.items() if name != "seen"}

    @property
    def seen_at(self) -> dt.datetime:
        """Return the state that the writer started from."""
        return self.cleaned_data["seen"]


class ScanForm(forms.Form):
    """A scan: for which component, of whom, under which name."""

    component = forms.ChoiceField(label="Thành phần hồ sơ")
    nomination = forms.ModelChoiceField(
        Nomination.objects.none(),
        label="Của đối tượng",
        required=False,
        empty_label="Cả hồ sơ",
    )
    name = forms.CharField(
        label="Tên tài liệu",
        max_length=200,
        required=False,
        help_text="Để trống thì lấy tên thành phần.",
    )
    file = UploadField(kinds=("pdf", "jpg", "png"), label="Tệp quét hoặc ảnh chụp")
    is_signed = forms.BooleanField(label="Đã ký số", required=False)
    instead_of = forms.ModelChoiceField(
        Part.objects.none(),
        label="Thay cho bản đã nộp",
        required=False,
        empty_label="Không, nộp thêm",
    )

    def __init__(self, dossier: Dossier, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.open = {str(c.pk): c for c in components_of(dossier) if takes_scan(dossier, c)}
        choices = [(key, component.name) for key, component in self.open.items()]
        if takes_scan(dossier, None):
            choices.append((ANNEX, "Tài liệu khác kèm theo"))
        self.fields["component"].choices = choices
        nominations = self.fields["nomination"]
        nominations.queryset = dossier.nominations.filter(
            pk__in=[n.pk for n in standing(dossier)]
        ).select_related("unit", "person", "household", "award_type")
        replaceable = [p.pk for p in dossier.parts.all() if takes_scan(dossier, p.component)]
        if replaceable:
            self.fields["instead_of"].queryset = dossier.parts.filter(pk__in=replaceable)
        else:
            del self.fields["instead_of"]

    def clean(self) -> dict[str, Any]:
        """Name the scan after its component where nothing was typed; an annex has a name."""
        found = super().clean()
        found.setdefault("instead_of", None)
        component = self.open.get(found.get("component", ""))
        if not found.get("name") and found.get("component") == ANNEX:
            self.add_error("name", "Hãy ghi tên tài liệu.")
        found["name"] = found.get("name") or (component.name[:200] if component else "")
        found["component"] = component
        return found


class PaperCopiesForm(VersionedForm):
    """The paper copies that came in."""

    class Meta:
        model = Dossier
        fields = ["paper_sets", "paper_received_on", "shelf"]


class SupplementForm(forms.Form):
    """What the office asks for, until when, why."""

    items = forms.MultipleChoiceField(
        label="Thành phần phải bổ sung", required=False, widget=forms.CheckboxSelectMultiple
    )
    other = forms.CharField(label="Nội dung khác", required=False, max_length=300)
    before = forms.DateField(
        label="Bổ sung trước ngày", help_text="Ngày này đã là quá hạn; hạn cuối là ngày liền trước."
    )
    note = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)

    def __init__(self, dossier: Dossier, data: Any = None) -> None:
        super().__init__(data)
        self.fields["items"].choices = [(c.name, c.name) for c in components_of(dossier)]
