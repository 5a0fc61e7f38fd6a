"""Every free text of every record of a world, replaced by one that is meant to do harm."""

from django.apps import apps
from django.db import IntegrityError, models, transaction

OURS = ("organization", "awards", "campaigns", "dossiers")
# Texts with a form of their own: keys, codes, hashes, addresses, names of files, states of work.
BY_NAME = {
    "username", "password", "sha256", "search_key", "sort_key", "path", "slug", "key", "token",
    "email", "address", "state", "from_state", "to_state", "transition", "symbol", "number",
    "code", "kind", "level", "marks", "register", "subject_kind", "year", "codes", "secret",
}  # fmt: skip
BY_END = ("_sha256", "_key", "_code", "_hash", "_id", "_kind")


def free_texts(model):
    """The fields of a model in which somebody may write what he likes."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.FileField | models.URLField | models.SlugField)
        and not field.choices
        and not field.primary_key
        and field.name not in BY_NAME
        and not field.name.endswith(BY_END)
    ]


def poison(text, labels=None):
    """Put `text`, with a number so that it stays unique, into every free text of every record.

    `text` may be a function of the field. Returns how many texts were replaced; a value that a
    rule of the database refuses there stays as it was.
    """
    replaced = 0
    for model in apps.get_models():
        if model._meta.app_label not in OURS or model.__name__.startswith("Historical"):
            continue
        if labels and model._meta.label not in labels:
            continue
        for field in free_texts(model):
            for record in model._base_manager.all():
                if not getattr(record, field.name):
                    continue
                given = text(field) if callable(text) else text
                value = f"{given} {record.pk}"[: field.max_length]
                try:
                    with transaction.atomic():
                        rows = model._base_manager.filter(pk=record.pk)
                        replaced += rows.update(**{field.name: value})
                except IntegrityError:
                    continue
    return replaced
