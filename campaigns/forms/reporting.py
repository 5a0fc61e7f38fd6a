"""The form on which a unit reports a nominee's results: one card a criterion, one round for all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from awards.kinds import CriterionKind
from awards.models import Criterion, Scoring
from awards.sentences import number
from campaigns.models import ReportRound, Result
from campaigns.services.reporting import Claim, may_write
from campaigns.states import ResultState
from emulation.uploads import SafeFile, accept, checked, hint

K = CriterionKind
# What the figure of a criterion counts, and the highest it may be; kinds left out have no figure.
FIGURES: dict[str, tuple[str, int | None]] = {
    K.MANUAL: ("Số liệu đạt được (nếu có)", None),
    K.INDEX_RATING: ("Điểm chỉ số", None),
    K.INDEX_RISE: ("Điểm chỉ số", None),
    K.RANK: ("Thứ hạng", None),
    K.INITIATIVE: ("Số sáng kiến, giải pháp", 100),
    K.TITLE_YEARS: ("Số lần đạt", 100),
    K.RATING_YEARS: ("Số năm liên tục", 100),
    K.MEMBER_SHARE: ("Tỷ lệ thành viên đạt (%)", 100),
    K.MEMBER_RATING: ("Tỷ lệ thành viên đạt (%)", 100),
    K.SERVICE_MONTHS: ("Số tháng công tác trong năm", 12),
}
del K
ANSWERS = [("", "Chưa đánh giá"), ("yes", "Đạt"), ("no", "Chưa đạt")]
TO_VALUE = {"yes": True, "no": False}
TO_ANSWER = {None: "", True: "yes", False: "no"}


class FilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several evidence files: each a (name, SafeFile); what is wrong with one stands beside it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", FilesInput(attrs={"accept": accept()}))
        options.setdefault("help_text", f"{hint()} Chọn được nhiều tệp một lúc.")
        super().__init__(required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, SafeFile]]:
        """Return the checked files, none when none was chosen."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        errors, found = [], []
        for upload in given:
            try:
                found.append((shown_name(upload), checked(upload)))
            except ValidationError as error:
                errors.append(f"{shown_name(upload)}: {' '.join(error.messages)}")
        if errors:
            raise ValidationError(errors)
        return found


def shown_name(upload: UploadedFile) -> str:
    """Return the name under which people find a file again."""
    return unicodedata.normalize("NFC", (upload.name or "").rpartition("/")[2])[:200]


class ClaimForm(forms.Form):
    """What is claimed on one criterion; only the fields that its kind has."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    claims_met = forms.ChoiceField(
        label="Tự đánh giá", choices=ANSWERS, required=False, widget=forms.RadioSelect
    )
    number = forms.DecimalField(
        min_value=0, max_digits=12, decimal_places=2, required=False, localize=True
    )
    claimed_points = forms.DecimalField(
        label="Điểm tự chấm", min_value=0, max_digits=6, decimal_places=2, required=False,
        localize=True,
    )  # fmt: skip
    text = forms.CharField(
        label="Kết quả đạt được",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    files = FilesField(label="Nộp thêm minh chứng")

    def __init__(
        self, criterion: Criterion, result: Result | None, data: Any = None, files: Any = None
    ) -> None:
        self.criterion, self.result = criterion, result
        stored = Claim.of(result)
        super().__init__(
            data,
            files,
            prefix=f"c{criterion.pk}",
            initial={
                "seen": stored.seen,
                "claims_met": TO_ANSWER[stored.claims_met],
                "number": stored.number,
                "claimed_points": stored.claimed_points,
                "text": stored.text,
            },
        )
        figure = FIGURES.get(criterion.kind)
        if figure:
            label, most = figure
            self.fields["number"].label = label
            _limit(self.fields["number"], most)
        else:
            del self.fields["number"]
        if criterion.scoring == Scoring.NONE:
            del self.fields["claimed_points"]
        else:
            _limit(self.fields["claimed_points"], criterion.points)
            words = "Điểm tự trừ" if criterion.scoring == Scoring.PENALTY else "Điểm tự chấm"
            self.fields["claimed_points"].label = f"{words} (tối đa {number(criterion.points)})"
        if criterion.evidence:
            self.fields["files"].label = f"Minh chứng: {criterion.evidence}"

    def clean_text(self) -> str:
        """Return the text with plain line ends."""
        return self.cleaned_data["text"].replace("\r\n", "\n").strip()

    def claim(self) -> Claim:
        """Return what was entered (after validation)."""
        data = self.cleaned_data
        return Claim(
            claims_met=TO_VALUE.get(data["claims_met"]),
            number=data.get("number"),
            text=data["text"],
            claimed_points=data.get("claimed_points"),
        )

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Return the short fields, which stand side by side."""
        names = ("claims_met", "number", "claimed_points")
        return [self[name] for name in names if name in self.fields]

    @property
    def lacks_evidence(self) -> bool:
        """Whether the plan wants evidence and none is there."""
        wanted = bool(self.criterion.evidence)
        return wanted and (self.result is None or not self.result.evidence.all())


def _limit(field: forms.DecimalField, most: Any) -> None:
    """Refuse more than `most`; the widget does not say so: it is a text box with a comma."""
    if most is None:
        return

    def check(value: Any) -> None:
        if value > most:
            raise ValidationError(f"Không quá {number(most) if most % 1 else int(most)}.")

    field.validators.append(check)


class Card:
    """One criterion of a nominee: its result and, while it is open, the form."""

    def __init__(
        self, criterion: Criterion, result: Result | None, form: ClaimForm | None, sentence: str
    ) -> None:
        self.criterion, self.result, self.form, self.sentence = criterion, result, form, sentence

    @property
    def anchor(self) -> str:
        """Return the id of the card on the page."""
        return f"tc-{self.criterion.pk}"

    @property
    def returned_note(self) -> str:
        """Return why the office sent the result back."""
        is_returned = self.result is not None and self.result.state == ResultState.RETURNED
        return self.result.last_note if is_returned else ""


class ClaimSheet:
    """All cards of a nominee on one page, posted and saved together.

    A card that was open when the page was loaded keeps what was typed even when it has been sent
    meanwhile: the service says so beside it.
    """

    def __init__(
        self,
        criteria: Iterable[Criterion],
        results: Mapping[int, Result],
        *,
        sentences: Mapping[int, str],
        closed: str,
        writes: bool,
        data: Any = None,
        files: Any = None,
    ) -> None:
        self.cards = []
        self.is_bound = data is not None
        for criterion in criteria:
            result = results.get(criterion.pk)
            posted = self.is_bound and f"c{criterion.pk}-seen" in data
            is_open = writes and may_write(result, closed)
            form = None
            if posted or is_open:
                bound = posted and writes
                form = ClaimForm(
                    criterion,
                    result,
                    data if bound else None,
                    (files or MultiValueDict()) if bound else None,
                )
            self.cards.append(Card(criterion, result, form, sentences.get(criterion.pk, "")))

    @property
    def forms(self) -> list[ClaimForm]:
        """Return the forms that were posted, or all that are open."""
        found = [card.form for card in self.cards if card.form]
        return [form for form in found if form.is_bound] if self.is_bound else found

    def is_valid(self) -> bool:
        """Whether every card can be read."""
        valid = [form.is_valid() for form in self.forms]
        return all(valid)

    def claims(self) -> dict[Criterion, Claim]:
        """Return what was entered, by criterion (after validation)."""
        return {form.criterion: form.claim() for form in self.forms}

    def seen(self) -> dict[int, str]:
        """Return the marks of what the writer was shown, by criterion."""
        return {form.criterion.pk: form.cleaned_data["seen"] for form in self.forms}

    def put(self, error: ValidationError) -> None:
        """Set the messages of the service beside the cards that they are about."""
        by_key = {f"c{form.criterion.pk}": form for form in self.forms}
        for key, texts in error.message_dict.items():
            if form := by_key.get(key):
                for text in texts:
                    form.add_error(None, text)

    def accept_newer(self, results: Mapping[int, Result]) -> None:
        """Start the next save from what is stored now: the writer has been shown the conflict."""
        for form in self.forms:
            form.data = form.data.copy()
            stored = Claim.of(results.get(form.criterion.pk))
            form.data[form.add_prefix("seen")] = stored.seen

    @property
    def errors(self) -> dict[str, list[str]]:
        """Return all messages by card."""
        return {
            form.prefix: [text for texts in form.errors.values() for text in texts]
            for form in self.forms
            if form.errors
        }


class ReportForm(forms.Form):
    """For which part of the period is reported; the office says on what ground it keys in."""

    round = forms.ChoiceField(
        label="Báo cáo cho",
        choices=[
            (ReportRound.END, "Cả kỳ – gửi văn phòng xác nhận"),
            *((r.value, f"{r.label} – báo cáo tiến độ") for r in ReportRound if r != "end"),
        ],
        help_text="Báo cáo tiến độ được lưu lại theo từng kỳ; chỉ kết quả cả kỳ mới được xác nhận.",
    )
    note = forms.CharField(
        label="Căn cứ nhập thay",
        required=False,
        max_length=300,
        help_text="Ví dụ: báo cáo giấy của đơn vị ngày 05/12, gọi điện thoại với trưởng thôn.",
    )

    def __init__(self, data: Any = None, *, for_unit: bool = False) -> None:
        super().__init__(data)
        if not for_unit:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """Ask the office for its ground when the result of the period is sent."""
        cleaned = super().clean()
        if (
            "note" in self.fields
            and cleaned.get("round") == ReportRound.END
            and not cleaned.get("note", "").strip()
        ):
            self.add_error("note", "Hãy ghi căn cứ nhập thay.")
        return cleaned
