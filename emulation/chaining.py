"""Rows that are written once: each is sealed with its hash, and the seals are chained by hash.

A seal goes into the database in the transaction of the row it seals, so there is no row without
one. Joining the chain comes right after the commit, in a short transaction of its own that holds
the head of the chain: chaining inside the business transaction would make every writer wait for
the slowest one, and two of them for each other. Between commit and chaining (milliseconds; till
the next write when the server is killed there) a seal stands unchained, and `check_records` says
how many do. What the chain cannot show is a rewriting of everything by who owns the database:
against that, the last hash is printed on papers and can be asked for again (`check_records
--anchor`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connections, models, router, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

ROW, REDACTION = "row", "redaction"
FIRST = "0" * 64
AT_ONCE = 1000


class SealedRowError(Exception):
    """Somebody tried to change or delete what is written once."""

    def __init__(self) -> None:
        super().__init__("Nhật ký đã ghi thì không sửa và không xóa được.")


# --- what is hashed ------------------------------------------------------------------------------


def sealed_fields(model: Any) -> list[models.Field]:
    """Return the columns of `model` that its seals cover: all of them, by name."""
    return sorted(model._meta.concrete_fields, key=lambda field: field.attname)


def shape_of(names: Iterable[str]) -> str:
    """Return the short name of a list of columns; a seal keeps it, because columns come and go."""
    return hashlib.sha256(",".join(names).encode()).hexdigest()[:8]


@cache
def current_shape(model: Any) -> str:
    """Return the shape of the columns that `model` has today."""
    return shape_of(field.attname for field in sealed_fields(model))


def content_hash(label: str, fields: Sequence[models.Field], values: Sequence[Any]) -> str:
    """Return the SHA-256 of a row: the same for what is being written and for what is read back."""
    said = [
        [field.attname, plain(field, value)] for field, value in zip(fields, values, strict=True)
    ]
    return hashlib.sha256(_canonical([label, said])).hexdigest()


def plain(field: models.Field, value: Any) -> Any:
    """Return a column's value as JSON can hold it, independent of database and time zone."""
    if value is None:
        return None
    if field.is_relation:
        return plain(field.target_field, value)
    if isinstance(value, FieldFile):
        return value.name or ""
    if isinstance(field, models.JSONField):
        return value
    value = field.to_python(value)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}"
    if isinstance(value, bool | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _moment(value: dt.datetime) -> str:
    if timezone.is_naive(value):
        value = timezone.make_aware(value)
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return text.encode("utf-8", "surrogatepass")


def link_hash(before: str, position: int, seal: Any) -> str:
    """Return the hash of a link: of the link before it and of all that the seal says."""
    said = [
        before,
        position,
        seal.table,
        seal.row,
        seal.kind,
        seal.shape,
        seal.content,
        seal.reason,
        _moment(seal.at),
    ]
    return hashlib.sha256(_canonical(said)).hexdigest()


# --- writing -------------------------------------------------------------------------------------


class WrittenOnce(models.QuerySet):
    """Rows that can be added and read."""

    def update(self, **changes: Any) -> int:
        """Refuse: raises SealedRowError."""
        raise SealedRowError

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: raises SealedRowError."""
        raise SealedRowError

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Refuse: raises SealedRowError."""
        raise SealedRowError

    delete.alters_data = delete.queryset_only = True


class SealedQuerySet(WrittenOnce):
    """Rows that are sealed as they are added."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Add rows and their seals together."""
        with transaction.atomic(using=self.db, savepoint=False):
            made = super().bulk_create(objs, *args, **kwargs)
            seal(self.model, made, using=self.db)
        return made


class WrittenOnceModel(models.Model):
    """Abstract: a row that is never changed and never deleted once it is there."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raises SealedRowError when it is there already."""
        if not self._state.adding:
            raise SealedRowError
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: raises SealedRowError."""
        raise SealedRowError


class SealedRow(WrittenOnceModel):
    """Abstract: a row of a log or a history, sealed as it is added."""

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row and its seal together; raises SealedRowError when it is there already."""
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using, savepoint=False):
            super().save(*args, **kwargs)
            seal(type(self), [self], using=using)


def sealed_models() -> list[Any]:
    """Return the models whose rows are sealed, by table."""
    found = [model for model in apps.get_models() if issubclass(model, SealedRow)]
    return sorted(found, key=lambda model: model._meta.db_table)


def seal(model: Any, rows: Sequence[Any], *, using: str, kind: str = ROW, reason: str = "") -> None:
    """Write the seals of `rows`, which stand in the database; one query a thousand rows."""
    if not rows:
        return
    table, shape, fields = model._meta.db_table, current_shape(model), sealed_fields(model)
    Seal, now = apps.get_model("organization.Seal"), timezone.now()
    Seal.objects.using(using).bulk_create(
        (
            Seal(
                table=table,
                row=row.pk,
                kind=kind,
                shape=shape,
                content=content_hash(
                    table, fields, [getattr(row, field.attname) for field in fields]
                ),
                reason=reason,
                at=now,
            )
            for row in rows
        ),
        batch_size=AT_ONCE,
    )
    chain_after_commit(using)


def redact(model: Any, changes: dict[int, dict[str, Any]], *, reason: str) -> int:
    """Overwrite columns of sealed rows and seal that they were: the only way to change one.

    `changes` says by row id which columns get which value. The old seals stay in the chain, only
    their content is no longer compared; the new content is. Returns how many rows were redacted.
    Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a redaction needs a reason")
    using = router.db_for_write(model)
    ids = iter(changes)
    count = 0
    with transaction.atomic(using=using):
        while some := list(islice(ids, AT_ONCE)):
            rows = list(models.QuerySet(model, using=using).filter(pk__in=some))
            for row in rows:
                models.QuerySet(model, using=using).filter(pk=row.pk).update(**changes[row.pk])
            again = models.QuerySet(model, using=using).filter(pk__in=some)
            seal(model, list(again), using=using, kind=REDACTION, reason=reason.strip())
            count += len(rows)
    return count


# --- chaining ------------------------------------------------------------------------------------


def chain_after_commit(using: str) -> None:
    """Let the seals of this transaction join the chain as soon as it is committed."""
    connection = connections[using]
    if any(function is _CHAINERS.get(using) for _, function, _ in connection.run_on_commit):
        return
    chainer = _CHAINERS.setdefault(using, lambda: chain_pending(using))
    transaction.on_commit(chainer, using=using, robust=True)


_CHAINERS: dict[str, Any] = {}


def chain_pending(using: str = "default") -> int:
    """Add the seals that wait to the chain, in the order of their writing; how many there were."""
    Seal, Head = apps.get_model("organization.Seal"), apps.get_model("organization.ChainHead")
    with transaction.atomic(using=using):
        Head.objects.using(using).get_or_create(pk=Head.ONLY)
        head = Head.objects.using(using).select_for_update().get(pk=Head.ONLY)
        waiting = Seal.objects.using(using).filter(position=None).order_by("pk")
        count = 0
        for batch in _batches(waiting):
            links = []
            for one in batch:
                head.position += 1
                head.chain = link_hash(head.chain, head.position, one)
                links.append((head.position, head.chain, one.pk))
            _write_links(Seal, links, using)
            count += len(links)
        if count:
            head.save(update_fields=["position", "chain"], using=using)
    return count


def _batches(waiting: models.QuerySet) -> Iterator[list[Any]]:
    while batch := list(waiting[:AT_ONCE]):
        yield batch


def _write_links(model: Any, links: list[tuple[int, str, int]], using: str) -> None:
    """Give seals their place: one prepared statement, where `bulk_update` builds a long CASE."""
    connection = connections[using]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET position = %s, chain = %s WHERE id = %s", links)


def seal_unsealed(using: str = "default") -> int:
    """Seal what was written before there were seals; once, when their table has been made."""
    Seal, count = apps.get_model("organization.Seal"), 0
    for model in sealed_models():
        known = models.QuerySet(Seal, using=using).filter(
            table=model._meta.db_table, row=models.OuterRef("pk")
        )
        rows = models.QuerySet(model, using=using).filter(~models.Exists(known)).order_by("pk")
        last = 0
        while some := list(rows.filter(pk__gt=last)[:AT_ONCE]):
            with transaction.atomic(using=using):
                seal(model, some, using=using)
            last, count = some[-1].pk, count + len(some)
    return count
