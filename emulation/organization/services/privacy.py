"""Personal data past their period: found, made anonymous, and a certificate of it left.

Who stands in the register of awards stays for good (settings.KEPT_FOR_GOOD). Of everybody else
who left long enough ago the name becomes a number; what was written about him is emptied, what was
uploaded is deleted, wherever a table points at him: the tables are found by their keys, so that a
new one is not forgotten. Versions in histories and notes of logs are redacted through the chain
(emulation/chaining.py), which goes on verifying. Issued papers are archives by law and stay.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from emulation.chaining import SealedRow, redact
from emulation.organization.models import (
    Anonymisation,
    Bar,
    Household,
    Person,
    Retention,
    RetentionKind,
    RosterSheet,
    RosterState,
    Unit,
)
from emulation.organization.models.retention import DEFAULTS
from emulation.vietnamese import search_key, sort_key

REASON = "Ẩn danh dữ liệu hết thời hạn lưu"
FILES, TEXTS, NOTES = "Tệp đã xóa", "Bản ghi đã bỏ nội dung", "Dòng nhật ký, lịch sử đã che"
SEVERAL = {"person": "Cá nhân", "household": "Hộ gia đình"}
OURS = ("organization", "awards", "campaigns", "dossiers")
# Short texts that tell what somebody did; long ones (TextField) are all taken.
_TELLING = {"summary"}


def periods() -> dict[str, int]:
    """Return for how many years each kind is kept: what an administrator set, else the default."""
    set_by_hand = dict(Retention.objects.values_list("kind", "years"))
    return {kind.value: set_by_hand.get(kind, DEFAULTS[kind]) for kind in RetentionKind}


def past_period(authority: Unit, today: dt.date) -> dict[str, models.QuerySet]:
    """Return what of an authority is past its period on `today`, by kind of record."""
    before = {kind: _years_before(today, years) for kind, years in periods().items()}
    gone = Q(left_on__lt=before["member"]) | Q(deleted_at__date__lt=before["member"])
    ended = Q(ends_on__lt=before["bar"]) | Q(lifted_on__lt=before["bar"])
    told = ~Q(summary="") | ~Q(note="") | ~Q(attachment="")
    members = {
        name: model.everyone.filter(gone, authority=authority)
        .exclude(pk__in=_kept(name))
        .exclude(**{f"{_name_field(model)}__startswith": alias_of(model, "")})
        for name, model in (("person", Person), ("household", Household))
    }
    return members | {
        "bar": Bar.objects.filter(ended, told, authority=authority),
        "roster": RosterSheet.objects.filter(
            authority=authority, created_at__date__lt=before["roster"],
            state__in=(RosterState.DONE, RosterState.FAILED),
        ).exclude(lines=[]),
    }  # fmt: skip


@transaction.atomic
def anonymise(authority: Unit, *, today: dt.date | None = None, by: Any = None) -> Counter:
    """Make anonymous what is past its period; returns how much of what, and leaves a certificate.

    Nothing to do leaves nothing.
    """
    found = past_period(authority, today or timezone.localdate())
    counts: Counter = Counter()
    names = []
    for name, label in SEVERAL.items():
        rows = list(found[name])
        counts[label] += len(rows)
        names += _anonymise_members(name, rows, counts)
    bars = list(found["bar"].values_list("pk", flat=True))
    counts["Kỷ luật, đơn thư, việc xác minh"] += len(bars)
    _empty(Bar, bars, counts)
    counts["Danh sách nạp từ Excel"] += found["roster"].update(lines=[], answers={}, defaults={})
    _hide_names(names, counts)
    counts = +counts
    if counts:
        Anonymisation.objects.create(
            authority=authority, by=by, counts=dict(counts), periods=periods()
        )
    return counts


def alias_of(model: Any, number: Any) -> str:
    """Return what stands in the place of a name."""
    return f"{'Cá nhân' if model is Person else 'Chủ hộ'} đã ẩn danh {number}".strip()


def _years_before(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _kept(name: str) -> models.QuerySet:
    """Return the ids of those whom a row that is kept for good names."""
    (label,) = settings.KEPT_FOR_GOOD
    return (
        apps.get_model(label)
        ._base_manager.filter(**{f"{name}__isnull": False})
        .values(f"{name}_id")
    )


def _name_field(model: Any) -> str:
    return "full_name" if model is Person else "head_name"


def _anonymise_members(name: str, rows: list[Any], counts: Counter) -> list[str]:
    """Take the names of people or households away; returns the names that nobody bears now."""
    if not rows:
        return []
    model, field = type(rows[0]), _name_field(type(rows[0]))
    told = {"born_on": None, "gender": "", "position": ""} if model is Person else {"address": ""}
    names = {getattr(row, field) for row in rows}
    changes = {row.pk: told | {field: alias_of(model, row.pk)} for row in rows}
    for pk, values in changes.items():
        alias = values[field]
        keys = {"sort_key": sort_key(alias)[:400], "search_key": search_key(alias)[:200]}
        model.everyone.filter(pk=pk).update(**values, **keys)
    versions = model.history.model
    kept = versions._base_manager.filter(id__in=changes).values_list("history_id", "id")
    counts[NOTES] += redact(versions, {version: changes[pk] for version, pk in kept}, reason=REASON)
    for about in _about(name):
        pks = about._base_manager.filter(**{f"{name}__in": list(changes)}).values_list(
            "pk", flat=True
        )
        _empty(about, list(pks), counts)
    still_borne = {
        borne
        for other in (Person, Household)
        for borne in other.everyone.filter(**{f"{_name_field(other)}__in": names}).values_list(
            _name_field(other), flat=True
        )
    }
    return sorted(names - still_borne)


def _our_models() -> Iterator[Any]:
    for model in apps.get_models():
        if model._meta.app_label in OURS and not hasattr(model, "instance_type"):
            yield model


def _about(name: str) -> Iterator[Any]:
    """Yield the tables that point at a person or a household by the usual name."""
    for model in _our_models():
        found = next((f for f in model._meta.concrete_fields if f.name == name), None)
        if (
            found is not None
            and found.is_relation
            and model._meta.label not in settings.KEPT_FOR_GOOD
        ):
            yield model


def _empty(model: Any, pks: list[int], counts: Counter) -> None:
    """Empty what these rows tell in words, and delete the files of these and of their parts."""
    if not pks:
        return
    for part, key in _parts(model):
        _delete_files(part, part._base_manager.filter(**{f"{key}__in": pks}), counts)
        part._base_manager.filter(**{f"{key}__in": pks}).delete()
    fields = [f for f in model._meta.concrete_fields if _tells(f)]
    files = [f for f in model._meta.concrete_fields if isinstance(f, models.FileField)]
    rows = model._base_manager.filter(pk__in=pks)
    if files:
        _delete_files(model, rows, counts)
    blank = {f.name: "" for f in (*fields, *files)}
    blank |= {"attachment_sha256": ""} if "attachment" in blank else {}
    if not blank:
        return
    if issubclass(model, SealedRow):
        counts[NOTES] += redact(model, dict.fromkeys(pks, blank), reason=REASON)
        return
    counts[TEXTS] += rows.update(**blank)
    history = getattr(model, "history", None)
    if history is not None:
        versions = history.model
        own = {f.name for f in versions._meta.concrete_fields}
        kept = versions._base_manager.filter(id__in=pks).values_list("history_id", flat=True)
        less = {name: value for name, value in blank.items() if name in own}
        counts[NOTES] += redact(versions, dict.fromkeys(kept, less), reason=REASON)


def _tells(field: models.Field) -> bool:
    is_long = isinstance(field, models.TextField) and not isinstance(field, models.JSONField)
    return field.blank and (is_long or field.name in _TELLING)


def _parts(model: Any) -> Iterator[tuple[Any, str]]:
    """Yield the tables of files that belong to rows of `model`, each with its key to it."""
    for other in _our_models():
        keeps_file = any(
            isinstance(f, models.FileField) and not f.blank for f in other._meta.concrete_fields
        )
        for field in other._meta.concrete_fields:
            if keeps_file and field.is_relation and field.related_model is model:
                yield other, field.name


def _delete_files(model: Any, rows: Iterable[Any], counts: Counter) -> None:
    names = [f.name for f in model._meta.concrete_fields if isinstance(f, models.FileField)]
    for row in rows:
        for stored in filter(None, (getattr(row, name) for name in names)):
            counts[FILES] += 1
            transaction.on_commit(lambda s=stored.storage, n=stored.name: s.delete(n))


def _hide_names(names: list[str], counts: Counter) -> None:
    """Hide names in the notes of logs, the reasons of versions and what was frozen as data."""
    if not names:
        return
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        texts = [
            f.name
            for f in model._meta.concrete_fields
            if f.name in ("note", "history_change_reason", "reason")
            or isinstance(f, models.JSONField)
        ]
        if not texts or model is Anonymisation:
            continue
        changes = dict(_with_names(model, texts, names))
        if not changes:
            continue
        if issubclass(model, SealedRow):
            counts[NOTES] += redact(model, changes, reason=REASON)
            continue
        for pk, values in changes.items():
            counts[TEXTS] += model._base_manager.filter(pk=pk).update(**values)


def _with_names(
    model: Any, fields: list[str], names: list[str]
) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """Yield id and changes of the rows in which one of `names` stands."""
    for pk, *values in model._base_manager.values_list("pk", *fields).iterator():
        changed = {}
        for field, value in zip(fields, values, strict=True):
            if not value:
                continue
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            hidden = text
            for name in names:
                hidden = hidden.replace(name, "(đã ẩn danh)")
            if hidden != text:
                changed[field] = hidden if isinstance(value, str) else json.loads(hidden)
        if changed:
            yield pk, changed
