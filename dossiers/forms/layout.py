"""The form of a certificate's layout: every box in millimetres, the office's own pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.base import ContentFile

from dossiers.models import CertificateSheet
from dossiers.papers.certificate import picture_of
from emulation.papers.certificate_layout import FIELDS, STARTING_LAYOUTS, Box, CertificateLayout
from emulation.papers.ornament import Frame
from emulation.papers.paper import PaperError
from emulation.papers.pictures import Picture, checked_picture
from emulation.uploads import UploadError, refuse_infected

# Boxes beyond the usual ones stand here until they are moved.
NEW_BOX = Box(20, 20, 60, 8, 12)
MILLIMETRES = ("x", "y", "width", "height")
ALIGNMENTS = [("left", "Trái"), ("center", "Giữa"), ("right", "Phải")]
PICTURES = {"emblem": "Hình Quốc huy", "background": "Hình nền (in cả trang)"}


class LayoutForm(forms.Form):
    """One row of fields for each box that a certificate can have."""

    has_frame = forms.BooleanField(label="Vẽ khung hoa văn (khi in cả trang)", required=False)

    def __init__(self, *args: Any, sheet: CertificateSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.kept = CertificateLayout.from_data(sheet.layout)
        self.fields["has_frame"].initial = self.kept.frame is not None
        for name, label in FIELDS.items():
            self._add_box(name, label)
        for name, label in PICTURES.items():
            self.fields[name] = forms.FileField(
                label=label,
                required=False,
                help_text="PNG, JPEG hoặc SVG, tối đa 2 MB.",
                widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.svg"}),
            )
            if getattr(sheet, name):
                self.fields[f"drop_{name}"] = forms.BooleanField(
                    label=f"Bỏ {label[:1].lower()}{label[1:]} đang dùng", required=False
                )

    def _add_box(self, name: str, label: str) -> None:
        box = self.kept.boxes.get(name)
        start = box or NEW_BOX
        self.fields[f"{name}-on"] = forms.BooleanField(
            label=f"In: {label}", required=False, initial=box is not None
        )
        for part, words in zip(
            (*MILLIMETRES, "size"), ("Trái", "Trên", "Rộng", "Cao", "Cỡ chữ"), strict=True
        ):
            value = getattr(start, part)
            self.fields[f"{name}-{part}"] = forms.FloatField(
                label=f"{words}: {label}",
                localize=True,
                initial=int(value) if value == int(value) else value,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        self.fields[f"{name}-align"] = forms.ChoiceField(
            label=f"Canh: {label}", choices=ALIGNMENTS, initial=start.align
        )
        for part, words in (("bold", "Đậm"), ("preprinted", "Phôi đã có")):
            self.fields[f"{name}-{part}"] = forms.BooleanField(
                label=f"{words}: {label}", required=False, initial=getattr(start, part)
            )

    def clean(self) -> dict[str, Any]:
        """Check the pictures, then say which box cannot be printed where it stands."""
        data = super().clean()
        self.pictures: dict[str, Picture] = {}
        for name in PICTURES:
            if upload := data.get(name):
                try:
                    content = upload.read()
                    self.pictures[name] = checked_picture(content)
                    refuse_infected(content)
                except UploadError as error:
                    self.add_error(name, error)
                except PaperError as error:
                    self.add_error(name, str(error))
        if self.errors:
            return data
        for problem in self.layout().problems():
            self.add_error(f"{problem.field}-x" if problem.field else None, problem.message)
        return data

    def layout(self) -> CertificateLayout:
        """Return the layout as far as the fields say it; what has a mistake stays as it was."""
        boxes = {}
        for name in FIELDS:
            old = self.kept.boxes.get(name, NEW_BOX)
            if not self._value(f"{name}-on"):
                continue
            said = {part: self._value(f"{name}-{part}") for part in (*MILLIMETRES, "size")}
            boxes[name] = replace(
                old,
                **{part: value for part, value in said.items() if value is not None},
                align=self._value(f"{name}-align") or old.align,
                bold=bool(self._value(f"{name}-bold")),
                preprinted=bool(self._value(f"{name}-preprinted")),
            )
        return replace(self.kept, boxes=boxes, frame=self._frame(), **self._pictures())

    def _frame(self) -> Frame | None:
        if not self._value("has_frame"):
            return None
        return self.kept.frame or starting_frame(self.kept)

    def _pictures(self) -> dict[str, Picture | None]:
        found: dict[str, Picture | None] = {}
        new = getattr(self, "pictures", {})
        for name in PICTURES:
            kept = None if self._value(f"drop_{name}") else picture_of(getattr(self.sheet, name))
            found[name] = new.get(name) or kept
        return found

    def _value(self, name: str) -> Any:
        if not self.is_bound:
            known = self.fields.get(name)
            return known and self.get_initial_for_field(known, name)
        return getattr(self, "cleaned_data", {}).get(name)

    def rows(self) -> list[dict[str, Any]]:
        """Return the boxes in reading order: label and the fields of each."""
        parts = ("on", *MILLIMETRES, "size", "align", "bold", "preprinted")
        return [
            {"label": label, "cells": [self[f"{name}-{part}"] for part in parts]}
            for name, label in FIELDS.items()
        ]

    def picture_fields(self) -> list[forms.BoundField]:
        """Return the uploads, each with the box that drops what is in use."""
        names = [n for name in PICTURES for n in (name, f"drop_{name}") if n in self.fields]
        return [self[name] for name in names]

    def save(self) -> CertificateSheet:
        """Keep layout and pictures; a picture that is replaced or dropped leaves the storage."""
        sheet = self.sheet
        sheet.layout = self.layout().as_data()
        for name in PICTURES:
            file = getattr(sheet, name)
            new = self.pictures.get(name)
            if not new and not self.cleaned_data.get(f"drop_{name}"):
                continue
            if new:
                suffix = "svg" if new.kind == "image/svg+xml" else "png"
                file.save(f"{name}.{suffix}", ContentFile(new.content), save=False)
            else:
                setattr(sheet, name, "")
        sheet.save()
        return sheet


def starting_frame(layout: CertificateLayout) -> Frame | None:
    """Return the usual frame of a sheet of that size."""
    size = layout.width, layout.height
    starts = (start for _, start in STARTING_LAYOUTS.values())
    return next((start.frame for start in starts if (start.width, start.height) == size), None)
