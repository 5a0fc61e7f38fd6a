"""Taking an authority into an empty installation: new numbers where needed, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connections, models, transaction
from django.db.models import Max

from emulation.backup.archive import ArchiveError, Reader
from emulation.backup.rows import columns, continue_numbers, decode, load
from emulation.backup.writing import applied
from emulation.chaining import chain_pending, seal_unsealed

from . import KIND
from .choosing import account_model, exported_models, unit_model
from .exporting import shared_key


def import_authority(source: Path, using: str = "default") -> dict[str, Any]:
    """Store everything of the archive and return its manifest.

    Raises ArchiveError, and nothing has changed: for an archive that is broken, altered or of
    another version, and for an installation that has units already.
    """
    with Reader(source, KIND) as archive:
        if archive.manifest["migrations"] != applied(using):
            raise ArchiveError("Tệp là của một phiên bản phần mềm khác với hệ thống này.")
        if unit_model()._base_manager.using(using).exists():
            raise ArchiveError("Chỉ nhập được vào hệ thống chưa có đơn vị nào.")
        archive.verify()
        try:
            with _files(archive), transaction.atomic(using=using):
                _store(archive, using)
                connections[using].check_constraints()
        except (DatabaseError, ValueError, KeyError, TypeError, LookupError) as error:
            raise ArchiveError("Dữ liệu trong tệp không ghi được; chưa thay đổi gì.") from error
        chain_pending(using)
    return archive.manifest


def _store(archive: Reader, using: str) -> None:
    numbers = Numbers(archive, using)
    found = exported_models()
    for model in found:
        names, rows = _table(archive, model)
        load(model, names, _renumbered(model, names, rows, numbers), using)
    continue_numbers(found, using)
    seal_unsealed(using)


def _table(archive: Reader, model: Any) -> tuple[list[str], Iterator[list[Any]]]:
    lines = archive.lines(f"tables/{model._meta.db_table}.jsonl")
    names = next(lines)
    fields = {field.attname: field for field in columns(model)}
    order = [fields[name] for name in names]
    return names, (decode(order, line) for line in lines)


class Numbers:
    """Which number a row gets here: that of the same row of the law, its own, or the next free.

    Numbers move by one distance a table, so nothing has to be remembered row by row.
    """

    def __init__(self, archive: Reader, using: str) -> None:
        self.using = using
        self.archive = archive
        self.same: dict[Any, dict[int, int]] = {}
        self.by: dict[Any, int] = {}
        self.taken = set(
            account_model()._base_manager.using(using).values_list("username", flat=True)
        )
        for model in sorted(exported_models(), key=_shared_first):
            self._look(model)

    def _look(self, model: Any) -> None:
        names, rows = _table(self.archive, model)
        shared = set(self.archive.manifest["shared"].get(model._meta.db_table, ()))
        place, lowest = names.index(model._meta.pk.attname), None
        self.same[model] = {}
        for row in rows:
            pk = row[place]
            here = self._here(model, dict(zip(names, row, strict=True))) if pk in shared else None
            if here is not None:
                self.same[model][pk] = here
            elif lowest is None or pk < lowest:
                lowest = pk
        highest = models.QuerySet(model, using=self.using).aggregate(Max("pk"))["pk__max"]
        free = lowest is None or highest is None or lowest > highest
        self.by[model] = 0 if free else highest - lowest + 1

    def _here(self, model: Any, row: dict[str, Any]) -> int | None:
        """Return the number of the same row of the law in this installation."""
        fields = {field.name: field for field in columns(model)}
        wanted = {}
        for name in shared_key(model):
            field = fields[name]
            value = row[field.attname]
            if field.is_relation and value is not None:
                value = self.of(field.related_model, value)
            wanted[f"{field.attname}__isnull" if value is None else field.attname] = (
                True if value is None else value
            )
        found = models.QuerySet(model, using=self.using).filter(**wanted).order_by("pk")
        return found.values_list("pk", flat=True).first()

    def of(self, model: Any, number: int) -> int:
        """Return the number here of the row that had `number` there."""
        same = self.same.get(model, {})
        return same[number] if number in same else number + self.by.get(model, 0)


def _shared_first(model: Any) -> tuple[int, str]:
    """Sort what others are recognised by before these: sets, groups, criteria."""
    key = shared_key(model)
    relations = sum(model._meta.get_field(name).is_relation for name in key) if key else 9
    return relations, model._meta.db_table


def _renumbered(
    model: Any, names: Sequence[str], rows: Iterator[list[Any]], numbers: Numbers
) -> Iterator[list[Any]]:
    fields = {field.attname: field for field in columns(model)}
    targets = {
        place: fields[name].related_model
        for place, name in enumerate(names)
        if fields[name].is_relation
    }
    key = names.index(model._meta.pk.attname)
    targets[key] = model
    tracked = getattr(model, "instance_type", None)
    if tracked:
        targets[names.index(tracked._meta.pk.attname)] = tracked
    for row in rows:
        if row[key] in numbers.same[model]:
            continue
        for place, target in targets.items():
            if row[place] is not None:
                row[place] = numbers.of(target, row[place])
        yield _account(names, row, numbers) if model is account_model() else row


def _account(names: Sequence[str], row: list[Any], numbers: Numbers) -> list[Any]:
    """Return an account that nobody can log in to yet, under a name that is free."""
    row[names.index("password")] = make_password(None)
    place = names.index("username")
    given, count = row[place], 1
    while row[place] in numbers.taken:
        count += 1
        row[place] = f"{given}-{count}"
    numbers.taken.add(row[place])
    return row


@contextmanager
def _files(archive: Reader) -> Iterator[None]:
    """Store the files; they go again when the rows cannot be stored."""
    written: list[str] = []
    try:
        for member, name in archive.files().items():
            if default_storage.exists(name):
                raise ArchiveError(f"Tệp {name} đã có trong hệ thống này.")
            written.append(name)
            with archive.zip.open(member) as stream:
                default_storage.save(name, File(stream))
        yield
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise
