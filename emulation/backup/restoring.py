"""Putting a backup back: everything is verified first, then rows and files change together.

The files are unpacked beside the media folder and take its place just before the transaction of
the rows is committed. A mark in the database says whether that happened: a restore that was killed
in between is finished or undone by the next command (`finish_interrupted`).
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from .archive import ArchiveError, Reader
from .converting import converted
from .rows import columns, continue_numbers, decode, kept_tables, load, tables, wipe
from .writing import KIND, applied


def restore(source: Path, *, replace: bool = False, using: str = "default") -> dict[str, Any]:
    """Put the backup in place of what is there and return its manifest.

    Raises ArchiveError, and nothing has changed: for an archive that is broken, altered or of a
    newer version, for a target that holds data unless `replace`, and when a row cannot be stored.
    """
    finish_interrupted(using)
    with Reader(source, KIND) as archive:
        _require_current(using)
        if not replace and holds_data(using):
            raise ArchiveError("Hệ thống đã có dữ liệu. Thêm --replace để thay toàn bộ.")
        archive.verify()
        _require_room(archive)
        with _source(archive, using) as found, unpacked(archive) as files:
            _put_back(archive, found, files, using)
    ContentType.objects.clear_cache()
    return archive.manifest


def holds_data(using: str = "default") -> bool:
    """Return whether somebody works with the database already: an account or a unit is there."""
    user, unit = (apps.get_model(f"organization.{name}") for name in ("User", "Unit"))
    return any(model._base_manager.using(using).exists() for model in (user, unit))


def _require_current(using: str) -> None:
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise ArchiveError("Cơ sở dữ liệu chưa theo phiên bản này: hãy chạy migrate trước.")


def _require_room(archive: Reader) -> None:
    folder = Path(settings.MEDIA_ROOT).resolve()
    while not folder.exists():
        folder = folder.parent
    if shutil.disk_usage(folder).free < archive.size:
        raise ArchiveError("Không đủ chỗ trên đĩa để phục hồi.")


@contextmanager
def _source(archive: Reader, using: str) -> Iterator[Any]:
    """Yield a function that gives columns and rows of a model, in the shape of today."""
    theirs = {tuple(pair) for pair in archive.manifest["migrations"]}
    ours = {tuple(pair) for pair in applied(using)}
    if theirs == ours:
        yield lambda model: _stored_rows(archive, model)
        return
    if not theirs <= ours:
        raise ArchiveError("Bản sao lưu là của một phiên bản khác, mới hơn phần mềm này.")
    with converted(archive, theirs) as rows_of:
        yield rows_of


def _stored_rows(archive: Reader, model: Any) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
    lines = archive.lines(f"tables/{model._meta.db_table}.jsonl")
    names = next(lines)
    fields = {field.attname: field for field in columns(model)}
    if set(names) != set(fields):
        raise ArchiveError(f"Bảng {model._meta.db_table} trong bản sao lưu không đúng các cột.")
    order = [fields[name] for name in names]
    return names, (decode(order, line) for line in lines)


def _put_back(archive: Reader, found: Any, files: Any, using: str) -> None:
    token = secrets.token_hex(16)
    swapped = False
    try:
        with transaction.atomic(using=using):
            wipe(tables(), using)
            for model in kept_tables():
                names, rows = found(model)
                load(model, names, rows, using)
            continue_numbers(kept_tables(), using)
            _mark(token, using)
            connections[using].check_constraints()
            swapped = True
            files.swap(token)
    except (DatabaseError, ValueError, KeyError, TypeError, LookupError) as error:
        if swapped:
            finish_interrupted(using)
        raise ArchiveError("Dữ liệu trong bản sao lưu không ghi được; chưa thay đổi gì.") from error
    except BaseException:
        if swapped:
            finish_interrupted(using)
        raise
    finish_interrupted(using)


def _mark(token: str, using: str) -> None:
    head = apps.get_model("organization.ChainHead")
    head.objects.using(using).update_or_create(pk=head.ONLY, defaults={"restored": token})


# --- files ---------------------------------------------------------------------------------------


class _Folder:
    """Unpacked files beside the media folder, which they replace by a change of names."""

    def __init__(self, archive: Reader) -> None:
        self.media = Path(settings.MEDIA_ROOT).resolve()
        self.media.parent.mkdir(parents=True, exist_ok=True)
        self.staged = self.media.with_name(f"{self.media.name}.restoring")
        shutil.rmtree(self.staged, ignore_errors=True)
        self.staged.mkdir(mode=0o700)
        for member, name in archive.files().items():
            path = self.staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                for piece in archive.pieces(member):
                    stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())

    def swap(self, token: str) -> None:
        """Take the place of the media folder, which stays beside till the rows are committed."""
        self.media.mkdir(exist_ok=True)
        self.media.rename(self.media.with_name(f"{self.media.name}.before-{token}"))
        self.staged.rename(self.media)

    def drop(self) -> None:
        """Remove what was unpacked and not used."""
        shutil.rmtree(self.staged, ignore_errors=True)


class _Elsewhere:
    """A storage that is not a folder (S3): files are written over, what is more stays."""

    def __init__(self, archive: Reader) -> None:
        self.archive = archive

    def swap(self, token: str) -> None:
        """Write the files; where the rows are not committed after all, they do no harm."""
        for member, name in self.archive.files().items():
            default_storage.delete(name)
            with File(self.archive.zip.open(member)) as stream:
                default_storage.save(name, stream)

    def drop(self) -> None:
        """Do nothing."""


@contextmanager
def unpacked(archive: Reader) -> Iterator[_Folder | _Elsewhere]:
    """Yield the files of the archive, ready to be put in place."""
    is_folder = isinstance(default_storage._wrapped, FileSystemStorage) or isinstance(
        default_storage, FileSystemStorage
    )
    files = _Folder(archive) if is_folder else _Elsewhere(archive)
    try:
        yield files
    finally:
        files.drop()


def finish_interrupted(using: str = "default") -> None:
    """End what a killed restore began: the rows say whether it was committed."""
    media = Path(settings.MEDIA_ROOT).resolve()
    for before in sorted(media.parent.glob(f"{media.name}.before-*")):
        head = apps.get_model("organization.ChainHead").objects.using(using).first()
        if not head or head.restored != before.name.rpartition("-")[2]:
            if media.exists():
                shutil.rmtree(media)
            before.rename(media)
        else:
            shutil.rmtree(before, ignore_errors=True)
    shutil.rmtree(media.with_name(f"{media.name}.restoring"), ignore_errors=True)
