"""How fast papers print here, as ratios in one run against what an office would use instead.

The same Paper is printed by us in a warm process, by WeasyPrint without our preparations, by
LibreOffice from our Word file and by Chromium from our page. The rounds of all programs alternate,
the median counts. For the programs that start anew each time the time that they need for an empty
page is taken off, so that a warm LibreOffice or Chromium is what we compare with.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

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
LONGEST = 600  # seconds after which another program is given up


def plan() -> Paper:
    """Return a plan of about five pages."""
    section = [
        Item(f"Nhiệm vụ {number}", (Bullet(f"{SENTENCE};"), Bullet(f"{SENTENCE}.")))
        for number in range(1, 4)
    ]
    body = tuple(Section(f"Nội dung {number}", tuple(section)) for number in range(1, 8))
    return _framed("KẾ HOẠCH", "Phát động phong trào thi đua", (Paragraph(SENTENCE), *body))


def table(rows: int) -> Paper:
    """Return the registration table with eleven columns and so many rows."""
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
    return _framed("ĐĂNG KÝ", "Danh hiệu thi đua, hình thức khen thưởng", (Table(columns, lines),))


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


@dataclass
class Result:
    """One case: seconds of ours (median), and theirs divided by ours, by program."""

    case: str
    seconds: float
    ratios: dict[str, float] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


def measure(case: str, paper: Paper, rounds: int) -> Result:
    """Print `paper` with every program in alternating rounds and compare the medians."""
    with tempfile.TemporaryDirectory() as folder:
        rivals, skipped = _rivals(paper, Path(folder))
        programs: dict[str, Callable[[], object]] = {"ours": lambda: render(paper), **rivals}
        for program in list(programs):
            try:
                programs[program]()  # once for nothing: fonts, caches, profiles
            except (subprocess.SubprocessError, OSError) as error:
                del programs[program]
                skipped[program] = f"không in được: {type(error).__name__}"
        times: dict[str, list[float]] = {program: [] for program in programs}
        for _ in range(rounds):
            for program, run in programs.items():
                start = time.perf_counter()
                run()
                times[program].append(time.perf_counter() - start)
        ours = median(times.pop("ours"))
        idle = {program: _idle(program, Path(folder), rounds) for program in times}
        ratios = {
            program: (median(taken) - idle[program]) / ours for program, taken in times.items()
        }
    return Result(case, ours, ratios, skipped)


def _rivals(paper: Paper, folder: Path) -> tuple[dict[str, Callable[[], object]], dict[str, str]]:
    """Return the other programs that this machine has, ready to print, and those it lacks."""
    rivals: dict[str, Callable[[], object]] = {"weasyprint": lambda: render_plainly(paper)}
    skipped = {}
    if shutil.which("soffice"):
        document = folder / "paper.docx"
        document.write_bytes(to_docx(paper))
        rivals["libreoffice"] = partial(_soffice, document, folder)
    else:
        skipped["libreoffice"] = "chưa cài"
    if _chromium():
        page = folder / "paper.html"
        page.write_text(standalone_html(paper), encoding="utf-8")
        rivals["chromium"] = partial(_print_by_chromium, page, folder)
    else:
        skipped["chromium"] = "chưa cài"
    return rivals, skipped


def _idle(program: str, folder: Path, rounds: int) -> float:
    """Return what a program needs to print next to nothing: its start."""
    if program == "weasyprint":
        return 0.0
    empty = Paper(issuer=("A",), body=(Paragraph("A"),))
    if program == "libreoffice":
        document = folder / "empty.docx"
        document.write_bytes(to_docx(empty))
        run = partial(_soffice, document, folder)
    else:
        page = folder / "empty.html"
        page.write_text("<p>A</p>", encoding="utf-8")
        run = partial(_print_by_chromium, page, folder)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return median(times)


def _soffice(document: Path, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(document)], check=True, capture_output=True, timeout=LONGEST)


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


def _print_by_chromium(page: Path, folder: Path) -> None:
    command = [_chromium() or "", "--headless", "--no-sandbox", "--disable-gpu",
               "--disable-background-networking", "--disable-component-update",
               f"--user-data-dir={folder / 'chromium'}", "--no-pdf-header-footer",
               f"--print-to-pdf={folder / 'chromium.pdf'}", page.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)
