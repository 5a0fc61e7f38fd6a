"""Everything printable: each app names its papers in one tuple, settings name the tuples.

URLs, menus, the `paper` command and the tests are made from `all_kinds()`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from emulation.papers.paper import Paper, Table


@dataclass(frozen=True)
class Sheets:
    """A print with a layout of its own, which is no Paper: certificates, ballots.

    `facts` is all that the print shows, plain frozen values: equal facts print alike, so drafts are
    kept by them. `rows` says how long the print takes, in rows of a table. `write(facts, progress,
    archival)` returns the PDF and raises PaperError; `progress` hears of each page, or is None.
    """

    title: str
    rows: int
    facts: Any
    write: Callable[[Any, Callable[[int], None] | None, bool], bytes] = field(repr=False)

    @property
    def metadata_title(self) -> str:
        """The title under which the print is kept, as a Paper has one."""
        return self.title

    def render(
        self, progress: Callable[[int], None] | None = None, archival: bool = False
    ) -> bytes:
        """Return the PDF; raises PaperError when it cannot be made."""
        return self.write(self.facts, progress, archival)


def rows_of(paper: Paper | Sheets) -> int:
    """Return how many rows the paper's tables have together, annexes included."""
    if isinstance(paper, Sheets):
        return paper.rows
    blocks = (*paper.body, *(block for annex in paper.annexes for block in annex.body))
    return sum(len(block.rows) for block in blocks if isinstance(block, Table))


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper: what it is called, of which records it is made, and how.

    `subjects` returns a queryset whose class has `.visible_to(user)`; `build` gathers the facts of
    one record, as a Paper or as Sheets; only a Paper has a Word file (`has_word`). `slug` is part
    of addresses and commands (design.md section 8).
    """

    slug: str
    title: str
    subjects: Callable[[], QuerySet]
    build: Callable[[Any], Paper | Sheets]
    has_word: bool = True

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
