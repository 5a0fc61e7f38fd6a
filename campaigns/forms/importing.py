"""Forms for reading last year's plan: the file, then what was understood, correctable."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import formset_factory

from awards.models import AwardType
from campaigns.reading import AwardQuote, Deadline, Dossier, PlanFacts, Quote
from emulation.papers.reader import Reading
from emulation.uploads import UploadError, checked, suffix_of

LARGEST = 10 * 1024 * 1024  # bytes
# What is read, and what offices bring instead: the reader tells them what to do with it.
READ = {"docx", "txt", "doc", "docm", "dotm", "rtf", "pdf", "odt"}


class SourceForm(forms.Form):
    """The plan as a file or as pasted text."""

    authority = forms.ModelChoiceField(None, label="Cơ quan", empty_label=None)
    file = forms.FileField(
        label="Tệp kế hoạch", required=False, help_text="Tệp Word (.docx) hoặc văn bản (.txt)."
    )
    text = forms.CharField(
        label="Hoặc dán nội dung", required=False, widget=forms.Textarea(attrs={"rows": 12})
    )

    def __init__(self, *args: Any, authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities
        if len(authorities) == 1:
            self.fields["authority"].initial = authorities[0]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and for a file that is not huge."""
        data = super().clean()
        file = data.get("file")
        if not file and not (data.get("text") or "").strip():
            self.add_error("file", "Hãy chọn tệp hoặc dán nội dung kế hoạch.")
        elif file and file.size > LARGEST:
            self.add_error("file", "Tệp lớn hơn 10 MB; kế hoạch thường chỉ vài trăm KB.")
        elif file and suffix_of(file.name) not in READ:
            self.add_error("file", "Chỉ nhận tệp Word (.docx) hoặc văn bản (.txt).")
        elif file and suffix_of(file.name) == "docx":
            try:
                checked(file, ("docx",))
            except UploadError as error:
                self.add_error("file", error)
        return data

    def source(self) -> tuple[bytes | str, str]:
        """Return what to read and the name of the file."""
        file = self.cleaned_data.get("file")
        return (b"".join(file.chunks()), file.name) if file else (self.cleaned_data["text"], "")


class LinesField(forms.CharField):
    """One entry a line."""

    def __init__(self, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 3)
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the entries."""
        return tuple(line.strip() for line in super().clean(value).splitlines() if line.strip())


def deadline_line(deadline: Deadline) -> str:
    """Write a deadline as the form shows it: "01/02 hằng năm", "2021: 30/08/2021"."""
    if isinstance(deadline.before, str):
        return f"{deadline.before[5:]}/{deadline.before[2:4]} hằng năm"
    day = f"{deadline.before:%d/%m/%Y}"
    other = deadline.year not in (None, deadline.before.year)
    return f"{deadline.year}: {day}" if other else day


class DeadlinesField(LinesField):
    """Deadlines, one a line: the first day that is too late, or a day of every year."""

    LINE = re.compile(
        r"(?:(?P<counts>\d{4})\s*:\s*)?(?P<day>\d{1,2})/(?P<month>\d{1,2})"
        r"(?:/(?P<year>\d{4})|(?P<yearly>\s+h[aằà]ng\s+năm))"
    )

    def prepare_value(self, value: Any) -> Any:
        """Show deadlines as lines."""
        if isinstance(value, (list, tuple)):
            return "\n".join(deadline_line(one) for one in value)
        return value

    def clean(self, value: Any) -> tuple[Deadline, ...]:
        """Return the deadlines; a line that is none is named."""
        return tuple(self._deadline(line) for line in super().clean(value))

    def _deadline(self, line: str) -> Deadline:
        match = self.LINE.fullmatch(line)
        try:
            if not match:
                raise ValueError
            day, month = int(match["day"]), int(match["month"])
            if match["yearly"]:
                dt.date(2024, month, day)
                return Deadline(None, f"--{month:02}-{day:02}")
            before = dt.date(int(match["year"]), month, day)
        except ValueError:
            raise forms.ValidationError(
                f"«{line}» chưa đúng: ghi 26/04/2024, hoặc 01/02 hằng năm, hoặc 2021: 30/08/2021."
            ) from None
        return Deadline(int(match["counts"] or before.year), before)


class FactsForm(forms.Form):
    """Everything that was read of the plan, except awards and dossiers."""

    wide = (
        "name", "subject", "bases", "opening", "lead_in", "body", "closing", "recipients",
        "collective", "individual", "household", "dossier_note",
    )  # fmt: skip
    name = forms.CharField(label="Tên phong trào", max_length=250)
    theme = forms.CharField(label="Chủ đề", max_length=160, required=False)
    starts_on = forms.DateField(label="Từ ngày", required=False)
    ends_on = forms.DateField(label="Đến hết ngày", required=False)
    registration_deadlines = DeadlinesField(
        label="Đăng ký trước ngày", help_text="Ngày đầu tiên đã là quá hạn."
    )
    dossier_deadlines = DeadlinesField(label="Nộp hồ sơ trước ngày")
    registration_sent_to = forms.CharField(label="Nơi nhận đăng ký", max_length=200, required=False)
    dossier_note = forms.CharField(
        label="Thời hạn hồ sơ theo văn bản khác", max_length=300, required=False
    )
    collective = LinesField(label="Tiêu chuẩn tập thể", rows=5)
    individual = LinesField(label="Tiêu chuẩn cá nhân", rows=5)
    household = LinesField(label="Tiêu chuẩn hộ gia đình", rows=2)
    subject = forms.CharField(label="Trích yếu", max_length=400)
    symbol = forms.CharField(label="Ký hiệu", max_length=30, required=False)
    place = forms.CharField(label="Địa danh", max_length=80, required=False)
    bases = LinesField(label="Căn cứ")
    opening = LinesField(label="Đoạn mở đầu")
    lead_in = LinesField(label="Câu dẫn vào nội dung", rows=2)
    body = forms.CharField(
        label="Nội dung", required=False, widget=forms.Textarea(attrs={"rows": 24})
    )
    closing = LinesField(label="Câu kết", rows=2)
    recipients = LinesField(label="Nơi nhận", rows=8)
    signer_authority = LinesField(label="Thẩm quyền ký", rows=2)
    signer_position = forms.CharField(label="Chức vụ người ký", max_length=80, required=False)
    signer_name = forms.CharField(label="Họ tên người ký", max_length=80, required=False)


class AwardQuoteForm(forms.Form):
    """One award as the plan words it, and which one of the catalogue it is."""

    wide = ("text",)
    text = forms.CharField(label="Kế hoạch ghi", max_length=400)
    code = forms.ChoiceField(label="Trong danh mục", required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "Chưa rõ, chưa đưa vào"), *choices]


class DossierQuoteForm(forms.Form):
    """One dossier that the plan asks for."""

    wide = ("components",)
    heading = forms.CharField(label="Hồ sơ đề nghị gì", max_length=300, required=False)
    copies = forms.IntegerField(label="Số bộ", min_value=1, max_value=20, required=False)
    sent_to = forms.CharField(label="Nơi nhận hồ sơ", max_length=200, required=False)
    components = LinesField(label="Thành phần", rows=5)


# More than any plan has; a page that claims thousands of rows would keep the server busy.
_ROWS = {"extra": 0, "can_delete": True, "max_num": 300, "absolute_max": 320}
AwardQuotes = formset_factory(AwardQuoteForm, **_ROWS)
DossierQuotes = formset_factory(DossierQuoteForm, **_ROWS)
QUOTED = ("collective", "individual", "household")


class FactsForms:
    """The facts of one plan as forms; what they say in the end is again `PlanFacts`."""

    def __init__(self, facts: PlanFacts, data: Any = None) -> None:
        day = facts.dated or facts.starts_on or dt.date(facts.first_year or 2024, 1, 1)
        kinds = AwardType.objects.valid_on(day)
        choices = [(kind.code, f"{kind.name} – {kind.decided_by}") for kind in kinds]
        initial = {name: getattr(facts, name) for name in FactsForm.base_fields}
        initial |= {name: [q.text for q in getattr(facts, name)] for name in QUOTED}
        self.facts = facts
        self.form = FactsForm(data, initial=initial)
        self.awards = AwardQuotes(
            data,
            prefix="awards",
            initial=[{"text": quote.text, "code": quote.code or ""} for quote in facts.awards],
            form_kwargs={"choices": choices},
        )
        self.dossiers = DossierQuotes(
            data,
            prefix="dossiers",
            initial=[
                {
                    "heading": dossier.heading,
                    "copies": dossier.copies,
                    "sent_to": dossier.sent_to,
                    "components": [part.text for part in dossier.components],
                }
                for dossier in facts.dossiers
            ],
        )

    def is_valid(self) -> bool:
        """Validate all parts; every one is asked, so that all messages show at once."""
        verdicts = [part.is_valid() for part in (self.form, self.awards, self.dossiers)]
        return all(verdicts)

    def corrected(self) -> PlanFacts:
        """Return the facts as the officer left them."""
        data = dict(self.form.cleaned_data)
        for name in QUOTED:
            data[name] = tuple(Quote(text) for text in data[name])
        return replace(
            self.facts,
            **data,
            awards=tuple(
                AwardQuote(row["text"], row["code"] or None) for row in _rows(self.awards)
            ),
            dossiers=tuple(
                Dossier(
                    tuple(Quote(text) for text in row["components"]),
                    row["heading"],
                    row["copies"],
                    row["sent_to"],
                )
                for row in _rows(self.dossiers)
            ),
        )


def _rows(formset: Any) -> list[dict[str, Any]]:
    return [f.cleaned_data for f in formset if f.cleaned_data and not f.cleaned_data["DELETE"]]


# What the marks on the source say, by the name of the fact.
MARKS = {
    "parent": "cơ quan chủ quản", "issuer": "cơ quan ban hành", "number": "số", "symbol": "ký hiệu",
    "place": "địa danh", "date": "ngày", "type": "tên loại", "subject": "trích yếu",
    "addressee": "nơi gửi", "basis": "căn cứ", "opening": "mở đầu", "closing": "câu kết",
    "recipient": "nơi nhận", "authority": "thẩm quyền ký", "position": "chức vụ",
    "name": "người ký", "draft": "dự thảo", "participants": "đối tượng",
    "registration_deadlines": "hạn đăng ký", "dossier_deadlines": "hạn hồ sơ",
    "collective": "tiêu chuẩn tập thể", "individual": "tiêu chuẩn cá nhân",
    "household": "tiêu chuẩn hộ gia đình", "awards": "khen thưởng", "components": "hồ sơ",
}  # fmt: skip


def marked_lines(reading: Reading, facts: PlanFacts) -> list[dict[str, Any]]:
    """Return the source line by line, each with what was recognised on it."""
    marks: dict[int, dict[str, None]] = {}
    found = [(fact.name, fact.lines) for fact in reading.facts]
    for name in ("participants", "registration_deadlines", "dossier_deadlines", *QUOTED, "awards",
                 "components"):  # fmt: skip
        found += [(name, quote.lines) for quote in getattr(facts, name)]
    for name, lines in found:
        for line in lines:
            marks.setdefault(line, {})[MARKS.get(name, name)] = None
    return [
        {
            "text": line.full,
            "marks": list(marks.get(number, {})),
            "is_table": line.table is not None,
            "gap": line.gap,
        }
        for number, line in enumerate(reading.lines)
    ]
