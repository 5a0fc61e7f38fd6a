"""How fast papers print here, as ratios in one run against what an office would use instead.

The same Paper is printed by us in a process that is ready, by WeasyPrint without our preparations,
by LibreOffice from our Word file and by Chromium from our page, both of them open already; and by
both as they start anew ("…-cold"). The rounds of all programs alternate, the median counts. A
program that takes longer than the limit is given up.
"""

import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from emulation.papers import rivals
from emulation.papers.paper import Paper, Paragraph
from emulation.papers.pdf import render, render_plainly, standalone_html
from emulation.papers.word import to_docx

# Seconds that ours may take: without it there is nothing to compare with.
OURS_LIMIT = 600


@dataclass
class Result:
    """One case: the seconds of every round of each program, and who did not take part and why.

    `ours` is the program that the others are compared with; `queries` how many queries ours takes
    for so many records, where it reads a database.
    """

    case: str
    times: dict[str, list[float]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    estimated: list[str] = field(default_factory=list)
    queries: dict[str, int] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """The median of ours."""
        return median(self.times["ours"])

    @property
    def ratios(self) -> dict[str, float]:
        """The medians of the others divided by ours: above 1 ours is faster."""
        return {
            name: median(taken) / self.seconds
            for name, taken in self.times.items()
            if name != "ours" and taken
        }

    def as_dict(self) -> dict[str, object]:
        """Return everything for a machine."""
        return {
            "case": self.case,
            "seconds": self.seconds,
            "ratios": self.ratios,
            "rounds": {name: len(taken) for name, taken in self.times.items()},
            "times": self.times,
            "skipped": self.skipped,
            "estimated": self.estimated,
            "queries": self.queries,
        }


Program = Callable[[], object]


def measure(
    case: str, programs: Mapping[str, Program], rounds: int, limit: float, *, warm: bool = True
) -> Result:
    """Run `programs` (one of them "ours") in alternating rounds; give up what exceeds `limit` s.

    With `warm` each runs once before, for nothing: fonts, caches, profiles.
    """
    result = Result(case, {name: [] for name in programs})
    for turn in range(rounds + warm):
        for name, run in programs.items():
            if name in result.skipped:
                continue
            try:
                with _limited(OURS_LIMIT if name == "ours" else limit):
                    start = time.perf_counter()
                    run()
                    taken = time.perf_counter() - start
            except TimeoutError:
                result.skipped[name] = f"không xong trong {limit:g} s"
            except (rivals.ProgramError, OSError) as error:
                result.skipped[name] = f"không in được: {type(error).__name__}"
            else:
                if turn >= warm:
                    result.times[name].append(taken)
    result.times = {name: taken for name, taken in result.times.items() if taken}
    return result


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block after so many seconds, where the system can."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _by_turns(run: Callable[[Any], object], things: Sequence[Any]) -> Program:
    """Return a program that runs with the next of `things` each time."""
    following = cycle(things)
    return lambda: run(next(following))


class Rivals(AbstractContextManager):
    """The other programs of this machine, kept open from case to case."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._open: dict[str, rivals.WarmLibreOffice | rivals.WarmChromium] = {}
        self._start_of_libreoffice = 0.0
        self.versions = {
            "weasyprint": rivals.weasyprint_version(),
            "python": sys.version.split()[0],
        }
        self.missing: dict[str, str] = {}
        for name, program in (("libreoffice", rivals.soffice()), ("chromium", rivals.chromium())):
            if program:
                self.versions[name] = rivals.version(program)
            else:
                self.missing[name] = "chưa cài"
        self.has_uno = "libreoffice" in self.versions and rivals.has_uno()

    def of(self, papers: Sequence[Paper]) -> dict[str, Program]:
        """Return how each of them prints `papers`, the next one each time."""
        programs: dict[str, Program] = {"weasyprint": _by_turns(render_plainly, papers)}
        if "libreoffice" in self.versions:
            documents = [self._folder / f"paper-{turn}.docx" for turn in range(len(papers))]
            for document, paper in zip(documents, papers, strict=True):
                document.write_bytes(to_docx(paper))
            if self.has_uno:
                programs["libreoffice"] = _by_turns(partial(self._print, "libreoffice"), documents)
            programs["libreoffice-cold"] = _by_turns(
                partial(rivals.start_libreoffice, folder=self._folder), documents
            )
        if "chromium" in self.versions:
            pages = [self._folder / f"paper-{turn}.html" for turn in range(len(papers))]
            for page, paper in zip(pages, papers, strict=True):
                page.write_text(standalone_html(paper), encoding="utf-8")
            programs["chromium"] = _by_turns(partial(self._print, "chromium"), pages)
            programs["chromium-cold"] = _by_turns(
                partial(rivals.start_chromium, folder=self._folder), pages
            )
        return programs

    def measure(
        self, case: str, build: Callable[[int], Paper], rounds: int, limit: float
    ) -> Result:
        """Measure ours against all of them; a long case (under 3 rounds) is not started cold.

        `build` makes another paper for each round, so that nobody has seen it before.
        """
        warm = rounds > 1
        papers = [build(turn) for turn in range(rounds + warm)]
        programs = {"ours": _by_turns(render, papers), **self.of(papers)}
        if rounds < 3:
            programs = {name: run for name, run in programs.items() if "-cold" not in name}
        result = measure(case, programs, rounds, limit, warm=warm)
        result.skipped |= self.missing
        for name in result.skipped:
            self._close(name)
        if "libreoffice-cold" in result.times and not self.has_uno:
            start = self._start_of_libreoffice or self._time_start()
            cold = result.times["libreoffice-cold"]
            result.times["libreoffice"] = [max(taken - start, 0.001) for taken in cold]
            result.estimated.append("libreoffice")
        return result

    def _print(self, name: str, document: Path) -> None:
        """Print with an open program, opened now if it is not."""
        if name not in self._open:
            kind = rivals.WarmLibreOffice if name == "libreoffice" else rivals.WarmChromium
            self._open[name] = kind()
        self._open[name].print(document)

    def _close(self, name: str) -> None:
        if program := self._open.pop(name, None):
            program.__exit__()

    def _time_start(self) -> float:
        """Return what LibreOffice needs to print next to nothing: its start."""
        document = self._folder / "empty.docx"
        document.write_bytes(to_docx(Paper(issuer=("A",), body=(Paragraph("A"),))))
        start = time.perf_counter()
        rivals.start_libreoffice(document, self._folder)
        self._start_of_libreoffice = time.perf_counter() - start
        return self._start_of_libreoffice

    def __exit__(self, *error: object) -> None:
        for name in list(self._open):
            self._close(name)
        self._stack.close()
