"""Checks of what is stored: rules that no constraint of the database can hold, each with a name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, OuterRef, Subquery, Window
from django.db.models.functions import Lag
from django.utils.module_loading import import_string

from emulation.owning import owned
from emulation.workflow import TransitionLog


@dataclass(frozen=True)
class Scope:
    """What is checked: the rows of one authority, or all, as one connection sees them."""

    using: str = "default"
    authority: int | None = None

    def rows(self, model: Any) -> models.QuerySet:
        """Return the rows of `model` in the scope, whatever its managers hide."""
        return owned(model, self.authority, self.using)


@dataclass(frozen=True)
class Check:
    """One rule: its id, what must hold in a Vietnamese sentence, and how to find what breaks it.

    `find` yields a Vietnamese line for each row that breaks the rule, reads in a stream, and asks
    a number of queries that does not grow with the rows.
    """

    code: str
    rule: str
    find: Callable[[Scope], Iterator[str]]


@dataclass(frozen=True)
class Fault:
    """A row that breaks a rule."""

    code: str
    message: str


def all_checks() -> list[Check]:
    """Return the checks that the apps bring (settings.RECORD_CHECKS)."""
    return [check for path in settings.RECORD_CHECKS for check in import_string(path)]


def faults(
    scope: Scope, checks: Iterable[Check] | None = None, *, most: int | None = None
) -> Iterator[Fault]:
    """Yield what is wrong, check by check; at most `most` of each."""
    for check in all_checks() if checks is None else checks:
        for message in islice(check.find(scope), most):
            yield Fault(check.code, message)


def named(row: Any) -> str:
    """Return how a line names a row: its kind and its number, nothing personal."""
    return f"{type(row)._meta.verbose_name} số {row.pk}"


def breaking(model: Any, *conditions: Any, message: str) -> Callable[[Scope], Iterator[str]]:
    """Return a finder of the rows of `model` that fulfil `conditions`, which none should."""

    def find(scope: Scope) -> Iterator[str]:
        for row in scope.rows(model).filter(*conditions).order_by("pk").only("pk").iterator():
            yield f"{named(row)}: {message}"

    return find


# --- workflows -----------------------------------------------------------------------------------


def log_models() -> list[Any]:
    """Return the logs of all workflows."""
    return [model for model in apps.get_models() if issubclass(model, TransitionLog)]


def states_and_logs(scope: Scope) -> Iterator[str]:
    """Yield records whose state is not the one that their last move led to; one query a log."""
    for log in log_models():
        model = log._meta.get_field("record").related_model
        last = models.QuerySet(log, using=scope.using).filter(record=OuterRef("pk"))
        wrong = (
            scope.rows(model)
            .annotate(logged=Subquery(last.order_by("-pk").values("to_state")[:1]))
            .filter(logged__isnull=False)
            .exclude(state=F("logged"))
            .order_by("pk")
        )
        for pk, state, logged in wrong.values_list("pk", "state", "logged").iterator():
            yield (
                f"{model._meta.verbose_name} số {pk}: trạng thái là «{state}», "
                f"nhật ký ghi bước cuối đến «{logged}»."
            )


def unbroken_logs(scope: Scope) -> Iterator[str]:
    """Yield moves that begin where the move before did not end; one query a log."""
    for log in log_models():
        before = Window(Lag("to_state"), partition_by=F("record"), order_by=F("pk").asc())
        rows = scope.rows(log).annotate(before=before).order_by("record", "pk")
        for pk, begun, ended in rows.values_list("pk", "from_state", "before").iterator():
            if ended is not None and begun != ended:
                yield (
                    f"{log._meta.verbose_name} số {pk}: bước này bắt đầu từ «{begun}», "
                    f"bước trước kết thúc ở «{ended}»."
                )


# --- files ---------------------------------------------------------------------------------------


def file_fields() -> list[tuple[Any, models.FileField, str | None]]:
    """Return every stored file: model, field, and the column that holds its SHA-256 if any."""
    found = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                column = f"{field.name}_sha256"
                known = column if column in names else "sha256" if "sha256" in names else None
                found.append((model, field, known))
    return found


def stored_files(scope: Scope) -> Iterator[str]:
    """Yield files that are gone or are not what their SHA-256 says; one query a kind of file."""
    for model, field, column in file_fields():
        rows = scope.rows(model).exclude(**{field.name: ""}).order_by("pk")
        for pk, name, *known in rows.values_list(
            "pk", field.name, *filter(None, [column])
        ).iterator():
            if said := _wrong_file(name, known[0] if known else ""):
                yield f"{model._meta.verbose_name} số {pk}: {said}"


def _wrong_file(name: str, known: str) -> str:
    try:
        if not known:
            return "" if default_storage.exists(name) else f"không còn tệp {name}."
        found = file_hash(name)
    except FileNotFoundError:
        return f"không còn tệp {name}."
    except (OSError, ValueError, SuspiciousOperation) as error:
        return f"không đọc được tệp {name} ({type(error).__name__})."
    return "" if found == known else f"tệp {name} không đúng mã băm đã ghi."


def file_hash(name: str) -> str:
    """Return the SHA-256 of a stored file, read in pieces; raises FileNotFoundError."""
    digest = hashlib.sha256()
    with default_storage.open(name) as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
