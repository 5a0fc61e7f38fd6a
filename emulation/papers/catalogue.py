"""Everything printable: each app names its papers in one tuple, settings name the tuples.

URLs, menus, the `paper` command and the tests are made from `all_kinds()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from emulation.papers.paper import Paper


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper: what it is called, of which records it is made, and how.

    `subjects` returns a queryset whose class has `.visible_to(user)`; `build` gathers the facts of
    one record. `slug` is part of addresses and commands (design.md section 8).
    """

    slug: str
    title: str
    subjects: Callable[[], QuerySet]
    build: Callable[[Any], Paper]

    def filename(self, subject: Any, extension: str = "pdf") -> str:
        """Return the name under which the paper of `subject` is downloaded."""
        return f"{self.slug}-{subject.pk}.{extension}"


def all_kinds() -> dict[str, PaperKind]:
    """Return every kind of paper by slug, in the order of `settings.PAPER_CATALOGUES`."""
    return dict(_load(tuple(settings.PAPER_CATALOGUES)))


@cache
def _load(catalogues: tuple[str, ...]) -> dict[str, PaperKind]:
    kinds: dict[str, PaperKind] = {}
    for path in catalogues:
        for kind in import_string(path):
            if kind.slug in kinds:
                raise ImproperlyConfigured(f"Two kinds of paper are called {kind.slug!r}.")
            kinds[kind.slug] = kind
    return kinds
