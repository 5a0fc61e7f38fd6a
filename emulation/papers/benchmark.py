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
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from emulation.papers import rivals
from emulation.papers.certificate import Certificate
from emulation.papers.paper import (
    Bullet,
    Column,
    Item,
    Paper,
    PaperDate,
    Paragraph,
    Row,
    Section,
    Signature,
    Table,
)
from emulation.papers.pdf import render, render_plainly, standalone_html
from emulation.papers.word import to_docx

SENTENCE = (
    "Các đơn vị chủ động xây dựng chương trình, phân công rõ người, rõ việc, rõ thời gian; "
    "thường xuyên kiểm tra, đôn đốc và báo cáo kết quả thực hiện về Văn phòng để tổng hợp"
)
# Seconds that ours may take: without it there is nothing to compare with.
OURS_LIMIT = 600


def plan() -> Paper:
    """Return a plan of about five pages."""
    section = [
        Item(f"Nhiệm vụ {number}", (Bullet(f"{SENTENCE};"), Bullet(f"{SENTENCE}.")))
        for number in range(1, 4)
    ]
    body = tuple(Section(f"Nội dung {number}", tuple(section)) for number in range(1, 8))
    return _framed("KẾ HOẠCH", "Phát động phong trào thi đua", (Paragraph(SENTENCE), *body))


def table(rows: int) -> Paper:
    """Return the registration table with eleven columns and so many rows, on landscape pages."""
    columns = (
        Column("STT", 5, "center"),
        Column("Tập thể, cá nhân", 26),
        *(Column(f"Danh hiệu số {n}", 8, "center", "Danh hiệu thi đua") for n in range(5)),
        *(Column(f"Hình thức số {n}", 8, "center", "Hình thức khen thưởng") for n in range(4)),
    )
    lines = tuple(
        Row((
            str(number), f"Nguyễn Thị Phương Thảo {number}, Phó Trưởng phòng Tổng hợp",
            *("x" if (number + column) % 4 == 0 else "" for column in range(9)),
        ))
        for number in range(1, rows + 1)
    )  # fmt: skip
    return _framed(
        "ĐĂNG KÝ",
        "Danh hiệu thi đua, hình thức khen thưởng",
        (Table(columns, lines, landscape="yes"),),
    )


def _framed(kind: str, subject: str, body: tuple) -> Paper:
    return Paper(
        issuer=("ỦY BAN NHÂN DÂN", "XÃ ĐÌNH DÙ"),
        number="38",
        symbol="KH-UBND",
        place="Đình Dù",
        date=PaperDate(2026, 4, 16),
        type_name=kind,
        subject=subject,
        body=body,
        recipients=("Các đơn vị", "Lưu: VT"),
        signatures=(Signature("CHỦ TỊCH", "Trần Quang Huy", ("TM. ỦY BAN NHÂN DÂN",)),),
    )


def certificates(count: int) -> list[Certificate]:
    """Return so many certificates, each with the QR code of its own address."""
    return [
        Certificate(
            authority_title="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÌNH DÙ",
            recipient=f"Ông Nguyễn Văn Minh {number}",
            recipient_detail="Trưởng thôn Đình Dù, xã Đình Dù",
            achievement="Đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
            decision_number=f"{number}/QĐ-UBND",
            decision_date=PaperDate(2026, 12, 10),
            place="Đình Dù",
            date=PaperDate(2026, 12, 10),
            signer_position="CHỦ TỊCH",
            signer_name="Trần Quang Huy",
            verify_url=f"https://thidua.example.vn/kiem-tra/7K3F-Q9TX-{number:04}",
        )
        for number in range(1, count + 1)
    ]


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

    def of(self, paper: Paper) -> dict[str, Program]:
        """Return how each of them prints `paper`."""
        programs: dict[str, Program] = {"weasyprint": lambda: render_plainly(paper)}
        if "libreoffice" in self.versions:
            document = self._folder / "paper.docx"
            document.write_bytes(to_docx(paper))
            if self.has_uno:
                programs["libreoffice"] = partial(self._print, "libreoffice", document)
            programs["libreoffice-cold"] = partial(rivals.start_libreoffice, document, self._folder)
        if "chromium" in self.versions:
            page = self._folder / "paper.html"
            page.write_text(standalone_html(paper), encoding="utf-8")
            programs["chromium"] = partial(self._print, "chromium", page)
            programs["chromium-cold"] = partial(rivals.start_chromium, page, self._folder)
        return programs

    def measure(self, case: str, paper: Paper, rounds: int, limit: float) -> Result:
        """Measure ours against all of them; a long case (under 3 rounds) is not started cold."""
        programs = {"ours": lambda: render(paper), **self.of(paper)}
        if rounds < 3:
            programs = {name: run for name, run in programs.items() if "-cold" not in name}
        result = measure(case, programs, rounds, limit, warm=rounds > 1)
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
